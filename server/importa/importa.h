/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * `agendad importa`: records of the institute as JSON lines, upserted into the store. A file is
 * all or nothing: every line is checked, every wrong one is named, and nothing enters unless all
 * are right. A record that is already there as told changes nothing and makes no variazione.
 *
 * SQLite has one writer process. While agendad runs, it alone writes: it listens on a unix socket
 * beside the database (DB.importa, 0600) and `agendad importa` hands it the file. When nobody
 * listens, `agendad importa` opens the store itself.
 */
#ifndef AGENDA_SERVER_IMPORTA_IMPORTA_H
#define AGENDA_SERVER_IMPORTA_IMPORTA_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct store;
struct importa_listener;

#define IMPORTA_BYTES_MAX ((size_t)256 << 20) /* of one file */

struct importa_outcome {
	size_t righe;     /* records read */
	size_t cambiate;  /* that changed something */
	size_t scartate;  /* refused: when not 0, nothing was loaded */
};

/*
 * The records in bytes[0..n). Each refused one is a line on `report` (UTF-8, Italian):
 * "riga 12: campo esito: …". False when anything was refused or the store failed.
 */
bool importa_bytes(struct store *store, const char *bytes, size_t n, FILE *report,
	struct importa_outcome *outcome, struct err *err);

/* The running server's side: a thread that takes files from `agendad importa`. */
struct importa_listener *importa_listen(struct store *store, const char *database,
	struct err *err);
void importa_listener_free(struct importa_listener *l); /* ends the thread; takes NULL */

/* The command: 0 loaded, 65 something refused, 66 no such file, 69 or 74 the store failed, … */
int importa_command(const char *file, const char *database);

#endif
