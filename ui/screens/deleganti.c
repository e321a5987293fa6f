/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The employers who gave a mandate to the intermediary in front of the screen, each
 * with its state. Only an active one opens anything.
 */
#include "ui/screens/common.h"
#include "ui/screens/screens.h"

#include "base/alloc.h"
#include "ui/righe.h"
#include "ui/widgets/words.h"

struct deleganti_screen {
	struct focus focus;
	struct heading heading;
	struct list list;
	struct paragraph remark, whole;
};

static const struct list_column columns[] = {
	{ .title = N_("Datore di lavoro"), .width = { .min = 20, .weight = 2 } },
	{ .title = N_("Delega"), .width = { .min = 12, .max = 22, .weight = 1 } },
	{ .title = N_("Dal"), .width = { .min = 10, .max = 10 } },
	{ .title = N_("Al"), .width = { .min = 10, .max = 10 } },
	{ .title = N_("Rapporti"),
		.width = { .min = 8, .max = 8, .drop = 1 },
		.right = true },
};

static const char *day(struct arena *a, giorno g)
{
	char text[GIORNO_TEXT_SIZE];

	if (g == GIORNO_NONE)
		return "";
	giorno_format_screen(g, text);
	return arena_strdup(a, text);
}

static struct list_row row_of(struct arena *a, enum nomi nomi, const struct delegante *d, size_t i)
{
	bool on = d->stato == DELEGA_STATO_ATTIVA;

	return (struct list_row){
		.id = arena_printf(a, "%zu", i),
		.cells = { persona_surname_first(a, nomi, &d->datore),
			words_label(&delega_stato_words, (int)d->stato), day(a, d->dal),
			day(a, d->al),
			on ? arena_printf(a, "%d", (int)d->rapporti) : "" },
		.role = on ? ROLE_NORMAL : ROLE_MUTED,
	};
}

static void deleganti_compose(void *self, const struct model *m, struct view *v)
{
	struct deleganti_screen *s = self;
	const struct profilo *p = &m->profilo.profilo;
	struct list_row *rows = arena_array(v->arena, p->n_deleganti + 1, sizeof(*rows));
	struct list_rows all = {
		.items = rows,
		.n = p->n_deleganti,
		.count = (long)p->n_deleganti,
		.generation = m->profilo.s.generation,
	};
	struct rect body;

	view_screen(v, &s->focus, _("Deleghe"));
	body = screen_frame(v, &s->heading, m, _("Deleghe"), &m->profilo.s, NULL);
	for (size_t i = 0; i < p->n_deleganti; i++)
		rows[i] = row_of(v->arena, m->nomi, &p->deleganti[i], i);
	all.empty = empty_phrase(&m->profilo.s, v->arena,
		_("Nessun datore di lavoro ha dato una "
		  "delega."));
	paragraph_show(&s->remark, NULL,
		p->abilitato
			? _("Si opera solo per i datori con delega attiva.")
			: _("Non sei abilitato come intermediario (circolare 49/2011): "
			    "non puoi operare."),
		p->abilitato ? ROLE_MUTED : ROLE_WARNING);
	view_put(v, rect_take_bottom(&body, 1), &s->remark.widget);
	list_show(&s->list, &all);
	screen_row_whole(v, &s->whole, (struct list *const[]){ &s->list }, 1, &s->list.widget,
		&body);
	view_put(v, body, &s->list.widget);
}

static struct intent deleganti_handle(
	void *self, const struct model *m, const struct event *e)
{
	(void)self;
	(void)m;
	return screen_default(e, ELENCO_NESSUNO);
}

static void deleganti_release(void *self)
{
	struct deleganti_screen *s = self;

	list_release(&s->list);
	paragraph_release(&s->remark);
	paragraph_release(&s->whole);
	alloc_free(s);
}

static const struct screen_ops deleganti_ops = {
	.name = "deleghe",
	.compose = deleganti_compose,
	.handle = deleganti_handle,
	.release = deleganti_release,
};

struct screen deleganti_make(void)
{
	struct deleganti_screen *s = xalloc(sizeof(*s));

	list_init(&s->list, NULL, columns, 5);
	return (struct screen){ &deleganti_ops, s };
}
