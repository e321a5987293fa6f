/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The people of the sample data: those who can sign in, the employers behind the intermediari,
 * and their rapporti. Every codice fiscale is formally valid and names a birthplace, Z999, that
 * does not exist.
 */
#ifndef AGENDA_SERVER_SAMPLE_PERSONE_H
#define AGENDA_SERVER_SAMPLE_PERSONE_H

#include "server/sample/fascio.h"

#include <stddef.h>

#define STUDIO_VERDI_RAPPORTI 200

/* People, mandates and rapporti as they stood before the told stories began. */
void persone_tell(struct fascio *f);

/* Mandates that ended or began since: after the stories. */
void persone_tell_after(struct fascio *f);

/* Somebody who is employer and nothing else, the same one for the same number, 0..20000. */
struct persona inventato(struct arena *a, unsigned number);
struct persona lavoratore_inventato(struct arena *a, unsigned number);

/* The `number`-th employer of Studio Verdi: rapporto and sede. */
char *studio_rapporto(struct arena *a, unsigned number);
const char *studio_sede(unsigned number);

const char *operatore_of(struct arena *a, const char *sede); /* persona id */

/* Adds the rapporto of an invented employer. */
void rapporto_tell(struct fascio *f, const char *codice, struct persona datore,
	struct persona lavoratore, const char *sede);

#endif
