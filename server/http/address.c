/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/http/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool refused(struct err *err, const char *text)
{
	err_set(err, ERR_USAGE, "listen address");
	return err_say(err,
		"\"%s\" non è un indirizzo: si scrive 127.0.0.1:8080 o [::1]:8080 "
		"(porta 0: una libera).",
		text);
}

static bool parse_port(const char *s, in_port_t *to)
{
	char *end = NULL;
	unsigned long port = 0;

	if (*s < '0' || *s > '9')
		return false;
	port = strtoul(s, &end, 10);
	if (*end || port > 65535)
		return false;
	*to = htons((uint16_t)port);
	return true;
}

/* "127.0.0.1" or "[::1]" without its brackets. */
static bool split(const char *text, char host[INET6_ADDRSTRLEN], const char **port)
{
	const char *colon = strrchr(text, ':');
	size_t n = colon ? (size_t)(colon - text) : 0;

	if (n == 0 || n + 1 > INET6_ADDRSTRLEN)
		return false;
	*port = colon + 1;
	if (text[0] == '[') {
		if (text[n - 1] != ']')
			return false;
		text++;
		n -= 2;
	}
	memcpy(host, text, n);
	host[n] = '\0';
	return true;
}

bool listen_address_parse(const char *text, struct listen_address *to, struct err *err)
{
	char host[INET6_ADDRSTRLEN];
	const char *port_text = NULL;
	in_port_t port = 0;

	*to = (struct listen_address){ 0 };
	if (!text || !split(text, host, &port_text) || !parse_port(port_text, &port))
		return refused(err, text ? text : "");
	if (strcmp(host, "localhost") == 0)
		snprintf(host, sizeof host, "127.0.0.1");
	if (inet_pton(AF_INET, host, &to->as.v4.sin_addr) == 1) {
		to->as.v4.sin_family = AF_INET;
		to->as.v4.sin_port = port;
		return true;
	}
	if (text[0] == '[' && inet_pton(AF_INET6, host, &to->as.v6.sin6_addr) == 1) {
		to->as.v6.sin6_family = AF_INET6;
		to->as.v6.sin6_port = port;
		return true;
	}
	return refused(err, text);
}

bool listen_address_is_loopback(const struct listen_address *a)
{
	if (a->as.any.sa_family == AF_INET)
		return ntohl(a->as.v4.sin_addr.s_addr) >> 24 == 127;
	return IN6_IS_ADDR_LOOPBACK(&a->as.v6.sin6_addr);
}

static bool is_any(const struct listen_address *a)
{
	if (a->as.any.sa_family == AF_INET)
		return a->as.v4.sin_addr.s_addr == htonl(INADDR_ANY);
	return IN6_IS_ADDR_UNSPECIFIED(&a->as.v6.sin6_addr);
}

static bool address_text(const struct listen_address *a, int fd, bool encrypted,
	char to[LISTEN_ADDRESS_TEXT_SIZE], struct err *err)
{
	struct listen_address bound = { 0 };
	socklen_t len = sizeof bound.as;
	char host[INET6_ADDRSTRLEN];
	bool v4 = a->as.any.sa_family == AF_INET;
	const char *scheme = encrypted ? "https" : "http";

	if (getsockname(fd, &bound.as.any, &len) < 0)
		return err_errno(err, "getsockname");
	if (is_any(a))
		snprintf(host, sizeof host, v4 ? "127.0.0.1" : "::1");
	else if (v4)
		inet_ntop(AF_INET, &a->as.v4.sin_addr, host, sizeof host);
	else
		inet_ntop(AF_INET6, &a->as.v6.sin6_addr, host, sizeof host);
	snprintf(to, LISTEN_ADDRESS_TEXT_SIZE, v4 ? "%s://%s:%u" : "%s://[%s]:%u", scheme,
		host, ntohs(v4 ? bound.as.v4.sin_port : bound.as.v6.sin6_port));
	return true;
}

static bool bind_and_listen(int fd, const struct listen_address *a, struct err *err)
{
	bool v4 = a->as.any.sa_family == AF_INET;
	int on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (!v4)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
	if (bind(fd, &a->as.any, v4 ? sizeof a->as.v4 : sizeof a->as.v6) < 0)
		return err_errno(err, "bind");
	return listen(fd, SOMAXCONN) == 0 || err_errno(err, "listen");
}

int listen_address_open(const struct listen_address *a, bool encrypted,
	char to[LISTEN_ADDRESS_TEXT_SIZE], struct err *err)
{
	int fd = socket(
		a->as.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0) {
		err_errno(err, "socket");
		return -1;
	}
	if (bind_and_listen(fd, a, err) && address_text(a, fd, encrypted, to, err))
		return fd;
	close(fd);
	return -1;
}
