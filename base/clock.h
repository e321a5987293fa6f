/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Reading the time, in one place, so that tests, goldens and pictures can fix it.
 * Domain functions never read a clock: they take `now`.
 */
#ifndef AGENDA_BASE_CLOCK_H
#define AGENDA_BASE_CLOCK_H

#include <stdint.h>

typedef int64_t instant; /* seconds since 1970-01-01T00:00:00Z */
#define INSTANT_NONE INT64_MIN

instant clock_now(void);
int64_t clock_monotonic_ms(void); /* never frozen: for deadlines and ages of connections */
void clock_freeze(instant at);    /* clock_now() answers `at` from now on; INSTANT_NONE thaws it */

#endif
