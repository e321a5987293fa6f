/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * UTF-8 text as people see it: clusters, columns, cutting, folding, cleaning.
 * Widths are wcwidth's, because that is what ncurses uses; clusters are utf8proc's.
 * A character that wcwidth does not know, a control and a byte that is not UTF-8 count one
 * column each: text_fit and text_wrap write U+FFFD, a blank and U+FFFD in their place.
 * Without a UTF-8 locale (server, tests) widths are utf8proc's.
 */
#ifndef AGENDA_BASE_TEXT_H
#define AGENDA_BASE_TEXT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool text_valid(const char *s, size_t n); /* well-formed UTF-8 without NUL */
size_t text_codepoints(const char *s);    /* of valid UTF-8 */
int text_columns(const char *s);          /* columns needed to draw it; -1 if not valid UTF-8 */
bool text_fits(const char *s, int columns); /* needs no more; quick where the bytes are as few */

/* Bytes of the cluster that starts at `s` (0 at the end) and its columns in *columns. */
size_t text_cluster(const char *s, int *columns);

/*
 * `src` cut and padded to exactly `columns`, in `a`: never splits a cluster; what was cut
 * ends in "…" (or in `mark` when it is not NULL: "..." for terminals without UTF-8).
 */
char *text_fit(struct arena *a, const char *src, int columns, const char *mark);

/*
 * `src` broken at blanks and newlines into lines of at most `columns`; *n lines, each in `a`.
 * Always at least one line; each newline begins another. Words that are too long are parted,
 * where they can be after a sign that joins: addresses and numbers stay readable.
 */
char **text_wrap(struct arena *a, const char *src, int columns, size_t *n);

/* Lower case without accents, for comparing and searching: "Perché" -> "perche". */
char *text_fold(struct arena *a, const char *s);

/*
 * The words of `s`, folded, each after a blank: letters and digits, everything else parts
 * them; an ideograph is a word alone. Of a long word the first TEXT_WORD_MAX bytes. True when
 * `s` ends inside a word, which may be going on.
 */
#define TEXT_WORD_MAX 48
struct buf;
bool text_words(struct buf *to, const char *s);

/*
 * The one sanitiser: text from elsewhere before it becomes cells, output or a log line.
 * C0 (but newline when `keep_newlines`), C1, DEL, bidi controls and zero-width characters go,
 * bytes that are not UTF-8 become U+FFFD. Tabs become a blank.
 */
char *text_sanitise(struct arena *a, const char *s, size_t n, bool keep_newlines);

/* Blanks at both ends gone (ASCII and Unicode white space), NFC, "\r\n" and "\r" -> "\n". */
char *text_trim(struct arena *a, const char *s);

/* "12.400": the C library's grouping would need a locale that may not be there. */
char *text_count(struct arena *a, int64_t n);

#endif
