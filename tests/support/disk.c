/* SPDX-License-Identifier: EUPL-1.2
 *
 * A mount namespace of the test's own thread, which the programs it starts inherit. */
#include "tests/support/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define BALLAST "zavorra"

static const char *own_mounts(void)
{
	static bool done;

	if (done)
		return NULL;
	if (unshare(CLONE_NEWNS) != 0)
		return "only root may mount a disk";
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
		return "the mounts of this machine cannot be left alone";
	done = true;
	return NULL;
}

static void size_text(char to[48], size_t bytes)
{
	snprintf(to, 48, "mode=0700,size=%zu", bytes);
}

const char *disk_small(const char *path, size_t bytes)
{
	const char *why = own_mounts();
	char size[48];

	size_text(size, bytes);
	if (!why && mount("prova", path, "tmpfs", 0, size) != 0)
		why = "tmpfs cannot be mounted here";
	return why;
}

void disk_grow(const char *path, size_t bytes)
{
	char size[48];

	size_text(size, bytes);
	if (mount("prova", path, "tmpfs", MS_REMOUNT, size) != 0) {
		perror(path);
		abort();
	}
}

const char *disk_read_only(const char *path)
{
	const char *why = own_mounts();

	if (!why
		&& (mount(path, path, NULL, MS_BIND, NULL) != 0
			|| mount(path, path, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL) != 0))
		why = "a folder cannot be made read-only here";
	return why;
}

static void ballast_path(const char *path, char to[256])
{
	snprintf(to, 256, "%s/" BALLAST, path);
}

void disk_fill(const char *path, size_t spare)
{
	static const char zeros[4096];
	char ballast[256];
	struct statvfs v;
	int fd;

	ballast_path(path, ballast);
	fd = open(ballast, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0) {
		perror(ballast);
		abort();
	}
	while (fstatvfs(fd, &v) == 0 && v.f_bavail * v.f_frsize > spare
		&& write(fd, zeros, sizeof(zeros)) > 0)
		;
	close(fd);
}

void disk_relieve(const char *path)
{
	char ballast[256];

	ballast_path(path, ballast);
	unlink(ballast);
}
