/* SPDX-License-Identifier: EUPL-1.2
 *
 * What an interface that was killed on a shared machine could not take away: the copy of what it
 * read, the access, the files that it opened. An interface says that it is there by a file that it
 * keeps locked; one that nobody locks any more is of one that died, and whoever starts next as the
 * same user clears up after it. Drafts stay, as always. */
#ifndef AGENDA_SRC_RIMASTI_H
#define AGENDA_SRC_RIMASTI_H

#include "src/options.h"

/* On another machine than a shared one neither does anything. */
void rimasti_clear(const struct options *o);
int rimasti_begin(const struct options *o); /* an interface starts; for rimasti_end(), -1: none */
void rimasti_end(const struct options *o, int mark); /* it has left nothing */

#endif
