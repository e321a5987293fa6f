/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Rows around an anchor, by keyset both ways, for any table with one key that orders it.
 * Private to cache/.
 */
#ifndef AGENDA_CACHE_WINDOW_H
#define AGENDA_CACHE_WINDOW_H

#include "cache/private.h"

struct key {
	const char *text; /* NULL: `number` counts */
	int64_t number;
};

struct window_source {
	const char *table;  /* "appuntamento", or a join, or one with INDEXED BY */
	const char *counted; /* what of it is enough for counting; NULL: all */
	const char *key;    /* "riga" */
	const char *filter; /* " AND …", its parameters from ?4 on */
	void (*bind)(struct query *q, int first, const void *ctx);
	const void *ctx;
	struct key low; /* of the whole: low <= key < high */
	struct key high;
	size_t row_size;
	void (*unpack)(struct pack *p, void *row);
	int64_t count;    /* of all its rows, up to `cap` and one, when that is known, else -1 */
	int64_t cap;
	const char *list; /* for the age of an empty window: see list_read_when() */
};

/* `at`: where the anchor is, or would be; it counts with ANCHOR_ID and ANCHOR_INSTANT. */
bool window_read(struct cache *c, struct arena *a, const struct window_source *s,
	const struct anchor *where, const struct key *at, void **items,
	struct cache_window *to, struct err *err);

#endif
