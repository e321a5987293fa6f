/* SPDX-License-Identifier: EUPL-1.2 */
#include "src/rimasti.h"

#include "base/file.h"
#include "cache/pulizia.h"
#include "src/aperti.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define MARK    "in-uso-"
#define FILES_MAX 1000

static bool leaves_nothing(const struct options *o)
{
	return o->postazione == POSTAZIONE_CONDIVISA && o->cartella_sessione && !o->senza_cache;
}

static bool begins(const char *name, const char *with)
{
	return strncmp(name, with, strlen(with)) == 0;
}

static bool is_of_nobody(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	bool dead = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;

	if (fd >= 0)
		close(fd);
	return dead;
}

struct found {
	bool dead, alive;
};

static struct found look_for_marks(DIR *d)
{
	struct found found = { 0 };
	struct dirent *e;

	while ((e = readdir(d))) {
		if (!begins(e->d_name, MARK))
			continue;
		if (is_of_nobody(dirfd(d), e->d_name) && unlinkat(dirfd(d), e->d_name, 0) == 0)
			found.dead = true;
		else
			found.alive = true;
	}
	return found;
}

/* Who was in, and with what: of this user, so also of an interface that is still open. */
static void remove_access(DIR *d)
{
	struct dirent *e;

	rewinddir(d);
	while ((e = readdir(d)))
		if (begins(e->d_name, "token-") || begins(e->d_name, "sessione-"))
			unlinkat(dirfd(d), e->d_name, 0);
}

void rimasti_clear(const struct options *o)
{
	DIR *d = leaves_nothing(o) ? file_open_folder(AT_FDCWD, o->cartella_sessione) : NULL;
	struct found found = { 0 };

	if (d)
		found = look_for_marks(d);
	if (found.dead) {
		cache_sweep(o->cartella_sessione, INT64_MAX, FILES_MAX); /* what nobody has locked */
		if (!found.alive)
			remove_access(d);
		aperti_close(o);
	}
	if (d)
		closedir(d);
}

static char *mark_path(const struct options *o, struct arena *a)
{
	return arena_printf(a, "%s/" MARK "%ld", o->cartella_sessione, (long)getpid());
}

int rimasti_begin(const struct options *o)
{
	struct arena a = { 0 };
	struct err err = { 0 };
	int fd = -1;

	if (leaves_nothing(o) && file_make_folders(o->cartella_sessione, &err))
		fd = open(mark_path(o, &a), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0)
		flock(fd, LOCK_EX | LOCK_NB);
	arena_release(&a);
	return fd;
}

void rimasti_end(const struct options *o, int mark)
{
	struct arena a = { 0 };

	if (mark < 0)
		return;
	unlink(mark_path(o, &a));
	close(mark);
	arena_release(&a);
}
