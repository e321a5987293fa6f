/* SPDX-License-Identifier: EUPL-1.2
 *
 * The lines of `agendad importa`. Outside api/openapi.yaml: they never travel over
 * HTTP. */
#include "api/table.h"
#include "domain/importazione.h"

static const struct field chiusura_importata_rows[] = {
	{ GIORNO(chiusura_importata, data), REQUIRED },
	{ LINE(chiusura_importata, motivo, 200), REQUIRED },
	{ BOOL(chiusura_importata, revocata) },
};
const struct fields chiusura_importata_fields = TABLE(
	"ChiusuraImportata", chiusura_importata, chiusura_importata_rows);

static const struct field sede_importata_rows[] = {
	{ STRING(sede_importata, codice_sede_inps, 4, 4, PATTERN_CODICE_SEDE), REQUIRED },
	{ LINE(sede_importata, denominazione_sede_inps, 200), REQUIRED },
	{ LINE(sede_importata, citta, 100), REQUIRED },
	{ OBJECTS(sede_importata, chiusure, chiusura_importata, 0, 1000) },
};
const struct fields sede_importata_fields = TABLE(
	"SedeImportata", sede_importata, sede_importata_rows);

static bool apertura_check(const void *value, struct err *err)
{
	const struct apertura_importata *a = value;

	if (a->dalle < a->alle)
		return true;
	err_field(err, "alle");
	return err_say(err, "«alle» deve venire dopo «dalle».");
}

static const struct field apertura_importata_rows[] = {
	{ INT64(apertura_importata, giorno_settimana, 1, 7), REQUIRED },
	{ ORA(apertura_importata, dalle), REQUIRED },
	{ ORA(apertura_importata, alle), REQUIRED },
};
const struct fields apertura_importata_fields = TABLE_CHECKED(
	"AperturaImportata", apertura_importata, apertura_importata_rows, apertura_check);

static const struct field punto_importato_rows[] = {
	{ ID(punto_importato, id), REQUIRED },
	{ STRING(punto_importato, codice_sede_inps, 4, 4, PATTERN_CODICE_SEDE),
		REQUIRED },
	{ LINE(punto_importato, denominazione, 200), REQUIRED },
	{ LINE(punto_importato, indirizzo, 200), REQUIRED },
	{ LINE(punto_importato, citta, 100), REQUIRED },
	{ STRING(punto_importato, telefono, 1, 40, PATTERN_TELEFONO) },
	{ STRING(punto_importato, email, 3, 254, PATTERN_EMAIL) },
	{ TEXT(punto_importato, cosa_portare, 2000) },
	{ BOOL(punto_importato, attivo), REQUIRED },
	{ INT64(punto_importato, durata_minuti, 5, 240), REQUIRED },
	{ INT64(punto_importato, postazioni, 1, 100), REQUIRED },
	{ INT64(punto_importato, orizzonte_giorni, 0, 366) },
	{ OBJECTS(punto_importato, aperture, apertura_importata, 0, 50), REQUIRED },
	{ OBJECTS(punto_importato, chiusure, chiusura_importata, 0, 1000) },
};
const struct fields punto_importato_fields = TABLE(
	"PuntoImportato", punto_importato, punto_importato_rows);

static const struct field profilo_importato_rows[] = {
	{ ENUM(profilo_importato, tipo, tipo_profilo), REQUIRED },
	{ LINE(profilo_importato, denominazione, 200) },
	{ STRING(profilo_importato, codice_sede_inps, 4, 4, PATTERN_CODICE_SEDE) },
	{ STRING(profilo_importato, tipo_delegato, 2, 2, PATTERN_TIPO_DELEGATO) },
	{ BOOL(profilo_importato, abilitato) },
	{ LINE(profilo_importato, descrizione, 300) },
	{ BOOL(profilo_importato, predefinita) },
};
const struct fields profilo_importato_fields = TABLE(
	"ProfiloImportato", profilo_importato, profilo_importato_rows);

static const struct field recapito_importato_rows[] = {
	{ ENUM(recapito_importato, canale, canale), REQUIRED },
	{ LINE(recapito_importato, valore, 254), REQUIRED },
};
const struct fields recapito_importato_fields = TABLE(
	"RecapitoImportato", recapito_importato, recapito_importato_rows);

static const struct field persona_importata_rows[] = {
	{ ID(persona_importata, id), REQUIRED },
	{ STRING(persona_importata, codice_fiscale, 16, 16, PATTERN_CODICE_FISCALE),
		REQUIRED },
	{ LINE(persona_importata, nome_proprio, 100), REQUIRED },
	{ LINE(persona_importata, cognome, 100), REQUIRED },
	{ OBJECTS(persona_importata, profili, profilo_importato, 0, 20) },
	{ OBJECTS(persona_importata, recapiti, recapito_importato, 0, 3) },
};
const struct fields persona_importata_fields = TABLE(
	"PersonaImportata", persona_importata, persona_importata_rows);

static const struct field delega_importata_rows[] = {
	{ STRING(delega_importata, datore, 16, 16, PATTERN_CODICE_FISCALE), REQUIRED },
	{ ID(delega_importata, intermediario), REQUIRED },
	{ ENUM(delega_importata, stato, delega_stato), REQUIRED },
	{ GIORNO(delega_importata, dal), REQUIRED },
	{ GIORNO(delega_importata, al) },
};
const struct fields delega_importata_fields = TABLE(
	"DelegaImportata", delega_importata, delega_importata_rows);

#define CODICE_RAPPORTO(s) \
	STRING(s, codice_rapporto_lavoro, 10, 10, PATTERN_CODICE_RAPPORTO)

static const struct field rapporto_importato_rows[] = {
	{ CODICE_RAPPORTO(rapporto_importato), REQUIRED },
	{ ENUM(rapporto_importato, stato, rapporto_stato), REQUIRED },
	{ ENUM(rapporto_importato, mansione, mansione), REQUIRED },
	{ ENUM(rapporto_importato, contratto, contratto), REQUIRED },
	{ OBJECT(rapporto_importato, datore, persona), REQUIRED },
	{ OBJECT(rapporto_importato, lavoratore, persona), REQUIRED },
	{ STRING(rapporto_importato, codice_sede_inps, 4, 4, PATTERN_CODICE_SEDE),
		REQUIRED },
	{ GIORNO(rapporto_importato, inizio), REQUIRED },
	{ GIORNO(rapporto_importato, fine) },
};
/* The employer is found by it. */
static bool rapporto_importato_check(const void *value, struct err *err)
{
	const struct rapporto_importato *r = value;

	if (r->datore.codice_fiscale)
		return true;
	err_field(err, "datore.codice_fiscale");
	return err_say(err, "Manca «codice_fiscale» del datore di lavoro.");
}
const struct fields rapporto_importato_fields = TABLE_CHECKED("RapportoImportato",
	rapporto_importato, rapporto_importato_rows, rapporto_importato_check);

static const struct field allegato_importato_rows[] = {
	{ ID(allegato_importato, id), REQUIRED },
	{ STRING(allegato_importato, nome, 1, 120, PATTERN_NOME_FILE), REQUIRED },
	{ STRING(allegato_importato, contenuto, 4, 4194304, PATTERN_BASE64), REQUIRED },
};
const struct fields allegato_importato_fields = TABLE(
	"AllegatoImportato", allegato_importato, allegato_importato_rows);

static const struct field comunicazione_importata_rows[] = {
	{ ID(comunicazione_importata, id), REQUIRED },
	{ ENUM(comunicazione_importata, autore, autore), REQUIRED },
	{ INSTANT(comunicazione_importata, inviata_il), REQUIRED },
	{ TEXT(comunicazione_importata, testo, 10000), REQUIRED },
	{ BOOL(comunicazione_importata, interlocutoria) },
	{ OBJECTS(comunicazione_importata, allegati, allegato_importato, 0, 20) },
};
const struct fields comunicazione_importata_fields = TABLE(
	"ComunicazioneImportata", comunicazione_importata, comunicazione_importata_rows);

/* An outcome belongs to a closed quesito, as in the Cassetto. */
static bool quesito_importato_check(const void *value, struct err *err)
{
	const struct quesito_importato *q = value;

	if (q->stato == QUESITO_STATO_APERTO && q->esito != QUESITO_ESITO_NONE) {
		err_field(err, "esito");
		return err_say(err, "Un quesito APERTO non ha esito.");
	}
	if (q->stato == QUESITO_STATO_CHIUSO && q->chiuso_il == GIORNO_NONE) {
		err_field(err, "chiuso_il");
		return err_say(err, "Un quesito CHIUSO ha la data di chiusura.");
	}
	return true;
}

static const struct field quesito_importato_rows[] = {
	{ ID(quesito_importato, id), REQUIRED },
	{ CODICE_RAPPORTO(quesito_importato), REQUIRED },
	{ ENUM(quesito_importato, argomento, argomento), REQUIRED },
	{ LINE(quesito_importato, oggetto, 300), REQUIRED },
	{ STRING(quesito_importato, protocollo, 28, 31, PATTERN_PROTOCOLLO) },
	{ GIORNO(quesito_importato, aperto_il), REQUIRED },
	{ ENUM(quesito_importato, stato, quesito_stato), REQUIRED },
	{ ENUM(quesito_importato, esito, quesito_esito) },
	{ GIORNO(quesito_importato, chiuso_il) },
	{ OBJECTS(quesito_importato, comunicazioni, comunicazione_importata, 0, 500) },
};
const struct fields quesito_importato_fields = TABLE_CHECKED("QuesitoImportato",
	quesito_importato, quesito_importato_rows, quesito_importato_check);

static bool record_check(const void *value, struct err *err)
{
	const struct record_importazione *r = value;
	const struct {
		const char *name;
		bool set;
	} parts[TIPO_RECORD_COUNT] = {
		[TIPO_RECORD_SEDE] = { "sede", r->sede != NULL },
		[TIPO_RECORD_PUNTO] = { "punto", r->punto != NULL },
		[TIPO_RECORD_PERSONA] = { "persona", r->persona != NULL },
		[TIPO_RECORD_DELEGA] = { "delega", r->delega != NULL },
		[TIPO_RECORD_RAPPORTO] = { "rapporto", r->rapporto != NULL },
		[TIPO_RECORD_QUESITO] = { "quesito", r->quesito != NULL },
	};

	for (int i = 1; i < TIPO_RECORD_COUNT; i++) {
		if (parts[i].set == ((int)r->tipo == i))
			continue;
		err_field(err, parts[i].name);
		return err_say(err,
			parts[i].set ? "«%s» non è del tipo che il record nomina."
				     : "Manca «%s», che il tipo del record chiede.",
			parts[i].name);
	}
	return true;
}

static const struct field record_importazione_rows[] = {
	{ ENUM(record_importazione, tipo, tipo_record), REQUIRED },
	{ REF(record_importazione, sede, sede_importata) },
	{ REF(record_importazione, punto, punto_importato) },
	{ REF(record_importazione, persona, persona_importata) },
	{ REF(record_importazione, delega, delega_importata) },
	{ REF(record_importazione, rapporto, rapporto_importato) },
	{ REF(record_importazione, quesito, quesito_importato) },
};
const struct fields record_importazione_fields = TABLE_CHECKED("RecordImportazione",
	record_importazione, record_importazione_rows, record_check);
