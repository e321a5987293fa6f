/* SPDX-License-Identifier: EUPL-1.2
 *
 * Races: eight threads for the same few places, cancelling and being revoked meanwhile; and a
 * process that is killed while it writes. Afterwards the invariants hold and whoever was told
 * "done" finds it done. */
#include "store_support.h"

#include "base/random.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

static struct world w;

static void setup(void)
{
	world_open(&w);
}

static void teardown(void)
{
	world_close(&w);
}

TestSuite(store_gara, .init = setup, .fini = teardown, .timeout = 120);

#define RAPPORTI 12 /* of Anna and of Mario, in turn, two quesiti each */
#define THREADS  8
#define ROUNDS   60

static uint64_t seed(void)
{
	const char *given = getenv("SEME");
	uint64_t s;

	random_bytes(&s, sizeof s);
	if (given)
		s = strtoull(given, NULL, 10);
	fprintf(stderr, "SEME=%llu\n", (unsigned long long)s);
	return s;
}

static void many_quesiti(void)
{
	char codice[32], quesito[32];

	for (int i = 0; i < RAPPORTI; i++) {
		snprintf(codice, sizeof codice, "00007%05d", i);
		world_rapporto(&w, codice, i % 2 ? CF_MARIO : CF_ANNA,
			i % 2 ? "Mario" : "Anna", "7000");
		for (int k = 0; k < 2; k++) {
			snprintf(quesito, sizeof quesito, "q-%d-%d", i, k);
			world_quesito(&w, quesito, codice);
		}
	}
}

struct runner {
	pthread_t thread;
	struct random_sequence random;
	char kept[ROUNDS][32]; /* confirmed and not cancelled, as far as it was told */
	size_t n_kept;
	int confirmed, occupied, held;
};

static const instant *times(void)
{
	static instant t[3];

	for (int i = 0; i < 3; i++)
		t[i] = at(11, 25, 9, 10) + i * 1200;
	return t;
}

static void try_confirm(struct runner *r)
{
	int i = (int)random_below(&r->random, RAPPORTI);
	bool delegate = i % 2 && random_below(&r->random, 2);
	enum problem_type type;
	char codice[32], quesito[32];

	snprintf(codice, sizeof codice, "00007%05d", i);
	snprintf(quesito, sizeof quesito, "q-%d-%d", i, (int)random_below(&r->random, 2));
	type = confirm(&w,
		delegate        ? VERDI
			: i % 2 ? MARIO
				: ANNA,
		delegate ? PROFILO_INTERMEDIARIO : PROFILO_CITTADINO, codice, quesito,
		times()[random_below(&r->random, 3)], r->kept[r->n_kept]);
	if (type == PROBLEM_NONE)
		r->n_kept++;
	r->confirmed += type == PROBLEM_NONE;
	r->occupied += type == PROBLEM_ORARIO_OCCUPATO;
	r->held += type == PROBLEM_QUESITO_GIA_IN_APPUNTAMENTO;
}

/* The employer's or the delegate's own; whoever may not is refused and it stays. */
static void try_cancel(struct runner *r)
{
	size_t i = random_below(&r->random, r->n_kept);
	bool gone = false;

	for (int64_t versione = 1; versione <= 2 && !gone; versione++)
		gone = change(&w, STORE_CANCELLA, ANNA, PROFILO_CITTADINO, r->kept[i],
			       versione, NULL)
				== PROBLEM_NONE
			|| change(&w, STORE_CANCELLA, MARIO, PROFILO_CITTADINO,
				   r->kept[i], versione, NULL)
				== PROBLEM_NONE;
	cr_expect(gone, "%s", r->kept[i]);
	memmove(r->kept[i], r->kept[--r->n_kept], sizeof r->kept[i]);
}

static void *run(void *user)
{
	struct runner *r = user;

	for (int i = 0; i < ROUNDS; i++) {
		if (r->n_kept && random_below(&r->random, 3) == 0)
			try_cancel(r);
		else
			try_confirm(r);
	}
	return NULL;
}

static void expect_kept(const struct runner *r)
{
	char sql[160];

	for (size_t i = 0; i < r->n_kept; i++) {
		snprintf(sql, sizeof sql,
			"SELECT count(*) FROM appuntamento WHERE id = '%s'"
			" AND stato = 'CONFERMATO'",
			r->kept[i]);
		cr_expect_eq(world_number(&w, sql), 1, "%s was promised", r->kept[i]);
	}
}

Test(store_gara, eight_threads_on_three_places)
{
	static struct runner r[THREADS];
	uint64_t first = seed();
	size_t kept = 0;
	int confirmed = 0, occupied = 0, held = 0;

	many_quesiti();
	for (int i = 0; i < THREADS; i++) {
		random_seed(&r[i].random, first + (uint64_t)i);
		pthread_create(&r[i].thread, NULL, run, &r[i]);
	}
	world_delega(&w, CF_MARIO, VERDI, DELEGA_STATO_REVOCATA, on(3, 2));
	for (int i = 0; i < THREADS; i++)
		pthread_join(r[i].thread, NULL);
	for (int i = 0; i < THREADS; i++) {
		expect_kept(&r[i]);
		kept += r[i].n_kept;
		confirmed += r[i].confirmed;
		occupied += r[i].occupied;
		held += r[i].held;
	}
	fprintf(stderr, "%d confirmed, %d occupied, %d held, %zu live\n", confirmed,
		occupied, held, kept);
	cr_expect_gt(confirmed, 9);
	cr_expect_gt(occupied + held, 0, "there was a race");
	cr_expect_leq(kept, 9, "three times of three places");
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM appuntamento"), confirmed);
	cr_expect_eq(world_number(&w,
			     "SELECT count(*) FROM appuntamento"
			     " WHERE stato = 'CONFERMATO'"),
		(int64_t)kept);
	cr_expect_eq(world_number(&w,
			     "SELECT count(*) FROM appuntamento"
			     " WHERE gestore = '" VERDI "'"),
		0, "the delega is revoked");
}

/* ---- kill -9 ----------------------------------------------------------------------------------- */

struct ack {
	char what; /* 'C' confirmed, 'X' cancelled */
	char id[31];
};

static int acks;

static void acknowledge(struct store_job *job)
{
	struct ack a = { job->lavoro == STORE_CONFERMA ? 'C' : 'X', "" };

	if (job->err.code == ERR_NONE) {
		snprintf(a.id, sizeof a.id, "%s", job->appuntamento->id);
		if (write(acks, &a, sizeof a) != sizeof a)
			_exit(1);
	}
	store_job_free(job);
}

/* Confirms and cancels for ever, several jobs in the queue at once. */
static void child(uint64_t first)
{
	struct store_config config = { .path = w.path };
	struct random_sequence random;

	w.store = store_open(&config, &w.err);
	if (!w.store)
		_exit(2);
	random_seed(&random, first);
	for (;;) {
		int i = (int)random_below(&random, RAPPORTI);
		char codice[32], quesito[32], id[32];
		struct store_job *job;

		snprintf(codice, sizeof codice, "00007%05d", i);
		snprintf(quesito, sizeof quesito, "q-%d-0", i);
		job = confirm_job(&w, i % 2 ? MARIO : ANNA, PROFILO_CITTADINO, codice,
			quesito, at(11, 25, 9, 10), NULL);
		job->in.conferma.codice_rapporto_lavoro = arena_strdup(
			&job->arena, codice);
		job->in.conferma.quesiti[0] = arena_strdup(&job->arena, quesito);
		job->in.conferma.inizio += (instant)(random_below(&random, 8) * 1200);
		job->done = acknowledge;
		store_submit(w.store, job);
		snprintf(quesito, sizeof quesito, "q-%d-1", i);
		if (confirm(&w, i % 2 ? MARIO : ANNA, PROFILO_CITTADINO, codice, quesito,
			    at(11, 26, 9, 10)
				    + (instant)(random_below(&random, 8) * 1200),
			    id)
			!= PROBLEM_NONE)
			continue;
		job = job_as(&w, STORE_CANCELLA, i % 2 ? MARIO : ANNA, PROFILO_CITTADINO);
		job->in.cambio = (struct chiedi_cambio){ arena_strdup(&job->arena, id), 1,
			NULL };
		job->done = acknowledge;
		store_submit(w.store, job);
	}
}

/* Reads acknowledgements until enough have come, kills, reads the rest. */
static size_t kill_after(pid_t pid, int fd, size_t enough, struct ack *to, size_t max)
{
	size_t n = 0;
	bool alive = true;

	while (n < max && read(fd, &to[n], sizeof *to) == sizeof *to) {
		if (++n >= enough && alive) {
			kill(pid, SIGKILL);
			alive = false;
		}
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return n;
}

static void kill_round(uint64_t first, size_t enough)
{
	static struct ack told[4096];
	int fds[2];
	size_t n;
	pid_t pid;

	cr_assert_eq(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		close(fds[0]);
		acks = fds[1];
		child(first);
	}
	close(fds[1]);
	n = kill_after(pid, fds[0], enough, told, 4096);
	close(fds[0]);
	cr_expect_geq(n, enough);
	for (size_t i = 0; i < n; i++) {
		char sql[160];

		snprintf(sql, sizeof sql,
			"SELECT count(*) FROM appuntamento WHERE id = '%s'%s", told[i].id,
			told[i].what == 'X' ? " AND stato = 'CANCELLATO'" : "");
		cr_expect_eq(world_number(&w, sql), 1, "%c %s was promised", told[i].what,
			told[i].id);
	}
	cr_expect_str_eq(invariants(w.path, &w.arena), "");
	cr_expect_eq(world_number(&w,
			     "SELECT integrity_check = 'ok'"
			     " FROM pragma_integrity_check"),
		1);
}

Test(store_gara, killed_at_any_moment_it_keeps_what_it_promised)
{
	struct store_config config = { .path = w.path };
	const char *rounds = getenv("GIRI");
	uint64_t first = seed();
	struct random_sequence random;

	many_quesiti();
	store_reader_close(w.reader);
	store_close(w.store);
	random_seed(&random, first);
	for (long i = 0; i < (rounds ? strtol(rounds, NULL, 10) : 12); i++) {
		kill_round(random_next(&random), 1 + random_below(&random, 60));
		world_sql(&w,
			"UPDATE appuntamento SET stato = 'CANCELLATO', annotazione = NULL,"
			" versione = versione + 1 WHERE stato = 'CONFERMATO';"
			"INSERT INTO storia SELECT id, 9, 'DISDETTA', 0, 'OPERATORE', NULL"
			" FROM appuntamento a WHERE NOT EXISTS (SELECT 1 FROM storia s"
			"  WHERE s.appuntamento = a.id AND s.n > 0);"
			"UPDATE visibile SET stato = 'CANCELLATO' WHERE risorsa = 'APPUNTAMENTO'");
	}
	w.store = store_open(&config, &w.err);
	cr_assert(w.store, "%s", w.err.cause);
	w.reader = store_reader_open(w.store, &w.err);
	cr_expect_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp",
			     at(11, 25, 9, 10), NULL),
		PROBLEM_NONE, "and goes on");
}

/* A disk that takes no more: nobody is told "done", the process says so and ends. */
static void child_without_disk(void)
{
	struct store_config config = { .path = w.path };
	struct rlimit nothing = { 4096, 4096 };
	struct store_job *job;

	w.store = store_open(&config, &w.err);
	if (!w.store)
		_exit(2);
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &nothing);
	job = confirm_job(
		&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", at(11, 25, 9, 10), NULL);
	_exit(store_run(w.store, job) ? 0 : 1);
}

Test(store_gara, a_write_that_fails_ends_the_process_and_keeps_the_past)
{
	struct store_config config = { .path = w.path };
	int status = 0;
	pid_t pid;

	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp2",
			     at(11, 25, 9, 10), NULL),
		PROBLEM_NONE);
	store_reader_close(w.reader);
	store_close(w.store);
	pid = fork();
	if (pid == 0)
		child_without_disk();
	waitpid(pid, &status, 0);
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == EX_IOERR, "%x", status);
	w.store = store_open(&config, &w.err);
	cr_assert(w.store, "%s", w.err.cause);
	w.reader = store_reader_open(w.store, &w.err);
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM appuntamento"), 1);
	cr_expect_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp",
			     at(11, 25, 9, 10), NULL),
		PROBLEM_NONE);
}
