/* SPDX-License-Identifier: EUPL-1.2
 *
 * Values into statements and out of them: the store's own shorthand over io/query.h. */
#include "server/store/sqlite_engine.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

static void bind_word(struct query *q, int param, const struct words *w, int value)
{
	query_text(q, param, value ? words_code(w, value) : NULL);
}

static void bind_bytes(struct query *q, int param, const void *bytes, size_t n)
{
	if (bytes)
		query_blob(q, param, bytes, n);
	else
		query_null(q, param);
}

static struct query *bind_all(
	struct sqlite *db, const char *sql, const char *types, va_list ap)
{
	struct query *q = query_begin(db, sql);

	for (int i = 1; *types; types++, i++) {
		if (*types == 't') {
			query_text(q, i, va_arg(ap, const char *));
		} else if (*types == 'i') {
			query_int(q, i, va_arg(ap, int64_t));
		} else if (*types == 'd') {
			query_int(q, i, va_arg(ap, int));
		} else if (*types == 'g') {
			query_int_or_null(q, i, va_arg(ap, giorno), GIORNO_NONE);
		} else if (*types == 'n') {
			query_int_or_null(q, i, va_arg(ap, instant), INSTANT_NONE);
		} else if (*types == 'w') {
			const struct words *w = va_arg(ap, const struct words *);

			bind_word(q, i, w, va_arg(ap, int));
		} else {
			const void *bytes = va_arg(ap, const void *);

			assert(*types == 'b');
			bind_bytes(q, i, bytes, va_arg(ap, size_t));
		}
	}
	return q;
}

struct query *sql_ask(struct sqlite *db, const char *sql, const char *types, ...)
{
	struct query *q;
	va_list ap;

	va_start(ap, types);
	q = bind_all(db, sql, types, ap);
	va_end(ap);
	return q;
}

bool sql_tell(struct sqlite *db, int64_t *changed, struct err *err, const char *sql,
	const char *types, ...)
{
	struct query *q;
	va_list ap;
	bool ok;

	va_start(ap, types);
	q = bind_all(db, sql, types, ap);
	va_end(ap);
	ok = query_run(q, err);
	if (changed)
		*changed = ok ? sqlite_changes(db) : 0;
	return ok;
}

bool importa_tell(
	struct scrittura *s, int64_t *changed, const char *sql, const char *types, ...)
{
	struct query *q;
	int64_t rows = 0;
	va_list ap;

	va_start(ap, types);
	q = bind_all(s->v.db, sql, types, ap);
	va_end(ap);
	if (!query_run(q, &s->job->err))
		return false;
	rows = sqlite_changes(s->v.db);
	s->cambiate += rows;
	if (changed)
		*changed = rows;
	return true;
}

int row_word(struct query *q, int column, const struct words *w)
{
	return words_find(w, row_peek(q, column));
}

giorno row_giorno(struct query *q, int column)
{
	return (giorno)row_int_or(q, column, GIORNO_NONE);
}

instant row_instant(struct query *q, int column)
{
	return row_int_or(q, column, INSTANT_NONE);
}

void *sql_grow(struct arena *a, void *items, size_t n, size_t size)
{
	void *more;

	if (n & (n - 1) || n == 1) /* room is doubled at 0, 2, 4, 8… */
		return items;
	more = arena_array(a, n ? 2 * n : 2, size);
	if (n)
		memcpy(more, items, n * size);
	return more;
}
