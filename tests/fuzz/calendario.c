/* SPDX-License-Identifier: EUPL-1.2
 *
 * Dates and hours as text: what is taken can be written, and read again as the same. */
#include "domain/calendario.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void instant_facts(const char *s)
{
	char text[INSTANT_TEXT_SIZE];
	instant t;
	instant again;

	if (!instant_parse(s, &t))
		return;
	instant_format(t, text);
	HOLDS(instant_parse(text, &again) && again == t);
	instant_format_utc(t, text);
	HOLDS(strlen(text) == 20);
	HOLDS(minuto_of(t) >= 0 && minuto_of(t) < 1440);
}

static void giorno_facts(const char *s)
{
	char text[GIORNO_TEXT_SIZE];
	giorno g;
	giorno again;

	if (giorno_parse(s, &g)) {
		giorno_format(g, text);
		HOLDS(strcmp(text, s) == 0);
	}
	for (giorno oggi = 20780; oggi < 20780 + 366; oggi += 61) {
		if (!giorno_parse_screen(s, oggi, &g))
			continue;
		giorno_format_screen(g, text);
		HOLDS(giorno_parse_screen(text, oggi, &again) && again == g);
		HOLDS(giorno_of(instant_at(g, 720)) == g);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char *s = fuzz_string(data, n);
	int minuto = 0;

	instant_facts(s);
	giorno_facts(s);
	if (minuto_parse(s, &minuto))
		HOLDS(minuto >= 0 && minuto < 1440);
	free(s);
	return 0;
}
