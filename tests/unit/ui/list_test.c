/* SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/ui/fixture.h"
#include "ui/widgets/list_parts.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define ALL 100

static struct stage stage;
static struct list list;
static struct list_row all[ALL];
static char ids[ALL][16];
static const struct list_column columns[] = {
	{ .title = "Codice", .width = { .min = 8, .max = 8 } },
	{ .title = "Datore", .width = { .min = 12, .weight = 1 } },
	{ .title = "Posti", .width = { .min = 5, .max = 5, .drop = 1 }, .right = true },
};

/* The window [from, to) of 100 rows, as a use case would fill it. */
static void window(size_t from, size_t to)
{
	static unsigned generation;

	list_show(&list, &(struct list_rows){ .items = all + from, .n = to - from,
		.before = from > 0, .after = to < ALL, .count = ALL, .generation = ++generation });
}

static void setup(void)
{
	stage_open(&stage, 40, 8);
	for (int i = 0; i < ALL; i++) {
		snprintf(ids[i], sizeof(ids[i]), "r%02d", i);
		all[i] = (struct list_row){ .id = ids[i], .cells = { ids[i], "Bianchi Anna", "3" } };
	}
	list_init(&list, NULL, columns, 3);
	stage_put(&stage, &list.widget, (struct rect){ 0 });
	window(0, 21);
}

static void teardown(void)
{
	list_release(&list);
	stage_close(&stage);
}

TestSuite(list, .init = setup, .fini = teardown);

Test(list, draws_titles_rows_and_where_there_is_more)
{
	window(0, 5);
	list.rows.after = false;
	cr_expect_str_eq(stage_picture(&stage),
		"  Codice    Datore               Posti\n"
		"▸ r00       Bianchi Anna             3\n"
		"  r01       Bianchi Anna             3\n"
		"  r02       Bianchi Anna             3\n"
		"  r03       Bianchi Anna             3\n"
		"  r04       Bianchi Anna             3\n"
		"\n\n");
	window(0, 21);
	cr_expect(strstr(stage_picture(&stage), "3 ↓\n"), "%s", stage_picture(&stage));
	cr_expect_eq(stage.canvas.cursor_y, 1, "the hardware cursor is on the row");
}

Test(list, a_narrow_screen_drops_the_column_that_may_go)
{
	canvas_resize(&stage.canvas, 26, 8);
	stage.places[0].w = 26;
	cr_expect(strstr(stage_picture(&stage), "  Codice    Datore\n"), "%s", stage_picture(&stage));
}

/* Rows of one, three and two lines under a title. */
static void wrapping_rows(void)
{
	all[1].cells[1] = "Una parola dopo l'altra e ancora una";
	for (size_t i = 0; i < 4; i++)
		all[i].cells[2] = NULL;
	all[2].cells[1] = "Bianchi Annamaria";
	list.wraps = true;
	canvas_resize(&stage.canvas, 27, 6);
	stage.places[0].w = 27;
	stage.places[0].h = 6;
	list_show(&list, &(struct list_rows){ .items = all, .n = 4, .count = -1, .generation = 9 });
}

Test(list, words_without_room_go_on_below_where_rows_wrap)
{
	wrapping_rows();
	cr_expect_str_eq(stage_picture(&stage),
		"  Codice  Datore\n"
		"▸ r00     Bianchi Anna\n"
		"  r01     Una parola dopo\n"
		"          l'altra e\n"
		"          ancora una\n"
		"                          ↓\n");
	cr_expect_null(list_whole(&list, &stage.canvas.scratch), "nothing is cut");
	cr_expect_eq(list_lines(&list, 27), 1 + 1 + 3 + 2 + 1);
}

Test(list, a_row_that_wraps_comes_into_view_whole)
{
	wrapping_rows();
	stage_picture(&stage);
	stage_keys(&stage, "Down Down");
	cr_expect_str_eq(stage_picture(&stage),
		"  Codice  Datore\n"
		"  r01     Una parola dopo ↑\n"
		"          l'altra e\n"
		"          ancora una\n"
		"▸ r02     Bianchi\n"
		"          Annamaria       ↓\n");
	stage_keys(&stage, "Down");
	cr_expect(stage_shows(&stage, "▸ r03"), "%s", stage_picture(&stage));
	stage_keys(&stage, "PgUp PgUp PgUp");
	cr_expect(stage_shows(&stage, "▸ r00"), "%s", stage_picture(&stage));
	stage_keys(&stage, "PgDn");
	cr_expect(stage_shows(&stage, "▸ r01"), "no row is jumped over: %s", stage_picture(&stage));
}

Test(list, the_bar_of_the_cursor_is_as_high_as_its_row)
{
	wrapping_rows();
	stage_picture(&stage);
	stage_keys(&stage, "Down");
	stage_picture(&stage);
	for (int y = 2; y < 5; y++)
		cr_expect_eq(stage.canvas.cells[y * 27 + 5].role, ROLE_FOCUS, "line %d", y);
}

/* What needs attention most comes first, and must not come out of sight. */
Test(list, rows_that_come_above_an_untouched_cursor_are_seen)
{
	window(1, 21);
	stage_picture(&stage);
	window(0, 21);
	list.rows.before = false;
	cr_expect(stage_shows(&stage, "  r00"), "%s", stage_picture(&stage));
	cr_expect(stage_shows(&stage, "▸ r01"), "the cursor stays: %s", stage_picture(&stage));
	stage_keys(&stage, "Down Up");
	window(1, 21);
	stage_picture(&stage);
	window(0, 21);
	cr_expect_not(stage_shows(&stage, "  r00"), "the row in hand stays where it was");
}

static const char *whole_at(int wide)
{
	list_share_columns(&list, wide);
	return list_whole(&list, &stage.canvas.scratch);
}

Test(list, no_column_keeps_room_that_another_needs)
{
	canvas_resize(&stage.canvas, 24, 8);
	stage.places[0].w = 24;
	cr_expect(strstr(stage_picture(&stage), "▸ r00     Bianchi Anna\n"), "%s",
		stage_picture(&stage));
}

Test(list, what_has_no_room_can_be_read_whole)
{
	cr_expect_null(whole_at(40), "all of it is there");
	cr_expect_eq(list_whole_rows(&list, 40, &stage.canvas.scratch), 0);
	cr_expect_str_eq(whole_at(24), "r00 · Bianchi Anna · 3", "a column was left out");
	cr_expect_eq(list_whole_rows(&list, 24, &stage.canvas.scratch), 1);
	cr_expect_eq(list_whole_rows(&list, 20, &stage.canvas.scratch), 2, "and its words are two lines");
	stage_keys(&stage, "Down");
	cr_expect_str_eq(whole_at(24), "r01 · Bianchi Anna · 3", "that of the cursor");
}

Test(list, a_column_that_yields_goes_before_anything_is_cut)
{
	static const struct list_column yielding[] = {
		{ .width = { .min = 4, .weight = 1 } },
		{ .width = { .min = 4, .weight = 1 }, .yields = true },
	};

	list_set_columns(&list, yielding, 2);
	list_share_columns(&list, 40);
	cr_expect(list.widths[0] >= 3 && list.widths[1] >= 12);
	list_share_columns(&list, 18);
	cr_expect(list.widths[0] >= 3 && list.widths[1] == 0, "%d %d", list.widths[0],
		list.widths[1]);
}

Test(list, the_sentence_of_an_empty_one_is_wrapped)
{
	list_show(&list, &(struct list_rows){ .count = -1, .generation = 7,
		.empty = "Il servizio non è raggiungibile: controlla la rete. Quello che hai scritto resta." });
	cr_expect(strstr(stage_picture(&stage), "resta.\n"), "%s", stage_picture(&stage));
}

Test(list, a_refresh_never_moves_the_cursor_to_another_row)
{
	stage_keys(&stage, "Down Down Down");
	cr_expect_str_eq(list_current_id(&list), "r03");
	window(2, 23); /* two rows gone above */
	cr_expect_str_eq(list_current_id(&list), "r03");
	window(0, 21); /* back again */
	cr_expect_str_eq(list_current_id(&list), "r03");
}

Test(list, a_refresh_leaves_the_row_where_it_is_on_screen)
{
	int y;

	stage_keys(&stage, "PgDn PgDn");
	stage_picture(&stage);
	y = stage.canvas.cursor_y;
	window((size_t)list.at - 4, 40); /* the window begins elsewhere */
	stage_picture(&stage);
	cr_expect_eq(stage.canvas.cursor_y, y);
}

Test(list, a_row_that_is_gone_leaves_the_cursor_to_its_heir)
{
	stage_keys(&stage, "Down Down");
	list_show(&list, &(struct list_rows){ .items = all + 3, .n = 10, .count = 10,
		.generation = 99 });
	cr_expect_str_eq(list_current_id(&list), "r05", "the row that took its place");
	list_show(&list, &(struct list_rows){ .items = all + 90, .n = 1, .generation = 100 });
	cr_expect_str_eq(list_current_id(&list), "r90");
	list_show(&list, &(struct list_rows){ .n = 0, .generation = 101, .empty = "nulla" });
	cr_expect_null(list_current(&list));
	cr_expect(stage_shows(&stage, "nulla"));
}

Test(list, goes_to_a_row_when_the_old_ones_are_gone)
{
	struct list_row gone[3];

	for (int i = 0; i < 3; i++)
		gone[i] = (struct list_row){ .id = ids[i], .cells = { ids[i] } };
	list_show(&list, &(struct list_rows){ .items = gone, .n = 3, .count = 3, .generation = 98 });
	stage_keys(&stage, "Down");
	for (int i = 0; i < 3; i++)
		gone[i].id = (const char *)1; /* what a picture's memory may hold later */
	list_go(&list, "r12");
	cr_expect_str_eq(list_current_id(&list), "r12", "before it is shown");
	window(0, 21);
	cr_expect_eq(list.at, 12);
	cr_expect_str_eq(list_current_id(&list), "r12");
	list_go(&list, "");
	cr_expect_str_eq(list_current_id(&list), "");
	window(0, 21);
	cr_expect_str_eq(list_current_id(&list), "r00");
}

Test(list, a_cursor_that_nobody_moved_does_not_follow_a_row_into_the_refused)
{
	struct list_row rows[3];

	list.ticks = true;
	window(0, 3);
	rows[0] = all[1];
	rows[1] = all[2];
	rows[2] = all[0];
	rows[2].disabled = "già prenotato";
	list_show(&list, &(struct list_rows){ .items = rows, .n = 3, .count = 3, .generation = 97 });
	cr_expect_str_eq(list_current_id(&list), "r01", "the first of those that may be chosen");
	window(0, 3);
	stage_keys(&stage, "Up");
	list_show(&list, &(struct list_rows){ .items = rows, .n = 3, .count = 3, .generation = 96 });
	cr_expect_str_eq(list_current_id(&list), "r00", "who put it there finds it there");
}

Test(list, asks_for_rows_before_a_picture_has_a_hole)
{
	struct list_want want;

	cr_expect_eq(stage_keys(&stage, "Down").news, NEWS_MOVED);
	for (int i = 0; i < 30; i++) {
		if (stage_keys(&stage, "Down").news == NEWS_WANTS)
			break;
	}
	want = list_want(&list);
	cr_expect_eq(want.wish, LIST_WANTS_AFTER);
	cr_expect_str_eq(want.anchor, list_current_id(&list));
	cr_expect(want.rows >= 21);
	cr_expect_lt(list.at, (long)list.rows.n - 1, "not only at the last row");
	cr_expect_eq(list_want(&list).wish, LIST_WANTS_NOTHING, "asked once");
}

Test(list, a_move_past_the_window_ends_when_the_rows_come)
{
	window(0, 3);
	stage_keys(&stage, "PgDn");
	cr_expect_str_eq(list_current_id(&list), "r02");
	cr_expect_eq(list_want(&list).wish, LIST_WANTS_AFTER);
	window(0, 21);
	cr_expect_str_eq(list_current_id(&list), "r06");
}

Test(list, end_and_home_reach_the_ends_of_all)
{
	cr_expect_eq(stage_keys(&stage, "End").news, NEWS_WANTS);
	cr_expect_eq(list_want(&list).wish, LIST_WANTS_LAST);
	window(79, 100);
	cr_expect_str_eq(list_current_id(&list), "r99");
	cr_expect_eq(stage_keys(&stage, "PgUp").news, NEWS_MOVED);
	cr_expect_eq(stage_keys(&stage, "Home").news, NEWS_WANTS);
	cr_expect_eq(list_want(&list).wish, LIST_WANTS_FIRST);
	window(0, 21);
	cr_expect_str_eq(list_current_id(&list), "r00");
}

Test(list, headings_are_never_under_the_cursor)
{
	all[2] = (struct list_row){ .cells = { "Non prenotabili" }, .role = ROLE_HEADING };
	window(0, 5);
	stage_keys(&stage, "Down Down");
	cr_expect_str_eq(list_current_id(&list), "r03");
	cr_expect(stage_shows(&stage, "Non prenotabili"));
	stage_keys(&stage, "Up");
	cr_expect_str_eq(list_current_id(&list), "r01");
}

Test(list, a_disabled_row_says_why)
{
	struct routed r;

	all[0].disabled = "in attesa di risposta fino al 3/12";
	all[0].cells[2] = NULL;
	window(0, 5);
	r = stage_keys(&stage, "Enter");
	cr_expect_eq(r.kind, ROUTED_REFUSED);
	cr_expect_str_eq(r.reason, all[0].disabled);
	cr_expect(strstr(stage_voice(&stage), all[0].disabled));
}

Test(list, ticks_survive_a_refresh)
{
	list.ticks = true;
	all[1].disabled = "già accolto";
	window(0, 5);
	cr_expect_eq(stage_keys(&stage, "Space").news, NEWS_CHANGED);
	cr_expect_eq(stage_keys(&stage, "Down Space").kind, ROUTED_REFUSED);
	stage_keys(&stage, "Down Space");
	window(0, 9);
	cr_expect_eq(list_n_ticked(&list), 2);
	cr_expect_str_eq(list_ticked_id(&list, 1), "r02");
	cr_expect(stage_shows(&stage, "[x] r02"), "%s", stage_picture(&stage));
	cr_expect(stage_shows(&stage, " -  r01"));
	stage_keys(&stage, "Space");
	cr_expect_not(list_is_ticked(&list, "r02"));
}

Test(list, letters_are_a_filter)
{
	list.filters = true;
	list.filter_label = "Cerca";
	cr_expect_eq(stage_keys(&stage, "'ros'").news, NEWS_CHANGED);
	cr_expect_str_eq(list_filter(&list), "ros");
	stage_keys(&stage, "Backspace");
	cr_expect_str_eq(list_filter(&list), "ro");
	cr_expect_eq(stage_keys(&stage, "Down").news, NEWS_MOVED);
	cr_expect(stage_shows(&stage, "Cerca: ro"));
	stage_keys(&stage, "C-u");
	cr_expect_str_eq(list_filter(&list), "");
}

Test(list, says_itself_with_numbers)
{
	window(0, 5);
	list.rows.after = false;
	list.widget.label = "Rapporti di lavoro";
	cr_expect_str_eq(stage_voice(&stage),
		"Rapporti di lavoro: 100\n"
		"1. r00, Bianchi Anna, 3\n"
		"2. r01, Bianchi Anna, 3\n"
		"3. r02, Bianchi Anna, 3\n"
		"4. r03, Bianchi Anna, 3\n"
		"5. r04, Bianchi Anna, 3\n");
}

Test(list, says_a_reason_once)
{
	struct list_row rows[2] = { all[0], all[1] };

	rows[0].cells[1] = rows[0].disabled = "Accolto";
	rows[1].cells[1] = "dal 4";
	rows[1].disabled = "In attesa";
	list.ticks = true;
	list_show(&list, &(struct list_rows){ .items = rows, .n = 2, .count = 2, .generation = 95 });
	cr_expect_str_eq(stage_voice(&stage),
		"1. - r00, Accolto, 3 (non si può scegliere)\n"
		"2. - r01, dal 4, 3 (non si può scegliere: In attesa)\n"
		"I numeri mettono e tolgono la spunta.\n");
}

Test(list, a_thousand_is_more_than_a_number)
{
	list.widget.label = "Appuntamenti";
	list.rows.count = 1000;
	list.rows.capped = true;
	cr_expect(stage_shows(&stage, "più di 1.000"));
}
