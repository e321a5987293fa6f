/* SPDX-License-Identifier: EUPL-1.2
 *
 * The view: what was composed, who has the focus, where a key goes. */
#include "ui/widget.h"

#include "base/i18n.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void view_begin(
	struct view *v, struct rect area, struct arena *arena, bool ascii, bool linear)
{
	*v = (struct view){
		.area = area, .arena = arena, .ascii = ascii, .linear = linear
	};
}

void view_screen(struct view *v, struct focus *focus, const char *title)
{
	v->focus = focus;
	v->title = title;
}

void view_put(struct view *v, struct rect at, struct widget *w)
{
	if (v->n == VIEW_WIDGETS_MAX || (!v->linear && rect_empty(at)))
		return;
	v->items[v->n++] = (struct placed){ .widget = w, .at = at };
	if (!v->linear && w->ops->place)
		w->ops->place(w, at);
}

void view_modal(struct view *v, struct focus *focus)
{
	v->modal_from = v->n;
	v->focus = focus;
	for (size_t i = 0; i < v->n; i++)
		v->items[i].shade = true;
}

static unsigned motions_of(const struct widget *w)
{
	return w->ops->motions_now ? w->ops->motions_now(w) : w->ops->motions;
}

/* Index of the focused widget; v->n when none takes the focus. */
static size_t focused_index(const struct view *v)
{
	size_t first = v->n;

	for (size_t i = v->modal_from; i < v->n; i++) {
		if (!motions_of(v->items[i].widget))
			continue;
		if (v->focus && v->focus->at == v->items[i].widget)
			return i;
		if (first == v->n)
			first = i;
	}
	return first;
}

struct widget *view_focused(struct view *v)
{
	size_t i = focused_index(v);

	return i < v->n ? v->items[i].widget : NULL;
}

void view_focus(struct view *v, const struct widget *w)
{
	if (v->focus)
		v->focus->at = w;
}

static size_t count_focusable(const struct view *v)
{
	size_t n = 0;

	for (size_t i = v->modal_from; i < v->n; i++)
		n += motions_of(v->items[i].widget) != 0;
	return n;
}

bool view_step(struct view *v, int step)
{
	size_t span = v->n - v->modal_from;
	size_t at = focused_index(v);

	if (at == v->n || count_focusable(v) < 2)
		return false;
	at -= v->modal_from;
	do
		at = (at + (step > 0 ? 1 : span - 1)) % span;
	while (!motions_of(v->items[v->modal_from + at].widget));
	view_focus(v, v->items[v->modal_from + at].widget);
	return true;
}

void view_live(struct view *v, struct live *l)
{
	struct widget *w = view_focused(v);

	l->motions = 0;
	l->typing = false;
	if (!w)
		return;
	l->motions = motions_of(w);
	if (count_focusable(v) > 1)
		l->motions |= MOTIONS_FORM;
	l->typing = w->ops->typing && w->ops->typing(w);
}

void view_draw(struct view *v, struct canvas *c)
{
	size_t focused = focused_index(v);
	bool shaded = false;

	for (size_t i = 0; i < v->n; i++) {
		struct placed *p = &v->items[i];
		struct rect clip = canvas_clip(c, p->at);

		if (shaded && !p->shade) { /* the first one above: mute what lies below */
			canvas_clip(c, clip);
			canvas_paint(c, v->area, ROLE_MUTED);
			canvas_clip(c, p->at);
		}
		shaded = p->shade;
		if (!p->shade && i >= v->modal_from && v->modal_from > 0)
			canvas_fill(c, p->at, ROLE_NORMAL);
		p->widget->ops->draw(p->widget, c, p->at, i == focused);
		p->widget->seen = true;
		canvas_clip(c, clip);
	}
}

void view_say(struct view *v, struct voice *to)
{
	size_t focused = focused_index(v);

	if (v->title && *v->title)
		voice_line(to, "== %s ==", v->title);
	for (size_t i = v->modal_from; i < v->n; i++) {
		v->items[i].widget->ops->say(v->items[i].widget, to, i == focused);
		v->items[i].widget->seen = true;
	}
}

static struct routed from_news(struct widget *w, enum news news)
{
	struct routed r = { .kind = ROUTED_WIDGET, .widget = w, .news = news };

	if (news == NEWS_NONE)
		r.kind = ROUTED_NOTHING;
	if (news == NEWS_REFUSED) {
		r.kind = ROUTED_REFUSED;
		r.reason = w->reason;
	}
	return r;
}

static struct routed step_form(
	struct view *v, struct widget *w, const struct action *motion)
{
	struct routed r = { .kind = ROUTED_WIDGET, .widget = w, .news = NEWS_MOVED };

	if (w->ops->move) /* a field says here what is wrong with it; a dialog steps inside */
		r.news = w->ops->move(w, (enum motion)motion->id);
	if (view_step(v, motion->id == MOTION_FORM_NEXT ? 1 : -1))
		r.news = NEWS_MOVED;
	return r.news == NEWS_NONE ? (struct routed){ .kind = ROUTED_NOTHING } : r;
}

static struct routed type_text(struct widget *w, const struct key *key)
{
	char utf8[5];

	if (!w || !w->ops->type || !w->ops->typing || !w->ops->typing(w))
		return (struct routed){ .kind = ROUTED_NOTHING };
	if (key->kind == K_PASTE)
		return from_news(w, w->ops->type(w, key->text, key->n, true));
	if (key->kind != K_CHAR || (key->modifiers & (K_CTRL | K_ALT)))
		return (struct routed){ .kind = ROUTED_NOTHING };
	return from_news(w, w->ops->type(w, utf8, key_utf8(key, utf8), false));
}

struct routed view_key(
	struct view *v, struct live *l, const struct model *m, const struct key *key)
{
	struct widget *w = view_focused(v);
	const struct action *action;
	const struct action *motion;
	struct routed r = { .kind = ROUTED_NOTHING };

	if (w && !w->seen) /* typed before anybody could see what it would do */
		return r;
	if (!actions_find(l, key, &action, &motion))
		return type_text(w, key);
	if (motion && (motion->where & MOTIONS_FORM))
		return step_form(v, w, motion);
	if (motion)
		return from_news(w,
			w->ops->move ? w->ops->move(w, (enum motion)motion->id)
				     : NEWS_NONE);
	r.action = action;
	r.reason = action_why_not(action, m);
	r.kind = r.reason ? ROUTED_REFUSED : ROUTED_ACTION;
	return r;
}
