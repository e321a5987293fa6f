/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * "Fine utente" asks one thing: what becomes of the drafts. They stay unless somebody says
 * otherwise; where there is none, nothing is asked.
 */
#include "ui/screens/common.h"
#include "ui/screens/screens.h"

#include "base/alloc.h"
#include "ui/widgets/dialog.h"

struct fine_screen {
	struct focus focus;
	struct dialog dialog;
};

static void fine_compose(void *self, const struct model *m, struct view *v)
{
	struct fine_screen *s = self;

	(void)m;
	view_screen(v, &s->focus, _("Fine utente"));
	view_put(v, dialog_place(&s->dialog, v->area), &s->dialog.widget);
}

static struct intent end(bool elimina)
{
	struct intent i = wish(INTENT_FINE_UTENTE);

	i.elimina = elimina;
	return i;
}

static struct intent fine_handle(void *self, const struct model *m, const struct event *e)
{
	struct fine_screen *s = self;

	if (e->kind == EVENT_OPENED && !m->home.n_bozze)
		return end(false);
	if (e->kind == EVENT_WIDGET && e->news == NEWS_CHOSEN)
		return end(s->dialog.answered);
	return screen_default(e, ELENCO_NESSUNO);
}

static void fine_release(void *self)
{
	struct fine_screen *s = self;

	alloc_free(s);
}

static const struct screen_ops fine_ops = {
	.name = "fine-utente",
	.compose = fine_compose,
	.handle = fine_handle,
	.release = fine_release,
};

struct screen fine_utente_make(void)
{
	struct fine_screen *s = xalloc(sizeof(*s));

	dialog_init(&s->dialog, _("Fine utente"),
		_("I dati letti spariscono da questo schermo e da questo computer. Le bozze "
		  "possono restare per la prossima volta, visibili solo a te, oppure essere "
		  "eliminate; quelle con una conferma da verificare restano comunque."),
		_("Tieni le bozze"), _("Elimina le bozze"));
	return (struct screen){ &fine_ops, s };
}
