/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What became of the confirmation. "Confermato" only when the server said so; a lost
 * answer is a state of its own; a refusal names its rule and puts the nearest free
 * times one key away.
 */
#include "ui/screens/nuovo.h"

#include "ui/righe.h"

#include "ui/screens/scheda.h"

#include <stdlib.h>
#include <string.h>

static const struct list_column nearest_columns[] = {
	{ .width = { .min = 30, .max = 44, .weight = 1 } },
	{ .width = { .min = 16, .weight = 1 } },
};

static void put_text(struct paragraph *p, struct view *v, struct rect *body,
	const char *text, enum role role)
{
	paragraph_show(p, NULL, text, role);
	view_put(v, rect_take_top(body, paragraph_rows(p, body->w)), &p->widget);
	rect_take_top(body, 1);
}

static void put_bozza(
	struct nuovo *s, const struct model *m, struct view *v, struct rect body)
{
	const struct bozza *b = &m->bozza.bozza;
	uint64_t made_of = (m->bozza.s.generation * 8u + (unsigned)m->invio.fase) * 2u
		+ (unsigned)m->nomi;

	if (reader_begin(&s->end, made_of)) {
		if (b->inizio != INSTANT_NONE)
			reader_pair(&s->end, _("Giorno e ora"),
				quando_phrase(v->arena, b->inizio), ROLE_NORMAL);
		reader_pair(&s->end, _("Dove"), or_empty(b->punto_denominazione),
			ROLE_NORMAL);
		reader_pair(&s->end, _("Datore"),
			nome_phrase(v->arena, m->nomi, b->datore), ROLE_NORMAL);
		reader_pair(&s->end, _("Rapporto"), or_empty(b->codice_rapporto_lavoro),
			ROLE_NORMAL);
	}
	view_put(v, body, &s->end.widget);
}

/* ── On its way ─────────────────────────────────────────────────────────────────────────── */

static void compose_sending(
	struct nuovo *s, const struct model *m, struct view *v, struct rect body)
{
	const struct bozza *b = &m->bozza.bozza;

	put_text(&s->help, v, &body,
		m->invio.fase == INVIO_FILE
			? _("Prima della conferma sto finendo di caricare gli allegati.")
			: _("La conferma è partita: aspetto la risposta del servizio."),
		ROLE_NORMAL);
	for (size_t i = 0; m->invio.fase == INVIO_FILE && i < b->n_allegati; i++) {
		const struct caricamento_stato *c = &m->bozza.caricamenti[i];
		if (c->fase == CARICAMENTO_FATTO)
			continue;
		progress_show(&s->progress[i], b->allegati[i].nome, c->inviati,
			b->allegati[i].byte,
			arena_printf(v->arena, _("%s di %s"),
				byte_phrase(v->arena, c->inviati),
				byte_phrase(v->arena, b->allegati[i].byte)));
		view_put(v, rect_take_top(&body, 1), &s->progress[i].widget);
	}
	put_bozza(s, m, v, body);
}

/* ── Confirmed ──────────────────────────────────────────────────────────────────────────── */

static void compose_confirmed(
	struct nuovo *s, const struct model *m, struct view *v, struct rect body)
{
	const struct appuntamento *x = &m->invio.appuntamento;

	put_text(&s->help, v, &body,
		arena_printf(v->arena, _("%s Appuntamento confermato: %s"),
			glyph_text(GLYPH_CHECK, v->ascii), or_empty(x->id)),
		ROLE_OK);
	nuovo_remark(s, v, &body,
		_("L'avviso arriva nel Cassetto previdenziale. Se non ti serve più, "
		  "cancellalo dal suo dettaglio: l'orario torna libero per altri."),
		ROLE_MUTED);
	rect_take_bottom(&body, body.h > 14 ? 1 : 0);
	if (reader_begin(&s->end,
		    (m->invio.s.generation * 8u + (unsigned)m->invio.fase) * 2u
			    + (unsigned)m->nomi))
		scheda_short(&s->end, m->nomi, x, v->arena);
	view_put(v, body, &s->end.widget);
}

/* ── The answer was lost ────────────────────────────────────────────────────────────────── */

static void compose_unknown(
	struct nuovo *s, const struct model *m, struct view *v, struct rect body)
{
	put_text(&s->help, v, &body,
		arena_printf(v->arena, _("%s Conferma da verificare"),
			glyph_text(GLYPH_WARN, v->ascii)),
		ROLE_WARNING);
	put_text(&s->detail, v, &body,
		_("La richiesta è partita, ma la risposta è andata persa: non "
		  "si sa ancora se l'appuntamento è stato fissato. Non serve prenotare "
		  "di nuovo. Al "
		  "prossimo contatto il programma ripete la stessa richiesta, e di "
		  "appuntamenti ne "
		  "può nascere al massimo uno."),
		ROLE_NORMAL);
	nuovo_remark(s, v, &body,
		_("Si può uscire: anche al prossimo avvio la verifica riparte da sola. "
		  "Se l'appuntamento non serve più, si può rinunciare alla richiesta."),
		ROLE_MUTED);
	put_bozza(s, m, v, body);
}

/* ── Refused ────────────────────────────────────────────────────────────────────────────── */

static const char *refusal_phrase(const struct model *m, struct arena *a)
{
	const struct invio *x = &m->invio;

	if (x->problem.n_orari_vicini) /* they are in the list below */
		return problem_sentence(x->problem.type);
	if (x->problem.type != PROBLEM_NONE)
		return problem_phrase(a, &x->problem);
	return err_phrase(a, &x->err);
}

static void show_nearest(struct nuovo *s, const struct model *m, struct arena *a)
{
	const struct problem *p = &m->invio.problem;
	struct list_row *rows = arena_array(a, p->n_orari_vicini + 1, sizeof(*rows));
	struct list_rows shown = {
		.items = rows,
		.n = p->n_orari_vicini,
		.count = -1,
		.generation = m->invio.s.generation,
	};

	for (size_t i = 0; i < p->n_orari_vicini; i++) {
		const struct orario *o = &p->orari_vicini[i];
		rows[i] = (struct list_row){
			.id = arena_printf(a, "%lld", (long long)o->inizio),
			.cells = { quando_phrase(a, o->inizio),
				arena_printf(a,
					n_("%d posto libero", "%d posti liberi",
						(unsigned long)o->posti_liberi),
					(int)o->posti_liberi) },
		};
	}
	list_show(&s->nearest, &shown);
}

static void compose_refused(
	struct nuovo *s, const struct model *m, struct view *v, struct rect body)
{
	put_text(&s->help, v, &body,
		arena_printf(v->arena, _("%s Appuntamento non confermato"),
			glyph_text(GLYPH_CROSS, v->ascii)),
		ROLE_ERROR);
	put_text(&s->problem, v, &body, refusal_phrase(m, v->arena), ROLE_NORMAL);
	nuovo_remark(s, v, &body,
		_("Quesiti, nota, allegati e recapiti sono ancora qui: nulla di quello "
		  "che hai scritto è andato perso."),
		ROLE_MUTED);
	if (!m->invio.problem.n_orari_vicini) {
		put_bozza(s, m, v, body);
		return;
	}
	show_nearest(s, m, v->arena);
	view_put(v, body, &s->nearest.widget);
}

void fine_compose(
	struct nuovo *s, const struct model *m, struct view *v, struct rect body)
{
	rect_take_top(&body, body.h > 14 ? 1 : 0);
	switch (m->invio.fase) {
	case INVIO_CONFERMATO:
		compose_confirmed(s, m, v, body);
		break;
	case INVIO_DA_VERIFICARE:
		compose_unknown(s, m, v, body);
		break;
	case INVIO_RIFIUTATO:
		compose_refused(s, m, v, body);
		break;
	default:
		compose_sending(s, m, v, body);
	}
}

struct intent fine_widget(struct nuovo *s, const struct model *m, const struct event *e)
{
	struct intent i = wish(INTENT_BOZZA_ORARIO);

	if (m->invio.fase != INVIO_RIFIUTATO || e->news != NEWS_CHOSEN
		|| e->widget != &s->nearest.widget || !list_current_id(&s->nearest)[0])
		return NO_WISH;
	i.inizio = (instant)strtoll(list_current_id(&s->nearest), NULL, 10);
	return i;
}

struct intent fine_action(struct nuovo *s, const struct model *m, const struct event *e)
{
	struct intent i;

	(void)s;
	switch (e->action) {
	case ACTION_BACK:
		if (m->invio.fase == INVIO_RIFIUTATO)
			return wish(INTENT_INVIO_VISTO);
		return wish(INTENT_CLOSE);
	case ACTION_SHOW:
		return wish_open(SCREEN_DETTAGLIO, m->invio.appuntamento.id);
	case ACTION_VERIFY:
	case ACTION_BURN:
		i = wish(e->action == ACTION_VERIFY ? INTENT_VERIFICA
						    : INTENT_CHIUDI_CHIAVE);
		i.chiave = m->invio.chiave;
		return i;
	default:
		return screen_default(e, ELENCO_HOME);
	}
}

uint64_t fine_where(const struct nuovo *s, const struct model *m)
{
	(void)s;
	switch (m->invio.fase) {
	case INVIO_CONFERMATO:
		return IN_ESITO;
	case INVIO_DA_VERIFICARE:
		return IN_VERIFICA;
	default:
		return 0;
	}
}

void nuovo_init_end(struct nuovo *s)
{
	list_init(&s->nearest, _("Orari liberi più vicini"), nearest_columns, 2);
}
