/* SPDX-License-Identifier: EUPL-1.2
 *
 * The database refuses what the rules forbid even to raw SQL, as if our C were wrong; and the
 * searches walk their indexes. */
#include "store_support.h"

#include "server/store/sqlite_engine.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static struct world w;
static char held[32]; /* an appuntamento on posto 1 at 25/11 09:10, about q-resp */

static void setup(void)
{
	world_open(&w);
	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp",
			     at(11, 25, 9, 10), held),
		PROBLEM_NONE);
}

static void teardown(void)
{
	world_close(&w);
}

TestSuite(store_schema, .init = setup, .fini = teardown);

#define NEW_ROW(id, rapporto, punto, inizio, posto, creato) \
	"INSERT INTO appuntamento SELECT '" id "', '" rapporto "', '" punto "', " inizio \
	", " inizio " + 1200, " posto \
	", 'CONFERMATO', NULL, 'nota', 'CITTADINO', NULL, 0, 0, 0, 1, " creato \
	", " creato
#define ID  "AG-2026-0000000-0"
#define T0  "1795594200" /* 25/11/2026 09:10 in Rome */
#define NOW "1795420800"

static const struct attempt {
	const char *sql;
	const char *rule; /* part of what SQLite says */
} attempts[] = {
	{ NEW_ROW(ID, R_ANNA2, PUNTO, T0, "1", NOW),
		"appuntamento.punto, appuntamento.inizio, appuntamento.posto" },
	{ NEW_ROW(ID, R_ANNA2, PUNTO, T0, "4", NOW), "orario_chiuso" },
	{ NEW_ROW(ID, R_ANNA2, PUNTO, T0 " + 60", "2", NOW), "orario_chiuso" },
	{ NEW_ROW(ID, R_ANNA2, PUNTO, T0, "2", T0), "appuntamento_futuro" },
	{ NEW_ROW(ID, R_ANNA2, PUNTO_TO, T0, "1", NOW), "punto_non_competente" },
	{ NEW_ROW("AG-2026-0000000", R_ANNA2, PUNTO, T0, "2", NOW), "AG-" },
	/* a quesito that somebody holds, is of another rapporto, or was accepted */
	{ "BEGIN;" NEW_ROW(ID, R_ANNA, PUNTO, T0, "2",
		  NOW) ";"
		       "INSERT INTO appuntamento_quesito VALUES ('" ID "', 'q-resp', 0)",
		"impegno.quesito" },
	{ "BEGIN;" NEW_ROW(ID, R_ANNA, PUNTO, T0, "2",
		  NOW) ";"
		       "INSERT INTO appuntamento_quesito VALUES ('" ID "', 'q-anna2', 0)",
		"quesito_di_altro_rapporto" },
	{ "UPDATE quesito SET rapporto = '" R_ANNA2 "' WHERE id = 'q-resp'",
		"quesito_immobile" },
	{ "BEGIN;" NEW_ROW(ID, R_ANNA, PUNTO, T0, "2",
		  NOW) ";"
		       "INSERT INTO appuntamento_quesito VALUES ('" ID
		       "', 'q-accolto', 0)",
		"quesito_accolto" },
	{ "INSERT INTO impegno VALUES ('q-resp', 'altro', 1)", "UNIQUE" },
	{ "INSERT INTO impegno VALUES ('q-resp2', 'altro', 1)", "FOREIGN KEY" },
	/* what is there stays as it is */
	{ "DELETE FROM appuntamento", "appuntamento_resta" },
	{ "DELETE FROM appuntamento_quesito", "appuntamento_resta" },
	{ "DELETE FROM orario WHERE inizio = " T0 " AND posto = 1", "orario_abitato" },
	{ "UPDATE orario SET inizio = inizio + 1", "orario_immobile" },
	{ "UPDATE appuntamento SET stato = 'CANCELLATO'", "appuntamento_versione" },
	{ "UPDATE appuntamento SET nota = '  ', versione = 2", "appuntamento_nota" },
	{ "UPDATE appuntamento SET stato = 'SVOLTO', versione = 2", "CHECK" },
	{ "UPDATE appuntamento SET rapporto = '" R_ANNA2 "', versione = 2",
		"appuntamento_immobile" },
	{ "BEGIN; UPDATE appuntamento SET stato = 'CANCELLATO', versione = 2;"
	  "UPDATE appuntamento SET stato = 'CONFERMATO', versione = 3",
		"stato_finale" },
	{ "INSERT INTO orario SELECT punto, inizio + 600, fine + 600, posto, NULL FROM orario"
	  " WHERE inizio = " T0 " AND posto = 1",
		"orario_sovrapposto" },
	{ "INSERT INTO orario VALUES ('" PUNTO "', 100, 100, 1, NULL)", "orario_durata" },
	{ "DELETE FROM audit", "audit_resta" },
	{ "UPDATE audit SET azione = ''", "audit_non_cambia" },
	/* deleghe, files, quesiti */
	{ "INSERT INTO delega SELECT datore, '" AURORA
	  "', 'ATTIVA', dal, NULL FROM delega",
		"delega.datore" },
	{ "UPDATE quesito SET esito = 'RESPINTO' WHERE id = 'q-attesa'",
		"quesito_esito" },
	{ "UPDATE quesito SET stato = 'CHIUSO' WHERE id = 'q-attesa'", "quesito_chiuso" },
	{ "UPDATE allegato SET scade_il = 5", "allegato_di_uno" },
	{ "UPDATE rapporto SET codice = '123'", "CHECK" },
	{ "UPDATE persona SET codice_fiscale = '" CF_ANNA "'", "persona.codice_fiscale" },
};

Test(store_schema, refuses_every_attempt_by_its_rule)
{
	sqlite3 *db = NULL;

	cr_assert_eq(at(11, 25, 9, 10), 1795594200);
	cr_assert_eq(sqlite3_open(w.path, &db), SQLITE_OK);
	sqlite3_exec(db, "PRAGMA foreign_keys=ON", NULL, NULL, NULL);
	for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
		int rc = sqlite3_exec(db, attempts[i].sql, NULL, NULL, NULL);

		cr_expect_eq(rc, SQLITE_CONSTRAINT, "%s: %d %s", attempts[i].sql, rc,
			sqlite3_errmsg(db));
		cr_expect(strstr(sqlite3_errmsg(db), attempts[i].rule),
			"%s: says %s, not %s", attempts[i].sql, sqlite3_errmsg(db),
			attempts[i].rule);
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	}
	sqlite3_close(db);
}

Test(store_schema, a_free_place_can_be_taken_by_the_same_sql)
{
	world_sql(&w,
		"BEGIN;" NEW_ROW(ID, R_ANNA, PUNTO, T0, "2",
			NOW) ";"
			     "INSERT INTO appuntamento_quesito VALUES ('" ID
			     "', 'q-resp2', 0);"
			     "ROLLBACK");
}

Test(store_schema, three_files_and_three_megabytes)
{
	sqlite3 *db = NULL;

	world_sql(&w,
		"INSERT INTO allegato SELECT 'x' || column1, 'x.pdf', 'PDF', column2,"
		" (SELECT sha256 FROM contenuto), 1, 1, 1, NULL, NULL, 0 FROM"
		" (VALUES (1, 3145728), (2, 1), (3, 1), (4, 1), (5, 1))");
	cr_assert_eq(sqlite3_open(w.path, &db), SQLITE_OK);
	sqlite3_exec(db, "PRAGMA foreign_keys=ON", NULL, NULL, NULL);
#define ATTACH(ids) \
	"UPDATE allegato SET scade_il = NULL, appuntamento =" \
	" (SELECT id FROM appuntamento) WHERE id IN (" ids ")"
	sqlite3_exec(db, ATTACH("'x1', 'x2'"), NULL, NULL, NULL);
	cr_expect_str_eq(sqlite3_errmsg(db), "allegati_limite", "one byte too many");
	sqlite3_exec(db, ATTACH("'x2', 'x3', 'x4', 'x5'"), NULL, NULL, NULL);
	cr_expect_str_eq(sqlite3_errmsg(db), "allegati_limite", "four files");
	cr_expect_eq(sqlite3_exec(db, ATTACH("'x1'"), NULL, NULL, NULL), SQLITE_OK, "%s",
		sqlite3_errmsg(db));
	sqlite3_exec(db, "DELETE FROM allegato WHERE id LIKE 'x%'", NULL, NULL, NULL);
	sqlite3_close(db);
}

/* What the rules' names become; a name that the schema does not know would never be seen. */
Test(store_schema, rules_have_problem_types)
{
	cr_expect_eq(
		problem_of_rule(
			"appuntamento.punto, appuntamento.inizio, appuntamento.posto"),
		PROBLEM_ORARIO_OCCUPATO);
	cr_expect_eq(
		problem_of_rule("impegno.quesito"), PROBLEM_QUESITO_GIA_IN_APPUNTAMENTO);
	cr_expect_eq(problem_of_rule("orario_chiuso"), PROBLEM_DATA_NON_PRENOTABILE);
	cr_expect_eq(
		problem_of_rule("punto_non_competente"), PROBLEM_PUNTO_NON_COMPETENTE);
	cr_expect_eq(problem_of_rule("stato_finale"), PROBLEM_STATO_NON_AMMESSO);
	cr_expect_eq(problem_of_rule("allegati_limite"), PROBLEM_ALLEGATI_TROPPO_GRANDI);
	cr_expect_eq(problem_of_rule("rapporto_giorni"), PROBLEM_NONE);
}

/* ---- plans --------------------------------------------------------------------------------------- */

static int traced(unsigned kind, void *ctx, void *stmt, void *unused)
{
	struct buf *to = ctx;
	char *sql = sqlite3_expanded_sql(stmt);

	(void)kind;
	(void)unused;
	if (sql && strncmp(sql, "SELECT", 6) == 0)
		buf_addf(to, "%s%c", sql, '\1');
	sqlite3_free(sql);
	return 0;
}

/* Every SELECT that ran is explained again: none may sort a page into a temporary tree. */
static void expect_no_sorting(const char *statements)
{
	sqlite3 *db = NULL;
	char sql[8192];
	int n = 0;

	cr_assert_eq(sqlite3_open(w.path, &db), SQLITE_OK);
	for (const char *p = statements; *p; p += strcspn(p, "\1") + 1) {
		sqlite3_stmt *st = NULL;

		snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %.*s",
			(int)strcspn(p, "\1"), p);
		cr_assert_eq(
			sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK, "%s", sql);
		while (sqlite3_step(st) == SQLITE_ROW) {
			const char *step = (const char *)sqlite3_column_text(st, 3);

			cr_expect(!strstr(step, "TEMP B-TREE")
					&& !(strncmp(step, "SCAN", 4) == 0
						&& !strstr(step, "INDEX")
						&& !strstr(step, "termine")
						&& !strstr(step, "epoca")
						&& !strstr(step, "CONSTANT")
						&& !strstr(step, "subquery")),
				"%s\n%s", step, sql);
		}
		sqlite3_finalize(st);
		n++;
	}
	cr_expect_gt(n, 10);
	sqlite3_close(db);
}

Test(store_schema, pages_never_sort)
{
	struct domanda d = ask_as(&w, ANNA, PROFILO_CITTADINO);
	struct ricerca w_all = { .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct ricerca w_stato = {
		.stato = APPUNTAMENTO_STATO_CONFERMATO, .dal = on(11, 1), .al = on(12, 31)
	};
	struct ricerca w_rapporto = {
		.codice_rapporto_lavoro = R_ANNA, .dal = GIORNO_NONE, .al = GIORNO_NONE
	};
	struct pagina p = { 0 };
	struct appuntamenti a;
	struct rapporti r;
	struct quesiti q;
	struct punti punti;
	struct variazioni v;
	struct buf sql = { 0 };

	sqlite3_trace_v2(sqlite_handle(w.reader->db), SQLITE_TRACE_STMT, traced, &sql);
	cr_expect(store_appuntamenti(w.reader, &d, &w_all, &p, &a, &w.err));
	cr_expect(store_appuntamenti(w.reader, &d, &w_stato, &p, &a, &w.err));
	cr_expect(store_appuntamenti(w.reader, &d, &w_rapporto, &p, &a, &w.err));
	cr_expect(store_rapporti(w.reader, &d, "12", &p, &r, &w.err));
	cr_expect(store_quesiti(w.reader, &d, R_ANNA, &q, &w.err));
	cr_expect(store_punti(w.reader, &d, R_ANNA, &punti, &w.err));
	cr_expect(store_variazioni(w.reader, &d, &p, &v, &w.err));
	sqlite3_trace_v2(sqlite_handle(w.reader->db), 0, NULL, NULL);
	expect_no_sorting(buf_str(&sql));
	buf_release(&sql);
}
