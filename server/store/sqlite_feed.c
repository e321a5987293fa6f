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

static bool rapporto_of(
	struct scrittura *s, const char *sql, const char *id, const char **codice)
{
	struct query *q = sql_ask(s->v.db, sql, "t", id);

	*codice = query_step(q) ? row_text(q, 0, s->v.arena) : "";
	return query_end(q, &s->job->err);
}

bool feed_rapporto(struct scrittura *s, const char *codice)
{
	struct destinatari to;

	if (!destinatari_of(s, codice, &to))
		return false;
	for (int i = 0; i < to.n; i++) {
		if (!segna(s, to.numeri[i], RISORSA_RAPPORTO, false, un_rapporto, codice))
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

bool feed_appuntamento(struct scrittura *s, const char *id)
{
	static const char quesiti[] = SOLO(
		"k.quesito") "FROM appuntamento_quesito k WHERE k.appuntamento = ?1";
	static const char appuntamento[] =
		"SELECT a.id, a.stato, a.inizio, ?2 FROM appuntamento a WHERE a.id = ?1";
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
			|| !segna(s, n, RISORSA_APPUNTAMENTO, false, appuntamento, id))
			return false;
	}
	return true;
}

bool feed_punto(struct scrittura *s, const char *id)
{
	struct query *q = sql_ask(s->v.db,
		"SELECT DISTINCT f.numero FROM punto p JOIN rapporto r ON r.sede = p.sede"
		" JOIN profilo f ON f.persona = r.datore AND f.tipo = 'CITTADINO'"
		" WHERE p.id = ?1 UNION SELECT f.numero FROM punto p"
		" JOIN rapporto r ON r.sede = p.sede JOIN delega d ON d.datore = r.datore"
		"  AND d.stato = 'ATTIVA' JOIN profilo f ON f.persona = d.intermediario"
		"  AND f.tipo = 'INTERMEDIARIO' WHERE p.id = ?1",
		"t", id);
	bool ok = true;

	while (ok && query_step(q))
		ok = segna(s, row_int(q, 0), RISORSA_PUNTO, false,
			SOLO("p.id") "FROM punto p WHERE p.id = ?1", id);
	return query_end(q, ok ? &s->job->err : NULL) && ok;
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

static bool togli_rapporto(struct scrittura *s, int64_t numero, const char *codice)
{
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
		/* the punti where they have nothing any more */
		&& segna(s, numero, RISORSA_PUNTO, true,
			SOLO("p.id") "FROM punto p WHERE p.sede ="
				     " (SELECT sede FROM rapporto WHERE codice = ?1)"
				     " AND" VISTO("PUNTO",
					     "p.id") "AND NOT EXISTS (SELECT 1 FROM rapporto r WHERE r.sede = p.sede"
						     " AND" VISTO(
							     "RAPPORTO", "r.codice") ")",
			codice);
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
