/* SPDX-License-Identifier: EUPL-1.2
 *
 * The stack. */
#include "ui/screen.h"

static void release(const struct screen *s)
{
	if (s->ops->release)
		s->ops->release(s->self);
}

bool screens_push(struct screens *s, const struct screen_ops *ops, void *self)
{
	struct screen one = { ops, self };

	if (s->n == SCREENS_MAX) {
		release(&one);
		return false;
	}
	s->stack[s->n++] = one;
	return true;
}

void screens_pop(struct screens *s)
{
	if (s->n > 0)
		release(&s->stack[--s->n]);
}

void screens_pop_to(struct screens *s, size_t depth)
{
	while (s->n > depth)
		screens_pop(s);
}

void screens_release(struct screens *s)
{
	if (s)
		screens_pop_to(s, 0);
}

struct screen *screens_front(struct screens *s)
{
	return s->n > 0 ? &s->stack[s->n - 1] : NULL;
}

void screens_compose(struct screens *s, const struct model *m, struct view *v)
{
	size_t from = s->n > 0 ? s->n - 1 : 0;

	while (from > 0 && s->stack[from].ops->overlay)
		from--;
	if (v->linear
		&& s->n > 0) /* one thing at a time: what lies below was said already */
		from = s->n - 1;
	for (size_t i = from; i < s->n; i++) {
		if (i > from)
			view_modal(v, NULL);
		s->stack[i].ops->compose(s->stack[i].self, m, v);
	}
}

struct live screens_live(struct screens *s, const struct model *m, struct view *v,
	const struct action *rows, size_t n)
{
	struct screen *front = screens_front(s);
	struct live l = { .rows = rows, .n = n };

	if (front && front->ops->where)
		l.where = front->ops->where(front->self, m);
	view_live(v, &l);
	return l;
}
