/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The running server's side of `agendad importa`: one thread, one file at a time. Whoever may
 * open the database may hand over a file: the socket is 0600 and the peer is asked for.
 */
#include "server/importa/importa.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "domain/problem.h"
#include "server/importa/socket.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

struct importa_listener {
	struct store *store;
	char *database;
	int fd;
	int stop; /* eventfd */
	pthread_t thread;
};

static bool peer_may(int fd)
{
	struct ucred peer;
	socklen_t size = sizeof peer;

	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
	       (peer.uid == 0 || peer.uid == geteuid());
}

/* "IMPORTA 1234\n", read byte by byte: what follows is the file. */
static bool read_length(int fd, int stop, size_t *n)
{
	static const char word[] = "IMPORTA ";
	char line[32];
	size_t length = 0;
	char *end;

	do {
		if (length == sizeof line - 1 ||
			!importa_socket_read(fd, stop, &line[length], 1))
			return false;
	} while (line[length++] != '\n');
	line[length] = '\0';
	if (strncmp(line, word, sizeof word - 1) != 0)
		return false;
	*n = strtoul(line + sizeof word - 1, &end, 10);
	return *end == '\n' && *n <= IMPORTA_BYTES_MAX;
}

static void serve(struct importa_listener *l, int fd)
{
	struct importa_outcome outcome = { 0 };
	struct err err = { 0 };
	char *bytes = NULL, *report = NULL;
	size_t n, report_size = 0;
	FILE *to = open_memstream(&report, &report_size);
	int status;

	if (!to || !peer_may(fd) || !read_length(fd, l->stop, &n))
		goto out;
	bytes = xalloc(n + 1);
	if (!importa_socket_read(fd, l->stop, bytes, n))
		goto out;
	importa_bytes(l->store, bytes, n, to, &outcome, &err);
	status = outcome.scartate ? 65 : problem_exit(err.code);
	fprintf(to, "FINE %d %zu %zu %zu\n", status, outcome.righe, outcome.cambiate,
		outcome.scartate);
	if (fflush(to) == 0)
		(void)importa_socket_write(fd, report, report_size);
out:
	FREE(&bytes);
	if (to)
		fclose(to);
	free(report);
	close(fd);
}

static void *listen_on(void *listener)
{
	struct importa_listener *l = listener;

	for (;;) {
		struct pollfd wait[2] = { { l->fd, POLLIN, 0 }, { l->stop, POLLIN, 0 } };
		int fd;

		if (poll(wait, 2, -1) < 0 && errno != EINTR)
			return NULL;
		if (wait[1].revents)
			return NULL;
		if (!(wait[0].revents & POLLIN))
			continue;
		fd = accept4(l->fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd >= 0)
			serve(l, fd);
	}
}

struct importa_listener *importa_listen(struct store *store, const char *database,
	struct err *err)
{
	struct importa_listener *l = xalloc(sizeof *l);

	l->store = store;
	l->database = xstrdup(database);
	l->stop = eventfd(0, EFD_CLOEXEC);
	l->fd = importa_socket_listen(database, err);
	if (l->fd >= 0 && l->stop >= 0 && pthread_create(&l->thread, NULL, listen_on, l) == 0)
		return l;
	if (l->fd >= 0)
		close(l->fd);
	if (l->stop >= 0)
		close(l->stop);
	FREE(&l->database);
	FREE(&l);
	if (err && err->code == ERR_NONE)
		err_set(err, ERR_INTERNAL, "import thread");
	return NULL;
}

void importa_listener_free(struct importa_listener *l)
{
	uint64_t one = 1;

	if (!l)
		return;
	(void)!write(l->stop, &one, sizeof one);
	pthread_join(l->thread, NULL);
	importa_socket_remove(l->database);
	close(l->fd);
	close(l->stop);
	FREE(&l->database);
	FREE(&l);
}
