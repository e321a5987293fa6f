/* SPDX-License-Identifier: EUPL-1.2
 *
 * A folder of its own for a test: made empty, removed with all that is in it. */
#ifndef AGENDA_TESTS_SUPPORT_FOLDER_H
#define AGENDA_TESTS_SUPPORT_FOLDER_H

#include <stdbool.h>

#define FOLDER_SIZE 64

/* Ends the program when it cannot. */
void folder_make(char path[FOLDER_SIZE]);
void folder_remove(const char *path);

/* May somebody without powers go down to this file? What lies below a folder of root's alone, as
 * /root is, nobody else could start. */
bool folder_open_to_others(const char *file);

#endif
