/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The one way in which SQLite is opened: foreign keys on, schema not trusted, defensive, busy
 * timeout, temporary tables in memory, files 0600 in folders 0700, schema brought up to date
 * step by step. A connection belongs to one thread at a time. Statements are in io/query.h.
 */
#ifndef AGENDA_IO_SQLITE_H
#define AGENDA_IO_SQLITE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sqlite;  /* a connection, with its prepared statements */
struct sqlite3; /* SQLite's own */

struct sqlite_options {
	int32_t application_id;        /* what marks the file as ours; never 0 */
	const char *const *migrations; /* SQL of the steps 1, 2, … up to user_version */
	size_t n_migrations;
	bool read_only;                /* the file must be there and up to date */
	bool wal;                      /* write-ahead log; else rollback journal */
	bool full;                     /* synchronous=FULL; else NORMAL */
	bool disposable;               /* begun without waiting for the disk: cut off just then, it is
	                                  damaged */
	bool no_checkpoint;            /* WAL: another connection does it */
	int log_pages;                 /* WAL: copied back when it is so long; 0: 1000 */
	int busy_ms;                   /* 0: 5000 */
	int cache_kib;                 /* page cache; 0: SQLite's own (2 MB) */
};

/*
 * NULL and *err: ERR_ABSENT (read_only and not there), ERR_FOREIGN (not ours, newer than us,
 * another person's), ERR_CORRUPT, ERR_BUSY (also read_only and not yet migrated), ERR_FULL,
 * ERR_IO. `path` may be ":memory:". Close with sqlite_close().
 */
struct sqlite *sqlite_open(const char *path, const struct sqlite_options *o, struct err *err);
void sqlite_close(struct sqlite *db); /* takes NULL; ends what is open by a rollback */

/*
 * sqlite_begin takes the write lock at once (BEGIN IMMEDIATE); sqlite_begin_read gives one
 * view of the data to several queries. A failed sqlite_commit leaves no transaction behind.
 */
bool sqlite_begin(struct sqlite *db, struct err *err);
bool sqlite_begin_read(struct sqlite *db, struct err *err);
bool sqlite_commit(struct sqlite *db, struct err *err);
void sqlite_rollback(struct sqlite *db); /* does nothing when nothing is open */

/* Savepoints nest; the innermost is the one meant. */
bool sqlite_save(struct sqlite *db, struct err *err);
bool sqlite_save_keep(struct sqlite *db, struct err *err); /* RELEASE */
void sqlite_save_undo(struct sqlite *db);                  /* ROLLBACK TO, RELEASE */

/* Scripts of several statements without values: migrations, pragmas, tests. */
bool sqlite_exec(struct sqlite *db, const char *sql, struct err *err);

bool sqlite_in_transaction(const struct sqlite *db);
int64_t sqlite_changes(const struct sqlite *db); /* rows that the last statement changed */
int64_t sqlite_total_changes(const struct sqlite *db); /* by all of them, since it was opened */
int64_t sqlite_last_rowid(const struct sqlite *db);
bool sqlite_sound(struct sqlite *db, struct err *err);      /* PRAGMA quick_check; ERR_CORRUPT */
bool sqlite_checkpoint(struct sqlite *db, struct err *err); /* WAL, truncating; ERR_BUSY */
/* Some statement since the opening found the file damaged (ERR_CORRUPT). */
bool sqlite_damaged(const struct sqlite *db);
struct sqlite3 *sqlite_handle(struct sqlite *db); /* for what is not here: backup, hooks */

/*
 * A result code of the last SQLite call as an error; returns false. A rule of the schema that
 * said no is ERR_CONSTRAINT with err->field: "tabella.colonna" of UNIQUE, PRIMARY KEY and
 * NOT NULL ("t.a, t.b" for several columns), the name of a CHECK or of an index on expressions,
 * the message of a RAISE, "FOREIGN KEY", or the column of a value that STRICT does not take.
 */
bool sqlite_err(const struct sqlite *db, int rc, const char *doing, struct err *err);

#endif
