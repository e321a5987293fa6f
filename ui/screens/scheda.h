/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * An appuntamento as a page to read: the essentials beside a list, or the whole of it.
 * Attachments are the things to act on; their ids are those of the allegati.
 */
#ifndef AGENDA_UI_SCREENS_SCHEDA_H
#define AGENDA_UI_SCREENS_SCHEDA_H

#include "ui/model.h"
#include "ui/widgets/reader.h"

#define SCHEDA_NAMES 16 /* columns of the names */

/* Changes when a page made of model.dettaglio would say something else. */
uint64_t scheda_made_of(const struct model *m);
void scheda_short(struct reader *r, enum nomi nomi, const struct appuntamento *x,
	struct arena *a);
/* Where the words of a search are in it; nothing when `typed` is NULL or they are in no text. */
void scheda_found(struct reader *r, const struct appuntamento *x, const char *typed,
	struct arena *a);
/* The whole of it in two parts: side by side where there is room, else one after the
 * other. */
void scheda_whole(struct reader *r, enum nomi nomi, const struct appuntamento *x,
	struct arena *a);
void scheda_quesito(struct reader *r, const struct quesito *q, struct arena *a);
void scheda_quesiti(struct reader *r, const struct appuntamento *x, struct arena *a);

/* "giovedì 26 novembre 2026, ore 09:30" */
char *quando_phrase(struct arena *a, instant t);
/* "lettera.pdf · PDF · 180 kB" */
char *allegato_phrase(struct arena *a, const char *nome, enum tipo_file tipo, int64_t byte);
/* "Contributi · Versamenti non risultanti" */
char *quesito_phrase(struct arena *a, const struct quesito *q);
/* The attachment of that id, sent with it or with a comunicazione; NULL: none. */
const struct allegato *scheda_allegato(const struct appuntamento *x, const char *id);

#endif
