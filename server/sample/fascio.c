/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/sample/fascio.h"

#include <string.h>

void fascio_init(struct fascio *f, struct arena *a, uint64_t seme, giorno oggi)
{
	*f = (struct fascio){ .arena = a, .oggi = oggi };
	random_seed(&f->caso, seme);
}

static struct record_importazione *fascio_add(struct fascio *f, enum tipo_record tipo)
{
	if (f->n == f->cap) {
		struct record_importazione *wider;

		f->cap = f->cap ? f->cap * 2 : 256;
		wider = arena_array(f->arena, f->cap, sizeof *wider);
		if (f->n)
			memcpy(wider, f->items, f->n * sizeof *wider);
		f->items = wider;
	}
	f->items[f->n].tipo = tipo;
	return &f->items[f->n++];
}

struct sede_importata *fascio_sede(struct fascio *f)
{
	struct sede_importata *v = arena_alloc(f->arena, sizeof *v);

	fascio_add(f, TIPO_RECORD_SEDE)->sede = v;
	return v;
}

struct punto_importato *fascio_punto(struct fascio *f)
{
	struct punto_importato *v = arena_alloc(f->arena, sizeof *v);

	fascio_add(f, TIPO_RECORD_PUNTO)->punto = v;
	return v;
}

struct persona_importata *fascio_persona(struct fascio *f)
{
	struct persona_importata *v = arena_alloc(f->arena, sizeof *v);

	fascio_add(f, TIPO_RECORD_PERSONA)->persona = v;
	return v;
}

struct delega_importata *fascio_delega(struct fascio *f)
{
	struct delega_importata *v = arena_alloc(f->arena, sizeof *v);

	v->dal = v->al = GIORNO_NONE;
	fascio_add(f, TIPO_RECORD_DELEGA)->delega = v;
	return v;
}

struct rapporto_importato *fascio_rapporto(struct fascio *f)
{
	struct rapporto_importato *v = arena_alloc(f->arena, sizeof *v);

	v->inizio = v->fine = GIORNO_NONE;
	fascio_add(f, TIPO_RECORD_RAPPORTO)->rapporto = v;
	return v;
}

struct quesito_importato *fascio_quesito(struct fascio *f)
{
	struct quesito_importato *v = arena_alloc(f->arena, sizeof *v);

	v->aperto_il = v->chiuso_il = GIORNO_NONE;
	fascio_add(f, TIPO_RECORD_QUESITO)->quesito = v;
	return v;
}

char *base64_of(struct arena *a, const void *bytes, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *in = bytes;
	char *out = arena_alloc(a, (n + 2) / 3 * 4 + 1), *o = out;

	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i;
		unsigned v = (unsigned)in[i] << 16;

		v |= left > 1 ? (unsigned)in[i + 1] << 8 : 0;
		v |= left > 2 ? in[i + 2] : 0;
		*o++ = digits[v >> 18];
		*o++ = digits[v >> 12 & 63];
		*o++ = left > 1 ? digits[v >> 6 & 63] : '=';
		*o++ = left > 2 ? digits[v & 63] : '=';
	}
	return out;
}
