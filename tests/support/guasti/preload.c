/* SPDX-License-Identifier: EUPL-1.2
 *
 * Loaded before the C library into a program under test: calls that fail when they are told to.
 * Each line of the file that $GUASTI names is a call and a part of the name of the file that it
 * is about, "fsync /journal-"; without that file nothing fails. It is read at every call, so that
 * a disk breaks, and heals, under a program that runs. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

ssize_t pwrite64(int fd, const void *bytes, size_t n, off_t at);
int __poll_chk(struct pollfd *fds, nfds_t n, int ms, size_t size);

static bool is_about(int fd, const char *part)
{
	char link[64], name[512];
	ssize_t n;

	if (fd < 0)
		return true;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, name, sizeof(name) - 1);
	name[n > 0 ? n : 0] = '\0';
	return strstr(name, part) != NULL;
}

static size_t read_rules(char *to, size_t size)
{
	const char *path = getenv("GUASTI");
	long fd = path ? syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC) : -1;
	long n = fd >= 0 ? syscall(SYS_read, fd, to, size - 1) : 0;

	if (fd >= 0)
		syscall(SYS_close, fd);
	to[n > 0 ? n : 0] = '\0';
	return n > 0 ? (size_t)n : 0;
}

/* With errno set when it does. */
static bool strikes(const char *call, int fd)
{
	char rules[512], *rest = rules, *line, *about;
	int saved = errno;

	if (read_rules(rules, sizeof(rules)) == 0) {
		errno = saved;
		return false;
	}
	while ((line = strsep(&rest, "\n"))) {
		about = line;
		if (strcmp(strsep(&about, " "), call) == 0 && is_about(fd, about ? about : "")) {
			errno = EIO;
			return true;
		}
	}
	errno = saved;
	return false;
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	return strikes("write", fd) ? -1 : syscall(SYS_write, fd, bytes, n);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
	return strikes("write", fd) ? -1 : syscall(SYS_pwrite64, fd, bytes, n, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off_t at)
{
	return pwrite(fd, bytes, n, at);
}

int fsync(int fd)
{
	return strikes("fsync", fd) ? -1 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	return strikes("fsync", fd) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int poll(struct pollfd *fds, nfds_t n, int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

	if (strikes("poll", -1))
		return -1;
	return (int)syscall(SYS_ppoll, fds, n, ms < 0 ? NULL : &t, NULL, 0);
}

int __poll_chk(struct pollfd *fds, nfds_t n, int ms, size_t size)
{
	(void)size;
	return poll(fds, n, ms);
}
