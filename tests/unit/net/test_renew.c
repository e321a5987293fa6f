/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Lines that may be dead without a word are not used again, but not while somebody waits for an
 * answer on one of them.
 */
#include "net/net.h"
#include "server.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define PATIENCE_MS 20000

static bool answer(struct server *server, struct seen *s)
{
	(void)server;
	return say_json(s, 200, NULL, "{}");
}

static void ask(struct net *n, struct server *srv)
{
	struct net_request r = { .lane = NET_READ, .method = "GET" };
	char url[256];

	snprintf(url, sizeof url, "%s/x", server_url(srv));
	r.url = url;
	cr_assert(net_send(n, &r, NULL) != 0);
}

static void hear(struct net *n)
{
	int64_t deadline = clock_monotonic_ms() + PATIENCE_MS;
	struct net_ending e;

	while (!net_next(n, &e)) {
		cr_assert(clock_monotonic_ms() < deadline);
		net_poll(n, NULL, 0, 100, NULL);
	}
	cr_expect(e.outcome == NET_DONE, "%s", e.err.cause);
	net_ending_release(&e);
}

Test(net, renewed_it_uses_no_line_of_before)
{
	struct server *srv = server_start(answer, NULL);
	struct net *n = net_new(NULL);

	ask(n, srv);
	net_renew(n);
	hear(n);
	cr_expect_eq(server_connections(srv), 1);
	ask(n, srv);
	hear(n);
	cr_expect_eq(server_connections(srv), 1, "a line is kept");
	net_renew(n);
	ask(n, srv);
	hear(n);
	cr_expect_eq(server_connections(srv), 2);
	net_free(n);
	server_stop(srv);
}
