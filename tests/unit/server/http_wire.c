/* SPDX-License-Identifier: EUPL-1.2
 *
 * server/http alone, with a toy site: parking, ceilings, hostile clients, the end. */
#include "http_toy.h"

#include <criterion/criterion.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

Test(http_wire, answers_and_keeps_the_connection)
{
	struct toy t = { 0 };
	struct arena a = { 0 };
	char u[256];

	toy_start(&t, NULL);
	for (int i = 0; i < 3; i++) {
		struct reply r = http_ask(
			&(struct ask){ .url = toy_url(&t, "/x?y=1", u), .kept = true });

		cr_expect_eq(r.status, 200);
		cr_expect_str_eq(buf_str(&r.body), "GET /x 0");
		cr_expect_str_eq(reply_header(&r, "Cache-Control", &a), "no-store");
		cr_expect_str_eq(
			reply_header(&r, "X-Content-Type-Options", &a), "nosniff");
		cr_expect_str_eq(reply_header(&r, "Content-Type", &a), "text/plain");
		reply_release(&r);
	}
	http_forget_connection();
	arena_release(&a);
	toy_stop(&t);
}

Test(http_wire, takes_bodies_up_to_their_ceiling)
{
	static char body[TOY_BODY_MAX + 2];
	struct toy t = { 0 };
	char u[256];
	struct reply r;

	toy_start(&t, NULL);
	memset(body, 'x', sizeof body - 1);
	r = http_ask(&(struct ask){ .method = "POST",
		.url = toy_url(&t, "/b", u),
		.body = body,
		.n = TOY_BODY_MAX });
	cr_expect_eq(r.status, 200);
	cr_expect_str_eq(buf_str(&r.body), "POST /b 65536");
	reply_release(&r);
	r = http_ask(&(struct ask){ .method = "POST",
		.url = toy_url(&t, "/b", u),
		.body = body,
		.n = TOY_BODY_MAX + 1 });
	cr_expect_eq(r.status, 413);
	reply_release(&r);
	r = http_ask(&(struct ask){ .method = "POST",
		.url = toy_url(&t, "/b", u),
		.body = body,
		.n = TOY_BODY_MAX + 1,
		.headers = { "Transfer-Encoding: chunked" } });
	cr_expect_eq(r.status, 413, "drained, then refused: %ld", r.status);
	reply_release(&r);
	r = http_ask(&(struct ask){ .method = "POST",
		.url = toy_url(&t, "/refused", u),
		.body = body,
		.n = TOY_BODY_MAX });
	cr_expect_eq(r.status, 401, "a refusal is read even when the body was sent");
	reply_release(&r);
	toy_stop(&t);
}

Test(http_wire, takes_one_file)
{
	static char file[TOY_FILE_MAX + 1];
	struct toy t = { 0 };
	struct arena a = { 0 };
	char u[256];
	struct reply r;

	toy_start(&t, NULL);
	memset(file, 7, sizeof file);
	r = http_ask(&(struct ask){ .url = toy_url(&t, "/file", u),
		.file = file,
		.file_n = TOY_FILE_MAX,
		.file_name = "busta paga.pdf" });
	cr_expect_eq(r.status, 200);
	cr_expect_str_eq(buf_str(&r.body), "POST /file 262144");
	cr_expect_str_eq(reply_header(&r, "Toy-File", &a), "busta paga.pdf");
	reply_release(&r);
	r = http_ask(&(struct ask){
		.url = toy_url(&t, "/file", u), .file = file, .file_n = TOY_FILE_MAX + 1 });
	cr_expect_eq(r.status, 422);
	reply_release(&r);
	arena_release(&a);
	toy_stop(&t);
}

static const struct {
	const char *type;
	const char *body;
	long status;
} forms[] = {
	{ "multipart/form-data; boundary=bb",
		"--bb\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n--bb--\r\n",
		200 },
	{ "multipart/form-data; boundary=bb",
		"--bb\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--bb--\r\n",
		400 },
	{ "multipart/form-data; boundary=bb",
		"--bb\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n"
		"--bb\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b\"\r\n\r\ny\r\n--bb--\r\n",
		400 },
	{ "multipart/form-data; boundary=bb",
		"--bb\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx",
		400 },
	{ "multipart/form-data; boundary=bb",
		"--bb\r\nContent-Disposition: form-data; filename=\"a\"\r\n\r\nx\r\n--bb--\r\n",
		400 },
	{ "multipart/form-data; boundary=bb", "--bb\r\nA: b\r\n\r\nx\r\n--bb--\r\n", 400 },
	{ "multipart/form-data; boundary=bb", "rubbish", 400 },
	{ "multipart/form-data", "x", 400 },
	{ "multipart/form-data; boundary=", "--\r\n\r\n", 400 },
	{ "application/json", "{}", 400 },
};

Test(http_wire, refuses_forms_that_are_not_one_file)
{
	struct toy t = { 0 };
	char u[256];

	toy_start(&t, NULL);
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct reply r = http_ask(&(struct ask){ .method = "POST",
			.url = toy_url(&t, "/file", u),
			.type = forms[i].type,
			.body = forms[i].body });

		cr_expect_eq(r.status, forms[i].status, "form %zu: %ld", i, r.status);
		reply_release(&r);
	}
	toy_stop(&t);
}

static void *ask_parked(void *arg)
{
	struct reply r = http_get(arg, NULL);
	bool ok = r.status == 200 && strcmp(buf_str(&r.body), "resumed") == 0;

	reply_release(&r);
	return (void *)(uintptr_t)ok;
}

#define PARKED 32

static void park_many(struct toy *t, pthread_t threads[PARKED], char u[256])
{
	toy_url(t, "/park", u);
	for (int i = 0; i < PARKED; i++)
		pthread_create(&threads[i], NULL, ask_parked, u);
	toy_wait_parked(t, PARKED);
}

static void join_all(pthread_t threads[PARKED])
{
	for (int i = 0; i < PARKED; i++) {
		void *ok = NULL;

		pthread_join(threads[i], &ok);
		cr_expect(ok, "parked request %d", i);
	}
}

Test(http_wire, parks_many_with_few_threads)
{
	struct toy t = { 0 };
	pthread_t threads[PARKED];
	char u[256], v[256];
	struct reply r;

	toy_start(&t, &(struct http_options){ .threads = 2 });
	park_many(&t, threads, u);
	r = http_get(toy_url(&t, "/other", v), NULL);
	cr_expect_eq(r.status, 200, "others are served meanwhile");
	reply_release(&r);
	toy_resume_all(&t);
	join_all(threads);
	toy_stop(&t);
}

static void *stop(void *arg)
{
	struct toy *t = arg;

	http_free(t->http);
	return NULL;
}

Test(http_wire, stops_only_after_what_is_parked)
{
	struct toy t = { 0 };
	pthread_t threads[PARKED], stopper;
	char u[256];

	toy_start(&t, NULL);
	park_many(&t, threads, u);
	http_quiesce(t.http);
	pthread_create(&stopper, NULL, stop, &t);
	toy_resume_all(&t);
	join_all(threads);
	pthread_join(stopper, NULL);
	cr_expect_geq(t.ended, t.begun);
}

Test(http_wire, survives_clients_that_leave_while_parked)
{
	struct toy t = { 0 };
	bool closed = true;

	toy_start(&t, NULL);
	for (int i = 0; i < 5; i++) {
		const char *text = "GET /park HTTP/1.1\r\nHost: x\r\n\r\n";
		struct buf b = http_raw(
			http_address(t.http), text, strlen(text), 1, &closed);

		buf_release(&b);
	}
	toy_wait_parked(&t, 5);
	toy_resume_all(&t);
	toy_stop(&t);
	cr_expect_eq(t.ended, 5);
}

Test(http_wire, cuts_the_line_when_told)
{
	struct toy t = { 0 };
	char u[256];
	struct reply r;

	toy_start(&t, NULL);
	http_cut_line(t.http, 3600);
	r = http_get(toy_url(&t, "/x", u), NULL);
	cr_expect_eq(r.status, 0);
	reply_release(&r);
	http_cut_line(t.http, 0);
	r = http_get(toy_url(&t, "/x", u), NULL);
	cr_expect_eq(r.status, 200);
	reply_release(&r);
	toy_stop(&t);
}

/* What no client sends. Status of the first answer, 0 for a connection that is just closed. */
static const struct {
	const char *what;
	const char *bytes;
	int status;
} hostile[] = {
	{ "two requests in one packet",
		"GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
		200 },
	{ "a header twice that may be there once",
		"GET /a HTTP/1.1\r\nHost: x\r\nAuthorization: a\r\nAuthorization: b\r\n"
		"Connection: close\r\n\r\n",
		400 },
	{ "a broken query",
		"GET /a?q=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 400 },
	{ "a body where none is taken",
		"GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc",
		413 },
	{ "a length that is not a number",
		"POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n", 400 },
	{ "a length past any number",
		"POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n",
		413 },
	{ "an announced body that is too large",
		"POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n", 413 },
	{ "a chunk size that is not one",
		"POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
		400 },
	{ "a chunk longer than it says",
		"POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcdef\r\n0\r\n\r\n",
		400 },
	{ "a length and chunks: the second request is not one",
		"POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
		"0\r\n\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n",
		400 },
	{ "two lengths",
		"POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 32\r\n\r\n"
		"GET /a HTTP/1.1\r\nHost: x\r\n\r\n",
		400 },
	{ "two encodings",
		"POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n"
		"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		400 },
	{ "an encoding that is not chunked",
		"POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
		400 },
	{ "rubbish", "\x16\x03\x01\x02\r\n\r\n", 0 },
	{ "no host", "GET /a HTTP/1.1\r\n\r\n", 400 },
	{ "a NUL in the target", NULL, 0 },
};

/* Does an answer come on this connection, or its end? */
static bool is_served(int fd)
{
	static const char ask[] = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char c;

	return send(fd, ask, sizeof ask - 1, MSG_NOSIGNAL) == (ssize_t)sizeof ask - 1
		&& poll(&p, 1, 15000) == 1 && recv(fd, &c, 1, 0) == 1;
}

Test(http_wire, leaves_room_for_others_whoever_takes_connections)
{
	enum { ALL = 8, EACH = 6 };
	struct toy t = { 0 };
	int fds[EACH], one_more, other;

	toy_start(&t, &(struct http_options){ .connections = ALL, .threads = 1 });
	for (int i = 0; i < EACH; i++) {
		fds[i] = toy_dial(&t, INADDR_LOOPBACK);
		cr_expect(is_served(fds[i]), "%d", i);
	}
	one_more = toy_dial(&t, INADDR_LOOPBACK);
	cr_expect(!is_served(one_more));
	other = toy_dial(&t, INADDR_LOOPBACK + 1);
	cr_expect(is_served(other));
	for (int i = 0; i < EACH; i++)
		close(fds[i]);
	close(one_more);
	close(other);
	toy_stop(&t);
}

Test(http_wire, stands_hostile_requests)
{
	static const char nul[] =
		"GET /a\0b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
	struct toy t = { 0 };

	toy_start(&t, &(struct http_options){ .timeout_s = 1 });
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		const char *bytes = hostile[i].bytes ? hostile[i].bytes : nul;
		size_t n = hostile[i].bytes ? strlen(bytes) : sizeof nul - 1;
		bool closed = false;
		struct buf b = http_raw(
			http_address(t.http), bytes, n, QUIET_MS, &closed);
		int status = 0;

		sscanf(buf_str(&b), "HTTP/1.1 %d", &status);
		cr_expect(closed, "%s", hostile[i].what);
		if (hostile[i].status)
			cr_expect_eq(status, hostile[i].status, "%s: %d", hostile[i].what,
				status);
		cr_expect_lt(status, 500, "%s: %d", hostile[i].what, status);
		buf_release(&b);
	}
	toy_stop(&t);
}

Test(http_wire, refuses_headers_and_targets_without_end)
{
	struct toy t = { 0 };
	struct buf text = { 0 };
	int status = 0;

	toy_start(&t, NULL);
	for (int kind = 0; kind < 2; kind++) {
		bool closed = false;
		struct buf b;

		buf_reset(&text);
		buf_adds(&text,
			kind ? "GET /"
			     : "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
		for (int i = 0; i < 400; i++)
			buf_addf(&text,
				kind ? "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx%d"
				     : "Header-%d: 0123456789012345678901234567890123\r\n",
				i);
		buf_adds(&text,
			kind ? " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
			     : "\r\n");
		b = toy_raw(&t, buf_str(&text), &closed);
		sscanf(buf_str(&b), "HTTP/1.1 %d", &status);
		cr_expect_eq(status, 400, "%d", status);
		cr_expect(closed);
		buf_release(&b);
	}
	buf_release(&text);
	toy_stop(&t);
}

Test(http_wire, does_not_listen_in_clear_for_everybody)
{
	static const struct http_site site = { 0 }; /* nobody asks */
	struct http_options o = { .listen = "0.0.0.0:0" };
	struct err err = { 0 };

	cr_expect_null(http_new(&o, &site, &err));
	cr_expect_eq(err.code, ERR_USAGE);
	o.behind_proxy = true;
	struct http *h = http_new(&o, &site, &err);
	cr_expect(h);
	http_free(h);
}

Test(http_wire, logs_neither_values_nor_tokens)
{
	char path[] = "/tmp/http-log-XXXXXX", u[256], text[4096] = "";
	int fd = mkstemp(path);
	struct access_log *log = access_log_new(fd, false);
	struct toy t = { 0 };
	struct reply r;

	unlink(path);
	toy_start(&t, &(struct http_options){ .log = log });
	r = http_get(toy_url(&t, "/RSSMRA80A01H501U?nome=Anna", u), "segreto");
	reply_release(&r);
	toy_stop(&t);
	cr_expect_gt(pread(fd, text, sizeof text - 1, 0), 0);
	cr_expect(strstr(text, " method=GET route=/toy status=200 "), "%s", text);
	cr_expect_null(strstr(text, "Anna"));
	cr_expect_null(strstr(text, "RSSMRA"));
	cr_expect_null(strstr(text, "segreto"));
	access_log_free(log);
	close(fd);
}
