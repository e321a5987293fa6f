/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What who writes (store.c) asks of an engine. One engine is linked: SQLite. Everything here but
 * engine_reader() is called by one thread at a time, which need not always be the same.
 */
#ifndef AGENDA_SERVER_STORE_ENGINE_H
#define AGENDA_SERVER_STORE_ENGINE_H

#include "server/store/store.h"

struct engine;

struct engine *engine_open(const struct store_config *config, struct err *err);
void engine_close(struct engine *e); /* takes NULL */

bool engine_begin(struct engine *e, struct err *err);
/* In a savepoint: all of the job or nothing. Fills its answer or job->err. */
void engine_run(struct engine *e, struct store_job *job);
bool engine_holds(const struct engine *e); /* the transaction is still there */
/* *to is what has changed in the feed. False: nothing of the transaction is there, but for ERR_IO,
 * after which nobody knows. */
bool engine_commit(struct engine *e, struct annuncio *to, struct err *err);
/* Does it want to rest (a checkpoint)? TIRED: when nobody is waiting; SPENT: before it goes on. */
enum engine_fatigue { ENGINE_FRESH, ENGINE_TIRED, ENGINE_SPENT };
enum engine_fatigue engine_fatigue(const struct engine *e);
void engine_rest(struct engine *e);

struct store_reader *engine_reader(const char *path, struct store *s, struct err *err);

/* store.c: is there a job with this key that has not ended? */
bool store_in_flight(struct store *s, const struct soggetto *chi, const char *chiave);

#endif
