/* SPDX-License-Identifier: EUPL-1.2
 *
 * A stranger's bytes: never read past their end, never taken for two kinds. */
#include "domain/allegato.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	uint8_t *exact = malloc(n ? n : 1);
	enum tipo_file tipo;

	memcpy(exact, data, n);
	tipo = allegato_sniff(exact, n);
	HOLDS(tipo == TIPO_FILE_NONE || (n >= 8 && tipo_file_mime(tipo)));
	if (tipo != TIPO_FILE_NONE) { /* the first byte is part of every signature */
		exact[0] ^= 1;
		HOLDS(allegato_sniff(exact, n) == TIPO_FILE_NONE);
	}
	free(exact);
	return 0;
}
