/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The change feed: the cursor is stored with the last row of its page, in one transaction, so
 * that being killed anywhere costs nothing. A full sync is a `giro`: rows carry its number, and
 * those that carry an older one go with its last page.
 */
#include "cache/private.h"

#include <string.h>

/* meta "in_giro"; 0 before the first and after cache_resync(). */
enum giro { GIRO_GOING = 1, GIRO_OVER, GIRO_ENDING };

static bool remove_one(struct cache *c, const struct variazione *v, struct err *err)
{
	switch (v->risorsa) {
	case RISORSA_APPUNTAMENTO:
		return appuntamento_remove(c, v->id, err);
	case RISORSA_RAPPORTO:
		return rapporto_remove(c, v->id, err);
	case RISORSA_QUESITO:
		return quesito_remove(c, v->id, err);
	case RISORSA_PUNTO:
		return valore_drop(c, VALORE_PUNTO, v->id, err);
	default:
		return true; /* a newer server's word */
	}
}

static bool apply_one(
	struct cache *c, const struct variazione *v, instant now, struct err *err)
{
	if (v->rimosso)
		return remove_one(c, v, err);
	if (v->appuntamento)
		return appuntamento_store(c, v->appuntamento, now, err);
	if (v->rapporto)
		return rapporto_store(c, v->rapporto, now, err);
	if (v->quesito)
		return quesito_store(c, v->quesito, now, err);
	if (v->punto)
		return punto_store(c, v->punto, now, err);
	return true;
}

static bool has_cursor(struct cache *c)
{
	struct arena a = { 0 };
	bool has = cache_cursor(c, &a) != NULL;

	arena_release(&a);
	return has;
}

/*
 * The first page after cache_resync(), or of all, begins a giro. One whose first page was cut
 * short left rows and no cursor: the page is asked for again, and the server says nothing of what
 * has gone since then. Only another giro over those rows finds it.
 */
static bool begin_giro(struct cache *c, size_t from, struct err *err)
{
	int64_t going, empty;

	if (!meta_int(c, "in_giro", 0, &going, err))
		return false;
	if (going && (going != GIRO_GOING || from > 0 || has_cursor(c)))
		return true;
	if (!query_number(query_begin(c->db,
				  "SELECT NOT EXISTS (SELECT 1 FROM appuntamento)"
				  " AND NOT EXISTS (SELECT 1 FROM quesito)"
				  " AND NOT EXISTS (SELECT 1 FROM rapporto)"),
		    0, &empty, err))
		return false;
	c->giro++;
	return meta_set_int(c, "giro", c->giro, err)
		&& meta_set_int(c, "dal_nulla", empty, err)
		&& meta_set_int(c, "in_giro", GIRO_GOING, err)
		&& meta_set_int(c, "nel_giro", 0, err);
}

bool giro_over(struct cache *c, instant now, struct err *err)
{
	allegati_orphan(c);
	return meta_set_int(c, "in_giro", GIRO_OVER, err)
		&& meta_set_int(c, "sincronizzata", now, err);
}

/* Over a copy that was empty there is nothing to look for. */
static bool end_giro(struct cache *c, instant now, struct err *err)
{
	int64_t over_nothing;

	if (!meta_int(c, "dal_nulla", 0, &over_nothing, err))
		return false;
	if (over_nothing)
		return giro_over(c, now, err);
	giro_sweep_begin(c);
	return meta_set_int(c, "in_giro", GIRO_ENDING, err);
}

static int64_t appuntamenti_in(const struct variazioni *page)
{
	int64_t n = 0;

	for (size_t i = 0; i < page->n; i++)
		n += page->items[i].appuntamento && !page->items[i].rimosso;
	return n;
}

static bool count_in(struct cache *c, const struct variazioni *page, struct err *err)
{
	int64_t so_far;

	return meta_int(c, "nel_giro", 0, &so_far, err)
		&& meta_set_int(c, "nel_giro", so_far + appuntamenti_in(page), err);
}

/* With the last row of the page: where to go on from, and what is over now. */
static bool apply_end(
	struct cache *c, const struct variazioni *page, instant now, struct err *err)
{
	int64_t going;

	if (page->next_cursor && !meta_set_text(c, "cursore", page->next_cursor, err))
		return false;
	if (!meta_int(c, "in_giro", 0, &going, err)
		|| (going == GIRO_GOING && !count_in(c, page, err)))
		return false;
	if (page->altre || going == GIRO_ENDING)
		return true;
	if (going == GIRO_GOING)
		return end_giro(c, now, err);
	return meta_set_int(c, "sincronizzata", now, err);
}

static bool apply(struct cache *c, const struct variazioni *page, size_t from, size_t to,
	instant now, struct err *err)
{
	if (!begin_giro(c, from, err))
		return false;
	/* A later step only stores what came then: the names may have grown too old since. */
	if (from == 0 && !cache_set_contact(c, now, err))
		return false;
	for (size_t i = from; i < to; i++)
		if (!apply_one(c, &page->items[i], now, err))
			return false;
	return to < page->n || apply_end(c, page, now, err);
}

#define MANY_ROWS 2000 /* past so many the words are made in the end, all at once */

/* A first sync of many pages fills the tables only; the child makes the rest (gemello.c). It is
 * the first until one has ended, however many giri were begun. */
static bool is_long(struct cache *c, const struct variazioni *page)
{
	return c->words_made && cache_on_disk(c) && page->altre && !cache_synced(c, NULL)
		&& cache_giro_count(c) > MANY_ROWS;
}

/* Is the copy where the page goes on from, with the rows of it that were stored before? */
static bool goes_on(struct cache *c, const char *from, size_t at)
{
	struct arena a = { 0 };
	const char *stored = cache_cursor(c, &a);
	bool same = from ? stored && strcmp(stored, from) == 0 : !stored;
	int64_t going = 0;

	arena_release(&a);
	/* The first step of a first page begins a giro: emptied since then, there is none. */
	return same && (at == 0 || (meta_int(c, "in_giro", 0, &going, NULL) && going));
}

static bool apply_step(struct cache *c, const struct variazioni *page, size_t *at,
	size_t most, instant now, struct err *err)
{
	size_t to = page->n - *at > most ? *at + most : page->n;
	int64_t giro = c->giro;

	if (*at == 0 && is_long(c, page) && !cache_words_leave(c, err))
		return false;
	if (!write_begin(c, err))
		return false;
	if (write_end(c, apply(c, page, *at, to, now, err), err)) {
		*at = to;
		return true;
	}
	c->giro = giro;
	return false;
}

bool cache_apply_some(struct cache *c, const struct variazioni *page, const char *from,
	size_t *at, size_t most, instant now, struct err *err)
{
	if (!c->writable) {
		*at = page->n;
		return true;
	}
	if (!goes_on(c, from, *at))
		return err_set(err, ERR_ABSENT, "the page goes on from another place");
	return apply_step(c, page, at, most, now, err);
}

bool cache_apply_variazioni(
	struct cache *c, const struct variazioni *page, instant now, struct err *err)
{
	size_t at = 0;

	return !c->writable || apply_step(c, page, &at, SIZE_MAX, now, err);
}

char *cache_cursor(struct cache *c, struct arena *a)
{
	return meta_text(c, "cursore", a);
}

bool cache_resync(struct cache *c, struct err *err)
{
	if (!c->writable)
		return true;
	return write_begin(c, err)
		&& write_end(c,
			meta_set_text(c, "cursore", NULL, err)
				&& meta_set_int(c, "in_giro", 0, err),
			err);
}

int64_t cache_giro_count(struct cache *c)
{
	int64_t going = 0, n = 0;

	meta_int(c, "in_giro", 0, &going, NULL);
	if (going != GIRO_GOING)
		return -1;
	meta_int(c, "nel_giro", 0, &n, NULL);
	return n;
}

bool giro_none(struct cache *c)
{
	int64_t going = 0;

	return meta_int(c, "in_giro", 0, &going, NULL) && going == GIRO_OVER;
}

bool cache_giro_ending(struct cache *c)
{
	int64_t going = 0;

	meta_int(c, "in_giro", 0, &going, NULL);
	return going == GIRO_ENDING;
}

bool cache_synced(struct cache *c, instant *when)
{
	int64_t at = INSTANT_NONE;

	meta_int(c, "sincronizzata", INSTANT_NONE, &at, NULL);
	if (when)
		*when = at;
	return at != INSTANT_NONE;
}
