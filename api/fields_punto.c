/* SPDX-License-Identifier: EUPL-1.2
 *
 * Punti di consulenza and their times on the wire. */
#include "api/messages.h"
#include "api/table.h"
#include "domain/punto.h"

static const struct field punto_rows[] = {
	{ ID(punto, id), REQUIRED },
	{ LINE(punto, denominazione, 200), REQUIRED },
	{ STRING(punto, codice_sede_inps, 4, 4, PATTERN_CODICE_SEDE), REQUIRED },
	{ LINE(punto, denominazione_sede_inps, 200), REQUIRED },
	{ LINE(punto, indirizzo, 200), REQUIRED },
	{ LINE(punto, citta, 100), REQUIRED },
	{ STRING(punto, telefono, 1, 40, PATTERN_TELEFONO) },
	{ STRING(punto, email, 3, 254, PATTERN_EMAIL) },
	{ TEXT(punto, orari_di_apertura, 1000) },
	{ TEXT(punto, cosa_portare, 2000) },
	{ INSTANT(punto, primo_libero) },
	{ GIORNO(punto, ultimo_giorno) },
	{ INT64(punto, orari_liberi, 0, 1000), REQUIRED },
};
const struct fields punto_fields = TABLE("Punto", punto, punto_rows);

static const struct field punti_rows[] = {
	{ ITEMS(punti, punto, 200) },
};
const struct fields punti_fields = TABLE("Punti", punti, punti_rows);

static const struct field orario_rows[] = {
	{ INSTANT(orario, inizio), REQUIRED },
	{ INSTANT(orario, fine), REQUIRED },
	{ INT64(orario, posti, 0, 1000), REQUIRED },
	{ INT64(orario, posti_liberi, 0, 1000), REQUIRED },
};
const struct fields orario_fields = TABLE("Orario", orario, orario_rows);

static const struct field giorno_disponibile_rows[] = {
	{ GIORNO(giorno_disponibile, data), REQUIRED },
	{ LINE(giorno_disponibile, chiuso, 200) },
	{ INT64(giorno_disponibile, posti, 0, 1000000), REQUIRED },
	{ INT64(giorno_disponibile, posti_liberi, 0, 1000000), REQUIRED },
	{ OBJECTS(giorno_disponibile, orari, orario, 0, 288), REQUIRED },
};
const struct fields giorno_disponibile_fields = TABLE(
	"GiornoDisponibile", giorno_disponibile, giorno_disponibile_rows);

static const struct field disponibilita_rows[] = {
	{ ID(disponibilita, punto), REQUIRED },
	{ INSTANT(disponibilita, as_of), REQUIRED },
	{ GIORNO(disponibilita, ultimo_giorno) },
	{ OBJECTS(disponibilita, giorni, giorno_disponibile, 0, DISPONIBILITA_GIORNI_MAX),
		REQUIRED },
};
const struct fields disponibilita_fields = TABLE(
	"Disponibilita", disponibilita, disponibilita_rows);
