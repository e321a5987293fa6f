/* SPDX-License-Identifier: EUPL-1.2
 *
 * The two files on disk: private, owned, set aside when they are no good, whole after any
 * death, and honest about a full disk. */
#include "cache/journal_private.h"
#include "cache/private.h"
#include "full_disk.h"
#include "sample.h"

#include "base/random.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct folder f;
static struct arena a;

static void set_up(void)
{
	folder_make(&f);
}

static void tear_down(void)
{
	arena_release(&a);
	folder_remove(&f);
}

TestSuite(files, .init = set_up, .fini = tear_down);

static int mode_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (int)(st.st_mode & 0777) : -1;
}

static size_t count(struct cache *c)
{
	struct appuntamento_sintesi *rows;
	struct cache_window w;
	struct anchor first = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 500 };

	ok(cache_appuntamenti_window(c, &a, NULL, &first, &rows, &w, &err));
	return w.n;
}

Test(files, they_are_private)
{
	struct cache *c = open_cache(&f);
	struct journal *j = open_journal(&f);

	put_sintesi(c, a_sintesi("x", NOW));
	cr_expect(eq(int, mode_of(f.path), 0700));
	cr_expect(eq(int, mode_of(folder_file(&f, "cache", ".db")), 0600));
	cr_expect(eq(int, mode_of(folder_file(&f, "cache", ".db-wal")), 0600));
	cr_expect(eq(int, mode_of(folder_file(&f, "cache", ".lock")), 0600));
	cr_expect(eq(int, mode_of(folder_file(&f, "journal", ".db")), 0600));
	cr_expect(strstr(folder_file(&f, "cache", ""), "anna") == NULL);
	journal_close(j);
	cache_close(c);
	c = open_cache(&f);
	cr_expect(eq(sz, count(c), 1), "it is there again");
	cache_close(c);
}

Test(files, one_writes_and_the_others_read)
{
	struct cache *first = open_cache(&f);
	struct cache *second = open_cache(&f);
	uint64_t before;

	cr_expect(cache_writable(first));
	cr_expect(not(cache_writable(second)));
	before = cache_generation(second);
	put_sintesi(first, a_sintesi("x", NOW));
	cr_expect(cache_generation(second) != before, "the reader notices");
	cr_expect(eq(sz, count(second), 1));
	put_sintesi(second, a_sintesi("y", NOW));
	cr_expect(eq(sz, count(first), 1), "a reader's put does nothing");
	cr_expect(not(cache_purge(second, NULL)));
	cr_expect(not(cache_claim(second)));
	cache_close(first);
	cr_expect(eq(sz, count(second), 1));
	cr_expect(cache_claim(second));
	cr_expect(cache_writable(second));
	put_sintesi(second, a_sintesi("y", NOW));
	cr_expect(eq(sz, count(second), 2));
	cache_close(second);
}

/* A generation that came again would leave on screen what the former file held. */
Test(files, a_reader_meets_no_generation_again_in_the_next_file)
{
	struct cache *writer = open_cache(&f), *reader = open_cache(&f);
	uint64_t last = cache_generation(reader), now;
	struct file_report report;

	for (int i = 0; i < 12; i++) {
		if (i % 4 == 3)
			ok(cache_mend(writer, &report, &err));
		else
			put_sintesi(writer, a_sintesi("x", NOW + i * DAY));
		now = cache_generation(reader);
		cr_expect(now > last, "%d: %llu after %llu", i, (unsigned long long)now,
			(unsigned long long)last);
		last = now;
	}
	cache_close(reader);
	cache_close(writer);
}

Test(files, a_reader_of_nothing_is_told_so)
{
	char *lock = folder_file(&f, "cache", ".lock");
	struct cache *first;
	struct file_report report;
	struct err why = { 0 };

	first = open_cache(&f);
	unlink(folder_file(&f, "cache", ".db"));
	cr_expect(access(lock, F_OK) == 0);
	cr_expect(cache_open(f.path, f.identity, &report, &why) == NULL);
	cr_expect(eq(int, why.code, ERR_BUSY));
	cache_close(first);
}

/* --- files that are no good ----------------------------------------------------- */

static void write_bytes(
	const char *path, const char *bytes, size_t n, off_t at, int flags)
{
	int fd = open(path, O_WRONLY | O_CREAT | flags, 0600);

	cr_assert(fd >= 0 && pwrite(fd, bytes, n, at) == (ssize_t)n);
	close(fd);
}

static void sql(const char *path, const char *text)
{
	sqlite3 *db;

	cr_assert(sqlite3_open(path, &db) == SQLITE_OK);
	cr_assert(sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK, "%s",
		sqlite3_errmsg(db));
	sqlite3_close(db);
}

static void spoil_garbage(const char *path)
{
	char noise[5000];

	memset(noise, 'x', sizeof noise);
	write_bytes(path, noise, sizeof noise, 0, O_TRUNC);
}

static void spoil_truncate(const char *path)
{
	cr_assert(truncate(path, 6000) == 0);
}

static void spoil_page(const char *path)
{
	char noise[3000];

	memset(noise, 0xA5, sizeof noise);
	write_bytes(path, noise, sizeof noise, 4096 * 3, 0);
}

static void spoil_foreign(const char *path)
{
	unlink(path);
	sql(path, "CREATE TABLE ricette (id)");
}

static void spoil_newer(const char *path)
{
	sql(path, "PRAGMA user_version = 4000");
}

static void spoil_owner(const char *path)
{
	sql(path, "UPDATE meta SET testo = 'altri' WHERE nome = 'identita'");
}

static void spoil_shape(const char *path)
{
	sql(path, "UPDATE meta SET testo = 'altra' WHERE nome = 'forma'");
}

static void spoil_link(const char *path)
{
	unlink(path);
	cr_assert(symlink("/etc/passwd", path) == 0);
}

static void spoil_folder(const char *path)
{
	unlink(path);
	cr_assert(mkdir(path, 0700) == 0);
}

static const struct {
	const char *what;
	void (*spoil)(const char *path);
	int code;
	bool also_journal;
} spoils[] = {
	{ "garbage", spoil_garbage, ERR_CORRUPT, true },
	{ "truncated", spoil_truncate, ERR_CORRUPT, true },
	{ "a damaged page", spoil_page, ERR_CORRUPT, true },
	{ "a foreign database", spoil_foreign, ERR_FOREIGN, true },
	{ "a newer version's", spoil_newer, ERR_FOREIGN, true },
	{ "another person's", spoil_owner, ERR_FOREIGN, true },
	{ "another packing", spoil_shape, ERR_FOREIGN, false },
	{ "a symbolic link", spoil_link, ERR_FOREIGN, true },
	{ "a folder", spoil_folder, ERR_FOREIGN, true },
};

static void check_report(const struct file_report *r, size_t i)
{
	cr_expect(r->fate == FILE_REBUILT, "%s: fate %d", spoils[i].what, r->fate);
	cr_expect(r->why.code == spoils[i].code, "%s: %d %s", spoils[i].what, r->why.code,
		r->why.cause);
	cr_expect(r->why.text[0] != '\0');
	cr_expect(access(r->aside, F_OK) == 0 || spoils[i].spoil == spoil_link, "%s",
		r->aside);
}

Test(files, a_cache_that_is_no_good_is_set_aside_and_begun_anew)
{
	for (size_t i = 0; i < sizeof spoils / sizeof *spoils; i++) {
		struct file_report report;
		struct err why = { 0 };
		struct cache *c;

		if (spoils[i].spoil == spoil_page)
			continue; /* found on use: below */
		folder_remove(&f);
		folder_make(&f);
		c = open_cache(&f);
		put_sintesi(c, a_sintesi("x", NOW));
		cache_close(c);
		spoils[i].spoil(folder_file(&f, "cache", ".db"));
		c = cache_open(f.path, f.identity, &report, &why);
		cr_assert(c != NULL, "%s: %s", spoils[i].what, why.cause);
		check_report(&report, i);
		cr_expect(eq(sz, count(c), 0));
		put_sintesi(c, a_sintesi("y", NOW));
		cache_close(c);
		c = open_cache(&f);
		cr_expect(eq(sz, count(c), 1));
		cache_close(c);
		if (spoils[i].spoil == spoil_folder)
			rmdir(report.aside);
	}
}

static void fill(struct cache *c)
{
	for (int i = 0; i < 300; i++) {
		struct appuntamento ap;
		char id[16];

		snprintf(id, sizeof id, "a%d", i);
		ap = an_appuntamento(id, NOW + i * 1200);
		ok(cache_put_appuntamento(c, &ap, NOW, &err));
	}
}

/* All but the first pages, which opening looks at. */
static void spoil_many_pages(const char *path)
{
	struct stat st;

	cr_assert(stat(path, &st) == 0);
	for (off_t at = 4096 * 26; at + 4096 <= st.st_size; at += 4096)
		write_bytes(path, "\xA5\xA5\xA5\xA5\xA5\xA5\xA5\xA5", 8, at, 0);
}

static bool read_everything(struct cache *c, struct err *err)
{
	struct appuntamento_sintesi *rows;
	struct cache_window w;
	struct anchor first = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 500 };

	return cache_appuntamenti_window(c, &a, NULL, &first, &rows, &w, err);
}

Test(files, damage_that_is_met_later_is_mended_and_readers_follow)
{
	struct cache *c = open_cache(&f);
	struct cache *reader;
	struct file_report report;
	struct err why = { 0 };

	fill(c);
	cr_expect(not(cache_damaged(c)));
	cache_close(c);
	spoil_many_pages(folder_file(&f, "cache", ".db"));
	c = open_cache(&f);
	reader = open_cache(&f);
	cr_expect(not(read_everything(c, &why)));
	cr_expect(eq(int, why.code, ERR_CORRUPT));
	cr_expect(cache_damaged(c));
	read_everything(reader, NULL);
	cr_expect(not(cache_damaged(reader)), "it is not a reader's to mend");
	ok(cache_mend(c, &report, &err));
	cr_expect(report.fate == FILE_REBUILT && report.why.text[0]);
	cr_expect(access(report.aside, F_OK) == 0);
	cr_expect(not(cache_damaged(c)));
	cr_expect(eq(sz, count(c), 0));
	put_sintesi(c, a_sintesi("y", NOW));
	cache_generation(reader);
	cr_expect(eq(sz, count(reader), 1));
	cache_close(reader);
	cache_close(c);
	c = open_cache(&f);
	cr_expect(eq(sz, count(c), 1));
	cache_close(c);
}

Test(files, after_an_unclean_end_all_of_it_is_looked_at)
{
	struct cache *c = open_cache(&f);
	struct file_report report;

	fill(c);
	cache_close(c);
	spoil_many_pages(folder_file(&f, "cache", ".db"));
	write_bytes(folder_file(&f, "cache", ".db-wal"), "x", 1, 0, 0);
	c = cache_open(f.path, f.identity, &report, NULL);
	cr_assert(c != NULL);
	cr_expect(report.fate == FILE_REBUILT && report.why.code == ERR_CORRUPT);
	cr_expect(eq(sz, count(c), 0));
	cache_close(c);
}

Test(files, a_journal_that_is_no_good_is_set_aside_and_begun_anew)
{
	for (size_t i = 0; i < sizeof spoils / sizeof *spoils; i++) {
		struct bozza b = a_bozza("b-1"), out;
		struct file_report report;
		struct err why = { 0 };
		struct journal *j;

		if (!spoils[i].also_journal)
			continue;
		folder_remove(&f);
		folder_make(&f);
		j = open_journal(&f);
		ok(journal_save_bozza(j, &b, &err));
		journal_close(j);
		spoils[i].spoil(folder_file(&f, "journal", ".db"));
		j = journal_open(f.path, f.identity, &report, &why);
		cr_assert(j != NULL, "%s: %s", spoils[i].what, why.cause);
		check_report(&report, i);
		cr_expect(report.drafts_kept
			== journal_load_bozza(j, &a, "b-1", &out, NULL));
		cr_expect(spoils[i].spoil != spoil_owner || report.drafts_kept == 0,
			"another person's drafts stay where they are");
		journal_close(j);
		if (spoils[i].spoil == spoil_folder)
			rmdir(report.aside);
	}
}

Test(files, drafts_and_sendings_are_rescued_from_a_damaged_journal)
{
	struct journal *j = open_journal(&f);
	struct file_report report;
	struct sending v = a_conferma("k-1", "b-0");
	struct sendings left;
	struct bozze drafts;
	struct err why = { 0 };
	char noise[1024], id[16];
	struct stat st;

	for (int i = 0; i < 60; i++) {
		struct bozza b = a_bozza(id);

		snprintf(id, sizeof id, "b-%d", i);
		ok(journal_save_bozza(j, &b, &err));
	}
	ok(journal_record(j, &v, NOW, &err));
	journal_close(j);
	memset(noise, 0xA5, sizeof noise);
	stat(folder_file(&f, "journal", ".db"), &st);
	write_bytes(folder_file(&f, "journal", ".db"), noise, sizeof noise,
		st.st_size - 2048, 0);
	j = journal_open(f.path, f.identity, &report, &why);
	cr_assert(j != NULL, "%s", why.cause);
	cr_expect(report.fate == FILE_REBUILT && report.why.code == ERR_CORRUPT);
	cr_expect(report.drafts_kept > 20, "%d kept", (int)report.drafts_kept);
	ok(journal_bozze(j, &a, &drafts, &err));
	cr_expect(drafts.n == (size_t)report.drafts_kept);
	ok(journal_unresolved(j, &a, &left, &err));
	cr_expect(eq(sz, left.n, 1));
	journal_close(j);
}

/* --- deaths --------------------------------------------------------------------- */

static int rounds(void)
{
	const char *wanted = getenv("AGENDA_KILL_ROUNDS");

	return wanted ? (int)strtol(wanted, NULL, 10) : 40;
}

static uint64_t seed_of_the_run(void)
{
	const char *wanted = getenv("AGENDA_SEED");
	uint64_t seed = wanted ? strtoull(wanted, NULL, 10) : (uint64_t)getpid();

	fprintf(stderr, "AGENDA_SEED=%llu\n", (unsigned long long)seed);
	return seed;
}

/* Starts `child`, which says a number on the pipe after each thing that it has made
 * durable, kills it somewhere, and gives back the last number said. */
static int killed_somewhere(void (*child)(int say), uint64_t microseconds)
{
	struct timespec nap = { 0, (long)microseconds * 1000 };
	int ends[2], last = 0, said;
	pid_t pid;

	cr_assert(pipe(ends) == 0);
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		child(ends[1]);
		_exit(0);
	}
	close(ends[1]);
	cr_assert(read(ends[0], &said, sizeof said) == sizeof said, "it has begun");
	last = said;
	nanosleep(&nap, NULL); /* the point of the test: a death at any moment */
	kill(pid, SIGKILL);
	while (read(ends[0], &said, sizeof said) == sizeof said)
		last = said;
	close(ends[0]);
	waitpid(pid, NULL, 0);
	return last;
}

static void save_for_ever(int say)
{
	struct journal *j = journal_open(f.path, f.identity, NULL, NULL);
	char nota[2000], chiave[32];

	if (!j)
		_exit(1);
	for (int i = 1;; i++) {
		struct bozza b = a_bozza("b-1");
		struct sending v = a_conferma(chiave, NULL);

		memset(nota, 'a' + i % 26, sizeof nota - 1);
		snprintf(nota, sizeof nota, "%d", i);
		nota[strlen(nota)] = ' ';
		nota[sizeof nota - 1] = '\0';
		b.nota = nota;
		snprintf(chiave, sizeof chiave, "k-%d-%d", getpid(), i);
		v.descrizione = chiave;
		if (!journal_save_bozza(j, &b, NULL) || !journal_record(j, &v, NOW, NULL))
			_exit(1);
		if (write(say, &i, sizeof i) != sizeof i)
			_exit(1);
	}
}

Test(files, killed_anywhere_the_journal_has_every_word_that_was_acknowledged)
{
	struct random_sequence r;
	size_t sendings_before = 0;

	random_seed(&r, seed_of_the_run());
	for (int round = 0; round < rounds(); round++) {
		int said = killed_somewhere(save_for_ever, random_below(&r, 15000));
		struct journal *j = open_journal(&f);
		struct sendings all;
		struct bozza b;

		ok(journal_load_bozza(j, &a, "b-1", &b, &err));
		cr_expect(strtol(b.nota, NULL, 10) == said
				|| strtol(b.nota, NULL, 10) == said + 1,
			"round %d: said %d, found %d", round, said,
			(int)strtol(b.nota, NULL, 10));
		cr_expect(
			strlen(b.nota) == 1999 && b.n_quesiti == 2 && b.n_allegati == 2);
		ok(journal_unresolved(j, &a, &all, &err));
		cr_expect(all.n == sendings_before + (size_t)said
			|| all.n == sendings_before + (size_t)said + 1);
		sendings_before = all.n;
		ok(sqlite_sound(j->db, &err));
		journal_close(j);
		arena_reset(&a);
	}
}

#define ROWS_A_PAGE 7

static void sync_for_ever(int say)
{
	struct cache *c = cache_open(f.path, f.identity, NULL, NULL);
	struct arena mine = { 0 };
	char *cursor = c ? cache_cursor(c, &mine) : NULL;
	int page = cursor ? (int)strtol(cursor, NULL, 10) + 1 : 1;

	if (!c)
		_exit(1);
	for (;; page++) {
		static struct appuntamento whole[ROWS_A_PAGE];
		struct variazione items[ROWS_A_PAGE];
		char ids[ROWS_A_PAGE][32], next[32];
		struct variazioni v = { items, ROWS_A_PAGE, next, true };

		snprintf(next, sizeof next, "%d", page);
		for (int i = 0; i < ROWS_A_PAGE; i++) {
			snprintf(ids[i], sizeof ids[i], "p%d-%d", page, i);
			whole[i] = an_appuntamento(ids[i], NOW + page * 1200);
			items[i] = (struct variazione){ .risorsa = RISORSA_APPUNTAMENTO,
				.id = ids[i],
				.appuntamento = &whole[i] };
		}
		if (!cache_apply_variazioni(c, &v, NOW, NULL)
			|| write(say, &page, sizeof page) != sizeof page)
			_exit(1);
	}
}

static int64_t number(struct cache *c, const char *text)
{
	int64_t n = -1;

	ok(query_number(query_begin(c->db, text), -1, &n, &err));
	return n;
}

Test(files, killed_anywhere_page_and_cursor_agree)
{
	struct random_sequence r;

	random_seed(&r, seed_of_the_run());
	for (int round = 0; round < rounds(); round++) {
		int said = killed_somewhere(sync_for_ever, random_below(&r, 15000));
		struct cache *c = open_cache(&f);
		int cursor = (int)strtol(cache_cursor(c, &a), NULL, 10);

		cr_expect(cursor >= said, "round %d: said %d, cursor %d", round, said,
			cursor);
		cr_expect(eq(i64, number(c, "SELECT count(*) FROM appuntamento"),
			cursor * ROWS_A_PAGE));
		cr_expect(eq(i64, number(c, "SELECT count(*) FROM dettaglio"),
			cursor * ROWS_A_PAGE));
		ok(sqlite_sound(c->db, &err));
		cache_close(c);
		arena_reset(&a);
	}
}

/* --- a full disk ---------------------------------------------------------------- */

Test(files, a_full_disk_is_said_and_nothing_saved_is_lost)
{
	struct journal *j;
	struct bozza b = a_bozza("b-1"), out;
	struct sending v = a_conferma("k", "b-1");
	struct sendings left;
	int needed;

	full_disk_install();
	j = open_journal(&f);
	ok(journal_save_bozza(j, &b, &err));
	needed = -full_disk_writes();
	b.nota = "seconda";
	ok(journal_save_bozza(j, &b, &err));
	needed += full_disk_writes();
	cr_assert(needed > 2);
	b.nota = "terza";
	for (int room = 0; room < needed; room++) {
		struct err why = { 0 };

		full_disk_after(room);
		cr_expect(not(journal_save_bozza(j, &b, &why)), "with room for %d", room);
		cr_expect(eq(int, why.code, ERR_FULL), "with room for %d: %s", room,
			why.cause);
		cr_expect(why.text[0] != '\0');
		why = (struct err){ 0 };
		full_disk_after(0);
		cr_expect(not(journal_record(j, &v, NOW, &why)));
		cr_expect(eq(int, why.code, ERR_FULL));
		full_disk_after(-1);
		ok(journal_load_bozza(j, &a, "b-1", &out, &err));
		cr_expect(eq(str, (char *)out.nota, "seconda"));
		cr_expect(out.chiave == NULL && out.n_quesiti == 2);
		ok(journal_unresolved(j, &a, &left, &err));
		cr_expect(eq(sz, left.n, 0));
	}
	ok(journal_save_bozza(j, &b, &err));
	ok(journal_record(j, &v, NOW, &err));
	journal_close(j);
	j = open_journal(&f);
	ok(journal_load_bozza(j, &a, "b-1", &out, &err));
	cr_expect(eq(str, (char *)out.nota, "terza"));
	cr_expect(eq(str, (char *)out.chiave, "k"));
	journal_close(j);
}

Test(files, a_cache_on_a_full_disk_keeps_what_it_had)
{
	struct cache *c;
	struct appuntamento_sintesi s = a_sintesi("x", NOW);
	struct appuntamenti page = { &s, 1, NULL };
	struct err why = { 0 };

	full_disk_install();
	c = open_cache(&f);
	put_sintesi(c, s);
	s.id = "y";
	full_disk_after(0);
	cr_expect(not(cache_put_appuntamenti(
		c, &page, NULL, (struct page_place){ 0 }, NOW, &why)));
	cr_expect(eq(int, why.code, ERR_FULL));
	cr_expect(eq(sz, count(c), 1));
	full_disk_after(-1);
	put_sintesi(c, s);
	cr_expect(eq(sz, count(c), 2));
	cache_close(c);
}

static bool finds(struct cache *c, const char *testo)
{
	struct ricerca r = { .testo = testo, .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct anchor first = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 9 };
	struct appuntamento_sintesi *rows;
	struct cache_window w;

	ok(cache_appuntamenti_window(c, &a, &r, &first, &rows, &w, &err));
	return w.n == 1;
}

/* It takes no room: where none is left for another file it goes on in memory, and the next one
 * is on disk again. */
Test(files, a_purge_on_a_full_disk_is_whole)
{
	struct cache *c;
	struct appuntamento x = an_appuntamento("x", NOW);
	struct variazione only = { .risorsa = RISORSA_APPUNTAMENTO, .id = "x",
		.appuntamento = &x };
	struct variazioni page = { &only, 1, "1:1", false };
	int before, in_memory = 0, used = 1000;

	full_disk_install();
	c = open_cache(&f);
	for (int room = 0; room <= used; room++) {
		apply_page(c, &page, NOW);
		cr_assert(cache_words_made(c) && finds(c, "popescu"));
		before = full_disk_writes();
		full_disk_after(room);
		ok(cache_purge(c, &err));
		full_disk_after(-1);
		if (full_disk_writes() - before < room)
			used = 0; /* there was room enough */
		in_memory += c->empty;
		cr_expect(eq(sz, count(c), 0), "with room for %d", room);
		cr_expect(eq(i64, c->giro, 0), "with room for %d", room);
		cr_expect(cache_cursor(c, &a) == NULL);
		cr_expect(cache_contact(c) == INSTANT_NONE);
		ok(sqlite_sound(c->db, &err));
	}
	cr_expect(in_memory > 2 && c->empty == false, "%d", in_memory);
	cache_close(c);
}
