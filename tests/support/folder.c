/* SPDX-License-Identifier: EUPL-1.2 */
#include "tests/support/folder.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void folder_make(char path[FOLDER_SIZE])
{
	snprintf(path, FOLDER_SIZE, "/tmp/agenda-prova-XXXXXX");
	if (!mkdtemp(path))
		abort();
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st;
	(void)kind;
	(void)where;
	return remove(path);
}

void folder_remove(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

bool folder_open_to_others(const char *file)
{
	char path[512];
	struct stat st;

	snprintf(path, sizeof(path), "%s", file);
	for (char *p = path + 1; (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		if (stat(path, &st) != 0 || !(st.st_mode & S_IXOTH))
			return false;
		*p = '/';
	}
	return true;
}
