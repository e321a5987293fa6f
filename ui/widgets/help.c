/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rows of the action table, to read. */
#include "base/i18n.h"
#include "base/text.h"
#include "ui/widgets/palette.h"

#define KEYS_COLUMNS 18

/* One line on the screen: part of the text, or of an action. */
struct line {
	const char *keys; /* NULL: of the line before, or none */
	const char *words;
	const char *tail; /* after the words: why not, where it has room there; NULL */
	int indent;
	enum role role;
};

static void add_line(struct line *lines, size_t *n, struct line one)
{
	if (lines)
		lines[*n] = one;
	++*n;
}

static void add_wrapped(struct line *lines, size_t *n, struct arena *a, int columns,
	struct line like)
{
	size_t parts = 0;
	char **text = text_wrap(a, like.words, columns - like.indent, &parts);

	for (size_t i = 0; i < parts; i++) {
		like.words = text[i];
		add_line(lines, n, like);
		like.keys = NULL;
	}
}

static void add_action(struct line *lines, size_t *n, struct arena *a, int columns,
	const struct action_row *row)
{
	int room = columns - KEYS_COLUMNS;
	bool beside = row->reason
		&& text_columns(row->sentence) + 2 + text_columns(row->reason) <= room;
	struct line first = { .keys = row->keys,
		.words = row->sentence,
		.tail = beside ? row->reason : NULL,
		.indent = KEYS_COLUMNS,
		.role = row->reason ? ROLE_DISABLED : ROLE_NORMAL };

	add_wrapped(lines, n, a, columns, first);
	if (row->reason && !beside)
		add_wrapped(lines, n, a, columns,
			(struct line){ .words = row->reason, .indent = KEYS_COLUMNS + 2,
				.role = ROLE_WARNING });
}

/* How many lines it all takes; into `lines` unless that is NULL. */
static size_t lay(const struct help *h, int columns, struct arena *a, struct line *lines)
{
	size_t n = 0;

	if (h->text && *h->text) {
		add_wrapped(lines, &n, a, columns,
			(struct line){ .words = h->text, .role = ROLE_NORMAL });
		add_line(lines, &n, (struct line){ .words = "" });
	}
	for (size_t i = 0; i < h->n; i++)
		add_action(lines, &n, a, columns, &h->rows[i]);
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

	h->total = lay(h, in.w, &a, NULL);
	h->page = (size_t)(in.h > 1 ? in.h : 1);
	if (h->top + h->page > h->total)
		h->top = h->total > h->page ? h->total - h->page : 0;
	arena_release(&a);
}

static void draw_line(const struct line *line, struct canvas *c, struct rect r)
{
	int used;

	if (line->keys)
		canvas_text(c, r.x, r.y, KEYS_COLUMNS - 2,
			line->role == ROLE_DISABLED ? ROLE_DISABLED : ROLE_KEY, line->keys);
	used = line->indent;
	used += canvas_text(c, r.x + used, r.y, r.w - used, line->role, line->words);
	if (line->tail)
		canvas_text(c, r.x + used + 2, r.y, r.w - used - 2, ROLE_WARNING, line->tail);
}

static void help_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct help *h = (const struct help *)w;
	struct rect in = inside(h, r);
	size_t n = lay(h, in.w, &c->scratch, NULL);
	struct line *lines = arena_array(&c->scratch, n + 1, sizeof(*lines));

	lay(h, in.w, &c->scratch, lines);
	if (w->label)
		canvas_frame(c, r, ROLE_LINE, w->label);
	for (size_t i = h->top; i < n && (int)(i - h->top) < in.h; i++)
		draw_line(&lines[i], c,
			(struct rect){ in.x, in.y + (int)(i - h->top), in.w, 1 });
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
