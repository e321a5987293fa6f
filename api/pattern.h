/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The patterns of the contract. The string that api/openapi.yaml publishes is the very
 * one that is run here: a small part of ECMA 262's expressions, always anchored at
 * both ends, on code points: literals, \-escapes, classes with ranges and negation,
 * \uXXXX, and ? * + {n} {m,n} after an atom. No groups and no alternatives.
 */
#ifndef AGENDA_API_PATTERN_H
#define AGENDA_API_PATTERN_H

#include <stdbool.h>

/* One line, or several, without control characters. */
#define PATTERN_LINE "^[^\\u0000-\\u001f\\u007f-\\u009f]*$"
#define PATTERN_TEXT "^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]*$"
#define PATTERN_ID "^[A-Za-z0-9][A-Za-z0-9._-]*$"
/* Any resource: an identificativo may end with one of four signs. */
#define PATTERN_RISORSA "^[A-Za-z0-9][A-Za-z0-9._*~$=-]*$"
#define PATTERN_NOME_FILE "^[^/\\\\\\u0000-\\u001f\\u007f-\\u009f]+$"
#define PATTERN_CODICE_RAPPORTO "^[0-9]{10}$"
#define PATTERN_CODICE_RAPPORTO_PARTE "^[0-9]{1,10}$"
#define PATTERN_CODICE_SEDE "^[0-9]{4}$"
#define PATTERN_CODICE_FISCALE \
	"^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}" \
	"[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$"
#define PATTERN_PROTOCOLLO "^INPS\\.[0-9]{4}\\.[0-9]{2}/[0-9]{2}/[0-9]{4}\\.[0-9]{7,10}$"
#define PATTERN_IDENTIFICATIVO "^AG-[0-9]{4}-[0-9A-HJKMNP-TV-Z]{7}-[0-9A-HJKMNP-Z*~$=]$"
#define PATTERN_UUID \
	"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
#define PATTERN_SHA256 "^[0-9a-f]{64}$"
#define PATTERN_CURSORE "^[A-Za-z0-9:._~=-]+$"
#define PATTERN_VERSIONE "^[0-9]+\\.[0-9]+\\.[0-9]+$"
#define PATTERN_URL "^https?://[!-~]+$"
#define PATTERN_TIPO_DELEGATO "^0[347]$"
#define PATTERN_EMAIL \
	"^[^@\\u0000-\\u0020\\u007f-\\u009f]+@[^@\\u0000-\\u0020\\u007f-\\u009f]+$"
#define PATTERN_TELEFONO "^[0-9+ ./-]+$"
#define PATTERN_BASE64 "^[A-Za-z0-9+/]*=?=?$"
#define PATTERN_TOKEN "^[!-~]+$"
#define PATTERN_PROBLEMA "^urn:agenda-appuntamenti:problema:[a-z0-9-]+$"

/* Does the whole of `s` (valid UTF-8) match? The pattern is ours: a bad one is
 * asserted. */
bool pattern_match(const char *pattern, const char *s);

/* What it asks for, in Italian: "10 cifre"; the pattern itself when nobody wrote a
 * phrase. */
const char *pattern_phrase(const char *pattern);

#endif
