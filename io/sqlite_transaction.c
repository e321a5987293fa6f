/* SPDX-License-Identifier: EUPL-1.2
 *
 * Transactions and savepoints, through the kept statements. */
#include "io/sqlite_private.h"

#include <sqlite3.h>

static bool run(struct sqlite *db, const char *sql, struct err *err)
{
	return query_run(query_begin(db, sql), err);
}

bool sqlite_begin(struct sqlite *db, struct err *err)
{
	return run(db, "BEGIN IMMEDIATE", err);
}

bool sqlite_begin_read(struct sqlite *db, struct err *err)
{
	return run(db, "BEGIN", err);
}

bool sqlite_commit(struct sqlite *db, struct err *err)
{
	if (run(db, "COMMIT", err))
		return true;
	sqlite_rollback(db);
	return false;
}

void sqlite_rollback(struct sqlite *db)
{
	/* SQLite may have rolled back by itself (disk full, I/O error). */
	if (sqlite_in_transaction(db))
		run(db, "ROLLBACK", NULL);
}

bool sqlite_save(struct sqlite *db, struct err *err)
{
	return run(db, "SAVEPOINT passo", err);
}

bool sqlite_save_keep(struct sqlite *db, struct err *err)
{
	return run(db, "RELEASE passo", err);
}

void sqlite_save_undo(struct sqlite *db)
{
	if (!sqlite_in_transaction(db))
		return;
	run(db, "ROLLBACK TO passo", NULL);
	run(db, "RELEASE passo", NULL);
}
