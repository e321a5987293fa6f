/* SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/ui/fixture.h"
#include "ui/widgets/calendar.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/editor.h"
#include "ui/widgets/field.h"
#include "ui/widgets/files.h"
#include "ui/widgets/palette.h"
#include "ui/widgets/times.h"
#include "ui/widgets/words.h"

#include <criterion/criterion.h>
#include <string.h>

static struct stage stage;

static void setup(void)
{
	stage_open(&stage, 60, 12);
}

static void teardown(void)
{
	stage_close(&stage);
}

TestSuite(widgets, .init = setup, .fini = teardown);

Test(widgets, steps_say_where_one_is)
{
	static const char *const names[] = { "Rapporto", "Quesiti", "Giorno e ora", "Nota" };
	struct steps s = { 0 };

	steps_show(&s, "Nuovo appuntamento", names, 4, 2, "ancora 1 passo");
	stage_put(&stage, &s.widget, (struct rect){ 0, 0, 80, 1 });
	canvas_resize(&stage.canvas, 80, 1);
	cr_expect_str_eq(stage_picture(&stage),
		"Nuovo appuntamento   ✓ Rapporto ✓ Quesiti ▸ Giorno e ora · ancora 1 passo\n");
	canvas_resize(&stage.canvas, 55, 1);
	stage.places[0].w = 55;
	cr_expect_str_eq(stage_picture(&stage),
		"Nuovo appuntamento   ✓ ✓ ▸ Giorno e ora\n");
	cr_expect_str_eq(stage_voice(&stage), "Nuovo appuntamento, passo 3 di 4: Giorno e ora\n");
}

/* The state of the line is never cut, and who is there seldom: the program's name gives way. */
Test(widgets, the_bar_has_the_longest_name_that_fits)
{
	static const struct {
		int columns;
		const char *picture;
	} bars[] = {
		{ 66, " Agenda Appuntamenti    Giulia Verdi · intermediario   ● in linea\n" },
		{ 64, " Agenda Appuntamenti  Giulia Verdi · intermediario   ● in linea\n" },
		{ 63, " Agenda              Giulia Verdi · intermediario   ● in linea\n" },
		{ 51, " Agenda  Giulia Verdi · intermediario   ● in linea\n" },
		{ 50, "        Giulia Verdi · intermediario   ● in linea\n" },
		{ 23, " Agenda     ● in linea\n" },
	};
	struct bar b = { 0 };

	bar_show(&b, "Agenda Appuntamenti", "Agenda", "Giulia Verdi · intermediario", "in linea",
		GLYPH_DOT, ROLE_OK);
	stage_put(&stage, &b.widget, (struct rect){ 0, 0, 0, 1 });
	for (size_t i = 0; i < sizeof(bars) / sizeof(bars[0]); i++) {
		canvas_resize(&stage.canvas, bars[i].columns, 1);
		stage.places[0].w = bars[i].columns;
		cr_expect_str_eq(stage_picture(&stage), bars[i].picture);
	}
	cr_expect_str_eq(stage_voice(&stage),
		"Agenda Appuntamenti. Giulia Verdi · intermediario. in linea.\n");
}

Test(widgets, pairs_wrap_their_values)
{
	const struct pair items[] = { { "Data", "26/11/2026 09:30", ROLE_NORMAL },
		{ "Cosa portare", "documento, codice fiscale e una copia della lettera ricevuta",
			ROLE_NORMAL } };
	struct pairs p = { 0 };
	struct arena a = { 0 };

	pairs_show(&p, NULL, items, 2);
	stage_put(&stage, &p.widget, (struct rect){ 0, 0, 50, 4 });
	cr_expect_str_eq(stage_picture(&stage),
		"Data          26/11/2026 09:30\n"
		"Cosa portare  documento, codice fiscale e una\n"
		"              copia della lettera ricevuta\n"
		"\n\n\n\n\n\n\n\n\n");
	cr_expect_eq(pairs_rows(&p, 50, &a), 3);
	cr_expect_eq(pairs_rows(&p, 80, &a), 2);
	arena_release(&a);
}

Test(widgets, a_long_paragraph_scrolls_and_a_short_one_takes_no_focus)
{
	struct paragraph p = { .scrolls = true };

	paragraph_show(&p, NULL, "uno\ndue\ntre\nquattro\ncinque", ROLE_NORMAL);
	stage_put(&stage, &p.widget, (struct rect){ 0, 0, 20, 3 });
	cr_expect(stage_shows(&stage, "uno"));
	stage_keys(&stage, "Down Down");
	cr_expect_not(stage_shows(&stage, "uno"));
	cr_expect(stage_shows(&stage, "cinque"));
	stage.places[0].h = 8;
	stage_compose(&stage);
	cr_expect_null(view_focused(&stage.view));
	paragraph_release(&p);
}

static const char *no_zero(const char *value, struct arena *a)
{
	(void)a;
	return value[0] == '0' ? "non può cominciare per zero" : NULL;
}

static char *without_blanks(struct arena *a, const char *value)
{
	char *to = arena_strdup(a, value);
	size_t n = 0;

	for (const char *s = value; *s; s++)
		if (*s != ' ')
			to[n++] = *s;
	to[n] = '\0';
	return to;
}

Test(widgets, a_field_normalises_validates_and_keeps_what_was_typed)
{
	struct field f;
	struct routed r;

	field_init(&f, "Codice", 20);
	f.required = true;
	f.normalise = without_blanks;
	f.validate = no_zero;
	stage_put(&stage, &f.widget, (struct rect){ 0, 0, 60, 2 });
	r = stage_keys(&stage, "Enter");
	cr_expect_eq(r.kind, ROUTED_REFUSED);
	cr_expect(stage_shows(&stage, "questo campo è obbligatorio"));
	r = stage_keys(&stage, "'0 12' Enter");
	cr_expect_str_eq(r.reason, "non può cominciare per zero");
	cr_expect_str_eq(field_value(&f), "012");
	r = stage_keys(&stage, "Home Del");
	cr_expect_eq(r.news, NEWS_CHANGED);
	cr_expect_null(f.error, "a change takes the error away");
	cr_expect_eq(stage_keys(&stage, "Enter").news, NEWS_CHOSEN);
	cr_expect_str_eq(field_value(&f), "12");
	cr_expect(strstr(stage_voice(&stage), "Codice (obbligatorio): 12"));
	field_release(&f);
}

Test(widgets, a_field_scrolls_sideways_and_letters_are_never_actions)
{
	struct field f;
	const struct action rows[] = { { 1, "esci", "Esci", "Esce", "q F3", 1, 1, NULL } };

	field_init(&f, NULL, 80);
	f.columns = 10;
	stage.live = (struct live){ .rows = rows, .n = 1, .where = 1 };
	stage_put(&stage, &f.widget, (struct rect){ 0, 0, 30, 1 });
	stage_keys(&stage, "'abcdefghijklmnoq'");
	cr_expect(stage_shows(&stage, "hijklmnoq\n"), "%s", stage_picture(&stage));
	cr_expect_eq(stage.canvas.cursor_x, 9);
	stage_keys(&stage, "Home");
	cr_expect(stage_shows(&stage, "abcdefghij\n"));
	cr_expect_eq(stage.canvas.cursor_x, 0);
	field_release(&f);
}

Test(widgets, a_field_of_digits_takes_only_digits)
{
	struct field f;

	field_init(&f, "Codice", 10);
	f.digits = true;
	stage_put(&stage, &f.widget, (struct rect){ 0, 0, 30, 1 });
	stage_keys(&stage, "'00x12-34'");
	cr_expect_str_eq(field_value(&f), "001234");
	field_release(&f);
}

Test(widgets, the_note_wraps_counts_and_moves_by_rows)
{
	struct editor e;

	editor_init(&e, "Nota", 30);
	e.required = true;
	stage_put(&stage, &e.widget, (struct rect){ 0, 0, 21, 6 });
	stage_keys(&stage, "'uno due tre quattro cinque' Enter");
	stage_keys(&stage, "'sei'");
	cr_expect(stage_shows(&stage, "30 di 30 caratt"), "%s", stage_picture(&stage));
	cr_expect(stage_shows(&stage, "uno due tre quattro\ncinque\nsei"), "%s",
		stage_picture(&stage));
	cr_expect_eq(stage_keys(&stage, "'x'").news, NEWS_MOVED, "it is full");
	cr_expect(e.edit.cut);
	stage_keys(&stage, "Up Up");
	cr_expect_eq(e.edit.cursor, 3);
	stage_keys(&stage, "End Down Down");
	cr_expect_eq(e.edit.cursor, e.edit.len, "a short row ends before the wanted column");
	stage_keys(&stage, "Up Up");
	cr_expect_eq(e.edit.cursor, 19, "and the wanted column is kept");
	editor_release(&e);
}

Test(widgets, the_note_never_loses_its_cursor_from_view)
{
	struct editor e;

	editor_init(&e, "Nota", 2000);
	stage_put(&stage, &e.widget, (struct rect){ 0, 0, 20, 4 });
	for (int i = 0; i < 40; i++) {
		stage_keys(&stage, i % 3 ? "'parole'" : "Enter");
		stage_picture(&stage);
		cr_assert(stage.canvas.cursor_on, "after %d", i);
	}
	for (int i = 0; i < 60; i++) {
		stage_keys(&stage, i % 4 ? "Up" : "PgUp");
		stage_picture(&stage);
		cr_assert(stage.canvas.cursor_on, "back, after %d", i);
	}
	cr_expect_eq(e.edit.cursor < 10, true);
	editor_release(&e);
}

static const struct day days[] = {
	{ 0, DAY_CLOSED, "chiuso: domenica" }, { 1, DAY_FREE, "7 orari liberi" },
	{ 2, DAY_FEW, "1 orario libero" }, { 3, DAY_FULL, "tutto occupato" },
};

static struct day november[4];

static void calendar_open(struct calendar *c)
{
	giorno base = giorno_from_civil(2026, 11, 22);

	for (int i = 0; i < 4; i++) {
		november[i] = days[i];
		november[i].data = base + i;
	}
	calendar_init(c, "Giorno", base + 1, base + 1);
	calendar_show(c, november, 4, base + 1, base + 40, "si può prenotare fino al 1/1/2027");
	stage_put(&stage, &c->widget, (struct rect){ 0, 0, 40, 12 });
}

Test(widgets, the_calendar_shows_each_days_load_by_a_mark)
{
	struct calendar c;

	calendar_open(&c);
	cr_expect_str_eq(stage_picture(&stage),
		"‹ novembre 2026 ›\n"
		" lu  ma  me  gi  ve  sa  do\n"
		"                          1\n"
		"  2   3   4   5   6   7   8\n"
		"  9  10  11  12  13  14  15\n"
		" 16  17  18  19  20  21  22\n"
		"[23] 24◐ 25○ 26  27  28  29\n"
		" 30\n"
		"si può prenotare fino al 1/1/2027\n\n\n\n");
}

Test(widgets, the_calendar_moves_by_days_weeks_and_months)
{
	struct calendar c;
	struct routed r;

	calendar_open(&c);
	stage_keys(&stage, "Right");
	cr_expect_eq(c.cursor, giorno_from_civil(2026, 11, 24));
	cr_expect_eq(stage_keys(&stage, "Down").news, NEWS_WANTS, "another month is another question");
	cr_expect_eq(c.cursor, giorno_from_civil(2026, 12, 1));
	stage_keys(&stage, "PgDn PgDn");
	cr_expect_eq(c.cursor, giorno_from_civil(2027, 1, 1), "never past the last day");
	stage_keys(&stage, "PgUp PgUp Home");
	cr_expect_eq(c.cursor, giorno_from_civil(2026, 11, 23), "never before the first day");
	r = stage_keys(&stage, "Right Right Enter");
	cr_expect_eq(r.kind, ROUTED_REFUSED);
	cr_expect_str_eq(r.reason, "tutto occupato");
	cr_expect_eq(stage_keys(&stage, "Left Enter").news, NEWS_CHOSEN);
	cr_expect_eq(c.chosen, giorno_from_civil(2026, 11, 24));
}

Test(widgets, the_calendar_says_the_days_that_can_be_had)
{
	struct calendar c;
	struct voice v = { .to = &stage.text, .scratch = &stage.arena };

	calendar_open(&c);
	cr_expect(strstr(stage_voice(&stage), "1. lunedì 23 novembre 2026: 7 orari liberi\n"
		"2. martedì 24 novembre 2026: 1 orario libero\n"), "%s", stage_voice(&stage));
	cr_expect_eq(c.widget.ops->hear(&c.widget, "24/11", &v), NEWS_CHOSEN);
	cr_expect_eq(c.chosen, giorno_from_civil(2026, 11, 24));
	cr_expect_eq(c.widget.ops->hear(&c.widget, "25/11", &v), NEWS_REFUSED);
	cr_expect_eq(c.widget.ops->hear(&c.widget, "boh", &v), NEWS_NONE);
}

static const struct time_cell cells[] = {
	{ 1000, "08:30", "2 posti liberi", NULL, false }, { 1001, "08:50", NULL, "occupato", false },
	{ 1002, "09:10", "1 posto libero", NULL, false }, { 1003, "09:30", NULL, "occupato", false },
	{ 1004, "09:50", "2 posti liberi", NULL, false }, { 1005, "15:00", "2 posti", NULL, true },
};

Test(widgets, times_show_taken_ones_and_refuse_them)
{
	struct times t;
	struct routed r;

	times_init(&t);
	times_show(&t, "giovedì 26 novembre", cells, 6, NULL);
	stage_put(&stage, &t.widget, (struct rect){ 0, 0, 45, 10 });
	cr_expect_str_eq(stage_picture(&stage),
		"giovedì 26 novembre\n"
		"\n"
		"mattina     [08:30] -08:50-  09:10  -09:30-\n"
		"             09:50\n"
		"pomeriggio   15:00\n"
		"\n"
		"08:30: 2 posti liberi\n"
		"\n\n\n\n\n");
	r = stage_keys(&stage, "Right Enter");
	cr_expect_str_eq(r.reason, "occupato");
	stage_keys(&stage, "Down");
	cr_expect_eq(t.cursor, 1004, "the nearest to the left below");
	stage_keys(&stage, "Down");
	cr_expect_eq(t.cursor, 1005);
	cr_expect_eq(stage_keys(&stage, "Enter").news, NEWS_CHOSEN);
	cr_expect_eq(t.chosen, 1005);
	times_show(&t, "giovedì 26 novembre", cells, 5, NULL);
	cr_expect_eq(t.cursor, 1000, "its time is gone: the first free one");
	times_show(&t, "domenica", NULL, 0, "chiuso: domenica");
	cr_expect(stage_shows(&stage, "chiuso: domenica"));
}

Test(widgets, times_scroll_where_there_is_little_room)
{
	struct times t;

	times_init(&t);
	times_show(&t, "giovedì", cells, 6, NULL);
	stage_put(&stage, &t.widget, (struct rect){ 0, 0, 22, 6 });
	cr_expect_str_eq(stage_picture(&stage),
		"giovedì\n\nmattina     [08:30]\n            -08:50-  ↓\n\n08:30: 2 posti liberi\n"
		"\n\n\n\n\n\n");
	stage_keys(&stage, "End");
	cr_expect(stage_shows(&stage, "             09:50   ↑\npomeriggio  [15:00]\n"), "%s",
		stage_picture(&stage));
	cr_expect(stage.canvas.cursor_on);
}

Test(widgets, times_are_heard_by_number_and_by_hour)
{
	struct times t;
	struct voice v = { .to = &stage.text, .scratch = &stage.arena };

	times_init(&t);
	times_show(&t, "giovedì", cells, 6, NULL);
	stage_put(&stage, &t.widget, (struct rect){ 0, 0, 45, 10 });
	cr_expect(strstr(stage_voice(&stage), "2. 08:50: occupato\n"));
	cr_expect_eq(t.widget.ops->hear(&t.widget, "9.10", &v), NEWS_CHOSEN);
	cr_expect_eq(t.chosen, 1002);
	cr_expect_eq(t.widget.ops->hear(&t.widget, "1", &v), NEWS_CHOSEN);
	cr_expect_eq(t.chosen, 1000);
	cr_expect_eq(t.widget.ops->hear(&t.widget, "08:50", &v), NEWS_REFUSED);
	cr_expect_eq(t.widget.ops->hear(&t.widget, "12:00", &v), NEWS_NONE);
}

Test(widgets, choices)
{
	static const struct option options[] = { { "Cellulare", "+39 3•• •••12", NULL },
		{ "Email", NULL, "recapito non disponibile" }, { "PEC", "a•••@pec.it", NULL } };
	struct choice c;

	choice_init(&c, "Recapiti", true);
	choice_show(&c, options, 3);
	stage_put(&stage, &c.widget, (struct rect){ 0, 0, 50, 5 });
	cr_expect_eq(stage_keys(&stage, "Space").news, NEWS_CHANGED);
	cr_expect_eq(stage_keys(&stage, "Down Space").kind, ROUTED_REFUSED);
	stage_keys(&stage, "Down Space");
	cr_expect(choice_is_on(&c, 0) && !choice_is_on(&c, 1) && choice_is_on(&c, 2));
	cr_expect(stage_shows(&stage, "[x] Cellulare  +39 3•• •••12\n"
		" -  Email      recapito non disponibile\n[x] PEC"), "%s", stage_picture(&stage));
	c.many = false;
	c.on = 0;
	stage_keys(&stage, "Home Enter");
	cr_expect_eq(choice_current(&c), 0);
	stage_keys(&stage, "End Enter");
	cr_expect_eq(choice_current(&c), 2, "one at a time");
}

Test(widgets, the_safe_answer_is_the_default)
{
	struct dialog d;
	struct field f;

	field_init(&f, "Sotto", 10);
	dialog_init(&d, "Cancella appuntamento", "L'appuntamento di giovedì sarà cancellato e l'orario "
		"tornerà subito libero.", "No, mantieni", "Sì, cancella appuntamento");
	stage_put(&stage, &f.widget, (struct rect){ 0, 0, 60, 1 });
	stage_put(&stage, &d.widget, dialog_place(&d, canvas_area(&stage.canvas)));
	stage.modal_last = true;
	cr_expect(stage_shows(&stage, "[ No, mantieni ]"), "%s", stage_picture(&stage));
	cr_expect_eq(stage_keys(&stage, "Enter").news, NEWS_CHOSEN);
	cr_expect_not(d.answered);
	stage_keys(&stage, "'x' Tab Enter");
	cr_expect(d.answered);
	cr_expect_str_eq(field_value(&f), "", "what lies below gets no keys");
	d.answered = false;
	d.on_act = false;
	cr_expect_eq(stage_keys(&stage, "s").news, NEWS_CHOSEN);
	cr_expect(d.answered);
	cr_expect_eq(stage_keys(&stage, "n").news, NEWS_CHOSEN);
	cr_expect_not(d.answered);
	field_release(&f);
}

Test(widgets, keys_typed_before_the_question_was_seen_are_dropped)
{
	struct dialog d;
	struct key yes = { .kind = K_CHAR, .ch = 's' };

	dialog_init(&d, "Conferma", "Confermi?", "Torna al modulo", "Conferma");
	stage_put(&stage, &d.widget, (struct rect){ 0, 0, 50, 8 });
	stage_compose(&stage);
	cr_expect_eq(view_key(&stage.view, &stage.live, NULL, &yes).kind, ROUTED_NOTHING);
	cr_expect_not(d.answered);
	stage_picture(&stage);
	cr_expect_eq(view_key(&stage.view, &stage.live, NULL, &yes).news, NEWS_CHOSEN);
}

static const struct file_entry entries[] = {
	{ "lettere", true, 0, "01/11/2026 10:00", NULL },
	{ "busta.pdf", false, 1258291, "02/11/2026 10:00", NULL },
	{ "enorme.pdf", false, 4000000, "02/11/2026 10:00", "supera i 3 MB rimasti" },
};

Test(widgets, files_are_picked_and_folders_entered)
{
	struct file_listing l = { "/home/anna", entries, 3, NULL, 1 };
	struct files f;

	files_init(&f, "Allegati", "/home/anna");
	stage_put(&stage, &f.widget, (struct rect){ 0, 0, 60, 10 });
	files_show(&f, &l, 500000, 3145728);
	cr_expect(stage_shows(&stage, "restano 2,5 MB di 3,0 MB"), "%s",
		stage_picture(&stage));
	cr_expect(stage_shows(&stage, "1,2 MB"));
	cr_expect_eq(stage_keys(&stage, "Down Enter").news, NEWS_WANTS);
	cr_expect_str_eq(files_folder(&f), "/home/anna/lettere");
	files_show(&f, &l, 0, 3145728);
	cr_expect_eq(stage_keys(&stage, "Down Down Enter").news, NEWS_CHOSEN);
	cr_expect_str_eq(files_chosen(&f), "/home/anna/busta.pdf");
	cr_expect_str_eq(stage_keys(&stage, "Down Enter").reason, "supera i 3 MB rimasti");
	cr_expect_eq(stage_keys(&stage, "Backspace").news, NEWS_WANTS);
	cr_expect_str_eq(files_folder(&f), "/home");
	files_release(&f);
}

Test(widgets, progress_in_both_voices)
{
	struct progress p = { 0 };

	progress_show(&p, "busta.pdf", 71, 100, "1,2 di 1,7 MB");
	stage_put(&stage, &p.widget, (struct rect){ 0, 0, 60, 1 });
	cr_expect(stage_shows(&stage, "busta.pdf  ██████████████░░░░░░  71%  1,2 di 1,7 MB"), "%s",
		stage_picture(&stage));
	cr_expect_str_eq(stage_voice(&stage), "busta.pdf: 70%. \n");
}

static const char *no_line(const struct model *m)
{
	(void)m;
	return "serve la linea";
}

static const struct action actions[] = {
	{ 1, "conferma", "Conferma", "Conferma l'appuntamento", "F10 c", 1, 1, no_line },
	{ 2, "indietro", "Indietro", "Torna indietro", "F12 Esc", 1, 1, NULL },
	{ 3, "cerca", "Cerca", "Cerca un appuntamento", "c F7", 2, 2, NULL },
	{ 4, "nuovo", "Nuovo", "Nuovo appuntamento", "n", 1, 3, NULL },
};

Test(widgets, the_palette_finds_by_typing_and_keeps_what_may_not_be_done)
{
	struct palette p;
	struct live live = { .rows = actions, .n = 4, .where = 1 };
	struct arena a = { 0 };
	size_t n;
	struct action_row *rows = actions_rows(&live, NULL, false, false, &a, &n);

	cr_assert_eq(n, 3);
	palette_init(&p, "Comandi");
	palette_show(&p, rows, n);
	stage_put(&stage, &p.widget, palette_place(&p, canvas_area(&stage.canvas)));
	cr_expect(stage_shows(&stage, "serve la linea"), "%s", stage_picture(&stage));
	stage_keys(&stage, "'NUO'");
	cr_expect_not(stage_shows(&stage, "Torna indietro"));
	cr_expect_eq(stage_keys(&stage, "Enter").news, NEWS_CHOSEN);
	cr_expect_eq(palette_chosen(&p)->id, 4);
	stage_keys(&stage, "C-u Home");
	cr_expect_str_eq(stage_keys(&stage, "Enter").reason, "serve la linea");
	palette_release(&p);
	arena_release(&a);
}

Test(widgets, the_help_lists_keys_and_reasons)
{
	struct help h;
	struct live live = { .rows = actions, .n = 4, .where = 1, .motions = MOTIONS_LIST };
	struct arena a = { 0 };
	size_t n;
	struct action_row *rows = actions_rows(&live, NULL, true, false, &a, &n);

	canvas_resize(&stage.canvas, 80, 12);
	help_init(&h, "Aiuto");
	help_show(&h, "Qui si conferma.", rows, n);
	stage_put(&stage, &h.widget, (struct rect){ 0 });
	cr_expect(stage_shows(&stage, "F10, c"), "%s", stage_picture(&stage));
	cr_expect(stage_shows(&stage, "Conferma l'appuntamento  serve la linea"));
	stage_keys(&stage, "End");
	cr_expect(stage_shows(&stage, "Invio"), "%s", stage_picture(&stage));
	arena_release(&a);
}
