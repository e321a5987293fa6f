/* SPDX-License-Identifier: EUPL-1.2
 *
 * The copy is emptied whatever the disk says, and whoever reads the old one hears of it. */
#include "cache/private.h"
#include "cache/resti.h"
#include "full_disk.h"
#include "sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ID "AG-2026-0000001"

static struct folder f;
static struct cache *writer;
static struct arena a;

static void put(struct cache *c, const char *id)
{
	struct appuntamento ap = an_appuntamento(id, NOW);

	ok(cache_put_appuntamento(c, &ap, NOW, &err));
}

static bool has(struct cache *c, const char *id)
{
	struct appuntamento ap;

	return cache_appuntamento(c, &a, id, &ap, NULL, NULL);
}

static void set_up(void)
{
	full_disk_install();
	folder_make(&f);
	writer = open_cache(&f);
	put(writer, ID);
}

static void tear_down(void)
{
	cache_close(writer);
	folder_remove(&f);
	arena_release(&a);
}

TestSuite(svuota, .init = set_up, .fini = tear_down);

/* Something that no unlink() takes away, in the place of a part of the file. */
static void put_in_the_way(const char *part, char moved[512])
{
	char within[520], *path = folder_file(&f, "cache", part);

	snprintf(moved, 512, "%s.via", path);
	snprintf(within, sizeof within, "%s/qui", path);
	cr_assert(rename(path, moved) == 0 && mkdir(path, 0700) == 0);
	cr_assert(mkdir(within, 0700) == 0);
}

static void take_away(const char *part)
{
	char *path = folder_file(&f, "cache", part);

	rmdir(arena_printf(&f.a, "%s/qui", path));
	rmdir(path);
}

Test(svuota, a_request_that_failed_is_not_answered)
{
	char moved[512];

	ok(cache_purge_ask(writer, &err));
	put_in_the_way(".db-wal", moved);
	cr_expect(not(cache_purge(writer, NULL)));
	cr_expect(cache_purge_asked(writer), "whoever waits would take it for done");
	take_away(".db-wal");
	ok(cache_purge(writer, &err));
	cr_expect(not(cache_purge_asked(writer)));
	cr_expect(not(has(writer, ID)));
}

Test(svuota, where_it_fails_nothing_has_gone)
{
	char moved[512];

	put_in_the_way(".db-wal", moved);
	cr_expect(not(cache_purge(writer, NULL)));
	cr_expect(not(cache_purge_asked(writer)), "nobody had asked");
	cr_expect(not(cache_damaged(writer)));
	cache_close(writer);
	take_away(".db-wal");
	cr_assert(rename(moved, folder_file(&f, "cache", ".db-wal")) == 0);
	writer = open_cache(&f);
	cr_expect(has(writer, ID));
}

/* Without its log the file is not what was written to it. */
Test(svuota, where_a_part_has_gone_it_is_damaged_and_mended)
{
	struct file_report report;
	char moved[512];

	put_in_the_way(".db-shm", moved);
	cr_expect(not(cache_purge(writer, NULL)));
	cr_expect(cache_damaged(writer));
	ok(cache_mend(writer, &report, &err));
	cr_expect(not(has(writer, ID)));
	put(writer, ID);
	cr_expect(has(writer, ID));
	take_away(".db.scartato-shm");
}

static sqlite3_vfs swapping;
static sqlite3_vfs *real;
static const char *put_there;

/* Another file takes the name of the one that has just been opened. */
static int open_and_swap(
	sqlite3_vfs *v, const char *name, sqlite3_file *file, int flags, int *out)
{
	int rc = real->xOpen(v, name, file, flags, out);

	if (put_there && (flags & SQLITE_OPEN_MAIN_DB)) {
		cr_assert(rename(put_there, name) == 0);
		put_there = NULL;
	}
	return rc;
}

Test(svuota, a_reader_follows_a_file_that_was_changed_as_it_opened_it)
{
	struct folder elsewhere;
	struct file lock;
	struct cache *reader, *other;

	cache_close(writer);
	folder_make(&elsewhere);
	other = open_cache(&elsewhere);
	put(other, "AG-2026-0000002");
	cache_close(other);
	ok(file_place(&lock, f.path, "cache", f.identity, &err));
	cr_assert(file_lock(&lock, false));
	real = sqlite3_vfs_find(NULL);
	swapping = *real;
	swapping.zName = "swapping";
	swapping.xOpen = open_and_swap;
	swapping.pNext = NULL;
	sqlite3_vfs_register(&swapping, 1);
	put_there = folder_file(&elsewhere, "cache", ".db");
	reader = open_cache(&f);
	cr_assert(put_there == NULL && has(reader, ID), "or it proves nothing");
	cache_generation(reader);
	cr_expect(not(has(reader, ID)));
	cr_expect(has(reader, "AG-2026-0000002"));
	cache_close(reader);
	file_release(&lock);
	folder_remove(&elsewhere);
	writer = NULL;
}

Test(svuota, a_reader_of_a_file_that_is_no_more_has_nothing)
{
	struct cache *reader = open_cache(&f);
	uint64_t before = cache_generation(reader);

	cr_assert(has(reader, ID) && cache_watch(reader) >= 0);
	cache_news(reader);
	for (size_t i = 0; i < FILE_PARTS; i++)
		unlink(arena_printf(&f.a, "%s%s", writer->file.path, file_parts[i]));
	cr_expect(cache_news(reader).changed);
	cr_expect(cache_generation(reader) != before);
	cr_expect(not(has(reader, ID)));
	before = cache_generation(reader);
	cr_expect(cache_generation(reader) == before, "once");
	cache_close(reader);
}

/* The session's folder goes with the last sign-out from the machine. */
Test(svuota, where_the_folder_has_gone_there_is_nothing_to_empty)
{
	for (size_t i = 0; i < FILE_PARTS; i++)
		unlink(arena_printf(&f.a, "%s%s", writer->file.path, file_parts[i]));
	unlink(folder_file(&f, "cache", ".lock"));
	cr_assert(rmdir(f.path) == 0);
	ok(cache_purge(writer, &err));
	cr_expect(not(has(writer, ID)));
	put(writer, ID);
	cr_expect(has(writer, ID));
}

Test(svuota, on_a_full_disk_the_room_of_what_was_emptied_is_there_for_the_next)
{
	full_disk_while(&writer->resti);
	ok(cache_purge(writer, &err));
	cr_expect(cache_on_disk(writer));
	cr_expect(eq(int, cache_take_resti(writer), -1));
	put(writer, ID);
	full_disk_while(NULL);
	cache_close(writer);
	writer = open_cache(&f);
	cr_expect(has(writer, ID));
}

/* No child makes the words of what is in memory. */
Test(svuota, a_long_sync_into_memory_makes_its_words_as_it_goes)
{
	struct appuntamento x = an_appuntamento("x", NOW);
	struct variazione only = { .risorsa = RISORSA_APPUNTAMENTO, .id = "x",
		.appuntamento = &x };
	struct variazioni page = { &only, 1, "1:1", true };
	size_t at = 0;

	full_disk_after(0);
	ok(cache_purge(writer, &err));
	full_disk_after(-1);
	cr_assert(writer->empty && cache_words_made(writer));
	ok(cache_apply_some(writer, &page, NULL, &at, 9, NOW, &err));
	ok(meta_set_int(writer, "nel_giro", 1000000, &err));
	at = 0;
	ok(cache_apply_some(writer, &page, "1:1", &at, 9, NOW, &err));
	cr_expect(cache_words_made(writer));
}
