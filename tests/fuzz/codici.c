/* SPDX-License-Identifier: EUPL-1.2
 *
 * Codes that people type: what is taken is taken again as it is, what is refused says why. */
#include "domain/codice_fiscale.h"
#include "domain/identificativo.h"
#include "domain/persona.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void codice_fiscale_facts(const char *s)
{
	char once[CODICE_FISCALE_SIZE];
	char twice[CODICE_FISCALE_SIZE];
	struct err e = { 0 };

	if (!codice_fiscale_parse(s, once, &e)) {
		HOLDS(e.code != ERR_NONE && *e.text);
		return;
	}
	HOLDS(codice_fiscale_parse(once, twice, NULL) && strcmp(once, twice) == 0);
	HOLDS(codice_fiscale_check(once) == once[15]);
}

static void identificativo_facts(const char *s)
{
	char once[IDENTIFICATIVO_SIZE];
	char twice[IDENTIFICATIVO_SIZE];
	struct err e = { 0 };

	if (!identificativo_parse(s, once, &e)) {
		HOLDS(e.code != ERR_NONE && *e.text);
		return;
	}
	HOLDS(strlen(once) == IDENTIFICATIVO_SIZE - 1);
	HOLDS(identificativo_parse(once, twice, NULL) && strcmp(once, twice) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a = { 0 };
	char *s = fuzz_string(data, n);
	char rapporto[CODICE_RAPPORTO_SIZE];

	codice_fiscale_facts(s);
	identificativo_facts(s);
	if (codice_rapporto_parse(s, rapporto, NULL))
		HOLDS(strspn(rapporto, "0123456789") == 10);
	HOLDS(*cellulare_mask(&a, s) && *email_mask(&a, s));
	free(s);
	arena_release(&a);
	return 0;
}
