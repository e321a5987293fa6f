/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What has to be done every day: times to the horizon, deleghe that end by their date, keys,
 * uploads and removals that are too old, and word of the quesiti that may be booked, or not any
 * more, only because time has passed.
 */
#include "server/store/sqlite_engine.h"

#define RIMOSSI_SECONDS (30 * 24 * 3600) /* a client that was away longer begins anew */

static bool horizon_extend(struct scrittura *s)
{
	giorno oggi = giorno_of(s->v.adesso);
	struct query *q = query_begin(s->v.db,
		"SELECT id, orari_al, orizzonte FROM punto WHERE attivo = 1 ORDER BY id");
	int64_t fatti = 0;
	bool ok = true;

	while (ok && query_step(q)) {
		giorno made = row_giorno(q, 1);
		giorno from = made == GIORNO_NONE || made < oggi ? oggi : made + 1;

		ok = orari_make(s, row_text(q, 0, s->v.arena), from,
			oggi + (giorno)row_int(q, 2), &fatti);
	}
	s->job->in.orari.fatti = fatti;
	return query_end(q, ok ? &s->job->err : NULL) && ok;
}

static bool expired_delete(struct scrittura *s)
{
	struct err *err = &s->job->err;

	return sql_tell(s->v.db, NULL, err,
		       "DELETE FROM operazione WHERE n < coalesce((SELECT n FROM operazione"
		       " WHERE quando >= ?1 ORDER BY n LIMIT 1), 9223372036854775807)",
		       "n", s->v.adesso - STORE_CHIAVE_SECONDS)
		&& sql_tell(s->v.db, NULL, err,
			"DELETE FROM allegato WHERE scade_il <= ?1", "n", s->v.adesso)
		&& sql_tell(s->v.db, NULL, err,
			"DELETE FROM contenuto WHERE NOT EXISTS"
			" (SELECT 1 FROM allegato a WHERE a.sha256 = contenuto.sha256)",
			"");
}

/* Cursors from before the last removal that is forgotten are no longer good. */
static bool removals_forget(struct scrittura *s)
{
	instant before = s->v.adesso - RIMOSSI_SECONDS;
	int64_t last = 0;

	return query_number(
		       sql_ask(s->v.db,
			       "SELECT max(seq) FROM visibile WHERE rimosso = 1 AND quando < ?1",
			       "n", before),
		       0, &last, &s->job->err)
		&& (last == 0
			|| (sql_tell(s->v.db, NULL, &s->job->err,
				    "DELETE FROM visibile WHERE rimosso = 1 AND quando < ?1",
				    "n", before)
				&& sql_tell(s->v.db, NULL, &s->job->err,
					"UPDATE contatore SET valore = ?1"
					" WHERE nome = 'seq_minimo' AND valore < ?1",
					"i", last)));
}

/* ---- what only time changes ------------------------------------------------------------------ */

struct lista {
	const char **ids;
	size_t n;
};

static bool ids_of(struct scrittura *s, struct query *q, struct lista *to)
{
	*to = (struct lista){ 0 };
	while (query_step(q)) {
		to->ids = sql_grow(s->v.arena, to->ids, to->n, sizeof *to->ids);
		to->ids[to->n++] = row_text(q, 0, s->v.arena);
	}
	return query_end(q, &s->job->err);
}

static bool motivo_at(struct scrittura *s, const char *id, instant at, enum motivo *to)
{
	struct vista then = s->v;
	struct quesiti one;

	then.adesso = at;
	if (!quesiti_idonei(&then, QUESITO_SOLO, id, &one, &s->job->err))
		return false;
	*to = one.n ? one.items[0].motivo : MOTIVO_NONE;
	return true;
}

static bool terms_passed(struct scrittura *s, instant since)
{
	struct lista open;

	if (!ids_of(s,
		    query_begin(s->v.db, "SELECT id FROM quesito WHERE stato = 'APERTO'"),
		    &open))
		return false;
	for (size_t i = 0; i < open.n; i++) {
		enum motivo before, now;

		if (!motivo_at(s, open.ids[i], since, &before)
			|| !motivo_at(s, open.ids[i], s->v.adesso, &now)
			|| (before != now && !feed_quesito(s, open.ids[i])))
			return false;
	}
	return true;
}

static bool visits_over(struct scrittura *s, instant since)
{
	struct lista over;

	if (!ids_of(s,
		    sql_ask(s->v.db,
			    "SELECT quesito FROM impegno WHERE fine > ?1 AND fine <= ?2",
			    "nn", since, s->v.adesso),
		    &over))
		return false;
	for (size_t i = 0; i < over.n; i++) {
		if (!feed_quesito(s, over.ids[i]))
			return false;
	}
	return true;
}

static bool time_tells(struct scrittura *s)
{
	instant since = 0;

	if (!query_number(
		    query_begin(s->v.db,
			    "SELECT valore FROM contatore WHERE nome = 'manutenzione'"),
		    0, &since, &s->job->err))
		return false;
	if (since != 0 && since < s->v.adesso
		&& (!visits_over(s, since) || !terms_passed(s, since)))
		return false;
	return sql_tell(s->v.db, NULL, &s->job->err,
		"UPDATE contatore SET valore = ?1 WHERE nome = 'manutenzione'", "n",
		s->v.adesso);
}

bool scrivi_manutenzione(struct scrittura *s)
{
	s->v.chi = (struct soggetto){ 0 };
	return deleghe_scadute(s) && horizon_extend(s) && expired_delete(s) && removals_forget(s)
		&& time_tells(s);
}
