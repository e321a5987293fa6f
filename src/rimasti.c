/* SPDX-License-Identifier: EUPL-1.2 */
#include "src/rimasti.h"

#include "base/file.h"
#include "cache/pulizia.h"
#include "src/aperti.h"

#include <dirent.h>
#include <errno.h>
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

/* One clears up at a time, and nobody begins meanwhile: who is just beginning is neither dead yet
 * nor seen to be alive. */
static bool hold_folder(int folder, bool wait)
{
	while (flock(folder, LOCK_EX | (wait ? 0 : LOCK_NB)) != 0)
		if (errno != EINTR)
			return false;
	return true;
}

struct found {
	bool dead, alive;
	bool copy;
};

static struct found look(DIR *d)
{
	struct found found = { 0 };
	struct dirent *e;

	rewinddir(d);
	while ((e = readdir(d))) {
		if (begins(e->d_name, MARK) && is_of_nobody(dirfd(d), e->d_name))
			found.dead = true;
		else if (begins(e->d_name, MARK))
			found.alive = true;
		else if (begins(e->d_name, "cache-") && strstr(e->d_name, ".db"))
			found.copy = true;
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

static void remove_dead_marks(DIR *d)
{
	struct dirent *e;

	rewinddir(d);
	while ((e = readdir(d)))
		if (begins(e->d_name, MARK) && is_of_nobody(dirfd(d), e->d_name))
			unlinkat(dirfd(d), e->d_name, 0);
}

/* The marks go last, and stay as long as something does: they are what calls the next one. */
static void clear(DIR *d, const struct options *o)
{
	struct found found = look(d);

	if (!found.dead)
		return;
	cache_sweep(o->cartella_sessione, INT64_MAX, FILES_MAX); /* what nobody has locked */
	aperti_close(o);
	if (found.alive)
		return;
	remove_access(d);
	if (!look(d).copy)
		remove_dead_marks(d);
}

void rimasti_clear(const struct options *o)
{
	DIR *d = leaves_nothing(o) ? file_open_folder(AT_FDCWD, o->cartella_sessione) : NULL;

	if (d && hold_folder(dirfd(d), false))
		clear(d, o);
	if (d)
		closedir(d);
}

static char *mark_path(const struct options *o, struct arena *a)
{
	return arena_printf(a, "%s/" MARK "%ld", o->cartella_sessione, (long)getpid());
}

static int make_mark(const struct options *o)
{
	struct arena a = { 0 };
	int fd = open(mark_path(o, &a), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
		close(fd);
		fd = -1;
	}
	arena_release(&a);
	return fd;
}

int rimasti_begin(const struct options *o)
{
	struct err err = { 0 };
	DIR *d = leaves_nothing(o) && file_make_folders(o->cartella_sessione, &err)
		? file_open_folder(AT_FDCWD, o->cartella_sessione) : NULL;
	int mark = d && hold_folder(dirfd(d), true) ? make_mark(o) : -1;

	if (d)
		closedir(d);
	return mark;
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
