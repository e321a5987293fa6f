/* SPDX-License-Identifier: EUPL-1.2 */
#include "plans.h"

#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define STATEMENTS_MAX 96

static char seen[STATEMENTS_MAX][1024];

static int on_statement(unsigned what, void *ctx, void *stmt, void *x)
{
	const char *sql = sqlite3_sql(stmt);

	(void)what;
	(void)ctx;
	(void)x;
	if (strncmp(sql, "SELECT", 6) != 0)
		return 0;
	for (int i = 0; i < STATEMENTS_MAX; i++) {
		if (strcmp(seen[i], sql) == 0)
			return 0;
		if (!seen[i][0]) {
			snprintf(seen[i], sizeof seen[i], "%s", sql);
			return 0;
		}
	}
	cr_assert(false, "more statements than room");
	return 0;
}

void plans_watch(struct sqlite *db)
{
	memset(seen, 0, sizeof seen);
	sqlite3_trace_v2(sqlite_handle(db), SQLITE_TRACE_STMT, on_statement, NULL);
}

static int look_at(
	struct sqlite *db, const char *sql, void (*look)(const char *sql, const char *line))
{
	char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
	sqlite3_stmt *s = NULL;
	int n = 0;

	cr_assert(sqlite3_prepare_v2(sqlite_handle(db), explain, -1, &s, NULL)
			== SQLITE_OK,
		"%s", sql);
	for (; sqlite3_step(s) == SQLITE_ROW; n++)
		look(sql, (const char *)sqlite3_column_text(s, 3));
	sqlite3_finalize(s);
	sqlite3_free(explain);
	return n;
}

int plans_look(struct sqlite *db, void (*look)(const char *sql, const char *line))
{
	int n = 0;

	sqlite3_trace_v2(sqlite_handle(db), 0, NULL, NULL);
	for (int i = 0; i < STATEMENTS_MAX && seen[i][0]; i++)
		n += look_at(db, seen[i], look);
	return n;
}
