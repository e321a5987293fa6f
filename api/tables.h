/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Every field table by name. `x_fields` is of `struct x`.
 */
#ifndef AGENDA_API_TABLES_H
#define AGENDA_API_TABLES_H

#include "api/fields.h"

/* domain/ */
extern const struct fields persona_fields, recapito_fields, recapiti_fields,
	delegante_fields, profilo_disponibile_fields, profilo_fields;
extern const struct fields rapporto_fields, rapporti_fields;
extern const struct fields allegato_fields, comunicazione_fields, quesito_fields,
	quesiti_fields;
extern const struct fields punto_fields, punti_fields, orario_fields,
	giorno_disponibile_fields, disponibilita_fields;
extern const struct fields gestore_fields, evento_storia_fields,
	appuntamento_sintesi_fields, appuntamento_fields, appuntamenti_fields,
	richiesta_appuntamento_fields;
extern const struct fields operazione_fields, variazione_fields, variazioni_fields,
	manuale_fields, manuali_fields;

/* api/messages.h */
extern const struct fields query_rapporti_fields, query_disponibilita_fields,
	query_appuntamenti_fields, query_variazioni_fields;
extern const struct fields richiesta_cancellazione_fields, servizio_fields;
extern const struct fields emittente_fields, emittente_demo_fields,
	device_authorization_fields, token_fields, token_error_fields,
	persona_demo_fields, persone_demo_fields, approvazione_demo_fields,
	guasto_demo_fields;

/* domain/importazione.h: decode lines with record_importazione_fields and API_RECORD. */
extern const struct fields chiusura_importata_fields, sede_importata_fields,
	apertura_importata_fields, punto_importato_fields, profilo_importato_fields,
	recapito_importato_fields, persona_importata_fields, delega_importata_fields,
	rapporto_importato_fields, quesito_importato_fields, allegato_importato_fields,
	comunicazione_importata_fields, record_importazione_fields;

#endif
