/* SPDX-License-Identifier: EUPL-1.2
 *
 * Raw sockets, so that every way of answering badly can be had. */
#include "server.h"

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MAX 64

struct server {
	int fd;
	char url[64];
	server_answer answer;
	void *ctx;
	pthread_t acceptor;
	pthread_t threads[CONNECTIONS_MAX];
	atomic_int n_threads;
	atomic_int requests;
	int stop[2]; /* closing the writing end wakes everybody */
};

struct connection {
	struct server *srv;
	int fd;
};

/* One more byte or more; false at the end, or when the server stops. */
static bool more(struct server *srv, int fd)
{
	struct pollfd p[2] = { { fd, POLLIN, 0 }, { srv->stop[0], POLLIN, 0 } };

	while (poll(p, 2, -1) < 0)
		continue;
	return !p[1].revents && p[0].revents;
}

static bool read_head(struct server *srv, struct seen *s)
{
	size_t n = 0;

	while (n < sizeof s->head - 1 && more(srv, s->fd)) {
		if (read(s->fd, s->head + n, 1) != 1)
			return false;
		s->head[++n] = '\0';
		if (n >= 4 && memcmp(s->head + n - 4, "\r\n\r\n", 4) == 0)
			return true;
	}
	return false;
}

static bool read_body(struct server *srv, struct seen *s)
{
	char length[32] = "0";
	size_t n = 0;

	seen_header(s, "Content-Length", length, sizeof length);
	s->body_n = strtoul(length, NULL, 10);
	s->body = calloc(1, s->body_n + 1);
	while (n < s->body_n && more(srv, s->fd)) {
		ssize_t got = read(s->fd, s->body + n, s->body_n - n);

		if (got <= 0)
			return false;
		n += (size_t)got;
	}
	return n == s->body_n;
}

static void *serve(void *arg)
{
	struct connection c = *(struct connection *)arg;
	bool going = true;

	free(arg);
	while (going) {
		struct seen *s = calloc(1, sizeof *s);

		s->fd = c.fd;
		going = read_head(c.srv, s) && read_body(c.srv, s);
		if (going) {
			sscanf(s->head, "%*s %511s", s->path);
			s->number = atomic_fetch_add(&c.srv->requests, 1) + 1;
			going = c.srv->answer(c.srv, s);
		}
		free(s->body);
		free(s);
	}
	close(c.fd);
	return NULL;
}

static void *accept_all(void *arg)
{
	struct server *srv = arg;

	while (more(srv, srv->fd)) {
		struct connection *c = calloc(1, sizeof *c);
		int n = atomic_load(&srv->n_threads);

		c->srv = srv;
		c->fd = accept(srv->fd, NULL, NULL);
		if (c->fd < 0 || n == CONNECTIONS_MAX) {
			free(c);
			break;
		}
		/* Counted before it can answer: who has its answer may ask how many there were. */
		atomic_store(&srv->n_threads, n + 1);
		pthread_create(&srv->threads[n], NULL, serve, c);
	}
	return NULL;
}

struct server *server_start(server_answer answer, void *ctx)
{
	struct server *srv = calloc(1, sizeof *srv);
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof at;

	srv->answer = answer;
	srv->ctx = ctx;
	srv->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (pipe(srv->stop) != 0 || bind(srv->fd, (struct sockaddr *)&at, size) != 0
		|| listen(srv->fd, 16) != 0)
		abort();
	getsockname(srv->fd, (struct sockaddr *)&at, &size);
	snprintf(srv->url, sizeof srv->url, "http://127.0.0.1:%d", ntohs(at.sin_port));
	pthread_create(&srv->acceptor, NULL, accept_all, srv);
	return srv;
}

void server_stop_listening(struct server *srv)
{
	shutdown(srv->fd, SHUT_RDWR);
	pthread_join(srv->acceptor, NULL);
	close(srv->fd);
	srv->fd = -1;
}

void server_stop(struct server *srv)
{
	close(srv->stop[1]);
	if (srv->fd >= 0)
		server_stop_listening(srv);
	for (int i = 0; i < atomic_load(&srv->n_threads); i++)
		pthread_join(srv->threads[i], NULL);
	close(srv->stop[0]);
	free(srv);
}

void *server_ctx(struct server *srv)
{
	return srv->ctx;
}

int server_requests(struct server *srv)
{
	return atomic_load(&srv->requests);
}

int server_connections(struct server *srv)
{
	return atomic_load(&srv->n_threads);
}

const char *server_url(struct server *srv)
{
	return srv->url;
}

bool seen_header(const struct seen *s, const char *name, char *to, size_t size)
{
	size_t n = strlen(name);
	const char *line = s->head;

	while ((line = strstr(line, "\r\n"))) {
		line += 2;
		if (strncasecmp(line, name, n) == 0 && line[n] == ':') {
			const char *value = line + n + 1 + strspn(line + n + 1, " ");

			snprintf(to, size, "%.*s", (int)strcspn(value, "\r"), value);
			return true;
		}
	}
	return false;
}

void say_n(struct seen *s, const void *bytes, size_t n)
{
	const char *at = bytes;

	while (n) {
		ssize_t sent = send(s->fd, at, n, MSG_NOSIGNAL);

		if (sent <= 0)
			return;
		at += sent;
		n -= (size_t)sent;
	}
}

void say(struct seen *s, const char *bytes)
{
	say_n(s, bytes, strlen(bytes));
}

bool say_json(struct seen *s, int status, const char *more_headers, const char *body)
{
	char head[1024];

	snprintf(head, sizeof head,
		"HTTP/1.1 %d Risposta\r\nContent-Type: application/json\r\n"
		"Content-Length: %zu\r\n%s\r\n",
		status, strlen(body), more_headers ? more_headers : "");
	say(s, head);
	say(s, body);
	return true;
}

void hold(struct server *srv, struct seen *s)
{
	more(srv, s->fd);
}
