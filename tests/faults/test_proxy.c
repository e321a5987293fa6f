/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The proxy does what its rules say, and nothing else: with net on one side and a
 * server on the other.
 */
#include "proxy.h"

#include "net/net.h"
#include "server.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_MS 20000

static struct server *srv;
static struct proxy *p;
static struct net *n;
static char record_path[] = "/tmp/agenda-proxy-XXXXXX";

static bool answer(struct server *server, struct seen *s)
{
	(void)server;
	if (strcmp(s->path, "/a-pezzi") == 0) {
		say(s,
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
			"5\r\nuno, \r\n3\r\ndue\r\n0\r\n\r\n");
		return true;
	}
	if (strcmp(s->path, "/vuoto") == 0) {
		say(s, "HTTP/1.1 204 No Content\r\n\r\n");
		return true;
	}
	if (strcmp(s->path, "/fine") == 0) {
		say(s, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nfino in fondo");
		return false;
	}
	return say_json(s, 200, NULL, s->body_n ? s->body : "{}");
}

static void set_up(void)
{
	int fd = mkstemp(record_path);

	cr_assert(fd >= 0);
	close(fd);
	srv = server_start(answer, NULL);
	p = proxy_start(server_url(srv), record_path, 7);
	cr_assert(p != NULL);
	n = net_new(&(struct net_config){ .answer_ms = 2000 });
}

static void tear_down(void)
{
	net_free(n);
	proxy_stop(p);
	server_stop(srv);
	unlink(record_path);
}

TestSuite(proxy, .init = set_up, .fini = tear_down);

static struct net_ending ask(const char *method, const char *path)
{
	int64_t deadline = clock_monotonic_ms() + PATIENCE_MS;
	struct net_request r = { .lane = NET_CHANGE,
		.method = method,
		.changing = strcmp(method, "POST") == 0,
		.body = "{\"a\":1}",
		.body_n = 7,
		.content_type = "application/json" };
	struct net_ending e;
	char url[256];

	snprintf(url, sizeof url, "%s%s", proxy_url(p), path);
	r.url = url;
	if (!r.changing)
		r.body = NULL;
	cr_assert(net_send(n, &r, NULL) != 0);
	while (!net_next(n, &e)) {
		cr_assert(clock_monotonic_ms() < deadline);
		net_poll(n, NULL, 0, 100, NULL);
	}
	return e;
}

static void expect(
	const char *method, const char *path, enum net_outcome outcome, const char *body)
{
	struct net_ending e = ask(method, path);

	cr_expect(e.outcome == outcome, "%s %s: %d, not %d (%s)", method, path, e.outcome,
		outcome, e.err.cause);
	if (body)
		cr_expect(eq(str, (char *)buf_str(&e.reply.body), (char *)body));
	net_ending_release(&e);
}

static void rule(const char *text)
{
	struct proxy_rule r;

	cr_assert(proxy_rule_parse(text, &r), "%s", text);
	proxy_rules(p, &r, 1);
}

Test(proxy, faithful)
{
	expect("GET", "/x", NET_DONE, "{}");
	expect("POST", "/x", NET_DONE, "{\"a\":1}");
	expect("GET", "/a-pezzi", NET_DONE, "uno, due");
	expect("GET", "/vuoto", NET_DONE, "");
	expect("GET", "/fine", NET_DONE, "fino in fondo");
	expect("GET", "/x", NET_DONE, "{}");
	cr_expect(
		proxy_requests(p) == 6 && proxy_answers(p) == 6 && proxy_faults(p) == 0);
}

Test(proxy, an_answer_lost_after_the_server_gave_it)
{
	rule("POST /x perdi 0 1");
	expect("GET", "/x", NET_DONE, "{}");
	expect("POST", "/x", NET_UNKNOWN, NULL);
	cr_expect(proxy_await_faults(p, 1, PATIENCE_MS));
	cr_expect(eq(int, server_requests(srv), 2), "it had arrived");
	expect("POST", "/x", NET_DONE, "{\"a\":1}");
	cr_expect(eq(int, proxy_faults(p), 1), "once, as the rule says");
}

Test(proxy, a_line_cut_after_some_bytes_of_the_answer)
{
	rule("* * taglia 0");
	expect("POST", "/x", NET_UNKNOWN, NULL);
	rule("* * taglia 30");
	expect("POST", "/x", NET_UNKNOWN, NULL);
	rule("* * taglia 9999");
	expect("POST", "/x", NET_DONE, "{\"a\":1}");
	cr_expect(eq(int, server_requests(srv), 3));
	/* wherever it is cut, it is never taken for an answer */
	for (int n_bytes = 1; n_bytes < 80; n_bytes += 3) {
		char text[64];

		snprintf(text, sizeof text, "* * taglia %d", n_bytes);
		rule(text);
		expect("POST", "/x", NET_UNKNOWN, NULL);
	}
}

Test(proxy, a_request_that_never_arrives)
{
	rule("POST * rifiuta");
	expect("POST", "/x", NET_UNKNOWN, NULL);
	cr_expect(eq(int, server_requests(srv), 0));
}

Test(proxy, a_request_that_arrives_late)
{
	rule("POST * tardi 50 1");
	expect("POST", "/x", NET_UNKNOWN, NULL);
	cr_expect(proxy_await_faults(p, 1, PATIENCE_MS));
	cr_expect(eq(int, server_requests(srv), 1), "after the client was gone");
}

Test(proxy, a_request_that_arrives_twice)
{
	rule("POST * doppia");
	expect("POST", "/x", NET_DONE, "{\"a\":1}");
	cr_expect(eq(int, server_requests(srv), 2));
}

Test(proxy, delay_trickle_garbage_silence)
{
	int64_t begun = clock_monotonic_ms();

	rule("* * ritardo 60");
	expect("GET", "/x", NET_DONE, "{}");
	cr_expect(clock_monotonic_ms() - begun >= 60);
	rule("* * goccia 1");
	expect("GET", "/x", NET_DONE, "{}");
	rule("* * rumore 300");
	expect("POST", "/x", NET_UNKNOWN, NULL);
	rule("* * silenzio");
	expect("POST", "/x", NET_UNKNOWN, NULL);
	cr_expect(eq(int, proxy_faults(p), 4));
}

Test(proxy, every_line_cut_and_a_server_that_is_not_there)
{
	expect("GET", "/x", NET_DONE, "{}");
	proxy_cut_all(p);
	expect("GET", "/x", NET_DONE, "{}"); /* on a new line */
	proxy_upstream(p, "http://127.0.0.1:1");
	proxy_cut_all(p);
	expect("GET", "/x", NET_FAILED, NULL);
}

Test(proxy, rules_as_text)
{
	struct proxy_rule r;

	cr_expect(proxy_rule_parse("POST /appuntamenti taglia 40 2 50", &r));
	cr_expect(r.fault == FAULT_CUT && r.n == 40 && r.times == 2 && r.percent == 50);
	cr_expect(proxy_rule_parse("* * niente", &r) && !r.method[0] && !r.path[0]);
	cr_expect(not(proxy_rule_parse("POST /x boh", &r)));
	cr_expect(not(proxy_rule_parse("POST", &r)));
}

Test(proxy, exchanges_are_recorded_without_tokens)
{
	char text[8192];
	size_t got;
	FILE *f;
	struct net_request r = { .lane = NET_READ, .authorised = true };
	char url[128];
	struct net_ending e;

	snprintf(url, sizeof url, "%s/x?q=\"1\"", proxy_url(p));
	cr_assert(net_authorise(n, proxy_url(p), "segreto", NULL));
	r.url = url;
	rule("POST * perdi");
	expect("POST", "/x", NET_UNKNOWN, NULL);
	cr_assert(net_send(n, &r, NULL) != 0);
	while (!net_next(n, &e))
		net_poll(n, NULL, 0, 100, NULL);
	net_ending_release(&e);
	f = fopen(record_path, "r");
	got = fread(text, 1, sizeof text - 1, f);
	fclose(f);
	text[got] = '\0';
	cr_expect(strstr(text, "{\"method\": \"POST\", \"path\": \"/x\", ") == text);
	cr_expect(strstr(text, "\"request_body\": \"{\\\"a\\\":1}\", \"status\": 200")
		!= NULL);
	cr_expect(strstr(text, "\"response_body\": \"{\\\"a\\\":1}\"}\n") != NULL);
	cr_expect(strstr(text, "\"Authorization\": \"Bearer x.y.z\"") != NULL);
	cr_expect(strstr(text, "segreto") == NULL);
	cr_expect(strstr(text, "\"request_body\": null") != NULL);
}

Test(proxy, as_a_program)
{
	static const char orders[] = "regola POST * perdi\nnessuna\nconta\nboh\n";
	static const char *const answers[] = { "ok\n", "ok\n", "0 0 0\n", "ok\n",
		"no\n" };
	int to[2], from[2], status;
	char line[128];
	pid_t pid;
	FILE *f;

	cr_assert(pipe(to) == 0 && pipe(from) == 0);
	pid = fork();
	if (pid == 0) {
		dup2(to[0], STDIN_FILENO);
		dup2(from[1], STDOUT_FILENO);
		close(to[1]);
		execl(PROXY_PROGRAM, PROXY_PROGRAM, server_url(srv), (char *)NULL);
		_exit(127);
	}
	close(to[0]);
	close(from[1]);
	cr_assert(write(to[1], orders, sizeof orders - 1) == sizeof orders - 1);
	close(to[1]);
	f = fdopen(from[0], "r");
	cr_assert(fgets(line, sizeof line, f)
		&& strncmp(line, "http://127.0.0.1:", 17) == 0);
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		cr_assert(fgets(line, sizeof line, f) != NULL);
		cr_expect(eq(str, line, (char *)answers[i]));
	}
	fclose(f);
	cr_expect(waitpid(pid, &status, 0) == pid && status == 0);
}
