/* SPDX-License-Identifier: EUPL-1.2
 *
 * Whole files. The cause of an error never holds the path, which may name a person; the
 * sentence does, because it is read by who typed it. */
#include "base/file.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHUNK           ((size_t)16 * 1024)
#define SAFE_NAME_MAX   120
#define SAFE_ENDING_MAX 16

static bool read_all(int fd, struct buf *to, struct err *err)
{
	char chunk[CHUNK];
	ssize_t n;

	for (;;) {
		n = read(fd, chunk, sizeof(chunk));
		if (n == 0)
			return true;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, "read");
		if (!buf_add(to, chunk, (size_t)n)) {
			err_set(err, ERR_LIMIT, "file longer than %zu bytes",
				to->ceiling);
			return err_say(err, _("Il file è troppo grande."));
		}
	}
}

bool file_read(const char *path, struct buf *to, struct err *err)
{
	struct stat st;
	bool ok = false;
	int fd;

	if (strcmp(path, "-") == 0)
		return read_all(STDIN_FILENO, to, err);
	/* Non-blocking, so that a pipe without a writer is refused instead of waited for. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0) {
		err_errno(err, "open");
		return err_say(err, _("Non riesco a leggere il file %s."), path);
	}
	if (fstat(fd, &st) != 0) {
		err_errno(err, "fstat");
		goto out;
	}
	if (!S_ISREG(st.st_mode)) {
		err_set(err, ERR_IO, "not a regular file");
		err_say(err, _("%s non è un file."), path);
		goto out;
	}
	ok = read_all(fd, to, err);
out:
	close(fd);
	return ok;
}

static bool write_all(int fd, const char *bytes, size_t n, struct err *err)
{
	while (n > 0) {
		ssize_t done = write(fd, bytes, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return err_errno(err, "write");
		bytes += done;
		n -= (size_t)done;
	}
	if (fsync(fd) != 0)
		return err_errno(err, "fsync");
	return true;
}

/* The rename itself reaches the disk with the folder. */
static bool sync_folder(const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? xstrndup(path, (size_t)(slash - path) + 1) : xstrdup(".");
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);

	if (!ok)
		err_errno(err, "fsync of the folder");
	if (fd >= 0)
		close(fd);
	FREE(&folder);
	return ok;
}

bool file_write(const char *path, const void *bytes, size_t n, struct err *err)
{
	struct arena a = { 0 };
	char *beside = arena_printf(&a, "%s.XXXXXX", path);
	int fd = mkostemp(beside, O_CLOEXEC); /* 0600 */
	bool ok = false;

	if (fd < 0) {
		err_errno(err, "create");
		goto out;
	}
	ok = write_all(fd, bytes, n, err);
	if (close(fd) != 0 && ok)
		ok = err_errno(err, "close");
	if (ok && rename(beside, path) != 0)
		ok = err_errno(err, "rename");
	if (!ok) {
		unlink(beside);
		goto out;
	}
	ok = sync_folder(path, err);
out:
	if (!ok)
		err_say(err, _("Non riesco a scrivere il file %s."), path);
	arena_release(&a);
	return ok;
}

/* --- a large file in the place of another ---------------------------------------- */

#define FREED_AT_ONCE ((off_t)8 << 20) /* a millisecond; 400 MB take a tenth of a second */

/* Holds every descriptor that it was born with until `told` has no writer left. */
static _Noreturn void hold_until(const int told[2])
{
	char byte;

	close(told[1]);
	while (read(told[0], &byte, 1) < 0 && errno == EINTR)
		;
	_exit(0);
}

/*
 * Whoever closes the last descriptor of a file without a name pays for its blocks: a grandchild,
 * which init reaps, is still holding it when we close ours.
 */
static void close_elsewhere(int fd)
{
	int told[2];
	pid_t child;

	if (pipe2(told, O_CLOEXEC) != 0) {
		close(fd);
		return;
	}
	child = fork();
	if (child == 0) {
		if (fork() == 0)
			hold_until(told);
		_exit(0);
	}
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	close(fd);
	close(told[0]);
	close(told[1]);
}

bool file_replace(const char *from, const char *to, struct err *err)
{
	int old = open(to, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;
	bool large = old >= 0 && fstat(old, &st) == 0 && st.st_size > FREED_AT_ONCE;
	bool ok = rename(from, to) == 0 || err_errno(err, "rename");

	if (old >= 0 && ok && large)
		close_elsewhere(old);
	else if (old >= 0)
		close(old);
	return ok;
}

static bool make_folder(const char *path, struct err *err)
{
	struct stat st;

	if (mkdir(path, 0700) == 0)
		return true;
	if (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return true;
	err_errno(err, "mkdir");
	return err_say(err, _("Non riesco a creare la cartella %s."), path);
}

bool file_make_folders(const char *path, struct err *err)
{
	char *copy = xstrdup(path);
	bool ok = true;

	for (char *p = copy + (*copy == '/'); ok && *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		ok = make_folder(copy, err);
		*p = '/';
	}
	ok = ok && make_folder(copy, err);
	FREE(&copy);
	return ok;
}

bool file_make_folder_of(const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	char *folder;
	bool ok;

	if (!slash || slash == path)
		return true;
	folder = xstrndup(path, (size_t)(slash - path));
	ok = file_make_folders(folder, err);
	FREE(&folder);
	return ok;
}

DIR *file_open_folder(int at, const char *name)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);

	if (!d && fd >= 0)
		close(fd);
	return d;
}

void file_remove_folder(int at, const char *name)
{
	DIR *d = file_open_folder(at, name);
	struct dirent *e;

	if (!d)
		return;
	while ((e = readdir(d)))
		unlinkat(dirfd(d), e->d_name, 0);
	closedir(d);
	unlinkat(at, name, AT_REMOVEDIR);
}

static const char *after_separators(const char *name)
{
	for (const char *p = name; *p; p++) {
		if (*p == '/' || *p == '\\')
			name = p + 1;
	}
	return name + strspn(name, ".- ");
}

/* Longest beginning of `s`, in whole clusters, of at most `max` bytes. */
static size_t cut_bytes(const char *s, size_t max)
{
	size_t n = 0;

	for (;;) {
		int columns;
		size_t step = text_cluster(s + n, &columns);

		if (step == 0 || n + step > max)
			return n;
		n += step;
	}
}

char *file_safe_name(struct arena *a, const char *name)
{
	const char *clean = name ? text_sanitise(a, name, strlen(name), false) : "";
	const char *before;
	const char *ending;
	size_t stem;

	do { /* a dot may stand behind a blank that only Unicode knows, and so on */
		before = clean;
		clean = text_trim(a, after_separators(clean));
	} while (strcmp(clean, before) != 0);
	if (*clean == '\0')
		return arena_strdup(a, "senza-nome");
	if (strlen(clean) <= SAFE_NAME_MAX)
		return arena_strdup(a, clean);
	ending = strrchr(clean, '.');
	if (!ending || strlen(ending) > SAFE_ENDING_MAX)
		ending = "";
	stem = cut_bytes(clean, SAFE_NAME_MAX - strlen(ending));
	return arena_printf(a, "%.*s%s", (int)stem, clean, ending);
}
