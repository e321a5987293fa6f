/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The manuals, read once at start from a folder of Markdown files: the name begins with the
 * profile ("cittadino.md", "intermediario-deleghe.md") and is the id, the first "# " line is the
 * title, "Versione X" among the first lines is the version.
 */
#ifndef AGENDA_SERVER_SERVICES_MANUALI_H
#define AGENDA_SERVER_SERVICES_MANUALI_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/operazione.h"

struct manuals;

/* NULL and err when a file there cannot be read; a folder that is not there holds none. */
struct manuals *manuals_load(const char *folder, struct err *err);
void manuals_free(struct manuals *m);

/* Those of a profile, in order of id, without texts; the items live in `a`. */
void manuals_list(const struct manuals *m, enum tipo_profilo profilo, struct arena *a,
	struct manuali *to);
/* With its text; NULL when there is none, or it is another profile's. */
const struct manuale *manuals_find(
	const struct manuals *m, enum tipo_profilo profilo, const char *id);

#endif
