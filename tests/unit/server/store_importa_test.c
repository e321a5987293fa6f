/* SPDX-License-Identifier: EUPL-1.2
 *
 * Imports: upserts that can be repeated, records refused one by one, times made from rules. */
#include "store_support.h"

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

TestSuite(store_importa, .init = setup, .fini = teardown);

static struct quesito_importato a_quesito(void)
{
	return (struct quesito_importato){ .id = "q-importato",
		.codice_rapporto_lavoro = R_ANNA,
		.argomento = ARGOMENTO_MAV,
		.oggetto = "MAV",
		.aperto_il = on(11, 2),
		.stato = QUESITO_STATO_APERTO,
		.chiuso_il = GIORNO_NONE };
}

static size_t import(
	const struct record_importazione *r, size_t n, bool insieme, struct err *esiti)
{
	struct store_job *job = job_as(&w, STORE_IMPORTA, NULL, PROFILO_NONE);
	size_t changed;

	job->in.importa = (struct chiedi_importa){ r, n, insieme, esiti, 0 };
	store_run(w.store, job);
	changed = job->in.importa.cambiati;
	store_job_free(job);
	return changed;
}

Test(store_importa, saying_the_same_again_changes_nothing)
{
	struct quesito_importato q = a_quesito();
	struct record_importazione r = { .tipo = TIPO_RECORD_QUESITO, .quesito = &q };
	struct err esito;
	int64_t seq;

	cr_expect_eq(import(&r, 1, true, &esito), 1);
	seq = world_number(&w, "SELECT valore FROM contatore WHERE nome = 'seq'");
	cr_expect_eq(import(&r, 1, true, &esito), 0);
	cr_expect_eq(
		world_number(&w, "SELECT valore FROM contatore WHERE nome = 'seq'"), seq);
	q.protocollo = "INPS.7000.02/11/2026.0001234";
	cr_expect_eq(import(&r, 1, true, &esito), 1);
	cr_expect_gt(
		world_number(&w, "SELECT valore FROM contatore WHERE nome = 'seq'"), seq);
}

Test(store_importa, an_outcome_makes_it_bookable)
{
	struct quesito_importato q = a_quesito();
	struct record_importazione r = { .tipo = TIPO_RECORD_QUESITO, .quesito = &q };
	struct err esito;

	q.aperto_il = on(11, 20);
	import(&r, 1, true, &esito);
	cr_expect_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-importato",
			     at(11, 25, 9, 10), NULL),
		PROBLEM_QUESITO_NON_AMMESSO);
	q.stato = QUESITO_STATO_CHIUSO;
	q.esito = QUESITO_ESITO_RESPINTO;
	q.chiuso_il = on(11, 23);
	import(&r, 1, true, &esito);
	cr_expect_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-importato",
			     at(11, 25, 9, 10), NULL),
		PROBLEM_NONE);
}

Test(store_importa, wrong_records_are_named_and_the_rest_is_in_or_out)
{
	struct quesito_importato good = a_quesito(), orphan = a_quesito(),
				 closed = a_quesito();
	struct delega_importata nobody = { "AAAAAA00A00A000A", VERDI, DELEGA_STATO_ATTIVA,
		on(1, 1), GIORNO_NONE };
	struct allegato_importato not_a_pdf = { "a-falso", "falso.pdf", "Y2lhbw==" };
	struct comunicazione_importata c = { "c-falsa", AUTORE_DATORE, at(11, 3, 9, 0),
		"Ecco", false, &not_a_pdf, 1 };
	struct quesito_importato with_false = a_quesito();
	struct record_importazione r[] = {
		{ .tipo = TIPO_RECORD_QUESITO, .quesito = &good },
		{ .tipo = TIPO_RECORD_QUESITO, .quesito = &orphan },
		{ .tipo = TIPO_RECORD_QUESITO, .quesito = &closed },
		{ .tipo = TIPO_RECORD_DELEGA, .delega = &nobody },
		{ .tipo = TIPO_RECORD_QUESITO, .quesito = &with_false },
	};
	struct err esiti[5];

	orphan.id = "q-orfano";
	orphan.codice_rapporto_lavoro = "0999999999";
	closed.id = "q-chiuso";
	closed.esito = QUESITO_ESITO_RESPINTO;
	with_false.id = "q-falso";
	with_false.comunicazioni = &c;
	with_false.n_comunicazioni = 1;
	cr_expect_eq(import(r, 5, true, esiti), 0, "all or nothing");
	cr_expect_eq(esiti[0].code, ERR_NONE);
	cr_expect_eq(esiti[1].code, PROBLEM_CAMPO_NON_VALIDO);
	cr_expect_eq(esiti[2].code, PROBLEM_CAMPO_NON_VALIDO);
	cr_expect_str_eq(esiti[2].field, "quesito_esito");
	cr_expect_str_eq(esiti[3].field, "datore");
	cr_expect_eq(esiti[4].code, PROBLEM_ALLEGATO_NON_AMMESSO);
	cr_expect_eq(
		world_number(&w, "SELECT count(*) FROM quesito WHERE id = 'q-importato'"),
		0);
	cr_expect_eq(import(r, 5, false, esiti), 1, "each for itself");
	cr_expect_eq(
		world_number(&w, "SELECT count(*) FROM quesito WHERE id = 'q-importato'"),
		1);
	cr_expect_eq(
		world_number(&w, "SELECT count(*) FROM quesito WHERE id = 'q-falso'"), 0);
}

Test(store_importa, new_hours_count_from_tomorrow_and_spare_the_living)
{
	struct apertura_importata a[] = { { 3, 540, 600 } }; /* Wednesday 09:00-10:00 */
	struct punto_importato p = { .id = PUNTO,
		.codice_sede_inps = "7000",
		.denominazione = "Lavoro domestico",
		.indirizzo = "Via Inventata 1",
		.citta = "Roma",
		.attivo = true,
		.durata_minuti = 30,
		.postazioni = 1,
		.orizzonte_giorni = 30,
		.aperture = a,
		.n_aperture = 1 };
	struct record_importazione r = { .tipo = TIPO_RECORD_PUNTO, .punto = &p };
	struct domanda d = ask_as(&w, ANNA, PROFILO_CITTADINO);
	struct disponibilita x;
	struct err esito;
	char id[32];

	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp",
			     at(11, 25, 9, 10), id),
		PROBLEM_NONE);
	cr_expect_eq(import(&r, 1, true, &esito), 1);
	cr_assert(store_disponibilita(
		w.reader, &d, PUNTO, on(11, 23), on(12, 2), &x, &w.err));
	cr_expect_eq(x.giorni[0].n_orari, 12, "today as it was");
	cr_expect_eq(x.giorni[1].n_orari, 0);
	/* 09:00-09:30 would overlap the living 09:10-09:30; 09:30-10:00 is free */
	cr_assert_eq(x.giorni[2].n_orari, 2);
	cr_expect_eq(x.giorni[2].orari[0].inizio, at(11, 25, 9, 10));
	cr_expect_eq(x.giorni[2].orari[0].posti_liberi, 0);
	cr_expect_eq(x.giorni[2].orari[1].inizio, at(11, 25, 9, 30));
	cr_expect_eq(x.giorni[9].n_orari, 2, "the Wednesday after");
	cr_assert_eq(change(&w, STORE_CANCELLA, ANNA, PROFILO_CITTADINO, id, 1, NULL),
		PROBLEM_NONE);
	cr_expect_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp",
			     at(11, 25, 9, 10), NULL),
		PROBLEM_DATA_NON_PRENOTABILE, "its time was of the old rules");
	cr_expect_eq(import(&r, 1, true, &esito), 0);
}

Test(store_importa, a_suspended_punto_takes_nobody)
{
	struct domanda d = ask_as(&w, ANNA, PROFILO_CITTADINO);
	struct punti punti;
	struct apertura_importata a[] = { { 1, 510, 750 } };
	struct punto_importato p = { .id = PUNTO2,
		.codice_sede_inps = "7000",
		.denominazione = "Lavoro domestico",
		.indirizzo = "Via Inventata 1",
		.citta = "Roma",
		.durata_minuti = 20,
		.postazioni = 1,
		.orizzonte_giorni = 30,
		.aperture = a,
		.n_aperture = 1 };
	struct record_importazione r = { .tipo = TIPO_RECORD_PUNTO, .punto = &p };
	struct err esito;

	cr_expect_eq(import(&r, 1, true, &esito), 1);
	cr_assert(store_punti(w.reader, &d, R_ANNA, &punti, &w.err));
	cr_expect_eq(punti.n, 1);
}

Test(store_importa, the_horizon_moves_on_by_itself)
{
	struct store_job *job = job_as(&w, STORE_MANUTENZIONE, NULL, PROFILO_NONE);

	cr_assert(store_run(w.store, job));
	cr_expect_eq(job->in.orari.fatti, 0, "already there");
	job->adesso = w.adesso + 86400; /* one more weekday: 24 December */
	cr_assert(store_run(w.store, job));
	cr_expect_eq(job->in.orari.fatti, 12 * (3 + 1 + 1));
	store_job_free(job);
}

Test(store_importa, times_of_the_past_for_history)
{
	struct store_job *job = job_as(&w, STORE_PREPARA_ORARI, NULL, PROFILO_NONE);

	job->in.orari = (struct chiedi_orari){
		.punto = PUNTO2, .dal = on(11, 2), .al = on(11, 6)
	};
	cr_assert(store_run(w.store, job), "%s", job->err.cause);
	cr_expect_eq(job->in.orari.fatti, 5 * 12);
	cr_assert(store_run(w.store, job));
	cr_expect_eq(job->in.orari.fatti, 0);
	store_job_free(job);
}

Test(store_importa, somebody_else_takes_every_place)
{
	struct store_job *job = job_as(&w, STORE_PRENDI_ORARIO, NULL, PROFILO_NONE);

	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp",
			     at(11, 25, 9, 10), NULL),
		PROBLEM_NONE);
	job->in.orari = (struct chiedi_orari){ .punto = PUNTO,
		.inizio = at(11, 25, 9, 10) };
	cr_assert(store_run(w.store, job), "%s", job->err.cause);
	cr_expect_eq(job->in.orari.fatti, 2);
	store_job_free(job);
	cr_expect_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp2",
			     at(11, 25, 9, 10), NULL),
		PROBLEM_ORARIO_OCCUPATO);
}

Test(store_importa, one_process_holds_the_file)
{
	struct store_config config = { .path = w.path };
	struct err err = { 0 };

	cr_expect_null(store_open(&config, &err));
	cr_expect_eq(err.code, ERR_BUSY);
}
