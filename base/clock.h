/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Reading the time, in one place, so that tests, goldens and pictures can fix it.
 * Domain functions never read a clock: they take `now`.
 */
#ifndef AGENDA_BASE_CLOCK_H
#define AGENDA_BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

typedef int64_t instant; /* seconds since 1970-01-01T00:00:00Z */
#define INSTANT_NONE INT64_MIN

instant clock_now(void);
/* Never frozen: for deadlines and ages of connections. The time that the machine sleeps counts:
 * what fell due meanwhile, an idle lock for one, is due at waking. */
int64_t clock_monotonic_ms(void);
/* That moment for pthread_cond_timedwait(), whose CLOCK_MONOTONIC stands still while the machine
 * sleeps: who waits looks at clock_monotonic_ms() again afterwards. */
struct timespec clock_deadline(int64_t at_ms);
void clock_freeze(instant at);    /* clock_now() answers `at` from now on; INSTANT_NONE thaws it */

/* A descriptor that becomes readable when the wall clock jumps, as it does when the machine
 * wakes; -1 where there is none. Then clock_watch_again(). Close with close(). */
int clock_watch_open(void);
void clock_watch_again(int fd);

#endif
