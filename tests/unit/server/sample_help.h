/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the tests of sample data and import share. */
#ifndef AGENDA_TESTS_SAMPLE_HELP_H
#define AGENDA_TESTS_SAMPLE_HELP_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The flat folder and the files in it. */
static inline void sample_remove_folder(const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		char path[512];

		(void)snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			unlink(path);
	}
	if (d)
		closedir(d);
	rmdir(folder);
}

#endif
