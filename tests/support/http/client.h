/* SPDX-License-Identifier: EUPL-1.2
 *
 * The tests' own way of speaking to a server: libcurl for whole requests, a raw socket for what no
 * client would send. Nothing here sleeps; every wait has a deadline. */
#ifndef AGENDA_TESTS_SUPPORT_HTTP_CLIENT_H
#define AGENDA_TESTS_SUPPORT_HTTP_CLIENT_H

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reply {
	long status; /* 0: the connection ended without an answer */
	struct buf body;
	struct buf headers; /* as they came, one a line */
};

struct ask {
	const char *method; /* NULL: GET */
	const char *url;
	const char *token;      /* NULL: no Authorization */
	const char *headers[8]; /* "Name: value" */
	const char *body;       /* NULL: none */
	size_t n;               /* 0: strlen(body) */
	const char *type;       /* Content-Type of the body; NULL: application/json */
	const char *file;       /* multipart/form-data: bytes of the part "file"… */
	size_t file_n;
	const char *file_name;
	bool kept;      /* on the kept connection of this thread */
	const char *ca; /* PEM file of who may have signed the server's certificate */
};

/* Release with reply_release. */
struct reply http_ask(const struct ask *a);
struct reply http_get(const char *url, const char *token);
void reply_release(struct reply *r);

void http_forget_connection(void); /* closes this thread's kept one */

/* Value of a header, "" when it is not there; case does not count. In `a`. */
const char *reply_header(const struct reply *r, const char *name, struct arena *a);

/* Sends the bytes to "http://host:port…" and reads until the other side closes or says nothing for
 * `quiet_ms`; *closed tells which. The text is yours: buf_release. */
struct buf http_raw(
	const char *url, const char *bytes, size_t n, int quiet_ms, bool *closed);

/* Sends the bytes and then one 'x' every `every_ms`; true once the other side has closed, false when
 * it still listens after `at_most_ms`. */
bool http_trickle(const char *url, const char *bytes, int every_ms, int at_most_ms);

#endif
