/* SPDX-License-Identifier: EUPL-1.2
 *
 * Crockford base 32: no I, L, O, U among the digits. The check character is the number of the
 * year and the seven digits together (year × 2^35 + digits) mod 37, so that a mistyped year is
 * found too. */
#include "domain/identificativo.h"

#include "base/i18n.h"
#include "domain/problem.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define DIGITS 7
#define BARE   14 /* AG, year, digits, check */

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* What people type for a digit: O is 0, I and L are 1. */
static char canonical(char c)
{
	c = upper(c);
	if (c == 'O')
		return '0';
	return c == 'I' || c == 'L' ? '1' : c;
}

static int value_of(char c, int n)
{
	const char *at = c ? memchr(alphabet, c, (size_t)n) : NULL;

	return at ? (int)(at - alphabet) : -1;
}

static char check_of(int anno, uint64_t digits)
{
	return alphabet[(((uint64_t)anno << 35) + digits) % 37];
}

void identificativo_make(int anno, uint64_t random35, char to[IDENTIFICATIVO_SIZE])
{
	uint64_t digits = random35 & ((UINT64_C(1) << 35) - 1);
	char text[DIGITS + 1];

	assert(anno >= 1000 && anno <= 9999);
	for (int i = 0; i < DIGITS; i++)
		text[i] = alphabet[(digits >> (5 * (DIGITS - 1 - i))) & 31];
	text[DIGITS] = '\0';
	snprintf(to, IDENTIFICATIVO_SIZE, "AG-%04u-%s-%c", (unsigned)anno % 10000, text,
		check_of(anno, digits));
}

static bool refused(struct err *err, const char *cause, const char *sentence)
{
	err_set(err, (int)PROBLEM_CAMPO_NON_VALIDO, "identificativo: %s", cause);
	err_field(err, "id");
	return err_say(err, "%s", sentence);
}

/* Without hyphens and blanks, which may stand anywhere; false when it is not 14 long. */
static bool bare(const char *s, char to[BARE])
{
	int n = 0;

	for (; *s; s++) {
		if (*s == '-' || *s == ' ')
			continue;
		if (n == BARE)
			return false;
		to[n++] = *s;
	}
	return n == BARE;
}

static bool refused_shape(struct err *err)
{
	return refused(err, "shape",
		_("L'identificativo di un appuntamento è come AG-2026-7K3M9QX-P: AG, l'anno, "
		  "sette caratteri e uno di controllo. Ricopialo dalla ricevuta."));
}

bool identificativo_parse(const char *s, char to[IDENTIFICATIVO_SIZE], struct err *err)
{
	uint64_t digits = 0;
	char text[BARE];
	int anno = 0;

	if (!bare(s, text) || upper(text[0]) != 'A' || upper(text[1]) != 'G')
		return refused_shape(err);
	for (int i = 2; i < 6; i++) {
		int v = value_of(canonical(text[i]), 10);

		if (v < 0)
			return refused_shape(err);
		anno = anno * 10 + v;
	}
	for (int i = 6; i < BARE - 1; i++) {
		int v = value_of(canonical(text[i]), 32);

		if (v < 0)
			return refused_shape(err);
		digits = digits << 5 | (uint64_t)v;
	}
	if (anno < 1000 || canonical(text[BARE - 1]) != check_of(anno, digits))
		return refused(err, "check character",
			_("L'identificativo contiene un errore di battitura: il carattere di "
			  "controllo non torna. Ricopialo dalla ricevuta."));
	identificativo_make(anno, digits, to);
	return true;
}

bool codice_rapporto_parse(const char *s, char to[CODICE_RAPPORTO_SIZE], struct err *err)
{
	size_t n;

	s += strspn(s, " \t");
	n = strspn(s, "0123456789");
	if (n >= 1 && n < CODICE_RAPPORTO_SIZE && s[n + strspn(s + n, " \t")] == '\0') {
		memset(to, '0', CODICE_RAPPORTO_SIZE - 1);
		memcpy(to + CODICE_RAPPORTO_SIZE - 1 - n, s, n);
		to[CODICE_RAPPORTO_SIZE - 1] = '\0';
		return true;
	}
	err_set(err, (int)PROBLEM_CAMPO_NON_VALIDO, "codice rapporto: shape");
	err_field(err, "codice_rapporto_lavoro");
	return err_say(err,
		_("Il codice rapporto di lavoro è un numero da 1 a 10 cifre, per "
		  "esempio 0000123456."));
}
