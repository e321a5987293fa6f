/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/i18n.h"
#include "ui/edit.h"
#include "ui/widgets/edit_keys.h"

#include <criterion/criterion.h>
#include <string.h>

static struct edit e;

static void setup(void)
{
	i18n_init();
	edit_init(&e, 2000, true);
}

static void teardown(void)
{
	edit_release(&e);
}

TestSuite(edit, .init = setup, .fini = teardown);

static void type(const char *text)
{
	/* letter by letter, as fingers do */
	for (const char *s = text; *s;) {
		size_t n = 1;

		while (((unsigned char)s[n] & 0xC0) == 0x80)
			n++;
		edit_insert(&e, s, n);
		s += n;
	}
}

Test(edit, types_accents)
{
	type("Perché no?\nCittà");
	cr_expect_str_eq(e.text, "Perché no?\nCittà");
	cr_expect_eq(e.codepoints, 16);
	cr_expect(e.modified);
	edit_move(&e, MOTION_BACKSPACE);
	cr_expect_str_eq(e.text, "Perché no?\nCitt");
}

Test(edit, a_letter_is_what_people_call_a_letter)
{
	type("e\xCC\x80x"); /* è as two code points */
	edit_move(&e, MOTION_LEFT);
	edit_move(&e, MOTION_LEFT);
	cr_expect_eq(e.cursor, 0);
	edit_move(&e, MOTION_RIGHT);
	cr_expect_eq(e.cursor, 3);
	edit_move(&e, MOTION_BACKSPACE);
	cr_expect_str_eq(e.text, "x");
}

Test(edit, the_cursor_never_stands_inside_a_letter)
{
	type("e");
	type("\xCC\x80"); /* the mark joins the letter before it */
	cr_expect_eq(e.cursor, 3);
	edit_set(&e, "\xCC\x80");
	e.cursor = 0;
	type("e");
	cr_expect_eq(e.cursor, e.len, "the letter joined the mark behind it");
}

Test(edit, emoji_are_deleted_one_by_one)
{
	edit_insert(&e, "a👩‍👩‍👧b", strlen("a👩‍👩‍👧b"));
	cr_expect(strstr(e.text, "👩") && e.text[e.len - 1] == 'b');
	while (e.len > 1) {
		edit_move(&e, MOTION_BACKSPACE);
		cr_expect_eq(e.cursor, e.len);
	}
	cr_expect_str_eq(e.text, "a");
}

Test(edit, undo_takes_a_word_back_and_redo_gives_it)
{
	type("uno due");
	edit_move(&e, MOTION_UNDO);
	cr_expect_str_eq(e.text, "uno");
	edit_move(&e, MOTION_UNDO);
	cr_expect_str_eq(e.text, "");
	cr_expect_not(edit_undo(&e));
	edit_move(&e, MOTION_REDO);
	edit_move(&e, MOTION_REDO);
	cr_expect_str_eq(e.text, "uno due");
	cr_expect_eq(e.cursor, e.len);
	edit_move(&e, MOTION_DELETE_WORD);
	cr_expect_str_eq(e.text, "uno ");
	edit_move(&e, MOTION_UNDO);
	cr_expect_str_eq(e.text, "uno due");
	type("!");
	cr_expect_not(edit_redo(&e), "something new was typed");
}

Test(edit, a_paste_is_one_change_and_is_clean)
{
	type("x");
	edit_insert(&e, "a\r\nb\rc\033[31md\x00z", 14);
	cr_expect_str_eq(e.text, "xa\nb\nc[31md");
	edit_move(&e, MOTION_UNDO);
	cr_expect_str_eq(e.text, "x");
}

Test(edit, one_line_takes_no_line_ends)
{
	struct edit one;

	edit_init(&one, 80, false);
	edit_insert(&one, "a\r\nb\nc", 6);
	cr_expect_str_eq(one.text, "a b c");
	edit_release(&one);
}

Test(edit, what_passes_the_limit_is_cut_between_letters)
{
	struct edit small;

	edit_init(&small, 4, false);
	cr_expect(edit_insert(&small, "abcè", 5));
	cr_expect_not(small.cut);
	cr_expect_not(edit_insert(&small, "x", 1));
	cr_expect(small.cut);
	edit_set(&small, "abc");
	edit_insert(&small, "e\xCC\x80", 3);
	cr_expect_str_eq(small.text, "abc", "half a letter is not inserted");
	edit_release(&small);
}

Test(edit, words_and_lines)
{
	edit_set(&e, "uno due\ntre  quattro");
	e.cursor = e.len;
	edit_move(&e, MOTION_WORD_LEFT);
	cr_expect_str_eq(e.text + e.cursor, "quattro");
	edit_move(&e, MOTION_WORD_LEFT);
	cr_expect_str_eq(e.text + e.cursor, "tre  quattro");
	edit_move(&e, MOTION_WORD_LEFT);
	cr_expect_str_eq(e.text + e.cursor, "due\ntre  quattro");
	edit_move(&e, MOTION_DELETE_TO_END);
	cr_expect_str_eq(e.text, "uno \ntre  quattro");
	edit_move(&e, MOTION_DELETE_TO_START);
	cr_expect_str_eq(e.text, "\ntre  quattro");
	edit_move(&e, MOTION_DELETE);
	cr_expect_str_eq(e.text, "tre  quattro");
}

static const struct {
	const char *text;
	int columns;
	const char *rows; /* separated by | */
} wraps[] = {
	{ "", 10, "" },
	{ "uno due tre", 20, "uno due tre" },
	{ "uno due tre", 7, "uno due |tre" },
	{ "uno due tre", 6, "uno |due |tre" },
	{ "abcdefgh", 3, "abc|def|gh" },
	{ "uno\ndue", 10, "uno|due" },
	{ "uno\n", 10, "uno|" },
	{ "\n\n", 10, "||" },
	{ "perché così", 6, "perché |così" },
	{ "日本語", 4, "日本|語" },
	{ "日", 1, "日" },
};

Test(edit, wraps)
{
	for (size_t i = 0; i < sizeof(wraps) / sizeof(*wraps); i++) {
		struct edit_row rows[8];
		char got[128] = "";
		size_t total;
		size_t n;

		edit_set(&e, wraps[i].text);
		n = edit_wrap(&e, wraps[i].columns, 0, rows, 8, &total);
		cr_expect_eq(n, total);
		for (size_t k = 0; k < n; k++) {
			if (k > 0)
				strncat(got, "|", sizeof got - strlen(got) - 1);
			strncat(got, e.text + rows[k].start, rows[k].end - rows[k].start);
		}
		cr_expect_str_eq(got, wraps[i].rows, "%zu: «%s» is not «%s»", i, got, wraps[i].rows);
	}
}

Test(edit, every_place_is_on_one_row)
{
	edit_set(&e, "uno due tre quattro\n\ncinque sei");
	for (int columns = 1; columns < 12; columns++)
		for (size_t at = 0; at <= e.len; at++) {
			struct edit_row row;
			size_t total;

			edit_row_of(&e, columns, at, &row, &total);
			cr_expect(at >= row.start && at <= row.end);
		}
}
