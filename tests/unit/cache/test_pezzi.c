/* SPDX-License-Identifier: EUPL-1.2
 *
 * The words of every change go into a piece of the index of their own. However many changes come,
 * the pieces that a search looks into stay few, and what is found stays the same. */
#include "cache/private.h"
#include "full_disk.h"
#include "sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

#define CHANGES   300
#define PIECES    24 /* three of each level, and what is being gathered of them */
#define STEPS_MAX 64 /* for one change */

static struct folder f;
static struct cache *c;

static void set_up(void)
{
	full_disk_install();
	folder_make(&f);
	c = open_cache(&f);
}

static void tear_down(void)
{
	full_disk_after(-1);
	cache_close(c);
	folder_remove(&f);
}

TestSuite(pezzi, .init = set_up, .fini = tear_down);

static int64_t number(const char *sql)
{
	int64_t n = -1;

	ok(query_number(query_begin(c->db, sql), 0, &n, &err));
	return n;
}

static int64_t pieces(void)
{
	return number("SELECT count(DISTINCT segid) FROM testo_idx");
}

/* Appuntamento `i` of them, with a note of its own; or gone. */
static void change(int i, bool gone)
{
	char id[16], nota[64];
	struct appuntamento ap;
	struct variazione v = { .risorsa = RISORSA_APPUNTAMENTO, .rimosso = gone };
	struct variazioni page = { .items = &v, .n = 1, .next_cursor = "x" };

	snprintf(id, sizeof(id), "AG-%d", i);
	snprintf(nota, sizeof(nota), "Ricevuta numero%d e altre parole %d", i, i * 7919);
	ap = an_appuntamento(id, NOW + i * 60);
	ap.nota = nota;
	v.id = id;
	v.appuntamento = gone ? NULL : &ap;
	ok(cache_apply_variazioni(c, &page, NOW, &err));
}

static void gather(void)
{
	int steps = 0;

	for (; cache_words_in_pieces(c); steps++)
		cache_words_gather(c);
	cr_assert(steps <= STEPS_MAX, "%d steps", steps);
}

static size_t found(const char *words)
{
	struct ricerca r = { .testo = words, .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct anchor at = { .at = ANCHOR_FROM, .inizio = NOW, .after = 2 * CHANGES };
	struct appuntamento_sintesi *items;
	struct cache_window w = { 0 };

	ok(cache_appuntamenti_window(c, &f.a, &r, &at, &items, &w, &err));
	return w.n;
}

static void found_as_changed(int n)
{
	char word[32];

	cr_assert_eq(found("ricevuta"), (size_t)(n - n / 3));
	for (int i = 0; i < n; i += 7) {
		snprintf(word, sizeof(word), "numero%d e", i);
		cr_assert_eq(found(word), i % 3 == 2 ? 0u : 1u, "%s", word);
	}
}

Test(pezzi, stay_few_however_many_changes_come)
{
	for (int i = 0; i < CHANGES; i++) {
		change(i, false);
		gather();
		if (i % 3 == 2) {
			change(i, true);
			gather();
		}
		cr_assert(pieces() <= PIECES, "%d pieces after %d changes", (int)pieces(), i);
	}
	found_as_changed(CHANGES);
}

/* FTS5 would bring all of a level together in the turn that happens to fill it. */
Test(pezzi, are_not_gathered_by_the_change_itself)
{
	for (int i = 0; i < 40; i++)
		change(i, false);
	cr_assert(pieces() >= 40);
	gather();
	cr_assert(pieces() <= PIECES);
}

Test(pezzi, are_gathered_later_when_there_is_no_room)
{
	for (int i = 0; i < 30; i++)
		change(i, false);
	full_disk_after(0);
	gather();
	cr_assert(pieces() >= 30);
	full_disk_after(-1);
	cr_assert_eq(found("ricevuta"), 30u);
	change(30, false);
	gather();
	cr_assert(pieces() <= PIECES);
	cr_assert_eq(found("ricevuta"), 31u);
}

Test(pezzi, ask_for_nothing_when_nothing_came)
{
	cr_assert_not(cache_words_in_pieces(c));
	change(0, false);
	cr_assert(cache_words_in_pieces(c));
	gather();
	change(0, false); /* the same again */
	cr_assert_not(cache_words_in_pieces(c));
}
