/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The form as a whole: which step is in front, forward and back, the question at the end.
 */
#include "ui/screens/nuovo.h"

#include "base/alloc.h"
#include "ui/screens/scheda.h"
#include "ui/screens/screens.h"

#include <stdio.h>

static const struct passo_ops *const passi[PASSO_COUNT] = {
	[PASSO_RAPPORTO] = &passo_rapporto,
	[PASSO_QUESITI] = &passo_quesiti,
	[PASSO_PUNTO] = &passo_punto,
	[PASSO_GIORNO] = &passo_giorno,
	[PASSO_NOTA] = &passo_nota,
	[PASSO_ALLEGATI] = &passo_allegati,
	[PASSO_RECAPITI] = &passo_recapiti,
	[PASSO_RIEPILOGO] = &passo_riepilogo,
};

/* ── Steps ──────────────────────────────────────────────────────────────────────────────── */

static enum passo first_missing(const struct bozza *b)
{
	struct err err = { 0 };

	if (!b->codice_rapporto_lavoro)
		return PASSO_RAPPORTO;
	if (!b->n_quesiti)
		return PASSO_QUESITI;
	if (!b->punto)
		return PASSO_PUNTO;
	if (b->inizio == INSTANT_NONE)
		return PASSO_GIORNO;
	if (!b->nota || !nota_check(b->nota, &err))
		return PASSO_NOTA;
	return PASSO_RIEPILOGO;
}

struct intent nuovo_go(struct nuovo *s, const struct model *m, enum passo to)
{
	if (s->news_shown)
		s->news_seen = m->novita.s.generation;
	s->passo = to;
	s->asking = s->said_yes = false;
	if (to == PASSO_RIEPILOGO)
		s->from_summary = false;
	return passi[to]->enter ? passi[to]->enter(s, m) : NO_WISH;
}

struct intent nuovo_next(struct nuovo *s, const struct model *m)
{
	if (s->from_summary) {
		enum passo missing = first_missing(&m->bozza.bozza);
		return nuovo_go(
			s, m, missing == PASSO_RIEPILOGO ? PASSO_RIEPILOGO : missing);
	}
	return nuovo_go(
		s, m, s->passo + 1 < PASSO_COUNT ? s->passo + 1 : PASSO_RIEPILOGO);
}

static struct intent nuovo_back(struct nuovo *s, const struct model *m)
{
	if (s->asking) {
		s->asking = s->said_yes = false;
		return NO_WISH;
	}
	if (s->from_summary && first_missing(&m->bozza.bozza) == PASSO_RIEPILOGO)
		return nuovo_go(s, m, PASSO_RIEPILOGO);
	if (s->passo == PASSO_RAPPORTO)
		return wish(INTENT_CLOSE);
	return nuovo_go(s, m, s->passo - 1);
}

/* ── In step with the model ─────────────────────────────────────────────────────────────── */

static void take_bozza(struct nuovo *s, const struct model *m)
{
	const struct bozza *b = &m->bozza.bozza;

	if (!b->id || (s->seen == m->bozza.s.generation && same_text(s->seen_id, b->id)))
		return;
	if (!same_text(s->seen_id, b->id)) {
		FREE(&s->seen_id);
		s->seen_id = xstrdup(b->id);
		editor_set(&s->nota, or_empty(b->nota));
	}
	s->seen = m->bozza.s.generation;
	while (list_n_ticked(&s->quesiti))
		list_tick(&s->quesiti, list_ticked_id(&s->quesiti, 0), false);
	for (size_t i = 0; i < b->n_quesiti; i++)
		list_tick(&s->quesiti, b->quesiti[i], true);
	for (size_t i = CANALE_NONE + 1; i < CANALE_COUNT; i++)
		choice_set(&s->canali, i - 1, false);
	for (size_t i = 0; i < b->n_canali; i++)
		choice_set(&s->canali, (size_t)b->canali[i] - 1, true);
	s->times.chosen = b->inizio;
	s->calendar.chosen = b->inizio == INSTANT_NONE ? GIORNO_NONE
						       : giorno_of(b->inizio);
}

/* ── Composing ──────────────────────────────────────────────────────────────────────────── */

void nuovo_remark(struct nuovo *s, struct view *v, struct rect *body, const char *text,
	enum role role)
{
	int rows;

	paragraph_show(&s->remark, NULL, text, role);
	rows = paragraph_rows(&s->remark, body->w);
	view_put(v, rect_take_bottom(body, rows), &s->remark.widget);
}

static const enum passo passo_of[RIPRESA_CAMPI] = {
	[RIPRESA_RAPPORTO] = PASSO_RAPPORTO,
	[RIPRESA_QUESITI] = PASSO_QUESITI,
	[RIPRESA_PUNTO] = PASSO_PUNTO,
	[RIPRESA_ORARIO] = PASSO_GIORNO,
	[RIPRESA_ALLEGATI] = PASSO_ALLEGATI,
	[RIPRESA_RECAPITI] = PASSO_RECAPITI,
};

static char *news_phrase(const struct nuovo *s, const struct model *m, bool all,
	struct arena *a)
{
	char *text = arena_strdup(a, "");

	for (size_t i = 0; i < m->novita.n; i++) {
		const struct ripresa_voce *x = &m->novita.voci[i];
		if (all || passo_of[x->campo] == s->passo)
			text = arena_printf(a, "%s%s%s", text, *text ? "\n" : "", x->frase);
	}
	return text;
}

void nuovo_news(
	struct nuovo *s, const struct model *m, struct view *v, struct rect *body)
{
	bool all = s->news_seen != m->novita.s.generation;
	char *text = news_phrase(s, m, all, v->arena);
	int rows;

	if (!*text)
		return;
	s->news_shown = all;
	paragraph_show(&s->news,
		all ? _("Nel riprendere questa bozza") : NULL, text,
		ROLE_WARNING);
	rows = paragraph_rows(&s->news, body->w);
	if (rows > body->h / 2)
		rows = body->h / 2;
	view_put(v, rect_take_top(body, rows), &s->news.widget);
	rect_take_top(body, 1);
}

void nuovo_refusal(
	struct nuovo *s, const struct model *m, struct view *v, struct rect *body)
{
	if (m->bozza.rifiuto.code != ERR_NONE) {
		paragraph_show(&s->problem, NULL, err_phrase(v->arena, &m->bozza.rifiuto),
			ROLE_ERROR);
		view_put(v, rect_take_top(body, paragraph_rows(&s->problem, body->w)),
			&s->problem.widget);
		rect_take_top(body, 1);
	}
	nuovo_news(s, m, v, body);
}

static bool is_chosen(const struct bozza *b, const char *id)
{
	for (size_t i = 0; i < b->n_quesiti; i++)
		if (same_text(b->quesiti[i], id))
			return true;
	return false;
}

void nuovo_exchange(struct nuovo *s, const struct model *m, struct view *v,
	struct rect *body, const char *id)
{
	const struct quesiti *all = &m->quesiti.quesiti;
	uint64_t made_of = m->quesiti.s.generation * 65536u
		+ m->bozza.s.generation * (id == NULL);
	struct rect right;

	if (body->w < WIDE || v->linear)
		return;
	for (size_t i = 0; i < all->n; i++)
		made_of += id && same_text(all->items[i].id, id) ? (i + 1) * 256 : 0;
	right = rect_take_right(body, CARD_COLUMNS + 1);
	rect_take_right(body, 2);
	if (reader_begin(&s->exchange, made_of))
		for (size_t i = 0; i < all->n; i++) {
			if (id ? !same_text(all->items[i].id, id)
			       : !is_chosen(&m->bozza.bozza, all->items[i].id))
				continue;
			if (s->exchange.n)
				reader_gap(&s->exchange);
			scheda_quesito(&s->exchange, &all->items[i], v->arena);
		}
	view_put(v, right, &s->exchange.widget);
}

/* A file in the exchange: opened, or saved where files are saved. */
static struct intent exchange_file(const struct nuovo *s, const struct model *m)
{
	const char *id = reader_current(&s->exchange);

	if (!id)
		return NO_WISH;
	return wish_id(may_apri_file(m) ? INTENT_SCARICA : INTENT_APRI_FILE, id);
}

static struct rect put_steps(struct nuovo *s, const struct model *m, struct view *v)
{
	const char **names = arena_array(v->arena, PASSO_COUNT, sizeof(*names));
	struct rect body = v->area;
	size_t left = PASSO_COUNT - 1 - (size_t)s->passo;
	const char *phrase = left
		? arena_printf(
			v->arena, n_("ancora %zu passo", "ancora %zu passi", left), left)
		: NULL;

	(void)m;
	for (size_t i = 0; i < PASSO_COUNT; i++)
		names[i] = _(passi[i]->name);
	steps_show(&s->steps, _("Nuovo appuntamento"), names, PASSO_COUNT,
		(size_t)s->passo, phrase);
	view_put(v, rect_inset(rect_take_top(&body, 1), 1, 0), &s->steps.widget);
	rule_show(&s->rule, NULL);
	view_put(v, rect_take_top(&body, 1), &s->rule.widget);
	return rect_inset(body, 1, 0);
}

static void put_question(struct nuovo *s, struct view *v)
{
	if (!s->asking)
		return;
	view_modal(v, &s->dialog_focus);
	view_put(v, dialog_place(&s->dialog, v->area), &s->dialog.widget);
}

static void nuovo_compose(void *self, const struct model *m, struct view *v)
{
	struct nuovo *s = self;
	struct rect body;

	take_bozza(s, m);
	if (m->invio.fase != INVIO_NESSUNO && m->bozza.bozza.id) {
		view_screen(v, &s->end_focus, _("Conferma dell'appuntamento"));
		body = screen_frame(
			v, &s->heading, m, _("Conferma dell'appuntamento"), NULL, NULL);
		fine_compose(s, m, v, body);
		return;
	}
	view_screen(v, &s->focus[s->passo], _(passi[s->passo]->name));
	body = put_steps(s, m, v);
	passi[s->passo]->compose(s, m, v, body);
	put_question(s, v);
}

/* ── Handling ───────────────────────────────────────────────────────────────────────────── */

static void ask(struct nuovo *s, const struct model *m)
{
	const struct bozza *b = &m->bozza.bozza;
	struct arena a = { 0 };

	snprintf(s->question, sizeof(s->question),
		n_("Fissi un appuntamento per %d quesito: %s, %s. "
		   "Da quel momento giorno e ora sono tuoi; potrai cancellarlo fino al "
		   "suo inizio.",
			"Fissi un appuntamento per %d quesiti: %s, %s. Da quel momento "
			"giorno e ora sono "
			"tuoi; potrai cancellarlo fino al suo inizio.",
			(unsigned long)b->n_quesiti),
		(int)b->n_quesiti, quando_phrase(&a, b->inizio),
		or_empty(b->punto_denominazione));
	dialog_init(&s->dialog, _("Conferma l'appuntamento"), s->question,
		_("Torna al modulo"), _("Conferma"));
	s->dialog_focus.at = NULL;
	s->asking = true;
	s->said_yes = false;
	arena_release(&a);
}

static struct intent ask_again(const struct model *m)
{
	struct intent i = wish_id(INTENT_DISPONIBILITA, m->bozza.bozza.punto);

	i.dal = i.al = giorno_of(m->bozza.bozza.inizio);
	return i;
}

/* Times read long ago confirm nothing: they are read again before the question can be
 * said yes to. */
static struct intent confirm(struct nuovo *s, const struct model *m)
{
	ask(s, m);
	return disponibilita_fresca(m) ? NO_WISH : ask_again(m);
}

static struct intent answered(struct nuovo *s, const struct model *m)
{
	s->said_yes = s->dialog.answered && !disponibilita_fresca(m);
	if (s->said_yes)
		return ask_again(m);
	s->asking = false;
	return s->dialog.answered && !may_conferma(m) ? wish(INTENT_CONFERMA) : NO_WISH;
}

/* The times have been read again: the yes goes through, or the dialog says why not. */
static struct intent times_read(
	struct nuovo *s, const struct model *m, enum reply_ending ending)
{
	bool goes = s->said_yes && s->asking && ending == REPLY_DONE
		&& disponibilita_fresca(m) && !may_conferma(m);

	s->said_yes = false;
	if (!goes)
		return NO_WISH;
	s->asking = false;
	return wish(INTENT_CONFERMA);
}

static const enum elenco elenco_of[PASSO_COUNT] = {
	[PASSO_RAPPORTO] = ELENCO_RAPPORTI,
	[PASSO_QUESITI] = ELENCO_QUESITI,
	[PASSO_PUNTO] = ELENCO_PUNTI,
	[PASSO_GIORNO] = ELENCO_DISPONIBILITA,
	[PASSO_RECAPITI] = ELENCO_RECAPITI,
	[PASSO_RIEPILOGO] = ELENCO_DISPONIBILITA,
};

static struct intent nuovo_action(
	struct nuovo *s, const struct model *m, const struct event *e)
{
	const struct passo_ops *p = passi[s->passo];
	bool taken = false;
	struct intent i = p->action ? p->action(s, m, e->action, &taken) : NO_WISH;

	if (taken)
		return i;
	if (e->action >= ACTION_STEP_1 && e->action <= ACTION_STEP_7) {
		s->from_summary = s->from_summary || s->passo == PASSO_RIEPILOGO;
		return nuovo_go(s, m, (enum passo)(e->action - ACTION_STEP_1));
	}
	switch (e->action) {
	case ACTION_BACK:
		return nuovo_back(s, m);
	case ACTION_FORWARD:
		return p->forward ? p->forward(s, m) : nuovo_next(s, m);
	case ACTION_CONFIRM:
		return confirm(s, m);
	default:
		return screen_default(e, elenco_of[s->passo]);
	}
}

static struct intent nuovo_reply(
	struct nuovo *s, const struct model *m, const struct reply *r)
{
	if (r->to == INTENT_DISPONIBILITA
		&& (r->ending == REPLY_DONE || r->ending == REPLY_FAILED))
		return times_read(s, m, r->ending);
	if (r->ending != REPLY_ACCEPTED)
		return NO_WISH;
	switch (r->to) {
	case INTENT_BOZZA_NUOVA:
	case INTENT_BOZZA_APRI:
		take_bozza(s, m);
		s->news_shown = false; /* that was not moving on */
		return nuovo_go(s, m, first_missing(&m->bozza.bozza));
	case INTENT_BOZZA_RAPPORTO:
		return s->passo == PASSO_RAPPORTO ? nuovo_next(s, m) : NO_WISH;
	case INTENT_BOZZA_QUESITI:
		if (!s->go_on)
			return NO_WISH;
		s->go_on = false;
		return nuovo_next(s, m);
	case INTENT_BOZZA_PUNTO:
		return s->passo == PASSO_PUNTO ? nuovo_next(s, m) : NO_WISH;
	case INTENT_BOZZA_ORARIO:
		if (m->invio.fase == INVIO_RIFIUTATO)
			return wish(INTENT_INVIO_VISTO);
		return s->passo == PASSO_GIORNO ? nuovo_next(s, m) : NO_WISH;
	case INTENT_INVIO_VISTO:
		return nuovo_go(s, m, first_missing(&m->bozza.bozza));
	default:
		return NO_WISH;
	}
}

static struct intent nuovo_opened(const struct nuovo *s)
{
	struct intent i = wish_id(
		s->open_id ? INTENT_BOZZA_APRI : INTENT_BOZZA_NUOVA, s->open_id);

	i.codice = s->open_codice;
	return i;
}

static struct intent nuovo_handle(
	void *self, const struct model *m, const struct event *e)
{
	struct nuovo *s = self;
	bool end = m->invio.fase != INVIO_NESSUNO && m->bozza.bozza.id;

	switch (e->kind) {
	case EVENT_OPENED:
		return nuovo_opened(s);
	case EVENT_REPLY:
		return nuovo_reply(s, m, e->reply);
	case EVENT_RETURNED:
		return NO_WISH;
	case EVENT_ACTION:
		return end ? fine_action(s, m, e) : nuovo_action(s, m, e);
	case EVENT_WIDGET:
		break;
	}
	if (end)
		return fine_widget(s, m, e);
	if (s->asking && e->widget == &s->dialog.widget)
		return e->news == NEWS_CHOSEN ? answered(s, m) : NO_WISH;
	if (e->widget == &s->exchange.widget)
		return e->news == NEWS_CHOSEN ? exchange_file(s, m) : NO_WISH;
	return passi[s->passo]->widget(s, m, e);
}

static uint64_t nuovo_where(const void *self, const struct model *m)
{
	const struct nuovo *s = self;
	uint64_t where = IN_NUOVO | IN_MODULO_APERTO;
	enum passo missing = first_missing(&m->bozza.bozza);

	if (m->invio.fase != INVIO_NESSUNO && m->bozza.bozza.id)
		return fine_where(s, m);
	if (s->asking)
		return IN_NUOVO;
	if (s->passo == PASSO_GIORNO)
		where |= IN_GIORNO;
	if (s->passo == PASSO_ALLEGATI)
		where |= IN_ALLEGATI;
	if (s->passo == PASSO_ALLEGATI && m->bozza.bozza.n_allegati
		&& s->focus[PASSO_ALLEGATI].at == &s->attached.widget)
		where |= IN_ALLEGATO;
	if (s->passo == PASSO_RIEPILOGO)
		return where | IN_RIEPILOGO;
	if (s->passo == PASSO_NOTA || missing > s->passo)
		where |= IN_PASSO;
	return where;
}

static void nuovo_release(void *self)
{
	struct nuovo *s = self;

	FREE(&s->open_id);
	FREE(&s->open_codice);
	FREE(&s->seen_id);
	paragraph_release(&s->remark);
	paragraph_release(&s->problem);
	paragraph_release(&s->news);
	paragraph_release(&s->help);
	paragraph_release(&s->detail);
	paragraph_release(&s->legend);
	paragraph_release(&s->whole);
	list_release(&s->rapporti);
	list_release(&s->quesiti);
	list_release(&s->punti);
	list_release(&s->attached);
	list_release(&s->nearest);
	editor_release(&s->nota);
	files_release(&s->files);
	arena_release(&s->listing_arena);
	reader_release(&s->summary);
	reader_release(&s->end);
	reader_release(&s->exchange);
	alloc_free(s);
}

static const struct screen_ops nuovo_ops = {
	.name = "nuovo",
	.compose = nuovo_compose,
	.handle = nuovo_handle,
	.where = nuovo_where,
	.release = nuovo_release,
};

struct screen nuovo_make(const struct intent *open)
{
	struct nuovo *s = xalloc(sizeof(*s));

	s->open_id = xstrdup(open->id);
	s->open_codice = xstrdup(open->codice);
	nuovo_init_choices(s);
	list_set_filter(&s->rapporti, or_empty(open->testo));
	nuovo_init_texts(s);
	times_init(&s->times);
	nuovo_init_end(s);
	reader_init(&s->summary, _("Riepilogo"), SCHEDA_NAMES);
	reader_init(&s->end, _("Conferma"), SCHEDA_NAMES);
	reader_init(&s->exchange, _("Quesito"), SCHEDA_NAMES);
	return (struct screen){ &nuovo_ops, s };
}
