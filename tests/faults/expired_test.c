/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A token that is worth nothing any more in the middle of a command: a script cannot sign in, so
 * the command has to end and say so.
 */
#include "tests/faults/proxy.h"
#include "tests/support/world.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static int run(struct world *w, const char *const *words, char **errors)
{
	char *out = NULL;
	int status = world_run(w, words, NULL, &out, errors);

	free(out);
	return status;
}

Test(expired, sincronizza_ends_when_the_token_does_among_the_attachments, .timeout = 60)
{
	static const char *const in[] = { "accedi", "--persona", "p-anna-bianchi", "--profilo",
		"CITTADINO", NULL };
	static const char *const sync[] = { "sincronizza", "--allegati", NULL };
	const struct proxy_rule rule = { .method = "GET", .path = "/allegati/",
		.fault = FAULT_EXPIRED };
	struct world w;
	struct proxy *proxy;
	char *errors = NULL;

	world_open(&w, NULL);
	proxy = proxy_start(w.api, NULL, 1);
	cr_assert(proxy);
	world_point_at(&w, proxy_url(proxy));
	cr_assert_eq(run(&w, in, &errors), 0, "%s", errors);
	free(errors);
	proxy_rules(proxy, &rule, 1);
	cr_expect_eq(run(&w, sync, &errors), 77, "%s", errors);
	cr_expect(strstr(errors, "l'accesso è scaduto"), "%s", errors);
	free(errors);
	proxy_stop(proxy);
	world_close(&w);
}
