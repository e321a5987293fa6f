/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A fascio is a growing bundle of records to import, told by the other files of this folder. The
 * functions that add one return it zeroed, with its dates absent, for the caller to fill.
 */
#ifndef AGENDA_SERVER_SAMPLE_FASCIO_H
#define AGENDA_SERVER_SAMPLE_FASCIO_H

#include "base/random.h"
#include "domain/importazione.h"

struct fascio {
	struct arena *arena;
	struct record_importazione *items;
	size_t n;
	size_t cap;
	giorno oggi;
	struct random_sequence caso;
	int protocollo; /* how many were given */
};

void fascio_init(struct fascio *f, struct arena *a, uint64_t seme, giorno oggi);

struct sede_importata *fascio_sede(struct fascio *f);
struct punto_importato *fascio_punto(struct fascio *f);
struct persona_importata *fascio_persona(struct fascio *f);
struct delega_importata *fascio_delega(struct fascio *f);
struct rapporto_importato *fascio_rapporto(struct fascio *f);
struct quesito_importato *fascio_quesito(struct fascio *f);

char *base64_of(struct arena *a, const void *bytes, size_t n);

#endif
