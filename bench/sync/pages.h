/* SPDX-License-Identifier: EUPL-1.2
 *
 * The pages of the change feed as a client is given them, all of them, in memory. */
#ifndef AGENDA_BENCH_SYNC_PAGES_H
#define AGENDA_BENCH_SYNC_PAGES_H

#include <stddef.h>

/* How many; free each and the array with free(). Ends the program when it cannot. */
size_t pages_fetch(const char *api, const char *token, char ***pages);

#endif
