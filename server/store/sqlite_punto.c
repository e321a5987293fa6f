/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Reading punti and their times. A place is free when no Confermato lives on it: that is asked
 * of the appuntamenti, it is not a second truth beside them.
 */
#include "server/store/sqlite_engine.h"

#include <stdlib.h>

#define LIBERO(o) \
	" NOT EXISTS (SELECT 1 FROM appuntamento la WHERE la.punto = " o ".punto" \
	"  AND la.inizio = " o ".inizio AND la.posto = " o \
	".posto AND la.stato = 'CONFERMATO') "

#define ORARI_LIBERI_MAX 1000

instant orizzonte_fine(const struct vista *v, int orizzonte)
{
	return instant_at(giorno_of(v->adesso) + orizzonte + 1, 0);
}

static bool number_of(struct vista *v, const char *sql, const struct punto *p,
	instant end, int64_t none, int64_t *to, struct err *err)
{
	return query_number(
		sql_ask(v->db, sql, "tnn", p->id, v->adesso, end), none, to, err);
}

/* The times that are held, less those with no place left: probing each place costs more. */
static bool punto_count(struct vista *v, struct punto *to, instant end, struct err *err)
{
	int64_t held = 0, full = 0;

	if (!number_of(v,
		    "SELECT count(DISTINCT inizio) FROM orario WHERE punto = ?1 AND inizio > ?2"
		    " AND inizio < ?3 AND chiuso IS NULL",
		    to, end, 0, &held, err)
		|| !number_of(v,
			"SELECT count(*) FROM (SELECT a.inizio FROM appuntamento a"
			" CROSS JOIN orario o ON o.punto = a.punto AND o.inizio = a.inizio"
			"  AND o.posto = a.posto AND o.chiuso IS NULL WHERE a.punto = ?1"
			" AND a.inizio > ?2 AND a.inizio < ?3 AND a.stato = 'CONFERMATO'"
			" GROUP BY a.inizio HAVING count(*) = (SELECT count(*) FROM orario t"
			"  WHERE t.punto = ?1 AND t.inizio = a.inizio AND t.chiuso IS NULL))",
			to, end, 0, &full, err))
		return false;
	to->orari_liberi = held - full < ORARI_LIBERI_MAX ? held - full
							  : ORARI_LIBERI_MAX;
	return true;
}

/* How many times have a free place, which is the first, which is the last bookable day. */
static bool punto_times(struct vista *v, struct punto *to, int orizzonte, struct err *err)
{
	instant end = orizzonte_fine(v, orizzonte);
	int64_t last = INSTANT_NONE;

	if (!punto_count(v, to, end, err)
		|| !number_of(v,
			"SELECT o.inizio FROM orario o WHERE o.punto = ?1 AND o.inizio > ?2"
			" AND o.inizio < ?3 AND o.chiuso IS NULL AND" LIBERO(
				"o") "ORDER BY o.inizio LIMIT 1",
			to, end, INSTANT_NONE, &to->primo_libero, err)
		|| !number_of(v,
			"SELECT inizio FROM orario WHERE punto = ?1 AND inizio > ?2"
			" AND inizio < ?3 AND chiuso IS NULL ORDER BY inizio DESC LIMIT 1",
			to, end, INSTANT_NONE, &last, err))
		return false;
	to->ultimo_giorno = last == INSTANT_NONE ? GIORNO_NONE : giorno_of(last);
	return true;
}

void punto_from_row(struct vista *v, struct query *q, int column, struct punto *to)
{
	*to = (struct punto){
		.id = row_text(q, column, v->arena),
		.denominazione = row_text(q, column + 1, v->arena),
		.codice_sede_inps = row_text(q, column + 2, v->arena),
		.denominazione_sede_inps = row_text(q, column + 3, v->arena),
		.indirizzo = row_text(q, column + 4, v->arena),
		.citta = row_text(q, column + 5, v->arena),
		.telefono = row_text(q, column + 6, v->arena),
		.email = row_text(q, column + 7, v->arena),
		.orari_di_apertura = row_text(q, column + 8, v->arena),
		.cosa_portare = row_text(q, column + 9, v->arena),
		.primo_libero = INSTANT_NONE,
		.ultimo_giorno = GIORNO_NONE,
	};
}

bool punto_read(struct vista *v, const char *id, struct punto *to, struct err *err)
{
	int orizzonte = 0;
	bool attivo = false;
	struct query *q = sql_ask(v->db,
		"SELECT" PUNTO_COLONNE("p",
			"s") ", p.orizzonte, p.attivo"
			     " FROM punto p CROSS JOIN sede s ON s.codice = p.sede WHERE p.id = ?1",
		"t", id);

	to->id = NULL;
	if (query_step(q)) {
		punto_from_row(v, q, 0, to);
		orizzonte = (int)row_int(q, 10);
		attivo = row_int(q, 11) != 0;
	}
	if (!query_end(q, err))
		return false;
	if (!to->id)
		return vista_absent(err, "punto");
	return !attivo || punto_times(v, to, orizzonte, err);
}

static bool punti_read(
	struct vista *v, const char *codice, struct punti *to, struct err *err)
{
	struct query *q = sql_ask(v->db,
		"SELECT p.id FROM rapporto r CROSS JOIN punto p ON p.sede = r.sede"
		" WHERE r.codice = ?1 AND p.attivo = 1 ORDER BY p.id",
		"t", codice);
	bool ok = true;

	while (ok && query_step(q)) {
		to->items = sql_grow(v->arena, to->items, to->n, sizeof *to->items);
		ok = punto_read(v, row_peek(q, 0), &to->items[to->n++], err);
	}
	return query_end(q, ok ? err : NULL) && ok;
}

bool store_punti(struct store_reader *r, const struct domanda *d, const char *codice,
	struct punti *to, struct err *err)
{
	struct vista v;

	*to = (struct punti){ 0 };
	return vista_begin(&v, r, d, err)
		&& vista_end(&v,
			vista_soggetto(&v, false, err)
				&& vista_vede_rapporto(&v, codice, err)
				&& punti_read(&v, codice, to, err));
}

/* ---- the nearest free times ------------------------------------------------------------ */

#define VICINI_COLONNE \
	"SELECT o.inizio, o.fine, (SELECT count(*) FROM orario t WHERE t.punto = o.punto" \
	" AND t.inizio = o.inizio AND t.chiuso IS NULL), count(*) FROM orario o" \
	" WHERE o.punto = ?1 AND o.inizio > ?2 AND o.inizio < ?3 AND o.chiuso IS NULL" \
	" AND o.inizio <> ?4 AND" LIBERO("o") "GROUP BY o.inizio "

static bool vicini_from(struct vista *v, const char *sql, const char *punto,
	instant after, instant before, instant not, struct orario *to, size_t *n,
	struct err *err)
{
	struct query *q = sql_ask(
		v->db, sql, "tnnnd", punto, after, before, not, STORE_VICINI_MAX);

	*n = 0;
	while (query_step(q))
		to[(*n)++] = (struct orario){ row_int(q, 0), row_int(q, 1), row_int(q, 2),
			row_int(q, 3) };
	return query_end(q, err);
}

/* Both lists go away from `inizio`: the nearer of their heads, until there are enough. */
static size_t vicini_merge(struct orario *to, instant inizio, const struct orario *before,
	size_t n_before, const struct orario *after, size_t n_after)
{
	size_t b = 0, a = 0;

	while (b + a < STORE_VICINI_MAX && (b < n_before || a < n_after)) {
		bool take_after = b == n_before
			|| (a < n_after
				&& after[a].inizio - inizio <= inizio - before[b].inizio);

		to[b + a] = take_after ? after[a] : before[b];
		if (take_after)
			a++;
		else
			b++;
	}
	return b + a;
}

bool orari_vicini(struct vista *v, const char *punto, instant inizio,
	struct orario **items, size_t *n, struct err *err)
{
	struct orario before[STORE_VICINI_MAX], after[STORE_VICINI_MAX];
	size_t n_before = 0, n_after = 0;
	int64_t orizzonte = 0;
	instant end;

	if (!query_number(
		    sql_ask(v->db,
			    "SELECT orizzonte FROM punto WHERE id = ?1 AND attivo = 1",
			    "t", punto),
		    0, &orizzonte, err))
		return false;
	end = orizzonte > 0 ? orizzonte_fine(v, (int)orizzonte) : v->adesso;
	if (!vicini_from(v, VICINI_COLONNE "ORDER BY o.inizio DESC LIMIT ?5", punto,
		    v->adesso, inizio < end ? inizio : end, inizio, before, &n_before,
		    err)
		|| !vicini_from(v, VICINI_COLONNE "ORDER BY o.inizio LIMIT ?5", punto,
			inizio > v->adesso ? inizio : v->adesso, end, inizio, after,
			&n_after, err))
		return false;
	*items = arena_array(v->arena, STORE_VICINI_MAX, sizeof **items);
	*n = vicini_merge(*items, inizio, before, n_before, after, n_after);
	return true;
}
