/*
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "src/gemello.h"

#include "cache/cache.h"
#include "domain/problem.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define NICER 10 /* whoever types goes first */

/* Our descriptors are all closed on exec, but for the end of the pipe that tells of its end. */
static _Noreturn void become(int told, const char *path)
{
	int nothing = open("/dev/null", O_RDWR);

	for (int fd = 0; fd <= 2; fd++)
		dup2(nothing, fd);
	fcntl(told, F_SETFD, 0);
	/* A Ctrl-C or a closed terminal is the parent's to answer. */
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	execl("/proc/self/exe", "agenda", GEMELLO_WORD, path, (char *)NULL);
	_exit(127);
}

bool gemello_start(struct gemello *g, const char *path, struct err *err)
{
	int ends[2];

	*g = (struct gemello){ .fd = -1 };
	if (pipe2(ends, O_CLOEXEC) != 0)
		return err_errno(err, "pipe");
	g->pid = fork();
	if (g->pid == 0)
		become(ends[1], path);
	close(ends[1]);
	if (g->pid < 0) {
		close(ends[0]);
		g->pid = 0;
		return err_errno(err, "fork");
	}
	g->fd = ends[0];
	return true;
}

static int reap(struct gemello *g)
{
	int status = -1;

	while (waitpid(g->pid, &status, 0) < 0 && errno == EINTR)
		;
	close(g->fd);
	*g = (struct gemello){ .fd = -1 };
	return status;
}

bool gemello_end(struct gemello *g)
{
	bool wanted = !g->unwanted;

	return g->pid && reap(g) == 0 && wanted;
}

void gemello_kill(struct gemello *g)
{
	if (!g->pid)
		return;
	g->unwanted = true;
	kill(g->pid, SIGKILL);
}

static bool has_parent(void *ctx, int64_t done, int64_t of)
{
	(void)done;
	(void)of;
	return getppid() == *(pid_t *)ctx;
}

int gemello_main(const char *path)
{
	pid_t parent = getppid();
	struct cache_progress progress = { has_parent, &parent };
	struct err err = { 0 };

	if (nice(NICER) == -1)
		errno = 0;
	return cache_gemello_make(path, &progress, &err) ? 0 : problem_exit(err.code);
}
