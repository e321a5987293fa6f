/* SPDX-License-Identifier: EUPL-1.2 */
#include "src/options.h"

#include "base/file.h"
#include "domain/calendario.h"
#include "tests/support/folder.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[FOLDER_SIZE];

static void begin(void)
{
	folder_make(folder);
	setenv("XDG_CONFIG_HOME", folder, 1);
	setenv("HOME", folder, 1);
	unsetenv("AGENDA_SERVER");
	unsetenv("AGENDA_LINEARE");
}

static void end(void)
{
	folder_remove(folder);
}

TestSuite(options, .init = begin, .fini = end);

static void write_conf(const char *text)
{
	char path[FOLDER_SIZE + 32];
	struct err err = { 0 };

	snprintf(path, sizeof(path), "%s/agenda", folder);
	cr_assert(file_make_folders(path, &err));
	snprintf(path, sizeof(path), "%s/agenda/agenda.conf", folder);
	cr_assert(file_write(path, text, strlen(text), &err));
}

static bool read_words(struct options *o, const char *warnings[1], struct err *err,
	int argc, char **argv)
{
	memset(o, 0, sizeof(*o));
	return options_read(o, argc, argv, warnings, err);
}

Test(options, the_command_line_wins_over_the_environment_and_that_over_the_file)
{
	struct options o;
	struct err err = { 0 };
	const char *warnings;
	char *bare[] = { "agenda", NULL };
	char *said[] = { "agenda", "--server=https://linea", "cerca", "--json", NULL };

	write_conf("# commento\n\nserver = https://file\nlineare = sì\n");
	cr_assert(read_words(&o, &warnings, &err, 1, bare));
	cr_assert_str_eq(o.server, "https://file");
	cr_assert(o.lineare);
	cr_assert_null(warnings);
	options_release(&o);

	setenv("AGENDA_SERVER", "https://ambiente", 1);
	cr_assert(read_words(&o, &warnings, &err, 1, bare));
	cr_assert_str_eq(o.server, "https://ambiente");
	options_release(&o);

	cr_assert(read_words(&o, &warnings, &err, 4, said));
	cr_assert_str_eq(o.server, "https://linea");
	cr_assert_eq(o.argc, 2);
	cr_assert_str_eq(o.argv[0], "cerca");
	options_release(&o);
}

Test(options, a_wrong_line_of_the_file_is_named_and_the_rest_counts)
{
	struct options o;
	struct err err = { 0 };
	const char *warnings;
	char *bare[] = { "agenda", NULL };

	write_conf("colore = blu\nserver\nlineare = forse\nserver = https://file\n");
	cr_assert(read_words(&o, &warnings, &err, 1, bare));
	cr_assert_str_eq(o.server, "https://file");
	cr_assert_not(o.lineare);
	cr_assert_not_null(strstr(warnings, "agenda.conf:1:"));
	cr_assert_not_null(strstr(warnings, "agenda.conf:2:"));
	cr_assert_not_null(strstr(warnings, "agenda.conf:3:"));
	cr_assert_null(strstr(warnings, "agenda.conf:4:"));
	options_release(&o);
}

Test(options, what_is_wrong_on_the_command_line_ends_the_program_by_name)
{
	static const struct {
		char *word, *value;
		const char *field;
	} table[] = {
		{ "--colore", NULL, "--colore" },
		{ "-x", NULL, "-x" },
		{ "--server", NULL, "server" },
		{ "--server=", NULL, "server" },
		{ "--lineare=forse", NULL, "lineare" },
		{ "--orologio", "ieri", "orologio" },
		{ "--postazione", "altrui", "postazione" },
		{ "--maschera=forse", NULL, "maschera" },
		{ "--blocco", "-1", "blocco" },
		{ "--blocco", "1441", "blocco" },
		{ "--blocco", "10m", "blocco" },
		{ "--conserva", "sempre", "conserva" },
		{ "--conserva", "99999999999999999999", "conserva" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct options o;
		struct err err = { 0 };
		const char *warnings;
		char *argv[] = { "agenda", table[i].word, table[i].value, NULL };

		cr_assert_not(read_words(&o, &warnings, &err, table[i].value ? 3 : 2, argv),
			"%s", table[i].word);
		cr_assert_eq(err.code, ERR_USAGE);
		cr_assert_str_eq(err.field, table[i].field);
		cr_assert(*err.text);
		options_release(&o);
	}
}

Test(options, what_nobody_said_depends_on_whose_machine_it_is)
{
	static const struct {
		const char *conf;
		int maschera, blocco, conserva;
	} table[] = {
		{ "", SCELTA_NO, 0, 0 },
		{ "postazione = personale\n", SCELTA_NO, 0, 0 },
		{ "postazione = condivisa\n", SCELTA_SI, 300, 90 },
		{ "blocco = 0\nconserva = 0\nmaschera = no\npostazione = condivisa\n", SCELTA_NO, 0, 0 },
		{ "postazione = condivisa\nblocco = 50\n", SCELTA_SI, 3000, 90 },
		{ "blocco = 90s\nmaschera = sì\nconserva = 7\n", SCELTA_SI, 90, 7 },
		{ "blocco = 1440\n", SCELTA_NO, 86400, 0 },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct options o;
		struct err err = { 0 };
		const char *warnings;
		char *bare[] = { "agenda", NULL };

		write_conf(table[i].conf);
		cr_assert(read_words(&o, &warnings, &err, 1, bare));
		cr_expect_null(warnings, "%s", warnings);
		cr_expect_eq(o.maschera, table[i].maschera, "%s", table[i].conf);
		cr_expect_eq(o.blocco, table[i].blocco, "%s: %d", table[i].conf, o.blocco);
		cr_expect_eq(o.conserva, table[i].conserva, "%s: %d", table[i].conf, o.conserva);
		options_release(&o);
	}
}

Test(options, the_sample_file_names_every_default_and_is_taken_back)
{
	struct arena a = { 0 };
	char *sample = options_sample(&a);
	struct options o;
	struct err err = { 0 };
	const char *warnings;
	char *bare[] = { "agenda", NULL };

	cr_assert_not_null(strstr(sample, "#server ="));
	cr_assert_null(strstr(sample, "orologio"), "a setting of tests is no setting of people");
	write_conf(sample);
	cr_assert(read_words(&o, &warnings, &err, 1, bare));
	cr_assert_null(warnings);
	options_release(&o);
	arena_release(&a);
}
