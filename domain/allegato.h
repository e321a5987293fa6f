/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A file: uploaded with an appuntamento, or sent with a comunicazione. What may be uploaded
 * (messaggio INPS 2651/2019): up to three, PDF, JPEG, PNG or TIFF, at most 3 MB in total.
 * "By content and not by name" and 3 145 728 bytes are decisions of this project.
 */
#ifndef AGENDA_DOMAIN_ALLEGATO_H
#define AGENDA_DOMAIN_ALLEGATO_H

#include "base/err.h"
#include "domain/calendario.h"
#include "domain/words.h"

#define ALLEGATI_MAX 3
#define ALLEGATI_BYTES_MAX 3145728
#define SHA256_TEXT_SIZE 65

struct allegato {
	const char *id;
	const char *nome; /* cleaned: shown and used as a file name */
	enum tipo_file tipo;
	int64_t byte;
	const char *sha256;   /* 64 hexadecimal digits, lower case */
	instant caricato_il;
	instant scade_il;     /* unconfirmed uploads only; INSTANT_NONE otherwise */
};

/* What the bytes are: signature at offset 0, and an end that fits the kind (%%EOF within the
 * last 1024 bytes, FF D9, IEND; TIFF of both byte orders, BigTIFF refused). NONE when in doubt. */
enum tipo_file allegato_sniff(const void *bytes, size_t n);

/* What the first bytes promise of a kind whose outline lies further on (JPEG, TIFF), for lists of
 * files that nobody reads whole; NONE for the others. The whole file may still be refused. */
enum tipo_file allegato_promise(const void *head, size_t n);

/* May these files go together? On failure `err` is PROBLEM_ALLEGATI_TROPPO_GRANDI or
 * PROBLEM_ALLEGATO_NON_AMMESSO and says which rule and by how much. */
bool allegati_check(const int64_t *bytes, size_t n, struct err *err);

const char *tipo_file_mime(enum tipo_file t); /* "application/pdf"; NULL for NONE */
char *byte_phrase(struct arena *a, int64_t byte); /* "1,2 MB", "640 kB", "12 byte" */

#endif
