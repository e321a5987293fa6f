/* SPDX-License-Identifier: EUPL-1.2
 *
 * The kinds of record of an import. */
#include "domain/importazione.h"

#define CODE_(c, l)  #c,
#define LABEL_(c, l) l,
static const char *const codes[] = { "", TIPO_RECORD_LIST(CODE_) };
static const char *const labels[] = { "", TIPO_RECORD_LIST(LABEL_) };

const struct words tipo_record_words = { "TipoRecord", codes, labels, TIPO_RECORD_COUNT };
