/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Use cases that answer at once from the fixture, so that a script of keys can walk the
 * whole way. What they do is what ui/intent.h promises, and nothing more.
 */
#ifndef AGENDA_TESTS_SCREENS_FINTO_H
#define AGENDA_TESTS_SCREENS_FINTO_H

#include "ui/shell.h"

enum finto_conferma { FINTO_CONFERMA, FINTO_OCCUPATO, FINTO_PERSA, FINTO_LENTA, FINTO_FILE };

struct finto {
	enum finto_conferma conferma; /* what the next confirmation meets */
	bool rifiuta_cancellazione;
	bool sorda;   /* times that are asked for again do not come */
	bool exited;
};

struct reply finto_do(struct finto *f, struct model *m, const struct intent *i);

#endif
