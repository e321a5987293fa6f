/* SPDX-License-Identifier: EUPL-1.2
 *
 * Rapporti, quesiti with their exchange, and files on the wire. */
#include "api/messages.h"
#include "api/table.h"
#include "domain/quesito.h"
#include "domain/rapporto.h"

static const struct field rapporto_rows[] = {
	{ STRING(rapporto, codice_rapporto_lavoro, 10, 10, PATTERN_CODICE_RAPPORTO),
		REQUIRED },
	{ ENUM(rapporto, stato, rapporto_stato), REQUIRED },
	{ ENUM(rapporto, mansione, mansione), REQUIRED },
	{ ENUM(rapporto, contratto, contratto), REQUIRED },
	{ OBJECT(rapporto, datore, persona), REQUIRED },
	{ OBJECT(rapporto, lavoratore, persona), REQUIRED },
	{ STRING(rapporto, codice_sede_inps, 4, 4, PATTERN_CODICE_SEDE), REQUIRED },
	{ LINE(rapporto, denominazione_sede_inps, 200), REQUIRED },
	{ GIORNO(rapporto, inizio), REQUIRED },
	{ GIORNO(rapporto, fine) },
	{ INT64(rapporto, quesiti, 0, 1000000), REQUIRED },
	{ INT64(rapporto, quesiti_prenotabili, 0, 1000000), REQUIRED },
};
const struct fields rapporto_fields = TABLE("Rapporto", rapporto, rapporto_rows);

static const struct field rapporti_rows[] = {
	{ ITEMS(rapporti, rapporto, PAGINA_MAX) },
	{ STRING(rapporti, next_cursor, 1, 200, PATTERN_CURSORE) },
};
const struct fields rapporti_fields = TABLE("Rapporti", rapporti, rapporti_rows);

static const struct field allegato_rows[] = {
	{ ID(allegato, id), REQUIRED },
	{ STRING(allegato, nome, 1, 120, PATTERN_NOME_FILE), REQUIRED },
	{ ENUM(allegato, tipo, tipo_file), REQUIRED },
	{ INT64(allegato, byte, 1, 104857600), REQUIRED },
	{ STRING(allegato, sha256, 64, 64, PATTERN_SHA256), REQUIRED },
	{ INSTANT(allegato, caricato_il), REQUIRED },
	{ INSTANT(allegato, scade_il) },
};
const struct fields allegato_fields = TABLE("Allegato", allegato, allegato_rows);

static const struct field comunicazione_rows[] = {
	{ ID(comunicazione, id), REQUIRED },
	{ ENUM(comunicazione, autore, autore), REQUIRED },
	{ INSTANT(comunicazione, inviata_il), REQUIRED },
	{ TEXT(comunicazione, testo, 10000), REQUIRED },
	{ BOOL(comunicazione, interlocutoria), REQUIRED },
	{ OBJECTS(comunicazione, allegati, allegato, 0, 20), REQUIRED },
};
const struct fields comunicazione_fields = TABLE(
	"Comunicazione", comunicazione, comunicazione_rows);

static const struct field quesito_rows[] = {
	{ ID(quesito, id), REQUIRED },
	{ STRING(quesito, codice_rapporto_lavoro, 10, 10, PATTERN_CODICE_RAPPORTO),
		REQUIRED },
	{ ENUM(quesito, argomento, argomento), REQUIRED },
	{ LINE(quesito, oggetto, 300), REQUIRED },
	{ STRING(quesito, protocollo, 28, 31, PATTERN_PROTOCOLLO) },
	{ GIORNO(quesito, aperto_il), REQUIRED },
	{ ENUM(quesito, stato, quesito_stato), REQUIRED },
	{ ENUM(quesito, esito, quesito_esito) },
	{ GIORNO(quesito, chiuso_il) },
	{ BOOL(quesito, prenotabile), REQUIRED },
	{ ENUM(quesito, motivo, motivo), REQUIRED },
	{ GIORNO(quesito, prenotabile_dal) },
	{ STRING(quesito, appuntamento, 17, 17, PATTERN_IDENTIFICATIVO) },
	{ OBJECTS(quesito, comunicazioni, comunicazione, 0, 500), REQUIRED },
};
const struct fields quesito_fields = TABLE("Quesito", quesito, quesito_rows);

static const struct field quesiti_rows[] = {
	{ ITEMS(quesiti, quesito, 1000) },
};
const struct fields quesiti_fields = TABLE("Quesiti", quesiti, quesiti_rows);
