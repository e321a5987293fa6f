/* SPDX-License-Identifier: EUPL-1.2
 *
 * Times in a grid. */
#include "ui/widgets/times.h"

#include "base/i18n.h"
#include <string.h>

#define CELL_COLUMNS 8
#define PART_COLUMNS 13 /* "pomeriggio" and a gap */

static long index_of(const struct times *t, instant start)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->items[i].start == start)
			return (long)i;
	return -1;
}

const struct time_cell *times_current(const struct times *t)
{
	long i = t->cursor == INSTANT_NONE ? -1 : index_of(t, t->cursor);

	return i >= 0 ? &t->items[i] : NULL;
}

void times_go(struct times *t, instant start)
{
	t->cursor = start;
}

/* Where the cursor goes when its own time is not there: the first that can be chosen. */
static instant first_choosable(const struct times *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (!t->items[i].refuse)
			return t->items[i].start;
	return t->n > 0 ? t->items[0].start : INSTANT_NONE;
}

void times_show(struct times *t, const char *label, const struct time_cell *items,
	size_t n, const char *empty)
{
	t->widget.label = label;
	t->items = items;
	t->n = n;
	t->empty = empty;
	if (n > 0 && !times_current(t))
		t->cursor = first_choosable(t);
}

static int cells_per_row(int columns)
{
	int n = (columns - PART_COLUMNS) / CELL_COLUMNS;

	return n > 1 ? n : 1;
}

static size_t count_part(const struct times *t, bool afternoon)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += t->items[i].afternoon == afternoon;
	return n;
}

static int part_rows(const struct times *t, bool afternoon, int per_row)
{
	int n = (int)count_part(t, afternoon);

	return n == 0 ? 1 : (n + per_row - 1) / per_row;
}

int times_rows(const struct times *t, int columns)
{
	int per_row = cells_per_row(columns);
	int head = t->widget.label ? 2 : 0;

	if (t->n == 0)
		return head + 1;
	return head + part_rows(t, false, per_row) + part_rows(t, true, per_row) + 2;
}

/* Row and column of a cell in the grid; rows of the afternoon follow those of the morning. */
static void place_of(const struct times *t, size_t i, int *row, int *column)
{
	bool afternoon = t->items[i].afternoon;
	size_t before = afternoon ? count_part(t, false) : 0;
	int nth = (int)(i - before);

	*row = nth / t->per_row + (afternoon ? part_rows(t, false, t->per_row) : 0);
	*column = nth % t->per_row;
}

/* Rows of the grid that fit: heading and words take the others. */
static int grid_room(const struct times *t, struct rect r)
{
	int room = r.h - (t->widget.label ? 2 : 0) - 2;

	return room > 1 ? room : 1;
}

static void times_place(struct widget *w, struct rect r)
{
	struct times *t = (struct times *)w;
	long at;
	int room = grid_room(t, r);
	int row;
	int column;
	int rows;

	t->per_row = cells_per_row(r.w);
	at = index_of(t, t->cursor);
	rows = part_rows(t, false, t->per_row) + part_rows(t, true, t->per_row);
	if (at < 0) {
		t->top = 0;
		return;
	}
	place_of(t, (size_t)at, &row, &column);
	if (row < t->top)
		t->top = row;
	if (row >= t->top + room)
		t->top = row - room + 1;
	if (t->top > rows - room)
		t->top = rows > room ? rows - room : 0;
}

static enum news move_vertically(struct times *t, int by)
{
	long at = index_of(t, t->cursor);
	long best = -1;
	int row;
	int column;
	int best_column = -1;

	place_of(t, (size_t)at, &row, &column);
	for (long step = 1; best < 0 && step < 4;
		step++) /* over the row of an empty part */
		for (size_t i = 0; i < t->n; i++) {
			int r;
			int k;

			place_of(t, i, &r, &k);
			if (r != row + by * (int)step || k > column || k < best_column)
				continue;
			best = (long)i;
			best_column = k;
		}
	if (best >= 0)
		t->cursor = t->items[best].start;
	return NEWS_MOVED;
}

static enum news choose(struct times *t)
{
	const struct time_cell *cell = times_current(t);

	if (cell->refuse) {
		t->widget.reason = cell->refuse;
		return NEWS_REFUSED;
	}
	t->chosen = cell->start;
	return NEWS_CHOSEN;
}

static enum news times_move(struct widget *w, enum motion m)
{
	struct times *t = (struct times *)w;
	long at = index_of(t, t->cursor);

	if (at < 0)
		return NEWS_NONE;
	switch (m) {
	case MOTION_LEFT:
		at -= at > 0;
		break;
	case MOTION_RIGHT:
		at += at + 1 < (long)t->n;
		break;
	case MOTION_FIRST:
		at = 0;
		break;
	case MOTION_LAST:
		at = (long)t->n - 1;
		break;
	case MOTION_UP:
	case MOTION_DOWN:
		return move_vertically(t, m == MOTION_UP ? -1 : 1);
	case MOTION_CHOOSE:
		return choose(t);
	default:
		return NEWS_NONE;
	}
	t->cursor = t->items[at].start;
	return NEWS_MOVED;
}

static void draw_cell(const struct times *t, const struct time_cell *cell,
	struct canvas *c, int x, int y, bool focused)
{
	bool here = cell->start == t->cursor;
	enum role role = cell->refuse ? ROLE_DISABLED : ROLE_NORMAL;
	const char *left = here            ? "["
		: cell->start == t->chosen ? "*"
		: cell->refuse             ? "-"
					   : " ";
	const char *right = here ? "]" : cell->refuse ? "-" : " ";

	if (cell->start == t->chosen)
		role = ROLE_MARKED;
	if (here)
		role = focused ? ROLE_FOCUS : ROLE_SELECTED;
	canvas_text(c, x, y, CELL_COLUMNS, role,
		arena_printf(&c->scratch, "%s%s%s", left, cell->hour, right));
	if (here && focused)
		canvas_cursor(c, x + 1, y);
}

/* A part's name beside its first row; "chiuso" when it has no times. */
static void draw_part(
	const struct times *t, bool afternoon, struct canvas *c, struct rect r)
{
	int y = r.y - t->top + (afternoon ? part_rows(t, false, t->per_row) : 0);

	canvas_text(c, r.x, y, PART_COLUMNS - 1, ROLE_MUTED,
		afternoon ? _("pomeriggio") : _("mattina"));
	if (count_part(t, afternoon) == 0)
		canvas_text(c, r.x + PART_COLUMNS, y, 8, ROLE_DISABLED, _("chiuso"));
}

static void draw_grid(
	const struct times *t, struct canvas *c, struct rect r, bool focused)
{
	struct rect before = canvas_clip(c, rect_intersect(r, c->clip));
	int rows = part_rows(t, false, t->per_row) + part_rows(t, true, t->per_row);

	draw_part(t, false, c, r);
	draw_part(t, true, c, r);
	for (size_t i = 0; i < t->n; i++) {
		int row;
		int column;

		place_of(t, i, &row, &column);
		draw_cell(t, &t->items[i], c,
			r.x + PART_COLUMNS - 1 + column * CELL_COLUMNS,
			r.y + row - t->top, focused);
	}
	if (t->top > 0)
		canvas_glyph(c, r.x + r.w - 1, r.y, ROLE_MUTED, GLYPH_UP);
	if (t->top + r.h < rows)
		canvas_glyph(c, r.x + r.w - 1, r.y + r.h - 1, ROLE_MUTED, GLYPH_DOWN);
	canvas_clip(c, before);
}

static void times_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct times *t = (const struct times *)w;
	const struct time_cell *cell = times_current(t);
	int room = grid_room(t, r);
	int rows;

	if (w->label) {
		canvas_text(c, r.x, r.y, r.w, ROLE_HEADING, w->label);
		rect_take_top(&r, 2);
	}
	if (t->n == 0) {
		canvas_text(c, r.x, r.y, r.w, ROLE_MUTED, t->empty);
		return;
	}
	rows = part_rows(t, false, t->per_row) + part_rows(t, true, t->per_row);
	if (rows > room)
		rows = room;
	draw_grid(t, c, (struct rect){ r.x, r.y, r.w, rows }, focused);
	if (cell)
		canvas_text(c, r.x, r.y + rows + 1, r.w,
			cell->refuse ? ROLE_WARNING : ROLE_ACCENT,
			arena_printf(&c->scratch, "%s: %s", cell->hour,
				cell->refuse          ? cell->refuse
					: cell->words ? cell->words
						      : ""));
}

static void times_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct times *t = (const struct times *)w;

	if (w->label)
		voice_line(v, "-- %s --", w->label);
	if (t->n == 0 && t->empty)
		voice_line(v, "%s", t->empty);
	for (size_t i = 0; i < t->n; i++) {
		const struct time_cell *cell = &t->items[i];
		const char *chosen = cell->start == t->chosen ? _(" (scelto)") : "";

		voice_line(v, "%zu. %s: %s%s", i + 1, cell->hour,
			cell->refuse          ? cell->refuse
				: cell->words ? cell->words
					      : "",
			chosen);
	}
	if (focused && t->n > 0)
		voice_line(v, _("Scrivi il numero dell'orario, o l'ora come 9:30."));
}

static enum news times_hear(struct widget *w, const char *line, struct voice *v)
{
	struct times *t = (struct times *)w;
	char *hour = arena_strdup(v->scratch, line);
	size_t number;
	size_t at = t->n;

	if (voice_numbers(line, t->n, &number, 1) == 1)
		at = number - 1;
	for (char *s = hour; *s; s++)
		if (*s == '.')
			*s = ':';
	if (hour[0] && hour[1] == ':')
		hour = arena_printf(v->scratch, "0%s", hour);
	for (size_t i = 0; at == t->n && i < t->n; i++)
		if (t->items[i].hour && strcmp(t->items[i].hour, hour) == 0)
			at = i;
	if (at == t->n)
		return NEWS_NONE;
	t->cursor = t->items[at].start;
	return choose(t);
}

static unsigned times_motions(const struct widget *w)
{
	return ((const struct times *)w)->n > 0 ? MOTIONS_GRID : 0;
}

static const struct widget_ops times_ops = { .name = "orari",
	.motions_now = times_motions,
	.move = times_move,
	.hear = times_hear,
	.place = times_place,
	.draw = times_draw,
	.say = times_say };

void times_init(struct times *t)
{
	*t = (struct times){ .widget = { .ops = &times_ops },
		.cursor = INSTANT_NONE,
		.chosen = INSTANT_NONE,
		.per_row = 4 };
}
