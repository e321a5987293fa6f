/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/issuer/signer.h"

#include "base/alloc.h"
#include "base/random.h"

#include <pthread.h>
#include <rhonabwy.h>
#include <string.h>

struct signer {
	pthread_mutex_t lock;
	jwk_t *private_key;
	jwk_t *public_key;
	char kid[UUID_SIZE];
};

static void forget(struct signer *s)
{
	r_jwk_free(s->private_key);
	r_jwk_free(s->public_key);
	s->private_key = NULL;
	s->public_key = NULL;
}

static bool make_key(struct signer *s, struct err *err)
{
	random_uuid(s->kid);
	if (r_jwk_init(&s->private_key) == RHN_OK && r_jwk_init(&s->public_key) == RHN_OK
		&& r_jwk_generate_key_pair(
			   s->private_key, s->public_key, R_KEY_TYPE_EC, 256, s->kid)
			== RHN_OK
		&& r_jwk_set_property_str(s->public_key, "alg", "ES256") == RHN_OK
		&& r_jwk_set_property_str(s->public_key, "use", "sig") == RHN_OK)
		return true;
	forget(s);
	return err_set(err, ERR_INTERNAL, "no key pair");
}

struct signer *signer_new(struct err *err)
{
	struct signer *s = xalloc(sizeof *s);

	pthread_mutex_init(&s->lock, NULL);
	if (make_key(s, err))
		return s;
	signer_free(s);
	return NULL;
}

void signer_free(struct signer *s)
{
	if (!s)
		return;
	forget(s);
	pthread_mutex_destroy(&s->lock);
	FREE(&s);
}

bool signer_renew(struct signer *s, struct err *err)
{
	bool ok = false;

	pthread_mutex_lock(&s->lock);
	forget(s);
	ok = make_key(s, err);
	pthread_mutex_unlock(&s->lock);
	return ok;
}

char *signer_jwks(struct signer *s)
{
	jwks_t *set = NULL;
	char *text = NULL;
	char *mine = NULL;

	pthread_mutex_lock(&s->lock);
	if (r_jwks_init(&set) == RHN_OK
		&& r_jwks_append_jwk(set, s->public_key) == RHN_OK)
		text = r_jwks_export_to_json_str(set, 0);
	pthread_mutex_unlock(&s->lock);
	mine = xstrdup(text ? text : "{\"keys\":[]}");
	r_free(text);
	r_jwks_free(set);
	return mine;
}

static bool fill(jwt_t *jwt, const char *kid, const struct token_request *t)
{
	char id[UUID_SIZE];

	random_uuid(id);
	return r_jwt_set_sign_alg(jwt, R_JWA_ALG_ES256) == RHN_OK
		&& r_jwt_set_header_str_value(jwt, "kid", kid) == RHN_OK
		&& r_jwt_set_header_str_value(jwt, "typ", "at+jwt") == RHN_OK
		&& r_jwt_set_claim_str_value(jwt, "iss", t->issuer) == RHN_OK
		&& r_jwt_set_claim_str_value(jwt, "aud", t->audience) == RHN_OK
		&& r_jwt_set_claim_str_value(jwt, "sub", t->persona) == RHN_OK
		&& r_jwt_set_claim_str_value(jwt, "scope", t->scope) == RHN_OK
		&& r_jwt_set_claim_str_value(jwt, "jti", id) == RHN_OK
		&& r_jwt_set_claim_str_value(jwt, "profilo",
			   words_code(&tipo_profilo_words, (int)t->profilo))
		== RHN_OK
		&& r_jwt_set_claim_int_value(jwt, "iat", t->now) == RHN_OK
		&& r_jwt_set_claim_int_value(jwt, "exp", t->now + t->seconds) == RHN_OK;
}

char *signer_token(struct signer *s, const struct token_request *t, struct err *err)
{
	jwt_t *jwt = NULL;
	char *text = NULL;
	char *mine = NULL;

	pthread_mutex_lock(&s->lock);
	if (r_jwt_init(&jwt) == RHN_OK && fill(jwt, s->kid, t))
		text = r_jwt_serialize_signed(jwt, s->private_key, R_FLAG_IGNORE_REMOTE);
	pthread_mutex_unlock(&s->lock);
	if (text)
		mine = xstrdup(text);
	else
		err_set(err, ERR_INTERNAL, "token not signed");
	r_free(text);
	r_jwt_free(jwt);
	return mine;
}
