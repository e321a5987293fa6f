/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The check goes from left to right: shape character by character, then month and day, then the
 * check letter, so that the first wrong character is the one that is named.
 */
#include "domain/codice_fiscale.h"

#include "base/i18n.h"
#include "domain/problem.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define LENGTH 16

static const char months[] = "ABCDEHLMPRST";
static const char omocodia[] = "LMNPQRSTUV"; /* stand for 0..9 */

/* L a letter, D a digit or its omocodia letter, M a month. */
static const char shape[] = "LLLLLLDDMDDLDDDL";

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool is_letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* 0..9, also of an omocodia letter; -1 for anything else. */
static int digit_value(char c)
{
	const char *at;

	if (is_digit(c))
		return c - '0';
	at = c ? strchr(omocodia, c) : NULL;
	return at ? (int)(at - omocodia) : -1;
}

static int month_of(char c)
{
	const char *at = c ? strchr(months, c) : NULL;

	return at ? (int)(at - months) + 1 : 0;
}

char codice_fiscale_check(const char first15[15])
{
	/* Odd positions (the first is 1), from 0 and A on: DM 23 dicembre 1976. */
	static const int odd[] = { 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3,
		6, 8, 12, 14, 16, 10, 22, 25, 24, 23 };
	int sum = 0;

	for (int i = 0; i < LENGTH - 1; i++) {
		int value = is_digit(first15[i]) ? first15[i] - '0' : first15[i] - 'A';

		assert(value >= 0 && value < 26);
		sum += i % 2 == 0 ? odd[value] : value;
	}
	return (char)('A' + sum % 26);
}

static bool refused(struct err *err, const char *cause)
{
	err_set(err, (int)PROBLEM_CAMPO_NON_VALIDO, "codice fiscale: %s", cause);
	return err_field(err, "codice_fiscale");
}

static bool refused_at(struct err *err, int position, const char *expected)
{
	refused(err, "wrong character");
	/* TRANSLATORS: position from 1 to 16, then what should be there ("una lettera"). */
	return err_say(err, _("Codice fiscale: il carattere %d deve essere %s."),
		position, expected);
}

static bool check_shape(const char *s, struct err *err)
{
	for (int i = 0; i < LENGTH; i++) {
		switch (shape[i]) {
		case 'L':
			if (!is_letter(s[i]))
				return refused_at(err, i + 1, _("una lettera"));
			break;
		case 'M':
			if (!month_of(s[i]))
				return refused_at(err, i + 1,
					_("la lettera di un mese (A B C D E H L M P R S T)"));
			break;
		default:
			if (digit_value(s[i]) < 0)
				return refused_at(err, i + 1,
					_("una cifra, o una lettera di omocodia "
					  "(L M N P Q R S T U V)"));
			break;
		}
	}
	return true;
}

static bool check_day(const char *s, struct err *err)
{
	/* February has 29: the century, and so the leap year, is not in the code. */
	static const int length[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int day = digit_value(s[9]) * 10 + digit_value(s[10]);

	if (day > 40)
		day -= 40;
	if (day >= 1 && day <= length[month_of(s[8]) - 1])
		return true;
	refused(err, "no such day");
	return err_say(err,
		_("Codice fiscale: i caratteri 10 e 11 non sono un giorno di quel "
		  "mese (da 1 a %d, oppure più 40 per le donne)."),
		length[month_of(s[8]) - 1]);
}

bool codice_fiscale_parse(const char *s, char to[CODICE_FISCALE_SIZE], struct err *err)
{
	char code[CODICE_FISCALE_SIZE] = "";
	size_t n = strlen(s);

	if (n != LENGTH) {
		refused(err, "length");
		return err_say(
			err, _("Il codice fiscale ha 16 caratteri: qui sono %zu."), n);
	}
	for (int i = 0; i < LENGTH; i++)
		code[i] = upper(s[i]);
	if (!check_shape(code, err) || !check_day(code, err))
		return false;
	if (codice_fiscale_check(code) != code[LENGTH - 1]) {
		refused(err, "check letter");
		return err_say(err,
			_("Codice fiscale: il carattere 16, di controllo, non "
			  "corrisponde agli altri. Uno dei caratteri è sbagliato."));
	}
	memcpy(to, code, CODICE_FISCALE_SIZE);
	return true;
}

static bool is_vowel(char c)
{
	return strchr("AEIOU", c) != NULL;
}

/* The letters of `name` that are vowels, or that are not, at the end of `to`. */
static void add_letters(char *to, size_t size, const char *name, bool vowels)
{
	size_t n = strlen(to);

	for (; *name && n + 1 < size; name++) {
		char c = upper(*name);

		if (is_letter(c) && is_vowel(c) == vowels)
			to[n++] = c;
	}
	to[n] = '\0';
}

/* Three letters: consonants, then vowels, then X; of a name with four consonants or more the
 * first, third and fourth. */
static void three_letters(const char *name, bool skip_second, char to[4])
{
	char letters[64] = "";
	size_t consonants;

	add_letters(letters, sizeof(letters), name, false);
	consonants = strlen(letters);
	add_letters(letters, sizeof(letters), name, true);
	if (skip_second && consonants >= 4)
		memmove(letters + 1, letters + 2, 3);
	snprintf(to, 4, "%.3s", letters);
	while (strlen(to) < 3)
		strncat(to, "X", 2);
}

void codice_fiscale_make(const char *cognome, const char *nome, int anno, int mese,
	int giorno_del_mese, bool donna, const char *belfiore,
	char to[CODICE_FISCALE_SIZE])
{
	char surname[4];
	char name[4];

	assert(mese >= 1 && mese <= 12 && giorno_del_mese >= 1 && giorno_del_mese <= 31
		&& anno >= 0);
	assert(strlen(belfiore) == 4);
	three_letters(cognome, false, surname);
	three_letters(nome, true, name);
	snprintf(to, CODICE_FISCALE_SIZE, "%.3s%.3s%02u%c%02u%.4s", surname, name,
		(unsigned)anno % 100, months[mese - 1],
		(unsigned)(giorno_del_mese + (donna ? 40 : 0)) % 100, belfiore);
	to[LENGTH - 1] = codice_fiscale_check(to);
	to[LENGTH] = '\0';
}
