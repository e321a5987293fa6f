/* SPDX-License-Identifier: EUPL-1.2
 *
 * People, profiles, contacts and mandates. Strings are borrowed from the arena that the
 * value was read into; NULL means "not said". */
#ifndef AGENDA_DOMAIN_PERSONA_H
#define AGENDA_DOMAIN_PERSONA_H

#include "base/arena.h"
#include "domain/calendario.h"
#include "domain/words.h"

struct persona {
	const char *codice_fiscale;
	const char *nome_proprio;
	const char *cognome;
};

/* A contact that INPS already holds: read-only here, shown masked (DOMAIN.md, recapito). */
struct recapito {
	enum canale canale;
	bool disponibile;
	const char *valore_mascherato; /* "+39 3** *** **67", "a***@e***.it"; NULL when not held */
};

struct recapiti {
	struct recapito *items;
	size_t n;
};

/* The state of one employer's mandate to the intermediary who asks. */
struct delegante {
	struct persona datore;
	enum delega_stato stato;
	giorno dal;
	giorno al; /* GIORNO_NONE while it lasts */
	int64_t rapporti; /* how many rapporti it opens; 0 unless ATTIVA */
};

struct profilo_disponibile {
	enum tipo_profilo tipo;
	const char *denominazione;    /* of the studio or of the Struttura; NULL for a cittadino */
	const char *codice_sede_inps; /* operatore and responsabile */
};

/* GET /profilo */
struct profilo {
	const char *id; /* opaque: names the cache files, never shown */
	struct persona persona;
	enum tipo_profilo in_uso;
	struct profilo_disponibile *profili;
	size_t n_profili;
	bool abilitato;            /* intermediario, circ. 49/2011; true for the others */
	const char *tipo_delegato; /* "03", "04", "07"; NULL unless intermediario */
	struct delegante *deleganti;
	size_t n_deleganti;
};

/*
 * Data seen by mandate is shown for so long after the last contact: the mandate may have ended
 * since [ours]. A clock that stands before the contact cannot say how long ago it was: hidden too,
 * but for the little by which clocks are corrected.
 */
#define DELEGATI_SECONDI (24 * 3600)
#define DELEGATI_TOLLERANZA 300
bool delegati_scaduti(enum tipo_profilo profilo, instant contatto, instant now);

char *persona_phrase(struct arena *a, const struct persona *p); /* "Anna Bianchi" */
char *cellulare_mask(struct arena *a, const char *numero);
char *email_mask(struct arena *a, const char *indirizzo);

#endif
