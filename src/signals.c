/* SPDX-License-Identifier: EUPL-1.2 */
#include "src/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static const int watched[] = { SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT };

/* Written by handlers only, read and cleared by the loop. */
static volatile sig_atomic_t pending[NSIG];
static int wake[2] = { -1, -1 };

static void on_signal(int signal_number)
{
	int saved = errno;
	ssize_t ignored;

	pending[signal_number] = 1;
	ignored = write(wake[1], "!", 1);
	(void)ignored;
	errno = saved;
}

bool signals_open(struct err *err)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0)
		return err_errno(err, "pipe2");
	for (size_t i = 0; i < sizeof(watched) / sizeof(watched[0]); i++)
		sigaction(watched[i], &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	return true;
}

void signals_close(void)
{
	for (size_t i = 0; i < sizeof(watched) / sizeof(watched[0]); i++)
		signal(watched[i], SIG_DFL);
	close(wake[0]);
	close(wake[1]);
	wake[0] = wake[1] = -1;
}

int signals_fd(void)
{
	return wake[0];
}

void signals_drain(void)
{
	char bytes[64];

	while (read(wake[0], bytes, sizeof(bytes)) > 0)
		;
}

bool signals_taken(int signal_number)
{
	bool was = pending[signal_number];

	pending[signal_number] = 0;
	return was;
}
