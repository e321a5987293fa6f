/* SPDX-License-Identifier: EUPL-1.2
 *
 * The pure parts: targets, listen addresses, buckets, device grants, options. */
#include "base/buf.h"
#include "server/http/address.h"
#include "server/http/limiter.h"
#include "server/http/target.h"
#include "server/issuer/device.h"
#include "server/options.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <string.h>

/* ---- targets ------------------------------------------------------------------------------ */

static const struct {
	const char *raw;
	const char *path; /* NULL: refused */
	const char *params;
	const char *field; /* named in the refusal */
} targets[] = {
	{ "/status", "/status", "", NULL },
	{ "/", "/", "", NULL },
	{ "/a//b/../c", "/a//b/../c", "", NULL },
	{ "/a%2Fb%00", "/a%2Fb%00", "", NULL },
	{ "http://host:80/x?y=1", "/x", "y=1;", NULL },
	{ "https://host/x", "/x", "", NULL },
	{ "/x?", "/x", "", NULL },
	{ "/x?a=1&b=2&a=3", "/x", "a=1;b=2;a=3;", NULL },
	{ "/x?a&b=&&c=%C3%A8+%26", "/x", "a=;b=;c=è &;", NULL },
	{ "/x?a=b=c", "/x", "a=b=c;", NULL },
	{ "", NULL, NULL, "" },
	{ "*", NULL, NULL, "" },
	{ "x", NULL, NULL, "" },
	{ "http://host", NULL, NULL, "" },
	{ "/x#y", NULL, NULL, "" },
	{ "/\x01", NULL, NULL, "" },
	{ "/\xc3\xa8", NULL, NULL, "" },
	{ "/x?=1", NULL, NULL, "" },
	{ "/x?%zz=1", NULL, NULL, "" },
	{ "/x?q=%", NULL, NULL, "q" },
	{ "/x?q=%4", NULL, NULL, "q" },
	{ "/x?q=%00", NULL, NULL, "q" },
	{ "/x?q=%0d%0aSet-Cookie", NULL, NULL, "q" },
	{ "/x?q=%C3", NULL, NULL, "q" },
	{ "/x?q=%ED%A0%80", NULL, NULL, "q" },
	{ "/x?%C3%A8=%", NULL, NULL, "" },
	{ "/x?aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee=%", NULL, NULL, "" },
};

Test(http_target, is_taken_apart_or_refused)
{
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
		struct arena a = { 0 };
		struct target t;
		struct err err = { 0 };
		struct buf params = { 0 };
		bool ok = target_parse(&a, targets[i].raw, &t, &err);

		cr_expect_eq(ok, targets[i].path != NULL, "%s", targets[i].raw);
		for (size_t k = 0; k < t.n_params; k++)
			buf_addf(&params, "%s=%s;", t.params[k].name, t.params[k].value);
		cr_expect_str_eq(t.path, ok ? targets[i].path : "", "%s", targets[i].raw);
		cr_expect_str_eq(buf_str(&params), ok ? targets[i].params : "", "%s",
			targets[i].raw);
		if (!ok)
			cr_expect_str_eq(
				err.field, targets[i].field, "%s", targets[i].raw);
		buf_release(&params);
		arena_release(&a);
	}
}

Test(http_target, has_ceilings)
{
	struct arena a = { 0 };
	struct target t;
	struct buf b = { 0 };
	struct err err = { 0 };

	buf_addc(&b, '/');
	for (int i = 0; i < TARGET_BYTES_MAX; i++)
		buf_addc(&b, 'x');
	cr_expect(!target_parse(&a, buf_str(&b), &t, &err));
	cr_expect_eq(err.code, ERR_LIMIT);
	buf_reset(&b);
	buf_adds(&b, "/x?");
	for (int i = 0; i <= TARGET_PARAMS_MAX; i++)
		buf_addf(&b, "p%d=1&", i);
	cr_expect(!target_parse(&a, buf_str(&b), &t, &err));
	cr_expect_eq(t.n_params, 0);
	buf_release(&b);
	arena_release(&a);
}

Test(http_target, reads_forms)
{
	struct arena a = { 0 };
	struct target t;

	cr_assert(target_parse_form(&a, "client_id=agenda&scope=a+b", &t, NULL));
	cr_expect_str_eq(target_param(&t, "client_id"), "agenda");
	cr_expect_str_eq(target_param(&t, "scope"), "a b");
	cr_expect_null(target_param(&t, "no"));
	arena_release(&a);
}

/* ---- listen addresses ----------------------------------------------------------------------- */

static const struct {
	const char *text;
	bool good;
	bool loopback;
} addresses[] = {
	{ "127.0.0.1:0", true, true },
	{ "127.1.2.3:65535", true, true },
	{ "localhost:80", true, true },
	{ "[::1]:8080", true, true },
	{ "0.0.0.0:80", true, false },
	{ "[::]:80", true, false },
	{ "10.0.0.1:80", true, false },
	{ "127.0.0.1", false, false },
	{ "127.0.0.1:", false, false },
	{ "127.0.0.1:65536", false, false },
	{ "127.0.0.1:-1", false, false },
	{ "127.0.0.1:80x", false, false },
	{ "::1:80", false, false },
	{ "[::1:80", false, false },
	{ "example.org:80", false, false },
	{ ":80", false, false },
	{ "", false, false },
};

Test(http_address, is_literal)
{
	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
		struct listen_address a;
		struct err err = { 0 };
		bool ok = listen_address_parse(addresses[i].text, &a, &err);

		cr_expect_eq(ok, addresses[i].good, "%s", addresses[i].text);
		if (ok)
			cr_expect_eq(listen_address_is_loopback(&a),
				addresses[i].loopback, "%s", addresses[i].text);
		else
			cr_expect_eq(err.code, ERR_USAGE);
	}
}

/* ---- buckets ---------------------------------------------------------------------------------- */

Test(http_limiter, empties_refuses_and_fills_again)
{
	struct limiter *l = limiter_new(3, 60);
	struct allowance x;

	for (int i = 2; i >= 0; i--) {
		cr_expect(limiter_take(l, "anna", 1000, &x));
		cr_expect_eq(x.remaining, i);
		cr_expect_eq(x.limit, 3);
	}
	cr_expect_eq(x.reset_s, 60);
	cr_expect(!limiter_take(l, "anna", 1000, &x));
	cr_expect_eq(x.retry_s, 20);
	cr_expect_eq(x.remaining, 0);
	cr_expect(limiter_take(l, "mario", 1000, &x),
		"another person has a bucket of their own");
	cr_expect(!limiter_take(l, "anna", 20999, &x));
	cr_expect_eq(x.retry_s, 1);
	cr_expect(limiter_take(l, "anna", 21000, &x));
	cr_expect(!limiter_take(l, "anna", 21000, &x));
	cr_expect(limiter_take(l, "anna", 1000000, &x));
	cr_expect_eq(x.remaining, 2, "never more than full");
	cr_expect(limiter_take(l, "anna", 5, &x),
		"a clock that goes back takes nothing away");
	limiter_free(l);
}

Test(http_limiter, forgets_those_who_ask_little_first)
{
	struct limiter *l = limiter_new(2, 3600);
	struct allowance x;
	char key[32];

	limiter_take(l, "greedy", 0, &x);
	limiter_take(l, "greedy", 0, &x);
	for (int i = 0; i < 200000; i++) {
		snprintf(key, sizeof key, "k%d", i);
		limiter_take(l, key, 0, &x);
	}
	cr_expect(!limiter_take(l, "greedy", 0, &x));
	limiter_free(l);
}

/* ---- device grant ----------------------------------------------------------------------------- */

Test(http_device, is_granted_once)
{
	struct devices *d = devices_new();
	char device[DEVICE_CODE_SIZE], user[USER_CODE_SIZE], typed[USER_CODE_SIZE];
	struct granted g;
	size_t n = 0;

	devices_start(d, 1000, device, user);
	cr_expect_eq(strlen(user), 9);
	cr_expect_eq(devices_poll(d, device, 1000, &g), GRANT_PENDING);
	for (const char *s = user; *s; s++)
		if (*s != '-')
			typed[n++] = (char)tolower((unsigned char)*s);
	typed[n] = '\0';
	cr_expect(!devices_approve(d, "BBBB-BBBB-", "p", PROFILO_CITTADINO, 1500));
	cr_expect(devices_approve(d, typed, "p-anna", PROFILO_CITTADINO, 1500));
	cr_expect(!devices_approve(d, typed, "p-mario", PROFILO_CITTADINO, 1500), "once");
	cr_expect_eq(devices_poll(d, device, 3000, &g), GRANT_OK);
	cr_expect_str_eq(g.persona, "p-anna");
	cr_expect_eq(g.profilo, PROFILO_CITTADINO);
	cr_expect_eq(
		devices_poll(d, device, 9000, &g), GRANT_INVALID, "a code works once");
	cr_expect_eq(devices_poll(d, "", 9000, &g), GRANT_INVALID);
	devices_free(d);
}

Test(http_device, slows_down_who_polls_too_fast)
{
	struct devices *d = devices_new();
	char device[DEVICE_CODE_SIZE], user[USER_CODE_SIZE];
	struct granted g;

	devices_start(d, 1000, device, user);
	cr_expect_eq(devices_poll(d, device, 1000, &g), GRANT_PENDING);
	cr_expect_eq(devices_poll(d, device, 1500, &g), GRANT_SLOW_DOWN);
	cr_expect_eq(devices_poll(d, device, 5000, &g), GRANT_SLOW_DOWN,
		"five seconds longer");
	cr_expect_eq(devices_poll(d, device, 5000 + 11000, &g), GRANT_PENDING);
	devices_free(d);
}

Test(http_device, can_be_denied_and_expires)
{
	struct devices *d = devices_new();
	char device[DEVICE_CODE_SIZE], user[USER_CODE_SIZE];
	struct granted g;
	int64_t late = 1000 + DEVICE_EXPIRES_S * 1000;

	devices_start(d, 1000, device, user);
	cr_expect(devices_approve(d, user, NULL, PROFILO_NONE, 1500));
	cr_expect_eq(devices_poll(d, device, 2000, &g), GRANT_DENIED);
	devices_start(d, 1000, device, user);
	cr_expect(!devices_approve(d, user, "p", PROFILO_CITTADINO, late));
	cr_expect_eq(devices_poll(d, device, late, &g), GRANT_EXPIRED);
	devices_free(d);
}

Test(http_device, a_refresh_used_twice_kills_its_family)
{
	struct devices *d = devices_new();
	char device[DEVICE_CODE_SIZE], user[USER_CODE_SIZE];
	struct granted first, second, third;

	devices_start(d, 1000, device, user);
	devices_approve(d, user, "p-anna", PROFILO_CITTADINO, 1500);
	cr_assert_eq(devices_poll(d, device, 2000, &first), GRANT_OK);
	cr_expect_eq(devices_refresh(d, first.refresh, 3000, &second), GRANT_OK);
	cr_expect_str_eq(second.persona, "p-anna");
	cr_expect_str_neq(second.refresh, first.refresh);
	cr_expect_eq(devices_refresh(d, first.refresh, 4000, &third), GRANT_INVALID);
	cr_expect_eq(devices_refresh(d, second.refresh, 5000, &third), GRANT_INVALID);
	cr_expect_eq(devices_refresh(d, "", 5000, &third), GRANT_INVALID);
	devices_free(d);
}

/* ---- options ------------------------------------------------------------------------------------ */

static bool parse(struct server_options *o, struct err *err, const char *line)
{
	static char words[512];
	char *argv[32] = { (char *)"agendad" };
	int argc = 1;

	snprintf(words, sizeof words, "%s", line);
	for (char *s = words, *word; (word = strsep(&s, " "));)
		if (*word)
			argv[argc++] = word;
	return server_options_parse(argc, argv, o, err);
}

Test(http_options, are_read)
{
	struct server_options o;
	struct err err = { 0 };

	cr_assert(
		parse(&o, &err,
			"--dati x.db --demo --ascolta=127.0.0.1:0 --limite 10/5 "
			"--orologio 2026-11-23T09:41:00+01:00 --data-esempio 2026-11-23 --seme 7"),
		"%s", err.text);
	cr_expect_eq(o.command, SERVER_SERVE);
	cr_expect_str_eq(o.dati, "x.db");
	cr_expect_str_eq(o.ascolta, "127.0.0.1:0");
	cr_expect(o.demo);
	cr_expect_eq(o.limite_richieste, 10);
	cr_expect_eq(o.limite_secondi, 5);
	cr_expect_eq(o.orologio, 1795423260);
	cr_expect_eq(o.seme, 7);
	cr_assert(parse(&o, &err, "importa righe.jsonl --dati x.db"));
	cr_expect_eq(o.command, SERVER_IMPORTA);
	cr_expect_str_eq(o.file, "righe.jsonl");
	cr_assert(parse(&o, &err, "esempio --dati x.db --appuntamenti 1000"));
	cr_expect_eq(o.appuntamenti, 1000);
	cr_expect(parse(&o, &err, "--help"));
	cr_assert(parse(&o, &err, "esempio --aiuto"), "as agenda says it");
	cr_expect_eq(o.command, SERVER_HELP);
	cr_assert(parse(&o, &err, "--versione"));
	cr_expect_eq(o.command, SERVER_VERSION);
}

Test(http_options, are_refused_with_a_sentence)
{
	static const char *const bad[] = {
		"",
		"--dati x.db",
		"--demo",
		"--dati",
		"--dati x --boh",
		"--dati x --demo=1",
		"--dati x --demo --limite 10",
		"--dati x --demo --limite 0/5",
		"--dati x --demo --seme -1",
		"--dati x --demo --orologio ieri",
		"importa --dati x",
		"--dati x --demo --certificato f",
		"boh",
		"--dati x --demo --emittente http://x",
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct server_options o;
		struct err err = { 0 };

		cr_expect(!parse(&o, &err, bad[i]), "%s", bad[i]);
		cr_expect_eq(err.code, ERR_USAGE, "%s", bad[i]);
		cr_expect(*err.text, "%s", bad[i]);
	}
}
