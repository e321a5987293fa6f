/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Blocks in a chain; the head is the one with room. A value larger than a block gets a block
 * of its own behind the head, so that the room in the head is not lost.
 */
#include "base/arena.h"

#include "base/alloc.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define BLOCK_FIRST ((size_t)2 * 1024)
#define BLOCK_MAX   ((size_t)64 * 1024)
#define BLOCK_KEEP  ((size_t)256 * 1024) /* a larger one is given back at a reset */

struct arena_block {
	struct arena_block *next;
	size_t size;
	size_t used;
	alignas(max_align_t) unsigned char bytes[];
};

static struct arena_block *block_new(size_t size)
{
	struct arena_block *b;

	if (size > SIZE_MAX - sizeof(*b))
		size = SIZE_MAX
			- sizeof(*b); /* xalloc will say that there is no such memory */
	b = xalloc(sizeof(*b) + size);
	b->size = size;
	return b;
}

static void *block_take(struct arena_block *b, size_t size)
{
	void *p = b->bytes + b->used;

	b->used += size;
	return memset(p, 0, size); /* a block kept by a reset is not clean */
}

static size_t next_size(const struct arena *a)
{
	size_t size = a->head ? a->head->size * 2 : BLOCK_FIRST;

	return size > BLOCK_MAX ? BLOCK_MAX : size;
}

void *arena_alloc(struct arena *a, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct arena_block *b;

	size = size > SIZE_MAX - align ? size : (size + align - 1) / align * align;
	a->total += size;
	if (a->head && a->head->size - a->head->used >= size)
		return block_take(a->head, size);
	if (a->head && size > BLOCK_MAX / 2) {
		b = block_new(size);
		b->next = a->head->next;
		a->head->next = b;
		return block_take(b, size);
	}
	b = block_new(size > next_size(a) ? size : next_size(a));
	b->next = a->head;
	a->head = b;
	return block_take(b, size);
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / 2 / size)
		return xalloc_array(n, size); /* ends the program: it cannot be had */
	return arena_alloc(a, n * size);
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *copy;

	if (!s)
		return NULL;
	n = strnlen(s, n);
	copy = arena_alloc(a, n + 1);
	memcpy(copy, s, n);
	return copy;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *s;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	assert(n >= 0);
	s = arena_alloc(a, n < 0 ? 1 : (size_t)n + 1);
	if (n > 0)
		vsnprintf(s, (size_t)n + 1, fmt, ap);
	return s;
}

void arena_reset(struct arena *a)
{
	struct arena_block *keep = NULL;
	struct arena_block *next;

	for (struct arena_block *b = a->head; b; b = next) {
		next = b->next;
		if (b->size <= BLOCK_KEEP && (!keep || b->size > keep->size)) {
			FREE(&keep);
			keep = b;
		} else {
			FREE(&b);
		}
	}
	if (keep) {
		keep->next = NULL;
		keep->used = 0;
	}
	a->head = keep;
	a->total = 0;
}

void arena_release(struct arena *a)
{
	if (!a)
		return;
	arena_reset(a);
	FREE(&a->head);
}
