/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The one place where memory is asked for and where the program ends when there is none.
 */
#include "base/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static void (*on_exhaustion)(void);

void alloc_on_exhaustion(void (*last_words)(void))
{
	on_exhaustion = last_words;
}

static _Noreturn void exhausted(void)
{
	static const char sentence[] = "Memoria esaurita: il programma termina.\n";
	void (*last_words)(void) = on_exhaustion;

	on_exhaustion = NULL; /* once: it may itself run out of memory */
	if (last_words)
		last_words();
	(void)!write(STDERR_FILENO, sentence, sizeof(sentence) - 1);
	_exit(EX_OSERR);
}

void *xalloc(size_t size)
{
	return xalloc_array(1, size);
}

void *xalloc_array(size_t n, size_t size)
{
	void *p;

	if (n == 0 || size == 0)
		n = size = 1;
	p = n > SIZE_MAX / size ? NULL : calloc(n, size);
	if (!p)
		exhausted();
	return p;
}

void *xrealloc_array(void *p, size_t n, size_t size)
{
	if (n == 0 || size == 0)
		n = size = 1;
	p = n > SIZE_MAX / size ? NULL : realloc(p, n * size);
	if (!p)
		exhausted();
	return p;
}

char *xstrdup(const char *s)
{
	return s ? xstrndup(s, strlen(s)) : NULL;
}

char *xstrndup(const char *s, size_t n)
{
	char *copy;

	if (!s)
		return NULL;
	n = strnlen(s, n);
	if (n == SIZE_MAX)
		exhausted();
	copy = xalloc(n + 1);
	memcpy(copy, s, n);
	return copy;
}

void alloc_free(void *p)
{
	free(p);
}
