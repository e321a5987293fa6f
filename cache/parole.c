/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The words of `testo` as one thing: made from the tables all at once, or left.
 */
#include "cache/testo.h"

#include "base/alloc.h"

#include <sqlite3.h>
#include <string.h>

#define BATCH   32768 /* rows of one transaction: some 10 MB of log */
#define AT_ONCE 2000 /* rows whose words are made while somebody waits: 50 ms */
#define MADE    "indici" /* in meta, as the first versions wrote it */

static bool set_made(struct cache *c, bool made, struct err *err)
{
	if (!meta_set_int(c, MADE, made, err))
		return false;
	c->words_made = made;
	return true;
}

bool cache_words_made(struct cache *c)
{
	int64_t made = 0;

	if (c->writable)
		return c->words_made;
	return meta_int(c, MADE, 0, &made, NULL)
		&& made; /* the writer may change it */
}

static bool drop_words(struct cache *c, struct err *err)
{
	return sqlite_exec(
		c->db, "DROP TABLE IF EXISTS parola; DROP TABLE IF EXISTS testo", err);
}

bool cache_words_leave(struct cache *c, struct err *err)
{
	bool was = c->words_made;

	if (!c->writable)
		return err_set(err, ERR_BUSY, "another process owns the cache");
	if (!write_begin(c, err))
		return false;
	if (write_end(c, drop_words(c, err) && set_made(c, false, err), err))
		return true;
	c->words_made = was;
	return false;
}

/* --- making --------------------------------------------------------------------- */

struct making {
	struct cache *c;
	const struct cache_progress *progress;
	int64_t done; /* rows */
	int64_t of;
	int64_t after; /* riga of the last one */
	struct arena a;
	struct buf words;
};

static bool go_on(struct making *m, struct err *err)
{
	const struct cache_progress *p = m->progress;

	return !p || p->step(p->ctx, m->done, m->of)
		|| err_set(err, ERR_BUSY, "making of words stopped");
}

static bool index_row(struct making *m, struct query *q, struct err *err)
{
	arena_reset(&m->a);
	buf_reset(&m->words);
	m->after = row_int(q, 0);
	m->done++;
	return testo_of_columns(m->c, q, 1, &m->a, &m->words, err)
		&& testo_insert(m->c, m->after, buf_str(&m->words), err);
}

/* *more: there may be rows after these. */
static bool index_rows(struct making *m, bool *more, struct err *err)
{
	struct query *q = query_begin(m->c->db,
		"SELECT a.riga, a.dati, d.dati FROM appuntamento AS a"
		" LEFT JOIN dettaglio AS d ON d.riga = a.riga"
		" WHERE a.riga > ?1 ORDER BY a.riga LIMIT ?2");
	int64_t before = m->done;
	bool ok = true;

	query_int(q, 1, m->after);
	query_int(q, 2, BATCH);
	while (ok && query_step(q))
		ok = index_row(m, q, err);
	*more = m->done == before + BATCH;
	return query_end(q, ok ? err : NULL) && ok;
}

static bool make_words(struct making *m, struct err *err)
{
	bool more = true;

	while (more) {
		if (!write_begin(m->c, err)
			|| !write_end(m->c, index_rows(m, &more, err), err)
			|| !go_on(m, err))
			return false;
	}
	return true;
}

/*
 * Few large pieces, merged once at the end: a third of the work of many small ones. Later ones
 * are gathered by cache_words_gather(), never by FTS5 on its own: all of a level at once, it takes
 * up to half a second in the turn that happens to fill it.
 */
#define IN_PIECES \
	"INSERT INTO testo (testo, rank) VALUES ('hashsize', 2097152);" \
	"INSERT INTO testo (testo, rank) VALUES ('automerge', 0);" \
	"INSERT INTO testo (testo, rank) VALUES ('crisismerge', 1000)"

static bool begin_making(struct cache *c, struct err *err)
{
	return write_begin(c, err)
		&& write_end(c,
			drop_words(c, err) && (!c->words_made || set_made(c, false, err))
				&& sqlite_exec(
					c->db, TESTO_TABLE ";" TESTO_VOCABULARY ";" IN_PIECES, err),
			err);
}

static bool end_making(struct cache *c, struct err *err)
{
	if (!write_begin(c, err))
		return false;
	if (write_end(c,
		    sqlite_exec(
			    c->db, "INSERT INTO testo (testo) VALUES ('optimize')", err)
			    && set_made(c, true, err),
		    err))
		return true;
	c->words_made = false;
	return false;
}

bool cache_words_make(
	struct cache *c, const struct cache_progress *progress, struct err *err)
{
	struct making m = { .c = c, .progress = progress, .after = INT64_MIN };
	bool ok;

	if (!c->writable)
		return err_set(err, ERR_BUSY, "another process owns the cache");
	buf_init(&m.words, CACHE_BLOB_MAX);
	if (!query_number(query_begin(c->db, "SELECT count(*) FROM appuntamento"), 0,
		    &m.of, err))
		return false;
	ok = begin_making(c, err) && make_words(&m, err) && end_making(c, err);
	arena_release(&m.a);
	buf_release(&m.words);
	return ok;
}

#define NOT_SAID (-1) /* a new file, or one of an older schema */

/* Many rows wait for a child process: until then they are read as they are. */
bool words_open(struct cache *c, struct err *err)
{
	int64_t made, rows;

	if (!meta_int(c, MADE, NOT_SAID, &made, err))
		return false;
	c->words_made = made > 0;
	if (made != NOT_SAID || !c->writable)
		return true;
	return query_number(query_begin(c->db,
				    "SELECT count(*) FROM (SELECT 1 FROM appuntamento"
				    " LIMIT 2001)"),
		       0, &rows, err)
		&& (rows > AT_ONCE || cache_words_make(c, NULL, err));
}
