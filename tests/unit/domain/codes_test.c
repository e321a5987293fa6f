/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/random.h"
#include "domain/codice_fiscale.h"
#include "domain/identificativo.h"
#include "domain/problem.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define COUNT(x) (sizeof(x) / sizeof(*(x)))

Test(codice_fiscale, known_good)
{
	static const char *const good[] = { "RSSMRA80A01H501U", "RSSMRA85T10A562S",
		"BNCNNA52M64L219H", "PPSLNE78C45Z129E", "FOXIOX60B29F205Z",
		"RSSMRA80A01H50MM" /* omocodia */ };

	for (size_t i = 0; i < COUNT(good); i++) {
		char to[CODICE_FISCALE_SIZE];
		struct err e = { 0 };

		cr_expect(codice_fiscale_parse(good[i], to, &e), "%s: %s", good[i], e.text);
		cr_expect_str_eq(to, good[i]);
	}
}

Test(codice_fiscale, typed_in_lower_case)
{
	char to[CODICE_FISCALE_SIZE];

	cr_assert(codice_fiscale_parse("rssmra85t10a562s", to, NULL));
	cr_assert_str_eq(to, "RSSMRA85T10A562S");
}

/* Each character in turn made wrong for its place: the sentence names that place. */
Test(codice_fiscale, the_failing_character_is_named)
{
	for (int i = 0; i < 16; i++) {
		char code[] = "RSSMRA85T10A562S";
		char to[CODICE_FISCALE_SIZE] = "prima";
		char place[64];
		struct err e = { 0 };

		code[i] = '?';
		snprintf(place, sizeof(place), "il carattere %d deve essere", i + 1);
		cr_expect_not(codice_fiscale_parse(code, to, &e), "%s", code);
		cr_expect(strstr(e.text, place), "%s: %s", code, e.text);
		cr_expect_str_eq(e.field, "codice_fiscale");
		cr_expect_eq(e.code, (int)PROBLEM_CAMPO_NON_VALIDO);
		cr_expect_str_eq(to, "prima");
		cr_expect_null(strstr(e.cause, "RSS")); /* never in a log */
	}
}

Test(codice_fiscale, what_is_refused)
{
	static const struct {
		const char *code;
		const char *said;
	} facts[] = {
		{ "", "qui sono 0" },
		{ "RSSMRA85T10A562", "qui sono 15" },
		{ "RSSMRA85T10A562SS", "qui sono 17" },
		{ "RSSMRA85T10A562X", "il carattere 16, di controllo" },
		{ "RSSMRA85T11A562S", "il carattere 16, di controllo" },
		{ "RSSMRA85T32A562S", "i caratteri 10 e 11" },
		{ "RSSMRA85T00A562S", "i caratteri 10 e 11" },
		{ "RSSMRA85T40A562S", "i caratteri 10 e 11" },
		{ "RSSMRA85T72A562S", "i caratteri 10 e 11" },
		{ "RSSMRA85B30A562S", "da 1 a 29" },
		{ "RSSMRA85H31A562S", "da 1 a 30" },
		{ "RSSMRA85F10A562S", "il carattere 9 deve essere la lettera di un mese" },
		{ "RSSMRA8AT10A562S", "il carattere 8 deve essere una cifra" },
		{ "ÈSSMRA85T10A56S", "il carattere 1 deve essere una lettera" },
		{ "RSSMRA85T10A56 S", "il carattere 15 deve essere una cifra" },
	};

	for (size_t i = 0; i < COUNT(facts); i++) {
		char to[CODICE_FISCALE_SIZE];
		struct err e = { 0 };

		cr_expect_not(codice_fiscale_parse(facts[i].code, to, &e), "%s", facts[i].code);
		cr_expect(strstr(e.text, facts[i].said), "%s: %s", facts[i].code, e.text);
	}
}

/* Every one of the seven digits may be a letter; the check letter then changes. */
Test(codice_fiscale, omocodia_in_every_digit)
{
	static const int digits[] = { 6, 7, 9, 10, 12, 13, 14 };
	char code[] = "RSSMRA85T10A562S";

	for (size_t i = 0; i < COUNT(digits); i++) {
		char to[CODICE_FISCALE_SIZE];

		code[digits[i]] = "LMNPQRSTUV"[code[digits[i]] - '0'];
		code[15] = codice_fiscale_check(code);
		cr_expect(codice_fiscale_parse(code, to, NULL), "%s", code);
	}
	cr_expect_eq(strncmp(code, "RSSMRAURTMLARSN", 15), 0, "%s", code);
}

Test(codice_fiscale, made_from_its_parts)
{
	static const struct {
		const char *cognome, *nome;
		int y, m, d;
		bool donna;
		const char *belfiore;
		const char *code;
	} facts[] = {
		{ "Rossi", "Mario", 1980, 1, 1, false, "H501", "RSSMRA80A01H501U" },
		{ "Rossi", "Mario", 1985, 12, 10, false, "A562", "RSSMRA85T10A562S" },
		{ "Bianchi", "Anna", 1952, 8, 24, true, "L219", "BNCNNA52M64L219H" },
		{ "Popescu", "Elena", 1978, 3, 5, true, "Z129", "PPSLNE78C45Z129E" },
		{ "Fo", "Io", 1960, 2, 29, false, "F205", "FOXIOX60B29F205Z" },
	};
	char to[CODICE_FISCALE_SIZE];

	for (size_t i = 0; i < COUNT(facts); i++) {
		codice_fiscale_make(facts[i].cognome, facts[i].nome, facts[i].y, facts[i].m,
			facts[i].d, facts[i].donna, facts[i].belfiore, to);
		cr_expect_str_eq(to, facts[i].code);
	}
	/* Four consonants: first, third and fourth; apostrophes and accents are passed over. */
	codice_fiscale_make("D'Angelo", "Gianfranco", 2001, 5, 2, false, "H501", to);
	cr_expect_eq(strncmp(to, "DNGGFR01E02H501", 15), 0, "%s", to);
	cr_expect(codice_fiscale_parse(to, to, NULL));
}

Test(identificativo, made_and_read_again)
{
	struct random_sequence r;

	random_seed(&r, 2651);
	for (int i = 0; i < 2000; i++) {
		char made[IDENTIFICATIVO_SIZE];
		char read[IDENTIFICATIVO_SIZE];

		identificativo_make(2026, random_next(&r), made);
		cr_assert_eq(strlen(made), IDENTIFICATIVO_SIZE - 1);
		cr_assert_eq(strspn(made + 8, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"), 7, "%s", made);
		cr_assert(identificativo_parse(made, read, NULL), "%s", made);
		cr_assert_str_eq(read, made);
	}
}

Test(identificativo, a_single_wrong_character_is_found)
{
	static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	char good[IDENTIFICATIVO_SIZE];
	char to[IDENTIFICATIVO_SIZE];

	identificativo_make(2026, 12345678901, good);
	for (size_t i = 3; i < 15; i++) {
		if (good[i] == '-')
			continue;
		for (size_t d = 0; d < (i < 7 ? 10 : 32); d++) {
			char bad[IDENTIFICATIVO_SIZE];

			memcpy(bad, good, sizeof(bad));
			bad[i] = digits[d];
			cr_expect_eq(identificativo_parse(bad, to, NULL), bad[i] == good[i], "%s", bad);
		}
	}
	memcpy(to, good, sizeof(to)); /* two neighbours swapped */
	to[8] = good[9];
	to[9] = good[8];
	if (good[8] != good[9])
		cr_expect_not(identificativo_parse(to, to, NULL));
}

Test(identificativo, typed_as_people_type)
{
	char made[IDENTIFICATIVO_SIZE];
	char read[IDENTIFICATIVO_SIZE];
	char typed[64];

	identificativo_make(2026, UINT64_C(1) << 5, made); /* AG-2026-0000010-? */
	snprintf(typed, sizeof(typed), "ag2026oooOOiO%c", made[16]);
	cr_assert(identificativo_parse(typed, read, NULL), "%s %s", typed, made);
	cr_assert_str_eq(read, made);
	snprintf(typed, sizeof(typed), " AG 2026 0000-0L0 %c ", made[16]);
	cr_assert(identificativo_parse(typed, read, NULL), "%s", typed);
	cr_assert_str_eq(read, made);
}

Test(identificativo, what_is_refused)
{
	static const char *const bad[] = { "", "AG", "AG-2026-7K3M9QX", "XG-2026-7K3M9QX-0",
		"AG-2O26-7K3M9QU-0", "AG-20A6-7K3M9QX-0", "AG-2026-7K3M9QX-00", "AG-2026-7K3M9Q?-0",
		"AG-0026-0000000-0", "AG-2026-7K3M9QX-\xFF", "https://example.it/AG-2026-7K3M9QX-0" };
	char to[IDENTIFICATIVO_SIZE] = "prima";

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct err e = { 0 };

		cr_expect_not(identificativo_parse(bad[i], to, &e), "%s", bad[i]);
		cr_expect_eq(e.code, (int)PROBLEM_CAMPO_NON_VALIDO);
		cr_expect_str_eq(e.field, "id");
		cr_expect(*e.text);
	}
	cr_expect_str_eq(to, "prima");
}

Test(codice_rapporto, padded_to_ten_digits)
{
	static const struct {
		const char *typed;
		const char *code; /* NULL: refused */
	} facts[] = {
		{ "123456", "0000123456" },
		{ "0000123456", "0000123456" },
		{ " 7 ", "0000000007" },
		{ "1234567890", "1234567890" },
		{ "12345678901", NULL },
		{ "", NULL },
		{ "  ", NULL },
		{ "12 34", NULL },
		{ "-1", NULL },
		{ "12a", NULL },
	};

	for (size_t i = 0; i < COUNT(facts); i++) {
		char to[CODICE_RAPPORTO_SIZE] = "";
		struct err e = { 0 };
		bool ok = codice_rapporto_parse(facts[i].typed, to, &e);

		cr_expect_eq(ok, facts[i].code != NULL, "%s", facts[i].typed);
		cr_expect_str_eq(to, facts[i].code ? facts[i].code : "");
		cr_expect_str_eq(e.field, ok ? "" : "codice_rapporto_lavoro");
	}
}
