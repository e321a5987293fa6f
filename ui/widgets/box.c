/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A frame with a title.
 */
#include "ui/widgets/box.h"

static void box_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	(void)focused;
	canvas_fill(c, r, ROLE_NORMAL);
	canvas_frame(c, r, ROLE_LINE, w->label);
}

static void box_say(const struct widget *w, struct voice *v, bool focused)
{
	(void)focused;
	if (w->label)
		voice_line(v, "%s", w->label);
}

static const struct widget_ops box_ops = {
	.name = "riquadro",
	.draw = box_draw,
	.say = box_say,
};

struct rect box_put(struct box *b, struct view *v, struct rect at, const char *title)
{
	b->widget.ops = &box_ops;
	b->widget.label = title;
	view_put(v, at, &b->widget);
	return rect_inset(at, 2, 1);
}
