/* SPDX-License-Identifier: EUPL-1.2
 *
 * Writes the route table, and every field table that a route reaches, as one JSON
 * object on standard output, for tests/contract/compare.mjs. */
#include "api/fields.h"
#include "api/problem.h"
#include "api/routes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define TABLES_MAX 200

struct list {
	const struct fields *tables[TABLES_MAX];
	size_t n;
	const struct words *words[TABLES_MAX];
	size_t n_words;
};

static const char *const kinds[] = {
	[FIELD_STRING] = "string",
	[FIELD_BOOL] = "bool",
	[FIELD_INT64] = "int64",
	[FIELD_INSTANT] = "instant",
	[FIELD_GIORNO] = "giorno",
	[FIELD_ORA] = "ora",
	[FIELD_ENUM] = "enum",
	[FIELD_OBJECT] = "object",
	[FIELD_REF] = "object",
	[FIELD_OBJECTS] = "objects",
	[FIELD_ENUMS] = "enums",
	[FIELD_STRINGS] = "strings",
};

static void add_words(struct list *l, const struct words *w)
{
	for (size_t i = 0; w && i < l->n_words; i++) {
		if (l->words[i] == w)
			return;
	}
	if (w && l->n_words < TABLES_MAX)
		l->words[l->n_words++] = w;
}

static void add_table(struct list *l, const struct fields *t)
{
	for (size_t i = 0; t && i < l->n; i++) {
		if (l->tables[i] == t)
			return;
	}
	if (!t || l->n == TABLES_MAX)
		return;
	l->tables[l->n++] = t;
	for (size_t i = 0; i < t->n; i++) {
		add_words(l, t->list[i].words);
		add_table(l, t->list[i].sub);
	}
}

static void put_string(const char *s)
{
	putchar('"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			putchar('\\');
		putchar(*s);
	}
	putchar('"');
}

static void put_field(const struct field *f)
{
	printf("{\"name\":\"%s\",\"kind\":\"%s\",\"required\":%s", f->name,
		kinds[f->kind], f->required ? "true" : "false");
	printf(",\"min\":%" PRId64 ",\"max\":%" PRId64, f->min, f->max);
	printf(",\"each_min\":%" PRId64 ",\"each_max\":%" PRId64, f->each_min,
		f->each_max);
	printf(",\"fallback\":%" PRId64, f->fallback);
	if (f->pattern) {
		printf(",\"pattern\":");
		put_string(f->pattern);
	}
	if (f->words)
		printf(",\"words\":\"%s\"", f->words->name);
	if (f->sub)
		printf(",\"sub\":\"%s\"", f->sub->name);
	putchar('}');
}

static void put_fields(const struct fields *t)
{
	putchar('[');
	for (size_t i = 0; t && i < t->n; i++) {
		if (i > 0)
			putchar(',');
		put_field(&t->list[i]);
	}
	putchar(']');
}

static void put_table_name(const char *member, const struct fields *t)
{
	printf(",\"%s\":", member);
	if (t)
		printf("\"%s\"", t->name);
	else
		printf("null");
}

static void put_route(const struct route *r)
{
	printf("{\"method\":\"%s\",\"path\":\"%s\",\"operation_id\":\"%s\",\"status\":%d",
		r->method, r->path, r->operation_id, r->status);
	printf(",\"needs\":{\"token\":%d,\"key\":%d,\"if_match\":%d,\"etag\":%d,"
	       "\"location\":%d,\"takes_file\":%d,\"gives_file\":%d}",
		(r->needs & ROUTE_NEEDS_TOKEN) != 0, (r->needs & ROUTE_NEEDS_KEY) != 0,
		(r->needs & ROUTE_NEEDS_IF_MATCH) != 0,
		(r->needs & ROUTE_GIVES_ETAG) != 0,
		(r->needs & ROUTE_GIVES_LOCATION) != 0,
		(r->needs & ROUTE_TAKES_FILE) != 0, (r->needs & ROUTE_GIVES_FILE) != 0);
	put_table_name("request", r->request);
	put_table_name("response", r->response);
	printf(",\"problems\":[");
	for (int i = 0; i < ROUTE_STATUSES_MAX && r->problems[i]; i++)
		printf("%s%d", i > 0 ? "," : "", r->problems[i]);
	printf("],\"params\":");
	put_fields(r->params);
	printf(",\"query\":");
	put_fields(r->query);
	putchar('}');
}

static void put_vocabulary(const struct words *w)
{
	printf("\"%s\":[", w->name);
	for (size_t i = 1; i < w->n; i++)
		printf("%s\"%s\"", i > 1 ? "," : "", w->codes[i]);
	putchar(']');
}

static void put_problem_types(void)
{
	bool first = true;

	printf(",\"problems\":{");
	for (int t = ERR_DOMAIN; t < PROBLEM_END_; t++) {
		int status = problem_status((enum problem_type)t);
		if (status == 0)
			continue;
		printf("%s\"%s%s\":%d", first ? "" : ",", PROBLEM_URN,
			problem_type_name((enum problem_type)t), status);
		first = false;
	}
	putchar('}');
}

int main(void)
{
	struct list all = { 0 };

	printf("{\"base_path\":\"%s\",\"cors_origin\":\"%s\",\"routes\":[", API_BASE_PATH,
		API_CORS_ORIGIN);
	for (int id = ROUTE_NONE + 1; id < ROUTE_COUNT; id++) {
		const struct route *r = route_of((enum route_id)id);
		if (id > ROUTE_NONE + 1)
			putchar(',');
		put_route(r);
		add_table(&all, r->request);
		add_table(&all, r->response);
		for (size_t i = 0; r->query && i < r->query->n; i++)
			add_words(&all, r->query->list[i].words);
	}
	add_table(&all, &problem_fields);
	printf("],\"schemas\":{");
	for (size_t i = 0; i < all.n; i++) {
		printf("%s\"%s\":", i > 0 ? "," : "", all.tables[i]->name);
		put_fields(all.tables[i]);
	}
	printf("},\"vocabularies\":{");
	for (size_t i = 0; i < all.n_words; i++) {
		if (i > 0)
			putchar(',');
		put_vocabulary(all.words[i]);
	}
	putchar('}');
	put_problem_types();
	printf("}\n");
	return ferror(stdout) ? 1 : 0;
}
