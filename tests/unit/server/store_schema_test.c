/* SPDX-License-Identifier: EUPL-1.2
 *
 * The database refuses what the rules forbid even to raw SQL, as if our C were wrong; and the
 * searches walk their indexes. */
#include "store_support.h"

#include "server/store/sqlite_engine.h"
#include "server/store/sqlite_schema.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

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

Test(store_schema, of_a_store_that_another_process_holds_stays_as_it_is)
{
	struct store_config config = { .path = w.path };
	struct err err = { 0 };
	char name[128];
	int lock;

	world_before_last_step(&w);
	snprintf(name, sizeof name, "%s.lock", w.path);
	lock = open(name, O_RDWR | O_CLOEXEC);
	cr_assert(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0);
	cr_expect_null(store_open(&config, &err));
	cr_expect_eq(err.code, ERR_BUSY);
	cr_expect_eq(world_number(&w, "PRAGMA user_version"), SQLITE_SCHEMA_STEPS - 1);
	close(lock);
	world_reopen(&w);
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

/* What may be walked whole, or sorted, and why that does not grow with the store. */
static const struct {
	const char *sql, *step;
} bounded[] = {
	{ "FROM termine", "SCAN termine" },     /* six argomenti */
	{ "FROM epoca", "SCAN epoca" },         /* one row */
	{ "FROM contatore", "SCAN contatore" }, /* three rows */
	/* the profiles of one person, four at most */
	{ "FROM profilo f LEFT JOIN sede", "USE TEMP B-TREE FOR ORDER BY" },
	/* an intermediario's deleganti: all of them are the answer, by name */
	{ "FROM delega d JOIN persona p", "USE TEMP B-TREE FOR ORDER BY" },
	/* whom a change of a sede or a punto concerns: each is told, once */
	{ "WHERE r.sede = ", "UNION USING TEMP B-TREE" },
	{ "", "SCAN CONSTANT ROW" },
	{ "", "SCAN (subquery" }, /* what has been found, counted */
};

static bool allowed(const char *sql, const char *step)
{
	if (!strstr(step, "TEMP B-TREE") && strncmp(step, "SCAN", 4) != 0)
		return true;
	for (size_t i = 0; i < sizeof bounded / sizeof *bounded; i++)
		if (strstr(sql, bounded[i].sql) && strncmp(step, bounded[i].step,
							   strlen(bounded[i].step))
				== 0)
			return true;
	return false;
}

/* Every SELECT that ran is explained again: none may sort, or walk a table or an index whole. */
static void expect_bounded(const char *statements, int at_least)
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

			cr_expect(allowed(sql, step), "%s\n%s", step, sql);
		}
		sqlite3_finalize(st);
		n++;
	}
	cr_expect_geq(n, at_least);
	sqlite3_close(db);
}

static void ask_appuntamenti(const char *persona, enum tipo_profilo profilo, const char *codice)
{
	struct ricerca all = { .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct ricerca stato = {
		.stato = APPUNTAMENTO_STATO_CONFERMATO, .dal = on(11, 1), .al = on(12, 31)
	};
	struct ricerca rapporto = {
		.codice_rapporto_lavoro = codice, .dal = GIORNO_NONE, .al = GIORNO_NONE
	};
	const struct ricerca *const asked[] = { &all, &stato, &rapporto };

	for (size_t i = 0; i < 3; i++) {
		for (int later = 0; later < 2; later++) {
			struct domanda d = ask_as(&w, persona, profilo);
			struct pagina p = { 0, later ? "1795594200.AG-2026-0000000-0" : NULL };
			struct appuntamenti a;

			cr_expect(store_appuntamenti(
				w.reader, &d, asked[i], &p, &a, &w.err), "%s", w.err.cause);
		}
	}
}

/* From the beginning, from the middle of a listing, and what is new. */
static void ask_variazioni(const char *persona, enum tipo_profilo profilo)
{
	struct domanda d = ask_as(&w, persona, profilo);
	const char *cursor = NULL;

	for (struct variazioni v = { .altre = true }; v.altre || v.n > 0;
		cursor = v.next_cursor) {
		struct pagina p = { 3, cursor };

		cr_assert(store_variazioni(w.reader, &d, &p, &v, &w.err), "%s", w.err.cause);
	}
}

static void ask_all(const char *persona, enum tipo_profilo profilo, const char *codice)
{
	struct domanda d = ask_as(&w, persona, profilo);
	struct pagina first = { 0, NULL }, later = { 0, "0000000001" };
	int64_t numero;
	struct profilo profile;
	struct rapporti rr;
	struct rapporto r;
	struct quesiti q;
	struct punti punti;
	struct recapiti recapiti;
	struct disponibilita free_times;
	struct allegato_contenuto file;
	struct operazione o;

	cr_expect(store_ammesso(w.reader, &d, &numero, &w.err));
	cr_expect(store_profilo(w.reader, &d, &profile, &w.err));
	cr_expect(store_rapporti(w.reader, &d, "12", &first, &rr, &w.err));
	cr_expect(store_rapporti(w.reader, &d, NULL, &later, &rr, &w.err));
	cr_expect(store_rapporto(w.reader, &d, codice, &r, &w.err));
	cr_expect(store_quesiti(w.reader, &d, codice, &q, &w.err));
	cr_expect(store_punti(w.reader, &d, codice, &punti, &w.err));
	cr_expect(store_recapiti(w.reader, &d, codice, &recapiti, &w.err));
	cr_expect(store_disponibilita(w.reader, &d, PUNTO, on(11, 24), on(11, 30),
		&free_times, &w.err));
	store_allegato(w.reader, &d, "a-risposta", &file, &w.err);
	cr_expect(store_operazione(w.reader, &d, "6f1b7c1e-0000-4000-8000-000000000000", &o,
		&w.err));
	if (profilo > PROFILO_INTERMEDIARIO)
		return; /* the Struttura has neither the search nor the feed */
	ask_appuntamenti(persona, profilo, codice);
	ask_variazioni(persona, profilo);
}

Test(store_schema, no_answer_costs_what_is_not_in_it)
{
	struct domanda d = ask_as(&w, ANNA, PROFILO_CITTADINO);
	struct appuntamento a;
	struct buf sql = { 0 };

	cr_assert_eq(confirm(&w, VERDI, PROFILO_INTERMEDIARIO, R_MARIO, "q-mario",
			     at(11, 25, 9, 30), NULL),
		PROBLEM_NONE);
	buf_init(&sql, (size_t)8 << 20);
	sqlite3_trace_v2(sqlite_handle(w.reader->db), SQLITE_TRACE_STMT, traced, &sql);
	ask_all(ANNA, PROFILO_CITTADINO, R_ANNA);
	ask_all(VERDI, PROFILO_INTERMEDIARIO, R_MARIO);
	ask_all(OPERATORE, PROFILO_OPERATORE, R_ANNA);
	cr_expect(store_appuntamento(w.reader, &d, held, &a, &w.err));
	cr_expect(store_vivo(w.reader, &w.err));
	sqlite3_trace_v2(sqlite_handle(w.reader->db), 0, NULL, NULL);
	cr_assert(buf_ok(&sql));
	expect_bounded(buf_str(&sql), 100);
	buf_release(&sql);
}

/* Of all appuntamenti, those there: whoever writes waits for it. */
Test(store_schema, a_changed_punto_walks_what_is_there_alone)
{
	const struct sqlite_options o = { .application_id = SQLITE_SCHEMA_APPLICATION,
		.migrations = sqlite_schema,
		.n_migrations = SQLITE_SCHEMA_STEPS,
		.wal = true,
		.no_checkpoint = true };
	struct store_job *job = store_job_new(STORE_IMPORTA);
	struct annuncio annuncio = { 0 };
	struct scrittura s = { .job = job, .annuncio = &annuncio, .seq = 1000,
		.v = { .arena = &w.arena, .adesso = 1795420800 } };
	struct buf sql = { 0 };

	buf_init(&sql, (size_t)1 << 20);
	s.v.db = sqlite_open(w.path, &o, &w.err);
	cr_assert(s.v.db, "%s", w.err.cause);
	cr_assert(sqlite_begin(s.v.db, &w.err), "%s", w.err.cause);
	sqlite3_trace_v2(sqlite_handle(s.v.db), SQLITE_TRACE_STMT, traced, &sql);
	cr_expect(feed_punto(&s, PUNTO), "%s", job->err.cause);
	cr_expect(strstr(buf_str(&sql), held), "its appuntamento has not changed with it");
	sqlite_close(s.v.db);
	expect_bounded(buf_str(&sql), 5);
	buf_release(&sql);
	store_job_free(job);
}
