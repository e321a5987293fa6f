/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The Strutture and their punti di consulenza. Codes and cities are INPS's own; streets, numbers
 * and hours are invented, on the pattern that is usual since 2019.
 */
#ifndef AGENDA_SERVER_SAMPLE_LUOGHI_H
#define AGENDA_SERVER_SAMPLE_LUOGHI_H

#include "server/sample/fascio.h"

struct luogo {
	const char *id; /* "P7000-01" */
	const char *sede;
	const char *denominazione;
	const char *indirizzo;
	const char *citta;
	const char *telefono;
	char orario; /* which week, see luoghi.c */
	int posti;
};

extern const struct luogo luoghi[];
extern const size_t n_luoghi;

void luoghi_tell(struct fascio *f); /* the sedi, then the punti */

const struct luogo *luogo_find(const char *id);
const struct luogo *luogo_of_sede(const char *sede, size_t which); /* wraps around */

/* How many starts the punto has on that day; 0 when it is closed. */
int luogo_starts(const struct luogo *l, giorno oggi, giorno g);
instant luogo_start(const struct luogo *l, giorno g, int which);

const char *sede_name(const char *codice); /* "Roma" */
size_t sedi_count(void);
const char *sede_code(size_t which);

#endif
