/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Token buckets, one per key (a person, or an address before sign-in). A full bucket holds what
 * may be asked at once; it fills at an even pace. Time is an argument. Safe from any thread.
 * The number of buckets is bounded: the fullest are forgotten first, which forgets nothing about
 * who asks too much.
 */
#ifndef AGENDA_SERVER_HTTP_LIMITER_H
#define AGENDA_SERVER_HTTP_LIMITER_H

#include <stdbool.h>
#include <stdint.h>

struct limiter;

struct allowance {
	bool granted;
	int64_t limit;     /* RateLimit-Limit */
	int64_t remaining; /* RateLimit-Remaining */
	int64_t reset_s;   /* RateLimit-Reset: until the bucket is full again */
	int64_t retry_s;   /* Retry-After: until one more is granted; 0 when granted */
};

/* `requests` every `seconds`, both at least 1. Free with limiter_free. */
struct limiter *limiter_new(int64_t requests, int64_t seconds);
void limiter_free(struct limiter *l);

/* Takes one from the bucket of `key`; what is left in `to`. False when it is empty. */
bool limiter_take(
	struct limiter *l, const char *key, int64_t now_ms, struct allowance *to);

#endif
