/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The quesiti of the sample data, in every state and argomento, with what was written about them.
 */
#ifndef AGENDA_SERVER_SAMPLE_QUESITI_H
#define AGENDA_SERVER_SAMPLE_QUESITI_H

#include "server/sample/fascio.h"

/* What happened to a quesito until today. */
enum vicenda {
	VICENDA_RESPINTO,       /* closed with a negative outcome: bookable */
	VICENDA_ACCOLTO,        /* closed, accepted */
	VICENDA_RISPOSTO,       /* open, but answered */
	VICENDA_SCADUTO,        /* no answer within the term: bookable */
	VICENDA_INTERLOCUTORIA, /* an interim answer only, the term is over: bookable */
	VICENDA_ATTESA,         /* within the term */
	VICENDA_IN_CORSO,       /* sent yesterday, protocollazione in corso */
};

/* One more quesito on the rapporto, opened `giorni` before oggi; `numero` makes its id. */
void quesito_tell(struct fascio *f, const char *codice, unsigned numero,
	enum argomento argomento, enum vicenda vicenda, int giorni);

char *quesito_id(struct arena *a, const char *codice, unsigned numero);

void quesiti_tell(struct fascio *f); /* of everybody in persone_tell() */

#endif
