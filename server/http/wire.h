/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Private to server/http: what joins a request to libmicrohttpd.
 */
#ifndef AGENDA_SERVER_HTTP_WIRE_H
#define AGENDA_SERVER_HTTP_WIRE_H

#include "server/http/http.h"
#include "server/http/janitor.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

/* Bodies being received, of all connections together. */
#define BODIES_BYTES_MAX ((size_t)256 << 20)
#define HEADER_BYTES_MAX ((size_t)12 << 10)

struct http {
	struct MHD_Daemon *daemon;
	struct http_site site;
	struct access_log *log;
	char address[80];
	bool behind_proxy;
	bool encrypted;
	int64_t request_ms;
	struct janitor *janitor;
	atomic_bool stopping;
	_Atomic int64_t cut_until_ms;
	atomic_size_t bodies; /* bytes promised to bodies being received */

	/* A site's function starts only while not stopping, and its parking is counted before it
	 * returns: once both are 0 after stopping, nothing will ever be parked again. */
	pthread_mutex_t lock;
	pthread_cond_t quiet;
	unsigned handling; /* handle() and continuations that are running */
	unsigned parked; /* until the pool has taken them up again, or they have ended */
	unsigned alive;  /* requests between their first line and their end */
};

enum phase {
	PHASE_HEADERS,
	PHASE_BODY,
	PHASE_PARKED,
	PHASE_ANSWERED,
};

struct request_wire {
	struct http *http;
	struct MHD_Connection *connection;
	enum phase phase;
	bool parked; /* set by request_park, looked at when the site returns */
	request_after *after;
	struct MHD_PostProcessor *form;
	int files;
	bool bad_form;
	bool too_large; /* of the body as a whole */
	bool file_too_large;
	bool bad_target;
	bool headers_too_large;
	bool unreadable; /* where the body ends can be read in two ways */
	const char *repeated_header;
	char bad_param[64];
	size_t received; /* bytes of the body, kept or drained */
	size_t promised; /* our share of http->bodies */
	instant at;
	int64_t started_us;
	int64_t started_ms;
	uint64_t sent;
};

struct request *request_new(struct http *h, struct MHD_Connection *c, const char *uri);
void request_free(struct request *rq);

/* Reads the headers that the agenda knows. */
void request_headers(struct request *rq);

unsigned long long body_announced(const struct request *rq); /* bytes; 0: not said */
/* Of a body that is refused so much is read all the same, so that the refusal can be. */
size_t body_drained_max(const struct request *rq);
/* Makes room for the body that begin() has asked for; false when all rooms are taken. */
bool body_begin(struct request *rq);
/* False: cut the connection. */
bool body_take(struct request *rq, const char *data, size_t n);
void body_end(struct request *rq);

/* Hands the answer to libmicrohttpd, or cuts. */
enum MHD_Result answer(struct request *rq);

int64_t monotonic_us(void);

#endif
