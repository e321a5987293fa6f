/* SPDX-License-Identifier: EUPL-1.2
 *
 * Looking a field up. Names are compared byte by byte: JSON's are case-sensitive. */
#include "api/fields.h"

#include <string.h>

const struct field *fields_find(const struct fields *table, const char *name)
{
	for (size_t i = 0; i < table->n; i++) {
		if (strcmp(table->list[i].name, name) == 0)
			return &table->list[i];
	}
	return NULL;
}
