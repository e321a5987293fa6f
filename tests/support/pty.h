/* SPDX-License-Identifier: EUPL-1.2
 *
 * A program in a terminal of ours: started in a pty of a given size, watched through libvterm,
 * sent keys, asked what its cells show. Nothing here sleeps: every wait is for a text, for
 * quiet or for the end, and has a deadline. */
#ifndef AGENDA_TESTS_SUPPORT_PTY_H
#define AGENDA_TESTS_SUPPORT_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct pty;

struct pty_options {
	int columns, rows;       /* 0: 80 × 24 */
	const char *term;        /* TERM; NULL: xterm-256color */
	const char *folder;      /* to start in; NULL: ours */
	const char *const *env;  /* "NAME=value", NULL-terminated, added to a small fixed one
	                            (PATH, HOME, LC_ALL=C.UTF-8, TERM, ASAN_OPTIONS…); a NAME
	                            alone is removed; NULL: none */
};

#define PTY_DEADLINE_MS 30000 /* what a wait takes at most unless said otherwise */

/* NULL when it could not be started. argv[0] is the program, argv ends with NULL. */
struct pty *pty_start(const struct pty_options *o, const char *const *argv);
void pty_free(struct pty *p); /* kills what still runs; takes NULL */
pid_t pty_pid(const struct pty *p);

void pty_send(struct pty *p, const char *bytes);              /* NUL-terminated */
void pty_send_n(struct pty *p, const char *bytes, size_t n);
/* By name, following the terminal's modes: "Enter Tab S-Tab Esc Up Down Left Right Home End
 * PgUp PgDn Del Ins Backspace F1..F12 C-x M-x", blanks between several; anything else is typed
 * as it is. */
void pty_keys(struct pty *p, const char *names);
void pty_paste(struct pty *p, const char *text); /* bracketed, as a terminal does it */
void pty_resize(struct pty *p, int columns, int rows);
void pty_signal(struct pty *p, int sig);

/* All of these read what comes meanwhile. False: the deadline passed (or the program ended). */
bool pty_wait_text(struct pty *p, const char *text);
bool pty_wait_text_ms(struct pty *p, const char *text, int ms);
bool pty_wait_gone(struct pty *p, const char *text); /* until it is no longer on screen */
bool pty_wait_quiet(struct pty *p, int quiet_ms);    /* no byte for so long */
/* Until the program waits in poll() with nothing to read: it has done all it was asked.
 * Looks at the kernel's word on the process, so a busy machine makes it slower, not wrong. */
bool pty_wait_idle(struct pty *p);
bool pty_wait_exit(struct pty *p, int *status); /* as waitpid gives it */

/* A line of the screen, without trailing blanks: valid until the next call of any of these. */
const char *pty_line(struct pty *p, int y);
/* The whole screen, lines ended with '\n'. */
const char *pty_screen(struct pty *p);
/* Line on which `text` is, -1: nowhere; its column in *x (may be NULL). */
int pty_find(struct pty *p, const char *text, int *x);

struct pty_cell {
	char text[32];
	int columns;
	bool bold, underline, italic, reverse;
	int fg, bg; /* palette index, -1: the terminal's own, -2: RGB */
};
struct pty_cell pty_cell(struct pty *p, int x, int y);
void pty_cursor(struct pty *p, int *x, int *y, bool *visible);
/* From now on: was this text ever painted, if only for one piece of output? A text is borrowed
 * until pty_free(). At most PTY_FORBIDDEN_MAX; a further one is not looked for. */
#define PTY_FORBIDDEN_MAX 8
void pty_forbid(struct pty *p, const char *text);
const char *pty_forbidden_seen(const struct pty *p); /* the first that was; NULL */
/* All that somebody who comes next can still see: the screen, what was on the alternate one when
 * it was left, what has scrolled away and was not wiped. */
const char *pty_left(struct pty *p);

size_t pty_wiped(const struct pty *p); /* how often what had scrolled away was wiped (E3) */

bool pty_alternate(struct pty *p); /* on the alternate screen */

size_t pty_bytes(const struct pty *p);  /* that the program sent so far */
size_t pty_escapes(const struct pty *p); /* how many ESC bytes among them */

#endif
