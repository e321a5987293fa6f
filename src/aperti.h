/* SPDX-License-Identifier: EUPL-1.2
 *
 * The copies of files that were opened in the viewer: 0600, in a folder of this process below
 * the session's own. They go when the program ends, and all of them, those of other and of
 * killed programs too, when the person leaves. */
#ifndef AGENDA_SRC_APERTI_H
#define AGENDA_SRC_APERTI_H

#include "base/arena.h"
#include "src/options.h"

/* Where this process puts them, not made yet; NULL when there is no folder for such things. */
char *aperti_folder(const struct options *o, struct arena *a);

/* Those of this process, and of processes that are no longer there. */
void aperti_close(const struct options *o);
void aperti_purge(const struct options *o); /* all */

#endif
