/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A signature costs some 200 µs, as much as the disk for a confirmation: tokens that have been
 * checked are remembered by their SHA-256 until they expire or the keys change.
 */
#include "server/issuer/token.h"

#include "api/json.h"
#include "base/alloc.h"
#include "io/digest.h"

#include <cjson/cJSON.h>
#include <pthread.h>
#include <rhonabwy.h>
#include <string.h>

#define REMEMBERED        2048 /* a power of two */
#define PERSONA_BYTES_MAX 128

struct remembered {
	char digest[DIGEST_TEXT_SIZE];
	char persona[PERSONA_BYTES_MAX];
	enum tipo_profilo profilo;
	instant scade_il;
};

struct verifier {
	pthread_mutex_t lock; /* of keys, hook and memory */
	char *issuer;
	char *audience;
	jwks_t *keys;
	void (*unknown_key)(void *ctx);
	void *ctx;
	struct remembered memory[REMEMBERED];
};

static void library_ready(void)
{
	r_global_init();
}

struct verifier *verifier_new(const char *issuer, const char *audience)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct verifier *v = xalloc(sizeof *v);

	pthread_once(&once, library_ready);
	pthread_mutex_init(&v->lock, NULL);
	v->issuer = xstrdup(issuer);
	v->audience = xstrdup(audience);
	return v;
}

void verifier_free(struct verifier *v)
{
	if (!v)
		return;
	r_jwks_free(v->keys);
	pthread_mutex_destroy(&v->lock);
	FREE(&v->issuer);
	FREE(&v->audience);
	FREE(&v);
}

bool verifier_set_keys(struct verifier *v, const char *jwks, struct err *err)
{
	jwks_t *keys = NULL;

	if (r_jwks_init(&keys) != RHN_OK)
		return err_set(err, ERR_INTERNAL, "r_jwks_init");
	if (r_jwks_import_from_json_str(keys, jwks) != RHN_OK || r_jwks_size(keys) == 0) {
		r_jwks_free(keys);
		return err_set(err, ERR_FORMAT, "key set without a usable key");
	}
	pthread_mutex_lock(&v->lock);
	r_jwks_free(v->keys);
	v->keys = keys;
	memset(v->memory, 0, sizeof v->memory);
	pthread_mutex_unlock(&v->lock);
	return true;
}

void verifier_on_unknown_key(struct verifier *v, void (*hook)(void *ctx), void *ctx)
{
	pthread_mutex_lock(&v->lock);
	v->unknown_key = hook;
	v->ctx = ctx;
	pthread_mutex_unlock(&v->lock);
}

/* Under the lock: copies of a key may share counts inside the library. */
static bool signature_good(struct verifier *v, jwt_t *jwt, struct err *err)
{
	jwa_alg alg = r_jwt_get_sign_alg(jwt);
	const char *kid = r_jwt_get_header_str_value(jwt, "kid");
	jwk_t *key = NULL;
	bool good = false;

	if (alg != R_JWA_ALG_RS256 && alg != R_JWA_ALG_ES256)
		return err_set(err, ERR_FORMAT, "token: algorithm %d", (int)alg);
	if (!kid)
		return err_set(err, ERR_FORMAT, "token: no kid");
	key = v->keys ? r_jwks_get_by_kid(v->keys, kid) : NULL;
	if (!key) {
		if (v->unknown_key)
			v->unknown_key(v->ctx);
		return err_set(err, ERR_FORMAT, "token: unknown key");
	}
	good = r_jwt_verify_signature(jwt, key, R_FLAG_IGNORE_REMOTE) == RHN_OK;
	r_jwk_free(key);
	return good || err_set(err, ERR_FORMAT, "token: bad signature");
}

static bool names_us(const cJSON *aud, const char *audience)
{
	const cJSON *item = NULL;

	if (cJSON_IsString(aud))
		return strcmp(aud->valuestring, audience) == 0;
	cJSON_ArrayForEach(item, aud) if (cJSON_IsString(item)
		&& strcmp(item->valuestring, audience) == 0) return true;
	return false;
}

static bool has_scope(const char *scopes, const char *wanted)
{
	size_t n = strlen(wanted);

	while (scopes && *scopes) {
		size_t len = strcspn(scopes, " ");

		if (len == n && memcmp(scopes, wanted, n) == 0)
			return true;
		scopes += len;
		scopes += strspn(scopes, " ");
	}
	return false;
}

static bool times_good(const cJSON *claims, instant now, instant *exp, struct err *err)
{
	const cJSON *nbf = json_member(claims, "nbf");
	const cJSON *iat = json_member(claims, "iat");
	int64_t t = 0;

	if (!json_int64(json_member(claims, "exp"), exp) || *exp <= now)
		return err_set(err, ERR_FORMAT, "token: expired");
	if (nbf && (!json_int64(nbf, &t) || t > now + TOKEN_LEEWAY_SECONDS))
		return err_set(err, ERR_FORMAT, "token: not yet valid");
	if (iat && (!json_int64(iat, &t) || t > now + TOKEN_LEEWAY_SECONDS))
		return err_set(err, ERR_FORMAT, "token: issued in the future");
	return true;
}

static bool read_claims(const struct verifier *v, const cJSON *claims, instant now,
	struct arena *a, struct token_claims *to, struct err *err)
{
	const char *iss = json_text(claims, "iss");
	const char *sub = json_text(claims, "sub");

	if (!iss || strcmp(iss, v->issuer) != 0)
		return err_set(err, ERR_FORMAT, "token: issuer");
	if (!names_us(json_member(claims, "aud"), v->audience))
		return err_set(err, ERR_FORMAT, "token: audience");
	if (!times_good(claims, now, &to->scade_il, err))
		return false;
	if (!has_scope(json_text(claims, "scope"), "agenda"))
		return err_set(err, ERR_FORMAT, "token: scope");
	to->profilo = (enum tipo_profilo)words_find(
		&tipo_profilo_words, json_text(claims, "profilo"));
	if (!sub || !*sub || strlen(sub) >= PERSONA_BYTES_MAX || !to->profilo)
		return err_set(err, ERR_FORMAT, "token: person or profile");
	to->persona = arena_strdup(a, sub);
	return true;
}

static bool check_claims(const struct verifier *v, jwt_t *jwt, instant now,
	struct arena *a, struct token_claims *to, struct err *err)
{
	char *text = r_jwt_get_full_claims_str(jwt);
	cJSON *claims = text ? json_parse(text, strlen(text), TOKEN_BYTES_MAX, err)
			     : NULL;
	bool ok = claims && read_claims(v, claims, now, a, to, err);

	json_free(claims);
	r_free(text);
	return ok;
}

static bool check(struct verifier *v, const char *token, instant now, struct arena *a,
	struct token_claims *to, struct err *err)
{
	jwt_t *jwt = NULL;
	bool ok = false;

	if (r_jwt_init(&jwt) != RHN_OK)
		return err_set(err, ERR_INTERNAL, "r_jwt_init");
	if (r_jwt_advanced_parse(jwt, token, R_PARSE_NONE, R_FLAG_IGNORE_REMOTE) != RHN_OK
		|| r_jwt_get_type(jwt) != R_JWT_TYPE_SIGN)
		err_set(err, ERR_FORMAT, "token: not a signed JWT");
	else
		ok = signature_good(v, jwt, err) && check_claims(v, jwt, now, a, to, err);
	r_jwt_free(jwt);
	return ok;
}

static struct remembered *place_of(struct verifier *v, const char *digest)
{
	size_t h = 0;

	for (int i = 0; i < 8; i++)
		h = h * 31 + (unsigned char)digest[i];
	return &v->memory[h % REMEMBERED];
}

static bool recall(const struct remembered *m, const char *digest, instant now,
	struct arena *a, struct token_claims *to)
{
	if (strcmp(m->digest, digest) != 0 || m->scade_il <= now)
		return false;
	to->persona = arena_strdup(a, m->persona);
	to->profilo = m->profilo;
	to->scade_il = m->scade_il;
	return true;
}

static void remember(
	struct remembered *m, const char *digest, const struct token_claims *c)
{
	memcpy(m->digest, digest, sizeof m->digest);
	memcpy(m->persona, c->persona, strlen(c->persona) + 1);
	m->profilo = c->profilo;
	m->scade_il = c->scade_il;
}

bool verifier_check(struct verifier *v, const char *token, instant now, struct arena *a,
	struct token_claims *to, struct err *err)
{
	char digest[DIGEST_TEXT_SIZE];
	size_t n = strlen(token);
	struct remembered *m = NULL;
	bool ok = false;

	if (n == 0 || n > TOKEN_BYTES_MAX)
		return err_set(err, ERR_FORMAT, "token: %zu bytes", n);
	digest_of(token, n, digest);
	pthread_mutex_lock(&v->lock);
	m = place_of(v, digest);
	ok = recall(m, digest, now, a, to);
	if (!ok && check(v, token, now, a, to, err)) {
		remember(m, digest, to);
		ok = true;
	}
	pthread_mutex_unlock(&v->lock);
	return ok;
}
