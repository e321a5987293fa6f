/* SPDX-License-Identifier: EUPL-1.2
 *
 * The terminal: the only part that knows curses. Curses only puts out; bytes are read here and
 * made into keys by keys.c. The terminal is put back as it was at any exit: return, exit(),
 * abort, crash, want of memory. */
#ifndef AGENDA_UI_TERM_H
#define AGENDA_UI_TERM_H

#include "base/err.h"
#include "ui/canvas.h"
#include "ui/keys.h"

#include <stdbool.h>

struct term; /* one per process */

struct term_options {
	bool utf8;            /* what i18n_init() said */
	const char *no_color; /* getenv("NO_COLOR") */
};

/*
 * Takes the terminal on descriptors 0 and 1. NULL when there is none, or none that can be
 * addressed: then the linear mode is the way. Never exits. Install your own handlers for
 * SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT and SIGWINCH before: it leaves those alone.
 */
struct term *term_open(const struct term_options *o, struct err *err);
void term_close(struct term *t); /* takes NULL */

struct canvas *term_canvas(struct term *t); /* draw on this, then term_paint() */
int term_fd(const struct term *t);          /* for poll(): readable = keys may have come */

/* After SIGWINCH or SIGCONT: true when the size is another one; the canvas has it already. */
bool term_resized(struct term *t);

/* Reads what is there without waiting. False: the terminal is gone (hang-up, end of file). */
bool term_read(struct term *t);
bool term_key(struct term *t, struct key *to); /* the next key; call until false, then paint */
int term_wait(const struct term *t);           /* milliseconds for poll(), -1: for ever */
void term_drop_typed(struct term *t);          /* forget what was typed ahead */

void term_paint(struct term *t); /* gives curses the changed runs; one doupdate */
void term_repaint(struct term *t); /* the next paint sends everything (Ctrl-L) */
/* The text that has scrolled away goes too, where the terminal knows how (terminfo's E3). */
void term_wipe_scrollback(struct term *t);
void term_wipe_lines(void); /* screen and what has scrolled away, without a struct term: linear */
/* Columns of the terminal that lines go to, for the linear mode; 0: not a terminal, or it does not
 * say and $COLUMNS does not either. */
int term_line_columns(void);
void term_bell(struct term *t);

/* Ctrl-Z, or SIGTSTP told by its flag: leaves the terminal, stops, comes back as it was. */
void term_suspend(struct term *t);

/* Hand the terminal to a child (a viewer) and take it back; between the two nothing here may
 * be called. */
void term_lend(struct term *t);
void term_take_back(struct term *t);

unsigned long term_paints(const struct term *t); /* how many so far: for the tests of bursts */

#endif
