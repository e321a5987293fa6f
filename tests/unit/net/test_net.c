/* SPDX-License-Identifier: EUPL-1.2
 *
 * Every request has exactly one ending, and the right one, however badly the other side
 * behaves. */
#include "support.h"

#include "base/alloc.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
	struct net *n = net_new(&config);
	struct net_request r = get;
	char url[128];

	snprintf(url, sizeof url, "%s/x", server_url(srv));
	r.url = url;
	cr_expect(eq(u64, net_send(n, &r, &err), 0));
	cr_expect(eq(int, err.code, ERR_NETWORK));
	cr_expect(eq(int, server_requests(srv), 0));
	finish(n, srv);
}

/* What is asked before the first wait leaves with it, in order; what was cancelled never does. */
Test(net, nothing_begins_before_the_first_wait)
{
	struct server *srv = server_start(answer_echo, NULL);
	struct net *n = new_net(PATIENCE_MS);
	uint64_t first = send_to(n, srv, "/1", get);
	uint64_t unwanted = send_to(n, srv, "/2", post);
	struct net_ending e;

	cr_expect(net_busy(n, NET_READ) && net_busy(n, NET_CHANGE));
	net_cancel(n, unwanted);
	cr_expect(net_next(n, &e));
	cr_expect(eq(u64, e.id, unwanted));
	cr_expect(e.outcome == NET_CANCELLED, "not one byte had left");
	net_ending_release(&e);
	e = await(n);
	cr_expect(eq(u64, e.id, first));
	cr_expect(e.outcome == NET_DONE);
	net_ending_release(&e);
	cr_expect(eq(int, server_requests(srv), 1));
	finish(n, srv);
}

Test(net, with_nothing_to_ask_it_waits_for_the_callers_descriptors_only)
{
	struct net *n = new_net(PATIENCE_MS);
	struct err err = { 0 };
	int ends[2];
	struct pollfd fds[2] = { { .fd = -1, .events = POLLIN } };

	cr_assert(pipe(ends) == 0);
	fds[1] = (struct pollfd){ .fd = ends[0], .events = POLLIN };
	cr_expect(net_poll(n, fds, 2, 0, &err));
	cr_expect(eq(int, fds[1].revents, 0));
	cr_assert(write(ends[1], "x", 1) == 1);
	cr_expect(net_poll(n, fds, 2, -1, &err));
	cr_expect(fds[1].revents & POLLIN);
	close(ends[1]);
	close(ends[0]);
	net_free(n);
}
