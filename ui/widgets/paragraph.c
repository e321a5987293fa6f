/* SPDX-License-Identifier: EUPL-1.2
 *
 * Wrapped text, and names with values. Wrapping is done once a text and width. */
#include "base/alloc.h"
#include "base/text.h"
#include "ui/widgets/words.h"

#include <string.h>

#define SCROLL_COLUMNS 2

static int heading_rows(const struct widget *w)
{
	return w->label && *w->label ? 1 : 0;
}

static void wrap(struct paragraph *p, int columns)
{
	bool same = p->wrapped_of && strcmp(p->wrapped_of, p->text) == 0;

	if (same && p->columns == columns)
		return;
	if (!same) /* another text is read from its beginning */
		p->top = 0;
	arena_reset(&p->arena);
	p->columns = columns;
	p->wrapped_of = arena_strdup(&p->arena, p->text);
	p->lines = text_wrap(&p->arena,
		text_sanitise(&p->arena, p->text, strlen(p->text), true), columns,
		&p->rows);
}

static size_t furthest_top(const struct paragraph *p)
{
	return p->rows > p->page ? p->rows - p->page : 0;
}

static void paragraph_place(struct widget *w, struct rect r)
{
	struct paragraph *p = (struct paragraph *)w;

	wrap(p, r.w);
	p->page = (size_t)(r.h > heading_rows(w) ? r.h - heading_rows(w) : 1);
	if (p->rows > p->page && r.w > 2 * SCROLL_COLUMNS)
		wrap(p, r.w - SCROLL_COLUMNS); /* no word touches the mark at its end */
	if (p->top > furthest_top(p))
		p->top = furthest_top(p);
}

static void paragraph_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct paragraph *p = (const struct paragraph *)w;
	int y = r.y;

	if (heading_rows(w))
		canvas_text(c, r.x, y++, r.w, ROLE_HEADING, w->label);
	for (size_t i = p->top; i < p->rows && y < r.y + r.h; i++, y++)
		canvas_text(c, r.x, y, r.w, p->role, p->lines[i]);
	if (p->top > 0)
		canvas_glyph(
			c, r.x + r.w - 1, r.y + heading_rows(w), ROLE_MUTED, GLYPH_UP);
	if (p->top < furthest_top(p))
		canvas_glyph(c, r.x + r.w - 1, r.y + r.h - 1, ROLE_MUTED, GLYPH_DOWN);
	if (focused)
		canvas_cursor(c, r.x, r.y + heading_rows(w));
}

static void paragraph_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct paragraph *p = (const struct paragraph *)w;

	(void)focused;
	if (heading_rows(w))
		voice_line(v, "-- %s --", w->label);
	if (p->text[0])
		voice_text(v, p->text);
}

static unsigned paragraph_motions(const struct widget *w)
{
	const struct paragraph *p = (const struct paragraph *)w;

	return p->scrolls && furthest_top(p) > 0 ? MOTIONS_READ : 0;
}

static enum news paragraph_move(struct widget *w, enum motion m)
{
	struct paragraph *p = (struct paragraph *)w;
	size_t page = p->page > 1 ? p->page - 1 : 1;
	size_t last = furthest_top(p);

	if (m == MOTION_UP)
		p->top -= p->top > 0;
	else if (m == MOTION_DOWN)
		p->top++;
	else if (m == MOTION_PAGE_UP)
		p->top = p->top > page ? p->top - page : 0;
	else if (m == MOTION_PAGE_DOWN)
		p->top += page;
	else if (m == MOTION_FIRST)
		p->top = 0;
	else if (m == MOTION_LAST)
		p->top = last;
	else
		return NEWS_NONE;
	if (p->top > last)
		p->top = last;
	return NEWS_MOVED;
}

static const struct widget_ops paragraph_ops = { .name = "testo",
	.motions_now = paragraph_motions,
	.move = paragraph_move,
	.place = paragraph_place,
	.draw = paragraph_draw,
	.say = paragraph_say };

void paragraph_show(
	struct paragraph *p, const char *label, const char *text, enum role role)
{
	p->widget.ops = &paragraph_ops;
	p->widget.label = label;
	p->text = text ? text : "";
	p->role = role;
}

int paragraph_rows(struct paragraph *p, int columns)
{
	wrap(p, columns);
	return (int)p->rows + heading_rows(&p->widget);
}

void paragraph_release(struct paragraph *p)
{
	if (!p)
		return;
	arena_release(&p->arena);
	p->wrapped_of = NULL;
	p->rows = 0;
}

static int name_columns(const struct pairs *p, int columns)
{
	int widest = 0;

	for (size_t i = 0; i < p->n; i++) {
		int w = text_columns(p->items[i].name);

		if (w > widest)
			widest = w;
	}
	return widest > columns / 2 ? columns / 2 : widest;
}

/* Draws, or with a NULL canvas only counts; rows used. */
static int lay_pairs(
	const struct pairs *p, struct canvas *c, struct rect r, struct arena *a)
{
	int names = name_columns(p, r.w);
	int y = r.y;

	if (heading_rows(&p->widget) && c)
		canvas_text(c, r.x, y, r.w, ROLE_HEADING, p->widget.label);
	y += heading_rows(&p->widget);
	for (size_t i = 0; i < p->n; i++) {
		const struct pair *one = &p->items[i];
		const char *value = one->value ? one->value : "";
		size_t n = 0;
		char **lines;

		if (c)
			canvas_text(c, r.x, y, names, ROLE_MUTED, one->name);
		lines = text_wrap(a, text_sanitise(a, value, strlen(value), true),
			r.w - names - 2, &n);
		for (size_t k = 0; c && k < n; k++)
			canvas_text(c, r.x + names + 2, y + (int)k, r.w - names - 2,
				one->role, lines[k]);
		y += n > 0 ? (int)n : 1;
	}
	return y - r.y;
}

static void pairs_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	(void)focused;
	lay_pairs((const struct pairs *)w, c, r, &c->scratch);
}

static void pairs_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct pairs *p = (const struct pairs *)w;

	(void)focused;
	if (heading_rows(w))
		voice_line(v, "-- %s --", w->label);
	for (size_t i = 0; i < p->n; i++)
		voice_line(v, "%s: %s", p->items[i].name,
			p->items[i].value ? p->items[i].value : "");
}

static const struct widget_ops pairs_ops = {
	.name = "dati", .draw = pairs_draw, .say = pairs_say
};

void pairs_show(struct pairs *p, const char *label, const struct pair *items, size_t n)
{
	p->widget.ops = &pairs_ops;
	p->widget.label = label;
	p->items = items;
	p->n = n;
}

int pairs_rows(const struct pairs *p, int columns, struct arena *a)
{
	return lay_pairs(p, NULL, (struct rect){ 0, 0, columns, 0 }, a);
}
