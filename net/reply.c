/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Header lines come from elsewhere: what cannot be read as the RFC says is as if it had
 * not been sent.
 */
#include "net/reply.h"

#include "base/alloc.h"

#include <curl/curl.h>
#include <string.h>
#include <strings.h>

#define RETRY_AFTER_MAX 86400 /* a longer wait is not a wait any more */

static void head_reset(struct net_reply *r)
{
	FREE(&r->content_type);
	FREE(&r->etag);
	FREE(&r->location);
	FREE(&r->file_name);
	r->retry_after = -1;
	r->retry_at = INSTANT_NONE;
	r->ratelimit_limit = -1;
	r->ratelimit_remaining = -1;
	r->ratelimit_reset = -1;
	r->date = INSTANT_NONE;
}

void reply_init(struct net_reply *r)
{
	*r = (struct net_reply){ 0 };
	head_reset(r);
}

void reply_release(struct net_reply *r)
{
	head_reset(r);
	buf_release(&r->body);
	r->status = 0;
}

static int64_t read_count(const char *s)
{
	int64_t v = 0;

	if (!*s)
		return -1;
	for (; *s; s++) {
		if (*s < '0' || *s > '9' || v > INT64_MAX / 10 - 9)
			return -1;
		v = v * 10 + (*s - '0');
	}
	return v;
}

static instant read_date(const char *s)
{
	time_t t = curl_getdate(s, NULL);

	return t < 0 ? INSTANT_NONE : (instant)t;
}

static void read_retry_after(struct net_reply *r, const char *s)
{
	r->retry_after = read_count(s);
	r->retry_at = r->retry_after < 0 ? read_date(s) : INSTANT_NONE;
}

/* A date is the server's clock's: it is compared with what that clock says now. */
void reply_settle(struct net_reply *r, instant now)
{
	if (r->retry_at != INSTANT_NONE) {
		r->retry_after = r->retry_at - (r->date != INSTANT_NONE ? r->date : now);
		if (r->retry_after < 0)
			r->retry_after = 0;
	}
	if (r->retry_after > RETRY_AFTER_MAX)
		r->retry_after = RETRY_AFTER_MAX;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* RFC 8187, UTF-8 only: filename*=UTF-8''ricevuta%20n.1.pdf */
static char *read_extended(const char *s)
{
	struct buf out = { 0 };

	buf_init(&out, 1024);
	if (strncasecmp(s, "UTF-8'", 6) != 0 || !(s = strchr(s + 6, '\'')))
		return NULL;
	for (s++; *s && *s != ';' && *s != ' '; s++) {
		int high = *s == '%' ? hex(s[1]) : -1;
		int low = high >= 0 ? hex(s[2]) : -1;

		if (low >= 0) {
			buf_addc(&out, (char)(high << 4 | low));
			s += 2;
		} else {
			buf_addc(&out, *s);
		}
	}
	if (buf_ok(&out) && out.len && !memchr(out.data, 0, out.len))
		return buf_take(&out);
	buf_release(&out);
	return NULL;
}

static char *read_quoted(const char *s)
{
	struct buf out = { 0 };

	buf_init(&out, 1024);
	if (*s != '"') {
		for (; *s && *s != ';' && *s != ' '; s++)
			buf_addc(&out, *s);
	} else {
		for (s++; *s && *s != '"'; s++) {
			if (*s == '\\' && s[1])
				s++;
			buf_addc(&out, *s);
		}
	}
	if (buf_ok(&out) && out.len)
		return buf_take(&out);
	buf_release(&out);
	return NULL;
}

/* The value after `name`, which stands at the beginning of a parameter. */
static const char *find_parameter(const char *s, const char *name)
{
	size_t n = strlen(name);
	bool quoted = false;

	for (; *s; s++) {
		if (*s == '\\' && quoted && s[1]) {
			s++;
		} else if (*s == '"') {
			quoted = !quoted;
		} else if (*s == ';' && !quoted) {
			while (s[1] == ' ' || s[1] == '\t')
				s++;
			if (strncasecmp(s + 1, name, n) == 0)
				return s + 1 + n;
		}
	}
	return NULL;
}

static char *read_file_name(const char *disposition)
{
	const char *at = find_parameter(disposition, "filename*=");
	char *name = at ? read_extended(at) : NULL;

	if (name)
		return name;
	at = find_parameter(disposition, "filename=");
	return at ? read_quoted(at) : NULL;
}

static void replace(char **member, const char *value)
{
	FREE(member);
	*member = xstrdup(value);
}

static void take(struct net_reply *r, const char *name, const char *value)
{
	if (strcasecmp(name, "content-type") == 0) {
		replace(&r->content_type, value);
	} else if (strcasecmp(name, "etag") == 0) {
		replace(&r->etag, value);
	} else if (strcasecmp(name, "location") == 0) {
		replace(&r->location, value);
	} else if (strcasecmp(name, "content-disposition") == 0) {
		FREE(&r->file_name);
		r->file_name = read_file_name(value);
	} else if (strcasecmp(name, "date") == 0) {
		r->date = read_date(value);
	} else if (strcasecmp(name, "retry-after") == 0) {
		read_retry_after(r, value);
	} else if (strcasecmp(name, "ratelimit-limit") == 0) {
		r->ratelimit_limit = read_count(value);
	} else if (strcasecmp(name, "ratelimit-remaining") == 0) {
		r->ratelimit_remaining = read_count(value);
	} else if (strcasecmp(name, "ratelimit-reset") == 0) {
		r->ratelimit_reset = read_count(value);
	}
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* RFC 9110 5.5: a field has none but the tab. */
static bool has_control(const char *line, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (((unsigned char)line[i] < 0x20 && line[i] != '\t') || line[i] == 0x7f)
			return true;
	return false;
}

void reply_line(struct net_reply *r, const char *line, size_t n)
{
	const char *colon;
	char *text;
	char *value;

	while (n && blank(line[n - 1]))
		n--;
	if (n >= 5 && memcmp(line, "HTTP/", 5) == 0) {
		head_reset(r);
		return;
	}
	colon = n ? memchr(line, ':', n) : NULL;
	if (!colon || has_control(line, n))
		return;
	text = xstrndup(line, n);
	value = text + (colon - line);
	*value++ = '\0';
	while (blank(*value))
		value++;
	take(r, text, value);
	FREE(&text);
}
