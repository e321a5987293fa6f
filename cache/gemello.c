/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The gemello: the same cache in a file beside it, with its words made. Another process makes
 * it from a copy of the tables, and writes nothing else. What changes here meanwhile is noted by
 * triggers, key by key, carried over in small steps, and then the file takes the place of ours.
 * Whatever dies on the way, our file stays as it was, and a gemello that is found is thrown away.
 */
#include "cache/private.h"

#include "base/alloc.h"
#include "base/file.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_MS 5000 /* as io/sqlite.c has it */
#define ENDING  ".gemello"
#define LOG_SHORT (32 * 4096) /* bytes */
#define AT_ONCE 64 /* appuntamenti carried over in one turn: some 5 ms */

static char *beside(const char *path, const char *ending)
{
	struct buf b = { 0 };

	buf_addf(&b, "%s%s", path, ending);
	return buf_take(&b);
}

static void throw_away(const char *path)
{
	for (size_t i = 0; i < FILE_PARTS; i++) {
		struct buf name = { 0 };

		buf_addf(&name, "%s" ENDING "%s", path, file_parts[i]);
		unlink(buf_str(&name));
		buf_release(&name);
	}
}

void gemello_forget(struct cache *c)
{
	if (c->writable && cache_on_disk(c))
		throw_away(c->file.path);
}

/* --- the child ------------------------------------------------------------------ */

static char *identity_in(struct sqlite *db, struct arena *a)
{
	struct cache reading = { .db = db };

	return meta_text(&reading, "identita", a);
}

/* The tables as they are at one moment, the holes left out. */
static bool copy_tables(const char *path, const char *to, struct arena *a, char **identity,
	struct err *err)
{
	struct sqlite_options o = cache_options;
	struct sqlite *db;
	struct query *q;
	bool ok;

	o.read_only = o.no_checkpoint = true;
	db = sqlite_open(path, &o, err);
	if (!db)
		return false;
	*identity = identity_in(db, a);
	q = query_begin(db, "VACUUM INTO ?1");
	query_text(q, 1, to);
	ok = query_run(q, err) && (*identity || err_set(err, ERR_FOREIGN, "not begun"));
	sqlite_close(db);
	return ok;
}

static bool to_disk(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		err_errno(err, "fsync");
	if (fd >= 0)
		close(fd);
	return ok;
}

bool cache_gemello_make(
	const char *path, const struct cache_progress *progress, struct err *err)
{
	char *to = beside(path, ENDING);
	struct arena a = { 0 };
	char *identity = NULL;
	struct cache *g = NULL;
	bool ok;

	throw_away(path);
	ok = copy_tables(path, to, &a, &identity, err)
		&& (g = cache_open_file(to, identity, err))
		&& cache_words_make(g, progress, err) && sqlite_checkpoint(g->db, err);
	cache_close(g);
	ok = ok && to_disk(to, err);
	if (!ok)
		throw_away(path);
	arena_release(&a);
	FREE(&to);
	return ok;
}

/* --- what changes meanwhile ----------------------------------------------------- */

/* One for each table and each way a row can change; kept in memory, gone with the connection. */
#define NOTE(name, what, table, kind, key) \
	"CREATE TEMP TRIGGER nota_" name " AFTER " what " ON main." table \
	" BEGIN INSERT OR IGNORE INTO toccato VALUES ('" kind "', " key "); END;"
#define NOTE_ALL(table, kind, new, old) \
	NOTE(table "_i", "INSERT", table, kind, new) \
	NOTE(table "_u", "UPDATE", table, kind, new) \
	NOTE(table "_d", "DELETE", table, kind, old)

#define ID_OF(riga) "ifnull((SELECT id FROM main.appuntamento WHERE riga = " riga "), '')"

static const char notes[] =
	"DROP TABLE IF EXISTS temp.toccato;"
	"CREATE TEMP TABLE toccato (che TEXT NOT NULL, chiave TEXT NOT NULL,"
	" PRIMARY KEY (che, chiave)) WITHOUT ROWID;"
	NOTE_ALL("appuntamento", "appuntamento", "new.id", "old.id")
	NOTE_ALL("dettaglio", "appuntamento", ID_OF("new.riga"), ID_OF("old.riga"))
	NOTE_ALL("quesito", "quesito", "new.id", "old.id")
	NOTE_ALL("rapporto", "rapporto", "new.codice", "old.codice")
	NOTE_ALL("valore", "valore", "new.genere || ' ' || new.chiave",
		"old.genere || ' ' || old.chiave")
	NOTE_ALL("disponibilita", "disponibilita", "new.punto", "old.punto");

static const char no_notes[] =
#define NO_NOTE(table) \
	"DROP TRIGGER IF EXISTS temp.nota_" table "_i;" \
	"DROP TRIGGER IF EXISTS temp.nota_" table "_u;" \
	"DROP TRIGGER IF EXISTS temp.nota_" table "_d;"
	NO_NOTE("appuntamento") NO_NOTE("dettaglio") NO_NOTE("quesito") NO_NOTE("rapporto")
	NO_NOTE("valore") NO_NOTE("disponibilita") "DROP TABLE IF EXISTS temp.toccato;";

bool cache_gemello_wanted(struct cache *c)
{
	return c->writable && cache_on_disk(c) && !cache_words_made(c) && cache_synced(c, NULL)
		&& cache_giro_count(c) < 0;
}

const char *cache_gemello_of(const struct cache *c)
{
	return c->file.path;
}

bool cache_gemello_begin(struct cache *c, struct err *err)
{
	gemello_forget(c);
	return sqlite_exec(c->db, no_notes, err) && sqlite_exec(c->db, notes, err);
}

void cache_gemello_drop(struct cache *c)
{
	cache_close(c->gemello);
	c->gemello = NULL;
	sqlite_exec(c->db, no_notes, NULL);
	gemello_forget(c);
}

/* --- carried over --------------------------------------------------------------- */

static bool carry_appuntamenti(struct cache *c, size_t *n, struct err *err)
{
	struct query *q = query_begin(c->db,
		"SELECT chiave FROM temp.toccato WHERE che = 'appuntamento' LIMIT ?1");
	char *keys[AT_ONCE];
	struct arena a = { 0 };
	bool ok;

	*n = 0;
	query_int(q, 1, AT_ONCE);
	while (query_step(q))
		keys[(*n)++] = row_text(q, 0, &a);
	ok = query_end(q, err) && write_begin(c->gemello, err);
	for (size_t i = 0; i < *n && ok; i++)
		ok = appuntamento_copy(c, c->gemello, keys[i], err);
	if (sqlite_in_transaction(c->gemello->db))
		ok = write_end(c->gemello, ok, err);
	for (size_t i = 0; i < *n && ok; i++) {
		q = query_begin(c->db,
			"DELETE FROM temp.toccato WHERE che = 'appuntamento' AND chiave = ?1");
		query_text(q, 1, keys[i]);
		ok = query_run(q, err);
	}
	arena_release(&a);
	return ok;
}

/* Rows that nothing else is made of: taken as they are. */
#define CARRY(table, key) \
	"DELETE FROM gemello." table " WHERE " key \
	" IN (SELECT chiave FROM temp.toccato WHERE che = '" table "');" \
	"INSERT INTO gemello." table " SELECT * FROM main." table " WHERE " key \
	" IN (SELECT chiave FROM temp.toccato WHERE che = '" table "');"

static const char carry[] = CARRY("quesito", "id") CARRY("rapporto", "codice")
	CARRY("disponibilita", "punto") CARRY("valore", "genere || ' ' || chiave")
	"DELETE FROM gemello.meta WHERE nome <> 'indici';"
	"INSERT INTO gemello.meta SELECT * FROM main.meta WHERE nome <> 'indici';";

static bool carry_the_rest(struct cache *c, struct err *err)
{
	struct query *q = query_begin(c->db, "ATTACH ?1 AS gemello");
	bool ok;

	query_text(q, 1, c->gemello->file.path);
	if (!query_run(q, err))
		return false;
	ok = write_begin(c, err) && write_end(c, sqlite_exec(c->db, carry, err), err);
	return sqlite_exec(c->db, "DETACH gemello", ok ? err : NULL) && ok;
}

/* --- in its place --------------------------------------------------------------- */

/* The log belongs to a file by its name: it is emptied into the old one, and goes with it. */
static bool take_place(struct cache *c, struct err *err)
{
	char *wal = beside(c->file.path, "-wal"), *shm = beside(c->file.path, "-shm");
	char *from = beside(c->file.path, ENDING);
	struct file_report report;
	bool ok;

	sqlite_close(c->db);
	c->db = NULL;
	unlink(wal);
	unlink(shm);
	ok = file_replace(from, c->file.path, err);
	c->writes++;
	ok = cache_reopen(c, &report, err) && ok;
	FREE(&wal);
	FREE(&shm);
	FREE(&from);
	return ok;
}

static bool gemello_open(struct cache *c, struct err *err)
{
	char *path = beside(c->file.path, ENDING);

	c->gemello = cache_open_file(path, c->identity, err);
	FREE(&path);
	if (!c->gemello)
		return false;
	c->gemello->giro = c->giro;
	c->gemello->passata = c->passata;
	return cache_words_made(c->gemello) || err_set(err, ERR_CORRUPT, "not whole");
}

/* Not waited for: a reader is quick, and somebody may be typing. */
static bool empty_log(struct cache *c, struct err *err)
{
	bool ok;

	sqlite3_busy_timeout(sqlite_handle(c->db), 0);
	ok = sqlite_checkpoint(c->db, err);
	sqlite3_busy_timeout(sqlite_handle(c->db), BUSY_MS);
	return ok;
}

/* So much of it takes some milliseconds to copy back. */
static bool log_is_long(const struct cache *c)
{
	char *wal = beside(c->file.path, "-wal");
	struct stat st;
	bool long_one = stat(wal, &st) == 0 && st.st_size > LOG_SHORT;

	FREE(&wal);
	return long_one;
}

/* All that is left is little: nobody writes between its first statement and its last. */
static enum gemello_step swap(struct cache *c, struct err *err)
{
	/* While somebody reads the old log it cannot be emptied: another time. */
	if (!empty_log(c, err))
		return err->code == ERR_BUSY ? GEMELLO_BUSY : GEMELLO_FAILED;
	/* Its log does not go with it, and whoever closes a file says nothing of a log that found
	 * no room: what was carried over is in the file itself before it is moved. */
	if (!carry_the_rest(c, err) || !sqlite_checkpoint(c->gemello->db, err))
		return GEMELLO_FAILED;
	cache_close(c->gemello);
	c->gemello = NULL;
	return take_place(c, err) ? GEMELLO_DONE : GEMELLO_FAILED;
}

/* One thing a call. */
static enum gemello_step step(struct cache *c, struct err *err)
{
	size_t n = 0;

	if (!c->gemello)
		return gemello_open(c, err) ? GEMELLO_MORE : GEMELLO_FAILED;
	if (!carry_appuntamenti(c, &n, err))
		return GEMELLO_FAILED;
	if (n > 0)
		return GEMELLO_MORE;
	if (!log_is_long(c))
		return swap(c, err);
	if (empty_log(c, err))
		return GEMELLO_MORE;
	return err->code == ERR_BUSY ? GEMELLO_BUSY : GEMELLO_FAILED;
}

enum gemello_step cache_gemello_step(struct cache *c, struct err *err)
{
	enum gemello_step end = step(c, err);

	if (end == GEMELLO_FAILED)
		cache_gemello_drop(c);
	return end;
}
