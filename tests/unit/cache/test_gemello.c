/* SPDX-License-Identifier: EUPL-1.2
 *
 * The sibling file: what changes while it is being made is in it when it takes the place of the
 * cache, and whatever goes wrong leaves the cache as it was. */
#include "cache/private.h"
#include "full_disk.h"
#include "sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROWS 2600
#define PAGE 200

static struct folder f;
static struct cache *c;
static struct arena a;

static void set_up(void)
{
	folder_make(&f);
	c = open_cache(&f);
}

static void tear_down(void)
{
	cache_close(c);
	arena_release(&a);
	folder_remove(&f);
}

TestSuite(gemello, .init = set_up, .fini = tear_down);

static char *id_of(int i)
{
	return arena_printf(&a, "AG-2026-%07d", i);
}

static void page(int from, int to, bool more)
{
	struct variazione items[PAGE] = { 0 };
	struct appuntamento aps[PAGE];
	struct variazioni p = { .items = items, .altre = more };

	for (int i = from; i < to; i++, p.n++) {
		aps[p.n] = an_appuntamento(id_of(i), NOW + (instant)i * MINUTE);
		items[p.n] = (struct variazione){ .risorsa = RISORSA_APPUNTAMENTO,
			.id = aps[p.n].id, .appuntamento = &aps[p.n] };
	}
	p.next_cursor = arena_printf(&a, "e1:%d", to);
	ok(cache_apply_variazioni(c, &p, NOW, &err));
}

static void first_sync(void)
{
	for (int i = 0; i < ROWS; i += PAGE)
		page(i, i + PAGE, i + PAGE < ROWS);
}

static bool there(const char *id, enum appuntamento_stato stato)
{
	struct appuntamento_sintesi s;
	struct err err = { 0 };

	return cache_appuntamento_sintesi(c, &a, id, &s, NULL, &err) && s.stato == stato;
}

static int64_t matching(const char *text)
{
	struct ricerca r = { .testo = text, .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct anchor at = { .at = ANCHOR_FIRST, .after = 10 };
	struct appuntamento_sintesi *items;
	struct cache_window w;

	ok(cache_appuntamenti_window(c, &a, &r, &at, &items, &w, &err));
	return w.count;
}

static char *gemello_path(void)
{
	return arena_printf(&a, "%s.gemello", cache_gemello_of(c));
}

static bool exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

static enum gemello_step steps(void)
{
	enum gemello_step step;
	struct err err = { 0 };
	int n = 0;

	while ((step = cache_gemello_step(c, &err)) == GEMELLO_MORE)
		cr_assert_lt(n++, 1000);
	cr_expect(step == GEMELLO_DONE, "%d %s", err.code, err.cause);
	return step;
}

Test(gemello, small_caches_need_none)
{
	page(0, 100, false);
	cr_expect(cache_words_made(c));
	cr_expect(not(cache_gemello_wanted(c)));
}

/* A command that ends within the first page leaves some of its rows, and another giro. */
Test(gemello, a_first_sync_that_began_twice_is_as_long)
{
	struct appuntamento ap = an_appuntamento(id_of(ROWS), NOW);
	struct variazione items[] = {
		{ .risorsa = RISORSA_APPUNTAMENTO, .id = ap.id, .appuntamento = &ap },
		{ .risorsa = RISORSA_APPUNTAMENTO, .id = id_of(0), .rimosso = true },
	};
	struct variazioni cut = { items, 2, "e1:1", true };
	size_t at = 0;

	ok(cache_apply_some(c, &cut, NULL, &at, 1, NOW, &err));
	first_sync();
	cr_expect(not(cache_words_made(c)));
	while (cache_giro_ending(c))
		ok(cache_giro_step(c, NOW, &err));
	cr_expect(not(there(id_of(ROWS), APPUNTAMENTO_STATO_CONFERMATO)), "it came no more");
	cr_expect(there(id_of(5), APPUNTAMENTO_STATO_CONFERMATO));
	cr_expect(cache_gemello_wanted(c));
}

Test(gemello, what_changed_meanwhile_is_in_it)
{
	struct appuntamento ap = an_appuntamento(id_of(ROWS + 1), NOW + 3 * DAY);
	struct quesito q = a_quesito("Q-nuovo", "0000123456", 20000);
	struct quesiti all = { .items = &q, .n = 1 };
	struct quesiti read;
	struct stat st;

	first_sync();
	cr_assert(not(cache_words_made(c)), "a long sync fills the tables only");
	cr_assert(cache_gemello_wanted(c));
	ok(cache_gemello_begin(c, &err));
	ok(cache_put_appuntamento(c, &ap, NOW, &err)); /* before the copy */
	ok(cache_gemello_make(cache_gemello_of(c), NULL, &err));
	cr_assert(stat(gemello_path(), &st) == 0);
	cr_expect(eq(int, (int)(st.st_mode & 0777), 0600));
	ap = an_appuntamento(id_of(7), NOW + 7 * MINUTE);
	ap.stato = APPUNTAMENTO_STATO_CANCELLATO;
	ap.versione++;
	ok(cache_put_appuntamento(c, &ap, NOW, &err)); /* after it */
	ok(cache_drop_appuntamento(c, id_of(8), &err));
	ok(cache_put_quesiti(c, "0000123456", &all, NOW, &err));
	ok(cache_set_contact(c, NOW + 99, &err));
	for (int i = 100; i < 300; i++) { /* more than one step carries */
		ap = an_appuntamento(id_of(i), NOW + 40 * DAY + (instant)i * MINUTE);
		ap.versione++;
		ok(cache_put_appuntamento(c, &ap, NOW, &err));
	}
	steps();
	cr_expect(cache_words_made(c));
	cr_expect(not(cache_gemello_wanted(c)));
	cr_expect(not(exists(gemello_path())));
	cr_expect(there(id_of(ROWS + 1), APPUNTAMENTO_STATO_CONFERMATO));
	cr_expect(there(id_of(7), APPUNTAMENTO_STATO_CANCELLATO));
	cr_expect(not(there(id_of(8), APPUNTAMENTO_STATO_CONFERMATO)));
	cr_expect(there(id_of(9), APPUNTAMENTO_STATO_CONFERMATO));
	ok(cache_quesiti(c, &a, "0000123456", &read, NULL, &err));
	cr_expect(read.n == 1 && strcmp(read.items[0].id, "Q-nuovo") == 0);
	cr_expect(cache_contact(c) == NOW + 99);
	cr_expect(strcmp(cache_cursor(c, &a), arena_printf(&a, "e1:%d", ROWS)) == 0);
	cr_expect(eq(i64, matching(id_of(7)), 1));
	cr_expect(eq(i64, matching(id_of(8)), 0));
	cr_expect(eq(i64, matching(id_of(ROWS + 1)), 1));
	ok(sqlite_sound(c->db, &err));
	page(ROWS, ROWS + 10, false); /* and it goes on from there, its words kept up */
	cr_expect(eq(i64, matching(id_of(ROWS + 5)), 1));
}

Test(gemello, a_reader_follows)
{
	struct cache *reader;
	struct file_report report;
	struct err why = { 0 };
	struct appuntamento_sintesi s;
	uint64_t before;

	first_sync();
	ok(cache_gemello_begin(c, &err));
	reader = cache_open(f.path, f.identity, &report, &why);
	cr_assert(reader && !cache_writable(reader));
	before = cache_generation(reader);
	ok(cache_gemello_make(cache_gemello_of(c), NULL, &err));
	steps();
	cr_expect(cache_generation(reader) != before);
	cr_expect(cache_appuntamento_sintesi(reader, &a, id_of(3), &s, NULL, &why));
	cr_expect(cache_words_made(reader));
	cache_close(reader);
}

Test(gemello, what_went_wrong_changes_nothing)
{
	struct err why = { 0 };
	FILE *bad;

	first_sync();
	ok(cache_gemello_begin(c, &err));
	cr_expect(cache_gemello_step(c, &why) == GEMELLO_FAILED, "nobody made it");
	cr_expect(not(exists(gemello_path())));
	bad = fopen(gemello_path(), "w");
	fputs("rubbish", bad);
	fclose(bad);
	ok(cache_gemello_begin(c, &err));
	cr_expect(not(exists(gemello_path())), "an old one goes");
	ok(cache_gemello_make(cache_gemello_of(c), NULL, &err));
	cr_assert(truncate(gemello_path(), 40000) == 0);
	why = (struct err){ 0 };
	cr_expect(cache_gemello_step(c, &why) == GEMELLO_FAILED);
	cr_expect(there(id_of(5), APPUNTAMENTO_STATO_CONFERMATO));
	cr_expect(cache_gemello_wanted(c), "and is tried again");
	ok(cache_gemello_begin(c, &err));
	ok(cache_gemello_make(cache_gemello_of(c), NULL, &err));
	cache_close(c); /* whoever dies here finds it thrown away and begins again */
	c = open_cache(&f);
	cr_expect(not(exists(gemello_path())));
	cr_expect(cache_gemello_wanted(c));
	cr_expect(there(id_of(5), APPUNTAMENTO_STATO_CONFERMATO));
}

Test(gemello, a_purge_takes_it_too)
{
	first_sync();
	ok(cache_gemello_begin(c, &err));
	ok(cache_gemello_make(cache_gemello_of(c), NULL, &err));
	ok(cache_purge(c, &err));
	cr_expect(not(exists(gemello_path())));
	cr_expect(not(there(id_of(5), APPUNTAMENTO_STATO_CONFERMATO)));
}

/* --- a disk that fills up ------------------------------------------------------- */

static void begin_on_such_a_disk(void)
{
	cache_close(c);
	full_disk_install();
	c = open_cache(&f);
	first_sync();
}

/* Wherever the room ends, the child says so, leaves nothing, and the cache is as it was. */
Test(gemello, a_child_without_room_leaves_nothing)
{
	int needed;

	begin_on_such_a_disk();
	ok(cache_gemello_begin(c, &err));
	needed = -full_disk_writes();
	ok(cache_gemello_make(cache_gemello_of(c), NULL, &err));
	needed += full_disk_writes();
	cr_assert_gt(needed, 100);
	for (int i = 0; i < 16; i++) {
		struct err why = { 0 };

		ok(cache_gemello_begin(c, &err));
		full_disk_after(i < 4 ? i : needed * i / 16);
		cr_expect(not(cache_gemello_make(cache_gemello_of(c), NULL, &why)), "%d", i);
		cr_expect(eq(int, why.code, ERR_FULL), "%d: %s", i, why.cause);
		full_disk_after(-1);
		cr_expect(not(exists(gemello_path())), "%d", i);
	}
	cr_expect(there(id_of(5), APPUNTAMENTO_STATO_CONFERMATO));
	ok(sqlite_sound(c->db, &err));
	ok(cache_gemello_begin(c, &err)); /* with room again it goes on */
	ok(cache_gemello_make(cache_gemello_of(c), NULL, &err));
	cr_expect(steps() == GEMELLO_DONE && cache_words_made(c));
}

/* The same while it takes the place: what changed meanwhile is in whichever file is there. */
Test(gemello, a_full_disk_while_it_takes_the_place_loses_nothing)
{
	enum gemello_step step = GEMELLO_FAILED;
	int failed = 0;

	begin_on_such_a_disk();
	for (int room = 0; step != GEMELLO_DONE; room += 1 + room / 4) {
		struct appuntamento ap = an_appuntamento(id_of(7), NOW + 7 * MINUTE);
		struct err why = { 0 };

		cr_assert_lt(room, 5000);
		ok(cache_gemello_begin(c, &err));
		ok(cache_gemello_make(cache_gemello_of(c), NULL, &err));
		ap.stato = APPUNTAMENTO_STATO_CANCELLATO;
		ap.versione = 2 + room;
		ok(cache_put_appuntamento(c, &ap, NOW, &err));
		ok(cache_drop_appuntamento(c, id_of(100 + room), &err));
		full_disk_after(room);
		while ((step = cache_gemello_step(c, &why)) == GEMELLO_MORE)
			;
		full_disk_after(-1);
		failed += step != GEMELLO_DONE;
		cr_expect(step == GEMELLO_DONE || why.code == ERR_FULL, "%d: %s", room, why.cause);
		cr_expect(not(exists(gemello_path())), "with room for %d", room);
		cr_expect(there(id_of(7), APPUNTAMENTO_STATO_CANCELLATO), "with room for %d", room);
		cr_expect(eq(int, there(id_of(100 + room), APPUNTAMENTO_STATO_CONFERMATO), 0), "room %d step %d failed %d: %d %s", room, step, failed, why.code, why.cause);
		cr_expect(there(id_of(9), APPUNTAMENTO_STATO_CONFERMATO), "with room for %d", room);
		ok(sqlite_sound(c->db, &err));
		cache_close(c); /* and on disk */
		c = open_cache(&f);
		cr_expect(there(id_of(7), APPUNTAMENTO_STATO_CANCELLATO), "with room for %d", room);
	}
	cr_expect_gt(failed, 5);
	cr_expect(cache_words_made(c));
	cr_expect(eq(i64, matching(id_of(9)), 1));
}
