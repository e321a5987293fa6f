/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What an institute's own systems tell us, one record at a time: offices, counters, people,
 * mandates, rapporti, quesiti with their exchange. Each is an upsert by its own key; saying the
 * same thing again changes nothing. Sample data comes in through this door too.
 */
#ifndef AGENDA_SERVER_STORE_RECORD_H
#define AGENDA_SERVER_STORE_RECORD_H

#include "domain/punto.h"
#include "domain/quesito.h"
#include "domain/rapporto.h"

/* The codes are also the "tipo" of a JSON line. In the order in which they lean on each other. */
#define RECORD_LIST(_) \
	_(TERMINE) _(SEDE) _(CHIUSURA) _(PUNTO) _(PERSONA) _(PROFILO) _(DELEGA) _(RAPPORTO) \
	_(CONTENUTO) _(QUESITO)

#define RECORD_ENUM_(code) RECORD_##code,
enum record_tipo { RECORD_NONE, RECORD_LIST(RECORD_ENUM_) RECORD_COUNT };

struct termine_record { /* key: argomento */
	enum argomento argomento;
	int giorni; /* working days, 1..250 */
};

struct sede_record { /* key: codice */
	const char *codice; /* "7000" */
	const char *denominazione;
	const char *citta;
};

struct chiusura_record { /* key: sede, punto, giorno */
	const char *codice_sede;
	const char *punto; /* NULL: the whole office */
	giorno giorno;
	const char *motivo;  /* "sciopero" */
	bool revocata;       /* it is open after all */
};

/* Every week, on that day, starts from `dalle` while they end by `alle`. */
struct regola_apertura {
	int giorno_della_settimana; /* 1..7 */
	int dalle, alle;            /* minutes since midnight */
	int durata;                 /* minutes: 20 unless said */
	int posti;
};

/* Key: punto.id. Its first free time and counts are not looked at, nor the sede's name. New
 * rules apply from the day after `adesso`; times with an appointment on them stay. */
struct punto_record {
	struct punto punto;
	const struct regola_apertura *regole;
	size_t n_regole;
	int orizzonte; /* days ahead that can be booked; 0: STORE_ORIZZONTE_GIORNI */
	bool sospeso;  /* takes no new appointments */
};

struct persona_record { /* key: id; the codice fiscale is unique too */
	const char *id; /* the token's sub; NULL: found by codice fiscale, else invented */
	struct persona persona;
	const char *cellulare; /* whole; NULL when not held */
	const char *email;
	const char *pec;
};

struct profilo_record { /* key: persona, tipo */
	const char *persona; /* id */
	enum tipo_profilo tipo;
	const char *denominazione;    /* of the studio; NULL for a cittadino */
	const char *codice_sede_inps; /* operatore and responsabile */
	const char *tipo_delegato;    /* intermediario */
	bool abilitato;               /* intermediario */
	const char *descrizione;      /* sample data only: what this person shows; else NULL */
	bool predefinita;             /* sample data only */
};

/* Key: datore, intermediario, dal. A new ATTIVA revokes the employer's former one. */
struct delega_record {
	const char *datore;        /* codice fiscale */
	const char *intermediario; /* persona id */
	enum delega_stato stato;
	giorno dal;
	giorno al; /* GIORNO_NONE while it lasts */
};

/* Key: codice_rapporto_lavoro. The datore is found by codice fiscale, or made; the counts and
 * the sede's name are not looked at. */
struct rapporto_record {
	struct rapporto rapporto;
};

/* The bytes of an attachment, before the quesito that carries it. Key: sha256 (computed). */
struct contenuto_record {
	const void *bytes;
	size_t n;
};

/* Key: id. With all its comunicazioni (key: id) and their attachments (key: id; sha256 names a
 * contenuto; the size is the contenuto's). What the server decides is not looked at. A
 * comunicazione that is left out stays. */
struct quesito_record {
	struct quesito quesito;
};

struct record {
	enum record_tipo tipo;
	union {
		struct termine_record termine;
		struct sede_record sede;
		struct chiusura_record chiusura;
		struct punto_record punto;
		struct persona_record persona;
		struct profilo_record profilo;
		struct delega_record delega;
		struct rapporto_record rapporto;
		struct contenuto_record contenuto;
		struct quesito_record quesito;
	} as;
};

#endif
