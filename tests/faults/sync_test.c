/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The local copy against the server's truth. Studio Verdi's cache is read for the first time, and
 * kept current, through a proxy that cuts, delays, repeats, garbles and stalls, while mandates end
 * and begin anew; agenda, and now and then agendad, is killed with -9 at a random moment. After
 * each round one quiet synchronisation, and then: every appointment, rapporto and quesito that the
 * server shows this person is in the cache with the same state and version, and none more.
 *
 * AGENDA_GIRI: how many rounds (24; 400 with AGENDA_LUNGO). AGENDA_SEME: the seed of a failure.
 */
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/random.h"
#include "domain/appuntamento.h"
#include "tests/faults/proxy.h"
#include "tests/support/world.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define STUDIO "p-studio-verdi"
#define CENTRO "p-centro-servizi" /* thousands of appuntamenti */

struct sync {
	struct world w;
	const char *who; /* whose cache it is */
	struct proxy *proxy;
	struct random_sequence random;
	uint64_t seed;
	int round;
	char *errors; /* of the last command */
};

static const char *const unlimited[] = { "--limite", "100000/1", "--senza-registro", NULL };

#define HOLDS(s, condition, ...) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "SEME=%llu giro %d: ", (unsigned long long)(s)->seed, (s)->round); \
			fprintf(stderr, __VA_ARGS__); \
			fprintf(stderr, "\n%s\n", (s)->errors ? (s)->errors : ""); \
			cr_assert_fail("see above"); \
		} \
	} while (0)

static uint64_t below(struct sync *s, uint64_t n)
{
	return random_below(&s->random, n);
}

/* ── commands ───────────────────────────────────────────────────────────────────────────── */

static int run(struct sync *s, const char *const *words)
{
	char *out = NULL, *errors = NULL;
	int status = world_run(&s->w, words, NULL, &out, &errors);

	free(out);
	free(s->errors);
	s->errors = errors;
	HOLDS(s, !strstr(errors, "ERROR: ") && !strstr(errors, "runtime error"), "sanitizer");
	return status;
}

static void sign_in(struct sync *s)
{
	const char *in[] = { "accedi", "--persona", s->who, "--profilo", "INTERMEDIARIO", NULL };
	const char *out[] = { "esci", NULL };

	run(s, out);
	HOLDS(s, run(s, in) == 0, "sign-in");
}

/* One synchronisation with nothing in its way. */
static void sync_quietly(struct sync *s)
{
	const char *words[] = { "cerca", NULL };
	int status = run(s, words);

	if (status == 77) { /* the demo's issuer forgets everybody when it dies */
		sign_in(s);
		status = run(s, words);
	}
	HOLDS(s, status == 0, "exit %d", status);
	HOLDS(s, !strstr(s->errors, "dati al"), "not current");
}

/* ── the two truths ─────────────────────────────────────────────────────────────────────── */

static void add_row(struct buf *to, sqlite3_stmt *q)
{
	for (int i = 0; i < sqlite3_column_count(q); i++)
		buf_addf(to, "%s ", (const char *)sqlite3_column_text(q, i));
	buf_addc(to, '\n');
}

/* ?1, where there is one: whose they are. */
static void ask(struct sync *s, const char *path, const char *sql, struct buf *to)
{
	sqlite3_stmt *q = NULL;
	sqlite3 *db = NULL;

	buf_init(to, (size_t)16 << 20);
	HOLDS(s, sqlite3_open(path, &db) == SQLITE_OK && sqlite3_busy_timeout(db, 10000) == SQLITE_OK
		&& sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK, "%s: %s", sql,
		sqlite3_errmsg(db));
	if (sqlite3_bind_parameter_count(q))
		sqlite3_bind_text(q, 1, s->who, -1, SQLITE_STATIC);
	while (sqlite3_step(q) == SQLITE_ROW)
		add_row(to, q);
	sqlite3_finalize(q);
	sqlite3_close(db);
}

static void cache_path(struct sync *s, char *to, size_t size)
{
	char all[FOLDER_SIZE + 64];
	glob_t found;

	snprintf(all, sizeof(all), "%s/cache/agenda/cache-*.db", s->w.folder);
	HOLDS(s, glob(all, 0, NULL, &found) == 0 && found.gl_pathc == 1, "no one %s", all);
	snprintf(to, size, "%s", found.gl_pathv[0]);
	globfree(&found);
}

#define MINE \
	" JOIN delega d ON d.datore = r.datore AND d.stato = 'ATTIVA' AND d.intermediario =" \
	" ?1 ORDER BY 1"

/* The same rows from either side; a stato is a word there and its number here. */
static const struct {
	const char *what, *server, *cache;
} truths[] = {
	{ "appuntamenti",
		"SELECT a.id, CASE a.stato WHEN 'CONFERMATO' THEN 1 WHEN 'CHIUSO_E_DEFINITO' THEN 2"
		" WHEN 'CANCELLATO' THEN 3 END, a.versione FROM appuntamento a JOIN rapporto r ON"
		" r.codice = a.rapporto" MINE,
		"SELECT id, stato, versione FROM appuntamento ORDER BY 1" },
	{ "rapporti", "SELECT r.codice FROM rapporto r" MINE,
		"SELECT codice FROM rapporto ORDER BY 1" },
	{ "quesiti", "SELECT k.id FROM quesito k JOIN rapporto r ON r.codice = k.rapporto" MINE,
		"SELECT id FROM quesito ORDER BY 1" },
};

_Static_assert(APPUNTAMENTO_STATO_CONFERMATO == 1 && APPUNTAMENTO_STATO_CHIUSO_E_DEFINITO == 2
	&& APPUNTAMENTO_STATO_CANCELLATO == 3, "the numbers above");

static void expect_same(struct sync *s)
{
	char path[FOLDER_SIZE + 128];

	cache_path(s, path, sizeof(path));
	for (size_t i = 0; i < sizeof(truths) / sizeof(truths[0]); i++) {
		struct buf there, here;

		ask(s, s->w.store, truths[i].server, &there);
		ask(s, path, truths[i].cache, &here);
		HOLDS(s, strcmp(buf_str(&there), buf_str(&here)) == 0,
			"%s differ: the server\n%sthe cache\n%s", truths[i].what, buf_str(&there),
			buf_str(&here));
		HOLDS(s, there.len > 0, "no %s at all", truths[i].what);
		buf_release(&there);
		buf_release(&here);
	}
}

static void expect_sound(struct sync *s)
{
	char path[FOLDER_SIZE + 128];
	struct buf said;

	cache_path(s, path, sizeof(path));
	ask(s, path, "PRAGMA integrity_check", &said);
	HOLDS(s, !strcmp(buf_str(&said), "ok \n"), "%s: %s", path, buf_str(&said));
	buf_release(&said);
	ask(s, s->w.store, "PRAGMA integrity_check", &said);
	HOLDS(s, !strcmp(buf_str(&said), "ok \n"), "the store: %s", buf_str(&said));
	buf_release(&said);
}

/* ── what happens ───────────────────────────────────────────────────────────────────────── */

static void wait_ms(int ms)
{
	poll(NULL, 0, ms);
}

static struct proxy_rule misfortune(struct sync *s)
{
	static const enum fault faults[] = { FAULT_NONE, FAULT_LOSE, FAULT_REFUSE, FAULT_CUT, FAULT_CUT,
		FAULT_DUPLICATE, FAULT_GARBAGE, FAULT_STALL, FAULT_DELAY, FAULT_TRICKLE, FAULT_BUSY,
		FAULT_BUSY_DATE };
	struct proxy_rule rule = { .method = "GET", .path = "/variazioni",
		.times = 1 + (int)below(s, 3), .percent = 50 };

	rule.fault = faults[below(s, sizeof(faults) / sizeof(faults[0]))];
	rule.n = rule.fault == FAULT_CUT ? (int64_t)below(s, 200000)
		: rule.fault == FAULT_TRICKLE || rule.fault == FAULT_BUSY
			|| rule.fault == FAULT_BUSY_DATE ? (int64_t)below(s, 2)
		: (int64_t)below(s, 120);
	return rule;
}

static void import_line(struct sync *s, const char *line)
{
	const char *argv[] = { "importa", "-", "--dati", s->w.store, NULL };
	char *out = NULL, *errors = NULL;
	int status = world_server_command(&s->w, argv, line, &out, &errors);

	HOLDS(s, status == 0, "importa: %s%s\n%s", out, errors, line);
	free(out);
	free(errors);
}

/* A mandate that ends takes a rapporto and all that hangs on it away, or brings it back. */
static void mandates_change(struct sync *s, int n)
{
	struct buf lines;
	char sql[400];

	snprintf(sql, sizeof(sql), "SELECT '{\"tipo\":\"DELEGA\",\"delega\":{\"datore\":\"' ||"
		" p.codice_fiscale || '\",\"intermediario\":\"%s\",\"stato\":\"' || CASE d.stato"
		" WHEN 'ATTIVA' THEN 'REVOCATA\",\"al\":\"2026-11-23' ELSE 'ATTIVA' END || '\",\"dal\":\"' ||"
		" date(d.dal * 86400, 'unixepoch') || '\"}}' FROM delega d JOIN persona p ON p.id = d.datore"
		" WHERE d.intermediario = '%s' ORDER BY p.id LIMIT %d OFFSET %d", s->who, s->who, n,
		(int)below(s, 150));
	ask(s, s->w.store, sql, &lines);
	import_line(s, buf_str(&lines));
	buf_release(&lines);
}

static void moment(struct sync *s)
{
	int answers = proxy_answers(s->proxy), more = 1 + (int)below(s, 8);

	if (below(s, 2))
		wait_ms((int)below(s, 500));
	for (int ms = 0; ms < 600 && proxy_answers(s->proxy) < answers + more; ms++)
		wait_ms(1);
	wait_ms((int)below(s, 8));
}

static pid_t start_client(struct sync *s)
{
	static const char *const words[] = { "agenda", "cerca", NULL };
	pid_t child = fork();

	if (child)
		return child;
	dup2(open("/dev/null", O_RDWR), 0);
	dup2(0, 1);
	dup2(0, 2);
	for (size_t i = 0; s->w.env[i]; i++)
		putenv((char *)s->w.env[i]);
	execv(TEST_BINARY_DIR "/agenda", (char **)words);
	_exit(127);
}

static void client_dies(struct sync *s)
{
	int status;
	pid_t child = start_client(s);

	moment(s);
	if (below(s, 5) == 0) {
		world_stop_server(&s->w, SIGKILL);
		world_start_server(&s->w, unlimited);
	}
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
}

/* The open interface, whose long poll is under way when something changes. */
static void interface_dies(struct sync *s)
{
	struct pty *p = world_agenda(&s->w, 80, 24, NULL);
	int status;

	moment(s);
	mandates_change(s, 1 + (int)below(s, 12));
	moment(s);
	kill(pty_pid(p), SIGKILL);
	pty_wait_exit(p, &status);
	pty_free(p);
}

static void forget_cache(struct sync *s)
{
	char all[FOLDER_SIZE + 64];
	glob_t found;

	snprintf(all, sizeof(all), "%s/cache/agenda/cache-*", s->w.folder);
	if (glob(all, 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			unlink(found.gl_pathv[i]);
	globfree(&found);
}

static void one_round(struct sync *s)
{
	struct proxy_rule rule = misfortune(s);

	if (below(s, 3) == 0)
		forget_cache(s);
	else
		mandates_change(s, 1 + (int)below(s, 40));
	proxy_rules(s->proxy, &rule, 1);
	for (int kills = 1 + (int)below(s, 3); kills > 0; kills--) {
		if (below(s, 3) == 0)
			interface_dies(s);
		else
			client_dies(s);
	}
	proxy_rules(s->proxy, NULL, 0);
	proxy_cut_all(s->proxy);
	sync_quietly(s);
	expect_same(s);
}

/* ── the whole ──────────────────────────────────────────────────────────────────────────── */

static uint64_t number_of(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static void begin_as(struct sync *s, const char *who, const char *rows)
{
	*s = (struct sync){ .who = who };
	random_bytes(&s->seed, sizeof(s->seed));
	s->seed = number_of("AGENDA_SEME", s->seed);
	random_seed(&s->random, s->seed);
	fprintf(stderr, "SEME=%llu\n", (unsigned long long)s->seed);
	world_open_large(&s->w, rows, unlimited);
	s->proxy = proxy_start(s->w.api, NULL, s->seed);
	world_point_at(&s->w, proxy_url(s->proxy));
	sign_in(s);
}

static void begin(struct sync *s)
{
	begin_as(s, STUDIO, NULL);
}

static void finish(struct sync *s)
{
	proxy_stop(s->proxy);
	world_close(&s->w);
	free(s->errors);
}

Test(sync, the_same_as_the_server_whatever_dies, .timeout = 3000)
{
	const char *lungo = getenv("AGENDA_LUNGO");
	int rounds = (int)number_of("AGENDA_GIRI", lungo && *lungo ? 400 : 24);
	struct sync s;

	begin(&s);
	for (s.round = 1; s.round <= rounds; s.round++) {
		one_round(&s);
		if (s.round % 8 == 0)
			expect_sound(&s);
	}
	expect_sound(&s);
	finish(&s);
}

/* The store came back from a backup: what was done since is not there, and its epoch is another. */
Test(sync, another_epoch_means_reading_everything_again)
{
	struct sync s;
	struct buf said;
	char path[FOLDER_SIZE + 128];

	begin(&s);
	sync_quietly(&s);
	expect_same(&s);
	mandates_change(&s, 5);
	world_stop_server(&s.w, SIGTERM);
	ask(&s, s.w.store, "UPDATE epoca SET valore = 'eAltra'", &said);
	world_start_server(&s.w, unlimited);
	sync_quietly(&s);
	expect_same(&s);
	cache_path(&s, path, sizeof(path));
	ask(&s, path, "SELECT numero FROM meta WHERE nome = 'giro'", &said);
	cr_expect_str_eq(buf_str(&said), "2 \n", "the second whole reading: %s", buf_str(&said));
	buf_release(&said);
	ask(&s, path, "SELECT substr(testo, 1, 7) FROM meta WHERE nome = 'cursore'", &said);
	cr_expect_str_eq(buf_str(&said), "eAltra: \n", "%s", buf_str(&said));
	buf_release(&said);
	expect_sound(&s);
	finish(&s);
}

/* The feed of an open interface comes again when the server said, and not before. */
static void expect_obedience(enum fault how)
{
	struct proxy_rule rule = { .method = "GET", .path = "/variazioni", .fault = how, .n = 3,
		.times = 1 };
	int64_t began;
	struct pty *p;
	struct sync s;

	begin(&s);
	p = world_agenda(&s.w, 80, 24, NULL);
	cr_assert(pty_wait_text(p, "Prossimi appuntamenti"));
	cr_assert(pty_wait_idle(p));
	proxy_rules(s.proxy, &rule, 1);
	proxy_cut_all(s.proxy); /* the poll that waits now, too */
	cr_assert(proxy_await_faults(s.proxy, 1, 20000));
	began = clock_monotonic_ms();
	rule.fault = FAULT_DUPLICATE; /* only to count what passes from now on */
	rule.times = 0;
	proxy_rules(s.proxy, &rule, 1);
	/* A poll is counted when it is answered, which may take its whole attesa of 25 s. */
	cr_assert(proxy_await_faults(s.proxy, 2, 70000));
	cr_expect_geq(clock_monotonic_ms() - began, 2900, "after %lld ms",
		(long long)(clock_monotonic_ms() - began));
	pty_keys(p, "F3");
	pty_free(p);
	finish(&s);
}

Test(sync, obeys_retry_after_in_seconds)
{
	expect_obedience(FAULT_BUSY);
}

Test(sync, obeys_retry_after_as_a_date)
{
	expect_obedience(FAULT_BUSY_DATE);
}

/* ── a large cache, whose indexes a child makes ─────────────────────────────────────────── */

static long long cache_number(struct sync *s, const char *sql)
{
	char path[FOLDER_SIZE + 128];
	struct buf said;
	long long n;

	cache_path(s, path, sizeof(path));
	ask(s, path, sql, &said);
	n = said.len ? strtoll(said.data, NULL, 10) : -1;
	buf_release(&said);
	return n;
}

static pid_t child_of(pid_t parent)
{
	char path[64];
	int child = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)parent, (int)parent);
	f = fopen(path, "r");
	if (f && fscanf(f, "%d", &child) != 1)
		child = 0;
	if (f)
		fclose(f);
	return child;
}

static struct pty *open_interface(struct sync *s)
{
	struct pty *p = world_agenda(&s->w, 80, 24, NULL);

	HOLDS(s, pty_wait_text(p, "Prossimi appuntamenti"), "%s", pty_screen(p));
	return p;
}

/* Until the indexes are there, which the interface has made behind the screen. */
static void wait_made(struct sync *s, struct pty *p)
{
	for (int i = 0; i < 600; i++) {
		pty_wait_quiet(p, 50);
		if (cache_number(s, "SELECT numero FROM meta WHERE nome = 'indici'") == 1)
			return;
	}
	HOLDS(s, false, "no indexes:\n%s", pty_screen(p));
}

static void interface_ends(struct pty *p)
{
	int status;

	pty_keys(p, "F3");
	cr_assert(pty_wait_exit(p, &status) && status == 0, "%s", pty_screen(p));
	pty_free(p);
}

static bool gemello_left(struct sync *s)
{
	char all[FOLDER_SIZE + 64];
	glob_t found;
	bool left;

	snprintf(all, sizeof(all), "%s/cache/agenda/*gemello*", s->w.folder);
	left = glob(all, 0, NULL, &found) == 0;
	globfree(&found);
	return left;
}

/* Killed while pages come, while the child works, while the file takes its place. */
static void large_round(struct sync *s)
{
	struct pty *p;
	int status;
	pid_t child = 0;

	if (below(s, 2))
		forget_cache(s);
	p = world_agenda(&s->w, 80, 24, NULL);
	wait_ms((int)below(s, 2500));
	for (int ms = 0; below(s, 3) && ms < 3000 && !(child = child_of(pty_pid(p))); ms++)
		wait_ms(1);
	wait_ms((int)below(s, 400));
	if (child && below(s, 2)) {
		kill(child, SIGKILL);
		wait_ms((int)below(s, 100));
	}
	kill(pty_pid(p), SIGKILL);
	pty_wait_exit(p, &status);
	pty_free(p);
}

Test(sync, a_large_copy_is_whole_whatever_dies, .timeout = 3000)
{
	const char *lungo = getenv("AGENDA_LUNGO");
	int rounds = (int)number_of("AGENDA_GIRI", lungo && *lungo ? 60 : 5);
	struct sync s;
	struct pty *p;

	begin_as(&s, CENTRO, "3000");
	for (s.round = 1; s.round <= rounds; s.round++) {
		large_round(&s);
		sync_quietly(&s);
		expect_same(&s);
		expect_sound(&s);
	}
	p = open_interface(&s);
	wait_made(&s, p);
	expect_same(&s);
	interface_ends(p);
	expect_sound(&s);
	HOLDS(&s, !gemello_left(&s), "a gemello is left");
	finish(&s);
}

/* What is cancelled while the child works is Cancellato in the file that takes the place. */
Test(sync, a_change_while_the_child_works_is_kept)
{
	struct sync s;
	struct pty *p;
	char *id, sql[200];
	const char *cancel[] = { "cancella", NULL, NULL };

	begin_as(&s, CENTRO, "3000");
	forget_cache(&s);
	p = open_interface(&s);
	for (int ms = 0; ms < 30000 && !child_of(pty_pid(p)); ms++)
		pty_wait_quiet(p, 1);
	id = world_sql_text(&s.w, "SELECT a.id FROM appuntamento a JOIN rapporto r ON r.codice ="
		" a.rapporto JOIN delega d ON d.datore = r.datore AND d.stato = 'ATTIVA' WHERE"
		" d.intermediario = '" CENTRO "' AND a.stato = 'CONFERMATO' AND a.inizio >"
		" unixepoch('2026-11-24') LIMIT 1");
	cancel[1] = id;
	HOLDS(&s, run(&s, cancel) == 0, "cancella %s", id);
	wait_made(&s, p);
	snprintf(sql, sizeof(sql), "SELECT stato FROM appuntamento WHERE id = '%s'", id);
	HOLDS(&s, cache_number(&s, sql) == APPUNTAMENTO_STATO_CANCELLATO, "%s", id);
	expect_same(&s);
	interface_ends(p);
	free(id);
	finish(&s);
}
