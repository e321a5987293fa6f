/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The request target as it came in the first line, taken apart once and strictly: what is not a
 * target is refused, never repaired. The path stays as it was written (routes decode the names in
 * it); the query is decoded here: a percent sign that is not one, a NUL or another control
 * character, bytes that are not UTF-8 are refused.
 */
#ifndef AGENDA_SERVER_HTTP_TARGET_H
#define AGENDA_SERVER_HTTP_TARGET_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define TARGET_BYTES_MAX  4096
#define TARGET_PARAMS_MAX 32

struct target_param {
	const char *name;
	const char *value;
};

struct target {
	const char *path; /* "/a/b": printable ASCII, percent-encoded as it came */
	struct target_param
		params[TARGET_PARAMS_MAX]; /* decoded, in order, repeated or not */
	size_t n_params;
};

/* False with err ERR_FORMAT (err->field names the query parameter) or ERR_LIMIT; *to is then
 * empty but for a path of "". */
bool target_parse(struct arena *a, const char *raw, struct target *to, struct err *err);

/* The same for "a=b&c=d" alone: a form's body. The path is then "". */
bool target_parse_form(
	struct arena *a, const char *form, struct target *to, struct err *err);

/* Short and plain enough to be said in a refusal. */
bool target_name_plain(const char *name);

/* The first of that name; NULL when it is not there. */
const char *target_param(const struct target *t, const char *name);

#endif
