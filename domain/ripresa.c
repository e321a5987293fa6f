/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/ripresa.h"

#include "base/i18n.h"
#include "domain/idoneita.h"

#include <string.h>

static void say(struct ripresa *r, enum ripresa_campo campo, const char *frase)
{
	for (size_t i = 0; i < r->n; i++)
		if (!strcmp(r->voci[i].frase, frase))
			return;
	if (r->n < RIPRESA_VOCI_MAX)
		r->voci[r->n++] = (struct ripresa_voce){ campo, frase };
}

/* ── rapporto ───────────────────────────────────────────────────────────────────────────── */

static bool is_same(const struct persona *a, const struct persona *b)
{
	return a->codice_fiscale && b->codice_fiscale
		&& !strcmp(a->codice_fiscale, b->codice_fiscale);
}

static bool is_mandate_of(struct arena *a, const struct delegante *d, const struct bozza *b,
	const struct persona *datore)
{
	if (datore)
		return is_same(&d->datore, datore);
	return b->datore && !strcmp(persona_phrase(a, &d->datore), b->datore);
}

/* The bozza itself remembers the employer by name alone, and two may have one name: then, without
 * the rapporto to tell them apart, nothing is known. */
static const struct delegante *mandate_of(struct arena *a, const struct profilo *p,
	const struct bozza *b, const struct persona *datore)
{
	const struct delegante *found = NULL;

	if (!p || p->in_uso != PROFILO_INTERMEDIARIO)
		return NULL;
	for (size_t i = 0; i < p->n_deleganti; i++) {
		if (!is_mandate_of(a, &p->deleganti[i], b, datore))
			continue;
		if (found && !is_same(&found->datore, &p->deleganti[i].datore))
			return NULL;
		/* An employer's former mandates are listed too: the one that holds counts. */
		if (!found || p->deleganti[i].stato == DELEGA_STATO_ATTIVA)
			found = &p->deleganti[i];
	}
	return found;
}

void ripresa_rapporto(struct ripresa *r, const struct bozza *b, bool visible,
	const struct persona *datore, const struct profilo *p)
{
	const struct delegante *d = mandate_of(r->a, p, b, datore);

	if (d && d->stato != DELEGA_STATO_ATTIVA)
		say(r, RIPRESA_RAPPORTO,
			arena_printf(r->a,
				_("La delega di %s non è più attiva (%s): la bozza resta, ma non si "
				  "può confermare."),
				persona_phrase(r->a, &d->datore), words_label(&delega_stato_words, (int)d->stato)));
	else if (!visible)
		say(r, RIPRESA_RAPPORTO,
			arena_printf(r->a,
				_("Il rapporto di lavoro %s non è più visibile con questo accesso: "
				  "la bozza resta, ma non si può confermare."),
				b->codice_rapporto_lavoro));
}

/* ── quesiti ────────────────────────────────────────────────────────────────────────────── */

static const struct quesito *quesito_find(const struct quesiti *all, const char *id)
{
	for (size_t i = 0; i < all->n; i++)
		if (!strcmp(all->items[i].id, id))
			return &all->items[i];
	return NULL;
}

static char *quesito_gone(struct arena *a, const char *id, const struct quesito *q)
{
	if (!q)
		return arena_printf(a,
			_("Il quesito %s non è più tra quelli del rapporto: è stato tolto dalla "
			  "bozza."),
			id);
	return arena_printf(a,
		_("Il quesito «%s» non può più essere oggetto di appuntamento ed è stato tolto "
		  "dalla bozza. %s."),
		q->oggetto ? q->oggetto : id, idoneita_phrase(a, q));
}

void ripresa_quesiti(struct ripresa *r, struct bozza *b, const struct quesiti *all)
{
	const char **kept = arena_array(r->a, b->n_quesiti + 1, sizeof(*kept));
	size_t n = 0;

	for (size_t i = 0; i < b->n_quesiti; i++) {
		const struct quesito *q = quesito_find(all, b->quesiti[i]);
		if (q && q->prenotabile)
			kept[n++] = b->quesiti[i];
		else
			say(r, RIPRESA_QUESITI, quesito_gone(r->a, b->quesiti[i], q));
	}
	b->quesiti = kept;
	b->n_quesiti = n;
}

/* ── punto, giorno e ora ────────────────────────────────────────────────────────────────── */

void ripresa_punto(struct ripresa *r, struct bozza *b, const struct punti *all)
{
	if (!b->punto)
		return;
	for (size_t i = 0; i < all->n; i++)
		if (!strcmp(all->items[i].id, b->punto))
			return;
	say(r, RIPRESA_PUNTO,
		arena_printf(r->a,
			_("Il punto di consulenza %s ha chiuso o non è più competente per questo "
			  "rapporto: punto, giorno e ora vanno scelti di nuovo."),
			b->punto_denominazione ? b->punto_denominazione : b->punto));
	b->punto = b->punto_denominazione = NULL;
	b->inizio = INSTANT_NONE;
}

static const struct giorno_disponibile *day_find(const struct disponibilita *d, giorno day)
{
	for (size_t i = 0; d && i < d->n_giorni; i++)
		if (d->giorni[i].data == day)
			return &d->giorni[i];
	return NULL;
}

static bool is_free(const struct giorno_disponibile *day, instant inizio)
{
	for (size_t i = 0; i < day->n_orari; i++)
		if (day->orari[i].inizio == inizio)
			return day->orari[i].posti_liberi > 0;
	return false;
}

void ripresa_orario(
	struct ripresa *r, struct bozza *b, const struct disponibilita *d, instant now)
{
	const struct giorno_disponibile *day;
	const char *when, *sentence;

	if (b->inizio == INSTANT_NONE)
		return;
	day = day_find(d, giorno_of(b->inizio));
	when = instant_phrase(r->a, b->inizio);
	if (b->inizio <= now)
		sentence = arena_printf(r->a,
			_("L'orario scelto, %s, è già passato: va scelto di nuovo."), when);
	else if (day && day->chiuso)
		sentence = arena_printf(r->a,
			_("Il giorno scelto, %s, ora è chiuso: va scelto di nuovo."), when);
	else if (day && !is_free(day, b->inizio))
		sentence = arena_printf(r->a,
			_("L'orario scelto, %s, non è più libero: va scelto di nuovo."), when);
	else
		return;
	say(r, RIPRESA_ORARIO, sentence);
	b->inizio = INSTANT_NONE;
}

/* ── recapiti ───────────────────────────────────────────────────────────────────────────── */

static bool has_channel(const struct recapiti *all, enum canale canale)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].canale == canale)
			return all->items[i].disponibile;
	return false;
}

void ripresa_recapiti(struct ripresa *r, struct bozza *b, const struct recapiti *all)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n_canali; i++) {
		if (has_channel(all, b->canali[i]))
			b->canali[n++] = b->canali[i];
		else
			say(r, RIPRESA_RECAPITI,
				arena_printf(r->a,
					_("INPS non ha più il recapito %s: non è più tra gli avvisi."),
					words_label(&canale_words, (int)b->canali[i])));
	}
	b->n_canali = n;
}

/* ── file ───────────────────────────────────────────────────────────────────────────────── */

static char *file_lost(struct arena *a, const char *nome, bool kept)
{
	if (kept)
		return arena_printf(a,
			_("Il file «%s» non è più su questo computer; il servizio ha ancora la "
			  "copia caricata, che vale."),
			nome);
	return arena_printf(
		a, _("Il file «%s» non è più dov'era: va tolto, o rimesso al suo posto."), nome);
}

static char *file_changed(struct arena *a, const char *nome, bool kept)
{
	if (kept)
		return arena_printf(a,
			_("Il file «%s» è cambiato dopo il caricamento: il servizio ha la versione "
			  "di prima. Per mandare quella nuova va tolto e scelto di nuovo."),
			nome);
	return arena_printf(a,
		_("Il file «%s» è cambiato da quando è stato scelto: va tolto e scelto di nuovo."),
		nome);
}

void ripresa_file(struct ripresa *r, const struct bozza_allegato *f, enum file_trovato how,
	instant now)
{
	bool kept = f->id && (f->scade_il == INSTANT_NONE || f->scade_il > now);

	if (how == FILE_SPARITO)
		say(r, RIPRESA_ALLEGATI, file_lost(r->a, f->nome, kept));
	else if (how == FILE_CAMBIATO)
		say(r, RIPRESA_ALLEGATI, file_changed(r->a, f->nome, kept));
	else if (f->id && !kept)
		say(r, RIPRESA_ALLEGATI,
			arena_printf(r->a,
				_("Il servizio non tiene più il file «%s»: viene caricato di nuovo."),
				f->nome));
}

/* ── what nobody could look at ──────────────────────────────────────────────────────────── */

static const char *const names[RIPRESA_CAMPI] = {
	[RIPRESA_RAPPORTO] = N_("rapporto"),
	[RIPRESA_QUESITI] = N_("quesiti"),
	[RIPRESA_PUNTO] = N_("punto di consulenza"),
	[RIPRESA_ORARIO] = N_("giorno e ora"),
	[RIPRESA_ALLEGATI] = N_("allegati"),
	[RIPRESA_RECAPITI] = N_("recapiti"),
};

void ripresa_non_controllati(struct ripresa *r, unsigned campi)
{
	enum ripresa_campo first = RIPRESA_CAMPI;
	char *all = arena_strdup(r->a, "");

	for (int i = 0; i < RIPRESA_CAMPI; i++) {
		if (!(campi & (1u << i)))
			continue;
		if (first == RIPRESA_CAMPI)
			first = (enum ripresa_campo)i;
		all = arena_printf(r->a, "%s%s%s", all, *all ? ", " : "", _(names[i]));
	}
	if (first != RIPRESA_CAMPI)
		say(r, first,
			arena_printf(r->a,
				_("Senza il servizio non si è potuto controllare se vale ancora: %s. "
				  "Si controlla da sé quando la linea torna."),
				all));
}

unsigned ripresa_campi(const struct bozza *b)
{
	return (b->codice_rapporto_lavoro ? 1u << RIPRESA_RAPPORTO : 0)
		| (b->n_quesiti ? 1u << RIPRESA_QUESITI : 0)
		| (b->punto ? 1u << RIPRESA_PUNTO : 0)
		| (b->inizio != INSTANT_NONE ? 1u << RIPRESA_ORARIO : 0)
		| (b->n_allegati ? 1u << RIPRESA_ALLEGATI : 0)
		| (b->n_canali ? 1u << RIPRESA_RECAPITI : 0);
}
