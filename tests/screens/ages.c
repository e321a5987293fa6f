/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Out of line every screen that shows what the service once said says how old that is, and what
 * can be done about it; and times that are not of now never let a confirmation leave.
 */
#include "tests/screens/stage.h"

#include <criterion/criterion.h>
#include <string.h>

#define AGE      "dati al 23/11 09:41"
#define NOTA     "'Una nota abbastanza lunga per essere accettata.' "
#define QUESITI  "n Enter "
#define PUNTO    QUESITI "Space Enter "
#define GIORNO   PUNTO "Enter "
#define STEP_5   GIORNO "n Enter "
#define STEP_6   STEP_5 NOTA "F10 "
#define STEP_7   STEP_6 "F10 "
#define SUMMARY  STEP_7 "F10 "

static const struct {
	enum screen_name screen;
	void (*fill)(struct model *m);
	const char *keys;
	const char *nothing; /* why it has no age; NULL: it must have one */
} screens[] = {
	{ SCREEN_ACCESSO, fixture_accesso, "", "nobody is in" },
	{ SCREEN_HOME, fixture_anna, "", NULL },
	{ SCREEN_HOME, fixture_studio, "", NULL },
	{ SCREEN_NUOVO, fixture_studio, "n", NULL },
	{ SCREEN_NUOVO, fixture_anna, QUESITI, NULL },
	{ SCREEN_NUOVO, fixture_anna, PUNTO, NULL },
	{ SCREEN_NUOVO, fixture_anna, GIORNO, NULL },
	{ SCREEN_NUOVO, fixture_anna, STEP_5, "only what is being typed" },
	{ SCREEN_NUOVO, fixture_anna, STEP_6, "only files of this machine" },
	{ SCREEN_NUOVO, fixture_anna, STEP_7, NULL },
	{ SCREEN_NUOVO, fixture_anna, SUMMARY, NULL },
	{ SCREEN_CERCA, fixture_anna, "c", NULL },
	{ SCREEN_DETTAGLIO, fixture_anna, "Tab Enter", NULL },
	{ SCREEN_MANUALI, fixture_anna, "m", NULL },
	{ SCREEN_MANUALE, fixture_anna, "m Enter", NULL },
	{ SCREEN_BOZZE, fixture_anna, "b", "only what was typed here" },
	{ SCREEN_DELEGANTI, fixture_studio, "d", NULL },
	{ SCREEN_FINE_UTENTE, fixture_anna, "M-q", "a question" },
	{ SCREEN_HELP, fixture_anna, "F1", "keys" },
	{ SCREEN_PALETTE, fixture_anna, ":", "commands" },
};
#define N_SCREENS (sizeof(screens) / sizeof(screens[0]))

/* The text of the whole screen; *below: what is under the title bar, *hints: its last line. */
static const char *text_of(struct stage *s, struct buf *to, const char **below, const char **hints)
{
	buf_init(to, GOLDEN_MAX);
	canvas_text_plane(&s->canvas, to);
	*below = strchr(buf_str(to), '\n') + 1;
	while (to->len && to->data[to->len - 1] == '\n')
		to->len--;
	buf_addc(to, '\0');
	*hints = strrchr(to->data, '\n') + 1;
	return to->data;
}

static void look(size_t i, int columns, int rows)
{
	const char *below, *hints, *all;
	struct buf text = { 0 };
	struct stage s;

	stage_raise(&s, screens[i].fill, columns, rows, false, false);
	stage_play(&s, screens[i].keys);
	stage_play(&s, "@fuori");
	all = text_of(&s, &text, &below, &hints);
	cr_expect(screens[i].nothing || strstr(below, AGE), "%s at %d says no age:\n%s",
		screens[i].keys, columns, all);
	if (screens[i].fill != fixture_accesso && screens[i].screen != SCREEN_PALETTE) {
		cr_expect(strstr(all, "non in linea"), "%s", all);
		cr_expect(strstr(hints, "F5 Riprova"), "what to do:\n%s", all);
	}
	buf_release(&text);
	stage_strike(&s);
}

Test(screens, out_of_line_each_says_its_age_and_what_to_do)
{
	unsigned seen = 0;

	for (size_t i = 0; i < N_SCREENS; i++) {
		look(i, 80, 24);
		look(i, 120, 36);
		seen |= 1u << screens[i].screen;
	}
	for (int name = SCREEN_NONE + 1; name <= SCREEN_PALETTE; name++)
		cr_expect(seen & 1u << name, "screen %d is not in the table", name);
}

Test(screens, said_in_the_linear_mode_too)
{
	for (size_t i = 0; i < N_SCREENS; i++) {
		struct stage s;

		if (screens[i].nothing)
			continue;
		stage_raise(&s, screens[i].fill, 80, 24, false, false);
		stage_play(&s, screens[i].keys);
		fixture_offline(&s.model);
		s.shell.is_linear = true;
		shell_say(&s.shell, &s.model, true, &s.heard);
		cr_expect(strstr(strchr(buf_str(&s.heard), '\n'), AGE), "%s:\n%s", screens[i].keys,
			buf_str(&s.heard));
		cr_expect(strstr(buf_str(&s.heard), ":riprova"), "%s", buf_str(&s.heard));
		stage_strike(&s);
	}
}

/* ── a confirmation over old times ──────────────────────────────────────────────────────── */

static void down(struct model *m) { m->connessione.linea = LINEA_CADUTA; }
static void trying(struct model *m) { m->connessione.linea = LINEA_TENTATIVO; }
static void from_the_cache(struct model *m) { m->disponibilita.s.viva = false; }
static void never_read(struct model *m) { m->disponibilita.s.letto_il = INSTANT_NONE; }
static void failed(struct model *m) { m->disponibilita.s.fase = FASE_FALLITA; }
static void too_old(struct model *m) { m->adesso += DISPONIBILITA_FRESCA + 1; }
static void no_punto(struct model *m) { m->disponibilita.disponibilita.punto = NULL; }
static void other_punto(struct model *m) { m->disponibilita.disponibilita.punto = "P9999-99"; }
static void expired(struct model *m)
{
	m->accesso.fase = ACCESSO_NESSUNO;
	m->accesso.motivo = ACCESSO_SCADUTO;
}
static void as_it_should_be(struct model *m) { (void)m; }

Test(screens, times_that_are_not_of_now_confirm_nothing)
{
	static const struct {
		const char *what;
		void (*make)(struct model *m);
		bool goes;
	} table[] = {
		{ "fresh", as_it_should_be, true },
		{ "no line", down, false },
		{ "a line that is being tried", trying, false },
		{ "times of the cache", from_the_cache, false },
		{ "times never read", never_read, false },
		{ "a reading that failed", failed, false },
		{ "times read too long ago", too_old, false },
		{ "no times", no_punto, false },
		{ "times of another punto", other_punto, false },
		{ "an access that has expired", expired, false },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct stage s;

		stage_raise(&s, fixture_anna, 80, 24, false, false);
		stage_play(&s, SUMMARY);
		table[i].make(&s.model);
		s.finto.sorda = true;
		stage_play(&s, "F10 Right Enter @nonletti F10 Right Enter");
		cr_expect_eq(s.model.invio.fase == INVIO_CONFERMATO, table[i].goes, "%s",
			table[i].what);
		cr_expect_eq(s.model.invio.fase == INVIO_NESSUNO, !table[i].goes, "%s",
			table[i].what);
		stage_strike(&s);
	}
}
