/* SPDX-License-Identifier: EUPL-1.2
 *
 * A list is a window on rows that somebody else holds: already text, each with an identity. The
 * cursor is an identity, not an index: a refresh never moves it to another row. What is not in
 * the window is asked for (NEWS_WANTS) and comes with the next list_show(). */
#ifndef AGENDA_UI_WIDGETS_LIST_H
#define AGENDA_UI_WIDGETS_LIST_H

#include "ui/edit.h"
#include "ui/widget.h"

#define LIST_COLUMNS_MAX 8
#define LIST_ID_SIZE 48
#define LIST_MARKS_MAX 256
#define LIST_LINES_MAX 4 /* of a row that wraps */

struct list_row {
	const char *id; /* NULL: a heading or a remark, never under the cursor */
	const char *cells[LIST_COLUMNS_MAX];
	enum role role;       /* of the row when it is not under the cursor */
	enum role cell_role[LIST_COLUMNS_MAX]; /* ROLE_NORMAL: the row's */
	const char *disabled; /* why it may not be chosen; stands in the last cell when that is
	                         NULL, and is said with the row */
};

struct list_rows {
	const struct list_row *items;
	size_t n;
	bool before, after;  /* there are more above, below */
	long count;          /* of all, -1: unknown */
	bool capped;         /* there are more than `count` */
	bool so_far;         /* not all have been read yet */
	unsigned generation; /* another one: the rows are other rows */
	const char *empty;   /* sentence when there are none */
};

struct list_column {
	const char *title; /* NULL: no row of titles when all are */
	struct part width; /* drop: who goes first on a narrow screen */
	bool right;
	bool yields; /* it is left out where otherwise something would be cut */
};

enum list_wish { LIST_WANTS_NOTHING, LIST_WANTS_FIRST, LIST_WANTS_LAST, LIST_WANTS_BEFORE,
	LIST_WANTS_AFTER };

struct list_want {
	enum list_wish wish;
	char anchor[LIST_ID_SIZE]; /* of BEFORE and AFTER: the row under the cursor */
	size_t rows;               /* a good number to get: three screenfuls */
};

struct list {
	struct widget widget; /* label: what it lists, for both voices */
	const struct list_column *columns;
	size_t n_columns;
	bool quiet;   /* the row under the cursor is shown only with the focus: one of several lists */
	bool ticks;   /* several rows may be ticked: list_ticked() */
	bool wraps;   /* words for which a column has no room go on below: the row is then higher */
	bool filters; /* letters are a filter: list_filter() is its text, NEWS_CHANGED on change */
	const char *filter_label; /* "Cerca per codice, datore o lavoratore" */

	/* private */
	struct list_rows rows;
	char cursor[LIST_ID_SIZE];
	long at;       /* index of the cursor in rows; -1: nowhere */
	long top;      /* first row drawn */
	long page;     /* lines for rows: one is a row, unless the list wraps */
	long pending;  /* rows still to move when the asked ones come */
	bool moved;    /* the cursor was put where it is */
	bool going;    /* the next rows say where that is */
	struct list_want want;
	struct edit filter;
	char (*ticked)[LIST_ID_SIZE];
	size_t n_ticked;
	int total;     /* columns for which `widths` holds */
	int widths[LIST_COLUMNS_MAX];
	int widest[LIST_COLUMNS_MAX]; /* cell seen so far, or title; it never shrinks */
	bool measured; /* the present rows are in `widest` */
	int whole;     /* list_whole_rows() of them in `total`; -1: not counted yet */
};

void list_init(struct list *l, const char *label, const struct list_column *columns,
	size_t n_columns);
/* Other columns for the same list; the same ones cost nothing. */
void list_set_columns(struct list *l, const struct list_column *columns, size_t n_columns);
void list_release(struct list *l);
void list_show(struct list *l, const struct list_rows *rows); /* borrowed until the next */

const struct list_row *list_current(const struct list *l); /* NULL: no row to be on */
const char *list_current_id(const struct list *l);         /* "" likewise */
void list_go(struct list *l, const char *id); /* cursor there with the next rows shown */
/* The row under the cursor with every word of it, when some are cut or left out in the columns that
 * list_whole_rows() was last asked about; NULL when it can be read whole where it stands. */
char *list_whole(const struct list *l, struct arena *a);
/* Rows that the longest of them takes, said so; 0 when none is cut. */
int list_whole_rows(struct list *l, int columns, struct arena *a);
/* Lines of the whole list in so many columns: heading, titles and all rows that are there; the
 * columns are shared anew for it. */
int list_lines(struct list *l, int columns);
struct list_want list_want(struct list *l);   /* what it needs; the wish is then forgotten */
const char *list_filter(const struct list *l);
void list_set_filter(struct list *l, const char *text);

bool list_is_ticked(const struct list *l, const char *id);
void list_tick(struct list *l, const char *id, bool on);
size_t list_n_ticked(const struct list *l);
const char *list_ticked_id(const struct list *l, size_t i); /* in the order of ticking */

#endif
