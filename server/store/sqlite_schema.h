/* SPDX-License-Identifier: EUPL-1.2
 *
 * The SQLite engine's tables, as steps of user_version. A step that has been in a release is
 * never changed: the next one changes what it made. */
#ifndef AGENDA_SERVER_STORE_SQLITE_SCHEMA_H
#define AGENDA_SERVER_STORE_SQLITE_SCHEMA_H

#define SQLITE_SCHEMA_STEPS       6
#define SQLITE_SCHEMA_APPLICATION 0x41474431 /* "AGD1": whose file it is */

extern const char *const sqlite_schema[SQLITE_SCHEMA_STEPS];

#endif
