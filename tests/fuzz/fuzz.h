/* SPDX-License-Identifier: EUPL-1.2
 *
 * What every fuzz target needs: the entry point's prototype, a failing check that shows its
 * line, and the input as a C string. */
#ifndef AGENDA_TESTS_FUZZ_H
#define AGENDA_TESTS_FUZZ_H

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define HOLDS(fact) \
	do { \
		if (!(fact)) { \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #fact); \
			abort(); \
		} \
	} while (0)

/* Up to the first NUL; exactly as long as it is, so that reading past it is seen. */
static inline char *fuzz_string(const uint8_t *data, size_t n)
{
	char *s = malloc(n + 1);
	size_t i = 0;

	for (; i < n && data[i]; i++)
		s[i] = (char)data[i];
	s[i] = '\0';
	return realloc(s, i + 1);
}

#endif
