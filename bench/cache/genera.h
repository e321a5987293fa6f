/* SPDX-License-Identifier: EUPL-1.2
 *
 * A cache of any size: the same for the same number and seed, stored through the cache's own
 * functions as a first sync would. Per appuntamento one quesito with two comunicazioni, and a
 * rapporto for each 5. Invented words, a few very common and most of them rare. */
#ifndef AGENDA_BENCH_CACHE_GENERA_H
#define AGENDA_BENCH_CACHE_GENERA_H

#include "cache/cache.h"

#define GENERA_FROM ((instant)1704096000) /* 2024-01-01T09:00:00+01:00 */

struct genera_times {
	double store_s; /* CPU: rows into the tables */
	double make_s;  /* CPU: words at the end */
};

/* False and *err; `folder` NULL: in memory. */
bool genera(const char *folder, const char *identity, size_t n, uint64_t seed,
	struct genera_times *times, struct err *err);

/* A word that the texts hold: 0 the most common, GENERA_WORDS - 1 the rarest. In `to`. */
#define GENERA_WORDS 20000
void genera_word(size_t which, char to[24]);

#endif
