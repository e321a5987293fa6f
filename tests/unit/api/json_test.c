/* SPDX-License-Identifier: EUPL-1.2
 *
 * The gate: what RFC 8259 and the contract allow passes, everything that cJSON would
 * let through besides is refused. */
#include "api/json.h"
#include "base/buf.h"

#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CEILING ((size_t)1 << 20)

static bool passes(const char *s, struct err *err)
{
	return json_check(s, strlen(s), CEILING, err);
}

static const char *const good[] = {
	"{}",
	"[]",
	"null",
	"true",
	"false",
	"0",
	"-0",
	"\"\"",
	" \t\r\n{ } \n",
	"{\"a\":1,\"b\":[1,2,{\"a\":null}],\"c\":{\"a\":1}}",
	"1.5e-3",
	"1E+2",
	"-10.25",
	"1e307",
	"9007199254740991",
	"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e8\"",
	"\"\\ud83d\\ude00\"", /* a pair */
	"\"perché città 😀\"",
	"{\"a\":1,\"A\":2}", /* names are case-sensitive */
	"{\"\":1}",
	"\"\\u2028\"",
};

Test(gate, what_passes)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct err err = { 0 };
		struct cJSON *tree;
		cr_expect(passes(good[i], &err), "%s: %s", good[i], err.text);
		tree = json_parse(good[i], strlen(good[i]), CEILING, &err);
		cr_expect_not_null(tree, "cJSON refuses %s", good[i]);
		json_free(tree);
	}
}

static const struct {
	const char *text;
	const char *says;
} refused[] = {
	/* what cJSON lets through */
	{ "{} x", "dopo la fine" },
	{ "{}{}", "dopo la fine" },
	{ "[01]", "numero scritto male" },
	{ "-01", "numero scritto male" },
	{ "1.", "numero scritto male" },
	{ "[1.e5]", "numero scritto male" },
	{ "{\"a\":1,\"a\":2}", "due volte" },
	{ "{\"a\":1,\"\\u0061\":2}", "due volte" },
	{ "{\"è\":1,\"\\u00e8\":2}", "due volte" },
	{ "{\"😀\":1,\"\\ud83d\\ude00\":2}", "due volte" },
	{ "\"a\\u0000b\"", "nullo" },
	{ "\"a\nb\"", "controllo" },
	{ "\"a\tb\"", "controllo" },
	{ "\"\x1f\"", "controllo" },
	{ "1e400", "troppo grande" },
	{ "-1e400", "troppo grande" },
	{ "1e99999999999999999999", "troppo grande" },
	{ "\"\xff\"", "UTF-8" },
	{ "\"\xc0\x80\"", "UTF-8" },         /* overlong */
	{ "\"\xed\xa0\x80\"", "UTF-8" },     /* a surrogate in UTF-8 */
	{ "\"\xf4\x90\x80\x80\"", "UTF-8" }, /* past U+10FFFF */
	{ "\"\xc3\"", "UTF-8" },             /* cut */
	/* lone surrogates */
	{ "\"\\ud83d\"", "surrogata" },
	{ "\"\\ude00\"", "surrogata" },
	{ "\"\\ud83d\\u0041\"", "surrogata" },
	{ "\"\\ud83dx\"", "surrogata" },
	{ "\"\\ud83d\\ud83d\"", "surrogata" },
	/* what is no JSON at all */
	{ "", "prima del previsto" },
	{ "   ", "prima del previsto" },
	{ "\xef\xbb\xbf{}", "numero scritto male" }, /* a byte order mark */
	{ "{", "stringa" },
	{ "{\"a\"", "due punti" },
	{ "{\"a\":", "prima del previsto" },
	{ "{\"a\":1", "non finisce" },
	{ "{\"a\":1,}", "stringa" },
	{ "{a:1}", "stringa" },
	{ "{'a':1}", "stringa" },
	{ "[1,]", "numero scritto male" },
	{ "[1 2]", "non finisce" },
	{ "[", "prima del previsto" },
	{ "\"abc", "non finisce" },
	{ "\"\\", "barra rovesciata" },
	{ "\"\\x41\"", "barra rovesciata" },
	{ "\"\\u12\"", "cifre esadecimali" },
	{ "\"\\u12g4\"", "cifre esadecimali" },
	{ "tru", "sconosciuto" },
	{ "nulll", "dopo la fine" },
	{ "NaN", "numero scritto male" },
	{ "Infinity", "numero scritto male" },
	{ "-", "numero scritto male" },
	{ "+1", "numero scritto male" },
	{ ".5", "numero scritto male" },
	{ "1e", "numero scritto male" },
	{ "0x10", "dopo la fine" },
	{ "/* */ {}", "numero scritto male" },
	{ "11111111111111111111111111111111111111111", "troppe cifre" },
};

Test(gate, what_is_refused)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct err err = { 0 };
		cr_expect_not(
			passes(refused[i].text, &err), "passed: %s", refused[i].text);
		cr_expect(strstr(err.text, refused[i].says), "%s: \"%s\"",
			refused[i].text, err.text);
		cr_expect_eq(err.code, ERR_FORMAT);
	}
}

Test(gate, no_nul_byte_anywhere)
{
	struct err err = { 0 };

	cr_expect_not(json_check("{}\0", 3, CEILING, &err));
	cr_expect_not(json_check("\"a\0b\"", 5, CEILING, &err));
	cr_expect(strstr(err.text, "nullo"));
	cr_expect_not(json_check(NULL, 0, CEILING, &err));
}

Test(gate, reads_no_byte_past_its_length)
{
	const char *text = "{\"a\":[1,\"\\ud83d\\ude00\",true,null,-1.5e3]}";
	size_t n = strlen(text);

	for (size_t cut = 0; cut < n; cut++) {
		struct err err = { 0 };
		char *copy = malloc(
			cut ? cut : 1); /* so that ASan sees every byte too many */
		memcpy(copy, text, cut);
		cr_expect_not(json_check(copy, cut, CEILING, &err), "cut at %zu", cut);
		free(copy);
	}
}

static bool nested(int depth, char open, char close)
{
	char text[200] = "";
	struct err err = { 0 };

	memset(text, open, (size_t)depth);
	memset(text + depth, close, (size_t)depth);
	bool ok = passes(text, &err);
	cr_expect_eq(err.code, ok ? ERR_NONE : ERR_LIMIT);
	return ok;
}

Test(gate, depth)
{
	cr_expect(nested(JSON_DEPTH_MAX, '[', ']'));
	cr_expect_not(nested(JSON_DEPTH_MAX + 1, '[', ']'));
}

Test(gate, a_million_brackets_do_not_exhaust_the_stack)
{
	size_t n = 1000000;
	char *text = malloc(n);
	struct err err = { 0 };

	memset(text, '[', n);
	cr_expect_not(json_check(text, n, CEILING, &err));
	cr_expect_eq(err.code, ERR_LIMIT);
	free(text);
}

static bool members(int n)
{
	struct buf b = { 0 };
	struct err err = { 0 };

	buf_addc(&b, '{');
	for (int i = 0; i < n; i++)
		buf_addf(&b, "%s\"m%d\":%d", i ? "," : "", i, i);
	buf_addc(&b, '}');
	bool ok = json_check(b.data, b.len, CEILING, &err);
	cr_expect_eq(err.code, ok ? ERR_NONE : ERR_LIMIT);
	buf_release(&b);
	return ok;
}

Test(gate, members_of_an_object)
{
	cr_expect(members(JSON_MEMBERS_MAX));
	cr_expect_not(members(JSON_MEMBERS_MAX + 1));
}

Test(gate, size)
{
	struct err err = { 0 };

	cr_expect(json_check("[1,2]", 5, 5, &err));
	cr_expect_not(json_check("[1,2]", 5, 4, &err));
	cr_expect_eq(err.code, ERR_LIMIT);
}

Test(gate, the_same_name_in_different_objects)
{
	struct err err = { 0 };

	cr_expect(passes("[{\"a\":1},{\"a\":1}]", &err));
	cr_expect(passes("{\"a\":{\"a\":{\"a\":1}},\"b\":1}", &err));
	cr_expect_not(passes("{\"a\":{\"b\":1},\"b\":2,\"a\":3}", &err));
}

Test(gate, says_where)
{
	struct err err = { 0 };

	cr_expect_not(passes("{\"a\":01}", &err));
	cr_expect(strstr(err.text, "al byte 8"), "%s", err.text);
}

Test(lookups, are_case_sensitive)
{
	const char *text =
		"{\"Nome\":\"a\",\"nome\":\"b\",\"n\":3,\"grande\":9007199254740992,"
		"\"mezzo\":0.5}";
	struct err err = { 0 };
	struct cJSON *tree = json_parse(text, strlen(text), CEILING, &err);
	int64_t n = 0;

	cr_assert_not_null(tree);
	cr_expect_str_eq(json_text(tree, "nome"), "b");
	cr_expect_str_eq(json_text(tree, "Nome"), "a");
	cr_expect_null(json_text(tree, "NOME"));
	cr_expect_null(json_text(tree, "n"));
	cr_expect(json_int64(json_member(tree, "n"), &n));
	cr_expect_eq(n, 3);
	cr_expect_not(json_int64(json_member(tree, "grande"), &n));
	cr_expect_not(json_int64(json_member(tree, "mezzo"), &n));
	cr_expect_not(json_int64(json_member(tree, "nome"), &n));
	cr_expect_not(json_int64(NULL, &n));
	json_free(tree);
}
