/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What the writer thread (store.c) asks of an engine. One engine is linked: SQLite. Everything
 * here but engine_reader() is called by one thread at a time.
 */
#ifndef AGENDA_SERVER_STORE_ENGINE_H
#define AGENDA_SERVER_STORE_ENGINE_H

#include "server/store/store.h"

struct engine;

struct engine *engine_open(const char *path, struct err *err);
void engine_close(struct engine *e); /* takes NULL */

bool engine_begin(struct engine *e, struct err *err);
/* In a savepoint: all of the job or nothing. Fills its answer or job->err. */
void engine_run(struct engine *e, struct store_job *job);
bool engine_holds(const struct engine *e); /* the transaction is still there */
/* *seq is the feed's last number. False: nothing of the transaction is there, but for ERR_IO,
 * after which nobody knows. */
bool engine_commit(struct engine *e, int64_t *seq, struct err *err);
void engine_rest(struct engine *e); /* nobody is waiting: time for a checkpoint */

struct store_reader *engine_reader(const char *path, struct store *s, struct err *err);

/* store.c: is there a job with this key that has not ended? */
bool store_in_flight(struct store *s, const struct soggetto *chi, const char *chiave);

#endif
