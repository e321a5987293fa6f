/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * libmicrohttpd's timeout is of silence: a client that sends a byte now and then holds its
 * connection for ever. The janitor remembers since when each connection has been sending headers,
 * and shuts those that take too long. (Bodies have their own clock, in body.c.)
 */
#ifndef AGENDA_SERVER_HTTP_JANITOR_H
#define AGENDA_SERVER_HTTP_JANITOR_H

#include <stdint.h>

struct janitor;
struct janitor_entry;

/* NULL when there is no thread for it. Free with janitor_free, after the last connection. */
struct janitor *janitor_new(int64_t headers_ms);
void janitor_free(struct janitor *j); /* takes NULL */

struct janitor_entry *janitor_enter(struct janitor *j, int fd);
void janitor_leave(
	struct janitor *j, struct janitor_entry *e); /* before `fd` is closed */

void janitor_waits(
	struct janitor *j, struct janitor_entry *e); /* for headers, from now on */
void janitor_heard(struct janitor *j, struct janitor_entry *e); /* they are all there */

#endif
