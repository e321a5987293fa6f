/* SPDX-License-Identifier: EUPL-1.2
 *
 * Two programs on one journal, uploads that lost their answer, what somebody gave up, and a
 * file written by the version before. */
#include "cache/journal_private.h"
#include "plans.h"
#include "sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static struct journal *j;
static struct arena a;

static void set_up(void)
{
	j = open_journal(NULL);
}

static void tear_down(void)
{
	journal_close(j);
	arena_release(&a);
}

TestSuite(journal_two, .init = set_up, .fini = tear_down);

static struct bozza load(struct journal *from, const char *id)
{
	struct bozza b;

	ok(journal_load_bozza(from, &a, id, &b, &err));
	return b;
}

static struct sending an_upload(const char *chiave, const char *bozza, const char *sha256)
{
	return (struct sending){ .chiave = chiave,
		.genere = SENDING_CARICAMENTO,
		.metodo = "POST",
		.percorso = "/allegati",
		.content_type = "multipart/form-data; boundary=x",
		.corpo = "--x",
		.corpo_n = 3,
		.bozza = bozza,
		.riguarda = sha256 };
}

static void expect_conflict(const struct bozza *b)
{
	struct err why = { 0 };

	cr_expect(not(journal_save_bozza(j, b, &why)));
	cr_expect(eq(int, why.code, ERR_CONSTRAINT));
	cr_expect(eq(str, why.field, "revisione"));
}

Test(journal_two, a_save_over_what_was_not_read_is_refused)
{
	struct bozza b = a_bozza("b-1"), mine, theirs;

	ok(journal_save_bozza(j, &b, &err));
	mine = theirs = load(j, "b-1");
	theirs.nota = "loro";
	ok(journal_save_bozza(j, &theirs, &err));
	mine.nota = "mia";
	expect_conflict(&mine);
	cr_expect(eq(str, (char *)load(j, "b-1").nota, "loro"));
	mine.revisione = load(j, "b-1").revisione; /* read again, said again */
	ok(journal_save_bozza(j, &mine, &err));
	cr_expect(eq(str, (char *)load(j, "b-1").nota, "mia"));
}

Test(journal_two, what_was_taken_away_does_not_come_back)
{
	struct bozza b = a_bozza("b-1"), mine;
	struct err why = { 0 };

	ok(journal_save_bozza(j, &b, &err));
	mine = load(j, "b-1");
	ok(journal_discard_bozza(j, "b-1", &err));
	expect_conflict(&mine);
	cr_expect(not(journal_load_bozza(j, &a, "b-1", &b, &why)));
	cr_expect(eq(int, why.code, ERR_ABSENT));
}

Test(journal_two, sent_elsewhere_it_can_be_neither_changed_nor_sent)
{
	struct bozza b = a_bozza("b-1"), mine;
	struct sending theirs = a_conferma("k-1", "b-1"), second = a_conferma("k-2", "b-1");
	struct err why = { 0 };

	ok(journal_save_bozza(j, &b, &err));
	mine = load(j, "b-1");
	theirs.revisione = mine.revisione;
	ok(journal_record(j, &theirs, NOW, &err));
	expect_conflict(&mine);
	cr_expect(not(journal_record(j, &second, NOW, &why)));
	cr_expect(eq(str, why.field, "chiave"));
}

Test(journal_two, what_is_sent_is_what_was_read)
{
	struct bozza b = a_bozza("b-1"), theirs;
	struct sending v = a_conferma("k-1", "b-1");
	struct err why = { 0 };

	ok(journal_save_bozza(j, &b, &err));
	v.revisione = load(j, "b-1").revisione;
	theirs = load(j, "b-1");
	theirs.inizio += DAY;
	ok(journal_save_bozza(j, &theirs, &err));
	cr_expect(not(journal_record(j, &v, NOW, &why)));
	cr_expect(eq(str, why.field, "chiave"));
	cr_expect(load(j, "b-1").chiave == NULL);
}

Test(journal_two, an_upload_that_is_done_gives_its_file_the_id_at_once)
{
	struct bozza b = a_bozza("b-1"), after;
	struct sending v = an_upload("k-1", "b-1", b.allegati[0].sha256), found;
	struct settlement done = { SENDING_DONE, 201, "f-77", NULL, NOW + DAY };
	struct err why = { 0 };

	ok(journal_save_bozza(j, &b, &err));
	ok(journal_record(j, &v, NOW, &err));
	ok(journal_upload_of(j, &a, "b-1", b.allegati[0].sha256, &found, &err));
	cr_expect(eq(str, (char *)found.chiave, "k-1"));
	ok(journal_settle(j, "k-1", &done, NOW + 1, &err));
	after = load(j, "b-1");
	cr_expect(eq(str, (char *)after.allegati[0].id, "f-77"));
	cr_expect(after.allegati[0].scade_il == NOW + DAY);
	cr_expect(after.revisione == 1, "nothing that was typed has changed");
	cr_expect(not(journal_upload_of(j, &a, "b-1", b.allegati[0].sha256, &found, &why)));
	cr_expect(eq(int, why.code, ERR_ABSENT));
}

Test(journal_two, uploads_that_nobody_waits_for)
{
	struct bozza b = a_bozza("b-1");
	struct sending one = an_upload("k-1", "b-1", b.allegati[0].sha256);
	struct sending two = an_upload("k-2", "b-1", "file che non c'è più");
	struct sending three = an_upload("k-3", "b-2", b.allegati[0].sha256);
	struct sendings all;

	ok(journal_save_bozza(j, &b, &err));
	ok(journal_record(j, &one, NOW, &err));
	ok(journal_record(j, &two, NOW, &err));
	ok(journal_record(j, &three, NOW, &err));
	ok(journal_uploads_unwanted(j, &a, &all, &err));
	cr_assert(eq(sz, all.n, 2));
	cr_expect(eq(str, (char *)all.items[0].chiave, "k-2"));
	cr_expect(eq(str, (char *)all.items[1].chiave, "k-3"));
	ok(journal_discard_bozza(j, "b-1", &err));
	ok(journal_uploads_unwanted(j, &a, &all, &err));
	cr_expect(eq(sz, all.n, 3));
}

Test(journal_two, given_up_is_remembered)
{
	struct bozza b = a_bozza("b-1");
	struct sending v = a_conferma("k-1", "b-1");
	struct settlement burnt = { SENDING_BURNT, 0, NULL, NULL, INSTANT_NONE };
	struct sendings all;
	struct err why = { 0 };

	ok(journal_save_bozza(j, &b, &err));
	ok(journal_record(j, &v, NOW, &err));
	ok(journal_renounce(j, "k-1", &err));
	ok(journal_unresolved(j, &a, &all, &err));
	cr_expect(all.n == 1 && all.items[0].rinunciato);
	ok(journal_settle(j, "k-1", &burnt, NOW, &err));
	cr_expect(not(journal_renounce(j, "k-1", &why)));
	cr_expect(eq(int, why.code, ERR_ABSENT));
}

static void sql(const char *path, const char *text)
{
	sqlite3 *db = NULL;

	cr_assert(sqlite3_open(path, &db) == SQLITE_OK);
	cr_assert(sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK, "%s",
		sqlite3_errmsg(db));
	sqlite3_close(db);
}

Test(journal_two, a_file_of_the_first_version_is_brought_up_to_date)
{
	struct folder f;
	struct journal *file;
	struct bozza b = a_bozza("b-1"), after;
	struct sending v = a_conferma("k-1", "b-1");

	folder_make(&f);
	file = open_journal(&f);
	ok(journal_save_bozza(file, &b, &err));
	ok(journal_record(file, &v, NOW, &err));
	journal_close(file);
	sql(folder_file(&f, "journal", ".db"),
		"ALTER TABLE bozza DROP COLUMN revisione;"
		"ALTER TABLE bozza_allegato DROP COLUMN modificato_il;"
		"ALTER TABLE invio DROP COLUMN rinunciato;"
		"PRAGMA user_version = 1");
	file = open_journal(&f); /* asserts that it opens without remarks */
	after = load(file, "b-1");
	cr_expect(after.revisione == 1 && after.n_allegati == 2);
	cr_expect(after.allegati[0].modificato_il == INSTANT_NONE);
	cr_expect(eq(str, (char *)after.chiave, "k-1"));
	after.nota = "dopo";
	ok(journal_save_bozza(file, &after, &err));
	cr_expect(load(file, "b-1").revisione == 2);
	journal_close(file);
	folder_remove(&f);
}

static void look(const char *sql, const char *line)
{
	cr_expect(strncmp(line, "SCAN invio", 10) != 0, "%s: %s", sql, line);
}

/* Home and every list ask for what has no answer: years of what had one must not matter. */
Test(journal_two, what_is_open_is_found_without_what_is_settled)
{
	struct sendings all;
	struct sending one;
	struct err absent = { 0 };
	int n;

	plans_watch(j->db);
	ok(journal_unresolved(j, &a, &all, &err));
	ok(journal_uploads_unwanted(j, &a, &all, &err));
	journal_upload_of(j, &a, "b-1", "x", &one, &absent);
	n = plans_look(j->db, look);
	cr_expect(n > 5, "%d plans seen", n);
}

static int steps;

static int on_end(unsigned what, void *ctx, void *stmt, void *x)
{
	(void)what;
	(void)ctx;
	(void)x;
	steps = sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 1);
	return 0;
}

static void send_until(int n)
{
	static int sent;

	for (; sent < n; sent++) {
		char chiave[16], sha256[16];
		struct sending s;

		snprintf(chiave, sizeof chiave, "c-%d", sent);
		snprintf(sha256, sizeof sha256, "s-%d", sent);
		s = an_upload(chiave, "b-1", sha256);
		ok(journal_record(j, &s, NOW, &err));
	}
}

static int steps_for_the_latest(void)
{
	struct sendings all;

	sqlite3_trace_v2(sqlite_handle(j->db), SQLITE_TRACE_PROFILE, on_end, NULL);
	ok(journal_sendings(j, &a, 5, &all, &err));
	sqlite3_trace_v2(sqlite_handle(j->db), 0, NULL, NULL);
	cr_assert(eq(int, (int)all.n, 5));
	return steps;
}

/* Every change that another program makes asks for them. */
Test(journal_two, the_latest_cost_the_same_whatever_was_sent_before)
{
	int few, many;

	send_until(10);
	few = steps_for_the_latest();
	send_until(300);
	many = steps_for_the_latest();
	cr_expect(few > 0 && many <= few + 10, "%d steps, then %d", few, many);
}
