/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A bozza taken up again: what is no longer as it was when it was saved. Each check looks at one
 * field against what the server says now, takes out of the bozza what cannot stay, and says every
 * thing in one sentence: nothing goes without being named.
 */
#ifndef AGENDA_DOMAIN_RIPRESA_H
#define AGENDA_DOMAIN_RIPRESA_H

#include "domain/operazione.h"
#include "domain/persona.h"
#include "domain/rapporto.h"

enum ripresa_campo {
	RIPRESA_RAPPORTO,
	RIPRESA_QUESITI,
	RIPRESA_PUNTO,
	RIPRESA_ORARIO,
	RIPRESA_ALLEGATI,
	RIPRESA_RECAPITI,
	RIPRESA_CAMPI
};

struct ripresa_voce {
	enum ripresa_campo campo;
	const char *frase;
};

#define RIPRESA_VOCI_MAX 40

struct ripresa {
	struct arena *a; /* of the sentences */
	struct ripresa_voce voci[RIPRESA_VOCI_MAX];
	size_t n;
};

/* How a file was found where it lay. */
enum file_trovato { FILE_UGUALE, FILE_CAMBIATO, FILE_SPARITO };

/* `visible`: the server still shows the rapporto. `datore`: its employer, NULL when nobody knows
 * the rapporto any more. `p` may be NULL. */
void ripresa_rapporto(struct ripresa *r, const struct bozza *b, bool visible,
	const struct persona *datore, const struct profilo *p);
void ripresa_quesiti(struct ripresa *r, struct bozza *b, const struct quesiti *all);
void ripresa_punto(struct ripresa *r, struct bozza *b, const struct punti *all);
/* `d` NULL, or without that day: only whether it has passed. */
void ripresa_orario(struct ripresa *r, struct bozza *b, const struct disponibilita *d,
	instant now);
void ripresa_recapiti(struct ripresa *r, struct bozza *b, const struct recapiti *all);
void ripresa_file(struct ripresa *r, const struct bozza_allegato *f, enum file_trovato how,
	instant now);

/* One sentence on the fields (bits) that nobody could look at; on the first of them. */
void ripresa_non_controllati(struct ripresa *r, unsigned campi);

/* The fields of `b` that have something in them: bits. */
unsigned ripresa_campi(const struct bozza *b);

#endif
