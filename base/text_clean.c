/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Text from elsewhere made harmless, and the forms in which it is compared and stored.
 */
#include "base/text.h"

#include "base/buf.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */
#define MARKS_MAX   4 /* combining marks on one letter: a curses cell holds no more */

static bool is_ascii(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)s[i] >= 0x80)
			return false;
	}
	return true;
}

/* Letters that draw nothing, which Unicode does not file under "format". */
static bool is_invisible_letter(utf8proc_int32_t c)
{
	return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0
		|| c == 0x17B4 || c == 0x17B5 || (c >= 0x180B && c <= 0x180F)
		|| (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE0FFF);
}

static bool is_mark(utf8proc_category_t category)
{
	return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME
		|| category == UTF8PROC_CATEGORY_MC;
}

/* What becomes of one code point: itself, nothing, or a stand-in. `marks` counts a run. */
static void add_clean(
	struct buf *to, utf8proc_int32_t c, const char *s, size_t n, unsigned *marks)
{
	utf8proc_category_t category = utf8proc_category(c);

	if (category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF
		|| is_invisible_letter(c))
		return; /* what goes does not part the marks around it */
	*marks = is_mark(category) ? *marks + 1 : 0;
	if (*marks > MARKS_MAX)
		return;
	if (category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP)
		buf_addc(to, ' ');
	else if (category == UTF8PROC_CATEGORY_CN || category == UTF8PROC_CATEGORY_CS
		|| category == UTF8PROC_CATEGORY_CO)
		buf_adds(to, REPLACEMENT);
	else
		buf_add(to, s, n);
}

static void add_clean_ascii(struct buf *to, char c, bool keep_newlines, unsigned *marks)
{
	if (c == '\t')
		c = ' ';
	if ((c < 0x20 || c == 0x7F) && !(c == '\n' && keep_newlines))
		return;
	buf_addc(to, c);
	*marks = 0;
}

/* For one byte that is not UTF-8; answers 1. */
static utf8proc_ssize_t add_replacement(struct buf *to, unsigned *marks)
{
	buf_adds(to, REPLACEMENT);
	*marks = 0;
	return 1;
}

static char *into_arena(struct arena *a, struct buf *b)
{
	char *s = arena_strndup(a, buf_str(b), b->len);

	buf_release(b);
	return s;
}

char *text_sanitise(struct arena *a, const char *s, size_t n, bool keep_newlines)
{
	struct buf out = { .ceiling = SIZE_MAX / 4 };
	unsigned marks = 0;

	while (n > 0) {
		utf8proc_int32_t c;
		utf8proc_ssize_t got = 1;

		if ((unsigned char)*s < 0x80) {
			add_clean_ascii(&out, *s, keep_newlines, &marks);
		} else {
			got = utf8proc_iterate((const unsigned char *)s,
				n < 4 ? (utf8proc_ssize_t)n : 4, &c);
			if (got > 0)
				add_clean(&out, c, s, (size_t)got, &marks);
			else
				got = add_replacement(&out, &marks);
		}
		s += got;
		n -= (size_t)got;
	}
	return into_arena(a, &out);
}

/* utf8proc's mapping of `s`, or `s` itself cleaned if it is not UTF-8. */
static char *mapped(struct arena *a, const char *s, utf8proc_option_t options)
{
	utf8proc_uint8_t *result = NULL;
	char *copy;

	if (!text_valid(s, strlen(s)))
		s = text_sanitise(a, s, strlen(s), true);
	if (utf8proc_map((const unsigned char *)s, 0, &result,
		    options | UTF8PROC_NULLTERM | UTF8PROC_STABLE)
		< 0)
		return arena_strdup(a, s);
	copy = arena_strdup(a, (const char *)result);
	free(result); /* utf8proc's own malloc */
	return copy;
}

char *text_fold(struct arena *a, const char *s)
{
	size_t n = strlen(s);
	char *out;

	if (!is_ascii(s, n))
		return mapped(a, s,
			UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD
				| UTF8PROC_STRIPMARK | UTF8PROC_LUMP);
	out = arena_strndup(a, s, n);
	for (size_t i = 0; i < n; i++) {
		if (out[i] >= 'A' && out[i] <= 'Z')
			out[i] = (char)(out[i] + ('a' - 'A'));
	}
	return out;
}

static bool is_white(utf8proc_int32_t c)
{
	utf8proc_category_t category;

	if (c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85)
		return true;
	category = utf8proc_category(c);
	return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL
		|| category == UTF8PROC_CATEGORY_ZP;
}

/* `s` is valid UTF-8: cuts the white space at both ends, in place. */
static char *cut_white(char *s)
{
	char *end = NULL;
	char *at = s;

	while (*at) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate((unsigned char *)at, -1, &c);

		if (n <= 0)
			break;
		if (!is_white(c))
			end = at + n;
		else if (!end)
			s = at + n;
		at += n;
	}
	if (end)
		*end = '\0';
	return end ? s : at;
}

static void newlines_to_lf(char *s)
{
	char *to = s;

	for (; *s; s++) {
		if (*s == '\r' && s[1] == '\n')
			continue;
		*to++ = *s == '\r' ? '\n' : *s;
	}
	*to = '\0';
}

char *text_trim(struct arena *a, const char *s)
{
	size_t n = strlen(s);
	char *out = is_ascii(s, n) ? arena_strndup(a, s, n)
				   : mapped(a, s, UTF8PROC_COMPOSE);

	newlines_to_lf(out);
	return cut_white(out);
}
