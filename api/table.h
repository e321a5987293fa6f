/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * How a row of a field table is written. For the api/fields_*.c files alone.
 */
#ifndef AGENDA_API_TABLE_H
#define AGENDA_API_TABLE_H

#include "api/fields.h"
#include "api/pattern.h"
#include "api/tables.h"

#include <stddef.h>

#define REQUIRED .required = true

/* Largest whole number of the contract: cJSON holds it exactly, and so does
 * JavaScript. */
#define CONTEGGIO_MAX INT64_C(999999999999999)

#define AT_(s, m) .name = #m, .offset = offsetof(struct s, m)
#define STRING(s, m, lo, hi, how) \
	AT_(s, m), .kind = FIELD_STRING, .min = (lo), .max = (hi), .pattern = (how)
#define LINE(s, m, hi)         STRING(s, m, 1, hi, PATTERN_LINE)
#define TEXT(s, m, hi)         STRING(s, m, 1, hi, PATTERN_TEXT)
#define ID(s, m)               STRING(s, m, 1, 64, PATTERN_ID)
#define BOOL(s, m)             AT_(s, m), .kind = FIELD_BOOL
#define INT64(s, m, lo, hi)    AT_(s, m), .kind = FIELD_INT64, .min = (lo), .max = (hi)
#define INSTANT(s, m)          AT_(s, m), .kind = FIELD_INSTANT
#define GIORNO(s, m)           AT_(s, m), .kind = FIELD_GIORNO
#define ORA(s, m)              AT_(s, m), .kind = FIELD_ORA
#define ENUM(s, m, vocabulary) AT_(s, m), .kind = FIELD_ENUM, .words = &vocabulary##_words
#define OBJECT(s, m, table)    AT_(s, m), .kind = FIELD_OBJECT, .sub = &table##_fields
#define REF(s, m, table)       AT_(s, m), .kind = FIELD_REF, .sub = &table##_fields

#define MANY_(s, m, lo, hi) \
	AT_(s, m), .count_offset = offsetof(struct s, n_##m), .min = (lo), .max = (hi)
#define OBJECTS(s, m, table, lo, hi) \
	MANY_(s, m, lo, hi), .kind = FIELD_OBJECTS, .sub = &table##_fields
#define ENUMS(s, m, vocabulary, lo, hi) \
	MANY_(s, m, lo, hi), .kind = FIELD_ENUMS, .words = &vocabulary##_words
#define STRINGS(s, m, lo, hi, each_lo, each_hi, how) \
	MANY_(s, m, lo, hi), .kind = FIELD_STRINGS, .each_min = (each_lo), \
			     .each_max = (each_hi), .pattern = (how)

/* The `items` and `n` of a page or a list. */
#define ITEMS(s, table, hi) \
	AT_(s, items), .count_offset = offsetof(struct s, n), .kind = FIELD_OBJECTS, \
		       .sub = &table##_fields, .min = 0, .max = (hi), .required = true

#define TABLE(schema, s, rows) \
	{ \
		.name = (schema), .size = sizeof(struct s), .list = (rows), \
		.n = sizeof(rows) / sizeof((rows)[0]) \
	}
#define TABLE_CHECKED(schema, s, rows, also) \
	{ \
		.name = (schema), .size = sizeof(struct s), .list = (rows), \
		.n = sizeof(rows) / sizeof((rows)[0]), .check = (also) \
	}

#endif
