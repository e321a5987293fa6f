/* SPDX-License-Identifier: EUPL-1.2
 *
 * What does not stay for ever, where files may lie, and when what was seen by mandate is hidden. */
#include "cache/luogo.h"
#include "cache/private.h"
#include "cache/pulizia.h"
#include "sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define HOUR 3600

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

TestSuite(pulizia, .init = set_up, .fini = tear_down);

/* --- the kinds of file system --------------------------------------------------- */

Test(pulizia, a_disk_of_the_network_is_known_by_its_kind)
{
	static const struct {
		const char *name;
		unsigned long f_type;
		enum luogo luogo;
	} table[] = {
		{ "ext4", 0xEF53, LUOGO_LOCALE },
		{ "btrfs", 0x9123683E, LUOGO_LOCALE },
		{ "xfs", 0x58465342, LUOGO_LOCALE },
		{ "tmpfs", 0x01021994, LUOGO_LOCALE },
		{ "overlayfs", 0x794C7630, LUOGO_LOCALE },
		{ "zfs", 0x2FC12FC1, LUOGO_LOCALE },
		{ "nfs", 0x6969, LUOGO_RETE },
		{ "cifs", 0xFF534D42, LUOGO_RETE },
		{ "cifs, as a negative number", (unsigned long)(long)(int)0xFF534D42, LUOGO_RETE },
		{ "smb2", 0xFE534D42, LUOGO_RETE },
		{ "9p", 0x01021997, LUOGO_RETE },
		{ "sshfs", 0x65735546, LUOGO_RETE },
		{ "ceph", 0x00C36400, LUOGO_RETE },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		cr_expect(luogo_of_type(table[i].f_type) == table[i].luogo, "%s", table[i].name);
	cr_expect(luogo_of("/dev/shm/not-there/nor-this") == LUOGO_LOCALE);
	cr_expect(luogo_of("/") == luogo_of("/not-there"));
}

/* --- files ---------------------------------------------------------------------- */

static void touch(const char *name)
{
	char path[512];
	int fd;

	snprintf(path, sizeof path, "%s/%s", f.path, name);
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	cr_assert(fd >= 0);
	close(fd);
}

static bool there(const char *name)
{
	char path[512];

	snprintf(path, sizeof path, "%s/%s", f.path, name);
	return access(path, F_OK) == 0;
}

Test(pulizia, copies_that_nobody_uses_go_and_journals_never)
{
	struct cache *open_now = open_cache(&f);
	struct journal *journal = open_journal(&f);
	instant now = time(NULL);

	touch("cache-altri.db");
	touch("cache-altri.db-wal");
	mkdir(arena_printf(&a, "%s/cache-altri-allegati", f.path), 0700);
	touch("cache-altri-allegati/0000123456-abc");
	touch("cache-altri.db.scartato");
	touch("journal-altri.db");
	touch("journal-altri.db.scartato");
	touch("journal-altri.db.scartato-journal");
	touch("ricette.db");
	cr_expect(eq(sz, cache_sweep(f.path, now - 60, 32), 0), "they are young");
	cr_expect(there("cache-altri.db"));
	cr_expect(eq(sz, cache_sweep(f.path, now + 60, 1), 1), "some at a time");
	cr_expect(eq(sz, cache_sweep(f.path, now + 60, 32), 2));
	cr_expect(not(there("cache-altri.db")));
	cr_expect(not(there("cache-altri.db-wal")));
	cr_expect(there("cache-altri.lock"), "somebody may have just opened it");
	cr_expect(not(there("cache-altri-allegati")));
	cr_expect(not(there("cache-altri.db.scartato")));
	cr_expect(not(there("journal-altri.db.scartato")));
	cr_expect(not(there("journal-altri.db.scartato-journal")));
	cr_expect(there("journal-altri.db") && there("ricette.db"));
	cr_expect(access(folder_file(&f, "cache", ".db"), F_OK) == 0, "it is in use");
	cr_expect(access(folder_file(&f, "journal", ".db"), F_OK) == 0);
	journal_close(journal);
	cache_close(open_now);
}

Test(pulizia, what_belongs_to_a_copy_in_use_stays)
{
	struct cache *open_now = open_cache(&f);
	const char *in_the_making = folder_file(&f, "cache", ".db.gemello");
	const char *aside = folder_file(&f, "cache", ".db.scartato");
	int fd = open(in_the_making, O_WRONLY | O_CREAT, 0600);
	int fd2 = open(aside, O_WRONLY | O_CREAT, 0600);

	cr_assert(fd >= 0 && fd2 >= 0);
	close(fd);
	close(fd2);
	cr_expect(eq(sz, cache_sweep(f.path, INT64_MAX, 32), 0));
	cr_expect(access(in_the_making, F_OK) == 0);
	cr_expect(access(aside, F_OK) == 0);
	cache_close(open_now);
	cr_expect(eq(sz, cache_sweep(f.path, INT64_MAX, 32), 3), "nobody has it open any more");
	cr_expect(access(in_the_making, F_OK) != 0);
}

Test(pulizia, set_aside_files_go_with_the_person)
{
	struct cache *c = open_cache(&f);
	char *path = folder_file(&f, "cache", ".db.scartato");
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	cr_assert(fd >= 0);
	close(fd);
	cache_drop_aside(c);
	cr_expect(access(path, F_OK) != 0);
	cache_close(c);
}

/* --- appointments --------------------------------------------------------------- */

static size_t rows(struct cache *c)
{
	struct appuntamento_sintesi *items;
	struct cache_window w;
	struct anchor first = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 500 };

	ok(cache_appuntamenti_window(c, &a, NULL, &first, &items, &w, &err));
	return w.n;
}

Test(pulizia, appointments_of_long_ago_go_some_at_a_time)
{
	struct cache *c = open_cache(&f);
	struct appuntamento ap;
	size_t dropped = 0;

	for (int i = 0; i < 10; i++) {
		char id[16];

		snprintf(id, sizeof id, "a%d", i);
		ap = an_appuntamento(id, NOW - 90 * 24 * HOUR + (i - 5) * HOUR);
		ok(cache_put_appuntamento(c, &ap, NOW, &err));
	}
	ok(cache_retain(c, NOW - 90 * 24 * HOUR, 3, &dropped, &err));
	cr_expect(eq(sz, dropped, 3));
	cr_expect(eq(sz, rows(c), 7));
	ok(cache_retain(c, NOW - 90 * 24 * HOUR, 3, &dropped, &err));
	cr_expect(eq(sz, dropped, 2), "the one of that very moment stays");
	cr_expect(eq(sz, rows(c), 5));
	cr_expect(not(cache_appuntamento(c, &a, "a0", &ap, NULL, NULL)));
	ok(cache_appuntamento(c, &a, "a5", &ap, NULL, &err));
	ok(cache_retain(c, NOW - 90 * 24 * HOUR, 3, &dropped, &err));
	cr_expect(eq(sz, dropped, 0));
	cache_close(c);
}

/* --- what is seen by mandate ---------------------------------------------------- */

Test(pulizia, what_is_seen_by_mandate_is_hidden_after_a_day)
{
	static const struct {
		enum tipo_profilo profilo;
		instant contatto, now;
		bool hidden;
	} table[] = {
		{ PROFILO_INTERMEDIARIO, NOW, NOW, false },
		{ PROFILO_INTERMEDIARIO, NOW, NOW + 23 * HOUR + 59 * 60, false },
		{ PROFILO_INTERMEDIARIO, NOW, NOW + 24 * HOUR - 1, false },
		{ PROFILO_INTERMEDIARIO, NOW, NOW + 24 * HOUR, true },
		{ PROFILO_INTERMEDIARIO, NOW, NOW + 300 * 24 * HOUR, true },
		{ PROFILO_INTERMEDIARIO, NOW, NOW - 60, false },
		{ PROFILO_INTERMEDIARIO, NOW, NOW - 24 * HOUR, true },
		{ PROFILO_INTERMEDIARIO, INSTANT_NONE, NOW, true },
		{ PROFILO_CITTADINO, NOW, NOW + 300 * 24 * HOUR, false },
		{ PROFILO_CITTADINO, INSTANT_NONE, NOW, false },
		{ PROFILO_OPERATORE, NOW, NOW + 300 * 24 * HOUR, false },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		cr_expect(delegati_scaduti(table[i].profilo, table[i].contatto, table[i].now)
				== table[i].hidden,
			"row %zu", i);
}

static bool reads_something(struct cache *c)
{
	struct appuntamento_sintesi *items, one;
	struct appuntamento whole;
	struct rapporto *rapporti;
	struct quesiti q;
	struct recapiti r;
	struct cache_window w;
	struct anchor first = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 500 };
	struct err why = { 0 };
	int n = 0;

	n += cache_appuntamenti_window(c, &a, NULL, &first, &items, &w, NULL);
	n += cache_rapporti_window(c, &a, NULL, &first, &rapporti, &w, NULL);
	n += cache_appuntamento(c, &a, "x", &whole, NULL, NULL);
	n += cache_appuntamento_sintesi(c, &a, "x", &one, NULL, NULL);
	n += cache_quesiti(c, &a, "0000123456", &q, NULL, NULL);
	n += cache_recapiti(c, &a, "0000123456", &r, NULL, NULL);
	if (n == 0) {
		cr_expect(cache_hidden(c, &why));
		cr_expect(eq(int, why.code, PROBLEM_OFFLINE));
		cr_expect(strstr(why.text, "24 ore") != NULL);
	}
	return n > 0;
}

Test(pulizia, hidden_it_stays_until_there_is_a_contact_whatever_the_clock_says)
{
	struct cache *c = open_cache(&f);
	struct appuntamento ap = an_appuntamento("x", NOW);

	ok(cache_put_appuntamento(c, &ap, NOW, &err));
	ok(cache_set_contact(c, NOW, &err));
	cr_expect(not(cache_hide(c, PROFILO_INTERMEDIARIO, NOW + 24 * HOUR - 1)));
	cr_expect(reads_something(c));
	cr_expect(cache_hide(c, PROFILO_INTERMEDIARIO, NOW + 24 * HOUR));
	cr_expect(not(reads_something(c)));
	cr_expect(cache_hide(c, PROFILO_INTERMEDIARIO, NOW), "the clock went backwards");
	cr_expect(not(reads_something(c)));
	cache_close(c);

	c = open_cache(&f);
	cr_expect(cache_hide(c, PROFILO_INTERMEDIARIO, NOW + HOUR), "and the program began anew");
	cr_expect(not(reads_something(c)));
	ok(cache_set_contact(c, NOW + 25 * HOUR, &err));
	cr_expect(not(cache_hide(c, PROFILO_INTERMEDIARIO, NOW + 26 * HOUR)));
	cr_expect(reads_something(c));
	cache_close(c);

	c = open_cache(&f);
	cr_expect(not(cache_hide(c, PROFILO_INTERMEDIARIO, NOW + 26 * HOUR)));
	cr_expect(reads_something(c));
	cache_close(c);
}

Test(pulizia, one_s_own_data_is_never_hidden)
{
	struct cache *c = open_cache(&f);
	struct appuntamento ap = an_appuntamento("x", NOW);

	ok(cache_put_appuntamento(c, &ap, NOW, &err));
	cr_expect(not(cache_hide(c, PROFILO_CITTADINO, NOW + 900 * 24 * HOUR)));
	cr_expect(reads_something(c));
	cache_close(c);
}
