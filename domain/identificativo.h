/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Name of an appuntamento: AG-2026-7K3M9QX-C. Crockford base 32, the last one a check
 * character (mod 37, Crockford's own), typed in any case, with or without hyphens, O as 0 and
 * I and L as 1. A decision of this project: the law gives none.
 */
#ifndef AGENDA_DOMAIN_IDENTIFICATIVO_H
#define AGENDA_DOMAIN_IDENTIFICATIVO_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define IDENTIFICATIVO_SIZE 18 /* AG-2026-XXXXXXX-C and the NUL */

bool identificativo_parse(const char *s, char to[IDENTIFICATIVO_SIZE], struct err *err);
void identificativo_make(int anno, uint64_t random35, char to[IDENTIFICATIVO_SIZE]); /* 35 bits */

#define CODICE_RAPPORTO_SIZE 11
/* Up to 10 digits, zero-padded to 10. */
bool codice_rapporto_parse(const char *s, char to[CODICE_RAPPORTO_SIZE], struct err *err);

#endif
