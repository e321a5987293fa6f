/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A question about appuntamenti as SQL: which rows, by which index. Private to cache/.
 */
#ifndef AGENDA_CACHE_RICERCA_H
#define AGENDA_CACHE_RICERCA_H

#include "cache/window.h"

extern const struct ricerca ricerca_everything;

/* Rows low <= riga < high are those of the days that are asked for. */
int64_t ricerca_low(const struct ricerca *r);
int64_t ricerca_high(const struct ricerca *r);

/* The other filters, as conditions on `a`, parameters from ?4 on; their values. */
void ricerca_sql(const struct ricerca *r, struct buf *to);
void ricerca_bind(struct query *q, int first, const void *ricerca);

/* The list that it asks for: see list_read_when(). */
void ricerca_name(const struct ricerca *r, struct buf *to);

/* appuntamenti.c: the first riga of the minute of `t`. */
int64_t riga_first(instant t);

/* appuntamenti.c: removes rows of `a` (appuntamento), in a transaction. */
struct gone {
	const char *where;
	void (*bind)(struct query *q, const void *ctx);
	const void *ctx;
};
bool appuntamenti_remove(struct cache *c, const struct gone *which, struct err *err);

/* appuntamenti.c: where `id` is stored; false when it is not. */
bool appuntamento_riga(struct cache *c, const char *id, int64_t *riga);

#endif
