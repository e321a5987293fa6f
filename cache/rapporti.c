/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Rapporti, in order of the employer's name and found by any part of codice and names,
 * and the quesiti of each.
 */
#include "cache/window.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

#define LIST      "rapporti"
#define WORDS_MAX 8 /* of a filter; what is typed after them changes nothing */

static void fold_name(struct arena *a, struct buf *to, const char *name)
{
	if (name) {
		buf_addc(to, ' ');
		buf_adds(to, text_fold(a, name));
	}
}

/* Unit separators keep "rossi anna" of one employer before "rossi" "annabella". */
static void make_order(struct arena *a, const struct rapporto *r, struct buf *to)
{
	fold_name(a, to, r->datore.cognome);
	buf_addc(to, '\x1f');
	fold_name(a, to, r->datore.nome_proprio);
	buf_addc(to, '\x1f');
	buf_adds(to, r->codice_rapporto_lavoro);
}

static void make_filter(struct arena *a, const struct rapporto *r, struct buf *to)
{
	buf_adds(to, r->codice_rapporto_lavoro);
	fold_name(a, to, r->datore.nome_proprio);
	fold_name(a, to, r->datore.cognome);
	fold_name(a, to, r->lavoratore.nome_proprio);
	fold_name(a, to, r->lavoratore.cognome);
}

static bool rapporto_write(struct cache *c, const struct rapporto *r, const char *ordine,
	const char *filtro, instant now, struct err *err)
{
	struct rapporto v = *r;
	struct query *q;

	if (!pack_into(c, pack_rapporto, &v, err))
		return false;
	q = query_begin(c->db,
		"INSERT INTO rapporto (codice, ordine, filtro, letto_il, giro, passata, dati,"
		" prenotabili) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
		" ON CONFLICT (codice) DO UPDATE SET ordine = excluded.ordine,"
		" filtro = excluded.filtro, letto_il = excluded.letto_il,"
		" giro = excluded.giro, passata = excluded.passata, dati = excluded.dati,"
		" prenotabili = excluded.prenotabili");
	query_text(q, 1, r->codice_rapporto_lavoro);
	query_text(q, 2, ordine);
	query_text(q, 3, filtro);
	query_int(q, 4, now);
	query_int(q, 5, c->giro);
	query_int(q, 6, c->passata);
	query_blob(q, 7, c->scratch.data, c->scratch.len);
	query_int(q, 8, r->quesiti_prenotabili > 0 ? r->quesiti_prenotabili : 0);
	return query_run(q, err);
}

bool rapporto_store(
	struct cache *c, const struct rapporto *r, instant now, struct err *err)
{
	struct arena a = { 0 };
	struct buf ordine = { 0 }, filtro = { 0 };
	bool ok;

	make_order(&a, r, &ordine);
	make_filter(&a, r, &filtro);
	ok = rapporto_write(c, r, buf_str(&ordine), buf_str(&filtro), now, err);
	buf_release(&ordine);
	buf_release(&filtro);
	arena_release(&a);
	return ok;
}

static bool run_with(struct cache *c, const char *sql, const char *text, struct err *err)
{
	struct query *q = query_begin(c->db, sql);

	query_text(q, 1, text);
	return query_run(q, err);
}

/* Whoever may not see a rapporto any more may not see anything of it. */
bool rapporto_remove(struct cache *c, const char *codice, struct err *err)
{
	allegati_of_rapporto_orphan(c, codice);
	return run_with(c, "DELETE FROM rapporto WHERE codice = ?1", codice, err)
		&& run_with(c, "DELETE FROM quesito WHERE rapporto = ?1", codice, err)
		&& appuntamenti_of_rapporto_remove(c, codice, err)
		&& valore_drop(c, VALORE_RECAPITI, codice, err)
		&& valore_drop(c, VALORE_PUNTI_DI, codice, err)
		&& valore_drop(c, VALORE_QUESITI_DI, codice, err);
}

bool cache_put_rapporto(
	struct cache *c, const struct rapporto *r, instant now, struct err *err)
{
	if (!c->writable)
		return true;
	return write_begin(c, err) && write_end(c, rapporto_store(c, r, now, err), err);
}

/* Those that no page brought: one by one, since each takes its own things along. */
static bool drop_unseen(struct cache *c, struct err *err)
{
	struct arena a = { 0 };
	struct query *q = query_begin(
		c->db, "SELECT codice FROM rapporto WHERE passata < ?1 LIMIT 1");
	bool ok = true;

	query_int(q, 1, c->passata);
	while (ok && query_step(q)) {
		char *codice = row_text(q, 0, &a);

		ok = query_again(q) && rapporto_remove(c, codice, err);
	}
	ok = query_end(q, err) && ok;
	arena_release(&a);
	return ok;
}

bool cache_put_rapporti(struct cache *c, const struct rapporti *page,
	struct page_place place, instant now, struct err *err)
{
	bool ok;

	if (!c->writable)
		return true;
	if (!write_begin(c, err))
		return false;
	ok = list_begins(c, LIST, place, err);
	for (size_t i = 0; i < page->n && ok; i++)
		ok = rapporto_store(c, &page->items[i], now, err);
	if (ok && list_ends(c, LIST, place))
		ok = drop_unseen(c, err) && list_read(c, LIST, now, err);
	return write_end(c, ok, err);
}

bool cache_rapporto(struct cache *c, struct arena *a, const char *codice,
	struct rapporto *to, instant *letto_il, struct err *err)
{
	if (cache_is_hidden(c, err))
		return false;
	struct query *q = query_begin(
		c->db, "SELECT letto_il, dati FROM rapporto WHERE codice = ?1");
	struct pack p = { 0 };
	bool there;

	*to = (struct rapporto){ 0 };
	query_text(q, 1, codice);
	there = query_step(q);
	if (there) {
		if (letto_il)
			*letto_il = row_int(q, 0);
		p = unpack_column(q, 1, a);
	}
	if (!query_end(q, err) || (!there && !absent(err, "rapporto")))
		return false;
	pack_rapporto(&p, to);
	if (letto_il)
		*letto_il = kept_current(c, *letto_il);
	return unpacked(c, &p, err);
}

/* --- the window ----------------------------------------------------------------- */

struct filter {
	char *words[WORDS_MAX];
	int n;
};

static void filter_make(struct arena *a, const char *typed, struct filter *f)
{
	char *at = text_fold(a, typed ? typed : "");

	while (f->n < WORDS_MAX) {
		size_t n;

		at += strspn(at, " \t");
		n = strcspn(at, " \t");
		if (n == 0)
			return;
		f->words[f->n++] = arena_strndup(a, at, n);
		at += n;
	}
}

static void filter_bind(struct query *q, int first, const void *ctx)
{
	const struct filter *f = ctx;

	for (int i = 0; i < f->n; i++)
		query_text(q, first + i, f->words[i]);
}

static void unpack_row(struct pack *p, void *row)
{
	pack_rapporto(p, row);
}

static char *order_of(struct cache *c, struct arena *a, const char *codice)
{
	struct query *q = query_begin(
		c->db, "SELECT ordine FROM rapporto WHERE codice = ?1");
	char *ordine = NULL;

	query_text(q, 1, codice);
	if (query_step(q))
		ordine = row_text(q, 0, a);
	query_end(q, NULL);
	return ordine;
}

bool cache_rapporti_window(struct cache *c, struct arena *a, const char *filter,
	const struct anchor *where, struct rapporto **items, struct cache_window *to,
	struct err *err)
{
	if (cache_is_hidden(c, err))
		return false;
	struct filter f = { 0 };
	struct anchor place = *where;
	struct key at = { 0 };
	struct buf sql = { 0 };
	struct window_source s = { .table = "rapporto",
		.key = "ordine",
		.ctx = &f,
		.bind = filter_bind,
		.row_size = sizeof **items,
		.unpack = unpack_row,
		.low.text = "",
		.high.text = "\xF4\x8F\xBF\xBF",
		.count = -1,
		.cap = CACHE_COUNT_CAP,
		.list = LIST };
	void *rows;
	bool ok;

	filter_make(a, filter, &f);
	for (int i = 0; i < f.n; i++)
		buf_addf(&sql, " AND instr(filtro, ?%d) > 0", 4 + i);
	s.filter = buf_str(&sql);
	if (place.at == ANCHOR_ID || place.at == ANCHOR_INSTANT) {
		at.text = place.id ? order_of(c, a, place.id) : NULL;
		if (!at.text)
			place.at = ANCHOR_FIRST;
	}
	ok = window_read(c, a, &s, &place, &at, &rows, to, err);
	buf_release(&sql);
	*items = rows;
	to->anchor_found = ok && place.at == ANCHOR_ID && to->anchor < to->n
		&& strcmp((*items)[to->anchor].codice_rapporto_lavoro, where->id) == 0;
	return ok;
}

/* --- quesiti -------------------------------------------------------------------- */

bool quesito_store(struct cache *c, const struct quesito *q, instant now, struct err *err)
{
	struct quesito v = *q;
	struct query *w;

	if (!pack_into(c, pack_quesito, &v, err))
		return false;
	w = query_begin(c->db,
		"INSERT OR REPLACE INTO quesito (id, rapporto, aperto_il, letto_il, giro, dati)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
	query_text(w, 1, q->id);
	query_text(w, 2, q->codice_rapporto_lavoro);
	query_int(w, 3, q->aperto_il);
	query_int(w, 4, now);
	query_int(w, 5, c->giro);
	query_blob(w, 6, c->scratch.data, c->scratch.len);
	return query_run(w, err);
}

bool quesito_remove(struct cache *c, const char *id, struct err *err)
{
	return run_with(c, "DELETE FROM quesito WHERE id = ?1", id, err);
}

static bool quesiti_store(struct cache *c, const char *codice, const struct quesiti *list,
	instant now, struct err *err)
{
	bool ok = run_with(c, "DELETE FROM quesito WHERE rapporto = ?1", codice, err);

	for (size_t i = 0; i < list->n && ok; i++) {
		struct quesito one = list->items[i];

		one.codice_rapporto_lavoro = codice;
		ok = quesito_store(c, &one, now, err);
	}
	buf_reset(&c->scratch);
	return ok && valore_put(c, VALORE_QUESITI_DI, codice, now, err);
}

bool cache_put_quesiti(struct cache *c, const char *codice, const struct quesiti *q,
	instant now, struct err *err)
{
	if (!c->writable)
		return true;
	return write_begin(c, err)
		&& write_end(c, quesiti_store(c, codice, q, now, err), err);
}

static bool count_quesiti(
	struct cache *c, const char *codice, int64_t *n, struct err *err)
{
	struct query *q = query_begin(
		c->db, "SELECT count(*) FROM quesito WHERE rapporto = ?1");

	query_text(q, 1, codice);
	return query_number(q, 0, n, err);
}

static bool quesiti_read(struct cache *c, struct arena *a, const char *codice,
	struct quesiti *to, size_t room, instant *oldest, struct err *err)
{
	struct query *q = query_begin(c->db,
		"SELECT letto_il, dati FROM quesito WHERE rapporto = ?1"
		" ORDER BY aperto_il DESC, id");
	bool ok = true;

	query_text(q, 1, codice);
	while (ok && to->n < room && query_step(q)) {
		struct pack p = unpack_column(q, 1, a);

		pack_quesito(&p, &to->items[to->n]);
		ok = unpacked(c, &p, err);
		if (to->n == 0 || row_int(q, 0) < *oldest)
			*oldest = row_int(q, 0);
		to->n++;
	}
	return query_end(q, err) && ok;
}

/* Known when the rapporto's were read whole, or when the feed has brought everything. */
bool cache_quesiti(struct cache *c, struct arena *a, const char *codice,
	struct quesiti *to, instant *letto_il, struct err *err)
{
	if (cache_is_hidden(c, err))
		return false;
	struct err why = { 0 };
	struct pack unused;
	instant read = INSTANT_NONE, synced, oldest = INSTANT_NONE;
	int64_t n = 0;

	*to = (struct quesiti){ 0 };
	if (!valore_get(c, VALORE_QUESITI_DI, codice, a, &unused, &read, &why)
		&& !cache_synced(c, &synced)) {
		if (err)
			*err = why;
		return false;
	}
	if (!count_quesiti(c, codice, &n, err))
		return false;
	to->items = arena_array(a, n ? (size_t)n : 1, sizeof *to->items);
	if (!quesiti_read(c, a, codice, to, (size_t)n, &oldest, err))
		return false;
	if (letto_il)
		*letto_il = kept_current(c, to->n ? oldest : read);
	return true;
}

bool cache_quesito(struct cache *c, struct arena *a, const char *id, struct quesito *to,
	instant *letto_il, struct err *err)
{
	if (cache_is_hidden(c, err))
		return false;
	struct query *q = query_begin(
		c->db, "SELECT letto_il, dati FROM quesito WHERE id = ?1");
	struct pack p = { 0 };
	bool there;

	*to = (struct quesito){ 0 };
	query_text(q, 1, id);
	there = query_step(q);
	if (there) {
		if (letto_il)
			*letto_il = row_int(q, 0);
		p = unpack_column(q, 1, a);
	}
	if (!query_end(q, err) || (!there && !absent(err, "quesito")))
		return false;
	pack_quesito(&p, to);
	if (letto_il)
		*letto_il = kept_current(c, *letto_il);
	return unpacked(c, &p, err);
}
