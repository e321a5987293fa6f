/* SPDX-License-Identifier: EUPL-1.2 */
#include "tests/support/folder.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

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
	if (remove(path) != 0)
		umount2(path, MNT_DETACH); /* a disk of support/disk.h; nothing, where there is none */
	return 0;
}

void folder_remove(const char *path)
{
	/* What lies below a disk, or was covered by it, goes in the second walk. */
	for (int walk = 0; walk < 2 && access(path, F_OK) == 0; walk++)
		nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	if (access(path, F_OK) == 0)
		fprintf(stderr, "%s could not be removed\n", path);
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
