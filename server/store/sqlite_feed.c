/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Writing the change feed. `visibile` has one row for each thing that a person may see in a
 * profile, with the number of its last change: numbers are given inside the one writer's
 * transaction, so they are in commit order and the whole listing and the changes since then
 * are the same reading. A rapporto, with all that hangs on it, is seen by its employer and by
 * the intermediario whose delega is active: never by more than two.
 */
#include "server/store/sqlite_engine.h"

static const char segna_sql[] =
	"INSERT INTO visibile VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
	" ON CONFLICT (chi, risorsa, id) DO UPDATE SET seq = excluded.seq,"
	" rimosso = excluded.rimosso, quando = excluded.quando, stato = excluded.stato,"
	" inizio = excluded.inizio";

/* A refused job may leave a name here: somebody looks once for nothing. */
static void annuncia(struct annuncio *a, int64_t numero)
{
	for (size_t i = 0; i < a->n; i++) {
		if (a->chi[i] == numero)
			return;
	}
	if (a->n == ANNUNCIO_MAX)
		a->tutti = true;
	else
		a->chi[a->n++] = numero;
}

/*
 * Marks what `sql` finds (risorsa, id, stato, inizio; ?1 is `di`, ?2 `numero`) as changed, or as
 * gone, for profilo.numero. It must not walk `visibile`, which is being written; it may probe it.
 */
static bool segna(struct scrittura *s, int64_t numero, bool rimosso, const char *sql,
	const char *di)
{
	struct query *q = sql_ask(s->v.db, sql, "ti", di, numero);
	bool ok = true;

	annuncia(s->annuncio, numero);
	while (ok && query_step(q))
		ok = sql_tell(s->v.db, NULL, &s->job->err, segna_sql, "ittidntn", numero,
			row_peek(q, 0), row_peek(q, 1), ++s->seq, (int)rimosso,
			s->v.adesso, rimosso ? NULL : row_peek(q, 2),
			rimosso ? INSTANT_NONE : row_instant(q, 3));
	return query_end(q, ok ? &s->job->err : NULL) && ok;
}

struct destinatari {
	int64_t numeri[2];
	int n;
};

static bool destinatari_of(
	struct scrittura *s, const char *datore, struct destinatari *to)
{
	struct query *q = sql_ask(s->v.db,
		"SELECT numero FROM profilo WHERE persona = ?1 AND tipo = 'CITTADINO' UNION ALL"
		" SELECT f.numero FROM delega d JOIN profilo f ON f.persona = d.intermediario"
		"  AND f.tipo = 'INTERMEDIARIO' WHERE d.datore = ?1 AND d.stato = 'ATTIVA'",
		"t", datore);

	to->n = 0;
	while (to->n < 2 && query_step(q))
		to->numeri[to->n++] = row_int(q, 0);
	return query_end(q, &s->job->err);
}

/* The text that `sql` finds of `id`: whose it is, or where. */
static bool text_of(struct scrittura *s, const char *sql, const char *id, const char **to)
{
	struct query *q = sql_ask(s->v.db, sql, "t", id);

	*to = query_step(q) ? row_text(q, 0, s->v.arena) : "";
	return query_end(q, &s->job->err);
}

static bool destinatari_del_rapporto(
	struct scrittura *s, const char *codice, struct destinatari *to)
{
	const char *datore;

	return text_of(s, "SELECT datore FROM rapporto WHERE codice = ?1", codice,
		       &datore)
		&& destinatari_of(s, datore, to);
}

/* ---- one thing has changed -------------------------------------------------------------- */

#define SOLO(risorsa, id) "SELECT '" risorsa "', " id ", NULL, NULL, ?2 "
#define APPUNTAMENTI \
	"SELECT 'APPUNTAMENTO', a.id, a.stato, a.inizio, ?2 FROM appuntamento a "

static const char un_rapporto[] = SOLO(
	"RAPPORTO", "r.codice") "FROM rapporto r WHERE r.codice = ?1";
static const char un_appuntamento[] = APPUNTAMENTI "WHERE a.id = ?1";
static const char suoi_appuntamenti[] = APPUNTAMENTI "WHERE a.rapporto = ?1";

static bool segna_a_tutti(struct scrittura *s, const struct destinatari *to,
	const char *sql, const char *di)
{
	for (int i = 0; i < to->n; i++) {
		if (!segna(s, to->numeri[i], false, sql, di))
			return false;
	}
	return true;
}

/* With its appuntamenti, which show whose it is. */
bool feed_rapporto(struct scrittura *s, const char *codice)
{
	struct destinatari to;

	return destinatari_del_rapporto(s, codice, &to)
		&& segna_a_tutti(s, &to, un_rapporto, codice)
		&& segna_a_tutti(s, &to, suoi_appuntamenti, codice);
}

/* With the rapporto, which counts it, and the appuntamenti, whose detail shows it. */
bool feed_quesito(struct scrittura *s, const char *id)
{
	static const char cambiati[] = SOLO("RAPPORTO",
		"k.rapporto") "FROM quesito k WHERE k.id = ?1 UNION ALL " SOLO("QUESITO",
		"k.id") "FROM quesito k WHERE k.id = ?1 UNION ALL " APPUNTAMENTI
			"WHERE a.rapporto = (SELECT rapporto FROM quesito WHERE id = ?1)"
			" AND EXISTS (SELECT 1 FROM appuntamento_quesito k"
			"  WHERE k.appuntamento = a.id AND k.quesito = ?1)";
	struct destinatari to;
	const char *datore;

	return text_of(s,
		       "SELECT r.datore FROM quesito k JOIN rapporto r ON r.codice = k.rapporto"
		       " WHERE k.id = ?1",
		       id, &datore)
		&& destinatari_of(s, datore, &to) && segna_a_tutti(s, &to, cambiati, id);
}

/*
 * Not with those that were about the same quesiti before: who books and cancels one for the
 * hundredth time would make a hundred others change. Whether a quesito may be booked is told by
 * the quesito; what they show of that is of their own last change.
 */
bool feed_appuntamento(struct scrittura *s, const char *id, const char *datore)
{
	static const char cambiati[] = SOLO("RAPPORTO",
		"a.rapporto") "FROM appuntamento a WHERE a.id = ?1 UNION ALL " SOLO("QUESITO",
		"k.quesito") "FROM appuntamento_quesito k WHERE k.appuntamento = ?1"
			     " UNION ALL " APPUNTAMENTI "WHERE a.id = ?1";
	struct destinatari to;

	return destinatari_of(s, datore, &to) && segna_a_tutti(s, &to, cambiati, id);
}

/* To who has a rapporto of that office; reading it decides who still sees it. */
bool feed_punto_di(struct scrittura *s, const char *id, const char *sede)
{
	struct query *q = sql_ask(s->v.db,
		"SELECT DISTINCT f.numero FROM rapporto r JOIN profilo f ON f.persona = r.datore"
		"  AND f.tipo = 'CITTADINO' WHERE r.sede = ?1 UNION"
		" SELECT f.numero FROM rapporto r JOIN delega d ON d.datore = r.datore"
		"  AND d.stato = 'ATTIVA' JOIN profilo f ON f.persona = d.intermediario"
		"  AND f.tipo = 'INTERMEDIARIO' WHERE r.sede = ?1",
		"t", sede);
	bool ok = true;

	while (ok && query_step(q))
		ok = segna(s, row_int(q, 0), false,
			SOLO("PUNTO", "p.id") "FROM punto p WHERE p.id = ?1", id);
	return query_end(q, ok ? &s->job->err : NULL) && ok;
}

static bool feed_each(struct scrittura *s, struct query *q,
	bool (*step)(struct scrittura *s, const char *id))
{
	bool ok = true;

	while (ok && query_step(q))
		ok = step(s, row_text(q, 0, s->v.arena));
	return query_end(q, ok ? &s->job->err : NULL) && ok;
}

static bool appuntamento_alone(struct scrittura *s, const char *id)
{
	struct destinatari to;
	const char *datore;

	return text_of(s,
		       "SELECT r.datore FROM appuntamento a JOIN rapporto r ON r.codice = a.rapporto"
		       " WHERE a.id = ?1",
		       id, &datore)
		&& destinatari_of(s, datore, &to)
		&& segna_a_tutti(s, &to, un_appuntamento, id);
}

/* With the appuntamenti there, of whatever sede their rapporto is now: those that hold their place
 * by one index, the others by another. */
bool feed_punto(struct scrittura *s, const char *id)
{
	static const char suoi[] =
		"SELECT id FROM appuntamento WHERE punto = ?1 AND stato = 'CONFERMATO' UNION ALL"
		" SELECT id FROM appuntamento WHERE punto = ?1 AND stato <> 'CONFERMATO'";
	const char *sede;

	return text_of(s, "SELECT sede FROM punto WHERE id = ?1", id, &sede)
		&& feed_punto_di(s, id, sede)
		&& feed_each(s, sql_ask(s->v.db, suoi, "t", id), appuntamento_alone);
}

bool feed_sede(struct scrittura *s, const char *codice)
{
	return feed_each(s,
		       sql_ask(s->v.db, "SELECT codice FROM rapporto WHERE sede = ?1", "t",
			       codice),
		       feed_rapporto)
		&& feed_each(s,
			sql_ask(s->v.db, "SELECT id FROM punto WHERE sede = ?1", "t", codice),
			feed_punto);
}

bool feed_termini(struct scrittura *s, const char *sede)
{
	return feed_each(s,
		sql_ask(s->v.db,
			"SELECT k.id FROM rapporto r CROSS JOIN quesito k"
			" ON k.rapporto = r.codice AND k.stato = 'APERTO' WHERE r.sede = ?1",
			"t", sede),
		feed_quesito);
}

bool feed_persona(struct scrittura *s, const char *persona)
{
	return feed_each(s,
		sql_ask(s->v.db, "SELECT codice FROM rapporto WHERE datore = ?1", "t", persona),
		feed_rapporto);
}

bool feed_intermediario(struct scrittura *s, const char *persona)
{
	return feed_each(s,
		sql_ask(s->v.db,
			"SELECT r.codice FROM delega d CROSS JOIN rapporto r"
			" ON r.datore = d.datore WHERE d.intermediario = ?1"
			" AND d.stato = 'ATTIVA'",
			"t", persona),
		feed_rapporto);
}

/* ---- things come into sight and go out of it --------------------------------------------- */

#define VISTO(risorsa, xid) \
	" EXISTS (SELECT 1 FROM visibile x WHERE x.chi = ?2" \
	" AND x.risorsa = '" risorsa "' AND x.id = " xid " AND x.rimosso = 0) "

static bool apri_rapporto(struct scrittura *s, int64_t numero, const char *codice)
{
	return segna(s, numero, false, un_rapporto, codice)
		&& segna(s, numero, false,
			SOLO("QUESITO", "k.id") "FROM quesito k WHERE k.rapporto = ?1",
			codice)
		&& segna(s, numero, false,
			SOLO("PUNTO",
				"p.id") "FROM punto p WHERE p.sede ="
					" (SELECT sede FROM rapporto WHERE codice = ?1)"
					" AND NOT" VISTO("PUNTO", "p.id"),
			codice)
		&& segna(s, numero, false, suoi_appuntamenti, codice);
}

/* The punti of a sede where they have nothing any more. What they have is walked, not what the
 * sede has: the first of theirs there ends it. */
static bool togli_punti(struct scrittura *s, int64_t numero, const char *sede)
{
	return segna(s, numero, true,
		SOLO("PUNTO", "p.id") "FROM punto p WHERE p.sede = ?1 AND" VISTO("PUNTO",
			"p.id") "AND NOT EXISTS (SELECT 1 FROM visibile v"
				" CROSS JOIN rapporto r ON r.codice = v.id AND r.sede = p.sede"
				" WHERE v.chi = ?2 AND v.risorsa = 'RAPPORTO' AND v.rimosso = 0)",
		sede);
}

static bool togli_rapporto(struct scrittura *s, int64_t numero, const char *codice)
{
	const char *sede;

	return segna(s, numero, true,
		       SOLO("APPUNTAMENTO",
			       "a.id") "FROM appuntamento a WHERE a.rapporto = ?1"
				       " AND" VISTO("APPUNTAMENTO", "a.id"),
		       codice)
		&& segna(s, numero, true,
			SOLO("QUESITO", "k.id") "FROM quesito k WHERE k.rapporto = ?1"
						" AND" VISTO("QUESITO", "k.id"),
			codice)
		&& segna(s, numero, true,
			SOLO("RAPPORTO", "r.codice") "FROM rapporto r WHERE r.codice = ?1"
						     " AND" VISTO("RAPPORTO", "r.codice"),
			codice)
		&& text_of(
			s, "SELECT sede FROM rapporto WHERE codice = ?1", codice, &sede)
		&& togli_punti(s, numero, sede);
}

static bool for_all(struct scrittura *s, const char *codice,
	bool (*step)(struct scrittura *, int64_t, const char *))
{
	struct destinatari to;

	if (!destinatari_del_rapporto(s, codice, &to))
		return false;
	for (int i = 0; i < to.n; i++) {
		if (!step(s, to.numeri[i], codice))
			return false;
	}
	return true;
}

bool feed_apri_rapporto(struct scrittura *s, const char *codice)
{
	return for_all(s, codice, apri_rapporto);
}

bool feed_togli_a_tutti(struct scrittura *s, const char *codice)
{
	return for_all(s, codice, togli_rapporto);
}

bool feed_lascia_sede(struct scrittura *s, const char *codice, const char *sede)
{
	struct destinatari to;

	if (!destinatari_del_rapporto(s, codice, &to))
		return false;
	for (int i = 0; i < to.n; i++) {
		if (!togli_punti(s, to.numeri[i], sede))
			return false;
	}
	return true;
}

static bool each_rapporto(struct scrittura *s, int64_t numero, const char *datore,
	bool (*step)(struct scrittura *, int64_t, const char *))
{
	struct query *q = sql_ask(s->v.db,
		"SELECT codice FROM rapporto WHERE datore = ?1 ORDER BY codice", "t",
		datore);
	bool ok = true;

	while (ok && query_step(q))
		ok = step(s, numero, row_text(q, 0, s->v.arena));
	return query_end(q, ok ? &s->job->err : NULL) && ok;
}

bool feed_apri(struct scrittura *s, int64_t numero, const char *datore)
{
	return each_rapporto(s, numero, datore, apri_rapporto);
}

bool feed_togli(struct scrittura *s, int64_t numero, const char *datore)
{
	return each_rapporto(s, numero, datore, togli_rapporto);
}
