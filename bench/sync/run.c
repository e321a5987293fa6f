/* SPDX-License-Identifier: EUPL-1.2
 *
 * The local copy of many appuntamenti, in the real agenda in a terminal against the real agendad,
 * with keys typed throughout: the first sync, a full one over what is there, and deltas of
 * thousands, each with the longest turn of the loop (turni.c). The first one has a floor: the same
 * pages parsed by cJSON and inserted, indexes and words made at the end. Prints rows for bench/run.
 *
 *	bench_sync [APPUNTAMENTI]
 */
#include "base/alloc.h"
#include "base/file.h"
#include "bench/sync/pages.h"
#include "bench/sync/turni.h"
#include "tests/support/world.h"

#include <cjson/cJSON.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define WHO "p-centro-servizi"
#define PROFILE "INTERMEDIARIO"
#define KEY_EVERY_MS 40
#define MANDATES "150" /* that end, and begin anew: some four thousand changes each time */
#define MOST_S 1800

static const char *const unlimited[] = { "--limite", "1000000/1", "--senza-registro", NULL };

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "bench_sync: %s\n", what);
	exit(1);
}

static double cpu_s(clockid_t which)
{
	struct timespec t;

	clock_gettime(which, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void command(struct world *w, const char *const *words)
{
	char *out = NULL, *errors = NULL;

	if (world_run(w, words, NULL, &out, &errors) != 0)
		die(errors);
	free(out);
	free(errors);
}

/* ── the copy, looked at from outside ───────────────────────────────────────────────────── */

static void copy_path(const struct world *w, char to[FOLDER_SIZE + 128])
{
	char pattern[FOLDER_SIZE + 64];
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/cache/agenda/cache-*.db", w->folder);
	if (glob(pattern, 0, NULL, &found) != 0 || found.gl_pathc != 1)
		die("not one copy");
	snprintf(to, FOLDER_SIZE + 128, "%s", found.gl_pathv[0]);
	globfree(&found);
}

static ino_t copy_inode(const struct world *w)
{
	char path[FOLDER_SIZE + 128];
	struct stat st;

	copy_path(w, path);
	return stat(path, &st) == 0 ? st.st_ino : 0;
}

static long long copy_number(const struct world *w, const char *sql)
{
	char path[FOLDER_SIZE + 128];
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;
	long long n = -1;

	copy_path(w, path);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
		sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW)
		n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	sqlite3_close(db);
	return n;
}

#define MINE(what, from) \
	"SELECT " what " FROM " from " JOIN delega d ON d.datore = r.datore AND d.stato = 'ATTIVA'" \
	" AND d.intermediario = '" WHO "'"

static long long server_rows(struct world *w)
{
	return world_sql(w, MINE("count(*)", "appuntamento a JOIN rapporto r ON r.codice = a.rapporto"));
}

/* The last whole reading is over and nothing is missing. */
static bool is_whole(struct world *w, long long giro)
{
	return copy_number(w, "SELECT numero FROM meta WHERE nome = 'in_giro'") == 2 &&
		copy_number(w, "SELECT numero FROM meta WHERE nome = 'giro'") == giro &&
		copy_number(w, "SELECT numero FROM meta WHERE nome = 'indici'") == 1 &&
		copy_number(w, "SELECT count(*) FROM appuntamento") == server_rows(w);
}

/* ── ours: agenda in a terminal, somebody typing ────────────────────────────────────────── */

/* Through the lists and the search, with words and without. */
static const char *const typed[] = { "Down", "Down", "Up", "PgDn", "c", "r", "o", "s", "Down",
	"PgDn", "PgUp", "s", "i", "Down", "End", "Up", "Home", "Esc", "Esc", "Down", "PgUp" };
#define N_TYPED (sizeof(typed) / sizeof(typed[0]))

#define A_START "/202" /* of an appuntamento: nothing else on these screens has a date in figures */

struct run {
	struct turni *turni;
	struct pty *p;
	size_t key;
	double first_row_s; /* from the start to the first row of a list on screen */
	double began;
};

static struct turni *turni_new(struct world *w)
{
	char path[FOLDER_SIZE + 32];
	struct turni *t;
	int fd;

	snprintf(path, sizeof(path), "%s/turni", w->folder);
	unlink(path);
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 || ftruncate(fd, sizeof(*t)) != 0)
		die(path);
	t = mmap(NULL, sizeof(*t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (t == MAP_FAILED)
		die("mmap");
	world_set(w, TURNI_VARIABLE, path);
	return t;
}

static bool has_children(pid_t pid)
{
	char path[64], text[32] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)pid, (int)pid);
	f = fopen(path, "r");
	if (!f)
		die(path);
	if (!fgets(text, sizeof(text), f))
		text[0] = '\0';
	fclose(f);
	return text[0] != '\0';
}

static void type_one(struct run *r)
{
	pty_keys(r->p, typed[r->key++ % N_TYPED]);
	pty_wait_quiet(r->p, KEY_EVERY_MS);
	if (r->first_row_s == 0 && pty_find(r->p, A_START, NULL) >= 0)
		r->first_row_s = cpu_s(CLOCK_MONOTONIC) - r->began;
}

static bool is_quiet(struct run *r)
{
	int64_t before = r->turni->n;

	if (pty_find(r->p, "sincronizzazione", NULL) >= 0 || has_children(pty_pid(r->p)))
		return false;
	pty_wait_quiet(r->p, 500);
	return r->turni->n == before;
}

/* From its start until the copy is whole again; then agenda is left. */
static struct turni interface(struct world *w, long long giro, double *first_row_s)
{
	struct run r = { .turni = turni_new(w) };
	struct turni t;
	int status = 0;

	r.began = cpu_s(CLOCK_MONOTONIC);
	r.p = world_agenda(w, 120, 36, NULL);
	if (!r.p || !pty_wait_text(r.p, "Agenda"))
		die("agenda did not start");
	do {
		if (cpu_s(CLOCK_MONOTONIC) - r.began > MOST_S)
			die(pty_screen(r.p));
		for (int i = 0; i < 10; i++)
			type_one(&r);
	} while (!is_quiet(&r) || !is_whole(w, giro));
	pty_signal(r.p, SIGTERM);
	if (!pty_wait_exit(r.p, &status))
		die("agenda did not end");
	pty_free(r.p);
	t = *r.turni;
	munmap(r.turni, sizeof(t));
	if (first_row_s)
		*first_row_s = r.first_row_s;
	return t;
}

static void print_longest(const char *when, const struct turni *t)
{
	printf("turno più lungo %s|ms di CPU||%.1f|<%d\n", when, (double)t->longest_us / 1000,
		TURNI_FRAME_MS);
	fprintf(stderr, "%s: turni %lld, oltre i %d ms %lld, il più lungo %.1f ms di CPU, il più lungo a "
		"orologio %.1f ms\n", when, (long long)t->n, TURNI_FRAME_MS, (long long)t->over,
		(double)t->longest_us / 1000, (double)t->waited_us / 1000);
}

/* ── what changes meanwhile ─────────────────────────────────────────────────────────────── */

/* Mandates that end take all that hangs on them away; that begin anew, bring it back. */
static void mandates_become(struct world *w, const char *stato, const char *al)
{
	char sql[900], *lines, *out = NULL, *errors = NULL;
	const char *argv[] = { "importa", "-", "--dati", w->store, NULL };

	snprintf(sql, sizeof(sql), "SELECT group_concat(riga, char(10)) FROM (SELECT"
		" '{\"tipo\":\"DELEGA\",\"delega\":{\"datore\":\"' || p.codice_fiscale ||"
		" '\",\"intermediario\":\"" WHO "\",\"stato\":\"%s\"%s,\"dal\":\"' ||"
		" date(d.dal * 86400, 'unixepoch') || '\"}}' AS riga FROM delega d JOIN persona p ON"
		" p.id = d.datore WHERE d.intermediario = '" WHO "' ORDER BY p.id LIMIT " MANDATES ")",
		stato, al);
	lines = world_sql_text(w, sql);
	if (world_server_command(w, argv, lines, &out, &errors) != 0)
		die(errors);
	free(lines);
	free(out);
	free(errors);
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

static void print_first(const struct turni *t, double least, long long n)
{
	printf("prima sincronizzazione di %lld righe, con indici|ms di CPU|%.0f|%.0f|<1.3\n", n,
		least * 1000, (double)(t->loop.cpu_us + t->child.cpu_us) / 1000);
	print_longest("durante la prima sincronizzazione", t);
	printf("memoria di agenda dopo la prima sincronizzazione|kB|24576|%lld|<1\n",
		(long long)t->loop.resident_kb);
	printf("memoria del processo delle parole|kB|24576|%lld|<1\n",
		(long long)t->child.resident_kb);
}

static double measure_floor(struct world *w, long long *rows)
{
	char path[FOLDER_SIZE + 16], **pages = NULL, *token = token_of(w);
	size_t n = pages_fetch(w->api, jwt_in(token), &pages);
	double took;

	FREE(&token);
	snprintf(path, sizeof(path), "%s/floor.db", w->folder);
	took = floor_cpu(path, pages, n, rows);
	unlink(path);
	for (size_t i = 0; i < n; i++)
		free(pages[i]);
	free(pages);
	return took;
}

int main(int argc, char **argv)
{
	const char *rows = argc > 1 ? argv[1] : "100000";
	const char *in[] = { "accedi", "--persona", WHO, "--profilo", PROFILE, NULL };
	const char *empty[] = { "cache", "svuota", NULL };
	struct turni t;
	struct world w;
	double first_row_s = 0, least;
	long long n = 0;
	ino_t before;

	setvbuf(stdout, NULL, _IOLBF, 0);
	world_open_large(&w, rows, unlimited);
	command(&w, in);
	command(&w, empty);
	least = measure_floor(&w, &n);
	before = copy_inode(&w);
	world_set(&w, "LD_PRELOAD", BENCH_BINARY_DIR "/libturni.so");
	if (getenv(TURNI_STACKS_VARIABLE))
		world_set(&w, TURNI_STACKS_VARIABLE, getenv(TURNI_STACKS_VARIABLE));
	t = interface(&w, 1, &first_row_s);
	if (copy_inode(&w) == before)
		die("no file with words has taken the place of the other");
	print_first(&t, least, n);
	fprintf(stderr, "prima riga a schermo dopo %.2f s\n", first_row_s);
	world_sql(&w, "UPDATE epoca SET valore = 'eAltra' RETURNING 1");
	t = interface(&w, 2, NULL);
	print_longest("durante una sincronizzazione completa", &t);
	mandates_become(&w, "REVOCATA", ",\"al\":\"2026-11-23\"");
	t = interface(&w, 2, NULL);
	print_longest("mentre migliaia di righe se ne vanno", &t);
	mandates_become(&w, "ATTIVA", "");
	t = interface(&w, 2, NULL);
	print_longest("mentre migliaia di righe arrivano", &t);
	world_close(&w);
	return 0;
}
