/* SPDX-License-Identifier: EUPL-1.2
 *
 * The confirmation: what it leaves behind, and every refusal with its name and data. */
#include "store_support.h"

#include <stdio.h>
#include <string.h>

static struct world w;

static void setup(void)
{
	world_open(&w);
}

static void teardown(void)
{
	world_close(&w);
}

TestSuite(store_conferma, .init = setup, .fini = teardown);

#define ORA       at(11, 25, 9, 10) /* Wednesday */
#define CITTADINO PROFILO_CITTADINO

Test(store_conferma, makes_one_appuntamento_with_everything)
{
	struct store_job *job = confirm_job(
		&w, ANNA, CITTADINO, R_ANNA, "q-resp", ORA, NULL);
	enum canale canali[] = { CANALE_EMAIL };
	const struct appuntamento *a;

	job->in.conferma.canali = canali;
	job->in.conferma.n_canali = 1;
	cr_assert(store_run(w.store, job), "%s %s", job->err.cause, job->err.field);
	a = job->appuntamento;
	cr_expect_eq(a->stato, APPUNTAMENTO_STATO_CONFERMATO);
	cr_expect_eq(a->inizio, ORA);
	cr_expect_eq(a->fine, ORA + 1200);
	cr_expect_str_eq(a->punto.id, PUNTO);
	cr_expect_str_eq(a->codice_rapporto_lavoro, R_ANNA);
	cr_expect_str_eq(a->datore.cognome, "Bianchi");
	cr_expect_str_eq(a->nota, "Vorrei capire il motivo del rifiuto.");
	cr_expect_eq(a->n_quesiti, 1);
	cr_expect_eq(a->n_canali, 1);
	cr_expect_eq(a->canali[0], CANALE_EMAIL);
	cr_expect_eq(a->gestore.tipo, PROFILO_CITTADINO);
	cr_expect_eq(a->n_storia, 1);
	cr_expect_eq(a->versione, 1);
	cr_expect(a->cancellabile);
	cr_expect_eq(a->quesiti[0].motivo, MOTIVO_GIA_IN_APPUNTAMENTO);
	cr_expect_str_eq(a->quesiti[0].appuntamento, a->id);
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM outbox"), 2);
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM impegno"), 1);
	store_job_free(job);
}

Test(store_conferma, fills_places_lowest_first_and_then_says_which_are_free)
{
	static const char *const quesiti[] = { "q-resp", "q-resp2", "q-scaduto" };
	struct store_job *job;

	for (size_t i = 0; i < 3; i++)
		cr_assert_eq(confirm(&w, ANNA, CITTADINO, R_ANNA, quesiti[i], ORA, NULL),
			PROBLEM_NONE);
	cr_expect_eq(world_number(&w, "SELECT sum(posto * posto) FROM appuntamento"), 14);
	job = confirm_job(&w, MARIO, CITTADINO, R_MARIO, "q-mario", ORA, NULL);
	cr_expect(!store_run(w.store, job));
	cr_expect_eq(job->problem.type, PROBLEM_ORARIO_OCCUPATO);
	cr_expect_eq(job->problem.status, 409);
	cr_assert_eq(job->problem.n_orari_vicini, STORE_VICINI_MAX);
	cr_expect_eq(job->problem.orari_vicini[0].inizio, ORA + 1200,
		"the nearest, later first");
	cr_expect_eq(job->problem.orari_vicini[1].inizio, ORA - 1200);
	cr_expect_eq(job->problem.orari_vicini[2].inizio, ORA + 2400);
	cr_expect_eq(job->problem.orari_vicini[0].posti_liberi, 3);
	store_job_free(job);
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM appuntamento"), 3);
}

static const struct refusal {
	const char *what;
	const char *persona;
	enum tipo_profilo profilo;
	const char *codice;
	const char *quesito;
	int mese, day, ora, minuto;
	enum problem_type type;
} refusals[] = {
	{ "waiting for a reply", ANNA, CITTADINO, R_ANNA, "q-attesa", 11, 25, 9, 10,
		PROBLEM_QUESITO_NON_AMMESSO },
	{ "accepted", ANNA, CITTADINO, R_ANNA, "q-accolto", 11, 25, 9, 10,
		PROBLEM_QUESITO_NON_AMMESSO },
	{ "answered", ANNA, CITTADINO, R_ANNA, "q-risposto", 11, 25, 9, 10,
		PROBLEM_QUESITO_NON_AMMESSO },
	{ "of another rapporto", ANNA, CITTADINO, R_ANNA, "q-anna2", 11, 25, 9, 10,
		PROBLEM_QUESITO_NON_AMMESSO },
	{ "no such quesito", ANNA, CITTADINO, R_ANNA, "q-niente", 11, 25, 9, 10,
		PROBLEM_QUESITO_NON_AMMESSO },
	{ "somebody else's rapporto", ANNA, CITTADINO, R_MARIO, "q-mario", 11, 25, 9, 10,
		PROBLEM_NON_TROVATO },
	{ "no such rapporto", ANNA, CITTADINO, "0000999999", "q-resp", 11, 25, 9, 10,
		PROBLEM_NON_TROVATO },
	{ "never delegated", VERDI, PROFILO_INTERMEDIARIO, R_ANNA, "q-resp", 11, 25, 9,
		10, PROBLEM_NON_TROVATO },
	{ "not abilitato", NERI, PROFILO_INTERMEDIARIO, R_ANNA, "q-resp", 11, 25, 9, 10,
		PROBLEM_INTERMEDIARIO_NON_ABILITATO },
	{ "not in that profile", ANNA, PROFILO_INTERMEDIARIO, R_ANNA, "q-resp", 11, 25, 9,
		10, PROBLEM_PROFILO_NON_AMMESSO },
	{ "no such person", "p-nessuno", CITTADINO, R_ANNA, "q-resp", 11, 25, 9, 10,
		PROBLEM_PROFILO_NON_AMMESSO },
	{ "a Sunday", ANNA, CITTADINO, R_ANNA, "q-resp", 11, 29, 9, 10,
		PROBLEM_DATA_NON_PRENOTABILE },
	{ "between two times", ANNA, CITTADINO, R_ANNA, "q-resp", 11, 25, 9, 15,
		PROBLEM_DATA_NON_PRENOTABILE },
	{ "the Immacolata", ANNA, CITTADINO, R_ANNA, "q-resp", 12, 8, 9, 10,
		PROBLEM_DATA_NON_PRENOTABILE },
	{ "already past", ANNA, CITTADINO, R_ANNA, "q-resp", 11, 23, 8, 50,
		PROBLEM_DATA_NON_PRENOTABILE },
	{ "after the horizon", ANNA, CITTADINO, R_ANNA, "q-resp", 12, 31, 9, 10,
		PROBLEM_DATA_NON_PRENOTABILE },
};

Test(store_conferma, every_refusal_has_its_name_and_leaves_nothing)
{
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		const struct refusal *r = &refusals[i];

		cr_expect_eq(confirm(&w, r->persona, r->profilo, r->codice, r->quesito,
				     at(r->mese, r->day, r->ora, r->minuto), NULL),
			r->type, "%s", r->what);
	}
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM appuntamento"), 0);
	cr_expect_eq(
		world_number(&w, "SELECT count(*) FROM audit WHERE azione = 'CONFERMA'"),
		0);
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM outbox"), 0);
}

Test(store_conferma, a_refused_quesito_says_why_and_from_when)
{
	struct store_job *job = confirm_job(
		&w, ANNA, CITTADINO, R_ANNA, "q-attesa", ORA, NULL);

	cr_expect(!store_run(w.store, job));
	cr_expect_str_eq(job->problem.quesito, "q-attesa");
	cr_expect_str_eq(job->problem.campo, "quesiti[0]");
	cr_expect_eq(job->problem.motivo, MOTIVO_IN_ATTESA_DI_RISPOSTA);
	cr_expect_eq(job->problem.prenotabile_dal, on(12, 5),
		"10 working days, then the next day");
	store_job_free(job);
}

Test(store_conferma, a_date_that_is_not_bookable_comes_with_the_nearest_ones)
{
	struct store_job *job = confirm_job(
		&w, ANNA, CITTADINO, R_ANNA, "q-resp", at(11, 29, 9, 10), NULL);

	cr_expect(!store_run(w.store, job));
	cr_expect_eq(job->problem.type, PROBLEM_DATA_NON_PRENOTABILE);
	cr_expect_eq(job->problem.n_orari_vicini, STORE_VICINI_MAX);
	cr_expect_eq(job->problem.orari_vicini[0].inizio, at(11, 30, 8, 30));
	store_job_free(job);
}

Test(store_conferma, the_form_is_checked_again)
{
	struct store_job *job = confirm_job(
		&w, ANNA, CITTADINO, R_ANNA, "q-resp", ORA, NULL);
	enum canale canali[] = { CANALE_PEC };

	job->in.conferma.nota = " \n\t ";
	cr_expect(!store_run(w.store, job));
	cr_expect_eq(job->problem.type, PROBLEM_NOTA_MANCANTE);
	store_job_free(job);

	job = confirm_job(&w, ANNA, CITTADINO, R_ANNA, "q-resp", ORA, NULL);
	job->in.conferma.punto = PUNTO_TO;
	cr_expect(!store_run(w.store, job));
	cr_expect_eq(job->problem.type, PROBLEM_PUNTO_NON_COMPETENTE);
	store_job_free(job);

	job = confirm_job(&w, ANNA, CITTADINO, R_ANNA, "q-resp", ORA, NULL);
	job->in.conferma.canali = canali;
	job->in.conferma.n_canali = 1;
	cr_expect(!store_run(w.store, job));
	cr_expect_eq(job->problem.type, PROBLEM_RECAPITO_NON_DISPONIBILE);
	cr_expect_str_eq(job->problem.campo, "canali[0]");
	store_job_free(job);
}

Test(store_conferma, a_quesito_is_free_again_only_after_the_visit)
{
	struct store_job *job;
	char id[32];

	cr_assert_eq(
		confirm(&w, ANNA, CITTADINO, R_ANNA, "q-resp", ORA, id), PROBLEM_NONE);
	job = confirm_job(&w, ANNA, CITTADINO, R_ANNA, "q-resp", ORA + 1200, NULL);
	cr_expect(!store_run(w.store, job));
	cr_expect_eq(job->problem.type, PROBLEM_QUESITO_GIA_IN_APPUNTAMENTO);
	cr_expect_str_eq(job->problem.appuntamento, id);
	store_job_free(job);
	w.adesso = ORA + 1199;
	cr_expect_eq(confirm(&w, ANNA, CITTADINO, R_ANNA, "q-resp", ORA + 3600, NULL),
		PROBLEM_QUESITO_GIA_IN_APPUNTAMENTO, "one second before the end");
	w.adesso = ORA + 1200;
	cr_expect_eq(confirm(&w, ANNA, CITTADINO, R_ANNA, "q-resp", ORA + 3600, NULL),
		PROBLEM_NONE);
}

Test(store_conferma, a_closure_between_choice_and_confirmation)
{
	struct chiusura_importata c = { on(11, 25), "sciopero", false };
	struct sede_importata s = { "7000", "Roma", "Roma", &c, 1 };
	struct record_importazione r = { .tipo = TIPO_RECORD_SEDE, .sede = &s };

	world_import(&w, &r);
	cr_expect_eq(confirm(&w, ANNA, CITTADINO, R_ANNA, "q-resp", ORA, NULL),
		PROBLEM_DATA_NON_PRENOTABILE);
	c.revocata = true;
	world_import(&w, &r);
	cr_expect_eq(
		confirm(&w, ANNA, CITTADINO, R_ANNA, "q-resp", ORA, NULL), PROBLEM_NONE);
}

Test(store_conferma, an_intermediario_books_and_the_employer_hears)
{
	char id[32];

	cr_assert_eq(
		confirm(&w, VERDI, PROFILO_INTERMEDIARIO, R_MARIO, "q-mario", ORA, id),
		PROBLEM_NONE);
	cr_expect_eq(world_number(&w,
			     "SELECT count(*) FROM outbox WHERE destinatario = '" MARIO
			     "' AND canale = 'CASSETTO'"),
		1);
	cr_expect_eq(
		world_number(&w,
			"SELECT count(*) FROM appuntamento WHERE gestore = '" VERDI "'"),
		1);
	world_delega(&w, CF_MARIO, VERDI, DELEGA_STATO_REVOCATA, on(3, 2));
	cr_expect_eq(
		confirm(&w, VERDI, PROFILO_INTERMEDIARIO, R_MARIO, "q-mario2", ORA, NULL),
		PROBLEM_DELEGA_NON_ATTIVA, "they knew that it exists");
	cr_expect_eq(
		change(&w, STORE_CANCELLA, VERDI, PROFILO_INTERMEDIARIO, id, 2, NULL),
		PROBLEM_NON_TROVATO);
}
