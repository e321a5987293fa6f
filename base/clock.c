/* SPDX-License-Identifier: EUPL-1.2
 *
 * The wall clock, unless a test, a golden or a picture has stopped it. */
#include "base/clock.h"

#include <stdatomic.h>
#include <time.h>

static _Atomic instant frozen_at = INSTANT_NONE;

instant clock_now(void)
{
	instant at = atomic_load_explicit(&frozen_at, memory_order_relaxed);
	struct timespec ts;

	if (at != INSTANT_NONE)
		return at;
	clock_gettime(CLOCK_REALTIME, &ts);
	return ts.tv_sec;
}

int64_t clock_monotonic_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void clock_freeze(instant at)
{
	atomic_store_explicit(&frozen_at, at, memory_order_relaxed);
}
