/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Title, remark, line.
 */
#include "ui/widgets/heading.h"

#include "base/text.h"

static void heading_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct heading *h = (const struct heading *)w;
	int title = text_columns(w->label), note = h->note ? text_columns(h->note) : 0;

	(void)focused;
	canvas_text(c, r.x + 1, r.y, r.w - 2, ROLE_HEADING, w->label);
	if (note && title + note + 4 <= r.w)
		canvas_text(c, r.x + r.w - 1 - note, r.y, note, h->note_role, h->note);
	canvas_hline(c, r.x, r.y + 1, r.w, ROLE_LINE);
	/* No room beside the title: the remark stands in the line, it is never left
	 * out. */
	if (note && title + note + 4 > r.w)
		canvas_text_right(c, r.x, r.y + 1, r.w, h->note_role,
			arena_printf(&c->scratch, " %s ", h->note));
}

static void heading_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct heading *h = (const struct heading *)w;

	(void)focused;
	if (h->note)
		voice_line(v, "%s (%s)", w->label, h->note);
	else
		voice_line(v, "%s", w->label);
}

static const struct widget_ops heading_ops = {
	.name = "titolo",
	.draw = heading_draw,
	.say = heading_say,
};

void heading_show(
	struct heading *h, const char *title, const char *note, enum role note_role)
{
	h->widget.ops = &heading_ops;
	h->widget.label = title;
	h->note = note;
	h->note_role = note_role;
}
