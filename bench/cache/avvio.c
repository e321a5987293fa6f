/* SPDX-License-Identifier: EUPL-1.2
 *
 *	bench_avvio N [FOLDER]
 *
 * The real agenda, out of line, on a cache of 1,000 appointments and on one of N: instructions
 * from start to the first picture, and to home and out (callgrind), and resident memory at home and in the search, beside
 * a plain ncurses program linked with the same libraries that asks one query. Also what making
 * that cache took. Lines as bench_server. What callgrind wrote stays in FOLDER, when there is
 * one, for callgrind_annotate. */
#include "bench/cache/genera.h"
#include "tests/support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PERSON  "p-studio-verdi"
#define PROFILE "INTERMEDIARIO"

static struct world w;
static const char *profiles; /* NULL: they are not kept */

static _Noreturn void die(const char *what, const char *more)
{
	fprintf(stderr, "%s: %s\n", what, more);
	exit(1);
}

/* --- what is started ------------------------------------------------------------- */

struct program {
	const char *argv[3];
	const char *ready; /* on screen */
	const char *more;  /* keys to a screen of results; NULL: none */
	const char *shown; /* there */
	const char *quit;
	const char *paints; /* the function that has painted a picture when it returns */
};

static const struct program agenda = { { TEST_BINARY_DIR "/agenda" }, "Prossimi appuntamenti",
	"c", "Appuntamenti trovati", "F3", "term_paint" };

static struct pty *start(const struct program *x, const char *out)
{
	char file[300], after[64];
	const char *argv[10] = { 0 };
	struct pty_options o = { .columns = 120, .rows = 36, .env = w.env };
	struct pty *p;
	int n = 0;

	snprintf(file, sizeof file, "--callgrind-out-file=%s", out ? out : "");
	if (out) {
		argv[n++] = "valgrind";
		argv[n++] = "--tool=callgrind";
		argv[n++] = "-q";
		argv[n++] = file;
		snprintf(after, sizeof after, "--dump-after=%s", x->paints);
		argv[n++] = after;
		argv[n++] = "--combine-dumps=yes";
	}
	for (int i = 0; x->argv[i]; i++)
		argv[n++] = x->argv[i];
	p = pty_start(&o, argv);
	if (!p || !pty_wait_text_ms(p, x->ready, 120000))
		die(x->argv[0], p ? pty_screen(p) : "did not start");
	pty_wait_quiet(p, out ? 2000 : 500);
	return p;
}

static void stop(struct pty *p, const char *keys)
{
	pty_keys(p, keys);
	if (!pty_wait_exit(p, NULL))
		die("it did not end", pty_screen(p));
	pty_free(p);
}

struct counted {
	double first; /* to the first picture */
	double total;
};

/* One part of the file for each picture, and one for what came after the last. */
static struct counted instructions(const struct program *x, size_t n)
{
	char out[300], line[300];
	struct counted c = { 0, 0 };
	double part;
	FILE *f;

	snprintf(out, sizeof out, "%s/%s-%zu.callgrind", profiles ? profiles : w.folder,
		strrchr(x->argv[0], '/') + 1, n);
	stop(start(x, out), x->quit);
	f = fopen(out, "r");
	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "totals: %lf", &part) == 1) {
			c.first = c.total > 0 ? c.first : part;
			c.total += part;
		}
	if (f)
		fclose(f);
	if (!profiles)
		unlink(out);
	if (c.total <= c.first)
		die(x->argv[0], "no count of instructions");
	return c;
}

/* RssAnon of the one process: pages of files come and go as the kernel likes. */
static long kib_of(const struct program *x, const char *what)
{
	struct pty *p = start(x, NULL);
	char path[64], line[200];
	long kib = 0;
	FILE *f;

	if (x->more) {
		pty_keys(p, x->more);
		if (!pty_wait_text(p, x->shown))
			die(x->argv[0], pty_screen(p));
		pty_wait_quiet(p, 500);
	}
	snprintf(path, sizeof path, "/proc/%d/status", (int)pty_pid(p));
	f = fopen(path, "r");
	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, what, strlen(what)) == 0)
			kib = strtol(line + strlen(what), NULL, 10);
	if (f)
		fclose(f);
	stop(p, x->quit);
	return kib;
}

/* --- a cache of n ----------------------------------------------------------------- */

struct measured {
	char file[300];
	struct genera_times times;
	struct counted instructions, floor_instructions;
	long resident, floor_resident;
	double mb;
};

static void put_profilo(const char *folder, const char *identity)
{
	struct profilo_disponibile one = { PROFILO_INTERMEDIARIO, "Studio Verdi", NULL };
	struct profilo p = { .id = PERSON,
		.persona = { NULL, "Paolo", "Verdi" },
		.in_uso = PROFILO_INTERMEDIARIO,
		.profili = &one,
		.n_profili = 1,
		.abilitato = true };
	struct file_report report;
	struct err err = { 0 };
	struct cache *c = cache_open(folder, identity, &report, &err);

	if (!c || !cache_put_profilo(c, &p, GENERA_FROM, &err))
		die("profilo", err.cause);
	cache_set_contact(c, GENERA_FROM + (instant)1057 * 86400, &err);
	cache_close(c);
}

static void make(size_t n, struct measured *to)
{
	char folder[200];
	struct arena a = { 0 };
	const char *identity = cache_identity(&a, w.api, PERSON, PROFILE);
	struct err err = { 0 };
	struct stat st;

	snprintf(folder, sizeof folder, "%s/cache/agenda", w.folder);
	snprintf(to->file, sizeof to->file, "%s/cache-%.32s.db", folder, identity);
	if (unlink(to->file) != 0)
		die(to->file, "agenda had not made it");
	if (!genera(folder, identity, n, 1, &to->times, &err))
		die("genera", err.cause);
	put_profilo(folder, identity);
	to->mb = stat(to->file, &st) == 0 ? (double)st.st_size / 1e6 : 0;
	arena_release(&a);
}

static void measure(size_t n, struct measured *to)
{
	struct program floor = { { BENCH_BINARY_DIR "/bench_vuoto", to->file }, "Agenda", NULL,
		NULL, "q", "wrefresh" };

	make(n, to);
	to->floor_instructions = instructions(&floor, n);
	to->instructions = instructions(&agenda, n);
	to->floor_resident = kib_of(&floor, "VmRSS:");
	to->resident = kib_of(&agenda, "VmRSS:");
}

int main(int argc, char **argv)
{
	static struct measured few, many;
	size_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;

	profiles = argc > 2 ? argv[2] : NULL;
	world_open(&w, NULL);
	stop(world_agenda_as(&w, PERSON, PROFILE, 120, 36), "F3");
	world_stop_server(&w, 15);
	measure(1000, &few);
	measure(n, &many);
	printf("cache, avvio fino alla prima schermata con %zu (vuoto con le stesse librerie, una "
	       "query)|istruzioni|%.0f|%.0f|<1.2\n",
		n, many.floor_instructions.first, many.instructions.first);
	printf("cache, avvio fino alla prima schermata: %zu invece di 1000|istruzioni|%.0f|%.0f"
	       "|<1.02\n",
		n, few.instructions.first, many.instructions.first);
	printf("cache, avvio e uscita con %zu (vuoto con le stesse librerie, una query)|istruzioni"
	       "|%.0f|%.0f|<1.2\n",
		n, many.floor_instructions.total, many.instructions.total);
	printf("cache, avvio e uscita: %zu invece di 1000|istruzioni|%.0f|%.0f|<1.02\n", n,
		few.instructions.total, many.instructions.total);
	printf("cache, memoria residente con %zu (vuoto, una query)|kB|%ld|%ld|<1.5\n", n,
		many.floor_resident, many.resident);
	printf("cache, memoria residente: %zu invece di 1000|kB|%ld|%ld|<1.1\n", n, few.resident,
		many.resident);
	printf("cache, righe nelle tabelle, per milione|s di CPU||%.1f|-\n",
		many.times.store_s * 1e6 / (double)n);
	printf("cache, parole alla fine, per milione|s di CPU||%.1f|-\n",
		many.times.make_s * 1e6 / (double)n);
	printf("cache, file, per milione|MB||%.0f|-\n", many.mb * 1e6 / (double)n);
	world_start_server(&w, NULL);
	world_close(&w);
	return 0;
}
