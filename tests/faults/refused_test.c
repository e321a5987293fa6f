/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A server that refuses in the middle of a command, whatever it is asked: a script can neither sign
 * in nor wait for ever, so the command has to end and say so.
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

/* Somebody signs in with this rule in the way. */
static void begin(struct world *w, struct proxy **proxy, const struct proxy_rule *rule)
{
	static const char *const in[] = { "accedi", "--persona", "p-anna-bianchi", "--profilo",
		"CITTADINO", NULL };
	char *errors = NULL;

	world_open(w, NULL);
	*proxy = proxy_start(w->api, NULL, 1);
	cr_assert(*proxy);
	proxy_rules(*proxy, rule, 1);
	world_point_at(w, proxy_url(*proxy));
	cr_assert_eq(run(w, in, &errors), 0, "%s", errors);
	free(errors);
}

static void finish(struct world *w, struct proxy *proxy)
{
	proxy_stop(proxy);
	world_close(w);
}

Test(refused, sincronizza_ends_when_the_token_does_among_the_attachments, .timeout = 60)
{
	static const char *const sync[] = { "sincronizza", "--allegati", NULL };
	const struct proxy_rule rule = { .method = "GET", .path = "/allegati/",
		.fault = FAULT_EXPIRED };
	struct world w;
	struct proxy *proxy;
	char *errors = NULL;
	int status;

	begin(&w, &proxy, &rule);
	status = run(&w, sync, &errors);
	cr_expect_eq(status, 77, "%d: %s", status, errors);
	cr_expect(strstr(errors, "l'accesso è scaduto"), "%s", errors);
	free(errors);
	finish(&w, proxy);
}

/* A cursor that was not sent cannot be why: such a server is not asked all the time. */
Test(refused, sincronizza_ends_when_no_cursor_is_good_enough, .timeout = 60)
{
	static const char *const sync[] = { "sincronizza", NULL };
	const struct proxy_rule rule = { .method = "GET", .path = "/variazioni",
		.fault = FAULT_NO_CURSOR };
	struct world w;
	struct proxy *proxy;
	char *errors = NULL;
	int status;

	begin(&w, &proxy, &rule);
	status = run(&w, sync, &errors);
	cr_expect_eq(status, 75, "%d: %s", status, errors);
	cr_expect_leq(proxy_faults(proxy), 4, "asked %d times", proxy_faults(proxy));
	free(errors);
	finish(&w, proxy);
}
