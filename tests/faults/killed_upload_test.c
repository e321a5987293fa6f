/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A file is attached to a bozza while the way to the service is bad, and agenda, now and then
 * agendad too, is killed with -9 at some moment between the choice of the file and the answer;
 * then once more, now and then, while it takes the upload up again. In the end the bozza still has
 * its file, the appointment has it exactly once, and nothing is left with the service that counts
 * against the quota; a bozza that is dropped instead leaves at most what had arrived, and that
 * expires.
 */
#include "tests/faults/rounds.h"

#include <stdlib.h>
#include <string.h>

#define MINE "scade_il IS NOT NULL" /* nobody else uploads anything here */

struct upload {
	struct rounds r;
	struct draft *draft;
	char nota[32];
	char bozza[UUID_SIZE];
	char file[FOLDER_SIZE + 48];
	int left; /* files of dropped bozze that had arrived */
};

static void prepare(struct upload *u)
{
	snprintf(u->nota, sizeof(u->nota), "giro %d", u->r.round);
	u->draft = rounds_draft(&u->r, u->nota);
	memcpy(u->bozza, u->draft->id, sizeof(u->bozza));
}

/* ── what is killed ─────────────────────────────────────────────────────────────────────── */

static void killed_attaching(struct upload *u)
{
	const char *const words[] = { "nuovo", "--bozza", u->bozza, "--allegato", u->file,
		"--solo-bozza", NULL };
	pid_t child = rounds_start(&u->r, words, NULL);

	rounds_moment(&u->r, 400);
	rounds_kill(&u->r, child);
}

/* The bozza is opened in the interface, which takes the upload up again, and is killed too. */
static void killed_resuming(struct upload *u)
{
	struct pty *p;

	rounds_signed_in(&u->r);
	p = world_agenda(&u->r.w, 80, 24, NULL);
	HOLDS(&u->r, pty_wait_text(p, "linea"), "%s", pty_screen(p));
	pty_keys(p, "b");
	HOLDS(&u->r, pty_wait_text(p, "salvate su questo computer"), "%s", pty_screen(p));
	pty_wait_idle(p);
	pty_keys(p, "Enter");
	rounds_moment(&u->r, 300);
	rounds_kill_interface(&u->r, p);
	pty_free(p);
}

/* ── afterwards ─────────────────────────────────────────────────────────────────────────── */

static long long waiting(struct upload *u)
{
	return world_sql(&u->r.w, "SELECT count(*) FROM allegato WHERE " MINE);
}

static void dropped(struct upload *u)
{
	const char *gone[] = { "bozze", "--elimina", u->bozza, NULL };
	long long before = u->left;

	HOLDS(&u->r, rounds_status(&u->r, gone) == 0, "the bozza cannot be dropped");
	rounds_draft_dropped(u->draft);
	rounds_settle(&u->r);
	HOLDS(&u->r, waiting(u) <= before + 1, "%lld files of nobody", waiting(u));
	u->left = (int)waiting(u);
	HOLDS(&u->r, world_sql(&u->r.w, "SELECT count(*) FROM allegato WHERE " MINE
		" AND scade_il > caricato_il + 2 * 86400") == 0, "one that stays for ever");
}

static void confirmed(struct upload *u)
{
	const char *again[] = { "nuovo", "--bozza", u->bozza, "--allegato", u->file, "--solo-bozza",
		NULL };
	const char *confirm[] = { "nuovo", "--bozza", u->bozza, NULL };
	const char *cancel[] = { "cancella", NULL, NULL };
	char sql[300], *id;
	long long files = rounds_number(&u->r, "journal", "SELECT count(*) FROM bozza_allegato");

	HOLDS(&u->r, files <= 1, "%lld files in the bozza", files);
	if (files == 0) /* killed before it was accepted */
		HOLDS(&u->r, rounds_status(&u->r, again) == 0, "the file cannot be attached");
	HOLDS(&u->r, rounds_status(&u->r, confirm) == 0, "not confirmed");
	snprintf(sql, sizeof(sql), "SELECT id FROM appuntamento WHERE nota = '%s'", u->nota);
	id = world_sql_text(&u->r.w, sql);
	HOLDS(&u->r, *id, "no appointment");
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM allegato WHERE appuntamento = '%s'", id);
	HOLDS(&u->r, world_sql(&u->r.w, sql) == 1, "%lld files with %s", world_sql(&u->r.w, sql), id);
	HOLDS(&u->r, waiting(u) == u->left, "%lld files left behind", waiting(u) - u->left);
	cancel[1] = id;
	HOLDS(&u->r, rounds_status(&u->r, cancel) == 0, "not cancelled");
	free(id);
}

static void one_round(struct upload *u)
{
	prepare(u);
	rounds_misfortune(&u->r, "POST", "/allegati");
	killed_attaching(u);
	if (rounds_below(&u->r, 2))
		killed_resuming(u);
	rounds_calm(&u->r);
	rounds_settle(&u->r);
	rounds_sync(&u->r);
	rounds_hold(&u->r);
	if (rounds_below(&u->r, 4) == 0)
		dropped(u);
	else
		confirmed(u);
}

/* ── the whole ──────────────────────────────────────────────────────────────────────────── */

static void file_to_attach(struct upload *u)
{
	char folder[FOLDER_SIZE + 16];
	const char *samples[] = { "esempio", "--file-da-allegare", folder, NULL };
	char *out, *errors;

	snprintf(folder, sizeof(folder), "%s/casa/file", u->r.w.folder);
	snprintf(u->file, sizeof(u->file), "%s/ricevute-di-pagamento.pdf", folder);
	cr_assert_eq(world_server_command(&u->r.w, samples, NULL, &out, &errors), 0, "%s", errors);
	free(out);
	free(errors);
}

static void one_file(void)
{
	struct upload u = { 0 };

	rounds_open(&u.r, ROUNDS_ANNA, "CITTADINO", NULL);
	file_to_attach(&u);
	rounds_want(&u.r, 20, 40);
	while (rounds_next(&u.r))
		one_round(&u);
	rounds_close(&u.r, "di allegati");
}

/* Side by side: a round waits more than it works. */
#define SIDE(n) \
	Test(killed_upload, one_file_whatever_dies_##n, .timeout = 3000) \
	{ \
		one_file(); \
	}
SIDE(1)
SIDE(2)
SIDE(3)
SIDE(4)
