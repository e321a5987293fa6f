/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The queue and who writes it down. What has queued up while the disk was busy is one
 * transaction and one fsync; no job is answered before the commit that holds it. One thread at a
 * time has the engine: the writer thread, or, when nobody is writing, the very thread that brings
 * a job (store_try), because waking another one costs half an fsync. When a commit fails in a
 * way that leaves its fate open, the process ends: after a restart the file says what is true,
 * and every key can be asked.
 */
#include "server/store/store.h"

#include "base/alloc.h"
#include "server/store/engine.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define BATCH_MAX 256
#define QUIET_MS  50 /* without a write, before the engine may rest */

struct store {
	struct store_config config;
	char *path;
	struct engine *engine;
	pthread_t writer;
	pthread_mutex_t lock; /* of everything below */
	pthread_cond_t work;            /* for the writer thread */
	struct store_job *first, *last; /* queued */
	struct store_job *running;      /* the batch that is being written */
	bool writing;                   /* somebody has the engine */
	bool dozing;                    /* the writer thread, until it has been quiet */
	uint64_t batches;
	bool stopping;
	void (*hook)(void *user, const struct annuncio *a);
	void *hook_user;
	struct annuncio annuncio; /* of the last commit: who writes */
	int64_t told;             /* its seq, once the hook has heard of it */
};

struct store_job *store_job_new(enum store_lavoro lavoro)
{
	struct store_job *job = xalloc(sizeof *job);

	assert(lavoro < STORE_LAVORO_COUNT);
	job->lavoro = lavoro;
	job->adesso = INSTANT_NONE;
	job->problem.prenotabile_dal = GIORNO_NONE;
	job->operazione.quando = INSTANT_NONE;
	if (lavoro == STORE_CONFERMA)
		job->in.conferma.inizio = INSTANT_NONE;
	if (lavoro == STORE_MODIFICA)
		job->in.modifica.inizio = INSTANT_NONE;
	return job;
}

void store_job_free(struct store_job *job)
{
	if (!job)
		return;
	buf_release(&job->risposta.body);
	arena_release(&job->arena);
	FREE(&job);
}

static void say(const struct store *s, const char *what, const struct err *err)
{
	char line[400];

	if (!s->config.log)
		return;
	snprintf(line, sizeof line, "store: %s: %s", what, err->cause);
	s->config.log(s->config.user, line);
}

/* ---- keys in flight ------------------------------------------------------------------------ */

static bool same_key(
	const struct store_job *job, const struct soggetto *chi, const char *key)
{
	return job->chiave.chiave && job->lavoro != STORE_CHIUDI_OPERAZIONE
		&& job->chi.profilo == chi->profilo
		&& strcmp(job->chiave.chiave, key) == 0
		&& strcmp(job->chi.persona, chi->persona) == 0;
}

static bool in_flight(const struct store *s, const struct soggetto *chi, const char *key)
{
	const struct store_job *lists[] = { s->running, s->first };

	for (size_t i = 0; i < 2; i++) {
		for (const struct store_job *job = lists[i]; job; job = job->next) {
			if (!job->respinto && same_key(job, chi, key))
				return true;
		}
	}
	return false;
}

bool store_in_flight(struct store *s, const struct soggetto *chi, const char *chiave)
{
	bool found;

	pthread_mutex_lock(&s->lock);
	found = in_flight(s, chi, chiave);
	pthread_mutex_unlock(&s->lock);
	return found;
}

/* ---- writing ------------------------------------------------------------------------------- */

/* Moves what is queued into `running`. */
static struct store_job *batch_take(struct store *s)
{
	struct store_job *last = s->first;

	s->running = s->first;
	for (int n = 1; last->next && n < BATCH_MAX; n++)
		last = last->next;
	s->first = last->next;
	if (!s->first)
		s->last = NULL;
	last->next = NULL;
	return s->running;
}

/* Nothing of the batch was kept: those that thought they were done hear it too. */
static void fail_all(struct store_job *batch, const struct err *err)
{
	for (struct store_job *job = batch; job; job = job->next) {
		if (job->err.code == ERR_NONE)
			job->err = *err;
	}
}

static void end_process(struct store *s, const struct err *err)
{
	say(s, "commit failed, its fate is unknown: the process ends", err);
	_exit(EX_IOERR);
}

static void write_batch(struct store *s, struct store_job *batch)
{
	struct err err = { 0 };

	if (!engine_begin(s->engine, &err)) {
		say(s, "begin", &err);
		fail_all(batch, &err);
		return;
	}
	for (struct store_job *job = batch; job && engine_holds(s->engine);
		job = job->next) {
		if (job->err.code != ERR_NONE) /* refused at the door */
			continue;
		engine_run(s->engine, job);
		if (job->err.code != ERR_NONE && job->err.code < ERR_DOMAIN)
			say(s, "job", &job->err);
		if (!engine_holds(s->engine))
			err = job->err; /* SQLite rolled everything back: disk full, I/O error */
	}
	if (engine_holds(s->engine) && engine_commit(s->engine, &s->annuncio, &err))
		return;
	if (err.code == ERR_NONE)
		err_set(&err, ERR_INTERNAL, "transaction lost");
	if (err.code == ERR_IO || err.code == ERR_CORRUPT)
		end_process(s, &err);
	say(s, "nothing of the batch was kept", &err);
	fail_all(batch, &err);
}

/* Not in flight any more before it is answered: whoever is told may ask at once. */
static void answer_batch(struct store *s, struct store_job *batch)
{
	struct store_job *next;

	pthread_mutex_lock(&s->lock);
	s->running = NULL;
	pthread_mutex_unlock(&s->lock);
	for (struct store_job *job = batch; job; job = next) {
		next = job->next;
		job->next = NULL;
		if (job->done) /* else it is of the thread that is here (store_try) */
			job->done(job);
	}
}

static void tell_hook(struct store *s)
{
	void (*hook)(void *, const struct annuncio *);
	void *user;

	pthread_mutex_lock(&s->lock);
	hook = s->hook;
	user = s->hook_user;
	pthread_mutex_unlock(&s->lock);
	if (hook && s->annuncio.seq != s->told)
		hook(user, &s->annuncio);
	s->told = s->annuncio.seq;
}

/* With the lock, which is let go meanwhile; something is queued and nobody is writing. */
static void write_queue(struct store *s)
{
	struct store_job *batch = batch_take(s);

	s->writing = true;
	s->batches++;
	pthread_mutex_unlock(&s->lock);
	write_batch(s, batch);
	answer_batch(s, batch);
	tell_hook(s);
	pthread_mutex_lock(&s->lock);
	s->writing = false;
}

static void rest(struct store *s)
{
	s->writing = true;
	pthread_mutex_unlock(&s->lock);
	engine_rest(s->engine);
	pthread_mutex_lock(&s->lock);
	s->writing = false;
}

/* The engine is tired: until nobody has written for a while, unless it cannot wait. */
static void rest_when_quiet(struct store *s, enum engine_fatigue fatigue)
{
	uint64_t before = s->batches;
	struct timespec until;

	if (fatigue == ENGINE_TIRED) {
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += QUIET_MS * 1000000L;
		until.tv_sec += until.tv_nsec / 1000000000L;
		until.tv_nsec %= 1000000000L;
		s->dozing = true;
		pthread_cond_timedwait(&s->work, &s->lock, &until);
		s->dozing = false;
	}
	if (fatigue == ENGINE_SPENT || (s->batches == before && !s->first))
		rest(s);
}

static void *writer_main(void *user)
{
	struct store *s = user;

	pthread_mutex_lock(&s->lock);
	while (!s->stopping || s->first || s->writing) {
		enum engine_fatigue fatigue = ENGINE_FRESH;

		if (!s->writing)
			fatigue = engine_fatigue(s->engine);
		if (s->first && !s->writing && fatigue != ENGINE_SPENT)
			write_queue(s);
		else if (fatigue != ENGINE_FRESH && (!s->stopping || s->first))
			rest_when_quiet(s, fatigue);
		else
			pthread_cond_wait(&s->work, &s->lock);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

/* ---- opening, submitting ------------------------------------------------------------------ */

static void sync_init(struct store *s)
{
	pthread_condattr_t attr;

	pthread_mutex_init(&s->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&s->work, &attr);
	pthread_condattr_destroy(&attr);
}

struct store *store_open(const struct store_config *config, struct err *err)
{
	struct store *s = xalloc(sizeof *s);
	int rc;

	s->config = *config;
	s->path = xstrdup(config->path);
	s->config.path = s->path;
	sync_init(s);
	s->engine = engine_open(&s->config, err);
	if (!s->engine)
		goto fail;
	rc = pthread_create(&s->writer, NULL, writer_main, s);
	if (rc == 0)
		return s;
	err_set(err, ERR_INTERNAL, "pthread_create: %d", rc);
fail:
	engine_close(s->engine);
	pthread_cond_destroy(&s->work);
	pthread_mutex_destroy(&s->lock);
	FREE(&s->path);
	FREE(&s);
	return NULL;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	pthread_cond_signal(&s->work);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->writer, NULL);
	engine_close(s->engine);
	pthread_cond_destroy(&s->work);
	pthread_mutex_destroy(&s->lock);
	FREE(&s->path);
	FREE(&s);
}

void store_on_commit(struct store *s, void (*hook)(void *user, const struct annuncio *a),
	void *user)
{
	pthread_mutex_lock(&s->lock);
	s->hook = hook;
	s->hook_user = user;
	pthread_mutex_unlock(&s->lock);
}

struct store_reader *store_reader_open(struct store *s, struct err *err)
{
	return engine_reader(s->path, s, err);
}

static void queue_add(struct store *s, struct store_job *job)
{
	assert(!job->next);
	if (job->chiave.chiave && job->lavoro != STORE_CHIUDI_OPERAZIONE
		&& in_flight(s, &job->chi, job->chiave.chiave)) {
		job->respinto = true;
		job->problem.type = PROBLEM_OPERAZIONE_IN_CORSO;
		err_set(&job->err, PROBLEM_OPERAZIONE_IN_CORSO, "key in flight");
	}
	if (s->last)
		s->last->next = job;
	else
		s->first = job;
	s->last = job;
}

void store_submit(struct store *s, struct store_job *job)
{
	assert(job->done);
	pthread_mutex_lock(&s->lock);
	queue_add(s, job);
	pthread_cond_signal(&s->work);
	pthread_mutex_unlock(&s->lock);
}

/* One job and no more, here: what has queued up meanwhile is for the writer thread. */
bool store_try(struct store *s, struct store_job *job)
{
	bool mine;

	assert(!job->done);
	pthread_mutex_lock(&s->lock);
	mine = !s->writing && !s->first && engine_fatigue(s->engine) != ENGINE_SPENT;
	if (mine) {
		queue_add(s, job);
		write_queue(s);
		if (s->first
			|| (!s->dozing && engine_fatigue(s->engine) != ENGINE_FRESH))
			pthread_cond_signal(&s->work);
	}
	pthread_mutex_unlock(&s->lock);
	return mine;
}

struct waiter {
	pthread_mutex_t lock;
	pthread_cond_t ended;
	bool done;
};

static void wake(struct store_job *job)
{
	struct waiter *w = job->user;

	pthread_mutex_lock(&w->lock);
	w->done = true;
	pthread_cond_signal(&w->ended);
	pthread_mutex_unlock(&w->lock);
}

bool store_run(struct store *s, struct store_job *job)
{
	struct waiter w = { .done = false };
	void *user = job->user;

	if (store_try(s, job))
		return job->err.code == ERR_NONE;
	pthread_mutex_init(&w.lock, NULL);
	pthread_cond_init(&w.ended, NULL);
	job->done = wake;
	job->user = &w;
	store_submit(s, job);
	pthread_mutex_lock(&w.lock);
	while (!w.done)
		pthread_cond_wait(&w.ended, &w.lock);
	pthread_mutex_unlock(&w.lock);
	pthread_cond_destroy(&w.ended);
	pthread_mutex_destroy(&w.lock);
	job->done = NULL;
	job->user = user;
	return job->err.code == ERR_NONE;
}
