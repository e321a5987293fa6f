/* SPDX-License-Identifier: EUPL-1.2 */
#include "src/viewer.h"

#include "base/alloc.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define VIEWER_WORDS_MAX 16

static _Noreturn void become(char **argv)
{
	static const int inherited[] = { SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT,
		SIGPIPE };

	for (size_t i = 0; i < sizeof(inherited) / sizeof(inherited[0]); i++)
		signal(inherited[i], SIG_DFL);
	execvp(argv[0], argv);
	_exit(127);
}

bool viewer_run(const char *program, const char *path, struct err *err)
{
	char *argv[VIEWER_WORDS_MAX + 2];
	char *words = xstrdup(program ? program : "");
	char *rest = words, *word;
	size_t n = 0;
	int status = 0;
	pid_t pid;

	while (n < VIEWER_WORDS_MAX && (word = strsep(&rest, " ")))
		if (*word)
			argv[n++] = word;
	argv[n] = (char *)path;
	argv[n + 1] = NULL;
	if (n == 0) {
		FREE(&words);
		return err_set(err, ERR_ABSENT, "no viewer");
	}
	pid = fork();
	if (pid == 0)
		become(argv);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	FREE(&words);
	if (pid < 0)
		return err_errno(err, "fork");
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return err_set(err, ERR_IO, "viewer ended with %d", status);
	return true;
}
