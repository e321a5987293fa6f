/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The keys of an outside issuer, fetched by a thread of their own: at start, every ten minutes,
 * and when a token names a key that is not known, but then at most once a minute.
 */
#ifndef AGENDA_SERVER_ISSUER_KEYS_H
#define AGENDA_SERVER_ISSUER_KEYS_H

#include "base/err.h"
#include "server/http/log.h"
#include "server/issuer/token.h"

struct key_fetcher;

/* `issuer` is the address that the tokens name: its metadata (RFC 8414) say where the keys are.
 * NULL and err when it may not be asked (https, or http on this machine). */
struct key_fetcher *key_fetcher_new(
	const char *issuer, struct verifier *v, struct access_log *log, struct err *err);
void key_fetcher_free(struct key_fetcher *f); /* takes NULL */

#endif
