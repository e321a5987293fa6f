/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A confirmation whose answer was lost is replayed and refused, because meanwhile its quesito
 * went into another appointment. The first attempt may still be on its way: when the refusal is
 * told, the key must be unusable for ever, or a booking could follow that nobody knows of.
 */
#include "tests/faults/proxy.h"
#include "tests/support/world.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATIENCE_MS 30000

static struct world w;
static struct proxy *proxy;

static const char *const confirm[] = { "nuovo", "--rapporto", "0000123456", "--quesito",
	"Q0000123456-01", "--punto", "P7000-01", "--quando", "primo", "--nota-da", "-",
	NULL };

struct command {
	struct world world; /* its own: two of them run at once */
	const char *words[20];
	char *out, *errors;
	int status;
};

static void prepare(struct command *c, const char *server, const char *const *words)
{
	size_t n = 0;

	*c = (struct command){ .world = w };
	c->words[n++] = "--server";
	c->words[n++] = server;
	for (size_t i = 0; words[i]; i++)
		c->words[n++] = words[i];
}

static void *run(void *arg)
{
	struct command *c = arg;

	c->status = world_run(
		&c->world, c->words, "Perché non risulta?\n", &c->out, &c->errors);
	return NULL;
}

static void release(struct command *c)
{
	free(c->out);
	free(c->errors);
}

static void done(const char *server, const char *const *words)
{
	struct command c;

	prepare(&c, server, words);
	run(&c);
	cr_assert(c.status == 0, "%s: %d %s", words[0], c.status, c.errors);
	release(&c);
}

static void set_up(void)
{
	static const char *const sign_in[] = { "accedi", "--persona", "p-anna-bianchi",
		"--profilo", "CITTADINO", NULL };

	world_open(&w, NULL);
	proxy = proxy_start(w.api, NULL, 1);
	cr_assert(proxy != NULL);
	done(proxy_url(proxy), sign_in);
	done(w.api, sign_in);
}

static void tear_down(void)
{
	proxy_stop(proxy);
	world_close(&w);
}

TestSuite(late_refusal, .init = set_up, .fini = tear_down);

static long long live(void)
{
	return world_sql(
		&w, "SELECT count(*) FROM impegno WHERE quesito = 'Q0000123456-01'");
}

Test(late_refusal, the_key_is_burnt_before_a_refused_replay_is_believed)
{
	struct proxy_rule lost;
	struct command first;
	pthread_t thread;

	cr_assert(proxy_rule_parse("POST /appuntamenti rifiuta", &lost));
	proxy_rules(proxy, &lost, 1);
	prepare(&first, proxy_url(proxy), confirm);
	cr_assert(pthread_create(&thread, NULL, run, &first) == 0);
	cr_assert(proxy_await_faults(proxy, 1, PATIENCE_MS), "it has left and is lost");
	done(w.api, confirm); /* the same quesito, elsewhere */
	proxy_rules(proxy, NULL, 0);
	pthread_join(thread, NULL);

	cr_expect(first.status == 65, "%d: %s", first.status, first.errors);
	cr_expect(strstr(first.errors, "già nell'appuntamento"), "%s", first.errors);
	cr_expect(live() == 1, "one booking, the other one's");
	cr_expect(world_sql(&w, "SELECT count(*) FROM operazione WHERE stato = 'CHIUSA'")
			== 1,
		"the key of the first can never be used again");
	release(&first);
}
