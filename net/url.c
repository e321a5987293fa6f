/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Addresses are taken apart by libcurl's own parser: what is judged here is then what is
 * connected to.
 */
#include "net/url.h"

#include "base/i18n.h"
#include "io/curl.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct parts {
	char *scheme;
	char *host;
	char *port;
};

static void parts_release(struct parts *p)
{
	curl_free(p->scheme);
	curl_free(p->host);
	curl_free(p->port);
	*p = (struct parts){ 0 };
}

static bool has_part(CURLU *u, CURLUPart what)
{
	char *text = NULL;
	bool there = curl_url_get(u, what, &text, 0) == CURLUE_OK && text && *text;

	curl_free(text);
	return there;
}

static bool parts_read(CURLU *u, struct parts *p)
{
	return curl_url_get(u, CURLUPART_SCHEME, &p->scheme, 0) == CURLUE_OK
		&& curl_url_get(u, CURLUPART_HOST, &p->host, 0) == CURLUE_OK
		&& curl_url_get(u, CURLUPART_PORT, &p->port, CURLU_DEFAULT_PORT)
		== CURLUE_OK
		&& *p->host;
}

/* On success `p` is to be released. */
static bool parts_of(const char *url, struct parts *p)
{
	CURLU *u = curl_url();
	bool ok = u && url && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK
		&& !has_part(u, CURLUPART_USER) && !has_part(u, CURLUPART_PASSWORD)
		&& parts_read(u, p);

	curl_url_cleanup(u);
	if (ok && strcasecmp(p->scheme, "http") != 0
		&& strcasecmp(p->scheme, "https") != 0)
		ok = false;
	if (!ok)
		parts_release(p);
	return ok;
}

static void add_lower(struct buf *to, const char *s)
{
	for (; *s; s++)
		buf_addc(to, (char)(*s >= 'A' && *s <= 'Z' ? *s - 'A' + 'a' : *s));
}

bool url_origin(const char *url, struct buf *to, struct err *err)
{
	struct parts p = { 0 };

	if (!parts_of(url, &p)) {
		err_set(err, ERR_USAGE, "not an http or https address");
		return err_say(err, "%s",
			_("L'indirizzo deve cominciare per https:// (o http:// su questo "
			  "computer), senza nome utente."));
	}
	add_lower(to, p.scheme);
	buf_adds(to, "://");
	add_lower(to, p.host);
	buf_addf(to, ":%s", p.port);
	parts_release(&p);
	return buf_ok(to) || err_set(err, ERR_LIMIT, "address too long");
}

bool url_same_origin(const char *a, const char *b)
{
	struct buf one = { 0 }, two = { 0 };
	bool same = url_origin(a, &one, NULL) && url_origin(b, &two, NULL)
		&& strcmp(buf_str(&one), buf_str(&two)) == 0;

	buf_release(&one);
	buf_release(&two);
	return same;
}

/* libcurl has already brought every spelling of an IPv4 address to dotted decimals. */
static bool host_is_loopback(const char *host)
{
	unsigned a = 0, b = 0, c = 0, d = 0;
	int end = 0;

	if (strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
		return true;
	if (sscanf(host, "%3u.%3u.%3u.%3u%n", &a, &b, &c, &d, &end) != 4)
		return false;
	return host[end] == '\0' && a == 127;
}

bool url_is_loopback(const char *url)
{
	struct parts p = { 0 };
	bool loopback;

	if (!parts_of(url, &p))
		return false;
	loopback = host_is_loopback(p.host);
	parts_release(&p);
	return loopback;
}

bool url_may_carry_token(const char *url, struct err *err)
{
	struct parts p = { 0 };

	if (!parts_of(url, &p))
		return curl_url_check(url, err) && err_set(err, ERR_USAGE, "address");
	parts_release(&p);
	return curl_url_check(url, err);
}

static bool unreserved(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
		|| (c && strchr("-._~", c));
}

static void add_escaped(struct buf *to, const char *s, bool form)
{
	for (; *s; s++) {
		if (unreserved(*s))
			buf_addc(to, *s);
		else if (form && *s == ' ')
			buf_addc(to, '+');
		else
			buf_addf(to, "%%%02X", (unsigned)(unsigned char)*s);
	}
}

void url_add_segment(struct buf *to, const char *segment)
{
	buf_addc(to, '/');
	add_escaped(to, segment, false);
}

void url_add_query(struct buf *to, const char *name, const char *value)
{
	if (!value)
		return;
	buf_addc(to, strchr(buf_str(to), '?') ? '&' : '?');
	add_escaped(to, name, false);
	buf_addc(to, '=');
	add_escaped(to, value, false);
}

void url_add_query_int(struct buf *to, const char *name, long long value)
{
	buf_addc(to, strchr(buf_str(to), '?') ? '&' : '?');
	add_escaped(to, name, false);
	buf_addf(to, "=%lld", value);
}

void url_add_form(struct buf *to, const char *name, const char *value)
{
	if (!value)
		return;
	if (to->len)
		buf_addc(to, '&');
	add_escaped(to, name, true);
	buf_addc(to, '=');
	add_escaped(to, value, true);
}
