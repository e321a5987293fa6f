/* SPDX-License-Identifier: EUPL-1.2
 *
 *	bench_genera FOLDER SERVER PERSON PROFILE N [SEED]
 *
 * Writes the cache of that person there, for a program to be tried on. */
#include "bench/cache/genera.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

int main(int argc, char **argv)
{
	struct genera_times times;
	struct arena a = { 0 };
	struct err err = { 0 };
	struct rusage used;
	bool ok;

	if (argc < 6) {
		fprintf(stderr, "usage: %s FOLDER SERVER PERSON PROFILE N [SEED]\n", argv[0]);
		return 64;
	}
	ok = genera(argv[1], cache_identity(&a, argv[2], argv[3], argv[4]),
		(size_t)strtoull(argv[5], NULL, 10), argc > 6 ? strtoull(argv[6], NULL, 10) : 1,
		&times, &err);
	arena_release(&a);
	getrusage(RUSAGE_SELF, &used);
	if (ok)
		printf("righe %.1f s, parole %.1f s, memoria %ld kB\n", times.store_s,
			times.make_s, used.ru_maxrss);
	else
		fprintf(stderr, "%s\n", err.cause);
	return !ok;
}
