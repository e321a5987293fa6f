/* SPDX-License-Identifier: EUPL-1.2
 *
 * Disks that misbehave: a small one that fills up, one that cannot be written. They are mounted
 * for this test and the programs it starts alone, and are gone with it. */
#ifndef AGENDA_TESTS_SUPPORT_DISK_H
#define AGENDA_TESTS_SUPPORT_DISK_H

#include <stddef.h>

/* An empty file system of so many bytes at `path`, a folder. NULL; or why it cannot be made here,
 * for SKIP(). */
const char *disk_small(const char *path, size_t bytes);
void disk_grow(const char *path, size_t bytes); /* the same with more room */
/* What is there can be read only, by whomever. NULL or why not. */
const char *disk_read_only(const char *path);

/* Takes all the room that is left but `spare` bytes; gives it back. */
void disk_fill(const char *path, size_t spare);
void disk_relieve(const char *path);

#endif
