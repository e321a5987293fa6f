/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What the two readers (of JSON trees and of query strings) share: where they are, how
 * they refuse, and the limits of single values. For api/decode*.c alone.
 */
#ifndef AGENDA_API_READING_H
#define AGENDA_API_READING_H

#include "api/codec.h"

struct reading {
	enum api_reading how;
	bool query; /* everything is a bad request, never an unprocessable one */
	struct arena *arena;
	struct err *err;
};

/* Where in the document: a chain on the stack, written out only when something is
 * refused. */
struct at {
	const struct at *up;
	const char *name; /* NULL: the index counts */
	size_t index;
};

enum refusal {
	REFUSAL_WRITING, /* not written as it should: 400 */
	REFUSAL_VALUE,   /* a value beyond its limits: 422 */
	REFUSAL_SIZE,    /* the whole is too large: 413 */
};

/* Fills the error and returns false; `special` replaces the ordinary problem when not
 * 0. */
bool reading_refuse(const struct reading *r, const struct at *at, enum refusal why,
	enum problem_type special, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));

/* The code alone, for an error whose words are already there. */
int reading_code(const struct reading *r, enum refusal why);

/* `out` as it is when nothing was said: NULL, NONE, fallbacks. */
void fields_blank(const struct fields *table, void *out);

/* Single values, checked against their field and stored at `to`. */
bool reading_string(const struct reading *r, const struct field *f, const struct at *at,
	const char *s, int64_t min, int64_t max, const char **to);
bool reading_int64(const struct reading *r, const struct field *f, const struct at *at,
	int64_t v, int64_t *to);
bool reading_instant(
	const struct reading *r, const struct at *at, const char *s, instant *to);
bool reading_giorno(
	const struct reading *r, const struct at *at, const char *s, giorno *to);
/* 0 for an unknown word where that is allowed. */
bool reading_enum(const struct reading *r, const struct field *f, const struct at *at,
	const char *s, int *to);

bool reading_required(const struct reading *r, const struct fields *table,
	const struct at *at, const bool *seen);

/* The table's own check, if it has one. */
bool reading_whole(const struct reading *r, const struct fields *table,
	const struct at *at, const void *value);

#endif
