/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Two queries, one to each side of the anchor, each a walk along one index and no more
 * than the rows that are wanted and one. There is no OFFSET and no sorting.
 */
#include "cache/window.h"

#include <string.h>

#define ROWS_MAX 1000

struct side {
	struct key low;
	struct key high;
	bool descending;
	bool skipped; /* nobody asks what is there */
	size_t wanted;
	size_t got;
	bool more;
	char *rows; /* room for those wanted, in order: a descending side fills it from its end */
	instant oldest;
};

static void bind_key(struct query *q, int param, const struct key *k)
{
	if (k->text)
		query_text(q, param, k->text);
	else
		query_int(q, param, k->number);
}

static struct query *side_query(
	struct cache *c, const struct window_source *s, const struct side *side)
{
	struct buf sql = { 0 };
	struct query *q;

	const char *const parts[] = { "SELECT letto_il, dati FROM ", s->table, " WHERE ",
		s->key, " >= ?1 AND ", s->key, " < ?2", s->filter, " ORDER BY ", s->key,
		side->descending ? " DESC" : " ASC", " LIMIT ?3" };

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		buf_adds(&sql, parts[i]);
	q = query_begin(c->db, buf_str(&sql));
	buf_release(&sql);
	bind_key(q, 1, &side->low);
	bind_key(q, 2, &side->high);
	query_int(q, 3, (int64_t)side->wanted + 1);
	s->bind(q, 4, s->ctx);
	return q;
}

static bool side_read(struct cache *c, struct arena *a, const struct window_source *s,
	struct side *side, struct err *err)
{
	struct query *q;
	bool ok = true;

	side->oldest = INSTANT_NONE;
	if (side->skipped)
		return true;
	q = side_query(c, s, side);
	while (ok && query_step(q)) {
		size_t at = side->descending ? side->wanted - 1 - side->got : side->got;
		struct pack p;

		if (side->got == side->wanted) {
			side->more = true;
			continue;
		}
		p = peek_column(q, 1, a);
		s->unpack(&p, side->rows + at * s->row_size);
		ok = unpacked(c, &p, err);
		if (side->got == 0 || row_int(q, 0) < side->oldest)
			side->oldest = row_int(q, 0);
		side->got++;
	}
	return query_end(q, err) && ok;
}

static bool count_rows(
	struct cache *c, const struct window_source *s, int64_t *to, struct err *err)
{
	struct buf sql = { 0 };
	struct query *q;

	*to = s->count;
	if (s->count >= 0)
		return true;
	buf_addf(&sql,
		"SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s >= ?1 AND %s < ?2%s"
		" LIMIT ?3)",
		s->counted ? s->counted : s->table, s->key, s->key, s->filter);
	q = query_begin(c->db, buf_str(&sql));
	buf_release(&sql);
	bind_key(q, 1, &s->low);
	bind_key(q, 2, &s->high);
	query_int(q, 3, s->cap + 1);
	s->bind(q, 4, s->ctx);
	return query_number(q, 0, to, err);
}

static int key_compare(const struct key *a, const struct key *b)
{
	if (a->text)
		return strcmp(a->text, b->text);
	return a->number < b->number ? -1 : a->number > b->number;
}

/* Which rows each side is to bring. */
static void plan(const struct window_source *s, const struct anchor *where,
	const struct key *at, struct side *before, struct side *after)
{
	int wanted_before = where->before > 0 && where->at != ANCHOR_FROM ? where->before : 0;
	int wanted_after = where->after > 0 ? where->after : 0;
	size_t b = (size_t)(wanted_before < ROWS_MAX ? wanted_before : ROWS_MAX);
	size_t f = (size_t)(wanted_after < ROWS_MAX ? wanted_after : ROWS_MAX);

	*before = (struct side){ .low = s->low, .high = s->high, .descending = true };
	*after = (struct side){ .low = s->low, .high = s->high };
	if (where->at == ANCHOR_LAST) {
		before->wanted = b + f;
		after->low = s->high;
		return;
	}
	after->wanted = f;
	if (where->at == ANCHOR_FIRST) {
		after->wanted = b + f;
		before->high = s->low;
		return;
	}
	before->wanted = b;
	before->skipped = where->at == ANCHOR_FROM;
	if (key_compare(at, &before->high) < 0)
		before->high = *at;
	if (key_compare(at, &after->low) > 0)
		after->low = *at;
}

static instant later(instant a, instant b)
{
	return a > b ? a : b; /* INSTANT_NONE is the earliest of all */
}

static instant age(struct cache *c, const struct window_source *s, const struct side *b,
	const struct side *f)
{
	if (b->got == 0 && f->got == 0)
		return kept_current(c, list_read_when(c, s->list));
	if (b->got == 0)
		return kept_current(c, f->oldest);
	if (f->got == 0)
		return kept_current(c, b->oldest);
	return kept_current(c, b->oldest < f->oldest ? b->oldest : f->oldest);
}

instant kept_current(struct cache *c, instant letto_il)
{
	instant synced;

	if (!cache_synced(c, &synced))
		return letto_il;
	return later(letto_il, synced);
}

static bool read_all(struct cache *c, struct arena *a, const struct window_source *s,
	struct side *before, struct side *after, struct cache_window *to, bool rows_only,
	struct err *err)
{
	before->rows = arena_array(a, before->wanted + after->wanted + 1, s->row_size);
	after->rows = before->rows + before->wanted * s->row_size;
	if (!side_read(c, a, s, before, err) || !side_read(c, a, s, after, err))
		return false;
	if (rows_only)
		return true;
	if (!count_rows(c, s, &to->count, err))
		return false;
	to->letto_il = age(c, s, before, after);
	return true;
}

/* One view of the data for the queries of a window, and one lock instead of one for each. */
static bool read_in_one_view(struct cache *c, struct arena *a, const struct window_source *s,
	struct side *before, struct side *after, struct cache_window *to, bool rows_only,
	struct err *err)
{
	bool ok;

	if (sqlite_in_transaction(c->db))
		return read_all(c, a, s, before, after, to, rows_only, err);
	if (!sqlite_begin_read(c->db, err))
		return false;
	ok = read_all(c, a, s, before, after, to, rows_only, err);
	return sqlite_commit(c->db, ok ? err : NULL) && ok;
}

bool window_read(struct cache *c, struct arena *a, const struct window_source *s,
	const struct anchor *where, const struct key *at, void **items,
	struct cache_window *to, struct err *err)
{
	struct side before, after;

	*to = (struct cache_window){ .letto_il = INSTANT_NONE, .count = -1, .cap = s->cap };
	*items = NULL;
	plan(s, where, at, &before, &after);
	if (!read_in_one_view(c, a, s, &before, &after, to, where->at == ANCHOR_FROM, err))
		return false;
	*items = after.rows - before.got * s->row_size;
	to->n = before.got + after.got;
	to->anchor = before.got;
	if (where->at == ANCHOR_LAST && to->n)
		to->anchor = to->n - 1;
	to->more_before = before.more;
	to->more_after = after.more;
	to->more_than_cap = to->count > s->cap;
	if (to->more_than_cap)
		to->count = s->cap;
	to->generation = cache_generation(c);
	return true;
}
