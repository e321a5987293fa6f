/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * One appointment, all of it: what it is, its quesiti with their comunicazioni and
 * files, its story. From here it is cancelled, and from nowhere else.
 */
#include "ui/screens/common.h"
#include "ui/screens/screens.h"

#include "base/alloc.h"
#include "ui/screens/salva.h"
#include "ui/screens/scheda.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/words.h"

#include <stdio.h>
#include <string.h>

#define REASON_MAX 500

struct dettaglio {
	struct focus focus, dialog_focus;
	struct heading heading;
	struct paragraph remark, problem;
	struct reader page, quesiti;
	struct progress progress;
	struct salva salva;
	struct dialog dialog;
	struct field reason;
	struct box reason_box;
	bool asking;
	char id[64];
	char sentence[400];
};

/* ── Composing ──────────────────────────────────────────────────────────────────────────── */

static const char *problem_text(
	const struct model *m, const struct cancellazione *c, struct arena *a)
{
	(void)m;
	if (c->problem.type != PROBLEM_NONE)
		return arena_printf(
			a, _("Non cancellato. %s"), problem_phrase(a, &c->problem));
	return arena_printf(a, _("Non cancellato. %s"), err_phrase(a, &c->err));
}

/* What stands above the page: the answer to a cancellation, when there is something to
 * say. */
static const char *news_text(const struct dettaglio *s, const struct model *m,
	struct arena *a, enum role *role)
{
	const struct cancellazione *c = &m->cancellazione;

	*role = ROLE_WARNING;
	if (m->dettaglio.sospesa
		|| (c->fase == CANCELLAZIONE_DA_VERIFICARE && same_text(c->id, s->id)))
		return _("Cancellazione da verificare: la risposta è andata persa. Al "
			 "prossimo "
			 "contatto si ripete la stessa richiesta e si saprà che cosa è "
			 "successo.");
	if (!same_text(c->id, s->id))
		return NULL;
	if (c->fase == CANCELLAZIONE_IN_CORSO)
		return _("Cancellazione in corso…");
	if (c->fase == CANCELLAZIONE_FATTA) {
		*role = ROLE_OK;
		return _("Appuntamento cancellato: giorno e ora sono di nuovo liberi.");
	}
	*role = ROLE_ERROR;
	return c->fase == CANCELLAZIONE_RIFIUTATA ? problem_text(m, c, a) : NULL;
}

static void put_news(
	struct dettaglio *s, const struct model *m, struct view *v, struct rect *body)
{
	enum role role;
	const char *text = news_text(s, m, v->arena, &role);

	if (!text)
		return;
	paragraph_show(&s->problem, NULL, text, role);
	view_put(v, rect_take_top(body, paragraph_rows(&s->problem, body->w)),
		&s->problem.widget);
	rect_take_top(body, 1);
}

/* The last row says beforehand whether it can be cancelled, and why not. */
static void put_remark(
	struct dettaglio *s, const struct model *m, struct view *v, struct rect *body)
{
	const char *why = may_cancella(m);

	if (m->scarico.s.fase == FASE_IN_CORSO && m->scarico.id) {
		progress_show(&s->progress, m->scarico.nome, m->scarico.byte,
			m->scarico.totale,
			arena_printf(v->arena, _("%s di %s"),
				byte_phrase(v->arena, m->scarico.byte),
				byte_phrase(v->arena, m->scarico.totale)));
		view_put(v, rect_take_bottom(body, 1), &s->progress.widget);
		return;
	}
	if (m->cancellazione.fase == CANCELLAZIONE_FATTA || m->dettaglio.sospesa)
		return;
	paragraph_show(&s->remark, NULL,
		why ? why : _("Si può cancellare fino al suo inizio."), ROLE_MUTED);
	view_put(v, rect_take_bottom(body, paragraph_rows(&s->remark, body->w)),
		&s->remark.widget);
}

static void make_pages(
	struct dettaglio *s, const struct model *m, struct arena *a, bool two)
{
	const struct appuntamento *x = &m->dettaglio.appuntamento;
	uint64_t made_of = scheda_made_of(m) * 2u + two;

	if (reader_begin(&s->page, made_of)) {
		scheda_whole(&s->page, m->nomi, x, a);
		if (!two)
			scheda_quesiti(&s->page, x, a);
	}
	if (two && reader_begin(&s->quesiti, made_of))
		scheda_quesiti(&s->quesiti, x, a);
}

static void put_pages(
	struct dettaglio *s, const struct model *m, struct view *v, struct rect body)
{
	bool two = body.w >= WIDE && !v->linear;

	make_pages(s, m, v->arena, two);
	if (two) {
		struct rect right = rect_take_right(&body, body.w / 2 - 1);
		rect_take_right(&body, 2);
		view_put(v, body, &s->page.widget);
		view_put(v, right, &s->quesiti.widget);
		return;
	}
	view_put(v, body, &s->page.widget);
}

static void put_question(struct dettaglio *s, struct view *v)
{
	struct rect at;

	if (!s->asking)
		return;
	view_modal(v, &s->dialog_focus);
	/* Whoever comes back from the reason finds the safe answer again. */
	if (s->dialog_focus.at == &s->reason.widget)
		s->dialog.on_act = false;
	at = dialog_place(&s->dialog, v->area);
	at.y = at.y > 4 ? at.y - 2 : at.y;
	view_put(v, at, &s->dialog.widget);
	at = (struct rect){ at.x, at.y + at.h, at.w, 3 };
	view_put(v, box_put(&s->reason_box, v, at, NULL), &s->reason.widget);
}

/* An intermediario loses sight of all that is an employer's with the delega. */
static const char *gone_text(const struct model *m)
{
	if (m->profilo.profilo.in_uso != PROFILO_INTERMEDIARIO)
		return _("Questo appuntamento non è più visibile.");
	return _("Questo appuntamento non è più visibile. Se la delega del datore di lavoro non è "
		 "più attiva, tutto ciò che lo riguarda è stato tolto da questo computer.");
}

static void dettaglio_compose(void *self, const struct model *m, struct view *v)
{
	struct dettaglio *s = self;
	const struct appuntamento *x = &m->dettaglio.appuntamento;
	const char *title = arena_printf(v->arena, _("Appuntamento %s"), s->id);
	struct rect body;

	view_screen(v, &s->focus, title);
	body = screen_frame(v, &s->heading, m, title, &m->dettaglio.s, NULL);
	put_news(s, m, v, &body);
	if (!x->id || !same_text(x->id, s->id)) {
		paragraph_show(&s->remark, NULL,
			empty_phrase(&m->dettaglio.s, v->arena, gone_text(m)),
			ROLE_MUTED);
		view_put(v, body, &s->remark.widget);
		return;
	}
	put_remark(s, m, v, &body);
	put_pages(s, m, v, body);
	put_question(s, v);
	salva_compose(&s->salva, v);
}

/* ── Handling ───────────────────────────────────────────────────────────────────────────── */

static const struct allegato *current_file(
	const struct dettaglio *s, const struct model *m)
{
	const struct reader *r = s->focus.at == &s->quesiti.widget ? &s->quesiti
								   : &s->page;
	const char *id = reader_current(r);

	return id ? scheda_allegato(&m->dettaglio.appuntamento, id) : NULL;
}

static void ask(struct dettaglio *s, const struct model *m)
{
	const struct appuntamento *x = &m->dettaglio.appuntamento;
	struct arena a = { 0 };

	snprintf(s->sentence, sizeof(s->sentence),
		_("L'appuntamento di %s, %s, sarà cancellato. "
		  "Giorno e ora tornano subito liberi per altri; non si può tornare "
		  "indietro. I "
		  "quesiti restano e si potrà prenotare di nuovo."),
		quando_phrase(&a, x->inizio), or_empty(x->punto.denominazione));
	dialog_init(&s->dialog, _("Cancella appuntamento"), s->sentence,
		_("No, mantieni"), _("Sì, cancella appuntamento"));
	s->dialog_focus.at = NULL;
	s->asking = true;
	arena_release(&a);
}

static struct intent wish_cancel(struct dettaglio *s, const struct model *m)
{
	struct intent i = wish_id(INTENT_CANCELLA, s->id);

	s->asking = false;
	i.versione = m->dettaglio.appuntamento.versione;
	i.testo = field_value(&s->reason)[0] ? field_value(&s->reason) : NULL;
	return i;
}

static struct intent dettaglio_widget(
	struct dettaglio *s, const struct model *m, const struct event *e)
{
	const struct allegato *f;

	if (e->news != NEWS_CHOSEN)
		return NO_WISH;
	if (e->widget == &s->dialog.widget) {
		if (s->dialog.answered)
			return wish_cancel(s, m);
		s->asking = false;
		return NO_WISH;
	}
	if (e->widget == &s->reason.widget) {
		s->dialog_focus.at = &s->dialog.widget;
		return NO_WISH;
	}
	if (e->widget == &s->salva.path.widget)
		return salva_wish(&s->salva, INTENT_SCARICA);
	f = current_file(s, m);
	if (!f)
		return NO_WISH;
	if (!may_apri_file(m))
		return wish_id(INTENT_APRI_FILE, f->id);
	salva_ask(&s->salva, m, f->id, f->nome);
	return NO_WISH;
}

static struct intent settle(
	const struct dettaglio *s, const struct model *m, enum intent_kind kind)
{
	for (size_t i = 0; i < m->home.n_sospesi; i++)
		if (same_text(m->home.sospesi[i].appuntamento, s->id)) {
			struct intent w = wish(kind);
			w.chiave = m->home.sospesi[i].chiave;
			return w;
		}
	return NO_WISH;
}

static bool close_question(struct dettaglio *s)
{
	bool was = s->asking || s->salva.asking;

	s->asking = false;
	s->salva.asking = false;
	return was;
}

static struct intent dettaglio_action(
	struct dettaglio *s, const struct model *m, const struct event *e)
{
	const struct allegato *f = current_file(s, m);

	switch (e->action) {
	case ACTION_BACK:
		if (close_question(s))
			return NO_WISH;
		return wish(INTENT_CLOSE);
	case ACTION_CANCEL:
		ask(s, m);
		return NO_WISH;
	case ACTION_OPEN_FILE:
		return f ? wish_id(INTENT_APRI_FILE, f->id) : NO_WISH;
	case ACTION_SAVE_FILE:
		if (f)
			salva_ask(&s->salva, m, f->id, f->nome);
		return NO_WISH;
	case ACTION_VERIFY:
		return settle(s, m, INTENT_VERIFICA);
	case ACTION_BURN:
		return settle(s, m, INTENT_CHIUDI_CHIAVE);
	default:
		return screen_default(e, ELENCO_DETTAGLIO);
	}
}

static struct intent dettaglio_handle(
	void *self, const struct model *m, const struct event *e)
{
	struct dettaglio *s = self;

	switch (e->kind) {
	case EVENT_OPENED:
		return wish_id(INTENT_MOSTRA, s->id);
	case EVENT_WIDGET:
		return dettaglio_widget(s, m, e);
	case EVENT_ACTION:
		return dettaglio_action(s, m, e);
	case EVENT_REPLY:
		salva_reply(&s->salva, m, e->reply);
		return NO_WISH;
	default:
		return NO_WISH;
	}
}

static uint64_t dettaglio_where(const void *self, const struct model *m)
{
	const struct dettaglio *s = self;
	uint64_t where = IN_DETTAGLIO;

	if (s->asking || s->salva.asking)
		return 0;
	if (current_file(s, m))
		where |= IN_FILE;
	if (m->dettaglio.sospesa)
		where |= IN_VERIFICA;
	return where;
}

static void dettaglio_release(void *self)
{
	struct dettaglio *s = self;

	paragraph_release(&s->remark);
	paragraph_release(&s->problem);
	reader_release(&s->page);
	reader_release(&s->quesiti);
	salva_release(&s->salva);
	field_release(&s->reason);
	alloc_free(s);
}

static const struct screen_ops dettaglio_ops = {
	.name = "dettaglio",
	.compose = dettaglio_compose,
	.handle = dettaglio_handle,
	.where = dettaglio_where,
	.release = dettaglio_release,
};

struct screen dettaglio_make(const struct intent *open)
{
	struct dettaglio *s = xalloc(sizeof(*s));

	snprintf(s->id, sizeof(s->id), "%s", or_empty(open->id));
	reader_init(&s->page, _("Appuntamento"), SCHEDA_NAMES);
	reader_init(&s->quesiti, _("Quesiti"), SCHEDA_NAMES);
	salva_init(&s->salva);
	field_init(&s->reason, _("Motivo (facoltativo)"), REASON_MAX);
	return (struct screen){ &dettaglio_ops, s };
}
