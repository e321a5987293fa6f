/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Making times: from the weekly openings of a punto, the holidays of its sede and the closures,
 * one row for each place of each time. Making them twice changes nothing. When the rules change,
 * what nobody lives on is deleted, the rest is closed and stays.
 */
#include "server/store/sqlite_engine.h"

#define SOPPRESSO "orario soppresso" /* why a time of former rules cannot be booked */

struct regole {
	const char *punto;
	const char *sede;
	int durata, postazioni; /* minutes, places */
	struct apertura_importata *aperture;
	size_t n;
	bool attivo;
};

static bool regole_read(struct scrittura *s, const char *punto, struct regole *to)
{
	struct query *q = sql_ask(s->v.db,
		"SELECT sede, durata, postazioni, attivo FROM punto WHERE id = ?1", "t",
		punto);

	*to = (struct regole){ .punto = punto };
	if (query_step(q)) {
		to->sede = row_text(q, 0, s->v.arena);
		to->durata = (int)row_int(q, 1);
		to->postazioni = (int)row_int(q, 2);
		to->attivo = row_int(q, 3) != 0;
	}
	if (!query_end(q, &s->job->err))
		return false;
	if (!to->sede)
		return job_refuse(s->job, PROBLEM_NON_TROVATO, "punto");
	q = sql_ask(s->v.db,
		"SELECT giorno, dalle, alle FROM apertura WHERE punto = ?1"
		" ORDER BY giorno, dalle",
		"t", punto);
	while (query_step(q)) {
		to->aperture = sql_grow(
			s->v.arena, to->aperture, to->n, sizeof *to->aperture);
		to->aperture[to->n++] = (struct apertura_importata){ row_int(q, 0),
			(int)row_int(q, 1), (int)row_int(q, 2) };
	}
	return query_end(q, &s->job->err);
}

static bool closed_by(
	struct scrittura *s, const struct regole *r, giorno g, const char **why)
{
	struct query *q = sql_ask(s->v.db,
		"SELECT motivo FROM chiusura WHERE giorno = ?3 AND sede = ?2"
		" AND (punto IS NULL OR punto = ?1) LIMIT 1",
		"ttg", r->punto, r->sede, g);

	*why = query_step(q) ? row_text(q, 0, s->v.arena) : NULL;
	return query_end(q, &s->job->err);
}

/* A time of former rules on which somebody lives keeps its place; one that is the same as
 * before is open again. */
static const char orario_sql[] =
	"INSERT INTO orario (punto, inizio, fine, posto, chiuso) SELECT ?1, ?2, ?3, ?4, ?5"
	" WHERE NOT EXISTS (SELECT 1 FROM orario o WHERE o.punto = ?1 AND o.posto = ?4"
	"  AND o.inizio <> ?2 AND o.inizio > ?2 - 7200 AND o.inizio < ?3 AND o.fine > ?2"
	"  AND (o.chiuso IS NULL OR EXISTS (SELECT 1 FROM appuntamento a"
	"   WHERE a.punto = o.punto AND a.inizio = o.inizio AND a.posto = o.posto"
	"   AND a.stato = 'CONFERMATO')))"
	" ON CONFLICT (punto, inizio, posto) DO UPDATE SET chiuso = excluded.chiuso"
	"  WHERE orario.fine = excluded.fine AND orario.chiuso IS NOT excluded.chiuso";

static bool opening_make(struct scrittura *s, const struct regole *r, giorno g,
	const struct apertura_importata *a, const char *why, int64_t *fatti)
{
	int64_t made = 0;

	for (int m = a->dalle; m + r->durata <= a->alle; m += r->durata) {
		instant inizio = instant_at(g, m);

		for (int posto = 1; posto <= r->postazioni; posto++) {
			if (!sql_tell(s->v.db, &made, &s->job->err, orario_sql, "tnndt",
				    r->punto, inizio, inizio + 60 * r->durata, posto,
				    why))
				return false;
			*fatti += made;
		}
	}
	return true;
}

static bool day_make(
	struct scrittura *s, const struct regole *r, giorno g, int64_t *fatti)
{
	const char *why = NULL;

	if (festivo(r->sede, g))
		return true;
	for (size_t i = 0; i < r->n; i++) {
		if (r->aperture[i].giorno_settimana != giorno_della_settimana(g))
			continue;
		if (!closed_by(s, r, g, &why)
			|| !opening_make(s, r, g, &r->aperture[i], why, fatti))
			return false;
	}
	return true;
}

bool orari_make(
	struct scrittura *s, const char *punto, giorno dal, giorno al, int64_t *fatti)
{
	struct regole r;

	if (!regole_read(s, punto, &r))
		return false;
	for (giorno g = dal; r.attivo && g <= al; g++) {
		if (!day_make(s, &r, g, fatti))
			return false;
	}
	return sql_tell(s->v.db, NULL, &s->job->err,
		"UPDATE punto SET orari_al = ?2 WHERE id = ?1"
		" AND (orari_al IS NULL OR orari_al < ?2)",
		"tg", punto, al);
}

bool orari_remake(struct scrittura *s, const char *punto, giorno dal)
{
	int64_t orizzonte = 0, fatti = 0;
	instant from = instant_at(dal, 0);

	return sql_tell(s->v.db, NULL, &s->job->err,
		       "DELETE FROM orario WHERE punto = ?1 AND inizio >= ?2 AND NOT EXISTS (SELECT 1"
		       " FROM appuntamento a WHERE a.punto = orario.punto AND a.inizio = orario.inizio"
		       " AND a.posto = orario.posto AND a.stato = 'CONFERMATO')",
		       "tn", punto, from)
		&& sql_tell(s->v.db, NULL, &s->job->err,
			"UPDATE orario SET chiuso = '" SOPPRESSO "'"
			" WHERE punto = ?1 AND inizio >= ?2",
			"tn", punto, from)
		&& query_number(
			sql_ask(s->v.db, "SELECT orizzonte FROM punto WHERE id = ?1", "t",
				punto),
			0, &orizzonte, &s->job->err)
		&& orari_make(s, punto, dal, giorno_of(s->v.adesso) + (giorno)orizzonte,
			&fatti);
}

bool orari_close(struct scrittura *s, const char *sede, const char *punto, giorno g)
{
	return sql_tell(s->v.db, NULL, &s->job->err,
		"UPDATE orario SET chiuso = (SELECT c.motivo FROM chiusura c WHERE c.sede = ?1"
		"  AND c.giorno = ?5 AND (c.punto IS NULL OR c.punto = orario.punto) LIMIT 1)"
		" WHERE inizio >= ?3 AND inizio < ?4"
		" AND punto IN (SELECT id FROM punto WHERE sede = ?1 AND (?2 IS NULL OR id = ?2))"
		" AND chiuso IS NOT '" SOPPRESSO "'",
		"ttnng", sede, punto, instant_at(g, 0), instant_at(g + 1, 0), g);
}

bool scrivi_orari(struct scrittura *s)
{
	struct chiedi_orari *in = &s->job->in.orari;
	struct query *q = sql_ask(s->v.db,
		"SELECT id FROM punto WHERE ?1 IS NULL OR id = ?1", "t", in->punto);
	bool ok = true;

	in->fatti = 0;
	while (ok && query_step(q))
		ok = orari_make(
			s, row_text(q, 0, s->v.arena), in->dal, in->al, &in->fatti);
	return query_end(q, ok ? &s->job->err : NULL) && ok;
}
