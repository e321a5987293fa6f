/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A line is put together on the stack and written with one write(2): lines of several threads
 * never mix, and nothing is lost in a buffer when the process dies.
 */
#include "server/http/log.h"

#include "base/alloc.h"
#include "domain/calendario.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES 1024

struct access_log {
	int fd;
	bool json;
};

struct access_log *access_log_new(int fd, bool json)
{
	struct access_log *l = xalloc(sizeof *l);

	*l = (struct access_log){ fd, json };
	return l;
}

void access_log_free(struct access_log *l)
{
	alloc_free(l);
}

/* Whatever could break a line or a quoted value becomes '?': methods come from outside. */
static void put_clean(char *to, size_t size, const char *s)
{
	size_t n = 0;

	for (; *s && n + 1 < size; s++) {
		unsigned char c = (unsigned char)*s;
		bool plain = c > 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '=';

		to[n++] = plain ? *s : '?';
	}
	to[n] = '\0';
}

static void put_line(struct access_log *l, char *line, int n)
{
	size_t len = n < 0 ? 0 : (size_t)n;

	if (len >= LINE_MAX_BYTES) {
		len = LINE_MAX_BYTES - 1;
		line[len - 1] = '\n';
	}
	/* A full disk or a closed pipe must not stop the service. */
	(void)!write(l->fd, line, len);
}

void access_log_line(struct access_log *l, const struct access_line *x)
{
	char line[LINE_MAX_BYTES], at[INSTANT_TEXT_SIZE], method[16], route[160];
	const char *fmt = NULL;

	if (!l)
		return;
	instant_format_utc(x->at, at);
	put_clean(method, sizeof method, x->method ? x->method : "-");
	put_clean(route, sizeof route, x->route ? x->route : "-");
	fmt = l->json
		? "{\"time\":\"%s\",\"id\":\"%s\",\"method\":\"%s\",\"route\":\"%s\",\"status\":%d,"
		  "\"bytes\":%" PRIu64 ",\"us\":%" PRId64 ",\"end\":\"%s\"}\n"
		: "time=%s id=%s method=%s route=%s status=%d bytes=%" PRIu64
		  " us=%" PRId64 " end=%s\n";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	put_line(l, line,
		snprintf(line, sizeof line, fmt, at, x->id, method, route, x->status,
			x->bytes, x->microseconds, x->end));
#pragma GCC diagnostic pop
}

/* A cause is a sentence: blanks stay, quotes and controls do not. */
static void put_sentence(char *to, size_t size, const char *s)
{
	size_t n = 0;

	for (; *s && n + 1 < size; s++) {
		unsigned char c = (unsigned char)*s;

		to[n++] = c < 0x20 || c == 0x7f || c == '"' || c == '\\' ? '?' : *s;
	}
	to[n] = '\0';
}

void access_log_event(struct access_log *l, const char *event, const char *cause)
{
	char line[LINE_MAX_BYTES], at[INSTANT_TEXT_SIZE], why[512] = "";
	int n = 0;

	if (!l)
		return;
	instant_format_utc(clock_now(), at);
	put_sentence(why, sizeof why, cause ? cause : "");
	n = l->json ? snprintf(line, sizeof line,
		    "{\"time\":\"%s\",\"event\":\"%s\",\"cause\":\"%s\"}\n", at, event,
		    why)
		    : snprintf(line, sizeof line, "time=%s event=%s cause=\"%s\"\n", at,
			    event, why);
	put_line(l, line, n);
}
