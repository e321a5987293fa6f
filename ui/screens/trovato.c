/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Where in an appuntamento the words that were asked for are: of its long texts the one that
 * holds most of them, from a little before the first. What stands in the list already (names,
 * codes) is not said again.
 */
#include "ui/screens/scheda.h"

#include "base/buf.h"
#include "base/text.h"
#include "domain/parole.h"
#include "ui/screens/common.h"

#include <string.h>

#define BEFORE    24 /* bytes of the text before the word, at most */
#define SHOWN     140

/* Which of the words are in `folded`, as bits. */
static unsigned in_piece(const struct parole *x, struct buf *folded)
{
	unsigned found = 0;

	for (const char *at = buf_str(folded); *at;) {
		size_t n = strcspn(++at, " "); /* a blank stands before each */

		for (int i = 0; i < x->n; i++)
			if (parole_match(x, i, at, n))
				found |= 1U << i;
		at += n;
	}
	return found;
}

struct place {
	const char *where; /* "Nella nota" */
	const char *text;
	size_t at; /* where the first word begins */
	int words; /* how many are there */
};

static void look(
	const struct parole *x, const char *where, const char *text, struct place *best)
{
	struct buf folded = { 0 };
	struct place here = { where, text, 0, 0 };
	unsigned found = 0;
	size_t n;

	for (size_t at = 0; text && text[at]; at += n) {
		char piece[TEXT_WORD_MAX * 2];
		unsigned some;

		at += strspn(text + at, " \n\t");
		n = strcspn(text + at, " \n\t");
		if (n >= sizeof(piece))
			continue; /* no word of a person's */
		memcpy(piece, text + at, n);
		piece[n] = '\0';
		buf_reset(&folded);
		text_words(&folded, piece);
		some = in_piece(x, &folded);
		if (some && !found)
			here.at = at;
		found |= some;
	}
	for (; found; found &= found - 1)
		here.words++;
	if (here.words > best->words)
		*best = here;
	buf_release(&folded);
}

/* From a blank a little before the word to a blank well after it, in one line. */
static char *excerpt(struct arena *a, const struct place *p)
{
	size_t from = p->at, end = strlen(p->text);
	char *s;

	while (from > 0 && p->at - from < BEFORE)
		from--;
	while (from > 0 && from < p->at && !strchr(" \n\t", p->text[from - 1]))
		from++;
	if (end - from > SHOWN)
		for (end = from + SHOWN; end > p->at && !strchr(" \n\t", p->text[end]);)
			end--;
	if (end <= p->at)
		end = p->at + strcspn(p->text + p->at, " \n\t");
	s = arena_strndup(a, p->text + from, end - from);
	for (char *c = s; *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	return arena_printf(a, "%s%s%s", from ? "…" : "", s, p->text[end] ? "…" : "");
}

void scheda_found(struct reader *r, const struct appuntamento *x, const char *typed,
	struct arena *a)
{
	struct place best = { 0 };
	struct parole words;

	if (!typed || !typed[0])
		return;
	parole_read(a, typed, &words);
	/* TRANSLATORS: where the words of a search were found, before an excerpt. */
	look(&words, _("Nella nota"), x->nota, &best);
	for (size_t i = 0; i < x->n_quesiti; i++) {
		const struct quesito *q = &x->quesiti[i];

		look(&words, _("Nell'oggetto"), q->oggetto, &best);
		for (size_t k = 0; k < q->n_comunicazioni; k++)
			look(&words, _("Nei messaggi"), q->comunicazioni[k].testo, &best);
	}
	if (best.words) {
		reader_pair(r, best.where, excerpt(a, &best), ROLE_ACCENT);
		reader_gap(r);
	}
}
