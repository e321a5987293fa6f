/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What exists only on the wire: query parameters, small bodies, the answer of /status,
 * and the words that client and local issuer of the demo exchange. Everything else is
 * in domain/.
 */
#ifndef AGENDA_API_MESSAGES_H
#define AGENDA_API_MESSAGES_H

#include "domain/operazione.h"
#include "domain/persona.h"

#define PAGINA_DEFAULT           50
#define PAGINA_MAX               200
#define DISPONIBILITA_GIORNI_MAX 62
#define ATTESA_MAX               25 /* seconds of a long poll */

struct query_rapporti {
	const char *q; /* digits of the codice; NULL: all */
	int64_t limit;
	const char *cursor;
};

struct query_disponibilita {
	giorno dal;
	giorno al; /* inclusive, at most 62 days, checked by the table */
};

struct query_appuntamenti {
	struct ricerca ricerca;
	int64_t limit;
	const char *cursor;
};

struct query_variazioni {
	const char *cursor;
	int64_t limit;
	int64_t attesa; /* seconds */
};

/* POST /appuntamenti/{id}/cancellazione */
struct richiesta_cancellazione {
	const char *motivo; /* NULL when not said */
};

/* GET /status */
#define SERVIZIO_STATO_LIST(_)     _(ATTIVO, N_("attivo"))
#define SERVIZIO_STATO_ENUM_(c, l) SERVIZIO_STATO_##c,
WORDS_DECLARE_(servizio_stato, SERVIZIO_STATO, SERVIZIO_STATO_LIST)

struct servizio {
	enum servizio_stato stato;
	const char *versione;  /* of the program */
	instant adesso;        /* the server's clock */
	const char *emittente; /* address of the issuer of tokens */
};

/* ---- the issuer: RFC 8414, RFC 8628, and the demo's own endpoints (outside
 * openapi.yaml) ---- */

struct emittente_demo {
	const char *persone;
	const char *approvazione;
	const char *guasti;
};

/* /.well-known/oauth-authorization-server */
struct emittente {
	const char *issuer;
	const char *device_authorization_endpoint;
	const char *token_endpoint;
	const char *jwks_uri;
	const char **grant_types_supported;
	size_t n_grant_types_supported;
	const char **response_types_supported;
	size_t n_response_types_supported;
	const char **scopes_supported;
	size_t n_scopes_supported;
	struct emittente_demo *agenda_demo; /* NULL: not the demo's */
};

struct device_authorization {
	const char *device_code;
	const char *user_code;
	const char *verification_uri;
	const char *verification_uri_complete; /* NULL when not given */
	int64_t expires_in;                    /* seconds */
	int64_t interval;                      /* seconds; 5 when not given */
};

struct token {
	const char *access_token;
	const char *token_type;
	int64_t expires_in;        /* seconds; 0 when not given */
	const char *refresh_token; /* NULL when not given */
	const char *scope;
};

/* OAuth's own errors: {"error":"authorization_pending"} */
struct token_error {
	const char *error;
	const char *error_description;
};

/* One line of "Scegli il profilo": a person with two profiles is two of them. */
struct persona_demo {
	const char *id;
	const char *nome;
	enum tipo_profilo profilo;
	const char *denominazione; /* of the studio; NULL for a cittadino */
	const char *descrizione;   /* what this one shows */
	bool predefinita;
};

struct persone_demo {
	struct persona_demo *items;
	size_t n;
};

struct approvazione_demo {
	const char *user_code;
	const char *persona;
	enum tipo_profilo profilo;
};

#define GUASTO_LIST(_) \
	_(LINEA_TAGLIATA, N_("linea tagliata")) \
	_(RISPOSTA_PERSA, N_("risposta persa")) \
	_(ORARIO_PRESO, N_("orario preso da un'altra persona")) \
	_(ACCESSO_SCADUTO, N_("accesso scaduto"))
#define GUASTO_ENUM_(c, l) GUASTO_##c,
WORDS_DECLARE_(tipo_guasto, GUASTO, GUASTO_LIST)

struct guasto_demo {
	enum tipo_guasto tipo;
	int64_t secondi;   /* LINEA_TAGLIATA; 15 when not given */
	const char *punto; /* ORARIO_PRESO */
	instant inizio;    /* ORARIO_PRESO */
};

#endif
