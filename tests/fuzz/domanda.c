/* SPDX-License-Identifier: EUPL-1.2
 *
 * Any bytes as the words to search by: never an error, and never a row that does not hold them
 * all, as far as plain ASCII words go. */
#include "cache/cache.h"
#include "tests/fuzz/fuzz.h"

#include <ctype.h>
#include <string.h>

#define NOTA "Richiesta di chiarimenti: perche' il contributo non risulta? Rossi 0001234"

static struct cache *c;

static void open_once(void)
{
	struct file_report report;
	struct err err = { 0 };
	struct appuntamento ap = { .id = "AG-1",
		.stato = APPUNTAMENTO_STATO_CONFERMATO,
		.codice_rapporto_lavoro = "0000000001",
		.nota = NOTA,
		.gestore = { PROFILO_CITTADINO, NULL },
		.versione = 1 };

	c = cache_open(NULL, "fuzz", &report, &err);
	HOLDS(c && cache_put_appuntamento(c, &ap, 1000, &err));
}

/* A word of letters of ASCII alone that is nowhere in the row: then the row may not come. */
static bool has_foreign_word(const char *s)
{
	static const char all[] = " ag 1 0000000001 richiesta di chiarimenti perche il"
				  " contributo non risulta rossi 0001234 ";
	char word[64] = " ";
	size_t n = 1;

	for (; isalnum((unsigned char)*s) && n < sizeof word - 1; s++)
		word[n++] = (char)tolower((unsigned char)*s);
	word[n] = '\0';
	return n > 2 && (*s == ' ' || !*s) && !strstr(all, word);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	char *s = fuzz_string(data, size);
	struct ricerca r = { .dal = GIORNO_NONE, .al = GIORNO_NONE, .testo = s };
	struct anchor first = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 5 };
	struct appuntamento_sintesi *rows;
	struct cache_window w;
	struct err err = { 0 };

	if (!c)
		open_once();
	for (int bits = 0; bits < 8; bits++) {
		r.codice_rapporto_lavoro = bits & 1 ? (size % 2 ? s : "0000000001") : NULL;
		r.stato = bits & 2 ? APPUNTAMENTO_STATO_CONFERMATO : APPUNTAMENTO_STATO_NONE;
		r.escludi_intermediario = bits & 4;
		HOLDS(cache_appuntamenti_window(c, &a, &r, &first, &rows, &w, &err));
		HOLDS(w.n <= 1 && w.count == (int64_t)w.n);
		HOLDS(!(w.n && has_foreign_word(s)));
	}
	free(s);
	arena_release(&a);
	return 0;
}
