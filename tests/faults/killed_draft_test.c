/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Words are typed into the note of a bozza; at some moment agenda is killed with -9, or told to
 * end by SIGTERM or SIGHUP. What was on screen more than a second before a kill is in
 * journal.db; what was on screen when it was told to end is there whole.
 */
#include "base/clock.h"
#include "tests/faults/rounds.h"

#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 60
#define A_SECOND  1000
#define SLACK_MS  700 /* of the machine: the alarm's turn, and the disk */

struct typing {
	struct rounds r;
	char bozza[UUID_SIZE];
	char text[WORDS_MAX * 8]; /* all that was typed */
	struct {
		size_t upto;      /* bytes of `text` */
		int64_t on_screen;
	} words[WORDS_MAX];
	int n;
};

static void prepare(struct typing *t)
{
	const char *words[] = { "nuovo", "--rapporto", "0000123456", "--quesito", "Q0000123456-01",
		"--punto", "P7000-01", "--quando", "primo", "--solo-bozza", NULL };
	char *out = NULL;

	HOLDS(&t->r, rounds_run(&t->r, words, NULL, &out) == 0, "no bozza: %s", out);
	snprintf(t->bozza, sizeof(t->bozza), "%.36s", out);
	free(out);
	t->n = 0;
	t->text[0] = '\0';
}

static void drop(struct typing *t)
{
	const char *words[] = { "bozze", "--elimina", t->bozza, NULL };

	HOLDS(&t->r, rounds_status(&t->r, words) == 0, "the bozza cannot be dropped");
}

static struct pty *at_the_note(struct typing *t)
{
	struct pty *p = world_agenda(&t->r.w, 80, 24, NULL);

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
	int words = 3 + (int)rounds_below(&t->r, WORDS_MAX - 3);
	int64_t until = clock_monotonic_ms() + 1900 + (int64_t)rounds_below(&t->r, 1500);

	while (t->n < words && clock_monotonic_ms() < until) {
		char word[8];
		snprintf(word, sizeof(word), "w%02d ", t->n);
		memcpy(t->text + strlen(t->text), word, strlen(word) + 1);
		pty_send(p, word);
		word[3] = '\0';
		cr_assert(pty_wait_text(p, word), "%s", pty_screen(p));
		t->words[t->n].upto = strlen(t->text);
		t->words[t->n++].on_screen = clock_monotonic_ms();
		poll(NULL, 0, (int)rounds_below(&t->r, 120));
	}
}

static char *saved_note(struct typing *t)
{
	char path[FOLDER_SIZE + 128];
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;
	char *note = NULL;

	rounds_path(&t->r, "journal", path);
	cr_assert_eq(sqlite3_open(path, &db), SQLITE_OK);
	cr_assert_eq(sqlite3_prepare_v2(db, "SELECT coalesce(nota, '') FROM bozza WHERE id = ?1", -1,
		&q, NULL), SQLITE_OK);
	sqlite3_bind_text(q, 1, t->bozza, -1, SQLITE_STATIC);
	HOLDS(&t->r, sqlite3_step(q) == SQLITE_ROW, "the bozza is gone");
	note = strdup((const char *)sqlite3_column_text(q, 0));
	sqlite3_finalize(q);
	sqlite3_close(db);
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
	int signal = signals[rounds_below(&t->r, 5)], status;
	struct pty *p;
	int64_t when;
	size_t must;
	char *note;

	prepare(t);
	p = at_the_note(t);
	type(t, p);
	when = clock_monotonic_ms();
	if (signal == SIGKILL) {
		rounds_kill_interface(&t->r, p);
	} else {
		pty_signal(p, signal);
		HOLDS(&t->r, pty_wait_exit(p, &status), "not ended");
	}
	pty_free(p);
	note = saved_note(t);
	must = owed(t, signal, when);
	HOLDS(&t->r, strlen(note) >= must && !strncmp(note, t->text, strlen(note)),
		"signal %d: «%s» of «%.*s»", signal, note, (int)must, t->text);
	free(note);
	rounds_signed_in(&t->r);
	drop(t);
	rounds_sync(&t->r);
	rounds_hold(&t->r);
}

static void what_was_typed(void)
{
	struct typing t = { 0 };

	rounds_open(&t.r, ROUNDS_ANNA, "CITTADINO", NULL);
	rounds_want(&t.r, 5, 15);
	while (rounds_next(&t.r))
		one_round(&t);
	rounds_close(&t.r, "di parole scritte");
}

/* Side by side: a round waits more than it works. */
#define SIDE(n) \
	Test(killed_draft, what_was_typed_a_second_before_is_there_##n, .timeout = 1200) \
	{ \
		what_was_typed(); \
	}
SIDE(1)
SIDE(2)
SIDE(3)
SIDE(4)
