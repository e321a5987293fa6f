/* SPDX-License-Identifier: EUPL-1.2
 *
 * A page of the change feed, read and encoded as for GET /variazioni, wherever it lies and however
 * much is not in it: beside the same statements with their values already in them and the same
 * encoding (what no code of ours can do without), and beside the same page in a store of 1,000.
 * Every repetition is another page, so that what is measured is not SQLite's cache. CPU of the
 * thread; medians. Prints lines "measure|unit|floor|ours|goal". */
#include "api/codec.h"
#include "api/tables.h"
#include "base/alloc.h"
#include "bench/server/massa.h"
#include "server/store/sqlite_engine.h"
#include "tests/support/folder.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FEW     1000
#define TIMES   101
#define NOW     INT64_C(1795423260)
#define ASKED   1024 /* statements of a page, at most */

struct side {
	char path[FOLDER_SIZE + 32];
	struct store *store;
	struct store_reader *ours, *traced;
	sqlite3 *bare;
	char epoch[16];
	int64_t seq; /* the last one */
	long n;
};

struct asked {
	char *sql[ASKED];
	size_t n;
};

static char folder[FOLDER_SIZE];

static _Noreturn void die(const char *what, const char *why)
{
	fprintf(stderr, "bench_feed: %s: %s\n", what, why);
	folder_remove(folder);
	exit(1);
}

static double cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* ---- the stores --------------------------------------------------------------------------- */

static struct store_reader *reader_of(struct side *s)
{
	struct err err = { 0 };
	struct store_reader *r = store_reader_open(s->store, &err);

	if (!r)
		die(s->path, err.cause);
	return r;
}

static void side_open(struct side *s, const char *name, long n)
{
	struct err err = { 0 };
	int64_t seq = 0;

	s->n = n;
	snprintf(s->path, sizeof s->path, "%s/%s.db", folder, name);
	if (!massa_write(s->path, n, &err))
		die("massa", err.cause);
	s->store = store_open(&(struct store_config){ .path = s->path }, &err);
	if (!s->store)
		die(s->path, err.cause);
	s->ours = reader_of(s);
	s->traced = reader_of(s);
	if (sqlite3_open_v2(s->path, &s->bare, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK
		|| sqlite3_exec(s->bare, "PRAGMA cache_size=-8192", NULL, NULL, NULL)
			!= SQLITE_OK)
		die(s->path, sqlite3_errmsg(s->bare));
	if (!query_number(query_begin(s->traced->db,
				  "SELECT valore FROM contatore WHERE nome = 'seq'"),
		    0, &seq, &err))
		die("seq", err.cause);
	s->seq = seq;
}

static void side_close(struct side *s)
{
	sqlite3_close(s->bare);
	store_reader_close(s->ours);
	store_reader_close(s->traced);
	store_close(s->store);
}

/* ---- a page ------------------------------------------------------------------------------- */

struct question {
	const char *persona;
	enum tipo_profilo profilo;
	const char *cursor;
};

static void ask(struct store_reader *r, const struct question *q, struct arena *a,
	struct variazioni *v)
{
	struct domanda d = { { q->persona, q->profilo }, NOW, a };
	struct pagina p = { 0, q->cursor };
	struct err err = { 0 };

	if (!store_variazioni(r, &d, &p, v, &err))
		die("store_variazioni", err.cause);
}

static void encode(const struct variazioni *v, struct buf *to)
{
	struct err err = { 0 };

	buf_reset(to);
	if (!api_encode(&variazioni_fields, v, to, &err))
		die("api_encode", err.cause);
}

static int on_statement(unsigned what, void *ctx, void *stmt, void *unused)
{
	struct asked *to = ctx;
	char *sql = sqlite3_expanded_sql(stmt);

	(void)what;
	(void)unused;
	if (sql && strncmp(sql, "SELECT", 6) == 0 && to->n < ASKED)
		to->sql[to->n++] = sql;
	else
		sqlite3_free(sql);
	return 0;
}

/* The same page from the statements alone, prepared beforehand, every column looked at. */
static double bare_us(struct side *s, const struct asked *asked, const struct variazioni *v,
	struct buf *to)
{
	static sqlite3_stmt *st[ASKED];
	double began;

	for (size_t i = 0; i < asked->n; i++)
		if (sqlite3_prepare_v2(s->bare, asked->sql[i], -1, &st[i], NULL) != SQLITE_OK)
			die(asked->sql[i], sqlite3_errmsg(s->bare));
	began = cpu_us();
	sqlite3_exec(s->bare, "BEGIN", NULL, NULL, NULL);
	for (size_t i = 0; i < asked->n; i++) {
		while (sqlite3_step(st[i]) == SQLITE_ROW)
			for (int c = sqlite3_column_count(st[i]); c-- > 0;)
				sqlite3_column_text(st[i], c);
		sqlite3_reset(st[i]);
	}
	sqlite3_exec(s->bare, "ROLLBACK", NULL, NULL, NULL);
	encode(v, to);
	began = cpu_us() - began;
	for (size_t i = 0; i < asked->n; i++)
		sqlite3_finalize(st[i]);
	return began;
}

struct cost {
	double ours, floor;
	size_t rows;
};

static struct cost measure(struct side *s, const struct question *q)
{
	struct asked asked = { .n = 0 };
	struct arena a = { 0 };
	struct buf body = { 0 };
	struct variazioni v;
	struct cost c;
	double began;

	buf_init(&body, API_REPLY_BYTES_MAX);
	sqlite3_trace_v2(sqlite_handle(s->traced->db), SQLITE_TRACE_STMT, on_statement, &asked);
	ask(s->traced, q, &a, &v);
	sqlite3_trace_v2(sqlite_handle(s->traced->db), 0, NULL, NULL);
	c.floor = bare_us(s, &asked, &v, &body);
	arena_release(&a);
	began = cpu_us();
	ask(s->ours, q, &a, &v);
	encode(&v, &body);
	c.ours = cpu_us() - began;
	c.rows = v.n;
	arena_release(&a);
	buf_release(&body);
	for (size_t i = 0; i < asked.n; i++)
		sqlite3_free(asked.sql[i]);
	return c;
}

/* ---- where it lies ------------------------------------------------------------------------ */

struct place {
	const char *name;
	bool cittadino;
	/* where the page begins at repetition `i`; NULL: at the beginning */
	const char *(*cursor)(const struct side *s, int i, struct arena *a);
};

static const char *from_the_start(const struct side *s, int i, struct arena *a)
{
	(void)s;
	(void)i;
	(void)a;
	return NULL;
}

static const char *in_the_middle(const struct side *s, int i, struct arena *a)
{
	long long seq = s->seq / 4 + s->seq / 2 * i / TIMES;

	return arena_printf(a, "%s:%lld.%lld", s->epoch, (long long)s->seq, seq);
}

static const char *ten_changes(const struct side *s, int i, struct arena *a)
{
	(void)i;
	return arena_printf(a, "%s:%lld", s->epoch, (long long)s->seq - 10 - 21);
}

static const char *nothing_new(const struct side *s, int i, struct arena *a)
{
	(void)i;
	return arena_printf(a, "%s:%lld", s->epoch, (long long)s->seq);
}

static const struct place places[] = {
	{ "prima pagina", false, from_the_start },
	{ "pagina a metà", false, in_the_middle },
	{ "dieci novità", false, ten_changes },
	{ "niente di nuovo", false, nothing_new },
	{ "un cittadino con 3 appuntamenti, tutto", true, from_the_start },
};

static int by_size(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

struct samples {
	double ours[TIMES], floor[TIMES];
	size_t rows;
};

static void sample(struct side *s, const struct place *p, int i, struct samples *to)
{
	struct arena a = { 0 };
	struct cost c = measure(s,
		&(struct question){ p->cittadino ? MASSA_CITTADINO : MASSA_STUDIO,
			p->cittadino ? PROFILO_CITTADINO : PROFILO_INTERMEDIARIO,
			p->cursor(s, i, &a) });

	to->ours[i] = c.ours;
	to->floor[i] = c.floor;
	to->rows = c.rows;
	arena_release(&a);
}

static struct cost middle(struct samples *of)
{
	qsort(of->ours, TIMES, sizeof *of->ours, by_size);
	qsort(of->floor, TIMES, sizeof *of->floor, by_size);
	return (struct cost){ of->ours[TIMES / 2], of->floor[TIMES / 2], of->rows };
}

/* In turn: a machine that slows down slows both. */
static void compare(struct side *few, struct side *all, const struct place *p)
{
	static struct samples few_of, all_of;
	struct cost c, d;

	for (int i = 0; i < TIMES; i++) {
		sample(few, p, i, &few_of);
		sample(all, p, i, &all_of);
	}
	c = middle(&few_of);
	d = middle(&all_of);
	printf("variazioni, %s, %zu righe (query e codifica da sole)|µs|%.0f|%.0f|<1.3\n",
		p->name, d.rows, d.floor, d.ours);
	printf("variazioni, %s: %ld invece di %d|µs|%.0f|%.0f|<1.1\n", p->name, all->n,
		FEW, c.ours, d.ours);
}

static void learn_epoch(struct side *s)
{
	struct arena a = { 0 };
	struct variazioni v;

	ask(s->traced, &(struct question){ MASSA_STUDIO, PROFILO_INTERMEDIARIO, NULL }, &a, &v);
	snprintf(s->epoch, sizeof s->epoch, "%.*s", (int)strcspn(v.next_cursor, ":"),
		v.next_cursor);
	arena_release(&a);
}

int main(int argc, char **argv)
{
	long many = argc > 1 ? strtol(argv[1], NULL, 10) : 1000000;
	struct side few = { .n = 0 }, all = { .n = 0 };

	folder_make(folder);
	side_open(&few, "poche", FEW);
	side_open(&all, "tante", many);
	learn_epoch(&few);
	learn_epoch(&all);
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		compare(&few, &all, &places[i]);
	side_close(&few);
	side_close(&all);
	folder_remove(folder);
	return 0;
}
