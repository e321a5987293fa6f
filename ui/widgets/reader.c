/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The page keeps items; rows are items wrapped for a width.
 */
#include "ui/widgets/reader.h"

#include "base/alloc.h"
#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define TEXT_INDENT 2
#define NO_LINK     SIZE_MAX

static struct reader *self(struct widget *w)
{
	return (struct reader *)w;
}

static const struct reader *peek(const struct widget *w)
{
	return (const struct reader *)w;
}

static bool acts(const struct reader *r, size_t item)
{
	return item < r->n && r->items[item].id;
}

static size_t first_row_of(const struct reader *r, size_t item)
{
	for (size_t i = 0; i < r->n_rows; i++)
		if (r->rows[i].item == item)
			return i;
	return r->n_rows;
}

static bool in_sight(const struct reader *r, size_t item)
{
	size_t row = first_row_of(r, item);

	return row >= r->top && row < r->top + r->page;
}

/* The next item to act on after (step 1) or before (-1) `from`; n when there is none. */
static size_t next_link(const struct reader *r, size_t from, int step)
{
	size_t i = from;

	for (;;) {
		if (step < 0 && i == 0)
			return r->n;
		i += (size_t)step;
		if (i >= r->n)
			return r->n;
		if (acts(r, i))
			return i;
	}
}

static size_t first_link(const struct reader *r)
{
	return acts(r, 0) ? 0 : next_link(r, 0, 1);
}

static size_t last_top(const struct reader *r)
{
	return r->n_rows > r->page ? r->n_rows - r->page : 0;
}

/* After the page moved under the cursor: keep it on something that is in sight. */
static void settle(struct reader *r)
{
	if (r->top > last_top(r))
		r->top = last_top(r);
	if (r->link < r->n && in_sight(r, r->link))
		return;
	for (size_t i = first_link(r); i < r->n; i = next_link(r, i, 1))
		if (in_sight(r, i)) {
			r->link = i;
			return;
		}
	r->link = r->n;
}

static void scroll(struct reader *r, long by)
{
	long top = (long)r->top + by;

	r->top = top < 0 ? 0 : (size_t)top;
	settle(r);
}

static void line_step(struct reader *r, int step)
{
	size_t next;

	if (r->link < r->n)
		next = next_link(r, r->link, step);
	else
		next = r->n;
	if (next < r->n && in_sight(r, next))
		r->link = next;
	else
		scroll(r, step);
}

static enum news reader_move(struct widget *w, enum motion m)
{
	struct reader *r = self(w);

	switch (m) {
	case MOTION_UP:
		line_step(r, -1);
		return NEWS_MOVED;
	case MOTION_DOWN:
		line_step(r, 1);
		return NEWS_MOVED;
	case MOTION_PAGE_UP:
		scroll(r, -(long)(r->page > 1 ? r->page - 1 : 1));
		return NEWS_MOVED;
	case MOTION_PAGE_DOWN:
		scroll(r, (long)(r->page > 1 ? r->page - 1 : 1));
		return NEWS_MOVED;
	case MOTION_FIRST:
		r->top = 0;
		r->link = first_link(r);
		settle(r);
		return NEWS_MOVED;
	case MOTION_LAST:
		r->link = r->n;
		scroll(r, (long)r->n_rows);
		return NEWS_MOVED;
	case MOTION_CHOOSE:
		return r->link < r->n ? NEWS_CHOSEN : NEWS_NONE;
	default:
		return NEWS_NONE;
	}
}

static unsigned reader_motions(const struct widget *w)
{
	const struct reader *r = peek(w);
	bool links = first_link(r) < r->n;

	if (!links && r->n_rows <= r->page && r->columns)
		return 0;
	return MOTIONS_READ | (links ? (unsigned)MOTIONS_LIST : 0);
}

static int indent_of(const struct reader *r, const struct reader_item *x)
{
	if (x->kind == READER_HEADING)
		return 0;
	if (x->kind == READER_PAIR)
		return TEXT_INDENT + r->name_columns;
	return TEXT_INDENT;
}

static void wrap_item(struct reader *r, size_t item, size_t *cap)
{
	const struct reader_item *x = &r->items[item];
	int room = r->columns - indent_of(r, x) - 1;
	size_t n = 0;
	char **lines;

	lines = text_wrap(&r->wrapped, x->text, room > 8 ? room : 8, &n);
	if (!n) {
		static char nothing[] = "";
		static char *none[] = { nothing };
		lines = none;
		n = 1;
	}
	while (r->n_rows + n > *cap) {
		*cap = *cap ? *cap * 2 : 64;
		r->rows = xrealloc_array(r->rows, *cap, sizeof(*r->rows));
	}
	for (size_t i = 0; i < n; i++)
		r->rows[r->n_rows++] = (struct reader_row){ item, lines[i], i == 0 };
}

static void reader_place(struct widget *w, struct rect at)
{
	struct reader *r = self(w);
	size_t cap = 0;

	r->page = at.h > 0 ? (size_t)at.h : 1;
	if (r->columns != at.w) {
		r->columns = at.w;
		arena_reset(&r->wrapped);
		FREE(&r->rows);
		r->n_rows = 0;
		for (size_t i = 0; i < r->n; i++)
			wrap_item(r, i, &cap);
	}
	if (r->link < r->n && !in_sight(r, r->link)) {
		size_t row = first_row_of(r, r->link);
		r->top = row > r->page / 2 ? row - r->page / 2 : 0;
	}
	settle(r);
}

static void draw_row(const struct reader *r, struct canvas *c, struct rect at, int y,
	const struct reader_row *row, bool focused)
{
	const struct reader_item *x = &r->items[row->item];
	bool on = focused && row->item == r->link && x->id;
	enum role role = on ? ROLE_FOCUS : x->role;
	int indent = indent_of(r, x);

	if (on)
		canvas_fill(c, (struct rect){ at.x, y, at.w - 1, 1 }, role);
	if (x->kind == READER_PAIR && row->first)
		canvas_text(c, at.x + TEXT_INDENT, y, r->name_columns - 2,
			on ? role : ROLE_MUTED, x->name);
	canvas_text(c, at.x + indent, y, at.w - indent, role, row->text);
	if (on && row->first)
		canvas_cursor(c, at.x + TEXT_INDENT, y);
}

static void draw_more(const struct reader *r, struct canvas *c, struct rect at)
{
	if (r->n_rows <= r->page)
		return;
	if (r->top > 0)
		canvas_glyph(c, at.x + at.w - 1, at.y, ROLE_ACCENT, GLYPH_UP);
	if (r->top < last_top(r))
		canvas_glyph(
			c, at.x + at.w - 1, at.y + at.h - 1, ROLE_ACCENT, GLYPH_DOWN);
}

static void reader_draw(
	const struct widget *w, struct canvas *c, struct rect at, bool focused)
{
	const struct reader *r = peek(w);

	if (focused && r->link >= r->n)
		canvas_cursor(c, at.x, at.y);
	for (size_t i = 0; i < r->page && r->top + i < r->n_rows; i++)
		draw_row(r, c, at, at.y + (int)i, &r->rows[r->top + i], focused);
	draw_more(r, c, at);
}

static void say_item(const struct reader *r, struct voice *v, size_t item, int *number)
{
	const struct reader_item *x = &r->items[item];
	const char *mark = item == r->link ? "*" : " ";
	char head[16] = "";

	if (x->kind == READER_GAP)
		return;
	if (x->id) {
		++*number;
		snprintf(head, sizeof(head), "%s%d. ", mark, *number);
	}
	if (x->kind == READER_PAIR && strlen(x->name) < 4) /* the mark of an item */
		voice_line(v, "%s%s %s", head, x->name, x->text);
	else if (x->kind == READER_PAIR)
		voice_line(v, "%s%s: %s", head, x->name, x->text);
	else if (x->kind == READER_HEADING)
		voice_line(v, "%s:", x->text);
	else if (x->id)
		voice_line(v, "%s%s", head, x->text);
	else
		voice_text(v, x->text);
}

static void reader_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct reader *r = peek(w);
	int number = 0;

	(void)focused;
	for (size_t i = 0; i < r->n; i++)
		say_item(r, v, i, &number);
}

static enum news reader_hear(struct widget *w, const char *line, struct voice *v)
{
	struct reader *r = self(w);
	size_t links = 0, wanted;

	(void)v;
	for (size_t i = 0; i < r->n; i++)
		links += acts(r, i);
	if (voice_numbers(line, links, &wanted, 1) != 1)
		return NEWS_NONE;
	for (size_t i = 0; i < r->n; i++)
		if (acts(r, i) && --wanted == 0) {
			r->link = i;
			return NEWS_CHOSEN;
		}
	return NEWS_NONE;
}

static const struct widget_ops reader_ops = {
	.name = "pagina",
	.motions = MOTIONS_READ | MOTIONS_LIST,
	.motions_now = reader_motions,
	.move = reader_move,
	.hear = reader_hear,
	.place = reader_place,
	.draw = reader_draw,
	.say = reader_say,
};

void reader_init(struct reader *r, const char *label, int name_columns)
{
	*r = (struct reader){
		.widget = { .ops = &reader_ops, .label = label },
		.name_columns = name_columns,
		.page = 1,
	};
}

void reader_release(struct reader *r)
{
	if (!r)
		return;
	FREE(&r->items);
	FREE(&r->rows);
	arena_release(&r->arena);
	arena_release(&r->wrapped);
	*r = (struct reader){ 0 };
}

bool reader_begin(struct reader *r, uint64_t made_of)
{
	if (r->made && r->made_of == made_of)
		return false;
	snprintf(r->wanted, sizeof(r->wanted), "%s",
		r->link < r->n ? r->items[r->link].id : "");
	r->link = NO_LINK;
	r->made = true;
	r->made_of = made_of;
	arena_reset(&r->arena);
	r->n = 0;
	r->columns = 0;
	r->n_rows = 0;
	return true;
}

static void add(struct reader *r, struct reader_item x)
{
	if (r->n == r->cap) {
		r->cap = r->cap ? r->cap * 2 : 32;
		r->items = xrealloc_array(r->items, r->cap, sizeof(*r->items));
	}
	x.id = arena_strdup(&r->arena, x.id);
	x.name = arena_strdup(&r->arena, x.name);
	x.text = arena_strdup(&r->arena, x.text ? x.text : "");
	r->items[r->n++] = x;
	/* The cursor keeps its place when the page is made anew with the same things on
	 * it. */
	if (x.id && !strcmp(x.id, r->wanted))
		r->link = r->n - 1;
}

void reader_heading(struct reader *r, const char *text)
{
	add(r, (struct reader_item){ READER_HEADING, NULL, NULL, text, ROLE_HEADING });
}

void reader_text(struct reader *r, enum role role, const char *text)
{
	add(r, (struct reader_item){ READER_TEXT, NULL, NULL, text, role });
}

void reader_pair(struct reader *r, const char *name, const char *value, enum role role)
{
	add(r, (struct reader_item){ READER_PAIR, NULL, name, value, role });
}

void reader_pair_link(struct reader *r, const char *id, const char *name,
	const char *value, enum role role)
{
	add(r, (struct reader_item){ READER_PAIR, id, name, value, role });
}

void reader_link(struct reader *r, const char *id, const char *text)
{
	add(r, (struct reader_item){ READER_LINK, id, NULL, text, ROLE_ACCENT });
}

void reader_gap(struct reader *r)
{
	add(r, (struct reader_item){ READER_GAP, NULL, NULL, "", ROLE_NORMAL });
}

const char *reader_current(const struct reader *r)
{
	return r->link < r->n ? r->items[r->link].id : NULL;
}

void reader_go(struct reader *r, const char *id)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->items[i].id && !strcmp(r->items[i].id, id))
			r->link = i;
}
