/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What the files of the journal know of one another.
 */
#ifndef AGENDA_CACHE_JOURNAL_PRIVATE_H
#define AGENDA_CACHE_JOURNAL_PRIVATE_H

#include "cache/files.h"
#include "cache/journal.h"
#include "cache/watch.h"
#include "io/query.h"

struct journal {
	struct file file;
	char *identity;
	struct sqlite *db;
	uint64_t writes;
	struct watch watch;
	int64_t others; /* data_version when journal_changed() last looked */
};

/* One transaction around `ok`. */
bool journal_begin(struct journal *j, struct err *err);
bool journal_end(struct journal *j, bool ok, struct err *err);

/* A statement about one name, bound to ?1. */
bool journal_run(struct journal *j, const char *sql, const char *name, struct err *err);

/* Writes a record as it is, whatever its state: to carry it over from a damaged file. */
bool sending_carry_over(struct journal *to, const struct sending *v, struct err *err);

#endif
