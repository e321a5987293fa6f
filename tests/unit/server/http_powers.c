/* SPDX-License-Identifier: EUPL-1.2
 *
 * Powers: every kind of token against every route of api/routes.h. A route without a row here
 * fails, so that none is ever added without saying who may use it. */
#include "base/alloc.h"
#include "http_fixture.h"

#include <criterion/criterion.h>
#include <rhonabwy.h>
#include <stdlib.h>
#include <string.h>

/* {A}: an appuntamento of anna's, {F}: an upload of anna's. Statuses by who asks. */
static const struct power {
	const char *path;
	const char *body;
	long own;      /* anna, the employer */
	long delegate; /* studio, with her active delega */
	long revoked;  /* caf, whose delega of hers was revoked */
	long stranger; /* mario, another employer */
	long neri;     /* an intermediario who is not abilitato */
} powers[ROUTE_COUNT] = {
	[ROUTE_STATUS] = { "/status", NULL, 200, 200, 200, 200, 200 },
	[ROUTE_PROFILO] = { "/profilo", NULL, 200, 200, 200, 200, 200 },
	[ROUTE_RAPPORTI] = { "/rapporti", NULL, 200, 200, 200, 200, 403 },
	[ROUTE_RAPPORTO] = { "/rapporti/" RAPPORTO_ANNA, NULL, 200, 200, 403, 404, 403 },
	[ROUTE_QUESITI] = { "/rapporti/" RAPPORTO_ANNA "/quesiti", NULL, 200, 200, 403,
		404, 403 },
	[ROUTE_PUNTI] = { "/rapporti/" RAPPORTO_ANNA "/punti-consulenza", NULL, 200, 200,
		403, 404, 403 },
	[ROUTE_RECAPITI] = { "/rapporti/" RAPPORTO_ANNA "/recapiti", NULL, 200, 200, 403,
		404, 403 },
	[ROUTE_DISPONIBILITA] = { "/punti-consulenza/P7000-01/disponibilita?dal=2026-11-24&al=2026-11-27",
		NULL, 200, 200, 404, 404, 403 },
	[ROUTE_ALLEGATO_CARICAMENTO] = { "/allegati", NULL, 201, 201, 201, 201, 403 },
	[ROUTE_ALLEGATO] = { "/allegati/{F}", NULL, 200, 404, 404, 404, 403 },
	[ROUTE_APPUNTAMENTO_CONFERMA] = { "/appuntamenti",
		"{\"codice_rapporto_lavoro\":\"" RAPPORTO_ANNA "\",\"quesiti\":[\"q-2\"],"
		"\"punto\":\"P7000-01\",\"inizio\":\"2026-11-27T08:30:00+01:00\",\"nota\":\"N\"}",
		201, 409, 403, 404, 403 },
	[ROUTE_APPUNTAMENTI] = { "/appuntamenti?stato=CONFERMATO", NULL, 200, 200, 200,
		200, 403 },
	[ROUTE_APPUNTAMENTO] = { "/appuntamenti/{A}", NULL, 200, 200, 404, 404, 403 },
	[ROUTE_CANCELLAZIONE] = { "/appuntamenti/{A}/cancellazione", "{}", 200, 412, 404,
		404, 403 },
	[ROUTE_OPERAZIONE] = { "/operazioni/0b9d4c3e-8f3a-4d52-9b1e-3d2f1a0c9e77", NULL,
		200, 200, 200, 200, 403 },
	[ROUTE_OPERAZIONE_CHIUSURA] = { "/operazioni/0b9d4c3e-8f3a-4d52-9b1e-3d2f1a0c9e77/chiusura",
		NULL, 200, 200, 200, 200, 403 },
	[ROUTE_VARIAZIONI] = { "/variazioni", NULL, 200, 200, 200, 200, 403 },
	[ROUTE_MANUALI] = { "/manuali", NULL, 200, 200, 200, 200, 200 },
	[ROUTE_MANUALE] = { "/manuali/cittadino", NULL, 200, 404, 404, 200, 404 },
};

static const char pdf[] = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

struct powers_test {
	struct fixture f;
	const char *appuntamento;
	const char *file;
};

static const char *filled(struct powers_test *t, const char *path)
{
	const char *brace = strchr(path, '{');

	if (!brace)
		return path;
	return arena_printf(&t->f.a, "%.*s%s%s", (int)(brace - path), path,
		brace[1] == 'A' ? t->appuntamento : t->file, brace + 3);
}

/* The request that row makes, as it should be but for its token. */
static struct reply use(struct powers_test *t, enum route_id id, const char *token)
{
	const struct route *r = route_of(id);
	struct ask a = { .url = fixture_url(&t->f, filled(t, powers[id].path)),
		.token = token,
		.method = strcmp(r->method, "GET") == 0 ? NULL : r->method,
		.body = powers[id].body };
	size_t n = 0;

	if (r->needs & ROUTE_NEEDS_KEY)
		a.headers[n++] = fixture_key(&t->f);
	if (r->needs & ROUTE_NEEDS_IF_MATCH)
		a.headers[n++] = "If-Match: \"1\"";
	if (r->needs & ROUTE_TAKES_FILE) {
		a.file = pdf;
		a.file_n = sizeof pdf - 1;
	}
	return http_ask(&a);
}

static void powers_start(struct powers_test *t)
{
	struct reply r;
	struct allegato x = { 0 };

	fixture_start(&t->f, NULL);
	t->appuntamento = fixture_booking(&t->f, "q-1", ORARIO_LIBERO);
	r = use(t, ROUTE_ALLEGATO_CARICAMENTO, t->f.anna);
	cr_assert_eq(r.status, 201, "%s", buf_str(&r.body));
	fixture_read(&t->f, &r, &allegato_fields, &x);
	t->file = x.id;
	reply_release(&r);
}

static void expect(struct powers_test *t, enum route_id id, const char *who,
	const char *token, long status)
{
	struct reply r = use(t, id, token);

	cr_expect_eq(r.status, status, "%s %s as %s: %ld, not %ld: %s",
		route_of(id)->method, powers[id].path, who, r.status, status,
		r.status >= 400 ? buf_str(&r.body) : "");
	reply_release(&r);
}

/* Those who must be refused come first, the delegate before the owner: what one of them changed
 * would be seen by the next. */
Test(http_powers, of_every_person_on_every_route)
{
	struct powers_test t = { 0 };

	powers_start(&t);
	for (int id = ROUTE_NONE + 1; id < ROUTE_COUNT; id++) {
		const struct power *p = &powers[id];

		cr_assert(p->path, "no row for %s", route_of((enum route_id)id)->path);
		expect(&t, (enum route_id)id, "neri", t.f.neri, p->neri);
		expect(&t, (enum route_id)id, "mario", t.f.mario, p->stranger);
		expect(&t, (enum route_id)id, "caf", t.f.caf, p->revoked);
		expect(&t, (enum route_id)id, "anna", t.f.anna, p->own);
		expect(&t, (enum route_id)id, "studio", t.f.studio, p->delegate);
	}
	fixture_stop(&t.f);
}

/* ---- tokens that are not good --------------------------------------------------------------- */

static const char *signed_with(struct fixture *f, jwk_t *key, jwa_alg alg,
	const char *issuer, const char *audience, const char *sub, int64_t exp)
{
	jwt_t *jwt = NULL;
	char *text = NULL;
	const char *mine = NULL;

	r_jwt_init(&jwt);
	r_jwt_set_sign_alg(jwt, alg);
	r_jwt_set_header_str_value(jwt, "kid", "k");
	r_jwt_set_full_claims_json_str(jwt,
		arena_printf(&f->a,
			"{\"iss\":\"%s\",\"aud\":\"%s\","
			"\"sub\":\"%s\",\"profilo\":\"CITTADINO\",\"scope\":\"agenda\",\"exp\":%lld}",
			issuer, audience, sub, (long long)exp));
	text = alg == R_JWA_ALG_NONE ? r_jwt_serialize_signed_unsecure(jwt, NULL, 0)
				     : r_jwt_serialize_signed(jwt, key, 0);
	mine = arena_strdup(&f->a, text);
	r_free(text);
	r_jwt_free(jwt);
	return mine;
}

/* Our key set becomes `key` alone, so that each token below is wrong in one thing only. */
static void trust(struct fixture *f, jwk_t *public)
{
	jwks_t *set = NULL;
	char *text = NULL;

	r_jwks_init(&set);
	r_jwks_append_jwk(set, public);
	text = r_jwks_export_to_json_str(set, 0);
	cr_assert(verifier_set_keys(f->verifier, text, NULL));
	r_free(text);
	r_jwks_free(set);
}

#define BAD_TOKENS 12

static void bad_tokens(
	struct fixture *f, const char *names[BAD_TOKENS], const char *tokens[BAD_TOKENS])
{
	static const unsigned char secret[] = "un segreto lungo abbastanza per HS256";
	jwk_t *mine = NULL, *public = NULL, *other = NULL, *other_public = NULL,
	      *hmac = NULL;
	size_t n = 0;
	int64_t later = FIXTURE_NOW + 900;

#define BAD(name, token) (names[n] = (name), tokens[n++] = (token))
	BAD("a profile that she does not hold",
		fixture_token(f, "p-anna", PROFILO_INTERMEDIARIO));
	r_jwk_init(&mine);
	r_jwk_init(&public);
	r_jwk_init(&other);
	r_jwk_init(&other_public);
	r_jwk_init(&hmac);
	r_jwk_generate_key_pair(mine, public, R_KEY_TYPE_EC, 256, "k");
	r_jwk_generate_key_pair(other, other_public, R_KEY_TYPE_EC, 256, "k");
	r_jwk_import_from_symmetric_key(hmac, secret, sizeof secret - 1);
	BAD("none", NULL);
	BAD("empty", "");
	BAD("rubbish", "abc.def.ghi");
	BAD("expired",
		signed_with(f, mine, R_JWA_ALG_ES256, FIXTURE_ISSUER, API_AUDIENCE,
			"p-anna", FIXTURE_NOW));
	BAD("another audience",
		signed_with(f, mine, R_JWA_ALG_ES256, FIXTURE_ISSUER, "urn:x", "p-anna",
			later));
	BAD("another issuer",
		signed_with(f, mine, R_JWA_ALG_ES256, "http://x", API_AUDIENCE, "p-anna",
			later));
	BAD("algorithm none",
		signed_with(f, NULL, R_JWA_ALG_NONE, FIXTURE_ISSUER, API_AUDIENCE,
			"p-anna", later));
	BAD("algorithm HS256",
		signed_with(f, hmac, R_JWA_ALG_HS256, FIXTURE_ISSUER, API_AUDIENCE,
			"p-anna", later));
	BAD("another key",
		signed_with(f, other, R_JWA_ALG_ES256, FIXTURE_ISSUER, API_AUDIENCE,
			"p-anna", later));
	BAD("nobody's",
		signed_with(f, mine, R_JWA_ALG_ES256, FIXTURE_ISSUER, API_AUDIENCE,
			"p-nessuno", later));
	BAD("a person with SQL in the name",
		signed_with(f, mine, R_JWA_ALG_ES256, FIXTURE_ISSUER, API_AUDIENCE,
			"p-anna' OR '1'='1", later));
#undef BAD
	cr_assert_eq(n, BAD_TOKENS);
	r_jwk_free(other);
	r_jwk_free(other_public);
	r_jwk_free(hmac);
	trust(f, public);
	r_jwk_free(mine);
	r_jwk_free(public);
}

static void expect_401(struct powers_test *t, enum route_id id, const char *why,
	const char *token, const char **body)
{
	struct reply r = use(t, id, token);
	bool needed = route_of(id)->needs & ROUTE_NEEDS_TOKEN;

	cr_expect_eq(r.status, needed ? 401 : 200, "%s with token: %s: %ld",
		powers[id].path, why, r.status);
	if (needed) {
		cr_expect_str_eq(fixture_problem(&t->f, &r, NULL), "non-autenticato");
		cr_expect_neq(*reply_header(&r, "WWW-Authenticate", &t->f.a), '\0');
		if (*body)
			cr_expect_str_eq(
				buf_str(&r.body), *body, "the same words for: %s", why);
		*body = arena_strdup(&t->f.a, buf_str(&r.body));
	}
	reply_release(&r);
}

Test(http_powers, of_a_token_that_is_not_good_are_none)
{
	struct powers_test t = { 0 };
	const char *names[BAD_TOKENS], *tokens[BAD_TOKENS];
	const char *body = NULL;

	powers_start(&t);
	for (int id = ROUTE_NONE + 1; id < ROUTE_COUNT; id++)
		expect_401(&t, (enum route_id)id, "a profile that she does not hold",
			fixture_token(&t.f, "p-anna", PROFILO_INTERMEDIARIO), &body);
	bad_tokens(&t.f, names, tokens);
	for (size_t i = 1; i < BAD_TOKENS; i++)
		for (int id = ROUTE_NONE + 1; id < ROUTE_COUNT; id++)
			expect_401(&t, (enum route_id)id, names[i], tokens[i], &body);
	fixture_stop(&t.f);
}

/* The delega ends between two requests: the very next one is refused. */
Test(http_powers, end_with_the_delega)
{
	struct powers_test t = { 0 };
	struct problem p;
	struct reply r;

	powers_start(&t);
	expect(&t, ROUTE_RAPPORTO, "studio", t.f.studio, 200);
	expect(&t, ROUTE_APPUNTAMENTO, "studio", t.f.studio, 200);
	fixture_import(&t.f,
		"{\"tipo\":\"DELEGA\",\"delega\":{\"datore\":\"BNCNNA52M64L219H\","
		"\"intermediario\":\"p-studio\",\"stato\":\"REVOCATA\",\"dal\":\"2024-06-01\","
		"\"al\":\"2026-11-23\"}}\n");
	expect(&t, ROUTE_RAPPORTO, "studio", t.f.studio, 403);
	expect(&t, ROUTE_APPUNTAMENTO, "studio", t.f.studio, 404);
	expect(&t, ROUTE_CANCELLAZIONE, "studio", t.f.studio, 404);
	r = use(&t, ROUTE_APPUNTAMENTO_CONFERMA, t.f.studio);
	cr_expect_eq(r.status, 403);
	cr_expect_str_eq(fixture_problem(&t.f, &r, &p), "delega-non-attiva");
	reply_release(&r);
	fixture_stop(&t.f);
}
