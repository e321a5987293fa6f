/* SPDX-License-Identifier: EUPL-1.2
 *
 * Addresses, heads of answers and multipart bodies, without a network. */
#include "net/multipart.h"
#include "net/reply.h"
#include "net/url.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

Test(url, origins)
{
	static const struct {
		const char *url, *origin;
	} cases[] = {
		{ "https://Cassetto.Esempio.test/a?b",
			"https://cassetto.esempio.test:443" },
		{ "HTTP://127.0.0.1:8080", "http://127.0.0.1:8080" },
		{ "http://0x7f.1/", "http://127.0.0.1:80" },
		{ "https://u:p@esempio.test/", NULL },
		{ "ftp://esempio.test/", NULL },
		{ "file:///etc/passwd", NULL },
		{ "esempio.test", NULL },
		{ "", NULL },
		{ NULL, NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf got = { 0 };
		bool ok = url_origin(cases[i].url, &got, NULL);

		cr_expect(ok == (cases[i].origin != NULL), "%s", cases[i].url);
		if (ok && cases[i].origin)
			cr_expect(
				eq(str, (char *)buf_str(&got), (char *)cases[i].origin));
		buf_release(&got);
	}
	cr_expect(url_same_origin("https://a.test/x", "https://A.test:443/y"));
	cr_expect(not(url_same_origin("https://a.test", "http://a.test")));
}

Test(url, where_a_token_may_go)
{
	static const struct {
		const char *url;
		bool ok;
	} cases[] = {
		{ "https://esempio.test/", true },
		{ "http://esempio.test/", false },
		{ "http://127.0.0.1:1/", true },
		{ "http://127.9.9.9/", true },
		{ "http://localhost:8080/", true },
		{ "http://[::1]:80/", true },
		{ "http://127.0.0.1.esempio.test/", false },
		{ "http://localhost.esempio.test/", false },
		{ "http://128.0.0.1/", false },
		{ "http://a@127.0.0.1/", false },
		{ "ftp://127.0.0.1/", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect(url_may_carry_token(cases[i].url, NULL) == cases[i].ok, "%s",
			cases[i].url);
}

Test(url, building)
{
	struct buf b = { 0 };

	buf_adds(&b, "http://x/a");
	url_add_segment(&b, "AG-2026/è");
	url_add_query(&b, "stato", "CHIUSO E");
	url_add_query(&b, "nulla", NULL);
	url_add_query_int(&b, "limit", 50);
	cr_expect(eq(str, (char *)buf_str(&b),
		"http://x/a/AG-2026%2F%C3%A8?stato=CHIUSO%20E&limit=50"));
	buf_reset(&b);
	url_add_form(&b, "scope", "a b");
	url_add_form(&b, "c", "&=");
	cr_expect(eq(str, (char *)buf_str(&b), "scope=a+b&c=%26%3D"));
	buf_release(&b);
}

static void feed(struct net_reply *r, const char *line)
{
	reply_line(r, line, strlen(line));
}

Test(reply, retry_after_in_both_forms)
{
	static const struct {
		const char *line, *date;
		int64_t seconds;
	} cases[] = {
		{ "Retry-After: 7\r\n", NULL, 7 },
		{ "RETRY-AFTER:7", NULL, 7 },
		{ "Retry-After: 99999999999999999999\r\n", NULL, -1 },
		{ "Retry-After: -3\r\n", NULL, -1 },
		{ "Retry-After: presto\r\n", NULL, -1 },
		{ "Retry-After: \r\n", NULL, -1 },
		{ "Retry-After: 900000\r\n", NULL, 86400 },
		{ "Retry-After: Mon, 23 Nov 2026 09:41:30 GMT\r\n",
			"Date: Mon, 23 Nov 2026 09:41:00 GMT\r\n", 30 },
		{ "Retry-After: Mon, 23 Nov 2026 09:40:00 GMT\r\n",
			"Date: Mon, 23 Nov 2026 09:41:00 GMT\r\n", 0 },
		{ "Retry-After: Mon, 23 Nov 2026 08:40:10 GMT\r\n", NULL, 10 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct net_reply r;

		reply_init(&r);
		feed(&r, "HTTP/1.1 429 Too Many\r\n");
		feed(&r, cases[i].line);
		if (cases[i].date)
			feed(&r, cases[i].date);
		reply_settle(&r, 1795423200); /* 2026-11-23T08:40:00Z */
		cr_expect(r.retry_after == cases[i].seconds, "%s: %lld", cases[i].line,
			(long long)r.retry_after);
		reply_release(&r);
	}
}

Test(reply, file_names)
{
	static const struct {
		const char *value, *name;
	} cases[] = {
		{ "attachment; filename=\"ricevuta.pdf\"", "ricevuta.pdf" },
		{ "attachment; filename=ricevuta.pdf; x=y", "ricevuta.pdf" },
		{ "attachment; filename=\"a \\\"b\\\".pdf\"", "a \"b\".pdf" },
		{ "attachment; filename=\"x\"; filename*=UTF-8''perch%C3%A9.pdf",
			"perché.pdf" },
		{ "attachment; filename*=UTF-8'it'a.pdf", "a.pdf" },
		{ "attachment; filename*=ISO-8859-1''a.pdf; filename=b.pdf", "b.pdf" },
		{ "attachment; filename*=UTF-8''a%00b; filename=b.pdf", "b.pdf" },
		{ "attachment; note=\"; filename=no\"", NULL },
		{ "attachment", NULL },
		{ "attachment; filename=\"", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct net_reply r;
		bool no_name;
		char line[256];

		reply_init(&r);
		snprintf(
			line, sizeof line, "Content-Disposition: %s\r\n", cases[i].value);
		feed(&r, line);
		no_name = r.file_name == NULL;
		cr_expect(no_name == !cases[i].name, "%s: %s", line, r.file_name);
		if (r.file_name && cases[i].name)
			cr_expect(eq(str, r.file_name, (char *)cases[i].name));
		reply_release(&r);
	}
}

Test(reply, the_last_head_counts)
{
	struct net_reply r;

	reply_init(&r);
	feed(&r, "HTTP/1.1 103 Early Hints\r\n");
	feed(&r, "ETag: \"1\"\r\n");
	feed(&r, "HTTP/1.1 200 OK\r\n");
	feed(&r, "senza due punti\r\n");
	feed(&r, "\r\n");
	cr_expect(r.etag == NULL);
	feed(&r, "ETag: \"1\"\rX: y\r\n");
	cr_expect(r.etag == NULL, "a control character is in no field");
	reply_release(&r);
	reply_release(&r);
}

Test(multipart, one_file)
{
	struct buf b = { 0 };
	char type[MULTIPART_TYPE_SIZE];
	char expected[512];
	const char *boundary;

	cr_expect(multipart_file(
		&b, type, "file", "a\"\r\nperché.pdf", "application/pdf", "%PDF\0x", 6));
	boundary = strstr(type, "boundary=") + 9;
	snprintf(expected, sizeof expected,
		"--%s\r\nContent-Disposition: form-data; name=\"file\"; "
		"filename=\"a%%22%%0D%%0Aperché.pdf\"\r\nContent-Type: application/pdf\r\n"
		"\r\n%%PDF",
		boundary);
	cr_expect(memcmp(b.data, expected, strlen(expected)) == 0);
	snprintf(expected, sizeof expected, "x\r\n--%s--\r\n", boundary);
	cr_expect(eq(str, b.data + b.len - strlen(expected), expected));
	buf_release(&b);
	buf_init(&b, 100);
	cr_expect(not(multipart_file(&b, type, "file", "a", NULL, "x", 1)));
	buf_release(&b);
}
