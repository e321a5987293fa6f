/*
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "src/loop.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "src/ask.h"
#include "src/signals.h"
#include "src/usecases/usecases.h"
#include "src/viewer.h"
#include "ui/shell.h"
#include "ui/term.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES 65536

struct loop {
	struct app *app;
	struct shell shell;
	struct term *term;     /* NULL in linear mode */
	struct buf line;       /* linear: what was typed and is not yet a line */
	bool input_closed;
	bool redraw;
};

/* ── wishes ─────────────────────────────────────────────────────────────────────────────── */

static bool own_wish(struct loop *l, const struct intent *i)
{
	switch (i->kind) {
	case INTENT_REDRAW:
		if (l->term)
			term_repaint(l->term);
		return true;
	case INTENT_SUSPEND:
		if (l->term)
			term_suspend(l->term);
		return true;
	default:
		return false;
	}
}

/* Carries out a wish and those that its reply brings, until there is none. */
static void carry_out(struct loop *l, struct intent i)
{
	struct app *app = l->app;

	while (i.kind != INTENT_NONE) {
		struct reply r = { .to = i.kind, .ending = REPLY_ACCEPTED };
		if (!own_wish(l, &i) && !app_do(app, &i))
			r.ending = REPLY_REFUSED;
		i = shell_reply(&l->shell, &app->model, &r);
	}
}

/* What came from elsewhere: answers that a wish was waiting for, and the model as it is now. */
static void sync_shell(struct loop *l)
{
	struct reply r;

	carry_out(l, shell_sync(&l->shell, &l->app->model));
	while (app_next_reply(l->app, &r))
		carry_out(l, shell_reply(&l->shell, &l->app->model, &r));
}

/* ── the terminal ───────────────────────────────────────────────────────────────────────── */

static void take_signals(struct loop *l)
{
	bool resumed = false;

	signals_drain();
	if (signals_taken(SIGTERM) || signals_taken(SIGHUP) || signals_taken(SIGINT)) {
		usecase_save_nota(l->app);
		l->app->exiting = true;
	}
	if (signals_taken(SIGCONT)) {
		resumed = true;
		usecase_woken(l->app);
	}
	if (!l->term)
		return;
	if (signals_taken(SIGTSTP))
		term_suspend(l->term);
	if (signals_taken(SIGWINCH) || resumed)
		term_resized(l->term);
}

static void take_keys(struct loop *l)
{
	struct key key;

	while (!l->app->exiting && term_key(l->term, &key)) {
		app_touched(l->app);
		carry_out(l, shell_key(&l->shell, &l->app->model, &key));
	}
}

static void show_file(struct loop *l)
{
	struct err err = { 0 };
	char *path = l->app->file_viewed;

	l->app->file_viewed = NULL;
	if (l->term)
		term_lend(l->term);
	if (!viewer_run(l->app->options->visore, path, &err))
		app_say(l->app, TONO_AVVISO, _("Il visore non ha aperto il file: fino all'uscita si "
			"trova in %s"), path);
	if (l->term)
		term_take_back(l->term);
	app_touched(l->app); /* whoever closed the viewer is there */
	FREE(&path);
}

/* ── the linear mode ────────────────────────────────────────────────────────────────────── */

static void put_out(struct buf *out)
{
	size_t done = 0;

	while (done < out->len) {
		ssize_t n = write(STDOUT_FILENO, out->data + done, out->len - done);
		if (n < 0 && errno != EINTR && errno != EAGAIN)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	buf_reset(out);
}

static void say(struct loop *l)
{
	struct buf out = { 0 };

	l->shell.linear.columns = term_line_columns();
	shell_say(&l->shell, &l->app->model, false, &out);
	put_out(&out);
	buf_release(&out);
}

static void take_line(struct loop *l, char *line)
{
	struct buf out = { 0 };
	struct intent i = shell_line(&l->shell, &l->app->model, line, &out);

	app_touched(l->app);
	put_out(&out);
	buf_release(&out);
	carry_out(l, i);
}

static void take_lines(struct loop *l)
{
	char bytes[4096];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof(bytes));
	char *end;

	if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
		l->input_closed = true;
	if (n > 0)
		buf_add(&l->line, bytes, (size_t)n);
	while (!l->app->exiting && l->line.len &&
		(end = memchr(l->line.data, '\n', l->line.len))) {
		char *line = xstrndup(l->line.data, (size_t)(end - l->line.data));
		buf_drop_front(&l->line, (size_t)(end - l->line.data) + 1);
		take_line(l, line);
		FREE(&line);
		sync_shell(l);
		say(l);
	}
}

/* ── the loop ───────────────────────────────────────────────────────────────────────────── */

static int wait_ms(const struct loop *l)
{
	int keys = l->term ? term_wait(l->term) : -1;
	int app = app_wait_ms(l->app);

	if (keys < 0)
		return app;
	return app < 0 || keys < app ? keys : app;
}

/* Nothing is asked any more and nobody can type: the program has nothing left to do. */
static bool is_over(const struct loop *l)
{
	return l->app->exiting || (l->input_closed && !ask_busy(l->app));
}

enum { FD_SIGNALS, FD_INPUT, FD_APP, FD_COUNT = FD_APP + APP_FDS };

/* A descriptor below zero is waited for by nobody. */
static void wait_for(struct loop *l, struct pollfd fds[FD_COUNT])
{
	int input = l->term ? term_fd(l->term) : STDIN_FILENO;

	fds[FD_SIGNALS] = (struct pollfd){ .fd = signals_fd(), .events = POLLIN };
	fds[FD_INPUT] = (struct pollfd){ .fd = l->input_closed ? -1 : input, .events = POLLIN };
	app_fds(l->app, fds + FD_APP);
	app_poll(l->app, fds, FD_COUNT, wait_ms(l));
}

static void turn(struct loop *l)
{
	struct pollfd fds[FD_COUNT];

	wait_for(l, fds);
	if (fds[FD_SIGNALS].revents)
		take_signals(l);
	app_heard(l->app, fds + FD_APP);
	if (l->term && fds[FD_INPUT].revents && !term_read(l->term))
		l->app->exiting = true;
	app_take_endings(l->app);
	app_tick(l->app);
	sync_shell(l);
	if (l->term)
		take_keys(l);
	else if (fds[FD_INPUT].revents)
		take_lines(l);
	sync_shell(l);
	if (l->app->file_viewed)
		show_file(l);
}

static void show(struct loop *l)
{
	bool wipe = l->app->wipe_screen;

	l->app->wipe_screen = false;
	if (!l->term) {
		if (wipe)
			term_wipe_lines();
		say(l);
		return;
	}
	if (wipe)
		term_repaint(l->term);
	shell_draw(&l->shell, &l->app->model, term_canvas(l->term));
	term_paint(l->term);
	if (wipe)
		term_wipe_scrollback(l->term);
}

static struct term *terminal_open(const struct app *app)
{
	struct term_options o = {
		.utf8 = !app->model.ascii,
		.no_color = getenv("NO_COLOR"),
	};
	struct err err = { 0 };
	struct term *t = term_open(&o, &err);

	if (!t)
		fprintf(stderr, "agenda: %s\n", _("questo terminale non si può disegnare: si passa "
			"al modo lineare."));
	return t;
}

bool loop_run(struct app *app, bool linear, struct err *err)
{
	struct loop l = { .app = app };
	bool shared = app->options->postazione == POSTAZIONE_CONDIVISA;

	if (!signals_open(err))
		return false;
	if (!linear)
		l.term = terminal_open(app);
	buf_init(&l.line, LINE_MAX_BYTES);
	shell_init(&l.shell, !l.term, app->model.ascii);
	app->feed.follows = true;
	app->clock_watch = clock_watch_open();
	usecase_begin(app);
	app_touched(app);
	sync_shell(&l);
	show(&l);
	while (!is_over(&l)) {
		turn(&l);
		show(&l);
		app_shown(app);
	}
	if (app->clock_watch >= 0)
		close(app->clock_watch);
	app->clock_watch = -1;
	shell_release(&l.shell);
	if (shared && l.term)
		term_wipe_scrollback(l.term);
	if (shared && !l.term)
		term_wipe_lines();
	term_close(l.term);
	buf_release(&l.line);
	signals_close();
	*err = app->stopped;
	return err->code == ERR_NONE;
}
