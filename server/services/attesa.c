/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/services/attesa.h"

#include "base/alloc.h"
#include "base/clock.h"

#include <pthread.h>
#include <stdbool.h>
#include <time.h>

struct seat {
	struct request *rq;
	int64_t chi;
	int64_t deadline_ms;
	bool called;
};

struct waiting_room {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	pthread_t thread;
	struct seat *seats;
	size_t n;
	size_t cap;
	size_t max, max_each;
	uint64_t rung;
	bool closed;
};

/* Out go those whom the bell, the clock or the closing has called; the lock is held. */
static void let_out(struct waiting_room *w, int64_t now_ms)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->n; i++) {
		struct seat *s = &w->seats[i];

		if (w->closed || s->called || s->deadline_ms <= now_ms)
			request_resume(s->rq);
		else
			w->seats[kept++] = *s;
	}
	w->n = kept;
}

static int64_t next_deadline(const struct waiting_room *w)
{
	int64_t next = INT64_MAX;

	for (size_t i = 0; i < w->n; i++)
		if (w->seats[i].deadline_ms < next)
			next = w->seats[i].deadline_ms;
	return next;
}

static void wait_until(struct waiting_room *w, int64_t at_ms)
{
	struct timespec t;

	if (at_ms == INT64_MAX) {
		pthread_cond_wait(&w->changed, &w->lock);
	} else {
		t = clock_deadline(at_ms);
		pthread_cond_timedwait(&w->changed, &w->lock, &t);
	}
}

/* The pause after a ring, unless the room closes meanwhile. */
static void pause_after(struct waiting_room *w, int64_t from_ms)
{
	int64_t until = from_ms + WAITING_ROOM_PAUSE_MS;

	while (!w->closed && clock_monotonic_ms() < until)
		wait_until(w, until);
}

static void *watch(void *arg)
{
	struct waiting_room *w = arg;
	uint64_t heard = 0;

	pthread_mutex_lock(&w->lock);
	while (!w->closed) {
		int64_t now_ms = clock_monotonic_ms();
		bool rang = heard != w->rung;

		heard = w->rung;
		let_out(w, now_ms);
		if (rang && !w->closed)
			pause_after(w, now_ms);
		else if (!w->closed)
			wait_until(w, next_deadline(w));
	}
	let_out(w, 0);
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

struct waiting_room *waiting_room_new(size_t seats, size_t seats_each)
{
	struct waiting_room *w = xalloc(sizeof *w);
	pthread_condattr_t attr;

	w->max = seats;
	w->max_each = seats_each;

	pthread_mutex_init(&w->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&w->changed, &attr);
	pthread_condattr_destroy(&attr);
	if (pthread_create(&w->thread, NULL, watch, w) != 0) {
		w->closed = true;
		w->n = 0;
	}
	return w;
}

void waiting_room_free(struct waiting_room *w)
{
	if (!w)
		return;
	waiting_room_close(w);
	pthread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	FREE(&w->seats);
	FREE(&w);
}

uint64_t waiting_room_rung(struct waiting_room *w)
{
	uint64_t rung = 0;

	pthread_mutex_lock(&w->lock);
	rung = w->rung;
	pthread_mutex_unlock(&w->lock);
	return rung;
}

static size_t seats_of(const struct waiting_room *w, int64_t chi)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += w->seats[i].chi == chi;
	return n;
}

static enum seat_given seat_for(const struct waiting_room *w, int64_t chi)
{
	if (w->closed)
		return SEAT_NONE;
	if (seats_of(w, chi) >= w->max_each)
		return SEAT_TOO_MANY;
	return w->n < w->max ? SEAT_TAKEN : SEAT_FULL;
}

static void sit(struct waiting_room *w, const struct seat *s)
{
	if (w->n == w->cap) {
		w->cap = w->cap ? w->cap * 2 : 64;
		w->seats = xrealloc_array(w->seats, w->cap, sizeof *w->seats);
	}
	w->seats[w->n++] = *s;
	pthread_cond_signal(&w->changed);
}

enum seat_given waiting_room_enter(struct waiting_room *w, struct request *rq,
	const struct seat_wanted *wanted, request_after *after)
{
	enum seat_given given;

	pthread_mutex_lock(&w->lock);
	given = seat_for(w, wanted->chi);
	if (given == SEAT_TAKEN) {
		request_park(rq, after);
		sit(w, &(struct seat){ .rq = rq,
			       .chi = wanted->chi,
			       .deadline_ms = wanted->deadline_ms,
			       .called = wanted->rung != w->rung });
	}
	pthread_mutex_unlock(&w->lock);
	return given;
}

static bool concerns(const struct annuncio *a, int64_t chi)
{
	for (size_t i = 0; i < a->n && !a->tutti; i++) {
		if (a->chi[i] == chi)
			return true;
	}
	return a->tutti;
}

void waiting_room_ring(struct waiting_room *w, const struct annuncio *a)
{
	bool any = false;

	pthread_mutex_lock(&w->lock);
	w->rung++;
	for (size_t i = 0; i < w->n; i++) {
		w->seats[i].called = w->seats[i].called || concerns(a, w->seats[i].chi);
		any = any || w->seats[i].called;
	}
	if (any) /* else nobody is woken: who rings has an answer to send */
		pthread_cond_signal(&w->changed);
	pthread_mutex_unlock(&w->lock);
}

void waiting_room_close(struct waiting_room *w)
{
	bool was_closed = false;

	pthread_mutex_lock(&w->lock);
	was_closed = w->closed;
	w->closed = true;
	pthread_cond_signal(&w->changed);
	pthread_mutex_unlock(&w->lock);
	if (!was_closed)
		pthread_join(w->thread, NULL);
}
