/* SPDX-License-Identifier: EUPL-1.2
 *
 * Cancelling, calling off, defining, changing: who may, when, and what it frees. */
#include "store_support.h"

#include <stdio.h>
#include <string.h>

static struct world w;
static char id[32];

#define ORA at(11, 25, 9, 10)

static void setup(void)
{
	world_open(&w);
	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, id),
		PROBLEM_NONE);
}

static void teardown(void)
{
	world_close(&w);
}

TestSuite(store_cambia, .init = setup, .fini = teardown);

static void read_back(struct appuntamento *a)
{
	struct domanda d = ask_as(&w, ANNA, PROFILO_CITTADINO);

	cr_assert(store_appuntamento(w.reader, &d, id, a, &w.err), "%s", w.err.cause);
}

Test(store_cambia, cancelling_frees_time_and_quesito_at_once)
{
	struct appuntamento a;

	cr_assert_eq(change(&w, STORE_CANCELLA, ANNA, PROFILO_CITTADINO, id, 1,
			     "Non serve più"),
		PROBLEM_NONE);
	read_back(&a);
	cr_expect_eq(a.stato, APPUNTAMENTO_STATO_CANCELLATO);
	cr_expect_eq(a.versione, 2);
	cr_expect_eq(a.n_storia, 2);
	cr_expect_eq(a.storia[1].evento, EVENTO_CANCELLAZIONE);
	cr_expect_str_eq(a.storia[1].testo, "Non serve più");
	cr_expect_not(a.cancellabile);
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM impegno"), 0);
	cr_expect_eq(
		world_number(
			&w, "SELECT count(*) FROM outbox WHERE evento = 'CANCELLAZIONE'"),
		0, "nobody else is concerned");
	cr_expect_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, NULL),
		PROBLEM_NONE);
	cr_expect_eq(world_number(&w,
			     "SELECT posto FROM appuntamento WHERE stato = 'CONFERMATO'"),
		1, "the same place");
}

Test(store_cambia, refusals)
{
	char mario[32];

	cr_expect_eq(change(&w, STORE_CANCELLA, ANNA, PROFILO_CITTADINO, id, 2, NULL),
		PROBLEM_VERSIONE_SUPERATA);
	cr_expect_eq(change(&w, STORE_CANCELLA, MARIO, PROFILO_CITTADINO, id, 1, NULL),
		PROBLEM_NON_TROVATO);
	cr_expect_eq(
		change(&w, STORE_CANCELLA, OPERATORE, PROFILO_OPERATORE, id, 1, NULL),
		PROBLEM_PROFILO_NON_AMMESSO);
	cr_expect_eq(change(&w, STORE_DISDETTA, ANNA, PROFILO_CITTADINO, id, 1, "no"),
		PROBLEM_PROFILO_NON_AMMESSO);
	cr_expect_eq(
		change(&w, STORE_DISDETTA, OPERATORE, PROFILO_OPERATORE, id, 1, NULL),
		PROBLEM_CAMPO_NON_VALIDO, "a reason is due");
	cr_expect_eq(change(&w, STORE_CANCELLA, ANNA, PROFILO_CITTADINO,
			     "AG-2026-0000000-0", 1, NULL),
		PROBLEM_NON_TROVATO);
	cr_assert_eq(
		confirm(&w, MARIO, PROFILO_CITTADINO, R_MARIO, "q-mario", ORA, mario),
		PROBLEM_NONE);
	w.adesso = ORA;
	cr_expect_eq(change(&w, STORE_CANCELLA, ANNA, PROFILO_CITTADINO, id, 1, NULL),
		PROBLEM_GIA_INIZIATO);
	w.adesso = ORA - 1;
	cr_expect_eq(change(&w, STORE_CANCELLA, ANNA, PROFILO_CITTADINO, id, 1, NULL),
		PROBLEM_NONE);
	cr_expect_eq(change(&w, STORE_CANCELLA, ANNA, PROFILO_CITTADINO, id, 2, NULL),
		PROBLEM_STATO_NON_AMMESSO, "final");
}

Test(store_cambia, a_stale_version_comes_with_the_current_state)
{
	struct store_job *job = job_as(&w, STORE_CANCELLA, ANNA, PROFILO_CITTADINO);

	job->in.cambio = (struct chiedi_cambio){ id, 7, NULL };
	cr_expect(!store_run(w.store, job));
	cr_expect_eq(job->problem.versione, 1);
	cr_expect_str_eq(job->problem.appuntamento, id);
	cr_expect_eq(job->appuntamento->versione, 1);
	store_job_free(job);
}

Test(store_cambia, calling_off_notifies_and_frees)
{
	struct appuntamento a;

	cr_assert_eq(change(&w, STORE_DISDETTA, OPERATORE, PROFILO_OPERATORE, id, 1,
			     "Locali inagibili"),
		PROBLEM_NONE);
	read_back(&a);
	cr_expect_eq(a.stato, APPUNTAMENTO_STATO_CANCELLATO);
	cr_expect_eq(a.storia[1].evento, EVENTO_DISDETTA);
	cr_expect_eq(a.storia[1].chi, PROFILO_OPERATORE);
	cr_expect_eq(
		world_number(&w, "SELECT count(*) FROM outbox WHERE evento = 'DISDETTA'"),
		1);
	cr_expect_eq(world_number(&w, "SELECT count(*) FROM impegno"), 0);
}

Test(store_cambia, a_definition_closes_the_quesiti_and_says_so)
{
	struct domanda d = ask_as(&w, ANNA, PROFILO_CITTADINO);
	struct appuntamento a;
	struct rapporto r;

	cr_assert_eq(change(&w, STORE_DEFINIZIONE, OPERATORE, PROFILO_OPERATORE, id, 1,
			     "I contributi risultano ora nell'estratto."),
		PROBLEM_NONE);
	read_back(&a);
	cr_expect_eq(a.stato, APPUNTAMENTO_STATO_CHIUSO_E_DEFINITO);
	cr_expect_eq(a.quesiti[0].esito, QUESITO_ESITO_ACCOLTO);
	cr_expect_eq(a.quesiti[0].motivo, MOTIVO_ACCOLTO);
	cr_expect_eq(a.quesiti[0].n_comunicazioni, 1);
	cr_expect_eq(a.quesiti[0].comunicazioni[0].autore, AUTORE_STRUTTURA);
	cr_expect_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, NULL),
		PROBLEM_QUESITO_NON_AMMESSO);
	cr_expect(store_rapporto(w.reader, &d, R_ANNA, &r, &w.err));
	cr_expect_eq(r.quesiti, 6);
	cr_expect_eq(r.quesiti_prenotabili, 2);
}

static enum problem_type modify(
	const char *punto, instant inizio, enum annotazione annotazione, int64_t versione)
{
	struct store_job *job = job_as(&w, STORE_MODIFICA, OPERATORE, PROFILO_OPERATORE);
	enum problem_type type;

	job->in.modifica = (struct chiedi_modifica){ id, versione, punto, inizio,
		annotazione, "Spostato" };
	store_run(w.store, job);
	type = (enum problem_type)job->err.code;
	store_job_free(job);
	return type;
}

Test(store_cambia, moving_takes_the_impegno_along)
{
	struct appuntamento a;

	cr_assert_eq(
		modify(PUNTO2, at(11, 26, 10, 10), ANNOTAZIONE_NONE, 1), PROBLEM_NONE);
	read_back(&a);
	cr_expect_str_eq(a.punto.id, PUNTO2);
	cr_expect_eq(a.inizio, at(11, 26, 10, 10));
	cr_expect_eq(a.versione, 2);
	cr_expect_eq(world_number(&w, "SELECT fine FROM impegno"), at(11, 26, 10, 30));
	cr_expect_eq(modify(NULL, at(11, 26, 10, 10), ANNOTAZIONE_NONE, 2), PROBLEM_NONE);
	cr_expect_eq(
		world_number(&w, "SELECT count(*) FROM outbox WHERE evento = 'MODIFICA'"),
		1, "nothing changed the second time");
	cr_expect_eq(modify(PUNTO_TO, INSTANT_NONE, ANNOTAZIONE_NONE, 2),
		PROBLEM_PUNTO_NON_COMPETENTE);
	cr_expect_eq(modify(NULL, at(11, 29, 9, 10), ANNOTAZIONE_NONE, 2),
		PROBLEM_DATA_NON_PRENOTABILE);
}

Test(store_cambia, remarks_come_after_the_start_too)
{
	struct appuntamento a;

	w.adesso = ORA + 60;
	cr_expect_eq(modify(NULL, at(11, 26, 10, 10), ANNOTAZIONE_NONE, 1),
		PROBLEM_GIA_INIZIATO);
	cr_expect_eq(modify(NULL, INSTANT_NONE, ANNOTAZIONE_ARRIVATO, 1), PROBLEM_NONE);
	read_back(&a);
	cr_expect_eq(a.annotazione, ANNOTAZIONE_ARRIVATO);
	cr_expect_eq(a.stato, APPUNTAMENTO_STATO_CONFERMATO);
	cr_expect_eq(modify(NULL, INSTANT_NONE, ANNOTAZIONE_SVOLTO, 2),
		PROBLEM_CAMPO_NON_VALIDO);
}

Test(store_cambia, svolto_is_only_a_remark_of_time)
{
	struct appuntamento a;

	w.adesso = ORA + 1200;
	read_back(&a);
	cr_expect_eq(a.stato, APPUNTAMENTO_STATO_CONFERMATO);
	cr_expect_eq(a.annotazione, ANNOTAZIONE_SVOLTO);
}

Test(store_cambia, the_other_party_hears_of_a_cancellation)
{
	char mario[32];

	cr_assert_eq(
		confirm(&w, VERDI, PROFILO_INTERMEDIARIO, R_MARIO, "q-mario", ORA, mario),
		PROBLEM_NONE);
	cr_assert_eq(change(&w, STORE_CANCELLA, MARIO, PROFILO_CITTADINO, mario, 1, NULL),
		PROBLEM_NONE);
	cr_expect_eq(world_number(&w,
			     "SELECT count(*) FROM outbox WHERE evento = 'CANCELLAZIONE'"
			     " AND destinatario = '" VERDI "'"),
		1);
	cr_assert_eq(
		confirm(&w, VERDI, PROFILO_INTERMEDIARIO, R_MARIO, "q-mario", ORA, mario),
		PROBLEM_NONE);
	cr_assert_eq(
		change(&w, STORE_CANCELLA, VERDI, PROFILO_INTERMEDIARIO, mario, 1, NULL),
		PROBLEM_NONE);
	cr_expect_eq(world_number(&w,
			     "SELECT count(*) FROM outbox WHERE evento = 'CANCELLAZIONE'"
			     " AND destinatario = '" MARIO "'"),
		1);
}
