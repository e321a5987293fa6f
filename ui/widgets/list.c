/* SPDX-License-Identifier: EUPL-1.2
 *
 * The window, the cursor as an identity, ticks and filter. Both voices are in list_draw.c. */
#include "ui/widgets/list.h"

#include "base/alloc.h"
#include "base/text.h"
#include "ui/widgets/list_parts.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define FILTER_MAX 80

static void copy_id(char to[LIST_ID_SIZE], const char *id)
{
	snprintf(to, LIST_ID_SIZE, "%s", id ? id : "");
}

static bool is_at(const struct list *l, long i, const char *id)
{
	return i >= 0 && (size_t)i < l->rows.n && l->rows.items[i].id
		&& strcmp(l->rows.items[i].id, id) == 0;
}

static long index_of(const struct list *l, const char *id)
{
	if (is_at(l, l->at, id))
		return l->at;
	for (size_t i = 0; i < l->rows.n; i++)
		if (is_at(l, (long)i, id))
			return (long)i;
	return -1;
}

/* The nearest row at or beyond `i` in direction `step` that can be under the cursor, or -1. */
static long landing(const struct list *l, long i, int step)
{
	for (; i >= 0 && i < (long)l->rows.n; i += step)
		if (l->rows.items[i].id)
			return i;
	return -1;
}

static void set_at(struct list *l, long i)
{
	l->at = i;
	copy_id(l->cursor, i >= 0 ? l->rows.items[i].id : "");
}

void list_init(struct list *l, const char *label, const struct list_column *columns,
	size_t n_columns)
{
	*l = (struct list){ .widget = { .ops = &list_ops, .label = label },
		.columns = columns,
		.n_columns = n_columns,
		.at = -1,
		.page = 10,
		.total = -1,
		.whole = -1 };
	edit_init(&l->filter, FILTER_MAX, false);
}

void list_set_columns(struct list *l, const struct list_column *columns, size_t n_columns)
{
	if (l->columns == columns)
		return;
	l->columns = columns;
	l->n_columns = n_columns;
	l->total = 0; /* to be shared anew */
	l->measured = false;
	memset(l->widest, 0, sizeof(l->widest));
}

void list_release(struct list *l)
{
	if (!l)
		return;
	edit_release(&l->filter);
	FREE(&l->ticked);
}

static void jump_to_end(struct list *l, bool last)
{
	long i = last ? landing(l, (long)l->rows.n - 1, -1) : landing(l, 0, 1);

	set_at(l, i);
	l->top = last ? (long)l->rows.n - l->page : 0;
}

/* Moves by up to `by` rows that can be under the cursor; what is left over. */
static long step_by(struct list *l, long by)
{
	int step = by < 0 ? -1 : 1;

	while (by != 0) {
		long next = landing(l, l->at + step, step);

		if (next < 0)
			break;
		set_at(l, next);
		by -= step;
	}
	return by;
}

static void finish_pending(struct list *l)
{
	long by = l->pending;

	l->pending = 0;
	if (by == LONG_MAX || by == LONG_MIN)
		jump_to_end(l, by == LONG_MAX);
	else if (by != 0 && l->at >= 0)
		step_by(l, by);
}

/* The row itself is gone: what stands in its place now, else the last. */
static long heir(const struct list *l, long was)
{
	long i = landing(l, was < 0 ? 0 : was, 1);

	return i >= 0 ? i : landing(l, (long)l->rows.n - 1, -1);
}

/* The first row of a picture in which `last` is the last one and has its place. */
static long top_for(const struct list *l, long last)
{
	long left = l->page, top = last;

	while (top >= 0 && (left -= list_row_lines(l, top)) >= 0)
		top--;
	return top < last ? top + 1 : last;
}

/* The row under the cursor comes into view, no picture has a hole at its end. */
static void reveal(struct list *l)
{
	long least = l->at >= 0 ? top_for(l, l->at) : 0;
	long most = top_for(l, (long)l->rows.n - 1);

	if (l->at >= 0 && l->at < l->top)
		l->top = l->at;
	if (l->top < least)
		l->top = least;
	if (l->top > most)
		l->top = most;
	if (l->top < 0)
		l->top = 0;
	/* A heading just above the first row comes into view with it. */
	if (l->top > 0 && l->at == l->top && !l->rows.items[l->top - 1].id && l->page > 1)
		l->top--;
}

/* Nobody put the cursor on this row, and the row may be chosen no more. */
static bool strayed(const struct list *l)
{
	return l->ticks && !l->moved && l->at >= 0 && l->rows.items[l->at].disabled;
}

void list_show(struct list *l, const struct list_rows *rows)
{
	bool others = rows->generation != l->rows.generation || rows->n != l->rows.n;

	if (others)
		l->measured = false;
	long was = l->at;

	l->rows = *rows;
	l->going = false;
	if (rows->n == 0) {
		l->at = -1;
		l->top = 0;
		return;
	}
	l->at = l->cursor[0] ? index_of(l, l->cursor) : -1;
	if (strayed(l))
		jump_to_end(l, false);
	else if (l->at < 0)
		set_at(l, heir(l, was));
	else if (was >= 0 && l->moved)
		l->top += l->at
			- was; /* the row under the cursor stays where it is on screen */
	/* Where nobody moved it, what comes above it is seen. */
	if (others && l->pending)
		finish_pending(l);
	reveal(l);
}

const struct list_row *list_current(const struct list *l)
{
	return l->at >= 0 && (size_t)l->at < l->rows.n ? &l->rows.items[l->at] : NULL;
}

const char *list_current_id(const struct list *l)
{
	return l->going || list_current(l) ? l->cursor : "";
}

/* The rows may be gone since the last picture: the next ones say where the cursor is. */
void list_go(struct list *l, const char *id)
{
	copy_id(l->cursor, id);
	l->moved = l->going = l->cursor[0] != '\0';
	l->at = -1;
	if (!l->moved) /* nowhere: the next rows begin at their top */
		l->top = 0;
}

struct list_want list_want(struct list *l)
{
	struct list_want want = l->want;

	l->want.wish = LIST_WANTS_NOTHING;
	return want;
}

const char *list_filter(const struct list *l)
{
	return l->filter.text;
}

void list_set_filter(struct list *l, const char *text)
{
	edit_set(&l->filter, text);
}

static long ticked_index(const struct list *l, const char *id)
{
	for (size_t i = 0; i < l->n_ticked; i++)
		if (strcmp(l->ticked[i], id) == 0)
			return (long)i;
	return -1;
}

bool list_is_ticked(const struct list *l, const char *id)
{
	return ticked_index(l, id) >= 0;
}

void list_tick(struct list *l, const char *id, bool on)
{
	long i = ticked_index(l, id);

	if (on == (i >= 0) || (on && l->n_ticked == LIST_MARKS_MAX))
		return;
	if (!on) {
		l->n_ticked--;
		memmove(l->ticked[i], l->ticked[i + 1],
			(l->n_ticked - (size_t)i) * LIST_ID_SIZE);
		return;
	}
	if (!l->ticked)
		l->ticked = xalloc_array(LIST_MARKS_MAX, LIST_ID_SIZE);
	copy_id(l->ticked[l->n_ticked++], id);
}

size_t list_n_ticked(const struct list *l)
{
	return l->n_ticked;
}

const char *list_ticked_id(const struct list *l, size_t i)
{
	return i < l->n_ticked ? l->ticked[i] : "";
}

static enum news want(struct list *l, enum list_wish wish)
{
	l->want.wish = wish;
	copy_id(l->want.anchor, l->cursor);
	l->want.rows = (size_t)l->page * 3;
	return NEWS_WANTS;
}

/* Rows are fetched a screenful before they are needed, so that no picture has a hole. */
static enum news after_move(struct list *l, long left)
{
	l->pending = 0;
	if (left > 0 && l->rows.after) {
		l->pending = left;
		return want(l, LIST_WANTS_AFTER);
	}
	if (left < 0 && l->rows.before) {
		l->pending = left;
		return want(l, LIST_WANTS_BEFORE);
	}
	if (l->rows.after && l->at + l->page >= (long)l->rows.n)
		return want(l, LIST_WANTS_AFTER);
	if (l->rows.before && l->at < l->page)
		return want(l, LIST_WANTS_BEFORE);
	return NEWS_MOVED;
}

/* Rows in the picture. */
static long rows_shown(const struct list *l)
{
	long left = l->page, i = l->top;

	while (i < (long)l->rows.n && (left -= list_row_lines(l, i)) >= 0)
		i++;
	return i - l->top;
}

static enum news move_page(struct list *l, int direction)
{
	long before = l->at;
	long page = l->wraps ? rows_shown(l) : l->page;
	long by = page > 1 ? page - 1 : 1;
	long left = step_by(l, direction * by);

	l->top += l->at - before;
	return after_move(l, left);
}

static enum news go_to_end(struct list *l, bool last)
{
	l->pending = 0;
	if (last ? l->rows.after : l->rows.before) {
		l->pending = last ? LONG_MAX : LONG_MIN;
		return want(l, last ? LIST_WANTS_LAST : LIST_WANTS_FIRST);
	}
	if (l->rows.n > 0)
		jump_to_end(l, last);
	return NEWS_MOVED;
}

static enum news refuse(struct list *l, const char *reason)
{
	l->widget.reason = reason;
	return NEWS_REFUSED;
}

static enum news toggle(struct list *l)
{
	const struct list_row *row = list_current(l);

	if (!l->ticks || !row)
		return NEWS_NONE;
	if (row->disabled)
		return refuse(l, row->disabled);
	list_tick(l, row->id, !list_is_ticked(l, row->id));
	return NEWS_CHANGED;
}

static enum news choose(struct list *l)
{
	const struct list_row *row = list_current(l);

	if (!row)
		return NEWS_NONE;
	return row->disabled && !l->ticks ? refuse(l, row->disabled) : NEWS_CHOSEN;
}

static enum news edit_filter(struct list *l, enum motion m)
{
	struct edit *e = &l->filter;
	size_t from = m == MOTION_BACKSPACE ? edit_before(e, e->len)
		: m == MOTION_DELETE_WORD   ? edit_word_before(e, e->len)
					    : 0;

	if (!l->filters)
		return NEWS_NONE;
	return edit_delete(e, from, e->len) ? NEWS_CHANGED : NEWS_MOVED;
}

static enum news list_move(struct widget *w, enum motion m)
{
	struct list *l = (struct list *)w;

	l->moved = true;
	switch (m) {
	case MOTION_UP:
		return after_move(l, step_by(l, -1));
	case MOTION_DOWN:
		return after_move(l, step_by(l, 1));
	case MOTION_PAGE_UP:
		return move_page(l, -1);
	case MOTION_PAGE_DOWN:
		return move_page(l, 1);
	case MOTION_FIRST:
		return go_to_end(l, false);
	case MOTION_LAST:
		return go_to_end(l, true);
	case MOTION_TICK:
		return toggle(l);
	case MOTION_CHOOSE:
		return choose(l);
	case MOTION_BACKSPACE:
	case MOTION_DELETE_WORD:
	case MOTION_DELETE_TO_START:
		return edit_filter(l, m);
	default:
		return NEWS_NONE;
	}
}

static enum news list_type(struct widget *w, const char *text, size_t n, bool pasted)
{
	struct list *l = (struct list *)w;

	(void)pasted;
	if (!l->filters)
		return NEWS_NONE;
	l->filter.cursor = l->filter.len;
	return edit_insert(&l->filter, text, n) ? NEWS_CHANGED : NEWS_MOVED;
}

static bool list_typing(const struct widget *w)
{
	return ((const struct list *)w)->filters;
}

static unsigned list_motions(const struct widget *w)
{
	const struct list *l = (const struct list *)w;

	return MOTIONS_LIST | (l->ticks ? (unsigned)MOTIONS_TICK : 0)
		| (l->filters ? (unsigned)MOTIONS_FILTER : 0);
}

static void list_place(struct widget *w, struct rect r)
{
	struct list *l = (struct list *)w;

	l->page = r.h - list_head_rows(l);
	if (l->page < 1)
		l->page = 1;
	list_share_columns(l, r.w);
	reveal(l);
}

/* The row with that number as it was said; -1: none. */
static long said_row(const struct list *l, size_t number)
{
	for (long i = l->top; i < (long)l->rows.n; i++)
		if (l->rows.items[i].id && --number == 0)
			return i;
	return -1;
}

static enum news hear_numbers(struct list *l, const size_t *numbers, int n)
{
	for (int i = 0; i < n; i++) {
		long row = said_row(l, numbers[i]);

		if (row < 0)
			return NEWS_NONE;
		set_at(l, row);
		if (l->ticks && toggle(l) == NEWS_REFUSED)
			return NEWS_REFUSED;
	}
	return l->ticks ? NEWS_CHANGED : choose(l);
}

static enum news list_hear(struct widget *w, const char *line, struct voice *v)
{
	struct list *l = (struct list *)w;
	size_t numbers[32];
	int n = voice_numbers(line, (size_t)l->page, numbers, l->ticks ? 32 : 1);

	(void)v;
	if (strcmp(line, "+") == 0)
		return move_page(l, 1);
	if (strcmp(line, "-") == 0 && (l->top > 0 || l->rows.before || !l->filters))
		return move_page(l, -1);
	if (n > 0)
		return hear_numbers(l, numbers, n);
	if (!l->filters)
		return NEWS_NONE;
	edit_set(&l->filter, strcmp(line, "-") == 0 ? "" : line);
	return NEWS_CHANGED;
}

const struct widget_ops list_ops = {
	.name = "elenco",
	.motions = MOTIONS_LIST,
	.motions_now = list_motions,
	.typing = list_typing,
	.move = list_move,
	.type = list_type,
	.hear = list_hear,
	.place = list_place,
	.draw = list_draw,
	.say = list_say,
};
