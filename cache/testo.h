/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The text under which an appuntamento is found. Table `testo` (FTS5) holds no text, only
 * which words are in which riga: so taking a row out asks for the words that went in, made
 * again from the packed row and its detail. Words are parted here (text_words), never by
 * SQLite: its tokenizer only cuts at blanks. What text_words can never make, a character
 * of private use, marks stato and who manages it: a filter is one more word to look for.
 * Private to cache/.
 */
#ifndef AGENDA_CACHE_TESTO_H
#define AGENDA_CACHE_TESTO_H

#include "cache/private.h"

#define TESTO_TABLE \
	"CREATE VIRTUAL TABLE testo USING fts5 (parole, content = '', columnsize = 0," \
	" detail = none, prefix = '1 2 3 4', tokenize = 'ascii')"
/* The words themselves, in order, for long prefixes. */
#define TESTO_VOCABULARY "CREATE VIRTUAL TABLE parola USING fts5vocab (testo, instance)"

/* All the words of a row: `detail` NULL when only the row is known. */
void testo_write(struct buf *to, const struct appuntamento_sintesi *s,
	const struct appuntamento *detail);

/* The words of a row whose packed bytes are in column `at`, its detail's in the next. */
bool testo_of_columns(struct cache *c, struct query *q, int at, struct arena *a,
	struct buf *to, struct err *err);

/* The words of the row as it is stored; none when there is no such row. */
bool testo_stored(struct cache *c, int64_t riga, struct buf *to, struct err *err);

/* Into and out of the index; `words` as made above. The first two at once; the others when the
 * transaction ends: write_end() settles them, or forgets them. */
bool testo_insert(struct cache *c, int64_t riga, const char *words, struct err *err);
bool testo_delete(struct cache *c, int64_t riga, const char *words, struct err *err);
bool testo_insert_due(struct cache *c, int64_t riga, const char *words, struct err *err);
bool testo_delete_due(struct cache *c, int64_t riga, const char *words, struct err *err);
bool testo_settle(struct cache *c, struct err *err);
void testo_forget_due(struct cache *c);

/*
 * What was typed, and the filters of `r` that are words, as a question to MATCH: every
 * word must be there, the last one, when nothing follows it, as the beginning of one.
 * NULL when there is no word in it.
 */
bool testo_has_words(const char *typed); /* takes NULL */
char *testo_question(struct cache *c, struct arena *a, const struct ricerca *r);

#endif
