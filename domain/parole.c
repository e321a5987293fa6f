/*
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "domain/parole.h"

#include "base/buf.h"
#include "base/text.h"
#include "domain/identificativo.h"

#include <string.h>

static void collect(struct arena *a, const char *text, struct parole *to)
{
	struct buf folded = { 0 };
	bool open = text_words(&folded, text);
	const char *at = buf_str(&folded);

	while (*at && to->n < PAROLE_MAX) {
		size_t n = strcspn(++at, " "); /* a blank stands before each */

		to->items[to->n++] = arena_strndup(a, at, n);
		at += n;
	}
	to->open = open && !*at;
	buf_release(&folded);
}

void parole_read(struct arena *a, const char *typed, struct parole *to)
{
	char name[IDENTIFICATIVO_SIZE];

	*to = (struct parole){ 0 };
	if (!typed)
		return;
	if (identificativo_parse(typed, name, NULL)) {
		collect(a, name, to);
		to->open = false;
		return;
	}
	collect(a, typed, to);
}

bool parole_match(const struct parole *p, int which, const char *word, size_t n)
{
	size_t asked = strlen(p->items[which]);
	bool open = p->open && which == p->n - 1;

	return (open ? n >= asked : n == asked) && memcmp(word, p->items[which], asked) == 0;
}
