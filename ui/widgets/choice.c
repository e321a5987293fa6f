/* SPDX-License-Identifier: EUPL-1.2
 *
 * Radio and checks. */
#include "ui/widgets/choice.h"

#include "base/i18n.h"
#include "base/text.h"

#include <assert.h>

bool choice_is_on(const struct choice *c, size_t i)
{
	return c->on & 1u << i;
}

int choice_current(const struct choice *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (choice_is_on(c, i))
			return (int)i;
	return -1;
}

void choice_set(struct choice *c, size_t i, bool on)
{
	if (!c->many)
		c->on = 0;
	if (on)
		c->on |= 1u << i;
	else
		c->on &= ~(1u << i);
}

int choice_rows(const struct choice *c)
{
	return (int)c->n + (c->widget.label != NULL);
}

void choice_show(struct choice *c, const struct option *items, size_t n)
{
	assert(n <= CHOICE_MAX);
	c->items = items;
	c->n = n;
	if (c->cursor >= n)
		c->cursor = n > 0 ? n - 1 : 0;
	for (size_t i = 0; i < n; i++)
		if (items[i].refuse)
			c->on &= ~(1u << i);
}

static enum news tick(struct choice *c)
{
	if (c->n == 0)
		return NEWS_NONE;
	if (c->items[c->cursor].refuse) {
		c->widget.reason = c->items[c->cursor].refuse;
		return NEWS_REFUSED;
	}
	choice_set(c, c->cursor, c->many ? !choice_is_on(c, c->cursor) : true);
	return NEWS_CHANGED;
}

static enum news choose(struct choice *c)
{
	enum news news = NEWS_CHOSEN;

	if (!c->many) {
		news = tick(c);
		news = news == NEWS_CHANGED ? NEWS_CHOSEN : news;
	}
	return news;
}

static enum news choice_move(struct widget *w, enum motion m)
{
	struct choice *c = (struct choice *)w;

	switch (m) {
	case MOTION_UP:
		c->cursor -= c->cursor > 0;
		return NEWS_MOVED;
	case MOTION_DOWN:
		c->cursor += c->cursor + 1 < c->n;
		return NEWS_MOVED;
	case MOTION_FIRST:
	case MOTION_PAGE_UP:
		c->cursor = 0;
		return NEWS_MOVED;
	case MOTION_LAST:
	case MOTION_PAGE_DOWN:
		c->cursor = c->n > 0 ? c->n - 1 : 0;
		return NEWS_MOVED;
	case MOTION_TICK:
		return tick(c);
	case MOTION_CHOOSE:
		return choose(c);
	default:
		return NEWS_NONE;
	}
}

static const char *mark(const struct choice *c, size_t i)
{
	if (c->items[i].refuse)
		return " - ";
	if (c->many)
		return choice_is_on(c, i) ? "[x]" : "[ ]";
	return choice_is_on(c, i) ? "(*)" : "( )";
}

static int widest_label(const struct choice *c)
{
	int most = 0;

	for (size_t i = 0; i < c->n; i++)
		if (text_columns(c->items[i].label) > most)
			most = text_columns(c->items[i].label);
	return most;
}

static void choice_draw(
	const struct widget *w, struct canvas *to, struct rect r, bool focused)
{
	const struct choice *c = (const struct choice *)w;

	if (w->label) {
		canvas_text(to, r.x, r.y, r.w, ROLE_HEADING, w->label);
		rect_take_top(&r, 1);
	}
	for (size_t i = 0; i < c->n && (int)i < r.h; i++) {
		const struct option *o = &c->items[i];
		bool here = focused && i == c->cursor;
		enum role role = here        ? ROLE_FOCUS
			: o->refuse          ? ROLE_DISABLED
			: choice_is_on(c, i) ? ROLE_MARKED
					     : ROLE_NORMAL;
		int y = r.y + (int)i;
		int x = r.x;

		if (here)
			canvas_fill(to, (struct rect){ r.x, y, r.w, 1 }, role);
		if (here)
			canvas_cursor(to, x + 1, y);
		x += canvas_text(to, x, y, 3, role, mark(c, i)) + 1;
		canvas_text(to, x, y, r.x + r.w - x, role, o->label);
		x += widest_label(c) + 2;
		canvas_text(to, x, y, r.x + r.w - x, here ? role : ROLE_MUTED,
			o->refuse ? o->refuse : o->detail);
	}
}

static void choice_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct choice *c = (const struct choice *)w;

	if (w->label)
		voice_line(v, "-- %s --", w->label);
	for (size_t i = 0; i < c->n; i++) {
		const struct option *o = &c->items[i];

		if (o->refuse)
			voice_line(v, _("%zu. %s %s (non si può scegliere: %s)"), i + 1,
				mark(c, i), o->label, o->refuse);
		else
			voice_line(v, "%zu. %s %s%s%s", i + 1, mark(c, i), o->label,
				o->detail ? ", " : "", o->detail ? o->detail : "");
	}
	if (focused && c->many)
		voice_line(v, _("I numeri mettono e tolgono la spunta."));
}

static enum news choice_hear(struct widget *w, const char *line, struct voice *v)
{
	struct choice *c = (struct choice *)w;
	size_t numbers[CHOICE_MAX];
	int n = voice_numbers(line, c->n, numbers, c->many ? CHOICE_MAX : 1);
	enum news news = NEWS_NONE;

	(void)v;
	for (int i = 0; i < n; i++) {
		c->cursor = numbers[i] - 1;
		news = c->many ? tick(c) : choose(c);
		if (news == NEWS_REFUSED)
			break;
	}
	return news;
}

static const struct widget_ops choice_ops = { .name = "scelta",
	.motions = MOTIONS_LIST | MOTIONS_TICK,
	.move = choice_move,
	.hear = choice_hear,
	.draw = choice_draw,
	.say = choice_say };

void choice_init(struct choice *c, const char *label, bool many)
{
	*c = (struct choice){ .widget = { .ops = &choice_ops, .label = label },
		.many = many };
}
