/* SPDX-License-Identifier: EUPL-1.2
 *
 * One domestic-work contract. `codice_rapporto_lavoro` is 10 digits with leading zeros. */
#ifndef AGENDA_DOMAIN_RAPPORTO_H
#define AGENDA_DOMAIN_RAPPORTO_H

#include "domain/persona.h"

struct rapporto {
	const char *codice_rapporto_lavoro;
	enum rapporto_stato stato;
	enum mansione mansione;
	enum contratto contratto;
	struct persona datore;
	struct persona lavoratore;
	const char *codice_sede_inps; /* competent: where the employer lives */
	const char *denominazione_sede_inps;
	giorno inizio;
	giorno fine; /* GIORNO_NONE while it lasts */
	int64_t quesiti;             /* sent on it, in any state */
	int64_t quesiti_prenotabili; /* of those, bookable now */
};

struct rapporti {
	struct rapporto *items;
	size_t n;
	const char *next_cursor; /* NULL on the last page */
};

#endif
