/* SPDX-License-Identifier: EUPL-1.2
 *
 * The help of each command names all its options, and its examples are words that it takes. */
#include "src/cli/command.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void expect_all_named(const struct command_row *row)
{
	const char *text = command_details(row->name), *at = row->options;

	while (*at) {
		char name[64];
		size_t n = strcspn(at, " =*");
		snprintf(name, sizeof(name), "--%.*s", (int)n, at);
		cr_expect(strstr(text, name), "the help of %s does not name %s", row->name, name);
		at += strcspn(at, " ");
		at += strspn(at, " ");
	}
}

static void expect_taken(const struct command_row *row, const char *line)
{
	char copy[400], *argv[32], *rest = copy, *word, names[300];
	struct arena a = { 0 };
	struct args args;
	struct err err = { 0 };
	int argc = 0;

	snprintf(copy, sizeof(copy), "%s", line);
	while ((word = strsep(&rest, " ")))
		argv[argc++] = word;
	while (argc > 1 && strcmp(argv[1], row->name) != 0 && !strncmp(argv[1], "--", 2))
		memmove(argv + 1, argv + 2, sizeof(*argv) * (size_t)(--argc - 1));
	cr_assert(argc > 1 && !strcmp(argv[1], row->name), "%s", line);
	snprintf(names, sizeof(names), "json offline aiuto %s", row->options);
	cr_expect(args_read(&args, names, argc - 2, argv + 2, &a, &err), "%s: %s", line, err.text);
	cr_expect(args.n_words >= row->words_min && args.n_words <= row->words_max, "%s", line);
	arena_release(&a);
}

Test(aiuto, every_command_is_told_and_its_examples_are_true)
{
	for (size_t i = 0; i < n_command_rows; i++) {
		const struct command_row *row = &command_rows[i];
		const char *at = command_examples(row->name);
		cr_assert(command_details(row->name), "%s has no help", row->name);
		cr_assert(at, "%s has no example", row->name);
		expect_all_named(row);
		while (*at) {
			char line[400];
			size_t n = strcspn(at, "\n");
			snprintf(line, sizeof(line), "%.*s", (int)n, at);
			expect_taken(row, line);
			at += n + (at[n] == '\n');
		}
	}
}
