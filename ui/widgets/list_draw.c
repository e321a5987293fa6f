/* SPDX-License-Identifier: EUPL-1.2
 *
 * The two voices of a list. */
#include "base/i18n.h"
#include "base/text.h"
#include "ui/widgets/list_parts.h"

#include <string.h>

#define GUTTER         2 /* the cursor's mark and a blank */
#define TICK_COLUMNS   4
#define SCROLL_COLUMNS 2

static bool has_titles(const struct list *l)
{
	for (size_t i = 0; i < l->n_columns; i++)
		if (l->columns[i].title)
			return true;
	return false;
}

int list_head_rows(const struct list *l)
{
	return (l->widget.label != NULL) + l->filters + has_titles(l);
}

/* NULL: nothing there. */
static const char *text_of(const struct list_row *row, size_t cell, size_t n_columns)
{
	const char *text = row->cells[cell];

	return !text && cell == n_columns - 1 ? row->disabled : text;
}

static int columns_of(const struct list_row *row, size_t cell, size_t n_columns)
{
	const char *text = text_of(row, cell, n_columns);

	return text ? text_columns(text) : 0;
}

/* Only ever wider: columns that moved with each window of rows could not be read. */
static bool measure(struct list *l)
{
	bool wider = false;

	if (l->measured)
		return false;
	l->measured = true;
	l->whole = -1;
	for (size_t i = 0; i < l->n_columns; i++) {
		int most = l->columns[i].title ? text_columns(l->columns[i].title) : 0;

		for (size_t k = 0; k < l->rows.n; k++) {
			int n = l->rows.items[k].id
				? columns_of(&l->rows.items[k], i, l->n_columns) : 0;
			most = n > most ? n : most;
		}
		wider = wider || most > l->widest[i];
		l->widest[i] = most > l->widest[i] ? most : l->widest[i];
	}
	return wider;
}

static bool cuts(const struct list *l)
{
	for (size_t i = 0; i < l->n_columns; i++)
		if (l->widths[i] && l->widest[i] > l->widths[i])
			return true;
	return false;
}

/* None takes more than its widest cell: what it does not need is the others'. Who had no place has
 * none now. */
static void fit_columns(struct list *l, int room)
{
	struct part parts[LIST_COLUMNS_MAX];
	size_t which[LIST_COLUMNS_MAX], n = 0;
	int sizes[LIST_COLUMNS_MAX];

	for (size_t i = 0; i < l->n_columns; i++) {
		struct part *p = &parts[n];

		if (!l->widths[i])
			continue;
		*p = l->columns[i].width;
		p->max = l->widest[i] > 1 ? l->widest[i] : 1;
		p->min = p->min < p->max ? p->min : p->max;
		which[n++] = i;
	}
	layout_share(room, 2, parts, n, sizes);
	for (size_t i = 0; i < n; i++)
		l->widths[which[i]] = sizes[i];
}

static bool yield_one(struct list *l)
{
	for (size_t i = 0; i < l->n_columns; i++)
		if (l->columns[i].yields && l->widths[i]) {
			l->widths[i] = 0;
			return true;
		}
	return false;
}

/* As they were meant, unless something would be cut. */
void list_share_columns(struct list *l, int columns)
{
	int room = columns - GUTTER - SCROLL_COLUMNS - (l->ticks ? TICK_COLUMNS : 0);
	struct part parts[LIST_COLUMNS_MAX];

	if (!measure(l) && columns == l->total)
		return;
	l->total = columns;
	l->whole = -1;
	for (size_t i = 0; i < l->n_columns; i++)
		parts[i] = l->columns[i].width;
	layout_share(room, 2, parts, l->n_columns, l->widths);
	if (!cuts(l))
		return;
	do
		fit_columns(l, room);
	while (cuts(l) && yield_one(l));
}

/* ── a row that has no room ─────────────────────────────────────────────────────────────── */

static bool cell_fits(const struct list *l, const struct list_row *row, size_t i)
{
	const char *text = text_of(row, i, l->n_columns);

	return !text || text_fits(text, l->widths[i]);
}

/* Lines that a cell asks for. */
static int cell_lines(const struct list *l, const struct list_row *row, size_t i)
{
	struct arena a = { 0 };
	size_t n = 1;

	if (!cell_fits(l, row, i))
		text_wrap(&a, text_of(row, i, l->n_columns), l->widths[i], &n);
	arena_release(&a);
	return (int)n;
}

int list_row_lines(const struct list *l, long i)
{
	const struct list_row *row = &l->rows.items[i];
	int most = 1;

	for (size_t k = 0; l->wraps && row->id && k < l->n_columns; k++) {
		int n = l->widths[k] ? cell_lines(l, row, k) : 0;
		most = n > most ? n : most;
	}
	return most < LIST_LINES_MAX ? most : LIST_LINES_MAX;
}

int list_lines(struct list *l, int columns)
{
	int all = list_head_rows(l);

	list_share_columns(l, columns);
	for (size_t i = 0; i < l->rows.n; i++)
		all += list_row_lines(l, (long)i);
	return all;
}

static bool cell_is_cut(const struct list *l, const struct list_row *row, size_t i)
{
	if (cell_fits(l, row, i))
		return false;
	return !l->wraps || !l->widths[i] || cell_lines(l, row, i) > LIST_LINES_MAX;
}

static bool row_is_cut(const struct list *l, const struct list_row *row)
{
	for (size_t i = 0; i < l->n_columns; i++)
		if (row->id && cell_is_cut(l, row, i))
			return true;
	return false;
}

static char *row_joined(const struct list *l, const struct list_row *row, struct arena *a)
{
	char *all = NULL;

	for (size_t i = 0; i < l->n_columns; i++) {
		const char *text = text_of(row, i, l->n_columns);

		if (!text || !*text)
			continue;
		all = all ? arena_printf(a, "%s · %s", all, text) : arena_strdup(a, text);
	}
	return all;
}

char *list_whole(const struct list *l, struct arena *a)
{
	const struct list_row *row = list_current(l);

	return row && row_is_cut(l, row) ? row_joined(l, row, a) : NULL;
}

int list_whole_rows(struct list *l, int columns, struct arena *a)
{
	int most = 0;

	list_share_columns(l, columns);
	for (size_t i = 0; l->whole < 0 && i < l->rows.n; i++) {
		size_t n = 0;

		if (row_is_cut(l, &l->rows.items[i]))
			text_wrap(a, row_joined(l, &l->rows.items[i], a), columns, &n);
		most = (int)n > most ? (int)n : most;
	}
	if (l->whole < 0)
		l->whole = most;
	return l->whole;
}

static char *count_words(const struct list *l, struct arena *a)
{
	char *count;

	if (l->rows.count < 0)
		return arena_strdup(a, "");
	count = text_count(a, l->rows.count);
	if (l->rows.capped)
		/* TRANSLATORS: %s is "1.000", rows of a list: there are others, not counted */
		return arena_printf(a, _("più di %s"), count);
	/* TRANSLATORS: %s is "12.400", rows of a list: more are being read */
	return l->rows.so_far ? arena_printf(a, _("finora %s"), count) : count;
}

static void draw_head(
	const struct list *l, struct canvas *c, struct rect *r, bool focused)
{
	if (l->widget.label) {
		struct rect top = rect_take_top(r, 1);

		canvas_text(c, top.x, top.y, top.w, ROLE_HEADING, l->widget.label);
		canvas_text_right(
			c, top.x, top.y, top.w, ROLE_MUTED, count_words(l, &c->scratch));
	}
	if (l->filters) {
		struct rect line = rect_take_top(r, 1);
		int used = canvas_text(
			c, line.x, line.y, line.w, ROLE_MUTED, l->filter_label);
		used += canvas_text(c, line.x + used, line.y, 1, ROLE_MUTED, ":");

		line.x += used + 1;
		line.w -= used + 1;
		canvas_text_padded(c, line.x, line.y, line.w > 30 ? 30 : line.w,
			focused ? ROLE_FIELD_FOCUS : ROLE_FIELD, l->filter.text);
		if (focused)
			canvas_cursor(c, line.x + text_columns(l->filter.text), line.y);
	}
	if (has_titles(l)) {
		struct rect titles = rect_take_top(r, 1);
		int x = titles.x + GUTTER + (l->ticks ? TICK_COLUMNS : 0);

		for (size_t i = 0; i < l->n_columns; i++) {
			if (l->widths[i] == 0)
				continue;
			(l->columns[i].right ? canvas_text_right : canvas_text)(c, x,
				titles.y, l->widths[i], ROLE_MUTED, l->columns[i].title);
			x += l->widths[i] + 2;
		}
	}
}

static enum role role_of(const struct list_row *row, size_t cell, enum role whole)
{
	if (whole != ROLE_NORMAL)
		return whole;
	if (row->cell_role[cell] != ROLE_NORMAL)
		return row->cell_role[cell];
	return row->disabled ? ROLE_DISABLED : row->role;
}

static void draw_cell(const struct list *l, size_t i, struct canvas *c, int x, int y,
	enum role role, const char *text)
{
	(l->columns[i].right ? canvas_text_right : canvas_text)(c, x, y, l->widths[i], role, text);
}

/* The last line of those that there are has the rest, and the mark of what is cut. */
static void draw_lines(const struct list *l, const struct list_row *row, size_t i,
	struct canvas *c, int x, int y, enum role role)
{
	const char *text = text_of(row, i, l->n_columns);
	size_t n = 0;
	char **lines = text_wrap(&c->scratch, text, l->widths[i], &n);

	for (size_t k = 0; k < n && k < LIST_LINES_MAX; k++)
		draw_cell(l, i, c, x, y + (int)k, role,
			k + 1 == LIST_LINES_MAX && k + 1 < n
				? arena_printf(&c->scratch, "%s %s", lines[k], lines[k + 1])
				: lines[k]);
}

/* ROLE_NORMAL: the row has no role of the cursor, each cell its own. */
static void draw_cells(const struct list *l, const struct list_row *row, struct canvas *c,
	int x, int y, enum role whole)
{
	for (size_t i = 0; i < l->n_columns; i++) {
		const char *text = text_of(row, i, l->n_columns);

		if (l->widths[i] == 0)
			continue;
		if (text && l->wraps && !cell_fits(l, row, i))
			draw_lines(l, row, i, c, x, y, role_of(row, i, whole));
		else if (text)
			draw_cell(l, i, c, x, y, role_of(row, i, whole), text);
		x += l->widths[i] + 2;
	}
}

static void draw_tick(const struct list *l, const struct list_row *row, struct canvas *c,
	int x, int y, enum role whole)
{
	bool on = list_is_ticked(l, row->id);
	enum role role = whole != ROLE_NORMAL ? whole : on ? ROLE_MARKED : ROLE_NORMAL;

	if (row->disabled)
		canvas_text(
			c, x, y, 3, whole != ROLE_NORMAL ? whole : ROLE_DISABLED, " - ");
	else
		canvas_text(c, x, y, 3, role, on ? "[x]" : "[ ]");
}

static void draw_row(
	const struct list *l, long i, struct canvas *c, struct rect r, bool focused)
{
	const struct list_row *row = &l->rows.items[i];
	enum role whole = ROLE_NORMAL;
	int x = r.x + GUTTER;

	if (!row->id) { /* a heading takes the whole width */
		canvas_text(c, r.x, r.y, r.w, row->role, row->cells[0]);
		return;
	}
	if (i == l->at && (focused || !l->quiet)) {
		whole = focused ? ROLE_FOCUS : ROLE_SELECTED;
		canvas_fill(c, (struct rect){ r.x, r.y, r.w - 1, r.h }, whole);
		if (focused) /* of several lists only one has the mark */
			canvas_glyph(c, r.x, r.y, whole, GLYPH_STEP);
		if (focused && !l->filters)
			canvas_cursor(c, r.x, r.y);
	}
	if (l->ticks) {
		draw_tick(l, row, c, x, r.y, whole);
		x += TICK_COLUMNS;
	}
	draw_cells(l, row, c, x, r.y, whole);
}

/* A row that has not its whole place waits below, unless it is the only one. What comes first
 * there. */
static long draw_rows(const struct list *l, struct canvas *c, struct rect r, bool focused)
{
	long i = l->top;
	int y = r.y;

	for (; i < (long)l->rows.n; i++) {
		int lines = list_row_lines(l, i), left = r.y + r.h - y;

		if (lines > left && (left <= 0 || i > l->top))
			break;
		draw_row(l, i, c, (struct rect){ r.x, y, r.w, lines < left ? lines : left },
			focused);
		y += lines;
	}
	return i;
}

void list_draw(const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct list *l = (const struct list *)w;
	long last;

	draw_head(l, c, &r, focused);
	if (l->rows.n == 0) {
		size_t n = 0;
		char **lines = l->rows.empty
			? text_wrap(&c->scratch, l->rows.empty, r.w - GUTTER, &n) : NULL;

		for (size_t i = 0; i < n && (int)i < r.h; i++)
			canvas_text(c, r.x + GUTTER, r.y + (int)i, r.w - GUTTER, ROLE_MUTED,
				lines[i]);
		if (focused && !l->filters)
			canvas_cursor(c, r.x, r.y);
		return;
	}
	last = draw_rows(l, c, r, focused);
	if (l->top > 0 || l->rows.before)
		canvas_glyph(c, r.x + r.w - 1, r.y, ROLE_MUTED, GLYPH_UP);
	if (last < (long)l->rows.n || l->rows.after)
		canvas_glyph(c, r.x + r.w - 1, r.y + r.h - 1, ROLE_MUTED, GLYPH_DOWN);
}

static char *row_words(const struct list *l, const struct list_row *row, struct arena *a)
{
	char *words = NULL;

	for (size_t i = 0; i < l->n_columns; i++) {
		const char *cell = row->cells[i];

		if (!cell || !*cell)
			continue;
		words = words ? arena_printf(a, "%s, %s", words, cell)
			      : arena_strdup(a, cell);
	}
	return words ? words : arena_strdup(a, "");
}

static void say_row(
	const struct list *l, const struct list_row *row, size_t number, struct voice *v)
{
	const char *tick = !l->ticks         ? ""
		: row->disabled              ? "- "
		: list_is_ticked(l, row->id) ? "[x] "
					     : "[ ] ";
	const char *words = row_words(l, row, v->scratch);

	if (row->disabled && strstr(words, row->disabled))
		voice_line(v, _("%zu. %s%s (non si può scegliere)"), number, tick, words);
	else if (row->disabled)
		voice_line(v, _("%zu. %s%s (non si può scegliere: %s)"), number, tick,
			words, row->disabled);
	else
		voice_line(v, "%zu. %s%s", number, tick, words);
}

static void say_head(const struct list *l, struct voice *v)
{
	const char *count = count_words(l, v->scratch);

	if (l->widget.label && *count)
		voice_line(v, "%s: %s", l->widget.label, count);
	else if (l->widget.label)
		voice_line(v, "%s", l->widget.label);
	if (l->filters && l->filter.len > 0)
		voice_line(v, _("%s: \"%s\" (\"-\" per togliere)"), l->filter_label,
			l->filter.text);
	else if (l->filters)
		voice_line(v, _("%s: scrivi una o più parole"), l->filter_label);
}

void list_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct list *l = (const struct list *)w;
	size_t number = 0;
	long i = l->top;

	say_head(l, v);
	if (l->rows.n == 0 && l->rows.empty)
		voice_line(v, "%s", l->rows.empty);
	for (; i < (long)l->rows.n && number < (size_t)l->page; i++) {
		const struct list_row *row = &l->rows.items[i];

		if (row->id)
			say_row(l, row, ++number, v);
		else if (row->cells[0] && *row->cells[0])
			voice_line(v, "-- %s --", row->cells[0]);
	}
	if (focused && (i < (long)l->rows.n || l->rows.after))
		voice_line(v, _("Ce ne sono altre: \"+\" va avanti."));
	if (focused && (l->top > 0 || l->rows.before))
		voice_line(v, _("Ce ne sono prima: \"-\" torna indietro."));
	if (focused && l->ticks && l->rows.n > 0)
		voice_line(v, _("I numeri mettono e tolgono la spunta."));
}
