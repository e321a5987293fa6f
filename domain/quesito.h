/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A question already sent to INPS about one rapporto, with its exchange of comunicazioni.
 */
#ifndef AGENDA_DOMAIN_QUESITO_H
#define AGENDA_DOMAIN_QUESITO_H

#include "domain/allegato.h"

struct comunicazione {
	const char *id;
	enum autore autore;
	instant inviata_il;
	const char *testo;
	bool interlocutoria; /* an interim reply of the Struttura: not a riscontro */
	struct allegato *allegati;
	size_t n_allegati;
};

struct quesito {
	const char *id;
	const char *codice_rapporto_lavoro;
	enum argomento argomento;
	const char *oggetto;
	const char *protocollo; /* "INPS.7000.23/11/2026.0001234"; NULL while it is in corso */
	giorno aperto_il;
	enum quesito_stato stato;
	enum quesito_esito esito; /* NONE while there is none */
	giorno chiuso_il;         /* GIORNO_NONE while open */
	/* What the server decided, with its reason (DOMAIN.md rule 1). */
	bool prenotabile;
	enum motivo motivo;
	giorno prenotabile_dal;   /* GIORNO_NONE when no date can be said */
	const char *appuntamento; /* the live one that holds it; NULL when none */
	struct comunicazione *comunicazioni; /* oldest first */
	size_t n_comunicazioni;
};

struct quesiti {
	struct quesito *items;
	size_t n;
};

/* "INPS.7000.23/11/2026.0001234" or "protocollazione in corso". */
const char *quesito_protocollo_phrase(const struct quesito *q);

#endif
