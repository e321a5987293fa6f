/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/i18n.h"
#include "ui/canvas.h"

#include <criterion/criterion.h>
#include <string.h>

static struct canvas canvas;
static struct buf plane;

static void setup(void)
{
	i18n_init();
	canvas_init(&canvas, 20, 3, false);
}

static void teardown(void)
{
	canvas_release(&canvas);
	buf_release(&plane);
}

TestSuite(canvas, .init = setup, .fini = teardown);

static const char *row(int y)
{
	char *line;

	buf_reset(&plane);
	canvas_text_plane(&canvas, &plane);
	line = plane.data;
	while (y-- > 0)
		line = strchr(line, '\n') + 1;
	*strchr(line, '\n') = '\0';
	return line;
}

static const struct {
	const char *text;
	int columns;
	const char *shown;
	int used;
} texts[] = {
	{ "abc", 20, "abc", 3 },
	{ "perché città", 20, "perché città", 12 },
	{ "✓ Rapporto ▸ Giorno", 19, "✓ Rapporto ▸ Giorno", 19 },
	{ "abcdef", 4, "abc…", 4 },
	{ "perché", 6, "perché", 6 },
	{ "perché", 5, "perc…", 5 },
	{ "e\xCC\x80 vero", 20, "e\xCC\x80 vero", 6 },
	{ "日本語", 6, "日本語", 6 },
	{ "日本語", 5, "日本…", 5 },
	{ "日本語", 4, "日 …", 4 },
	{ "a\033[31mb", 20, "a[31mb", 6 },
	{ "a\xE2\x80\xAE" "b", 20, "ab", 2 },
	{ "a\tb\nc", 20, "a bc", 4 },
	{ "a\xff" "b", 20, "a\xEF\xBF\xBD" "b", 3 },
	{ "", 20, "", 0 }, { "abc", 0, "", 0 }, { "abc", 1, "…", 1 },
};

Test(canvas, text)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		int used;

		canvas_begin(&canvas);
		used = canvas_text(&canvas, 0, 0, texts[i].columns, ROLE_NORMAL, texts[i].text);
		cr_expect_str_eq(row(0), texts[i].shown, "%zu: «%s» is not «%s»", i, row(0),
			texts[i].shown);
		cr_expect_eq(used, texts[i].used, "%zu: %d columns, not %d", i, used, texts[i].used);
	}
}

Test(canvas, ascii_stand_ins)
{
	canvas.ascii = true;
	canvas_text(&canvas, 0, 0, 20, ROLE_NORMAL, "✓ città · «È» ▸ 日…");
	cr_expect_str_eq(row(0), "v citta - \"E\" > ?~");
	for (const char *s = plane.data; *s; s++)
		cr_expect((unsigned char)*s < 0x80);
}

Test(canvas, nothing_is_drawn_outside)
{
	canvas_text(&canvas, -2, 0, 20, ROLE_NORMAL, "abcd");
	canvas_text(&canvas, 18, 1, 20, ROLE_NORMAL, "abcd");
	canvas_text(&canvas, 0, 7, 20, ROLE_NORMAL, "abcd");
	canvas_text(&canvas, 0, -1, 20, ROLE_NORMAL, "abcd");
	canvas_fill(&canvas, (struct rect){ -5, -5, 100, 3 }, ROLE_FOCUS);
	canvas_text(&canvas, 19, 2, 2, ROLE_NORMAL, "日");
	cr_expect_str_eq(row(0), "cd");
	cr_expect_str_eq(row(1), "                  ab");
	cr_expect_str_eq(row(2), "");
}

Test(canvas, a_clip_holds)
{
	struct rect before = canvas_clip(&canvas, (struct rect){ 5, 1, 4, 1 });

	canvas_fill(&canvas, canvas_area(&canvas), ROLE_FOCUS);
	canvas_text(&canvas, 3, 1, 20, ROLE_NORMAL, "abcdefgh");
	canvas_cursor(&canvas, 0, 0);
	cr_expect_str_eq(row(1), "     cdef");
	cr_expect_not(canvas.cursor_on);
	canvas_clip(&canvas, before);
	cr_expect_eq(canvas_cell(&canvas, 4, 1)->role, ROLE_NORMAL);
	cr_expect_eq(canvas_cell(&canvas, 5, 0)->role, ROLE_NORMAL);
}

Test(canvas, half_of_a_wide_letter_never_stays)
{
	canvas_text(&canvas, 0, 0, 20, ROLE_NORMAL, "日本語");
	canvas_text(&canvas, 1, 0, 1, ROLE_NORMAL, "x");
	canvas_text(&canvas, 4, 0, 1, ROLE_NORMAL, "y");
	cr_expect_str_eq(row(0), " x本y");
	canvas_text(&canvas, 0, 1, 20, ROLE_NORMAL, "日本語");
	canvas_fill(&canvas, (struct rect){ 1, 1, 2, 1 }, ROLE_NORMAL);
	cr_expect_str_eq(row(1), "    語");
	canvas_text(&canvas, 0, 2, 20, ROLE_NORMAL, "a日本");
	canvas_text(&canvas, 0, 2, 20, ROLE_NORMAL, "語語");
	cr_expect_str_eq(row(2), "語語");
}

static int changes(int y, int *from, int *to)
{
	int n = 0;
	int f = 0;
	int t;

	for (; canvas_changed(&canvas, y, &f, &t); f = t) {
		if (n++ == 0) {
			*from = f;
			*to = t;
		}
	}
	return n;
}

Test(canvas, only_what_changed)
{
	int from = 0;
	int to = 0;

	cr_expect_eq(changes(0, &from, &to), 1, "at first everything");
	cr_expect(from == 0 && to == 20);
	canvas_settle(&canvas);
	canvas_begin(&canvas);
	cr_expect_eq(changes(0, &from, &to), 0);
	canvas_text(&canvas, 4, 0, 3, ROLE_NORMAL, "abc");
	cr_expect_eq(changes(0, &from, &to), 1);
	cr_expect(from == 4 && to == 7);
	canvas_text(&canvas, 16, 0, 3, ROLE_NORMAL, "abc");
	cr_expect_eq(changes(0, &from, &to), 2, "far apart: two runs");
	canvas_text(&canvas, 9, 0, 3, ROLE_NORMAL, "abc");
	cr_expect_eq(changes(0, &from, &to), 1, "near: one");
	canvas_settle(&canvas);
	canvas_begin(&canvas);
	canvas_text(&canvas, 4, 0, 3, ROLE_NORMAL, "abc");
	canvas_text(&canvas, 9, 0, 3, ROLE_NORMAL, "abc");
	canvas_text(&canvas, 16, 0, 3, ROLE_NORMAL, "abc");
	canvas_paint(&canvas, (struct rect){ 4, 0, 1, 1 }, ROLE_FOCUS);
	cr_expect_eq(changes(0, &from, &to), 1, "a role is a change too");
	cr_expect(from == 4 && to == 5);
	canvas_forget(&canvas);
	cr_expect_eq(changes(2, &from, &to), 1);
}

Test(canvas, a_wide_letter_is_sent_whole)
{
	int from = 0;
	int to = 0;

	canvas_text(&canvas, 0, 0, 20, ROLE_NORMAL, "a日b");
	canvas_settle(&canvas);
	canvas_begin(&canvas);
	canvas_text(&canvas, 0, 0, 20, ROLE_NORMAL, "a日b");
	canvas_text(&canvas, 2, 0, 1, ROLE_NORMAL, "x");
	cr_expect_eq(changes(0, &from, &to), 1);
	cr_expect(from == 1 && to == 3);
}

Test(canvas, a_mark_takes_no_column_and_stays_with_its_letter)
{
	char text[CELL_CLUSTER_BYTES];

	canvas_text(&canvas, 0, 0, 20, ROLE_NORMAL, "xe\xCC\x80y");
	cr_expect_eq(canvas_cell_text(&canvas, canvas_cell(&canvas, 1, 0), text), 3);
	cr_expect_str_eq(text, "e\xCC\x80");
	canvas_cell_text(&canvas, canvas_cell(&canvas, 2, 0), text);
	cr_expect_str_eq(text, "y");
	cr_expect_eq(canvas.n_clusters, 1);
	canvas_begin(&canvas);
	canvas_text(&canvas, 0, 0, 20, ROLE_NORMAL, "e\xCC\x80 e\xCC\x80");
	cr_expect_eq(canvas.n_clusters, 1, "the same cluster is kept once");
}

Test(canvas, a_family_takes_a_cell_for_each)
{
	canvas_cluster(&canvas, 0, 0, 6, ROLE_NORMAL, "👩‍👩‍👧", strlen("👩‍👩‍👧"));
	canvas_text(&canvas, 6, 0, 1, ROLE_NORMAL, "|");
	cr_expect_str_eq(row(0), "👩👩👧|");
}

Test(canvas, planes_and_cursor)
{
	canvas_resize(&canvas, 6, 2);
	canvas_text(&canvas, 0, 0, 6, ROLE_TITLE, "ciao");
	canvas_text(&canvas, 0, 1, 6, ROLE_ERROR, "no");
	canvas_cursor(&canvas, 2, 1);
	buf_reset(&plane);
	canvas_text_plane(&canvas, &plane);
	cr_expect_str_eq(buf_str(&plane), "ciao\nno\n");
	buf_reset(&plane);
	canvas_role_plane(&canvas, &plane);
	cr_expect_str_eq(buf_str(&plane), "TTTT..\nEE....\ncursore: 2,1\n");
}

Test(theme, roles_differ_without_colour)
{
	for (int a = 0; a < ROLE_COUNT; a++) {
		struct look look = theme_look((enum role)a, 0);

		cr_expect(look.fg == -1 && look.bg == -1);
		for (int b = 0; b < a; b++) {
			cr_expect_neq(look.attributes, theme_look((enum role)b, 0).attributes,
				"%s and %s look the same", role_name((enum role)a), role_name((enum role)b));
			cr_expect_neq(role_letter((enum role)a), role_letter((enum role)b));
		}
	}
}

Test(theme, plain_text_keeps_the_terminals_own_colours)
{
	cr_expect_eq(theme_look(ROLE_NORMAL, 256).bg, -1);
	cr_expect_eq(theme_look(ROLE_NORMAL, 8).bg, -1);
	cr_expect_eq(theme_colours(256, NULL), 256);
	cr_expect_eq(theme_colours(16, ""), 8);
	cr_expect_eq(theme_colours(256, "1"), 0);
	cr_expect_eq(theme_colours(2, NULL), 0);
}
