/* SPDX-License-Identifier: EUPL-1.2
 *
 * The configured viewer as a child that has the terminal while it runs. */
#ifndef AGENDA_SRC_VIEWER_H
#define AGENDA_SRC_VIEWER_H

#include "base/err.h"

#include <stdbool.h>

/* Runs `program` (a name or path, then words separated by blanks) on `path` and waits for it.
 * No shell: nothing in the path is ever interpreted. False: not started, or not ended well. */
bool viewer_run(const char *program, const char *path, struct err *err);

#endif
