/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Day and hour: a month with the load of each day, and the times of the day under the
 * cursor. Nothing here is held: the sentence at the bottom says so.
 */
#include "ui/screens/nuovo.h"

#include "ui/righe.h"

static const struct punto *chosen_punto(const struct model *m)
{
	for (size_t i = 0; i < m->punti.punti.n; i++)
		if (same_text(m->punti.punti.items[i].id, m->bozza.bozza.punto))
			return &m->punti.punti.items[i];
	return NULL;
}

/* The availability in the model, when it is that of the chosen punto. */
static const struct disponibilita *known(const struct model *m)
{
	const struct disponibilita *d = &m->disponibilita.disponibilita;

	return d->punto && same_text(d->punto, m->bozza.bozza.punto) ? d : NULL;
}

static giorno last_day(const struct model *m)
{
	const struct disponibilita *d = known(m);
	const struct punto *p = chosen_punto(m);

	if (d && d->ultimo_giorno != GIORNO_NONE)
		return d->ultimo_giorno;
	return p ? p->ultimo_giorno : GIORNO_NONE;
}

static struct intent wish_month(const struct nuovo *s, const struct model *m)
{
	struct intent i = wish_id(INTENT_DISPONIBILITA, m->bozza.bozza.punto);
	giorno oggi = giorno_of(disponibilita_now(m));

	calendar_month(&s->calendar, &i.dal, &i.al);
	if (i.dal < oggi)
		i.dal = oggi;
	return i.al < i.dal ? NO_WISH : i;
}

static bool covered(const struct nuovo *s, const struct model *m)
{
	giorno from, to, oggi = giorno_of(disponibilita_now(m));

	calendar_month(&s->calendar, &from, &to);
	if (from < oggi)
		from = oggi;
	return known(m) && m->disponibilita.dal <= from && m->disponibilita.al >= to;
}

static struct intent giorno_enter(struct nuovo *s, const struct model *m)
{
	const struct bozza *b = &m->bozza.bozza;
	const struct punto *p = chosen_punto(m);
	giorno oggi = giorno_of(disponibilita_now(m)), at = oggi;

	if (b->inizio != INSTANT_NONE)
		at = giorno_of(b->inizio);
	else if (p && p->primo_libero != INSTANT_NONE)
		at = giorno_of(p->primo_libero);
	calendar_init(&s->calendar, NULL, oggi, at);
	s->calendar.chosen = b->inizio == INSTANT_NONE ? GIORNO_NONE : at;
	s->times.chosen = b->inizio;
	if (b->inizio != INSTANT_NONE)
		times_go(&s->times, b->inizio);
	s->focus[PASSO_GIORNO].at = NULL;
	return covered(s, m) && m->disponibilita.s.viva ? NO_WISH : wish_month(s, m);
}

/* ── Days ───────────────────────────────────────────────────────────────────────────────── */

static size_t free_times(const struct giorno_disponibile *g, instant now)
{
	size_t n = 0;

	for (size_t i = 0; i < g->n_orari; i++)
		n += g->orari[i].posti_liberi > 0 && g->orari[i].inizio > now;
	return n;
}

static struct day day_of(const struct giorno_disponibile *g, struct arena *a, instant now)
{
	struct day d = { .data = g->data };
	size_t n = free_times(g, now);

	if (g->chiuso || !g->n_orari) {
		d.load = DAY_CLOSED;
		d.words = g->chiuso ? arena_printf(a, _("chiuso: %s"), g->chiuso)
				    : _("chiuso");
		return d;
	}
	if (!n) {
		d.load = DAY_FULL;
		d.words = _("nessun orario libero");
		return d;
	}
	d.load = g->posti_liberi * 4 <= g->posti ? DAY_FEW : DAY_FREE;
	d.words = arena_printf(a, n_("%zu orario libero", "%zu orari liberi", n), n);
	return d;
}

static const struct giorno_disponibile *day_at(const struct model *m, giorno g)
{
	const struct disponibilita *d = known(m);

	for (size_t i = 0; d && i < d->n_giorni; i++)
		if (d->giorni[i].data == g)
			return &d->giorni[i];
	return NULL;
}

static void show_calendar(struct nuovo *s, const struct model *m, struct arena *a)
{
	const struct disponibilita *d = known(m);
	size_t n = d ? d->n_giorni : 0;
	struct day *days = arena_array(a, n + 1, sizeof(*days));

	for (size_t i = 0; i < n; i++)
		days[i] = day_of(&d->giorni[i], a, disponibilita_now(m));
	s->calendar.today = giorno_of(disponibilita_now(m));
	calendar_show(&s->calendar, days, n, giorno_of(disponibilita_now(m)), last_day(m), NULL);
}

/* ── Times ──────────────────────────────────────────────────────────────────────────────── */

static const char *places(struct arena *a, int64_t n)
{
	return arena_printf(
		a, n_("%d posto libero", "%d posti liberi", (unsigned long)n), (int)n);
}

static struct time_cell *cells_of(
	struct arena *a, const struct orario *o, size_t n, instant now)
{
	struct time_cell *cells = arena_array(a, n + 1, sizeof(*cells));

	for (size_t i = 0; i < n; i++) {
		int minuto = minuto_of(o[i].inizio);
		cells[i] = (struct time_cell){
			.start = o[i].inizio,
			.hour = minuto_format(a, minuto),
			.afternoon = minuto >= 13 * 60,
		};
		if (o[i].inizio <= now)
			cells[i].refuse = _("Quell'ora è già passata.");
		else if (o[i].posti_liberi <= 0)
			cells[i].refuse = _("Quell'orario è occupato.");
		cells[i].words = o[i].inizio <= now ? _("passato")
			: o[i].posti_liberi <= 0    ? _("occupato")
						    : places(a, o[i].posti_liberi);
	}
	return cells;
}

static void show_times(struct nuovo *s, const struct model *m, struct arena *a)
{
	const struct giorno_disponibile *g = day_at(m, s->calendar.cursor);
	const char *label = giorno_phrase(a, s->calendar.cursor);

	if (!g) {
		times_show(&s->times, label, NULL, 0,
			known(m) ? empty_phrase(
				&m->disponibilita.s, a, _("Giorno non ancora letto."))
				 : _("Lettura in corso…"));
		return;
	}
	times_show(&s->times, label, cells_of(a, g->orari, g->n_orari, disponibilita_now(m)),
		g->n_orari, day_of(g, a, disponibilita_now(m)).words);
}

/* ── Together ───────────────────────────────────────────────────────────────────────────── */

static const char *bottom_text(const struct model *m, struct arena *a)
{
	const char *age = slice_age(m, &m->disponibilita.s, a);

	if (!age)
		return _("Giorno e ora saranno bloccati solo dopo la conferma.");
	return arena_printf(a,
		_("Gli orari non sono di adesso (%s): vanno riletti prima di "
		  "confermare.\nGiorno e ora saranno bloccati solo dopo la conferma."),
		age);
}

static const char *where_text(const struct model *m, struct arena *a)
{
	const char *name = or_empty(m->bozza.bozza.punto_denominazione);
	giorno last = last_day(m);

	if (last == GIORNO_NONE)
		return name;
	return arena_printf(
		a, _("%s · si prenota fino a %s"), name, giorno_phrase(a, last));
}

/* The marks in words. */
static void put_legend(struct nuovo *s, struct view *v, struct rect *body)
{
	if (v->linear || body->h < 2)
		return;
	rect_take_top(body, 1);
	paragraph_show(&s->legend, NULL,
		arena_printf(v->arena,
			_("%s liberi   %s quasi pieni   "
			  "%s pieni   - chiusi     -09:30- occupato"),
			glyph_text(GLYPH_DOT, v->ascii), glyph_text(GLYPH_HALF, v->ascii),
			glyph_text(GLYPH_RING, v->ascii)),
		ROLE_MUTED);
	view_put(v, rect_take_top(body, 1), &s->legend.widget);
}

/* Under the month and the times: where, and until when; the whole punto when there is
 * room. */
static void put_where(
	struct nuovo *s, const struct model *m, struct view *v, struct rect body)
{
	rect_take_top(&body, 1);
	paragraph_show(&s->detail, NULL, where_text(m, v->arena), ROLE_NORMAL);
	view_put(v, rect_take_top(&body, paragraph_rows(&s->detail, body.w)),
		&s->detail.widget);
	rect_take_top(&body, 1);
	if (body.h >= 6)
		nuovo_punto(s, chosen_punto(m), v, body);
}

static void giorno_compose(
	struct nuovo *s, const struct model *m, struct view *v, struct rect body)
{
	bool stale = slice_age(m, &m->disponibilita.s, v->arena) != NULL;
	int gap = body.w >= WIDE ? 8 : 3, rows;
	struct rect top, month;

	show_calendar(s, m, v->arena);
	show_times(s, m, v->arena);
	nuovo_refusal(s, m, v, &body);
	nuovo_remark(
		s, v, &body, bottom_text(m, v->arena), stale ? ROLE_WARNING : ROLE_MUTED);
	rect_take_top(&body, body.h > 13 ? 1 : 0);
	rows = times_rows(&s->times, body.w - CALENDAR_COLUMNS - gap);
	rows = rows > CALENDAR_ROWS - 2 ? rows : CALENDAR_ROWS - 2;
	top = rect_take_top(&body,
		rows < body.h - 3     ? rows
			: body.h > 15 ? body.h - 5
				      : body.h);
	month = rect_take_left(&top, CALENDAR_COLUMNS);
	rect_take_left(&top, gap);
	view_put(v, month, &s->calendar.widget);
	view_put(v, top, &s->times.widget);
	put_legend(s, v, &body);
	put_where(s, m, v, body);
}

static struct intent choose_time(const struct nuovo *s)
{
	const struct time_cell *cell = times_current(&s->times);
	struct intent i = wish(INTENT_BOZZA_ORARIO);

	if (!cell || cell->refuse)
		return NO_WISH;
	i.inizio = cell->start;
	return i;
}

static instant first_free_of(const struct giorno_disponibile *g, instant now)
{
	for (size_t i = 0; g && i < g->n_orari; i++)
		if (g->orari[i].posti_liberi > 0 && g->orari[i].inizio > now)
			return g->orari[i].inizio;
	return INSTANT_NONE;
}

static struct intent giorno_widget(
	struct nuovo *s, const struct model *m, const struct event *e)
{
	if (e->widget == &s->times.widget)
		return e->news == NEWS_CHOSEN ? choose_time(s) : NO_WISH;
	if (e->news == NEWS_WANTS)
		return covered(s, m) ? NO_WISH : wish_month(s, m);
	if (e->news == NEWS_CHOSEN) {
		instant first = first_free_of(day_at(m, s->calendar.cursor), disponibilita_now(m));
		if (first == INSTANT_NONE)
			return NO_WISH;
		if (giorno_of(s->times.cursor) != s->calendar.cursor)
			times_go(&s->times, first);
		s->focus[PASSO_GIORNO].at = &s->times.widget;
	}
	return NO_WISH;
}

/* The first free time that is known: in the days read, else what the punto said of
 * itself. */
static instant first_free(const struct model *m)
{
	const struct disponibilita *d = known(m);
	const struct punto *p = chosen_punto(m);

	if (d && m->disponibilita.dal <= giorno_of(disponibilita_now(m)))
		for (size_t i = 0; i < d->n_giorni; i++) {
			instant at = first_free_of(&d->giorni[i], disponibilita_now(m));
			if (at != INSTANT_NONE)
				return at;
		}
	return p ? p->primo_libero : INSTANT_NONE;
}

static struct intent giorno_action(
	struct nuovo *s, const struct model *m, int action, bool *taken)
{
	instant at = first_free(m);

	if (action == ACTION_REFRESH) {
		*taken = true;
		return wish_month(s, m);
	}
	if (action != ACTION_FIRST_FREE)
		return NO_WISH;
	*taken = true;
	if (at == INSTANT_NONE)
		return NO_WISH;
	calendar_go(&s->calendar, giorno_of(at));
	times_go(&s->times, at);
	s->focus[PASSO_GIORNO].at = &s->times.widget;
	return covered(s, m) ? NO_WISH : wish_month(s, m);
}

const struct passo_ops passo_giorno = {
	.name = N_("Giorno e ora"),
	.enter = giorno_enter,
	.compose = giorno_compose,
	.widget = giorno_widget,
	.action = giorno_action,
};
