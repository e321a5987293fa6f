/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The routes as data: the server's dispatch and the client's use cases read this
 * table, and a test compares it with api/openapi.yaml in both directions.
 */
#ifndef AGENDA_API_ROUTES_H
#define AGENDA_API_ROUTES_H

#include "api/fields.h"
#include "base/arena.h"
#include "base/buf.h"

#define API_BASE_PATH "/rest/lavoro-domestico/v1/agenda"
/* Access-Control-Allow-Origin of every answer: nobody's, so that no web page is let in. */
#define API_CORS_ORIGIN "https://agenda-appuntamenti.example"
#define API_AUDIENCE  "urn:agenda-appuntamenti:api"
#define API_SCOPE     "agenda"
#define API_CLIENT_ID "agenda"

enum route_id {
	ROUTE_NONE,
	ROUTE_STATUS,        /* GET /status */
	ROUTE_PROFILO,       /* GET /profilo */
	ROUTE_RAPPORTI,      /* GET /rapporti */
	ROUTE_RAPPORTO,      /* GET /rapporti/{codice_rapporto_lavoro} */
	ROUTE_QUESITI,       /* GET /rapporti/{codice_rapporto_lavoro}/quesiti */
	ROUTE_PUNTI,         /* GET /rapporti/{codice_rapporto_lavoro}/punti-consulenza */
	ROUTE_RECAPITI,      /* GET /rapporti/{codice_rapporto_lavoro}/recapiti */
	ROUTE_DISPONIBILITA, /* GET /punti-consulenza/{id}/disponibilita */
	ROUTE_ALLEGATO_CARICAMENTO,  /* POST /allegati */
	ROUTE_ALLEGATO,              /* GET /allegati/{id} */
	ROUTE_APPUNTAMENTO_CONFERMA, /* POST /appuntamenti */
	ROUTE_APPUNTAMENTI,          /* GET /appuntamenti */
	ROUTE_APPUNTAMENTO,          /* GET /appuntamenti/{id} */
	ROUTE_CANCELLAZIONE,         /* POST /appuntamenti/{id}/cancellazione */
	ROUTE_OPERAZIONE,            /* GET /operazioni/{chiave} */
	ROUTE_OPERAZIONE_CHIUSURA,   /* POST /operazioni/{chiave}/chiusura */
	ROUTE_VARIAZIONI,            /* GET /variazioni */
	ROUTE_MANUALI,               /* GET /manuali */
	ROUTE_MANUALE,               /* GET /manuali/{id} */
	ROUTE_COUNT
};

enum route_needs {
	ROUTE_NEEDS_TOKEN = 1,    /* Authorization: Bearer */
	ROUTE_NEEDS_KEY = 2,      /* Idempotency-Key */
	ROUTE_NEEDS_IF_MATCH = 4, /* If-Match */
	ROUTE_GIVES_ETAG = 8,
	ROUTE_GIVES_LOCATION = 16,
	ROUTE_TAKES_FILE = 32, /* multipart/form-data with one part `file` */
	ROUTE_GIVES_FILE = 64, /* bytes, with the file's own type */
};

#define ROUTE_STATUSES_MAX 16

struct route {
	enum route_id id;
	const char *method; /* "GET", "POST" */
	const char *path;   /* below API_BASE_PATH, names in braces */
	const char *operation_id;
	unsigned needs; /* enum route_needs */
	const struct fields
		*params; /* of struct route_params; NULL: no names in the path */
	const struct fields *query;    /* NULL: none */
	const struct fields *request;  /* JSON body; NULL: none */
	const struct fields *response; /* JSON body; NULL: none or bytes */
	int status;                    /* of success */
	int problems
		[ROUTE_STATUSES_MAX]; /* statuses of refusals, ascending, 0 at the end */
};

/* What the braces of a path stood for; the others are NULL. */
struct route_params {
	const char *codice_rapporto_lavoro;
	const char *id;
	const char *chiave;
};

const struct route *route_of(enum route_id id); /* asserts a real id */

/*
 * The route that answers `method` at `path` (without API_BASE_PATH, without query,
 * already percent-decoded), its names checked and copied into `a`: one that breaks its
 * pattern is no route at all (404). NULL when there is none; *other_method tells 405
 * from 404.
 */
const struct route *route_match(const char *method, const char *path, struct arena *a,
	struct route_params *params, bool *other_method);

/* Appends API_BASE_PATH, the path with its names filled in, and the query ("?…").
 * `params` and `query` may be NULL where the route has none. Names out of pattern are
 * refused. */
bool route_url(const struct route *r, const struct route_params *params,
	const void *query, struct buf *to, struct err *err);

#endif
