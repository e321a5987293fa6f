/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * One table per thing that travels: which member of the struct is called what on the
 * wire, of what kind, within what limits. The tables drive decoding, encoding and the
 * comparison with api/openapi.yaml; nothing else in the program knows a JSON name.
 *
 * What is not there is omitted, never null: NULL, INSTANT_NONE, GIORNO_NONE, an enum's
 * 0, and, where the field is not required, 0, false and an array without items.
 */
#ifndef AGENDA_API_FIELDS_H
#define AGENDA_API_FIELDS_H

#include "base/err.h"
#include "domain/problem.h"
#include "domain/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum field_kind {
	FIELD_STRING,  /* const char *; min..max code points */
	FIELD_BOOL,    /* bool */
	FIELD_INT64,   /* int64_t; min..max */
	FIELD_INSTANT, /* instant, RFC 3339 */
	FIELD_GIORNO,  /* giorno, aaaa-mm-gg */
	FIELD_ORA,     /* int, minutes since midnight, HH:MM; -1 when absent */
	FIELD_ENUM,    /* an enum of domain/words.h */
	FIELD_OBJECT,  /* the struct itself, in place */
	FIELD_REF,     /* T *, NULL when absent */
	FIELD_OBJECTS, /* T *items and size_t n; min..max items */
	FIELD_ENUMS,   /* enum *items and size_t n; min..max items, all different */
	FIELD_STRINGS, /* const char **items and size_t n; min..max, all different */
};

struct fields;

struct field {
	const char *name;
	enum field_kind kind;
	bool required;
	size_t offset;              /* in the struct */
	size_t count_offset;        /* of `n`, for the three arrays */
	int64_t min, max;           /* code points, value or items, per kind */
	int64_t each_min, each_max; /* code points of each of FIELD_STRINGS */
	int64_t fallback;    /* FIELD_INT64, not required: the value when it is absent */
	const char *pattern; /* strings: see api/pattern.h */
	const struct words *words;
	const struct fields *sub;
	enum problem_type absent; /* refusal when missing or empty; 0: the ordinary one */
	enum problem_type beyond; /* refusal when past max; 0: the ordinary one */
};

struct fields {
	const char *name; /* PascalCase: the schema's name in api/openapi.yaml */
	size_t size;      /* of the struct */
	const struct field *list;
	size_t n;
	/* What the members cannot say one by one; NULL when there is nothing. Sets
	 * err's text and field, its code is chosen by the caller. */
	bool (*check)(const void *value, struct err *err);
};

/* The field of that name, compared byte by byte; NULL when there is none. */
const struct field *fields_find(const struct fields *table, const char *name);

#endif
