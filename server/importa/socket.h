/* SPDX-License-Identifier: EUPL-1.2
 *
 * The unix socket beside the database, and what is said on it:
 *
 *   client   "IMPORTA 1234\n" and as many bytes
 *   server   the lines of the report, then "FINE <exit status> <righe> <cambiate> <scartate>\n"
 *
 * The length comes first, so that a file cut half-way is never taken for a whole one. */
#ifndef AGENDA_SERVER_IMPORTA_SOCKET_H
#define AGENDA_SERVER_IMPORTA_SOCKET_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define IMPORTA_SILENCE_MS 60000 /* the other side may be quiet for so long */

/* A socket that listens, or that is connected to who listens; -1 and *err (ERR_ABSENT: nobody
 * does). The path may be longer than a socket address has room for. */
int importa_socket_listen(const char *database, struct err *err);
int importa_socket_connect(const char *database, struct err *err);
void importa_socket_remove(const char *database);

/* All of it, or false: cut off, or silent for too long. `stop` is a descriptor whose becoming
 * readable ends the wait; -1 for none. */
bool importa_socket_write(int fd, const void *bytes, size_t n);
bool importa_socket_read(int fd, int stop, void *bytes, size_t n);

#endif
