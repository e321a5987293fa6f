/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/query.h"

#include <criterion/criterion.h>
#include <string.h>

static struct sqlite *db;
static struct arena arena;

static void make(void)
{
	static const char *const steps[] = {
		"CREATE TABLE t (a TEXT, b INTEGER, c BLOB) STRICT;"
		"CREATE UNIQUE INDEX t_a ON t (a);"
	};
	struct sqlite_options o = { .application_id = 1, .migrations = steps, .n_migrations = 1 };

	db = sqlite_open(":memory:", &o, NULL);
	cr_assert(db);
}

static void release(void)
{
	sqlite_close(db);
	arena_release(&arena);
}

TestSuite(query, .init = make, .fini = release);

static bool insert(const char *a, int64_t b, const void *c, size_t n, struct err *err)
{
	struct query *q = query_begin(db, "INSERT INTO t VALUES (?1, ?2, ?3)");

	query_text(q, 1, a);
	query_int_or_null(q, 2, b, INT64_MIN);
	if (c)
		query_blob(q, 3, c, n);
	else
		query_null(q, 3);
	return query_run(q, err);
}

Test(query, what_is_bound_is_read_back)
{
	struct query *q;
	size_t n;
	unsigned char *bytes;

	cr_assert(insert("perché", INT64_MAX, "\0\xFF", 2, NULL));
	cr_assert(insert(NULL, INT64_MIN, NULL, 0, NULL));
	cr_assert(insert("", -1, "", 0, NULL));
	q = query_begin(db, "SELECT a, b, c FROM t ORDER BY rowid");
	cr_assert(query_step(q));
	cr_expect_str_eq(row_text(q, 0, &arena), "perché");
	cr_expect_eq(row_int(q, 1), INT64_MAX);
	bytes = row_blob(q, 2, &arena, &n);
	cr_expect_eq(n, 2);
	cr_expect_eq(bytes[1], 0xFF);
	cr_assert(query_step(q));
	cr_expect_null(row_text(q, 0, &arena));
	cr_expect_eq(row_int_or(q, 1, 7), 7);
	cr_expect_null(row_blob(q, 2, &arena, &n));
	cr_assert(query_step(q));
	cr_expect_str_eq(row_text(q, 0, &arena), "");
	cr_expect_not_null(row_blob(q, 2, &arena, &n));
	cr_expect_eq(n, 0);
	cr_assert_not(query_step(q));
	cr_assert_not(query_step(q)); /* the end stays the end */
	cr_assert(query_end(q, NULL));
}

Test(query, the_first_failure_is_kept_to_the_end)
{
	struct err e = { 0 };
	struct query *q;

	cr_assert(insert("a", 1, NULL, 0, &e));
	cr_assert_not(insert("a", 2, NULL, 0, &e));
	cr_expect_eq(e.code, ERR_CONSTRAINT);
	cr_expect_str_eq(e.field, "t.a");
	cr_assert(insert("b", 3, NULL, 0, &e)); /* the statement is as new */
	q = query_begin(db, "SELECT nonsense FROM t");
	query_text(q, 1, "x");
	cr_assert_not(query_step(q));
	cr_expect_null(row_text(q, 0, &arena));
	cr_expect_eq(row_int_or(q, 0, 5), 5);
	cr_assert_not(query_again(q));
	cr_assert_not(query_end(q, &e));
	cr_expect_eq(e.code, ERR_INTERNAL);
	q = query_begin(db, "SELECT 1");
	query_int(q, 3, 1); /* no such parameter */
	cr_assert_not(query_run(q, &e));
	cr_expect_eq(e.code, ERR_INTERNAL);
}

Test(query, values_do_not_stay_from_one_use_to_the_next)
{
	struct query *q;
	int64_t n;

	cr_assert(insert("a", 1, NULL, 0, NULL));
	q = query_begin(db, "SELECT ?1 IS NULL");
	query_text(q, 1, "x");
	cr_assert(query_run(q, NULL));
	cr_assert(query_number(query_begin(db, "SELECT ?1 IS NULL"), -1, &n, NULL));
	cr_expect_eq(n, 1);
	cr_assert(query_number(query_begin(db, "SELECT b FROM t WHERE a = 'z'"), -1, &n, NULL));
	cr_expect_eq(n, -1);
}

Test(query, again_runs_many_values_through_one_statement)
{
	struct query *q = query_begin(db, "INSERT INTO t (a, b) VALUES (?1, ?2)");
	const char *names[] = { "a", "b", "c" };
	int64_t n;

	for (int i = 0; i < 3; i++) {
		cr_assert(query_again(q));
		query_text(q, 1, names[i]);
		query_int(q, 2, i);
		cr_assert_not(query_step(q));
	}
	cr_assert(query_end(q, NULL));
	cr_assert(query_number(query_begin(db, "SELECT sum(b) FROM t"), -1, &n, NULL));
	cr_expect_eq(n, 3);
	cr_expect_eq(sqlite_last_rowid(db), 3);
	cr_assert(sqlite_exec(db, "UPDATE t SET b = b + 1", NULL));
	cr_expect_eq(sqlite_changes(db), 3);
}

Test(query, the_same_text_may_be_open_twice)
{
	const char *sql = "SELECT a FROM t ORDER BY a";
	struct query *outer;
	int pairs = 0;

	cr_assert(insert("a", 1, NULL, 0, NULL));
	cr_assert(insert("b", 1, NULL, 0, NULL));
	outer = query_begin(db, sql);
	while (query_step(outer)) {
		struct query *inner = query_begin(db, sql);

		cr_expect_neq(inner, outer);
		while (query_step(inner))
			pairs++;
		cr_assert(query_end(inner, NULL));
	}
	cr_assert(query_end(outer, NULL));
	cr_expect_eq(pairs, 4);
}

Test(query, many_texts_are_kept_apart)
{
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 600; i++) {
			int64_t n;

			cr_assert(query_number(
				query_begin(db, arena_printf(&arena, "SELECT %d", i)), -1, &n, NULL));
			cr_assert_eq(n, i);
		}
	}
}
