/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A file is attached to a bozza while the way to the service is bad, and agenda is killed with -9
 * at some moment between the choice of the file and the answer; then once more, now and then,
 * while it takes the upload up again. In the end the bozza still has its file, the appointment
 * has it exactly once, and nothing is left with the service that counts against the quota;
 * a bozza that is dropped instead leaves at most what had arrived, and that expires.
 *
 * AGENDA_GIRI: how many rounds (10; 100 with AGENDA_LUNGO). AGENDA_SEME: the seed of a failure.
 */
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
#define MINE "scade_il IS NOT NULL" /* nobody else uploads anything here */

struct lost {
	struct world w;
	struct proxy *proxy;
	struct random_sequence random;
	uint64_t seed;
	int round;
	char bozza[40];
	char file[FOLDER_SIZE + 48];
	char *errors;
	int left; /* files of dropped bozze that had arrived */
};

static const char *const unlimited[] = { "--limite", "100000/1", "--senza-registro", NULL };

static int run(struct lost *l, const char *const *words, const char *input, char **out)
{
	char *errors = NULL;
	int status = world_run(&l->w, words, input, out, &errors);

	free(l->errors);
	l->errors = errors;
	cr_assert(!strstr(errors, "ERROR: ") && !strstr(errors, "runtime error"),
		"seed %llu round %d: %s", (unsigned long long)l->seed, l->round, errors);
	return status;
}

static int status_of(struct lost *l, const char *const *words)
{
	char *out = NULL;
	int status = run(l, words, NULL, &out);

	free(out);
	return status;
}

#define HOLDS(l, condition, ...) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "SEME=%llu giro %d: ", (unsigned long long)(l)->seed, (l)->round); \
			fprintf(stderr, __VA_ARGS__); \
			fprintf(stderr, "\n%s\n", (l)->errors ? (l)->errors : ""); \
			cr_assert_fail("see above"); \
		} \
	} while (0)

/* In this person's journal. */
static long long in_journal(struct lost *l, const char *sql)
{
	char pattern[FOLDER_SIZE + 64];
	glob_t found;
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;
	long long n;

	snprintf(pattern, sizeof(pattern), "%s/state/agenda/journal-*.db", l->w.folder);
	cr_assert_eq(glob(pattern, 0, NULL, &found), 0);
	cr_assert_eq(sqlite3_open(found.gl_pathv[0], &db), SQLITE_OK);
	cr_assert_eq(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK, "%s", sqlite3_errmsg(db));
	n = sqlite3_step(q) == SQLITE_ROW ? sqlite3_column_int64(q, 0) : -1;
	sqlite3_finalize(q);
	sqlite3_close(db);
	globfree(&found);
	return n;
}

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

static void misfortune(struct lost *l)
{
	static const enum fault faults[] = { FAULT_NONE, FAULT_LOSE, FAULT_LOSE, FAULT_LATE,
		FAULT_REFUSE, FAULT_CUT, FAULT_DUPLICATE, FAULT_GARBAGE, FAULT_STALL, FAULT_DELAY };
	struct proxy_rule rule = { .method = "POST", .path = "/allegati",
		.times = 1 + (int)random_below(&l->random, 2) };

	rule.fault = faults[random_below(&l->random, sizeof(faults) / sizeof(faults[0]))];
	rule.n = (int64_t)random_below(&l->random, 120);
	proxy_rules(l->proxy, &rule, 1);
}

/* As something passes the proxy, and a little later; or after any while. */
static void moment(struct lost *l)
{
	int seen = proxy_requests(l->proxy), more = 1 + (int)random_below(&l->random, 14);

	if (random_below(&l->random, 3) == 0) {
		poll(NULL, 0, (int)random_below(&l->random, 600));
		return;
	}
	for (int ms = 0; ms < 900 && proxy_requests(l->proxy) < seen + more; ms++)
		poll(NULL, 0, 1);
	poll(NULL, 0, (int)random_below(&l->random, 15));
}

static void killed_attaching(struct lost *l)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		int nothing = open("/dev/null", O_RDWR);
		dup2(nothing, 0);
		dup2(nothing, 1);
		dup2(nothing, 2);
		for (size_t i = 0; l->w.env[i]; i++)
			putenv((char *)l->w.env[i]);
		execl(TEST_BINARY_DIR "/agenda", "agenda", "nuovo", "--bozza", l->bozza, "--allegato",
			l->file, "--solo-bozza", (char *)NULL);
		_exit(127);
	}
	moment(l);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
}

/* The bozza is opened in the interface, which takes the upload up again, and is killed too. */
static void killed_resuming(struct lost *l)
{
	struct pty *p = world_agenda(&l->w, 80, 24, NULL);
	int status;

	HOLDS(l, pty_wait_text(p, "linea"), "%s", pty_screen(p));
	pty_keys(p, "b");
	HOLDS(l, pty_wait_text(p, "salvate su questo computer"), "%s", pty_screen(p));
	pty_wait_idle(p);
	pty_keys(p, "Enter");
	moment(l);
	pty_signal(p, SIGKILL);
	HOLDS(l, pty_wait_exit(p, &status), "not dead");
	pty_free(p);
}

/* ── afterwards ─────────────────────────────────────────────────────────────────────────── */

static void settle(struct lost *l)
{
	const char *words[] = { "operazioni", "--verifica", NULL };
	int status = -1;

	proxy_rules(l->proxy, NULL, 0);
	proxy_cut_all(l->proxy);
	for (int i = 0; i < SETTLE_TRIES && status != 0; i++)
		status = status_of(l, words);
	HOLDS(l, status == 0, "still open after %d tries (exit %d)", SETTLE_TRIES, status);
}

static long long waiting(struct lost *l)
{
	return world_sql(&l->w, "SELECT count(*) FROM allegato WHERE " MINE);
}

static void dropped(struct lost *l)
{
	const char *gone[] = { "bozze", "--elimina", l->bozza, NULL };
	long long before = l->left;

	HOLDS(l, status_of(l, gone) == 0, "the bozza cannot be dropped");
	settle(l);
	HOLDS(l, waiting(l) <= before + 1, "%lld files of nobody", waiting(l));
	l->left = (int)waiting(l);
	HOLDS(l, world_sql(&l->w, "SELECT count(*) FROM allegato WHERE " MINE
		" AND scade_il > caricato_il + 2 * 86400") == 0, "one that stays for ever");
}

static void attached_again(struct lost *l)
{
	const char *again[] = { "nuovo", "--bozza", l->bozza, "--allegato", l->file, "--solo-bozza",
		NULL };

	HOLDS(l, status_of(l, again) == 0, "the file cannot be attached");
}

static void confirmed(struct lost *l)
{
	const char *confirm[] = { "nuovo", "--bozza", l->bozza, NULL };
	char sql[300], *id;
	long long files = in_journal(l, "SELECT count(*) FROM bozza_allegato");

	HOLDS(l, files <= 1, "%lld files in the bozza", files);
	if (files == 0) /* killed before it was accepted */
		attached_again(l);
	HOLDS(l, status_of(l, confirm) == 0, "not confirmed");
	snprintf(sql, sizeof(sql), "SELECT id FROM appuntamento WHERE nota = 'giro %d'", l->round);
	id = world_sql_text(&l->w, sql);
	HOLDS(l, *id, "no appointment");
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM allegato WHERE appuntamento = '%s'", id);
	HOLDS(l, world_sql(&l->w, sql) == 1, "%lld files with %s", world_sql(&l->w, sql), id);
	HOLDS(l, waiting(l) == l->left, "%lld files left behind", waiting(l) - l->left);
	HOLDS(l, status_of(l, (const char *[]){ "cancella", id, NULL }) == 0, "not cancelled");
	free(id);
}

static void one_round(struct lost *l)
{
	prepare(l);
	misfortune(l);
	killed_attaching(l);
	if (random_below(&l->random, 2))
		killed_resuming(l);
	if (random_below(&l->random, 4) == 0) {
		dropped(l);
		return;
	}
	settle(l);
	confirmed(l);
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static void open_all(struct lost *l)
{
	char folder[FOLDER_SIZE + 16];
	const char *samples[] = { "esempio", "--file-da-allegare", folder, NULL };
	const char *in[] = { "accedi", "--persona", "p-anna-bianchi", "--profilo", "CITTADINO",
		NULL };
	char *out, *errors;

	world_open(&l->w, unlimited);
	snprintf(folder, sizeof(folder), "%s/casa/file", l->w.folder);
	snprintf(l->file, sizeof(l->file), "%s/ricevute-di-pagamento.pdf", folder);
	cr_assert_eq(world_server_command(&l->w, samples, NULL, &out, &errors), 0, "%s", errors);
	free(out);
	free(errors);
	l->proxy = proxy_start(l->w.api, NULL, l->seed);
	world_point_at(&l->w, proxy_url(l->proxy));
	HOLDS(l, status_of(l, in) == 0, "sign-in");
}

Test(killed_upload, one_file_whatever_dies, .timeout = 3000)
{
	struct lost l = { 0 };
	const char *lungo = getenv("AGENDA_LUNGO");
	int rounds = (int)number_of("AGENDA_GIRI", lungo && *lungo ? 100 : 10);

	random_bytes(&l.seed, sizeof(l.seed));
	l.seed = number_of("AGENDA_SEME", l.seed);
	random_seed(&l.random, l.seed);
	fprintf(stderr, "SEME=%llu\n", (unsigned long long)l.seed);
	open_all(&l);
	for (l.round = 1; l.round <= rounds; l.round++)
		one_round(&l);
	proxy_stop(l.proxy);
	world_close(&l.w);
	free(l.errors);
}
