/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Words that somebody typed to search by: what the cache looks for and what a screen points at
 * are the same.
 */
#ifndef AGENDA_DOMAIN_PAROLE_H
#define AGENDA_DOMAIN_PAROLE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

#define PAROLE_MAX 12 /* what is typed after them changes nothing */

struct parole {
	char *items[PAROLE_MAX]; /* folded (text_words) */
	int n;
	bool open; /* the last one may be going on: it is the beginning of a word */
};

/* An identificativo is its parts, with its hyphens or without. `typed` may be NULL. */
void parole_read(struct arena *a, const char *typed, struct parole *to);

/* Is `word`, folded, of `n` bytes, what number `which` of them asks for? */
bool parole_match(const struct parole *p, int which, const char *word, size_t n);

#endif
