/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * An appuntamento as a page to read.
 */
#include "ui/screens/scheda.h"

#include "ui/righe.h"
#include "ui/screens/common.h"

#include <string.h>

uint64_t scheda_made_of(const struct model *m)
{
	return (uint64_t)m->dettaglio.s.generation * 2u + (unsigned)m->nomi;
}

char *quando_phrase(struct arena *a, instant t)
{
	return arena_printf(a, _("%s, ore %s"), giorno_phrase(a, giorno_of(t)),
		minuto_format(a, minuto_of(t)));
}

char *allegato_phrase(
	struct arena *a, const char *nome, enum tipo_file tipo, int64_t byte)
{
	return arena_printf(a, "%s · %s · %s", or_empty(nome),
		words_label(&tipo_file_words, (int)tipo), byte_phrase(a, byte));
}

char *quesito_phrase(struct arena *a, const struct quesito *q)
{
	return arena_printf(a, "%s · %s",
		words_label(&argomento_words, (int)q->argomento), or_empty(q->oggetto));
}

static enum role stato_role(const struct appuntamento *x)
{
	if (x->stato == APPUNTAMENTO_STATO_CONFERMATO
		&& x->annotazione == ANNOTAZIONE_NONE)
		return ROLE_OK;
	return x->stato == APPUNTAMENTO_STATO_CANCELLATO ? ROLE_WARNING : ROLE_NORMAL;
}

static void pair(struct reader *r, const char *name, const char *value)
{
	if (value && value[0])
		reader_pair(r, name, value, ROLE_NORMAL);
}

static const char *persona_or_null(
	struct arena *a, enum nomi nomi, const struct persona *p)
{
	return p->cognome || p->nome_proprio ? persona_named(a, nomi, p) : NULL;
}

static void add_when_where(
	struct reader *r, const struct appuntamento *x, struct arena *a)
{
	const struct punto *p = &x->punto;

	reader_pair(r, _("Stato"), appuntamento_stato_phrase(a, x->stato, x->annotazione),
		stato_role(x));
	reader_pair(r, _("Giorno e ora"), quando_phrase(a, x->inizio), ROLE_ACCENT);
	pair(r, _("Dove"), p->denominazione);
	if (p->indirizzo)
		pair(r, _("Indirizzo"),
			p->citta ? arena_printf(a, "%s, %s", p->indirizzo, p->citta)
				 : p->indirizzo);
}

static const char *gestore_phrase(struct arena *a, const struct gestore *g)
{
	switch (g->tipo) {
	case PROFILO_INTERMEDIARIO:
		return arena_printf(
			a, _("l'intermediario %s"), or_empty(g->denominazione));
	case PROFILO_OPERATORE:
	case PROFILO_RESPONSABILE:
		return arena_printf(
			a, _("la Struttura territoriale %s"), or_empty(g->denominazione));
	default:
		return _("il datore di lavoro");
	}
}

static void add_who(struct reader *r, enum nomi nomi, const struct appuntamento *x,
	struct arena *a, bool whole)
{
	pair(r, _("Rapporto"), x->codice_rapporto_lavoro);
	pair(r, _("Datore"), persona_or_null(a, nomi, &x->datore));
	pair(r, _("Lavoratore"), persona_or_null(a, nomi, &x->lavoratore));
	if (whole || x->gestore.denominazione)
		pair(r, _("Gestito da"), gestore_phrase(a, &x->gestore));
}

void scheda_short(
	struct reader *r, enum nomi nomi, const struct appuntamento *x, struct arena *a)
{
	add_when_where(r, x, a);
	pair(r, _("Cosa portare"), x->punto.cosa_portare);
	add_who(r, nomi, x, a, false);
	for (size_t i = 0; i < x->n_quesiti; i++)
		pair(r, i ? "" : n_("Quesito", "Quesiti", (unsigned long)x->n_quesiti),
			quesito_phrase(a, &x->quesiti[i]));
	pair(r, _("Identificativo"), x->id);
	if (x->nota && x->nota[0]) {
		reader_gap(r);
		reader_heading(r, _("Nota"));
		reader_text(r, ROLE_NORMAL, x->nota);
	}
}

static const char *canali_phrase(struct arena *a, const struct appuntamento *x)
{
	const char *words[CANALE_COUNT];
	size_t n = 0;

	for (size_t i = 0; i < x->n_canali && n < CANALE_COUNT; i++)
		words[n++] = words_label(&canale_words, (int)x->canali[i]);
	if (!n)
		return _("nel Cassetto previdenziale");
	return arena_printf(
		a, _("nel Cassetto previdenziale; %s"), join_words(a, words, n));
}

static void add_files(
	struct reader *r, const struct allegato *files, size_t n, struct arena *a)
{
	for (size_t i = 0; i < n; i++)
		reader_link(r, files[i].id,
			allegato_phrase(a, files[i].nome, files[i].tipo, files[i].byte));
}

static void add_comunicazione(
	struct reader *r, const struct comunicazione *c, struct arena *a)
{
	reader_gap(r);
	reader_text(r, ROLE_MUTED,
		arena_printf(a,
			c->interlocutoria ? _("%s, %s (risposta interlocutoria)")
					  : "%s, %s",
			words_label(&autore_words, (int)c->autore),
			instant_phrase(a, c->inviata_il)));
	reader_text(r, ROLE_NORMAL, c->testo);
	add_files(r, c->allegati, c->n_allegati, a);
}

static const char *quesito_state(const struct quesito *q)
{
	if (q->esito != QUESITO_ESITO_NONE)
		return words_label(&quesito_esito_words, (int)q->esito);
	return words_label(&quesito_stato_words, (int)q->stato);
}

void scheda_quesito(struct reader *r, const struct quesito *q, struct arena *a)
{
	char day[GIORNO_TEXT_SIZE];

	reader_heading(r, arena_printf(a, _("Quesito: %s"), or_empty(q->oggetto)));
	pair(r, _("Argomento"), words_label(&argomento_words, (int)q->argomento));
	pair(r, _("Protocollo"), quesito_protocollo_phrase(q));
	giorno_format_screen(q->aperto_il, day);
	pair(r, _("Inviato il"), day);
	pair(r, _("Stato"), quesito_state(q));
	for (size_t i = 0; i < q->n_comunicazioni; i++)
		add_comunicazione(r, &q->comunicazioni[i], a);
}

static void add_story(struct reader *r, const struct appuntamento *x, struct arena *a)
{
	if (!x->n_storia)
		return;
	reader_gap(r);
	reader_heading(r, _("Storia"));
	for (size_t i = 0; i < x->n_storia; i++) {
		const struct evento_storia *e = &x->storia[i];
		const char *what = words_label(&evento_words, (int)e->evento);
		reader_text(r, ROLE_NORMAL,
			arena_printf(a,
				e->testo && e->testo[0] ? "%s · %s: %s" : "%s · %s%s",
				instant_phrase(a, e->quando), what, or_empty(e->testo)));
	}
}

void scheda_whole(
	struct reader *r, enum nomi nomi, const struct appuntamento *x, struct arena *a)
{
	add_when_where(r, x, a);
	pair(r, _("Telefono"), x->punto.telefono);
	pair(r, _("Email"), x->punto.email);
	pair(r, _("Cosa portare"), x->punto.cosa_portare);
	add_who(r, nomi, x, a, true);
	pair(r, _("Avvisi"), canali_phrase(a, x));
	pair(r, _("Identificativo"), x->id);
	reader_gap(r);
	reader_heading(r, _("Nota sul motivo dell'appuntamento"));
	reader_text(r, ROLE_NORMAL, or_empty(x->nota));
	if (x->n_allegati) {
		reader_gap(r);
		reader_heading(r, _("Allegati all'appuntamento"));
		add_files(r, x->allegati, x->n_allegati, a);
	}
	add_story(r, x, a);
}

void scheda_quesiti(struct reader *r, const struct appuntamento *x, struct arena *a)
{
	for (size_t i = 0; i < x->n_quesiti; i++) {
		if (r->n)
			reader_gap(r);
		scheda_quesito(r, &x->quesiti[i], a);
	}
}

static const struct allegato *find(const struct allegato *files, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (same_text(files[i].id, id))
			return &files[i];
	return NULL;
}

const struct allegato *scheda_allegato(const struct appuntamento *x, const char *id)
{
	const struct allegato *f = find(x->allegati, x->n_allegati, id);

	for (size_t i = 0; i < x->n_quesiti; i++)
		for (size_t k = 0; !f && k < x->quesiti[i].n_comunicazioni; k++)
			f = find(x->quesiti[i].comunicazioni[k].allegati,
				x->quesiti[i].comunicazioni[k].n_allegati, id);
	return f;
}
