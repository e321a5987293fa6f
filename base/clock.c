/* SPDX-License-Identifier: EUPL-1.2
 *
 * The wall clock, unless a test, a golden or a picture has stopped it. */
#include "base/clock.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

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

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

struct timespec clock_deadline(int64_t at_ms)
{
	struct timespec t;
	int64_t left = at_ms - clock_monotonic_ms(), ns;

	clock_gettime(CLOCK_MONOTONIC, &t);
	if (left <= 0)
		return t;
	ns = t.tv_nsec + left % 1000 * 1000000;
	t.tv_sec += (time_t)(left / 1000 + ns / 1000000000);
	t.tv_nsec = (long)(ns % 1000000000);
	return t;
}

/* A timer of the wall clock that never ends by itself, and is cancelled when that clock jumps: at
 * waking too, since it stood still meanwhile. */
static bool arm(int fd)
{
	struct itimerspec far = { .it_value = { .tv_sec = (time_t)1 << 40 } };

	return timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &far, NULL) == 0;
}

int clock_watch_open(void)
{
	int fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);

	if (fd < 0 || arm(fd))
		return fd;
	close(fd);
	return -1;
}

void clock_watch_again(int fd)
{
	uint64_t n;

	(void)!read(fd, &n, sizeof(n)); /* ECANCELED: that is what was waited for */
	arm(fd);
}

void clock_freeze(instant at)
{
	atomic_store_explicit(&frozen_at, at, memory_order_relaxed);
}
