/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A real HTTP server for one test: loopback, a port of the system's choice, a thread
 * for each connection. What it answers, and how badly, is the test's function.
 */
#ifndef AGENDA_TESTS_NET_SERVER_H
#define AGENDA_TESTS_NET_SERVER_H

#include <stdbool.h>
#include <stddef.h>

struct server;

struct seen {
	int fd;
	int number;      /* 1 for the first request of the server's life */
	char head[8192]; /* request line and headers */
	char path[512];
	char *body;
	size_t body_n;
};

/* Answers one request on s->fd; false closes the connection. */
typedef bool (*server_answer)(struct server *srv, struct seen *s);

struct server *server_start(server_answer answer, void *ctx);
void server_stop(struct server *srv);           /* closes everything, joins */
void server_stop_listening(struct server *srv); /* from now on: connection refused */
void *server_ctx(struct server *srv);
int server_requests(struct server *srv); /* whole requests seen so far */
int server_connections(struct server *srv);
const char *server_url(struct server *srv); /* http://127.0.0.1:PORT */

bool seen_header(const struct seen *s, const char *name, char *to, size_t size);

/* Ways to answer. */
void say(struct seen *s, const char *bytes); /* as it is */
void say_n(struct seen *s, const void *bytes, size_t n);
bool say_json(struct seen *s, int status, const char *more_headers, const char *body);
void hold(struct server *srv,
	struct seen *s); /* until the client goes or the server stops */

#endif
