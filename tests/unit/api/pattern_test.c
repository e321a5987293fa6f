/* SPDX-License-Identifier: EUPL-1.2
 *
 * The patterns of the contract, as they are run here. tests/contract runs the same
 * strings in another engine. */
#include "api/pattern.h"

#include <criterion/criterion.h>

static const struct {
	const char *pattern;
	const char *text;
	bool matches;
} cases[] = {
	{ PATTERN_CODICE_RAPPORTO, "0000123456", true },
	{ PATTERN_CODICE_RAPPORTO, "000012345", false },
	{ PATTERN_CODICE_RAPPORTO, "00001234567", false },
	{ PATTERN_CODICE_RAPPORTO, "000012345a", false },
	{ PATTERN_CODICE_RAPPORTO_PARTE, "7", true },
	{ PATTERN_CODICE_RAPPORTO_PARTE, "", false },
	{ PATTERN_CODICE_FISCALE, "RSSMRA80A01H501U", true },
	{ PATTERN_CODICE_FISCALE, "RSSMRA80A01H50MM", true },
	{ PATTERN_CODICE_FISCALE, "FOXIOX60B29F205Z", true },
	{ PATTERN_CODICE_FISCALE, "rssmra80a01h501u", false },
	{ PATTERN_CODICE_FISCALE, "RSSMRA80Z01H501U", false },
	{ PATTERN_PROTOCOLLO, "INPS.7000.23/11/2026.0001234", true },
	{ PATTERN_PROTOCOLLO, "INPS.7000.23-11-2026.0001234", false },
	{ PATTERN_PROTOCOLLO, "INPSx7000.23/11/2026.0001234", false },
	{ PATTERN_IDENTIFICATIVO, "AG-2026-7K3M9QX-P", true },
	{ PATTERN_IDENTIFICATIVO, "AG-2026-7K3M9QX-*", true },
	{ PATTERN_IDENTIFICATIVO, "AG-2026-7K3M9QI-C", false },
	{ PATTERN_RISORSA, "AG-2026-7K3M9QX-=", true },
	{ PATTERN_RISORSA, "0000123456", true },
	{ PATTERN_UUID, "0b8f7f5e-6a53-4c0e-9d0a-5f3e1c2b4a69", true },
	{ PATTERN_UUID, "0b8f7f5e-6a53-1c0e-9d0a-5f3e1c2b4a69", false },
	{ PATTERN_UUID, "0B8F7F5E-6A53-4C0E-9D0A-5F3E1C2B4A69", false },
	{ PATTERN_LINE, "", true },
	{ PATTERN_LINE, "perché 😀", true },
	{ PATTERN_LINE, "a\nb", false },
	{ PATTERN_LINE, "a\x7f", false },
	{ PATTERN_LINE,
		"a\xc2\x85"
		"b",
		false }, /* U+0085, a C1 control */
	{ PATTERN_TEXT, "a\n\tb", true },
	{ PATTERN_TEXT, "a\rb", false },
	{ PATTERN_TEXT, "a\x1b[31m", false },
	{ PATTERN_NOME_FILE, "ricevuta (1).pdf", true },
	{ PATTERN_NOME_FILE, "../x", false },
	{ PATTERN_NOME_FILE, "a\\b", false },
	{ PATTERN_ID, "P7000-01", true },
	{ PATTERN_ID, "-a", false },
	{ PATTERN_RISORSA, "AG-2026-Y2TW7QD-=", true },
	{ PATTERN_RISORSA, "AG-2026-Y2TW7QD-*", true },
	{ PATTERN_RISORSA, "0000123456", true },
	{ PATTERN_RISORSA, "*", false },
	{ PATTERN_ID, "a b", false },
	{ PATTERN_CURSORE, "e1:4711", true },
	{ PATTERN_CURSORE, "e1%3A", false },
	{ PATTERN_URL, "https://a.example/x?y=1", true },
	{ PATTERN_URL, "http://127.0.0.1:8080", true },
	{ PATTERN_URL, "httpss://a", false },
	{ PATTERN_URL, "ftp://a", false },
	{ PATTERN_EMAIL, "a.b@c.example", true },
	{ PATTERN_EMAIL, "a@b@c", false },
	{ PATTERN_EMAIL, "a b@c", false },
	{ PATTERN_TIPO_DELEGATO, "04", true },
	{ PATTERN_TIPO_DELEGATO, "05", false },
	{ PATTERN_BASE64, "QUJD", true },
	{ PATTERN_BASE64, "QUI=", true },
	{ PATTERN_BASE64, "QQ==", true },
	{ PATTERN_BASE64, "Q=Q=", false },
	{ PATTERN_VERSIONE, "0.1.0", true },
	{ PATTERN_VERSIONE, "0.1", false },
	/* the engine itself */
	{ "^a?b+c*$", "b", true },
	{ "^a?b+c*$", "abbbccc", true },
	{ "^a?b+c*$", "aab", false },
	{ "^[a-c]{2,3}c$", "abc", true }, /* gives one back */
	{ "^[a-c]{2,3}c$", "abbbc", false },
	{ "^è{2}$", "èè", true },
	{ "^[^è]$", "é", true },
	{ "^\\u00e8$", "è", true },
	{ "^[\\]x]$", "]", true },
	{ "^$", "", true },
	{ "^$", "x", false },
};

Test(pattern, cases)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_eq(pattern_match(cases[i].pattern, cases[i].text),
			cases[i].matches, "%s and \"%s\"", cases[i].pattern,
			cases[i].text);
}

Test(pattern, bytes_that_are_not_utf8_stay_inside_the_string)
{
	cr_expect_not(pattern_match(PATTERN_CODICE_RAPPORTO, "\xf0"));
	pattern_match(PATTERN_LINE, "a\xf0");
	pattern_match(PATTERN_LINE, "\xe2\x82");
	pattern_match(PATTERN_ID, "\x80\x80");
}

Test(pattern, phrases)
{
	cr_expect_str_eq(pattern_phrase(PATTERN_CODICE_RAPPORTO), "10 cifre");
	cr_expect_str_eq(pattern_phrase("^x$"), "^x$");
}
