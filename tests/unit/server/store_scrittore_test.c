/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who writes, and what a refusal takes with it: the batch is one transaction, the jobs are not. */
#include "store_support.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/stat.h>

static struct world w;
static sem_t arrived, go_on, ended;
static pthread_t written_by;

static void setup(void)
{
	world_open(&w);
	sem_init(&arrived, 0, 0);
	sem_init(&go_on, 0, 0);
	sem_init(&ended, 0, 0);
}

static void teardown(void)
{
	world_close(&w);
}

TestSuite(store_scrittore, .init = setup, .fini = teardown);

static struct store_job *booking(const char *quesito, instant inizio)
{
	return confirm_job(&w, ANNA, PROFILO_CITTADINO, R_ANNA, quesito, inizio, NULL);
}

static void note_thread(struct store_job *job)
{
	(void)job;
	written_by = pthread_self();
	sem_post(&ended);
}

static void hold_up(struct store_job *job)
{
	(void)job;
	sem_post(&arrived);
	sem_wait(&go_on);
}

static void count_end(struct store_job *job)
{
	(void)job;
	sem_post(&ended);
}

Test(store_scrittore, who_finds_nobody_writing_writes)
{
	struct store_job *job = booking("q-resp", at(11, 25, 9, 10));

	cr_assert(store_try(w.store, job));
	cr_expect_eq(job->err.code, ERR_NONE);
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM appuntamento"), 1,
		"committed before it returns");
	store_job_free(job);
}

Test(store_scrittore, who_finds_somebody_writing_goes_on)
{
	struct store_job *first = booking("q-resp", at(11, 25, 9, 10));
	struct store_job *second = booking("q-resp2", at(11, 25, 9, 30));

	first->done = hold_up;
	store_submit(w.store, first);
	sem_wait(&arrived);
	cr_expect_not(store_try(w.store, second), "not begun");
	second->done = note_thread;
	store_submit(w.store, second);
	cr_expect_eq(sem_trywait(&ended), -1, "it waits in the queue");
	sem_post(&go_on);
	sem_wait(&ended);
	cr_expect(!pthread_equal(written_by, pthread_self()));
	cr_expect_eq(second->err.code, ERR_NONE);
	store_job_free(first);
	store_job_free(second);
}

/* The first job of a transaction is undone with the transaction, the others by a savepoint. */
Test(store_scrittore, a_refusal_takes_nobody_with_it_wherever_it_stands)
{
	struct store_job *gate = booking("q-resp", at(11, 25, 9, 10));
	struct store_job *jobs[4] = { booking("q-resp", at(11, 25, 9, 30)),
		booking("q-resp2", at(11, 25, 9, 50)),
		booking("q-resp2", at(11, 25, 10, 10)),
		confirm_job(&w, MARIO, PROFILO_CITTADINO, R_MARIO, "q-mario",
			at(11, 25, 9, 10), NULL) };
	static const bool kept[4] = { false, true, false, true };

	world_quesito(&w, "q-mario", R_MARIO);
	gate->done = hold_up;
	store_submit(w.store, gate);
	sem_wait(&arrived);
	for (int i = 0; i < 4; i++) {
		jobs[i]->done = count_end;
		store_submit(w.store, jobs[i]);
	}
	sem_post(&go_on);
	for (int i = 0; i < 4; i++)
		sem_wait(&ended);
	for (int i = 0; i < 4; i++) {
		cr_expect_eq(jobs[i]->err.code == ERR_NONE, kept[i], "job %d: %s", i,
			jobs[i]->err.cause);
		store_job_free(jobs[i]);
	}
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM appuntamento"), 3);
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM outbox"), 3);
	store_job_free(gate);
}

Test(store_scrittore, the_log_has_room_before_the_first_answer_waits_for_it)
{
	char path[128];
	struct stat st;

	snprintf(path, sizeof path, "%s-wal", w.path);
	cr_assert_eq(stat(path, &st), 0);
	cr_expect_geq(st.st_size, 8 << 20);
	cr_expect_eq(st.st_mode & 0777, 0600);
}
