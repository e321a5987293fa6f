/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * May this quesito be the subject of an appuntamento? Messaggio INPS 2651/2019: only one that
 * had a negative outcome, or no reply within a term fixed per argomento. How the days are
 * counted is a decision of this project (DOMAIN.md rule 1). Only the server decides with it; the
 * client shows what the server said.
 */
#ifndef AGENDA_DOMAIN_IDONEITA_H
#define AGENDA_DOMAIN_IDONEITA_H

#include "domain/quesito.h"

/* Working days within which INPS is held to answer. The numbers are not public: ours, replaced
 * by configuration. Indexed by enum argomento. */
extern const int termini_default[ARGOMENTO_COUNT];

struct idoneita {
	bool prenotabile;
	enum motivo motivo;
	giorno dal; /* from which day it is, or will be; GIORNO_NONE when no date can be said */
};

/*
 * `risposto`: the Struttura has given a reply that is not interlocutory.
 * `impegno_fine`: end of the Confermato that holds it, INSTANT_NONE when there is none; once that
 * end is past it holds nothing any more.
 */
struct idoneita idoneita_of(const struct quesito *q, bool risposto, instant impegno_fine,
	const int termini[ARGOMENTO_COUNT], const struct chiusure *sede, instant now);

/* "Nessuna risposta entro il termine: prenotabile dal 24/11/2026", "In attesa di risposta:
 * prenotabile dal 03/12/2026", … from what the server said in `q`: its terms are not ours to
 * know. */
char *idoneita_phrase(struct arena *a, const struct quesito *q);

#endif
