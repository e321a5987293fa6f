/* SPDX-License-Identifier: EUPL-1.2 */
#include "src/cli/args.h"

#include <criterion/criterion.h>
#include <string.h>

static const char names[] = "rapporto= quesito=* json";

Test(args, options_words_and_repeated_values)
{
	char *argv[] = { "AG-1", "--quesito", "Q1", "--json", "--quesito=Q2", "--", "--rapporto" };
	struct args args;
	struct arena a = { 0 };
	struct err err = { 0 };
	const char *values[4];

	cr_assert(args_read(&args, names, 7, argv, &a, &err), "%s", err.text);
	cr_assert_eq(args.n_words, 2);
	cr_assert_str_eq(args.words[1], "--rapporto");
	cr_assert(args_has(&args, "json"));
	cr_assert_null(args_value(&args, "rapporto"));
	cr_assert_eq(args_values(&args, "quesito", values, 4), 2);
	cr_assert_str_eq(values[1], "Q2");
	arena_release(&a);
}

Test(args, what_is_wrong_is_named)
{
	static const struct {
		char *first, *second, *third, *fourth;
		const char *field;
	} table[] = {
		{ "--colore", NULL, NULL, NULL, "--colore" },
		{ "--rapporto", NULL, NULL, NULL, "--rapporto" },
		{ "--json=sì", NULL, NULL, NULL, "--json=sì" },
		{ "--rapporto", "1", "--rapporto", "2", "--rapporto" },
		{ "--rapporto=\xff", NULL, NULL, NULL, "--rapporto=\xff" },
		{ "--rapport", "1", NULL, NULL, "--rapport" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		char *argv[] = { table[i].first, table[i].second, table[i].third, table[i].fourth };
		struct args args;
		struct arena a = { 0 };
		struct err err = { 0 };
		int argc = 0;

		while (argc < 4 && argv[argc])
			argc++;
		cr_assert_not(args_read(&args, names, argc, argv, &a, &err), "%s", argv[0]);
		cr_assert_eq(err.code, ERR_USAGE);
		cr_assert_str_eq(err.field, table[i].field);
		arena_release(&a);
	}
}
