/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What must be known of an address before bytes go there: which origin it is, whether
 * that is this machine, whether a token may travel. No personal data belongs in one.
 */
#ifndef AGENDA_NET_URL_H
#define AGENDA_NET_URL_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>

/* Appends "scheme://host:port", lower case, the port always there. ERR_USAGE when `url`
 * is not http or https, has no host, or carries a user name or a password. */
bool url_origin(const char *url, struct buf *to, struct err *err);

bool url_same_origin(const char *a, const char *b);
bool url_is_loopback(const char *url); /* localhost, 127.0.0.0/8, ::1 */

/* May a token go there? https, or http on this machine. ERR_USAGE with a sentence
 * otherwise. */
bool url_may_carry_token(const char *url, struct err *err);

/* Building: a path segment or a value with everything but the unreserved characters
 * escaped. */
void url_add_segment(struct buf *to, const char *segment); /* "/" and the segment */
void url_add_query(
	struct buf *to, const char *name, const char *value); /* ? or &; NULL: none */
void url_add_query_int(struct buf *to, const char *name, long long value);
void url_add_form(
	struct buf *to, const char *name, const char *value); /* form-urlencoded */

#endif
