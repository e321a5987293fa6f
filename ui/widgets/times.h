/* SPDX-License-Identifier: EUPL-1.2
 *
 * The times of a day in a grid, morning and afternoon apart. Taken ones stay visible and can be
 * visited, not chosen. The cursor is a start, not an index. */
#ifndef AGENDA_UI_WIDGETS_TIMES_H
#define AGENDA_UI_WIDGETS_TIMES_H

#include "base/clock.h"
#include "ui/widget.h"

struct time_cell {
	instant start;      /* identity */
	const char *hour;   /* "09:30" */
	const char *words;  /* "2 posti liberi", "occupato": the one under the cursor is explained */
	const char *refuse; /* why it cannot be chosen; NULL: it can */
	bool afternoon;
};

struct times {
	struct widget widget; /* label: the day in words */
	const struct time_cell *items;
	size_t n;
	const char *empty; /* sentence when there are none: "chiuso: Natale" */
	instant cursor, chosen; /* INSTANT_NONE: none */
	int per_row; /* known after placing */
	int top;     /* first row of the grid drawn */
};

void times_init(struct times *t);
void times_show(struct times *t, const char *label, const struct time_cell *items, size_t n,
	const char *empty);
void times_go(struct times *t, instant start);
const struct time_cell *times_current(const struct times *t); /* NULL: none */
int times_rows(const struct times *t, int columns); /* rows needed, heading included */

#endif
