/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What is left of a copy that was emptied: a file without a name, whose room the system takes back
 * when nobody has it open. For a large one that takes longer than a key may wait: it is given back
 * a part at a time.
 */
#ifndef AGENDA_CACHE_RESTI_H
#define AGENDA_CACHE_RESTI_H

#include "cache/cache.h"

/* What the last cache_purge() left, the caller's from now on; -1: nothing. */
int cache_take_resti(struct cache *c);

/* Gives a part back, in some milliseconds. False: that was the last one, and `fd` is closed; or
 * another process still reads it, and it goes with that one. */
bool resti_step(int fd);

#endif
