/* SPDX-License-Identifier: EUPL-1.2
 *
 * Outcomes by key, the change feed, manuals and /status on the wire. */
#include "api/messages.h"
#include "api/table.h"
#include "domain/operazione.h"

#define SERVIZIO_CODE_(c, l)  #c,
#define SERVIZIO_LABEL_(c, l) l,
static const char *const servizio_stato_codes[] = { "",
	SERVIZIO_STATO_LIST(SERVIZIO_CODE_) };
static const char *const servizio_stato_labels[] = { "",
	SERVIZIO_STATO_LIST(SERVIZIO_LABEL_) };
const struct words servizio_stato_words = { "ServizioStato", servizio_stato_codes,
	servizio_stato_labels, SERVIZIO_STATO_COUNT };

static const struct field servizio_rows[] = {
	{ ENUM(servizio, stato, servizio_stato), REQUIRED },
	{ STRING(servizio, versione, 5, 20, PATTERN_VERSIONE), REQUIRED },
	{ INSTANT(servizio, adesso), REQUIRED },
	{ STRING(servizio, emittente, 8, 2000, PATTERN_URL), REQUIRED },
};
const struct fields servizio_fields = TABLE("Servizio", servizio, servizio_rows);

static const struct field operazione_rows[] = {
	{ STRING(operazione, chiave, 36, 36, PATTERN_UUID), REQUIRED },
	{ ENUM(operazione, stato, operazione_stato), REQUIRED },
	{ STRING(operazione, risorsa, 1, 64, PATTERN_RISORSA) },
	{ INT64(operazione, status, 100, 599) },
	{ INSTANT(operazione, quando) },
};
const struct fields operazione_fields = TABLE("Operazione", operazione, operazione_rows);

/* One change says one thing: the resource that it names, or that this is gone. */
static bool variazione_check(const void *value, struct err *err)
{
	const struct variazione *v = value;
	const bool set[RISORSA_COUNT] = {
		[RISORSA_APPUNTAMENTO] = v->appuntamento != NULL,
		[RISORSA_RAPPORTO] = v->rapporto != NULL,
		[RISORSA_QUESITO] = v->quesito != NULL,
		[RISORSA_PUNTO] = v->punto != NULL,
	};

	for (int i = 1; i < RISORSA_COUNT; i++) {
		bool expected = !v->rimosso && (int)v->risorsa == i;
		if (v->risorsa != RISORSA_NONE && set[i] != expected)
			return err_say(err,
				"Una variazione porta la sola risorsa che nomina, "
				"nessuna se è rimossa.");
	}
	return true;
}

static const struct field variazione_rows[] = {
	{ ENUM(variazione, risorsa, risorsa), REQUIRED },
	{ STRING(variazione, id, 1, 64, PATTERN_RISORSA), REQUIRED },
	{ BOOL(variazione, rimosso), REQUIRED },
	{ REF(variazione, appuntamento, appuntamento) },
	{ REF(variazione, rapporto, rapporto) },
	{ REF(variazione, quesito, quesito) },
	{ REF(variazione, punto, punto) },
};
const struct fields variazione_fields = TABLE_CHECKED(
	"Variazione", variazione, variazione_rows, variazione_check);

static const struct field variazioni_rows[] = {
	{ ITEMS(variazioni, variazione, PAGINA_MAX) },
	{ STRING(variazioni, next_cursor, 1, 200, PATTERN_CURSORE), REQUIRED },
	{ BOOL(variazioni, altre), REQUIRED },
};
const struct fields variazioni_fields = TABLE("Variazioni", variazioni, variazioni_rows);

static const struct field manuale_rows[] = {
	{ ID(manuale, id), REQUIRED },
	{ LINE(manuale, titolo, 200), REQUIRED },
	{ ENUM(manuale, profilo, tipo_profilo), REQUIRED },
	{ LINE(manuale, versione, 40), REQUIRED },
	{ INT64(manuale, byte, 1, 1048576), REQUIRED },
	{ STRING(manuale, sha256, 64, 64, PATTERN_SHA256), REQUIRED },
	{ TEXT(manuale, testo, 300000) },
};
const struct fields manuale_fields = TABLE("Manuale", manuale, manuale_rows);

static const struct field manuali_rows[] = {
	{ ITEMS(manuali, manuale, 100) },
};
const struct fields manuali_fields = TABLE("Manuali", manuali, manuali_rows);
