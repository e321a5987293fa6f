/* SPDX-License-Identifier: EUPL-1.2
 *
 * Runs the floor and ours in a pty of 120 × 36, counts the bytes that each gesture costs, and
 * the instructions with valgrind's callgrind, and prints ours as a multiple of the floor.
 *	bench_screen              bytes and instructions
 *	bench_screen --bytes      bytes alone (no valgrind)
 */
#include "tests/support/pty.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COLUMNS 120
#define ROWS    36

struct gesture {
	const char *name;
	const char *before; /* keys pressed first, not counted */
	int times_before;
	const char *key;
	double goal_bytes, goal_instructions; /* 0: none */
};

static const struct gesture gestures[] = {
	{ "row down", "Down", 3, "Down", 1.1, 1.8 },
	{ "scroll", "Down", 34, "Down", 1.15, 0 },
	{ "page down", "PgDn", 1, "PgDn", 1.15, 1.5 },
};
#define GESTURES_N (sizeof(gestures) / sizeof(*gestures))
#define TIMES      8

static struct pty *start(const char *program, const char *callgrind_out)
{
	static char path[512];
	static char out[600];
	const char *plain[] = { path, NULL };
	const char *measured[] = { "valgrind", "--tool=callgrind", "-q", out, path,
		NULL };
	struct pty_options o = { .columns = COLUMNS, .rows = ROWS };
	struct pty *p;

	snprintf(path, sizeof(path), "%s/%s", BENCH_BINARY_DIR, program);
	snprintf(out, sizeof(out), "--callgrind-out-file=%s",
		callgrind_out ? callgrind_out : "");
	p = pty_start(&o, callgrind_out ? measured : plain);
	if (!p || !pty_wait_text_ms(p, "Agenda", 30000) || !pty_wait_idle(p)) {
		fprintf(stderr, "%s did not start:\n%s", path, p ? pty_screen(p) : "");
		exit(1);
	}
	return p;
}

static void press(struct pty *p, const char *key, int times)
{
	for (int i = 0; i < times; i++) {
		pty_keys(p, key);
		pty_wait_idle(p);
	}
}

static void stop(struct pty *p)
{
	pty_keys(p, "q");
	pty_wait_exit(p, NULL);
	pty_free(p);
}

static double bytes_of(const char *program, const struct gesture *g)
{
	struct pty *p = start(program, NULL);
	size_t before;
	double bytes;

	press(p, g->before, g->times_before);
	before = pty_bytes(p);
	press(p, g->key, TIMES);
	bytes = (double)(pty_bytes(p) - before) / TIMES;
	stop(p);
	return bytes;
}

static double start_bytes(const char *program)
{
	struct pty *p = start(program, NULL);
	double bytes = (double)pty_bytes(p);

	stop(p);
	return bytes;
}

static double resize_bytes(const char *program)
{
	struct pty *p = start(program, NULL);
	size_t before = pty_bytes(p);
	double bytes;

	pty_resize(p, COLUMNS - 10, ROWS - 4);
	pty_wait_quiet(p, 200);
	bytes = (double)(pty_bytes(p) - before);
	stop(p);
	return bytes;
}

static double burst_bytes(const char *program)
{
	struct pty *p = start(program, NULL);
	size_t before = pty_bytes(p);
	char keys[20 * 3 + 1] = "";
	double bytes;

	for (int i = 0; i < 20; i++)
		strncat(keys, strcmp(program, "bench_plain") == 0 ? "\033OB" : "\033[B",
			sizeof keys - strlen(keys) - 1);
	pty_send(p, keys);
	pty_wait_quiet(p, 200);
	bytes = (double)(pty_bytes(p) - before);
	stop(p);
	return bytes;
}

static long status_number(struct pty *p, const char *name)
{
	char path[64];
	char line[256];
	long number = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pty_pid(p));
	f = fopen(path, "r");
	while (f && number < 0 && fgets(line, sizeof(line), f))
		if (strncmp(line, name, strlen(name)) == 0)
			number = strtol(line + strlen(name), NULL, 10);
	if (f)
		fclose(f);
	return number;
}

/* How often it woke by itself in two seconds without a key. */
static double idle_wakes(const char *program)
{
	struct pty *p = start(program, NULL);
	long before = status_number(p, "voluntary_ctxt_switches:");
	double wakes;

	pty_wait_quiet(p, 2000);
	wakes = (double)(status_number(p, "voluntary_ctxt_switches:") - before);
	stop(p);
	return wakes;
}

static double resident(const char *program)
{
	struct pty *p = start(program, NULL);
	double kilobytes = (double)status_number(p, "VmRSS:");

	stop(p);
	return kilobytes;
}

/* Instructions of one whole run, from callgrind's own summary. */
static double run_instructions(const char *program, const struct gesture *g, int times)
{
	char out[] = "/tmp/agenda-bench-XXXXXX";
	char line[256];
	double total = 0;
	struct pty *p;
	FILE *f;

	close(mkstemp(out));
	p = start(program, out);
	press(p, g->before, g->times_before);
	press(p, g->key, times);
	stop(p);
	f = fopen(out, "r");
	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "totals: %lf", &total) == 1
			|| sscanf(line, "summary: %lf", &total) == 1)
			break;
	if (f)
		fclose(f);
	unlink(out);
	return total;
}

static double instructions_of(const char *program, const struct gesture *g)
{
	return (run_instructions(program, g, TIMES) - run_instructions(program, g, 0))
		/ TIMES;
}

static bool print(
	const char *what, const char *unit, double plain, double ours, double goal)
{
	double ratio = plain > 0 ? ours / plain : 0;
	bool good = goal == 0 || ratio <= goal;

	printf("%-13s %-13s %12.0f %12.0f %8.2f", what, unit, plain, ours, ratio);
	if (goal > 0)
		printf("   <= %.2f %s", goal, good ? "ok" : "MISSED");
	printf("\n");
	fflush(stdout);
	return good;
}

int main(int argc, char **argv)
{
	bool instructions = argc < 2 || strcmp(argv[1], "--bytes") != 0;
	bool good = true;

	printf("%-13s %-13s %12s %12s %8s   goal\n", "", "", "plain ncurses", "ours",
		"ratio");
	good &= print("start", "bytes", start_bytes("bench_plain"),
		start_bytes("bench_ours"), 1.2);
	for (size_t i = 0; i < GESTURES_N; i++)
		good &= print(gestures[i].name, "bytes",
			bytes_of("bench_plain", &gestures[i]),
			bytes_of("bench_ours", &gestures[i]), gestures[i].goal_bytes);
	good &= print("resize", "bytes", resize_bytes("bench_plain"),
		resize_bytes("bench_ours"), 1.2);
	good &= print("20 downs", "bytes", burst_bytes("bench_plain"),
		burst_bytes("bench_ours"), 0);
	good &= print("idle, 2 s", "wake-ups", idle_wakes("bench_plain"),
		idle_wakes("bench_ours"), 0);
	good &= print(
		"resident", "kB", resident("bench_plain"), resident("bench_ours"), 1.5);
	if (instructions)
		good &= print("start to quit", "instructions",
			run_instructions("bench_plain", &gestures[0], 0),
			run_instructions("bench_ours", &gestures[0], 0), 0);
	for (size_t i = 0; instructions && i < GESTURES_N; i++)
		good &= print(gestures[i].name, "instructions",
			instructions_of("bench_plain", &gestures[i]),
			instructions_of("bench_ours", &gestures[i]),
			gestures[i].goal_instructions);
	return good ? 0 : 1;
}
