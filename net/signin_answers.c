/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What the issuer answers, and what it changes.
 */
#include "net/signin_private.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "net/url.h"

#include <string.h>
#include <strings.h>

#define INTERVAL_MS     5000 /* RFC 8628 3.2, when the issuer says nothing */
#define SLOW_DOWN_MS    5000 /* RFC 8628 3.5 */
#define INTERVAL_MAX_MS 60000
#define CODE_LASTS_S    600

bool signin_secret_ok(const char *s)
{
	if (!s || !*s)
		return false;
	for (; *s; s++)
		if (*s < 0x21 || *s > 0x7e)
			return false;
	return true;
}

static void got_metadata(struct signin *s, struct net *n, const struct signin_members *m)
{
	enum then then = s->then;
	struct err err = { 0 };

	s->then = THEN_NOTHING;
	if (!m->issuer || strcmp(m->issuer, s->issuer) != 0) {
		signin_give_up(s, ERR_FOREIGN, "metadata of another issuer",
			_("Il servizio di accesso non è quello indicato."));
		return;
	}
	if (!m->token_endpoint || !m->device_authorization_endpoint
		|| !url_may_carry_token(m->token_endpoint, &err)
		|| !url_may_carry_token(m->device_authorization_endpoint, &err)) {
		signin_give_up(s, ERR_FORMAT, "metadata without usable endpoints",
			_("Il servizio di accesso non offre l'accesso da terminale."));
		return;
	}
	signin_drop_metadata(s);
	s->device_endpoint = xstrdup(m->device_authorization_endpoint);
	s->token_endpoint = xstrdup(m->token_endpoint);
	s->demo_persone = xstrdup(m->demo_persone);
	s->demo_approvazione = xstrdup(m->demo_approvazione);
	s->demo_guasti = xstrdup(m->demo_guasti);
	if (s->state == SIGNIN_DISCOVERING)
		s->state = s->token.access ? SIGNIN_IN : SIGNIN_OUT;
	if ((then == THEN_CODE && !signin_ask_code(s, n, &err))
		|| (then == THEN_RENEWAL && !signin_ask_renewal(s, n, &err)))
		signin_give_up_with(s, &err);
}

static int64_t within(int64_t value, int64_t fallback, int64_t most)
{
	if (value <= 0)
		return fallback;
	return value > most ? most : value;
}

static void got_code(struct signin *s, const struct signin_members *m)
{
	int64_t now = clock_monotonic_ms();

	if (m->error) {
		signin_refused(s, m->error);
		return;
	}
	if (!signin_secret_ok(m->device_code) || !m->user_code || !m->verification_uri) {
		signin_give_up(s, ERR_FORMAT, "device authorization without a code",
			_("Il servizio di accesso ha risposto in modo inatteso."));
		return;
	}
	s->device_code = xstrdup(m->device_code);
	s->user_code = xstrdup(m->user_code);
	s->uri = xstrdup(m->verification_uri);
	s->uri_complete = xstrdup(m->verification_uri_complete);
	s->interval_ms = within(m->interval * 1000, INTERVAL_MS, INTERVAL_MAX_MS);
	s->poll_ms = now + s->interval_ms;
	s->expires_ms = now + within(m->expires_in, CODE_LASTS_S, 86400) * 1000;
	s->state = SIGNIN_WAITING;
}

/* A new refresh token replaces the old one; without one the old stays (RFC 6749 6). */
static bool take_token(struct signin *s, const struct signin_members *m)
{
	if (!signin_secret_ok(m->access_token)
		|| (m->refresh_token && !signin_secret_ok(m->refresh_token))
		|| (m->token_type && strcasecmp(m->token_type, "Bearer") != 0))
		return false;
	signin_wipe(&s->token.access);
	s->token.access = xstrdup(m->access_token);
	if (m->refresh_token) {
		signin_wipe(&s->token.refresh);
		s->token.refresh = xstrdup(m->refresh_token);
	}
	s->token.expiry = m->expires_in > 0 ? clock_now() + m->expires_in : INSTANT_NONE;
	s->state = SIGNIN_IN;
	s->error = (struct err){ 0 };
	signin_drop_code(s);
	if (s->token_path)
		token_save(s->token_path, s->issuer, &s->token, &s->error);
	return true;
}

static void poll_later(struct signin *s, int64_t more_ms)
{
	s->interval_ms += more_ms;
	if (s->interval_ms > INTERVAL_MAX_MS)
		s->interval_ms = INTERVAL_MAX_MS;
	s->poll_ms = clock_monotonic_ms() + s->interval_ms;
}

static void got_token(struct signin *s, const struct signin_members *m)
{
	if (m->error && strcmp(m->error, "authorization_pending") == 0)
		poll_later(s, 0);
	else if (m->error && strcmp(m->error, "slow_down") == 0)
		poll_later(s, SLOW_DOWN_MS);
	else if (m->error)
		signin_refused(s, m->error);
	else if (!take_token(s, m))
		signin_refused(s, "");
}

static void got_renewal(struct signin *s, const struct signin_members *m)
{
	if (!m->error && take_token(s, m))
		return;
	signin_forget(s);
	signin_give_up(s, ERR_USAGE,
		m->error ? "renewal refused" : "renewal not understood",
		_("L'accesso è scaduto: accedi di nuovo."));
}

static void got(
	struct signin *s, struct net *n, enum asked asked, const struct signin_members *m)
{
	switch (asked) {
	case ASKED_METADATA:
		got_metadata(s, n, m);
		break;
	case ASKED_CODE:
		got_code(s, m);
		break;
	case ASKED_TOKEN:
		got_token(s, m);
		break;
	case ASKED_RENEWAL:
		got_renewal(s, m);
		break;
	case ASKED_NOTHING:
		break;
	}
}

static bool overloaded(const struct net_ending *e)
{
	return e->outcome == NET_DONE
		&& (e->reply.status == 429 || e->reply.status >= 500);
}

/* No word of the issuer's: while waiting for the person, ask more rarely (RFC 8628
 * 3.5). */
static void no_answer(struct signin *s, const struct net_ending *e, enum asked asked)
{
	struct err err = e->err;

	if (asked == ASKED_TOKEN) {
		poll_later(s, s->interval_ms);
		if (overloaded(e) && e->reply.retry_after * 1000 > s->interval_ms)
			s->poll_ms = clock_monotonic_ms() + e->reply.retry_after * 1000;
		return;
	}
	if (err.code == ERR_NONE)
		err_set(&err, ERR_NETWORK, "the issuer answered %d", e->reply.status);
	if (err.code == ERR_NETWORK && !err.text[0]) /* the service itself may be there */
		err_say(&err, _("Il servizio di accesso non risponde: riprova tra poco."));
	signin_give_up_with(s, &err);
}

static void wipe_members(struct signin_members *m, const struct net_ending *e)
{
	const char *const secrets[] = { m->device_code, m->access_token,
		m->refresh_token };

	for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
		if (secrets[i])
			explicit_bzero((char *)secrets[i], strlen(secrets[i]));
	if (e->reply.body.data)
		explicit_bzero(e->reply.body.data, e->reply.body.len);
}

bool signin_feed(struct signin *s, struct net *n, const struct net_ending *e)
{
	struct signin_members m = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };
	enum asked asked = s->asked;

	if (e->id && e->id == s->dropped) {
		s->dropped = 0;
		return true;
	}
	if (!e->id || e->id != s->request)
		return false;
	s->request = 0;
	s->asked = ASKED_NOTHING;
	if (e->outcome != NET_DONE || overloaded(e))
		no_answer(s, e, asked);
	else if (!s->read(buf_str(&e->reply.body), e->reply.body.len, &a, &m, &err))
		signin_give_up(s, ERR_FORMAT, "not a JSON object",
			_("Il servizio di accesso ha risposto in modo inatteso."));
	else if (e->reply.status != 200 && !m.error)
		signin_give_up(s, ERR_FORMAT, "neither an answer nor an error",
			_("Il servizio di accesso ha risposto in modo inatteso."));
	else
		got(s, n, asked, &m);
	wipe_members(&m, e);
	arena_release(&a);
	return true;
}
