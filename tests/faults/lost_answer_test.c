/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Lost answers. A complete bozza is confirmed through a proxy that loses, cuts, repeats or delays
 * the answer after the server committed; agenda, and now and then agendad, is killed with -9 at a
 * random moment between the key and the paint, or as something passes the proxy; what settles it
 * afterwards, a command or the interface, is killed now and then too. In the end: one booking for
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
#include <glob.h>
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
	char painted[ID_SIZE]; /* what agenda called Confermato before it died; "": nothing */
	int never_sent; /* rounds whose confirmation had not left */
	int seen;       /* rounds whose answer was on screen before the kill */
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

static void server_dies(struct lost *l)
{
	world_stop_server(&l->w, SIGKILL);
	world_start_server(&l->w, unlimited);
}

static int passed(struct lost *l, int event)
{
	return event == 0 ? proxy_requests(l->proxy) : event == 1 ? proxy_answers(l->proxy)
		: proxy_faults(l->proxy);
}

/* Until so many more requests, answers or faults went by, then a little longer; or any while. */
static void moment(struct lost *l, int most_ms)
{
	int event = (int)random_below(&l->random, 6);
	int now = passed(l, event), more = most_ms > 100 ? 1 + (int)random_below(&l->random, 8) : 1;

	if (event > 2) {
		wait_ms((int)random_below(&l->random, (uint64_t)most_ms));
		return;
	}
	for (int ms = 0; ms < most_ms && passed(l, event) < now + more; ms++)
		wait_ms(1);
	wait_ms((int)random_below(&l->random, 12));
}

/* The end of the client, and one time in five of the server: in either order. */
static void die(struct lost *l, pid_t client)
{
	uint64_t who = random_below(&l->random, 10);

	if (who == 0)
		server_dies(l);
	kill(client, SIGKILL);
	if (who == 1)
		server_dies(l);
}

static void remember_painted(struct lost *l, const char *text)
{
	const char *at = strstr(text, "AG-2026-");

	snprintf(l->painted, sizeof(l->painted), "%.17s", at ? at : "");
}

/* agenda WORD WORD ID with what it says in a file, killed at some moment. */
static void killed_command(struct lost *l, const char *const words[3])
{
	char said[FOLDER_SIZE + 16];
	struct buf text = { 0 };
	struct err err = { 0 };
	int status;
	pid_t child;

	snprintf(said, sizeof(said), "%s/detto", l->w.folder);
	child = fork();
	if (child == 0) {
		dup2(open("/dev/null", O_RDWR), 0);
		dup2(open(said, O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
		dup2(0, 2);
		for (size_t i = 0; l->w.env[i]; i++)
			putenv((char *)l->w.env[i]);
		execl(TEST_BINARY_DIR "/agenda", "agenda", words[0], words[1], words[2], (char *)NULL);
		_exit(127);
	}
	moment(l, 600);
	die(l, child);
	waitpid(child, &status, 0);
	if (file_read(said, &text, &err))
		remember_painted(l, buf_str(&text));
	buf_release(&text);
}

/* The interface: the bozza is opened, F10 to the question, the answer given, then killed. */
static void confirm_by_keys(struct lost *l)
{
	struct pty *p = world_agenda(&l->w, 80, 24, NULL);
	int y, status;

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
	moment(l, 80);
	die(l, pty_pid(p));
	pty_wait_exit(p, &status);
	y = pty_find(p, "Appuntamento confermato: ", NULL);
	remember_painted(l, y < 0 ? "" : pty_line(p, y));
	pty_free(p);
}

/* ── afterwards ─────────────────────────────────────────────────────────────────────────── */

/* The issuer's key dies with the server: then everybody signs in again. */
static void sign_in(struct lost *l)
{
	const char *in[] = { "accedi", "--persona", "p-anna-bianchi", "--profilo", "CITTADINO", NULL };
	char *out = NULL;

	HOLDS(l, run(l, in, NULL, &out) == 0, "sign-in: %s", out);
	free(out);
}

static int status_of(struct lost *l, const char *const *words)
{
	char *out = NULL;
	int status = run(l, words, NULL, &out);

	free(out);
	return status;
}

/* Home is opened and left alone: it finds out by itself. */
static void settle_by_home(struct lost *l)
{
	const char *look[] = { "operazioni", NULL };
	struct pty *p = world_agenda(&l->w, 80, 24, NULL);

	HOLDS(l, pty_wait_text(p, "in linea"), "%s", pty_screen(p));
	for (int i = 0; i < 40 && status_of(l, look) != 0; i++)
		pty_wait_quiet(p, 100);
	HOLDS(l, status_of(l, look) == 0, "home does not settle it:\n%s", pty_screen(p));
	HOLDS(l, pty_wait_gone(p, "da verificare"), "%s", pty_screen(p));
	pty_free(p);
}

/* Everything that was sent gets its answer: exit 0 of `operazioni` says that none is open. */
static void settle(struct lost *l)
{
	const char *words[] = { "operazioni", "--verifica", NULL };
	const char *who[] = { "punti", "0000123456", NULL };
	char painted[ID_SIZE];
	int status = -1;

	memcpy(painted, l->painted, sizeof(painted));
	if (random_below(&l->random, 4) == 0)
		killed_command(l, words);
	memcpy(l->painted, painted, sizeof(painted));
	if (status_of(l, who) == 77)
		sign_in(l);
	if (random_below(&l->random, 3) == 0)
		settle_by_home(l);
	for (int i = 0; i < SETTLE_TRIES && status != 0; i++)
		status = status_of(l, words);
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

/* What the client calls Confermato is so on the server, and the other way round. */
static void check_all_confirmed(struct lost *l)
{
	const char *find[] = { "cerca", "--stato", "confermato", NULL };
	char *there = world_sql_text(&l->w, "SELECT group_concat(a.id || char(10), '') FROM (SELECT"
		" a.id FROM appuntamento a JOIN rapporto r ON r.codice = a.rapporto WHERE r.datore ="
		" 'p-anna-bianchi' AND a.stato = 'CONFERMATO' ORDER BY a.id) a");
	char *out = NULL, *rest, *line;
	size_t wanted = 0, found = 0;

	HOLDS(l, run(l, find, NULL, &out) == 0, "cerca: %s", out);
	for (const char *at = there; (at = strchr(at, '\n')); at++)
		wanted++;
	for (rest = out; (line = strsep(&rest, "\n")) && *line; found++) {
		line[17] = '\0';
		HOLDS(l, strstr(there, line), "%s is Confermato for the client alone", line);
	}
	HOLDS(l, wanted == found, "%zu Confermati, the client knows %zu", wanted, found);
	free(out);
	free(there);
}

/* Booked once or not at all; then the bozza is whole and can be confirmed now. */
static char *check_booking(struct lost *l)
{
	const char *drafts[] = { "bozze", NULL };
	const char *again[] = { "nuovo", "--bozza", l->bozza, NULL };
	const char *sent[] = { "operazioni", NULL };
	long long n;
	char *id = booked_id(l, &n);
	bool kept = answers(l, drafts, l->bozza);

	HOLDS(l, n <= 1, "%lld bookings of one bozza", n);
	HOLDS(l, kept == (n == 0), "%lld bookings and the bozza is %s", n, kept ? "there" : "gone");
	HOLDS(l, !*l->painted || !strcmp(l->painted, id), "%s was shown, there is «%s»", l->painted,
		id);
	l->seen += *l->painted != '\0';
	if (n == 0) {
		l->never_sent++;
		free(id);
		HOLDS(l, status_of(l, again) == 0, "the bozza is not whole");
		id = booked_id(l, &n);
		HOLDS(l, n == 1, "%lld bookings after the second confirmation", n);
	}
	HOLDS(l, answers(l, sent, id), "%s is not among the operations", id);
	return id;
}

/* In some rounds the cancellation has its misfortunes too. */
static void cancel_killed(struct lost *l, const char *id)
{
	struct proxy_rule rule = misfortune(l);
	char sql[160], *state;

	proxy_rules(l->proxy, &rule, 1);
	killed_command(l, (const char *const[]){ "cancella", id, NULL });
	proxy_rules(l->proxy, NULL, 0);
	proxy_cut_all(l->proxy);
	settle(l);
	snprintf(sql, sizeof(sql), "SELECT stato FROM appuntamento WHERE id = '%s'", id);
	state = world_sql_text(&l->w, sql);
	HOLDS(l, !*l->painted || !strcmp(state, "CANCELLATO"), "said cancelled, is %s", state);
	free(state);
	check_all_confirmed(l);
}

static void check_round(struct lost *l)
{
	char *id = check_booking(l), nota[32];
	const char *show[] = { "mostra", id, NULL };
	const char *cancel[] = { "cancella", id, NULL };
	const char *gone[] = { "cerca", "--stato", "cancellato", NULL };

	snprintf(nota, sizeof(nota), "giro %d", l->round);
	check_all_confirmed(l);
	HOLDS(l, answers(l, show, nota), "%s has another note", id);
	if (random_below(&l->random, 3) == 0)
		cancel_killed(l, id);
	if (!answers(l, gone, id))
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
		killed_command(l, (const char *const[]){ "nuovo", "--bozza", l->bozza });
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

static void expect_files_sound(struct lost *l, const char *pattern)
{
	char all[FOLDER_SIZE + 64];
	glob_t found;

	snprintf(all, sizeof(all), "%s/%s", l->w.folder, pattern);
	cr_assert_eq(glob(all, 0, NULL, &found), 0, "no %s", all);
	for (size_t i = 0; i < found.gl_pathc; i++)
		expect_sound(found.gl_pathv[i], "PRAGMA integrity_check", "ok \n");
	globfree(&found);
}

static void expect_sound_everywhere(struct lost *l)
{
	expect_invariants(l);
	expect_files_sound(l, "cache/agenda/cache-*.db");
	expect_files_sound(l, "state/agenda/journal-*.db");
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

Test(lost_answer, one_booking_for_each_confirmation_whatever_dies, .timeout = 3000)
{
	struct lost l = { 0 };
	const char *lungo = getenv("AGENDA_LUNGO");
	int rounds = (int)number_of("AGENDA_GIRI", lungo && *lungo ? 200 : 6);

	random_bytes(&l.seed, sizeof(l.seed));
	l.seed = number_of("AGENDA_SEME", l.seed);
	random_seed(&l.random, l.seed);
	fprintf(stderr, "SEME=%llu\n", (unsigned long long)l.seed);
	world_open(&l.w, unlimited);
	l.proxy = proxy_start(l.w.api, NULL, l.seed);
	world_point_at(&l.w, proxy_url(l.proxy));
	sign_in(&l);
	for (l.round = 1; l.round <= rounds; l.round++) {
		one_round(&l);
		if (l.round % 10 == 0)
			expect_sound_everywhere(&l);
	}
	fprintf(stderr, "%d giri: %d mai partiti, %d prenotati una volta sola, %d visti prima\n",
		rounds, l.never_sent, rounds - l.never_sent, l.seen);
	proxy_stop(l.proxy);
	world_stop_server(&l.w, SIGTERM);
	expect_sound_everywhere(&l);
	world_close(&l.w);
	free(l.errors);
}
