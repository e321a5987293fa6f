/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * An arena owns a graph of values that die together: a decoded reply, a slice of the
 * model, one turn's text. Nothing in it is freed alone.
 */
#ifndef AGENDA_BASE_ARENA_H
#define AGENDA_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *head; /* a zeroed struct arena is an empty arena */
	size_t total;             /* bytes handed out since the last reset */
};

void *arena_alloc(struct arena *a, size_t size); /* zeroed, aligned for any type */
void *arena_array(struct arena *a, size_t n, size_t size);
char *arena_strdup(struct arena *a, const char *s); /* NULL stays NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

void arena_reset(struct arena *a);   /* empty, keeps one block for the next use */
void arena_release(struct arena *a); /* takes NULL and a zeroed arena */

#endif
