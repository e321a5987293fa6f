/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Is this token one of the issuer's, for us, now? Signature by the issuer's published keys with
 * an allow-list of algorithms, then issuer, audience, times and scope. Keys that travel in the
 * token itself (jwk, jku, x5c, x5u) are never looked at. What the person may do is not here: the
 * store is asked at every request.
 */
#ifndef AGENDA_SERVER_ISSUER_TOKEN_H
#define AGENDA_SERVER_ISSUER_TOKEN_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "domain/words.h"

#include <stdbool.h>

#define TOKEN_BYTES_MAX 8192
#define TOKEN_LEEWAY_SECONDS \
	60 /* of nbf and iat, for clocks that disagree; never of exp */

struct verifier;

struct token_claims {
	const char *persona; /* sub */
	enum tipo_profilo
		profilo; /* the one in use; whether they hold it is the store's to say */
	instant scade_il;
};

/* No keys yet: everything is refused. Safe from any thread. Free with verifier_free. */
struct verifier *verifier_new(const char *issuer, const char *audience);
void verifier_free(struct verifier *v);

/* Takes the place of the keys so far; refused whole when no key in it can be used. */
bool verifier_set_keys(struct verifier *v, const char *jwks, struct err *err);

/* Called, from any thread, when a token names a key that is not known. Must not block. */
void verifier_on_unknown_key(struct verifier *v, void (*hook)(void *ctx), void *ctx);

/* Strings of *to live in `a`. False: err->cause says why, for the log only. */
bool verifier_check(struct verifier *v, const char *token, instant now, struct arena *a,
	struct token_claims *to, struct err *err);

#endif
