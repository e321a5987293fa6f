/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Many jobs for the writer at once, so that they share their commits. Each is freed when it is
 * done; the first refusal is kept.
 */
#ifndef AGENDA_SERVER_SAMPLE_FILA_H
#define AGENDA_SERVER_SAMPLE_FILA_H

#include "server/store/store.h"

#include <pthread.h>

struct fila {
	struct store *store;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	size_t waiting; /* submitted and not done */
	size_t done;    /* and not refused */
	struct err first;
	void (*watch)(void *user, const struct store_job *job); /* from the writer's thread */
	void *user;
};

void fila_init(struct fila *f, struct store *store);
void fila_add(struct fila *f, struct store_job *job); /* waits while too many are under way */
bool fila_drain(struct fila *f, struct err *err);     /* waits for all; false if one was refused */
void fila_release(struct fila *f);

#endif
