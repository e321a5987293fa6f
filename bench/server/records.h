/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who books in the measures of the server: employers with quesiti of their own, and one punto
 * with more free times than they can take. */
#ifndef AGENDA_BENCH_SERVER_RECORDS_H
#define AGENDA_BENCH_SERVER_RECORDS_H

#include "base/buf.h"
#include "domain/calendario.h"

#define EMPLOYERS 64
#define QUESITI   4 /* of each */
#define PUNTO     "P9001-01"

void records_add(struct buf *b);              /* JSON lines for `agendad importa` */
instant records_time(unsigned n, unsigned q); /* when employer n books its quesito q */

#endif
