/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What an uploaded file is: two opinions, libmagic's and the domain's own (signature and end).
 * Only where both say the same of the four kinds is it taken.
 */
#ifndef AGENDA_SERVER_SERVICES_TIPO_H
#define AGENDA_SERVER_SERVICES_TIPO_H

#include "base/err.h"
#include "domain/words.h"

#include <stddef.h>

struct sniffer;

/* NULL and err when libmagic has no data. Safe from any thread. Free with sniffer_free. */
struct sniffer *sniffer_new(struct err *err);
void sniffer_free(struct sniffer *s);

enum tipo_file sniffer_ask(
	struct sniffer *s, const void *bytes, size_t n); /* NONE: refuse */

#endif
