/* SPDX-License-Identifier: EUPL-1.2
 *
 * The one file that includes curses. Curses is given whole runs of finished cells and one
 * doupdate a turn; it never reads. Whatever ends the program, the terminal is put back: by
 * term_close(), by atexit(), by the handler of fatal signals (with write(2) alone). */
#include "ui/term.h"

#include "base/alloc.h"
#include "base/clock.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define PASTE_ON  "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
/* Paste off, plain text, cursor on, alternate screen left: for when curses may not be asked. */
#define EMERGENCY PASTE_OFF "\033[m\033[?25h\033[?1049l\r\n"

/* Of curses' own <term.h>, whose struct term is another one. */
int setupterm(const char *name, int fd, int *problem);

struct term {
	struct canvas canvas;
	struct keys keys;
	SCREEN *screen;
	cchar_t looks[ROLE_COUNT]; /* attributes of each role, text to be filled in */
	cchar_t *run;              /* a row of cells for curses */
	struct termios before;     /* as it was when we came */
	unsigned long paints;
	bool gone;
	bool lent;
	bool cursor_shown;
};

static struct term *the_term; /* for the handlers: there is one terminal */
static const int fatal[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
static struct sigaction fatal_before[sizeof(fatal) / sizeof(*fatal)];

/* Past curses, which has no word for it. */
static void say(const char *bytes)
{
	(void)!write(STDOUT_FILENO, bytes, strlen(bytes));
}

/* Only async-signal-safe calls. */
static void put_back_at_once(void)
{
	if (!the_term || the_term->lent)
		return;
	(void)!write(STDOUT_FILENO, EMERGENCY, sizeof(EMERGENCY) - 1);
	tcsetattr(STDIN_FILENO, TCSANOW, &the_term->before);
	the_term->lent = true;
}

/* Puts the terminal back, then lets the one who was here before us have the signal. */
static void on_fatal(int sig)
{
	put_back_at_once();
	for (size_t i = 0; i < sizeof(fatal) / sizeof(*fatal); i++)
		if (fatal[i] == sig)
			sigaction(sig, &fatal_before[i], NULL);
	raise(sig);
}

static void on_exit_leave(void)
{
	if (the_term)
		term_lend(the_term);
}

static void watch_fatal(void)
{
	struct sigaction act = { .sa_handler = on_fatal, .sa_flags = SA_NODEFER };

	sigemptyset(&act.sa_mask);
	for (size_t i = 0; i < sizeof(fatal) / sizeof(*fatal); i++)
		sigaction(fatal[i], &act, &fatal_before[i]);
}

static void unwatch_fatal(void)
{
	for (size_t i = 0; i < sizeof(fatal) / sizeof(*fatal); i++)
		sigaction(fatal[i], &fatal_before[i], NULL);
}

/* newterm() would catch these by itself; ignored ones it leaves alone. */
static SCREEN *screen_new(void)
{
	static const char *const fallbacks[] = { NULL, "xterm-256color", "xterm",
		"vt100" };
	static const int ours[] = { SIGTSTP, SIGINT, SIGTERM, SIGWINCH };
	struct sigaction before[4];
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	const char *name = getenv("TERM");
	SCREEN *screen = NULL;

	if (name && strcmp(name, "dumb") == 0)
		return NULL;
	for (size_t i = 0; i < 4; i++)
		sigaction(ours[i], &ignore, &before[i]);
	for (size_t i = 0; i < 4 && !screen; i++)
		screen = newterm(fallbacks[i], stdout, stdin);
	for (size_t i = 0; i < 4; i++)
		sigaction(ours[i], &before[i], NULL);
	return screen;
}

static attr_t attributes_of(unsigned look)
{
	attr_t a = A_NORMAL;

	if (look & LOOK_BOLD)
		a |= A_BOLD;
	if (look & LOOK_DIM)
		a |= A_DIM;
	if (look & LOOK_REVERSE)
		a |= A_REVERSE;
	if (look & LOOK_UNDERLINE)
		a |= A_UNDERLINE;
	if (look & LOOK_ITALIC)
		a |= A_ITALIC;
	return a;
}

static void prepare_looks(struct term *t, const char *no_color)
{
	int colours = 0;

	if (has_colors() && start_color() == OK && use_default_colors() == OK)
		colours = theme_colours(COLORS, no_color);
	for (int role = 0; role < ROLE_COUNT; role++) {
		struct look look = theme_look((enum role)role, colours);
		bool plain = colours == 0 || (look.fg < 0 && look.bg < 0);
		short pair = plain ? 0 : (short)(role + 1);

		if (pair)
			init_pair(pair, look.fg, look.bg);
		setcchar(&t->looks[role], L" ", attributes_of(look.attributes), pair,
			NULL);
	}
}

static void settle_modes(struct term *t)
{
	raw();
	noecho();
	nonl();
	intrflush(stdscr, FALSE);
	idlok(stdscr, TRUE);
	leaveok(stdscr, FALSE);
	say(PASTE_ON);
	t->cursor_shown = true;
}

static void measure(int *columns, int *rows)
{
	struct winsize size = { 0 };

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || !size.ws_col || !size.ws_row) {
		size.ws_col = (unsigned short)(COLS > 0 ? COLS : 80);
		size.ws_row = (unsigned short)(LINES > 0 ? LINES : 24);
	}
	*columns = size.ws_col;
	*rows = size.ws_row;
}

struct term *term_open(const struct term_options *o, struct err *err)
{
	static bool registered;
	struct term *t;
	struct termios before;

	if (the_term || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)
		|| tcgetattr(STDIN_FILENO, &before) < 0) {
		err_set(err, ERR_ABSENT, "no terminal on standard input and output");
		return NULL;
	}
	t = xalloc(sizeof(*t));
	t->before = before;
	t->screen = screen_new();
	if (!t->screen) {
		FREE(&t);
		err_set(err, ERR_ABSENT, "no description of this terminal");
		return NULL;
	}
	keys_init(&t->keys);
	prepare_looks(t, o->no_color);
	settle_modes(t);
	canvas_init(&t->canvas, COLS, LINES, !o->utf8);
	t->run = xalloc_array((size_t)t->canvas.columns, sizeof(*t->run));
	the_term = t;
	watch_fatal();
	alloc_on_exhaustion(put_back_at_once);
	if (!registered)
		atexit(on_exit_leave);
	registered = true;
	return t;
}

void term_close(struct term *t)
{
	if (!t)
		return;
	if (!t->lent) {
		/* A terminal without an alternate screen would keep the last picture, others keep
		 * the alternate one for whoever asks. */
		erase();
		refresh();
	}
	term_lend(t);
	unwatch_fatal();
	alloc_on_exhaustion(NULL);
	the_term = NULL;
	delscreen(t->screen);
	canvas_release(&t->canvas);
	keys_release(&t->keys);
	FREE(&t->run);
	FREE(&t);
}

struct canvas *term_canvas(struct term *t)
{
	return &t->canvas;
}

int term_fd(const struct term *t)
{
	(void)t;
	return STDIN_FILENO;
}

bool term_resized(struct term *t)
{
	int columns;
	int rows;

	measure(&columns, &rows);
	if (columns == t->canvas.columns && rows == t->canvas.rows)
		return false;
	resizeterm(rows, columns);
	canvas_resize(&t->canvas, columns, rows);
	t->run = xrealloc_array(t->run, (size_t)t->canvas.columns, sizeof(*t->run));
	return true;
}

bool term_read(struct term *t)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	unsigned char bytes[1024];
	size_t room;

	while (!t->gone && (room = keys_room(&t->keys)) > 0 && poll(&p, 1, 0) > 0) {
		ssize_t n = read(
			STDIN_FILENO, bytes, room < sizeof(bytes) ? room : sizeof(bytes));

		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n <= 0)
			t->gone = true;
		else
			keys_feed(&t->keys, bytes, (size_t)n, clock_monotonic_ms());
		if (n < (ssize_t)sizeof(bytes))
			break;
	}
	return !t->gone;
}

bool term_key(struct term *t, struct key *to)
{
	return keys_next(&t->keys, clock_monotonic_ms(), to);
}

int term_wait(const struct term *t)
{
	return keys_wait(&t->keys, clock_monotonic_ms());
}

void term_drop_typed(struct term *t)
{
	tcflush(STDIN_FILENO, TCIFLUSH);
	keys_drop(&t->keys);
}

static void cell_to_curses(const struct term *t, const struct cell *cell, cchar_t *to)
{
	char utf8[CELL_CLUSTER_BYTES];
	wchar_t wide[CCHARW_MAX + 1] = { 0 };
	size_t bytes;
	size_t n = 0;

	*to = t->looks[cell->role];
	if (!(cell->text & CELL_CLUSTER)) {
		to->chars[0] = (wchar_t)cell->text;
		return;
	}
	bytes = canvas_cell_text(&t->canvas, cell, utf8);
	for (size_t at = 0; at < bytes && n < CCHARW_MAX;) {
		int got = mbtowc(&wide[n], utf8 + at, bytes - at);

		if (got <= 0)
			break;
		at += (size_t)got;
		n++;
	}
	memcpy(to->chars, wide, n * sizeof(*wide));
}

static void paint_run(struct term *t, int y, int from, int to)
{
	int n = 0;

	for (int x = from; x < to; x++) {
		const struct cell *cell = canvas_cell(&t->canvas, x, y);

		if (cell->columns
			> 0) /* curses makes the right half of a wide one itself */
			cell_to_curses(t, cell, &t->run[n++]);
	}
	mvadd_wchnstr(y, from, t->run, n);
}

void term_paint(struct term *t)
{
	struct canvas *c = &t->canvas;
	int to;

	for (int y = 0; y < c->rows; y++)
		for (int from = 0; canvas_changed(c, y, &from, &to); from = to)
			paint_run(t, y, from, to);
	if (c->cursor_on != t->cursor_shown)
		curs_set(c->cursor_on ? 1 : 0);
	t->cursor_shown = c->cursor_on;
	if (c->cursor_on)
		move(c->cursor_y, c->cursor_x);
	refresh();
	canvas_settle(c);
	t->paints++;
}

void term_repaint(struct term *t)
{
	canvas_forget(&t->canvas);
	clearok(stdscr, TRUE);
}

/* A capability that not every terminal has; those asked for here need no padding. */
static void put_capability(const char *name)
{
	const char *what = tigetstr(name);

	if (what && what != (const char *)-1)
		say(what);
}

void term_wipe_scrollback(struct term *t)
{
	(void)t;
	put_capability("E3");
}

void term_wipe_lines(void)
{
	int problem = 0;

	if (!isatty(STDOUT_FILENO) || setupterm(NULL, STDOUT_FILENO, &problem) != OK)
		return;
	put_capability("clear");
	put_capability("E3");
}

int term_line_columns(void)
{
	const char *said = getenv("COLUMNS");
	struct winsize size;
	long n;

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	n = said ? strtol(said, NULL, 10) : 0;
	return n > 0 && n < 10000 ? (int)n : 0;
}

void term_bell(struct term *t)
{
	(void)t;
	beep();
}

void term_lend(struct term *t)
{
	if (t->lent)
		return;
	say(PASTE_OFF);
	curs_set(1);
	endwin();
	tcsetattr(STDIN_FILENO, TCSADRAIN, &t->before);
	t->lent = true;
}

void term_take_back(struct term *t)
{
	if (!t->lent)
		return;
	t->lent = false;
	keys_drop(&t->keys);
	tcflush(STDIN_FILENO, TCIFLUSH);
	settle_modes(t);
	term_resized(t);
	term_repaint(t);
	refresh();
}

void term_suspend(struct term *t)
{
	struct sigaction plain = { .sa_handler = SIG_DFL };
	struct sigaction before;

	term_lend(t);
	sigaction(SIGTSTP, &plain, &before);
	kill(0, SIGTSTP); /* the whole job, as the terminal itself would */
	sigaction(SIGTSTP, &before, NULL);
	term_take_back(t);
}

unsigned long term_paints(const struct term *t)
{
	return t->paints;
}
