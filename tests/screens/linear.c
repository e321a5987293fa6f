/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The second voice of the same screens: a whole booking in lines, as a screen reader
 * hears it.
 */
#include "tests/screens/stage.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* Each line is said back, so that the golden reads like the session. */
static void hear(struct stage *s, const char *lines)
{
	while (*lines) {
		char line[300];
		size_t n = strcspn(lines, "\n");

		snprintf(line, sizeof(line), "%.*s", (int)n, lines);
		buf_addf(&s->heard, "%s\n", line);
		stage_carry_out(s, shell_line(&s->shell, &s->model, line, &s->heard));
		shell_say(&s->shell, &s->model, false, &s->heard);
		lines += n + (lines[n] == '\n');
	}
}

static void check(const char *name, void (*fill)(struct model *m), const char *lines)
{
	struct stage s;

	stage_raise(&s, fill, 80, 24, false, true);
	shell_say(&s.shell, &s.model, true, &s.heard);
	hear(&s, lines);
	stage_compare(name, &s.heard);
	stage_strike(&s);
}

Test(screens, linear_booking)
{
	check("lineare-prenota", fixture_anna,
		"nuovo\n1\n1\navanti\n1\n2\n1\n"
		"Il versamento è finito su un altro rapporto.\n:avanti\n:avanti\navanti\n"
		"conferma\n2\n");
}

Test(screens, linear_search_and_cancel)
{
	check("lineare-cancella", fixture_anna,
		"?\n:dopo\n1\ncancella\n1\ncancella\n2\nindietro\ncerca\n"
		"verdi\n:dopo\n:dopo\n0000123456\n:dopo\n:dopo\n2\n");
}
