/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Rows and sentences made of domain values, once per filling of a slice.
 */
#include "ui/righe.h"

#include "base/text.h"

#include <string.h>

static const char *or_nothing(const char *s)
{
	return s ? s : "";
}

static const char *weekday_3(giorno g)
{
	switch (giorno_della_settimana(g)) {
	case 1:
		return _("lun");
	case 2:
		return _("mar");
	case 3:
		return _("mer");
	case 4:
		return _("gio");
	case 5:
		return _("ven");
	case 6:
		return _("sab");
	default:
		return _("dom");
	}
}

char *giorno_brief(struct arena *a, giorno g)
{
	int anno, mese, giorno_del_mese;

	giorno_to_civil(g, &anno, &mese, &giorno_del_mese);
	return arena_printf(a, "%s %02d/%02d", weekday_3(g), giorno_del_mese, mese);
}

char *quando_short(struct arena *a, instant t)
{
	return arena_printf(a, "%s %s", weekday_3(giorno_of(t)), instant_phrase(a, t));
}

#define COVER "•••"

static size_t first_letter(const char *word)
{
	size_t n = 1;

	while (((unsigned char)word[n] & 0xC0) == 0x80)
		n++;
	return n;
}

/* No word's length is told. */
static char *masked(struct arena *a, const char *nome)
{
	char *all = arena_strdup(a, "");

	while (*(nome += strspn(nome, " "))) {
		all = arena_printf(a, "%s%s%.*s" COVER, all, *all ? " " : "",
			(int)first_letter(nome), nome);
		nome += strcspn(nome, " ");
	}
	return all;
}

char *nome_phrase(struct arena *a, enum nomi nomi, const char *nome)
{
	if (nomi == NOMI_MASCHERATI)
		return masked(a, or_nothing(nome));
	return arena_strdup(a, or_nothing(nome));
}

char *persona_named(struct arena *a, enum nomi nomi, const struct persona *p)
{
	return nome_phrase(a, nomi, persona_phrase(a, p));
}

char *persona_surname_first(struct arena *a, enum nomi nomi, const struct persona *p)
{
	if (!p->cognome || !p->nome_proprio)
		return persona_named(a, nomi, p);
	return nome_phrase(a, nomi, arena_printf(a, "%s %s", p->cognome, p->nome_proprio));
}

static enum tono tono_of(enum appuntamento_stato stato, enum annotazione annotazione)
{
	switch (stato) {
	case APPUNTAMENTO_STATO_CONFERMATO:
		return annotazione == ANNOTAZIONE_NONE ? TONO_BUONO : TONO_NORMALE;
	case APPUNTAMENTO_STATO_CANCELLATO:
		return TONO_SPENTO;
	default:
		return TONO_NORMALE;
	}
}

void riga_appuntamento(struct arena *a, enum nomi nomi,
	const struct appuntamento_sintesi *s, struct riga *to)
{
	*to = (struct riga){
		.id = arena_strdup(a, s->id),
		.tono = tono_of(s->stato, s->annotazione),
	};
	to->inizio = s->inizio;
	to->celle[CELLA_QUANDO] = quando_short(a, s->inizio);
	to->celle[CELLA_STATO] = appuntamento_stato_phrase(a, s->stato, s->annotazione);
	to->celle[CELLA_PERSONE] = arena_printf(a, "%s – %s",
		persona_surname_first(a, nomi, &s->datore),
		persona_surname_first(a, nomi, &s->lavoratore));
	to->celle[CELLA_RAPPORTO] = or_nothing(
		arena_strdup(a, s->codice_rapporto_lavoro));
	to->celle[CELLA_PUNTO] = or_nothing(arena_strdup(a, s->punto_denominazione));
	to->celle[CELLA_LAVORATORE] = persona_surname_first(a, nomi, &s->lavoratore);
	to->celle[CELLA_GESTORE] = or_nothing(arena_strdup(a, s->gestore.denominazione));
}

void riga_sospesa(struct riga *to)
{
	to->tono = TONO_AVVISO;
	to->celle[CELLA_STATO] = _("cancellazione da verificare");
}

static const char *quesiti_phrase(struct arena *a, const struct rapporto *r)
{
	if (!r->quesiti)
		return _("nessun quesito");
	if (!r->quesiti_prenotabili)
		return _("nessuno prenotabile");
	return arena_printf(a,
		n_("%d prenotabile su %d", "%d prenotabili su %d",
			(unsigned long)r->quesiti_prenotabili),
		(int)r->quesiti_prenotabili, (int)r->quesiti);
}

void riga_rapporto(struct arena *a, enum nomi nomi, const struct rapporto *r, struct riga *to)
{
	*to = (struct riga){
		.id = arena_strdup(a, r->codice_rapporto_lavoro),
		.tono = r->quesiti_prenotabili ? TONO_NORMALE : TONO_SPENTO,
	};
	to->celle[CELLA_R_CODICE] = to->id;
	to->celle[CELLA_R_DATORE] = persona_surname_first(a, nomi, &r->datore);
	to->celle[CELLA_R_LAVORATORE] = persona_surname_first(a, nomi, &r->lavoratore);
	to->celle[CELLA_R_MANSIONE] = words_label(&mansione_words, (int)r->mansione);
	to->celle[CELLA_R_STATO] = words_label(&rapporto_stato_words, (int)r->stato);
	to->celle[CELLA_R_QUESITI] = quesiti_phrase(a, r);
}

const char *bozza_manca(const struct bozza *b)
{
	struct err err = { 0 };

	if (!b->codice_rapporto_lavoro)
		return _("manca il rapporto");
	if (!b->n_quesiti)
		return _("mancano i quesiti");
	if (!b->punto)
		return _("manca il punto");
	if (b->inizio == INSTANT_NONE)
		return _("mancano giorno e ora");
	if (!b->nota || !nota_check(b->nota, &err))
		return _("manca la nota");
	return NULL;
}

const char *bozza_a_che_punto(const struct bozza *b)
{
	const char *missing = bozza_manca(b);

	if (b->chiave)
		return _("inviata, da verificare");
	return missing ? missing : _("pronta da confermare");
}

/* What is filled in, in the order of the form. */
static const char *bozza_compilata(struct arena *a, const struct bozza *b)
{
	const char *parts[4];
	size_t n = 0;
	char *all = arena_strdup(a, "");

	if (b->n_quesiti)
		parts[n++] = arena_printf(a,
			n_("%d quesito", "%d quesiti", (unsigned long)b->n_quesiti),
			(int)b->n_quesiti);
	if (b->nota && b->nota[0])
		parts[n++] = _("nota");
	if (b->n_allegati)
		parts[n++] = arena_printf(a,
			n_("%d allegato", "%d allegati", (unsigned long)b->n_allegati),
			(int)b->n_allegati);
	if (b->n_canali)
		parts[n++] = _("avvisi");
	for (size_t i = 0; i < n; i++)
		all = arena_printf(a, "%s%s%s", all, i ? ", " : "", parts[i]);
	return n ? all : _("nulla di scritto");
}

void riga_bozza(struct arena *a, enum nomi nomi, const struct bozza *b, struct riga *to)
{
	*to = (struct riga){
		.id = arena_strdup(a, b->id),
		.tono = b->chiave ? TONO_AVVISO : TONO_NORMALE,
	};
	to->celle[CELLA_B_DATORE] = b->datore ? nome_phrase(a, nomi, b->datore)
		: b->codice_rapporto_lavoro   ? ""
					      : _("rapporto da scegliere");
	to->celle[CELLA_B_DOVE] = or_nothing(arena_strdup(a, b->punto_denominazione));
	to->celle[CELLA_B_QUANDO] = b->inizio == INSTANT_NONE
		? _("giorno da scegliere")
		: quando_short(a, b->inizio);
	to->celle[CELLA_B_MANCA] = bozza_a_che_punto(b);
	to->celle[CELLA_B_AGGIORNATA] = b->aggiornata_il == INSTANT_NONE
		? ""
		: instant_phrase(a, b->aggiornata_il);
	to->celle[CELLA_B_RAPPORTO] = or_nothing(
		arena_strdup(a, b->codice_rapporto_lavoro));
	to->celle[CELLA_B_COMPILATA] = bozza_compilata(a, b);
}

void riga_bozza_propria(
	struct arena *a, enum nomi nomi, const struct persona *lavoratore, struct riga *to)
{
	if (to->celle[CELLA_B_RAPPORTO][0])
		to->celle[CELLA_B_DATORE] = lavoratore
			? persona_surname_first(a, nomi, lavoratore)
			: to->celle[CELLA_B_RAPPORTO];
}

static char *with_reason(struct arena *a, char *sentence, const char *reason)
{
	if (!reason || !reason[0])
		return sentence;
	return arena_printf(a, _("%s Motivo: %s"), sentence, reason);
}

static char *delega_phrase(struct arena *a, const struct attenzione *x)
{
	char day[GIORNO_TEXT_SIZE];

	if (x->giorno == GIORNO_NONE)
		return arena_printf(a,
			_("La delega di %s non è più "
			  "attiva."),
			or_nothing(x->testo));
	giorno_format_screen(x->giorno, day);
	return arena_printf(a, _("La delega di %s non è più attiva dal %s."),
		or_nothing(x->testo), day);
}

/* "lun 23/11/2026 09:50", and of whom where there are several employers. */
static char *quando_chi(struct arena *a, instant inizio, const char *datore)
{
	char *when = quando_short(a, inizio);

	return datore && datore[0] ? arena_printf(a, "%s, %s", when, datore) : when;
}

static char *attenzione_phrase(struct arena *a, const struct attenzione *x)
{
	switch (x->tipo) {
	case ATTENZIONE_NON_ABILITATO:
		return arena_strdup(a,
			_("Non sei abilitato come intermediario (circolare "
			  "49/2011): non puoi prenotare."));
	case ATTENZIONE_DELEGA_FINITA:
		return delega_phrase(a, x);
	case ATTENZIONE_DISDETTO:
		return with_reason(a,
			arena_printf(a,
				_("%s: disdetto dalla Struttura "
				  "territoriale."),
				quando_chi(a, x->inizio, x->datore)),
			x->testo);
	case ATTENZIONE_DEFINITO:
		return arena_printf(a,
			_("%s: Chiuso e Definito, non occorre presentarsi."),
			quando_chi(a, x->inizio, x->datore));
	case ATTENZIONE_MODIFICATO:
		return arena_printf(a,
			_("%s: è il nuovo orario, modificato dalla Struttura."),
			quando_chi(a, x->inizio, x->datore));
	case ATTENZIONE_VICINO:
		return arena_printf(a, _("%s: l'appuntamento è tra poco."),
			quando_chi(a, x->inizio, x->datore));
	case ATTENZIONE_PRENOTABILI:
		return arena_printf(a,
			n_("%s quesito può essere oggetto di un appuntamento.",
				"%s quesiti possono essere oggetto di un appuntamento.",
				(unsigned long)x->n),
			text_count(a, x->n));
	case ATTENZIONE_FILE_SCADUTI:
		return arena_strdup(a,
			_("Gli allegati di una bozza vanno ricaricati: il "
			  "servizio li ha tenuti quanto poteva."));
	case ATTENZIONE_BOZZA_SENZA_DELEGA:
		return arena_printf(a,
			_("Una bozza non si può confermare: la delega di %s non è più attiva."),
			or_nothing(x->testo));
	}
	return arena_strdup(a, "");
}

void riga_attenzione(struct arena *a, struct attenzione *x)
{
	x->riga = arena_printf(a, "a%d/%s", (int)x->tipo, or_nothing(x->id));
	x->frase = attenzione_phrase(a, x);
}

char *sospeso_phrase(struct arena *a, const struct sospeso *x)
{
	const char *where = or_nothing(x->punto_denominazione);
	const char *when;

	if (x->caricamento)
		return arena_printf(a, _("Caricamento da verificare: %s"),
			x->descrizione ? x->descrizione : _("allegato"));
	when = quando_chi(a, x->inizio, x->datore);
	if (x->cancellazione)
		return arena_printf(
			a, _("Cancellazione da verificare: %s, %s"), when, where);
	return arena_printf(a, _("Conferma da verificare: %s, %s"), when, where);
}
