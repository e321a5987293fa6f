/* SPDX-License-Identifier: EUPL-1.2
 *
 * Values to store, a folder to store them in, and a clock. */
#ifndef AGENDA_TESTS_CACHE_SAMPLE_H
#define AGENDA_TESTS_CACHE_SAMPLE_H

#include "cache/cache.h"
#include "cache/journal.h"

#define NOW    ((instant)1795426860) /* 2026-11-23T09:41:00+01:00 */
#define MINUTE 60
#define DAY    86400

struct folder {
	char path[64];
	struct arena a;
	char *identity;
};

void folder_make(struct folder *f);
void folder_remove(struct folder *f);
char *folder_file(struct folder *f, const char *prefix, const char *ending);

struct cache *open_cache(struct folder *f); /* asserts that it opens without remarks */
struct journal *open_journal(struct folder *f);

struct appuntamento_sintesi a_sintesi(const char *id, instant inizio);
struct appuntamento an_appuntamento(const char *id, instant inizio);
struct rapporto a_rapporto(const char *codice, const char *nome, const char *cognome);
struct quesito a_quesito(const char *id, const char *rapporto, giorno aperto_il);
struct bozza a_bozza(const char *id);
struct sending a_conferma(const char *chiave, const char *bozza);

void put_sintesi(struct cache *c, struct appuntamento_sintesi s);

/* A page of the feed and, when it was the last of a full sync, what comes after it: so many
 * steps. */
int apply_page(struct cache *c, const struct variazioni *page, instant now);

#define ok(call) \
	do { \
		struct err err = { 0 }; \
		bool ok_ = (call); \
		cr_assert(ok_, "%s: %d %s", #call, err.code, err.cause); \
	} while (0)

#endif
