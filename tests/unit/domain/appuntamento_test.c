/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/appuntamento.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(x) (sizeof(x) / sizeof(*(x)))

/* `n` times `unit`, in the test's own memory. */
static char *times(const char *unit, size_t n, const char *after)
{
	char *s = calloc(n * strlen(unit) + strlen(after) + 1, 1);

	for (size_t i = 0; i < n; i++)
		memcpy(s + i * strlen(unit), unit, strlen(unit));
	memcpy(s + n * strlen(unit), after, strlen(after));
	return s;
}

static void expect_nota(const char *nota, int code)
{
	struct err e = { 0 };

	cr_expect_eq(nota_check(nota, &e), code == 0, "%.40s", nota ? nota : "NULL");
	cr_expect_eq(e.code, code, "%.40s: %s", nota ? nota : "NULL", e.text);
	cr_expect_str_eq(e.field, code ? "nota" : "");
}

Test(nota, is_of_1_to_2000_code_points_after_trimming)
{
	const char *const units[] = { "x", "è", "€", "\U0001F600" };

	for (size_t i = 0; i < COUNT(units); i++) {
		char *most = times(units[i], 2000, " \n");
		char *more = times(units[i], 2001, "");

		expect_nota(most, 0);
		expect_nota(more, PROBLEM_CAMPO_NON_VALIDO);
		free(most);
		free(more);
	}
	expect_nota("x", 0);
	expect_nota(" Chiarimenti sul MAV\n", 0);
	expect_nota(NULL, PROBLEM_NOTA_MANCANTE);
	expect_nota("", PROBLEM_NOTA_MANCANTE);
	expect_nota(" \n\t\u00A0", PROBLEM_NOTA_MANCANTE);
	expect_nota("\u200B\u2060 \uFEFF", PROBLEM_NOTA_MANCANTE); /* draws nothing */
}

static struct richiesta_appuntamento good(void)
{
	static const char *quesiti[] = { "Q1", "Q2" };
	static const char *allegati[] = { "A1" };
	static enum canale canali[] = { CANALE_EMAIL, CANALE_PEC };

	return (struct richiesta_appuntamento){ "0000123456", quesiti, 2, "P7000-01", 1795770000,
		"Chiarimenti", allegati, 1, canali, 2 };
}

static void expect_refused(const struct richiesta_appuntamento *r, int code, const char *field)
{
	struct err e = { 0 };

	cr_expect_not(richiesta_check(r, &e), "%s", field);
	cr_expect_eq(e.code, code, "%s: %d", field, e.code);
	cr_expect_str_eq(e.field, field);
	cr_expect(*e.text && e.text[strlen(e.text) - 1] == '.', "%s", e.text);
}

Test(richiesta, the_first_broken_rule_is_named_with_its_field)
{
	struct richiesta_appuntamento r = good();
	const char *twice[] = { "Q1", "Q2", "Q1" };
	const char *empty[] = { "Q1", "" };
	const char *many[QUESITI_PER_APPUNTAMENTO_MAX + 1];
	const char *four[] = { "A1", "A2", "A3", "A4" };
	enum canale again[] = { CANALE_PEC, CANALE_PEC };
	enum canale none[] = { CANALE_NONE };
	enum canale wild[] = { (enum canale)99 };

	cr_expect(richiesta_check(&r, NULL));
	r.codice_rapporto_lavoro = NULL;
	expect_refused(&r, PROBLEM_CAMPO_NON_VALIDO, "codice_rapporto_lavoro");
	r.codice_rapporto_lavoro = "123456";
	expect_refused(&r, PROBLEM_CAMPO_NON_VALIDO, "codice_rapporto_lavoro");
	r = good();
	r.n_quesiti = 0;
	expect_refused(&r, PROBLEM_CAMPO_NON_VALIDO, "quesiti");
	for (size_t i = 0; i < COUNT(many); i++)
		many[i] = "Q1";
	r.quesiti = many;
	r.n_quesiti = COUNT(many);
	expect_refused(&r, PROBLEM_CAMPO_NON_VALIDO, "quesiti");
	r.quesiti = twice;
	r.n_quesiti = 3;
	expect_refused(&r, PROBLEM_CAMPO_NON_VALIDO, "quesiti[2]");
	r.quesiti = empty;
	r.n_quesiti = 2;
	expect_refused(&r, PROBLEM_CAMPO_NON_VALIDO, "quesiti[1]");
	r = good();
	r.punto = "";
	expect_refused(&r, PROBLEM_CAMPO_NON_VALIDO, "punto");
	r = good();
	r.inizio = INSTANT_NONE;
	expect_refused(&r, PROBLEM_CAMPO_NON_VALIDO, "inizio");
	r = good();
	r.nota = NULL;
	expect_refused(&r, PROBLEM_NOTA_MANCANTE, "nota");
	r = good();
	r.allegati = four;
	r.n_allegati = 4;
	expect_refused(&r, PROBLEM_ALLEGATI_TROPPO_GRANDI, "allegati");
	r.allegati = twice;
	r.n_allegati = 3;
	expect_refused(&r, PROBLEM_CAMPO_NON_VALIDO, "allegati[2]");
	r = good();
	r.canali = again;
	expect_refused(&r, PROBLEM_CAMPO_NON_VALIDO, "canali[1]");
	r.canali = none;
	r.n_canali = 1;
	expect_refused(&r, PROBLEM_CAMPO_NON_VALIDO, "canali[0]");
	r.canali = wild;
	expect_refused(&r, PROBLEM_CAMPO_NON_VALIDO, "canali[0]");
	r = good();
	r.n_allegati = r.n_canali = 0;
	cr_expect(richiesta_check(&r, NULL));
}

#define NO_STATE PROBLEM_STATO_NON_AMMESSO
#define STARTED  PROBLEM_GIA_INIZIATO
#define YES      PROBLEM_NONE

Test(appuntamento, transitions)
{
	/* One second before the start, and at the start. */
	static const struct {
		enum evento evento;
		enum appuntamento_stato stato;
		enum problem_type before;
		enum problem_type at_start;
	} facts[] = {
		{ EVENTO_CONFERMA, APPUNTAMENTO_STATO_NONE, YES, PROBLEM_DATA_NON_PRENOTABILE },
		{ EVENTO_CONFERMA, APPUNTAMENTO_STATO_CONFERMATO, NO_STATE, NO_STATE },
		{ EVENTO_CONFERMA, APPUNTAMENTO_STATO_CANCELLATO, NO_STATE, NO_STATE },
		{ EVENTO_MODIFICA, APPUNTAMENTO_STATO_CONFERMATO, YES, STARTED },
		{ EVENTO_DISDETTA, APPUNTAMENTO_STATO_CONFERMATO, YES, STARTED },
		{ EVENTO_DEFINIZIONE, APPUNTAMENTO_STATO_CONFERMATO, YES, STARTED },
		{ EVENTO_CANCELLAZIONE, APPUNTAMENTO_STATO_CONFERMATO, YES, STARTED },
		{ EVENTO_PASSAGGIO_GESTIONE, APPUNTAMENTO_STATO_CONFERMATO, YES, YES },
		{ EVENTO_MODIFICA, APPUNTAMENTO_STATO_CANCELLATO, NO_STATE, NO_STATE },
		{ EVENTO_DISDETTA, APPUNTAMENTO_STATO_CANCELLATO, NO_STATE, NO_STATE },
		{ EVENTO_DEFINIZIONE, APPUNTAMENTO_STATO_CANCELLATO, NO_STATE, NO_STATE },
		{ EVENTO_CANCELLAZIONE, APPUNTAMENTO_STATO_CANCELLATO, NO_STATE, NO_STATE },
		{ EVENTO_CANCELLAZIONE, APPUNTAMENTO_STATO_CHIUSO_E_DEFINITO, NO_STATE, NO_STATE },
		{ EVENTO_DEFINIZIONE, APPUNTAMENTO_STATO_CHIUSO_E_DEFINITO, NO_STATE, NO_STATE },
		{ EVENTO_MODIFICA, APPUNTAMENTO_STATO_NONE, NO_STATE, NO_STATE },
		{ EVENTO_NONE, APPUNTAMENTO_STATO_CONFERMATO, NO_STATE, NO_STATE },
	};
	instant inizio = 1795770000;

	for (size_t i = 0; i < COUNT(facts); i++) {
		cr_expect_eq((int)appuntamento_may(facts[i].stato, facts[i].evento, inizio,
				     inizio - 1),
			(int)facts[i].before, "%zu before", i);
		cr_expect_eq((int)appuntamento_may(facts[i].stato, facts[i].evento, inizio, inizio),
			(int)facts[i].at_start, "%zu at the start", i);
	}
	cr_expect_eq((int)appuntamento_may_cancel(APPUNTAMENTO_STATO_CONFERMATO, inizio,
			     inizio + 86400),
		(int)STARTED);
	cr_expect_eq((int)appuntamento_may_cancel(APPUNTAMENTO_STATO_CONFERMATO, inizio,
			     inizio - 1),
		(int)YES);
}

Test(appuntamento, a_remark_is_not_a_state)
{
	struct arena a = { 0 };

	cr_expect_str_eq(appuntamento_stato_phrase(&a, APPUNTAMENTO_STATO_CONFERMATO,
				 ANNOTAZIONE_NONE),
		"Confermato");
	cr_expect_str_eq(appuntamento_stato_phrase(&a, APPUNTAMENTO_STATO_CONFERMATO,
				 ANNOTAZIONE_SVOLTO),
		"Confermato · svolto");
	arena_release(&a);
}
