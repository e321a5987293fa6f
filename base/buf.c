/* SPDX-License-Identifier: EUPL-1.2
 *
 * Bounded bytes: doubling growth, never past the ceiling. */
#include "base/buf.h"

#include "base/alloc.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define CAP_FIRST ((size_t)64)

void buf_init(struct buf *b, size_t ceiling)
{
	*b = (struct buf){ .ceiling = ceiling };
}

/* Room for `n` more bytes and the NUL, or the refusal remembered. */
static bool buf_grow(struct buf *b, size_t n)
{
	size_t ceiling = b->ceiling ? b->ceiling : BUF_CEILING_DEFAULT;
	size_t cap = b->cap ? b->cap : CAP_FIRST;

	if (b->refused || n > ceiling || b->len > ceiling - n) {
		b->refused = true;
		return false;
	}
	if (b->cap > b->len + n)
		return true;
	while (cap < b->len + n + 1)
		cap *= 2;
	b->data = xrealloc_array(b->data, cap, 1);
	b->cap = cap;
	return true;
}

bool buf_add(struct buf *b, const void *bytes, size_t n)
{
	if (!buf_grow(b, n))
		return false;
	if (n)
		memcpy(b->data + b->len, bytes, n);
	b->len += n;
	b->data[b->len] = '\0';
	return true;
}

bool buf_adds(struct buf *b, const char *s)
{
	return buf_add(b, s, strlen(s));
}

bool buf_addc(struct buf *b, char c)
{
	return buf_add(b, &c, 1);
}

bool buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0) {
		b->refused = true;
		return false;
	}
	if (!buf_grow(b, (size_t)n))
		return false;
	va_start(ap, fmt);
	vsnprintf(b->data + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
	return true;
}

const char *buf_str(const struct buf *b)
{
	return b->data ? b->data : "";
}

bool buf_ok(const struct buf *b)
{
	return !b->refused;
}

void buf_drop_front(struct buf *b, size_t n)
{
	assert(n <= b->len);
	if (n == 0)
		return;
	b->len -= n;
	memmove(b->data, b->data + n, b->len + 1);
}

void buf_reset(struct buf *b)
{
	b->len = 0;
	b->refused = false;
	if (b->data)
		b->data[0] = '\0';
}

void buf_release(struct buf *b)
{
	if (!b)
		return;
	FREE(&b->data);
	*b = (struct buf){ .ceiling = b->ceiling };
}

char *buf_take(struct buf *b)
{
	char *data = b->data ? b->data : xstrdup("");

	b->data = NULL;
	buf_release(b);
	return data;
}
