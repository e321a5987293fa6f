/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * One SQL statement from its values to its last row. Errors are remembered, so that a caller
 * binds and reads without asking and looks once, at query_end():
 *
 *	struct query *q = query_begin(db, "SELECT id, inizio FROM t WHERE punto = ?1");
 *
 *	query_text(q, 1, punto);
 *	while (query_step(q)) {
 *		x->id = row_text(q, 0, arena);
 *		x->inizio = row_int_or(q, 1, INSTANT_NONE);
 *	}
 *	return query_end(q, err);
 *
 * Statements are prepared once for each connection and found again by their text. Parameters
 * count from 1, columns from 0, as SQLite counts them. The same text may be open twice.
 */
#ifndef AGENDA_IO_QUERY_H
#define AGENDA_IO_QUERY_H

#include "base/arena.h"
#include "io/sqlite.h"

struct query;

/* Never NULL: a statement that cannot be prepared says so at its end. */
struct query *query_begin(struct sqlite *db, const char *sql);

/* Texts and blobs are borrowed until query_end(). NULL binds NULL. */
void query_text(struct query *q, int param, const char *s);
void query_blob(struct query *q, int param, const void *bytes, size_t n);
void query_int(struct query *q, int param, int64_t value);
void query_int_or_null(struct query *q, int param, int64_t value, int64_t none); /* none: NULL */
void query_null(struct query *q, int param);

bool query_step(struct query *q); /* a row is there; false at the end and after an error */

/* Back to the start, for other values; what was bound stays bound. False when something has
 * failed: then nothing runs any more until query_end(). */
bool query_again(struct query *q);

/* Ends it: `q` is no longer yours. False and *err (sqlite_err) if anything failed since
 * query_begin(). */
bool query_end(struct query *q, struct err *err);

bool query_run(struct query *q, struct err *err); /* to the last row, and ends it */

/* First column of the first row, and ends it; `none` when there is no row or it is NULL. */
bool query_number(struct query *q, int64_t none, int64_t *to, struct err *err);

/* Columns of the present row. Texts and blobs are copied into `a`; NULL stays NULL. */
char *row_text(struct query *q, int column, struct arena *a);
const char *row_peek(struct query *q, int column); /* not copied: valid until the next step */
void *row_blob(struct query *q, int column, struct arena *a, size_t *n);
const void *row_bytes(struct query *q, int column, size_t *n); /* not copied either */
int64_t row_int(struct query *q, int column); /* 0 for NULL */
int64_t row_int_or(struct query *q, int column, int64_t none);
bool row_is_null(struct query *q, int column);

#endif
