/* SPDX-License-Identifier: EUPL-1.2
 *
 * From query parameters to a struct, by its table. */
#include "api/reading.h"

#include "base/text.h"

#include <assert.h>
#include <string.h>

#define PARAMETERS_MAX 16 /* of a table */

static bool read_number(const char *s, int64_t *to)
{
	size_t n = strlen(s);

	*to = 0;
	if (n == 0 || n > 15 || (n > 1 && s[0] == '0'))
		return false;
	for (; *s; s++) {
		if (*s < '0' || *s > '9')
			return false;
		*to = *to * 10 + (*s - '0');
	}
	return true;
}

static bool read_parameter(const struct reading *r, const struct field *f,
	const struct at *at, const char *s, void *to)
{
	int64_t number;

	switch (f->kind) {
	case FIELD_STRING:
		return reading_string(r, f, at, s, f->min, f->max, to);
	case FIELD_INSTANT:
		return reading_instant(r, at, s, to);
	case FIELD_GIORNO:
		return reading_giorno(r, at, s, to);
	case FIELD_ENUM:
		return reading_enum(r, f, at, s, to);
	case FIELD_BOOL:
		*(bool *)to = strcmp(s, "true") == 0;
		if (*(bool *)to || strcmp(s, "false") == 0)
			return true;
		return reading_refuse(r, at, REFUSAL_VALUE, 0,
			"«%s» può valere: true, false.", f->name);
	case FIELD_INT64:
		if (read_number(s, &number))
			return reading_int64(r, f, at, number, to);
		return reading_refuse(r, at, REFUSAL_WRITING, 0,
			"«%s» deve essere un numero intero.", f->name);
	default:
		return reading_refuse(
			r, at, REFUSAL_WRITING, 0, "«%s» non è un parametro.", f->name);
	}
}

bool api_decode_query(const struct fields *table, const struct api_pair *pairs, size_t n,
	struct arena *a, void *out, struct err *err)
{
	const struct reading r = { API_REQUEST, true, a, err };
	bool seen[PARAMETERS_MAX] = { false };

	assert(table->n <= PARAMETERS_MAX);
	fields_blank(table, out);
	for (size_t i = 0; i < n; i++) {
		const char *value = pairs[i].value ? pairs[i].value : "";
		const struct field *f = fields_find(table, pairs[i].name);
		if (!f || !text_valid(value, strlen(value)))
			return reading_refuse(&r, NULL, REFUSAL_WRITING, 0,
				f ? "Un parametro non è scritto in UTF-8."
				  : "C'è un parametro che non è previsto.");
		const struct at here = { NULL, f->name, 0 };
		if (seen[f - table->list])
			return reading_refuse(&r, &here, REFUSAL_WRITING, 0,
				"Il parametro «%s» compare due volte.", f->name);
		if (!read_parameter(&r, f, &here, value, (char *)out + f->offset))
			return false;
		seen[f - table->list] = true;
	}
	return reading_required(&r, table, NULL, seen)
		&& reading_whole(&r, table, NULL, out);
}
