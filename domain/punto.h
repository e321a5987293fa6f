/* SPDX-License-Identifier: EUPL-1.2
 *
 * A counter where appointments are held, and its times. A time ("orario") is a start with a
 * number of places; nothing is held before a confirmation. */
#ifndef AGENDA_DOMAIN_PUNTO_H
#define AGENDA_DOMAIN_PUNTO_H

#include "domain/calendario.h"
#include "domain/words.h"

struct punto {
	const char *id; /* "P7000-01" */
	const char *denominazione;
	const char *codice_sede_inps;
	const char *denominazione_sede_inps;
	const char *indirizzo;
	const char *citta;
	const char *telefono;
	const char *email;
	const char *orari_di_apertura; /* in words */
	const char *cosa_portare;
	instant primo_libero;          /* INSTANT_NONE: none until ultimo_giorno */
	giorno ultimo_giorno;          /* last bookable day */
	int64_t orari_liberi;          /* until then; capped by the server at 1000 */
};

struct punti {
	struct punto *items;
	size_t n;
};

struct orario {
	instant inizio;
	instant fine;
	int64_t posti;
	int64_t posti_liberi;
};

struct giorno_disponibile {
	giorno data;
	const char *chiuso; /* why nothing is held that day: "domenica", "Natale", "sciopero"; NULL */
	int64_t posti;
	int64_t posti_liberi;
	struct orario *orari; /* ascending; past and full ones are there too */
	size_t n_orari;
};

/* GET /punti-consulenza/{id}/disponibilita */
struct disponibilita {
	const char *punto;
	instant as_of; /* when the server looked */
	giorno ultimo_giorno;
	struct giorno_disponibile *giorni;
	size_t n_giorni;
};

#endif
