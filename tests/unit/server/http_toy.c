/* SPDX-License-Identifier: EUPL-1.2 */
#include "http_toy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static void say(struct request *rq, int status, const char *text)
{
	response_set(rq, status, "text/plain");
	buf_adds(&rq->response.body, text);
}

static void toy_begin(void *ctx, struct request *rq)
{
	struct toy *t = ctx;

	pthread_mutex_lock(&t->lock);
	t->begun++;
	pthread_mutex_unlock(&t->lock);
	rq->route = "/toy";
	if (strcmp(rq->target.path, "/refused") == 0)
		say(rq, 401, "no");
	if (strcmp(rq->method, "POST") != 0)
		return;
	rq->body_kind = strcmp(rq->target.path, "/file") == 0 ? BODY_FILE : BODY_WHOLE;
	rq->body_max = rq->body_kind == BODY_FILE
		? TOY_FILE_MAX + HTTP_FORM_OVERHEAD_BYTES
		: TOY_BODY_MAX;
}

static void after_parking(struct request *rq)
{
	say(rq, 200, "resumed");
}

static void toy_handle(void *ctx, struct request *rq)
{
	struct toy *t = ctx;

	if (strcmp(rq->target.path, "/park") == 0) {
		request_park(rq, after_parking);
		pthread_mutex_lock(&t->lock);
		t->parked[t->n_parked++] = rq;
		pthread_cond_broadcast(&t->changed);
		pthread_mutex_unlock(&t->lock);
		return;
	}
	response_set(rq, 200, "text/plain");
	if (strcmp(rq->target.path, "/large") == 0) {
		buf_init(&rq->response.body, TOY_LARGE);
		for (size_t n = 0; n < TOY_LARGE; n += 64)
			buf_adds(&rq->response.body,
				"0123456789012345678901234567890123456789012345678901234567890123");
		return;
	}
	response_headerf(rq, "Toy-File", "%s", rq->file_name ? rq->file_name : "-");
	buf_addf(&rq->response.body, "%s %s %zu", rq->method, rq->target.path,
		rq->body.len);
}

static void toy_refuse(
	void *ctx, struct request *rq, enum http_refusal why, const char *what)
{
	static const int status[] = { 400, 413, 400, 422, 503 };

	(void)ctx;
	say(rq, status[why], what ? what : "-");
}

static void toy_end(void *ctx, struct request *rq)
{
	struct toy *t = ctx;

	(void)rq;
	pthread_mutex_lock(&t->lock);
	t->ended++;
	pthread_cond_broadcast(&t->changed);
	pthread_mutex_unlock(&t->lock);
}

void toy_start(struct toy *t, const struct http_options *more)
{
	struct http_options o = more ? *more : (struct http_options){ 0 };
	struct http_site site = { .ctx = t,
		.begin = toy_begin,
		.handle = toy_handle,
		.refuse = toy_refuse,
		.end = toy_end };
	struct err err = { 0 };

	pthread_mutex_init(&t->lock, NULL);
	pthread_cond_init(&t->changed, NULL);
	o.listen = o.listen ? o.listen : "127.0.0.1:0";
	t->http = http_new(&o, &site, &err);
	cr_assert(t->http, "%s %s", err.text, err.cause);
}

void toy_wait_parked(struct toy *t, size_t n)
{
	pthread_mutex_lock(&t->lock);
	while (t->n_parked < n)
		pthread_cond_wait(&t->changed, &t->lock);
	pthread_mutex_unlock(&t->lock);
}

void toy_wait_ended(struct toy *t, unsigned n)
{
	pthread_mutex_lock(&t->lock);
	while (t->ended < n)
		pthread_cond_wait(&t->changed, &t->lock);
	pthread_mutex_unlock(&t->lock);
}

void toy_resume_all(struct toy *t)
{
	pthread_mutex_lock(&t->lock);
	for (size_t i = 0; i < t->n_parked; i++)
		request_resume(t->parked[i]);
	t->n_parked = 0;
	pthread_mutex_unlock(&t->lock);
}

const char *toy_url(struct toy *t, const char *path, char to[256])
{
	snprintf(to, 256, "%s%s", http_address(t->http), path);
	return to;
}

struct buf toy_raw(struct toy *t, const char *text, bool *closed)
{
	return http_raw(http_address(t->http), text, strlen(text), QUIET_MS, closed);
}

void toy_stop(struct toy *t)
{
	http_free(t->http);
	cr_expect_geq(t->ended, t->begun);
}

int toy_dial(struct toy *t, uint32_t from)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int port = 0;

	a.sin_addr.s_addr = htonl(from);
	cr_assert_eq(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
	cr_assert_eq(sscanf(http_address(t->http), "http://127.0.0.1:%d", &port), 1);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	a.sin_port = htons((uint16_t)port);
	cr_assert_eq(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
	return fd;
}
