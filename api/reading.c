/* SPDX-License-Identifier: EUPL-1.2
 *
 * Limits of single values, and the words of every refusal. */
#include "api/reading.h"

#include "api/pattern.h"
#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What was cut in the middle of a character loses the beginning of it. */
static void mend(char *s)
{
	size_t n = strlen(s);

	while (n > 0 && !text_valid(s, n))
		s[--n] = '\0';
}

/* Appends the path of `at` to `to`; what does not fit is left out. */
static void write_path(const struct at *at, char *to, size_t size)
{
	size_t used;

	if (!at)
		return;
	write_path(at->up, to, size);
	used = strlen(to);
	if (!at->name)
		snprintf(to + used, size - used, "[%zu]", at->index);
	else
		snprintf(to + used, size - used, "%s%s", used ? "." : "", at->name);
}

int reading_code(const struct reading *r, enum refusal why)
{
	if (r->how == API_REPLY)
		return PROBLEM_RISPOSTA_NON_VALIDA;
	if (r->how == API_RECORD)
		return ERR_FORMAT;
	if (why == REFUSAL_SIZE)
		return PROBLEM_CORPO_TROPPO_GRANDE;
	if (why == REFUSAL_VALUE && !r->query)
		return PROBLEM_CAMPO_NON_VALIDO;
	return PROBLEM_RICHIESTA_NON_VALIDA;
}

bool reading_refuse(const struct reading *r, const struct at *at, enum refusal why,
	enum problem_type special, const char *fmt, ...)
{
	char path[sizeof(r->err->field)] = "";
	char text[sizeof(r->err->text)];
	int code = reading_code(r, why);
	va_list ap;

	if (special && r->how == API_REQUEST)
		code = (int)special;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	mend(text);
	write_path(at, path, sizeof(path));
	mend(path);
	err_set(r->err, code, "json: refused at \"%s\"", path);
	err_field(r->err, path);
	return err_say(r->err, "%s", text);
}

static void blank_field(const struct field *f, void *to)
{
	switch (f->kind) {
	case FIELD_INT64:
		*(int64_t *)to = f->fallback;
		break;
	case FIELD_INSTANT:
		*(instant *)to = INSTANT_NONE;
		break;
	case FIELD_GIORNO:
		*(giorno *)to = GIORNO_NONE;
		break;
	case FIELD_ORA:
		*(int *)to = -1;
		break;
	case FIELD_OBJECT:
		fields_blank(f->sub, to);
		break;
	default: /* zero is the absence of all the others */
		break;
	}
}

void fields_blank(const struct fields *table, void *out)
{
	memset(out, 0, table->size);
	for (size_t i = 0; i < table->n; i++)
		blank_field(&table->list[i], (char *)out + table->list[i].offset);
}

bool reading_string(const struct reading *r, const struct field *f, const struct at *at,
	const char *s, int64_t min, int64_t max, const char **to)
{
	int64_t n = (int64_t)text_codepoints(s);

	if (n < min && n == 0)
		return reading_refuse(r, at, REFUSAL_VALUE, f->absent,
			"«%s» non può essere vuoto.", f->name);
	if (n < min)
		return reading_refuse(r, at, REFUSAL_VALUE, 0,
			"«%s» deve avere almeno %" PRId64 " caratteri: ne ha %" PRId64
			".",
			f->name, min, n);
	if (n > max)
		return reading_refuse(r, at, REFUSAL_VALUE, 0,
			"«%s» può avere al massimo %" PRId64 " caratteri: ne ha %" PRId64
			".",
			f->name, max, n);
	if (f->pattern && !pattern_match(f->pattern, s))
		return reading_refuse(r, at, REFUSAL_VALUE, 0,
			"«%s» non è scritto come previsto: %s.", f->name,
			pattern_phrase(f->pattern));
	*to = arena_strdup(r->arena, s);
	return true;
}

bool reading_int64(const struct reading *r, const struct field *f, const struct at *at,
	int64_t v, int64_t *to)
{
	if (v < f->min || v > f->max)
		return reading_refuse(r, at, REFUSAL_VALUE, v > f->max ? f->beyond : 0,
			"«%s» deve essere tra %" PRId64 " e %" PRId64 ".", f->name,
			f->min, f->max);
	*to = v;
	return true;
}

bool reading_instant(
	const struct reading *r, const struct at *at, const char *s, instant *to)
{
	if (instant_parse(s, to))
		return true;
	return reading_refuse(r, at, REFUSAL_VALUE, 0,
		"«%s» deve essere una data con ora e fuso (RFC 3339), come "
		"2026-11-26T09:30:00+01:00.",
		at->name);
}

bool reading_giorno(
	const struct reading *r, const struct at *at, const char *s, giorno *to)
{
	if (giorno_parse(s, to))
		return true;
	return reading_refuse(r, at, REFUSAL_VALUE, 0,
		"«%s» deve essere una data, come 2026-11-26.", at->name);
}

bool reading_enum(const struct reading *r, const struct field *f, const struct at *at,
	const char *s, int *to)
{
	char all[256] = "";
	size_t used = 0;

	*to = words_find(f->words, s);
	if (*to || r->how == API_REPLY)
		return true;
	for (size_t i = 1; i < f->words->n && used < sizeof(all); i++)
		used += (size_t)snprintf(all + used, sizeof(all) - used, "%s%s",
			i > 1 ? ", " : "", f->words->codes[i]);
	return reading_refuse(
		r, at, REFUSAL_VALUE, 0, "«%s» può valere: %s.", f->name, all);
}

bool reading_required(const struct reading *r, const struct fields *table,
	const struct at *at, const bool *seen)
{
	for (size_t i = 0; i < table->n; i++) {
		const struct field *f = &table->list[i];
		const struct at here = { at, f->name, 0 };
		if (f->required && !seen[i])
			return reading_refuse(r, &here, REFUSAL_WRITING, f->absent,
				"Manca «%s», che è obbligatorio.", f->name);
	}
	return true;
}

bool reading_whole(const struct reading *r, const struct fields *table,
	const struct at *at, const void *value)
{
	struct err own = { 0 };

	if (!table->check || table->check(value, &own))
		return true;
	const struct at here = { at, own.field, 0 };
	return reading_refuse(
		r, own.field[0] ? &here : at, REFUSAL_VALUE, 0, "%s", own.text);
}
