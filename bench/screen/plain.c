/* SPDX-License-Identifier: EUPL-1.2
 *
 * The floor: the list as somebody would write it in plain ncurses who minds what it costs. Only
 * the two rows that changed are drawn for a step, all for a page; keys are read from a pad, so
 * that reading refreshes nothing. */
#include "bench/screen/rows.h"

#include <curses.h>
#include <locale.h>
#include <string.h>

static struct bench_row rows[ROWS_N];
static int top;
static int at;

static int page(void)
{
	return LINES - 3;
}

static void draw_row(int i)
{
	int y = 2 + i - top;
	int x = 2;

	attrset(i == at ? COLOR_PAIR(2) | A_BOLD : A_NORMAL);
	move(y, 0);
	if (i == at)
		hline(' ' | (chtype)(COLOR_PAIR(2) | A_BOLD), COLS - 1);
	else
		clrtoeol();
	for (int k = 0; k < ROW_CELLS; k++) {
		mvaddstr(y, x, rows[i].cells[k]);
		x += bench_columns[k] + 2;
	}
	attrset(A_NORMAL);
}

static void draw_page(void)
{
	for (int i = top; i < top + page() && i < ROWS_N; i++)
		draw_row(i);
}

static void draw_frame(void)
{
	static const char *const keys[] = { "F1", "Aiuto", "F12", "Indietro", "n",
		"Nuovo", "F3", "Esci" };
	int x = 2;

	erase();
	bkgdset(' ' | (chtype)COLOR_PAIR(1) | A_BOLD);
	move(0, 0);
	clrtoeol();
	mvaddstr(0, 1, "Agenda Appuntamenti");
	mvaddstr(0, COLS - 12, "* in linea");
	bkgdset(' ');
	attrset(A_NORMAL);
	for (int k = 0; k < ROW_CELLS; k++) {
		attrset(COLOR_PAIR(4));
		mvaddstr(1, x, bench_titles[k]);
		x += bench_columns[k] + 2;
	}
	move(LINES - 1, 0);
	for (int k = 0; k < 8; k++) {
		attrset(k % 2 ? COLOR_PAIR(4) : COLOR_PAIR(3) | A_BOLD);
		addstr(keys[k]);
		attrset(A_NORMAL);
		addstr(k % 2 ? "  " : " ");
	}
	draw_page();
}

static void go(int to)
{
	int before = at;
	int was_top = top;

	at = to < 0 ? 0 : to >= ROWS_N ? ROWS_N - 1 : to;
	if (at < top)
		top = at;
	if (at >= top + page())
		top = at - page() + 1;
	if (top != was_top) {
		draw_page();
		return;
	}
	draw_row(before);
	draw_row(at);
}

static void go_page(int by)
{
	top += by;
	if (top > ROWS_N - page())
		top = ROWS_N - page();
	if (top < 0)
		top = 0;
	at += by;
	at = at < 0 ? 0 : at >= ROWS_N ? ROWS_N - 1 : at;
	draw_page();
}

static void colours(void)
{
	start_color();
	use_default_colors();
	init_pair(1, 255, 24);
	init_pair(2, 255, 25);
	init_pair(3, 67, -1);
	init_pair(4, 245, -1);
}

int main(void)
{
	WINDOW *pad;
	int key = 0;

	setlocale(LC_ALL, "");
	rows_fill(rows);
	initscr();
	cbreak();
	noecho();
	nonl();
	idlok(stdscr, TRUE);
	colours();
	pad = newpad(1, 1);
	keypad(pad, TRUE);
	draw_frame();
	for (;;) {
		move(2 + at - top, 0);
		refresh();
		key = wgetch(pad);
		if (key == 'q')
			break;
		if (key == KEY_DOWN)
			go(at + 1);
		else if (key == KEY_UP)
			go(at - 1);
		else if (key == KEY_NPAGE)
			go_page(page() - 1);
		else if (key == KEY_PPAGE)
			go_page(1 - page());
		else if (key == KEY_RESIZE)
			draw_frame();
	}
	endwin();
	return 0;
}
