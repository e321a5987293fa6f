/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Appuntamenti: a row for the lists, the whole beside it. A row never goes back to an
 * older versione, except in a full sync, which is the server's word on everything.
 */
#include "cache/ricerca.h"
#include "cache/testo.h"

#include <string.h>

#define PER_MINUTE 4096 /* rows that can start in the same minute */

int64_t riga_first(instant t)
{
	int64_t minute = t / 60 - (t % 60 < 0);

	return minute * PER_MINUTE;
}

struct stored {
	bool there;
	int64_t riga;
	int64_t versione;
	int64_t giro;
	int64_t novita;
};

static bool find(struct cache *c, const char *id, struct stored *to, struct err *err)
{
	struct query *q = query_begin(c->db,
		"SELECT riga, versione, giro, novita FROM appuntamento WHERE id = ?1");

	*to = (struct stored){ 0 };
	query_text(q, 1, id);
	if (query_step(q)) {
		to->there = true;
		to->riga = row_int(q, 0);
		to->versione = row_int(q, 1);
		to->giro = row_int(q, 2);
		to->novita = row_int(q, 3);
	}
	return query_end(q, err);
}

bool appuntamento_riga(struct cache *c, const char *id, int64_t *riga)
{
	struct stored row;

	if (!find(c, id, &row, NULL) || !row.there)
		return false;
	*riga = row.riga;
	return true;
}

static bool choose_row(struct cache *c, instant inizio, const struct stored *old,
	int64_t *riga, struct err *err)
{
	int64_t first = riga_first(inizio), last;
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
	" letto_il, giro, passata, dati, novita)" \
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
#define UPDATE_SQL \
	"UPDATE appuntamento SET riga = ?2, stato = ?3, rapporto = ?4," \
	" intermediario = ?5, versione = ?6, letto_il = ?7, giro = ?8, passata = ?9," \
	" dati = ?10, novita = ?11 WHERE id = ?1"

static bool write_row(struct cache *c, const struct appuntamento_sintesi *s, int64_t novita,
	int64_t riga, bool update, instant now, struct err *err)
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
	query_int(q, 11, novita);
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

/* --- a change, and the words that it changes ------------------------------------ */

struct change {
	struct stored old;
	struct buf words; /* of the row as it was */
	int64_t riga; /* of the row as it will be; -1: what is stored is newer and stays */
};

static bool change_begin(
	struct cache *c, const char *id, struct change *ch, struct err *err)
{
	*ch = (struct change){ .riga = -1 };
	buf_init(&ch->words, CACHE_BLOB_MAX);
	return find(c, id, &ch->old, err)
		&& (!c->words_made || !ch->old.there
			|| testo_stored(c, ch->old.riga, &ch->words, err));
}

/* Whole resyncs bring rows that are as they were: those cost the index nothing. */
static bool words_change(struct cache *c, const struct change *ch, struct err *err)
{
	struct buf now = { 0 };
	bool same, ok;

	buf_init(&now, CACHE_BLOB_MAX);
	ok = testo_stored(c, ch->riga, &now, err);
	same = ch->old.there && ch->old.riga == ch->riga
		&& strcmp(buf_str(&now), buf_str(&ch->words)) == 0;
	if (ok && !same && ch->old.there)
		ok = testo_delete_due(c, ch->old.riga, buf_str(&ch->words), err);
	if (ok && !same)
		ok = testo_insert_due(c, ch->riga, buf_str(&now), err);
	buf_release(&now);
	return ok;
}

static bool change_end(struct cache *c, struct change *ch, bool ok, struct err *err)
{
	if (ok && ch->riga >= 0 && c->words_made)
		ok = words_change(c, ch, err);
	buf_release(&ch->words);
	return ok;
}

/* `detail` NULL: what is known of it stays as long as it is of the same versione. */
static bool write_change(struct cache *c, struct change *ch,
	const struct appuntamento_sintesi *s, const struct appuntamento *detail, instant now,
	struct err *err)
{
	const struct stored *old = &ch->old;
	bool same = old->there && old->versione == s->versione;
	int64_t novita = detail ? novita_of(detail) : same ? old->novita : EVENTO_NONE;

	if (old->there && old->versione > s->versione && old->giro == c->giro)
		return still_seen(c, old->riga, err);
	if (!choose_row(c, s->inizio, old, &ch->riga, err)
		|| !write_row(c, s, novita, ch->riga, old->there, now, err))
		return false;
	return !old->there || same || drop_detail(c, ch->riga, err);
}

static bool sintesi_store(struct cache *c, const struct appuntamento_sintesi *s,
	instant now, struct err *err)
{
	struct change ch;
	bool ok = change_begin(c, s->id, &ch, err)
		&& write_change(c, &ch, s, NULL, now, err);

	return change_end(c, &ch, ok, err);
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

static bool write_detail(struct cache *c, const struct appuntamento *ap, int64_t riga,
	instant now, struct err *err)
{
	struct appuntamento v = *ap;
	struct query *q;

	if (!pack_into(c, pack_appuntamento, &v, err))
		return false;
	q = query_begin(c->db,
		"INSERT OR REPLACE INTO dettaglio (riga, letto_il, dati) VALUES (?1, ?2, ?3)");
	query_int(q, 1, riga);
	query_int(q, 2, now);
	query_blob(q, 3, c->scratch.data, c->scratch.len);
	return query_run(q, err);
}

bool appuntamento_store(
	struct cache *c, const struct appuntamento *ap, instant now, struct err *err)
{
	struct appuntamento_sintesi s = sintesi_of(ap);
	struct change ch;
	bool ok = change_begin(c, s.id, &ch, err)
		&& write_change(c, &ch, &s, ap, now, err)
		&& (ch.riga < 0 || write_detail(c, ap, ch.riga, now, err));

	return change_end(c, &ch, ok, err);
}

/* --- rows that go --------------------------------------------------------------- */

/* Whose words are taken out while they can still be made again. */
static bool words_go(struct cache *c, const struct gone *which, struct err *err)
{
	struct buf sql = { 0 }, words = { 0 };
	struct arena a = { 0 };
	struct query *q;
	bool ok = true;

	buf_init(&words, CACHE_BLOB_MAX);
	buf_addf(&sql,
		"SELECT a.riga, a.dati, d.dati FROM appuntamento AS a"
		" LEFT JOIN dettaglio AS d ON d.riga = a.riga WHERE %s",
		which->where);
	q = query_begin(c->db, buf_str(&sql));
	which->bind(q, which->ctx);
	while (ok && query_step(q)) {
		arena_reset(&a);
		buf_reset(&words);
		ok = testo_of_columns(c, q, 1, &a, &words, err)
			&& testo_delete_due(c, row_int(q, 0), buf_str(&words), err);
	}
	ok = query_end(q, ok ? err : NULL) && ok;
	arena_release(&a);
	buf_release(&sql);
	buf_release(&words);
	return ok;
}

bool appuntamenti_remove(struct cache *c, const struct gone *which, struct err *err)
{
	struct buf sql = { 0 };
	struct query *q;

	if (c->words_made && !words_go(c, which, err))
		return false;
	buf_addf(&sql, "DELETE FROM appuntamento AS a WHERE %s", which->where);
	q = query_begin(c->db, buf_str(&sql));
	buf_release(&sql);
	which->bind(q, which->ctx);
	return query_run(q, err);
}

static void bind_text(struct query *q, const void *text)
{
	query_text(q, 1, text);
}

struct older {
	int64_t after, to, giro;
};

static void bind_older(struct query *q, const void *ctx)
{
	const struct older *o = ctx;

	query_int(q, 1, o->after);
	query_int(q, 2, o->to);
	query_int(q, 3, o->giro);
}

bool appuntamento_remove(struct cache *c, const char *id, struct err *err)
{
	return appuntamenti_remove(c, &(struct gone){ "a.id = ?1", bind_text, id }, err);
}

bool appuntamenti_of_rapporto_remove(struct cache *c, const char *codice, struct err *err)
{
	return appuntamenti_remove(
		c, &(struct gone){ "a.rapporto = ?1", bind_text, codice }, err);
}

bool appuntamenti_older_remove(struct cache *c, int64_t after, int64_t to, struct err *err)
{
	struct older o = { after, to, c->giro };

	return appuntamenti_remove(c,
		&(struct gone){ "a.riga > ?1 AND a.riga <= ?2 AND a.giro < ?3", bind_older,
			&o },
		err);
}

static bool copy_row(struct cache *from, struct cache *to, struct query *q, struct arena *a,
	struct err *err)
{
	struct pack row = unpack_column(q, 1, a), whole = unpack_column(q, 3, a);
	struct appuntamento_sintesi s = { 0 };
	struct appuntamento ap = { 0 };

	if (!row_is_null(q, 3)) {
		pack_appuntamento(&whole, &ap);
		return unpacked(from, &whole, err)
			&& appuntamento_store(to, &ap, row_int(q, 2), err);
	}
	pack_sintesi(&row, &s);
	return unpacked(from, &row, err) && sintesi_store(to, &s, row_int(q, 0), err);
}

bool appuntamento_copy(struct cache *from, struct cache *to, const char *id, struct err *err)
{
	struct query *q = query_begin(from->db,
		"SELECT a.letto_il, a.dati, d.letto_il, d.dati FROM appuntamento AS a"
		" LEFT JOIN dettaglio AS d ON d.riga = a.riga WHERE a.id = ?1");
	struct arena a = { 0 };
	bool ok;

	query_text(q, 1, id);
	ok = query_step(q) ? copy_row(from, to, q, &a, err)
			   : appuntamento_remove(to, id, err);
	arena_release(&a);
	return query_end(q, ok ? err : NULL) && ok;
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
	if (cache_is_hidden(c, err))
		return false;
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
	if (cache_is_hidden(c, err))
		return false;
	struct pack p = { 0 };

	*to = (struct appuntamento_sintesi){ 0 };
	if (!one(c, a, "SELECT letto_il, dati FROM appuntamento WHERE id = ?1", id, &p,
		    letto_il, err))
		return false;
	pack_sintesi(&p, to);
	return unpacked(c, &p, err);
}

/* --- pages of a search from the server ------------------------------------------ */

struct unseen {
	const struct cache *c;
	const struct ricerca *r;
};

static void bind_unseen(struct query *q, const void *ctx)
{
	const struct unseen *u = ctx;

	query_int(q, 1, ricerca_low(u->r));
	query_int(q, 2, ricerca_high(u->r));
	query_int(q, 3, u->c->passata);
	ricerca_bind(q, 4, u->r);
}

static bool drop_unseen(struct cache *c, const struct ricerca *r, struct err *err)
{
	struct unseen u = { c, r };
	struct buf where = { 0 };
	bool ok;

	buf_adds(&where, "a.riga >= ?1 AND a.riga < ?2 AND a.passata < ?3");
	ricerca_sql(r, &where);
	ok = appuntamenti_remove(
		c, &(struct gone){ buf_str(&where), bind_unseen, &u }, err);
	buf_release(&where);
	return ok;
}

static bool page_store(struct cache *c, const struct appuntamenti *page,
	const struct ricerca *r, struct page_place place, instant now, struct err *err)
{
	struct buf name = { 0 };
	bool ok;

	ricerca_name(r, &name);
	ok = list_begins(c, buf_str(&name), place, err);
	for (size_t i = 0; i < page->n && ok; i++)
		ok = sintesi_store(c, &page->items[i], now, err);
	if (ok && list_ends(c, buf_str(&name), place))
		ok = drop_unseen(c, r, err) && list_read(c, buf_str(&name), now, err);
	buf_release(&name);
	return ok;
}

/* The server knows no words: `r` has none. */
bool cache_put_appuntamenti(struct cache *c, const struct appuntamenti *page,
	const struct ricerca *r, struct page_place place, instant now, struct err *err)
{
	if (!c->writable)
		return true;
	return write_begin(c, err)
		&& write_end(c,
			page_store(c, page, r ? r : &ricerca_everything, place, now, err),
			err);
}
