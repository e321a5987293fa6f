/* SPDX-License-Identifier: EUPL-1.2 */
#include "tests/support/http/client.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define ASK_TIMEOUT_MS 20000L

static size_t add(char *bytes, size_t size, size_t n, void *to)
{
	return buf_add(to, bytes, size * n) ? size * n : 0;
}

static struct curl_slist *headers_of(const struct ask *a)
{
	struct curl_slist *list = curl_slist_append(NULL, "Expect:");
	struct buf line = { 0 };

	for (size_t i = 0; i < 8 && a->headers[i]; i++)
		list = curl_slist_append(list, a->headers[i]);
	if (a->token) {
		buf_addf(&line, "Authorization: Bearer %s", a->token);
		list = curl_slist_append(list, buf_str(&line));
		buf_reset(&line);
	}
	if (a->body) {
		buf_addf(&line, "Content-Type: %s",
			a->type ? a->type : "application/json");
		list = curl_slist_append(list, buf_str(&line));
	}
	buf_release(&line);
	return list;
}

static curl_mime *form_of(CURL *c, const struct ask *a)
{
	curl_mime *form = curl_mime_init(c);
	curl_mimepart *part = curl_mime_addpart(form);

	curl_mime_name(part, "file");
	curl_mime_filename(part, a->file_name ? a->file_name : "prova.pdf");
	curl_mime_data(part, a->file, a->file_n);
	curl_easy_setopt(c, CURLOPT_MIMEPOST, form);
	return form;
}

static _Thread_local CURL *kept;

void http_forget_connection(void)
{
	curl_easy_cleanup(kept);
	kept = NULL;
}

struct reply http_ask(const struct ask *a)
{
	struct reply r = { 0 };
	CURL *c = a->kept && kept ? kept : curl_easy_init();
	struct curl_slist *headers = headers_of(a);
	curl_mime *form = NULL;

	if (a->kept)
		kept = c;
	curl_easy_reset(c);
	buf_init(&r.body, (size_t)16 << 20);
	buf_init(&r.headers, (size_t)1 << 20);
	curl_easy_setopt(c, CURLOPT_URL, a->url);
	curl_easy_setopt(c, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, ASK_TIMEOUT_MS);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, add);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, &r.body);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, add);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, &r.headers);
	if (a->ca)
		curl_easy_setopt(c, CURLOPT_CAINFO, a->ca);
	if (a->file)
		form = form_of(c, a);
	if (a->body || (a->method && strcmp(a->method, "POST") == 0 && !a->file)) {
		curl_easy_setopt(c, CURLOPT_POST, 1L);
		curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE,
			(long)(a->body ? (a->n ? a->n : strlen(a->body)) : 0));
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, a->body ? a->body : "");
	}
	if (a->method)
		curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, a->method);
	if (a->method && strcmp(a->method, "HEAD") == 0)
		curl_easy_setopt(c, CURLOPT_NOBODY, 1L);
	if (curl_easy_perform(c) == CURLE_OK)
		curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &r.status);
	curl_mime_free(form);
	curl_slist_free_all(headers);
	if (!a->kept)
		curl_easy_cleanup(c);
	return r;
}

struct reply http_get(const char *url, const char *token)
{
	return http_ask(&(struct ask){ .url = url, .token = token });
}

void reply_release(struct reply *r)
{
	buf_release(&r->body);
	buf_release(&r->headers);
}

const char *reply_header(const struct reply *r, const char *name, struct arena *a)
{
	size_t n = strlen(name);
	const char *line = buf_str(&r->headers);

	while (line && *line) {
		if (strncasecmp(line, name, n) == 0 && line[n] == ':') {
			line += n + 1;
			line += strspn(line, " ");
			return arena_strndup(a, line, strcspn(line, "\r\n"));
		}
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	return "";
}

static int dial(const char *url)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	char host[64];
	int port = 0;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (sscanf(url, "http://%63[^:]:%d", host, &port) != 2)
		abort();
	to.sin_port = htons((uint16_t)port);
	inet_pton(AF_INET, host, &to.sin_addr);
	if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0)
		abort();
	return fd;
}

static void send_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);

		if (sent <= 0)
			return;
		bytes += sent;
		n -= (size_t)sent;
	}
}

struct buf http_raw(
	const char *url, const char *bytes, size_t n, int quiet_ms, bool *closed)
{
	struct buf got = { 0 };
	struct pollfd p = { .fd = dial(url), .events = POLLIN };
	bool ended = false;

	send_all(p.fd, bytes, n);
	while (!ended && poll(&p, 1, quiet_ms) > 0) {
		char piece[4096];
		ssize_t len = recv(p.fd, piece, sizeof piece, 0);

		ended = len <= 0;
		if (!ended)
			buf_add(&got, piece, (size_t)len);
	}
	close(p.fd);
	if (closed)
		*closed = ended;
	return got;
}

bool http_trickle(const char *url, const char *bytes, int every_ms, int at_most_ms)
{
	struct pollfd p = { .fd = dial(url), .events = POLLIN };
	bool closed = false;

	send_all(p.fd, bytes, strlen(bytes));
	for (int ms = 0; !closed && ms < at_most_ms; ms += every_ms) {
		char byte = 0;

		closed = poll(&p, 1, every_ms) > 0 && recv(p.fd, &byte, 1, 0) <= 0;
		if (!closed)
			send_all(p.fd, "x", 1);
	}
	close(p.fd);
	return closed;
}
