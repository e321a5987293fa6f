/* SPDX-License-Identifier: EUPL-1.2
 *
 * Whole files, read under a ceiling and written beside-then-renamed. */
#ifndef AGENDA_BASE_FILE_H
#define AGENDA_BASE_FILE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>

/* Appends the file to `to` (whose ceiling counts). ERR_LIMIT past it, ERR_ABSENT, ERR_IO.
 * Refuses what is not a regular file. "-" reads standard input. */
bool file_read(const char *path, struct buf *to, struct err *err);

/* Written 0600 beside `path`, fsynced, renamed over it. */
bool file_write(const char *path, const void *bytes, size_t n, struct err *err);

/* rename(2). What was at `to` is given back to the file system by a process of its own when that
 * would take longer than a few milliseconds: nobody waits for it. */
bool file_replace(const char *from, const char *to, struct err *err);

bool file_make_folders(const char *path, struct err *err); /* mkdir -p, 0700 */
bool file_make_folder_of(const char *path, struct err *err); /* of a file: what it will lie in */

/* `at` as for openat(). Never through a link: what is removed may lie where others can write. */
DIR *file_open_folder(int at, const char *name); /* NULL when there is none; closedir() */
/* A folder of plain files, with them; one that holds other things stays, with those. */
void file_remove_folder(int at, const char *name);

/* A name from elsewhere made safe to create: no separators, no leading dot or dash, sanitised,
 * at most 120 bytes with its ending kept; "senza-nome" when nothing is left. */
char *file_safe_name(struct arena *a, const char *name);

#endif
