/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What `agendad importa` takes, one record a line: {"tipo":"RAPPORTO","rapporto":{…}}.
 * This is how an institute feeds the agenda from its own systems. Every record has a
 * key and replaces what stood there under it; nothing is deleted. Records may name
 * others that came before them, in the same file or earlier. The sample data has the
 * same shapes.
 */
#ifndef AGENDA_DOMAIN_IMPORTAZIONE_H
#define AGENDA_DOMAIN_IMPORTAZIONE_H

#include "domain/persona.h"
#include "domain/quesito.h"

/* A day on which a sede, or one punto, is closed. */
struct chiusura_importata {
	giorno data;
	const char *motivo; /* "sciopero", "assemblea", "locali inagibili" */
	bool revocata;      /* it is open after all */
};

struct sede_importata { /* key: codice_sede_inps */
	const char *codice_sede_inps;
	const char *denominazione_sede_inps;
	const char *citta;
	struct chiusura_importata
		*chiusure; /* those told before stay until they are revocate */
	size_t n_chiusure;
};

/* An opening of every week. */
struct apertura_importata {
	int64_t giorno_settimana; /* 1 lunedì .. 7 domenica */
	int dalle;                /* minutes since midnight; "08:30" on the line */
	int alle;
};

struct punto_importato { /* key: id */
	const char *id;
	const char *codice_sede_inps;
	const char *denominazione;
	const char *indirizzo;
	const char *citta;
	const char *telefono;
	const char *email;
	const char *cosa_portare;
	bool attivo;           /* false: no new bookings, the existing ones stay */
	int64_t durata_minuti; /* of one orario */
	int64_t postazioni;    /* places of one orario */
	int64_t orizzonte_giorni; /* bookable until so many days from today; 0: the server's */
	struct apertura_importata *aperture;
	size_t n_aperture;
	struct chiusura_importata *chiusure;
	size_t n_chiusure;
};

struct profilo_importato {
	enum tipo_profilo tipo;
	const char
		*denominazione; /* of the studio or association; NULL for a cittadino */
	const char *codice_sede_inps; /* operatore and responsabile */
	const char *tipo_delegato;    /* "03", "04", "07": intermediario */
	bool abilitato;               /* intermediario, circ. 49/2011 */
	const char *descrizione;      /* demo: what this person shows; NULL: not listed */
	bool predefinita;             /* demo: the line already selected */
};

struct recapito_importato {
	enum canale canale;
	const char *valore; /* in clear: masked before it leaves the server */
};

struct persona_importata { /* key: id */
	const char *id;    /* the `sub` of the tokens: "p-anna-bianchi" */
	const char *codice_fiscale;
	const char *nome_proprio;
	const char *cognome;
	struct profilo_importato *profili; /* none: known only as an employer */
	size_t n_profili;
	struct recapito_importato *recapiti;
	size_t n_recapiti;
};

struct delega_importata {          /* key: datore, intermediario, dal */
	const char *datore;        /* codice fiscale */
	const char *intermediario; /* a persona's id */
	enum delega_stato stato;   /* a new ATTIVA revokes the employer's former one */
	giorno dal;
	giorno al;
};

struct rapporto_importato { /* key: codice_rapporto_lavoro */
	const char *codice_rapporto_lavoro;
	enum rapporto_stato stato;
	enum mansione mansione;
	enum contratto contratto;
	struct persona datore; /* found by codice fiscale, else a new persona */
	struct persona lavoratore;
	const char *codice_sede_inps;
	giorno inizio;
	giorno fine;
};

struct allegato_importato { /* key: id */
	const char *id;
	const char *nome;
	const char *contenuto; /* base64; what it is, is found from the bytes */
};

struct comunicazione_importata { /* key: id */
	const char *id;
	enum autore autore;
	instant inviata_il;
	const char *testo;
	bool interlocutoria;
	struct allegato_importato *allegati;
	size_t n_allegati;
};

struct quesito_importato { /* key: id */
	const char *id;
	const char *codice_rapporto_lavoro;
	enum argomento argomento;
	const char *oggetto;
	const char *protocollo; /* NULL while it is in corso */
	giorno aperto_il;
	enum quesito_stato stato;
	enum quesito_esito esito;
	giorno chiuso_il;
	struct comunicazione_importata *comunicazioni; /* those told before stay */
	size_t n_comunicazioni;
};

#define TIPO_RECORD_LIST(_) \
	_(SEDE, N_("Struttura territoriale")) \
	_(PUNTO, N_("punto di consulenza")) \
	_(PERSONA, N_("persona")) \
	_(DELEGA, N_("delega")) \
	_(RAPPORTO, N_("rapporto di lavoro")) \
	_(QUESITO, N_("quesito"))
#define TIPO_RECORD_ENUM_(c, l) TIPO_RECORD_##c,
WORDS_DECLARE_(tipo_record, TIPO_RECORD, TIPO_RECORD_LIST)

/* {"tipo":"RAPPORTO","rapporto":{…}}: exactly the one that `tipo` names is set. */
struct record_importazione {
	enum tipo_record tipo;
	struct sede_importata *sede;
	struct punto_importato *punto;
	struct persona_importata *persona;
	struct delega_importata *delega;
	struct rapporto_importato *rapporto;
	struct quesito_importato *quesito;
};

#endif
