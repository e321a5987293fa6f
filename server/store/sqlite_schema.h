/* SPDX-License-Identifier: EUPL-1.2
 *
 * The SQLite engine's tables, as the steps that make version 1 of them. */
#ifndef AGENDA_SERVER_STORE_SQLITE_SCHEMA_H
#define AGENDA_SERVER_STORE_SQLITE_SCHEMA_H

#include <stddef.h>

#define SQLITE_SCHEMA_VERSION 1
#define SQLITE_SCHEMA_APPLICATION 0x41474431 /* "AGD1": whose file it is */

const char *sqlite_schema_passo(size_t i); /* NULL after the last one */

#endif
