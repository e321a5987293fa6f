/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Where a folder lies: on this machine, or on a file system shared over a network, where SQLite's
 * WAL does not work and locks cannot always be believed.
 */
#ifndef AGENDA_CACHE_LUOGO_H
#define AGENDA_CACHE_LUOGO_H

enum luogo { LUOGO_LOCALE, LUOGO_RETE };

/* By the kernel's number for the kind of file system (statfs f_type). Unknown ones are local. */
enum luogo luogo_of_type(unsigned long f_type);

/* Of the folder, or of the nearest one above it that exists. */
enum luogo luogo_of(const char *folder);

#endif
