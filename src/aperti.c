/* SPDX-License-Identifier: EUPL-1.2 */
#include "src/aperti.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static char *root(const struct options *o, struct arena *a)
{
	const char *base = o->cartella_sessione ? o->cartella_sessione : o->cartella_cache;

	return base ? arena_printf(a, "%s/aperti", base) : NULL;
}

char *aperti_folder(const struct options *o, struct arena *a)
{
	char *all = root(o, a);

	return all ? arena_printf(a, "%s/%ld", all, (long)getpid()) : NULL;
}

static bool is_over(const char *name)
{
	char *end;
	long pid = strtol(name, &end, 10);

	if (*end || pid <= 0)
		return false;
	return pid == (long)getpid() || (kill((pid_t)pid, 0) < 0 && errno == ESRCH);
}

static void remove_those(const struct options *o, bool all)
{
	struct arena a = { 0 };
	char *path = root(o, &a);
	DIR *d = path ? file_open_folder(AT_FDCWD, path) : NULL;
	struct dirent *e;

	while (d && (e = readdir(d)))
		if (e->d_name[0] != '.' && (all || is_over(e->d_name)))
			file_remove_folder(dirfd(d), e->d_name);
	if (d)
		closedir(d);
	if (d)
		rmdir(path); /* stays as long as another program has something in it */
	arena_release(&a);
}

void aperti_close(const struct options *o)
{
	remove_those(o, false);
}

void aperti_purge(const struct options *o)
{
	remove_those(o, true);
}
