/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The end of a full sync over a copy that was not empty: what no page brought goes, a few rows a
 * turn, because looking at a million of them takes longer than a key may wait. Until it is over
 * the copy is not said to be the server's word. A process that dies begins the looking again.
 */
#include "cache/private.h"

#define LOOKED_AT 1000 /* rows of one step: a millisecond */
#define REMOVED   100  /* of those: taking out the words of each costs the most */

/* Written as numbers in the statement below. */
_Static_assert(VALORE_RECAPITI == 2 && VALORE_PUNTI_DI == 4 && VALORE_QUESITI_DI == 5,
	"the kinds of values that belong to a rapporto");

/* What belongs to a rapporto that has gone goes with it, whatever brought it. */
static const struct {
	const char *table;
	const char *remove[2]; /* rowid > ?1 AND rowid <= ?2 AND giro < ?3; NULL: with its words */
} swept[] = {
	{ "appuntamento", { NULL, NULL } },
	{ "quesito",
		{ "DELETE FROM quesito WHERE rowid > ?1 AND rowid <= ?2 AND giro < ?3",
			NULL } },
	{ "rapporto",
		{ "DELETE FROM valore WHERE genere IN (2, 4, 5) AND chiave IN (SELECT codice"
		  " FROM rapporto WHERE rowid > ?1 AND rowid <= ?2 AND giro < ?3)",
			"DELETE FROM rapporto WHERE rowid > ?1 AND rowid <= ?2 AND giro < ?3" } },
};
#define N_SWEPT (sizeof swept / sizeof *swept)

static bool run_over(struct cache *c, const char *sql, int64_t after, int64_t to,
	struct err *err)
{
	struct query *q = query_begin(c->db, sql);

	query_int(q, 1, after);
	query_int(q, 2, to);
	query_int(q, 3, c->giro);
	return query_run(q, err);
}

/* The last row of this step, and whether any was left to look at. */
static bool step_end(struct cache *c, const char *table, int64_t *to, bool *some,
	struct err *err)
{
	struct buf sql = { 0 };
	struct query *q;
	int64_t n = 0;

	buf_addf(&sql,
		"SELECT count(*), max(riga) FROM (SELECT rowid AS riga FROM %s"
		" WHERE rowid > ?1 ORDER BY rowid LIMIT ?2)",
		table);
	q = query_begin(c->db, buf_str(&sql));
	query_int(q, 1, c->spazzata.after);
	query_int(q, 2, LOOKED_AT);
	if (query_step(q)) {
		n = row_int(q, 0);
		*to = row_int_or(q, 1, c->spazzata.after);
	}
	buf_release(&sql);
	*some = n > 0;
	return query_end(q, err);
}

/* No further than to the last of the rows that may go in one step. */
static bool cut_short(struct cache *c, const char *table, int64_t *to, struct err *err)
{
	struct buf sql = { 0 };
	struct query *q;

	buf_addf(&sql,
		"SELECT count(*), max(riga) FROM (SELECT rowid AS riga FROM %s"
		" WHERE rowid > ?1 AND rowid <= ?2 AND giro < ?3 ORDER BY rowid LIMIT ?4)",
		table);
	q = query_begin(c->db, buf_str(&sql));
	query_int(q, 1, c->spazzata.after);
	query_int(q, 2, *to);
	query_int(q, 3, c->giro);
	query_int(q, 4, REMOVED);
	if (query_step(q) && row_int(q, 0) == REMOVED)
		*to = row_int(q, 1);
	buf_release(&sql);
	return query_end(q, err);
}

static bool remove_to(struct cache *c, int64_t to, struct err *err)
{
	const char *const *sql = swept[c->spazzata.table].remove;
	int64_t after = c->spazzata.after;

	if (!sql[0])
		return appuntamenti_older_remove(c, after, to, err);
	return run_over(c, sql[0], after, to, err)
		&& (!sql[1] || run_over(c, sql[1], after, to, err));
}

static bool step(struct cache *c, instant now, struct err *err)
{
	const char *table;
	int64_t to = 0;
	bool some;

	if (c->spazzata.table == N_SWEPT)
		return giro_over(c, now, err);
	table = swept[c->spazzata.table].table;
	if (!step_end(c, table, &to, &some, err))
		return false;
	if (!some) {
		c->spazzata.table++;
		c->spazzata.after = INT64_MIN;
		return true;
	}
	if (!cut_short(c, table, &to, err) || !remove_to(c, to, err))
		return false;
	c->spazzata.after = to;
	return true;
}

void giro_sweep_begin(struct cache *c)
{
	c->spazzata.table = 0;
	c->spazzata.after = INT64_MIN;
}

bool cache_giro_step(struct cache *c, instant now, struct err *err)
{
	if (!c->writable || !cache_giro_ending(c))
		return true;
	return write_begin(c, err) && write_end(c, step(c, now, err), err);
}
