/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Text as words to be searched. Character by character and into a buffer: a million
 * appointments pass here when a cache is indexed.
 */
#include "base/text.h"

#include "base/buf.h"

#include <string.h>
#include <utf8proc.h>

#define FOLDED_MAX 32 /* code points that one can fold into: U+FDFA gives 18 */

struct splitter {
	struct buf *to;
	size_t word; /* bytes of the present one; 0: between two */
	bool alone;  /* it takes nothing more */
};

static void end_word(struct splitter *s)
{
	s->word = 0;
	s->alone = false;
}

/* A character of a word, `n` bytes. */
static void add(struct splitter *s, const char *bytes, size_t n)
{
	if (s->alone)
		end_word(s);
	if (s->word == 0)
		buf_addc(s->to, ' ');
	s->word += n;
	if (s->word <= TEXT_WORD_MAX)
		buf_add(s->to, bytes, n);
	else
		s->word = TEXT_WORD_MAX + 1; /* the rest is dropped, whatever its size */
}

static void add_ascii(struct splitter *s, char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (char)(c + ('a' - 'A'));
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		add(s, &c, 1);
	else
		end_word(s);
}

/* Written without blanks between words. */
static bool is_ideograph(utf8proc_int32_t c)
{
	return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF)
		|| (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

static bool in_words(utf8proc_int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return true;
	default:
		return false;
	}
}

static void add_folded(struct splitter *s, utf8proc_int32_t c)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t n;

	if (c < 0x80) {
		add_ascii(s, (char)c);
		return;
	}
	if (utf8proc_category(c) == UTF8PROC_CATEGORY_CF)
		return; /* a soft hyphen, a joiner, a mark of direction: nobody types them */
	n = utf8proc_encode_char(c, bytes);
	if (n <= 0 || !in_words(c)) {
		end_word(s);
		return;
	}
	if (is_ideograph(c))
		end_word(s);
	add(s, (const char *)bytes, (size_t)n);
	s->alone = is_ideograph(c);
}

static void add_character(struct splitter *s, utf8proc_int32_t c)
{
	utf8proc_int32_t folded[FOLDED_MAX];
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char(c, folded, FOLDED_MAX,
		UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD
			| UTF8PROC_STRIPMARK,
		&boundary);

	if (n < 0 || n > FOLDED_MAX)
		end_word(s);
	for (utf8proc_ssize_t i = 0; i < n && n <= FOLDED_MAX; i++)
		add_folded(s, folded[i]);
}

/* A mark that is folded away does not part the letters around it. */
bool text_words(struct buf *to, const char *text)
{
	struct splitter s = { .to = to };

	while (*text) {
		utf8proc_int32_t c;
		utf8proc_ssize_t got = 1;

		if ((unsigned char)*text < 0x80) {
			add_ascii(&s, *text);
		} else {
			got = utf8proc_iterate((const unsigned char *)text,
				(utf8proc_ssize_t)strnlen(text, 4), &c);
			if (got > 0)
				add_character(&s, c);
			else
				end_word(&s);
		}
		text += got > 0 ? got : 1;
	}
	return s.word > 0;
}
