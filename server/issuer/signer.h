/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The demo's own key, made at each start and never written anywhere, and the tokens it signs.
 * Safe from any thread.
 */
#ifndef AGENDA_SERVER_ISSUER_SIGNER_H
#define AGENDA_SERVER_ISSUER_SIGNER_H

#include "base/clock.h"
#include "base/err.h"
#include "domain/words.h"

#include <stdint.h>

struct signer;

/* NULL and err when no key can be made. Free with signer_free. */
struct signer *signer_new(struct err *err);
void signer_free(struct signer *s);

/* Another key in its place: all that was signed so far is worth nothing any more. */
bool signer_renew(struct signer *s, struct err *err);

char *signer_jwks(struct signer *s); /* the public half, as a key set; yours (FREE) */

struct token_request {
	const char *issuer;
	const char *audience;
	const char *persona;
	enum tipo_profilo profilo;
	const char *scope;
	instant now;
	int64_t seconds;
};

/* A signed token, yours (FREE); NULL and err. */
char *signer_token(struct signer *s, const struct token_request *t, struct err *err);

#endif
