/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Words are typed into the note of a bozza; at some moment agenda is killed with -9, or told to
 * end by SIGTERM or SIGHUP. What was on screen more than a second before a kill is in
 * journal.db; what was on screen when it was told to end is there whole.
 *
 * AGENDA_GIRI: how many rounds (4; 60 with AGENDA_LUNGO). AGENDA_SEME: the seed of a failure.
 */
#include "base/clock.h"
#include "base/random.h"
#include "tests/support/world.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 60
#define A_SECOND  1000
#define SLACK_MS  700 /* of the machine: the alarm's turn, and the disk */

struct typing {
	struct world w;
	struct random_sequence random;
	uint64_t seed;
	int round;
	char bozza[40];
	char text[WORDS_MAX * 8]; /* all that was typed */
	struct {
		size_t upto;      /* bytes of `text` */
		int64_t on_screen;
	} words[WORDS_MAX];
	int n;
};

static uint64_t number_of(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static void command(struct typing *t, const char *const *words, const char *input, char **out)
{
	char *errors = NULL;
	int status = world_run(&t->w, words, input, out, &errors);

	cr_assert_eq(status, 0, "seed %llu round %d: %d %s", (unsigned long long)t->seed, t->round,
		status, errors);
	free(errors);
}

static void prepare(struct typing *t)
{
	const char *words[] = { "nuovo", "--rapporto", "0000123456", "--quesito", "Q0000123456-01",
		"--punto", "P7000-01", "--quando", "primo", "--solo-bozza", NULL };
	char *out = NULL;

	command(t, words, NULL, &out);
	snprintf(t->bozza, sizeof(t->bozza), "%.36s", out);
	free(out);
	t->n = 0;
	t->text[0] = '\0';
}

static void drop(struct typing *t)
{
	const char *words[] = { "bozze", "--elimina", t->bozza, NULL };
	char *out = NULL;

	command(t, words, NULL, &out);
	free(out);
}

static struct pty *at_the_note(struct typing *t)
{
	struct pty *p = world_agenda(&t->w, 80, 24, NULL);

	cr_assert(pty_wait_text(p, "in linea"), "%s", pty_screen(p));
	pty_keys(p, "b");
	cr_assert(pty_wait_text(p, "salvate su questo computer"), "%s", pty_screen(p));
	pty_wait_idle(p);
	pty_keys(p, "Enter");
	cr_assert(pty_wait_text(p, "▸ Nota"), "%s", pty_screen(p));
	pty_wait_idle(p);
	return p;
}

/* Never a pause long enough for a person to rest: the clock saves, not the silence. */
static void type(struct typing *t, struct pty *p)
{
	int words = 3 + (int)random_below(&t->random, WORDS_MAX - 3);
	int64_t until = clock_monotonic_ms() + 2000 + (int64_t)random_below(&t->random, 3000);

	while (t->n < words && clock_monotonic_ms() < until) {
		char word[8];
		snprintf(word, sizeof(word), "w%02d ", t->n);
		memcpy(t->text + strlen(t->text), word, strlen(word) + 1);
		pty_send(p, word);
		word[3] = '\0';
		cr_assert(pty_wait_text(p, word), "%s", pty_screen(p));
		t->words[t->n].upto = strlen(t->text);
		t->words[t->n++].on_screen = clock_monotonic_ms();
		poll(NULL, 0, (int)random_below(&t->random, 120));
	}
}

static char *saved_note(struct typing *t)
{
	char pattern[FOLDER_SIZE + 64];
	glob_t found;
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;
	char *note = NULL;

	snprintf(pattern, sizeof(pattern), "%s/state/agenda/journal-*.db", t->w.folder);
	cr_assert_eq(glob(pattern, 0, NULL, &found), 0);
	cr_assert_eq(sqlite3_open(found.gl_pathv[0], &db), SQLITE_OK);
	cr_assert_eq(sqlite3_prepare_v2(db, "SELECT coalesce(nota, '') FROM bozza WHERE id = ?1", -1,
		&q, NULL), SQLITE_OK);
	sqlite3_bind_text(q, 1, t->bozza, -1, SQLITE_STATIC);
	cr_assert_eq(sqlite3_step(q), SQLITE_ROW, "the bozza is gone");
	note = strdup((const char *)sqlite3_column_text(q, 0));
	sqlite3_finalize(q);
	sqlite3_close(db);
	globfree(&found);
	return note;
}

/* Bytes that must be there after an end at `when`. */
static size_t owed(const struct typing *t, int signal, int64_t when)
{
	size_t bytes = 0;

	for (int i = 0; i < t->n; i++)
		if (signal != SIGKILL || t->words[i].on_screen < when - A_SECOND - SLACK_MS)
			bytes = t->words[i].upto;
	return bytes;
}

static void one_round(struct typing *t)
{
	static const int signals[] = { SIGKILL, SIGKILL, SIGKILL, SIGTERM, SIGHUP };
	int signal = signals[random_below(&t->random, 5)], status;
	struct pty *p;
	int64_t when;
	size_t must;
	char *note;

	prepare(t);
	p = at_the_note(t);
	type(t, p);
	when = clock_monotonic_ms();
	pty_signal(p, signal);
	cr_assert(pty_wait_exit(p, &status));
	pty_free(p);
	note = saved_note(t);
	must = owed(t, signal, when);
	cr_expect(strlen(note) >= must && !strncmp(note, t->text, strlen(note)),
		"SEME=%llu giro %d, signal %d: «%s» of «%.*s»", (unsigned long long)t->seed, t->round,
		signal, note, (int)must, t->text);
	free(note);
	drop(t);
}

Test(killed_draft, what_was_typed_a_second_before_is_there, .timeout = 1200)
{
	static const char *const unlimited[] = { "--limite", "100000/1", "--senza-registro", NULL };
	const char *in[] = { "accedi", "--persona", "p-anna-bianchi", "--profilo", "CITTADINO",
		NULL };
	const char *lungo = getenv("AGENDA_LUNGO");
	struct typing t = { 0 };
	int rounds = (int)number_of("AGENDA_GIRI", lungo && *lungo ? 60 : 4);
	char *out = NULL;

	random_bytes(&t.seed, sizeof(t.seed));
	t.seed = number_of("AGENDA_SEME", t.seed);
	random_seed(&t.random, t.seed);
	fprintf(stderr, "SEME=%llu\n", (unsigned long long)t.seed);
	world_open(&t.w, unlimited);
	command(&t, in, NULL, &out);
	free(out);
	for (t.round = 1; t.round <= rounds; t.round++)
		one_round(&t);
	world_close(&t.w);
}
