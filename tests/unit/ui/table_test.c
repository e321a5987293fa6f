/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The program's own action table: no two actions with one key in the same place.
 */
#include "ui/action_table.h"

#include "ui/shell.h"

#include <criterion/criterion.h>

Test(table, says_nothing_wrong_with_itself)
{
	struct arena a = { 0 };
	size_t n = 0;
	const struct action *rows = shell_actions(&n);
	const char *wrong = actions_check(rows, n, &a);

	cr_expect_null(wrong, "%s", wrong);
	cr_expect_eq(n, (size_t)ACTION_COUNT - 1);
	arena_release(&a);
}

Test(table, every_action_says_what_it_does_and_may_be_asked)
{
	size_t n = 0;
	const struct action *rows = shell_actions(&n);

	for (size_t i = 0; i < n; i++) {
		cr_expect(rows[i].sentence[0], "%s has no sentence", rows[i].name);
		cr_expect_not_null(rows[i].why_not, "%s", rows[i].name);
		cr_expect_neq(rows[i].where, 0, "%s is nowhere", rows[i].name);
	}
}
