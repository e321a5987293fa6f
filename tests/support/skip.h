/* SPDX-License-Identifier: EUPL-1.2
 *
 * A test that cannot be run here says why and is counted: Criterion alone would say nothing, and
 * scripts/test looks for these lines. */
#ifndef AGENDA_TESTS_SUPPORT_SKIP_H
#define AGENDA_TESTS_SUPPORT_SKIP_H

#include <criterion/criterion.h>
#include <stdio.h>

/* The reason as for printf(); the test ends here. */
#define SKIP(fmt, ...) \
	do { \
		fprintf(stderr, "SALTATA: " fmt "\n", __VA_ARGS__); \
		cr_skip_test(fmt, __VA_ARGS__); \
	} while (0)

#endif
