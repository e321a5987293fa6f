/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The first page: what needs attention, the next appointments, the drafts. On a wide
 * screen the appointment under the cursor stands beside them.
 */
#include "ui/screens/common.h"
#include "ui/screens/screens.h"

#include "base/alloc.h"
#include "ui/righe.h"
#include "ui/screens/scheda.h"
#include "ui/widgets/words.h"

#include <stdio.h>
#include <string.h>

struct home_screen {
	struct focus focus;
	struct heading heading;
	struct list attention, next, drafts;
	struct reader card;
	struct paragraph whole; /* the row under the cursor, where it is cut */
	char previewed[LIST_ID_SIZE]; /* asked for the card already */
};

static const struct list_column attention_columns[] = {
	{ .width = { .min = 20, .weight = 1 } },
};

/* Where names and place cannot all be whole, the place gives way: it is read below the lists, or on
 * the card. */
static const struct list_column next_columns[] = {
	{ .width = PART_FIXED(20) },
	{ .width = { .min = 28, .max = 60, .weight = 2 } },
	{ .width = { .min = 22, .weight = 1, .drop = 1 }, .yields = true },
};

static const struct list_column own_columns[] = {
	{ .width = PART_FIXED(20) },
	{ .width = { .min = 18, .max = 32, .weight = 1 } },
	{ .width = { .min = 22, .weight = 2, .drop = 1 } },
};

static const struct list_column draft_columns[] = {
	{ .width = { .min = 18, .max = 26, .weight = 1 } },
	{ .width = PART_FIXED(20) },
	{ .width = { .min = 18, .weight = 2 } },
	{ .width = { .min = 14, .max = 30, .weight = 1, .drop = 1 } },
};

static const int next_cells[] = { CELLA_QUANDO, CELLA_PERSONE, CELLA_PUNTO };
/* An employer knows who the employer is. */
static const int own_cells[] = { CELLA_QUANDO, CELLA_LAVORATORE, CELLA_PUNTO };
static const int draft_cells[] = { CELLA_B_DATORE, CELLA_B_QUANDO, CELLA_B_MANCA,
	CELLA_B_DOVE };

/* ── What needs attention: lost answers first ───────────────────────────────────────────── */

static const char *sospeso_row(struct arena *a, const struct sospeso *x)
{
	const char *s = sospeso_phrase(a, x);

	if (x->rinunciato)
		return arena_printf(a, _("%s (rinuncia chiesta)"), s);
	return x->in_corso ? arena_printf(a, _("%s (verifica in corso)"), s) : s;
}

static struct list_rows attention_rows(const struct model *m, struct arena *a)
{
	const struct home *h = &m->home;
	size_t n = 0;
	struct list_row *rows = arena_array(
		a, h->n_sospesi + h->n_attenzioni + 1, sizeof(*rows));

	for (size_t i = 0; i < h->n_sospesi; i++)
		rows[n++] = (struct list_row){
			.id = arena_printf(a, "k%s", h->sospesi[i].chiave),
			.cells = { sospeso_row(a, &h->sospesi[i]) },
			.role = ROLE_WARNING,
		};
	for (size_t i = 0; i < h->n_attenzioni; i++)
		rows[n++] = (struct list_row){
			.id = h->attenzioni[i].riga,
			.cells = { h->attenzioni[i].frase },
			.role = h->attenzioni[i].tipo == ATTENZIONE_PRENOTABILI
				? ROLE_NORMAL
				: ROLE_WARNING,
		};
	return (struct list_rows){
		.items = rows,
		.n = n,
		.count = -1,
		.generation = h->s.generation,
		.empty = empty_phrase(&h->s, a, _("Niente richiede attenzione.")),
	};
}

static const struct sospeso *current_sospeso(
	const struct home_screen *s, const struct model *m)
{
	const char *id = list_current_id(&s->attention);

	if (id[0] != 'k')
		return NULL;
	for (size_t i = 0; i < m->home.n_sospesi; i++)
		if (!strcmp(m->home.sospesi[i].chiave, id + 1))
			return &m->home.sospesi[i];
	return NULL;
}

static struct intent open_one(const struct model *m, const struct attenzione *x)
{
	struct intent i;

	switch (x->tipo) {
	case ATTENZIONE_PRENOTABILI:
		i = wish_open(SCREEN_NUOVO, NULL);
		i.codice = x->id;
		return i;
	case ATTENZIONE_DELEGA_FINITA:
		i = wish_open(SCREEN_DELEGANTI, NULL);
		i.testo = m->nomi == NOMI_CHIARI ? x->testo : NULL;
		return i;
	case ATTENZIONE_FILE_SCADUTI:
	case ATTENZIONE_BOZZA_SENZA_DELEGA:
		return wish_open(SCREEN_NUOVO, x->id);
	case ATTENZIONE_NON_ABILITATO:
		return wish_open(SCREEN_MANUALI, NULL);
	default:
		return wish_open(SCREEN_DETTAGLIO, x->id);
	}
}

static struct intent open_attention(const struct home_screen *s, const struct model *m)
{
	const struct home *h = &m->home;
	const struct sospeso *x = current_sospeso(s, m);

	if (x && !x->cancellazione && !x->bozza)
		return NO_WISH;
	if (x)
		return x->cancellazione ? wish_open(SCREEN_DETTAGLIO, x->appuntamento)
					: wish_open(SCREEN_NUOVO, x->bozza);
	for (size_t k = 0; k < h->n_attenzioni; k++)
		if (same_text(h->attenzioni[k].riga, list_current_id(&s->attention)))
			return open_one(m, &h->attenzioni[k]);
	return NO_WISH;
}

/* ── Composing ──────────────────────────────────────────────────────────────────────────── */

static void show_lists(struct home_screen *s, const struct model *m, struct arena *a)
{
	const struct home *h = &m->home;
	bool own = m->profilo.profilo.in_uso == PROFILO_CITTADINO;
	struct list_rows rows;

	rows = attention_rows(m, a);
	list_show(&s->attention, &rows);
	list_set_columns(&s->next, own ? own_columns : next_columns, 3);
	rows = (struct list_rows){
		.items = rows_for_list(
			a, h->prossimi, h->n_prossimi, own ? own_cells : next_cells, 3),
		.n = h->n_prossimi,
		.count = h->altri_prossimi ? (long)h->n_prossimi : -1,
		.capped = h->altri_prossimi,
		.generation = h->s.generation,
		.empty = empty_phrase(&h->s, a, _("Nessun appuntamento in programma.")),
	};
	list_show(&s->next, &rows);
	rows = (struct list_rows){
		.items = rows_for_list(a, h->bozze, h->n_bozze, draft_cells, 4),
		.n = h->n_bozze,
		.count = -1,
		.generation = h->s.generation,
		.empty = _("Nessuna bozza."),
	};
	list_show(&s->drafts, &rows);
}

/* Each section takes what it needs, the appointments what is left when that is not
 * enough. */
static void put_lists(
	struct home_screen *s, const struct model *m, struct view *v, struct rect body)
{
	const struct home *h = &m->home;
	int attention = list_lines(&s->attention, body.w), next = (int)h->n_prossimi;
	int drafts = (int)h->n_bozze;
	struct part parts[] = {
		{ .min = attention > 1 ? attention : 2, .drop = 0 },
		{ .min = 2, .max = next ? next + 1 : 2, .weight = 1 },
		{ .min = drafts ? drafts + 1 : 2, .drop = 1 },
	};
	struct rect at[3];

	for (size_t i = 0; i < 3; i += 2) {
		int most = (body.h + 2) / 3;

		if (parts[i].min > most)
			parts[i].min = most > 2 ? most : 2;
		parts[i].max = parts[i].min;
	}
	layout_rows(body, 1, parts, 3, at);
	view_put(v, at[0], &s->attention.widget);
	view_put(v, at[1], &s->next.widget);
	view_put(v, at[2], &s->drafts.widget);
}

static void put_whole(struct home_screen *s, struct view *v, bool card, struct rect *body)
{
	struct list *const lists[] = { &s->attention, &s->drafts, &s->next };
	const struct widget *at = s->focus.at ? s->focus.at : &s->attention.widget;

	screen_row_whole(v, &s->whole, lists, card ? 2 : 3, at, body);
}

static bool card_there(const struct home_screen *s, const struct model *m)
{
	const char *id = m->dettaglio.appuntamento.id;

	return id && !strcmp(list_current_id(&s->next), id);
}

static void put_card(
	struct home_screen *s, const struct model *m, struct view *v, struct rect at)
{
	if (reader_begin(&s->card, scheda_made_of(m)))
		scheda_short(&s->card, m->nomi, &m->dettaglio.appuntamento, v->arena);
	view_put(v, at, &s->card.widget);
}

static void home_compose(void *self, const struct model *m, struct view *v)
{
	struct home_screen *s = self;
	struct rect body;
	const char *today = arena_printf(
		v->arena, _("Oggi è %s"), giorno_phrase(v->arena, giorno_of(m->adesso)));

	view_screen(v, &s->focus, _("Pagina iniziale"));
	body = screen_frame(v, &s->heading, m, today, &m->home.s, NULL);
	show_lists(s, m, v->arena);
	if (body.w >= WIDE && !v->linear && card_there(s, m)) {
		struct rect right = rect_take_right(&body, CARD_COLUMNS);
		rect_take_right(&body, 2);
		put_whole(s, v, true, &body);
		put_lists(s, m, v, body);
		put_card(s, m, v, right);
		return;
	}
	put_whole(s, v, false, &body);
	put_lists(s, m, v, body);
}

/* ── Handling ───────────────────────────────────────────────────────────────────────────── */

static struct intent home_chosen(
	const struct home_screen *s, const struct model *m, const struct widget *w)
{
	if (w == &s->attention.widget)
		return open_attention(s, m);
	if (w == &s->next.widget)
		return wish_open(SCREEN_DETTAGLIO, list_current_id(&s->next));
	if (w == &s->drafts.widget)
		return wish_open(SCREEN_NUOVO, list_current_id(&s->drafts));
	return NO_WISH;
}

static struct intent home_action(
	const struct home_screen *s, const struct model *m, const struct event *e)
{
	const struct sospeso *x = current_sospeso(s, m);
	struct intent i;

	switch (e->action) {
	case ACTION_NEW:
		return wish_open(SCREEN_NUOVO, NULL);
	case ACTION_SEARCH:
		return wish_open(SCREEN_CERCA, NULL);
	case ACTION_MANUALS:
		return wish_open(SCREEN_MANUALI, NULL);
	case ACTION_DRAFTS:
		return wish_open(SCREEN_BOZZE, NULL);
	case ACTION_MANDATES:
		return wish_open(SCREEN_DELEGANTI, NULL);
	case ACTION_VERIFY:
	case ACTION_BURN:
		i = wish(e->action == ACTION_VERIFY ? INTENT_VERIFICA
						    : INTENT_CHIUDI_CHIAVE);
		i.chiave = x ? x->chiave : NULL;
		return x ? i : NO_WISH;
	default:
		return screen_default(e, ELENCO_HOME);
	}
}

/* The card follows the cursor: each appointment is asked for once. */
static struct intent preview(struct home_screen *s)
{
	const char *id = list_current_id(&s->next);

	if (!id[0] || !strcmp(id, s->previewed))
		return NO_WISH;
	snprintf(s->previewed, sizeof(s->previewed), "%s", id);
	return wish_id(INTENT_ANTEPRIMA, s->previewed);
}

static struct intent home_handle(void *self, const struct model *m, const struct event *e)
{
	struct home_screen *s = self;

	switch (e->kind) {
	case EVENT_ACTION:
		return home_action(s, m, e);
	case EVENT_WIDGET:
		if (e->news == NEWS_CHOSEN)
			return home_chosen(s, m, e->widget);
		return preview(s);
	case EVENT_OPENED:
	case EVENT_RETURNED: {
		s->previewed[0] = '\0';
		struct intent i = wish(INTENT_REFRESH);
		i.elenco = ELENCO_HOME;
		return i;
	}
	case EVENT_REPLY:
		return preview(s);
	}
	return NO_WISH;
}

static uint64_t home_where(const void *self, const struct model *m)
{
	const struct home_screen *s = self;
	uint64_t where = IN_HOME;

	if (m->profilo.profilo.in_uso == PROFILO_INTERMEDIARIO)
		where |= IN_DELEGHE;
	if ((!s->focus.at || s->focus.at == &s->attention.widget) && current_sospeso(s, m))
		where |= IN_VERIFICA;
	return where;
}

static void home_release(void *self)
{
	struct home_screen *s = self;

	list_release(&s->attention);
	list_release(&s->next);
	list_release(&s->drafts);
	reader_release(&s->card);
	paragraph_release(&s->whole);
	alloc_free(s);
}

static const struct screen_ops home_ops = {
	.name = "home",
	.compose = home_compose,
	.handle = home_handle,
	.where = home_where,
	.release = home_release,
};

struct screen home_make(void)
{
	struct home_screen *s = xalloc(sizeof(*s));

	list_init(&s->attention, _("Richiede attenzione"), attention_columns, 1);
	list_init(&s->next, _("Prossimi appuntamenti"), next_columns, 3);
	list_init(&s->drafts, _("Bozze"), draft_columns, 4);
	s->attention.quiet = s->next.quiet = s->drafts.quiet = true;
	s->attention.wraps = true;
	reader_init(&s->card, _("Appuntamento"), SCHEDA_NAMES);
	return (struct screen){ &home_ops, s };
}
