/* SPDX-License-Identifier: EUPL-1.2
 *
 * From a struct to JSON, or to a query string, by its table. */
#include "api/codec.h"
#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

static bool write_object(
	const struct fields *table, const void *in, struct buf *to, struct err *err);

static bool ours(struct err *err, const struct field *f, const char *what)
{
	err_set(err, ERR_INTERNAL, "json: \"%s\" %s", f->name, what);
	return err_field(err, f->name);
}

/* Bytes that need no escape are added in runs. */
static void write_escaped(struct buf *to, const char *s)
{
	static const char letters[32] = {
		['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'
	};
	const char *run = s;

	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(to, run, (size_t)(s - run));
		run = s + 1;
		if (c >= 0x20)
			buf_addf(to, "\\%c", c);
		else if (letters[c])
			buf_addf(to, "\\%c", letters[c]);
		else
			buf_addf(to, "\\u%04x", c);
	}
	buf_add(to, run, (size_t)(s - run));
}

static bool write_string(
	const struct field *f, const char *s, struct buf *to, struct err *err)
{
	if (!text_valid(s, strlen(s)))
		return ours(err, f, "is not UTF-8");
	buf_addc(to, '"');
	write_escaped(to, s);
	buf_addc(to, '"');
	return true;
}

static bool write_enum(const struct field *f, int v, struct buf *to, struct err *err)
{
	if (v <= 0 || (size_t)v >= f->words->n)
		return ours(err, f, "is outside its vocabulary");
	buf_addc(to, '"');
	buf_adds(to, f->words->codes[v]);
	buf_addc(to, '"');
	return true;
}

static void *pointed(const void *from)
{
	void *p;

	memcpy(&p, from, sizeof(p));
	return p;
}

static size_t count_of(const struct field *f, const void *in)
{
	return *(const size_t *)(const void *)((const char *)in + f->count_offset);
}

static bool write_array(
	const struct field *f, const void *in, struct buf *to, struct err *err)
{
	const char *items = pointed((const char *)in + f->offset);
	size_t n = count_of(f, in);
	bool ok = true;

	buf_addc(to, '[');
	for (size_t i = 0; ok && i < n; i++) {
		if (i > 0)
			buf_addc(to, ',');
		if (f->kind == FIELD_OBJECTS)
			ok = write_object(f->sub, items + i * f->sub->size, to, err);
		else if (f->kind == FIELD_ENUMS)
			ok = write_enum(
				f, ((const int *)(const void *)items)[i], to, err);
		else
			ok = write_string(f,
				((const char *const *)(const void *)items)[i], to, err);
	}
	buf_addc(to, ']');
	return ok;
}

static bool is_absent(const struct field *f, const void *in)
{
	const void *from = (const char *)in + f->offset;

	switch (f->kind) {
	case FIELD_STRING:
	case FIELD_REF:
		return pointed(from) == NULL;
	case FIELD_INSTANT:
		return *(const instant *)from == INSTANT_NONE;
	case FIELD_GIORNO:
		return *(const giorno *)from == GIORNO_NONE;
	case FIELD_ORA:
		return *(const int *)from < 0;
	case FIELD_ENUM:
		return *(const int *)from == 0;
	case FIELD_BOOL:
		return !f->required && !*(const bool *)from;
	case FIELD_INT64: /* what is below its least value was never said */
		return !f->required
			&& (*(const int64_t *)from == f->fallback
				|| *(const int64_t *)from < f->min);
	case FIELD_OBJECT:
		return false;
	case FIELD_OBJECTS:
	case FIELD_ENUMS:
	case FIELD_STRINGS:
		break;
	}
	return !f->required && count_of(f, in) == 0;
}

static void write_ora(int minuto, struct buf *to)
{
	buf_addf(to, "%02d:%02d", minuto / 60, minuto % 60);
}

/* Dates, hours and numbers: what needs no quotes inside. */
static void write_scalar(const struct field *f, const void *from, struct buf *to)
{
	char text[INSTANT_TEXT_SIZE];

	if (f->kind == FIELD_BOOL) {
		buf_adds(to, *(const bool *)from ? "true" : "false");
	} else if (f->kind == FIELD_INT64) {
		buf_addf(to, "%" PRId64, *(const int64_t *)from);
	} else if (f->kind == FIELD_ORA) {
		write_ora(*(const int *)from, to);
	} else if (f->kind == FIELD_GIORNO) {
		giorno_format(*(const giorno *)from, text);
		buf_adds(to, text);
	} else {
		instant_format(*(const instant *)from, text);
		buf_adds(to, text);
	}
}

static bool write_value(
	const struct field *f, const void *in, struct buf *to, struct err *err)
{
	const void *from = (const char *)in + f->offset;

	switch (f->kind) {
	case FIELD_STRING:
		return write_string(f, pointed(from), to, err);
	case FIELD_ENUM:
		return write_enum(f, *(const int *)from, to, err);
	case FIELD_OBJECT:
		return write_object(f->sub, from, to, err);
	case FIELD_REF:
		return write_object(f->sub, pointed(from), to, err);
	case FIELD_OBJECTS:
	case FIELD_ENUMS:
	case FIELD_STRINGS:
		return write_array(f, in, to, err);
	case FIELD_BOOL:
	case FIELD_INT64:
		write_scalar(f, from, to);
		return true;
	case FIELD_INSTANT:
	case FIELD_GIORNO:
	case FIELD_ORA:
		break;
	}
	buf_addc(to, '"');
	write_scalar(f, from, to);
	buf_addc(to, '"');
	return true;
}

static bool write_object(
	const struct fields *table, const void *in, struct buf *to, struct err *err)
{
	const char *comma = "\"";

	buf_addc(to, '{');
	for (size_t i = 0; i < table->n; i++) {
		const struct field *f = &table->list[i];
		if (is_absent(f, in)) {
			if (f->required)
				return ours(err, f, "is required and not there");
			continue;
		}
		buf_adds(to, comma);
		buf_adds(to, f->name);
		buf_adds(to, "\":");
		comma = ",\"";
		if (!write_value(f, in, to, err))
			return false;
	}
	buf_addc(to, '}');
	return true;
}

static bool fitted(const struct buf *to, struct err *err)
{
	return buf_ok(to) || err_set(err, ERR_LIMIT, "json: past the buffer's ceiling");
}

bool api_encode(
	const struct fields *table, const void *in, struct buf *to, struct err *err)
{
	return write_object(table, in, to, err) && fitted(to, err);
}

void api_percent(struct buf *to, const char *s)
{
	static const char free_marks[] = "-._~";

	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (letter || (c >= '0' && c <= '9') || strchr(free_marks, c))
			buf_addc(to, (char)c);
		else
			buf_addf(to, "%%%02X", c);
	}
}

static bool write_parameter(
	const struct field *f, const void *in, struct buf *to, struct err *err)
{
	const void *from = (const char *)in + f->offset;
	struct buf text = { 0 };
	bool ok = true;

	if (f->kind == FIELD_STRING) {
		api_percent(to, pointed(from));
	} else if (f->kind == FIELD_ENUM) {
		int v = *(const int *)from;
		ok = (v > 0 && (size_t)v < f->words->n)
			|| ours(err, f, "is outside its vocabulary");
		if (ok)
			api_percent(to, f->words->codes[v]);
	} else {
		write_scalar(f, from, &text);
		api_percent(to, buf_str(&text));
	}
	buf_release(&text);
	return ok;
}

bool api_encode_query(
	const struct fields *table, const void *in, struct buf *to, struct err *err)
{
	char mark = '?';

	for (size_t i = 0; i < table->n; i++) {
		const struct field *f = &table->list[i];
		if (is_absent(f, in)) {
			if (f->required)
				return ours(err, f, "is required and not there");
			continue;
		}
		buf_addc(to, mark);
		buf_adds(to, f->name);
		buf_addc(to, '=');
		mark = '&';
		if (!write_parameter(f, in, to, err))
			return false;
	}
	return fitted(to, err);
}
