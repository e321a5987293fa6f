/* SPDX-License-Identifier: EUPL-1.2
 *
 * Each fact is checked in the C locale and in a UTF-8 one: the server never sets one. */
#include "base/i18n.h"
#include "base/text.h"

#include <criterion/criterion.h>
#include <string.h>

#define NARROW_SPACE "\u202F"
#define FFFD         "\uFFFD"

static void in_both_locales(void (*facts)(struct arena *a))
{
	struct arena a = { 0 };

	facts(&a);
	cr_assert(i18n_init(), "no UTF-8 locale on this machine");
	facts(&a);
	arena_release(&a);
}

static void columns_facts(struct arena *a)
{
	static const struct {
		const char *s;
		int columns;
	} facts[] = {
		{ "", 0 },
		{ "Perché", 6 },
		{ "Perche\u0301", 6 },
		{ "日本", 4 },
		{ "a\tb", 3 },
		{ "\xFF", -1 },
		{ "a\xC3", -1 },
		{ "\xED\xA0\x80", -1 }, /* a surrogate */
		{ "\xC0\xAF", -1 },     /* an overlong slash */
	};

	(void)a;
	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		cr_expect_eq(text_columns(facts[i].s), facts[i].columns, "%zu", i);
}

Test(text, columns)
{
	in_both_locales(columns_facts);
}

Test(text, clusters)
{
	static const struct {
		const char *s;
		size_t bytes;
	} facts[] = {
		{ "", 0 },
		{ "ab", 1 },
		{ "e\u0301x", 3 },
		{ "è", 2 },
		{ "\U0001F1EE\U0001F1F9x", 8 },                   /* a flag */
		{ "\U0001F468\u200D\U0001F469\u200D\U0001F467", 18 }, /* a family */
		{ "\xFFz", 1 },
		{ "\xE2\x82", 1 },
		{ "\r\nx", 2 },
	};
	int columns;

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		cr_expect_eq(text_cluster(facts[i].s, &columns), facts[i].bytes, "%zu", i);
	text_cluster("", &columns);
	cr_assert_eq(columns, 0);
}

Test(text, valid_and_codepoints)
{
	cr_assert(text_valid("è", 2));
	cr_assert(text_valid("", 0));
	cr_assert_not(text_valid("a\0b", 3));
	cr_assert_not(text_valid("è", 1));
	cr_assert_not(text_valid("\xF4\x90\x80\x80", 4)); /* past U+10FFFF */
	cr_assert_eq(text_codepoints("perché €"), 8);
}

static void fit_facts(struct arena *a)
{
	static const struct {
		const char *s;
		int columns;
		const char *mark;
		const char *fitted;
	} facts[] = {
		{ "ora", 5, NULL, "ora  " },
		{ "orario", 6, NULL, "orario" },
		{ "orario", 5, NULL, "orar…" },
		{ "orario", 5, "...", "or..." },
		{ "orario", 2, "...", ".." },
		{ "orario", 0, NULL, "" },
		{ "orario", -3, NULL, "" },
		{ "città di", 6, NULL, "città…" },
		{ "citta\u0300 di", 6, NULL, "citta\u0300…" },
		{ "日本語", 4, NULL, "日… " },
		{ "日本語", 5, NULL, "日本…" },
		{ "a\nb", 4, NULL, "a b " },
		{ "a\xFF" "b", 4, NULL, "a" FFFD "b " },
		{ "", 2, NULL, "  " },
	};

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		cr_expect_str_eq(text_fit(a, facts[i].s, facts[i].columns, facts[i].mark),
			facts[i].fitted, "%zu", i);
}

Test(text, fit)
{
	in_both_locales(fit_facts);
}

/* The lines joined with "|". */
static char *wrapped(struct arena *a, const char *s, int columns)
{
	size_t n;
	char **lines = text_wrap(a, s, columns, &n);
	char *all = arena_strdup(a, lines[0]);

	for (size_t i = 1; i < n; i++)
		all = arena_printf(a, "%s|%s", all, lines[i]);
	return all;
}

static void wrap_facts(struct arena *a)
{
	static const struct {
		const char *s;
		int columns;
		const char *lines;
	} facts[] = {
		{ "", 10, "" },
		{ "uno due tre", 7, "uno due|tre" },
		{ "uno due tre", 8, "uno due|tre" },
		{ "uno due tre", 6, "uno|due|tre" },
		{ "uno   due", 4, "uno|due" },
		{ "uno due ", 7, "uno due" },
		{ "a\n\nb\n", 5, "a||b|" },
		{ "precipitevolissimevolmente", 10, "precipitev|olissimevo|lmente" },
		{ "INPS.7000.05/11/2026.0005090", 26, "INPS.7000.05/11/2026.|0005090" },
		{ "roma@postacert.inps.gov.it", 18, "roma@postacert.|inps.gov.it" },
		{ "p.precipitevolissime-volmente", 21, "p.precipitevolissime-|volmente" },
		{ "a ricevute.pdf", 13, "a|ricevute.pdf" },
		{ "è così", 4, "è|così" },
		{ "  rientro", 20, "  rientro" },
		{ "日本", 1, FFFD "|" FFFD },
		{ "日本語", 5, "日本|語" },
		{ "ab", 0, "a|b" },
		{ "a\xFF b", 2, "a" FFFD "|b" },
		{ "a\tb", 9, "a b" },
	};

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		cr_expect_str_eq(wrapped(a, facts[i].s, facts[i].columns), facts[i].lines,
			"%zu: %s", i, wrapped(a, facts[i].s, facts[i].columns));
}

Test(text, count)
{
	struct arena a = { 0 };

	cr_expect_str_eq(text_count(&a, 0), "0");
	cr_expect_str_eq(text_count(&a, 999), "999");
	cr_expect_str_eq(text_count(&a, 1000), "1.000");
	cr_expect_str_eq(text_count(&a, 12345678), "12.345.678");
	cr_expect_str_eq(text_count(&a, -4070), "-4.070");
	arena_release(&a);
}

Test(text, wrap)
{
	in_both_locales(wrap_facts);
}

/* Newer than this libc, or never assigned: ncurses cannot draw it. */
Test(text, what_cannot_be_drawn_is_replaced)
{
	struct arena a = { 0 };

	cr_assert(i18n_init());
	cr_expect_eq(text_columns("a\U000E1234z"), 3);
	cr_expect_str_eq(text_fit(&a, "a\U000E1234z", 4, NULL), "a" FFFD "z ");
	cr_expect_str_eq(text_fit(&a, "a\r\nb", 4, NULL), "a b ");
	arena_release(&a);
}

Test(text, fold)
{
	static const struct {
		const char *s;
		const char *folded;
	} facts[] = {
		{ "ROSSI", "rossi" },
		{ "Perché", "perche" },
		{ "PERCHÉ", "perche" },
		{ "D\u2019Angelo", "d'angelo" },
		{ "Straße", "strasse" },
		{ "ﬁglio", "figlio" },
		{ "", "" },
	};
	struct arena a = { 0 };

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		cr_expect_str_eq(text_fold(&a, facts[i].s), facts[i].folded);
	cr_expect_str_eq(text_fold(&a, "A\xFF"), text_fold(&a, "a" FFFD));
	arena_release(&a);
}

Test(text, sanitise)
{
	static const struct {
		const char *s;
		const char *one_line;
		const char *lines;
	} facts[] = {
		{ "ciao", "ciao", "ciao" },
		{ "a\nb\r\nc", "abc", "a\nb\nc" },
		{ "a\tb", "a b", "a b" },
		{ "\033[31mrosso\007", "[31mrosso", "[31mrosso" },
		{ "a\xC2\x9B" "31mb", "a31mb", "a31mb" },        /* C1 CSI */
		{ "a\177b", "ab", "ab" },
		{ "a\u202Eb\u2066c", "abc", "abc" },        /* bidi controls */
		{ "a\u200Bb\uFEFFc\u00ADd", "abcd", "abcd" }, /* zero width */
		{ "a\xFF\xC3", "a" FFFD FFFD, "a" FFFD FFFD },
		{ "a\uFFFEb", "a" FFFD "b", "a" FFFD "b" },  /* a noncharacter */
		{ "e\u0301\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301\u0301",
		  "e\u0301\u0301\u0301\u0301" },
		{ "e\u0301\u0301\u200D\u0301\001\u0301\u0301", "e\u0301\u0301\u0301\u0301",
		  "e\u0301\u0301\u0301\u0301" },
		{ "àèìòù €", "àèìòù €", "àèìòù €" },
	};
	struct arena a = { 0 };

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++) {
		size_t n = strlen(facts[i].s);

		cr_expect_str_eq(text_sanitise(&a, facts[i].s, n, false), facts[i].one_line,
			"%zu", i);
		cr_expect_str_eq(text_sanitise(&a, facts[i].s, n, true), facts[i].lines,
			"%zu", i);
	}
	cr_expect_str_eq(text_sanitise(&a, "a\0b", 3, false), "ab");
	arena_release(&a);
}

Test(text, trim)
{
	static const struct {
		const char *s;
		const char *trimmed;
	} facts[] = {
		{ "  ciao \n", "ciao" },
		{ "\u00A0" NARROW_SPACE "ciao\u3000", "ciao" },
		{ "perche\u0301", "perché" },
		{ "a\r\nb\rc", "a\nb\nc" },
		{ " \t\n\u00A0", "" },
		{ "", "" },
	};
	struct arena a = { 0 };

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		cr_expect_str_eq(text_trim(&a, facts[i].s), facts[i].trimmed, "%zu", i);
	arena_release(&a);
}
