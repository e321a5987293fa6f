/* SPDX-License-Identifier: EUPL-1.2
 *
 * What sqlite.c, sqlite_err.c and query.c know of a connection, and nobody else. */
#ifndef AGENDA_IO_SQLITE_PRIVATE_H
#define AGENDA_IO_SQLITE_PRIVATE_H

#include "io/query.h"

#define QUERY_BUCKETS 128

struct sqlite {
	struct sqlite3 *handle;
	bool damaged; /* some statement met pages that cannot be */
	struct query *buckets[QUERY_BUCKETS]; /* prepared statements, by their text */
};

void queries_free(struct sqlite *db);

#endif
