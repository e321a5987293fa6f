/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What can be made again from the tables: secondary indexes and the words of `testo`.
 */
#include "cache/testo.h"

#include "base/alloc.h"

#include <sqlite3.h>
#include <string.h>

#define BATCH   32768 /* rows of one transaction: some 10 MB of log */
#define AT_ONCE 2000 /* rows whose indexes are made while somebody waits: 50 ms */

/*
 * Each answers one combination of filters in order of riga (ricerca.c). `diretto` holds only
 * what no intermediario manages: in an intermediario's own cache it is empty. The last two are
 * home's (novita.c): few rows are in them.
 */
static const struct indice {
	const char *name;
	const char *on;
} indici[] = {
	{ "quesito_di", "quesito (rapporto, aperto_il DESC, id)" },
	{ "appuntamento_di", "appuntamento (rapporto, riga, stato, intermediario)" },
	{ "appuntamento_stato", "appuntamento (stato)" },
	{ "appuntamento_diretto",
		"appuntamento (intermediario) WHERE intermediario = 0" },
	{ "appuntamento_stato_diretto", "appuntamento (stato) WHERE intermediario = 0" },
	{ "appuntamento_novita", "appuntamento (novita) WHERE novita > 0" },
	{ "rapporto_prenotabili", "rapporto (prenotabili) WHERE prenotabili > 0" },
};
#define N_INDICI (sizeof indici / sizeof *indici)

static bool set_made(struct cache *c, bool made, struct err *err)
{
	if (!meta_set_int(c, "indici", made, err))
		return false;
	c->indici = made;
	return true;
}

bool cache_indici_made(struct cache *c)
{
	int64_t made = 0;

	if (c->writable)
		return c->indici;
	return meta_int(c, "indici", 0, &made, NULL)
		&& made; /* the writer may change it */
}

static bool drop_all(struct cache *c, struct err *err)
{
	struct buf sql = { 0 };
	bool ok;

	for (size_t i = 0; i < N_INDICI; i++)
		buf_addf(&sql, "DROP INDEX IF EXISTS %s;", indici[i].name);
	buf_adds(&sql, "DROP TABLE IF EXISTS parola; DROP TABLE IF EXISTS testo;");
	ok = sqlite_exec(c->db, buf_str(&sql), err);
	buf_release(&sql);
	return ok;
}

bool cache_indici_leave(struct cache *c, struct err *err)
{
	bool was = c->indici;

	if (!c->writable)
		return err_set(err, ERR_BUSY, "another process owns the cache");
	if (!write_begin(c, err))
		return false;
	if (write_end(c, drop_all(c, err) && set_made(c, false, err), err))
		return true;
	c->indici = was;
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
		|| err_set(err, ERR_BUSY, "making of indexes stopped");
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

static bool make_indexes(struct making *m, struct err *err)
{
	struct buf sql = { 0 };
	bool ok = true;

	for (size_t i = 0; i < N_INDICI && ok; i++) {
		buf_reset(&sql);
		buf_addf(&sql, "CREATE INDEX %s ON %s", indici[i].name, indici[i].on);
		ok = sqlite_exec(m->c->db, buf_str(&sql), err) && go_on(m, err);
	}
	buf_release(&sql);
	return ok;
}

/*
 * What sorting an index takes over its few MB goes into a file of our own folder, 0600 and
 * without a name from the moment it is made; elsewhere than here it stays in memory.
 */
static void sort_on_disk(struct cache *c, bool yes)
{
	const char *slash = strrchr(c->file.path, '/');

	sqlite3_free(sqlite3_temp_directory);
	sqlite3_temp_directory = NULL;
	if (yes && slash)
		sqlite3_temp_directory = sqlite3_mprintf(
			"%.*s", (int)(slash - c->file.path), c->file.path);
	sqlite_exec(c->db,
		sqlite3_temp_directory ? "PRAGMA temp_store=FILE"
				       : "PRAGMA temp_store=MEMORY",
		NULL);
}

/*
 * Few large pieces, merged once at the end: a third of the work of many small ones. Later ones
 * are gathered by testo_gather(), never by FTS5 on its own: all of a level at once, it takes up to
 * half a second in the turn that happens to fill it.
 */
#define IN_PIECES \
	"INSERT INTO testo (testo, rank) VALUES ('hashsize', 2097152);" \
	"INSERT INTO testo (testo, rank) VALUES ('automerge', 0);" \
	"INSERT INTO testo (testo, rank) VALUES ('crisismerge', 1000)"

static bool begin_making(struct cache *c, struct err *err)
{
	return write_begin(c, err)
		&& write_end(c,
			drop_all(c, err) && (!c->indici || set_made(c, false, err))
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
	c->indici = false;
	return false;
}

bool cache_indici_make(
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
	sort_on_disk(c, true);
	ok = begin_making(c, err) && make_words(&m, err) && make_indexes(&m, err)
		&& end_making(c, err);
	sort_on_disk(c, false);
	arena_release(&m.a);
	buf_release(&m.words);
	return ok;
}

#define NOT_SAID (-1) /* a new file, or one of an older schema */

/* Many rows wait for a child process: until then they are read as they are. */
bool indici_open(struct cache *c, struct err *err)
{
	int64_t made, rows;

	if (!meta_int(c, "indici", NOT_SAID, &made, err))
		return false;
	c->indici = made > 0;
	if (made != NOT_SAID || !c->writable)
		return true;
	return query_number(query_begin(c->db,
				    "SELECT count(*) FROM (SELECT 1 FROM appuntamento"
				    " LIMIT 2001)"),
		       0, &rows, err)
		&& (rows > AT_ONCE || cache_indici_make(c, NULL, err));
}

bool indici_forget(struct cache *c, struct err *err)
{
	c->indici = false;
	return drop_all(c, err);
}
