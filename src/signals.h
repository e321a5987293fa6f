/* SPDX-License-Identifier: EUPL-1.2
 *
 * Signals become bytes in a pipe: the handlers set a flag, write one byte and return. */
#ifndef AGENDA_SRC_SIGNALS_H
#define AGENDA_SRC_SIGNALS_H

#include "base/err.h"

#include <stdbool.h>

bool signals_open(struct err *err);
void signals_close(void);
int signals_fd(void);            /* readable when something has come */
void signals_drain(void);        /* empties the pipe */
bool signals_taken(int signal);  /* has it come since the last call? */

#endif
