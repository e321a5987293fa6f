/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The closed vocabularies of the domain. Each is one X-macro that gives the enum, the code on
 * the wire and in the stores, and the Italian label. Value 0 is always "not said / not known":
 * a word that a newer server may invent is read as 0, never as a neighbour.
 */
#ifndef AGENDA_DOMAIN_WORDS_H
#define AGENDA_DOMAIN_WORDS_H

#include "base/i18n.h"

#include <stddef.h>

struct words {
	const char *name;          /* PascalCase, the schema's name in api/openapi.yaml */
	const char *const *codes;  /* codes[0] is "" */
	const char *const *labels; /* Italian msgids; labels[0] is "" */
	size_t n;                  /* with the 0 */
};

int words_find(const struct words *w, const char *code); /* 0 when unknown or NULL */
const char *words_code(const struct words *w, int value);
const char *words_label(const struct words *w, int value); /* translated */

/* Messaggio INPS 2651/2019, point "Stato dell'appuntamento": exactly these three labels. */
#define APPUNTAMENTO_STATO_LIST(_) \
	_(CONFERMATO, N_("Confermato")) \
	_(CHIUSO_E_DEFINITO, N_("Chiuso e Definito")) \
	_(CANCELLATO, N_("Cancellato"))

/* A remark on a Confermato, never a fourth state. */
#define ANNOTAZIONE_LIST(_) \
	_(SVOLTO, N_("svolto")) \
	_(ARRIVATO, N_("arrivato")) \
	_(NON_PRESENTATO, N_("non presentato"))

#define ARGOMENTO_LIST(_) \
	_(MAV, N_("MAV")) \
	_(ANAGRAFICHE, N_("Anagrafiche")) \
	_(CONTRIBUTI, N_("Contributi")) \
	_(RAPPORTI_DI_LAVORO, N_("Rapporti di lavoro")) \
	_(AVVISO_BONARIO_ACCERTAMENTO, N_("Avviso bonario o accertamento")) \
	_(REGOLARIZZAZIONI, N_("Regolarizzazioni"))

#define QUESITO_STATO_LIST(_) \
	_(APERTO, N_("Aperto")) \
	_(CHIUSO, N_("Chiuso"))

#define QUESITO_ESITO_LIST(_) \
	_(ACCOLTO, N_("Accolto")) \
	_(RESPINTO, N_("Esito negativo (Respinto)"))

/* Why a quesito can, or cannot, be booked (domain/idoneita.h). */
#define MOTIVO_LIST(_) \
	_(ESITO_NEGATIVO, N_("Esito negativo (Respinto)")) \
	_(TERMINE_SCADUTO, N_("Nessuna risposta entro il termine")) \
	_(IN_ATTESA_DI_RISPOSTA, N_("In attesa di risposta entro il termine")) \
	_(RISPOSTO, N_("Già risposto, senza esito negativo")) \
	_(ACCOLTO, N_("Accolto")) \
	_(GIA_IN_APPUNTAMENTO, N_("Già in un appuntamento confermato"))

#define RAPPORTO_STATO_LIST(_) \
	_(ISCRITTO, N_("Iscritto")) \
	_(IN_VERIFICA, N_("In verifica")) \
	_(ATTIVO, N_("Attivo")) \
	_(RESPINTO, N_("Respinto")) \
	_(CESSATO, N_("Cessato")) \
	_(ANNULLATO, N_("Annullato"))

#define MANSIONE_LIST(_) \
	_(COLF, N_("Colf")) \
	_(BADANTE, N_("Badante"))

#define CONTRATTO_LIST(_) \
	_(TIN, N_("Tempo indeterminato")) \
	_(TDE, N_("Tempo determinato")) \
	_(TDS, N_("Tempo determinato per sostituzione")) \
	_(ND, N_("Non disponibile"))

#define DELEGA_STATO_LIST(_) \
	_(INSERITA, N_("Inserita")) \
	_(IN_ATTESA_VERIFICA, N_("In attesa di verifica")) \
	_(ATTIVA, N_("Attiva")) \
	_(REVOCATA, N_("Revocata")) \
	_(ANNULLATA, N_("Annullata"))

#define PROFILO_LIST(_) \
	_(CITTADINO, N_("Cittadino")) \
	_(INTERMEDIARIO, N_("Intermediario")) \
	_(OPERATORE, N_("Operatore di Struttura")) \
	_(RESPONSABILE, N_("Responsabile di Struttura"))

#define CANALE_LIST(_) \
	_(CELLULARE, N_("Cellulare")) \
	_(EMAIL, N_("Email")) \
	_(PEC, N_("PEC"))

#define AUTORE_LIST(_) \
	_(DATORE, N_("Datore di lavoro")) \
	_(DELEGATO, N_("Delegato")) \
	_(STRUTTURA, N_("Struttura territoriale"))

#define EVENTO_LIST(_) \
	_(CONFERMA, N_("Confermato")) \
	_(MODIFICA, N_("Modificato dalla Struttura")) \
	_(DISDETTA, N_("Disdetto dalla Struttura")) \
	_(DEFINIZIONE, N_("Chiuso e definito")) \
	_(CANCELLAZIONE, N_("Cancellato")) \
	_(PASSAGGIO_GESTIONE, N_("Gestione passata al datore di lavoro"))

/* What became of a changing request, by its key. */
#define OPERAZIONE_STATO_LIST(_) \
	_(SCONOSCIUTA, N_("mai ricevuta")) \
	_(IN_CORSO, N_("in corso")) \
	_(ESEGUITA, N_("eseguita")) \
	_(CHIUSA, N_("annullata prima dell'invio"))

#define RISORSA_LIST(_) \
	_(APPUNTAMENTO, N_("appuntamento")) \
	_(RAPPORTO, N_("rapporto di lavoro")) \
	_(QUESITO, N_("quesito")) \
	_(PUNTO, N_("punto di consulenza"))

#define TIPO_FILE_LIST(_) \
	_(PDF, N_("PDF")) \
	_(JPEG, N_("JPEG")) \
	_(PNG, N_("PNG")) \
	_(TIFF, N_("TIFF"))

#define WORDS_ENUM_(prefix, code) prefix##_##code,

/* For each vocabulary: enum, PREFIX_COUNT, and the table. */
#define WORDS_DECLARE_(tag, PREFIX, LIST) \
	enum tag { PREFIX##_NONE, LIST(PREFIX##_ENUM_) PREFIX##_COUNT }; \
	extern const struct words tag##_words;

#define APPUNTAMENTO_STATO_ENUM_(c, l) APPUNTAMENTO_STATO_##c,
#define ANNOTAZIONE_ENUM_(c, l) ANNOTAZIONE_##c,
#define ARGOMENTO_ENUM_(c, l) ARGOMENTO_##c,
#define QUESITO_STATO_ENUM_(c, l) QUESITO_STATO_##c,
#define QUESITO_ESITO_ENUM_(c, l) QUESITO_ESITO_##c,
#define MOTIVO_ENUM_(c, l) MOTIVO_##c,
#define RAPPORTO_STATO_ENUM_(c, l) RAPPORTO_STATO_##c,
#define MANSIONE_ENUM_(c, l) MANSIONE_##c,
#define CONTRATTO_ENUM_(c, l) CONTRATTO_##c,
#define DELEGA_STATO_ENUM_(c, l) DELEGA_STATO_##c,
#define PROFILO_ENUM_(c, l) PROFILO_##c,
#define CANALE_ENUM_(c, l) CANALE_##c,
#define AUTORE_ENUM_(c, l) AUTORE_##c,
#define EVENTO_ENUM_(c, l) EVENTO_##c,
#define OPERAZIONE_STATO_ENUM_(c, l) OPERAZIONE_STATO_##c,
#define RISORSA_ENUM_(c, l) RISORSA_##c,
#define TIPO_FILE_ENUM_(c, l) TIPO_FILE_##c,

#define WORDS_VOCABULARIES(_) \
	_(appuntamento_stato, APPUNTAMENTO_STATO, APPUNTAMENTO_STATO_LIST, "AppuntamentoStato") \
	_(annotazione, ANNOTAZIONE, ANNOTAZIONE_LIST, "Annotazione") \
	_(argomento, ARGOMENTO, ARGOMENTO_LIST, "Argomento") \
	_(quesito_stato, QUESITO_STATO, QUESITO_STATO_LIST, "QuesitoStato") \
	_(quesito_esito, QUESITO_ESITO, QUESITO_ESITO_LIST, "QuesitoEsito") \
	_(motivo, MOTIVO, MOTIVO_LIST, "Motivo") \
	_(rapporto_stato, RAPPORTO_STATO, RAPPORTO_STATO_LIST, "RapportoStato") \
	_(mansione, MANSIONE, MANSIONE_LIST, "Mansione") \
	_(contratto, CONTRATTO, CONTRATTO_LIST, "Contratto") \
	_(delega_stato, DELEGA_STATO, DELEGA_STATO_LIST, "DelegaStato") \
	_(tipo_profilo, PROFILO, PROFILO_LIST, "TipoProfilo") \
	_(canale, CANALE, CANALE_LIST, "Canale") \
	_(autore, AUTORE, AUTORE_LIST, "Autore") \
	_(evento, EVENTO, EVENTO_LIST, "Evento") \
	_(operazione_stato, OPERAZIONE_STATO, OPERAZIONE_STATO_LIST, "OperazioneStato") \
	_(risorsa, RISORSA, RISORSA_LIST, "Risorsa") \
	_(tipo_file, TIPO_FILE, TIPO_FILE_LIST, "TipoFile")

#define WORDS_DECLARE_ALL_(tag, PREFIX, LIST, name) WORDS_DECLARE_(tag, PREFIX, LIST)
WORDS_VOCABULARIES(WORDS_DECLARE_ALL_)

#endif
