/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * One listening port: libmicrohttpd with epoll, a pool of threads, and parking (suspend and
 * resume). It knows HTTP and its limits, no noun of the agenda: a site gives the meaning.
 */
#ifndef AGENDA_SERVER_HTTP_HTTP_H
#define AGENDA_SERVER_HTTP_HTTP_H

#include "base/err.h"
#include "server/http/log.h"
#include "server/http/request.h"

#include <stdbool.h>
#include <stdint.h>

/* Why a request is refused before its meaning is asked. */
enum http_refusal {
	HTTP_BAD_REQUEST, /* `what` names the header or query parameter, or is NULL */
	HTTP_BODY_TOO_LARGE,
	HTTP_BAD_FORM, /* not the multipart/form-data that was asked for */
	HTTP_FILE_TOO_LARGE,
	HTTP_OVERLOADED, /* stopping, or too many bodies at once */
};

/* Every function runs on a thread of the pool and answers, parks or returns; none blocks. */
struct http_site {
	void *ctx;
	/* Line and headers are there. May answer (the body is drained), says which body it takes. */
	void (*begin)(void *ctx, struct request *rq);
	/* The whole request is there. */
	void (*handle)(void *ctx, struct request *rq);
	/* Writes the answer to a request that never gets to handle(). */
	void (*refuse)(
		void *ctx, struct request *rq, enum http_refusal why, const char *what);
	/* The answer is whole: the last headers. May set rq->cut. May be NULL. */
	void (*finish)(void *ctx, struct request *rq);
	/* Exactly once, after the last byte or without any: what site_data holds. May be NULL. */
	void (*end)(void *ctx, struct request *rq);
};

struct http_options {
	const char *listen;      /* "127.0.0.1:0", "[::1]:8443"; no names */
	const char *certificate; /* PEM text; NULL: no TLS */
	const char *key;
	bool behind_proxy;    /* TLS ends before us; addresses from X-Forwarded-For */
	unsigned threads;     /* 0: 4 */
	unsigned connections; /* 0: 4096; of one address three quarters, but behind a proxy */
	unsigned timeout_s;   /* 0: 30: of an inactive connection */
	unsigned request_s; /* 0: 120: from the first line to the last byte of the body */
	struct access_log *log; /* may be NULL */
};

/* Listening when it returns; NULL and err otherwise. Refuses an address that is not this machine's
 * own without TLS, unless behind_proxy. Free with http_free. */
struct http *http_new(
	const struct http_options *o, const struct http_site *site, struct err *err);

/* "http://127.0.0.1:41234": where it really listens. */
const char *http_address(const struct http *h);

/* From now on new requests are refused with HTTP_OVERLOADED and no connection is accepted. What
 * is parked must be resumed by its owners. */
void http_quiesce(struct http *h);
bool http_stopping(const struct http *h);

/* Quiesces, waits for all that is parked, gives the rest two seconds, closes. Takes NULL. */
void http_free(struct http *h);

/* The demo's hard cases. */
void http_cut_line(
	struct http *h, int64_t seconds); /* every connection is cut, until then */

#endif
