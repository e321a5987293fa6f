/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A growing byte buffer with a ceiling. Growth past the ceiling is refused and
 * remembered: callers may add many times and ask once, with buf_ok().
 */
#ifndef AGENDA_BASE_BUF_H
#define AGENDA_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *data;     /* NUL-terminated whenever len > 0; the NUL is not counted */
	size_t len;
	size_t cap;
	size_t ceiling; /* bytes; 0 in a zeroed buffer means BUF_CEILING_DEFAULT */
	bool refused;   /* something did not fit, or was not formatted */
};

#define BUF_CEILING_DEFAULT ((size_t)1 << 20)

void buf_init(struct buf *b, size_t ceiling);
bool buf_add(struct buf *b, const void *bytes, size_t n);
bool buf_adds(struct buf *b, const char *s);
bool buf_addc(struct buf *b, char c);
bool buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *buf_str(const struct buf *b); /* never NULL: "" for an empty buffer */
bool buf_ok(const struct buf *b);
void buf_drop_front(struct buf *b, size_t n); /* forget the first n bytes */
void buf_reset(struct buf *b);   /* empty, keeps its memory and its ceiling */
void buf_release(struct buf *b); /* takes NULL and a zeroed buffer */
char *buf_take(struct buf *b);   /* the bytes, yours (FREE); the buffer is empty again */

#endif
