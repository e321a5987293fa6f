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
 * Marks what `sql` finds (id, stato, inizio; ?1 is `di`, ?2 `numero`) as changed, or as gone,
 * for profilo.numero. It must not walk `visibile`, which is being written; it may probe it.
 */
static bool segna(struct scrittura *s, int64_t numero, enum risorsa risorsa, bool rimosso,
	const char *sql, const char *di)
{
	struct query *q = sql_ask(s->v.db, sql, "ti", di, numero);
	bool ok = true;

	annuncia(s->annuncio, numero);
	while (ok && query_step(q))
		ok = sql_tell(s->v.db, NULL, &s->job->err, segna_sql, "iwtidntn", numero,
			&risorsa_words, (int)risorsa, row_peek(q, 0), ++s->seq,
			(int)rimosso, s->v.adesso, rimosso ? NULL : row_peek(q, 1),
			rimosso ? INSTANT_NONE : row_instant(q, 2));
	return query_end(q, ok ? &s->job->err : NULL) && ok;
}

struct destinatari {
	int64_t numeri[2];
	int n;
};

static bool destinatari_of(
	struct scrittura *s, const char *codice, struct destinatari *to)
{
	struct query *q = sql_ask(s->v.db,
		"SELECT f.numero FROM rapporto r JOIN profilo f ON f.persona = r.datore"
		"  AND f.tipo = 'CITTADINO' WHERE r.codice = ?1 UNION ALL"
		" SELECT f.numero FROM rapporto r JOIN delega d ON d.datore = r.datore"
		"  AND d.stato = 'ATTIVA' JOIN profilo f ON f.persona = d.intermediario"
		"  AND f.tipo = 'INTERMEDIARIO' WHERE r.codice = ?1",
		"t", codice);

	to->n = 0;
	while (to->n < 2 && query_step(q))
		to->numeri[to->n++] = row_int(q, 0);
	return query_end(q, &s->job->err);
}

/* ---- one thing has changed -------------------------------------------------------------- */

#define SOLO(id) "SELECT " id ", NULL, NULL, ?2 "

static const char un_rapporto[] = SOLO("r.codice") "FROM rapporto r WHERE r.codice = ?1";
static const char un_appuntamento[] =
	"SELECT a.id, a.stato, a.inizio, ?2 FROM appuntamento a WHERE a.id = ?1";
static const char suoi_appuntamenti[] =
	"SELECT a.id, a.stato, a.inizio, ?2 FROM appuntamento a WHERE a.rapporto = ?1";

/* The codice, or the sede, that `sql` finds. */
static bool rapporto_of(
	struct scrittura *s, const char *sql, const char *id, const char **to)
{
	struct query *q = sql_ask(s->v.db, sql, "t", id);

	*to = query_step(q) ? row_text(q, 0, s->v.arena) : "";
	return query_end(q, &s->job->err);
}

/* With its appuntamenti, which show whose it is. */
bool feed_rapporto(struct scrittura *s, const char *codice)
{
	struct destinatari to;

	if (!destinatari_of(s, codice, &to))
		return false;
	for (int i = 0; i < to.n; i++) {
		int64_t n = to.numeri[i];

		if (!segna(s, n, RISORSA_RAPPORTO, false, un_rapporto, codice)
			|| !segna(s, n, RISORSA_APPUNTAMENTO, false, suoi_appuntamenti,
				codice))
			return false;
	}
	return true;
}

/* With the rapporto, which counts it, and the appuntamenti, whose detail shows it. */
bool feed_quesito(struct scrittura *s, const char *id)
{
	static const char un_quesito[] = SOLO("k.id") "FROM quesito k WHERE k.id = ?1";
	static const char appuntamenti[] =
		"SELECT a.id, a.stato, a.inizio, ?2 FROM appuntamento a WHERE a.rapporto ="
		" (SELECT rapporto FROM quesito WHERE id = ?1) AND EXISTS (SELECT 1"
		"  FROM appuntamento_quesito k WHERE k.appuntamento = a.id AND k.quesito = ?1)";
	struct destinatari to;
	const char *codice;

	if (!rapporto_of(s, "SELECT rapporto FROM quesito WHERE id = ?1", id, &codice)
		|| !destinatari_of(s, codice, &to))
		return false;
	for (int i = 0; i < to.n; i++) {
		int64_t n = to.numeri[i];

		if (!segna(s, n, RISORSA_RAPPORTO, false, un_rapporto, codice)
			|| !segna(s, n, RISORSA_QUESITO, false, un_quesito, id)
			|| !segna(s, n, RISORSA_APPUNTAMENTO, false, appuntamenti, id))
			return false;
	}
	return true;
}

/*
 * Not with those that were about the same quesiti before: who books and cancels one for the
 * hundredth time would make a hundred others change. Whether a quesito may be booked is told by
 * the quesito; what they show of that is of their own last change.
 */
bool feed_appuntamento(struct scrittura *s, const char *id)
{
	static const char quesiti[] = SOLO(
		"k.quesito") "FROM appuntamento_quesito k WHERE k.appuntamento = ?1";
	struct destinatari to;
	const char *codice;

	if (!rapporto_of(
		    s, "SELECT rapporto FROM appuntamento WHERE id = ?1", id, &codice)
		|| !destinatari_of(s, codice, &to))
		return false;
	for (int i = 0; i < to.n; i++) {
		int64_t n = to.numeri[i];

		if (!segna(s, n, RISORSA_RAPPORTO, false, un_rapporto, codice)
			|| !segna(s, n, RISORSA_QUESITO, false, quesiti, id)
			|| !segna(s, n, RISORSA_APPUNTAMENTO, false, un_appuntamento, id))
			return false;
	}
	return true;
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
		ok = segna(s, row_int(q, 0), RISORSA_PUNTO, false,
			SOLO("p.id") "FROM punto p WHERE p.id = ?1", id);
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
	const char *codice;
	bool ok = rapporto_of(s, "SELECT rapporto FROM appuntamento WHERE id = ?1", id, &codice)
		&& destinatari_of(s, codice, &to);

	for (int i = 0; ok && i < to.n; i++)
		ok = segna(s, to.numeri[i], RISORSA_APPUNTAMENTO, false, un_appuntamento, id);
	return ok;
}

/* With the appuntamenti there, of whatever sede their rapporto is now: no index leads to them,
 * and none is worth its page in every confirmation. */
bool feed_punto(struct scrittura *s, const char *id)
{
	const char *sede;

	return rapporto_of(s, "SELECT sede FROM punto WHERE id = ?1", id, &sede)
		&& feed_punto_di(s, id, sede)
		&& feed_each(s,
			sql_ask(s->v.db, "SELECT id FROM appuntamento WHERE punto = ?1", "t", id),
			appuntamento_alone);
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
	return segna(s, numero, RISORSA_RAPPORTO, false, un_rapporto, codice)
		&& segna(s, numero, RISORSA_QUESITO, false,
			SOLO("k.id") "FROM quesito k WHERE k.rapporto = ?1", codice)
		&& segna(s, numero, RISORSA_PUNTO, false,
			SOLO("p.id") "FROM punto p WHERE p.sede ="
				     " (SELECT sede FROM rapporto WHERE codice = ?1)"
				     " AND NOT" VISTO("PUNTO", "p.id"),
			codice)
		&& segna(s, numero, RISORSA_APPUNTAMENTO, false,
			"SELECT a.id, a.stato, a.inizio, ?2 FROM appuntamento a"
			" WHERE a.rapporto = ?1",
			codice);
}

/* The punti of a sede where they have nothing any more. What they have is walked, not what the
 * sede has: the first of theirs there ends it. */
static bool togli_punti(struct scrittura *s, int64_t numero, const char *sede)
{
	return segna(s, numero, RISORSA_PUNTO, true,
		SOLO("p.id") "FROM punto p WHERE p.sede = ?1 AND" VISTO("PUNTO",
			"p.id") "AND NOT EXISTS (SELECT 1 FROM visibile v"
				" CROSS JOIN rapporto r ON r.codice = v.id AND r.sede = p.sede"
				" WHERE v.chi = ?2 AND v.risorsa = 'RAPPORTO' AND v.rimosso = 0)",
		sede);
}

static bool togli_rapporto(struct scrittura *s, int64_t numero, const char *codice)
{
	const char *sede;

	return segna(s, numero, RISORSA_APPUNTAMENTO, true,
		       SOLO("a.id") "FROM appuntamento a WHERE a.rapporto = ?1"
				    " AND" VISTO("APPUNTAMENTO", "a.id"),
		       codice)
		&& segna(s, numero, RISORSA_QUESITO, true,
			SOLO("k.id") "FROM quesito k WHERE k.rapporto = ?1"
				     " AND" VISTO("QUESITO", "k.id"),
			codice)
		&& segna(s, numero, RISORSA_RAPPORTO, true,
			SOLO("r.codice") "FROM rapporto r WHERE r.codice = ?1"
					 " AND" VISTO("RAPPORTO", "r.codice"),
			codice)
		&& rapporto_of(s, "SELECT sede FROM rapporto WHERE codice = ?1", codice, &sede)
		&& togli_punti(s, numero, sede);
}

static bool for_all(struct scrittura *s, const char *codice,
	bool (*step)(struct scrittura *, int64_t, const char *))
{
	struct destinatari to;

	if (!destinatari_of(s, codice, &to))
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

	if (!destinatari_of(s, codice, &to))
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
