/* SPDX-License-Identifier: EUPL-1.2
 *
 *	bench_vuoto FILE.db|-
 *
 * The floor of a start: a plain ncurses program that is linked with what agenda is linked with,
 * asks one query of the cache, shows its number of rows and waits for a key. */
#include <curses.h>
#include <locale.h>
#include <sqlite3.h>
#include <string.h>

static int rows_of(const char *path)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *s = NULL;
	int n = 0;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK
		&& sqlite3_prepare_v2(db,
			   "SELECT letto_il, dati FROM appuntamento WHERE stato = 1 AND"
			   " riga >= 29910000 * 4096 ORDER BY riga LIMIT 21",
			   -1, &s, NULL)
			== SQLITE_OK)
		while (sqlite3_step(s) == SQLITE_ROW)
			n += sqlite3_column_bytes(s, 1) > 0;
	sqlite3_finalize(s);
	sqlite3_close(db);
	return n;
}

int main(int argc, char **argv)
{
	int n = argc > 1 && strcmp(argv[1], "-") != 0 ? rows_of(argv[1]) : 0;

	setlocale(LC_ALL, "");
	initscr();
	cbreak();
	noecho();
	mvprintw(0, 0, "Agenda Appuntamenti: %d", n);
	refresh();
	while (getch() != 'q')
		;
	endwin();
	return 0;
}
