/* SPDX-License-Identifier: EUPL-1.2
 *
 * The routes. What a row says here, api/openapi.yaml says too: tests/contract compares
 * them. */
#include "api/routes.h"

#include "api/codec.h"
#include "api/pattern.h"
#include "api/table.h"

#include <assert.h>
#include <string.h>

/* ---- what stands in the braces ---- */

static const struct field rapporto_rows[] = {
	{ STRING(route_params, codice_rapporto_lavoro, 10, 10, PATTERN_CODICE_RAPPORTO),
		REQUIRED },
};
static const struct field id_rows[] = { { ID(route_params, id), REQUIRED } };
static const struct field appuntamento_rows[] = {
	{ STRING(route_params, id, 17, 17, PATTERN_IDENTIFICATIVO), REQUIRED },
};
static const struct field chiave_rows[] = {
	{ STRING(route_params, chiave, 36, 36, PATTERN_UUID), REQUIRED },
};
static const struct fields in_rapporto = TABLE("InRapporto", route_params, rapporto_rows);
static const struct fields in_id = TABLE("InId", route_params, id_rows);
static const struct fields in_appuntamento = TABLE(
	"InAppuntamento", route_params, appuntamento_rows);
static const struct fields in_chiave = TABLE("InChiave", route_params, chiave_rows);

/* ---- the routes ---- */

#define TOKEN    ROUTE_NEEDS_TOKEN
#define READING  TOKEN
#define CHANGING TOKEN | ROUTE_NEEDS_KEY
/* Refusals that every signed-in route may give; `...` are its own, in ascending order. */
#define ALWAYS_(...) \
	{ \
		400, 401, __VA_ARGS__ 429, 500, 503 \
	}

static const struct route routes[ROUTE_COUNT] = {
	[ROUTE_STATUS] = { ROUTE_STATUS, "GET", "/status", "stato_servizio",
		.response = &servizio_fields, .status = 200, .problems = ALWAYS_(404, ) },
	[ROUTE_PROFILO] = { ROUTE_PROFILO, "GET", "/profilo", "profilo_in_uso", READING,
		.response = &profilo_fields, .status = 200,
		.problems = ALWAYS_(403, 404, ) },
	[ROUTE_RAPPORTI] = { ROUTE_RAPPORTI, "GET", "/rapporti", "elenco_rapporti",
		READING, .query = &query_rapporti_fields, .response = &rapporti_fields,
		.status = 200, .problems = ALWAYS_(403, 404, 410, ) },
	[ROUTE_RAPPORTO] = { ROUTE_RAPPORTO, "GET", "/rapporti/{codice_rapporto_lavoro}",
		"dettaglio_rapporto", READING, .params = &in_rapporto,
		.response = &rapporto_fields, .status = 200,
		.problems = ALWAYS_(403, 404, ) },
	[ROUTE_QUESITI] = { ROUTE_QUESITI, "GET",
		"/rapporti/{codice_rapporto_lavoro}/quesiti", "elenco_quesiti", READING,
		.params = &in_rapporto, .response = &quesiti_fields, .status = 200,
		.problems = ALWAYS_(403, 404, ) },
	[ROUTE_PUNTI] = { ROUTE_PUNTI, "GET",
		"/rapporti/{codice_rapporto_lavoro}/punti-consulenza",
		"elenco_punti_consulenza", READING, .params = &in_rapporto,
		.response = &punti_fields, .status = 200,
		.problems = ALWAYS_(403, 404, ) },
	[ROUTE_RECAPITI] = { ROUTE_RECAPITI, "GET",
		"/rapporti/{codice_rapporto_lavoro}/recapiti", "elenco_recapiti", READING,
		.params = &in_rapporto, .response = &recapiti_fields, .status = 200,
		.problems = ALWAYS_(403, 404, ) },
	[ROUTE_DISPONIBILITA] = { ROUTE_DISPONIBILITA, "GET",
		"/punti-consulenza/{id}/disponibilita", "disponibilita_punto_consulenza",
		READING, .params = &in_id, .query = &query_disponibilita_fields,
		.response = &disponibilita_fields, .status = 200,
		.problems = ALWAYS_(403, 404, 422, ) },
	[ROUTE_ALLEGATO_CARICAMENTO] = { ROUTE_ALLEGATO_CARICAMENTO, "POST", "/allegati",
		"caricamento_allegato",
		CHANGING | ROUTE_TAKES_FILE | ROUTE_GIVES_LOCATION,
		.response = &allegato_fields, .status = 201,
		.problems = ALWAYS_(403, 404, 409, 413, 415, 422, ) },
	[ROUTE_ALLEGATO] = { ROUTE_ALLEGATO, "GET", "/allegati/{id}",
		"contenuto_allegato", READING | ROUTE_GIVES_FILE, .params = &in_id,
		.status = 200, .problems = ALWAYS_(403, 404, ) },
	[ROUTE_APPUNTAMENTO_CONFERMA] = { ROUTE_APPUNTAMENTO_CONFERMA, "POST",
		"/appuntamenti", "conferma_appuntamento",
		CHANGING | ROUTE_GIVES_ETAG | ROUTE_GIVES_LOCATION,
		.request = &richiesta_appuntamento_fields,
		.response = &appuntamento_fields, .status = 201,
		.problems = ALWAYS_(403, 404, 409, 413, 415, 422, ) },
	[ROUTE_APPUNTAMENTI] = { ROUTE_APPUNTAMENTI, "GET", "/appuntamenti",
		"ricerca_appuntamenti", READING, .query = &query_appuntamenti_fields,
		.response = &appuntamenti_fields, .status = 200,
		.problems = ALWAYS_(403, 404, 410, 422, ) },
	[ROUTE_APPUNTAMENTO] = { ROUTE_APPUNTAMENTO, "GET", "/appuntamenti/{id}",
		"dettaglio_appuntamento", READING | ROUTE_GIVES_ETAG,
		.params = &in_appuntamento, .response = &appuntamento_fields,
		.status = 200, .problems = ALWAYS_(403, 404, ) },
	[ROUTE_CANCELLAZIONE] = { ROUTE_CANCELLAZIONE, "POST",
		"/appuntamenti/{id}/cancellazione", "cancellazione_appuntamento",
		CHANGING | ROUTE_NEEDS_IF_MATCH | ROUTE_GIVES_ETAG,
		.params = &in_appuntamento, .request = &richiesta_cancellazione_fields,
		.response = &appuntamento_fields, .status = 200,
		.problems = ALWAYS_(403, 404, 409, 412, 413, 415, 422, 428, ) },
	[ROUTE_OPERAZIONE] = { ROUTE_OPERAZIONE, "GET", "/operazioni/{chiave}",
		"esito_operazione", READING, .params = &in_chiave,
		.response = &operazione_fields, .status = 200,
		.problems = ALWAYS_(403, 404, ) },
	[ROUTE_OPERAZIONE_CHIUSURA] = { ROUTE_OPERAZIONE_CHIUSURA, "POST",
		"/operazioni/{chiave}/chiusura", "chiusura_operazione", TOKEN,
		.params = &in_chiave, .response = &operazione_fields, .status = 200,
		.problems = ALWAYS_(403, 404, 409, 413, ) },
	[ROUTE_VARIAZIONI] = { ROUTE_VARIAZIONI, "GET", "/variazioni",
		"elenco_variazioni", READING, .query = &query_variazioni_fields,
		.response = &variazioni_fields, .status = 200,
		.problems = ALWAYS_(403, 404, 410, ) },
	[ROUTE_MANUALI] = { ROUTE_MANUALI, "GET", "/manuali", "elenco_manuali", READING,
		.response = &manuali_fields, .status = 200,
		.problems = ALWAYS_(403, 404, ) },
	[ROUTE_MANUALE] = { ROUTE_MANUALE, "GET", "/manuali/{id}", "dettaglio_manuale",
		READING, .params = &in_id, .response = &manuale_fields, .status = 200,
		.problems = ALWAYS_(403, 404, ) },
};

const struct route *route_of(enum route_id id)
{
	assert(id > ROUTE_NONE && id < ROUTE_COUNT);
	return &routes[id];
}

/* ---- matching ---- */

static const char **param_at(struct route_params *params, const struct field *f)
{
	return (const char **)(void *)((char *)params + f->offset);
}

/* The name that `*path` opens with a brace; moves past the brace that closes it. */
static const struct field *next_name(const struct route *r, const char **path)
{
	const char *close = strchr(*path, '}');
	char name[64] = "";

	assert(close && (size_t)(close - *path) < sizeof(name));
	memcpy(name, *path + 1, (size_t)(close - *path) - 1);
	*path = close + 1;
	return fields_find(r->params, name);
}

static bool param_ok(const struct field *f, const char *s)
{
	size_t n = strlen(s); /* the patterns of names allow ASCII alone */

	return n >= (size_t)f->min && n <= (size_t)f->max && pattern_match(f->pattern, s);
}

static bool path_matches(const struct route *r, const char *path, struct arena *a,
	struct route_params *params)
{
	const char *want = r->path;

	*params = (struct route_params){ 0 };
	while (*want) {
		if (*want != '{') {
			if (*want++ != *path++)
				return false;
			continue;
		}
		const struct field *f = next_name(r, &want);
		size_t n = strcspn(path, "/");
		if (n > (size_t)f->max)
			return false;
		const char *value = arena_strndup(a, path, n);
		if (!param_ok(f, value))
			return false;
		*param_at(params, f) = value;
		path += n;
	}
	return *path == '\0';
}

const struct route *route_match(const char *method, const char *path, struct arena *a,
	struct route_params *params, bool *other_method)
{
	struct route_params found;

	*other_method = false;
	*params = (struct route_params){ 0 };
	for (int id = ROUTE_NONE + 1; id < ROUTE_COUNT; id++) {
		const struct route *r = &routes[id];
		if (!path_matches(r, path, a, &found))
			continue;
		if (strcmp(r->method, method) == 0) {
			*params = found;
			*other_method = false;
			return r;
		}
		*other_method = true;
	}
	return NULL;
}

bool route_url(const struct route *r, const struct route_params *params,
	const void *query, struct buf *to, struct err *err)
{
	const char *want = r->path;

	buf_adds(to, API_BASE_PATH);
	while (*want) {
		if (*want != '{') {
			buf_addc(to, *want++);
			continue;
		}
		const struct field *f = next_name(r, &want);
		struct route_params given = params ? *params : (struct route_params){ 0 };
		const char *value = *param_at(&given, f);
		if (!value || !param_ok(f, value)) {
			err_set(err, ERR_USAGE, "path: bad \"%s\"", f->name);
			err_field(err, f->name);
			return err_say(err, "«%s» non è scritto come previsto: %s.",
				f->name, pattern_phrase(f->pattern));
		}
		api_percent(to, value);
	}
	if (r->query && query && !api_encode_query(r->query, query, to, err))
		return false;
	return buf_ok(to) || err_set(err, ERR_LIMIT, "path: past the buffer's ceiling");
}
