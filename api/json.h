/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The gate before cJSON, which lets too much through. What passes is one JSON value
 * and nothing after it: within the ceiling, at most JSON_DEPTH_MAX deep and
 * JSON_MEMBERS_MAX members an object, valid UTF-8, no NUL and no \u0000, no lone
 * surrogate, no raw control character, no name twice in an object, every number finite
 * and written as RFC 8259 says.
 */
#ifndef AGENDA_API_JSON_H
#define AGENDA_API_JSON_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_DEPTH_MAX   32
#define JSON_MEMBERS_MAX 256

struct cJSON;

/* The gate alone: ERR_LIMIT past the ceiling, the depth or the members, else ERR_FORMAT;
 * err->text says what and at which byte. `text` needs no NUL at its end. */
bool json_check(const char *text, size_t n, size_t ceiling, struct err *err);

/* The tree of what passed the gate; NULL and *err set otherwise. Free with
 * json_free(). */
struct cJSON *json_parse(const char *text, size_t n, size_t ceiling, struct err *err);
/* Of what json_check() let through just now. */
struct cJSON *json_tree(const char *text, size_t n, struct err *err);
void json_free(struct cJSON *tree); /* takes NULL */

/* Case-sensitive look-ups; NULL when `object` is none, or has no such member of that
 * kind. */
const struct cJSON *json_member(const struct cJSON *object, const char *name);
/* Not "json_string": libjansson has one, and an executable's would take its place inside
 * the libraries that use it. */
const char *json_text(const struct cJSON *object, const char *name);

/* A whole number that a double holds exactly (up to 2^53 - 1 on both sides). */
bool json_int64(const struct cJSON *value, int64_t *to);

#endif
