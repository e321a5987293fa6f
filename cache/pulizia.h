/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What may not be kept for ever: copies of people who no longer come, files that were set aside,
 * appointments of long ago. Journals are never touched: drafts have no age.
 */
#ifndef AGENDA_CACHE_PULIZIA_H
#define AGENDA_CACHE_PULIZIA_H

#include "cache/cache.h"

/*
 * Removes from `folder` copies (cache-*.db with what lies beside) that nobody has open and nobody
 * has written since `before`, and files of ours set aside before then, unless somebody has open
 * what they were set aside from. At most `limit` of them: answers how many.
 */
size_t cache_sweep(const char *folder, instant before, size_t limit);

/*
 * Drops appuntamenti that began before `before`, with all that is known of them, at most `limit`.
 * How many in *dropped: fewer than `limit` means that none is left. A reader drops none.
 */
bool cache_retain(
	struct cache *c, instant before, size_t limit, size_t *dropped, struct err *err);

/* The files of this cache that were set aside. */
void cache_drop_aside(const struct cache *c);

#endif
