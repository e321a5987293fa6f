/* SPDX-License-Identifier: EUPL-1.2
 *
 * Loaded with LD_PRELOAD: stands in for the one wait of the loop (net_poll) and counts the CPU
 * between the end of a wait and the beginning of the next. The program is the real one. */
#include "bench/sync/turni.h"
#include "bench/sync/pile.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

typedef CURLMcode (*wait_fn)(CURLM *, struct curl_waitfd *, unsigned, int, int *);

static struct {
	struct turni *told;
	int stacks; /* a file for those of the long turns, or -1 */
	wait_fn wait;
	bool waited; /* this process has a loop */
	int64_t cpu_us, clock_us; /* when the last wait ended */
} here;

static int64_t us_of(clockid_t which)
{
	struct timespec t;

	clock_gettime(which, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv(TURNI_VARIABLE);
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *at = fd < 0 ? MAP_FAILED
			  : mmap(NULL, sizeof(struct turni), PROT_READ | PROT_WRITE,
				    MAP_SHARED, fd, 0);

	if (fd >= 0)
		close(fd);
	here.told = at == MAP_FAILED ? NULL : at;
	path = getenv(TURNI_STACKS_VARIABLE);
	here.stacks = path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;
	*(void **)&here.wait = dlsym(RTLD_NEXT, "curl_multi_poll");
	here.cpu_us = us_of(CLOCK_THREAD_CPUTIME_ID);
	here.clock_us = us_of(CLOCK_MONOTONIC);
}

static void turn_ended(struct turni *t)
{
	int64_t cpu = us_of(CLOCK_THREAD_CPUTIME_ID) - here.cpu_us;
	int64_t clock = us_of(CLOCK_MONOTONIC) - here.clock_us;

	pile_turn_ends(cpu > TURNI_FRAME_MS * 500 ? here.stacks : -1, (int)cpu);
	t->n++;
	t->over += cpu > TURNI_FRAME_MS * 1000;
	if (cpu > t->longest_us)
		t->longest_us = cpu;
	if (clock > t->waited_us)
		t->waited_us = clock;
}

CURLMcode curl_multi_poll(CURLM *multi, struct curl_waitfd fds[], unsigned n, int ms, int *ready)
{
	CURLMcode rc;

	if (here.told && here.waited) /* the first one is the start of the program */
		turn_ended(here.told);
	here.waited = true;
	rc = here.wait(multi, fds, n, ms, ready);
	here.cpu_us = us_of(CLOCK_THREAD_CPUTIME_ID);
	here.clock_us = us_of(CLOCK_MONOTONIC);
	if (here.stacks >= 0)
		pile_turn_begins();
	return rc;
}

/* Not ru_maxrss, which remembers whose fork this process was before it became agenda. */
static int64_t most_resident_kb(void)
{
	FILE *f = fopen("/proc/self/status", "re");
	char line[200];
	int64_t kb = 0;

	while (f && fgets(line, sizeof(line), f))
		if (strncmp(line, "VmHWM:", 6) == 0)
			kb = atoll(line + 6);
	if (f)
		fclose(f);
	return kb;
}

__attribute__((destructor)) static void end(void)
{
	struct rusage used;

	if (!here.told || getrusage(RUSAGE_SELF, &used) != 0)
		return;
	if (here.waited)
		turn_ended(here.told);
	*(here.waited ? &here.told->loop.cpu_us : &here.told->child.cpu_us) =
		(int64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000 +
		used.ru_utime.tv_usec + used.ru_stime.tv_usec;
	*(here.waited ? &here.told->loop.resident_kb : &here.told->child.resident_kb) =
		most_resident_kb();
}
