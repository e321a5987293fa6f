/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Values that are put and read whole: profilo, recapiti, manuali, operazioni,
 * disponibilità.
 */
#include "cache/private.h"

#include <string.h>

bool absent(struct err *err, const char *what)
{
	return err_set(err, ERR_ABSENT, "%s not in the cache", what);
}

bool pack_written(struct cache *c, struct err *err)
{
	return buf_ok(&c->scratch) || err_set(err, ERR_LIMIT, "value too large to store");
}

struct pack unpack_column(struct query *q, int column, struct arena *a)
{
	struct pack p = { .a = a };
	size_t n = 0;

	p.at = row_blob(q, column, a, &n);
	p.end = p.at ? p.at + n : NULL;
	return p;
}

struct pack peek_column(struct query *q, int column, struct arena *a)
{
	struct pack p = { .a = a };
	size_t n = 0;

	p.at = row_bytes(q, column, &n);
	p.end = p.at ? p.at + n : NULL;
	return p;
}

bool unpacked(struct cache *c, const struct pack *p, struct err *err)
{
	if (!p->bad && p->at == p->end)
		return true;
	c->damaged = true;
	return err_set(err, ERR_CORRUPT, "a stored value cannot be read");
}

bool valore_put(struct cache *c, enum valore genere, const char *chiave, instant now,
	struct err *err)
{
	struct query *q = query_begin(c->db,
		"INSERT OR REPLACE INTO valore (genere, chiave, letto_il, dati)"
		" VALUES (?1, ?2, ?3, ?4)");

	query_int(q, 1, genere);
	query_text(q, 2, chiave);
	query_int(q, 3, now);
	query_blob(q, 4, c->scratch.len ? c->scratch.data : "", c->scratch.len);
	return query_run(q, err);
}

bool valore_drop(struct cache *c, enum valore genere, const char *chiave, struct err *err)
{
	struct query *q = query_begin(
		c->db, "DELETE FROM valore WHERE genere = ?1 AND chiave = ?2");

	query_int(q, 1, genere);
	query_text(q, 2, chiave);
	return query_run(q, err);
}

bool valore_get(struct cache *c, enum valore genere, const char *chiave, struct arena *a,
	struct pack *to, instant *letto_il, struct err *err)
{
	struct query *q = query_begin(c->db,
		"SELECT letto_il, dati FROM valore WHERE genere = ?1 AND chiave = ?2");
	bool there;

	query_int(q, 1, genere);
	query_text(q, 2, chiave);
	there = query_step(q);
	if (there) {
		if (letto_il)
			*letto_il = row_int(q, 0);
		*to = unpack_column(q, 1, a);
	}
	return query_end(q, err) && (there || absent(err, "value"));
}

/* Put and get of one kind, alike but for the struct. */
#define VALORE_PUT(c, genere, chiave, fn, v, now, err) \
	do { \
		if (!(c)->writable) \
			return true; \
		return write_begin((c), (err)) \
			&& write_end((c), \
				pack_into((c), fn, (v), (err)) \
					&& valore_put( \
						(c), (genere), (chiave), (now), (err)), \
				(err)); \
	} while (0)

#define VALORE_GET(c, genere, chiave, fn, a, to, letto_il, err) \
	do { \
		struct pack p_; \
		memset((to), 0, sizeof *(to)); \
		if (!valore_get((c), (genere), (chiave), (a), &p_, (letto_il), (err))) \
			return false; \
		fn(&p_, (to)); \
		return unpacked(c, &p_, (err)); \
	} while (0)

bool cache_put_profilo(
	struct cache *c, const struct profilo *p, instant now, struct err *err)
{
	struct profilo v = *p;

	VALORE_PUT(c, VALORE_PROFILO, "", pack_profilo, &v, now, err);
}

bool cache_profilo(struct cache *c, struct arena *a, struct profilo *to,
	instant *letto_il, struct err *err)
{
	VALORE_GET(c, VALORE_PROFILO, "", pack_profilo, a, to, letto_il, err);
}

bool cache_put_recapiti(struct cache *c, const char *codice, const struct recapiti *r,
	instant now, struct err *err)
{
	struct recapiti v = *r;

	VALORE_PUT(c, VALORE_RECAPITI, codice, pack_recapiti, &v, now, err);
}

bool cache_recapiti(struct cache *c, struct arena *a, const char *codice,
	struct recapiti *to, instant *letto_il, struct err *err)
{
	if (cache_is_hidden(c, err))
		return false;
	VALORE_GET(c, VALORE_RECAPITI, codice, pack_recapiti, a, to, letto_il, err);
}

bool cache_put_manuali(
	struct cache *c, const struct manuali *m, instant now, struct err *err)
{
	struct manuali v = *m;

	VALORE_PUT(c, VALORE_MANUALI, "", pack_manuali, &v, now, err);
}

bool cache_manuali(struct cache *c, struct arena *a, struct manuali *to,
	instant *letto_il, struct err *err)
{
	VALORE_GET(c, VALORE_MANUALI, "", pack_manuali, a, to, letto_il, err);
}

bool cache_put_manuale(
	struct cache *c, const struct manuale *m, instant now, struct err *err)
{
	struct manuale v = *m;

	VALORE_PUT(c, VALORE_MANUALE, m->id, pack_manuale, &v, now, err);
}

bool cache_manuale(struct cache *c, struct arena *a, const char *id, struct manuale *to,
	instant *letto_il, struct err *err)
{
	VALORE_GET(c, VALORE_MANUALE, id, pack_manuale, a, to, letto_il, err);
}

bool cache_put_operazione(
	struct cache *c, const struct operazione *o, instant now, struct err *err)
{
	struct operazione v = *o;

	VALORE_PUT(c, VALORE_OPERAZIONE, o->chiave, pack_operazione, &v, now, err);
}

bool cache_operazione(struct cache *c, struct arena *a, const char *chiave,
	struct operazione *to, instant *letto_il, struct err *err)
{
	VALORE_GET(c, VALORE_OPERAZIONE, chiave, pack_operazione, a, to, letto_il, err);
}

/* --- punti ---------------------------------------------------------------------- */

bool punto_store(struct cache *c, const struct punto *p, instant now, struct err *err)
{
	struct punto v = *p;

	return pack_into(c, pack_punto, &v, err)
		&& valore_put(c, VALORE_PUNTO, p->id, now, err);
}

static bool punti_store(struct cache *c, const char *codice, const struct punti *p,
	instant now, struct err *err)
{
	struct arena a = { 0 };
	struct pack_names names = { .n = p->n };
	bool ok = true;

	names.items = arena_array(&a, p->n ? p->n : 1, sizeof *names.items);
	for (size_t i = 0; i < p->n && ok; i++) {
		names.items[i] = p->items[i].id;
		ok = punto_store(c, &p->items[i], now, err);
	}
	ok = ok && pack_into(c, pack_names, &names, err)
		&& valore_put(c, VALORE_PUNTI_DI, codice, now, err);
	arena_release(&a);
	return ok;
}

bool cache_put_punti(struct cache *c, const char *codice, const struct punti *p,
	instant now, struct err *err)
{
	if (!c->writable)
		return true;
	return write_begin(c, err)
		&& write_end(c, punti_store(c, codice, p, now, err), err);
}

bool cache_punto(struct cache *c, struct arena *a, const char *id, struct punto *to,
	instant *letto_il, struct err *err)
{
	VALORE_GET(c, VALORE_PUNTO, id, pack_punto, a, to, letto_il, err);
}

/* A punto that has gone since is left out. */
bool cache_punti(struct cache *c, struct arena *a, const char *codice, struct punti *to,
	instant *letto_il, struct err *err)
{
	struct pack_names names = { 0 };
	struct pack p;

	*to = (struct punti){ 0 };
	if (!valore_get(c, VALORE_PUNTI_DI, codice, a, &p, letto_il, err))
		return false;
	pack_names(&p, &names);
	if (!unpacked(c, &p, err))
		return false;
	to->items = arena_array(a, names.n ? names.n : 1, sizeof *to->items);
	for (size_t i = 0; i < names.n; i++) {
		struct err why = { 0 };

		if (cache_punto(c, a, names.items[i], &to->items[to->n], NULL, &why)) {
			to->n++;
		} else if (why.code != ERR_ABSENT) {
			if (err)
				*err = why;
			return false;
		}
	}
	return true;
}

/* --- disponibilità -------------------------------------------------------------- */

static bool giorno_store(struct cache *c, const struct disponibilita *d, size_t i,
	instant now, struct err *err)
{
	struct giorno_disponibile v = d->giorni[i];
	struct query *q;

	if (!pack_into(c, pack_giorno, &v, err))
		return false;
	q = query_begin(c->db,
		"INSERT OR REPLACE INTO disponibilita"
		" (punto, giorno, as_of, ultimo_giorno, letto_il, dati)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
	query_text(q, 1, d->punto);
	query_int(q, 2, v.data);
	query_int(q, 3, d->as_of);
	query_int(q, 4, d->ultimo_giorno);
	query_int(q, 5, now);
	query_blob(q, 6, c->scratch.data, c->scratch.len);
	return query_run(q, err);
}

static bool drop_past(struct cache *c, const char *punto, giorno before, struct err *err)
{
	struct query *q = query_begin(
		c->db, "DELETE FROM disponibilita WHERE punto = ?1 AND giorno < ?2");

	query_text(q, 1, punto);
	query_int(q, 2, before);
	return query_run(q, err);
}

bool cache_put_disponibilita(
	struct cache *c, const struct disponibilita *d, instant now, struct err *err)
{
	bool ok;

	if (!c->writable)
		return true;
	if (!write_begin(c, err))
		return false;
	ok = drop_past(c, d->punto, giorno_of(now), err);
	for (size_t i = 0; i < d->n_giorni && ok; i++)
		ok = giorno_store(c, d, i, now, err);
	return write_end(c, ok, err);
}

/* One stored day into `to`, whose giorni have room. */
static bool giorno_read(struct cache *c, struct query *q, struct arena *a,
	struct disponibilita *to, instant *letto_il, struct err *err)
{
	struct pack p = unpack_column(q, 3, a);
	instant as_of = row_int(q, 0);

	pack_giorno(&p, &to->giorni[to->n_giorni]);
	if (to->n_giorni == 0 || as_of < to->as_of)
		to->as_of = as_of;
	if (to->n_giorni == 0 || row_int(q, 1) > to->ultimo_giorno)
		to->ultimo_giorno = (giorno)row_int(q, 1);
	if (letto_il && (to->n_giorni == 0 || row_int(q, 2) < *letto_il))
		*letto_il = row_int(q, 2);
	to->n_giorni++;
	return unpacked(c, &p, err);
}

bool cache_disponibilita(struct cache *c, struct arena *a, const char *punto, giorno dal,
	giorno al, struct disponibilita *to, instant *letto_il, struct err *err)
{
	struct query *q = query_begin(c->db,
		"SELECT as_of, ultimo_giorno, letto_il, dati FROM disponibilita"
		" WHERE punto = ?1 AND giorno BETWEEN ?2 AND ?3 ORDER BY giorno LIMIT ?4");
	size_t room = al >= dal ? (size_t)((int64_t)al - dal + 1) : 0;
	bool ok = true;

	if (room > 400)
		room = 400;
	*to = (struct disponibilita){ .punto = arena_strdup(a, punto),
		.as_of = INSTANT_NONE,
		.ultimo_giorno = GIORNO_NONE };
	to->giorni = arena_array(a, room ? room : 1, sizeof *to->giorni);
	query_text(q, 1, punto);
	query_int(q, 2, dal);
	query_int(q, 3, al);
	query_int(q, 4, (int64_t)room);
	while (ok && query_step(q))
		ok = giorno_read(c, q, a, to, letto_il, err);
	return query_end(q, err) && ok && (to->n_giorni || absent(err, "disponibilita"));
}
