/* SPDX-License-Identifier: EUPL-1.2
 *
 * Appuntamenti on the wire: the request, the row of a search, the whole. */
#include "api/messages.h"
#include "api/table.h"
#include "domain/appuntamento.h"

static const struct field gestore_rows[] = {
	{ ENUM(gestore, tipo, tipo_profilo), REQUIRED },
	{ LINE(gestore, denominazione, 200) },
};
const struct fields gestore_fields = TABLE("Gestore", gestore, gestore_rows);

static const struct field evento_storia_rows[] = {
	{ ENUM(evento_storia, evento, evento), REQUIRED },
	{ INSTANT(evento_storia, quando), REQUIRED },
	{ ENUM(evento_storia, chi, tipo_profilo), REQUIRED },
	{ TEXT(evento_storia, testo, 2000) },
};
const struct fields evento_storia_fields = TABLE(
	"EventoStoria", evento_storia, evento_storia_rows);

#define IDENTIFICATIVO(s, m) STRING(s, m, 17, 17, PATTERN_IDENTIFICATIVO)
#define CODICE_RAPPORTO(s) \
	STRING(s, codice_rapporto_lavoro, 10, 10, PATTERN_CODICE_RAPPORTO)

static const struct field appuntamento_sintesi_rows[] = {
	{ IDENTIFICATIVO(appuntamento_sintesi, id), REQUIRED },
	{ ENUM(appuntamento_sintesi, stato, appuntamento_stato), REQUIRED },
	{ ENUM(appuntamento_sintesi, annotazione, annotazione) },
	{ CODICE_RAPPORTO(appuntamento_sintesi), REQUIRED },
	{ OBJECT(appuntamento_sintesi, datore, persona), REQUIRED },
	{ OBJECT(appuntamento_sintesi, lavoratore, persona), REQUIRED },
	{ ID(appuntamento_sintesi, punto), REQUIRED },
	{ LINE(appuntamento_sintesi, punto_denominazione, 200), REQUIRED },
	{ INSTANT(appuntamento_sintesi, inizio), REQUIRED },
	{ INSTANT(appuntamento_sintesi, fine), REQUIRED },
	{ INT64(appuntamento_sintesi, quesiti, 1, QUESITI_PER_APPUNTAMENTO_MAX),
		REQUIRED },
	{ OBJECT(appuntamento_sintesi, gestore, gestore), REQUIRED },
	{ INT64(appuntamento_sintesi, versione, 1, CONTEGGIO_MAX), REQUIRED },
};
const struct fields appuntamento_sintesi_fields = TABLE(
	"AppuntamentoSintesi", appuntamento_sintesi, appuntamento_sintesi_rows);

static const struct field appuntamento_rows[] = {
	{ IDENTIFICATIVO(appuntamento, id), REQUIRED },
	{ ENUM(appuntamento, stato, appuntamento_stato), REQUIRED },
	{ ENUM(appuntamento, annotazione, annotazione) },
	{ CODICE_RAPPORTO(appuntamento), REQUIRED },
	{ OBJECT(appuntamento, datore, persona), REQUIRED },
	{ OBJECT(appuntamento, lavoratore, persona), REQUIRED },
	{ OBJECT(appuntamento, punto, punto), REQUIRED },
	{ INSTANT(appuntamento, inizio), REQUIRED },
	{ INSTANT(appuntamento, fine), REQUIRED },
	{ OBJECTS(appuntamento, quesiti, quesito, 1, QUESITI_PER_APPUNTAMENTO_MAX),
		REQUIRED },
	{ TEXT(appuntamento, nota, NOTA_MAX), REQUIRED },
	{ OBJECTS(appuntamento, allegati, allegato, 0, ALLEGATI_MAX), REQUIRED },
	{ ENUMS(appuntamento, canali, canale, 0, 3), REQUIRED },
	{ OBJECT(appuntamento, gestore, gestore), REQUIRED },
	{ OBJECTS(appuntamento, storia, evento_storia, 0, 500), REQUIRED },
	{ BOOL(appuntamento, cancellabile), REQUIRED },
	{ INT64(appuntamento, versione, 1, CONTEGGIO_MAX), REQUIRED },
	{ INSTANT(appuntamento, aggiornato_il), REQUIRED },
};
const struct fields appuntamento_fields = TABLE(
	"Appuntamento", appuntamento, appuntamento_rows);

static const struct field appuntamenti_rows[] = {
	{ ITEMS(appuntamenti, appuntamento_sintesi, PAGINA_MAX) },
	{ STRING(appuntamenti, next_cursor, 1, 200, PATTERN_CURSORE) },
};
const struct fields appuntamenti_fields = TABLE(
	"Appuntamenti", appuntamenti, appuntamenti_rows);

static const struct field richiesta_appuntamento_rows[] = {
	{ CODICE_RAPPORTO(richiesta_appuntamento), REQUIRED },
	{ STRINGS(richiesta_appuntamento, quesiti, 1, QUESITI_PER_APPUNTAMENTO_MAX, 1, 64,
		  PATTERN_ID),
		REQUIRED },
	{ ID(richiesta_appuntamento, punto), REQUIRED },
	{ INSTANT(richiesta_appuntamento, inizio), REQUIRED },
	{ TEXT(richiesta_appuntamento, nota, NOTA_MAX), REQUIRED,
		.absent = PROBLEM_NOTA_MANCANTE },
	{ STRINGS(richiesta_appuntamento, allegati, 0, ALLEGATI_MAX, 1, 64, PATTERN_ID),
		.beyond = PROBLEM_ALLEGATI_TROPPO_GRANDI },
	{ ENUMS(richiesta_appuntamento, canali, canale, 0, 3) },
};
const struct fields richiesta_appuntamento_fields = TABLE(
	"RichiestaAppuntamento", richiesta_appuntamento, richiesta_appuntamento_rows);

static const struct field richiesta_cancellazione_rows[] = {
	{ TEXT(richiesta_cancellazione, motivo, 500) },
};
const struct fields richiesta_cancellazione_fields = TABLE(
	"RichiestaCancellazione", richiesta_cancellazione, richiesta_cancellazione_rows);
