/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/problem.h"
#include "domain/words.h"

#include <criterion/criterion.h>
#include <string.h>

#define POINTER_(tag, PREFIX, LIST, name) &tag##_words,
static const struct words *const all[] = { WORDS_VOCABULARIES(POINTER_) };

Test(words, every_code_is_found_again_and_has_a_label)
{
	for (size_t v = 0; v < sizeof(all) / sizeof(*all); v++) {
		cr_assert_str_eq(words_code(all[v], 0), "");
		cr_assert_str_eq(words_label(all[v], 0), "");
		for (size_t i = 1; i < all[v]->n; i++) {
			const char *code = words_code(all[v], (int)i);

			cr_expect_eq(words_find(all[v], code), (int)i, "%s", code);
			cr_expect(*words_label(all[v], (int)i), "%s", code);
		}
	}
}

Test(words, an_unknown_word_is_none_and_never_a_neighbour)
{
	cr_assert_eq(words_find(&argomento_words, "MAVV"), ARGOMENTO_NONE);
	cr_assert_eq(words_find(&argomento_words, "mav"), ARGOMENTO_NONE);
	cr_assert_eq(words_find(&argomento_words, ""), ARGOMENTO_NONE);
	cr_assert_eq(words_find(&argomento_words, NULL), ARGOMENTO_NONE);
}

/* Messaggio INPS 2651/2019, point "Stato dell'appuntamento". */
Test(words, the_three_labels_are_those_of_the_founding_document)
{
	cr_assert_eq(APPUNTAMENTO_STATO_COUNT, 4);
	cr_assert_str_eq(words_label(&appuntamento_stato_words, APPUNTAMENTO_STATO_CONFERMATO),
		"Confermato");
	cr_assert_str_eq(
		words_label(&appuntamento_stato_words, APPUNTAMENTO_STATO_CHIUSO_E_DEFINITO),
		"Chiuso e Definito");
	cr_assert_str_eq(words_label(&appuntamento_stato_words, APPUNTAMENTO_STATO_CANCELLATO),
		"Cancellato");
	cr_assert_str_eq(words_label(&quesito_esito_words, QUESITO_ESITO_RESPINTO),
		"Esito negativo (Respinto)");
}

Test(problem, every_type_is_found_again_and_is_a_sentence)
{
	for (int t = ERR_DOMAIN; t < PROBLEM_END_; t++) {
		const char *name = problem_type_name((enum problem_type)t);
		const char *sentence = problem_sentence((enum problem_type)t);

		cr_expect_eq((int)problem_find(name), t, "%s", name);
		cr_expect_eq(sentence[strlen(sentence) - 1], '.', "%s", sentence);
		cr_expect_neq(problem_exit(t), 0, "%s", name);
		cr_expect_eq(strspn(name, "abcdefghijklmnopqrstuvwxyz-"), strlen(name));
	}
	cr_assert_eq(problem_find("inventato"), PROBLEM_NONE);
	cr_assert_eq(problem_find(NULL), PROBLEM_NONE);
	cr_assert_eq(problem_find(""), PROBLEM_NONE);
}

Test(problem, statuses_and_exits)
{
	cr_assert_eq(problem_status(PROBLEM_ORARIO_OCCUPATO), 409);
	cr_assert_eq(problem_status(PROBLEM_OFFLINE), 0);
	cr_assert_eq(problem_status(PROBLEM_NONE), 0);
	cr_assert_eq(problem_exit(ERR_NONE), 0);
	cr_assert_eq(problem_exit(ERR_USAGE), 64);
	cr_assert_eq(problem_exit(ERR_NETWORK), 69);
	cr_assert_eq(problem_exit(ERR_CONSTRAINT), 70);
	cr_assert_eq(problem_exit(PROBLEM_OFFLINE), 69);
	cr_assert_eq(problem_exit(PROBLEM_ORARIO_OCCUPATO), 75);
	cr_assert_eq(problem_exit(9999), 70);
}
