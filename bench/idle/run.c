/* SPDX-License-Identifier: EUPL-1.2
 *
 * The real agenda, signed in on the real agendad: what it costs while nobody touches it, and
 * how many turns 20 keys that come together take: a turn reads all that is there and paints
 * once. Lines as bench_server. */
#include "tests/support/world.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IDLE_MS 5000

/* A number of /proc/PID/task/TID/FILE, summed over the threads. */
static long long over_threads(pid_t pid, const char *file, const char *name)
{
	char path[64], full[400], line[200];
	long long sum = 0;
	struct dirent *e;
	DIR *d;

	snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
	d = opendir(path);
	while (d && (e = readdir(d))) {
		FILE *f;

		snprintf(full, sizeof full, "%s/%s/%s", path, e->d_name, file);
		f = e->d_name[0] == '.' ? NULL : fopen(full, "r");
		while (f && fgets(line, sizeof line, f))
			if (strncmp(line, name, strlen(name)) == 0)
				sum += atoll(line + strlen(name));
		if (f)
			fclose(f);
	}
	if (d)
		closedir(d);
	return sum;
}

/* User and system ticks of the whole process. */
static long long ticks(pid_t pid)
{
	char path[64];
	long long user = 0, system = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	f = fopen(path, "r");
	if (!f
		|| fscanf(f,
			   "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lld %lld",
			   &user, &system)
			!= 2)
		user = -1;
	if (f)
		fclose(f);
	return user + system;
}

static void line(const char *what, const char *unit, long long value, int at_most)
{
	printf("%s|%s||%lld|<%d\n", what, unit, value, at_most);
}

static void idle(struct pty *p)
{
	pid_t pid = pty_pid(p);
	long long woken = over_threads(pid, "status", "voluntary_ctxt_switches:");
	long long busy = ticks(pid);
	size_t bytes = pty_bytes(p);

	pty_wait_quiet(p, IDLE_MS);
	line("a riposo per 5 s, risvegli", "n",
		over_threads(pid, "status", "voluntary_ctxt_switches:") - woken, 0);
	line("a riposo per 5 s, scritti", "byte", (long long)(pty_bytes(p) - bytes), 0);
	line("a riposo per 5 s, CPU", "tick", ticks(pid) - busy, 0);
}

static void burst(struct pty *p)
{
	size_t bytes = pty_bytes(p);
	long long reads = over_threads(pty_pid(p), "io", "syscr:");
	char keys[20 * 3 + 1];

	/* More Downs than Ups, so that the last state is another one and is painted. */
	for (int i = 0; i < 20; i++)
		snprintf(keys + 3 * i, 4, "\033[%c", i % 3 == 2 ? 'A' : 'B');
	pty_send(p, keys);
	pty_wait_quiet(p, 300);
	if (pty_bytes(p) == bytes)
		fprintf(stderr, "20 keys changed nothing:\n%s", pty_screen(p));
	line("20 tasti insieme, turni (un disegno ciascuno)", "n",
		over_threads(pty_pid(p), "io", "syscr:") - reads, 2);
}

int main(void)
{
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	p = world_agenda_as(&w, "p-studio-verdi", "INTERMEDIARIO", 120, 36);
	if (!p || !pty_wait_text(p, "Agenda")) {
		fprintf(stderr, "agenda did not start:\n%s", p ? pty_screen(p) : "");
		return 1;
	}
	pty_wait_quiet(p, 3000);
	idle(p);
	burst(p);
	pty_free(p);
	world_close(&w);
	return 0;
}
