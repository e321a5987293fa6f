/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The command line: the same use cases from a script. It never asks anything when there is no
 * terminal; answers go to standard output, as text or (--json) as one object with a schema
 * version; errors to standard error, as a sentence or an object; the exit status is the
 * problem's (domain/problem.h).
 */
#ifndef AGENDA_SRC_CLI_CLI_H
#define AGENDA_SRC_CLI_CLI_H

#include "src/app.h"

/* Exit status. `app` is zeroed: commands that need the server open and close it. */
int cli_run(struct app *app, const struct options *o);

#endif
