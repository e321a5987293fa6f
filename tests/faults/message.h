/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * One HTTP/1.1 message as bytes, read whole from a socket, and an exchange of two as a
 * line of JSON. Private to the proxy.
 */
#ifndef AGENDA_TESTS_FAULTS_MESSAGE_H
#define AGENDA_TESTS_FAULTS_MESSAGE_H

#include "base/buf.h"

#include <stdbool.h>

struct message {
	struct buf bytes; /* as they came, head and body, chunks and all */
	size_t head_n;    /* of them, with the empty line */
	struct buf body;  /* decoded */
	int status;       /* of an answer */
	char method[16];  /* of a request */
	char target[1024];
	bool close; /* the line ends after it */
};

/* Reads one; waits on `stop` too. `request` (or NULL): what an answer answers. */
bool message_read(int fd, int stop, const struct message *request, struct message *to);
void message_release(struct message *m); /* takes a zeroed one */

bool message_header(const struct message *m, const char *name, char *to, size_t size);

/* Appends the line, "\n" included. The token's place is kept, the token is not. */
void exchange_line(
	const struct message *request, const struct message *answer, struct buf *to);

/* Bytes may be read from fd: true; `stop` said so, or the time is over: false. -1: no
 * limit. */
bool await_readable(int fd, int stop, int ms);

#endif
