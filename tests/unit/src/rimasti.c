/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a killed interface left goes, whenever that can be; what one that is there has, never. */
#include "src/rimasti.h"

#include "tests/support/folder.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 400

static char folder[FOLDER_SIZE];
static struct options options;

static void begin(void)
{
	folder_make(folder);
	options = (struct options){ .postazione = POSTAZIONE_CONDIVISA,
		.cartella_sessione = folder };
}

static void end(void)
{
	folder_remove(folder);
}

TestSuite(rimasti, .init = begin, .fini = end);

static const char *in_folder(char path[FOLDER_SIZE + 32], const char *name)
{
	snprintf(path, FOLDER_SIZE + 32, "%s/%s", folder, name);
	return path;
}

static int make(const char *name)
{
	char path[FOLDER_SIZE + 32];
	int fd = open(in_folder(path, name), O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	cr_assert(fd >= 0, "%s", path);
	return fd;
}

static bool there(const char *name)
{
	char path[FOLDER_SIZE + 32];

	return access(in_folder(path, name), F_OK) == 0;
}

Test(rimasti, a_copy_that_is_locked_just_then_goes_the_next_time)
{
	int lock = make("cache-a.lock");

	close(make("in-uso-1"));
	close(make("cache-a.db"));
	close(make("token-a"));
	cr_assert_eq(flock(lock, LOCK_EX), 0);
	rimasti_clear(&options);
	cr_expect(there("cache-a.db"));
	cr_expect(there("in-uso-1"), "something is still to be cleared up");
	close(lock);
	rimasti_clear(&options);
	cr_expect(!there("cache-a.db"));
	cr_expect(!there("token-a"));
	cr_expect(!there("in-uso-1"));
}

Test(rimasti, who_is_there_keeps_the_access_and_what_the_dead_left_waits)
{
	int mark = rimasti_begin(&options);

	cr_assert(mark >= 0);
	close(make("in-uso-1"));
	close(make("token-a"));
	rimasti_clear(&options);
	cr_expect(there("token-a"));
	rimasti_end(&options, mark);
	rimasti_clear(&options);
	cr_expect(!there("token-a"));
	cr_expect(!there("in-uso-1"));
}

/* An interface that begins and ends, again and again; 1 when it lost what was its own. */
static int come_and_go(void)
{
	char path[FOLDER_SIZE + 32], own[32];
	int lost = 0;

	snprintf(own, sizeof own, "in-uso-%ld", (long)getpid());
	for (int i = 0; i < ROUNDS && !lost; i++) {
		int mark = rimasti_begin(&options);

		close(open(in_folder(path, "token-a"), O_WRONLY | O_CREAT, 0600));
		sched_yield();
		lost = mark < 0 || !there("token-a") || !there(own);
		rimasti_end(&options, mark);
	}
	return lost;
}

Test(rimasti, who_is_beginning_is_never_taken_for_dead)
{
	pid_t child = fork();
	int status = 0;

	cr_assert(child >= 0);
	if (child == 0)
		_exit(come_and_go());
	while (waitpid(child, &status, WNOHANG) == 0) {
		close(make("in-uso-1"));
		rimasti_clear(&options);
	}
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "it lost its mark or its access");
}
