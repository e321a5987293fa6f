/* SPDX-License-Identifier: EUPL-1.2
 *
 * Actions are data: one row feeds key lookup, hint bar, help, palette and manual page. Nothing
 * else knows a key. There are two tables: the program's own (ui/action_table.h, an X-macro) and
 * the motions below, which move inside widgets and edit text.
 */
#ifndef AGENDA_UI_ACTIONS_H
#define AGENDA_UI_ACTIONS_H

#include "base/arena.h"
#include "base/i18n.h"
#include "ui/canvas.h"
#include "ui/keys.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct model;

struct action {
	int id;               /* from 1; in the table of motions an enum motion */
	const char *name;     /* "conferma": stable; a command of the linear mode, the manual */
	const char *label;    /* msgid, one or two words for the hint bar */
	const char *sentence; /* msgid: help and palette; "" keeps a row out of both */
	const char *keys;     /* "F10 c": as key_spell() writes them; the first is shown */
	uint64_t where;       /* contexts in which it exists, a bit each */
	int rank;             /* in the hint bar: 0 never; 1 comes first, then motions, then the
	                         others; where there is no room the lowest have it, what may not be
	                         done now last */
	/* NULL when it may be done, else the reason to show (translated). NULL: always allowed. */
	const char *(*why_not)(const struct model *m);
};

/*
 * A program's table is written as
 *	#define ACTION_LIST(_) \
 *		_(CONFIRM, "conferma", N_("Conferma"), N_("Conferma l'appuntamento"), \
 *			"F10 c", IN_SUMMARY, 1, may_confirm)
 * and made with ACTION_ENUM and ACTION_ROW:
 *	enum action_id { ACTION_NONE, ACTION_LIST(ACTION_ENUM) ACTION_COUNT };
 *	static const struct action rows[] = { ACTION_LIST(ACTION_ROW) };
 */
#define ACTION_ENUM(ID, name, label, sentence, keys, where, rank, why_not) ACTION_##ID,
#define ACTION_ROW(ID, name, label, sentence, keys, where, rank, why_not) \
	{ ACTION_##ID, name, label, sentence, keys, where, rank, why_not },
#define ACTION_EVERYWHERE UINT64_MAX

/* What kinds of widget a motion is for: widget_ops.motions. */
enum motions {
	MOTIONS_LIST = 1,      /* up, down, pages, ends, choose */
	MOTIONS_TICK = 2,      /* space ticks */
	MOTIONS_CALENDAR = 4,  /* days, weeks, months, choose */
	MOTIONS_GRID = 8,      /* the four arrows, ends, choose */
	MOTIONS_FIELD = 16,    /* one line of text */
	MOTIONS_EDITOR = 32,   /* several lines */
	MOTIONS_TREE = 64,     /* Backspace goes to the parent folder */
	MOTIONS_DIALOG = 128,  /* left and right between answers, choose */
	MOTIONS_READ = 256,    /* text longer than its place */
	MOTIONS_FILTER = 512,  /* letters find, Backspace takes one back */
	MOTIONS_FORM = 1024,   /* Tab and back: any widget of a view with more than one */
};

#define M_LINES_ (MOTIONS_LIST | MOTIONS_GRID | MOTIONS_READ)
#define M_TEXT_ (MOTIONS_FIELD | MOTIONS_EDITOR)
#define M_CHOOSE_ (MOTIONS_LIST | MOTIONS_CALENDAR | MOTIONS_GRID | MOTIONS_FIELD | MOTIONS_DIALOG)

/* id, name, label, sentence, keys, where, rank */
#define MOTION_LIST(_) \
	_(UP, "su", N_("Su"), N_("Una riga più su"), "Up", M_LINES_ | MOTIONS_EDITOR, 0) \
	_(DOWN, "giu", N_("Giù"), N_("Una riga più giù"), "Down", M_LINES_ | MOTIONS_EDITOR, 0) \
	_(DAY_BEFORE, "giorno-prima", N_("Giorno"), N_("Il giorno prima"), "Left", \
		MOTIONS_CALENDAR, 3) \
	_(DAY_AFTER, "giorno-dopo", N_("Giorno"), N_("Il giorno dopo"), "Right", \
		MOTIONS_CALENDAR, 3) \
	_(WEEK_BEFORE, "settimana-prima", N_("Settimana"), N_("Una settimana prima"), "Up", \
		MOTIONS_CALENDAR, 0) \
	_(WEEK_AFTER, "settimana-dopo", N_("Settimana"), N_("Una settimana dopo"), "Down", \
		MOTIONS_CALENDAR, 0) \
	_(MONTH_BEFORE, "mese-prima", N_("Mese"), N_("Il mese prima"), "PgUp", \
		MOTIONS_CALENDAR, 6) \
	_(MONTH_AFTER, "mese-dopo", N_("Mese"), N_("Il mese dopo"), "PgDn", \
		MOTIONS_CALENDAR, 6) \
	_(LEFT, "sinistra", N_("Sinistra"), N_("A sinistra"), "Left", \
		MOTIONS_GRID | M_TEXT_ | MOTIONS_DIALOG, 0) \
	_(RIGHT, "destra", N_("Destra"), N_("A destra"), "Right", \
		MOTIONS_GRID | M_TEXT_ | MOTIONS_DIALOG, 0) \
	_(WORD_LEFT, "parola-prima", N_("Parola"), N_("La parola prima"), "C-Left M-b", M_TEXT_, 0) \
	_(WORD_RIGHT, "parola-dopo", N_("Parola"), N_("La parola dopo"), "C-Right M-f", M_TEXT_, 0) \
	_(PAGE_UP, "pagina-su", N_("Pagina"), N_("Una pagina più su"), "PgUp", \
		MOTIONS_LIST | MOTIONS_READ | MOTIONS_EDITOR, 0) \
	_(PAGE_DOWN, "pagina-giu", N_("Pagina"), N_("Una pagina più giù"), "PgDn", \
		MOTIONS_LIST | MOTIONS_READ | MOTIONS_EDITOR, 0) \
	_(FIRST, "inizio", N_("Inizio"), N_("All'inizio"), "Home", \
		M_LINES_ | MOTIONS_CALENDAR | M_TEXT_, 0) \
	_(LAST, "fine-riga", N_("Fine"), N_("Alla fine"), "End", \
		M_LINES_ | MOTIONS_CALENDAR | M_TEXT_, 0) \
	_(TOP, "inizio-testo", N_("Inizio"), N_("All'inizio del testo"), "C-Home", \
		MOTIONS_EDITOR, 0) \
	_(BOTTOM, "fine-testo", N_("Fine"), N_("Alla fine del testo"), "C-End", MOTIONS_EDITOR, 0) \
	_(TICK, "spunta", N_("Spunta"), N_("Spunta o togli la spunta"), "Space", MOTIONS_TICK, 2) \
	_(NEWLINE, "a-capo", N_("A capo"), N_("Va a capo"), "Enter", MOTIONS_EDITOR, 0) \
	_(CHOOSE, "scegli", N_("Scegli"), N_("Sceglie o accetta"), "Enter", M_CHOOSE_, 2) \
	_(FORM_NEXT, "campo-dopo", N_("Sposta"), N_("Va alla parte successiva"), "Tab", \
		MOTIONS_FORM | MOTIONS_DIALOG, 3) \
	_(FORM_BEFORE, "campo-prima", N_("Indietro"), N_("Torna alla parte precedente"), "S-Tab", \
		MOTIONS_FORM | MOTIONS_DIALOG, 0) \
	_(YES, "si", N_("Sì"), N_("Risponde di sì"), "s", MOTIONS_DIALOG, 2) \
	_(NO, "no", N_("No"), N_("Risponde di no"), "n", MOTIONS_DIALOG, 2) \
	_(BACKSPACE, "cancella-lettera", N_("Cancella"), N_("Cancella la lettera prima"), \
		"Backspace", M_TEXT_ | MOTIONS_FILTER, 0) \
	_(DELETE, "cancella-dopo", N_("Cancella"), N_("Cancella la lettera dopo"), "Del C-d", \
		M_TEXT_, 0) \
	_(DELETE_WORD, "cancella-parola", N_("Parola"), N_("Cancella la parola prima"), \
		"C-w M-Backspace", M_TEXT_ | MOTIONS_FILTER, 0) \
	_(DELETE_TO_START, "cancella-inizio", N_("Riga"), N_("Cancella fino a inizio riga"), "C-u", \
		M_TEXT_ | MOTIONS_FILTER, 0) \
	_(DELETE_TO_END, "cancella-fine", N_("Riga"), N_("Cancella fino a fine riga"), "C-k", \
		M_TEXT_, 0) \
	_(UNDO, "disfa", N_("Disfa"), N_("Disfa l'ultima modifica del testo"), "M-u C-_", M_TEXT_, 6) \
	_(REDO, "rifai", N_("Rifai"), N_("Rifà la modifica disfatta"), "C-y", M_TEXT_, 0) \
	_(PARENT, "cartella-sopra", N_("Su"), N_("Nella cartella sopra"), "Backspace Left", \
		MOTIONS_TREE, 4)

#define MOTION_ENUM_(ID, name, label, sentence, keys, where, rank) MOTION_##ID,
enum motion { MOTION_NONE, MOTION_LIST(MOTION_ENUM_) MOTION_COUNT };
#undef MOTION_ENUM_

extern const struct action motion_table[]; /* MOTION_COUNT - 1 rows */

/* What is alive now. */
struct live {
	const struct action *rows; /* the program's table */
	size_t n;
	uint64_t where;   /* contexts of the screen in front */
	unsigned motions; /* of the focused widget (enum motions) */
	bool typing;      /* letters and digits are text now, not actions */
	int nowhere;      /* id of the one that would lead nowhere: the hint bar leaves it out */
};

/* The action that `key` means now: in *motion or in *action, the other is NULL. A motion wins. */
bool actions_find(const struct live *l, const struct key *key, const struct action **action,
	const struct action **motion);

/* By name, as the linear mode and the tests say it; NULL when it is not alive now. */
const struct action *actions_named(const struct live *l, const char *name);
const struct action *actions_by_id(const struct live *l, int id); /* alive or not */

/* Why it may not be done now, NULL when it may. */
const char *action_why_not(const struct action *a, const struct model *m);

/* The first key of an action as people read it: "F10", "Invio", "←", "Ctrl+W", ":". */
char *action_key(struct arena *a, const struct action *row, bool ascii);
/* Those that do something now: "F10, c", "F10" while letters are text. */
char *action_all_keys(struct arena *a, const struct live *l, const struct action *row, bool ascii);

/* The hint bar: what fits, by rank, each with the first key that does it now; not allowed ones in
 * ROLE_DISABLED, and the first to give way. */
void actions_draw_hints(const struct live *l, const struct model *m, struct canvas *c,
	struct rect where);

/* Rows for help, palette and "?" of the linear mode: alive, with a sentence, table order. */
struct action_row {
	const struct action *action;
	bool motion;
	const char *keys;
	const char *sentence;
	const char *reason; /* NULL when allowed */
};
struct action_row *actions_rows(const struct live *l, const struct model *m, bool with_motions,
	bool ascii, struct arena *a, size_t *n);

/* Every row of a table whatever is alive, for the manual page and the tests of the table:
 * a sentence saying what is wrong with it (two rows of one name, two rows alive together with
 * one key, a key that nothing can send), or NULL. */
const char *actions_check(const struct action *rows, size_t n, struct arena *a);

#endif
