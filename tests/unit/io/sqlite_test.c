/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/query.h"
#include "tests/support/folder.h"

#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define OURS 0x41474454

static const char *const steps[] = {
	"CREATE TABLE punto (id TEXT PRIMARY KEY NOT NULL, posti INTEGER NOT NULL,"
	" CONSTRAINT posti_positivi CHECK (posti >= 0)) STRICT;"
	"CREATE TABLE orario (punto TEXT NOT NULL REFERENCES punto, inizio INTEGER NOT NULL,"
	" posto INTEGER NOT NULL, UNIQUE (punto, inizio, posto)) STRICT;"
	"CREATE TRIGGER fermo BEFORE DELETE ON orario"
	" BEGIN SELECT RAISE(ABORT, 'orario-mai-tolto'); END;",
	"ALTER TABLE punto ADD COLUMN nota TEXT;"
	"CREATE UNIQUE INDEX nota_unica ON punto (lower(nota));",
};

static char folder[FOLDER_SIZE];
static char path[128];

static void make(void)
{
	folder_make(folder);
	snprintf(path, sizeof(path), "%s/dati/prova.db", folder);
}

static void remove_all(void)
{
	folder_remove(folder);
}

TestSuite(sqlite, .init = make, .fini = remove_all);

static struct sqlite_options options(size_t n_steps)
{
	return (struct sqlite_options){ .application_id = OURS, .migrations = steps,
		.n_migrations = n_steps, .wal = true, .full = true, .busy_ms = 20 };
}

static struct sqlite *opened(void)
{
	struct sqlite_options o = options(2);
	struct err e = { 0 };
	struct sqlite *db = sqlite_open(path, &o, &e);

	cr_assert(db, "%s", e.cause);
	return db;
}

static struct sqlite *refused(const struct sqlite_options *o, int code)
{
	struct err e = { 0 };
	struct sqlite *db = sqlite_open(path, o, &e);

	cr_expect_null(db);
	cr_expect_eq(e.code, code, "%d: %s", e.code, e.cause);
	return db;
}

static int64_t number(struct sqlite *db, const char *sql)
{
	struct err e = { 0 };
	int64_t n = 0;

	cr_assert(query_number(query_begin(db, sql), -1, &n, &e), "%s", e.cause);
	return n;
}

static int mode_of(const char *name)
{
	struct stat st;

	return stat(name, &st) == 0 ? (int)(st.st_mode & 0777) : -1;
}

Test(sqlite, is_opened_the_safe_way)
{
	struct sqlite *db = opened();
	char wal[160];
	char dir[160];

	cr_expect_eq(number(db, "PRAGMA foreign_keys"), 1);
	cr_expect_eq(number(db, "PRAGMA trusted_schema"), 0);
	cr_expect_eq(number(db, "PRAGMA synchronous"), 2);
	cr_expect_eq(number(db, "PRAGMA temp_store"), 2);
	cr_expect_eq(number(db, "PRAGMA application_id"), OURS);
	cr_expect_eq(number(db, "PRAGMA user_version"), 2);
	cr_assert_not(sqlite_exec(db, "PRAGMA writable_schema=ON; DELETE FROM sqlite_schema",
		NULL));
	snprintf(wal, sizeof(wal), "%s-wal", path);
	snprintf(dir, sizeof(dir), "%s/dati", folder);
	cr_expect_eq(mode_of(path), 0600);
	cr_expect_eq(mode_of(wal), 0600);
	cr_expect_eq(mode_of(dir), 0700);
	cr_assert(sqlite_sound(db, NULL));
	cr_assert(sqlite_checkpoint(db, NULL));
	sqlite_close(db);
	sqlite_close(NULL);
}

Test(sqlite, rollback_journal_and_normal_by_choice)
{
	struct sqlite_options o = options(1);
	struct sqlite *db;
	struct query *q;

	o.wal = o.full = false;
	db = sqlite_open(path, &o, NULL);
	cr_assert(db);
	cr_expect_eq(number(db, "PRAGMA synchronous"), 1);
	q = query_begin(db, "PRAGMA journal_mode");
	cr_assert(query_step(q));
	cr_expect_str_eq(row_peek(q, 0), "delete");
	query_end(q, NULL);
	sqlite_close(db);
	db = sqlite_open(":memory:", &o, NULL);
	cr_assert(db);
	sqlite_close(db);
}

Test(sqlite, steps_are_applied_in_order_and_once)
{
	struct sqlite_options o = options(1);
	struct sqlite *db = sqlite_open(path, &o, NULL);

	cr_assert(db);
	cr_assert(sqlite_exec(db, "INSERT INTO punto VALUES ('P1', 1)", NULL));
	sqlite_close(db);
	o.n_migrations = 2;
	o.read_only = true;
	refused(&o, ERR_BUSY); /* a reader does not migrate */
	db = opened();
	cr_expect_eq(number(db, "SELECT count(*) FROM punto WHERE nota IS NULL"), 1);
	sqlite_close(db);
	o = options(1);
	refused(&o, ERR_FOREIGN); /* newer than that program */
}

Test(sqlite, a_step_that_fails_leaves_the_step_before)
{
	const char *const broken[] = { steps[0], "CREATE TABLE x (a); SELECT nonsense;" };
	struct sqlite_options o = options(2);

	o.migrations = broken;
	refused(&o, ERR_INTERNAL);
	o = options(1);
	struct sqlite *db = sqlite_open(path, &o, NULL);
	cr_assert(db);
	cr_expect_eq(number(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'x'"), 0);
	sqlite_close(db);
}

Test(sqlite, what_is_not_ours_is_refused_by_name)
{
	struct sqlite_options o = options(2);
	FILE *f;

	o.read_only = true;
	refused(&o, ERR_ABSENT);
	sqlite_close(opened());
	o = options(2);
	o.application_id = OURS + 1;
	refused(&o, ERR_FOREIGN);
	o = options(2);
	f = fopen(path, "w");
	for (int i = 0; i < 300; i++)
		fputs("non sono un database. ", f);
	fclose(f);
	refused(&o, ERR_CORRUPT);
	cr_assert_eq(unlink(path), 0);
	cr_assert_eq(symlink("/etc/passwd", path), 0);
	refused(&o, ERR_IO);
}

Test(sqlite, a_readable_file_is_made_private)
{
	sqlite_close(opened());
	cr_assert_eq(chmod(path, 0644), 0);
	sqlite_close(opened());
	cr_expect_eq(mode_of(path), 0600);
}

Test(sqlite, damage_is_found)
{
	struct sqlite *db = opened();
	FILE *f;
	struct err e = { 0 };

	for (int i = 0; i < 500; i++) {
		struct query *q = query_begin(db, "INSERT INTO punto (id, posti) VALUES (?1, 1)");
		char id[16];

		snprintf(id, sizeof(id), "P%d", i);
		query_text(q, 1, id);
		cr_assert(query_run(q, &e), "%s", e.cause);
	}
	sqlite_close(db);
	f = fopen(path, "r+");
	fseek(f, 4096 + 100, SEEK_SET);
	for (int i = 0; i < 12000; i++)
		fputc(0x5A, f);
	fclose(f);
	db = sqlite_open(path, &(struct sqlite_options){ .application_id = OURS,
		.migrations = steps, .n_migrations = 2, .wal = true }, &e);
	if (db)
		cr_assert_not(sqlite_sound(db, &e));
	cr_expect_eq(e.code, ERR_CORRUPT);
	sqlite_close(db);
}

static void expect_rule(struct sqlite *db, const char *sql, const char *name)
{
	struct err e = { 0 };

	cr_expect_not(query_run(query_begin(db, sql), &e));
	cr_expect_eq(e.code, ERR_CONSTRAINT, "%s: %s", sql, e.cause);
	cr_expect_str_eq(e.field, name, "%s: %s", sql, e.field);
}

Test(sqlite, a_rule_that_says_no_gives_its_name)
{
	struct sqlite *db = opened();

	cr_assert(sqlite_exec(db, "INSERT INTO punto VALUES ('P1', 1, 'Uno');"
				  "INSERT INTO orario VALUES ('P1', 10, 1)", NULL));
	expect_rule(db, "INSERT INTO punto VALUES ('P1', 1, NULL)", "punto.id");
	expect_rule(db, "INSERT INTO punto VALUES ('P2', -1, NULL)", "posti_positivi");
	expect_rule(db, "INSERT INTO punto VALUES ('P2', NULL, NULL)", "punto.posti");
	expect_rule(db, "INSERT INTO punto VALUES ('P2', 'x', NULL)", "punto.posti");
	expect_rule(db, "INSERT INTO punto VALUES ('P2', 1, 'UNO')", "nota_unica");
	expect_rule(db, "INSERT INTO orario VALUES ('P1', 10, 1)",
		"orario.punto, orario.inizio, orario.posto");
	expect_rule(db, "INSERT INTO orario VALUES ('P9', 10, 1)", "FOREIGN KEY");
	expect_rule(db, "DELETE FROM orario", "orario-mai-tolto");
	sqlite_close(db);
}

Test(sqlite, a_full_disk_and_a_busy_file_have_their_codes)
{
	struct sqlite *db = opened();
	struct sqlite *other = opened();
	struct err e = { 0 };

	cr_assert(sqlite_begin(db, NULL));
	cr_assert_not(sqlite_begin(other, &e));
	cr_expect_eq(e.code, ERR_BUSY);
	cr_expect(strstr(e.text, "riprova"));
	sqlite_rollback(db);
	cr_assert(sqlite_exec(db, "PRAGMA max_page_count=1", NULL));
	cr_assert(sqlite_begin(db, NULL));
	cr_assert_not(sqlite_exec(db, "CREATE TABLE grande AS SELECT zeroblob(1000000)", &e));
	cr_expect_eq(e.code, ERR_FULL);
	sqlite_rollback(db);
	sqlite_rollback(db);
	sqlite_close(other);
	sqlite_close(db);
}

Test(sqlite, savepoints_nest)
{
	struct sqlite *db = opened();

	cr_assert(sqlite_begin(db, NULL));
	cr_assert(sqlite_save(db, NULL));
	cr_assert(sqlite_exec(db, "INSERT INTO punto VALUES ('A', 1, NULL)", NULL));
	cr_assert(sqlite_save(db, NULL));
	cr_assert(sqlite_exec(db, "INSERT INTO punto VALUES ('B', 1, NULL)", NULL));
	sqlite_save_undo(db);
	cr_assert(sqlite_save_keep(db, NULL));
	cr_assert(sqlite_in_transaction(db));
	cr_assert(sqlite_commit(db, NULL));
	cr_assert_not(sqlite_in_transaction(db));
	cr_expect_eq(number(db, "SELECT count(*) FROM punto"), 1);
	sqlite_close(db);
}

Test(sqlite, closing_rolls_back)
{
	struct sqlite *db = opened();

	cr_assert(sqlite_begin(db, NULL));
	cr_assert(sqlite_exec(db, "INSERT INTO punto VALUES ('A', 1, NULL)", NULL));
	sqlite_close(db);
	db = opened();
	cr_expect_eq(number(db, "SELECT count(*) FROM punto"), 0);
	sqlite_close(db);
}

Test(sqlite, a_reader_reads_and_does_not_write)
{
	struct sqlite *db = opened();
	struct sqlite_options o = options(2);
	struct sqlite *reader;
	struct err e = { 0 };

	o.read_only = true;
	reader = sqlite_open(path, &o, &e);
	cr_assert(reader, "%s", e.cause);
	cr_assert(sqlite_begin_read(reader, NULL));
	cr_expect_eq(number(reader, "SELECT count(*) FROM punto"), 0);
	cr_assert(sqlite_exec(db, "INSERT INTO punto VALUES ('A', 1, NULL)", NULL));
	cr_expect_eq(number(reader, "SELECT count(*) FROM punto"), 0); /* one view */
	cr_assert(sqlite_commit(reader, NULL));
	cr_expect_eq(number(reader, "SELECT count(*) FROM punto"), 1);
	cr_assert_not(sqlite_exec(reader, "DELETE FROM punto", &e));
	cr_expect_eq(e.code, ERR_IO);
	sqlite_close(db);
	sqlite_close(reader);
	reader = sqlite_open(path, &o, &e); /* alone, with no log there */
	cr_assert(reader, "%s", e.cause);
	cr_expect_eq(number(reader, "SELECT count(*) FROM punto"), 1);
	sqlite_close(reader);
}

/* A second connection of this process must not take the first one's locks away: a stranger
 * would take itself for the last and delete the WAL. */
Test(sqlite, a_stranger_leaves_the_wal_of_two_connections_alone)
{
	struct sqlite *db = opened();
	struct sqlite_options o = options(2);
	struct sqlite *second = sqlite_open(path, &o, NULL);
	char wal[sizeof(path) + 8];
	int status = -1;
	pid_t child;

	cr_assert(second);
	cr_assert(sqlite_exec(db, "INSERT INTO punto VALUES ('A', 1, NULL)", NULL));
	child = fork();
	if (child == 0) {
		struct sqlite3 *other = NULL;

		_exit(sqlite3_open(path, &other) != SQLITE_OK ||
			sqlite3_exec(other, "SELECT * FROM punto", NULL, NULL, NULL) != SQLITE_OK ||
			sqlite3_close(other) != SQLITE_OK);
	}
	waitpid(child, &status, 0);
	cr_expect_eq(status, 0);
	snprintf(wal, sizeof(wal), "%s-wal", path);
	cr_expect_eq(access(wal, F_OK), 0, "the WAL has gone");
	sqlite_close(second);
	sqlite_close(db);
}
