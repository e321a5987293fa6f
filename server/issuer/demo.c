/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/issuer/demo.h"

#include "api/codec.h"
#include "api/routes.h"
#include "api/tables.h"
#include "base/alloc.h"
#include "server/http/http.h"
#include "server/issuer/device.h"
#include "server/issuer/signer.h"
#include "server/issuer/token.h"

#include <assert.h>
#include <string.h>

#define TOKEN_SECONDS_DEFAULT 900
#define ISSUER_BODY_MAX       ((size_t)8 << 10)
#define GRANT_DEVICE          "urn:ietf:params:oauth:grant-type:device_code"
#define JSON                  "application/json"

struct demo_issuer {
	struct demo_options o;
	struct http *http;
	struct signer *signer;
	struct devices *devices;
	struct verifier *verifier;
};

/* ---- answers ------------------------------------------------------------------------- */

static void fail(struct request *rq, int status, const char *error, const char *why)
{
	struct token_error e = { error, why };

	response_reset(rq);
	response_set(rq, status, JSON);
	if (!api_encode(&token_error_fields, &e, &rq->response.body, NULL))
		buf_adds(&rq->response.body, "{\"error\":\"server_error\"}");
}

static void answer_with(struct request *rq, const struct fields *table, const void *value)
{
	struct err err = { 0 };

	response_set(rq, 200, JSON);
	if (!api_encode(table, value, &rq->response.body, &err))
		fail(rq, 500, "server_error", NULL);
}

static const char *url(struct request *rq, const char *path)
{
	return arena_printf(&rq->arena, "%s%s", request_base_url(rq), path);
}

/* ---- RFC 8414 and RFC 8628 ------------------------------------------------------------- */

static void get_metadata(struct demo_issuer *d, struct request *rq)
{
	(void)d;
	const char *grants[] = { GRANT_DEVICE, "refresh_token" };
	const char *scopes[] = { API_SCOPE };
	struct emittente_demo demo = {
		.persone = url(rq, "/persone"),
		.approvazione = url(rq, "/approvazione"),
		.guasti = url(rq, "/guasti"),
	};
	struct emittente e = {
		.issuer = request_base_url(rq),
		.device_authorization_endpoint = url(rq, "/device_authorization"),
		.token_endpoint = url(rq, "/token"),
		.jwks_uri = url(rq, "/jwks"),
		.grant_types_supported = grants,
		.n_grant_types_supported = 2,
		.scopes_supported = scopes,
		.n_scopes_supported = 1,
		.agenda_demo = &demo,
	};

	answer_with(rq, &emittente_fields, &e);
}

static void get_jwks(struct demo_issuer *d, struct request *rq)
{
	char *jwks = signer_jwks(d->signer);

	response_set(rq, 200, "application/jwk-set+json");
	buf_adds(&rq->response.body, jwks);
	FREE(&jwks);
}

static bool is_type(const struct request *rq, const char *type)
{
	size_t n = strlen(type);
	const char *t = rq->content_type;

	return t && strncmp(t, type, n) == 0
		&& (t[n] == '\0' || t[n] == ';' || t[n] == ' ');
}

/* The form's fields; false when it was answered already. */
static bool read_form(struct request *rq, struct target *form)
{
	const char *client = NULL;

	if (!is_type(rq, "application/x-www-form-urlencoded")
		|| !target_parse_form(&rq->arena, buf_str(&rq->body), form, NULL)) {
		fail(rq, 400, "invalid_request", "not a form");
		return false;
	}
	client = target_param(form, "client_id");
	if (client && strcmp(client, API_CLIENT_ID) == 0)
		return true;
	fail(rq, 401, "invalid_client", NULL);
	return false;
}

static void post_device_authorization(struct demo_issuer *d, struct request *rq)
{
	struct target form;
	char device_code[DEVICE_CODE_SIZE], user_code[USER_CODE_SIZE];
	const char *scope = NULL;
	struct device_authorization x = {
		.verification_uri = url(rq, "/attivazione"),
		.expires_in = DEVICE_EXPIRES_S,
		.interval = DEVICE_INTERVAL_S,
	};

	if (!read_form(rq, &form))
		return;
	scope = target_param(&form, "scope");
	if (scope && strcmp(scope, API_SCOPE) != 0) {
		fail(rq, 400, "invalid_scope", NULL);
		return;
	}
	devices_start(d->devices, clock_monotonic_ms(), device_code, user_code);
	x.device_code = device_code;
	x.user_code = user_code;
	x.verification_uri_complete = arena_printf(
		&rq->arena, "%s?user_code=%s", x.verification_uri, user_code);
	answer_with(rq, &device_authorization_fields, &x);
}

static char *make_token(struct demo_issuer *d, const char *issuer, const char *persona,
	enum tipo_profilo profilo, struct err *err)
{
	struct token_request t = {
		.issuer = issuer,
		.audience = API_AUDIENCE,
		.persona = persona,
		.profilo = profilo,
		.scope = API_SCOPE,
		.now = clock_now(),
		.seconds = d->o.token_seconds,
	};

	return signer_token(d->signer, &t, err);
}

static void give_token(struct demo_issuer *d, struct request *rq, const struct granted *g)
{
	struct err err = { 0 };
	char *text = make_token(d, request_base_url(rq), g->persona, g->profilo, &err);
	struct token t = {
		.access_token = text,
		.token_type = "Bearer",
		.expires_in = d->o.token_seconds,
		.refresh_token = g->refresh,
		.scope = API_SCOPE,
	};

	if (text)
		answer_with(rq, &token_fields, &t);
	else
		fail(rq, 500, "server_error", NULL);
	FREE(&text);
}

static const char *grant_error(enum grant g)
{
	static const char *const names[] = {
		[GRANT_PENDING] = "authorization_pending",
		[GRANT_SLOW_DOWN] = "slow_down",
		[GRANT_EXPIRED] = "expired_token",
		[GRANT_DENIED] = "access_denied",
		[GRANT_INVALID] = "invalid_grant",
	};

	return names[g];
}

static void post_token(struct demo_issuer *d, struct request *rq)
{
	struct target form;
	struct granted granted = { 0 };
	const char *type = NULL;
	const char *code = NULL;
	const char *refresh = NULL;
	enum grant g = GRANT_INVALID;

	if (!read_form(rq, &form))
		return;
	type = target_param(&form, "grant_type");
	code = target_param(&form, "device_code");
	refresh = target_param(&form, "refresh_token");
	if (type && strcmp(type, GRANT_DEVICE) == 0 && code) {
		g = devices_poll(d->devices, code, clock_monotonic_ms(), &granted);
	} else if (type && strcmp(type, "refresh_token") == 0 && refresh) {
		g = devices_refresh(d->devices, refresh, clock_monotonic_ms(), &granted);
	} else {
		fail(rq, 400, type ? "unsupported_grant_type" : "invalid_request", NULL);
		return;
	}
	if (g == GRANT_OK)
		give_token(d, rq, &granted);
	else
		fail(rq, 400, grant_error(g), NULL);
}

static void get_activation(struct demo_issuer *d, struct request *rq)
{
	(void)d;
	response_set(rq, 200, "text/plain; charset=utf-8");
	buf_adds(&rq->response.body,
		"Agenda Appuntamenti, dimostrazione con dati inventati.\n\n"
		"Qui, con un emittente vero, si accederebbe con SPID, CIE o CNS e si\n"
		"scriverebbe il codice mostrato dal terminale. Nella dimostrazione la\n"
		"persona si sceglie nel terminale stesso, in \"Scegli il profilo\".\n");
}

/* ---- the demo's own --------------------------------------------------------------------- */

static void get_persone(struct demo_issuer *d, struct request *rq)
{
	struct persone_demo p = { 0 };

	if (d->o.people(d->o.ctx, &rq->arena, &p, NULL))
		answer_with(rq, &persone_demo_fields, &p);
	else
		fail(rq, 500, "server_error", NULL);
}

/* Only JSON: a page in a browser cannot send it here without asking first. */
static bool read_json(struct request *rq, const struct fields *table, void *to)
{
	struct err err = { 0 };

	if (is_type(rq, JSON)
		&& api_decode(table, API_REQUEST, buf_str(&rq->body), rq->body.len,
			&rq->arena, to, &err))
		return true;
	fail(rq, 400, "invalid_request", *err.text ? err.text : NULL);
	return false;
}

static bool is_one_of(const struct persone_demo *p, const struct approvazione_demo *x)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->items[i].id, x->persona) == 0
			&& p->items[i].profilo == x->profilo)
			return true;
	return false;
}

static void post_approvazione(struct demo_issuer *d, struct request *rq)
{
	struct approvazione_demo x;
	struct persone_demo p = { 0 };

	if (!read_json(rq, &approvazione_demo_fields, &x))
		return;
	if (!d->o.people(d->o.ctx, &rq->arena, &p, NULL)) {
		fail(rq, 500, "server_error", NULL);
		return;
	}
	if (!is_one_of(&p, &x)
		|| !devices_approve(d->devices, x.user_code, x.persona, x.profilo,
			clock_monotonic_ms()))
		fail(rq, 404, "not_found", "unknown code, person or profile");
	else
		response_set(rq, 204, NULL);
}

static bool expire_all(struct demo_issuer *d, struct err *err)
{
	return d->verifier && signer_renew(d->signer, err)
		&& demo_issuer_bind(d, d->verifier, err);
}

static void post_guasti(struct demo_issuer *d, struct request *rq)
{
	struct guasto_demo g;
	struct err err = { 0 };
	bool done = false;

	if (!read_json(rq, &guasto_demo_fields, &g))
		return;
	if (g.tipo == GUASTO_ACCESSO_SCADUTO)
		done = expire_all(d, &err);
	else
		done = d->o.fault(d->o.ctx, &g, &err);
	if (done)
		response_set(rq, 204, NULL);
	else
		fail(rq, 409, "not_possible", *err.text ? err.text : NULL);
}

/* ---- the site --------------------------------------------------------------------------- */

static const struct endpoint {
	const char *method;
	const char *path;
	void (*handle)(struct demo_issuer *d, struct request *rq);
} endpoints[] = {
	{ "GET", "/.well-known/oauth-authorization-server", get_metadata },
	{ "POST", "/device_authorization", post_device_authorization },
	{ "POST", "/token", post_token },
	{ "GET", "/jwks", get_jwks },
	{ "GET", "/attivazione", get_activation },
	{ "GET", "/persone", get_persone },
	{ "POST", "/approvazione", post_approvazione },
	{ "POST", "/guasti", post_guasti },
};

static const struct endpoint *find(
	const char *method, const char *path, const char **allow)
{
	for (size_t i = 0; i < sizeof endpoints / sizeof *endpoints; i++) {
		if (strcmp(endpoints[i].path, path) != 0)
			continue;
		if (strcmp(endpoints[i].method, method) == 0)
			return &endpoints[i];
		*allow = endpoints[i].method;
	}
	return NULL;
}

static void begin(void *ctx, struct request *rq)
{
	const char *allow = NULL;
	const struct endpoint *e = find(rq->method, rq->target.path, &allow);

	(void)ctx;
	rq->site_data = (void *)(uintptr_t)e;
	rq->route = e ? e->path : NULL;
	if (e && strcmp(e->method, "POST") == 0) {
		rq->body_kind = BODY_WHOLE;
		rq->body_max = ISSUER_BODY_MAX;
	} else if (!e && allow) {
		fail(rq, 405, "method_not_allowed", NULL);
		response_header(rq, "Allow", allow);
	} else if (!e) {
		fail(rq, 404, "not_found", NULL);
	}
}

static void handle(void *ctx, struct request *rq)
{
	const struct endpoint *e = rq->site_data;

	e->handle(ctx, rq);
}

static void refuse(void *ctx, struct request *rq, enum http_refusal why, const char *what)
{
	(void)ctx;
	if (why == HTTP_OVERLOADED)
		fail(rq, 503, "temporarily_unavailable", NULL);
	else
		fail(rq, why == HTTP_BODY_TOO_LARGE ? 413 : 400, "invalid_request", what);
}

struct demo_issuer *demo_issuer_new(const struct demo_options *o, struct err *err)
{
	struct demo_issuer *d = xalloc(sizeof *d);
	struct http_site site = {
		.ctx = d, .begin = begin, .handle = handle, .refuse = refuse
	};
	struct http_options options = {
		.listen = o->listen, .threads = 2, .log = o->log
	};

	d->o = *o;
	if (!d->o.token_seconds)
		d->o.token_seconds = TOKEN_SECONDS_DEFAULT;
	d->devices = devices_new();
	d->signer = signer_new(err);
	d->http = d->signer ? http_new(&options, &site, err) : NULL;
	if (d->http)
		return d;
	demo_issuer_free(d);
	return NULL;
}

void demo_issuer_free(struct demo_issuer *d)
{
	if (!d)
		return;
	http_free(d->http);
	signer_free(d->signer);
	devices_free(d->devices);
	FREE(&d);
}

const char *demo_issuer_address(const struct demo_issuer *d)
{
	return http_address(d->http);
}

bool demo_issuer_bind(struct demo_issuer *d, struct verifier *v, struct err *err)
{
	char *jwks = signer_jwks(d->signer);
	bool ok = verifier_set_keys(v, jwks, err);

	d->verifier = v;
	FREE(&jwks);
	return ok;
}

char *demo_issuer_token(struct demo_issuer *d, const char *persona,
	enum tipo_profilo profilo, struct err *err)
{
	return make_token(d, http_address(d->http), persona, profilo, err);
}
