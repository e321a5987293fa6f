/* SPDX-License-Identifier: EUPL-1.2
 *
 * From a tree to a struct, by its table. */
#include "api/json.h"
#include "api/reading.h"
#include "base/text.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <string.h>

#define FIELDS_MAX 64 /* of a table: for what has been seen */

static bool read_object(const struct reading *r, const struct fields *table,
	const struct at *at, const cJSON *from, void *out);

static bool not_a(const struct reading *r, const struct at *at, const char *what)
{
	const struct at *named = at;

	while (named && !named->name)
		named = named->up;
	return reading_refuse(r, at, REFUSAL_WRITING, 0, "«%s» deve essere %s.",
		named ? named->name : "il corpo", what);
}

static bool read_enum(const struct reading *r, const struct field *f, const struct at *at,
	const cJSON *from, int *to)
{
	if (!cJSON_IsString(from))
		return not_a(r, at, "una parola tra virgolette");
	return reading_enum(r, f, at, from->valuestring, to);
}

/* "08:30": strict, unlike what people may type. */
static bool read_ora(const struct reading *r, const struct at *at, const char *s, int *to)
{
	bool ok = strlen(s) == 5 && s[2] == ':';

	for (int i = 0; ok && i < 5; i++)
		ok = i == 2 || (s[i] >= '0' && s[i] <= '9');
	if (ok)
		*to = ((s[0] - '0') * 10 + s[1] - '0') * 60 + (s[3] - '0') * 10 + s[4]
			- '0';
	if (ok && *to < 24 * 60 && s[3] < '6')
		return true;
	return reading_refuse(r, at, REFUSAL_VALUE, 0,
		"«%s» deve essere un'ora, come 08:30.", at->name);
}

static bool read_text(const struct reading *r, const struct field *f, const struct at *at,
	const char *s, void *to)
{
	if (f->kind == FIELD_INSTANT)
		return reading_instant(r, at, s, to);
	if (f->kind == FIELD_GIORNO)
		return reading_giorno(r, at, s, to);
	if (f->kind == FIELD_ORA)
		return read_ora(r, at, s, to);
	return reading_string(r, f, at, s, f->min, f->max, to);
}

static bool read_bool(
	const struct reading *r, const struct at *at, const cJSON *from, bool *to)
{
	if (!cJSON_IsBool(from))
		return not_a(r, at, "true o false");
	*to = cJSON_IsTrue(from);
	return true;
}

static bool read_int64(const struct reading *r, const struct field *f,
	const struct at *at, const cJSON *from, int64_t *to)
{
	int64_t v;

	if (!json_int64(from, &v))
		return not_a(r, at, "un numero intero");
	return reading_int64(r, f, at, v, to);
}

/* A pointer in the domain's structs: all object pointers look the same on our
 * machines. */
static void point_at(void *to, void *what)
{
	memcpy(to, &what, sizeof(what));
}

static bool read_ref(const struct reading *r, const struct field *f, const struct at *at,
	const cJSON *from, void *to)
{
	void *made = arena_alloc(r->arena, f->sub->size);

	point_at(to, made);
	return read_object(r, f->sub, at, from, made);
}

static bool read_items(const struct reading *r, const struct field *f,
	const struct at *at, const cJSON *from, size_t n, void *to)
{
	char *made = n ? arena_array(r->arena, n, f->sub->size) : NULL;
	size_t i = 0;
	const cJSON *item;

	point_at(to, made);
	cJSON_ArrayForEach(item, from)
	{
		const struct at here = { at, NULL, i };
		if (!read_object(r, f->sub, &here, item, made + i * f->sub->size))
			return false;
		i++;
	}
	return true;
}

static bool twice(const struct reading *r, const struct field *f, const struct at *at)
{
	return reading_refuse(r, at, REFUSAL_VALUE, 0,
		"«%s» contiene due volte lo stesso valore.", f->name);
}

static bool read_enums(const struct reading *r, const struct field *f,
	const struct at *at, const cJSON *from, size_t *n, void *to)
{
	int *made = *n ? arena_array(r->arena, *n, sizeof(int)) : NULL;
	struct at here = { at, NULL, 0 };
	const cJSON *item;
	size_t used = 0;

	cJSON_ArrayForEach(item, from)
	{
		int v;
		if (!read_enum(r, f, &here, item, &v))
			return false;
		for (size_t i = 0; v && i < used; i++) {
			if (made[i] == v)
				return twice(r, f, &here);
		}
		if (v)
			made[used++] = v;
		here.index++;
	}
	point_at(to, made);
	*n = used;
	return true;
}

static bool read_strings(const struct reading *r, const struct field *f,
	const struct at *at, const cJSON *from, size_t n, void *to)
{
	const char **made = n ? arena_array(r->arena, n, sizeof(*made)) : NULL;
	struct at here = { at, NULL, 0 };
	const cJSON *item;

	point_at(to, made);
	cJSON_ArrayForEach(item, from)
	{
		if (!cJSON_IsString(item))
			return not_a(r, &here, "una lista di testi");
		if (!reading_string(r, f, &here, item->valuestring, f->each_min,
			    f->each_max, &made[here.index]))
			return false;
		for (size_t i = 0; i < here.index; i++) {
			if (strcmp(made[i], made[here.index]) == 0)
				return twice(r, f, &here);
		}
		here.index++;
	}
	return true;
}

static bool read_array(const struct reading *r, const struct field *f,
	const struct at *at, const cJSON *from, void *out)
{
	void *to = (char *)out + f->offset;
	size_t *count = (size_t *)(void *)((char *)out + f->count_offset);
	size_t n = 0;
	const cJSON *item;

	if (!cJSON_IsArray(from))
		return not_a(r, at, "una lista");
	cJSON_ArrayForEach(item, from) n++;
	if (n < (size_t)f->min)
		return reading_refuse(r, at, REFUSAL_VALUE, f->absent,
			"«%s» non può essere vuoto.", f->name);
	if (n > (size_t)f->max)
		return reading_refuse(r, at, REFUSAL_VALUE, f->beyond,
			"«%s» può avere al massimo %d elementi: ne ha %zu.", f->name,
			(int)f->max, n);
	*count = n;
	if (f->kind == FIELD_ENUMS)
		return read_enums(r, f, at, from, count, to);
	return f->kind == FIELD_STRINGS ? read_strings(r, f, at, from, n, to)
					: read_items(r, f, at, from, n, to);
}

static bool read_field(const struct reading *r, const struct field *f,
	const struct at *at, const cJSON *from, void *out)
{
	void *to = (char *)out + f->offset;

	switch (f->kind) {
	case FIELD_STRING:
	case FIELD_INSTANT:
	case FIELD_GIORNO:
	case FIELD_ORA:
		return cJSON_IsString(from) ? read_text(r, f, at, from->valuestring, to)
					    : not_a(r, at, "un testo tra virgolette");
	case FIELD_BOOL:
		return read_bool(r, at, from, to);
	case FIELD_INT64:
		return read_int64(r, f, at, from, to);
	case FIELD_ENUM:
		return read_enum(r, f, at, from, to);
	case FIELD_OBJECT:
		return read_object(r, f->sub, at, from, to);
	case FIELD_REF:
		return read_ref(r, f, at, from, to);
	case FIELD_OBJECTS:
	case FIELD_ENUMS:
	case FIELD_STRINGS:
		break;
	}
	return read_array(r, f, at, from, out);
}

/* The name comes from elsewhere: it is shown clean and short. */
static bool unknown_member(const struct reading *r, const struct at *at, const char *name)
{
	char *clean = text_sanitise(r->arena, name, strlen(name), false);
	char *shown = text_fit(r->arena, clean, 32, NULL);
	const struct at here = { at, shown, 0 };
	size_t n = strlen(shown);

	while (n > 0 && shown[n - 1] == ' ')
		shown[--n] = '\0';
	return reading_refuse(
		r, &here, REFUSAL_WRITING, 0, "«%s» non è previsto.", shown);
}

static bool read_object(const struct reading *r, const struct fields *table,
	const struct at *at, const cJSON *from, void *out)
{
	bool seen[FIELDS_MAX] = { false };
	const cJSON *member;

	assert(table->n <= FIELDS_MAX);
	if (!cJSON_IsObject(from))
		return not_a(r, at, "un oggetto");
	fields_blank(table, out);
	cJSON_ArrayForEach(member, from)
	{
		const struct field *f = fields_find(table, member->string);
		if (!f && r->how == API_REPLY)
			continue;
		if (!f)
			return unknown_member(r, at, member->string);
		const struct at here = { at, f->name, 0 };
		if (!read_field(r, f, &here, member, out))
			return false;
		seen[f - table->list] = true;
	}
	return reading_required(r, table, at, seen) && reading_whole(r, table, at, out);
}

bool api_decode_tree(const struct fields *table, enum api_reading how,
	const struct cJSON *object, struct arena *a, void *out, struct err *err)
{
	const struct reading r = { .how = how, .arena = a, .err = err };

	return read_object(&r, table, NULL, object, out);
}

static const size_t ceilings[] = {
	[API_REQUEST] = API_REQUEST_BYTES_MAX,
	[API_REPLY] = API_REPLY_BYTES_MAX,
	[API_RECORD] = API_RECORD_BYTES_MAX,
};

/* Each takes about as long as the others. */
enum part { PART_GATE, PART_TREE, PART_READ, PART_FREE };

static bool decode_gate(const struct api_decoding *d, struct err *err)
{
	const struct reading r = { .how = d->how, .arena = d->arena, .err = err };
	struct err own = { 0 };

	return json_check(d->json, d->n, ceilings[d->how], &own)
		|| reading_refuse(&r, NULL,
			d->n > ceilings[d->how] ? REFUSAL_SIZE : REFUSAL_WRITING, 0, "%s",
			own.text);
}

bool api_decode_part(struct api_decoding *d, struct err *err)
{
	switch ((enum part)d->part++) {
	case PART_GATE:
		d->ok = decode_gate(d, err);
		return d->ok;
	case PART_TREE:
		d->tree = json_tree(d->json, d->n, err);
		d->ok = d->tree != NULL;
		return d->ok;
	case PART_READ:
		d->ok = api_decode_tree(
			d->table, d->how, d->tree, d->arena, d->out, err);
		return true;
	case PART_FREE:
		break;
	}
	api_decode_stop(d);
	return false;
}

void api_decode_stop(struct api_decoding *d)
{
	json_free(d->tree);
	d->tree = NULL;
}

bool api_decode(const struct fields *table, enum api_reading how, const char *json,
	size_t n, struct arena *a, void *out, struct err *err)
{
	struct api_decoding d = {
		.table = table, .how = how, .json = json, .n = n, .arena = a, .out = out
	};

	while (api_decode_part(&d, err))
		;
	return d.ok;
}
