/* SPDX-License-Identifier: EUPL-1.2
 *
 * The gate reads the bytes once, before cJSON sees them, and builds nothing but a
 * stack of the names seen in the objects that are open. */
#include "api/json.h"

#include "base/alloc.h"
#include "base/text.h"

#include <cjson/cJSON.h>
#include <string.h>

#define NUMBER_BYTES_MAX     40 /* cJSON cuts a number at 63 */
#define NUMBER_MAGNITUDE_MAX 307
#define EXACT_MAX            9007199254740991.0 /* 2^53 - 1 */

struct gate {
	const char *s;
	size_t n;
	size_t at;
	size_t depth;
	uint64_t *names; /* hashes of the names of the open objects */
	size_t n_names;
	size_t cap;
	struct err *err;
};

static bool gate_value(struct gate *g);

static bool refuse(struct gate *g, int code, const char *what)
{
	err_set(g->err, code, "json: byte %zu", g->at);
	return err_say(g->err, "JSON non valido al byte %zu: %s.", g->at + 1, what);
}

static bool at_end(const struct gate *g)
{
	return g->at >= g->n;
}

static char peek(const struct gate *g)
{
	return at_end(g) ? '\0' : g->s[g->at];
}

static bool take(struct gate *g, char c)
{
	if (peek(g) != c)
		return false;
	g->at++;
	return true;
}

static void skip_blanks(struct gate *g)
{
	while (!at_end(g) && strchr(" \t\r\n", g->s[g->at]))
		g->at++;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static uint64_t mix(uint64_t hash, uint32_t c)
{
	return (hash ^ c) * UINT64_C(0x100000001b3); /* FNV-1a, a code unit at a time */
}

static int hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four digits after \u. */
static bool gate_hex(struct gate *g, uint32_t *unit)
{
	*unit = 0;
	for (int i = 0; i < 4; i++) {
		int v = hex_value(peek(g));
		if (v < 0)
			return refuse(g, ERR_FORMAT,
				"dopo \\u servono quattro cifre esadecimali");
		*unit = *unit << 4 | (uint32_t)v;
		g->at++;
	}
	return true;
}

static bool gate_unicode(struct gate *g, uint32_t *point)
{
	uint32_t low;

	if (!gate_hex(g, point))
		return false;
	if (*point == 0)
		return refuse(g, ERR_FORMAT, "il carattere nullo non è ammesso");
	if (*point < 0xd800 || *point > 0xdfff)
		return true;
	if (*point > 0xdbff || !take(g, '\\') || !take(g, 'u'))
		return refuse(g, ERR_FORMAT, "metà di una coppia surrogata");
	if (!gate_hex(g, &low))
		return false;
	if (low < 0xdc00 || low > 0xdfff)
		return refuse(g, ERR_FORMAT, "metà di una coppia surrogata");
	*point = 0x10000 + ((*point - 0xd800) << 10) + (low - 0xdc00);
	return true;
}

/* What follows a backslash; *point is what it stands for. */
static bool gate_escape(struct gate *g, uint32_t *point)
{
	static const char from[] = "\"\\/bfnrt";
	static const char to[] = "\"\\/\b\f\n\r\t";
	const char *found = at_end(g) ? NULL : strchr(from, peek(g));

	if (take(g, 'u'))
		return gate_unicode(g, point);
	if (!found || !*found)
		return refuse(g, ERR_FORMAT, "sequenza con barra rovesciata sconosciuta");
	*point = (uint32_t)to[found - from];
	g->at++;
	return true;
}

/* So that "è" and "\u00e8" are the same name: the hash is of UTF-8. */
static uint64_t mix_point(uint64_t hash, uint32_t c)
{
	if (c < 0x80)
		return mix(hash, c);
	if (c < 0x800)
		return mix(mix(hash, 0xc0 | c >> 6), 0x80 | (c & 0x3f));
	if (c < 0x10000)
		hash = mix(hash, 0xe0 | c >> 12);
	else
		hash = mix(mix(hash, 0xf0 | c >> 18), 0x80 | (c >> 12 & 0x3f));
	return mix(mix(hash, 0x80 | (c >> 6 & 0x3f)), 0x80 | (c & 0x3f));
}

static bool gate_string(struct gate *g, uint64_t *hash)
{
	*hash = UINT64_C(0xcbf29ce484222325);
	if (!take(g, '"'))
		return refuse(g, ERR_FORMAT, "qui serve una stringa tra virgolette");
	while (!at_end(g)) {
		unsigned char c = (unsigned char)g->s[g->at];
		uint32_t point = c;
		if (c < 0x20)
			return refuse(
				g, ERR_FORMAT, "carattere di controllo in una stringa");
		g->at++;
		if (c == '"')
			return true;
		if (c == '\\') {
			if (!gate_escape(g, &point))
				return false;
			*hash = mix_point(*hash, point);
		} else {
			*hash = mix(*hash, c);
		}
	}
	return refuse(g, ERR_FORMAT, "la stringa non finisce");
}

static size_t skip_digits(struct gate *g)
{
	size_t from = g->at;

	while (is_digit(peek(g)))
		g->at++;
	return g->at - from;
}

/* Digits before the point and exponent say how large it is: well under what a double
 * holds. */
static bool gate_number(struct gate *g)
{
	size_t from = g->at;
	int exponent = 0;
	bool negative = false;

	take(g, '-');
	bool zero = peek(g) == '0';
	size_t whole = skip_digits(g);
	if (whole == 0 || (zero && whole > 1))
		return refuse(g, ERR_FORMAT, "numero scritto male");
	if (take(g, '.') && skip_digits(g) == 0)
		return refuse(g, ERR_FORMAT, "numero scritto male");
	if (take(g, 'e') || take(g, 'E')) {
		negative = take(g, '-');
		if (!negative)
			take(g, '+');
		if (!is_digit(peek(g)))
			return refuse(g, ERR_FORMAT, "numero scritto male");
		for (; is_digit(peek(g)); g->at++) {
			if (exponent < 10000)
				exponent = exponent * 10 + (peek(g) - '0');
		}
	}
	if (g->at - from > NUMBER_BYTES_MAX)
		return refuse(g, ERR_FORMAT, "numero con troppe cifre");
	if (!negative && (int)whole - 1 + exponent > NUMBER_MAGNITUDE_MAX)
		return refuse(g, ERR_FORMAT, "numero troppo grande");
	return true;
}

static bool gate_word(struct gate *g, const char *word)
{
	size_t n = strlen(word);

	if (g->n - g->at < n || memcmp(g->s + g->at, word, n) != 0)
		return refuse(g, ERR_FORMAT, "valore sconosciuto");
	g->at += n;
	return true;
}

/* Remembers a name of the object whose names start at `base`. */
static bool gate_name(struct gate *g, size_t base)
{
	uint64_t hash;

	if (!gate_string(g, &hash))
		return false;
	for (size_t i = base; i < g->n_names; i++) {
		if (g->names[i] == hash)
			return refuse(g, ERR_FORMAT, "lo stesso nome compare due volte");
	}
	if (g->n_names - base >= JSON_MEMBERS_MAX)
		return refuse(g, ERR_LIMIT, "troppi membri in un oggetto");
	if (g->n_names == g->cap) {
		g->cap = g->cap ? g->cap * 2 : 64;
		g->names = xrealloc_array(g->names, g->cap, sizeof(*g->names));
	}
	g->names[g->n_names++] = hash;
	return true;
}

static bool gate_member(struct gate *g, size_t base)
{
	skip_blanks(g);
	if (!gate_name(g, base))
		return false;
	skip_blanks(g);
	if (!take(g, ':'))
		return refuse(g, ERR_FORMAT, "mancano i due punti");
	return gate_value(g);
}

static bool gate_object(struct gate *g)
{
	size_t base = g->n_names;

	g->at++;
	skip_blanks(g);
	if (take(g, '}'))
		return true;
	do {
		if (!gate_member(g, base))
			return false;
		skip_blanks(g);
	} while (take(g, ','));
	g->n_names = base;
	return take(g, '}') || refuse(g, ERR_FORMAT, "l'oggetto non finisce");
}

static bool gate_array(struct gate *g)
{
	g->at++;
	skip_blanks(g);
	if (take(g, ']'))
		return true;
	do {
		if (!gate_value(g))
			return false;
		skip_blanks(g);
	} while (take(g, ','));
	return take(g, ']') || refuse(g, ERR_FORMAT, "la lista non finisce");
}

static bool gate_nested(struct gate *g)
{
	bool ok;

	if (g->depth == JSON_DEPTH_MAX)
		return refuse(g, ERR_LIMIT, "troppi livelli");
	g->depth++;
	ok = peek(g) == '{' ? gate_object(g) : gate_array(g);
	g->depth--;
	return ok;
}

static bool gate_value(struct gate *g)
{
	uint64_t hash;

	skip_blanks(g);
	if (at_end(g))
		return refuse(g, ERR_FORMAT, "finisce prima del previsto");
	switch (peek(g)) {
	case '{':
	case '[':
		return gate_nested(g);
	case '"':
		return gate_string(g, &hash);
	case 't':
		return gate_word(g, "true");
	case 'f':
		return gate_word(g, "false");
	case 'n':
		return gate_word(g, "null");
	default:
		return gate_number(g);
	}
}

bool json_check(const char *text, size_t n, size_t ceiling, struct err *err)
{
	struct gate g = { .s = text, .n = n, .err = err };
	bool ok;

	if (n > ceiling) {
		err_set(err, ERR_LIMIT, "json: %zu bytes, at most %zu", n, ceiling);
		return err_say(err, "Il JSON è di %zu byte: al massimo %zu.", n, ceiling);
	}
	const char *nul = n ? memchr(text, '\0', n) : NULL;
	if (nul) {
		g.at = (size_t)(nul - text);
		return refuse(&g, ERR_FORMAT, "il carattere nullo non è ammesso");
	}
	if (!text_valid(text, n)) {
		err_set(err, ERR_FORMAT, "json: not UTF-8");
		return err_say(err, "JSON non valido: non è scritto in UTF-8.");
	}
	ok = gate_value(&g);
	if (ok) {
		skip_blanks(&g);
		ok = at_end(&g) || refuse(&g, ERR_FORMAT, "c'è altro dopo la fine");
	}
	FREE(&g.names);
	return ok;
}

struct cJSON *json_tree(const char *text, size_t n, struct err *err)
{
	struct cJSON *tree = cJSON_ParseWithLength(text, n);

	if (!tree)
		err_set(err, ERR_INTERNAL,
			"json: cJSON refused what the gate let through");
	return tree;
}

struct cJSON *json_parse(const char *text, size_t n, size_t ceiling, struct err *err)
{
	return json_check(text, n, ceiling, err) ? json_tree(text, n, err) : NULL;
}

void json_free(struct cJSON *tree)
{
	cJSON_Delete(tree);
}

const struct cJSON *json_member(const struct cJSON *object, const char *name)
{
	return cJSON_IsObject(object) ? cJSON_GetObjectItemCaseSensitive(object, name)
				      : NULL;
}

const char *json_text(const struct cJSON *object, const char *name)
{
	const struct cJSON *member = json_member(object, name);

	return cJSON_IsString(member) ? member->valuestring : NULL;
}

bool json_int64(const struct cJSON *value, int64_t *to)
{
	double d;

	if (!cJSON_IsNumber(value))
		return false;
	d = value->valuedouble;
	if (!(d >= -EXACT_MAX && d <= EXACT_MAX) || (double)(int64_t)d != d)
		return false;
	*to = (int64_t)d;
	return true;
}
