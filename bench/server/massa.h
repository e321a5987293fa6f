/* SPDX-License-Identifier: EUPL-1.2
 *
 * A store with as many appuntamenti as wanted, all in the sight of one intermediario but three
 * of a cittadino's: written by SQL under the store's own schema, because through the store a
 * million takes minutes. For measures of reading only. */
#ifndef AGENDA_BENCH_SERVER_MASSA_H
#define AGENDA_BENCH_SERVER_MASSA_H

#include "base/err.h"

#define MASSA_STUDIO    "p-massa-studio"
#define MASSA_CITTADINO "p-massa-cittadino"

/* A new file at `path` with `n` appuntamenti (a multiple of 10), ready for store_open(). */
bool massa_write(const char *path, long n, struct err *err);

#endif
