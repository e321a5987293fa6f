/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * One thread, one wait: the terminal, the network and a pipe that signal handlers write to.
 */
#ifndef AGENDA_SRC_LOOP_H
#define AGENDA_SRC_LOOP_H

#include "src/app.h"

/* Exit status of the program. With `linear` lines on standard input and output, else the
 * terminal; where that cannot be addressed it says so and goes linear. */
int loop_run(struct app *app, bool linear);

#endif
