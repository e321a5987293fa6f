/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/sample/fila.h"

#define UNDER_WAY_MAX 512

void fila_init(struct fila *f, struct store *store)
{
	*f = (struct fila){ .store = store };
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->moved, NULL);
}

static void job_done(struct store_job *job)
{
	struct fila *f = job->user;
	bool ok = job->err.code == ERR_NONE;

	if (ok && f->watch)
		f->watch(f->user, job);
	pthread_mutex_lock(&f->lock);
	if (ok)
		f->done++;
	else if (f->first.code == ERR_NONE)
		f->first = job->err;
	f->waiting--;
	pthread_cond_signal(&f->moved);
	pthread_mutex_unlock(&f->lock);
	store_job_free(job);
}

static void wait_below(struct fila *f, size_t limit)
{
	pthread_mutex_lock(&f->lock);
	while (f->waiting > limit)
		pthread_cond_wait(&f->moved, &f->lock);
	pthread_mutex_unlock(&f->lock);
}

void fila_add(struct fila *f, struct store_job *job)
{
	wait_below(f, UNDER_WAY_MAX - 1);
	pthread_mutex_lock(&f->lock);
	f->waiting++;
	pthread_mutex_unlock(&f->lock);
	job->user = f;
	job->done = job_done;
	store_submit(f->store, job);
}

bool fila_drain(struct fila *f, struct err *err)
{
	wait_below(f, 0);
	if (f->first.code != ERR_NONE && err)
		*err = f->first;
	return f->first.code == ERR_NONE;
}

void fila_release(struct fila *f)
{
	pthread_cond_destroy(&f->moved);
	pthread_mutex_destroy(&f->lock);
}
