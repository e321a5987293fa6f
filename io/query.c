/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Prepared statements kept for each connection, found by their whole text: texts that are put
 * together at run time (a search's filters) are as welcome as literals.
 */
#include "io/query.h"

#include "base/alloc.h"
#include "io/sqlite_private.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

struct query {
	struct query *next; /* in its bucket */
	struct sqlite *db;
	sqlite3_stmt *stmt; /* NULL: could not be prepared */
	uint32_t hash;
	bool open;   /* between begin and end */
	bool at_end; /* stepping again would start it over */
	struct err failure;
};

/* Eight bytes at a time: it is asked for at every statement, and they are long. */
static uint32_t hash_of(const char *sql)
{
	size_t n = strlen(sql);
	uint64_t h = n;

	for (; n > 0; sql += n < 8 ? n : 8, n -= n < 8 ? n : 8) {
		uint64_t word = 0;

		memcpy(&word, sql, n < 8 ? n : 8);
		h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	return (uint32_t)h;
}

static void failed(struct query *q, int rc)
{
	if (q->failure.code == ERR_NONE)
		sqlite_err(q->db, rc, "query", &q->failure);
	if (q->failure.code == ERR_CORRUPT)
		q->db->damaged = true;
}

static struct query *query_prepare(struct sqlite *db, const char *sql, uint32_t hash)
{
	struct query *q = xalloc(sizeof(*q));
	int rc = sqlite3_prepare_v3(
		db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &q->stmt, NULL);

	q->db = db;
	q->hash = hash;
	q->next = db->buckets[hash % QUERY_BUCKETS];
	db->buckets[hash % QUERY_BUCKETS] = q;
	if (rc != SQLITE_OK)
		failed(q, rc);
	return q;
}

struct query *query_begin(struct sqlite *db, const char *sql)
{
	uint32_t hash = hash_of(sql);
	struct query *q = db->buckets[hash % QUERY_BUCKETS];

	while (q
		&& (q->open || q->hash != hash || strcmp(sqlite3_sql(q->stmt), sql) != 0))
		q = q->next;
	if (!q)
		q = query_prepare(db, sql, hash);
	q->open = true;
	q->at_end = false;
	return q;
}

static bool ready(struct query *q)
{
	assert(q->open);
	return q->failure.code == ERR_NONE;
}

static void bound(struct query *q, int rc)
{
	if (rc != SQLITE_OK)
		failed(q, rc);
}

void query_text(struct query *q, int param, const char *s)
{
	if (ready(q))
		bound(q, sqlite3_bind_text(q->stmt, param, s, -1, SQLITE_STATIC));
}

void query_blob(struct query *q, int param, const void *bytes, size_t n)
{
	/* A pointer that is not NULL, so that an empty blob is not NULL either. */
	if (ready(q))
		bound(q,
			sqlite3_bind_blob64(
				q->stmt, param, bytes ? bytes : "", n, SQLITE_STATIC));
}

void query_int(struct query *q, int param, int64_t value)
{
	if (ready(q))
		bound(q, sqlite3_bind_int64(q->stmt, param, value));
}

void query_int_or_null(struct query *q, int param, int64_t value, int64_t none)
{
	if (value == none)
		query_null(q, param);
	else
		query_int(q, param, value);
}

void query_null(struct query *q, int param)
{
	if (ready(q))
		bound(q, sqlite3_bind_null(q->stmt, param));
}

bool query_step(struct query *q)
{
	int rc;

	if (!ready(q) || q->at_end)
		return false;
	rc = sqlite3_step(q->stmt);
	if (rc == SQLITE_ROW)
		return true;
	q->at_end = true;
	if (rc != SQLITE_DONE)
		failed(q, rc);
	return false;
}

bool query_again(struct query *q)
{
	if (!ready(q))
		return false;
	sqlite3_reset(q->stmt);
	q->at_end = false;
	return true;
}

/* Not kept: the next one with this text tries to prepare it anew. */
static void query_forget(struct query *q)
{
	struct query **at = &q->db->buckets[q->hash % QUERY_BUCKETS];

	while (*at != q)
		at = &(*at)->next;
	*at = q->next;
	FREE(&q);
}

bool query_end(struct query *q, struct err *err)
{
	bool ok = ready(q);

	if (!ok && err)
		*err = q->failure;
	err_clear(&q->failure);
	if (!q->stmt) {
		query_forget(q);
		return ok;
	}
	sqlite3_reset(q->stmt);
	sqlite3_clear_bindings(q->stmt); /* texts were only borrowed */
	q->open = false;
	return ok;
}

bool query_run(struct query *q, struct err *err)
{
	while (query_step(q)) {
	}
	return query_end(q, err);
}

bool query_number(struct query *q, int64_t none, int64_t *to, struct err *err)
{
	*to = query_step(q) ? row_int_or(q, 0, none) : none;
	return query_end(q, err);
}

static bool has_column(const struct query *q, int column)
{
	(void)column; /* without assert() */
	assert(q->open && column >= 0);
	assert(!q->stmt || column < sqlite3_column_count(q->stmt));
	return q->stmt != NULL;
}

char *row_text(struct query *q, int column, struct arena *a)
{
	return arena_strdup(a, row_peek(q, column));
}

const char *row_peek(struct query *q, int column)
{
	return has_column(q, column) ? (const char *)sqlite3_column_text(q->stmt, column)
				     : NULL;
}

const void *row_bytes(struct query *q, int column, size_t *n)
{
	const void *bytes;

	*n = 0;
	if (!has_column(q, column))
		return NULL;
	bytes = sqlite3_column_blob(q->stmt, column);
	*n = (size_t)sqlite3_column_bytes(q->stmt, column);
	return bytes;
}

void *row_blob(struct query *q, int column, struct arena *a, size_t *n)
{
	const void *bytes = row_bytes(q, column, n);
	char *copy;

	if (!has_column(q, column) || row_is_null(q, column))
		return NULL;
	copy = arena_alloc(a, *n + 1);
	if (bytes && *n)
		memcpy(copy, bytes, *n);
	return copy;
}

int64_t row_int(struct query *q, int column)
{
	return has_column(q, column) ? sqlite3_column_int64(q->stmt, column) : 0;
}

int64_t row_int_or(struct query *q, int column, int64_t none)
{
	return row_is_null(q, column) ? none : row_int(q, column);
}

bool row_is_null(struct query *q, int column)
{
	return !has_column(q, column)
		|| sqlite3_column_type(q->stmt, column) == SQLITE_NULL;
}

void queries_free(struct sqlite *db)
{
	for (size_t i = 0; i < QUERY_BUCKETS; i++) {
		while (db->buckets[i]) {
			struct query *q = db->buckets[i];

			db->buckets[i] = q->next;
			sqlite3_finalize(q->stmt);
			FREE(&q);
		}
	}
}
