/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * How a process hears that another one wrote a file of ours: the kernel tells when the file or
 * the log beside it changes, when another file is put in its place, and when its lock is let go
 * of, by an end as well as by a kill. Nobody is woken while nothing happens.
 */
#ifndef AGENDA_CACHE_WATCH_H
#define AGENDA_CACHE_WATCH_H

#include <stdbool.h>

struct watch {
	int fd; /* inotify; -1 */
	bool failed;
};
#define WATCH_NONE ((struct watch){ .fd = -1 })

/* Begins, if that is not done yet, and gives the descriptor to poll; -1 when the system cannot
 * tell, or `path` is in memory. What happened before the first call is not told. */
int watch_open(struct watch *w, const char *path);
void watch_close(struct watch *w);

struct watch_news {
	bool changed;
	bool left; /* somebody let go of the lock */
};
/* What has happened since it was last asked. */
struct watch_news watch_news(struct watch *w, const char *path);

#endif
