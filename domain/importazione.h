/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What `agendad importa` takes, one record a line: {"tipo":"rapporto","rapporto":{…}}. This is
 * how an institute feeds the agenda from its own systems. Every record has a key and replaces
 * what stood there under it; nothing is deleted. Records may name others that came before them,
 * in the same file or earlier. The sample data has the same shapes.
 */
#ifndef AGENDA_DOMAIN_IMPORTAZIONE_H
#define AGENDA_DOMAIN_IMPORTAZIONE_H

#include "domain/persona.h"
#include "domain/quesito.h"

/* A day on which a sede, or one punto, is closed. */
struct chiusura_importata {
	giorno data;
	const char *motivo; /* "sciopero", "assemblea", "locali inagibili" */
};

struct sede_importata { /* key: codice_sede_inps */
	const char *codice_sede_inps;
	const char *denominazione_sede_inps;
	const char *citta;
	struct chiusura_importata *chiusure; /* all of them: what is not here is open again */
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
	bool attivo;              /* false: no new bookings, the existing ones stay */
	int64_t durata_minuti;    /* of one orario */
	int64_t postazioni;       /* places of one orario */
	int64_t orizzonte_giorni; /* bookable until so many days from today */
	int64_t preavviso_minuti; /* not bookable when nearer than this; 0 allowed */
	struct apertura_importata *aperture;
	size_t n_aperture;
	struct chiusura_importata *chiusure;
	size_t n_chiusure;
};

struct profilo_importato {
	enum tipo_profilo tipo;
	const char *denominazione;    /* of the studio or association; NULL for a cittadino */
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
	const char *id; /* the `sub` of the tokens: "p-anna-bianchi" */
	const char *codice_fiscale;
	const char *nome_proprio;
	const char *cognome;
	struct profilo_importato *profili; /* none: known only as an employer */
	size_t n_profili;
	struct recapito_importato *recapiti;
	size_t n_recapiti;
};

struct delega_importata { /* key: id */
	const char *id;
	const char *datore;        /* a persona's id */
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
	const char *datore; /* a persona's id */
	struct persona lavoratore;
	const char *codice_sede_inps;
	giorno inizio;
	giorno fine;
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
};

struct allegato_importato {
	const char *id;
	const char *nome;
	const char *contenuto; /* base64; what it is, is found from the bytes */
};

struct comunicazione_importata { /* key: id */
	const char *id;
	const char *quesito; /* its id */
	enum autore autore;
	instant inviata_il;
	const char *testo;
	bool interlocutoria;
	struct allegato_importato *allegati;
	size_t n_allegati;
};

enum tipo_record {
	RECORD_NONE,
	RECORD_SEDE,
	RECORD_PUNTO,
	RECORD_PERSONA,
	RECORD_DELEGA,
	RECORD_RAPPORTO,
	RECORD_QUESITO,
	RECORD_COMUNICAZIONE,
	RECORD_COUNT
};
extern const struct words tipo_record_words; /* "sede", "punto", … */

/* Exactly the one that `tipo` names is set. */
struct record_importazione {
	enum tipo_record tipo;
	struct sede_importata *sede;
	struct punto_importato *punto;
	struct persona_importata *persona;
	struct delega_importata *delega;
	struct rapporto_importato *rapporto;
	struct quesito_importato *quesito;
	struct comunicazione_importata *comunicazione;
};

#endif
