/* SPDX-License-Identifier: EUPL-1.2 */
#include "bench/sync/pile.h"

#include <execinfo.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define MOST_STACKS 64
#define MOST_FRAMES 48

static struct {
	bool tried;
	timer_t timer;
	bool has_timer;
	volatile sig_atomic_t n;
	int depth[MOST_STACKS];
	void *frames[MOST_STACKS][MOST_FRAMES];
} here;

static void keep(int number)
{
	(void)number;
	if (here.n < MOST_STACKS) {
		here.depth[here.n] = backtrace(here.frames[here.n], MOST_FRAMES);
		here.n++;
	}
}

static void begin(void)
{
	struct sigaction a = { .sa_handler = keep, .sa_flags = SA_RESTART };
	struct sigevent e = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGRTMIN + 5 };
	void *first[1];

	here.tried = true;
	(void)backtrace(first, 1); /* loads the unwinder, which a handler must not */
	e._sigev_un._tid = gettid();
	here.has_timer = sigaction(SIGRTMIN + 5, &a, NULL) == 0 &&
		timer_create(CLOCK_THREAD_CPUTIME_ID, &e, &here.timer) == 0;
}

static void set(long first_ms, long then_ms)
{
	struct itimerspec t = { .it_value.tv_nsec = first_ms * 1000000,
		.it_interval.tv_nsec = then_ms * 1000000 };

	if (here.has_timer)
		timer_settime(here.timer, 0, &t, NULL);
}

void pile_turn_begins(void)
{
	if (!here.tried)
		begin();
	here.n = 0;
	set(PILE_FROM_MS, 1);
}

void pile_turn_ends(int fd, int cpu_us)
{
	set(0, 0);
	if (fd < 0)
		return;
	dprintf(fd, "turno di %d us\n", cpu_us);
	for (int i = 0; i < here.n; i++) {
		dprintf(fd, "-- %d\n", i);
		backtrace_symbols_fd(here.frames[i], here.depth[i], fd);
	}
}
