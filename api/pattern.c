/* SPDX-License-Identifier: EUPL-1.2
 *
 * Matching by backtracking over few atoms; what is matched has already passed its
 * length. */
#include "api/pattern.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* An atom: one code point or a class, with how often it may come. */
struct atom {
	const char *from; /* the class's inside without its ^, or the literal */
	const char *to;
	bool negated;
	uint64_t ascii[2]; /* which of the first 128 code points are inside */
	size_t min, max;
};

/* One code point of UTF-8; never past the NUL, also when it is not UTF-8 after all. */
static uint32_t next_point(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	size_t more = p[0] < 0xc0 ? 0 : p[0] < 0xe0 ? 1 : p[0] < 0xf0 ? 2 : 3;
	uint32_t c = more == 0 ? p[0] : p[0] & (0x3fu >> more);
	size_t i = 1;

	for (; i <= more && (p[i] & 0xc0) == 0x80; i++)
		c = c << 6 | (p[i] & 0x3fu);
	*s += i;
	return c;
}

/* One code point as the pattern writes it: itself, \x or \uXXXX. */
static uint32_t next_written(const char **p)
{
	if (**p != '\\')
		return next_point(p);
	(*p)++;
	if (**p != 'u')
		return next_point(p);
	(*p)++;
	char digits[5] = { 0 };
	for (int i = 0; i < 4; i++)
		digits[i] = *(*p)++;
	return (uint32_t)strtoul(digits, NULL, 16);
}

/* Sets the bits of low..high among the first 128 code points. */
static void mark(struct atom *a, uint32_t low, uint32_t high)
{
	for (uint32_t half = 0; half < 2; half++) {
		uint32_t first = low > half * 64 ? low - half * 64 : 0;
		uint32_t last = high - half * 64;
		if (high < half * 64 || first > 63)
			continue;
		if (last > 63)
			last = 63;
		a->ascii[half] |= (~UINT64_C(0) >> (63 - (last - first))) << first;
	}
}

static bool next_range(
	const struct atom *a, const char **p, uint32_t *low, uint32_t *high)
{
	if (*p >= a->to)
		return false;
	*low = *high = next_written(p);
	if (**p == '-' && *p + 1 < a->to) {
		(*p)++;
		*high = next_written(p);
	}
	return true;
}

/* ASCII is looked up in bits that are made once per atom; the rest is searched for. */
static void prepare(struct atom *a)
{
	const char *p = a->from;
	uint32_t low, high;

	a->ascii[0] = a->ascii[1] = 0;
	while (next_range(a, &p, &low, &high))
		mark(a, low, high);
}

static bool atom_has(const struct atom *a, uint32_t c)
{
	const char *p = a->from;
	bool found = c < 128 && (a->ascii[c / 64] >> (c % 64) & 1);
	uint32_t low, high;

	while (c >= 128 && !found && next_range(a, &p, &low, &high))
		found = low <= c && c <= high;
	return found != a->negated;
}

static const char *class_end(const char *p)
{
	while (*p != ']') {
		assert(*p);
		p += *p == '\\' ? 2 : 1;
	}
	return p;
}

static const char *read_count(const char *p, struct atom *a)
{
	char *end;

	a->min = a->max = strtoul(p, &end, 10);
	if (*end == ',')
		a->max = strtoul(end + 1, &end, 10);
	assert(*end == '}');
	return end + 1;
}

/* Reads one atom with its quantifier; returns what follows. */
static const char *read_atom(const char *p, struct atom *a)
{
	bool class = *p == '[';

	a->negated = class && p[1] == '^';
	a->from = p + class + a->negated;
	if (class) {
		a->to = class_end(a->from);
		p = a->to + 1;
	} else {
		next_written(&p);
		a->to = p;
	}
	prepare(a);
	a->min = a->max = 1;
	if (*p == '{')
		return read_count(p + 1, a);
	if (*p != '?' && *p != '*' && *p != '+')
		return p;
	a->min = *p == '+' ? 1 : 0;
	a->max = *p == '?' ? 1 : SIZE_MAX;
	return p + 1;
}

static bool match_here(const char *p, const char *s)
{
	struct atom a;
	const char *rest;
	size_t n = 0;

	if (*p == '$')
		return *s == '\0';
	assert(*p);
	rest = read_atom(p, &a);
	const char *at = s;
	while (n < a.max && *at) {
		const char *after = at;
		if (!atom_has(&a, next_point(&after)))
			break;
		at = after;
		n++;
	}
	/* Greedy first, then one code point less at a time. */
	for (;; n--) {
		if (n >= a.min && match_here(rest, at))
			return true;
		if (n <= a.min)
			return false;
		do {
			at--;
		} while (((unsigned char)*at & 0xc0) == 0x80);
	}
}

bool pattern_match(const char *pattern, const char *s)
{
	assert(pattern[0] == '^');
	return match_here(pattern + 1, s);
}

static const struct {
	const char *pattern;
	const char *phrase;
} phrases[] = {
	{ PATTERN_LINE, "una riga di testo, senza caratteri di controllo" },
	{ PATTERN_TEXT, "testo senza caratteri di controllo" },
	{ PATTERN_ID, "lettere, cifre, punto, trattino e trattino basso" },
	{ PATTERN_RISORSA,
		"lettere, cifre, punto, trattino, trattino basso e i segni * ~ $ =" },
	{ PATTERN_NOME_FILE, "un nome di file senza barre né caratteri di controllo" },
	{ PATTERN_CODICE_RAPPORTO, "10 cifre" },
	{ PATTERN_CODICE_RAPPORTO_PARTE, "da 1 a 10 cifre" },
	{ PATTERN_CODICE_SEDE, "4 cifre" },
	{ PATTERN_CODICE_FISCALE, "un codice fiscale di 16 caratteri, in maiuscolo" },
	{ PATTERN_PROTOCOLLO, "INPS.sede.gg/mm/aaaa.numero" },
	{ PATTERN_IDENTIFICATIVO, "AG-anno-7 caratteri-controllo" },
	{ PATTERN_UUID, "un UUID versione 4 in minuscolo" },
	{ PATTERN_SHA256, "64 cifre esadecimali in minuscolo" },
	{ PATTERN_CURSORE, "un cursore avuto dal servizio" },
	{ PATTERN_VERSIONE, "tre numeri separati da punti" },
	{ PATTERN_URL, "un indirizzo http o https" },
	{ PATTERN_TIPO_DELEGATO, "03, 04 o 07" },
	{ PATTERN_EMAIL, "un indirizzo di posta" },
	{ PATTERN_TELEFONO, "un numero di telefono" },
	{ PATTERN_BASE64, "base64" },
	{ PATTERN_TOKEN, "caratteri ASCII visibili, senza spazi" },
	{ PATTERN_PROBLEMA, "il nome di un problema" },
};

const char *pattern_phrase(const char *pattern)
{
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
		const char *p = phrases[i].pattern;
		const char *q = pattern;
		while (*p && *p == *q) {
			p++;
			q++;
		}
		if (*p == *q)
			return phrases[i].phrase;
	}
	return pattern;
}
