/* SPDX-License-Identifier: EUPL-1.2
 *
 * People by name, and their contacts masked: enough to recognise, too little to use. */
#include "domain/persona.h"

#include "base/text.h"

#include <string.h>

#define HIDDEN "***"

bool delegati_scaduti(enum tipo_profilo profilo, instant contatto, instant now)
{
	if (profilo != PROFILO_INTERMEDIARIO)
		return false;
	if (contatto == INSTANT_NONE || now < contatto - DELEGATI_TOLLERANZA)
		return true;
	return now - contatto >= DELEGATI_SECONDI;
}

char *persona_phrase(struct arena *a, const struct persona *p)
{
	const char *nome = p->nome_proprio ? p->nome_proprio : "";
	const char *cognome = p->cognome ? p->cognome : "";

	return arena_printf(a, "%s%s%s", nome, *nome && *cognome ? " " : "", cognome);
}

/* The digits of `numero` without +39 or 0039 before a mobile's 3; at most `size` - 1. */
static size_t national_digits(const char *numero, char *to, size_t size)
{
	size_t n = 0;

	for (; *numero && n + 1 < size; numero++) {
		if (*numero >= '0' && *numero <= '9')
			to[n++] = *numero;
	}
	to[n] = '\0';
	for (size_t prefix = 2; prefix <= 4; prefix += 2) {
		if (n > prefix + 8 && strncmp(to, &"0039"[4 - prefix], prefix) == 0) {
			memmove(to, to + prefix, n - prefix + 1);
			return n - prefix;
		}
	}
	return n;
}

char *cellulare_mask(struct arena *a, const char *numero)
{
	char digits[24];
	size_t n = national_digits(numero, digits, sizeof(digits));

	if (digits[0] != '3' || n < 9 || n > 10)
		return arena_strdup(a, HIDDEN);
	return arena_printf(a, "+39 3** *** %s%s", n == 10 ? "**" : "*", digits + n - 2);
}

/* The first cluster of `s`, which never ends inside a character. */
static int first_bytes(const char *s)
{
	int columns;

	return (int)text_cluster(s, &columns);
}

char *email_mask(struct arena *a, const char *indirizzo)
{
	const char *at = strrchr(indirizzo, '@');
	const char *dot = at ? strrchr(at, '.') : NULL;

	if (!at || at == indirizzo || !at[1])
		return arena_strdup(a, HIDDEN);
	return arena_printf(a, "%.*s***@%.*s***%s", first_bytes(indirizzo), indirizzo,
		first_bytes(at + 1), at + 1, dot && dot > at + 1 ? dot : "");
}
