/* SPDX-License-Identifier: EUPL-1.2
 *
 * Every request has exactly one ending, and the right one, however badly the other side
 * behaves. */
#include "net/net.h"

#include "base/alloc.h"
#include "server.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE_MS 20000

static struct net *new_net(int64_t answer_ms)
{
	struct net_config config = { .answer_ms = answer_ms, .seed = 7 };
	struct err err = { 0 };
	struct net *n = net_new(&config, &err);

	cr_assert(n != NULL, "%s", err.cause);
	return n;
}

/* Waits for the next ending, whichever it is. */
static struct net_ending await(struct net *n)
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

static uint64_t send_to(
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

static const struct net_request get = { .lane = NET_READ };
static const struct net_request post = { .lane = NET_CHANGE,
	.method = "POST",
	.changing = true,
	.idempotency_key = "k",
	.content_type = "application/json",
	.body = "{}",
	.body_n = 2 };

static void expect(struct net *n, enum net_outcome outcome, int code)
{
	struct net_ending e = await(n);

	cr_expect(e.outcome == outcome, "outcome %d, not %d (%s)", e.outcome, outcome,
		e.err.cause);
	cr_expect(e.err.code == code, "error %d, not %d: %s", e.err.code, code,
		e.err.cause);
	net_ending_release(&e);
}

static void finish(struct net *n, struct server *srv)
{
	net_free(n);
	server_stop(srv);
}

/* --- answers -------------------------------------------------------------------- */

static bool answer_with_headers(struct server *srv, struct seen *s)
{
	(void)srv;
	return say_json(s, 201,
		"ETag: \"3\"\r\nLocation: /x/1\r\nRateLimit-Limit: 100\r\n"
		"RateLimit-Remaining: 99\r\nRateLimit-Reset: 12\r\n"
		"Date: Mon, 23 Nov 2026 09:41:00 GMT\r\n"
		"Content-Disposition: attachment; filename=\"a;b.pdf\"\r\n",
		"{\"a\":1}");
}

Test(net, an_answer_is_given_whole)
{
	struct server *srv = server_start(answer_with_headers, NULL);
	struct net *n = new_net(0);
	struct net_request r = post;
	struct net_ending e;

	clock_freeze(1795426800); /* 2026-11-23T08:40:00Z */
	r.tag = 42;
	send_to(n, srv, "/appuntamenti", r);
	e = await(n);
	cr_expect(e.outcome == NET_DONE && e.tag == 42 && e.lane == NET_CHANGE);
	cr_expect(eq(int, e.reply.status, 201));
	cr_expect(eq(str, e.reply.etag, "\"3\""));
	cr_expect(eq(str, e.reply.location, "/x/1"));
	cr_expect(eq(str, e.reply.file_name, "a;b.pdf"));
	cr_expect(eq(str, e.reply.content_type, "application/json"));
	cr_expect(e.reply.ratelimit_limit == 100 && e.reply.ratelimit_remaining == 99
		&& e.reply.ratelimit_reset == 12 && e.reply.retry_after == -1);
	cr_expect(eq(str, (char *)buf_str(&e.reply.body), "{\"a\":1}"));
	cr_expect(net_clock_difference(n) == e.reply.date - clock_now());
	net_ending_release(&e);
	cr_expect(not(net_next(n, &e)), "one ending only");
	finish(n, srv);
}

static bool answer_echo(struct server *srv, struct seen *s)
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

Test(net, the_token_goes_to_its_origin_only)
{
	struct server *srv = server_start(answer_echo, NULL);
	struct server *other = server_start(answer_echo, NULL);
	struct net *n = new_net(0);
	struct net_request r = post;
	struct err err = { 0 };
	struct net_ending e;
	char url[128];

	cr_expect(net_authorise(n, server_url(srv), "segreto", &err));
	r.authorised = true;
	r.if_match = "\"3\"";
	send_to(n, srv, "/x", r);
	e = await(n);
	cr_expect(eq(str, (char *)buf_str(&e.reply.body),
		"k|\"3\"|Bearer segreto|application/json|-|"
		"application/json, application/problem+json|"));
	net_ending_release(&e);
	snprintf(url, sizeof url, "%s/x", server_url(other));
	r.url = url;
	cr_expect(eq(u64, net_send(n, &r, &err), 0));
	cr_expect(eq(int, server_requests(other), 0));
	r.authorised = false;
	cr_expect(net_send(n, &r, &err) != 0);
	e = await(n);
	cr_expect(strstr(buf_str(&e.reply.body), "segreto") == NULL);
	net_ending_release(&e);
	server_stop(other);
	finish(n, srv);
}

Test(net, no_token_over_plain_http)
{
	struct net *n = new_net(0);
	struct err err = { 0 };
	struct net_request r = { .url = "http://esempio.test/x", .authorised = true };

	cr_expect(not(net_authorise(n, "http://esempio.test", "t", &err)));
	cr_expect(eq(int, err.code, ERR_USAGE));
	cr_expect(err.text[0] != '\0');
	cr_expect(eq(u64, net_send(n, &r, &err), 0));
	cr_expect(net_authorise(n, "https://esempio.test", "t", &err));
	cr_expect(eq(u64, net_send(n, &r, &err), 0), "same host, but http");
	net_free(n);
}

Test(net, a_header_cannot_begin_another)
{
	struct net *n = new_net(0);
	struct err err = { 0 };
	struct net_request r = { .url = "http://127.0.0.1:1/", .if_match = "a\r\nX: b" };

	cr_expect(eq(u64, net_send(n, &r, &err), 0));
	cr_expect(eq(int, err.code, ERR_USAGE));
	net_free(n);
}

static bool answer_elsewhere(struct server *srv, struct seen *s)
{
	char location[128];

	snprintf(location, sizeof location, "Location: %s/altrove\r\n", server_url(srv));
	return say_json(s, 302, location, "");
}

Test(net, redirects_are_not_followed)
{
	struct server *srv = server_start(answer_elsewhere, NULL);
	struct net *n = new_net(0);
	struct net_ending e;

	send_to(n, srv, "/x", get);
	e = await(n);
	cr_expect(e.outcome == NET_DONE && e.reply.status == 302);
	cr_expect(eq(int, server_requests(srv), 1));
	net_ending_release(&e);
	finish(n, srv);
}

Test(net, this_machine_is_reached_without_a_proxy)
{
	struct server *srv = server_start(answer_echo, NULL);
	struct net *n;

	setenv("http_proxy", "http://127.0.0.1:1", 1);
	setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
	n = new_net(0);
	send_to(n, srv, "/x", get);
	expect(n, NET_DONE, ERR_NONE);
	finish(n, srv);
}

Test(net, elsewhere_the_environment_decides_on_the_proxy)
{
	struct server *srv = server_start(answer_echo, NULL);
	struct net_request r = get;
	struct net *n;

	r.url = "http://interna.invalid/x";
	setenv("http_proxy", server_url(srv), 1);
	unsetenv("no_proxy");
	unsetenv("NO_PROXY");
	n = new_net(0);
	cr_assert(net_send(n, &r, NULL) != 0);
	expect(n, NET_DONE, ERR_NONE);
	setenv("no_proxy", "altro.test,.invalid", 1);
	cr_assert(net_send(n, &r, NULL) != 0);
	expect(n, NET_FAILED, ERR_NETWORK);
	setenv("no_proxy", "*", 1);
	cr_assert(net_send(n, &r, NULL) != 0);
	expect(n, NET_FAILED, ERR_NETWORK);
	cr_expect(eq(int, server_requests(srv), 1));
	finish(n, srv);
}

/* --- answers that are lost ------------------------------------------------------ */

static bool answer_cut(struct server *srv, struct seen *s)
{
	(void)srv;
	if (strcmp(s->path, "/meta") == 0)
		say(s, "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"id\":");
	if (strcmp(s->path, "/a-pezzi") == 0)
		say(s,
			"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"
			"6\r\n{\"id\":\r\n");
	if (strcmp(s->path, "/testa") == 0)
		say(s, "HTTP/1.1 201 Crea");
	if (strcmp(s->path, "/intestazioni") == 0)
		say(s, "HTTP/1.1 201 Created\r\nContent-Type: application/js");
	if (strcmp(s->path, "/quasi") == 0)
		say(s, "HTTP/1.1 201 Created\r\nETag: \"1\"\r\n");
	if (strcmp(s->path, "/rumore") == 0)
		say(s, "\x16\x03\x01\x02 questo non e' HTTP\r\n\r\n");
	if (strcmp(s->path, "/continua") == 0)
		say(s, "HTTP/1.1 100 Continue\r\n\r\n");
	return false;
}

Test(net, a_cut_line_is_a_failure_of_a_question_and_an_unknown_of_a_change)
{
	static const struct {
		const char *path;
		int code;
	} cases[] = {
		{ "/niente", ERR_NETWORK },
		{ "/testa", ERR_NETWORK },
		{ "/meta", ERR_NETWORK },
		{ "/a-pezzi", ERR_NETWORK },
		{ "/intestazioni", ERR_NETWORK },
		{ "/quasi", ERR_NETWORK },
		{ "/rumore", ERR_FORMAT },
		{ "/continua", ERR_NETWORK },
	};
	struct server *srv = server_start(answer_cut, NULL);
	struct net *n = new_net(0);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int before = server_requests(srv);
		struct net_ending e;

		send_to(n, srv, cases[i].path, get);
		e = await(n);
		cr_expect(
			e.outcome == NET_FAILED, "GET %s: %d", cases[i].path, e.outcome);
		cr_expect(e.err.code == cases[i].code, "GET %s: %d %s", cases[i].path,
			e.err.code, e.err.cause);
		net_ending_release(&e);
		send_to(n, srv, cases[i].path, post);
		e = await(n);
		cr_expect(e.outcome == NET_UNKNOWN, "POST %s: %d", cases[i].path,
			e.outcome);
		cr_expect(e.reply.status == 0);
		net_ending_release(&e);
		cr_expect(server_requests(srv) == before + 2, "nothing is sent twice");
	}
	finish(n, srv);
}

Test(net, a_refused_connection_is_a_plain_failure)
{
	struct server *srv = server_start(answer_cut, NULL);
	struct net *n = new_net(0);

	server_stop_listening(srv);
	send_to(n, srv, "/x", post);
	expect(n, NET_FAILED, ERR_NETWORK);
	finish(n, srv);
}

static bool answer_once_then_go(struct server *srv, struct seen *s)
{
	(void)srv;
	if (s->number == 1)
		return say_json(s, 200, NULL, "{}");
	server_stop_listening(srv);
	return false;
}

Test(net, a_kept_connection_that_dies_under_a_change_is_unknown)
{
	struct server *srv = server_start(answer_once_then_go, NULL);
	struct net *n = new_net(0);

	send_to(n, srv, "/x", post);
	expect(n, NET_DONE, ERR_NONE);
	send_to(n, srv, "/x", post);
	expect(n, NET_UNKNOWN, ERR_NETWORK);
	cr_expect(eq(int, server_connections(srv), 1));
	finish(n, srv);
}

static bool answer_once_then_cut(struct server *srv, struct seen *s)
{
	(void)srv;
	return s->number == 2 ? false : say_json(s, 200, NULL, "{}");
}

/* libcurl would send it again on a new connection: the caller would never know. */
Test(net, no_change_is_sent_twice)
{
	struct server *srv = server_start(answer_once_then_cut, NULL);
	struct net *n = new_net(0);

	send_to(n, srv, "/x", post);
	expect(n, NET_DONE, ERR_NONE);
	send_to(n, srv, "/x", post);
	expect(n, NET_UNKNOWN, ERR_NETWORK);
	cr_expect(eq(int, server_requests(srv), 2));
	send_to(n, srv, "/x", post);
	expect(n, NET_DONE, ERR_NONE);
	finish(n, srv);
}

/* A question may be: nobody is hurt by it. */
Test(net, a_question_on_a_dead_connection_is_asked_again)
{
	struct server *srv = server_start(answer_once_then_cut, NULL);
	struct net *n = new_net(0);

	send_to(n, srv, "/x", get);
	expect(n, NET_DONE, ERR_NONE);
	send_to(n, srv, "/x", get);
	expect(n, NET_DONE, ERR_NONE);
	cr_expect(eq(int, server_requests(srv), 3));
	finish(n, srv);
}

static bool answer_never(struct server *srv, struct seen *s)
{
	if (strcmp(s->path, "/subito") == 0)
		return say_json(s, 200, NULL, "{}");
	hold(srv, s);
	return false;
}

Test(net, silence_ends_in_time)
{
	struct server *srv = server_start(answer_never, NULL);
	struct net *n = new_net(150);

	send_to(n, srv, "/mai", get);
	expect(n, NET_FAILED, ERR_NETWORK);
	send_to(n, srv, "/mai", post);
	expect(n, NET_UNKNOWN, ERR_NETWORK);
	finish(n, srv);
}

static bool answer_drop_by_drop(struct server *srv, struct seen *s)
{
	static const char all[] = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nlentoo";

	(void)srv;
	for (size_t i = 0; i < sizeof all - 1; i++) {
		say_n(s, all + i, 1);
		poll(NULL, 0, 2);
	}
	return true;
}

Test(net, a_slow_trickle_is_an_answer)
{
	struct server *srv = server_start(answer_drop_by_drop, NULL);
	struct net *n = new_net(0);
	struct net_ending e;

	send_to(n, srv, "/x", get);
	e = await(n);
	cr_expect(e.outcome == NET_DONE);
	cr_expect(eq(str, (char *)buf_str(&e.reply.body), "lentoo"));
	net_ending_release(&e);
	finish(n, srv);
}

static bool answer_too_much(struct server *srv, struct seen *s)
{
	static char block[4096];

	(void)srv;
	memset(block, 'x', sizeof block);
	if (strcmp(s->path, "/annunciato") == 0)
		say(s, "HTTP/1.1 200 OK\r\nContent-Length: 40960\r\n\r\n");
	else
		say(s, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
	for (int i = 0; i < 10; i++)
		say_n(s, block, sizeof block);
	return false;
}

Test(net, bodies_have_a_ceiling)
{
	struct server *srv = server_start(answer_too_much, NULL);
	struct net *n = new_net(0);
	struct net_request r = get;

	r.ceiling = 10000;
	send_to(n, srv, "/annunciato", r);
	expect(n, NET_FAILED, ERR_LIMIT);
	send_to(n, srv, "/taciuto", r);
	expect(n, NET_FAILED, ERR_LIMIT);
	r.ceiling = 40960;
	send_to(n, srv, "/annunciato", r);
	expect(n, NET_DONE, ERR_NONE);
	finish(n, srv);
}

/* --- lanes ---------------------------------------------------------------------- */

Test(net, a_lane_never_waits_for_another)
{
	struct server *srv = server_start(answer_never, NULL);
	struct net *n = new_net(0);
	struct net_request feed = { .lane = NET_FEED }, bulk = { .lane = NET_BULK };
	struct net_ending e;

	send_to(n, srv, "/mai", feed);
	send_to(n, srv, "/mai", bulk);
	send_to(n, srv, "/mai", get);
	send_to(n, srv, "/subito", post);
	e = await(n);
	cr_expect(e.outcome == NET_DONE && e.lane == NET_CHANGE);
	net_ending_release(&e);
	cr_expect(
		net_busy(n, NET_FEED) && net_busy(n, NET_BULK) && net_busy(n, NET_READ));
	cr_expect(not(net_busy(n, NET_CHANGE)));
	finish(n, srv);
}

Test(net, within_a_lane_requests_go_in_order)
{
	struct server *srv = server_start(answer_echo, NULL);
	struct net *n = new_net(0);
	uint64_t ids[5];

	for (int i = 0; i < 5; i++)
		ids[i] = send_to(n, srv, "/x", get);
	for (int i = 0; i < 5; i++) {
		struct net_ending e = await(n);

		cr_expect(e.id == ids[i] && e.outcome == NET_DONE);
		net_ending_release(&e);
	}
	cr_expect(eq(int, server_connections(srv), 1), "the connection is kept");
	finish(n, srv);
}

/* Until the server has the request in its hands. */
static void until_seen(struct net *n, struct server *srv, int requests)
{
	int64_t deadline = clock_monotonic_ms() + PATIENCE_MS;
	struct err err = { 0 };

	while (server_requests(srv) < requests) {
		cr_assert(clock_monotonic_ms() < deadline);
		cr_assert(net_poll(n, NULL, 0, 5, &err));
	}
}

Test(net, cancelling)
{
	struct server *srv = server_start(answer_never, NULL);
	struct net *n = new_net(0);
	uint64_t first = send_to(n, srv, "/mai", get);
	uint64_t second = send_to(n, srv, "/mai", get);
	uint64_t change;
	struct net_ending e;

	until_seen(n, srv, 1);
	net_cancel(n, second);
	e = await(n);
	cr_expect(e.id == second && e.outcome == NET_CANCELLED);
	net_ending_release(&e);
	net_cancel(n, first);
	e = await(n);
	cr_expect(e.id == first && e.outcome == NET_CANCELLED);
	net_ending_release(&e);
	change = send_to(n, srv, "/mai", post);
	until_seen(n, srv, 2);
	net_cancel(n, change);
	e = await(n);
	cr_expect(e.outcome == NET_UNKNOWN, "its bytes had left");
	net_ending_release(&e);
	net_cancel(n, change);
	cr_expect(not(net_next(n, &e)), "an ended one stays ended");
	send_to(n, srv, "/mai", post);
	change = send_to(n, srv, "/mai", post);
	net_cancel(n, change);
	e = await(n);
	cr_expect(e.id == change && e.outcome == NET_CANCELLED, "it had not begun");
	net_ending_release(&e);
	send_to(n, srv, "/subito", get);
	expect(n, NET_DONE, ERR_NONE);
	finish(n, srv);
}

Test(net, cancelling_a_lane_empties_it)
{
	struct server *srv = server_start(answer_never, NULL);
	struct net *n = new_net(0);

	for (int i = 0; i < 3; i++)
		send_to(n, srv, "/mai", get);
	net_cancel_lane(n, NET_READ);
	for (int i = 0; i < 3; i++)
		expect(n, NET_CANCELLED, ERR_NETWORK);
	cr_expect(not(net_busy(n, NET_READ)));
	send_to(n, srv, "/subito", get);
	expect(n, NET_DONE, ERR_NONE);
	finish(n, srv);
}

/* --- 429 and 503 ---------------------------------------------------------------- */

static bool answer_busy(struct server *srv, struct seen *s)
{
	const char *headers = server_ctx(srv);

	if (s->number > 2)
		return say_json(s, 200, NULL, "{}");
	return say_json(s, s->number == 1 ? 429 : 503, headers, "{}");
}

Test(net, a_question_is_asked_again_after_429_and_503)
{
	static const char *const forms[] = {
		"Retry-After: 0\r\n",
		("Retry-After: Mon, 23 Nov 2026 09:41:00 GMT\r\n"
		 "Date: Mon, 23 Nov 2026 09:41:00 GMT\r\n"),
		"Retry-After: Mon, 23 Nov 2020 09:41:00 GMT\r\n",
		"",
	};

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct server *srv = server_start(answer_busy, (void *)forms[i]);
		struct net *n = new_net(0);
		struct net_ending e;

		send_to(n, srv, "/x", get);
		e = await(n);
		cr_expect(e.outcome == NET_DONE && e.reply.status == 200);
		cr_expect(eq(int, server_requests(srv), 3));
		net_ending_release(&e);
		finish(n, srv);
	}
}

Test(net, it_never_asks_again_before_the_time_said)
{
	struct server *srv = server_start(answer_busy, (void *)"Retry-After: 1\r\n");
	struct net *n = new_net(0);
	struct net_request r = get;
	int64_t begun = clock_monotonic_ms();
	uint64_t id;
	struct net_progress p;
	struct net_ending e;

	r.tries = 2;
	id = send_to(n, srv, "/x", r);
	until_seen(n, srv, 1);
	while (net_progress(n, id, &p), p.stage != NET_RETRYING)
		net_poll(n, NULL, 0, 5, NULL);
	cr_expect(p.retry_ms > 0 && p.retry_ms <= 1400);
	e = await(n);
	cr_expect(clock_monotonic_ms() - begun >= 1000);
	cr_expect(
		e.reply.status == 503 && e.reply.retry_after == 1, "two tries, no more");
	net_ending_release(&e);
	finish(n, srv);
}

Test(net, a_long_wait_is_the_callers_to_weigh)
{
	struct server *srv = server_start(answer_busy, (void *)"Retry-After: 3600\r\n");
	struct net *n = new_net(0);
	struct net_ending e;

	send_to(n, srv, "/x", get);
	e = await(n);
	cr_expect(e.outcome == NET_DONE && e.reply.status == 429);
	cr_expect(e.reply.retry_after == 3600);
	net_ending_release(&e);
	finish(n, srv);
}

Test(net, a_change_is_never_tried_again_from_here)
{
	struct server *srv = server_start(answer_busy, (void *)"Retry-After: 0\r\n");
	struct net *n = new_net(0);
	struct net_ending e;

	send_to(n, srv, "/x", post);
	e = await(n);
	cr_expect(e.outcome == NET_DONE && e.reply.status == 429);
	cr_expect(eq(int, server_requests(srv), 1));
	net_ending_release(&e);
	finish(n, srv);
}

Test(net, a_retry_can_be_cancelled)
{
	struct server *srv = server_start(answer_busy, (void *)"Retry-After: 20\r\n");
	struct net *n = new_net(0);
	uint64_t id = send_to(n, srv, "/x", get);
	struct net_progress p;

	while (net_progress(n, id, &p), p.stage != NET_RETRYING)
		net_poll(n, NULL, 0, 5, NULL);
	net_cancel(n, id);
	expect(n, NET_CANCELLED, ERR_NETWORK);
	finish(n, srv);
}

/* --- the wait ------------------------------------------------------------------- */

Test(net, an_idle_program_is_not_woken)
{
	struct server *srv = server_start(answer_never, NULL);
	struct net *n = new_net(0);
	struct net_request feed = { .lane = NET_FEED };
	struct err err = { 0 };
	int64_t begun;
	int wakes = 0;

	send_to(n, srv, "/subito", get);
	expect(n, NET_DONE, ERR_NONE);
	send_to(n, srv, "/mai", feed);
	until_seen(n, srv, 2);
	begun = clock_monotonic_ms();
	while (clock_monotonic_ms() - begun < 1500) {
		cr_assert(net_poll(n, NULL, 0, 1500, &err));
		wakes++;
	}
	cr_expect(wakes <= 3, "%d wake-ups in 1.5 s with a long poll open", wakes);
	finish(n, srv);
}

Test(net, the_callers_descriptors_wake_it)
{
	struct net *n = new_net(0);
	struct err err = { 0 };
	int fds[2], gone[2];
	struct pollfd p[2];

	cr_assert(pipe(fds) == 0 && pipe(gone) == 0);
	p[0] = (struct pollfd){ .fd = fds[0], .events = POLLIN };
	p[1] = (struct pollfd){ .fd = gone[0], .events = POLLIN };
	cr_expect(net_poll(n, p, 2, 0, &err));
	cr_expect(p[0].revents == 0 && p[1].revents == 0);
	cr_assert(write(fds[1], "!", 1) == 1);
	close(gone[1]);
	cr_expect(net_poll(n, p, 2, -1, &err));
	cr_expect(p[0].revents & POLLIN);
	cr_expect(ne(int, p[1].revents &POLLHUP, 0), "a hang-up is told too: %d",
		p[1].revents);
	close(fds[0]);
	close(fds[1]);
	close(gone[0]);
	net_free(n);
}

static bool answer_slow_reader(struct server *srv, struct seen *s)
{
	(void)srv;
	return say_json(s, 201, NULL, "{}");
}

Test(net, an_upload_says_how_far_it_is)
{
	struct server *srv = server_start(answer_slow_reader, NULL);
	struct net *n = new_net(0);
	size_t size = (size_t)3 << 20;
	char *bytes = xalloc(size);
	struct net_request r = { .lane = NET_BULK,
		.method = "POST",
		.changing = true,
		.body = bytes,
		.body_n = size,
		.content_type = "image/png" };
	uint64_t id = send_to(n, srv, "/allegati", r);
	int64_t last = 0;
	struct net_progress p;
	struct net_ending e;

	FREE(&bytes);
	while (!net_next(n, &e)) {
		net_poll(n, NULL, 0, 100, NULL);
		net_progress(n, id, &p);
		if (p.stage == NET_ENDED)
			continue;
		cr_expect(p.to_send == (int64_t)size && p.sent >= last);
		last = p.sent;
	}
	cr_expect(e.outcome == NET_DONE && e.reply.status == 201);
	cr_expect(last > 0);
	net_ending_release(&e);
	finish(n, srv);
}

Test(net, freeing_ends_what_is_left)
{
	struct server *srv = server_start(answer_never, NULL);
	struct net *n = new_net(0);

	send_to(n, srv, "/mai", get);
	send_to(n, srv, "/mai", get);
	send_to(n, srv, "/mai", post);
	until_seen(n, srv, 2);
	net_cancel_lane(n, NET_CHANGE);
	finish(n, srv);
	net_free(NULL);
}

Test(net, offline_no_connection_is_ever_opened)
{
	struct server *srv = server_start(answer_echo, NULL);
	struct net_config config = { .offline = true };
	struct err err = { 0 };
	struct net *n = net_new(&config, &err);
	struct net_request r = get;
	char url[128];

	snprintf(url, sizeof url, "%s/x", server_url(srv));
	r.url = url;
	cr_expect(eq(u64, net_send(n, &r, &err), 0));
	cr_expect(eq(int, err.code, ERR_NETWORK));
	cr_expect(eq(int, server_requests(srv), 0));
	finish(n, srv);
}
