/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What a person reads when something is refused: the rule, the field, the way out. Each is a
 * whole sentence, or several; none is put together from halves.
 */
#include "domain/problem.h"

#include "base/i18n.h"
#include "base/text.h"
#include "domain/allegato.h"

#include <string.h>

static char *with_times(struct arena *a, const char *sentence, const struct problem *p)
{
	const char *times = "";

	if (p->n_orari_vicini == 0)
		return arena_printf(a, "%s %s", sentence,
			_("Scegli un altro giorno o un altro punto di consulenza."));
	for (size_t i = 0; i < p->n_orari_vicini; i++)
		times = arena_printf(a, "%s%s%s", times, i ? ", " : "",
			instant_phrase(a, p->orari_vicini[i].inizio));
	/* TRANSLATORS: a sentence, then a list of days and hours. */
	return arena_printf(
		a, _("%s Gli orari liberi più vicini sono: %s."), sentence, times);
}

static char *orario_occupato(struct arena *a, const struct problem *p)
{
	return with_times(a, _("Quell'orario è stato preso da un'altra persona."), p);
}

static char *data_non_prenotabile(struct arena *a, const struct problem *p)
{
	return with_times(a,
		_("In quel giorno o a quell'ora il punto di consulenza non riceve."), p);
}

static char *quesito_non_ammesso(struct arena *a, const struct problem *p)
{
	const char *sentence;

	switch (p->motivo) {
	case MOTIVO_IN_ATTESA_DI_RISPOSTA:
		if (p->prenotabile_dal != GIORNO_NONE)
			return arena_printf(a,
				_("Il quesito è ancora nel termine per la risposta: "
				  "si potrà prenotare dal %s. Fino ad allora "
				  "toglilo dalla richiesta."),
				giorno_screen(a, p->prenotabile_dal));
		sentence = _(
			"Il quesito è ancora nel termine per la risposta: toglilo dalla "
			"richiesta.");
		break;
	case MOTIVO_RISPOSTO:
		sentence = _(
			"Il quesito ha già avuto risposta, senza esito negativo: toglilo "
			"dalla richiesta.");
		break;
	case MOTIVO_ACCOLTO:
		sentence = _(
			"Il quesito è stato accolto, non serve un appuntamento: toglilo "
			"dalla richiesta.");
		break;
	case MOTIVO_GIA_IN_APPUNTAMENTO:
		sentence = _(
			"Il quesito è già in un appuntamento confermato: toglilo dalla "
			"richiesta.");
		break;
	default:
		sentence = _(
			"Il quesito non può essere oggetto di appuntamento: si prenota per un "
			"esito negativo o dopo il termine senza risposta.");
		break;
	}
	return arena_strdup(a, sentence);
}

static char *gia_in_appuntamento(struct arena *a, const struct problem *p)
{
	if (!p->appuntamento)
		return arena_strdup(a,
			_("Il quesito è già in un appuntamento confermato: cancella "
			  "quello, oppure toglilo dalla richiesta."));
	return arena_printf(a,
		_("Il quesito è già nell'appuntamento %s: cancella quello, oppure "
		  "togli il quesito dalla richiesta."),
		p->appuntamento);
}

static char *allegati_troppo_grandi(struct arena *a, const struct problem *p)
{
	if (p->attuale <= 0 || p->limite <= 0)
		return arena_strdup(a,
			_("Gli allegati superano 3 MB in totale o sono più di tre: "
			  "togline qualcuno o riducine le dimensioni."));
	if (p->limite <= ALLEGATI_MAX)
		return arena_printf(a,
			_("Gli allegati possono essere al massimo %lld e qui sono "
			  "%lld: togline qualcuno."),
			(long long)p->limite, (long long)p->attuale);
	return arena_printf(a,
		_("Gli allegati sono in tutto %s e il massimo è %s: togli un file o "
		  "riducine le dimensioni."),
		byte_phrase(a, p->attuale), byte_phrase(a, p->limite));
}

/* The server's own sentence, cleaned, or the type's. */
static char *detail_or_sentence(struct arena *a, const struct problem *p)
{
	const char *detail = p->detail
		? text_sanitise(a, p->detail, strlen(p->detail), false)
		: "";

	if (*detail)
		return text_trim(a, detail);
	if (p->type == PROBLEM_NONE)
		return arena_strdup(a, _("Il servizio ha rifiutato la richiesta."));
	return arena_strdup(a, problem_sentence(p->type));
}

static char *campo_non_valido(struct arena *a, const struct problem *p)
{
	const char *label = p->campo ? campo_label(p->campo) : NULL;

	if (p->detail || !label)
		return detail_or_sentence(a, p);
	if (p->limite > 0 && p->attuale > p->limite)
		return arena_printf(a, _("Controlla %s: il massimo è %lld, qui %lld."),
			label, (long long)p->limite, (long long)p->attuale);
	return arena_printf(a, _("Controlla %s: il valore non è ammesso."), label);
}

/* The types whose sentence carries data, or says more about the way out than the list does. */
static const struct row {
	enum problem_type type;
	char *(*phrase)(struct arena *a, const struct problem *p);
	const char *sentence;
} rows[] = {
	{ PROBLEM_ORARIO_OCCUPATO, orario_occupato, NULL },
	{ PROBLEM_DATA_NON_PRENOTABILE, data_non_prenotabile, NULL },
	{ PROBLEM_QUESITO_NON_AMMESSO, quesito_non_ammesso, NULL },
	{ PROBLEM_QUESITO_GIA_IN_APPUNTAMENTO, gia_in_appuntamento, NULL },
	{ PROBLEM_ALLEGATI_TROPPO_GRANDI, allegati_troppo_grandi, NULL },
	{ PROBLEM_CAMPO_NON_VALIDO, campo_non_valido, NULL },
	{ PROBLEM_RICHIESTA_NON_VALIDA, detail_or_sentence, NULL },
	{ PROBLEM_ALLEGATO_NON_AMMESSO, NULL,
		N_("Il file non è un PDF, JPEG, PNG o TIFF integro: conta il contenuto, non il nome. "
		   "Scegli un altro file.") },
	{ PROBLEM_PUNTO_NON_COMPETENTE, NULL,
		N_("Il punto di consulenza non è competente per questo rapporto di lavoro: scegline uno "
		   "fra quelli proposti.") },
	{ PROBLEM_DELEGA_NON_ATTIVA, NULL,
		N_("La delega del datore di lavoro non è attiva: senza una delega attiva non si vede e "
		   "non si prenota per suo conto.") },
	{ PROBLEM_INTERMEDIARIO_NON_ABILITATO, NULL,
		N_("L'intermediario non è abilitato (circolare 49/2011): chiedi l'abilitazione alla "
		   "Struttura territoriale.") },
	{ PROBLEM_NOTA_MANCANTE, NULL,
		N_("La nota è obbligatoria: scrivi in breve il motivo dell'appuntamento.") },
	{ PROBLEM_RECAPITO_NON_DISPONIBILE, NULL,
		N_("INPS non ha quel recapito: togli il canale di notifica dalla richiesta. L'avviso nel "
		   "Cassetto arriva comunque.") },
	{ PROBLEM_QUOTA_SUPERATA, NULL,
		N_("Troppi file caricati e non ancora confermati: conferma o attendi che scadano, poi "
		   "riprova.") },
	{ PROBLEM_STATO_NON_AMMESSO, NULL,
		N_("L'appuntamento è già Cancellato o Chiuso e Definito: non cambia più. "
		   "Rileggilo per vedere com'è ora.") },
	{ PROBLEM_FILTRO_NON_AMMESSO, NULL,
		N_("Il filtro sugli intermediari vale solo per il cittadino: toglilo dalla "
		   "ricerca.") },
	{ PROBLEM_OPERAZIONE_IN_CORSO, NULL,
		N_("La stessa richiesta è ancora in corso: attendi la risposta, poi "
		   "riprova.") },
	{ PROBLEM_CHIAVE_CHIUSA, NULL,
		N_("La richiesta è stata fermata prima di essere eseguita: se serve "
		   "ancora, conferma di nuovo.") },
	{ PROBLEM_CORPO_TROPPO_GRANDE, NULL,
		N_("La richiesta è troppo grande: accorcia la nota o riduci i file.") },
	{ PROBLEM_DA_VERIFICARE, NULL,
		N_("La risposta è andata persa: la richiesta è da verificare e si "
		   "controlla da sé al prossimo contatto con il servizio.") },
	{ PROBLEM_RISPOSTA_NON_VALIDA, NULL,
		N_("Il servizio ha risposto in modo incomprensibile: riprova; se si "
		   "ripete, segnalalo.") },
	{ PROBLEM_PROFILO_NON_AMMESSO, NULL,
		N_("Il profilo in uso non può farlo: accedi con un altro profilo.") },
	{ PROBLEM_SERVIZIO_NON_DISPONIBILE, NULL,
		N_("Il servizio non è disponibile in questo momento: riprova tra qualche minuto.") },
	{ PROBLEM_ERRORE_INTERNO, NULL,
		N_("Il servizio ha avuto un errore: riprova; se si ripete, segnalalo.") },
	{ PROBLEM_OFFLINE, NULL,
		N_("Il servizio non è raggiungibile: controlla la rete. Quello che hai scritto resta "
		   "qui.") },
};

char *problem_phrase(struct arena *a, const struct problem *p)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (rows[i].type != p->type)
			continue;
		return rows[i].phrase ? rows[i].phrase(a, p)
				      : arena_strdup(a, _(rows[i].sentence));
	}
	if (p->type == PROBLEM_NONE)
		return detail_or_sentence(a, p);
	return arena_strdup(a, problem_sentence(p->type));
}

static const char *machine_sentence(int code)
{
	static const struct {
		int code;
		const char *sentence;
	} sentences[] = {
		{ ERR_FULL, N_("Il disco è pieno: libera spazio e riprova.") },
		{ ERR_LIMIT, N_("È più grande di quanto si possa trattare.") },
		{ ERR_FORMAT, N_("Il contenuto non è scritto come previsto.") },
		{ ERR_CORRUPT, N_("Il file dei dati è danneggiato.") },
		{ ERR_FOREIGN,
			N_("Il file dei dati non è di questo programma o di questa "
			   "persona.") },
		{ ERR_BUSY, N_("È in uso da un altro programma: riprova tra poco.") },
		{ ERR_ABSENT, N_("Non c'è.") },
		{ ERR_NETWORK,
			N_("Il servizio non è raggiungibile: controlla la rete e "
			   "riprova.") },
		{ ERR_USAGE, N_("La richiesta non è scritta come previsto.") },
		{ ERR_IO, N_("Il sistema ha rifiutato una lettura o una scrittura.") },
	};

	for (size_t i = 0; i < sizeof(sentences) / sizeof(*sentences); i++) {
		if (sentences[i].code == code)
			return _(sentences[i].sentence);
	}
	return _("Si è verificato un errore interno.");
}

char *err_phrase(struct arena *a, const struct err *e)
{
	struct problem p = { .type = (enum problem_type)e->code,
		.prenotabile_dal = GIORNO_NONE,
		.campo = *e->field ? e->field : NULL };

	if (*e->text)
		return arena_strdup(a, e->text);
	if (*problem_type_name(p.type))
		return problem_phrase(a, &p);
	return arena_strdup(a, machine_sentence(e->code));
}

const char *campo_label(const char *campo)
{
	static const struct {
		const char *campo;
		const char *label;
	} labels[] = {
		{ "codice_rapporto_lavoro", N_("il codice rapporto di lavoro") },
		{ "codice_fiscale", N_("il codice fiscale") },
		{ "quesiti", N_("i quesiti") },
		{ "punto", N_("il punto di consulenza") },
		{ "inizio", N_("il giorno e l'ora") },
		{ "nota", N_("la nota") },
		{ "allegati", N_("gli allegati") },
		{ "file", N_("il file") },
		{ "canali", N_("i canali di notifica") },
		{ "motivo", N_("il motivo") },
		{ "stato", N_("lo stato") },
		{ "dal", N_("la data iniziale") },
		{ "al", N_("la data finale") },
		{ "escludi_intermediario", N_("il filtro sugli intermediari") },
		{ "q", N_("le cifre cercate") },
		{ "id", N_("l'identificativo") },
		{ "limit", N_("il numero di righe") },
	};
	size_t n = strcspn(campo, "[.");

	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		if (strlen(labels[i].campo) == n
			&& strncmp(labels[i].campo, campo, n) == 0)
			return _(labels[i].label);
	}
	return NULL;
}
