/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The appointments begun and not yet confirmed. Eliminating one asks first: what was
 * written in it is gone for good.
 */
#include "ui/screens/common.h"
#include "ui/screens/screens.h"

#include "base/alloc.h"
#include "ui/righe.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/words.h"

#include <stdio.h>

struct bozze_screen {
	struct focus focus, dialog_focus;
	struct heading heading;
	struct list list;
	struct paragraph remark;
	struct dialog dialog;
	bool asking;
	char id[LIST_ID_SIZE]; /* of the bozza that the question is about */
};

static const struct list_column columns[] = {
	{ .title = N_("Datore di lavoro"),
		.width = { .min = 18, .max = 26, .weight = 2 } },
	{ .title = N_("Rapporto"), .width = PART_FIXED(10) },
	{ .title = N_("A che punto è"), .width = { .min = 22, .max = 30, .weight = 1 } },
	{ .title = N_("Cambiata il"), .width = PART_FIXED(16) },
	{ .title = N_("Che cosa c'è"), .width = { .min = 28, .weight = 2, .drop = 1 } },
};
static const struct list_column own_columns[] = {
	{ .title = N_("Lavoratore"), .width = { .min = 18, .max = 26, .weight = 2 } },
	{ .title = N_("Rapporto"), .width = PART_FIXED(10) },
	{ .title = N_("A che punto è"), .width = { .min = 22, .max = 30, .weight = 1 } },
	{ .title = N_("Cambiata il"), .width = PART_FIXED(16) },
	{ .title = N_("Che cosa c'è"), .width = { .min = 28, .weight = 2, .drop = 1 } },
};
static const int cells[] = { CELLA_B_DATORE, CELLA_B_RAPPORTO, CELLA_B_MANCA,
	CELLA_B_AGGIORNATA, CELLA_B_COMPILATA };

/* The one under the cursor: what its columns have no room for. */
static const char *current_phrase(
	const struct bozze_screen *s, const struct home *h, struct arena *a)
{
	const char *last = _("Una bozza non blocca né il giorno né l'ora.");

	for (size_t i = 0; i < h->n_bozze; i++) {
		const char *const *x = h->bozze[i].celle;
		if (!same_text(h->bozze[i].id, list_current_id(&s->list)))
			continue;
		return arena_printf(a, "%s%s%s · %s\n%s", x[CELLA_B_QUANDO],
			x[CELLA_B_DOVE][0] ? " · " : "", x[CELLA_B_DOVE],
			x[CELLA_B_COMPILATA], last);
	}
	return last;
}

static void bozze_compose(void *self, const struct model *m, struct view *v)
{
	struct bozze_screen *s = self;
	const struct home *h = &m->home;
	struct list_rows rows = {
		.items = rows_for_list(v->arena, h->bozze, h->n_bozze, cells, 5),
		.n = h->n_bozze,
		.count = -1,
		.generation = h->s.generation,
		.empty = _(
			"Nessuna bozza: un appuntamento iniziato resta qui finché non è "
			"confermato."),
	};
	struct rect body;

	view_screen(v, &s->focus, _("Bozze"));
	body = screen_frame(
		v, &s->heading, m, _("Bozze"), NULL, _("salvate su questo computer"));
	list_set_columns(&s->list,
		m->profilo.profilo.in_uso == PROFILO_CITTADINO ? own_columns : columns, 5);
	list_show(&s->list, &rows);
	paragraph_show(&s->remark, NULL, current_phrase(s, h, v->arena), ROLE_MUTED);
	view_put(v, rect_take_bottom(&body, paragraph_rows(&s->remark, body.w)),
		&s->remark.widget);
	view_put(v, body, &s->list.widget);
	if (!s->asking)
		return;
	view_modal(v, &s->dialog_focus);
	view_put(v, dialog_place(&s->dialog, v->area), &s->dialog.widget);
}

static struct intent bozze_widget(struct bozze_screen *s, const struct event *e)
{
	if (e->news != NEWS_CHOSEN)
		return NO_WISH;
	if (e->widget == &s->list.widget)
		return wish_open(SCREEN_NUOVO, list_current_id(&s->list));
	s->asking = false;
	if (e->widget == &s->dialog.widget && s->dialog.answered)
		return wish_id(INTENT_BOZZA_ELIMINA, s->id);
	return NO_WISH;
}

static struct intent bozze_handle(
	void *self, const struct model *m, const struct event *e)
{
	struct bozze_screen *s = self;

	(void)m;
	if (e->kind == EVENT_WIDGET)
		return bozze_widget(s, e);
	if (e->kind != EVENT_ACTION)
		return NO_WISH;
	if (s->asking && e->action == ACTION_BACK) {
		s->asking = false;
		return NO_WISH;
	}
	if (e->action == ACTION_DELETE_DRAFT && list_current_id(&s->list)[0]) {
		snprintf(s->id, sizeof(s->id), "%s", list_current_id(&s->list));
		dialog_init(&s->dialog, _("Elimina la bozza"),
			_("Quello che hai scritto in questa "
			  "bozza sarà eliminato da questo computer. Nessun "
			  "appuntamento cambia."),
			_("No, mantieni"), _("Sì, elimina la bozza"));
		s->asking = true;
		return NO_WISH;
	}
	return screen_default(e, ELENCO_HOME);
}

static uint64_t bozze_where(const void *self, const struct model *m)
{
	const struct bozze_screen *s = self;

	return m->home.n_bozze && !s->asking ? IN_BOZZE : 0;
}

static void bozze_release(void *self)
{
	struct bozze_screen *s = self;

	list_release(&s->list);
	paragraph_release(&s->remark);
	alloc_free(s);
}

static const struct screen_ops bozze_ops = {
	.name = "bozze",
	.compose = bozze_compose,
	.handle = bozze_handle,
	.where = bozze_where,
	.release = bozze_release,
};

struct screen bozze_make(void)
{
	struct bozze_screen *s = xalloc(sizeof(*s));

	list_init(&s->list, NULL, columns, 5);
	return (struct screen){ &bozze_ops, s };
}
