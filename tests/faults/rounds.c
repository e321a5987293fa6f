/*
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "tests/faults/rounds.h"

#include "base/buf.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SETTLE_TRIES 12
#define LONG_FROM    20
#define MORE_AT_MOST 12 /* rounds beyond those wanted, until each fault was there */
#define MET_MS       10000

static const char *const unlimited[] = { "--limite", "100000/1", "--senza-registro", NULL };

/* Those that a long proof must have been through. */
static const enum fault six[] = { FAULT_DELAY, FAULT_CUT, FAULT_LOSE, FAULT_DUPLICATE,
	FAULT_GARBAGE, FAULT_TRICKLE };
#define SIX (sizeof(six) / sizeof(six[0]))

uint64_t rounds_below(struct rounds *r, uint64_t n)
{
	return random_below(&r->random, n);
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

/* ── commands ───────────────────────────────────────────────────────────────────────────── */

static bool sanitizer_complains(const char *errors)
{
	return strstr(errors, "ERROR: ") || strstr(errors, "runtime error");
}

int rounds_run(struct rounds *r, const char *const *words, const char *input, char **out)
{
	char *errors = NULL;
	int status = world_run(&r->w, words, input, out, &errors);

	free(r->errors);
	r->errors = errors;
	if (sanitizer_complains(errors))
		cr_assert_fail("SEME=%llu giro %d: %s", (unsigned long long)r->seed, r->round, errors);
	return status;
}

int rounds_status(struct rounds *r, const char *const *words)
{
	char *out = NULL;
	int status = rounds_run(r, words, NULL, &out);

	free(out);
	return status;
}

bool rounds_answer(struct rounds *r, const char *const *words, const char *text)
{
	char *out = NULL;
	bool found = rounds_run(r, words, NULL, &out) == 0 && strstr(out, text);

	free(out);
	return found;
}

void rounds_fail(struct rounds *r)
{
	static const char *const words[][3] = { { "bozze", "--offline" },
		{ "operazioni", "--offline" }, { "cerca", "--offline" } };

	fprintf(stderr, "\n%s\n", r->errors ? r->errors : "");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		char *out = NULL, *errors = NULL;

		world_run(&r->w, words[i], NULL, &out, &errors);
		fprintf(stderr, "$ agenda %s\n%.4000s%s", words[i][0], out, errors);
		free(out);
		free(errors);
	}
	cr_assert_fail("see above");
	abort();
}

void rounds_sign_in(struct rounds *r)
{
	const char *in[] = { "accedi", "--persona", r->who, "--profilo", r->profile, NULL };

	HOLDS(r, rounds_status(r, in) == 0, "sign-in");
	r->signed_in_at = r->server_kills;
}

void rounds_signed_in(struct rounds *r)
{
	if (r->signed_in_at != r->server_kills)
		rounds_sign_in(r);
}

/* ── the whole ──────────────────────────────────────────────────────────────────────────── */

void rounds_open(struct rounds *r, const char *who, const char *profile, const char *rows)
{
	*r = (struct rounds){ .who = who, .profile = profile };
	random_bytes(&r->seed, sizeof(r->seed));
	r->seed = number_of("AGENDA_SEME", r->seed);
	random_seed(&r->random, r->seed);
	fprintf(stderr, "SEME=%llu\n", (unsigned long long)r->seed);
	world_open_large(&r->w, rows, unlimited);
	r->proxy = proxy_start(r->w.api, NULL, r->seed);
	cr_assert(r->proxy);
	world_point_at(&r->w, proxy_url(r->proxy));
	rounds_sign_in(r);
}

void rounds_want(struct rounds *r, int usually, int long_run)
{
	const char *lungo = getenv("AGENDA_LUNGO");

	r->wanted = (int)number_of("AGENDA_GIRI", (uint64_t)(lungo && *lungo ? long_run : usually));
}

static bool each_was_there(const struct rounds *r)
{
	for (size_t i = 0; i < SIX; i++)
		if (r->met[six[i]] == 0)
			return false;
	return true;
}

/* A few rounds, for a look, need not have seen everything. */
static bool is_long(const struct rounds *r)
{
	return r->wanted >= LONG_FROM;
}

/* One more, for a fault that nothing has met yet. */
static bool is_extra(const struct rounds *r)
{
	return r->round > r->wanted;
}

bool rounds_next(struct rounds *r)
{
	if (r->round >= r->wanted && (!is_long(r) || each_was_there(r)
		|| r->round >= r->wanted + MORE_AT_MOST))
		return false;
	r->round++;
	return true;
}

/* In one piece: several of us write at once, and scripts/test adds the rounds up. */
static void tell(const struct rounds *r, const char *what)
{
	struct buf line = { 0 };

	buf_addf(&line, "GIRI %d %s: %d client e %d server uccisi", r->round, what,
		r->client_kills, r->server_kills);
	for (int i = 0; i < FAULT_COUNT; i++)
		if (r->met[i] > 0 && i != FAULT_NONE)
			buf_addf(&line, ", %s %d", fault_word((enum fault)i), r->met[i]);
	buf_addf(&line, "; SEME=%llu\n", (unsigned long long)r->seed);
	fputs(buf_str(&line), stderr);
	buf_release(&line);
}

void rounds_close(struct rounds *r, const char *what)
{
	if (what)
		tell(r, what);
	HOLDS(r, !is_long(r) || each_was_there(r), "a fault never took place");
	proxy_stop(r->proxy);
	r->proxy = NULL;
	world_close(&r->w);
	free(r->errors);
}

/* ── the misfortune ─────────────────────────────────────────────────────────────────────── */

static enum fault least_done(const struct rounds *r)
{
	enum fault least = six[0];

	for (size_t i = 1; i < SIX; i++)
		if (r->met[six[i]] < r->met[least])
			least = six[i];
	return least;
}

/* Milliseconds, bytes or seconds, as the fault has it. */
static int64_t extent(struct rounds *r, enum fault fault)
{
	switch (fault) {
	case FAULT_CUT: /* in the head, or somewhere in the page */
		return (int64_t)rounds_below(r, rounds_below(r, 2) ? 300 : 120000);
	case FAULT_TRICKLE:
	case FAULT_BUSY:
	case FAULT_BUSY_DATE:
		return (int64_t)rounds_below(r, 2);
	default:
		return (int64_t)rounds_below(r, 120);
	}
}

void rounds_misfortune(struct rounds *r, const char *method, const char *path)
{
	static const enum fault faults[] = { FAULT_NONE, FAULT_LOSE, FAULT_LATE, FAULT_REFUSE,
		FAULT_CUT, FAULT_DUPLICATE, FAULT_GARBAGE, FAULT_STALL, FAULT_DELAY, FAULT_TRICKLE,
		FAULT_BUSY, FAULT_BUSY_DATE };
	struct proxy_rule rule = { .times = 1 + (int)rounds_below(r, 3) };

	rule.fault = is_extra(r) || rounds_below(r, 2) ? least_done(r)
		: faults[rounds_below(r, sizeof(faults) / sizeof(faults[0]))];
	rule.n = extent(r, rule.fault);
	snprintf(rule.method, sizeof(rule.method), "%s", method);
	snprintf(rule.path, sizeof(rule.path), "%s", path);
	r->fault = rule.fault;
	proxy_rules(r->proxy, &rule, 1);
}

void rounds_calm(struct rounds *r)
{
	r->met[r->fault] += proxy_met(r->proxy, 0);
	proxy_rules(r->proxy, NULL, 0);
	proxy_cut_all(r->proxy);
}

/* ── the moment ─────────────────────────────────────────────────────────────────────────── */

static void wait_ms(int ms)
{
	poll(NULL, 0, ms);
}

static int passed(struct rounds *r, int event)
{
	return event == 0 ? proxy_requests(r->proxy) : event == 1 ? proxy_answers(r->proxy)
		: proxy_met(r->proxy, 0);
}

void rounds_moment(struct rounds *r, int most_ms)
{
	int event = is_extra(r) ? 2 : (int)rounds_below(r, 5);
	int now = passed(r, event);
	int more = most_ms > 100 && event < 2 ? 1 + (int)rounds_below(r, 8) : 1;

	if (event > 2) {
		wait_ms((int)rounds_below(r, (uint64_t)most_ms));
		return;
	}
	if (is_extra(r)) /* nobody dies before it was there */
		most_ms = MET_MS;
	for (int ms = 0; ms < most_ms && passed(r, event) < now + more; ms++)
		wait_ms(1);
	wait_ms((int)rounds_below(r, 12));
}

static void server_dies(struct rounds *r)
{
	world_stop_server(&r->w, SIGKILL);
	world_start_server(&r->w, unlimited);
	r->server_kills++;
}

pid_t rounds_start(struct rounds *r, const char *const *words, const char *said)
{
	pid_t child = fork();

	if (child)
		return child;
	dup2(open("/dev/null", O_RDWR), 0);
	dup2(said ? open(said, O_WRONLY | O_CREAT | O_TRUNC, 0600) : 0, 1);
	dup2(0, 2);
	for (size_t i = 0; r->w.env[i]; i++)
		putenv((char *)r->w.env[i]);
	const char *argv[16] = { "agenda" };
	for (size_t i = 0; words[i] && i < 14; i++)
		argv[i + 1] = words[i];
	execv(TEST_BINARY_DIR "/agenda", (char **)argv);
	_exit(127);
}

void rounds_kill(struct rounds *r, pid_t client)
{
	uint64_t who = rounds_below(r, 10);
	int status;

	if (who == 0)
		server_dies(r);
	kill(client, SIGKILL);
	waitpid(client, &status, 0);
	r->client_kills++;
	if (who == 1)
		server_dies(r);
}

void rounds_kill_interface(struct rounds *r, struct pty *p)
{
	uint64_t who = rounds_below(r, 10);
	int status;

	if (who == 0)
		server_dies(r);
	pty_signal(p, SIGKILL);
	HOLDS(r, pty_wait_exit(p, &status), "not dead");
	r->client_kills++;
	if (who == 1)
		server_dies(r);
}

/* ── afterwards ─────────────────────────────────────────────────────────────────────────── */

void rounds_settle(struct rounds *r)
{
	const char *words[] = { "operazioni", "--verifica", NULL };
	int status = -1;

	rounds_signed_in(r);
	for (int i = 0; i < SETTLE_TRIES && status != 0; i++)
		status = rounds_status(r, words);
	HOLDS(r, status == 0, "still open after %d tries (exit %d)", SETTLE_TRIES, status);
}

void rounds_sync(struct rounds *r)
{
	const char *words[] = { "cerca", NULL };
	int status;

	rounds_signed_in(r);
	status = rounds_status(r, words);
	HOLDS(r, status == 0, "exit %d", status);
	HOLDS(r, !strstr(r->errors, "dati al"), "not current");
}
