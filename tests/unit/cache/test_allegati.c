/* SPDX-License-Identifier: EUPL-1.2
 *
 * Bytes of attachments kept to be opened without a line: only what they say they are, 0600, gone
 * with their rapporto and with the person. */
#include "cache/private.h"
#include "io/digest.h"
#include "sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct folder f;
static struct cache *c;
static struct arena a;
static struct buf bytes;
static char sha256[DIGEST_TEXT_SIZE];

static void set_up(void)
{
	folder_make(&f);
	c = open_cache(&f);
	buf_adds(&bytes, "%PDF-1.4 quello che era allegato");
	digest_of(bytes.data, bytes.len, sha256);
}

static void tear_down(void)
{
	buf_release(&bytes);
	cache_close(c);
	arena_release(&a);
	folder_remove(&f);
}

TestSuite(allegati, .init = set_up, .fini = tear_down);

static char *only_path(void)
{
	glob_t found;
	char *path;

	cr_assert(glob(arena_printf(&a, "%s/cache-*-allegati/*", f.path), 0, NULL, &found) == 0
		&& found.gl_pathc == 1);
	path = arena_strdup(&a, found.gl_pathv[0]);
	globfree(&found);
	return path;
}

static int code_of_reading(const char *codice)
{
	struct buf to = { 0 };
	struct err err = { 0 };
	bool there;

	buf_init(&to, 4096);
	there = cache_file(c, codice, sha256, &to, &err);
	if (there)
		cr_expect(to.len == bytes.len && memcmp(to.data, bytes.data, to.len) == 0);
	buf_release(&to);
	return there ? 0 : err.code;
}

Test(allegati, kept_and_given_back)
{
	struct stat st;
	int64_t n;

	cr_expect(eq(int, code_of_reading("0000123456"), ERR_ABSENT));
	ok(cache_put_file(c, "0000123456", sha256, &bytes, &err));
	ok(cache_put_file(c, "0000123456", sha256, &bytes, &err)); /* twice is once */
	cr_expect(cache_has_file(c, "0000123456", sha256));
	cr_expect(eq(int, code_of_reading("0000123456"), 0));
	cr_expect(eq(i64, cache_files(c, &n), (int64_t)bytes.len));
	cr_expect(eq(i64, n, 1));
	cr_assert(stat(only_path(), &st) == 0);
	cr_expect(eq(int, (int)(st.st_mode & 0777), 0600));
}

Test(allegati, what_is_not_what_it_says_is_refused)
{
	static const char *const bad[] = { "../../etc", "", NULL, "12/34", "-1" };
	char other[DIGEST_TEXT_SIZE];
	struct err why = { 0 };
	FILE *file;

	digest_of("x", 1, other);
	cr_expect(not(cache_put_file(c, "0000123456", other, &bytes, &why)));
	cr_expect(eq(int, why.code, ERR_CORRUPT));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		cr_expect(not(cache_has_file(c, bad[i], sha256)));
	ok(cache_put_file(c, "0000123456", sha256, &bytes, &err));
	file = fopen(only_path(), "r+"); /* the disk has changed its mind */
	fputc('X', file);
	fclose(file);
	cr_expect(eq(int, code_of_reading("0000123456"), ERR_CORRUPT));
	cr_expect(eq(int, code_of_reading("0000123456"), ERR_ABSENT), "and it is gone");
}

static void feed_one(struct variazione v, bool more)
{
	struct variazioni page = { .items = &v, .n = 1, .next_cursor = "e:1", .altre = more };

	apply_page(c, &page, NOW);
}

static void feed_rapporto(const char *codice)
{
	struct rapporto r = a_rapporto(codice, "Anna", "Bianchi");

	feed_one((struct variazione){ .risorsa = RISORSA_RAPPORTO, .id = codice, .rapporto = &r },
		false);
}

Test(allegati, go_with_their_rapporto)
{
	feed_rapporto("0000123456");
	feed_rapporto("0000123457");
	ok(cache_put_file(c, "0000123456", sha256, &bytes, &err));
	ok(cache_put_file(c, "0000123457", sha256, &bytes, &err));
	feed_one((struct variazione){ .risorsa = RISORSA_RAPPORTO, .id = "0000123456",
			 .rimosso = true },
		false);
	cr_expect(not(cache_has_file(c, "0000123456", sha256)));
	cr_expect(cache_has_file(c, "0000123457", sha256));
	ok(cache_resync(c, &err)); /* everything is read again, and this one is not among it */
	feed_rapporto("0000123458");
	cr_expect(not(cache_has_file(c, "0000123457", sha256)));
}

Test(allegati, stay_when_the_page_that_took_their_rapporto_is_undone)
{
	struct rapporto other = a_rapporto("0000123457", "Anna", "Bianchi");
	struct variazione v[] = {
		{ .risorsa = RISORSA_RAPPORTO, .id = "0000123456", .rimosso = true },
		{ .risorsa = RISORSA_RAPPORTO, .id = "0000123457", .rapporto = &other },
	};
	struct variazioni page = { .items = v, .n = 2, .next_cursor = "e:2" };
	struct err why = { 0 };

	feed_rapporto("0000123456");
	ok(cache_put_file(c, "0000123456", sha256, &bytes, &err));
	ok(sqlite_exec(c->db, "CREATE TEMP TRIGGER no BEFORE INSERT ON main.rapporto BEGIN"
		" SELECT RAISE(ABORT, 'the disk is full'); END", &err));
	cr_expect(not(cache_apply_variazioni(c, &page, NOW, &why)));
	cr_expect(cache_has_file(c, "0000123456", sha256));
	ok(sqlite_exec(c->db, "DROP TRIGGER no", &err));
	feed_rapporto("0000123457");
	cr_expect(cache_has_file(c, "0000123456", sha256), "nor does a later page take it");
}

Test(allegati, that_outlived_a_killed_program_go_with_the_next_one)
{
	feed_rapporto("0000123456");
	ok(cache_put_file(c, "0000123457", sha256, &bytes, &err)); /* of a rapporto that is gone */
	cache_close(c);
	c = open_cache(&f);
	feed_rapporto("0000123456");
	cr_expect(not(cache_has_file(c, "0000123457", sha256)));
}

Test(allegati, a_purge_leaves_no_folder)
{
	struct stat st;

	ok(cache_put_file(c, "0000123456", sha256, &bytes, &err));
	ok(cache_purge(c, &err));
	cr_expect(not(cache_has_file(c, "0000123456", sha256)));
	cr_expect(glob(arena_printf(&a, "%s/*allegati*", f.path), 0, NULL, &(glob_t){ 0 })
		== GLOB_NOMATCH);
	cr_expect(stat(f.path, &st) == 0);
}

Test(allegati, all_that_are_named_are_found)
{
	struct allegato files[2] = { { .id = "mio-1", .nome = "uno.pdf" }, { .id = "mio-2",
		.nome = "due.pdf" } };
	struct comunicazione com = { .id = "c-1", .allegati = files + 1, .n_allegati = 1,
		.testo = "x" };
	struct cache_allegati_place at = { 0 };
	struct cache_allegato *items;
	size_t n, first = 0, second = 0;

	for (int i = 0; i < 120; i++) { /* more than one reading takes */
		char *id = arena_printf(&a, "AG-2026-%07d", i);
		char *quesito = arena_printf(&a, "Q-%03d", i);
		struct appuntamento ap = an_appuntamento(id, NOW + (instant)i * MINUTE);
		struct quesito q = a_quesito(quesito, "0000123456", 20000);
		struct quesiti one = { .items = &q, .n = 1 };

		ap.allegati = files;
		ap.n_allegati = 1;
		ok(cache_put_appuntamento(c, &ap, NOW, &err));
		q.comunicazioni = &com;
		q.n_comunicazioni = 1;
		ok(cache_put_quesiti(c, arena_printf(&a, "%010d", i), &one, NOW, &err));
	}
	while (!at.over) {
		ok(cache_allegati(c, &a, &at, &items, &n, &err));
		for (size_t i = 0; i < n; i++) {
			first += strcmp(items[i].allegato.id, "mio-1") == 0;
			second += strcmp(items[i].allegato.id, "mio-2") == 0;
		}
	}
	cr_expect(eq(i64, (int64_t)first, 120));
	cr_expect(ge(i64, (int64_t)second, 120));
}
