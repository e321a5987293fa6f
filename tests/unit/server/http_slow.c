/* SPDX-License-Identifier: EUPL-1.2
 *
 * Clients that take their time, in asking and in reading: the others do not wait for them. */
#include "http_toy.h"

#include <netinet/in.h>
#include <unistd.h>

Test(http_slow, closes_on_slow_clients)
{
	static const char *const slow[] = {
		"",
		"GET /a HT",
		"GET /a HTTP/1.1\r\nHost: x\r\nAccept: ",
		"POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc",
		"POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
	};
	struct toy t = { 0 };

	toy_start(&t, &(struct http_options){ .timeout_s = 1 });
	for (size_t i = 0; i < sizeof slow / sizeof *slow; i++) {
		bool closed = false;
		struct buf b = toy_raw(&t, slow[i], &closed);

		cr_expect(closed, "%s", slow[i]);
		buf_release(&b);
	}
	toy_stop(&t);
}

/* A byte every tenth of a second: never silent, never done. */
static void *trickle(void *arg)
{
	return (void *)(uintptr_t)http_trickle(
		arg, "GET /a HTTP/1.1\r\nHost: x\r\nAccept: ", 100, 20000);
}

Test(http_slow, closes_on_clients_that_trickle)
{
	struct toy t = { 0 };
	pthread_t threads[4];
	char u[256];
	struct reply r;

	toy_start(&t, &(struct http_options){ .timeout_s = 30, .request_s = 1 });
	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, trickle,
			(void *)(uintptr_t)http_address(t.http));
	r = http_get(toy_url(&t, "/x", u), NULL);
	cr_expect_eq(r.status, 200);
	reply_release(&r);
	for (int i = 0; i < 4; i++) {
		void *closed = NULL;

		pthread_join(threads[i], &closed);
		cr_expect(closed, "trickler %d", i);
	}
	toy_stop(&t);
}

/* Asks, and never reads of the answer. */
static int ask_and_not_read(struct toy *t)
{
	static const char ask[] = "GET /large HTTP/1.1\r\nHost: x\r\n\r\n";
	int fd = toy_dial(t, INADDR_LOOPBACK);

	cr_assert_eq(write(fd, ask, sizeof ask - 1), (ssize_t)sizeof ask - 1);
	return fd;
}

/* As many as there are threads: who reads is answered, who does not is left. */
Test(http_slow, closes_on_clients_that_do_not_read)
{
	struct toy t = { 0 };
	int fds[4];
	char u[256];
	struct reply r;

	toy_start(&t, &(struct http_options){ .timeout_s = 2, .threads = 4 });
	for (int i = 0; i < 4; i++)
		fds[i] = ask_and_not_read(&t);
	for (int i = 0; i < 8; i++) {
		r = http_get(toy_url(&t, "/x", u), NULL);
		cr_expect_eq(r.status, 200);
		reply_release(&r);
	}
	toy_wait_ended(&t, 4 + 8);
	for (int i = 0; i < 4; i++)
		close(fds[i]);
	toy_stop(&t);
}
