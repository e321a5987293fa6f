/* SPDX-License-Identifier: EUPL-1.2
 *
 * Against a server of one thread that answers each connection with the next canned bytes. */
#include "io/curl.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct canned {
	int fd;
	int port;
	const char *answer; /* NULL: the connection is closed without a word */
	size_t n;
	pthread_t thread;
	char request[4096];
};

static void *serve(void *arg)
{
	struct canned *c = arg;
	int fd = accept(c->fd, NULL, NULL);
	size_t got = 0;

	while (got < sizeof(c->request) - 1 && !strstr(c->request, "\r\n\r\n")) {
		ssize_t n = read(fd, c->request + got, sizeof(c->request) - 1 - got);

		if (n <= 0)
			break;
		got += (size_t)n;
	}
	if (c->answer)
		(void)!send(fd, c->answer, c->n, MSG_NOSIGNAL);
	close(fd);
	return NULL;
}

static void canned_start(struct canned *c, const char *answer, size_t n)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t size = sizeof(at);

	*c = (struct canned){ .answer = answer, .n = n };
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	c->fd = socket(AF_INET, SOCK_STREAM, 0);
	cr_assert_eq(bind(c->fd, (struct sockaddr *)&at, sizeof(at)), 0);
	cr_assert_eq(listen(c->fd, 5), 0);
	cr_assert_eq(getsockname(c->fd, (struct sockaddr *)&at, &size), 0);
	c->port = ntohs(at.sin_port);
	cr_assert_eq(pthread_create(&c->thread, NULL, serve, c), 0);
}

static void canned_stop(struct canned *c)
{
	pthread_join(c->thread, NULL);
	close(c->fd);
}

/* One exchange with the canned answer; the transfer is left for the asserts. */
static bool exchange(struct transfer *t, const char *answer,
	const struct transfer_options *o, struct err *err)
{
	struct canned c;
	char url[64];
	bool ok;

	canned_start(&c, answer, answer ? strlen(answer) : 0);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/chiavi", c.port);
	cr_assert(transfer_init(t, url, o, err), "%s", err->cause);
	ok = transfer_run(t, err);
	canned_stop(&c);
	cr_expect(strstr(c.request, "User-Agent: agenda/"));
	return ok;
}

static void ready(void)
{
	cr_assert(curl_ready(NULL));
}

TestSuite(transfer, .init = ready);

Test(transfer, an_answer_is_an_answer)
{
	struct transfer t;
	struct err e = { 0 };
	int64_t sent;
	int64_t received;

	cr_assert(exchange(&t, "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nciao",
		&(struct transfer_options){ 0 }, &e), "%s", e.cause);
	cr_expect_eq(transfer_status(&t), 404);
	cr_expect_str_eq(buf_str(&t.body), "ciao");
	transfer_bytes(&t, &sent, &received);
	cr_expect(sent > 50 && received == 49, "%ld %ld", (long)sent, (long)received);
	transfer_release(&t);
	transfer_release(&t);
	transfer_release(NULL);
}

Test(transfer, the_body_has_a_ceiling_announced_or_not)
{
	struct transfer t;
	struct err e = { 0 };
	struct transfer_options o = { .body_max = 3 };

	cr_assert_not(exchange(&t, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nciao", &o, &e));
	cr_expect_eq(e.code, ERR_LIMIT);
	transfer_release(&t);
	cr_assert_not(exchange(&t, "HTTP/1.1 200 OK\r\n\r\nciao", &o, &e));
	cr_expect_eq(e.code, ERR_LIMIT);
	cr_expect(t.too_long);
	cr_expect(strstr(e.text, "troppo grande"));
	transfer_release(&t);
	o.body_max = 4;
	cr_assert(exchange(&t, "HTTP/1.1 200 OK\r\n\r\nciao", &o, &e));
	transfer_release(&t);
}

static bool keep(void *ctx, const char *bytes, size_t n)
{
	return buf_add(ctx, bytes, n);
}

Test(transfer, a_sink_takes_the_body)
{
	struct transfer t;
	struct err e = { 0 };
	struct buf b = { 0 };

	cr_assert(exchange(&t, "HTTP/1.1 200 OK\r\n\r\nciao",
		&(struct transfer_options){ .sink = keep, .ctx = &b }, &e));
	cr_expect_str_eq(buf_str(&b), "ciao");
	cr_expect_eq(t.body.len, 0);
	transfer_release(&t);
	b.refused = true;
	cr_assert_not(exchange(&t, "HTTP/1.1 200 OK\r\n\r\nciao",
		&(struct transfer_options){ .sink = keep, .ctx = &b }, &e));
	cr_expect_eq(e.code, ERR_IO);
	transfer_release(&t);
	buf_release(&b);
}

Test(transfer, a_redirect_is_not_followed)
{
	struct transfer t;
	struct err e = { 0 };

	cr_assert(exchange(&t, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n"
			       "Content-Length: 0\r\n\r\n",
		&(struct transfer_options){ 0 }, &e));
	cr_expect_eq(transfer_status(&t), 302);
	transfer_release(&t);
}

Test(transfer, no_answer_is_said_to_be_the_network)
{
	struct transfer t;
	struct err e = { 0 };

	cr_assert_not(exchange(&t, NULL, &(struct transfer_options){ 0 }, &e));
	cr_expect_eq(e.code, ERR_NETWORK);
	transfer_release(&t);
	cr_assert_not(exchange(&t, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nciao",
		&(struct transfer_options){ 0 }, &e));
	cr_expect_eq(e.code, ERR_NETWORK);
	transfer_release(&t);
	cr_assert_not(exchange(&t, "SSH-2.0-OpenSSH\r\n", &(struct transfer_options){ 0 }, &e));
	cr_expect_neq(e.code, ERR_NONE);
	transfer_release(&t);
}

Test(transfer, other_protocols_are_refused)
{
	struct transfer t;
	struct err e = { 0 };

	cr_assert(transfer_init(&t, "file:///etc/passwd", &(struct transfer_options){ 0 }, &e));
	cr_assert_not(transfer_run(&t, &e));
	cr_expect_eq(e.code, ERR_USAGE);
	cr_expect_eq(t.body.len, 0);
	transfer_release(&t);
}

Test(transfer, reuse_forgets_the_exchange_before)
{
	struct transfer t;
	struct err e = { 0 };

	cr_assert(exchange(&t, "HTTP/1.1 200 OK\r\n\r\nciao", &(struct transfer_options){ 0 }, &e));
	cr_assert(transfer_reuse(&t, "file:///", &(struct transfer_options){ 0 }, &e));
	cr_expect_eq(t.body.len, 0);
	cr_expect_eq(t.received, 0);
	transfer_release(&t);
}

Test(transfer, where_a_token_may_go)
{
	static const struct {
		const char *url;
		bool ok;
	} facts[] = {
		{ "https://servizi.example.it/rest", true },
		{ "http://127.0.0.1:8080", true },
		{ "http://127.9.9.9/", true },
		{ "http://localhost:1/", true },
		{ "http://[::1]:8080/", true },
		{ "http://servizi.example.it", false },
		{ "http://127.0.0.1.example.it", false },
		{ "http://localhost.example.it", false },
		{ "http://128.0.0.1", false },
		{ "ftp://127.0.0.1", false },
		{ "file:///etc/passwd", false },
		{ "https://user:word@servizi.example.it", false },
		{ "non un indirizzo", false },
		{ "", false },
	};

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++) {
		struct err e = { 0 };

		cr_expect_eq(curl_url_check(facts[i].url, &e), facts[i].ok, "%s", facts[i].url);
		cr_expect_eq(e.code, facts[i].ok ? ERR_NONE : ERR_USAGE, "%s", facts[i].url);
	}
}
