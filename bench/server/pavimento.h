/* SPDX-License-Identifier: EUPL-1.2
 *
 * The least that a confirmation over HTTP can be: a process of its own with the same library and
 * as many threads, which writes one page, syncs it, and answers as many bytes. */
#ifndef AGENDA_BENCH_SERVER_PAVIMENTO_H
#define AGENDA_BENCH_SERVER_PAVIMENTO_H

#include <stdbool.h>
#include <sys/types.h>

struct pavimento {
	pid_t pid;
	char url[64];
};

/* `file` has been made long enough: it is written over, page after page. */
bool pavimento_start(struct pavimento *p, const char *file, int pages);
void pavimento_stop(struct pavimento *p);

#endif
