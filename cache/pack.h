/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Domain structs as bytes and back, for cache.db alone: one function per struct goes
 * both ways, so that the two cannot disagree. The bytes say nothing of their own shape:
 * the file that holds them carries pack_shape(), and dies when the program's is
 * another.
 */
#ifndef AGENDA_CACHE_PACK_H
#define AGENDA_CACHE_PACK_H

#include "base/arena.h"
#include "base/buf.h"
#include "domain/operazione.h"
#include "domain/persona.h"

#define PACK_SHAPE_SIZE 65

/* Changes with every vocabulary and with PACK_VERSION (pack.c). */
void pack_shape(char shape[PACK_SHAPE_SIZE]);

struct pack {
	struct buf *to;          /* writing; NULL: reading */
	const unsigned char *at; /* reading */
	const unsigned char *end;
	struct arena *a;
	bool bad; /* bytes that no writer of ours wrote */
};

/* When writing, what `v` points to is only read. */
void pack_persona(struct pack *p, struct persona *v);
void pack_profilo(struct pack *p, struct profilo *v);
void pack_recapiti(struct pack *p, struct recapiti *v);
void pack_rapporto(struct pack *p, struct rapporto *v);
void pack_quesito(struct pack *p, struct quesito *v);
void pack_punto(struct pack *p, struct punto *v);
void pack_giorno(struct pack *p, struct giorno_disponibile *v);
void pack_sintesi(struct pack *p, struct appuntamento_sintesi *v);
void pack_appuntamento(struct pack *p, struct appuntamento *v);
void pack_manuale(struct pack *p, struct manuale *v);
void pack_manuali(struct pack *p, struct manuali *v);
void pack_operazione(struct pack *p, struct operazione *v);

/* A list of names: which punti are competent for a rapporto. */
struct pack_names {
	const char **items;
	size_t n;
};
void pack_names(struct pack *p, struct pack_names *v);

#endif
