/* SPDX-License-Identifier: EUPL-1.2
 *
 * Query parameters. Their tables have no schema in api/openapi.yaml: the name says whose
 * parameters they are. */
#include "api/messages.h"
#include "api/table.h"

#define LIMIT(s)  INT64(s, limit, 1, PAGINA_MAX), .fallback = PAGINA_DEFAULT
#define CURSOR(s) STRING(s, cursor, 1, 200, PATTERN_CURSORE)

static const struct field query_rapporti_rows[] = {
	{ STRING(query_rapporti, q, 1, 10, PATTERN_CODICE_RAPPORTO_PARTE) },
	{ LIMIT(query_rapporti) },
	{ CURSOR(query_rapporti) },
};
const struct fields query_rapporti_fields = TABLE(
	"QueryRapporti", query_rapporti, query_rapporti_rows);

static bool query_disponibilita_check(const void *value, struct err *err)
{
	const struct query_disponibilita *q = value;

	if (q->al < q->dal) {
		err_field(err, "al");
		return err_say(err, "«al» non può venire prima di «dal».");
	}
	if (q->al - q->dal >= DISPONIBILITA_GIORNI_MAX) {
		err_field(err, "al");
		return err_say(err,
			"Si possono chiedere al massimo %d giorni alla volta.",
			DISPONIBILITA_GIORNI_MAX);
	}
	return true;
}

static const struct field query_disponibilita_rows[] = {
	{ GIORNO(query_disponibilita, dal), REQUIRED },
	{ GIORNO(query_disponibilita, al), REQUIRED },
};
const struct fields query_disponibilita_fields = TABLE_CHECKED("QueryDisponibilita",
	query_disponibilita, query_disponibilita_rows, query_disponibilita_check);

#define FILTER_(m) .name = #m, .offset = offsetof(struct query_appuntamenti, ricerca.m)
static const struct field query_appuntamenti_rows[] = {
	{ FILTER_(codice_rapporto_lavoro), .kind = FIELD_STRING, .min = 10, .max = 10,
		.pattern = PATTERN_CODICE_RAPPORTO },
	{ FILTER_(stato), .kind = FIELD_ENUM, .words = &appuntamento_stato_words },
	{ FILTER_(dal), .kind = FIELD_GIORNO },
	{ FILTER_(al), .kind = FIELD_GIORNO },
	{ FILTER_(escludi_intermediario), .kind = FIELD_BOOL },
	{ LIMIT(query_appuntamenti) },
	{ CURSOR(query_appuntamenti) },
};

static bool query_appuntamenti_check(const void *value, struct err *err)
{
	const struct ricerca *r = &((const struct query_appuntamenti *)value)->ricerca;

	if (r->dal == GIORNO_NONE || r->al == GIORNO_NONE || r->dal <= r->al)
		return true;
	err_field(err, "al");
	return err_say(err, "«al» non può venire prima di «dal».");
}
const struct fields query_appuntamenti_fields = TABLE_CHECKED("QueryAppuntamenti",
	query_appuntamenti, query_appuntamenti_rows, query_appuntamenti_check);

static const struct field query_variazioni_rows[] = {
	{ CURSOR(query_variazioni) },
	{ LIMIT(query_variazioni) },
	{ INT64(query_variazioni, attesa, 0, ATTESA_MAX) },
};
const struct fields query_variazioni_fields = TABLE(
	"QueryVariazioni", query_variazioni, query_variazioni_rows);
