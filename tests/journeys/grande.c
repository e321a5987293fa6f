/* SPDX-License-Identifier: EUPL-1.2
 *
 * A hundred thousand appointments in the cache: the ends, pages, edges, a change that comes in
 * under the cursor, another size. Nothing may cost what is off screen: what a key costs is
 * counted in turns of the loop and in bytes read, not in seconds. */
#include "cache/cache.h"
#include "base/clock.h"
#include "domain/calendario.h"
#include "tests/journeys/journey.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MANY      100000
#define PAGE      500
#define EVERY     (6 * 3600)
#define BEGINNING 978300000 /* 2000-12-31: before anything of the sample data, and past 2060 */

/* At most so much for one key. A turn ends in poll(); a second one may be the preview's. */
#define TURNS_MOST 6
#define READ_MOST  (512 * 1024) /* the rows alone are some 20 MB */

static instant beginning_of(int i)
{
	return BEGINNING + (instant)i * EVERY;
}

/* Identificativi count up in Crockford's digits, less the check character: nobody types them. */
static void put_page(struct cache *c, int from)
{
	struct appuntamento_sintesi items[PAGE];
	char ids[PAGE][18];
	struct appuntamenti page = { items, PAGE, NULL };
	const struct ricerca all = { .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct err err = { 0 };

	for (int k = 0; k < PAGE; k++) {
		instant at = beginning_of(from + k);

		snprintf(ids[k], sizeof(ids[k]), "AG-2000-%07d-0", from + k);
		items[k] = (struct appuntamento_sintesi){ .id = ids[k],
			.stato = 1 + (from + k) % 3, .codice_rapporto_lavoro = "0000456789",
			.datore = { "FRRGLI70A41Z999X", "Giulia", "Ferrari" },
			.lavoratore = { "PRSSNK80A41Z999X", "Shanika", "Peiriso" },
			.punto = "P4900-01", .punto_denominazione = "Lavoro domestico, Milano",
			.inizio = at, .fine = at + 1200, .quesiti = 1,
			.gestore = { PROFILO_INTERMEDIARIO, "Studio Verdi" }, .versione = 1 };
	}
	cr_assert(cache_put_appuntamenti(c, &page, &all, (struct page_place){ 0 }, clock_now(), &err),
		"%s", err.cause);
}

static void fill(struct world *w)
{
	struct file_report report = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };
	char folder[FOLDER_SIZE + 32];
	struct cache *c;

	snprintf(folder, sizeof(folder), "%s/cache/agenda", w->folder);
	c = cache_open(folder, cache_identity(&a, w->api, STUDIO, "INTERMEDIARIO"), &report, &err);
	cr_assert(c, "%s", err.cause);
	cr_assert_eq(report.fate, FILE_OPENED, "it is not the file that agenda uses");
	for (int i = 0; i < MANY; i += PAGE)
		put_page(c, i);
	cache_close(c);
	arena_release(&a);
}

/* ── what a key costs ───────────────────────────────────────────────────────────────────── */

static long long number_in(pid_t pid, const char *file, const char *name)
{
	char path[64], line[200];
	long long value = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, name, strlen(name)))
			value = atoll(line + strlen(name));
	if (f)
		fclose(f);
	return value;
}

static long long turns_of(pid_t pid)
{
	long long turns = number_in(pid, "status", "voluntary_ctxt_switches:");

	cr_assert_geq(turns, 0);
	return turns;
}

/* Into agenda, which is not dumpable, only root may look: for others there is nothing to count. */
static long long bytes_of(pid_t pid)
{
	long long bytes = number_in(pid, "io", "rchar:");

	cr_assert(bytes >= 0 || geteuid() != 0);
	return bytes;
}

/* Presses it, waits for the end of it, and looks at what it took. */
static void press(struct pty *p, const char *key)
{
	long long turns = turns_of(pty_pid(p));
	long long bytes = bytes_of(pty_pid(p));

	pty_keys(p, key);
	IDLE(p);
	turns = turns_of(pty_pid(p)) - turns;
	bytes = bytes_of(pty_pid(p)) - bytes;
	cr_expect_leq(turns, TURNS_MOST, "%s: %lld turns", key, turns);
	cr_expect_leq(bytes, READ_MOST, "%s: %lld bytes read", key, bytes);
}

/* ── what is seen ───────────────────────────────────────────────────────────────────────── */

static void time_text(int i, char to[32])
{
	char day[GIORNO_TEXT_SIZE];
	struct arena a = { 0 };

	giorno_format_screen(giorno_of(beginning_of(i)), day);
	snprintf(to, 32, "%s %s", day, minuto_format(&a, minuto_of(beginning_of(i))));
	arena_release(&a);
}

/* The row with the cursor's mark: free() it. */
static char *current_row(struct pty *p)
{
	int y = pty_find(p, "▸ ", NULL);

	cr_assert_geq(y, 0, "no row under the cursor on\n%s", pty_screen(p));
	return strdup(pty_line(p, y));
}

static void is_on(struct pty *p, int i)
{
	char text[32], *row = current_row(p);

	time_text(i, text);
	cr_assert(strstr(row, text), "on «%s», not on %s\n%s", row, text, pty_screen(p));
	free(row);
}

static void same_row(struct pty *p, const char *row)
{
	char *now = current_row(p);

	/* Another width shows other columns: day and hour are always there. */
	cr_assert(!strncmp(now, row, strlen(" ▸ lun 23/11/2026 09:41")), "on «%s», not on «%s»\n%s", now, row, pty_screen(p));
	free(now);
}

static void to_results(struct pty *p)
{
	pty_keys(p, "c");
	SEE(p, "Appuntamenti trovati");
	IDLE(p);
	for (int i = 0; i < 8 && pty_find(p, "▸ ", NULL) < 0; i++)
		press(p, "Tab");
}

static void edges(struct pty *p)
{
	char *row;

	press(p, "End");
	is_on(p, MANY - 1);
	press(p, "Down");
	is_on(p, MANY - 1);
	press(p, "Up");
	is_on(p, MANY - 2);
	row = current_row(p);
	press(p, "PgUp");
	press(p, "PgUp");
	press(p, "PgDn");
	press(p, "PgDn");
	same_row(p, row);
	free(row);
	press(p, "PgDn");
	is_on(p, MANY - 1);
	press(p, "Home");
	is_on(p, 0);
	press(p, "Up");
	is_on(p, 0);
	press(p, "PgUp");
	is_on(p, 0);
	for (int i = 1; i <= 40; i++) { /* over the edge of the screen, row by row */
		press(p, "Down");
		is_on(p, i);
	}
	press(p, "PgDn");
	for (int i = 0; i < 5; i++)
		press(p, "PgUp");
	is_on(p, 0);
}

/* Somebody else books, on a time just above the cursor: it stays on its row. */
static void change_under_the_cursor(struct world *w, struct pty *p)
{
	char words[200], *quesito, *row;
	struct said s;

	row = current_row(p); /* the next one from now on: today at noon */
	cr_assert(strstr(row, "23/11/2026"), "%s", row);
	SEE_NOT(p, "23/11/2026 10:00");
	quesito = world_sql_text(w, "SELECT id FROM quesito WHERE rapporto = '0000456789' AND esito ="
		" 'RESPINTO' AND id NOT IN (SELECT quesito FROM impegno)");
	snprintf(words, sizeof(words), "nuovo --rapporto 456789 --quesito %s --punto P4900-01"
		" --quando primo --nota-da -", quesito);
	s = run_input(w, words, "Da un altro terminale.");
	cr_assert_eq(s.status, 0, "%s%s", s.out, s.errors);
	said_release(&s);
	free(quesito);
	pty_keys(p, "F5");
	SEE(p, "23/11/2026 10:00");
	IDLE(p);
	same_row(p, row);
	free(row);
}

static void other_sizes(struct pty *p)
{
	static const int sizes[][2] = { { 120, 36 }, { 60, 20 }, { 80, 24 } };
	char *row = current_row(p);

	for (size_t i = 0; i < 3; i++) {
		pty_resize(p, sizes[i][0], sizes[i][1]);
		pty_wait_quiet(p, 100); /* the signal may not have arrived yet */
		IDLE(p);
		same_row(p, row);
	}
	free(row);
}

Test(journeys, a_hundred_thousand_appointments)
{
	struct world w;
	struct pty *p;
	struct said s;

	world_open(&w, NULL);
	sign_in(&w, STUDIO, "INTERMEDIARIO");
	s = run(&w, "sincronizza"); /* of these the server knows nothing: a whole reading takes them */
	cr_assert_eq(s.status, 0, "%s%s", s.out, s.errors);
	said_release(&s);
	fill(&w);
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "quesiti possono essere oggetto");
	SEE(p, "● in linea");
	IDLE(p);
	to_results(p);
	change_under_the_cursor(&w, p);
	other_sizes(p);
	edges(p);
	press(p, "End");
	other_sizes(p);
	is_on(p, MANY - 1);
	leave(p);
	world_close(&w);
}
