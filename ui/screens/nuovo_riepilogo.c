/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Everything that will be asked, before it is asked: each line leads back to its step.
 */
#include "ui/screens/nuovo.h"

#include "base/text.h"
#include "ui/righe.h"
#include "ui/screens/scheda.h"

#include <string.h>

static uint64_t made_of(const struct model *m)
{
	const unsigned parts[] = { m->bozza.s.generation, m->rapporto.s.generation,
		m->quesiti.s.generation, m->punti.s.generation,
		m->recapiti.s.generation };
	uint64_t all = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		all = all * 1000003u + parts[i];
	all = all * 2u + (unsigned)m->nomi;
	for (size_t i = 0; i < m->bozza.bozza.n_allegati; i++)
		all = all * 8u + (unsigned)m->bozza.caricamenti[i].fase;
	return all;
}

/* The step that a line leads to: ids are "1" … "7". */
static const char *const ids[PASSO_COUNT] = { "1", "2", "3", "4", "5", "6", "7" };

static void line(struct reader *r, enum passo passo, const char *name, const char *value,
	enum role role)
{
	reader_pair_link(r, ids[passo], name, value, role);
}

static void add_rapporto(struct reader *r, const struct model *m, struct arena *a)
{
	const struct rapporto *x = &m->rapporto.rapporto;
	const struct bozza *b = &m->bozza.bozza;

	if (same_text(x->codice_rapporto_lavoro, b->codice_rapporto_lavoro))
		line(r, PASSO_RAPPORTO, _("Rapporto"),
			arena_printf(a, "%s · %s – %s", b->codice_rapporto_lavoro,
				persona_named(a, m->nomi, &x->datore),
				persona_named(a, m->nomi, &x->lavoratore)),
			ROLE_NORMAL);
	else
		line(r, PASSO_RAPPORTO, _("Rapporto"),
			or_empty(b->codice_rapporto_lavoro), ROLE_NORMAL);
}

static const char *quesito_words(const struct model *m, const char *id, struct arena *a)
{
	for (size_t i = 0; i < m->quesiti.quesiti.n; i++)
		if (same_text(m->quesiti.quesiti.items[i].id, id))
			return quesito_phrase(a, &m->quesiti.quesiti.items[i]);
	return id;
}

static void add_quesiti(struct reader *r, const struct model *m, struct arena *a)
{
	const struct bozza *b = &m->bozza.bozza;
	char *all = arena_strdup(a, "");

	for (size_t i = 0; i < b->n_quesiti; i++)
		all = arena_printf(a, "%s%s%s", all, i ? "\n" : "",
			quesito_words(m, b->quesiti[i], a));
	line(r, PASSO_QUESITI, n_("Quesito", "Quesiti", (unsigned long)b->n_quesiti), all,
		ROLE_NORMAL);
}

static void add_punto(struct reader *r, const struct model *m, struct arena *a)
{
	const struct bozza *b = &m->bozza.bozza;
	const char *where = or_empty(b->punto_denominazione);

	for (size_t i = 0; i < m->punti.punti.n; i++)
		if (same_text(m->punti.punti.items[i].id, b->punto))
			where = arena_printf(a, "%s, %s, %s", where,
				or_empty(m->punti.punti.items[i].indirizzo),
				or_empty(m->punti.punti.items[i].citta));
	line(r, PASSO_PUNTO, _("Dove"), where, ROLE_NORMAL);
}

static const char *files_phrase(const struct bozza_slice *s, struct arena *a)
{
	char *all = arena_strdup(a, "");

	for (size_t i = 0; i < s->bozza.n_allegati; i++) {
		const struct bozza_allegato *f = &s->bozza.allegati[i];
		const char *state = s->caricamenti[i].fase == CARICAMENTO_FATTO ? ""
			: s->caricamenti[i].fase == CARICAMENTO_FALLITO
			? _(" (non arrivato)")
			: _(" (in caricamento)");
		all = arena_printf(a, "%s%s%s%s", all, i ? "\n" : "",
			allegato_phrase(a, f->nome, f->tipo, f->byte), state);
	}
	return s->bozza.n_allegati ? all : _("nessuno");
}

static const char *channels_phrase(const struct model *m, struct arena *a)
{
	const struct bozza *b = &m->bozza.bozza;
	char *all = arena_strdup(a, _("nel Cassetto previdenziale"));

	for (size_t i = 0; i < m->recapiti.recapiti.n; i++) {
		const struct recapito *x = &m->recapiti.recapiti.items[i];
		for (size_t k = 0; k < b->n_canali; k++)
			if (b->canali[k] == x->canale)
				all = arena_printf(a, "%s; %s %s", all,
					words_label(&canale_words, (int)x->canale),
					or_empty(x->valore_mascherato));
	}
	return all;
}

static void make_summary(struct reader *r, const struct model *m, struct arena *a)
{
	const struct bozza *b = &m->bozza.bozza;
	const char *nota = text_trim(a, or_empty(b->nota)); /* as it is sent */

	line(r, PASSO_GIORNO, _("Giorno e ora"),
		b->inizio == INSTANT_NONE ? _("da scegliere")
					  : quando_phrase(a, b->inizio),
		ROLE_ACCENT);
	add_punto(r, m, a);
	add_rapporto(r, m, a);
	add_quesiti(r, m, a);
	line(r, PASSO_NOTA, _("Nota"), nota[0] ? nota : _("da scrivere"), ROLE_NORMAL);
	line(r, PASSO_ALLEGATI, _("Allegati"), files_phrase(&m->bozza, a), ROLE_NORMAL);
	line(r, PASSO_RECAPITI, _("Avvisi"), channels_phrase(m, a), ROLE_NORMAL);
}

/* While the question is open over old times: they are being read, or cannot be. */
static void keep_question(struct nuovo *s, const struct model *m, struct arena *a)
{
	const char *why = may_conferma(m);

	if (!s->asking)
		return;
	if (why && !s->said_yes)
		dialog_show(&s->dialog, why);
	else if (s->said_yes)
		dialog_show(&s->dialog,
			arena_printf(a,
				_("%s\n\nSto rileggendo gli orari: se il tuo è ancora libero, la "
				  "conferma parte da sola."),
				s->question));
	else if (!disponibilita_fresca(m))
		dialog_show(&s->dialog,
			arena_printf(a,
				_("%s\n\nSto rileggendo gli orari prima di "
				  "confermare."),
				s->question));
	else
		dialog_show(&s->dialog, s->question);
}

/* What the summary repeats was read when its steps were: the oldest of it counts. */
static const char *oldest_age(const struct model *m, struct arena *a)
{
	const struct slice *const parts[] = { &m->rapporto.s, &m->quesiti.s, &m->punti.s,
		&m->recapiti.s };
	const struct slice *oldest = NULL;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (slice_age(m, parts[i], a)
			&& (!oldest || parts[i]->letto_il < oldest->letto_il))
			oldest = parts[i];
	return oldest ? slice_age(m, oldest, a) : NULL;
}

static void riepilogo_compose(
	struct nuovo *s, const struct model *m, struct view *v, struct rect body)
{
	const char *why = may_conferma(m);
	const char *last = _("Giorno e ora saranno bloccati solo dopo la conferma.");
	const char *age = oldest_age(m, v->arena);

	nuovo_refusal(s, m, v, &body);
	nuovo_remark(s, v, &body,
		arena_printf(v->arena, "%s%s%s%s%s", age ? age : "", age ? "\n" : "",
			why ? why : "", why ? " " : "", last),
		why || age ? ROLE_WARNING : ROLE_MUTED);
	rect_take_bottom(&body, 1);
	if (reader_begin(&s->summary, made_of(m)))
		make_summary(&s->summary, m, v->arena);
	rect_take_top(&body, body.h > 14 ? 1 : 0);
	view_put(v, body, &s->summary.widget);
	keep_question(s, m, v->arena);
}

static struct intent riepilogo_enter(struct nuovo *s, const struct model *m)
{
	struct intent i = wish_id(INTENT_DISPONIBILITA, m->bozza.bozza.punto);
	int anno, mese, g;
	giorno oggi = giorno_of(disponibilita_now(m));

	(void)s;
	if (disponibilita_fresca(m) || m->bozza.bozza.inizio == INSTANT_NONE)
		return NO_WISH;
	giorno_to_civil(giorno_of(m->bozza.bozza.inizio), &anno, &mese, &g);
	i.dal = giorno_from_civil(anno, mese, 1);
	i.al = giorno_from_civil(anno, mese, mese_length(anno, mese));
	if (i.dal < oggi)
		i.dal = oggi;
	return i.al < i.dal ? NO_WISH : i;
}

static struct intent riepilogo_widget(
	struct nuovo *s, const struct model *m, const struct event *e)
{
	const char *id = reader_current(&s->summary);

	if (e->widget != &s->summary.widget || e->news != NEWS_CHOSEN || !id)
		return NO_WISH;
	s->from_summary = true;
	return nuovo_go(s, m, (enum passo)(id[0] - '1'));
}

const struct passo_ops passo_riepilogo = {
	.name = N_("Riepilogo"),
	.enter = riepilogo_enter,
	.compose = riepilogo_compose,
	.widget = riepilogo_widget,
};
