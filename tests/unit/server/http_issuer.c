/* SPDX-License-Identifier: EUPL-1.2
 *
 * The demo's issuer: the device grant over real HTTP. */
#include "api/codec.h"
#include "api/routes.h"
#include "api/tables.h"
#include "base/alloc.h"
#include "tests/support/http/client.h"
#include "server/issuer/demo.h"
#include "server/issuer/keys.h"

#include <criterion/criterion.h>
#include <string.h>

#define ISSUER "https://emittente.example"
#define NOW    INT64_C(1795423260)

static bool two_people(
	void *ctx, struct arena *a, struct persone_demo *to, struct err *err)
{
	(void)ctx;
	(void)err;
	to->items = arena_array(a, 2, sizeof *to->items);
	to->n = 2;
	to->items[0] = (struct persona_demo){ "p-anna", "Anna Bianchi", PROFILO_CITTADINO,
		NULL, "uno da confermare", true };
	to->items[1] = (struct persona_demo){ "p-studio", "Studio Verdi",
		PROFILO_INTERMEDIARIO, "Studio Verdi", "duecento rapporti", false };
	return true;
}

static bool note_fault(void *ctx, const struct guasto_demo *g, struct err *err)
{
	(void)err;
	*(enum tipo_guasto *)ctx = g->tipo;
	return true;
}

struct demo_test {
	enum tipo_guasto fault;
	struct demo_issuer *d;
	struct verifier *v;
	struct arena a;
};

static void demo_start(struct demo_test *t)
{
	struct demo_options o = { .listen = "127.0.0.1:0",
		.token_seconds = 60,
		.ctx = &t->fault,
		.people = two_people,
		.fault = note_fault };
	struct err err = { 0 };

	clock_freeze(NOW);
	t->d = demo_issuer_new(&o, &err);
	cr_assert(t->d, "%s", err.cause);
	t->v = verifier_new(demo_issuer_address(t->d), API_AUDIENCE);
	cr_assert(demo_issuer_bind(t->d, t->v, &err));
}

static void demo_stop(struct demo_test *t)
{
	demo_issuer_free(t->d);
	verifier_free(t->v);
	arena_release(&t->a);
}

static const char *at(struct demo_test *t, const char *path)
{
	return arena_printf(&t->a, "%s%s", demo_issuer_address(t->d), path);
}

/* Posts a form and reads the answer by its table; the status. */
static long form(struct demo_test *t, const char *path, const char *body,
	const struct fields *table, void *to)
{
	struct reply r = http_ask(&(struct ask){ .method = "POST",
		.url = at(t, path),
		.body = body,
		.type = "application/x-www-form-urlencoded" });
	struct err err = { 0 };

	if (table)
		cr_assert(api_decode(table, API_REPLY, buf_str(&r.body), r.body.len,
				  &t->a, to, &err),
			"%s: %s: %s", path, err.text, buf_str(&r.body));
	reply_release(&r);
	return r.status;
}

static long json(struct demo_test *t, const char *path, const char *body)
{
	struct reply r = http_ask(
		&(struct ask){ .method = "POST", .url = at(t, path), .body = body });

	reply_release(&r);
	return r.status;
}

static const char *poll_form(struct demo_test *t, const char *code)
{
	return arena_printf(&t->a,
		"client_id=agenda&device_code=%s&grant_type="
		"urn:ietf:params:oauth:grant-type:device_code",
		code);
}

static bool good_token(struct demo_test *t, const char *token, const char *persona)
{
	struct token_claims c;

	return verifier_check(t->v, token, NOW, &t->a, &c, NULL)
		&& strcmp(c.persona, persona) == 0;
}

Test(http_demo, grants_a_token_to_who_was_approved)
{
	struct demo_test t = { 0 };
	struct device_authorization x = { 0 };
	struct token_error e = { 0 };
	struct token token = { 0 }, again = { 0 };
	const char *refresh = NULL;

	demo_start(&t);
	cr_assert_eq(form(&t, "/device_authorization", "client_id=agenda&scope=agenda",
			     &device_authorization_fields, &x),
		200);
	cr_expect_eq(
		form(&t, "/token", poll_form(&t, x.device_code), &token_error_fields, &e),
		400);
	cr_expect_str_eq(e.error, "authorization_pending");
	cr_expect_eq(
		form(&t, "/token", poll_form(&t, x.device_code), &token_error_fields, &e),
		400);
	cr_expect_str_eq(e.error, "slow_down");
	cr_expect_eq(
		json(&t, "/approvazione",
			arena_printf(&t.a,
				"{\"user_code\":\"%s\","
				"\"persona\":\"p-anna\",\"profilo\":\"INTERMEDIARIO\"}",
				x.user_code)),
		404);
	cr_expect_eq(json(&t, "/approvazione",
			     arena_printf(&t.a,
				     "{\"user_code\":\"%s\","
				     "\"persona\":\"p-anna\",\"profilo\":\"CITTADINO\"}",
				     x.user_code)),
		204);
	cr_assert_eq(
		form(&t, "/token", poll_form(&t, x.device_code), &token_fields, &token),
		200);
	cr_expect(good_token(&t, token.access_token, "p-anna"));
	cr_expect_eq(token.expires_in, 60);
	refresh = arena_printf(&t.a,
		"client_id=agenda&grant_type=refresh_token&refresh_token=%s",
		token.refresh_token);
	cr_assert_eq(form(&t, "/token", refresh, &token_fields, &again), 200);
	cr_expect(good_token(&t, again.access_token, "p-anna"));
	cr_expect_eq(form(&t, "/token", refresh, &token_error_fields, &e), 400);
	cr_expect_str_eq(e.error, "invalid_grant");
	demo_stop(&t);
}

static const struct {
	const char *path, *body, *error;
	long status;
} refused_forms[] = {
	{ "/device_authorization", "scope=agenda", "invalid_client", 401 },
	{ "/device_authorization", "client_id=altro", "invalid_client", 401 },
	{ "/device_authorization", "client_id=agenda&scope=tutto", "invalid_scope", 400 },
	{ "/device_authorization", "client_id=%zz", "invalid_request", 400 },
	{ "/token", "client_id=agenda", "invalid_request", 400 },
	{ "/token", "client_id=agenda&grant_type=password", "unsupported_grant_type",
		400 },
	{ "/token", "client_id=agenda&grant_type=refresh_token&refresh_token=x",
		"invalid_grant", 400 },
	{ "/token",
		"client_id=agenda&device_code=x&grant_type="
		"urn:ietf:params:oauth:grant-type:device_code",
		"invalid_grant", 400 },
	{ "/nulla", "client_id=agenda", "not_found", 404 },
	{ "/jwks", "client_id=agenda", "method_not_allowed", 405 },
};

Test(http_demo, refuses_in_the_words_of_oauth)
{
	struct demo_test t = { 0 };

	demo_start(&t);
	for (size_t i = 0; i < sizeof refused_forms / sizeof *refused_forms; i++) {
		struct token_error e = { 0 };

		cr_expect_eq(form(&t, refused_forms[i].path, refused_forms[i].body,
				     &token_error_fields, &e),
			refused_forms[i].status, "%zu", i);
		cr_expect_str_eq(e.error, refused_forms[i].error, "%zu", i);
	}
	cr_expect_eq(json(&t, "/approvazione",
			     "{\"user_code\":\"BBBB-BBBB\","
			     "\"persona\":\"p-anna\",\"profilo\":\"CITTADINO\"}"),
		404);
	cr_expect_eq(json(&t, "/approvazione", "{"), 400);
	cr_expect_eq(form(&t, "/guasti", "{\"tipo\":\"RISPOSTA_PERSA\"}", NULL, NULL),
		400, "only as JSON: a browser's form cannot do it");
	demo_stop(&t);
}

Test(http_demo, says_where_everything_is)
{
	struct demo_test t = { 0 };
	struct emittente e = { 0 };
	struct persone_demo p = { 0 };
	struct reply r;

	demo_start(&t);
	r = http_get(at(&t, "/.well-known/oauth-authorization-server"), NULL);
	cr_assert(api_decode(&emittente_fields, API_REPLY, buf_str(&r.body), r.body.len,
		&t.a, &e, NULL));
	reply_release(&r);
	cr_expect_str_eq(e.issuer, demo_issuer_address(t.d));
	cr_expect_str_eq(e.jwks_uri, at(&t, "/jwks"));
	cr_assert(e.agenda_demo);
	r = http_get(e.agenda_demo->persone, NULL);
	cr_assert(api_decode(&persone_demo_fields, API_REPLY, buf_str(&r.body),
		r.body.len, &t.a, &p, NULL));
	reply_release(&r);
	cr_expect_eq(p.n, 2);
	cr_expect(p.items[0].predefinita);
	demo_stop(&t);
}

Test(http_demo, makes_faults_happen)
{
	struct demo_test t = { 0 };
	char *token = NULL;

	demo_start(&t);
	cr_expect_eq(json(&t, "/guasti", "{\"tipo\":\"RISPOSTA_PERSA\"}"), 204);
	cr_expect_eq(t.fault, GUASTO_RISPOSTA_PERSA);
	token = demo_issuer_token(t.d, "p-anna", PROFILO_CITTADINO, NULL);
	cr_expect(good_token(&t, token, "p-anna"));
	cr_expect_eq(json(&t, "/guasti", "{\"tipo\":\"ACCESSO_SCADUTO\"}"), 204);
	cr_expect(!good_token(&t, token, "p-anna"));
	FREE(&token);
	token = demo_issuer_token(t.d, "p-anna", PROFILO_CITTADINO, NULL);
	cr_expect(good_token(&t, token, "p-anna"), "the next sign-in works");
	FREE(&token);
	cr_expect_eq(json(&t, "/guasti", "{\"tipo\":\"ORARIO_PRESO\"}"), 400);
	cr_expect_eq(json(&t, "/guasti", "{\"tipo\":\"BOH\"}"), 400);
	demo_stop(&t);
}

/* The same issuer as if it were somebody else's: its keys come over HTTP. */
Test(http_demo, is_an_issuer_like_any_other)
{
	struct demo_test t = { 0 };
	struct verifier *v = NULL;
	struct key_fetcher *f = NULL;
	struct token_claims c;
	struct err err = { 0 };
	char *token = NULL;
	bool ok = false;

	demo_start(&t);
	v = verifier_new(demo_issuer_address(t.d), API_AUDIENCE);
	f = key_fetcher_new(demo_issuer_address(t.d), v, NULL, &err);
	cr_assert(f, "%s", err.cause);
	token = demo_issuer_token(t.d, "p-anna", PROFILO_CITTADINO, NULL);
	for (int64_t until = clock_monotonic_ms() + 10000;
		!ok && clock_monotonic_ms() < until;)
		ok = verifier_check(v, token, NOW, &t.a, &c, NULL);
	cr_expect(ok, "the keys arrive");
	key_fetcher_free(f);
	cr_expect_null(key_fetcher_new("http://emittente.example", v, NULL, &err));
	verifier_free(v);
	FREE(&token);
	demo_stop(&t);
}
