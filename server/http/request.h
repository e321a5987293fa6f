/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * One request and its answer, from the first line to the last byte sent. It belongs to the thread
 * of the pool that handles its connection; while parked, to whoever will resume it. Everything in
 * it lives in its arena and dies with it.
 */
#ifndef AGENDA_SERVER_HTTP_REQUEST_H
#define AGENDA_SERVER_HTTP_REQUEST_H

#include "base/arena.h"
#include "base/buf.h"
#include "server/http/target.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http;
struct request_wire; /* what only server/http knows: connection, phase, parser of forms */

#define REQUEST_ID_SIZE      17
#define RESPONSE_HEADERS_MAX 12
/* A form brings its own words (boundary, headers of the part) beside the file. */
#define HTTP_FORM_OVERHEAD_BYTES ((size_t)16 << 10)

enum body_kind {
	BODY_NONE,  /* no body is taken */
	BODY_WHOLE, /* kept whole, as it came */
	BODY_FILE,  /* multipart/form-data with one part, "file" */
};

struct response {
	int status;               /* 0 until answered */
	const char *content_type; /* NULL: no body */
	struct buf body;
	struct {
		const char *name;
		const char *value;
	} headers[RESPONSE_HEADERS_MAX];
	size_t n_headers;
};

struct request {
	struct arena arena;
	char id[REQUEST_ID_SIZE]; /* for the log */
	const char *method;
	struct target target;
	const char *address; /* of who asks: text, without port */
	bool encrypted;      /* TLS ends here */

	/* Headers; NULL when missing. One of these twice is a bad request. */
	const char *authorization;
	const char *content_type;
	const char *idempotency_key;
	const char *if_match;
	const char *forwarded_for;

	/* Filled by the site's begin(); the ceiling counts bytes of the body as sent. */
	enum body_kind body_kind;
	size_t body_max;
	const char *route; /* template, for the log: never values */

	struct buf body;       /* the body, or the bytes of the file */
	const char *file_name; /* as it came: clean it before use; NULL without a file */

	struct response response;
	void *site_data; /* the site's own, in the arena */
	bool cut;        /* no answer: the connection is closed instead */
	struct request_wire *wire;
};

/* "http://127.0.0.1:41234": where it was received. */
const char *request_base_url(const struct request *rq);

/* Continues a parked request, on a thread of the pool: answers, or parks again. */
typedef void request_after(struct request *rq);

/* From begin() or handle() only; then return. Exactly one request_resume() must follow, from any
 * thread, even before the caller has returned. */
void request_park(struct request *rq, request_after *after);
void request_resume(struct request *rq);

/* Sets the status; the body is added to rq->response.body. `content_type` may be NULL. */
void response_set(struct request *rq, int status, const char *content_type);
/* `value` must live as long as the request; control characters in it are our mistake. */
void response_header(struct request *rq, const char *name, const char *value);
void response_headerf(struct request *rq, const char *name, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Forgets what was answered so far, headers too. */
void response_reset(struct request *rq);

#endif
