/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rows of the action table, to read. */
#include "base/i18n.h"
#include "base/text.h"
#include "ui/widgets/palette.h"

#define KEYS_COLUMNS 18

static size_t text_rows(const struct help *h, int columns, struct arena *a, char ***lines)
{
	size_t n = 0;

	*lines = NULL;
	if (h->text && *h->text)
		*lines = text_wrap(a, h->text, columns, &n);
	return n;
}

static struct rect inside(const struct help *h, struct rect r)
{
	return h->widget.label ? rect_inset(r, 2, 1) : r;
}

static void help_place(struct widget *w, struct rect r)
{
	struct help *h = (struct help *)w;
	struct rect in = inside(h, r);
	struct arena a = { 0 };
	char **lines;
	size_t text = text_rows(h, in.w, &a, &lines);

	h->total = text + (text > 0) + h->n;
	h->page = (size_t)(in.h > 1 ? in.h : 1);
	if (h->top + h->page > h->total)
		h->top = h->total > h->page ? h->total - h->page : 0;
	arena_release(&a);
}

static void draw_action(
	const struct action_row *row, struct canvas *c, int x, int y, int columns)
{
	enum role role = row->reason ? ROLE_DISABLED : ROLE_NORMAL;
	int used;

	canvas_text(c, x, y, KEYS_COLUMNS - 2, row->reason ? ROLE_DISABLED : ROLE_KEY,
		row->keys);
	x += KEYS_COLUMNS;
	columns -= KEYS_COLUMNS;
	used = canvas_text(c, x, y, columns, role, row->sentence);
	if (row->reason)
		canvas_text(c, x + used + 2, y, columns - used - 2, ROLE_WARNING,
			row->reason);
}

static void help_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct help *h = (const struct help *)w;
	struct rect in = inside(h, r);
	char **lines;
	size_t text = text_rows(h, in.w, &c->scratch, &lines);
	size_t blank = text > 0;

	if (w->label)
		canvas_frame(c, r, ROLE_LINE, w->label);
	for (size_t i = h->top; i < h->total && (int)(i - h->top) < in.h; i++) {
		int y = in.y + (int)(i - h->top);

		if (i < text)
			canvas_text(c, in.x, y, in.w, ROLE_NORMAL, lines[i]);
		else if (i >= text + blank)
			draw_action(&h->rows[i - text - blank], c, in.x, y, in.w);
	}
	if (h->top > 0)
		canvas_glyph(c, in.x + in.w - 1, in.y, ROLE_MUTED, GLYPH_UP);
	if (h->top + h->page < h->total)
		canvas_glyph(c, in.x + in.w - 1, in.y + in.h - 1, ROLE_MUTED, GLYPH_DOWN);
	if (focused)
		canvas_cursor(c, in.x, in.y);
}

static void help_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct help *h = (const struct help *)w;

	(void)focused;
	if (w->label)
		voice_line(v, "-- %s --", w->label);
	if (h->text && *h->text)
		voice_text(v, h->text);
	for (size_t i = 0; i < h->n; i++) {
		const struct action_row *row = &h->rows[i];

		if (row->motion)
			continue; /* keys of the other voice */
		if (row->reason)
			voice_line(v, _(":%s  %s (non adesso: %s)"), row->action->name,
				row->sentence, row->reason);
		else
			voice_line(v, ":%s  %s", row->action->name, row->sentence);
	}
}

static enum news help_move(struct widget *w, enum motion m)
{
	struct help *h = (struct help *)w;
	size_t last = h->total > h->page ? h->total - h->page : 0;
	size_t page = h->page > 1 ? h->page - 1 : 1;

	if (m == MOTION_UP)
		h->top -= h->top > 0;
	else if (m == MOTION_DOWN)
		h->top++;
	else if (m == MOTION_PAGE_UP)
		h->top = h->top > page ? h->top - page : 0;
	else if (m == MOTION_PAGE_DOWN)
		h->top += page;
	else if (m == MOTION_FIRST)
		h->top = 0;
	else if (m == MOTION_LAST)
		h->top = last;
	else
		return NEWS_NONE;
	if (h->top > last)
		h->top = last;
	return NEWS_MOVED;
}

static const struct widget_ops help_ops = { .name = "aiuto",
	.motions = MOTIONS_READ,
	.move = help_move,
	.place = help_place,
	.draw = help_draw,
	.say = help_say };

void help_init(struct help *h, const char *label)
{
	*h = (struct help){ .widget = { .ops = &help_ops, .label = label } };
}

void help_show(struct help *h, const char *text, const struct action_row *rows, size_t n)
{
	h->text = text;
	h->rows = rows;
	h->n = n;
}
