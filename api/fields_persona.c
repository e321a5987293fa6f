/* SPDX-License-Identifier: EUPL-1.2
 *
 * People, profiles, contacts and mandates on the wire. */
#include "api/table.h"
#include "domain/persona.h"

static const struct field persona_rows[] = {
	{ STRING(persona, codice_fiscale, 16, 16, PATTERN_CODICE_FISCALE) },
	{ LINE(persona, nome_proprio, 100), REQUIRED },
	{ LINE(persona, cognome, 100), REQUIRED },
};
const struct fields persona_fields = TABLE("Persona", persona, persona_rows);

static const struct field recapito_rows[] = {
	{ ENUM(recapito, canale, canale), REQUIRED },
	{ BOOL(recapito, disponibile), REQUIRED },
	{ LINE(recapito, valore_mascherato, 100) },
};
const struct fields recapito_fields = TABLE("Recapito", recapito, recapito_rows);

static const struct field recapiti_rows[] = {
	{ ITEMS(recapiti, recapito, 3) },
};
const struct fields recapiti_fields = TABLE("Recapiti", recapiti, recapiti_rows);

static const struct field delegante_rows[] = {
	{ OBJECT(delegante, datore, persona), REQUIRED },
	{ ENUM(delegante, stato, delega_stato), REQUIRED },
	{ GIORNO(delegante, dal), REQUIRED },
	{ GIORNO(delegante, al) },
	{ INT64(delegante, rapporti, 0, 1000000), REQUIRED },
};
const struct fields delegante_fields = TABLE("Delegante", delegante, delegante_rows);

static const struct field profilo_disponibile_rows[] = {
	{ ENUM(profilo_disponibile, tipo, tipo_profilo), REQUIRED },
	{ LINE(profilo_disponibile, denominazione, 200) },
	{ STRING(profilo_disponibile, codice_sede_inps, 4, 4, PATTERN_CODICE_SEDE) },
};
const struct fields profilo_disponibile_fields = TABLE(
	"ProfiloDisponibile", profilo_disponibile, profilo_disponibile_rows);

static const struct field profilo_rows[] = {
	{ ID(profilo, id), REQUIRED },
	{ OBJECT(profilo, persona, persona), REQUIRED },
	{ ENUM(profilo, in_uso, tipo_profilo), REQUIRED },
	{ OBJECTS(profilo, profili, profilo_disponibile, 1, 20), REQUIRED },
	{ BOOL(profilo, abilitato), REQUIRED },
	{ STRING(profilo, tipo_delegato, 2, 2, PATTERN_TIPO_DELEGATO) },
	{ OBJECTS(profilo, deleganti, delegante, 0, 10000), REQUIRED },
};
const struct fields profilo_fields = TABLE("Profilo", profilo, profilo_rows);
