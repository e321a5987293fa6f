/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Appuntamenti: a row for the lists, the whole beside it. A row never goes back to an
 * older versione, except in a full sync, which is the server's word on everything.
 */
#include "cache/window.h"

#include <stdio.h>
#include <string.h>

#define PER_MINUTE 4096 /* rows that can start in the same minute */

static int64_t first_row(instant t)
{
	int64_t minute = t / 60 - (t % 60 < 0);

	return minute * PER_MINUTE;
}

struct stored {
	bool there;
	int64_t riga;
	int64_t versione;
	int64_t giro;
};

static bool find(struct cache *c, const char *id, struct stored *to, struct err *err)
{
	struct query *q = query_begin(
		c->db, "SELECT riga, versione, giro FROM appuntamento WHERE id = ?1");

	*to = (struct stored){ 0 };
	query_text(q, 1, id);
	if (query_step(q)) {
		to->there = true;
		to->riga = row_int(q, 0);
		to->versione = row_int(q, 1);
		to->giro = row_int(q, 2);
	}
	return query_end(q, err);
}

static bool choose_row(struct cache *c, instant inizio, const struct stored *old,
	int64_t *riga, struct err *err)
{
	int64_t first = first_row(inizio), last;
	struct query *q;

	if (old->there && old->riga >= first && old->riga < first + PER_MINUTE) {
		*riga = old->riga;
		return true;
	}
	q = query_begin(c->db,
		"SELECT max(riga) FROM appuntamento WHERE riga >= ?1 AND riga < ?2");
	query_int(q, 1, first);
	query_int(q, 2, first + PER_MINUTE);
	if (!query_number(q, first - 1, &last, err))
		return false;
	*riga = last + 1;
	return last + 1 < first + PER_MINUTE
		|| err_set(err, ERR_LIMIT, "too many appuntamenti in one minute");
}

#define INSERT_SQL \
	"INSERT INTO appuntamento (id, riga, stato, rapporto, intermediario, versione," \
	" letto_il, giro, passata, dati) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
#define UPDATE_SQL \
	"UPDATE appuntamento SET riga = ?2, stato = ?3, rapporto = ?4," \
	" intermediario = ?5, versione = ?6, letto_il = ?7, giro = ?8, passata = ?9," \
	" dati = ?10 WHERE id = ?1"

static bool write_row(struct cache *c, const struct appuntamento_sintesi *s, int64_t riga,
	bool update, instant now, struct err *err)
{
	struct appuntamento_sintesi v = *s;
	struct query *q;

	if (!pack_into(c, pack_sintesi, &v, err))
		return false;
	q = query_begin(c->db, update ? UPDATE_SQL : INSERT_SQL);
	query_text(q, 1, s->id);
	query_int(q, 2, riga);
	query_int(q, 3, s->stato);
	query_text(q, 4, s->codice_rapporto_lavoro ? s->codice_rapporto_lavoro : "");
	query_int(q, 5, s->gestore.tipo == PROFILO_INTERMEDIARIO);
	query_int(q, 6, s->versione);
	query_int(q, 7, now);
	query_int(q, 8, c->giro);
	query_int(q, 9, c->passata);
	query_blob(q, 10, c->scratch.data, c->scratch.len);
	return query_run(q, err);
}

/* An older word says at least that it is still there to be seen. */
static bool still_seen(struct cache *c, int64_t riga, struct err *err)
{
	struct query *q = query_begin(
		c->db, "UPDATE appuntamento SET giro = ?2, passata = ?3 WHERE riga = ?1");

	query_int(q, 1, riga);
	query_int(q, 2, c->giro);
	query_int(q, 3, c->passata);
	return query_run(q, err);
}

static bool drop_detail(struct cache *c, int64_t riga, struct err *err)
{
	struct query *q = query_begin(c->db, "DELETE FROM dettaglio WHERE riga = ?1");

	query_int(q, 1, riga);
	return query_run(q, err);
}

/* *riga is -1 when what is stored is newer and stays. */
static bool sintesi_store(struct cache *c, const struct appuntamento_sintesi *s,
	instant now, int64_t *riga, struct err *err)
{
	struct stored old;

	*riga = -1;
	if (!find(c, s->id, &old, err))
		return false;
	if (old.there && old.versione > s->versione && old.giro == c->giro)
		return still_seen(c, old.riga, err);
	if (!choose_row(c, s->inizio, &old, riga, err)
		|| !write_row(c, s, *riga, old.there, now, err))
		return false;
	return !old.there || old.versione == s->versione || drop_detail(c, *riga, err);
}

static struct appuntamento_sintesi sintesi_of(const struct appuntamento *ap)
{
	return (struct appuntamento_sintesi){
		.id = ap->id,
		.stato = ap->stato,
		.annotazione = ap->annotazione,
		.codice_rapporto_lavoro = ap->codice_rapporto_lavoro,
		.datore = ap->datore,
		.lavoratore = ap->lavoratore,
		.punto = ap->punto.id,
		.punto_denominazione = ap->punto.denominazione,
		.inizio = ap->inizio,
		.fine = ap->fine,
		.quesiti = (int64_t)ap->n_quesiti,
		.gestore = ap->gestore,
		.versione = ap->versione,
	};
}

bool appuntamento_store(
	struct cache *c, const struct appuntamento *ap, instant now, struct err *err)
{
	struct appuntamento_sintesi s = sintesi_of(ap);
	struct appuntamento v = *ap;
	struct query *q;
	int64_t riga;

	if (!sintesi_store(c, &s, now, &riga, err))
		return false;
	if (riga < 0)
		return true;
	if (!pack_into(c, pack_appuntamento, &v, err))
		return false;
	q = query_begin(c->db,
		"INSERT OR REPLACE INTO dettaglio (riga, letto_il, dati) VALUES (?1, ?2, ?3)");
	query_int(q, 1, riga);
	query_int(q, 2, now);
	query_blob(q, 3, c->scratch.data, c->scratch.len);
	return query_run(q, err);
}

bool appuntamento_remove(struct cache *c, const char *id, struct err *err)
{
	struct query *q = query_begin(c->db, "DELETE FROM appuntamento WHERE id = ?1");

	query_text(q, 1, id);
	return query_run(q, err);
}

bool cache_put_appuntamento(
	struct cache *c, const struct appuntamento *ap, instant now, struct err *err)
{
	if (!c->writable)
		return true;
	return write_begin(c, err)
		&& write_end(c, appuntamento_store(c, ap, now, err), err);
}

bool cache_drop_appuntamento(struct cache *c, const char *id, struct err *err)
{
	if (!c->writable)
		return true;
	return write_begin(c, err) && write_end(c, appuntamento_remove(c, id, err), err);
}

/* The first row of `sql`, whose columns are letto_il and packed bytes, about `id`. */
static bool one(struct cache *c, struct arena *a, const char *sql, const char *id,
	struct pack *to, instant *letto_il, struct err *err)
{
	struct query *q = query_begin(c->db, sql);
	bool there;

	query_text(q, 1, id);
	there = query_step(q);
	if (there) {
		if (letto_il)
			*letto_il = row_int(q, 0);
		*to = unpack_column(q, 1, a);
	}
	if (!query_end(q, err) || (!there && !absent(err, "appuntamento")))
		return false;
	if (letto_il)
		*letto_il = kept_current(c, *letto_il);
	return true;
}

bool cache_appuntamento(struct cache *c, struct arena *a, const char *id,
	struct appuntamento *to, instant *letto_il, struct err *err)
{
	struct pack p = { 0 };

	*to = (struct appuntamento){ 0 };
	if (!one(c, a,
		    "SELECT d.letto_il, d.dati FROM appuntamento AS a"
		    " JOIN dettaglio AS d ON d.riga = a.riga WHERE a.id = ?1",
		    id, &p, letto_il, err))
		return false;
	pack_appuntamento(&p, to);
	return unpacked(c, &p, err);
}

bool cache_appuntamento_sintesi(struct cache *c, struct arena *a, const char *id,
	struct appuntamento_sintesi *to, instant *letto_il, struct err *err)
{
	struct pack p = { 0 };

	*to = (struct appuntamento_sintesi){ 0 };
	if (!one(c, a, "SELECT letto_il, dati FROM appuntamento WHERE id = ?1", id, &p,
		    letto_il, err))
		return false;
	pack_sintesi(&p, to);
	return unpacked(c, &p, err);
}

/* --- searching ------------------------------------------------------------------ */

/*
 * The rapporto's index is better than the stato's, and neither may be left to a planner
 * that knows no statistics: the unary plus keeps it off the others.
 */
static void filter_sql(const struct ricerca *r, struct buf *to)
{
	if (r->codice_rapporto_lavoro)
		buf_adds(to, " AND rapporto = ?4");
	if (r->stato)
		buf_adds(to,
			r->codice_rapporto_lavoro ? " AND +stato = ?5"
						  : " AND stato = ?5");
	if (r->escludi_intermediario)
		buf_adds(to, " AND +intermediario = 0");
}

static void filter_bind(struct query *q, int first, const void *ctx)
{
	const struct ricerca *r = ctx;

	if (r->codice_rapporto_lavoro)
		query_text(q, first, r->codice_rapporto_lavoro);
	if (r->stato)
		query_int(q, first + 1, r->stato);
}

static struct key low_of(const struct ricerca *r)
{
	return (struct key){ .number = r->dal == GIORNO_NONE
			? INT64_MIN
			: first_row(instant_at(r->dal, 0)) };
}

static struct key high_of(const struct ricerca *r)
{
	return (struct key){ .number = r->al == GIORNO_NONE
			? INT64_MAX
			: first_row(instant_at(r->al + 1, 0)) };
}

static void list_name(const struct ricerca *r, struct buf *to)
{
	buf_addf(to, "appuntamenti %s %d %d %d %d",
		r->codice_rapporto_lavoro ? r->codice_rapporto_lavoro : "-",
		(int)r->stato, (int)r->dal, (int)r->al, (int)r->escludi_intermediario);
}

static const struct ricerca everything = { .dal = GIORNO_NONE, .al = GIORNO_NONE };

static void unpack_row(struct pack *p, void *row)
{
	pack_sintesi(p, row);
}

/* Where the anchor is, or was; false when nothing is known of it. */
static bool anchor_key(struct cache *c, const struct anchor *where, struct key *to)
{
	struct stored row = { 0 };

	if (where->at == ANCHOR_ID && where->id && find(c, where->id, &row, NULL)
		&& row.there) {
		to->number = row.riga;
		return true;
	}
	if (where->inizio == INSTANT_NONE)
		return false;
	to->number = first_row(where->inizio);
	return true;
}

bool cache_appuntamenti_window(struct cache *c, struct arena *a, const struct ricerca *r,
	const struct anchor *where, struct appuntamento_sintesi **items,
	struct cache_window *to, struct err *err)
{
	struct anchor place = *where;
	struct key at = { 0 };
	struct buf sql = { 0 }, name = { 0 };
	struct window_source s = { .table = "appuntamento",
		.key = "riga",
		.bind = filter_bind,
		.row_size = sizeof **items,
		.unpack = unpack_row };
	void *rows;
	bool ok;

	s.ctx = r = r ? r : &everything;
	s.low = low_of(r);
	s.high = high_of(r);
	filter_sql(r, &sql);
	s.filter = buf_str(&sql);
	list_name(r, &name);
	s.list = buf_str(&name);
	if ((place.at == ANCHOR_ID || place.at == ANCHOR_INSTANT)
		&& !anchor_key(c, &place, &at))
		place.at = ANCHOR_FIRST;
	ok = window_read(c, a, &s, &place, &at, &rows, to, err);
	buf_release(&sql);
	buf_release(&name);
	*items = rows;
	to->anchor_found = ok && place.at == ANCHOR_ID && to->anchor < to->n
		&& strcmp((*items)[to->anchor].id, where->id) == 0;
	return ok;
}

/* --- pages of a search from the server ------------------------------------------ */

static bool drop_unseen(struct cache *c, const struct ricerca *r, struct err *err)
{
	struct key low = low_of(r), high = high_of(r);
	struct buf sql = { 0 };
	struct query *q;

	buf_adds(&sql,
		"DELETE FROM appuntamento WHERE riga >= ?1 AND riga < ?2 AND passata < ?3");
	filter_sql(r, &sql);
	q = query_begin(c->db, buf_str(&sql));
	buf_release(&sql);
	query_int(q, 1, low.number);
	query_int(q, 2, high.number);
	query_int(q, 3, c->passata);
	filter_bind(q, 4, r);
	return query_run(q, err);
}

static bool page_store(struct cache *c, const struct appuntamenti *page,
	const struct ricerca *r, struct page_place place, instant now, struct err *err)
{
	struct buf name = { 0 };
	int64_t riga;
	bool ok;

	list_name(r, &name);
	ok = list_begins(c, buf_str(&name), place, err);
	for (size_t i = 0; i < page->n && ok; i++)
		ok = sintesi_store(c, &page->items[i], now, &riga, err);
	if (ok && list_ends(c, buf_str(&name), place))
		ok = drop_unseen(c, r, err) && list_read(c, buf_str(&name), now, err);
	buf_release(&name);
	return ok;
}

bool cache_put_appuntamenti(struct cache *c, const struct appuntamenti *page,
	const struct ricerca *r, struct page_place place, instant now, struct err *err)
{
	if (!c->writable)
		return true;
	return write_begin(c, err)
		&& write_end(c, page_store(c, page, r ? r : &everything, place, now, err),
			err);
}
