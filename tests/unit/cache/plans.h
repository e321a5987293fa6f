/* SPDX-License-Identifier: EUPL-1.2
 *
 * How SQLite goes about what a file of ours is asked: no cost may grow with what is off screen. */
#ifndef AGENDA_TESTS_CACHE_PLANS_H
#define AGENDA_TESTS_CACHE_PLANS_H

#include "io/sqlite.h"

/* From now on every SELECT that `db` is asked is remembered. */
void plans_watch(struct sqlite *db);
/* Not any more; each line of the plan of each of them to `look`. Answers how many lines. */
int plans_look(struct sqlite *db, void (*look)(const char *sql, const char *line));

#endif
