/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * How a process hears that another one wrote a file of ours: the kernel tells when the file or
 * the log beside it changes or goes, when another file is put in its place, and when its lock is
 * let go of, by an end as well as by a kill. Nobody is woken while nothing happens.
 */
#ifndef AGENDA_CACHE_WATCH_H
#define AGENDA_CACHE_WATCH_H

#include <stdbool.h>

struct watch {
	int fd; /* inotify; -1 */
	bool failed;
	bool own; /* of the writer: its own writing is no news, only what it is asked for */
	bool asked; /* of the writer: perhaps, before it began to listen */
};
#define WATCH_NONE ((struct watch){ .fd = -1 })

/* Begins, if that is not done yet, and gives the descriptor to poll; -1 when the system cannot
 * tell, or `path` is in memory. What happened before the first call is not told. */
int watch_open(struct watch *w, const char *path, bool own);
void watch_close(struct watch *w);

#define WATCH_REQUEST ".svuota" /* in place of ".db" */

struct watch_news {
	bool changed;
	bool left; /* somebody let go of the lock */
	bool asked; /* to empty the file: WATCH_REQUEST has been put beside it, or may lie there */
};
/* What has happened since it was last asked. */
struct watch_news watch_news(struct watch *w, const char *path);

#endif
