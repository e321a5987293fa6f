/* SPDX-License-Identifier: EUPL-1.2
 *
 * Keys: one truth for each, whoever asks and however often; uploads and their quota. */
#include "store_support.h"

#include "io/digest.h"

#include <pthread.h>

#include <stdio.h>
#include <string.h>

static struct world w;

#define ORA at(11, 25, 9, 10)
#define KEY "6f1c0b1e-1111-4222-8333-944444444444"

static void setup(void)
{
	world_open(&w);
}

static void teardown(void)
{
	world_close(&w);
}

TestSuite(store_operazione, .init = setup, .fini = teardown);

static struct operazione outcome(const char *persona, enum tipo_profilo profilo)
{
	struct domanda d = ask_as(&w, persona, profilo);
	struct operazione o;

	cr_assert(store_operazione(w.reader, &d, KEY, &o, &w.err), "%s", w.err.cause);
	return o;
}

Test(store_operazione, a_repeated_key_gives_the_stored_answer)
{
	struct store_job *first = confirm_job(
		&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, KEY);
	struct store_job *again = confirm_job(
		&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, KEY);

	cr_assert(store_run(w.store, first));
	w.adesso = ORA + 7200; /* long after: still the same answer */
	again->adesso = w.adesso;
	cr_assert(store_run(w.store, again), "%s", again->err.cause);
	cr_expect(!first->ripetuta);
	cr_expect(again->ripetuta);
	cr_expect_eq(again->risposta.status, 201);
	cr_expect_str_eq(again->risposta.etag, "\"1\"");
	cr_expect_str_eq(buf_str(&again->risposta.body), buf_str(&first->risposta.body));
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM appuntamento"), 1);
	cr_expect_eq(outcome(ANNA, PROFILO_CITTADINO).stato, OPERAZIONE_STATO_ESEGUITA);
	cr_expect_str_eq(
		outcome(ANNA, PROFILO_CITTADINO).risorsa, first->appuntamento->id);
	cr_expect_eq(outcome(ANNA, PROFILO_CITTADINO).status, 201);
	store_job_free(first);
	store_job_free(again);
}

Test(store_operazione, other_bytes_or_another_operation_are_refused)
{
	struct store_job *job = confirm_job(
		&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, KEY);

	cr_assert(store_run(w.store, job));
	store_job_free(job);
	job = confirm_job(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp2", ORA, KEY);
	job->chiave.sha256[31] = 1;
	cr_expect(!store_run(w.store, job));
	cr_expect_eq(job->problem.type, PROBLEM_CHIAVE_RIUSATA);
	store_job_free(job);
	job = confirm_job(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp2", ORA, KEY);
	job->chiave.operazione = "POST /allegati";
	cr_expect(!store_run(w.store, job));
	cr_expect_eq(job->problem.type, PROBLEM_CHIAVE_RIUSATA);
	store_job_free(job);
}

Test(store_operazione, a_key_belongs_to_its_subject)
{
	struct store_job *job = confirm_job(
		&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, KEY);

	cr_assert(store_run(w.store, job));
	store_job_free(job);
	cr_expect_eq(
		outcome(MARIO, PROFILO_CITTADINO).stato, OPERAZIONE_STATO_SCONOSCIUTA);
	job = confirm_job(&w, MARIO, PROFILO_CITTADINO, R_MARIO, "q-mario", ORA, KEY);
	cr_expect(store_run(w.store, job));
	cr_expect(!job->ripetuta);
	store_job_free(job);
}

Test(store_operazione, a_rejected_attempt_stores_nothing)
{
	struct store_job *job = confirm_job(
		&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-attesa", ORA, KEY);

	cr_expect(!store_run(w.store, job));
	store_job_free(job);
	cr_expect_eq(
		outcome(ANNA, PROFILO_CITTADINO).stato, OPERAZIONE_STATO_SCONOSCIUTA);
	job = confirm_job(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, KEY);
	job->chiave.sha256[0] = 9; /* corrected, with the same key */
	cr_expect(store_run(w.store, job));
	store_job_free(job);
}

static bool render_fails(struct store_job *job)
{
	return err_set(&job->err, ERR_INTERNAL, "test");
}

Test(store_operazione, an_answer_that_cannot_be_encoded_undoes_the_job)
{
	struct store_job *job = confirm_job(
		&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, KEY);

	job->render = render_fails;
	cr_expect(!store_run(w.store, job));
	cr_expect_eq(job->err.code, ERR_INTERNAL);
	store_job_free(job);
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM appuntamento"), 0);
	cr_expect_eq(
		outcome(ANNA, PROFILO_CITTADINO).stato, OPERAZIONE_STATO_SCONOSCIUTA);
}

static struct operazione burn(void)
{
	struct store_job *job = job_as(
		&w, STORE_CHIUDI_OPERAZIONE, ANNA, PROFILO_CITTADINO);
	struct operazione o;

	job->chiave.chiave = KEY;
	cr_assert(store_run(w.store, job), "%s", job->err.cause);
	o = job->operazione;
	o.risorsa = arena_strdup(&w.arena, o.risorsa);
	store_job_free(job);
	return o;
}

Test(store_operazione, a_burnt_key_is_unusable_for_ever)
{
	struct store_job *job;

	cr_expect_eq(burn().stato, OPERAZIONE_STATO_CHIUSA);
	cr_expect_eq(burn().stato, OPERAZIONE_STATO_CHIUSA, "again");
	job = confirm_job(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, KEY);
	cr_expect(!store_run(w.store, job));
	cr_expect_eq(job->problem.type, PROBLEM_CHIAVE_CHIUSA);
	store_job_free(job);
	cr_expect_eq(outcome(ANNA, PROFILO_CITTADINO).stato, OPERAZIONE_STATO_CHIUSA);
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM appuntamento"), 0);
}

Test(store_operazione, burning_what_was_done_says_what_it_did)
{
	struct store_job *job = confirm_job(
		&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, KEY);
	struct operazione o;

	cr_assert(store_run(w.store, job));
	o = burn();
	cr_expect_eq(o.stato, OPERAZIONE_STATO_ESEGUITA);
	cr_expect_str_eq(o.risorsa, job->appuntamento->id);
	store_job_free(job);
}

/* A job whose end holds the writer until we have looked. */
struct gate {
	pthread_mutex_t lock;
	pthread_cond_t turn;
	bool reached, open;
	int ended;
};

static void hold(struct store_job *job)
{
	struct gate *g = job->user;

	pthread_mutex_lock(&g->lock);
	g->reached = true;
	pthread_cond_broadcast(&g->turn);
	while (!g->open)
		pthread_cond_wait(&g->turn, &g->lock);
	pthread_mutex_unlock(&g->lock);
}

static void count(struct store_job *job)
{
	struct gate *g = job->user;

	pthread_mutex_lock(&g->lock);
	g->ended++;
	pthread_cond_broadcast(&g->turn);
	pthread_mutex_unlock(&g->lock);
}

Test(store_operazione, in_flight_is_said_and_not_done_twice)
{
	struct gate g = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false,
		false, 0 };
	struct store_job *first = job_as(&w, STORE_MANUTENZIONE, NULL, PROFILO_NONE);
	struct store_job *a = confirm_job(
		&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, KEY);
	struct store_job *b = confirm_job(
		&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, KEY);

	first->done = hold;
	a->done = b->done = count;
	first->user = a->user = b->user = &g;
	store_submit(w.store, first);
	pthread_mutex_lock(&g.lock);
	while (!g.reached)
		pthread_cond_wait(&g.turn, &g.lock);
	pthread_mutex_unlock(&g.lock);
	store_submit(w.store, a);
	store_submit(w.store, b);
	cr_expect_eq(outcome(ANNA, PROFILO_CITTADINO).stato, OPERAZIONE_STATO_IN_CORSO);
	pthread_mutex_lock(&g.lock);
	g.open = true;
	pthread_cond_broadcast(&g.turn);
	while (g.ended < 2)
		pthread_cond_wait(&g.turn, &g.lock);
	pthread_mutex_unlock(&g.lock);
	cr_expect_eq(a->err.code, ERR_NONE);
	cr_expect_eq(b->err.code, PROBLEM_OPERAZIONE_IN_CORSO);
	cr_expect_eq(outcome(ANNA, PROFILO_CITTADINO).stato, OPERAZIONE_STATO_ESEGUITA);
	store_job_free(first);
	store_job_free(a);
	store_job_free(b);
}

Test(store_operazione, keys_are_forgotten_after_thirty_days)
{
	struct store_job *job = confirm_job(
		&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, KEY);

	cr_assert(store_run(w.store, job));
	store_job_free(job);
	w.adesso += STORE_CHIAVE_SECONDS;
	job = job_as(&w, STORE_MANUTENZIONE, NULL, PROFILO_NONE);
	cr_assert(store_run(w.store, job), "%s", job->err.cause);
	cr_expect_eq(outcome(ANNA, PROFILO_CITTADINO).stato, OPERAZIONE_STATO_ESEGUITA);
	job->adesso = w.adesso + 1;
	cr_assert(store_run(w.store, job));
	cr_expect_eq(
		outcome(ANNA, PROFILO_CITTADINO).stato, OPERAZIONE_STATO_SCONOSCIUTA);
	store_job_free(job);
}

/* ---- uploads ------------------------------------------------------------------------------------ */

static enum problem_type upload(const char *persona, size_t n, char id[40])
{
	struct store_job *job = job_as(
		&w, STORE_CARICA_ALLEGATO, persona, PROFILO_CITTADINO);
	char *bytes = arena_alloc(&job->arena, n + 1);
	char sha256[DIGEST_TEXT_SIZE];
	enum problem_type type;

	memset(bytes, 'x', n);
	digest_of(bytes, n, sha256);
	job->in.caricamento = (struct chiedi_caricamento){ "busta.pdf", TIPO_FILE_PDF,
		bytes, n, sha256 };
	store_run(w.store, job);
	type = (enum problem_type)job->err.code;
	if (type == PROBLEM_NONE && id)
		snprintf(id, 40, "%s", job->allegato->id);
	store_job_free(job);
	return type;
}

static enum problem_type confirm_with(const char *quesito, char ids[][40], size_t n)
{
	struct store_job *job = confirm_job(
		&w, ANNA, PROFILO_CITTADINO, R_ANNA, quesito, ORA, NULL);
	enum problem_type type;

	job->in.conferma.allegati = arena_array(&job->arena, n, sizeof(char *));
	for (size_t i = 0; i < n; i++)
		job->in.conferma.allegati[i] = ids[i];
	job->in.conferma.n_allegati = n;
	store_run(w.store, job);
	type = (enum problem_type)job->err.code;
	store_job_free(job);
	return type;
}

Test(store_operazione, uploads_become_attachments_to_the_last_byte)
{
	struct domanda d = ask_as(&w, ANNA, PROFILO_CITTADINO);
	struct domanda other = ask_as(&w, MARIO, PROFILO_CITTADINO);
	struct allegato_contenuto c;
	char ids[4][40];

	cr_assert_eq(upload(ANNA, ALLEGATI_BYTES_MAX - 10, ids[0]), PROBLEM_NONE);
	cr_assert_eq(upload(ANNA, 5, ids[1]), PROBLEM_NONE);
	cr_assert_eq(upload(ANNA, 6, ids[2]), PROBLEM_NONE);
	cr_assert_eq(upload(ANNA, 5, ids[3]), PROBLEM_NONE);
	cr_expect_eq(confirm_with("q-resp", ids, 3), PROBLEM_ALLEGATI_TROPPO_GRANDI,
		"one byte more");
	snprintf(ids[2], 40, "%s", ids[3]);
	cr_expect_eq(confirm_with("q-resp", ids, 3), PROBLEM_NONE, "to the byte");
	cr_expect_eq(confirm_with("q-resp2", ids, 1), PROBLEM_ALLEGATO_NON_AMMESSO,
		"used already");
	cr_expect(store_allegato(w.reader, &d, ids[1], &c, &w.err));
	cr_expect_eq(c.allegato.byte, 5);
	cr_expect_arr_eq(c.bytes, "xxxxx", 5);
	cr_expect_eq(c.allegato.scade_il, INSTANT_NONE);
	cr_expect(!store_allegato(w.reader, &other, ids[1], &c, &w.err));
	cr_expect_eq(w.err.code, PROBLEM_NON_TROVATO);
	cr_expect(store_allegato(w.reader, &d, "a-risposta", &c, &w.err),
		"of a comunicazione");
}

Test(store_operazione, uploads_are_ones_own_and_expire)
{
	struct domanda d = ask_as(&w, ANNA, PROFILO_CITTADINO);
	struct store_job *job = job_as(&w, STORE_MANUTENZIONE, NULL, PROFILO_NONE);
	struct allegato_contenuto c;
	char ids[1][40];

	cr_assert_eq(upload(MARIO, 5, ids[0]), PROBLEM_NONE);
	cr_expect_eq(
		confirm_with("q-resp", ids, 1), PROBLEM_ALLEGATO_NON_AMMESSO, "not hers");
	cr_assert_eq(upload(ANNA, 5, ids[0]), PROBLEM_NONE);
	w.adesso += STORE_UPLOAD_SECONDS;
	d.adesso = w.adesso;
	cr_expect_eq(
		confirm_with("q-resp", ids, 1), PROBLEM_ALLEGATO_NON_AMMESSO, "expired");
	cr_expect(!store_allegato(w.reader, &d, ids[0], &c, &w.err));
	job->adesso = w.adesso;
	cr_assert(store_run(w.store, job));
	store_job_free(job);
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM allegato"), 1,
		"the comunicazione's");
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM contenuto"), 1);
}

Test(store_operazione, unconfirmed_uploads_have_a_quota)
{
	for (int i = 0; i < STORE_QUOTA_FILE; i++)
		cr_assert_eq(upload(ANNA, 5, NULL), PROBLEM_NONE);
	cr_expect_eq(upload(ANNA, 5, NULL), PROBLEM_QUOTA_SUPERATA);
	for (int i = 0; i < 4; i++)
		cr_assert_eq(upload(MARIO, ALLEGATI_BYTES_MAX, NULL), PROBLEM_NONE);
	cr_expect_eq(upload(MARIO, 1, NULL), PROBLEM_QUOTA_SUPERATA);
	cr_expect_eq(upload(MARIO, ALLEGATI_BYTES_MAX + 1, NULL),
		PROBLEM_ALLEGATI_TROPPO_GRANDI);
}
