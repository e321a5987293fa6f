/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reading: who sees what, quesiti with their reasons, punti with their first free time, pages. */
#include "store_support.h"

#include <stdio.h>
#include <string.h>

static struct world w;

#define ORA at(11, 25, 9, 10)

static void setup(void)
{
	world_open(&w);
}

static void teardown(void)
{
	world_close(&w);
}

TestSuite(store_lettura, .init = setup, .fini = teardown);

static struct domanda anna(void)
{
	return ask_as(&w, ANNA, PROFILO_CITTADINO);
}

Test(store_lettura, profilo_of_each_kind)
{
	int64_t numero;
	struct domanda d = anna();
	struct profilo p;

	cr_assert(store_profilo(w.reader, &d, &p, &w.err));
	cr_expect_str_eq(p.id, ANNA);
	cr_expect_str_eq(p.persona.nome_proprio, "Anna");
	cr_expect_eq(p.n_profili, 1);
	cr_expect(p.abilitato);
	d = ask_as(&w, VERDI, PROFILO_INTERMEDIARIO);
	cr_assert(store_profilo(w.reader, &d, &p, &w.err));
	cr_expect_str_eq(p.tipo_delegato, "03");
	cr_assert_eq(p.n_deleganti, 1);
	cr_expect_eq(p.deleganti[0].stato, DELEGA_STATO_ATTIVA);
	cr_expect_eq(p.deleganti[0].rapporti, 1);
	d = ask_as(&w, NERI, PROFILO_INTERMEDIARIO);
	cr_assert(store_profilo(w.reader, &d, &p, &w.err), "also who is not abilitato");
	cr_expect_not(p.abilitato);
	cr_expect_not(store_ammesso(w.reader, &d, &numero, &w.err));
	cr_expect_eq(w.err.code, PROBLEM_INTERMEDIARIO_NON_ABILITATO);
	d = ask_as(&w, OPERATORE, PROFILO_OPERATORE);
	cr_assert(store_profilo(w.reader, &d, &p, &w.err));
	cr_expect_str_eq(p.profili[0].codice_sede_inps, "7000");
	cr_expect_str_eq(p.profili[0].denominazione, "Roma");
	d = ask_as(&w, ANNA, PROFILO_OPERATORE);
	cr_expect_not(store_profilo(w.reader, &d, &p, &w.err));
	cr_expect_eq(w.err.code, PROBLEM_PROFILO_NON_AMMESSO);
}

Test(store_lettura, quesiti_say_whether_and_why_not)
{
	static const struct {
		const char *id;
		bool prenotabile;
		enum motivo motivo;
	} expected[] = {
		{ "q-resp", true, MOTIVO_ESITO_NEGATIVO },
		{ "q-resp2", true, MOTIVO_ESITO_NEGATIVO },
		{ "q-scaduto", true, MOTIVO_TERMINE_SCADUTO },
		{ "q-attesa", false, MOTIVO_IN_ATTESA_DI_RISPOSTA },
		{ "q-accolto", false, MOTIVO_ACCOLTO },
		{ "q-risposto", false, MOTIVO_RISPOSTO },
	};
	struct domanda d = anna();
	struct quesiti q;

	cr_assert(store_quesiti(w.reader, &d, R_ANNA, &q, &w.err));
	cr_assert_eq(q.n, 6);
	for (size_t i = 0; i < 6; i++) {
		for (size_t j = 0; j < 6; j++) {
			if (strcmp(q.items[j].id, expected[i].id) != 0)
				continue;
			cr_expect_eq(q.items[j].prenotabile, expected[i].prenotabile,
				"%s", expected[i].id);
			cr_expect_eq(q.items[j].motivo, expected[i].motivo, "%s",
				expected[i].id);
		}
	}
	cr_expect_str_eq(q.items[0].id, "q-attesa", "the newest first");
	cr_expect_str_eq(q.items[1].id, "q-accolto");
	for (size_t j = 0; j < 6; j++) {
		if (strcmp(q.items[j].id, "q-risposto") == 0) {
			cr_assert_eq(q.items[j].n_comunicazioni, 1);
			cr_assert_eq(q.items[j].comunicazioni[0].n_allegati, 1);
			cr_expect_str_eq(q.items[j].comunicazioni[0].allegati[0].nome,
				"risposta.pdf");
		}
	}
}

Test(store_lettura, a_closure_of_the_sede_moves_the_term)
{
	struct chiusura_importata c[] = { { on(11, 24), "assemblea", false } };
	struct sede_importata s = { "7000", "Roma", "Roma", c, 1 };
	struct domanda d = anna();
	struct quesiti q;

	world_import(&w,
		&(struct record_importazione){ .tipo = TIPO_RECORD_SEDE, .sede = &s });
	cr_assert(store_quesiti(w.reader, &d, R_ANNA, &q, &w.err));
	cr_expect_eq(q.items[0].prenotabile_dal, on(12, 8),
		"one working day later: Monday, so the "
		"day after it");
}

Test(store_lettura, only_competent_punti_with_their_first_free_time)
{
	struct domanda d = anna();
	struct punti p;

	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp",
			     at(11, 23, 9, 10), NULL),
		PROBLEM_NONE);
	cr_assert(store_punti(w.reader, &d, R_ANNA, &p, &w.err));
	cr_assert_eq(p.n, 2);
	cr_expect_str_eq(p.items[0].id, PUNTO);
	cr_expect_eq(p.items[0].primo_libero, at(11, 23, 9, 10), "two places are left");
	cr_expect_eq(p.items[0].ultimo_giorno, on(12, 23));
	cr_expect_str_eq(p.items[0].orari_di_apertura, "lunedì-venerdì 08:30-12:30");
	/* 23 weekdays from 23/11 to 23/12, less 8/12, less what is past today at nine */
	cr_expect_eq(p.items[0].orari_liberi, 22 * 12 - 2);
}

Test(store_lettura, disponibilita_day_by_day)
{
	struct domanda d = anna();
	struct disponibilita x;

	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, NULL),
		PROBLEM_NONE);
	cr_assert(store_disponibilita(
		w.reader, &d, PUNTO, on(11, 23), on(12, 8), &x, &w.err));
	cr_assert_eq(x.n_giorni, 16);
	cr_expect_eq(x.giorni[2].data, on(11, 25));
	cr_expect_eq(x.giorni[2].n_orari, 12);
	cr_expect_eq(x.giorni[2].posti, 36);
	cr_expect_eq(x.giorni[2].posti_liberi, 35);
	cr_expect_eq(x.giorni[2].orari[2].posti_liberi, 2);
	cr_expect_eq(x.giorni[2].orari[2].inizio, ORA);
	cr_expect_null(x.giorni[2].chiuso);
	cr_expect_str_eq(x.giorni[6].chiuso, "domenica");
	cr_expect_str_eq(x.giorni[15].chiuso, "Immacolata Concezione");
	cr_expect_not(store_disponibilita(
			      w.reader, &d, PUNTO_TO, on(11, 23), on(11, 24), &x, &w.err),
		"no rapporto of hers is of that sede");
	cr_expect_eq(w.err.code, PROBLEM_NON_TROVATO);
	cr_expect_not(store_disponibilita(
		w.reader, &d, PUNTO, on(11, 23), on(11, 22), &x, &w.err));
	cr_expect_eq(w.err.code, PROBLEM_CAMPO_NON_VALIDO);
	cr_expect_not(
		store_disponibilita(w.reader, &d, PUNTO, on(1, 1), on(3, 4), &x, &w.err));
}

Test(store_lettura, recapiti_are_masked_and_the_missing_ones_said)
{
	struct domanda d = anna();
	struct recapiti r;

	cr_assert(store_recapiti(w.reader, &d, R_ANNA, &r, &w.err));
	cr_assert_eq(r.n, 3);
	cr_expect_not(r.items[0].disponibile);
	cr_expect(r.items[1].disponibile);
	cr_expect_eq(r.items[1].canale, CANALE_EMAIL);
	cr_expect_null(strstr(r.items[1].valore_mascherato, "qualcuno"));
}

Test(store_lettura, what_one_may_not_see_is_absent)
{
	struct domanda d = ask_as(&w, MARIO, PROFILO_CITTADINO);
	struct appuntamento a;
	struct allegato_contenuto c;
	struct rapporto r;
	struct quesiti q;
	struct punti p;
	struct recapiti k;
	char id[32];

	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, id),
		PROBLEM_NONE);
	cr_expect_not(store_rapporto(w.reader, &d, R_ANNA, &r, &w.err));
	cr_expect_eq(w.err.code, PROBLEM_NON_TROVATO);
	cr_expect_not(store_quesiti(w.reader, &d, R_ANNA, &q, &w.err));
	cr_expect_not(store_punti(w.reader, &d, R_ANNA, &p, &w.err));
	cr_expect_not(store_recapiti(w.reader, &d, R_ANNA, &k, &w.err));
	cr_expect_not(store_appuntamento(w.reader, &d, id, &a, &w.err));
	cr_expect_eq(w.err.code, PROBLEM_NON_TROVATO);
	cr_expect_not(store_allegato(w.reader, &d, "a-risposta", &c, &w.err));
	cr_expect_eq(w.err.code, PROBLEM_NON_TROVATO);
	d = ask_as(&w, AURORA, PROFILO_INTERMEDIARIO);
	cr_expect_not(store_rapporto(w.reader, &d, R_MARIO, &r, &w.err));
	cr_expect_eq(w.err.code, PROBLEM_NON_TROVATO, "never delegated");
	d = ask_as(&w, OPERATORE, PROFILO_OPERATORE);
	cr_expect(store_rapporto(w.reader, &d, R_ANNA, &r, &w.err), "of the own sede");
}

Test(store_lettura, a_lost_delega_is_said_for_the_rapporto_only)
{
	struct domanda d = ask_as(&w, VERDI, PROFILO_INTERMEDIARIO);
	struct rapporto r;
	struct rapporti all;
	struct profilo p;
	struct pagina page = { 0 };

	cr_expect(store_rapporto(w.reader, &d, R_MARIO, &r, &w.err));
	world_delega(&w, CF_MARIO, VERDI, DELEGA_STATO_REVOCATA, on(3, 2));
	cr_expect_not(store_rapporto(w.reader, &d, R_MARIO, &r, &w.err));
	cr_expect_eq(w.err.code, PROBLEM_DELEGA_NON_ATTIVA);
	cr_expect(store_rapporti(w.reader, &d, NULL, &page, &all, &w.err));
	cr_expect_eq(all.n, 0);
	cr_expect(store_profilo(w.reader, &d, &p, &w.err));
	cr_expect_eq(p.deleganti[0].stato, DELEGA_STATO_REVOCATA);
	cr_expect_eq(p.deleganti[0].rapporti, 0);
}

/* ---- pages -------------------------------------------------------------------------------------- */

static size_t walk(const struct domanda *d, const struct ricerca *f, int limit,
	void (*between)(void))
{
	struct pagina p = { .limit = limit };
	struct appuntamenti page;
	instant last = INT64_MAX;
	size_t n = 0;

	do {
		cr_assert(store_appuntamenti(w.reader, d, f, &p, &page, &w.err), "%s",
			w.err.cause);
		for (size_t i = 0; i < page.n; i++, n++) {
			cr_expect_leq(page.items[i].inizio, last, "the latest first");
			last = page.items[i].inizio;
		}
		p.cursor = page.next_cursor;
		if (between)
			between();
	} while (p.cursor);
	return n;
}

static void book_many(int n)
{
	char quesito[32];

	for (int i = 0; i < n; i++) {
		snprintf(quesito, sizeof quesito, "q-molti-%d", i);
		world_quesito(&w, quesito, R_ANNA);
		cr_assert_eq(
			confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, quesito,
				at(11, 24 + i / 36, 8, 30) + i / 3 % 12 * 1200, NULL),
			PROBLEM_NONE, "%d", i);
	}
}

static int extra;

static void book_another(void)
{
	char quesito[32];

	snprintf(quesito, sizeof quesito, "q-altri-%d", extra);
	world_quesito(&w, quesito, R_ANNA2);
	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA2, quesito,
			     at(12, 1 + extra / 24, 8, 30) + extra / 2 % 12 * 1200, NULL),
		PROBLEM_NONE);
	extra++;
}

Test(store_lettura, pages_by_key_are_whole)
{
	struct ricerca all = { .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct ricerca confirmed = all, of_rapporto = all, from = all, until = all,
		       one_day = all;
	struct domanda d = anna();

	confirmed.stato = APPUNTAMENTO_STATO_CONFERMATO;
	of_rapporto.codice_rapporto_lavoro = R_ANNA;
	from.dal = on(11, 25);
	until.al = on(11, 24);
	one_day.dal = one_day.al = on(11, 24);
	book_many(40);
	cr_expect_eq(walk(&d, &all, 7, NULL), 40);
	cr_expect_eq(walk(&d, &all, 40, NULL), 40, "the last page is exactly full");
	cr_expect_eq(walk(&d, &confirmed, 3, NULL), 40);
	cr_expect_eq(walk(&d, &of_rapporto, 1, NULL), 40);
	cr_expect_eq(walk(&d, &from, 3, NULL), 4);
	cr_expect_eq(walk(&d, &until, 5, NULL), 36);
	cr_expect_eq(walk(&d, &one_day, 5, NULL), 36);
	confirmed.stato = APPUNTAMENTO_STATO_CANCELLATO;
	cr_expect_eq(walk(&d, &confirmed, 3, NULL), 0);
}

Test(store_lettura, pages_hold_while_others_book)
{
	struct ricerca all = { .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct domanda d = anna();

	book_many(20);
	extra = 0;
	/* what is booked meanwhile comes before the first page: nothing is twice or missing */
	cr_expect_eq(walk(&d, &all, 3, book_another), 20);
	cr_expect_eq(walk(&d, &all, 3, NULL), 20 + (size_t)extra);
}

Test(store_lettura, rapporti_in_pages_and_by_digits)
{
	struct domanda d = ask_as(&w, VERDI, PROFILO_INTERMEDIARIO);
	struct pagina p = { .limit = 10 };
	struct rapporti page;
	char codice[32], last[32] = "";
	size_t n = 0;

	for (int i = 0; i < 33; i++) {
		snprintf(codice, sizeof codice, "00003%05d", i);
		world_rapporto(&w, codice, CF_MARIO, "Mario", "7000");
	}
	do {
		cr_assert(store_rapporti(w.reader, &d, NULL, &p, &page, &w.err));
		for (size_t i = 0; i < page.n; i++, n++) {
			cr_expect_str_eq(page.items[i].datore.cognome, "Rossi");
			cr_expect(strcmp(page.items[i].codice_rapporto_lavoro, last) > 0);
			snprintf(last, sizeof last, "%s",
				page.items[i].codice_rapporto_lavoro);
		}
		p.cursor = page.next_cursor;
	} while (p.cursor);
	cr_expect_eq(n, 34);
	cr_assert(store_rapporti(w.reader, &d, "30003", &p, &page, &w.err));
	cr_expect_eq(page.n, 3, "…30030, …30031, …30032");
	p.cursor = "nonsense";
	cr_expect_not(store_rapporti(w.reader, &d, NULL, &p, &page, &w.err));
	cr_expect_eq(w.err.code, PROBLEM_CURSORE_NON_VALIDO);
}

Test(store_lettura, escludi_intermediario_is_the_cittadinos_own_filter)
{
	struct ricerca f = {
		.dal = GIORNO_NONE, .al = GIORNO_NONE, .escludi_intermediario = true
	};
	struct domanda d = ask_as(&w, MARIO, PROFILO_CITTADINO);
	struct pagina p = { 0 };
	struct appuntamenti page;

	cr_assert_eq(
		confirm(&w, VERDI, PROFILO_INTERMEDIARIO, R_MARIO, "q-mario", ORA, NULL),
		PROBLEM_NONE);
	cr_assert_eq(
		confirm(&w, MARIO, PROFILO_CITTADINO, R_MARIO, "q-mario2", ORA, NULL),
		PROBLEM_NONE);
	cr_assert(store_appuntamenti(w.reader, &d, &f, &p, &page, &w.err));
	cr_expect_eq(page.n, 1);
	f.escludi_intermediario = false;
	cr_assert(store_appuntamenti(w.reader, &d, &f, &p, &page, &w.err));
	cr_expect_eq(page.n, 2);
	f.escludi_intermediario = true;
	d = ask_as(&w, VERDI, PROFILO_INTERMEDIARIO);
	cr_expect_not(store_appuntamenti(w.reader, &d, &f, &p, &page, &w.err));
	cr_expect_eq(w.err.code, PROBLEM_FILTRO_NON_AMMESSO);
	p.cursor = "12";
	cr_expect_not(store_appuntamenti(w.reader, &d, &f, &p, &page, &w.err));
	cr_expect_eq(w.err.code, PROBLEM_CURSORE_NON_VALIDO);
}

Test(store_lettura, demo_people_are_those_with_a_description)
{
	struct persone_demo p;

	cr_assert(store_persone_demo(w.reader, &w.arena, &p, &w.err));
	cr_assert_eq(p.n, 2);
	cr_expect_str_eq(p.items[0].id, ANNA);
	cr_expect_str_eq(p.items[0].nome, "Anna Bianchi");
	cr_expect(store_vivo(w.reader, &w.err));
}
