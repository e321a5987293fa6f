/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * One of a few words on one row.
 */
#include "ui/widgets/selector.h"

#include "base/i18n.h"
#include "base/text.h"

static enum news selector_step(struct selector *s, size_t to)
{
	if (s->refuse) {
		s->widget.reason = s->refuse;
		return NEWS_REFUSED;
	}
	s->at = to % s->n;
	return NEWS_CHANGED;
}

static enum news selector_move(struct widget *w, enum motion m)
{
	struct selector *s = (struct selector *)w;

	switch (m) {
	case MOTION_LEFT:
		return selector_step(s, s->at + s->n - 1);
	case MOTION_RIGHT:
	case MOTION_TICK:
		return selector_step(s, s->at + 1);
	case MOTION_FIRST:
		return selector_step(s, 0);
	case MOTION_LAST:
		return selector_step(s, s->n - 1);
	case MOTION_CHOOSE:
		return NEWS_CHOSEN;
	default:
		return NEWS_NONE;
	}
}

static int widest(const struct selector *s)
{
	int most = 0;

	for (size_t i = 0; i < s->n; i++)
		if (text_columns(s->words[i]) > most)
			most = text_columns(s->words[i]);
	return most;
}

static void selector_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct selector *s = (const struct selector *)w;
	int label = s->label_columns ? s->label_columns : text_columns(w->label) + 1;
	enum role role = focused ? ROLE_FIELD_FOCUS
		: s->refuse      ? ROLE_DISABLED
				 : ROLE_FIELD;
	int x = r.x + label, room = widest(s);

	canvas_text(c, r.x, r.y, label, ROLE_NORMAL, w->label);
	canvas_glyph(c, x, r.y, focused ? ROLE_ACCENT : ROLE_MUTED, GLYPH_PREVIOUS);
	canvas_text_padded(c, x + 2, r.y, room, role, s->n ? s->words[s->at] : "");
	canvas_glyph(
		c, x + 3 + room, r.y, focused ? ROLE_ACCENT : ROLE_MUTED, GLYPH_NEXT);
	if (focused)
		canvas_cursor(c, x + 2, r.y);
}

static void selector_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct selector *s = (const struct selector *)w;

	voice_line(v, "%s: %s", w->label, s->n ? s->words[s->at] : "");
	for (size_t i = 0; focused && i < s->n; i++)
		voice_line(v, "  %zu. %s", i + 1, s->words[i]);
}

static enum news selector_hear(struct widget *w, const char *line, struct voice *v)
{
	struct selector *s = (struct selector *)w;
	size_t wanted;

	(void)v;
	if (voice_numbers(line, s->n, &wanted, 1) != 1)
		return NEWS_NONE;
	return selector_step(s, wanted - 1);
}

static const struct widget_ops selector_ops = {
	.name = "selettore",
	.motions = MOTIONS_GRID | MOTIONS_TICK,
	.move = selector_move,
	.hear = selector_hear,
	.draw = selector_draw,
	.say = selector_say,
};

void selector_init(struct selector *s, const char *label, int label_columns)
{
	*s = (struct selector){
		.widget = { .ops = &selector_ops, .label = label },
		.label_columns = label_columns,
	};
}

void selector_show(
	struct selector *s, const char *const *words, size_t n, const char *refuse)
{
	s->words = words;
	s->n = n;
	s->refuse = refuse;
	if (s->at >= n)
		s->at = 0;
}
