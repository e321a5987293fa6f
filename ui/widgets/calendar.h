/* SPDX-License-Identifier: EUPL-1.2
 *
 * A month, weeks from lunedì. Each day shows its load by a mark and a role, and in words for
 * the day under the cursor; a closed day can be visited, and says why it cannot be chosen. */
#ifndef AGENDA_UI_WIDGETS_CALENDAR_H
#define AGENDA_UI_WIDGETS_CALENDAR_H

#include "domain/calendario.h"
#include "ui/widget.h"

enum day_load {
	DAY_UNKNOWN, /* not asked yet */
	DAY_CLOSED,  /* nothing is held, or cannot be booked: words say why */
	DAY_FULL,
	DAY_FEW, /* at most a quarter of the places */
	DAY_FREE,
};

struct day {
	giorno data;
	enum day_load load;
	const char *words; /* "7 orari liberi", "chiuso: Natale"; NULL */
};

struct calendar {
	struct widget widget;
	const struct day *days; /* ascending; days that are missing are DAY_UNKNOWN */
	size_t n;
	giorno today, first, last; /* first and last that may be visited; GIORNO_NONE: no end */
	giorno cursor;
	giorno chosen; /* GIORNO_NONE: none yet */
	const char *note; /* a line below: "si può prenotare fino a …"; NULL */
};

#define CALENDAR_COLUMNS 28
#define CALENDAR_ROWS 10 /* month, weekdays, six weeks, note, a blank one */

void calendar_init(struct calendar *c, const char *label, giorno today, giorno cursor);
void calendar_show(struct calendar *c, const struct day *days, size_t n, giorno first,
	giorno last, const char *note);
void calendar_go(struct calendar *c, giorno g);
const struct day *calendar_day(const struct calendar *c, giorno g); /* NULL: unknown */
/* First and last day of the month shown: what to ask for when NEWS_WANTS comes. */
void calendar_month(const struct calendar *c, giorno *from, giorno *to);

#endif
