/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Lost answers. A complete bozza is confirmed through a proxy that loses, cuts, repeats or delays
 * the answer after the server committed; agenda, and now and then agendad, is killed with -9 at a
 * random moment between the key and the paint, or as something passes the proxy; what settles it
 * afterwards, a command or the interface, is killed now and then too. In the end: one booking for
 * each bozza, rightly named, or none with the bozza whole. Never two, never a false Confermato.
 */
#include "base/buf.h"
#include "base/file.h"
#include "tests/faults/rounds.h"

#include <stdlib.h>
#include <string.h>

#define ID_SIZE 40

struct lost {
	struct rounds r;
	char nota[32];
	char bozza[UUID_SIZE];
	char painted[ID_SIZE]; /* what agenda called Confermato before it died; "": nothing */
	int never_sent; /* rounds whose confirmation had not left */
	int seen;       /* rounds whose answer was on screen before the kill */
};

static void prepare(struct lost *l)
{
	snprintf(l->nota, sizeof(l->nota), "giro %d", l->r.round);
	memcpy(l->bozza, rounds_draft(&l->r, l->nota)->id, sizeof(l->bozza));
	l->painted[0] = '\0';
}

/* ── what is killed ─────────────────────────────────────────────────────────────────────── */

static void remember_painted(struct lost *l, const char *text)
{
	const char *at = strstr(text, "AG-2026-");

	snprintf(l->painted, sizeof(l->painted), "%.17s", at ? at : "");
}

/* agenda WORDS… with what it says in a file, killed at some moment. */
static void killed_command(struct lost *l, const char *const *words)
{
	char said[FOLDER_SIZE + 16];
	struct buf text = { 0 };
	struct err err = { 0 };
	pid_t child;

	snprintf(said, sizeof(said), "%s/detto", l->r.w.folder);
	child = rounds_start(&l->r, words, said);
	rounds_moment(&l->r, 400);
	rounds_kill(&l->r, child);
	if (file_read(said, &text, &err))
		remember_painted(l, buf_str(&text));
	buf_release(&text);
}

/* The interface: the bozza is opened, F10 to the question, the answer given, then killed. */
static void confirm_by_keys(struct lost *l)
{
	struct pty *p = world_agenda(&l->r.w, 80, 24, NULL);
	int y;

	HOLDS(&l->r, pty_wait_text(p, "in linea"), "%s", pty_screen(p));
	pty_keys(p, "b");
	HOLDS(&l->r, pty_wait_text(p, "salvate su questo computer"), "%s", pty_screen(p));
	pty_wait_idle(p);
	pty_keys(p, "Enter");
	HOLDS(&l->r, pty_wait_text(p, "Riepilogo"), "%s", pty_screen(p));
	for (int i = 0; i < 20 && pty_find(p, "Torna al modulo", NULL) < 0; i++) {
		pty_keys(p, "F10");
		pty_wait_text_ms(p, "Torna al modulo", 500);
	}
	HOLDS(&l->r, pty_find(p, "Torna al modulo", NULL) >= 0, "%s", pty_screen(p));
	pty_keys(p, "Right");
	pty_wait_idle(p);
	pty_keys(p, "Enter");
	rounds_moment(&l->r, 80);
	rounds_kill_interface(&l->r, p);
	y = pty_find(p, "Appuntamento confermato: ", NULL);
	remember_painted(l, y < 0 ? "" : pty_line(p, y));
	pty_free(p);
}

/* ── afterwards ─────────────────────────────────────────────────────────────────────────── */

/* Home is opened and left alone: it finds out by itself. */
static void settle_by_home(struct lost *l)
{
	const char *look[] = { "operazioni", NULL };
	struct pty *p;

	rounds_signed_in(&l->r);
	p = world_agenda(&l->r.w, 80, 24, NULL);
	HOLDS(&l->r, pty_wait_text(p, "in linea"), "%s", pty_screen(p));
	for (int i = 0; i < 40 && rounds_status(&l->r, look) != 0; i++)
		pty_wait_quiet(p, 100);
	HOLDS(&l->r, rounds_status(&l->r, look) == 0, "home does not settle it:\n%s", pty_screen(p));
	HOLDS(&l->r, pty_wait_gone(p, "da verificare"), "%s", pty_screen(p));
	pty_free(p);
}

static void settle(struct lost *l)
{
	static const char *const words[] = { "operazioni", "--verifica", NULL };
	char painted[ID_SIZE];

	memcpy(painted, l->painted, sizeof(painted));
	if (rounds_below(&l->r, 4) == 0)
		killed_command(l, words);
	memcpy(l->painted, painted, sizeof(painted));
	if (rounds_below(&l->r, 4) == 0)
		settle_by_home(l);
	rounds_settle(&l->r);
}

static char *booked_id(struct lost *l, long long *n)
{
	char sql[160];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM appuntamento WHERE nota = '%s'", l->nota);
	*n = world_sql(&l->r.w, sql);
	snprintf(sql, sizeof(sql), "SELECT id FROM appuntamento WHERE nota = '%s'", l->nota);
	return world_sql_text(&l->r.w, sql);
}

/* What the client calls Confermato is so on the server, and the other way round: the command
 * brings the copy up to date too. */
static void check_all_confirmed(struct lost *l)
{
	const char *find[] = { "cerca", "--stato", "confermato", NULL };
	char *there = world_sql_text(&l->r.w, "SELECT group_concat(a.id || char(10), '') FROM (SELECT"
		" a.id FROM appuntamento a JOIN rapporto r ON r.codice = a.rapporto WHERE r.datore ="
		" 'p-anna-bianchi' AND a.stato = 'CONFERMATO' ORDER BY a.id) a");
	char *out = NULL, *rest, *line;
	size_t wanted = 0, found = 0;

	HOLDS(&l->r, rounds_run(&l->r, find, NULL, &out) == 0, "cerca: %s", out);
	for (const char *at = there; (at = strchr(at, '\n')); at++)
		wanted++;
	for (rest = out; (line = strsep(&rest, "\n")) && *line; found++) {
		line[17] = '\0';
		HOLDS(&l->r, strstr(there, line), "%s is Confermato for the client alone", line);
	}
	HOLDS(&l->r, wanted == found, "%zu Confermati, the client knows %zu", wanted, found);
	free(out);
	free(there);
	rounds_hold(&l->r);
}

/* Booked once or not at all; then the bozza is whole and can be confirmed now. */
static char *check_booking(struct lost *l)
{
	const char *again[] = { "nuovo", "--bozza", l->bozza, NULL };
	const char *sent[] = { "operazioni", NULL };
	long long n;
	char *id = booked_id(l, &n);

	HOLDS(&l->r, !*l->painted || !strcmp(l->painted, id), "%s was shown, there is «%s»",
		l->painted, id);
	l->seen += *l->painted != '\0';
	check_all_confirmed(l);
	if (n == 0) {
		l->never_sent++;
		free(id);
		HOLDS(&l->r, rounds_status(&l->r, again) == 0, "the bozza is not whole");
		id = booked_id(l, &n);
		HOLDS(&l->r, n == 1, "%lld bookings after the second confirmation", n);
	}
	HOLDS(&l->r, rounds_answer(&l->r, sent, id), "%s is not among the operations", id);
	return id;
}

/* In some rounds the cancellation has its misfortunes too. */
static void cancel_killed(struct lost *l, const char *id)
{
	const char *const words[] = { "cancella", id, NULL };
	char sql[160], *state;

	rounds_misfortune(&l->r, "POST", "/cancellazione");
	killed_command(l, words);
	rounds_calm(&l->r);
	settle(l);
	snprintf(sql, sizeof(sql), "SELECT stato FROM appuntamento WHERE id = '%s'", id);
	state = world_sql_text(&l->r.w, sql);
	HOLDS(&l->r, !*l->painted || !strcmp(state, "CANCELLATO"), "said cancelled, is %s", state);
	free(state);
	check_all_confirmed(l);
}

/* What was booked is as it was meant, and makes room for the next round. */
static void make_room(struct lost *l, char *id)
{
	const char *show[] = { "mostra", id, NULL };
	const char *cancel[] = { "cancella", id, NULL };
	char sql[160], *state;

	HOLDS(&l->r, rounds_answer(&l->r, show, l->nota), "%s has another note", id);
	if (rounds_below(&l->r, 3) == 0)
		cancel_killed(l, id);
	snprintf(sql, sizeof(sql), "SELECT stato FROM appuntamento WHERE id = '%s'", id);
	state = world_sql_text(&l->r.w, sql);
	if (strcmp(state, "CANCELLATO") != 0)
		HOLDS(&l->r, rounds_answer(&l->r, cancel, id), "%s cannot be cancelled", id);
	free(state);
	free(id);
}

static void one_round(struct lost *l)
{
	const char *const words[] = { "nuovo", "--bozza", l->bozza, NULL };

	prepare(l);
	rounds_misfortune(&l->r, "POST", "/appuntamenti");
	if (rounds_below(&l->r, 2))
		confirm_by_keys(l);
	else
		killed_command(l, words);
	rounds_calm(&l->r);
	settle(l);
	make_room(l, check_booking(l));
}

/* ── the whole ──────────────────────────────────────────────────────────────────────────── */

static void one_booking_for_each(void)
{
	struct lost l = { 0 };

	rounds_open(&l.r, ROUNDS_ANNA, "CITTADINO", NULL);
	rounds_want(&l.r, 24, 60);
	while (rounds_next(&l.r))
		one_round(&l);
	fprintf(stderr, "%d mai partite, %d prenotate una volta sola, %d viste prima\n",
		l.never_sent, l.r.round - l.never_sent, l.seen);
	rounds_close(&l.r, "di conferme");
}

/* Side by side: a round waits more than it works. */
#define SIDE(n) \
	Test(lost_answer, one_booking_for_each_confirmation_whatever_dies_##n, .timeout = 3000) \
	{ \
		one_booking_for_each(); \
	}
SIDE(1)
SIDE(2)
SIDE(3)
SIDE(4)
