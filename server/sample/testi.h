/* SPDX-License-Identifier: EUPL-1.2
 *
 * What people and offices write, by argomento. Everything in it is invented. */
#ifndef AGENDA_SERVER_SAMPLE_TESTI_H
#define AGENDA_SERVER_SAMPLE_TESTI_H

#include "domain/words.h"

struct testo_quesito {
	const char *oggetto;
	const char *domanda;
	const char *accoglie;
	const char *respinge;
	const char *allegato; /* name of the file that goes with the question, no ending */
};

#define VARIANTI 3

/* `which` wraps around. */
const struct testo_quesito *testo_find(enum argomento argomento, unsigned which);

extern const char testo_interlocutorio[];
extern const char testo_sollecito[];

#endif
