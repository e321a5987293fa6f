/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Fill is counted in thousandths of a request times `seconds`, so that a millisecond adds exactly
 * `requests` units and nothing is rounded: one request costs 1000 * seconds units.
 */
#include "server/http/limiter.h"

#include "base/alloc.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

#define LIMITER_WAYS 8
#define LIMITER_SETS 8192 /* a power of two: 65,536 buckets, 2.5 MB */

struct bucket {
	uint64_t key; /* 0: free */
	int64_t units;
	int64_t at_ms;
};

struct limiter {
	pthread_mutex_t lock;
	int64_t requests;
	int64_t cost; /* units of one request */
	int64_t full; /* units of a full bucket */
	struct bucket *buckets;
};

struct limiter *limiter_new(int64_t requests, int64_t seconds)
{
	struct limiter *l = xalloc(sizeof *l);

	assert(requests > 0 && seconds > 0);
	pthread_mutex_init(&l->lock, NULL);
	l->requests = requests;
	l->cost = 1000 * seconds;
	l->full = requests * l->cost;
	l->buckets = xalloc_array(
		(size_t)LIMITER_SETS * LIMITER_WAYS, sizeof *l->buckets);
	return l;
}

void limiter_free(struct limiter *l)
{
	if (!l)
		return;
	pthread_mutex_destroy(&l->lock);
	FREE(&l->buckets);
	FREE(&l);
}

/* FNV-1a: keys are ids and addresses that the server has checked. */
static uint64_t hash(const char *s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	return h ? h : 1;
}

static int64_t units_now(const struct limiter *l, const struct bucket *b, int64_t now_ms)
{
	int64_t passed = now_ms > b->at_ms ? now_ms - b->at_ms : 0;

	if (passed >= (l->full - b->units) / l->requests + 1)
		return l->full;
	return b->units + passed * l->requests;
}

/* The key's own bucket, or the fullest of its set made new for it. */
static struct bucket *bucket_of(struct limiter *l, uint64_t key, int64_t now_ms)
{
	struct bucket *set = &l->buckets[(key % LIMITER_SETS) * LIMITER_WAYS];
	struct bucket *fullest = NULL;
	int64_t most = -1;

	for (size_t i = 0; i < LIMITER_WAYS; i++) {
		int64_t units = set[i].key ? units_now(l, &set[i], now_ms) : INT64_MAX;

		if (set[i].key == key)
			return &set[i];
		if (units > most) {
			most = units;
			fullest = &set[i];
		}
	}
	*fullest = (struct bucket){ .key = key, .units = l->full, .at_ms = now_ms };
	return fullest;
}

static int64_t seconds_until(const struct limiter *l, int64_t missing)
{
	int64_t per_second = l->requests * 1000;

	return missing > 0 ? (missing + per_second - 1) / per_second : 0;
}

bool limiter_take(
	struct limiter *l, const char *key, int64_t now_ms, struct allowance *to)
{
	struct bucket *b = NULL;

	pthread_mutex_lock(&l->lock);
	b = bucket_of(l, hash(key), now_ms);
	b->units = units_now(l, b, now_ms);
	b->at_ms = now_ms;
	to->granted = b->units >= l->cost;
	if (to->granted)
		b->units -= l->cost;
	to->limit = l->requests;
	to->remaining = b->units / l->cost;
	to->reset_s = seconds_until(l, l->full - b->units);
	to->retry_s = to->granted ? 0 : seconds_until(l, l->cost - b->units);
	pthread_mutex_unlock(&l->lock);
	return to->granted;
}
