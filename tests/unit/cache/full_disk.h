/* SPDX-License-Identifier: EUPL-1.2
 *
 * A disk that fills up when told to: SQLite's own file functions, but for the write that
 * finds no room. */
#ifndef AGENDA_TESTS_CACHE_FULL_DISK_H
#define AGENDA_TESTS_CACHE_FULL_DISK_H

void full_disk_install(void); /* before the first file is opened */
void full_disk_after(
	int writes);        /* that many writes succeed, the others do not; -1: all do */
/* Full as long as *fd, which has its room, is open; NULL: no longer. */
void full_disk_while(const int *fd);
int full_disk_writes(void); /* so far */

#endif
