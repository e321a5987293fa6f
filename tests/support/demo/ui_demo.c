/* SPDX-License-Identifier: EUPL-1.2
 *
 * The terminal with a list, a note and a question on it, and keys that end the program in every
 * way there is. Last line: how many times it painted. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "ui/screen.h"
#include "ui/term.h"
#include "ui/widgets/editor.h"
#include "ui/widgets/list.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROWS_N 200

enum { QUIT = 1, SUSPEND, LEND, SEGV, ABORT, EXIT, EXHAUST, REDRAW };

static const struct action actions[] = {
	{ QUIT, "esci", "Esci", "Esce", "F3", 1, 1, NULL },
	{ SUSPEND, "sospendi", "Sospendi", "Torna alla shell", "C-z", 1, 0, NULL },
	{ LEND, "presta", "Presta", "Presta il terminale", "F4", 1, 0, NULL },
	{ SEGV, "segv", "Segv", "Cade", "F5", 1, 0, NULL },
	{ ABORT, "abort", "Abort", "Cade", "F6", 1, 0, NULL },
	{ EXIT, "exit", "Exit", "Esce a metà", "F7", 1, 0, NULL },
	{ EXHAUST, "memoria", "Memoria", "Finisce la memoria", "F8", 1, 0, NULL },
	{ REDRAW, "ridisegna", "Ridisegna", "Ridisegna", "C-l", 1, 0, NULL },
};

static const struct list_column columns[] = {
	{ .title = "Codice", .width = PART_FIXED(12) },
	{ .title = "Datore di lavoro", .width = PART_REST },
};

static struct demo {
	struct term *term;
	struct view view;
	struct focus focus;
	struct arena turn;
	struct list list;
	struct editor note;
	struct list_row rows[ROWS_N];
	char ids[ROWS_N][16];
	char status[128];
	int wake[2];
	bool over;
} demo;

static void on_signal(int sig)
{
	int saved = errno;

	(void)sig;
	(void)!write(demo.wake[1], sig == SIGTSTP ? "z" : "w", 1);
	errno = saved;
}

static struct live compose(struct demo *d)
{
	struct rect area = canvas_area(term_canvas(d->term));
	struct live live = {
		.rows = actions, .n = sizeof(actions) / sizeof(*actions), .where = 1
	};

	arena_reset(&d->turn);
	rect_take_top(&area, 1);
	rect_take_bottom(&area, 2);
	view_begin(&d->view, area, &d->turn, false, false);
	view_screen(&d->view, &d->focus, "Prova");
	list_show(&d->list,
		&(struct list_rows){ .items = d->rows, .n = ROWS_N, .count = ROWS_N });
	view_put(&d->view, rect_take_top(&area, area.h / 2), &d->list.widget);
	view_put(&d->view, area, &d->note.widget);
	view_live(&d->view, &live);
	return live;
}

static void paint(struct demo *d)
{
	struct canvas *c = term_canvas(d->term);
	struct rect area = canvas_area(c);
	struct live live;

	canvas_begin(c);
	live = compose(d);
	view_draw(&d->view, c);
	canvas_text_padded(c, 0, 0, area.w, ROLE_TITLE, "Prova del terminale — città");
	actions_draw_hints(&live, NULL, c, rect_take_bottom(&area, 1));
	snprintf(d->status, sizeof(d->status), "%dx%d, %s, disegni %lu", c->columns,
		c->rows, list_current_id(&d->list), term_paints(d->term) + 1);
	canvas_text(c, 0, area.h - 1, area.w, ROLE_MUTED, d->status);
	term_paint(d->term);
}

static void lend(struct demo *d)
{
	term_lend(d->term);
	pid_t child = fork();
	if (child == 0) {
		execlp("sh", "sh", "-c", "echo visore aperto; read x; echo visto $x",
			NULL);
		_exit(127);
	}
	waitpid(child, NULL, 0);
	term_take_back(d->term);
}

static void act(struct demo *d, int id)
{
	switch (id) {
	case QUIT:
		d->over = true;
		break;
	case SUSPEND:
		term_suspend(d->term);
		break;
	case LEND:
		lend(d);
		break;
	case SEGV:
		raise(SIGSEGV);
		break;
	case ABORT:
		abort();
	case EXIT:
		exit(3);
	case EXHAUST:
		xalloc_array(SIZE_MAX / 2, 4);
		break;
	case REDRAW:
		term_repaint(d->term);
		break;
	default:
		break;
	}
}

static void handle_keys(struct demo *d)
{
	struct key key;

	while (!d->over && term_key(d->term, &key)) {
		struct live live = compose(d);
		struct routed r = view_key(&d->view, &live, NULL, &key);

		if (r.kind == ROUTED_ACTION)
			act(d, r.action->id);
	}
}

static bool wait_for(struct demo *d)
{
	struct pollfd f[] = { { .fd = term_fd(d->term), .events = POLLIN },
		{ .fd = d->wake[0], .events = POLLIN } };
	char bytes[16];
	ssize_t n = 0;

	if (poll(f, 2, term_wait(d->term)) < 0)
		return errno == EINTR;
	if (f[1].revents)
		n = read(d->wake[0], bytes, sizeof(bytes));
	for (ssize_t i = 0; i < n; i++) {
		if (bytes[i] == 'z')
			term_suspend(d->term);
		else
			term_resized(d->term);
	}
	return term_read(d->term);
}

static void prepare(struct demo *d)
{
	struct sigaction act_on = { .sa_handler = on_signal };

	for (int i = 0; i < ROWS_N; i++) {
		snprintf(d->ids[i], sizeof(d->ids[i]), "%010d", i);
		d->rows[i] = (struct list_row){ .id = d->ids[i],
			.cells = { d->ids[i], "Bianchi Niccolò" } };
	}
	list_init(&d->list, "Rapporti", columns, 2);
	editor_init(&d->note, "Nota", 2000);
	(void)!pipe(d->wake);
	sigaction(SIGWINCH, &act_on, NULL);
	sigaction(SIGTSTP, &act_on, NULL);
}

int main(void)
{
	struct term_options o = { .utf8 = i18n_init(), .no_color = getenv("NO_COLOR") };
	struct err err = { 0 };

	if (getenv("DEMO_ASCII"))
		o.utf8 = false;
	prepare(&demo);
	demo.term = term_open(&o, &err);
	if (!demo.term) {
		printf("niente terminale: %s\n", err.cause);
		return 2;
	}
	do
		paint(&demo);
	while (wait_for(&demo) && (handle_keys(&demo), !demo.over));
	term_close(demo.term);
	printf("nota: %s\n", editor_value(&demo.note));
	list_release(&demo.list);
	editor_release(&demo.note);
	arena_release(&demo.turn);
	return 0;
}
