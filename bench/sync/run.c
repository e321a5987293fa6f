/* SPDX-License-Identifier: EUPL-1.2
 *
 * The first sync of many appuntamenti, in the real client against the real server, against its
 * floor: the same pages parsed by cJSON and inserted, indexes and words made at the end. Prints
 * rows for bench/run: CPU of both in one run, resident memory, the longest turn of the loop.
 *
 *	bench_sync [APPUNTAMENTI]
 */
#include "base/alloc.h"
#include "base/file.h"
#include "bench/sync/pages.h"
#include "src/app.h"
#include "src/usecases/usecases.h"
#include "tests/support/world.h"

#include <cjson/cJSON.h>
#include <glob.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WHO "p-centro-servizi"

static const char *const unlimited[] = { "--limite", "1000000/1", "--senza-registro", NULL };

static double cpu_s(clockid_t which)
{
	struct timespec t;

	clock_gettime(which, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "bench_sync: %s\n", what);
	exit(1);
}

static void command(struct world *w, const char *const *words)
{
	char *out = NULL, *errors = NULL;

	if (world_run(w, words, NULL, &out, &errors) != 0)
		die(errors);
	free(out);
	free(errors);
}

/* ── ours: the loop of the interface without its screen ─────────────────────────────────── */

struct measured {
	double cpu_s, child_cpu_s; /* of the client, of the child that makes the indexes */
	double longest_ms;         /* CPU of one turn, with the bytes that came in it */
	long resident_kb, child_resident_kb;
	long long rows;
};

static bool is_over(struct app *app)
{
	return app->model.connessione.richieste == 0 && !app->feed.page_due && !app->feed.gemello.pid &&
		!app->feed.gemello_ready && app->cache && cache_synced(app->cache, NULL);
}

static void measure_loop(struct app *app, struct measured *to)
{
	do {
		double before = cpu_s(CLOCK_PROCESS_CPUTIME_ID), took;
		app_turn(app);
		if (!app_wait(app, 5000))
			die("poll");
		took = (cpu_s(CLOCK_PROCESS_CPUTIME_ID) - before) * 1000;
		if (took > to->longest_ms)
			to->longest_ms = took;
	} while (!is_over(app));
}

static void client(struct world *w, int told)
{
	static struct app app;
	struct options o = { 0 };
	struct measured m = { 0 };
	struct rusage self, children;
	struct err err = { 0 };
	const char *warnings = NULL;
	char *argv[] = { "agenda", NULL };
	int64_t n = 0;

	for (size_t i = 0; w->env[i]; i++)
		putenv((char *)w->env[i]);
	if (!options_read(&o, 1, argv, &warnings, &err) || !app_open(&app, &o, &err))
		die(err.cause);
	if (o.orologio != INSTANT_NONE)
		clock_freeze(o.orologio);
	app.feed.builds = true;
	usecase_begin(&app);
	measure_loop(&app, &m);
	n = cache_files(app.cache, &n);
	app_close(&app);
	options_release(&o);
	getrusage(RUSAGE_SELF, &self);
	getrusage(RUSAGE_CHILDREN, &children);
	m.cpu_s = seconds(self.ru_utime) + seconds(self.ru_stime);
	m.child_cpu_s = seconds(children.ru_utime) + seconds(children.ru_stime);
	m.resident_kb = self.ru_maxrss;
	m.child_resident_kb = children.ru_maxrss;
	if (write(told, &m, sizeof(m)) != sizeof(m))
		die("pipe");
}

/* ── the floor ──────────────────────────────────────────────────────────────────────────── */

static const char tables[] =
	"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
	"CREATE TABLE riga (id TEXT NOT NULL, risorsa TEXT NOT NULL, inizio TEXT, stato TEXT,"
	" rapporto TEXT, dati TEXT NOT NULL);";
static const char indexes[] =
	"CREATE UNIQUE INDEX riga_id ON riga (risorsa, id); CREATE INDEX riga_inizio ON riga (inizio);"
	"CREATE INDEX riga_rapporto ON riga (rapporto, inizio); CREATE INDEX riga_stato ON riga (stato);"
	"CREATE VIRTUAL TABLE testo USING fts5 (parole, content = '', columnsize = 0, detail = none,"
	" prefix = '2 3 4'); INSERT INTO testo (rowid, parole) SELECT rowid, dati FROM riga"
	" WHERE risorsa = 'APPUNTAMENTO';";

static const char *text_of(const cJSON *o, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, name));
}

/* All that is text in it: what a search may look for. */
static void texts_of(const cJSON *o, struct buf *to)
{
	for (; o; o = o->next) {
		if (cJSON_IsString(o)) {
			buf_adds(to, o->valuestring);
			buf_addc(to, ' ');
		}
		texts_of(o->child, to);
	}
}

static void insert(sqlite3_stmt *q, const cJSON *item, struct buf *bytes)
{
	static const char *const kinds[] = { "appuntamento", "rapporto", "quesito", "punto" };
	const cJSON *value = NULL;

	for (size_t i = 0; i < 4 && !value; i++)
		value = cJSON_GetObjectItemCaseSensitive(item, kinds[i]);
	buf_reset(bytes);
	if (value)
		texts_of(value->child, bytes);
	sqlite3_bind_text(q, 1, text_of(item, "id"), -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 2, text_of(item, "risorsa"), -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 3, text_of(value, "inizio"), -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 4, text_of(value, "stato"), -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 5, text_of(value, "codice_rapporto_lavoro"), -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 6, buf_str(bytes), -1, SQLITE_STATIC);
	if (sqlite3_step(q) != SQLITE_DONE)
		die("insert");
	sqlite3_reset(q);
}

static double floor_cpu(const char *path, char **pages, size_t n, long long *rows)
{
	double before = cpu_s(CLOCK_PROCESS_CPUTIME_ID);
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;
	struct buf bytes = { 0 };

	if (sqlite3_open(path, &db) || sqlite3_exec(db, tables, NULL, NULL, NULL) ||
		sqlite3_prepare_v2(db, "INSERT INTO riga VALUES (?1, ?2, ?3, ?4, ?5, ?6)", -1, &q, NULL))
		die(sqlite3_errmsg(db));
	for (size_t i = 0; i < n; i++) {
		cJSON *page = cJSON_Parse(pages[i]), *item;
		sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
		cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(page, "items")) {
			insert(q, item, &bytes);
			++*rows;
		}
		sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
		cJSON_Delete(page);
	}
	if (sqlite3_exec(db, indexes, NULL, NULL, NULL))
		die(sqlite3_errmsg(db));
	sqlite3_finalize(q);
	sqlite3_close(db);
	buf_release(&bytes);
	return cpu_s(CLOCK_PROCESS_CPUTIME_ID) - before;
}

static char *token_of(const struct world *w)
{
	char pattern[FOLDER_SIZE + 32];
	struct buf text = { 0 };
	struct err err = { 0 };
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/run/agenda/token-*", w->folder);
	if (glob(pattern, 0, NULL, &found) != 0 || !file_read(found.gl_pathv[0], &text, &err))
		die("no token");
	globfree(&found);
	return buf_take(&text);
}

/* The line of the file that is the access token, ended in place. */
static const char *jwt_in(char *text)
{
	char *at = strstr(text, "\ney");

	if (!at)
		die("no access token");
	at++;
	at[strcspn(at, "\n")] = '\0';
	return at;
}

/* ── the whole ──────────────────────────────────────────────────────────────────────────── */

static struct measured ours(struct world *w)
{
	struct measured m = { 0 };
	int ends[2], status = 0;
	pid_t child;

	if (pipe(ends) != 0 || (child = fork()) < 0)
		die("fork");
	if (child == 0) {
		close(ends[0]);
		client(w, ends[1]);
		_exit(0);
	}
	close(ends[1]);
	if (read(ends[0], &m, sizeof(m)) != sizeof(m))
		die("the client did not end well");
	waitpid(child, &status, 0);
	close(ends[0]);
	return m;
}

int main(int argc, char **argv)
{
	const char *rows = argc > 1 ? argv[1] : "20000";
	const char *in[] = { "accedi", "--persona", WHO, "--profilo", "INTERMEDIARIO", NULL };
	const char *empty[] = { "cache", "svuota", NULL };
	char path[FOLDER_SIZE + 16], **pages = NULL, *token;
	size_t n_pages;
	struct measured m;
	struct world w;
	long long n = 0;
	double least;

	if (argc == 3 && !strcmp(argv[1], GEMELLO_WORD)) /* the client's child is this program again */
		return gemello_main(argv[2]);
	world_open_large(&w, rows, unlimited);
	command(&w, in);
	command(&w, empty);
	m = ours(&w);
	token = token_of(&w);
	n_pages = pages_fetch(w.api, jwt_in(token), &pages);
	FREE(&token);
	snprintf(path, sizeof(path), "%s/floor.db", w.folder);
	least = floor_cpu(path, pages, n_pages, &n);
	printf("prima sincronizzazione di %lld righe, con indici|ms di CPU|%.0f|%.0f|<1.3\n", n,
		least * 1000, (m.cpu_s + m.child_cpu_s) * 1000);
	printf("il giro più lungo mentre si sincronizza|ms di CPU|16|%.1f|<1\n", m.longest_ms);
	printf("memoria residente del client che sincronizza|kB|24576|%ld|<1\n", m.resident_kb);
	printf("memoria residente del processo degli indici|kB|24576|%ld|<1\n", m.child_resident_kb);
	for (size_t i = 0; i < n_pages; i++)
		free(pages[i]);
	free(pages);
	world_close(&w);
	return 0;
}
