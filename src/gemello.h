/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The child process that makes the words of a large cache in a sibling file (cache/gemello.c).
 * It has no network, no token and no terminal, and dies with its parent.
 */
#ifndef AGENDA_SRC_GEMELLO_H
#define AGENDA_SRC_GEMELLO_H

#include "base/err.h"

#include <stdbool.h>
#include <sys/types.h>

#define GEMELLO_WORD "--gemello" /* for ourselves: in no help */

struct gemello {
	pid_t pid; /* 0: none */
	int fd;    /* readable when it has ended; -1 */
	bool unwanted; /* killed: it is dying */
};

/* False and *err when it could not be started. `path`: of the cache file. */
bool gemello_start(struct gemello *g, const char *path, struct err *err);
/* After fd was readable: did it end well, and is it wanted? */
bool gemello_end(struct gemello *g);
/* Harmless when there is none. Nobody waits for its death: `fd` tells of that too, and until
 * gemello_end() was called there is no room for another. */
void gemello_kill(struct gemello *g);

/* What the child does: its exit status. */
int gemello_main(const char *path);

#endif
