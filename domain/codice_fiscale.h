/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The Italian tax code (DM 12 marzo 1974, DM 23 dicembre 1976), with omocodia.
 * Never corrected silently: what is wrong is said, with its place.
 */
#ifndef AGENDA_DOMAIN_CODICE_FISCALE_H
#define AGENDA_DOMAIN_CODICE_FISCALE_H

#include "base/err.h"

#include <stdbool.h>

#define CODICE_FISCALE_SIZE 17

/* Upper-cases and checks `s`; on failure err->text names the character (1..16) and the rule. */
bool codice_fiscale_parse(const char *s, char to[CODICE_FISCALE_SIZE], struct err *err);

/* Check letter of the first 15 characters (upper case, already well formed). */
char codice_fiscale_check(const char first15[15]);

/* Builds one from its parts: for sample data. `giorno_del_mese` is 1..31; women get +40. */
void codice_fiscale_make(const char *cognome, const char *nome, int anno, int mese,
	int giorno_del_mese, bool donna, const char *belfiore, char to[CODICE_FISCALE_SIZE]);

#endif
