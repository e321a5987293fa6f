/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The device grant, one request at a time. Secrets are wiped where they are dropped;
 * errors carry the RFC's error code at most, never a value.
 */
#include "net/signin_private.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "net/url.h"

#include <string.h>

#define ANSWER_MAX   ((size_t)64 << 10)
#define WELL_KNOWN   "/.well-known/oauth-authorization-server"
#define DEVICE_GRANT "urn:ietf:params:oauth:grant-type:device_code"

void signin_wipe(char **secret)
{
	if (*secret)
		explicit_bzero(*secret, strlen(*secret));
	FREE(secret);
}

void signin_drop_code(struct signin *s)
{
	signin_wipe(&s->device_code);
	FREE(&s->user_code);
	FREE(&s->uri);
	FREE(&s->uri_complete);
}

void signin_drop_metadata(struct signin *s)
{
	FREE(&s->device_endpoint);
	FREE(&s->token_endpoint);
	FREE(&s->demo_persone);
	FREE(&s->demo_approvazione);
	FREE(&s->demo_guasti);
}

struct signin *signin_new(const struct signin_config *config, struct err *err)
{
	struct signin *s;

	if (!url_may_carry_token(config->issuer, err))
		return NULL;
	s = xalloc(sizeof *s);
	s->issuer = xstrdup(config->issuer);
	s->client_id = xstrdup(config->client_id ? config->client_id : "agenda");
	s->scope = xstrdup(config->scope ? config->scope : "agenda");
	s->token_path = xstrdup(config->token_path);
	s->read = config->read;
	s->token.expiry = INSTANT_NONE;
	return s;
}

void signin_free(struct signin *s)
{
	if (!s)
		return;
	signin_drop_code(s);
	signin_drop_metadata(s);
	token_wipe(&s->token);
	FREE(&s->issuer);
	FREE(&s->client_id);
	FREE(&s->scope);
	FREE(&s->token_path);
	FREE(&s);
}

/* --- what others may see -------------------------------------------------------- */

enum signin_state signin_state(const struct signin *s)
{
	return s->state;
}

const struct err *signin_error(const struct signin *s)
{
	return &s->error;
}

const char *signin_token(const struct signin *s)
{
	return s->token.access;
}

instant signin_token_expiry(const struct signin *s)
{
	return s->token.expiry;
}

const char *signin_demo_persone(const struct signin *s)
{
	return s->demo_persone;
}

const char *signin_demo_approvazione(const struct signin *s)
{
	return s->demo_approvazione;
}

const char *signin_demo_guasti(const struct signin *s)
{
	return s->demo_guasti;
}

void signin_offer(const struct signin *s, struct signin_offer *to)
{
	*to = (struct signin_offer){ s->user_code, s->uri, s->uri_complete,
		s->expires_ms };
}

int64_t signin_deadline(const struct signin *s)
{
	if (s->state != SIGNIN_WAITING || s->request)
		return -1;
	return s->poll_ms < s->expires_ms ? s->poll_ms : s->expires_ms;
}

/* --- endings of the whole ------------------------------------------------------- */

/* Without a token: nobody is signed in. With one, it is kept: the line may come back. */
void signin_give_up(struct signin *s, int code, const char *cause, const char *text)
{
	s->error = (struct err){ 0 };
	err_set(&s->error, code, "sign-in: %s", cause);
	if (text)
		err_say(&s->error, "%s", text);
	s->asked = ASKED_NOTHING;
	s->then = THEN_NOTHING;
	signin_drop_code(s);
	s->state = s->token.access ? SIGNIN_IN : SIGNIN_OUT;
}

void signin_give_up_with(struct signin *s, const struct err *err)
{
	signin_give_up(s, err->code ? err->code : ERR_INTERNAL, err->cause,
		err->text[0] ? err->text : NULL);
}

void signin_refused(struct signin *s, const char *code)
{
	if (strcmp(code, "access_denied") == 0)
		signin_give_up(
			s, ERR_USAGE, "access_denied", _("L'accesso è stato rifiutato."));
	else if (strcmp(code, "expired_token") == 0)
		signin_give_up(s, ERR_LIMIT, "expired_token",
			_("Il codice di accesso è scaduto: ricomincia l'accesso."));
	else
		signin_give_up(s, ERR_FORMAT, "refused by the issuer",
			_("Il servizio di accesso ha rifiutato la richiesta."));
}

/* --- asking --------------------------------------------------------------------- */

static bool ask(struct signin *s, struct net *n, enum asked what, const char *url,
	const struct buf *form, struct err *err)
{
	struct net_request r = {
		.lane = NET_CHANGE,
		.method = form ? "POST" : "GET",
		.url = url,
		.accept = "application/json",
		.content_type = "application/x-www-form-urlencoded",
		.body = form ? buf_str(form) : NULL,
		.body_n = form ? form->len : 0,
		.ceiling = ANSWER_MAX,
	};

	s->request = net_send(n, &r, err);
	s->asked = s->request ? what : ASKED_NOTHING;
	return s->request != 0;
}

static void drop_form(struct buf *form)
{
	if (form->data)
		explicit_bzero(form->data, form->len);
	buf_release(form);
}

/* RFC 8414 3.1: the well-known part goes between host and path. */
static bool ask_metadata(struct signin *s, struct net *n, enum then then, struct err *err)
{
	const char *host = strstr(s->issuer, "://") + 3;
	size_t origin = (size_t)(host - s->issuer) + strcspn(host, "/");
	const char *path = s->issuer + origin;
	struct buf url = { 0 };
	bool ok;

	buf_add(&url, s->issuer, origin);
	buf_adds(&url, WELL_KNOWN);
	buf_adds(&url, strcmp(path, "/") == 0 ? "" : path);
	ok = ask(s, n, ASKED_METADATA, buf_str(&url), NULL, err);
	buf_release(&url);
	s->then = then;
	return ok;
}

bool signin_ask_code(struct signin *s, struct net *n, struct err *err)
{
	struct buf form = { 0 };
	bool ok;

	url_add_form(&form, "client_id", s->client_id);
	url_add_form(&form, "scope", s->scope);
	ok = ask(s, n, ASKED_CODE, s->device_endpoint, &form, err);
	drop_form(&form);
	s->state = ok ? SIGNIN_ASKING : s->state;
	return ok;
}

static bool ask_token(struct signin *s, struct net *n, struct err *err)
{
	struct buf form = { 0 };
	bool ok;

	url_add_form(&form, "grant_type", DEVICE_GRANT);
	url_add_form(&form, "device_code", s->device_code);
	url_add_form(&form, "client_id", s->client_id);
	ok = ask(s, n, ASKED_TOKEN, s->token_endpoint, &form, err);
	drop_form(&form);
	return ok;
}

bool signin_ask_renewal(struct signin *s, struct net *n, struct err *err)
{
	struct buf form = { 0 };
	bool ok;

	url_add_form(&form, "grant_type", "refresh_token");
	url_add_form(&form, "refresh_token", s->token.refresh);
	url_add_form(&form, "client_id", s->client_id);
	ok = ask(s, n, ASKED_RENEWAL, s->token_endpoint, &form, err);
	drop_form(&form);
	return ok;
}

static void drop_request(struct signin *s, struct net *n)
{
	if (!s->request)
		return;
	s->dropped = s->request;
	s->request = 0;
	s->asked = ASKED_NOTHING;
	net_cancel(n, s->dropped);
}

bool signin_discover(struct signin *s, struct net *n, struct err *err)
{
	if (s->token_endpoint || s->request)
		return true;
	if (!ask_metadata(s, n, THEN_NOTHING, err))
		return false;
	if (s->state == SIGNIN_OUT)
		s->state = SIGNIN_DISCOVERING;
	return true;
}

void signin_stop(struct signin *s, struct net *n)
{
	drop_request(s, n);
	s->then = THEN_NOTHING;
	signin_drop_code(s);
	s->state = s->token.access ? SIGNIN_IN : SIGNIN_OUT;
}

bool signin_start(struct signin *s, struct net *n, struct err *err)
{
	signin_stop(s, n);
	s->error = (struct err){ 0 };
	if (!ask_metadata(s, n, THEN_CODE, err))
		return false;
	s->state = SIGNIN_DISCOVERING;
	return true;
}

bool signin_renew(struct signin *s, struct net *n)
{
	bool ok;

	if (s->state == SIGNIN_REFRESHING)
		return true;
	if (!s->token.refresh) {
		signin_forget(s);
		return false;
	}
	drop_request(s, n);
	s->error = (struct err){ 0 };
	ok = s->token_endpoint ? signin_ask_renewal(s, n, &s->error)
			       : ask_metadata(s, n, THEN_RENEWAL, &s->error);
	if (ok)
		s->state = SIGNIN_REFRESHING;
	return ok;
}

void signin_tick(struct signin *s, struct net *n)
{
	int64_t now = clock_monotonic_ms();
	struct err err = { 0 };

	if (s->state != SIGNIN_WAITING || s->request)
		return;
	if (now >= s->expires_ms)
		signin_refused(s, "expired_token");
	else if (now >= s->poll_ms && !ask_token(s, n, &err))
		signin_give_up_with(s, &err);
}

void signin_hurry(struct signin *s)
{
	s->poll_ms = clock_monotonic_ms();
}

/* --- keeping and forgetting ----------------------------------------------------- */

bool signin_restore(struct signin *s, instant now)
{
	struct token found = { .expiry = INSTANT_NONE };

	if (!s->token_path || !token_load(s->token_path, s->issuer, &found))
		return false;
	if (!signin_secret_ok(found.access)
		|| (found.refresh && !signin_secret_ok(found.refresh))
		|| (!found.refresh && found.expiry != INSTANT_NONE
			&& found.expiry <= now)) {
		token_wipe(&found);
		return false;
	}
	token_wipe(&s->token);
	s->token = found;
	s->state = SIGNIN_IN;
	return true;
}

void signin_forget(struct signin *s)
{
	if (s->request)
		s->dropped = s->request;
	s->request = 0;
	s->asked = ASKED_NOTHING;
	s->then = THEN_NOTHING;
	signin_drop_code(s);
	token_wipe(&s->token);
	s->state = SIGNIN_OUT;
	if (s->token_path)
		token_remove(s->token_path);
}
