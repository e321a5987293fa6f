/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Lost answers. A complete bozza is confirmed through a proxy that loses, cuts, repeats or delays
 * the answer after the server committed; agenda, and now and then agendad, is killed with -9 at a
 * random moment between the key and the paint. Started again, everything settles: one booking for
 * each bozza, rightly named, or none with the bozza whole. Never two, never a false Confermato.
 *
 * AGENDA_GIRI: how many rounds (6; 200 with AGENDA_LUNGO). AGENDA_SEME: the seed of a failure.
 */
#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/random.h"
#include "tests/faults/proxy.h"
#include "tests/support/world.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SETTLE_TRIES 12
#define ID_SIZE 40

struct lost {
	struct world w;
	struct proxy *proxy;
	struct random_sequence random;
	uint64_t seed;
	int round;
	char bozza[ID_SIZE];
	char *errors; /* of the last command */
	int never_sent; /* rounds whose confirmation had not left */
};

static const char *const unlimited[] = { "--limite", "100000/1", "--senza-registro", NULL };

/* ── commands ───────────────────────────────────────────────────────────────────────────── */

/* agenda WORDS…: its exit status, what it wrote in *out (free()). */
static int run(struct lost *l, const char *const *words, const char *input, char **out)
{
	char *errors = NULL;
	int status = world_run(&l->w, words, input, out, &errors);

	if (strstr(errors, "ERROR: ") || strstr(errors, "runtime error"))
		cr_assert_fail("seed %llu round %d: %s", (unsigned long long)l->seed, l->round, errors);
	free(l->errors);
	l->errors = errors;
	return status;
}

static bool answers(struct lost *l, const char *const *words, const char *text)
{
	char *out = NULL;
	bool found = run(l, words, NULL, &out) == 0 && strstr(out, text);

	free(out);
	return found;
}

/* What the client believes, for whoever reads a failure. */
static void tell(struct lost *l)
{
	static const char *const words[][2] = { { "bozze" }, { "operazioni" }, { "cerca" } };

	for (size_t i = 0; i < 3; i++) {
		char *out = NULL;
		run(l, words[i], NULL, &out);
		fprintf(stderr, "$ agenda %s\n%s%s", words[i][0], out, l->errors);
		free(out);
	}
}

#define HOLDS(l, condition, ...) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "SEME=%llu giro %d: ", (unsigned long long)(l)->seed, (l)->round); \
			fprintf(stderr, __VA_ARGS__); \
			fprintf(stderr, "\n%s\n", (l)->errors ? (l)->errors : ""); \
			tell(l); \
			cr_assert_fail("see above"); \
		} \
	} while (0)

static void prepare(struct lost *l)
{
	const char *words[] = { "nuovo", "--rapporto", "0000123456", "--quesito", "Q0000123456-01",
		"--punto", "P7000-01", "--quando", "primo", "--nota-da", "-", "--solo-bozza", NULL };
	char nota[32], *out = NULL;

	snprintf(nota, sizeof(nota), "giro %d", l->round);
	HOLDS(l, run(l, words, nota, &out) == 0, "no bozza: %s", out);
	snprintf(l->bozza, sizeof(l->bozza), "%.36s", out);
	free(out);
}

/* ── the moment ─────────────────────────────────────────────────────────────────────────── */

static struct proxy_rule misfortune(struct lost *l)
{
	static const enum fault faults[] = { FAULT_NONE, FAULT_LOSE, FAULT_LOSE, FAULT_LATE,
		FAULT_REFUSE, FAULT_CUT, FAULT_DUPLICATE, FAULT_GARBAGE, FAULT_STALL, FAULT_DELAY };
	struct proxy_rule rule = { .method = "POST", .path = "/appuntamenti",
		.times = 1 + (int)random_below(&l->random, 3) };

	rule.fault = faults[random_below(&l->random, sizeof(faults) / sizeof(faults[0]))];
	rule.n = (int64_t)random_below(&l->random, 120);
	return rule;
}

static void wait_ms(int ms)
{
	poll(NULL, 0, ms);
}

static void kill_server_maybe(struct lost *l)
{
	if (random_below(&l->random, 5))
		return;
	world_stop_server(&l->w, SIGKILL);
	world_start_server(&l->w, unlimited);
}

/* agenda nuovo --bozza ID, killed a random while after its start. */
static void confirm_by_command(struct lost *l)
{
	int log, status;
	pid_t child = fork();

	if (child == 0) {
		log = open("/dev/null", O_RDWR);
		for (int fd = 0; fd < 3; fd++)
			dup2(log, fd);
		for (size_t i = 0; l->w.env[i]; i++)
			putenv((char *)l->w.env[i]);
		execl(TEST_BINARY_DIR "/agenda", "agenda", "nuovo", "--bozza", l->bozza, (char *)NULL);
		_exit(127);
	}
	wait_ms((int)random_below(&l->random, 600));
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
}

/* The interface: the bozza is opened, F10 to the question, the answer given, then killed. */
static void confirm_by_keys(struct lost *l)
{
	struct pty *p = world_agenda(&l->w, 80, 24, NULL);

	HOLDS(l, pty_wait_text(p, "in linea"), "%s", pty_screen(p));
	pty_keys(p, "b");
	HOLDS(l, pty_wait_text(p, "salvate su questo computer"), "%s", pty_screen(p));
	pty_wait_idle(p);
	pty_keys(p, "Enter");
	HOLDS(l, pty_wait_text(p, "Riepilogo"), "%s", pty_screen(p));
	for (int i = 0; i < 20 && pty_find(p, "Torna al modulo", NULL) < 0; i++) {
		pty_keys(p, "F10");
		pty_wait_text_ms(p, "Torna al modulo", 500);
	}
	HOLDS(l, pty_find(p, "Torna al modulo", NULL) >= 0, "%s", pty_screen(p));
	pty_keys(p, "Right");
	pty_wait_idle(p);
	pty_keys(p, "Enter");
	wait_ms((int)random_below(&l->random, 80));
	kill(pty_pid(p), SIGKILL);
	pty_free(p);
}

/* ── afterwards ─────────────────────────────────────────────────────────────────────────── */

/* Everything that was sent gets its answer: exit 0 of `operazioni` says that none is open. */
static void settle(struct lost *l)
{
	const char *words[] = { "operazioni", "--verifica", NULL };
	const char *in[] = { "accedi", "--persona", "p-anna-bianchi", "--profilo", "CITTADINO", NULL };
	int status = -1;

	for (int i = 0; i < SETTLE_TRIES && status != 0; i++) {
		char *out = NULL;
		status = run(l, words, NULL, &out);
		free(out);
		if (status == 77) { /* the issuer's key died with the server: sign in again */
			HOLDS(l, run(l, in, NULL, &out) == 0, "sign-in: %s", out);
			free(out);
		}
	}
	HOLDS(l, status == 0, "still open after %d tries (exit %d)", SETTLE_TRIES, status);
}

static char *booked_id(struct lost *l, long long *n)
{
	char sql[160];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM appuntamento WHERE nota = 'giro %d'",
		l->round);
	*n = world_sql(&l->w, sql);
	snprintf(sql, sizeof(sql), "SELECT id FROM appuntamento WHERE nota = 'giro %d'", l->round);
	return world_sql_text(&l->w, sql);
}

static void check_round(struct lost *l)
{
	const char *drafts[] = { "bozze", NULL };
	const char *again[] = { "nuovo", "--bozza", l->bozza, NULL };
	long long n;
	char *id = booked_id(l, &n), *out = NULL;
	bool kept = answers(l, drafts, l->bozza);

	HOLDS(l, n <= 1, "%lld bookings of one bozza", n);
	HOLDS(l, kept == (n == 0), "%lld bookings and the bozza is %s", n, kept ? "there" : "gone");
	if (n == 0) { /* then it is whole: the same bozza can be confirmed now */
		l->never_sent++;
		free(id);
		HOLDS(l, run(l, again, NULL, &out) == 0, "the bozza is not whole: %s%s", out,
			l->errors);
		free(out);
		id = booked_id(l, &n);
		HOLDS(l, n == 1, "%lld bookings after the second confirmation", n);
	}
	const char *show[] = { "mostra", id, NULL };
	const char *find[] = { "cerca", "--stato", "confermato", NULL };
	const char *cancel[] = { "cancella", id, NULL };
	char nota[32];
	snprintf(nota, sizeof(nota), "giro %d", l->round);
	HOLDS(l, answers(l, find, id), "%s is not among the Confermati of the client", id);
	HOLDS(l, answers(l, show, nota), "%s has another note", id);
	HOLDS(l, answers(l, cancel, id), "%s cannot be cancelled", id);
	free(id);
}

static void one_round(struct lost *l)
{
	struct proxy_rule rule;

	prepare(l);
	rule = misfortune(l);
	proxy_rules(l->proxy, &rule, 1);
	if (random_below(&l->random, 2))
		confirm_by_keys(l);
	else
		confirm_by_command(l);
	kill_server_maybe(l);
	proxy_rules(l->proxy, NULL, 0);
	proxy_cut_all(l->proxy);
	settle(l);
	check_round(l);
}

/* ── the whole ──────────────────────────────────────────────────────────────────────────── */

static int add_row(void *to, int n, char **values, char **names)
{
	(void)names;
	for (int i = 0; i < n; i++)
		buf_addf(to, "%s ", values[i] ? values[i] : "NULL");
	return buf_addc(to, '\n') ? 0 : 1;
}

static void expect_sound(const char *path, const char *sql, const char *wanted)
{
	struct buf rows = { 0 };
	sqlite3 *db = NULL;

	cr_assert_eq(sqlite3_open(path, &db), SQLITE_OK);
	cr_expect_eq(sqlite3_exec(db, sql, add_row, &rows, NULL), SQLITE_OK);
	cr_expect_str_eq(buf_str(&rows), wanted, "%s: %s", path, buf_str(&rows));
	sqlite3_close(db);
	buf_release(&rows);
}

static void expect_invariants(struct lost *l)
{
	struct buf sql = { 0 };
	struct err err = { 0 };

	cr_assert(file_read(TEST_SOURCE_DIR "/tests/faults/invariants.sql", &sql, &err));
	expect_sound(l->w.store, buf_str(&sql), "");
	expect_sound(l->w.store, "PRAGMA integrity_check", "ok \n");
	buf_release(&sql);
}

static void expect_files_sound(struct lost *l, const char *folder, const char *what)
{
	char command[256], path[256] = "";
	FILE *found;

	snprintf(command, sizeof(command), "%s/%s/agenda", l->w.folder, folder);
	const char *argv[] = { "find", command, "-name", what, NULL };
	int ends[2];
	cr_assert_eq(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		dup2(ends[1], 1);
		execvp("find", (char **)argv);
		_exit(127);
	}
	close(ends[1]);
	found = fdopen(ends[0], "r");
	while (fgets(path, sizeof(path), found)) {
		path[strcspn(path, "\n")] = '\0';
		expect_sound(path, "PRAGMA integrity_check", "ok \n");
	}
	fclose(found);
	waitpid(child, NULL, 0);
	cr_expect(*path, "no %s in %s", what, command);
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

Test(lost_answer, one_booking_for_each_confirmation_whatever_dies, .timeout = 3000)
{
	struct lost l = { 0 };
	const char *in[] = { "accedi", "--persona", "p-anna-bianchi", "--profilo", "CITTADINO", NULL };
	const char *lungo = getenv("AGENDA_LUNGO");
	int rounds = (int)number_of("AGENDA_GIRI", lungo && *lungo ? 200 : 6);
	char *out = NULL;

	random_bytes(&l.seed, sizeof(l.seed));
	l.seed = number_of("AGENDA_SEME", l.seed);
	random_seed(&l.random, l.seed);
	fprintf(stderr, "SEME=%llu\n", (unsigned long long)l.seed);
	world_open(&l.w, unlimited);
	l.proxy = proxy_start(l.w.api, NULL, l.seed);
	world_point_at(&l.w, proxy_url(l.proxy));
	cr_assert_eq(run(&l, in, NULL, &out), 0, "%s", out);
	free(out);
	for (l.round = 1; l.round <= rounds; l.round++)
		one_round(&l);
	fprintf(stderr, "%d giri: %d mai partiti, %d prenotati una volta sola\n", rounds, l.never_sent,
		rounds - l.never_sent);
	proxy_stop(l.proxy);
	world_stop_server(&l.w, SIGTERM);
	expect_invariants(&l);
	expect_files_sound(&l, "cache", "cache-*.db");
	expect_files_sound(&l, "state", "journal-*.db");
	world_close(&l.w);
	free(l.errors);
}
