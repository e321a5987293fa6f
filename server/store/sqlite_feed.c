/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Writing the change feed. `visibile` has one row for each thing that a person may see in a
 * profile, with the number of its last change: numbers are given inside the one writer's
 * transaction, so they are in commit order and the whole listing and the changes since then are
 * the same reading. A rapporto, with all that hangs on it, is seen by its employer and by the
 * intermediario whose delega is active: never by more than two.
 */
#include "server/store/sqlite_engine.h"

/* ?1 who, ?2 the last number given, ?3 when, ?4 of what. */
#define SEGNA(chi, risorsa, id, rimosso, stato, inizio, from) \
	"INSERT INTO visibile SELECT " chi ", '" risorsa "', " id \
	", ?2 + row_number() OVER (), " rimosso ", ?3, " stato ", " inizio " FROM " from \
	" ON CONFLICT (chi, risorsa, id) DO UPDATE SET seq = excluded.seq," \
	" rimosso = excluded.rimosso, quando = excluded.quando, stato = excluded.stato," \
	" inizio = excluded.inizio"
#define VISTO(risorsa, xid) \
	" EXISTS (SELECT 1 FROM visibile x WHERE x.chi = ?1 AND x.risorsa = '" risorsa \
	"'" \
	" AND x.id = " xid " AND x.rimosso = 0) "

static bool segna(struct scrittura *s, const char *sql, int64_t numero, const char *di)
{
	int64_t marked = 0;

	if (!sql_tell(s->v.db, &marked, &s->job->err, sql, "iint", numero, s->seq,
		    s->v.adesso, di))
		return false;
	s->seq += marked;
	return true;
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

static bool segna_tutti(
	struct scrittura *s, const char *sql, const char *codice, const char *di)
{
	struct destinatari to;

	if (!destinatari_of(s, codice, &to))
		return false;
	for (int i = 0; i < to.n; i++) {
		if (!segna(s, sql, to.numeri[i], di))
			return false;
	}
	return true;
}

/* ---- one thing has changed ------------------------------------------------------------------ */

static const char un_rapporto[] = SEGNA("?1", "RAPPORTO", "r.codice", "0", "NULL", "NULL",
	"rapporto r WHERE r.codice = ?4");

bool feed_rapporto(struct scrittura *s, const char *codice)
{
	return segna_tutti(s, un_rapporto, codice, codice);
}

static bool rapporto_of(
	struct scrittura *s, const char *sql, const char *id, const char **codice)
{
	struct query *q = sql_ask(s->v.db, sql, "t", id);

	*codice = query_step(q) ? row_text(q, 0, s->v.arena) : "";
	return query_end(q, &s->job->err);
}

bool feed_quesito(struct scrittura *s, const char *id)
{
	static const char un_quesito[] = SEGNA("?1", "QUESITO", "k.id", "0", "NULL",
		"NULL", "quesito k WHERE k.id = ?4");
	/* their detail shows the exchange too */
	static const char appuntamenti[] = SEGNA("?1", "APPUNTAMENTO", "a.id", "0",
		"a.stato", "a.inizio",
		"appuntamento a WHERE a.id IN"
		" (SELECT appuntamento FROM appuntamento_quesito WHERE quesito = ?4)");
	const char *codice;

	return rapporto_of(s, "SELECT rapporto FROM quesito WHERE id = ?1", id, &codice)
		&& feed_rapporto(s, codice) && segna_tutti(s, un_quesito, codice, id)
		&& segna_tutti(s, appuntamenti, codice, id);
}

bool feed_appuntamento(struct scrittura *s, const char *id)
{
	static const char quesiti[] = SEGNA("?1", "QUESITO", "k.quesito", "0", "NULL",
		"NULL", "appuntamento_quesito k WHERE k.appuntamento = ?4");
	static const char appuntamento[] = SEGNA("?1", "APPUNTAMENTO", "a.id", "0",
		"a.stato", "a.inizio", "appuntamento a WHERE a.id = ?4");
	struct destinatari to;
	const char *codice;

	if (!rapporto_of(
		    s, "SELECT rapporto FROM appuntamento WHERE id = ?1", id, &codice)
		|| !destinatari_of(s, codice, &to))
		return false;
	for (int i = 0; i < to.n; i++) {
		if (!segna(s, un_rapporto, to.numeri[i], codice)
			|| !segna(s, quesiti, to.numeri[i], id)
			|| !segna(s, appuntamento, to.numeri[i], id))
			return false;
	}
	return true;
}

bool feed_punto(struct scrittura *s, const char *id)
{
	static const char un_punto[] = SEGNA("w.numero", "PUNTO", "?4", "0", "NULL",
		"NULL",
		"(SELECT DISTINCT f.numero FROM punto p JOIN rapporto r ON r.sede = p.sede"
		"  JOIN profilo f ON f.persona = r.datore AND f.tipo = 'CITTADINO'"
		"   OR f.tipo = 'INTERMEDIARIO' AND EXISTS (SELECT 1 FROM delega d"
		"    WHERE d.datore = r.datore AND d.intermediario = f.persona"
		"    AND d.stato = 'ATTIVA') WHERE p.id = ?4 AND ?1 = 0) w WHERE true");

	return segna(s, un_punto, 0, id);
}

/* ---- things come into sight and go out of it -------------------------------------------------- */

static bool apri_rapporto(struct scrittura *s, int64_t numero, const char *codice)
{
	static const char *const sql[] = {
		SEGNA("?1", "RAPPORTO", "r.codice", "0", "NULL", "NULL",
			"rapporto r WHERE r.codice = ?4"),
		SEGNA("?1", "QUESITO", "k.id", "0", "NULL", "NULL",
			"quesito k WHERE k.rapporto = ?4"),
		SEGNA("?1", "PUNTO", "p.id", "0", "NULL", "NULL",
			"punto p WHERE p.sede ="
			" (SELECT sede FROM rapporto WHERE codice = ?4) AND NOT" VISTO(
				"PUNTO", "p.id")),
		SEGNA("?1", "APPUNTAMENTO", "a.id", "0", "a.stato", "a.inizio",
			"appuntamento a WHERE a.rapporto = ?4"),
	};

	for (size_t i = 0; i < sizeof sql / sizeof *sql; i++) {
		if (!segna(s, sql[i], numero, codice))
			return false;
	}
	return true;
}

static bool togli_rapporto(struct scrittura *s, int64_t numero, const char *codice)
{
	static const char *const sql[] = {
		SEGNA("?1", "APPUNTAMENTO", "a.id", "1", "NULL", "NULL",
			"appuntamento a WHERE a.rapporto = ?4 AND" VISTO(
				"APPUNTAMENTO", "a.id")),
		SEGNA("?1", "QUESITO", "k.id", "1", "NULL", "NULL",
			"quesito k WHERE k.rapporto = ?4 AND" VISTO("QUESITO", "k.id")),
		SEGNA("?1", "RAPPORTO", "r.codice", "1", "NULL", "NULL",
			"rapporto r WHERE r.codice = ?4 AND" VISTO(
				"RAPPORTO", "r.codice")),
		/* the punti where they have nothing any more */
		SEGNA("?1", "PUNTO", "p.id", "1", "NULL", "NULL",
			"punto p WHERE ?4 = ?4 AND" VISTO("PUNTO",
				"p.id") "AND NOT EXISTS (SELECT 1"
					" FROM visibile y JOIN rapporto r ON r.codice = y.id WHERE y.chi = ?1"
					" AND y.risorsa = 'RAPPORTO' AND y.rimosso = 0 AND r.sede = p.sede)"),
	};

	for (size_t i = 0; i < sizeof sql / sizeof *sql; i++) {
		if (!segna(s, sql[i], numero, codice))
			return false;
	}
	return true;
}

bool feed_apri_rapporto(struct scrittura *s, const char *codice)
{
	struct destinatari to;

	if (!destinatari_of(s, codice, &to))
		return false;
	for (int i = 0; i < to.n; i++) {
		if (!apri_rapporto(s, to.numeri[i], codice))
			return false;
	}
	return true;
}

bool feed_togli_a_tutti(struct scrittura *s, const char *codice)
{
	struct destinatari to;

	if (!destinatari_of(s, codice, &to))
		return false;
	for (int i = 0; i < to.n; i++) {
		if (!togli_rapporto(s, to.numeri[i], codice))
			return false;
	}
	return true;
}

static bool each_rapporto(struct scrittura *s, int64_t numero, const char *datore,
	bool (*step)(struct scrittura *, int64_t, const char *))
{
	struct query *q = sql_ask(s->v.db,
		"SELECT codice FROM rapporto WHERE datore = ?1"
		" ORDER BY codice",
		"t", datore);
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
