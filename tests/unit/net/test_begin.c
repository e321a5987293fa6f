/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * libcurl is begun by the first wait that has something to ask; when it cannot be, that ends the
 * requests. It is given an allocator of ours, so that it fails when it is told to.
 */
#include "support.h"

#include <criterion/criterion.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static bool refuses;
static int asked;

static bool may(void)
{
	asked++;
	return !refuses;
}

static void *give(size_t n)
{
	return may() ? malloc(n) : NULL;
}

static void *give_again(void *p, size_t n)
{
	return may() ? realloc(p, n) : NULL;
}

static char *give_text(const char *s)
{
	return may() ? strdup(s) : NULL;
}

static void *give_zeros(size_t n, size_t size)
{
	return may() ? calloc(n, size) : NULL;
}

static void set_up(void)
{
	cr_assert_eq(curl_global_init_mem(CURL_GLOBAL_DEFAULT, give, free, give_again, give_text,
			     give_zeros),
		CURLE_OK);
}

TestSuite(begin, .init = set_up);

Test(begin, what_was_asked_fails_when_libcurl_cannot_be_begun)
{
	struct server *srv = server_start(answer_echo, NULL);
	struct net *n = new_net(0);

	send_to(n, srv, "/a", get);
	send_to(n, srv, "/b", get);
	send_to(n, srv, "/c", post);
	refuses = true;
	for (int i = 0; i < 3; i++)
		expect(n, NET_FAILED, ERR_NETWORK);
	cr_expect(!net_busy(n, NET_READ) && !net_busy(n, NET_CHANGE));
	refuses = false;
	send_to(n, srv, "/d", get);
	expect(n, NET_DONE, ERR_NONE);
	finish(n, srv);
}

Test(begin, nothing_is_begun_to_renew_what_was_not)
{
	struct net *n = new_net(0);
	int before = asked;

	net_renew(n);
	cr_expect_eq(asked, before);
	net_free(n);
}

/* The kernel refuses to wait for more descriptors than one may have. */
Test(begin, a_wait_that_fails_is_said_with_and_without_a_line)
{
	struct pollfd fds[2] = { { .fd = 0 }, { .fd = -1 } };
	struct server *srv = server_start(answer_echo, NULL);
	struct net *n = new_net(0);
	struct rlimit before;
	struct err err = { 0 };

	getrlimit(RLIMIT_NOFILE, &before);
	setrlimit(RLIMIT_NOFILE, &(struct rlimit){ 1, before.rlim_max });
	cr_expect(!net_poll(n, fds, 2, 0, &err));
	cr_expect_eq(err.code, ERR_IO, "%s", err.cause);
	setrlimit(RLIMIT_NOFILE, &before);
	send_to(n, srv, "/a", get);
	expect(n, NET_DONE, ERR_NONE);
	err_clear(&err);
	setrlimit(RLIMIT_NOFILE, &(struct rlimit){ 1, before.rlim_max });
	cr_expect(!net_poll(n, fds, 2, 0, &err));
	cr_expect_eq(err.code, ERR_IO, "%s", err.cause);
	setrlimit(RLIMIT_NOFILE, &before);
	finish(n, srv);
}
