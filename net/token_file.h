/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The token between two runs of the program, in a file that only its person can read.
 * Private to net/.
 */
#ifndef AGENDA_NET_TOKEN_FILE_H
#define AGENDA_NET_TOKEN_FILE_H

#include "base/clock.h"
#include "base/err.h"

#include <stdbool.h>

struct token {
	char *access;
	char *refresh;  /* NULL: none */
	instant expiry; /* INSTANT_NONE: not said */
};

void token_wipe(struct token *t); /* takes a zeroed one */

bool token_save(
	const char *path, const char *issuer, const struct token *t, struct err *err);

/* False when there is none, it is not this issuer's, or others could have read it. */
bool token_load(const char *path, const char *issuer, struct token *to);

void token_remove(const char *path);

#endif
