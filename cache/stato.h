/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What can be said of the two files themselves: how large, who writes them, whether they are
 * sound. Reading them whole takes as long as it takes: never on the loop.
 */
#ifndef AGENDA_CACHE_STATO_H
#define AGENDA_CACHE_STATO_H

#include "cache/cache.h"
#include "cache/journal.h"

struct cache_stato {
	const char *percorso; /* NULL: it is kept in memory */
	int64_t byte;         /* with what SQLite keeps beside it */
	bool scrivibile;      /* by this process */
	int64_t scrittore;    /* process that writes it when this one may not; 0: not known */
	int64_t appuntamenti, rapporti, quesiti;
	instant contatto;      /* last answer of the server; INSTANT_NONE */
	instant sincronizzata; /* last time that all of it was read; INSTANT_NONE */
	const char *scartato;  /* an older file that was no good; NULL */
	int64_t scartato_byte;
};
bool cache_stato(
	struct cache *c, struct arena *a, struct cache_stato *to, struct err *err);

/*
 * Every page, every key and every value, the way the program reads them. True and
 * *trovato NULL when all is well; true and *trovato a sentence, in `a`, on the first
 * thing that is not; false and *err when it cannot be looked into.
 */
bool cache_verifica(
	struct cache *c, struct arena *a, const char **trovato, struct err *err);
bool journal_verifica(
	struct journal *j, struct arena *a, const char **trovato, struct err *err);

#endif
