/* SPDX-License-Identifier: EUPL-1.2 */
#include "bench/server/massa.h"

#include "base/buf.h"
#include "domain/calendario.h"
#include "server/store/store.h"
#include "tests/support/world.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

/* Rules that cost a row more than the row: taken off while it is filled, and put back as they
 * are written in the file. */
static const char rules_off[] =
	"PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144;"
	"CREATE TEMP TABLE regole AS SELECT name, sql, type FROM sqlite_master"
	" WHERE sql IS NOT NULL AND (type = 'trigger'"
	"  OR (type = 'index' AND tbl_name IN ('visibile', 'appuntamento', 'quesito',"
	"  'comunicazione', 'rapporto', 'delega')))";

static const char people[] =
	"INSERT INTO sede VALUES ('9001', 'Massa', 'Massa');"
	"INSERT INTO punto SELECT 'P9001-0' || value, '9001', 'Massa ' || value, 'Via 1',"
	" 'Massa', NULL, NULL, NULL, 'lunedì-venerdì 08:30-12:30', 1, 20, 9, 60, NULL"
	" FROM (SELECT 1 AS value UNION SELECT 2 UNION SELECT 3);"
	"INSERT INTO persona (id, codice_fiscale, nome_proprio, cognome) VALUES"
	" ('" MASSA_STUDIO "', 'RSSMRA85T10A562S', 'Paola', 'Verdi'),"
	" ('" MASSA_CITTADINO "', 'BNCNNA52M64L219H', 'Anna', 'Bianchi');"
	"INSERT INTO profilo (numero, persona, tipo, denominazione, tipo_delegato, abilitato,"
	" predefinita) VALUES (1, '" MASSA_STUDIO "', 'INTERMEDIARIO', 'Studio', '03', 1, 0),"
	" (2, '" MASSA_CITTADINO "', 'CITTADINO', NULL, NULL, 1, 0);";

/* i counts rapporti, of ten appuntamenti each; the last one is the cittadino's, of three. The
 * order in which things came to be is not that of their names. */
static const char things[] =
	"CREATE TEMP TABLE i AS WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c"
	"  WHERE i < ?1) SELECT i, printf('%010d', 1 + (i * 7919) % 99999989) AS codice,"
	"  CASE i WHEN ?1 THEN '" MASSA_CITTADINO "' ELSE 'd-' || i END AS datore FROM c;"
	"CREATE TEMP TABLE k AS SELECT i.i, codice, n.value AS n, i.i * 10 + n.value AS a,"
	"  'q-' || codice || '-' || n.value AS quesito,"
	"  printf('AG-2026-%07d-%d', ((i.i * 10 + n.value) * 7919) % 9999991, n.value) AS id,"
	/* nine hundred still to come, whatever the number: a punto has only so many places */
	"  CASE WHEN i.i < 90 THEN 1795500000 ELSE 1735000000 END"
	"   + ((i.i * 10 + n.value) * 7919 % CASE WHEN i.i < 90 THEN 2000 ELSE 50000 END)"
	"   * 1200 AS inizio"
	"  FROM i, (SELECT column1 AS value FROM (VALUES (0), (1), (2), (3), (4), (5), (6),"
	"  (7), (8), (9))) AS n WHERE i.i < ?1 OR n.value < 3;";

static const char rows[] =
	"INSERT OR IGNORE INTO persona (id, codice_fiscale, nome_proprio, cognome)"
	" SELECT datore, printf('MSS%013d', i), 'Elio', 'Massa' FROM i;"
	"INSERT INTO delega SELECT datore, '" MASSA_STUDIO "', 'ATTIVA', 20000, NULL FROM i"
	" WHERE datore <> '" MASSA_CITTADINO "';"
	"INSERT INTO rapporto SELECT codice, 'ATTIVO', 'COLF', 'TIN', datore,"
	" 'RSSMRA80A01H50MM', 'Mara', 'Rossi', '9001', 18000, NULL FROM i;"
	"INSERT INTO quesito SELECT quesito, codice, 'CONTRIBUTI', 'Contributi del trimestre',"
	" NULL, 20000, 'CHIUSO', 'RESPINTO', 20100 FROM k;"
	"INSERT INTO comunicazione SELECT 'c-' || quesito || '-' || v.column1, quesito,"
	" CASE v.column1 WHEN 1 THEN 'DATORE' ELSE 'STRUTTURA' END, 1750000000,"
	" 'Si chiede di conoscere i motivi per cui la richiesta non ha avuto seguito.', 0"
	" FROM k, (VALUES (1), (2)) AS v;"
	"INSERT INTO appuntamento SELECT id, codice, 'P9001-0' || (1 + a % 3), inizio,"
	" inizio + 1200, 1 + a / 150000 % 90, CASE WHEN a % 7 = 0 THEN 'CANCELLATO' ELSE 'CONFERMATO' END, NULL,"
	" 'Vorrei capire il motivo del rifiuto, e che cosa devo portare con me.',"
	" CASE WHEN i % 2 OR codice = (SELECT codice FROM i WHERE i = ?1) THEN 'CITTADINO'"
	"  ELSE 'INTERMEDIARIO' END,"
	" CASE WHEN i % 2 OR codice = (SELECT codice FROM i WHERE i = ?1) THEN NULL"
	"  ELSE '" MASSA_STUDIO "' END, 1, 0, 0, 1, 1700000000, 1700000000 FROM k;"
	"INSERT INTO appuntamento_quesito SELECT id, quesito, 0 FROM k;"
	"INSERT INTO storia SELECT id, 0, 'CONFERMA', 1750000000, 'CITTADINO', NULL FROM k;"
	/* a rapporto, its quesiti and its appuntamenti came together */
	"INSERT INTO visibile SELECT 1 + (i = ?1), 'RAPPORTO', codice, 10 + i * 21, 0,"
	" 1750000000, NULL, NULL FROM i;"
	"INSERT INTO visibile SELECT 1 + (i = ?1), 'QUESITO', quesito, 10 + i * 21 + 1 + n, 0,"
	" 1750000000, NULL, NULL FROM k;"
	"INSERT INTO visibile SELECT 1 + (k.i = ?1), 'APPUNTAMENTO', k.id,"
	" 10 + k.i * 21 + 11 + n, 0, 1750000000, a.stato, k.inizio"
	" FROM k JOIN appuntamento a ON a.id = k.id;"
	"INSERT INTO visibile SELECT c.column1, 'PUNTO', p.id, row_number() OVER (), 0,"
	" 1750000000, NULL, NULL FROM punto p, (VALUES (1), (2)) AS c;"
	"UPDATE contatore SET valore = 10 + (?1 + 1) * 21 WHERE nome = 'seq';"
	"DROP TABLE i; DROP TABLE k;";

static bool failed(sqlite3 *db, const char *what, struct err *err)
{
	err_set(err, ERR_IO, "%s: %s", what, sqlite3_errmsg(db));
	return err_say(err, "%s", err->cause);
}

/* Statement after statement, ?1 bound where it occurs. */
static bool run(sqlite3 *db, const char *sql, long n, struct err *err)
{
	while (*sql) {
		sqlite3_stmt *st = NULL;
		const char *from = sql;
		int rc = sqlite3_prepare_v2(db, sql, -1, &st, &sql);

		if (rc == SQLITE_OK && !st)
			break;
		if (rc == SQLITE_OK && sqlite3_bind_parameter_count(st) > 0)
			sqlite3_bind_int64(st, 1, n);
		while (rc == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
			continue;
		if (sqlite3_finalize(st) != SQLITE_OK || rc != SQLITE_OK)
			return failed(db, from, err);
	}
	return true;
}

/* What `sql` says, as statements of their own. */
static bool run_all(sqlite3 *db, const char *sql, struct err *err)
{
	struct buf all = { 0 };
	sqlite3_stmt *st = NULL;
	bool ok = sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK;

	buf_init(&all, (size_t)1 << 20);
	while (ok && sqlite3_step(st) == SQLITE_ROW)
		buf_addf(&all, "%s;", (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	ok = ok ? run(db, buf_str(&all), 0, err) : failed(db, sql, err);
	buf_release(&all);
	return ok;
}

static bool fill(sqlite3 *db, long n, struct err *err)
{
	return run(db, rules_off, 0, err)
		&& run_all(db, "SELECT 'DROP ' || type || ' ' || name FROM regole", err)
		&& run(db, "BEGIN", 0, err) && run(db, people, 0, err)
		&& run(db, things, n / 10, err) && run(db, rows, n / 10, err)
		&& run_all(db, "SELECT sql FROM regole", err) && run(db, "COMMIT", 0, err)
		&& run(db, "PRAGMA wal_checkpoint(TRUNCATE)", 0, err);
}

bool massa_write(const char *path, long n, struct err *err)
{
	struct store *s = store_open(&(struct store_config){ .path = path }, err);
	sqlite3 *db = NULL;
	bool ok = false;

	if (!s)
		return false;
	store_close(s); /* its schema, and nothing else */
	if (sqlite3_open(path, &db) == SQLITE_OK)
		ok = fill(db, n, err);
	sqlite3_close(db);
	return ok;
}
