/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/http/janitor.h"

#include "base/alloc.h"
#include "base/clock.h"

#include <pthread.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <time.h>

struct janitor_entry {
	struct janitor_entry *next, *prev;
	int fd;
	int64_t waiting_since_ms; /* 0: not waiting for headers */
};

struct janitor {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	pthread_t thread;
	int64_t headers_ms;
	bool stopping;
	struct janitor_entry all; /* head of a ring */
};

static void sweep(struct janitor *j)
{
	int64_t now = clock_monotonic_ms();

	for (struct janitor_entry *e = j->all.next; e != &j->all; e = e->next) {
		if (e->waiting_since_ms && now - e->waiting_since_ms > j->headers_ms) {
			shutdown(e->fd, SHUT_RDWR);
			e->waiting_since_ms = 0;
		}
	}
}

/* Sleeps without a clock while there is nobody. */
static void *watch(void *arg)
{
	struct janitor *j = arg;

	pthread_mutex_lock(&j->lock);
	while (!j->stopping) {
		struct timespec t = clock_deadline(clock_monotonic_ms() + j->headers_ms / 4 + 1);

		if (j->all.next == &j->all)
			pthread_cond_wait(&j->changed, &j->lock);
		else if (pthread_cond_timedwait(&j->changed, &j->lock, &t) != 0)
			sweep(j);
	}
	pthread_mutex_unlock(&j->lock);
	return NULL;
}

static void release(struct janitor *j)
{
	pthread_cond_destroy(&j->changed);
	pthread_mutex_destroy(&j->lock);
	FREE(&j);
}

struct janitor *janitor_new(int64_t headers_ms)
{
	struct janitor *j = xalloc(sizeof *j);
	pthread_condattr_t attr;

	j->headers_ms = headers_ms;
	j->all.next = j->all.prev = &j->all;
	pthread_mutex_init(&j->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&j->changed, &attr);
	pthread_condattr_destroy(&attr);
	if (pthread_create(&j->thread, NULL, watch, j) == 0)
		return j;
	release(j);
	return NULL;
}

void janitor_free(struct janitor *j)
{
	if (!j)
		return;
	pthread_mutex_lock(&j->lock);
	j->stopping = true;
	pthread_cond_signal(&j->changed);
	pthread_mutex_unlock(&j->lock);
	pthread_join(j->thread, NULL);
	release(j);
}

struct janitor_entry *janitor_enter(struct janitor *j, int fd)
{
	struct janitor_entry *e = xalloc(sizeof *e);

	e->fd = fd;
	e->waiting_since_ms = clock_monotonic_ms();
	pthread_mutex_lock(&j->lock);
	if (j->all.next == &j->all)
		pthread_cond_signal(&j->changed);
	e->next = &j->all;
	e->prev = j->all.prev;
	e->prev->next = e;
	j->all.prev = e;
	pthread_mutex_unlock(&j->lock);
	return e;
}

void janitor_leave(struct janitor *j, struct janitor_entry *e)
{
	pthread_mutex_lock(&j->lock);
	e->prev->next = e->next;
	e->next->prev = e->prev;
	pthread_mutex_unlock(&j->lock);
	FREE(&e);
}

static void set(struct janitor *j, struct janitor_entry *e, int64_t since)
{
	pthread_mutex_lock(&j->lock);
	e->waiting_since_ms = since;
	pthread_mutex_unlock(&j->lock);
}

void janitor_waits(struct janitor *j, struct janitor_entry *e)
{
	set(j, e, clock_monotonic_ms());
}

void janitor_heard(struct janitor *j, struct janitor_entry *e)
{
	set(j, e, 0);
}
