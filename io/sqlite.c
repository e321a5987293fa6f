/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Opening, transactions and errors. The order at opening matters: the file is made private
 * before SQLite sees it, whose it is is read before anything is written to it.
 */
#include "io/sqlite.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "io/sqlite_private.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_MS_DEFAULT 5000

/* Not through the descriptor, which cannot change anything (O_PATH). */
static bool make_0600(int fd, struct err *err)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return chmod(path, 0600) == 0 || err_errno(err, "chmod");
}

/*
 * A descriptor for looking only. Closing an ordinary one would drop the POSIX locks that other
 * connections of this process hold on the file: a stranger that then opens and closes the
 * database would take itself for the last one, and delete the WAL under a running server.
 */
static int open_to_look(const char *path, bool may_make)
{
	int made = may_make
		? open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)
		: -1;

	if (made >= 0)
		close(made); /* new: nobody has it open yet */
	return open(path, O_PATH | O_CLOEXEC | O_NOFOLLOW);
}

/* SQLite gives journal and WAL the permissions of the file: it must be ours and 0600 first. */
static bool make_private(const char *path, bool read_only, struct err *err)
{
	struct stat st;
	bool ok = false;
	int fd = open_to_look(path, !read_only);

	if (fd < 0)
		return err_errno(err, "open the database file");
	if (fstat(fd, &st) != 0)
		err_errno(err, "fstat");
	else if (S_ISLNK(st.st_mode))
		err_set(err, ERR_IO, "database file is a symbolic link");
	else if (!S_ISREG(st.st_mode) || st.st_uid != geteuid())
		err_set(err, ERR_FOREIGN, "database file is not a file of this user");
	else
		ok = read_only || !(st.st_mode & 077) || make_0600(fd, err);
	close(fd);
	return ok;
}

static const char *synchronous(const struct sqlite_options *o)
{
	return o->full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL";
}

static bool configure(struct sqlite *db, const struct sqlite_options *o, struct err *err)
{
	char pragmas[256];

	sqlite3_extended_result_codes(db->handle, 1);
	sqlite3_busy_timeout(db->handle, o->busy_ms ? o->busy_ms : BUSY_MS_DEFAULT);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	if (o->no_checkpoint)
		sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	/* A copy of personal data must not end up in a shared temporary folder. */
	snprintf(pragmas, sizeof(pragmas),
		"PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON;"
		"%s; PRAGMA cache_size=%d; PRAGMA wal_autocheckpoint=%d;",
		synchronous(o), o->cache_kib ? -o->cache_kib : -2000,
		o->no_checkpoint     ? 0
			: o->log_pages ? o->log_pages
				       : 1000);
	return sqlite_exec(db, pragmas, err);
}

static bool pragma_number(
	struct sqlite *db, const char *pragma, int64_t *to, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(db->handle, pragma, -1, &stmt, NULL);

	*to = 0;
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		*to = sqlite3_column_int64(stmt, 0);
	else if (rc != SQLITE_DONE)
		sqlite_err(db, rc, pragma, err);
	sqlite3_finalize(stmt);
	return rc == SQLITE_ROW || rc == SQLITE_DONE;
}

static bool foreign(struct err *err, const char *why)
{
	err_set(err, ERR_FOREIGN, "%s", why);
	return err_say(err,
		_("Il file dei dati non è di questo programma, o di una sua "
		  "versione più nuova."));
}

/* Ours, or empty and so to be made ours. *version is the last step applied. */
static bool whose(struct sqlite *db, const struct sqlite_options *o, int64_t *version,
	struct err *err)
{
	int64_t id;
	int64_t tables;

	if (!pragma_number(db, "PRAGMA application_id", &id, err)
		|| !pragma_number(db, "PRAGMA user_version", version, err)
		|| !pragma_number(db, "SELECT count(*) FROM sqlite_schema", &tables, err))
		return false;
	if (id == 0 && *version == 0 && tables == 0)
		return true;
	if (id != o->application_id)
		return foreign(err, "another application_id");
	if (*version < 0 || (uint64_t)*version > o->n_migrations)
		return foreign(err, "user_version newer than this program");
	return true;
}

static bool choose_journal(struct sqlite *db, bool wal, struct err *err)
{
	const char *wanted = wal ? "wal" : "delete";
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(db->handle,
		wal ? "PRAGMA journal_mode=WAL" : "PRAGMA journal_mode=DELETE", -1, &stmt,
		NULL);
	bool ok = false;

	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		const char *mode = (const char *)sqlite3_column_text(stmt, 0);

		ok = mode && (strcmp(mode, wanted) == 0 || strcmp(mode, "memory") == 0);
		if (!ok)
			err_set(err, ERR_BUSY, "journal_mode is %s",
				mode ? mode : "NULL");
	} else {
		sqlite_err(db, rc, "journal_mode", err);
	}
	sqlite3_finalize(stmt);
	return ok;
}

/* Step number `step` (from 1), unless somebody else has applied it meanwhile. */
static bool migrate_step(
	struct sqlite *db, const struct sqlite_options *o, size_t step, struct err *err)
{
	char mark[96];
	int64_t version;

	snprintf(mark, sizeof(mark), "PRAGMA application_id=%d; PRAGMA user_version=%zu;",
		(int)o->application_id, step);
	if (!sqlite_begin(db, err))
		return false;
	if (!whose(db, o, &version, err))
		goto undo;
	if ((uint64_t)version < step
		&& (!sqlite_exec(db, o->migrations[step - 1], err)
			|| !sqlite_exec(db, mark, err)))
		goto undo;
	return sqlite_commit(db, err);
undo:
	sqlite_rollback(db);
	return false;
}

static bool bring_up_to_date(
	struct sqlite *db, const struct sqlite_options *o, struct err *err)
{
	int64_t version;
	bool unsynced;

	if (!whose(db, o, &version, err))
		return false;
	if (o->read_only && (uint64_t)version < o->n_migrations)
		return err_set(err, ERR_BUSY, "schema step %d is not applied yet",
			(int)version + 1);
	unsynced = o->disposable && version == 0;
	if (unsynced && !sqlite_exec(db, "PRAGMA synchronous=OFF", err))
		return false;
	if (!o->read_only && !choose_journal(db, o->wal, err))
		return false;
	for (size_t step = (size_t)version + 1; step <= o->n_migrations; step++) {
		if (!migrate_step(db, o, step, err))
			return false;
	}
	return !unsynced || sqlite_exec(db, synchronous(o), err);
}

/* Otherwise each allocation takes one lock of the whole process, for sums that nobody reads. */
static void count_no_memory(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

struct sqlite *sqlite_open(
	const char *path, const struct sqlite_options *o, struct err *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	int flags = SQLITE_OPEN_NOMUTEX
		| (o->read_only ? SQLITE_OPEN_READONLY
				: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	bool in_memory = strcmp(path, ":memory:") == 0;
	struct sqlite *db;
	int rc;

	assert(o->application_id != 0);
	pthread_once(&once, count_no_memory);
	if (!in_memory && !o->read_only && !file_make_folder_of(path, err))
		return NULL;
	if (!in_memory && !make_private(path, o->read_only, err))
		return NULL;
	db = xalloc(sizeof(*db));
	rc = sqlite3_open_v2(path, &db->handle, flags, NULL);
	if (rc != SQLITE_OK)
		sqlite_err(db, rc, "open", err);
	else if (configure(db, o, err) && bring_up_to_date(db, o, err))
		return db;
	sqlite_close(db);
	return NULL;
}

void sqlite_close(struct sqlite *db)
{
	if (!db)
		return;
	sqlite_rollback(db);
	queries_free(db);
	sqlite3_close_v2(db->handle);
	FREE(&db);
}

bool sqlite_exec(struct sqlite *db, const char *sql, struct err *err)
{
	int rc = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK || sqlite_err(db, rc, "exec", err);
}

bool sqlite_in_transaction(const struct sqlite *db)
{
	return db->handle && !sqlite3_get_autocommit(db->handle);
}

int64_t sqlite_changes(const struct sqlite *db)
{
	return sqlite3_changes64(db->handle);
}

int64_t sqlite_total_changes(const struct sqlite *db)
{
	return sqlite3_total_changes64(db->handle);
}

int64_t sqlite_last_rowid(const struct sqlite *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

bool sqlite_damaged(const struct sqlite *db)
{
	return db->damaged;
}

struct sqlite3 *sqlite_handle(struct sqlite *db)
{
	return db->handle;
}

bool sqlite_sound(struct sqlite *db, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(db->handle, "PRAGMA quick_check(1)", -1, &stmt, NULL);
	const char *word = NULL;
	bool ok;

	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		word = (const char *)sqlite3_column_text(stmt, 0);
	ok = word && strcmp(word, "ok") == 0;
	if (!ok && word)
		err_set(err, ERR_CORRUPT, "quick_check found damage");
	else if (!ok)
		sqlite_err(db, rc, "quick_check", err);
	sqlite3_finalize(stmt);
	return ok;
}

bool sqlite_checkpoint(struct sqlite *db, struct err *err)
{
	int rc = sqlite3_wal_checkpoint_v2(
		db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

	return rc == SQLITE_OK || sqlite_err(db, rc, "checkpoint", err);
}
