/* SPDX-License-Identifier: EUPL-1.2
 *
 * server/http with a toy site: "/park" waits for toy_resume_all(), "/large" answers with TOY_LARGE
 * bytes, "/refused" with 401; anything else says what it was asked. */
#ifndef AGENDA_TESTS_SERVER_HTTP_TOY_H
#define AGENDA_TESTS_SERVER_HTTP_TOY_H

#include "server/http/http.h"
#include "tests/support/http/client.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdint.h>

#define TOY_BODY_MAX ((size_t)64 << 10)
#define TOY_FILE_MAX ((size_t)256 << 10)
#define QUIET_MS     10000
#define TOY_LARGE    ((size_t)16 << 20) /* more than any socket keeps */

struct toy {
	struct http *http;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct request *parked[64];
	size_t n_parked;
	unsigned begun;
	unsigned ended;
};

void toy_start(struct toy *t, const struct http_options *more); /* NULL: as they are */
void toy_stop(struct toy *t); /* all that was begun has ended, and nothing is left */
void toy_wait_parked(struct toy *t, size_t n);
void toy_wait_ended(struct toy *t, unsigned n);
void toy_resume_all(struct toy *t);
const char *toy_url(struct toy *t, const char *path, char to[256]);
int toy_dial(struct toy *t, uint32_t from); /* a connection from that address of this machine */
struct buf toy_raw(struct toy *t, const char *text, bool *closed); /* as http_raw() */

#endif
