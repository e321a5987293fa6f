/* SPDX-License-Identifier: EUPL-1.2
 *
 * Answers that are lost, cut, late or too long: each request still has exactly one ending. */
#include "support.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

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
