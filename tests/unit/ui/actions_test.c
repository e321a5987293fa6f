/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/i18n.h"
#include "tests/unit/ui/fixture.h"
#include "ui/action_table.h"
#include "ui/screen.h"
#include "ui/widgets/field.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *never(const struct model *m)
{
	(void)m;
	return "non adesso";
}

static const struct action rows[] = {
	{ 1, "conferma", "Conferma", "Conferma l'appuntamento", "F10 c", 1, 1, never },
	{ 2, "indietro", "Indietro", "Torna indietro", "F12 Esc", ACTION_EVERYWHERE, 1, NULL },
	{ 3, "cerca", "Cerca", "Cerca un appuntamento", "c F7", 2, 2, NULL },
	{ 4, "comandi", "Tutti", "Tutti i comandi", ": F9", ACTION_EVERYWHERE, 2, NULL },
	{ 5, "nascosta", "Nascosta", "", "M-q", ACTION_EVERYWHERE, 0, NULL },
};
#define N (sizeof(rows) / sizeof(*rows))

static int found(uint64_t where, unsigned motions, bool typing, struct key key)
{
	struct live l = { .rows = rows, .n = N, .where = where, .motions = motions,
		.typing = typing };
	const struct action *action;
	const struct action *motion;

	if (!actions_find(&l, &key, &action, &motion))
		return 0;
	return motion ? -motion->id : action->id;
}

Test(actions, a_key_means_what_its_context_says)
{
	struct key c = { .kind = K_CHAR, .ch = 'c' };
	struct key esc = { .kind = K_ESC };
	struct key home = { .kind = K_HOME };

	cr_expect_eq(found(1, 0, false, c), 1);
	cr_expect_eq(found(2, 0, false, c), 3);
	cr_expect_eq(found(4, 0, false, c), 0);
	cr_expect_eq(found(4, 0, false, esc), 2);
	cr_expect_eq(found(1, MOTIONS_FIELD, true, c), 0, "letters are text while typing");
	cr_expect_eq(found(1, MOTIONS_FIELD, true, esc), 2, "Esc always leaves");
	cr_expect_eq(found(1, MOTIONS_FIELD, true, home), -MOTION_FIRST);
	cr_expect_eq(found(1, 0, false, home), 0);
}

static const char *hints(const struct live *l, int columns)
{
	static struct buf text;
	static struct canvas c;

	i18n_init();
	canvas_release(&c);
	canvas_init(&c, columns, 1, false);
	actions_draw_hints(l, NULL, &c, canvas_area(&c));
	buf_reset(&text);
	canvas_text_plane(&c, &text);
	text.data[text.len - 1] = '\0';
	return text.data;
}

Test(actions, the_hint_bar_drops_what_matters_least)
{
	struct live l = { .rows = rows, .n = N, .where = 2, .motions = MOTIONS_LIST };

	cr_expect_str_eq(hints(&l, 60), "F12 Indietro  Invio Scegli  c Cerca  : Tutti");
	cr_expect_str_eq(hints(&l, 40), "F12 Indietro  Invio Scegli  c Cerca");
	cr_expect_str_eq(hints(&l, 30), "F12 Indietro  Invio Scegli");
	cr_expect_str_eq(hints(&l, 14), "F12 Indietro");
}

Test(actions, what_may_not_be_done_gives_way_first)
{
	struct live l = { .rows = rows, .n = N, .where = 1, .motions = MOTIONS_LIST };

	cr_expect_str_eq(hints(&l, 60), "F10 Conferma  F12 Indietro  Invio Scegli  : Tutti");
	cr_expect_str_eq(hints(&l, 44), "F12 Indietro  Invio Scegli  : Tutti");
}

Test(actions, room_that_is_left_is_given_to_what_fits_in_it)
{
	const struct action some[] = { rows[1],
		{ 6, "lunga", "Una che è troppo lunga", "Una lunga", "F6", 1, 2, NULL },
		{ 7, "corta", "Una", "Una corta", "F7", 1, 3, NULL } };
	struct live l = { .rows = some, .n = 3, .where = 1 };

	cr_expect_str_eq(hints(&l, 30), "F12 Indietro  F7 Una");
}

Test(actions, the_hint_bar_names_keys_that_work)
{
	struct live l = { .rows = rows, .n = N, .where = 2 };

	cr_expect_str_eq(hints(&l, 60), "F12 Indietro  c Cerca  : Tutti");
	l.typing = true; /* a letter would be written */
	cr_expect_str_eq(hints(&l, 60), "F12 Indietro  F7 Cerca  F9 Tutti");
	l.nowhere = 2;
	cr_expect_str_eq(hints(&l, 60), "F7 Cerca  F9 Tutti");
}

Test(actions, an_action_without_a_key_that_works_has_no_hint)
{
	const struct action letter[] = { { 1, "primo", "Primo", "Il primo", "n", 1, 1, NULL } };
	struct live l = { .rows = letter, .n = 1, .where = 1 };

	cr_expect_str_eq(hints(&l, 20), "n Primo");
	l.typing = true;
	cr_expect_str_eq(hints(&l, 20), "");
}

Test(actions, alt_and_a_capital_is_alt_and_its_letter)
{
	struct key key = { .kind = K_CHAR, .ch = 'Q', .modifiers = K_ALT };

	cr_expect_eq(found(1, 0, false, key), 5);
	key.modifiers = 0;
	cr_expect_eq(found(1, 0, false, key), 0);
}

Test(actions, two_keys_with_one_word_are_one_hint)
{
	struct buf text = { 0 };
	struct canvas c;
	struct live l = { .rows = rows, .n = N, .where = 4, .motions = MOTIONS_CALENDAR };

	i18n_init();
	canvas_init(&c, 80, 1, false);
	actions_draw_hints(&l, NULL, &c, canvas_area(&c));
	canvas_text_plane(&c, &text);
	cr_expect_str_eq(buf_str(&text),
		"F12 Indietro  ←→ Giorno  Pag↑Pag↓ Mese  Invio Scegli  : Tutti\n");
	buf_release(&text);
	canvas_release(&c);
}

Test(actions, keys_have_italian_names)
{
	struct arena a = { 0 };
	struct live l = { 0 };
	struct action row = { .keys = "PgUp C-r M-x Enter S-Tab Left" };

	i18n_init();
	cr_expect_str_eq(action_all_keys(&a, &l, &row, false),
		"Pag↑, Ctrl+R, Alt+X, Invio, Maiusc+Tab, ←");
	cr_expect_str_eq(action_all_keys(&a, &l, &row, true),
		"PagSu, Ctrl+R, Alt+X, Invio, Maiusc+Tab, Sinistra");
	arena_release(&a);
}

Test(actions, the_motions_are_sound)
{
	struct arena a = { 0 };
	const char *wrong = actions_check(motion_table, (size_t)MOTION_COUNT - 1, &a);

	cr_expect_null(wrong, "%s", wrong);
	for (int i = 0; i < MOTION_COUNT - 1; i++) /* no two alive together with one key */
		for (int k = 0; k < i; k++)
			for (unsigned bit = 1; bit < MOTIONS_FORM; bit <<= 1)
				cr_expect(!(motion_table[i].where & motion_table[k].where & bit)
					|| strcmp(motion_table[i].keys, motion_table[k].keys) != 0,
					"%s and %s", motion_table[i].name, motion_table[k].name);
	arena_release(&a);
}

Test(actions, a_bad_table_is_named)
{
	const struct action twice[] = { rows[0], rows[0] };
	const struct action unsendable[] = { { 1, "x", "X", "x", "M-1", 1, 1, NULL } };
	const struct action control[] = { { 1, "x", "X", "x", "C-i", 1, 1, NULL } };
	struct arena a = { 0 };

	cr_expect_null(actions_check(rows, N, &a));
	cr_expect_not_null(actions_check(twice, 2, &a));
	cr_expect_not_null(actions_check(unsendable, 1, &a), "Alt and a digit is a function key");
	cr_expect_not_null(actions_check(control, 1, &a), "Ctrl+I is Tab");
	arena_release(&a);
}

/* The program's own table, without its predicates. */
#define BARE_ROW(ID, name, label, sentence, keys, where, rank, why_not) \
	{ ACTION_##ID, name, label, sentence, keys, where, rank, NULL },
static const struct action program[] = { ACTION_LIST(BARE_ROW) };

Test(actions, the_programs_table_is_sound)
{
	struct arena a = { 0 };
	const char *wrong = actions_check(program, sizeof(program) / sizeof(*program), &a);

	cr_expect_null(wrong, "%s", wrong);
	arena_release(&a);
}

static int released;

static void count_release(void *self)
{
	(void)self;
	released++;
}

static void compose_field(void *self, const struct model *m, struct view *v)
{
	static struct focus focus;

	(void)m;
	view_screen(v, &focus, "campo");
	view_put(v, v->area, self);
}

static uint64_t where_two(const void *self, const struct model *m)
{
	(void)self;
	(void)m;
	return 2;
}

static const struct screen_ops below = { .name = "sotto", .compose = compose_field,
	.release = count_release };
static const struct screen_ops over = { .name = "sopra", .overlay = true,
	.compose = compose_field, .where = where_two, .release = count_release };

Test(screens, the_front_one_gets_the_keys)
{
	struct stage stage;
	struct screens s = { 0 };
	struct field a;
	struct field b;
	struct live l;

	stage_open(&stage, 40, 5);
	field_init(&a, "A", 10);
	field_init(&b, "B", 10);
	screens_push(&s, &below, &a);
	screens_push(&s, &over, &b);
	view_begin(&stage.view, canvas_area(&stage.canvas), &stage.arena, false, false);
	screens_compose(&s, NULL, &stage.view);
	cr_expect_eq(stage.view.n, 2, "the one below stays visible");
	cr_expect_eq(view_focused(&stage.view), &b.widget);
	l = screens_live(&s, NULL, &stage.view, rows, N);
	cr_expect_eq(l.where, 2);
	cr_expect(l.typing);
	screens_pop(&s);
	view_begin(&stage.view, canvas_area(&stage.canvas), &stage.arena, false, false);
	screens_compose(&s, NULL, &stage.view);
	cr_expect_eq(view_focused(&stage.view), &a.widget);
	while (s.n < SCREENS_MAX)
		screens_push(&s, &below, &a);
	cr_expect_not(screens_push(&s, &below, &a), "the stack has a ceiling");
	screens_release(&s);
	cr_expect_eq(released, SCREENS_MAX + 2);
	field_release(&a);
	field_release(&b);
	stage_close(&stage);
}

Test(screens, tab_goes_round)
{
	struct stage stage;
	struct field f[3];

	stage_open(&stage, 40, 5);
	for (int i = 0; i < 3; i++) {
		field_init(&f[i], "campo", 10);
		stage_put(&stage, &f[i].widget, (struct rect){ 0, i, 40, 1 });
	}
	stage_picture(&stage);
	cr_expect_eq(view_focused(&stage.view), &f[0].widget);
	stage_keys(&stage, "Tab Tab");
	cr_expect_eq(view_focused(&stage.view), &f[2].widget);
	stage_keys(&stage, "Tab");
	cr_expect_eq(view_focused(&stage.view), &f[0].widget);
	stage_keys(&stage, "S-Tab 'x'");
	cr_expect_str_eq(field_value(&f[2]), "x");
	for (int i = 0; i < 3; i++)
		field_release(&f[i]);
	stage_close(&stage);
}
