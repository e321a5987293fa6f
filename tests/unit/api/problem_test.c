/* SPDX-License-Identifier: EUPL-1.2
 *
 * Problems: written whole, read whatever comes. */
#include "api/problem.h"

#include <criterion/criterion.h>
#include <string.h>

Test(problem, is_written_with_its_sentence)
{
	const struct problem p = { .type = PROBLEM_NON_TROVATO };
	struct buf b = { 0 };
	struct err err = { 0 };

	cr_assert(api_problem_encode(&p, &b, &err), "%s", err.cause);
	cr_expect_str_eq(buf_str(&b),
		"{\"type\":\"urn:agenda-appuntamenti:problema:non-trovato\","
		"\"title\":\"Non c'è, o non è visibile a chi ha effettuato l'accesso.\","
		"\"status\":404,"
		"\"detail\":\"Non c'è, o non è visibile a chi ha effettuato l'accesso.\"}");
	buf_release(&b);
}

Test(problem, every_type_travels)
{
	for (int t = ERR_DOMAIN; t < PROBLEM_END_; t++) {
		const struct problem p = { .type = (enum problem_type)t,
			.campo = "nota",
			.limite = 3,
			.attuale = 4 };
		struct buf b = { 0 };
		struct arena a = { 0 };
		struct err err = { 0 };
		struct problem back;
		int status = problem_status(p.type);
		if (status == 0)
			continue;
		cr_assert(api_problem_encode(&p, &b, &err));
		api_problem_decode(status, b.data, b.len, &a, &back);
		cr_expect_eq(back.type, p.type);
		cr_expect_eq(back.status, status);
		cr_expect_str_eq(back.campo, "nota");
		cr_expect_eq(back.attuale, 4);
		cr_expect_eq(back.prenotabile_dal, GIORNO_NONE);
		arena_release(&a);
		buf_release(&b);
	}
}

static const struct {
	int status;
	const char *body;
	enum problem_type type;
} strange[] = {
	{ 503, "<html>Bad gateway</html>", PROBLEM_SERVIZIO_NON_DISPONIBILE },
	{ 502, "", PROBLEM_SERVIZIO_NON_DISPONIBILE },
	{ 500, "{}", PROBLEM_ERRORE_INTERNO },
	{ 599, "null", PROBLEM_ERRORE_INTERNO },
	{ 404, "{\"type\":\"about:blank\"}", PROBLEM_NON_TROVATO },
	{ 401, "", PROBLEM_NON_AUTENTICATO },
	{ 403, "", PROBLEM_PROFILO_NON_AMMESSO },
	{ 418, "", PROBLEM_RICHIESTA_NON_VALIDA },
	{ 429, "slow down", PROBLEM_TROPPE_RICHIESTE },
	{ 409,
		"{\"type\":\"urn:agenda-appuntamenti:problema:nuovo\",\"title\":\"x\","
		"\"status\":409}",
		PROBLEM_RICHIESTA_NON_VALIDA },
	{ 409,
		"{\"type\":\"urn:agenda-appuntamenti:problema:da-verificare\",\"title\":\"x\","
		"\"status\":409}",
		PROBLEM_RICHIESTA_NON_VALIDA },
	{ 409,
		"{\"type\":\"urn:agenda-appuntamenti:problema:orario-occupato\",\"title\":\"x\","
		"\"status\":409,\"novita\":[1,2]}",
		PROBLEM_ORARIO_OCCUPATO },
};

Test(problem, reading_never_fails)
{
	for (size_t i = 0; i < sizeof(strange) / sizeof(strange[0]); i++) {
		struct arena a = { 0 };
		struct problem p;
		api_problem_decode(strange[i].status, strange[i].body,
			strlen(strange[i].body), &a, &p);
		cr_expect_eq(p.type, strange[i].type, "%d %s", strange[i].status,
			strange[i].body);
		cr_expect_eq(p.status, strange[i].status);
		cr_expect_eq(p.prenotabile_dal, GIORNO_NONE);
		arena_release(&a);
	}
}

Test(problem, of_an_error)
{
	struct arena a = { 0 };
	struct problem p;
	struct err err = { 0 };

	err_set(&err, PROBLEM_CAMPO_NON_VALIDO, "x");
	err_field(&err, "nota");
	err_say(&err, "Una frase.");
	api_problem_of(&err, &a, &p);
	cr_expect_eq(p.type, PROBLEM_CAMPO_NON_VALIDO);
	cr_expect_eq(p.status, 422);
	cr_expect_str_eq(p.campo, "nota");
	cr_expect_str_eq(p.detail, "Una frase.");

	err_set(&err, ERR_IO, "/secret/path");
	err_say(&err, "Parole della macchina.");
	api_problem_of(&err, &a, &p);
	cr_expect_eq(p.type, PROBLEM_ERRORE_INTERNO);
	cr_expect_null(p.detail);
	err_set(&err, ERR_BUSY, "x");
	api_problem_of(&err, &a, &p);
	cr_expect_eq(p.status, 503);
	err_set(&err, PROBLEM_OFFLINE, "the client's own");
	api_problem_of(&err, &a, &p);
	cr_expect_eq(p.type, PROBLEM_ERRORE_INTERNO);
	arena_release(&a);
}
