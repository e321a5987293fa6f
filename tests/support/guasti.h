/* SPDX-License-Identifier: EUPL-1.2
 *
 * Calls of the system that fail under the real programs, when the test says so. */
#ifndef AGENDA_TESTS_SUPPORT_GUASTI_H
#define AGENDA_TESTS_SUPPORT_GUASTI_H

#include "tests/support/world.h"

void guasti_in_agenda(struct world *w); /* in every agenda started from now on */
void guasti_in_server(struct world *w); /* agendad is begun anew */

/* From now on: lines of a call (write, fsync, poll) and a part of the name of the file that it is
 * about. NULL: everything is well again. */
void guasti(struct world *w, const char *rules);

#endif
