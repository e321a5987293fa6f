/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * One thread, one wait: the terminal, the network and a pipe that signal handlers write to.
 */
#ifndef AGENDA_SRC_LOOP_H
#define AGENDA_SRC_LOOP_H

#include "src/app.h"

/* Until the person leaves; false and *err: it could not begin, or not go on. With `linear` lines
 * on standard input and output, else the terminal, which is as it was before when this returns;
 * where that cannot be addressed it says so and goes linear. */
bool loop_run(struct app *app, bool linear, struct err *err);

#endif
