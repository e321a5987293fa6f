/* SPDX-License-Identifier: EUPL-1.2 */
#include "support.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

struct net *new_net(int64_t answer_ms)
{
	return net_new(&(struct net_config){ .answer_ms = answer_ms, .seed = 7 });
}

struct net_ending await(struct net *n)
{
	int64_t deadline = clock_monotonic_ms() + PATIENCE_MS;
	struct net_ending e;
	struct err err = { 0 };

	while (!net_next(n, &e)) {
		cr_assert(clock_monotonic_ms() < deadline, "no ending in time");
		cr_assert(net_poll(n, NULL, 0, 1000, &err), "%s", err.cause);
	}
	return e;
}

uint64_t send_to(
	struct net *n, struct server *srv, const char *path, struct net_request r)
{
	struct err err = { 0 };
	char url[256];
	uint64_t id;

	snprintf(url, sizeof url, "%s%s", server_url(srv), path);
	r.url = url;
	id = net_send(n, &r, &err);
	cr_assert(id != 0, "%s", err.cause);
	return id;
}

const struct net_request get = { .lane = NET_READ };
const struct net_request post = { .lane = NET_CHANGE,
	.method = "POST",
	.changing = true,
	.idempotency_key = "k",
	.content_type = "application/json",
	.body = "{}",
	.body_n = 2 };

void expect(struct net *n, enum net_outcome outcome, int code)
{
	struct net_ending e = await(n);

	cr_expect(e.outcome == outcome, "outcome %d, not %d (%s)", e.outcome, outcome,
		e.err.cause);
	cr_expect(e.err.code == code, "error %d, not %d: %s", e.err.code, code,
		e.err.cause);
	net_ending_release(&e);
}

void until_seen(struct net *n, struct server *srv, int requests)
{
	int64_t deadline = clock_monotonic_ms() + PATIENCE_MS;
	struct err err = { 0 };

	while (server_requests(srv) < requests) {
		cr_assert(clock_monotonic_ms() < deadline);
		cr_assert(net_poll(n, NULL, 0, 5, &err));
	}
}

void finish(struct net *n, struct server *srv)
{
	net_free(n);
	server_stop(srv);
}

bool answer_echo(struct server *srv, struct seen *s)
{
	static const char *const names[] = { "Idempotency-Key", "If-Match",
		"Authorization", "Content-Type", "Expect", "Accept" };
	char all[1024] = "";

	(void)srv;
	for (size_t i = 0; i < 6; i++) {
		char value[128] = "-";

		seen_header(s, names[i], value, sizeof value);
		strncat(all, value, sizeof all - strlen(all) - 1);
		strncat(all, "|", sizeof all - strlen(all) - 1);
	}
	return say_json(s, 200, NULL, all);
}

bool answer_never(struct server *srv, struct seen *s)
{
	if (strcmp(s->path, "/subito") == 0)
		return say_json(s, 200, NULL, "{}");
	hold(srv, s);
	return false;
}
