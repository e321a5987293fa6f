/* SPDX-License-Identifier: EUPL-1.2
 *
 * A question with a safe answer. */
#include "ui/widgets/dialog.h"

#include "base/i18n.h"
#include "base/text.h"

#include <string.h>

#define DIALOG_COLUMNS 64

static unsigned dialog_motions(const struct widget *w)
{
	(void)w;
	return MOTIONS_DIALOG;
}

static enum news answer(struct dialog *d, bool act)
{
	d->on_act = act;
	d->answered = act;
	return NEWS_CHOSEN;
}

static enum news dialog_move(struct widget *w, enum motion m)
{
	struct dialog *d = (struct dialog *)w;

	switch (m) {
	case MOTION_LEFT:
	case MOTION_FORM_BEFORE:
		d->on_act = false;
		return NEWS_MOVED;
	case MOTION_RIGHT:
	case MOTION_FORM_NEXT:
		d->on_act = d->act != NULL && !d->on_act;
		return NEWS_MOVED;
	case MOTION_CHOOSE:
		return answer(d, d->on_act);
	case MOTION_NO:
		return answer(d, false);
	case MOTION_YES:
		return d->act ? answer(d, true) : NEWS_NONE;
	default:
		return NEWS_NONE;
	}
}

static size_t sentence_rows(const struct dialog *d, int columns, struct arena *a)
{
	size_t n;

	text_wrap(a, d->sentence, columns, &n);
	return n;
}

struct rect dialog_place(const struct dialog *d, struct rect in)
{
	struct arena a = { 0 };
	int columns = in.w < DIALOG_COLUMNS ? in.w : DIALOG_COLUMNS;
	int rows = (int)sentence_rows(d, columns - 6, &a) + 6;

	arena_release(&a);
	return rect_centred(in, columns, rows);
}

static int draw_answer(struct canvas *c, int x, int y, int room, const char *words,
	bool here, bool focused)
{
	enum role role = here ? (focused ? ROLE_FOCUS : ROLE_SELECTED) : ROLE_NORMAL;
	char *text = arena_printf(&c->scratch, here ? "[ %s ]" : "  %s  ", words);

	if (here && focused)
		canvas_cursor(c, x + 2, y);
	return canvas_text(c, x, y, room, role, text);
}

static void dialog_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct dialog *d = (const struct dialog *)w;
	struct rect in = rect_inset(r, 3, 2);
	size_t n;
	char **lines = text_wrap(&c->scratch, d->sentence, in.w, &n);
	int y = r.y + r.h - 2;
	int x = in.x;

	canvas_frame(c, r, ROLE_LINE, w->label);
	for (size_t i = 0; i < n && in.y + (int)i < y - 1; i++)
		canvas_text(c, in.x, in.y + (int)i, in.w, ROLE_NORMAL, lines[i]);
	x += draw_answer(c, x, y, in.w, d->safe, !d->on_act, focused) + 2;
	if (d->act)
		draw_answer(c, x, y, in.x + in.w - x, d->act, d->on_act, focused);
}

static void dialog_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct dialog *d = (const struct dialog *)w;

	(void)focused;
	if (w->label)
		voice_line(v, "-- %s --", w->label);
	voice_text(v, d->sentence);
	voice_line(v, "1. %s", d->safe);
	if (d->act)
		voice_line(v, "2. %s", d->act);
}

static enum news dialog_hear(struct widget *w, const char *line, struct voice *v)
{
	struct dialog *d = (struct dialog *)w;
	size_t number;

	(void)v;
	if (voice_numbers(line, d->act ? 2 : 1, &number, 1) != 1)
		return NEWS_NONE;
	return answer(d, number == 2);
}

static const struct widget_ops dialog_ops = { .name = "domanda",
	.motions_now = dialog_motions,
	.move = dialog_move,
	.hear = dialog_hear,
	.draw = dialog_draw,
	.say = dialog_say };

void dialog_init(struct dialog *d, const char *title, const char *sentence,
	const char *safe, const char *act)
{
	*d = (struct dialog){ .widget = { .ops = &dialog_ops, .label = title },
		.sentence = sentence,
		.safe = safe,
		.act = act };
}

void dialog_show(struct dialog *d, const char *sentence)
{
	d->sentence = sentence;
}
