/* SPDX-License-Identifier: EUPL-1.2
 *
 * The sample data in a real store: what a person finds in it on its day. */
#include "domain/persona.h"
#include "server/sample/esempio.h"
#include "server/sample/fila.h"
#include "server/sample/luoghi.h"
#include "server/sample/storie.h"
#include "server/store/store.h"
#include "tests/support/folder.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct world {
	char folder[FOLDER_SIZE];
	char path[FOLDER_SIZE + 16];
	struct store *store;
	struct store_reader *reader;
	struct arena arena;
	instant now;
};

static void world_open(struct world *w, giorno oggi, size_t appuntamenti)
{
	struct err err = { 0 };
	struct esempio e = { ESEMPIO_SEME, oggi, appuntamenti };

	*w = (struct world){ .now = instant_at(oggi, 9 * 60) };
	clock_freeze(w->now);
	folder_make(w->folder);
	(void)snprintf(w->path, sizeof w->path, "%s/prova.db", w->folder);
	w->store = store_open(&(struct store_config){ .path = w->path }, &err);
	cr_assert(w->store, "%s", err.cause);
	cr_assert(esempio_write(w->store, &e, &err), "%d %s: %s / %s", err.code, err.field,
		err.text, err.cause);
	w->reader = store_reader_open(w->store, &err);
	cr_assert(w->reader, "%s", err.cause);
}

static void world_close(struct world *w)
{
	store_reader_close(w->reader);
	store_close(w->store);
	arena_release(&w->arena);
	folder_remove(w->folder);
}

static struct domanda as(struct world *w, const char *persona, enum tipo_profilo profilo)
{
	return (struct domanda){ { persona, profilo }, w->now, &w->arena };
}

static size_t count_state(struct world *w, const char *persona, enum tipo_profilo profilo,
	enum appuntamento_stato stato)
{
	struct domanda d = as(w, persona, profilo);
	struct ricerca r = { .stato = stato, .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct pagina p = { 200, NULL };
	size_t n = 0;

	do {
		struct appuntamenti page = { 0 };
		struct err err = { 0 };

		cr_assert(store_appuntamenti(w->reader, &d, &r, &p, &page, &err), "%s", err.cause);
		n += page.n;
		p.cursor = page.next_cursor;
	} while (p.cursor);
	return n;
}

static void anna_has_a_quesito_for_every_motivo(struct world *w)
{
	struct domanda d = as(w, "p-anna-bianchi", PROFILO_CITTADINO);
	struct quesiti q = { 0 };
	struct err err = { 0 };
	bool seen[MOTIVO_COUNT] = { false }, in_corso = false;

	cr_assert(store_quesiti(w->reader, &d, "0000123456", &q, &err), "%s", err.cause);
	for (size_t i = 0; i < q.n; i++) {
		seen[q.items[i].motivo] = true;
		in_corso |= q.items[i].protocollo == NULL;
	}
	for (int m = 1; m < MOTIVO_COUNT; m++)
		cr_expect(seen[m], "nobody shows %s", words_code(&motivo_words, m));
	cr_expect(in_corso);
}

static void teresa_has_appointments_in_all_three_states(struct world *w)
{
	for (int s = 1; s < APPUNTAMENTO_STATO_COUNT; s++)
		cr_expect_geq(count_state(w, "p-teresa-esposito", PROFILO_CITTADINO,
				      (enum appuntamento_stato)s), 2, "stato %d", s);
	cr_expect_gt(count_state(w, "p-studio-verdi", PROFILO_INTERMEDIARIO,
			     APPUNTAMENTO_STATO_NONE), 50);
}

static void everybody_of_the_list_can_come_in(struct world *w)
{
	struct persone_demo shown = { 0 };
	struct err err = { 0 };
	size_t n;

	(void)esempio_persone(&n);
	cr_assert(store_persone_demo(w->reader, &w->arena, &shown, &err), "%s", err.cause);
	cr_expect_eq(shown.n, n);
	for (size_t i = 0; i < shown.n; i++) {
		struct domanda d = as(w, shown.items[i].id, shown.items[i].profilo);
		int64_t numero;
		bool in = store_ammesso(w->reader, &d, &numero, &err);

		cr_expect_eq(in, strcmp(d.chi.persona, "p-rag-neri") != 0, "%s", d.chi.persona);
	}
}

static void silvia_manages_what_the_caf_had_booked(struct world *w)
{
	struct domanda d = as(w, "p-silvia-gallo", PROFILO_CITTADINO);
	struct domanda caf = as(w, "p-caf-aurora", PROFILO_INTERMEDIARIO);
	struct ricerca r = { .dal = GIORNO_NONE,
		.al = GIORNO_NONE,
		.escludi_intermediario = true };
	struct appuntamenti page = { 0 };
	struct appuntamento a = { 0 };
	struct err err = { 0 };

	cr_assert(store_appuntamenti(w->reader, &d, &r, &(struct pagina){ 0 }, &page, &err));
	cr_assert_eq(page.n, 1, "not handled by an intermediary any more");
	cr_assert(store_appuntamento(w->reader, &d, page.items[0].id, &a, &err));
	cr_expect_eq(a.storia[a.n_storia - 1].evento, EVENTO_PASSAGGIO_GESTIONE);
	cr_expect(a.cancellabile);
	cr_expect_not(store_appuntamento(w->reader, &caf, page.items[0].id, &a, &err));
	cr_expect_eq(err.code, PROBLEM_NON_TROVATO);
}

Test(sample_store, each_person_shows_what_the_list_says, .timeout = 1200)
{
	struct world w;

	world_open(&w, giorno_from_civil(2026, 11, 23), 0);
	anna_has_a_quesito_for_every_motivo(&w);
	teresa_has_appointments_in_all_three_states(&w);
	everybody_of_the_list_can_come_in(&w);
	silvia_manages_what_the_caf_had_booked(&w);
	world_close(&w);
}

/* Books the first eligible quesito at the first free time: what everybody must be able to do. */
static bool can_book(struct world *w, const char *persona, const char *rapporto)
{
	struct domanda d = as(w, persona, PROFILO_CITTADINO);
	struct quesiti q = { 0 };
	struct punti p = { 0 };
	struct err err = { 0 };
	struct store_job *job = store_job_new(STORE_CONFERMA);
	bool ok;

	cr_assert(store_quesiti(w->reader, &d, rapporto, &q, &err), "%s", err.cause);
	cr_assert(store_punti(w->reader, &d, rapporto, &p, &err), "%s", err.cause);
	job->chi = d.chi;
	job->adesso = w->now;
	job->in.conferma.codice_rapporto_lavoro = rapporto;
	job->in.conferma.quesiti = arena_array(&job->arena, 1, sizeof(char *));
	job->in.conferma.nota = "Prova.";
	job->in.conferma.inizio = INSTANT_NONE;
	for (size_t i = 0; i < q.n && !job->in.conferma.n_quesiti; i++) {
		if (q.items[i].prenotabile)
			job->in.conferma.quesiti[job->in.conferma.n_quesiti++] = q.items[i].id;
	}
	for (size_t i = 0; i < p.n && job->in.conferma.inizio == INSTANT_NONE; i++) {
		job->in.conferma.punto = p.items[i].id;
		job->in.conferma.inizio = p.items[i].primo_libero;
	}
	ok = job->in.conferma.n_quesiti && job->in.conferma.inizio != INSTANT_NONE &&
	     store_run(w->store, job);
	store_job_free(job);
	return ok;
}

/* Days on which holidays, closures and leap years press hardest; the first ones always, the
 * others when there is time (AGENDA_LUNGO). */
static const int days[][3] = { { 2026, 12, 23 }, { 2027, 8, 13 }, { 2027, 1, 1 }, { 2027, 3, 27 },
	{ 2027, 4, 24 }, { 2028, 2, 29 }, { 2026, 10, 24 } };
#define DAYS_ALWAYS 2

Test(sample_store, whatever_the_day_something_can_be_booked, .timeout = 1200)
{
	static const char *const people[][2] = { { "p-anna-bianchi", "0000123456" },
		{ "p-teresa-esposito", "0000345678" }, { "p-karl-hofer", "0000890123" },
		{ "p-giovanni-greco", "0000923456" }, { "p-elena-ricci", "0000567001" },
		{ "p-paolo-marino", "0000934567" }, { "p-marta-kosic", "0000901234" },
		{ "p-carmela-russo", "0000912345" }, { "p-rosa-lombardi", "0000678901" } };

	const char *lungo = getenv("AGENDA_LUNGO");
	size_t n = lungo && *lungo ? sizeof days / sizeof days[0] : DAYS_ALWAYS;

	for (size_t i = 0; i < n; i++) {
		struct world w;

		world_open(&w, giorno_from_civil(days[i][0], days[i][1], days[i][2]), 0);
		for (size_t p = 0; p < sizeof people / sizeof people[0]; p++)
			cr_expect(can_book(&w, people[p][0], people[p][1]), "%s on %d-%d-%d",
				people[p][0], days[i][0], days[i][1], days[i][2]);
		cr_expect_not(can_book(&w, "p-mario-rossi", "0000234567"));
		world_close(&w);
	}
}

Test(sample_store, as_many_appointments_as_asked_for, .timeout = 1200)
{
	struct world w;
	size_t n;

	world_open(&w, giorno_from_civil(2026, 11, 23), 2000);
	n = count_state(&w, "p-centro-servizi", PROFILO_INTERMEDIARIO, APPUNTAMENTO_STATO_NONE);
	cr_expect_geq(n, 2000, "%zu", n);
	for (int s = 1; s < APPUNTAMENTO_STATO_COUNT; s++)
		cr_expect_gt(count_state(&w, "p-centro-servizi", PROFILO_INTERMEDIARIO,
				     (enum appuntamento_stato)s), 50, "stato %d", s);
	world_close(&w);
}
