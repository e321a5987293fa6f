/* SPDX-License-Identifier: EUPL-1.2
 *
 * A net and one misbehaving server (server.h): what the tests of every ending share. Whatever
 * does not happen in time fails the test. */
#ifndef TESTS_UNIT_NET_SUPPORT_H
#define TESTS_UNIT_NET_SUPPORT_H

#include "server.h"

#include "net/net.h"

#define PATIENCE_MS 20000

extern const struct net_request get;  /* on NET_READ */
extern const struct net_request post; /* on NET_CHANGE, with a key and the body "{}" */

/* Answers of srv: the headers that were sent, as text; nothing, except at /subito. */
bool answer_echo(struct server *srv, struct seen *s);
bool answer_never(struct server *srv, struct seen *s);

struct net *new_net(int64_t answer_ms);

/* Waits for the next ending, whichever it is. */
struct net_ending await(struct net *n);

/* Sends r to a path of srv; r.url is ignored. */
uint64_t send_to(struct net *n, struct server *srv, const char *path, struct net_request r);

/* The next ending is this one. */
void expect(struct net *n, enum net_outcome outcome, int code);

/* Until the server has seen so many requests. */
void until_seen(struct net *n, struct server *srv, int requests);

void finish(struct net *n, struct server *srv);

#endif
