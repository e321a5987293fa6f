/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Search: the founding document's filters above, what they find below; on a wide screen
 * the appointment under the cursor stands beside.
 */
#include "ui/screens/common.h"
#include "ui/screens/screens.h"

#include "base/alloc.h"
#include "domain/identificativo.h"
#include "ui/righe.h"
#include "ui/screens/scheda.h"
#include "ui/widgets/field.h"
#include "ui/widgets/selector.h"
#include "ui/widgets/words.h"

#include <string.h>

#define LABELS          11
#define FILTERS_COLUMNS 84 /* two of them side by side, not further apart */
#define SECOND_COLUMNS  33 /* the wider second one: every stato whole */

struct cerca {
	struct focus focus;
	struct heading heading;
	struct field words, code, from, to;
	struct selector state, who;
	struct list list;
	struct reader card;
	struct paragraph problem, whole;
	char codice[CODICE_RAPPORTO_SIZE];
	struct ricerca asked;
	char *asked_words; /* of it; owned */
	bool to_results; /* the cursor goes to the rows when they come */
	const char *states[APPUNTAMENTO_STATO_COUNT];
	const char *whose[2];
};

static const struct list_column columns[] = {
	{ .title = N_("Giorno e ora"), .width = PART_FIXED(20) },
	{ .title = N_("Stato"), .width = { .min = 27, .max = 27 } },
	{ .title = N_("Persone"), .width = { .min = 18, .weight = 3, .drop = 1 } },
	{ .title = N_("Rapporto"), .width = { .min = 10, .max = 10, .drop = 2 } },
	{ .title = N_("Punto di consulenza"),
		.width = { .min = 18, .weight = 2, .drop = 3 } },
};
/* An employer knows who the employer is. */
static const struct list_column own_columns[] = {
	{ .title = N_("Giorno e ora"), .width = PART_FIXED(20) },
	{ .title = N_("Stato"), .width = { .min = 27, .max = 27 } },
	{ .title = N_("Lavoratore"), .width = { .min = 18, .weight = 3, .drop = 1 } },
	{ .title = N_("Rapporto"), .width = { .min = 10, .max = 10, .drop = 2 } },
	{ .title = N_("Punto di consulenza"),
		.width = { .min = 18, .weight = 2, .drop = 3 } },
};
static const int cells[] = { CELLA_QUANDO, CELLA_STATO, CELLA_PERSONE, CELLA_RAPPORTO,
	CELLA_PUNTO };
static const int own_cells[] = { CELLA_QUANDO, CELLA_STATO, CELLA_LAVORATORE,
	CELLA_RAPPORTO, CELLA_PUNTO };

/* ── The question ───────────────────────────────────────────────────────────────────────── */

static bool read_code(struct cerca *s, struct ricerca *to)
{
	struct err err = { 0 };
	const char *text = field_value(&s->code);

	if (!text[0])
		return true;
	if (!codice_rapporto_parse(text, s->codice, &err)) {
		field_set_error(&s->code,
			err.text[0] ? err.text : _("Il codice ha al massimo 10 cifre."));
		return false;
	}
	if (strcmp(text, s->codice) != 0)
		field_set(&s->code, s->codice);
	to->codice_rapporto_lavoro = s->codice;
	return true;
}

static bool read_day(struct field *f, giorno oggi, giorno *to)
{
	char text[GIORNO_TEXT_SIZE];

	*to = GIORNO_NONE;
	if (!field_value(f)[0])
		return true;
	if (!giorno_parse_screen(field_value(f), oggi, to)) {
		field_set_error(f, _("Scrivi la data come gg/mm/aaaa."));
		return false;
	}
	giorno_format_screen(*to, text);
	if (strcmp(field_value(f), text) != 0)
		field_set(f, text);
	return true;
}

static bool read_question(struct cerca *s, const struct model *m, struct ricerca *to)
{
	giorno oggi = giorno_of(m->adesso);

	*to = (struct ricerca){ .stato = (enum appuntamento_stato)s->state.at,
		.testo = field_value(&s->words) };
	to->escludi_intermediario = !may_filtro_intermediario(m) && s->who.at == 1;
	if (!read_code(s, to) || !read_day(&s->from, oggi, &to->dal)
		|| !read_day(&s->to, oggi, &to->al))
		return false;
	if (to->dal != GIORNO_NONE && to->al != GIORNO_NONE && to->al < to->dal) {
		field_set_error(&s->to, _("È prima della data di inizio."));
		return false;
	}
	return true;
}

static struct intent search(struct cerca *s, const struct model *m)
{
	struct intent i = wish(INTENT_CERCA);

	if (!read_question(s, m, &i.ricerca))
		return NO_WISH;
	s->asked = i.ricerca;
	FREE(&s->asked_words);
	s->asked.testo = s->asked_words = xstrdup(i.ricerca.testo);
	return i;
}

static bool asked_already(struct cerca *s, const struct model *m)
{
	struct ricerca r;

	if (!read_question(s, m, &r))
		return true;
	return same_text(r.codice_rapporto_lavoro, s->asked.codice_rapporto_lavoro)
		&& same_text(r.testo, s->asked.testo) && r.stato == s->asked.stato
		&& r.dal == s->asked.dal
		&& r.al == s->asked.al
		&& r.escludi_intermediario == s->asked.escludi_intermediario;
}

/* ── Composing ──────────────────────────────────────────────────────────────────────────── */

static void show_selectors(struct cerca *s, const struct model *m)
{
	s->states[0] = _("tutti");
	for (int i = 1; i < APPUNTAMENTO_STATO_COUNT; i++)
		s->states[i] = words_label(&appuntamento_stato_words, i);
	s->whose[0] = _("compresi");
	s->whose[1] = _("esclusi");
	selector_show(&s->state, s->states, APPUNTAMENTO_STATO_COUNT, NULL);
	selector_show(&s->who, s->whose, 2, may_filtro_intermediario(m));
}

static void put_pair_of(
	struct view *v, struct rect *body, struct widget *left, struct widget *right)
{
	struct rect row = rect_take_top(body, 1);
	struct rect half;

	if (row.w > FILTERS_COLUMNS)
		row.w = FILTERS_COLUMNS;
	half = rect_take_left(&row,
		row.w / 2 < row.w - SECOND_COLUMNS ? row.w / 2 : row.w - SECOND_COLUMNS);

	view_put(v, half, left);
	view_put(v, row, right);
}

static void put_filters(
	struct cerca *s, const struct model *m, struct view *v, struct rect *body)
{
	struct rect row = rect_take_top(body, 1);

	if (row.w > FILTERS_COLUMNS)
		row.w = FILTERS_COLUMNS;
	show_selectors(s, m);
	view_put(v, row, &s->words.widget);
	put_pair_of(v, body, &s->code.widget, &s->state.widget);
	put_pair_of(v, body, &s->from.widget, &s->to.widget);
	if (!may_filtro_intermediario(m))
		view_put(v, rect_take_top(body, 1), &s->who.widget);
}

static const char *filter_error(const struct cerca *s, struct arena *a)
{
	const struct field *fields[] = { &s->code, &s->from, &s->to };

	for (size_t i = 0; i < 3; i++)
		if (fields[i]->error)
			return arena_printf(a, "%s: %s", fields[i]->widget.label,
				fields[i]->error);
	return NULL;
}

/* The row between filters and results: what is wrong with a filter, whole. */
static void put_problem(
	struct cerca *s, const struct model *m, struct view *v, struct rect *body)
{
	/* Said, a field has room for its own error. */
	const char *error = v->linear ? NULL : filter_error(s, v->arena);
	struct rect row = rect_take_top(body, 1);

	if (!error && !m->risultati.testo_non_pronto)
		return;
	paragraph_show(&s->problem, NULL,
		error ? error : _("Il testo si potrà cercare alla fine della prima copia dei dati."),
		error ? ROLE_ERROR : ROLE_WARNING);
	view_put(v, row, &s->problem.widget);
}

/* The card tells where the words are: other words, another card. */
static uint64_t card_generation(const struct cerca *s, const struct model *m)
{
	uint64_t mixed = scheda_made_of(m);

	for (const char *c = s->asked_words ? s->asked_words : ""; *c; c++)
		mixed = (mixed ^ (unsigned char)*c) * 1099511628211U;
	return mixed;
}

static void put_card(
	struct cerca *s, const struct model *m, struct view *v, struct rect at)
{
	const struct appuntamento *x = &m->dettaglio.appuntamento;

	if (!x->id || !same_text(x->id, list_current_id(&s->list)))
		return;
	if (reader_begin(&s->card, card_generation(s, m))) {
		scheda_found(&s->card, x, s->asked.testo, v->arena);
		scheda_short(&s->card, m->nomi, x, v->arena);
	}
	view_put(v, at, &s->card.widget);
}

/* What is not found here may still exist. */
static const char *kept_days(const struct model *m, struct view *v)
{
	if (m->conserva <= 0)
		return NULL;
	return arena_printf(v->arena,
		n_("qui i passati dell'ultimo giorno", "qui i passati degli ultimi %d giorni",
			(unsigned long)m->conserva),
		m->conserva);
}

static void cerca_compose(void *self, const struct model *m, struct view *v)
{
	struct cerca *s = self;
	bool own = m->profilo.profilo.in_uso == PROFILO_CITTADINO;
	struct list_rows rows;
	struct rect body;

	view_screen(v, &s->focus, _("Cerca appuntamenti"));
	body = screen_frame(
		v, &s->heading, m, _("Cerca appuntamenti"), &m->risultati.f.s, kept_days(m, v));
	put_filters(s, m, v, &body);
	put_problem(s, m, v, &body);
	rows = window_for_list(v->arena, &m->risultati.f,
		own ? own_cells : cells, 5,
		m->risultati.ricerca.testo && m->risultati.ricerca.testo[0]
			? _("Nessun appuntamento con queste parole e questi filtri.")
			: _("Nessun appuntamento con questi filtri."));
	list_set_columns(&s->list, own ? own_columns : columns, 5);
	list_show(&s->list, &rows);
	if (s->to_results && rows.n) {
		view_focus(v, &s->list.widget);
		s->to_results = false;
	}
	if (body.w >= WIDE && !v->linear) {
		put_card(s, m, v, rect_take_right(&body, CARD_COLUMNS));
		rect_take_right(&body, 2);
	} else {
		screen_row_whole(v, &s->whole, (struct list *const[]){ &s->list }, 1,
			&s->list.widget, &body);
	}
	view_put(v, body, &s->list.widget);
}

/* ── Handling ───────────────────────────────────────────────────────────────────────────── */

static void clear(struct cerca *s)
{
	field_set(&s->words, "");
	field_set(&s->code, "");
	field_set(&s->from, "");
	field_set(&s->to, "");
	s->state.at = 0;
	s->who.at = 0;
}

static struct intent cerca_widget(
	struct cerca *s, const struct model *m, const struct event *e)
{
	if (e->widget == &s->list.widget) {
		if (e->news == NEWS_WANTS)
			return wish_rows(&s->list, ELENCO_RISULTATI);
		if (e->news == NEWS_CHOSEN)
			return wish_open(SCREEN_DETTAGLIO, list_current_id(&s->list));
		if (e->news == NEWS_MOVED && list_current_id(&s->list)[0])
			return wish_id(INTENT_ANTEPRIMA, list_current_id(&s->list));
		return NO_WISH;
	}
	if (e->news == NEWS_CHOSEN) {
		struct intent i = search(s, m);
		/* A filter that is wrong keeps the cursor: it has to be put right. */
		s->to_results = i.kind == INTENT_CERCA;
		return i;
	}
	if (e->widget == &s->state.widget || e->widget == &s->who.widget)
		return e->news == NEWS_CHANGED ? search(s, m) : NO_WISH;
	if (e->widget == &s->words.widget && e->news == NEWS_CHANGED)
		return search(s, m); /* at each letter */
	/* Tab left a field: what it says counts. */
	if (e->news == NEWS_MOVED && s->focus.at != e->widget && !asked_already(s, m))
		return search(s, m);
	return NO_WISH;
}

/* With both dates open the cursor starts at the next appointment, not years ago. */
static void go_to_next(struct cerca *s, const struct model *m)
{
	const struct finestra *f = &m->risultati.f;

	if (s->asked.dal != GIORNO_NONE || s->asked.al != GIORNO_NONE)
		return;
	for (size_t i = 0; i < f->n; i++)
		if (f->righe[i].inizio >= m->adesso) {
			list_go(&s->list, f->righe[i].id);
			return;
		}
}

static struct intent cerca_reply(
	struct cerca *s, const struct model *m, const struct reply *r)
{
	if (r->to != INTENT_CERCA)
		return NO_WISH;
	go_to_next(s, m);
	return list_current_id(&s->list)[0]
		? wish_id(INTENT_ANTEPRIMA, list_current_id(&s->list))
		: NO_WISH;
}

static struct intent cerca_handle(
	void *self, const struct model *m, const struct event *e)
{
	struct cerca *s = self;

	switch (e->kind) {
	case EVENT_OPENED:
		return search(s, m);
	case EVENT_RETURNED:
		return list_current_id(&s->list)[0]
			? wish_id(INTENT_ANTEPRIMA, list_current_id(&s->list))
			: NO_WISH;
	case EVENT_WIDGET:
		return cerca_widget(s, m, e);
	case EVENT_REPLY:
		return cerca_reply(s, m, e->reply);
	case EVENT_ACTION:
		break;
	}
	if (e->action == ACTION_FILTERS)
		s->focus.at = &s->words.widget;
	if (e->action != ACTION_CLEAR)
		return screen_default(e, ELENCO_RISULTATI);
	clear(s);
	return search(s, m);
}

static uint64_t cerca_where(const void *self, const struct model *m)
{
	(void)self;
	(void)m;
	return IN_CERCA;
}

static void cerca_release(void *self)
{
	struct cerca *s = self;

	field_release(&s->words);
	FREE(&s->asked_words);
	field_release(&s->code);
	field_release(&s->from);
	field_release(&s->to);
	list_release(&s->list);
	reader_release(&s->card);
	paragraph_release(&s->problem);
	paragraph_release(&s->whole);
	alloc_free(s);
}

static const struct screen_ops cerca_ops = {
	.name = "cerca",
	.compose = cerca_compose,
	.handle = cerca_handle,
	.where = cerca_where,
	.release = cerca_release,
};

struct screen cerca_make(void)
{
	struct cerca *s = xalloc(sizeof(*s));

	field_init(&s->words, _("Testo"), 200);
	s->words.label_columns = LABELS;
	field_init(&s->code, _("Rapporto"), 10);
	s->code.columns = 12;
	s->code.label_columns = LABELS;
	s->code.digits = true;
	field_init(&s->from, _("Dal"), 10);
	field_init(&s->to, _("Al"), 10);
	s->from.columns = s->to.columns = 12;
	s->from.label_columns = LABELS;
	s->to.label_columns = LABELS;
	selector_init(&s->state, _("Stato"), LABELS);
	selector_init(&s->who, _("Gestiti da un intermediario"), 0);
	list_init(&s->list, _("Appuntamenti trovati"), columns, 5);
	reader_init(&s->card, _("Appuntamento"), SCHEDA_NAMES);
	return (struct screen){ &cerca_ops, s };
}
