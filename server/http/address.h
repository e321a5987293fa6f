/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Where to listen: a literal address and a port, 0 for any free one. No names: whom a name means
 * is for a resolver to say, and this is the line that decides who can reach us.
 */
#ifndef AGENDA_SERVER_HTTP_ADDRESS_H
#define AGENDA_SERVER_HTTP_ADDRESS_H

#include "base/err.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

struct listen_address {
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} as;
};

#define LISTEN_ADDRESS_TEXT_SIZE 80

/* "127.0.0.1:8080", "[::1]:0"; "localhost:0" is 127.0.0.1. ERR_USAGE with its sentence. */
bool listen_address_parse(const char *text, struct listen_address *to, struct err *err);
bool listen_address_is_loopback(const struct listen_address *a);

/* A socket that listens there, -1 and err otherwise; `to` is where it really listens:
 * "http://127.0.0.1:41234". An address that means "any" is said as the loopback one. */
int listen_address_open(const struct listen_address *a, bool encrypted,
	char to[LISTEN_ADDRESS_TEXT_SIZE], struct err *err);

#endif
