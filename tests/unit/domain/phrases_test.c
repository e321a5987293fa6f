/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/persona.h"
#include "domain/problem.h"
#include "domain/quesito.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(x) (sizeof(x) / sizeof(*(x)))

static struct arena a;

static void release(void)
{
	arena_release(&a);
}

TestSuite(phrases, .fini = release);

Test(phrases, people)
{
	cr_expect_str_eq(persona_phrase(&a, &(struct persona){ "X", "Anna", "Bianchi" }),
		"Anna Bianchi");
	cr_expect_str_eq(persona_phrase(&a, &(struct persona){ .cognome = "Bianchi" }), "Bianchi");
	cr_expect_str_eq(persona_phrase(&a, &(struct persona){ .nome_proprio = "Anna" }), "Anna");
	cr_expect_str_eq(persona_phrase(&a, &(struct persona){ 0 }), "");
}

Test(phrases, masked_contacts)
{
	static const struct {
		const char *numero;
		const char *masked;
	} numbers[] = {
		{ "+393331234567", "+39 3** *** **67" }, { "3331234567", "+39 3** *** **67" },
		{ "0039 333 123 4567", "+39 3** *** **67" }, { "+39 333123456", "+39 3** *** *56" },
		{ "3931234567", "+39 3** *** **67" }, /* 393 is a mobile prefix too */
		{ "0612345678", "***" }, { "12", "***" }, { "", "***" }, { "anna", "***" },
		{ "3331234567333123456733312345673331234567", "***" },
	};
	static const struct {
		const char *indirizzo;
		const char *masked;
	} addresses[] = {
		{ "anna@example.it", "a***@e***.it" }, { "è@così.example", "è***@c***.example" },
		{ "a@b", "a***@b***" }, { "@example.it", "***" }, { "anna@", "***" },
		{ "anna", "***" }, { "", "***" }, { "a@b@c.it", "a***@c***.it" },
		{ "a@.it", "a***@.***" },
	};

	for (size_t i = 0; i < COUNT(numbers); i++)
		cr_expect_str_eq(cellulare_mask(&a, numbers[i].numero), numbers[i].masked, "%s",
			numbers[i].numero);
	for (size_t i = 0; i < COUNT(addresses); i++)
		cr_expect_str_eq(email_mask(&a, addresses[i].indirizzo), addresses[i].masked, "%s",
			addresses[i].indirizzo);
}

Test(phrases, a_protocol_still_on_its_way)
{
	cr_expect_str_eq(quesito_protocollo_phrase(&(struct quesito){ 0 }),
		"protocollazione in corso");
	cr_expect_str_eq(quesito_protocollo_phrase(
				 &(struct quesito){ .protocollo = "INPS.7000.23/11/2026.0001234" }),
		"INPS.7000.23/11/2026.0001234");
}

Test(phrases, problems_name_rule_field_and_way_out)
{
	static struct orario near[] = { { .inizio = 1795769400 }, { .inizio = 1795770600 } };
	static const struct {
		struct problem p;
		const char *phrase;
	} facts[] = {
		{ { .type = PROBLEM_ORARIO_OCCUPATO, .orari_vicini = near, .n_orari_vicini = 2 },
		  "Quell'orario è stato preso da un'altra persona. Gli orari liberi più vicini "
		  "sono: 27/11/2026 09:50, 27/11/2026 10:10." },
		{ { .type = PROBLEM_ORARIO_OCCUPATO },
		  "Quell'orario è stato preso da un'altra persona. Scegli un altro giorno o un "
		  "altro punto di consulenza." },
		{ { .type = PROBLEM_QUESITO_NON_AMMESSO, .motivo = MOTIVO_IN_ATTESA_DI_RISPOSTA,
		    .prenotabile_dal = 20790 },
		  "Il quesito è ancora nel termine per la risposta: si potrà prenotare dal "
		  "03/12/2026. Fino ad allora toglilo dalla richiesta." },
		{ { .type = PROBLEM_QUESITO_NON_AMMESSO, .motivo = MOTIVO_IN_ATTESA_DI_RISPOSTA,
		    .prenotabile_dal = GIORNO_NONE },
		  "Il quesito è ancora nel termine per la risposta: toglilo dalla richiesta." },
		{ { .type = PROBLEM_QUESITO_NON_AMMESSO, .motivo = MOTIVO_RISPOSTO },
		  "Il quesito ha già avuto risposta, senza esito negativo: toglilo dalla "
		  "richiesta." },
		{ { .type = PROBLEM_QUESITO_GIA_IN_APPUNTAMENTO,
		    .appuntamento = "AG-2026-7K3M9QX-C" },
		  "Il quesito è già nell'appuntamento AG-2026-7K3M9QX-C: cancella quello, oppure "
		  "togli il quesito dalla richiesta." },
		{ { .type = PROBLEM_ALLEGATI_TROPPO_GRANDI, .limite = 3145728, .attuale = 4194304 },
		  "Gli allegati sono in tutto 4,0 MB e il massimo è 3,0 MB: togli un file o "
		  "riducine le dimensioni." },
		{ { .type = PROBLEM_ALLEGATI_TROPPO_GRANDI, .limite = 3, .attuale = 4 },
		  "Gli allegati possono essere al massimo 3 e qui sono 4: togline qualcuno." },
		{ { .type = PROBLEM_CAMPO_NON_VALIDO, .campo = "nota", .limite = 2000,
		    .attuale = 2001 },
		  "Controlla la nota: il massimo è 2000, qui 2001." },
		{ { .type = PROBLEM_CAMPO_NON_VALIDO, .campo = "quesiti[1]" },
		  "Controlla i quesiti: il valore non è ammesso." },
		{ { .type = PROBLEM_CAMPO_NON_VALIDO, .campo = "inventato" },
		  "Un campo non rispetta la sua regola." },
		{ { .type = PROBLEM_CAMPO_NON_VALIDO, .campo = "nota",
		    .detail = "La nota\033[2J è lunga." },
		  "La nota[2J è lunga." },
		{ { .type = PROBLEM_NONE, .detail = "Una regola nuova." }, "Una regola nuova." },
		{ { .type = PROBLEM_NONE }, "Il servizio ha rifiutato la richiesta." },
		{ { .type = PROBLEM_GIA_INIZIATO },
		  "L'appuntamento è già iniziato o passato: non si può più cancellare." },
	};

	for (size_t i = 0; i < COUNT(facts); i++)
		cr_expect_str_eq(problem_phrase(&a, &facts[i].p), facts[i].phrase, "%zu: %s", i,
			problem_phrase(&a, &facts[i].p));
}

Test(phrases, every_error_has_a_whole_sentence)
{
	for (int code = ERR_NONE; code < PROBLEM_END_; code++) {
		struct err e = { .code = code };
		const char *s = err_phrase(&a, &e);

		cr_expect(strlen(s) > 7 && s[strlen(s) - 1] == '.', "%d: %s", code, s);
	}
	cr_expect_str_eq(err_phrase(&a, &(struct err){ .code = ERR_IO, .text = "Così." }), "Così.");
}

/* DOMAIN.md, Labels: words that must not be used for these things. */
Test(phrases, no_forbidden_words)
{
	for (int t = ERR_DOMAIN; t < PROBLEM_END_; t++) {
		struct problem p = { .type = (enum problem_type)t, .prenotabile_dal = GIORNO_NONE };

		cr_expect_null(strstr(problem_phrase(&a, &p), "slot"));
		cr_expect_null(strstr(problem_phrase(&a, &p), "F1"));
	}
	cr_expect_null(strstr(problem_sentence(PROBLEM_DA_VERIFICARE), "esito"));
}
