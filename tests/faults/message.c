/* SPDX-License-Identifier: EUPL-1.2 */
#include "message.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define HEAD_MAX    ((size_t)64 << 10)
#define MESSAGE_MAX ((size_t)64 << 20)

bool await_readable(int fd, int stop, int ms)
{
	struct pollfd p[2] = { { fd, POLLIN, 0 }, { stop, POLLIN, 0 } };
	int n;

	while ((n = poll(p, 2, ms)) < 0)
		continue;
	return n > 0 && !p[1].revents && p[0].revents;
}

/* More bytes of the message; false at the end of the line. */
static bool more(int fd, int stop, struct message *m)
{
	char block[16384];
	ssize_t n;

	if (!await_readable(fd, stop, -1))
		return false;
	n = read(fd, block, sizeof block);
	return n > 0 && buf_add(&m->bytes, block, (size_t)n);
}

static bool read_head(int fd, int stop, struct message *m)
{
	for (;;) {
		char *end = m->bytes.len ? strstr(m->bytes.data, "\r\n\r\n") : NULL;

		if (end) {
			m->head_n = (size_t)(end - m->bytes.data) + 4;
			return true;
		}
		if (m->bytes.len > HEAD_MAX || !more(fd, stop, m))
			return false;
	}
}

bool message_header(const struct message *m, const char *name, char *to, size_t size)
{
	size_t n = strlen(name);
	const char *line = m->bytes.data;
	const char *end = line + m->head_n - 2;

	while (line && line < end) {
		if (strncasecmp(line, name, n) == 0 && line[n] == ':') {
			const char *value = line + n + 1 + strspn(line + n + 1, " \t");

			snprintf(to, size, "%.*s", (int)strcspn(value, "\r\n"), value);
			return true;
		}
		line = strstr(line, "\r\n");
		line = line ? line + 2 : NULL;
	}
	return false;
}

static bool read_length(int fd, int stop, struct message *m, size_t n)
{
	while (m->bytes.len < m->head_n + n)
		if (!more(fd, stop, m))
			return false;
	return buf_add(&m->body, m->bytes.data + m->head_n, n);
}

/* One chunk at `at`; 0: not there yet. *last when it was the empty one. */
static size_t chunk(const struct message *m, size_t at, struct buf *body, bool *last)
{
	const char *line = m->bytes.data + at;
	const char *end = strstr(line, "\r\n");
	size_t n, head;

	if (!end)
		return 0;
	n = strtoul(line, NULL, 16);
	head = (size_t)(end - line) + 2;
	if (m->bytes.len < at + head + n + 2)
		return 0;
	buf_add(body, line + head, n);
	*last = n == 0;
	return head + n + 2;
}

static bool read_chunks(int fd, int stop, struct message *m)
{
	size_t at = m->head_n;
	bool last = false;

	while (!last) {
		size_t n = at < m->bytes.len ? chunk(m, at, &m->body, &last) : 0;

		at += n;
		if (!n && !more(fd, stop, m))
			return false;
	}
	return true;
}

static bool read_to_end(int fd, int stop, struct message *m)
{
	while (more(fd, stop, m))
		continue;
	m->close = true;
	return buf_add(&m->body, m->bytes.data + m->head_n, m->bytes.len - m->head_n);
}

static bool has_no_body(const struct message *m, const struct message *request)
{
	return request
		&& (m->status == 204 || m->status == 304
			|| strcmp(request->method, "HEAD") == 0);
}

static bool read_body(int fd, int stop, const struct message *request, struct message *m)
{
	char value[64];

	if (message_header(m, "Connection", value, sizeof value))
		m->close = strcasecmp(value, "close") == 0;
	if (has_no_body(m, request))
		return true;
	if (message_header(m, "Transfer-Encoding", value, sizeof value))
		return read_chunks(fd, stop, m);
	if (message_header(m, "Content-Length", value, sizeof value))
		return read_length(fd, stop, m, strtoul(value, NULL, 10));
	return !request || read_to_end(fd, stop, m);
}

bool message_read(int fd, int stop, const struct message *request, struct message *to)
{
	message_release(to);
	buf_init(&to->bytes, MESSAGE_MAX);
	buf_init(&to->body, MESSAGE_MAX);
	if (!read_head(fd, stop, to))
		return false;
	if (request)
		sscanf(to->bytes.data, "HTTP/1.1 %d", &to->status);
	else
		sscanf(to->bytes.data, "%15s %1023s", to->method, to->target);
	return read_body(fd, stop, request, to);
}

void message_release(struct message *m)
{
	buf_release(&m->bytes);
	buf_release(&m->body);
	*m = (struct message){ 0 };
}

/* --- recording ------------------------------------------------------------------ */

static void add_text(struct buf *to, const char *s, size_t n)
{
	buf_addc(to, '"');
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '"' || c == '\\')
			buf_addf(to, "\\%c", c);
		else if (c < 0x20)
			buf_addf(to, "\\u%04x", (unsigned)c);
		else
			buf_addc(to, s[i]);
	}
	buf_addc(to, '"');
}

static void add_headers(struct buf *to, const struct message *m)
{
	const char *line = strstr(m->bytes.data, "\r\n") + 2;
	const char *end = m->bytes.data + m->head_n - 2;
	bool first = true;

	buf_addc(to, '{');
	for (; line < end; line = strstr(line, "\r\n") + 2) {
		const char *colon = strchr(line, ':');
		const char *value = colon + 1 + strspn(colon + 1, " \t");

		buf_adds(to, first ? "" : ", ");
		add_text(to, line, (size_t)(colon - line));
		buf_adds(to, ": ");
		if (strncasecmp(line, "Authorization:", 14) == 0)
			buf_adds(to, "\"Bearer x.y.z\"");
		else
			add_text(to, value, strcspn(value, "\r"));
		first = false;
	}
	buf_addc(to, '}');
}

static void add_body(struct buf *to, const struct message *m)
{
	char type[128] = "";

	message_header(m, "Content-Type", type, sizeof type);
	if (m->body.len && strstr(type, "json"))
		add_text(to, m->body.data, m->body.len);
	else
		buf_adds(to, "null");
}

void exchange_line(
	const struct message *request, const struct message *answer, struct buf *to)
{
	buf_adds(to, "{\"method\": ");
	add_text(to, request->method, strlen(request->method));
	buf_adds(to, ", \"path\": ");
	add_text(to, request->target, strlen(request->target));
	buf_adds(to, ", \"request_headers\": ");
	add_headers(to, request);
	buf_adds(to, ", \"request_body\": ");
	add_body(to, request);
	buf_addf(to, ", \"status\": %d, \"response_headers\": ", answer->status);
	add_headers(to, answer);
	buf_adds(to, ", \"response_body\": ");
	add_body(to, answer);
	buf_adds(to, "}\n");
}
