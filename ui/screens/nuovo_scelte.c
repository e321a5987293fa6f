/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The steps that choose from lists: rapporto, quesiti, punto di consulenza.
 */
#include "ui/screens/nuovo.h"

#include "domain/idoneita.h"
#include "ui/righe.h"

#include <string.h>

/* ── Rapporto ───────────────────────────────────────────────────────────────────────────── */

static const struct list_column rapporto_columns[] = {
	{ .title = N_("Codice"), .width = PART_FIXED(10) },
	{ .title = N_("Datore di lavoro"), .width = { .min = 16, .weight = 2 } },
	{ .title = N_("Lavoratore"), .width = { .min = 16, .weight = 2, .drop = 1 } },
	{ .title = N_("Mansione"), .width = { .min = 8, .max = 8, .drop = 3 } },
	{ .title = N_("Stato"), .width = { .min = 11, .max = 11, .drop = 2 } },
	{ .title = N_("Quesiti"), .width = { .min = 19, .max = 34, .weight = 2 } },
};
static const int rapporto_cells[] = { CELLA_R_CODICE, CELLA_R_DATORE, CELLA_R_LAVORATORE,
	CELLA_R_MANSIONE, CELLA_R_STATO, CELLA_R_QUESITI };

static const char *age_of(const struct model *m, const struct slice *s, struct view *v)
{
	return slice_age(m, s, v->arena);
}

static void rapporto_compose(
	struct nuovo *s, const struct model *m, struct view *v, struct rect body)
{
	const char *age = age_of(m, &m->rapporti.f.s, v);
	struct list_rows rows;

	nuovo_refusal(s, m, v, &body);
	if (age)
		nuovo_remark(s, v, &body, age, ROLE_WARNING);
	rows = window_for_list(v->arena, &m->rapporti.f, rapporto_cells, 6,
		list_filter(&s->rapporti)[0]
			? _("Nessun rapporto ha questo codice, datore o lavoratore.")
			: _("Nessun rapporto di lavoro è visibile con questo profilo."));
	list_show(&s->rapporti, &rows);
	screen_row_whole(v, &s->whole, (struct list *const[]){ &s->rapporti }, 1,
		&s->rapporti.widget, &body);
	view_put(v, body, &s->rapporti.widget);
}

static struct intent rapporto_widget(
	struct nuovo *s, const struct model *m, const struct event *e)
{
	struct intent i = wish(INTENT_BOZZA_RAPPORTO);

	if (e->news == NEWS_WANTS)
		return wish_rows(&s->rapporti, ELENCO_RAPPORTI);
	if (e->news == NEWS_CHANGED) {
		i = wish(INTENT_RAPPORTI);
		i.testo = list_filter(&s->rapporti);
		return i;
	}
	if (e->news != NEWS_CHOSEN || !list_current_id(&s->rapporti)[0])
		return NO_WISH;
	if (same_text(
		    m->bozza.bozza.codice_rapporto_lavoro, list_current_id(&s->rapporti)))
		return nuovo_next(s, m);
	i.codice = list_current_id(&s->rapporti);
	return i;
}

static struct intent rapporto_enter(struct nuovo *s, const struct model *m)
{
	struct intent i = wish(INTENT_RAPPORTI);

	if (m->bozza.bozza.codice_rapporto_lavoro)
		list_go(&s->rapporti, m->bozza.bozza.codice_rapporto_lavoro);
	i.testo = list_filter(&s->rapporti);
	return same_text(i.testo, or_empty(m->rapporti.filtro)) ? NO_WISH : i;
}

const struct passo_ops passo_rapporto = {
	.name = N_("Rapporto"),
	.enter = rapporto_enter,
	.compose = rapporto_compose,
	.widget = rapporto_widget,
};

/* ── Quesiti ────────────────────────────────────────────────────────────────────────────── */

static const struct list_column quesito_columns[] = {
	{ .width = { .min = 20, .max = 60, .weight = 3 } },
	{ .width = { .min = 18, .max = 30, .weight = 1, .drop = 1 } },
	{ .width = { .min = 34, .max = 38, .weight = 0 } },
};

static bool ready(const struct model *m)
{
	return same_text(
		m->quesiti.codice_rapporto_lavoro, m->bozza.bozza.codice_rapporto_lavoro);
}

static const char *short_reason(const struct quesito *q, struct arena *a)
{
	char day[GIORNO_TEXT_SIZE];

	if (q->motivo != MOTIVO_IN_ATTESA_DI_RISPOSTA
		|| q->prenotabile_dal == GIORNO_NONE)
		return words_label(&motivo_words, (int)q->motivo);
	giorno_format_screen(q->prenotabile_dal, day);
	return arena_printf(a, _("prenotabile dal %s"), day);
}

static size_t add_quesiti(struct list_row *rows, size_t n, const struct quesiti *all,
	bool si, struct arena *a)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct quesito *q = &all->items[i];
		if (q->prenotabile != si)
			continue;
		rows[n++] = (struct list_row){
			.id = q->id,
			.cells = { or_empty(q->oggetto),
				words_label(&argomento_words, (int)q->argomento),
				short_reason(q, a) },
			.disabled = si ? NULL : idoneita_phrase(a, q),
		};
	}
	return n;
}

static size_t count_bookable(const struct quesiti *all)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += all->items[i].prenotabile;
	return n;
}

static struct list_rows quesiti_rows(const struct model *m, struct arena *a)
{
	const struct quesiti *all = &m->quesiti.quesiti;
	struct list_row *rows = arena_array(a, all->n + 4, sizeof(*rows));
	size_t yes = count_bookable(all), n = 0;

	if (yes) {
		rows[n++] = (struct list_row){
			.role = ROLE_HEADING,
			.cells = { _("Possono essere oggetto dell'appuntamento") },
		};
		n = add_quesiti(rows, n, all, true, a);
	}
	if (all->n > yes) {
		if (n)
			rows[n++] = (struct list_row){ .cells = { "" } };
		rows[n++] = (struct list_row){
			.role = ROLE_HEADING,
			.cells = { _("Non possono esserlo, e perché") },
		};
		n = add_quesiti(rows, n, all, false, a);
	}
	return (struct list_rows){
		.items = rows,
		.n = n,
		.count = -1,
		.generation = m->quesiti.s.generation,
		.empty = empty_phrase(&m->quesiti.s, a,
			_("Nessun quesito è stato inviato per questo "
			  "rapporto: i quesiti si inviano nel Cassetto previdenziale.")),
	};
}

/* None eligible: why, and from when. */
static const char *none_phrase(const struct quesiti *all, struct arena *a)
{
	const struct quesito *first = NULL;

	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].prenotabile_dal != GIORNO_NONE
			&& (!first
				|| all->items[i].prenotabile_dal
					< first->prenotabile_dal))
			first = &all->items[i];
	if (!all->n)
		return NULL;
	if (!first)
		return _("Nessun quesito di questo rapporto può essere oggetto di un "
			 "appuntamento: "
			 "serve un esito negativo, o nessuna risposta entro il termine.");
	return arena_printf(a,
		_("Nessun quesito di questo rapporto può ancora essere oggetto di un "
		  "appuntamento: serve un esito negativo, o nessuna risposta entro il "
		  "termine. Il "
		  "primo lo sarà da %s, se nel frattempo non arriva una risposta."),
		giorno_phrase(a, first->prenotabile_dal));
}

static const struct quesito *current_quesito(const struct nuovo *s, const struct model *m)
{
	for (size_t i = 0; i < m->quesiti.quesiti.n; i++)
		if (same_text(
			    m->quesiti.quesiti.items[i].id, list_current_id(&s->quesiti)))
			return &m->quesiti.quesiti.items[i];
	return NULL;
}

static const char *quesito_text(const struct quesito *q, struct arena *a)
{
	char day[GIORNO_TEXT_SIZE];
	const struct comunicazione *last = q->n_comunicazioni
		? &q->comunicazioni[q->n_comunicazioni - 1]
		: NULL;
	char *text;

	giorno_format_screen(q->aperto_il, day);
	text = arena_printf(a, _("%s: %s. Inviato il %s, %s.\n%s"),
		words_label(&argomento_words, (int)q->argomento), or_empty(q->oggetto),
		day, quesito_protocollo_phrase(q), idoneita_phrase(a, q));
	if (last)
		text = arena_printf(a, _("%s\nUltima comunicazione (%s, %s): %s"), text,
			words_label(&autore_words, (int)last->autore),
			instant_phrase(a, last->inviata_il), or_empty(last->testo));
	return text;
}

static void put_quesito(
	struct nuovo *s, const struct model *m, struct view *v, struct rect *body)
{
	const struct quesito *q = current_quesito(s, m);
	int rows = body->h > 22 ? 7 : 4;

	if (!q || v->linear || body->h < 12)
		return;
	if (body->w >= WIDE) {
		nuovo_exchange(s, m, v, body, q->id);
		rows = 2;
	}
	paragraph_show(&s->detail, NULL,
		rows == 2 ? idoneita_phrase(v->arena, q) : quesito_text(q, v->arena),
		ROLE_MUTED);
	view_put(v, rect_take_bottom(body, rows), &s->detail.widget);
	rect_take_bottom(body, 1);
}

static void quesiti_compose(
	struct nuovo *s, const struct model *m, struct view *v, struct rect body)
{
	const char *age = age_of(m, &m->quesiti.s, v);
	const char *none = count_bookable(&m->quesiti.quesiti)
		? NULL
		: none_phrase(&m->quesiti.quesiti, v->arena);
	struct list_rows rows = { .count = -1, .empty = _("Lettura in corso…") };

	nuovo_refusal(s, m, v, &body);
	if (age)
		nuovo_remark(s, v, &body, age, ROLE_WARNING);
	if (ready(m))
		rows = quesiti_rows(m, v->arena);
	if (none && ready(m)) {
		paragraph_show(&s->help, NULL, none, ROLE_WARNING);
		view_put(v, rect_take_top(&body, paragraph_rows(&s->help, body.w)),
			&s->help.widget);
		rect_take_top(&body, 1);
	}
	list_show(&s->quesiti, &rows);
	put_quesito(s, m, v, &body);
	view_put(v, body, &s->quesiti.widget);
	if (!s->focus[PASSO_QUESITI].at)
		s->focus[PASSO_QUESITI].at = &s->quesiti.widget;
}

static struct intent wish_quesiti(struct nuovo *s)
{
	struct intent i = wish(INTENT_BOZZA_QUESITI);
	size_t n = list_n_ticked(&s->quesiti);

	i.n_ids = n < QUESITI_PER_APPUNTAMENTO_MAX ? n : QUESITI_PER_APPUNTAMENTO_MAX;
	for (size_t k = 0; k < i.n_ids; k++)
		s->ids[k] = list_ticked_id(&s->quesiti, k);
	i.ids = s->ids;
	return i;
}

static struct intent quesiti_forward(struct nuovo *s, const struct model *m)
{
	const struct quesito *q = current_quesito(s, m);

	if (list_n_ticked(&s->quesiti))
		return nuovo_next(s, m);
	/* Enter on the only one wanted is the same as ticking it and going on. */
	if (!q || !q->prenotabile)
		return NO_WISH;
	list_tick(&s->quesiti, q->id, true);
	s->go_on = true;
	return wish_quesiti(s);
}

static struct intent quesiti_widget(
	struct nuovo *s, const struct model *m, const struct event *e)
{
	if (e->widget != &s->quesiti.widget)
		return NO_WISH;
	if (e->news == NEWS_CHANGED)
		return wish_quesiti(s);
	return e->news == NEWS_CHOSEN ? quesiti_forward(s, m) : NO_WISH;
}

const struct passo_ops passo_quesiti = {
	.name = N_("Quesiti"),
	.compose = quesiti_compose,
	.widget = quesiti_widget,
	.forward = quesiti_forward,
};

/* ── Punto di consulenza ────────────────────────────────────────────────────────────────── */

static const struct list_column punto_columns[] = {
	{ .title = N_("Punto di consulenza"), .width = { .min = 30, .weight = 3 } },
	{ .title = N_("Primo orario libero"), .width = { .min = 20, .max = 22 } },
	{ .title = N_("Orari liberi"), .width = { .min = 12, .max = 12 }, .right = true },
	{ .title = N_("Fino al"), .width = { .min = 10, .max = 10, .drop = 1 } },
};

static struct list_row punto_row(const struct punto *p, bool linear, struct arena *a)
{
	char day[GIORNO_TEXT_SIZE];
	struct list_row row = { .id = p->id };
	bool none = p->primo_libero == INSTANT_NONE;

	giorno_format_screen(p->ultimo_giorno, day);
	row.cells[0] = or_empty(p->denominazione);
	row.cells[1] = none ? _("nessuno") : quando_short(a, p->primo_libero);
	row.cells[2] = arena_printf(
		a, p->orari_liberi >= 1000 ? _("oltre %d") : "%d", (int)p->orari_liberi);
	row.cells[3] = arena_strdup(a, day);
	if (linear) { /* no titles above the columns there */
		row.cells[1] = arena_printf(
			a, _("primo orario libero: %s"), row.cells[1]);
		row.cells[2] = arena_printf(a, _("orari liberi: %s"), row.cells[2]);
		row.cells[3] = arena_printf(a, _("si prenota fino al %s"), day);
	}
	row.cell_role[1] = none ? ROLE_NORMAL : ROLE_ACCENT;
	if (none)
		row.disabled = arena_printf(a, _("nessun orario libero fino al %s"), day);
	return row;
}

static const struct punto *current_punto(const struct nuovo *s, const struct model *m)
{
	for (size_t i = 0; i < m->punti.punti.n; i++)
		if (same_text(m->punti.punti.items[i].id, list_current_id(&s->punti)))
			return &m->punti.punti.items[i];
	return NULL;
}

void nuovo_punto(struct nuovo *s, const struct punto *p, struct view *v, struct rect body)
{
	struct pair *pairs = arena_array(v->arena, 6, sizeof(*pairs));
	size_t n = 0;

	if (!p || v->linear)
		return;
	pairs[n++] = (struct pair){ _("Indirizzo"),
		arena_printf(
			v->arena, "%s, %s", or_empty(p->indirizzo), or_empty(p->citta)),
		ROLE_NORMAL };
	pairs[n++] = (struct pair){ _("Struttura"),
		arena_printf(v->arena, "%s (%s)", or_empty(p->denominazione_sede_inps),
			or_empty(p->codice_sede_inps)),
		ROLE_NORMAL };
	pairs[n++] = (struct pair){ _("Orari"), or_empty(p->orari_di_apertura),
		ROLE_NORMAL };
	pairs[n++] = (struct pair){ _("Telefono"), or_empty(p->telefono), ROLE_NORMAL };
	pairs[n++] = (struct pair){ _("Cosa portare"), or_empty(p->cosa_portare),
		ROLE_NORMAL };
	if (p->ultimo_giorno != GIORNO_NONE)
		pairs[n++] = (struct pair){ _("Si prenota"),
			arena_printf(v->arena, _("fino a %s"),
				giorno_phrase(v->arena, p->ultimo_giorno)),
			ROLE_NORMAL };
	pairs_show(&s->punto_pairs, p->denominazione, pairs, n);
	view_put(v, body, &s->punto_pairs.widget);
}

static void punto_compose(
	struct nuovo *s, const struct model *m, struct view *v, struct rect body)
{
	const struct punti *all = &m->punti.punti;
	const char *age = age_of(m, &m->punti.s, v);
	bool there = same_text(
		m->punti.codice_rapporto_lavoro, m->bozza.bozza.codice_rapporto_lavoro);
	size_t n = there ? all->n : 0;
	struct list_row *rows = arena_array(v->arena, n + 1, sizeof(*rows));
	struct list_rows shown = {
		.items = rows,
		.n = n,
		.count = -1,
		.generation = m->punti.s.generation,
	};

	nuovo_refusal(s, m, v, &body);
	nuovo_remark(s, v, &body,
		age ? age
		    : _("Sono quelli competenti per il rapporto: dipendono da "
			"dove risiede il datore di lavoro."),
		age ? ROLE_WARNING : ROLE_MUTED);
	for (size_t i = 0; i < n; i++)
		rows[i] = punto_row(&all->items[i], v->linear, v->arena);
	shown.empty = there ? empty_phrase(&m->punti.s, v->arena,
			      _("Nessun punto di consulenza è "
				"competente per questo rapporto."))
			    : _("Lettura in corso…");
	list_show(&s->punti, &shown);
	view_put(v,
		rect_take_top(
			&body, n + 2 < (size_t)body.h / 2 ? (int)n + 2 : body.h / 2),
		&s->punti.widget);
	rect_take_top(&body, 1);
	nuovo_punto(s, current_punto(s, m), v, body);
}

static struct intent punto_enter(struct nuovo *s, const struct model *m)
{
	if (m->bozza.bozza.punto)
		list_go(&s->punti, m->bozza.bozza.punto);
	return NO_WISH;
}

static struct intent punto_widget(
	struct nuovo *s, const struct model *m, const struct event *e)
{
	if (e->news != NEWS_CHOSEN)
		return NO_WISH;
	if (same_text(m->bozza.bozza.punto, list_current_id(&s->punti)))
		return nuovo_next(s, m);
	return wish_id(INTENT_BOZZA_PUNTO, list_current_id(&s->punti));
}

const struct passo_ops passo_punto = {
	.name = N_("Punto"),
	.enter = punto_enter,
	.compose = punto_compose,
	.widget = punto_widget,
};

void nuovo_init_choices(struct nuovo *s)
{
	list_init(&s->rapporti, NULL, rapporto_columns, 6);
	s->rapporti.filters = true;
	s->rapporti.filter_label = _("Scrivi codice, datore o lavoratore");
	list_init(&s->quesiti, NULL, quesito_columns, 3);
	s->quesiti.ticks = s->quesiti.wraps = true;
	s->detail.scrolls = true;
	list_init(&s->punti, NULL, punto_columns, 4);
}
