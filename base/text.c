/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Measuring, cutting and breaking text for a grid of columns. Nothing here trusts its input
 * to be UTF-8: a byte that is not is a cluster of its own. Cleaning is in text_clean.c.
 */
#include "base/text.h"

#include "base/buf.h"

#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

static bool is_control(utf8proc_int32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

/* Code point at `s` and its bytes in *n (1 for a byte that is not UTF-8, code point -1). */
static utf8proc_int32_t decode(const char *s, size_t *n)
{
	const unsigned char *u = (const unsigned char *)s;
	utf8proc_int32_t c;
	utf8proc_ssize_t got;

	if (u[0] < 0x80) {
		*n = u[0] != 0;
		return u[0];
	}
	/* At most 4 bytes, and never past the NUL. */
	got = utf8proc_iterate(u, (utf8proc_ssize_t)strnlen(s, 4), &c);
	*n = got > 0 ? (size_t)got : 1;
	return got > 0 ? c : -1;
}

/* Without a UTF-8 locale wcwidth does not know "è" either: then utf8proc is asked. */
static bool locale_is_utf8(void)
{
	return wcwidth(0xE8) >= 0;
}

static bool is_unknown(utf8proc_int32_t c)
{
	return c >= 0xA0 && wcwidth((wchar_t)c) < 0 && locale_is_utf8();
}

static int width_of(utf8proc_int32_t c)
{
	int w;

	if (c < 0x7F || is_control(c)) /* bytes that are not UTF-8 too */
		return 1;
	w = wcwidth((wchar_t)c);
	if (w < 0)
		w = locale_is_utf8() ? 1 : utf8proc_charwidth(c);
	return w;
}

bool text_valid(const char *s, size_t n)
{
	utf8proc_int32_t c;

	while (n > 0) {
		utf8proc_ssize_t got = 1;

		if (*s == '\0')
			return false;
		if ((unsigned char)*s >= 0x80)
			got = utf8proc_iterate((const unsigned char *)s,
				n < 4 ? (utf8proc_ssize_t)n : 4, &c);
		if (got <= 0)
			return false;
		s += got;
		n -= (size_t)got;
	}
	return true;
}

size_t text_codepoints(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

/* Printable ASCII that nothing can combine with: a column a byte. */
static size_t plain_run(const char *s)
{
	size_t n = 0;

	while ((unsigned char)s[n] >= 0x20 && (unsigned char)s[n] < 0x7F
		&& (unsigned char)s[n + 1] < 0x80)
		n++;
	return n;
}

/* No character takes more columns than bytes. */
bool text_fits(const char *s, int columns)
{
	size_t most = columns > 0 ? (size_t)columns : 0;

	return strnlen(s, most + 1) <= most || text_columns(s) <= columns;
}

int text_columns(const char *s)
{
	int total = 0;

	while (*s) {
		int columns;
		size_t n = plain_run(s);

		total += (int)n;
		s += n;
		if (n)
			continue;
		if (decode(s, &n) < 0)
			return -1;
		n = text_cluster(s, &columns);
		s += n;
		total += columns;
	}
	return total;
}

size_t text_cluster(const char *s, int *columns)
{
	utf8proc_int32_t state = 0;
	utf8proc_int32_t before;
	size_t total;
	size_t n;

	*columns = *s ? 1 : 0;
	if ((unsigned char)s[0] >= 0x20 && (unsigned char)s[0] < 0x7F
		&& (unsigned char)s[1] < 0x80)
		return 1;
	before = decode(s, &total);
	if (before <= 0)
		return total;
	*columns = width_of(before);
	for (;;) {
		utf8proc_int32_t c = decode(s + total, &n);

		if (c <= 0 || utf8proc_grapheme_break_stateful(before, c, &state))
			return total;
		if (!is_control(c))
			*columns += width_of(c);
		total += n;
		before = c;
	}
}

/* Adds the cluster as it may be drawn: controls as a blank, what cannot be as U+FFFD. */
static void add_drawable(struct buf *to, const char *s, size_t n)
{
	size_t bytes;

	for (size_t at = 0; at < n; at += bytes) {
		utf8proc_int32_t c = decode(s + at, &bytes);

		if (c < 0 || is_unknown(c))
			buf_adds(to, REPLACEMENT);
		else if (!is_control(c))
			buf_add(to, s + at, bytes);
		else if (at == 0) /* the second half of "\r\n" is not drawn */
			buf_addc(to, ' ');
	}
}

static void add_blanks(struct buf *to, int n)
{
	for (; n > 0; n--)
		buf_addc(to, ' ');
}

/* Bytes of the beginning of `s` that needs at most `columns`; what it needs in *used;
 * *whole when nothing is left over. */
static size_t measure(const char *s, int columns, int *used, bool *whole)
{
	size_t bytes = 0;

	*used = 0;
	for (;;) {
		int w;
		size_t n = text_cluster(s + bytes, &w);

		*whole = n == 0;
		if (n == 0 || *used + w > columns)
			return bytes;
		*used += w;
		bytes += n;
	}
}

static void add_beginning(struct buf *to, const char *s, size_t bytes)
{
	for (size_t at = 0; at < bytes;) {
		int w;
		size_t n = text_cluster(s + at, &w);

		add_drawable(to, s + at, n);
		at += n;
	}
}

static char *into_arena(struct arena *a, struct buf *b)
{
	char *s = arena_strndup(a, buf_str(b), b->len);

	buf_release(b);
	return s;
}

/* Length of `s` if it is printable ASCII of at most `max` bytes, else -1. */
static int ascii_length(const char *s, int max)
{
	for (int n = 0; n <= max; n++) {
		if (s[n] == '\0')
			return n;
		if ((unsigned char)s[n] < 0x20 || (unsigned char)s[n] >= 0x7F)
			return -1;
	}
	return -1;
}

/* Most of what is fitted: it needs no cutting and every byte is a column. */
static char *fit_ascii(struct arena *a, const char *src, int length, int columns)
{
	char *s = arena_alloc(a, (size_t)columns + 1);

	memcpy(s, src, (size_t)length);
	memset(s + length, ' ', (size_t)(columns - length));
	return s;
}

char *text_fit(struct arena *a, const char *src, int columns, const char *mark)
{
	struct buf out = { .ceiling = SIZE_MAX / 4 };
	size_t bytes;
	bool whole;
	int used;
	int mark_used = 0;
	size_t mark_bytes = 0;

	if (columns < 0)
		columns = 0;
	if (ascii_length(src, columns) >= 0)
		return fit_ascii(a, src, ascii_length(src, columns), columns);
	bytes = measure(src, columns, &used, &whole);
	if (!whole) {
		mark = mark ? mark : "…";
		mark_bytes = measure(mark, columns, &mark_used, &whole);
		bytes = measure(src, columns - mark_used, &used, &whole);
	}
	add_beginning(&out, src, bytes);
	if (mark_bytes)
		add_beginning(&out, mark, mark_bytes);
	add_blanks(&out, columns - used - mark_used);
	return into_arena(a, &out);
}

struct lines {
	struct arena *a;
	char **items;
	size_t n;
	size_t cap;
};

static void lines_add(struct lines *l, const char *s, size_t bytes)
{
	struct buf line = { .ceiling = SIZE_MAX / 4 };

	if (l->n == l->cap) {
		char **more = arena_array(l->a, l->cap * 2 + 4, sizeof(*more));

		if (l->n)
			memcpy(more, l->items, l->n * sizeof(*more));
		l->items = more;
		l->cap = l->cap * 2 + 4;
	}
	add_beginning(&line, s, bytes);
	l->items[l->n++] = into_arena(l->a, &line);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* After these an address or a number may go on in the next line; after a hyphen it would look
 * as if the hyphen were ours. */
static bool is_joint(char c)
{
	return c == '.' || c == '/' || c == '@';
}

/* Where a paragraph's next line ends: at the last blank that lets it fit, else in the word. */
static size_t line_end(const char *s, size_t len, int columns)
{
	size_t at = 0;
	size_t last_blank = 0, last_joint = 0;
	int used = 0;

	while (at < len) {
		int w;
		size_t n = text_cluster(s + at, &w);

		if (n > len - at)
			n = len - at;
		if (is_blank(s[at]) && at > 0 && !is_blank(s[at - 1]))
			last_blank = at;
		if (used + w > columns)
			return last_blank ? last_blank : last_joint ? last_joint : at;
		used += w;
		at += n;
		if (is_joint(s[at - 1]) && used * 2 > columns)
			last_joint = at;
	}
	return len;
}

static void wrap_paragraph(struct lines *l, const char *s, size_t len, int columns)
{
	do {
		size_t end = line_end(s, len, columns);

		if (end == 0 && len > 0) { /* one cluster wider than the line */
			int w;
			size_t n = text_cluster(s, &w);

			lines_add(l, REPLACEMENT, strlen(REPLACEMENT));
			end = n < len ? n : len;
		} else {
			lines_add(l, s, end);
		}
		while (end < len && is_blank(s[end]))
			end++;
		s += end;
		len -= end;
	} while (len > 0);
}

char **text_wrap(struct arena *a, const char *src, int columns, size_t *n)
{
	struct lines l = { .a = a };

	if (columns < 1)
		columns = 1;
	for (;;) {
		size_t len = strcspn(src, "\n");

		wrap_paragraph(&l, src, len, columns);
		if (src[len] == '\0')
			break;
		src += len + 1;
	}
	*n = l.n;
	return l.items;
}

char *text_count(struct arena *a, int64_t n)
{
	if (n > -1000 && n < 1000)
		return arena_printf(a, "%lld", (long long)n);
	return arena_printf(a, "%s.%03lld", text_count(a, n / 1000),
		(long long)(n < 0 ? -(n % 1000) : n % 1000));
}
