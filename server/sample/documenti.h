/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Small true files for the sample data: each can be opened by an ordinary viewer, passes libmagic
 * and ends as its kind must. The pictures are the thumbnail of a typed page, drawn from a seed.
 */
#ifndef AGENDA_SERVER_SAMPLE_DOCUMENTI_H
#define AGENDA_SERVER_SAMPLE_DOCUMENTI_H

#include "base/buf.h"
#include "domain/words.h"

#include <stdbool.h>
#include <stdint.h>

/* Appends one page in Helvetica: a title and the lines of `testo` (UTF-8, Latin 1 only). */
void documento_pdf(struct buf *to, const char *titolo, const char *testo);

void documento_png(struct buf *to, uint64_t seme);
void documento_jpeg(struct buf *to, uint64_t seme);
void documento_tiff(struct buf *to, uint64_t seme, bool motorola); /* "MM" rather than "II" */

/* The one of that kind; `titolo` and `testo` are read by PDF alone. */
void documento_make(struct buf *to, enum tipo_file tipo, uint64_t seme, const char *titolo,
	const char *testo);

#endif
