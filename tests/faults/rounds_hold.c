/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What holds after each round. No program is started for it: one connection has the server's
 * store and the person's two files attached, for reading only, so that what a kill left is not
 * put in order by whoever looks.
 */
#include "base/buf.h"
#include "base/file.h"
#include "domain/appuntamento.h"
#include "tests/faults/rounds.h"

#include <glob.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define HISTORY_EVERY 4 /* rounds: it costs as much as all the rest */

/* What a person may see of the server: their own rapporti, or those of whom they act for. */
#define OWN     "r.datore = ?1"
#define MANDATE \
	"EXISTS (SELECT 1 FROM server.delega d WHERE d.datore = r.datore AND d.stato = 'ATTIVA'" \
	" AND d.intermediario = ?1)"

/* The same rows from either side; a stato is a word there and its number here. */
#define SAME(visible) \
	"WITH there AS (" \
	" SELECT 'appuntamento' AS che, a.id AS id, CASE a.stato WHEN 'CONFERMATO' THEN 1" \
	"  WHEN 'CHIUSO_E_DEFINITO' THEN 2 WHEN 'CANCELLATO' THEN 3 END || ' v' || a.versione AS com" \
	"  FROM server.appuntamento a JOIN server.rapporto r ON r.codice = a.rapporto WHERE " visible \
	" UNION ALL SELECT 'rapporto', r.codice, '' FROM server.rapporto r WHERE " visible \
	" UNION ALL SELECT 'quesito', q.id, '' FROM server.quesito q JOIN server.rapporto r" \
	"  ON r.codice = q.rapporto WHERE " visible \
	"), here AS (" \
	" SELECT 'appuntamento' AS che, id, stato || ' v' || versione AS com FROM cache.appuntamento" \
	" UNION ALL SELECT 'rapporto', codice, '' FROM cache.rapporto" \
	" UNION ALL SELECT 'quesito', id, '' FROM cache.quesito) " \
	"SELECT 'the cache lacks', * FROM (SELECT * FROM there EXCEPT SELECT * FROM here) " \
	"UNION ALL SELECT 'the server lacks', * FROM (SELECT * FROM here EXCEPT SELECT * FROM there) " \
	"UNION ALL SELECT 'nothing is visible', '', '', '' WHERE NOT EXISTS (SELECT 1 FROM there" \
	" WHERE che = 'appuntamento')"

_Static_assert(APPUNTAMENTO_STATO_CONFERMATO == 1 && APPUNTAMENTO_STATO_CHIUSO_E_DEFINITO == 2
	&& APPUNTAMENTO_STATO_CANCELLATO == 3, "the numbers above");

/* A key says that it was sent; what hangs on files and their uploads is for their own test. */
#define FIELDS \
	"ifnull(rapporto, '-') || ' ' || ifnull(punto, '-') || ' ' || ifnull(inizio, '-') || ' '" \
	" || ifnull(nota, '-') || ' ' || ifnull(chiave, 'no key') || ' '" \
	" || ifnull((SELECT group_concat(quesito) FROM journal.bozza_quesito q WHERE q.bozza = b.id)," \
	" '-') || ' ' || ifnull((SELECT group_concat(canale) FROM journal.bozza_canale c" \
	" WHERE c.bozza = b.id), '-')"

/* ── asking the files ───────────────────────────────────────────────────────────────────── */

void rounds_path(struct rounds *r, const char *file, char to[FOLDER_SIZE + 128])
{
	char all[FOLDER_SIZE + 64];
	glob_t found;

	snprintf(all, sizeof(all), "%s/%s/agenda/%s-*.db", r->w.folder,
		strcmp(file, "cache") == 0 ? "cache" : "state", file);
	HOLDS(r, glob(all, 0, NULL, &found) == 0 && found.gl_pathc == 1, "no one %s", all);
	snprintf(to, FOLDER_SIZE + 128, "%s", found.gl_pathv[0]);
	globfree(&found);
}

static void attach(struct rounds *r, sqlite3 *db, const char *path, const char *as)
{
	char sql[FOLDER_SIZE + 256];
	char *why = NULL;

	snprintf(sql, sizeof(sql), "ATTACH 'file:%s?mode=ro' AS %s", path, as);
	HOLDS(r, sqlite3_exec(db, sql, NULL, NULL, &why) == SQLITE_OK, "%s: %s", sql, why);
}

static sqlite3 *open_all(struct rounds *r)
{
	char path[FOLDER_SIZE + 128];
	sqlite3 *db = NULL;

	HOLDS(r, sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, NULL)
		== SQLITE_OK, "no memory");
	sqlite3_busy_timeout(db, 10000);
	sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	attach(r, db, r->w.store, "server");
	rounds_path(r, "cache", path);
	attach(r, db, path, "cache");
	rounds_path(r, "journal", path);
	attach(r, db, path, "journal");
	return db;
}

/* All rows, a line each. ?1 and ?2 where there are any. */
static void ask(struct rounds *r, sqlite3 *db, const char *sql, const char *one, const char *two,
	struct buf *to)
{
	sqlite3_stmt *q = NULL;
	int rc;

	buf_init(to, (size_t)16 << 20);
	HOLDS(r, sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK, "%s: %s", sql,
		sqlite3_errmsg(db));
	if (sqlite3_bind_parameter_count(q) > 0)
		sqlite3_bind_text(q, 1, one, -1, SQLITE_STATIC);
	if (sqlite3_bind_parameter_count(q) > 1)
		sqlite3_bind_text(q, 2, two, -1, SQLITE_STATIC);
	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(q); i++)
			buf_addf(to, "%s ", (const char *)sqlite3_column_text(q, i));
		buf_addc(to, '\n');
	}
	HOLDS(r, rc == SQLITE_DONE, "%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_finalize(q);
}

long long rounds_number(struct rounds *r, const char *file, const char *sql)
{
	char path[FOLDER_SIZE + 128];
	sqlite3 *db = NULL;
	struct buf said = { 0 };
	long long n;

	rounds_path(r, file, path);
	HOLDS(r, sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK
		&& sqlite3_busy_timeout(db, 10000) == SQLITE_OK, "%s", path);
	ask(r, db, sql, r->who, NULL, &said);
	n = said.len ? strtoll(said.data, NULL, 10) : -1;
	buf_release(&said);
	sqlite3_close(db);
	return n;
}

/* ── the bozze ──────────────────────────────────────────────────────────────────────────── */

static void fields_of(struct rounds *r, sqlite3 *db, const char *id, struct buf *to)
{
	ask(r, db, "SELECT " FIELDS " FROM journal.bozza b WHERE id = ?1", id, NULL, to);
}

struct draft *rounds_draft_of(struct rounds *r, const char *const *words, const char *nota)
{
	struct draft *d = r->drafts;
	struct buf fields;
	char *out = NULL;
	sqlite3 *db;

	while (d < r->drafts + DRAFTS_KNOWN && d->id[0])
		d++;
	HOLDS(r, d < r->drafts + DRAFTS_KNOWN, "too many bozze");
	HOLDS(r, rounds_run(r, words, nota, &out) == 0, "no bozza: %s", out);
	snprintf(d->id, sizeof(d->id), "%.36s", out);
	snprintf(d->nota, sizeof(d->nota), "%s", nota);
	db = open_all(r);
	fields_of(r, db, d->id, &fields);
	HOLDS(r, fields.len > 0 && strstr(buf_str(&fields), nota), "%s: «%s»", d->id,
		buf_str(&fields));
	snprintf(d->fields, sizeof(d->fields), "%s", buf_str(&fields));
	buf_release(&fields);
	sqlite3_close(db);
	free(out);
	return d;
}

struct draft *rounds_draft(struct rounds *r, const char *nota)
{
	static const char *const words[] = { "nuovo", "--rapporto", "0000123456", "--quesito",
		"Q0000123456-01", "--punto", "P7000-01", "--quando", "primo", "--nota-da", "-",
		"--solo-bozza", NULL };

	return rounds_draft_of(r, words, nota);
}

void rounds_draft_dropped(struct draft *d)
{
	*d = (struct draft){ 0 };
}

/* As it was, or booked once and gone: then it is looked after no more. */
static void hold_draft(struct rounds *r, sqlite3 *db, struct draft *d)
{
	struct buf fields, booked;
	long n;

	fields_of(r, db, d->id, &fields);
	ask(r, db, "SELECT count(*) FROM server.appuntamento WHERE nota = ?1", d->nota, NULL, &booked);
	n = strtol(buf_str(&booked), NULL, 10);
	HOLDS(r, n <= 1, "%ld bookings of «%s»", n, d->nota);
	HOLDS(r, (fields.len > 0) == (n == 0), "%ld bookings of «%s» and the bozza is %s", n, d->nota,
		fields.len ? "there" : "gone");
	HOLDS(r, n == 1 || strcmp(buf_str(&fields), d->fields) == 0, "the bozza was\n%sand is\n%s",
		d->fields, buf_str(&fields));
	buf_release(&fields);
	buf_release(&booked);
	if (n == 1)
		rounds_draft_dropped(d);
}

/* ── the whole ──────────────────────────────────────────────────────────────────────────── */

static void expect(struct rounds *r, sqlite3 *db, const char *sql, const char *wanted)
{
	struct buf said;

	ask(r, db, sql, r->who, NULL, &said);
	HOLDS(r, strcmp(buf_str(&said), wanted) == 0, "%.60s…:\n%s", sql, buf_str(&said));
	buf_release(&said);
}

static int add_row(void *to, int n, char **values, char **names)
{
	(void)names;
	for (int i = 0; i < n; i++)
		buf_addf(to, "%s ", values[i] ? values[i] : "NULL");
	return buf_addc(to, '\n') ? 0 : 1;
}

static void hold_history(struct rounds *r)
{
	struct buf sql = { 0 }, rows = { 0 };
	struct err err = { 0 };
	sqlite3 *db = NULL;

	cr_assert(file_read(TEST_SOURCE_DIR "/tests/faults/invariants.sql", &sql, &err));
	HOLDS(r, sqlite3_open_v2(r->w.store, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK
		&& sqlite3_busy_timeout(db, 10000) == SQLITE_OK
		&& sqlite3_exec(db, buf_str(&sql), add_row, &rows, NULL) == SQLITE_OK, "%s",
		sqlite3_errmsg(db));
	HOLDS(r, rows.len == 0, "the server's history:\n%s", buf_str(&rows));
	sqlite3_close(db);
	buf_release(&rows);
	buf_release(&sql);
}

void rounds_hold(struct rounds *r)
{
	sqlite3 *db = open_all(r);
	bool delegated = strcmp(r->profile, "INTERMEDIARIO") == 0;

	expect(r, db, delegated ? SAME(MANDATE) : SAME(OWN), "");
	for (size_t i = 0; i < DRAFTS_KNOWN; i++)
		if (r->drafts[i].id[0])
			hold_draft(r, db, &r->drafts[i]);
	expect(r, db, "PRAGMA cache.integrity_check", "ok \n");
	expect(r, db, "PRAGMA journal.integrity_check", "ok \n");
	expect(r, db, "PRAGMA server.integrity_check", "ok \n");
	sqlite3_close(db);
	if (r->round % HISTORY_EVERY == 0 || r->round == r->wanted)
		hold_history(r);
}
