/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The issuer of --demo: on this machine only, its own port, with the real endpoints of the device
 * grant (RFC 8414, RFC 8628) and three of its own: who can sign in, signing one in without a
 * browser, and the hard cases (guasti) that one wants to see. No real person ever signs in here.
 */
#ifndef AGENDA_SERVER_ISSUER_DEMO_H
#define AGENDA_SERVER_ISSUER_DEMO_H

#include "api/messages.h"
#include "base/arena.h"
#include "base/err.h"
#include "server/http/log.h"

#include <stdint.h>

struct demo_issuer;
struct verifier;

struct demo_options {
	const char *listen;     /* "127.0.0.1:0" */
	int64_t token_seconds;  /* 0: 900 */
	struct access_log *log; /* may be NULL */
	void *ctx;              /* of the two functions below */
	/* The sample's people, into `a`. */
	bool (*people)(
		void *ctx, struct arena *a, struct persone_demo *to, struct err *err);
	/* Makes it happen. Not for ACCESSO_SCADUTO, which is the issuer's own. */
	bool (*fault)(void *ctx, const struct guasto_demo *g, struct err *err);
};

/* Listening when it returns; NULL and err otherwise. Free with demo_issuer_free. */
struct demo_issuer *demo_issuer_new(const struct demo_options *o, struct err *err);
void demo_issuer_free(struct demo_issuer *d); /* takes NULL */

const char *demo_issuer_address(const struct demo_issuer *d);

/* `v` gets the keys, now and whenever they change. */
bool demo_issuer_bind(struct demo_issuer *d, struct verifier *v, struct err *err);

/* A token without the grant, for tests; yours (FREE). */
char *demo_issuer_token(struct demo_issuer *d, const char *persona,
	enum tipo_profilo profilo, struct err *err);

#endif
