/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Every refusal has a name: the `type` of the RFC 9457 problem, its HTTP status, the exit status
 * of the command line (sysexits.h where one fits) and an Italian sentence. The server sends type
 * and data; the client writes the sentence.
 */
#ifndef AGENDA_DOMAIN_PROBLEM_H
#define AGENDA_DOMAIN_PROBLEM_H

#include "base/err.h"
#include "domain/punto.h"

/* _(NAME, "type", http status, exit status, sentence) */
#define PROBLEM_LIST(_) \
	_(ORARIO_OCCUPATO, "orario-occupato", 409, 75, \
	  N_("Quell'orario è stato preso da un'altra persona: scegline un altro.")) \
	_(DATA_NON_PRENOTABILE, "data-non-prenotabile", 422, 65, \
	  N_("In quel giorno o a quell'ora il punto di consulenza non riceve.")) \
	_(QUESITO_NON_AMMESSO, "quesito-non-ammesso", 422, 65, \
	  N_("Il quesito non può essere oggetto di appuntamento.")) \
	_(QUESITO_GIA_IN_APPUNTAMENTO, "quesito-gia-in-appuntamento", 409, 65, \
	  N_("Il quesito è già in un appuntamento confermato.")) \
	_(PUNTO_NON_COMPETENTE, "punto-non-competente", 422, 65, \
	  N_("Il punto di consulenza non è competente per questo rapporto di lavoro.")) \
	_(DELEGA_NON_ATTIVA, "delega-non-attiva", 403, 77, \
	  N_("La delega del datore di lavoro non è attiva.")) \
	_(INTERMEDIARIO_NON_ABILITATO, "intermediario-non-abilitato", 403, 77, \
	  N_("L'intermediario non è abilitato (circolare 49/2011).")) \
	_(VERSIONE_SUPERATA, "versione-superata", 412, 75, \
	  N_("L'appuntamento è cambiato nel frattempo: rileggilo e riprova.")) \
	_(VERSIONE_MANCANTE, "versione-mancante", 428, 65, \
	  N_("Manca la versione che si vuole cambiare (If-Match).")) \
	_(STATO_NON_AMMESSO, "stato-non-ammesso", 409, 65, \
	  N_("L'appuntamento non è in uno stato che lo permette.")) \
	_(GIA_INIZIATO, "appuntamento-gia-iniziato", 409, 65, \
	  N_("L'appuntamento è già iniziato o passato: non si può più cancellare.")) \
	_(ALLEGATO_NON_AMMESSO, "allegato-non-ammesso", 422, 65, \
	  N_("Il file non è un PDF, JPEG, PNG o TIFF integro.")) \
	_(ALLEGATI_TROPPO_GRANDI, "allegati-troppo-grandi", 422, 65, \
	  N_("Gli allegati superano 3 MB in totale o sono più di tre.")) \
	_(NOTA_MANCANTE, "nota-mancante", 422, 65, \
	  N_("La nota sul motivo dell'appuntamento è obbligatoria.")) \
	_(RECAPITO_NON_DISPONIBILE, "recapito-non-disponibile", 422, 65, \
	  N_("INPS non ha quel recapito.")) \
	_(FILTRO_NON_AMMESSO, "filtro-non-ammesso", 422, 65, \
	  N_("Questo filtro non vale per il profilo in uso.")) \
	_(CHIAVE_MANCANTE, "chiave-mancante", 400, 65, \
	  N_("Manca la chiave dell'operazione (Idempotency-Key).")) \
	_(CHIAVE_RIUSATA, "chiave-riusata", 422, 65, \
	  N_("La stessa chiave è già servita per un'altra richiesta.")) \
	_(OPERAZIONE_IN_CORSO, "operazione-in-corso", 409, 75, \
	  N_("La stessa richiesta è ancora in corso.")) \
	_(CHIAVE_CHIUSA, "chiave-chiusa", 409, 65, \
	  N_("La richiesta è stata annullata prima di essere eseguita.")) \
	_(QUOTA_SUPERATA, "quota-superata", 409, 75, \
	  N_("Troppi file caricati e non ancora confermati.")) \
	_(TROPPE_RICHIESTE, "troppe-richieste", 429, 75, \
	  N_("Troppe richieste: attendi qualche istante.")) \
	_(NON_AUTENTICATO, "non-autenticato", 401, 77, \
	  N_("L'accesso è scaduto o non è valido: accedi di nuovo.")) \
	_(PROFILO_NON_AMMESSO, "profilo-non-ammesso", 403, 77, \
	  N_("Il profilo in uso non può farlo.")) \
	_(NON_TROVATO, "non-trovato", 404, 66, \
	  N_("Non c'è, o non è visibile a chi ha effettuato l'accesso.")) \
	_(METODO_NON_AMMESSO, "metodo-non-ammesso", 405, 70, \
	  N_("Quel metodo non vale per questa risorsa.")) \
	_(RICHIESTA_NON_VALIDA, "richiesta-non-valida", 400, 65, \
	  N_("La richiesta non è scritta come previsto.")) \
	_(CAMPO_NON_VALIDO, "campo-non-valido", 422, 65, \
	  N_("Un campo non rispetta la sua regola.")) \
	_(CORPO_TROPPO_GRANDE, "corpo-troppo-grande", 413, 65, \
	  N_("La richiesta è troppo grande.")) \
	_(TIPO_NON_AMMESSO, "tipo-di-contenuto-non-ammesso", 415, 65, \
	  N_("Il tipo di contenuto non è ammesso.")) \
	_(CURSORE_NON_VALIDO, "cursore-non-valido", 410, 65, \
	  N_("Il cursore non è più valido: si ricomincia dall'inizio.")) \
	_(SERVIZIO_NON_DISPONIBILE, "servizio-non-disponibile", 503, 69, \
	  N_("Il servizio non è disponibile in questo momento.")) \
	_(ERRORE_INTERNO, "errore-interno", 500, 70, \
	  N_("Il servizio ha avuto un errore.")) \
	/* the client's own, never on the wire (status 0) */ \
	_(OFFLINE, "non-raggiungibile", 0, 69, \
	  N_("Il servizio non è raggiungibile.")) \
	_(DA_VERIFICARE, "da-verificare", 0, 75, \
	  N_("La risposta è andata persa: la richiesta è da verificare.")) \
	_(RISPOSTA_NON_VALIDA, "risposta-non-valida", 0, 76, \
	  N_("Il servizio ha risposto in modo incomprensibile."))

#define PROBLEM_ENUM_(name, type, status, exit, text) PROBLEM_##name,
enum problem_type {
	PROBLEM_NONE,
	PROBLEM_BASE_ = ERR_DOMAIN - 1, /* so that they fit err.code */
	PROBLEM_LIST(PROBLEM_ENUM_)
	PROBLEM_END_
};

const char *problem_type_name(enum problem_type t); /* "orario-occupato" */
enum problem_type problem_find(const char *type_name); /* NONE when unknown */
int problem_status(enum problem_type t);
int problem_exit(int err_code); /* of any err.code: 0 for ERR_NONE, sysexits for the machine's */
const char *problem_sentence(enum problem_type t); /* translated */

/* What travels: type, the field at fault, and the data needed to go on. */
struct problem {
	enum problem_type type;
	int status;
	const char *detail; /* the server's Italian sentence */
	const char *campo;  /* field at fault, as in the request ("nota", "quesiti[1]"); NULL */
	enum motivo motivo; /* quesito-non-ammesso */
	giorno prenotabile_dal;
	const char *quesito;         /* which one */
	const char *appuntamento;    /* quesito-gia-in-appuntamento, versione-superata */
	int64_t versione;            /* versione-superata: the current one */
	struct orario *orari_vicini; /* orario-occupato, data-non-prenotabile: nearest free times */
	size_t n_orari_vicini;
	int64_t limite;  /* the bound that was passed, 0 when there is none */
	int64_t attuale; /* what was found */
};

/* The whole sentence for the person: rule, field and way out, from type and data. */
char *problem_phrase(struct arena *a, const struct problem *p);

/* The whole sentence for any error: its text, or what its code says. Never empty. */
char *err_phrase(struct arena *a, const struct err *e);

/* "nota", "quesiti[1]" as the person knows them: "la nota", "i quesiti"; NULL when unknown. */
const char *campo_label(const char *campo);

#endif
