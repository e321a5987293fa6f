/* SPDX-License-Identifier: EUPL-1.2
 *
 * SHA-256, in one go or piece by piece, as 64 lower-case hexadecimal digits. */
#ifndef AGENDA_IO_DIGEST_H
#define AGENDA_IO_DIGEST_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DIGEST_TEXT_SIZE 65

struct digest {
	uint64_t state[16]; /* nettle's context, whose type stays in digest.c */
};

void digest_init(struct digest *d);
void digest_add(struct digest *d, const void *bytes, size_t n);
void digest_end(struct digest *d, char hex[DIGEST_TEXT_SIZE]); /* `d` is as after digest_init */

void digest_of(const void *bytes, size_t n, char hex[DIGEST_TEXT_SIZE]);

/* Of a whole regular file, read in pieces. ERR_ABSENT, ERR_IO. */
bool digest_file(const char *path, char hex[DIGEST_TEXT_SIZE], struct err *err);

#endif
