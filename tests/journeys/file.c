/* SPDX-License-Identifier: EUPL-1.2
 *
 * Files that come here: an attachment opened in the viewer and the way back to its row, one
 * that is not what was announced, manuals read without a line and saved where one likes. */
#include "base/buf.h"
#include "base/file.h"
#include "tests/journeys/journey.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A viewer that leaves what it was given in HOME/visto, and ends when a line is typed. */
static void write_viewer(struct world *w, char path[FOLDER_SIZE + 32])
{
	static const char script[] = "#!/bin/sh\n"
		"{ stat -c '%a' \"$1\"; sha256sum <\"$1\" | cut -c1-64; echo \"$1\"; } >\"$HOME/visto\"\n"
		"echo 'VISORE: eccolo.'\nread -r line\nexit \"${line:-0}\"\n";
	struct err err = { 0 };

	snprintf(path, FOLDER_SIZE + 32, "%s/casa/visore", w->folder);
	cr_assert(file_write(path, script, sizeof(script) - 1, &err), "%s", err.cause);
	cr_assert_eq(chmod(path, 0700), 0);
}

static struct pty *with_viewer(struct world *w, const char *viewer)
{
	const char *arguments[] = { "--visore", viewer, NULL };

	sign_in(w, ANNA, "CITTADINO");
	return world_agenda(w, 80, 24, arguments);
}

/* Home's first appuntamento, its detail, down to the row of a file. */
static void to_file(struct pty *p)
{
	SEE(p, "Prossimi appuntamenti");
	SEE(p, "● in linea");
	IDLE(p);
	pty_keys(p, "Tab Enter");
	SEE(p, "Stato           Confermato");
	IDLE(p);
	walk_to(p, " · PDF · ");
}

static struct buf seen_by_viewer(struct world *w)
{
	char path[FOLDER_SIZE + 32];
	struct buf text = { 0 };
	struct err err = { 0 };

	snprintf(path, sizeof(path), "%s/casa/visto", w->folder);
	buf_init(&text, 4096);
	cr_assert(file_read(path, &text, &err), "%s", err.cause);
	return text;
}

/* How many opened copies lie about. */
static int copies(struct world *w)
{
	char path[FOLDER_SIZE + 400];
	struct dirent *e, *f;
	DIR *all, *one;
	int n = 0;

	snprintf(path, sizeof(path), "%s/run/agenda/aperti", w->folder);
	all = opendir(path);
	while (all && (e = readdir(all))) {
		snprintf(path, sizeof(path), "%s/run/agenda/aperti/%s", w->folder, e->d_name);
		one = e->d_name[0] == '.' ? NULL : opendir(path);
		while (one && (f = readdir(one)))
			n += f->d_name[0] != '.';
		if (one)
			closedir(one);
	}
	if (all)
		closedir(all);
	return n;
}

Test(journeys, file_opened_in_the_viewer)
{
	struct world w;
	struct pty *p;
	char viewer[FOLDER_SIZE + 32];
	struct buf seen;
	int x, y, x_after, y_after;
	bool visible;
	char *row;

	world_open(&w, NULL);
	write_viewer(&w, viewer);
	p = with_viewer(&w, viewer);
	to_file(p);
	IDLE(p);
	pty_cursor(p, &x, &y, &visible);
	row = strdup(pty_line(p, y));
	pty_keys(p, "o");
	SEE(p, "VISORE: eccolo.");
	seen = seen_by_viewer(&w);
	cr_expect_eq(strncmp(buf_str(&seen), "600\n", 4), 0, "%s", buf_str(&seen));
	SQL_IS(&w, 1, "SELECT count(*) > 0 FROM allegato WHERE sha256 = '%.64s' AND tipo = 'PDF'",
		buf_str(&seen) + 4);
	buf_release(&seen);
	cr_expect_eq(copies(&w), 1);
	pty_send(p, "\n");
	SEE(p, "Appuntamento AG-2026-");
	IDLE(p);
	pty_cursor(p, &x_after, &y_after, &visible);
	cr_expect(visible && x == x_after && y == y_after, "%d,%d is not %d,%d", x_after, y_after, x,
		y);
	cr_expect_str_eq(pty_line(p, y_after), row);

	pty_keys(p, "o"); /* a viewer that fails: where the file is, is said */
	SEE(p, "VISORE: eccolo.");
	pty_send(p, "3\n");
	SEE(p, "Il visore non ha aperto il file");
	SEE(p, "/aperti/");
	SEE(p, "Appuntamento AG-2026-");
	cr_expect_eq(copies(&w), 2);
	leave(p);
	cr_expect_eq(copies(&w), 0, "an opened copy outlives the program");
	free(row);
	world_close(&w);
}

Test(journeys, viewer_that_is_not_there)
{
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	p = with_viewer(&w, "/non/esiste/visore");
	to_file(p);
	pty_keys(p, "o");
	SEE(p, "Il visore non ha aperto il file");
	SEE(p, "/aperti/"); /* however long the path is */
	cr_expect_eq(copies(&w), 1);
	pty_keys(p, "M-q"); /* fine utente */
	SEE(p, "Scegli il profilo");
	cr_expect_eq(copies(&w), 0, "an opened copy outlives its person's stay");
	leave(p);
	world_close(&w);
}

/* Killed: what it opened goes with the next program that ends. */
Test(journeys, opened_copy_of_a_killed_program)
{
	struct world w;
	struct pty *p;
	int status;

	world_open(&w, NULL);
	p = with_viewer(&w, "false");
	to_file(p);
	pty_keys(p, "o");
	SEE(p, "Il visore non ha aperto il file");
	pty_signal(p, SIGKILL);
	cr_assert(pty_wait_exit(p, &status));
	pty_free(p);
	cr_expect_eq(copies(&w), 1);
	struct said s = run(&w, "profilo");
	cr_expect_eq(s.status, 0, "%s", s.errors);
	said_release(&s);
	cr_expect_eq(copies(&w), 0);
	world_close(&w);
}

Test(journeys, file_that_is_not_the_announced_one)
{
	static const struct proxy_rule altered = { "GET", "/allegati/", FAULT_ALTER, 0, 1, 0 };
	struct world w;
	struct pty *p;
	struct proxy *proxy;
	char viewer[FOLDER_SIZE + 32];

	world_open(&w, NULL);
	write_viewer(&w, viewer);
	proxy = through_proxy(&w);
	proxy_rules(proxy, &altered, 1);
	p = with_viewer(&w, viewer);
	to_file(p);
	pty_keys(p, "o");
	SEE(p, "Il file arrivato non è quello annunciato");
	SEE_NOT(p, "VISORE");
	cr_expect_eq(copies(&w), 0);
	pty_keys(p, "o"); /* the second time it is what it should be */
	SEE(p, "VISORE: eccolo.");
	pty_send(p, "\n");
	SEE(p, "Appuntamento AG-2026-");
	leave(p);
	proxy_close(&w, proxy);
	world_close(&w);
}

/* ── manuals ────────────────────────────────────────────────────────────────────────────── */

static bool same_as_served(const char *path)
{
	char sha[65], sha_there[65];

	sha256_of(path, sha);
	sha256_of(TEST_SOURCE_DIR "/docs/manuali/cittadino.md", sha_there);
	return strcmp(sha, sha_there) == 0;
}

static void save_at(struct pty *p, const char *path)
{
	pty_keys(p, "C-u");
	pty_send(p, path);
	IDLE(p);
	pty_keys(p, "Enter");
}

Test(journeys, manual_read_and_saved_without_a_line)
{
	struct world w;
	struct pty *p;
	struct err err = { 0 };
	char path[FOLDER_SIZE + 64], file[FOLDER_SIZE + 64], below[FOLDER_SIZE + 96];

	world_open(&w, NULL);
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	SEE(p, "Prossimi appuntamenti");
	pty_keys(p, "m");
	SEE(p, "Manuale del cittadino");
	pty_keys(p, "Enter");
	SEE(p, "versione ");
	IDLE(p);
	world_stop_server(&w, SIGTERM);
	leave(p);

	p = world_agenda(&w, 80, 24, NULL); /* another start, with nobody to ask */
	SEE(p, "non in linea");
	pty_keys(p, "m");
	SEE(p, "▸ Manuale del cittadino");
	pty_keys(p, "Enter");
	SEE(p, "non in linea");
	IDLE(p);
	pty_keys(p, "End");
	IDLE(p);
	pty_keys(p, "s");
	SEE(p, "Percorso *");
	snprintf(file, sizeof(file), "%s/casa/un-file", w.folder);
	cr_assert(file_write(file, "mio", 3, &err));
	snprintf(below, sizeof(below), "%s/sotto.md", file);
	save_at(p, below); /* no folder, nothing in which to write */
	SEE(p, "scegli un altro percorso");
	snprintf(path, sizeof(path), "%s/casa/manuale scelto.md", w.folder);
	save_at(p, path);
	SEE(p, "Salvato in");
	SEE_GONE(p, "Percorso *");
	cr_expect(same_as_served(path));

	pty_keys(p, "s");
	SEE(p, "Percorso *");
	save_at(p, file); /* there is something of the person's: it is asked about */
	SEE(p, "C'è già un file con questo nome");
	struct stat before;
	cr_assert_eq(stat(file, &before), 0);
	cr_expect_eq(before.st_size, 3, "replaced without asking");
	pty_keys(p, "Esc");
	SEE_GONE(p, "Percorso *");
	cr_assert_eq(stat(file, &before), 0);
	cr_expect_eq(before.st_size, 3);
	pty_keys(p, "s");
	SEE(p, "Percorso *");
	save_at(p, file);
	SEE(p, "C'è già un file con questo nome");
	pty_keys(p, "Enter");
	SEE_GONE(p, "Percorso *");
	cr_expect(same_as_served(file));
	leave(p);
	world_close(&w);
}
