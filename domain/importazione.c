/* SPDX-License-Identifier: EUPL-1.2
 *
 * The kinds of record. Lower case on the line, because they are also the name of the member. */
#include "domain/importazione.h"

static const char *const tipo_record_codes[] = { "", "sede", "punto", "persona", "delega",
	"rapporto", "quesito", "comunicazione" };
static const char *const tipo_record_labels[] = { "", N_("Struttura territoriale"),
	N_("punto di consulenza"), N_("persona"), N_("delega"), N_("rapporto di lavoro"),
	N_("quesito"), N_("comunicazione") };

_Static_assert(sizeof(tipo_record_codes) / sizeof(tipo_record_codes[0]) == RECORD_COUNT,
	"a code for each kind of record");

const struct words tipo_record_words = { "TipoRecord", tipo_record_codes,
	tipo_record_labels, RECORD_COUNT };
