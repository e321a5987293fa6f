/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * One line per request, as logfmt or as JSON. Never personal data, never values from the query or
 * the path, never tokens: the route's template stands for the path.
 */
#ifndef AGENDA_SERVER_HTTP_LOG_H
#define AGENDA_SERVER_HTTP_LOG_H

#include "base/clock.h"

#include <stdbool.h>
#include <stdint.h>

struct access_log;

struct access_line {
	instant at;
	const char *id;
	const char *method;
	const char
		*route; /* "/rapporti/{codice_rapporto_lavoro}"; "-" when there is none */
	int status;     /* 0: the connection ended without an answer */
	uint64_t bytes;
	int64_t microseconds;
	const char *end; /* "ok", "timeout", "client", "error", "shutdown" */
};

/* Lines go to `fd`, which stays the caller's. Free with access_log_free. */
struct access_log *access_log_new(int fd, bool json);
void access_log_free(struct access_log *l);
void access_log_line(struct access_log *l, const struct access_line *line);

/* What is not a request: "event" is a fixed word, `cause` has no personal data, may be NULL. */
void access_log_event(struct access_log *l, const char *event, const char *cause);

#endif
