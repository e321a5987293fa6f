/* SPDX-License-Identifier: EUPL-1.2
 *
 * Lanes, and what a server that is busy makes of them: nobody waits for another lane, no
 * question comes before its time, no change is repeated from here. */
#include "support.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

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
