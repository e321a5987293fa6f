/* SPDX-License-Identifier: EUPL-1.2
 *
 * The same list on the project's own canvas, widgets and terminal: bar, list, hint bar, drawn
 * whole each turn. */
#include "base/i18n.h"
#include "bench/screen/rows.h"
#include "ui/screen.h"
#include "ui/term.h"
#include "ui/widgets/list.h"
#include "ui/widgets/words.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { ACTION_NONE, ACTION_HELP, ACTION_BACK, ACTION_NEW, ACTION_EXIT };

static const struct action actions[] = {
	{ ACTION_HELP, "aiuto", "Aiuto", "Aiuto", "F1", 1, 1, NULL },
	{ ACTION_BACK, "indietro", "Indietro", "Indietro", "F12 Esc", 1, 1, NULL },
	{ ACTION_NEW, "nuovo", "Nuovo", "Nuovo appuntamento", "n", 1, 2, NULL },
	{ ACTION_EXIT, "esci", "Esci", "Esce", "F3 q", 1, 3, NULL },
};

static struct bench_row rows[ROWS_N];
static struct list_row list_rows[ROWS_N];
static struct list_column columns[ROW_CELLS];
static struct list list;
static struct bar bar;
static struct focus focus;
static int wake[2];

static void on_winch(int sig)
{
	int saved = errno;

	(void)sig;
	(void)!write(wake[1], "!", 1);
	errno = saved;
}

static void prepare(void)
{
	rows_fill(rows);
	for (int i = 0; i < ROWS_N; i++) {
		list_rows[i].id = rows[i].id;
		for (int k = 0; k < ROW_CELLS; k++)
			list_rows[i].cells[k] = rows[i].cells[k];
	}
	for (int k = 0; k < ROW_CELLS; k++)
		columns[k] = (struct list_column){ .title = bench_titles[k],
			.width = PART_FIXED(bench_columns[k]) };
	list_init(&list, NULL, columns, ROW_CELLS);
}

static struct live compose(struct view *v, struct canvas *c, struct arena *turn)
{
	struct rect area = canvas_area(c);
	struct live live = {
		.rows = actions, .n = sizeof(actions) / sizeof(*actions), .where = 1
	};

	arena_reset(turn);
	view_begin(v, area, turn, false, false);
	view_screen(v, &focus, "Elenco");
	bar_show(&bar, "Agenda Appuntamenti", "Agenda", "", "in linea", GLYPH_DOT, ROLE_OK);
	list_show(&list,
		&(struct list_rows){ .items = list_rows, .n = ROWS_N, .count = ROWS_N });
	view_put(v, rect_take_top(&area, 1), &bar.widget);
	rect_take_bottom(&area, 1);
	view_put(v, area, &list.widget);
	view_live(v, &live);
	return live;
}

static void paint(struct term *t, struct view *v, struct arena *turn)
{
	struct canvas *c = term_canvas(t);
	struct rect area = canvas_area(c);
	struct live live;

	canvas_begin(c);
	live = compose(v, c, turn);
	view_draw(v, c);
	actions_draw_hints(&live, NULL, c, rect_take_bottom(&area, 1));
	term_paint(t);
}

/* Handles what is there; false when it is over. */
static bool turn_keys(struct term *t, struct view *v, struct arena *turn)
{
	struct key key;

	while (term_key(t, &key)) {
		struct live live = compose(v, term_canvas(t), turn);
		struct routed r = view_key(v, &live, NULL, &key);

		if (r.kind == ROUTED_ACTION && r.action->id == ACTION_EXIT)
			return false;
	}
	return true;
}

static bool wait_for(struct term *t)
{
	struct pollfd f[] = { { .fd = term_fd(t), .events = POLLIN },
		{ .fd = wake[0], .events = POLLIN } };
	char byte[16];

	if (poll(f, 2, term_wait(t)) < 0 && errno != EINTR)
		return false;
	if (f[1].revents) {
		(void)!read(wake[0], byte, sizeof(byte));
		term_resized(t);
	}
	return term_read(t);
}

int main(void)
{
	struct sigaction act = { .sa_handler = on_winch };
	struct term_options o = { .utf8 = i18n_init() };
	struct arena turn = { 0 };
	struct view v = { 0 };
	struct term *t;

	if (pipe(wake) < 0)
		return 1;
	sigaction(SIGWINCH, &act, NULL);
	t = term_open(&o, NULL);
	if (!t)
		return 1;
	prepare();
	do
		paint(t, &v, &turn);
	while (wait_for(t) && turn_keys(t, &v, &turn));
	term_close(t);
	list_release(&list);
	arena_release(&turn);
	return 0;
}
