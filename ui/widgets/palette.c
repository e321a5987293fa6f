/* SPDX-License-Identifier: EUPL-1.2
 *
 * Type to find an action. */
#include "ui/widgets/palette.h"

#include "base/i18n.h"
#include "base/text.h"

#include <string.h>

static const struct list_column columns[] = {
	{ .width = { .min = 54, .weight = 1 } },
	{ .width = { .min = 11, .max = 11, .drop = 1 } },
};

/* Every word of the filter is somewhere in the sentence, the label or the name. */
static bool matches(
	const struct action_row *row, const char *folded_filter, struct arena *a)
{
	char *all = text_fold(a,
		arena_printf(a, "%s %s %s", row->sentence, _(row->action->label),
			row->action->name));
	const char *at = folded_filter;

	while (*at) {
		size_t n = strcspn(at, " ");
		char *word = arena_strndup(a, at, n);

		if (n > 0 && !strstr(all, word))
			return false;
		at += n + (at[n] == ' ');
	}
	return true;
}

void palette_show(struct palette *p, const struct action_row *rows, size_t n)
{
	struct list_row *items;
	size_t found = 0;
	char *filter;

	arena_reset(&p->arena);
	p->rows = rows;
	p->n = n;
	filter = text_fold(&p->arena, list_filter(&p->list));
	items = arena_array(&p->arena, n ? n : 1, sizeof(*items));
	for (size_t i = 0; i < n; i++) {
		if (rows[i].motion || !matches(&rows[i], filter, &p->arena))
			continue;
		items[found++] = (struct list_row){ .id = rows[i].action->name,
			.cells = { rows[i].reason ? arena_printf(&p->arena, "%s: %s",
					   rows[i].sentence, rows[i].reason)
						  : rows[i].sentence,
				rows[i].keys },
			.disabled = rows[i].reason };
	}
	list_show(&p->list,
		&(struct list_rows){ .items = items,
			.n = found,
			.count = -1,
			.empty = _("nessun comando con queste parole") });
}

const struct action *palette_chosen(const struct palette *p)
{
	const char *id = list_current_id(&p->list);

	for (size_t i = 0; i < p->n; i++)
		if (!p->rows[i].motion && strcmp(p->rows[i].action->name, id) == 0)
			return p->rows[i].action;
	return NULL;
}

struct rect palette_place(struct palette *p, struct rect in)
{
	int wide = in.w > 100 ? 92 : in.w - 2, rows = (int)p->list.rows.n + 4;
	struct rect r;

	p->whole = list_whole_rows(&p->list, wide - 4, &p->arena);
	rows += p->whole;
	r = rect_centred(in, wide, rows < 8 ? 8 : rows);
	r.y = in.y + (in.h > r.h + 1 ? 1 : 0); /* stays put while typing shortens it */
	return r;
}

static void relay_reason(struct palette *p)
{
	p->widget.reason = p->list.widget.reason;
}

static enum news palette_move(struct widget *w, enum motion m)
{
	struct palette *p = (struct palette *)w;
	enum news news = p->list.widget.ops->move(&p->list.widget, m);

	relay_reason(p);
	if (news == NEWS_CHANGED)
		palette_show(p, p->rows, p->n);
	return news;
}

static enum news palette_type(struct widget *w, const char *text, size_t n, bool pasted)
{
	struct palette *p = (struct palette *)w;
	enum news news = p->list.widget.ops->type(&p->list.widget, text, n, pasted);

	list_go(&p->list, "");
	palette_show(p, p->rows, p->n);
	return news;
}

static enum news palette_hear(struct widget *w, const char *line, struct voice *v)
{
	struct palette *p = (struct palette *)w;
	enum news news = p->list.widget.ops->hear(&p->list.widget, line, v);

	relay_reason(p);
	if (news == NEWS_CHANGED)
		palette_show(p, p->rows, p->n);
	return news;
}

static bool palette_typing(const struct widget *w)
{
	(void)w;
	return true;
}

static void palette_place_inside(struct widget *w, struct rect r)
{
	struct palette *p = (struct palette *)w;
	struct rect in = rect_inset(r, 2, 1);

	rect_take_bottom(&in, p->whole);
	p->list.widget.ops->place(&p->list.widget, in);
}

static void palette_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct palette *p = (const struct palette *)w;
	struct rect in = rect_inset(r, 2, 1), below = rect_take_bottom(&in, p->whole);
	const char *whole = list_whole(&p->list, &c->scratch);
	size_t n = 0;
	char **lines = whole ? text_wrap(&c->scratch, whole, below.w, &n) : NULL;

	canvas_frame(c, r, ROLE_LINE, w->label);
	p->list.widget.ops->draw(&p->list.widget, c, in, focused);
	for (size_t i = 0; i < n && (int)i < below.h; i++)
		canvas_text(c, below.x, below.y + (int)i, below.w, ROLE_MUTED, lines[i]);
}

static void palette_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct palette *p = (const struct palette *)w;

	if (w->label)
		voice_line(v, "-- %s --", w->label);
	p->list.widget.ops->say(&p->list.widget, v, focused);
}

static const struct widget_ops palette_ops = { .name = "comandi",
	.motions = MOTIONS_LIST | MOTIONS_FILTER,
	.typing = palette_typing,
	.move = palette_move,
	.type = palette_type,
	.hear = palette_hear,
	.place = palette_place_inside,
	.draw = palette_draw,
	.say = palette_say };

void palette_init(struct palette *p, const char *label)
{
	*p = (struct palette){ .widget = { .ops = &palette_ops, .label = label } };
	list_init(&p->list, NULL, columns, sizeof(columns) / sizeof(*columns));
	p->list.filters = true;
	p->list.filter_label = _("Cerca");
}

void palette_release(struct palette *p)
{
	if (!p)
		return;
	list_release(&p->list);
	arena_release(&p->arena);
}
