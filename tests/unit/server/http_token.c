/* SPDX-License-Identifier: EUPL-1.2
 *
 * Tokens: which are believed. */
#include "api/routes.h"
#include "tests/support/http/client.h"
#include "server/issuer/keys.h"
#include "server/issuer/token.h"

#include <criterion/criterion.h>
#include <rhonabwy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ISSUER "https://emittente.example"
#define NOW    INT64_C(1795423260)

struct keys {
	jwk_t *ec, *ec_public;
	jwk_t *rsa, *rsa_public;
	jwk_t *stranger, *stranger_public; /* same kid as ec, another key */
	struct verifier *v;
};

static void make_pair(
	jwk_t **mine, jwk_t **public, int type, unsigned bits, const char *kid)
{
	r_jwk_init(mine);
	r_jwk_init(public);
	cr_assert_eq(r_jwk_generate_key_pair(*mine, *public, type, bits, kid), RHN_OK);
}

static void keys_make(struct keys *k)
{
	jwks_t *set = NULL;
	char *text = NULL;

	k->v = verifier_new(ISSUER, API_AUDIENCE);
	make_pair(&k->ec, &k->ec_public, R_KEY_TYPE_EC, 256, "ec");
	make_pair(&k->rsa, &k->rsa_public, R_KEY_TYPE_RSA, 2048, "rsa");
	make_pair(&k->stranger, &k->stranger_public, R_KEY_TYPE_EC, 256, "ec");
	r_jwks_init(&set);
	r_jwks_append_jwk(set, k->ec_public);
	r_jwks_append_jwk(set, k->rsa_public);
	text = r_jwks_export_to_json_str(set, 0);
	cr_assert(verifier_set_keys(k->v, text, NULL));
	r_free(text);
	r_jwks_free(set);
}

static void keys_release(struct keys *k)
{
	jwk_t *all[] = { k->ec, k->ec_public, k->rsa, k->rsa_public, k->stranger,
		k->stranger_public };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		r_jwk_free(all[i]);
	verifier_free(k->v);
}

static const char good[] =
	"{\"iss\":\"" ISSUER "\",\"aud\":\"" API_AUDIENCE "\",\"sub\":\"p-anna\","
	"\"profilo\":\"CITTADINO\",\"scope\":\"openid agenda\",\"iat\":1795423200,"
	"\"exp\":1795424160}";

/* `header` is merged over {"alg","kid"}; NULL for none. Yours: free(). */
static char *sign(
	jwk_t *key, jwa_alg alg, const char *kid, const char *header, const char *claims)
{
	jwt_t *jwt = NULL;
	char *text = NULL;
	char *mine = NULL;

	r_jwt_init(&jwt);
	if (header)
		cr_assert_eq(r_jwt_set_full_header_json_str(jwt, header), RHN_OK);
	r_jwt_set_sign_alg(jwt, alg);
	if (kid)
		r_jwt_set_header_str_value(jwt, "kid", kid);
	cr_assert_eq(r_jwt_set_full_claims_json_str(jwt, claims), RHN_OK, "%s", claims);
	text = alg == R_JWA_ALG_NONE ? r_jwt_serialize_signed_unsecure(jwt, NULL, 0)
				     : r_jwt_serialize_signed(jwt, key, 0);
	cr_assert(text);
	mine = strdup(text);
	r_free(text);
	r_jwt_free(jwt);
	return mine;
}

static bool believed(struct keys *k, const char *token, instant now)
{
	struct arena a = { 0 };
	struct token_claims c = { 0 };
	struct err err = { 0 };
	bool ok = verifier_check(k->v, token, now, &a, &c, &err);

	if (ok) {
		cr_expect_str_eq(c.persona, "p-anna");
		cr_expect_eq(c.profilo, PROFILO_CITTADINO);
	}
	arena_release(&a);
	return ok;
}

Test(http_token, of_both_algorithms_is_believed_until_it_expires)
{
	struct keys k;
	char *es = NULL, *rs = NULL;

	keys_make(&k);
	es = sign(k.ec, R_JWA_ALG_ES256, "ec", "{\"typ\":\"at+jwt\"}", good);
	rs = sign(k.rsa, R_JWA_ALG_RS256, "rsa", NULL, good);
	for (int round = 0; round < 2; round++) {
		cr_expect(believed(&k, es, NOW), "round %d", round);
		cr_expect(believed(&k, rs, NOW), "round %d", round);
		cr_expect(believed(&k, es, 1795424159), "round %d", round);
		cr_expect(!believed(&k, es, 1795424160), "round %d", round);
	}
	free(es);
	free(rs);
	keys_release(&k);
}

#define CLAIMS(iss, aud, rest) "{\"iss\":\"" iss "\",\"aud\":" aud "," rest "}"
#define OURS                   "\"" API_AUDIENCE "\""
#define REST \
	"\"sub\":\"p-anna\",\"profilo\":\"CITTADINO\",\"scope\":\"agenda\",\"exp\":1795424160"

static const struct {
	const char *why;
	const char *claims;
	bool good;
} claims[] = {
	{ "as it should be", CLAIMS(ISSUER, OURS, REST), true },
	{ "one audience of several", CLAIMS(ISSUER, "[\"urn:x\"," OURS "]", REST), true },
	{ "another issuer", CLAIMS("https://altro.example", OURS, REST), false },
	{ "another audience", CLAIMS(ISSUER, "\"urn:x\"", REST), false },
	{ "no audience of several", CLAIMS(ISSUER, "[\"urn:x\"]", REST), false },
	{ "an audience that only begins so",
		CLAIMS(ISSUER, "\"" API_AUDIENCE "x\"", REST), false },
	{ "not yet valid", CLAIMS(ISSUER, OURS, REST ",\"nbf\":1795423321"), false },
	{ "valid within the leeway", CLAIMS(ISSUER, OURS, REST ",\"nbf\":1795423320"),
		true },
	{ "issued in the future", CLAIMS(ISSUER, OURS, REST ",\"iat\":1795423400"),
		false },
	{ "a date that is not a number", CLAIMS(ISSUER, OURS, REST ",\"nbf\":\"1\""),
		false },
	{ "no expiry",
		CLAIMS(ISSUER, OURS,
			"\"sub\":\"p-anna\",\"profilo\":\"CITTADINO\","
			"\"scope\":\"agenda\""),
		false },
	{ "an expiry that is no number",
		CLAIMS(ISSUER, OURS,
			"\"sub\":\"p-anna\","
			"\"profilo\":\"CITTADINO\",\"scope\":\"agenda\",\"exp\":\"1795424160\""),
		false },
	{ "no scope",
		CLAIMS(ISSUER, OURS,
			"\"sub\":\"p-anna\",\"profilo\":\"CITTADINO\","
			"\"exp\":1795424160"),
		false },
	{ "another scope",
		CLAIMS(ISSUER, OURS,
			"\"sub\":\"p-anna\",\"profilo\":\"CITTADINO\","
			"\"scope\":\"agendas xagenda\",\"exp\":1795424160"),
		false },
	{ "no person",
		CLAIMS(ISSUER, OURS,
			"\"profilo\":\"CITTADINO\",\"scope\":\"agenda\","
			"\"exp\":1795424160"),
		false },
	{ "no profile",
		CLAIMS(ISSUER, OURS,
			"\"sub\":\"p-anna\",\"scope\":\"agenda\","
			"\"exp\":1795424160"),
		false },
	{ "an unknown profile",
		CLAIMS(ISSUER, OURS,
			"\"sub\":\"p-anna\",\"profilo\":\"RE\","
			"\"scope\":\"agenda\",\"exp\":1795424160"),
		false },
};

Test(http_token, is_believed_only_with_all_its_claims)
{
	struct keys k;

	keys_make(&k);
	for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
		char *t = sign(k.ec, R_JWA_ALG_ES256, "ec", NULL, claims[i].claims);

		cr_expect_eq(believed(&k, t, NOW), claims[i].good, "%s", claims[i].why);
		free(t);
	}
	keys_release(&k);
}

/* HS256 with the published key as the secret: the oldest trick. */
static char *confused(struct keys *k)
{
	unsigned char pem[2048];
	size_t n = sizeof pem;
	jwk_t *secret = NULL;
	char *t = NULL;

	cr_assert_eq(
		r_jwk_export_to_pem_der(k->rsa_public, R_FORMAT_PEM, pem, &n, 0), RHN_OK);
	r_jwk_init(&secret);
	r_jwk_import_from_symmetric_key(secret, pem, n);
	t = sign(secret, R_JWA_ALG_HS256, "rsa", NULL, good);
	r_jwk_free(secret);
	return t;
}

/* The stranger's own key in the header. */
static char *self_made(struct keys *k, const char *kid)
{
	char *key = r_jwk_export_to_json_str(k->stranger_public, 0);
	char header[1024];
	char *t = NULL;

	snprintf(header, sizeof header, "{\"jwk\":%s}", key);
	t = sign(k->stranger, R_JWA_ALG_ES256, kid, header, good);
	r_free(key);
	return t;
}

/* Good, but for the name of its key, which the library would add by itself. */
static char *nameless(struct keys *k)
{
	jwk_t *key = r_jwk_copy(k->ec);
	char *t = NULL;

	r_jwk_delete_property_str(key, "kid");
	t = sign(key, R_JWA_ALG_ES256, NULL, NULL, good);
	r_jwk_free(key);
	return t;
}

Test(http_token, with_a_forged_signature_is_not_believed)
{
	struct keys k;
	char *t[9] = { 0 };

	keys_make(&k);
	t[0] = sign(NULL, R_JWA_ALG_NONE, "ec", NULL, good);
	t[1] = confused(&k);
	t[2] = sign(k.stranger, R_JWA_ALG_ES256, "ec", NULL, good);
	t[3] = sign(k.stranger, R_JWA_ALG_ES256, "unknown", NULL, good);
	t[4] = nameless(&k);
	t[5] = self_made(&k, "ec");
	t[6] = self_made(&k, "unknown");
	t[7] = sign(k.ec, R_JWA_ALG_ES256, "rsa", NULL, good);
	t[8] = sign(k.rsa, R_JWA_ALG_RS512, "rsa", NULL, good);
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		cr_expect(!believed(&k, t[i], NOW), "forgery %zu: %s", i, t[i]);
		free(t[i]);
	}
	keys_release(&k);
}

Test(http_token, that_was_changed_is_not_believed)
{
	struct keys k;
	char *t = NULL;
	size_t n = 0;

	keys_make(&k);
	t = sign(k.ec, R_JWA_ALG_ES256, "ec", NULL, good);
	n = strlen(t);
	cr_expect(believed(&k, t, NOW));
	for (size_t i = 0; i + 2 < n; i += 7) { /* the last character holds unused bits */
		char was = t[i];

		t[i] = was == 'A' ? 'B' : 'A';
		cr_expect(!believed(&k, t, NOW), "changed at %zu", i);
		t[i] = was;
	}
	for (size_t i = 0; i < n; i += 11) {
		char was = t[i];

		t[i] = '\0';
		cr_expect(!believed(&k, t, NOW), "cut at %zu", i);
		t[i] = was;
	}
	free(t);
	keys_release(&k);
}

Test(http_token, is_forgotten_when_the_keys_change)
{
	struct keys k;
	char *t = NULL, *other = NULL;
	jwks_t *set = NULL;
	struct err err = { 0 };

	keys_make(&k);
	t = sign(k.ec, R_JWA_ALG_ES256, "ec", NULL, good);
	cr_expect(believed(&k, t, NOW));
	cr_expect(!verifier_set_keys(k.v, "{\"keys\":[]}", &err));
	cr_expect(!verifier_set_keys(k.v, "rubbish", &err));
	cr_expect(believed(&k, t, NOW), "a bad key set changes nothing");
	r_jwks_init(&set);
	r_jwks_append_jwk(set, k.stranger_public);
	other = r_jwks_export_to_json_str(set, 0);
	cr_expect(verifier_set_keys(k.v, other, &err));
	cr_expect(!believed(&k, t, NOW));
	r_free(other);
	r_jwks_free(set);
	free(t);
	keys_release(&k);
}
