/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/importa/socket.h"

#include "base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* The folder opened, and the socket's address through that descriptor: short whatever the path. */
static int address_of(const char *database, struct sockaddr_un *to, struct err *err)
{
	const char *slash = strrchr(database, '/');
	const char *name = slash ? slash + 1 : database;
	char *folder = slash ? xstrndup(database, (size_t)(slash - database) + 1) : xstrdup(".");
	int fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC), n;

	FREE(&folder);
	if (fd < 0) {
		err_errno(err, "folder of the database");
		return -1;
	}
	*to = (struct sockaddr_un){ .sun_family = AF_UNIX };
	n = snprintf(to->sun_path, sizeof to->sun_path, "/proc/self/fd/%d/%s.importa", fd, name);
	if (n < 0 || (size_t)n >= sizeof to->sun_path) {
		close(fd);
		err_set(err, ERR_LIMIT, "name of the database too long for a socket beside it");
		return -1;
	}
	return fd;
}

static int new_socket(struct err *err)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		err_errno(err, "unix socket");
	return fd;
}

int importa_socket_listen(const char *database, struct err *err)
{
	struct sockaddr_un address;
	int folder = address_of(database, &address, err), fd;

	if (folder < 0)
		return -1;
	fd = new_socket(err);
	if (fd >= 0) {
		/* Who opened the store is alone: a socket that is there was left by a killed one. */
		unlink(address.sun_path);
		/* On Linux the mode of the socket becomes that of its name. */
		if (fchmod(fd, 0600) < 0 || bind(fd, (void *)&address, sizeof address) < 0 ||
			listen(fd, 4) < 0) {
			err_errno(err, "listening beside the database");
			close(fd);
			fd = -1;
		}
	}
	close(folder);
	return fd;
}

int importa_socket_connect(const char *database, struct err *err)
{
	struct sockaddr_un address;
	int folder = address_of(database, &address, err), fd;

	if (folder < 0)
		return -1;
	fd = new_socket(err);
	if (fd >= 0 && connect(fd, (void *)&address, sizeof address) < 0) {
		if (errno == ECONNREFUSED || errno == ENOENT)
			err_set(err, ERR_ABSENT, "nobody listens beside the database");
		else
			err_errno(err, "socket beside the database");
		close(fd);
		fd = -1;
	}
	close(folder);
	return fd;
}

void importa_socket_remove(const char *database)
{
	struct sockaddr_un address;
	int folder = address_of(database, &address, NULL);

	if (folder < 0)
		return;
	unlink(address.sun_path);
	close(folder);
}

bool importa_socket_write(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;

	while (n > 0) {
		ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		p += sent;
		n -= (size_t)sent;
	}
	return true;
}

bool importa_socket_read(int fd, int stop, void *bytes, size_t n)
{
	char *p = bytes;

	while (n > 0) {
		struct pollfd wait[2] = { { fd, POLLIN, 0 }, { stop, POLLIN, 0 } };
		int ready = poll(wait, 2, IMPORTA_SILENCE_MS);
		ssize_t got;

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0 || wait[1].revents)
			return false;
		got = recv(fd, p, n, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}
