/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The misbehaving proxy as a program:
 *
 * proxy UPSTREAM [--registra FILE] [--seme N] [--regola "METHOD PATH WORD N TIMES %"]…
 *
 * It writes its address on the first line of standard output, and then takes orders on
 * standard input, one a line, each answered by "ok" or "no": "regola …", "nessuna"
 * (faithful again), "taglia" (every open line, now), "conta" (answers "REQUESTS ANSWERS
 * FAULTS"), "verso URL". The end of standard input is its end.
 */
#include "proxy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct proxy_rule rules[PROXY_RULES_MAX];
static size_t n_rules;

static bool add_rule(const char *text)
{
	return n_rules < PROXY_RULES_MAX && proxy_rule_parse(text, &rules[n_rules])
		&& ++n_rules;
}

static bool obey(struct proxy *p, char *order)
{
	order[strcspn(order, "\n")] = '\0';
	if (strncmp(order, "regola ", 7) == 0) {
		if (!add_rule(order + 7))
			return false;
	} else if (strcmp(order, "nessuna") == 0) {
		n_rules = 0;
	} else if (strcmp(order, "taglia") == 0) {
		proxy_cut_all(p);
		return true;
	} else if (strcmp(order, "conta") == 0) {
		printf("%d %d %d\n", proxy_requests(p), proxy_answers(p),
			proxy_faults(p));
		return true;
	} else if (strncmp(order, "verso ", 6) == 0) {
		proxy_upstream(p, order + 6);
		return true;
	} else {
		return false;
	}
	proxy_rules(p, rules, n_rules);
	return true;
}

static int usage(void)
{
	fprintf(stderr,
		"usage: proxy UPSTREAM [--registra FILE] [--seme N] "
		"[--regola \"METHOD PATH WORD N TIMES PERCENT\"]…\n");
	return 64;
}

int main(int argc, char **argv)
{
	const char *record = NULL;
	uint64_t seed = 1;
	struct proxy *p;
	char order[512];

	if (argc < 2)
		return usage();
	for (int i = 2; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "--registra") == 0)
			record = argv[i + 1];
		else if (strcmp(argv[i], "--seme") == 0)
			seed = strtoull(argv[i + 1], NULL, 10);
		else if (strcmp(argv[i], "--regola") != 0 || !add_rule(argv[i + 1]))
			return usage();
	}
	p = proxy_start(argv[1], record, seed);
	if (!p) {
		fprintf(stderr, "proxy: cannot stand before %s\n", argv[1]);
		return 69;
	}
	proxy_rules(p, rules, n_rules);
	printf("%s\n", proxy_url(p));
	fflush(stdout);
	while (fgets(order, sizeof order, stdin)) {
		printf("%s\n", obey(p, order) ? "ok" : "no");
		fflush(stdout);
	}
	proxy_stop(p);
	return 0;
}
