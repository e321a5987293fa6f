/* SPDX-License-Identifier: EUPL-1.2
 *
 * Files that are damaged, cut short, another program's or not files at all, under the real
 * agenda: set aside with one line, begun anew, and what can be had again is had again. */
#include "tests/journeys/journey.h"

#include <fcntl.h>
#include <glob.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CACHE   "cache/agenda/cache"
#define JOURNAL "state/agenda/journal"
#define NOTA    "Una nota che era già salvata."
#define DAMAGED "era danneggiato: l'ho messo da parte"
#define FOREIGN "non era di questo accesso o di questa"

static void path_of(const struct world *w, const char *file, char to[FOLDER_SIZE + 128])
{
	char pattern[FOLDER_SIZE + 64];
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/%s-*.db", w->folder, file);
	cr_assert_eq(glob(pattern, 0, NULL, &found), 0, "%s", pattern);
	snprintf(to, FOLDER_SIZE + 128, "%s", found.gl_pathv[0]);
	globfree(&found);
}

static void execute(const char *path, const char *sql)
{
	sqlite3 *db = NULL;

	cr_assert_eq(sqlite3_open(path, &db), SQLITE_OK);
	cr_assert_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK, "%s", sqlite3_errmsg(db));
	sqlite3_close(db);
}

/* ── kinds of damage ────────────────────────────────────────────────────────────────────── */

static void overwrite(const char *path, off_t from, off_t to)
{
	static char rubbish[4096];
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	cr_assert_geq(fd, 0, "%s", path);
	memset(rubbish, 0xA5, sizeof(rubbish));
	for (off_t at = from; at < to; at += (off_t)sizeof(rubbish)) {
		size_t n = to - at < (off_t)sizeof(rubbish) ? (size_t)(to - at) : sizeof(rubbish);
		cr_assert_eq(pwrite(fd, rubbish, n, at), (ssize_t)n);
	}
	close(fd);
}

static off_t size_of(const char *path)
{
	struct stat st;

	cr_assert_eq(stat(path, &st), 0, "%s", path);
	return st.st_size;
}

static void rubbish_at_the_beginning(const char *path)
{
	overwrite(path, 0, 100);
}

/* Below the first page everything; what is left says whose it is. */
static void rubbish_within(const char *path)
{
	overwrite(path, 4096, size_of(path));
}

static void rubbish_in_a_page(const char *path)
{
	overwrite(path, 100, 3100);
}

static void cut_in_half(const char *path)
{
	cr_assert_eq(truncate(path, size_of(path) / 2), 0);
}

static void cut_within_a_page(const char *path)
{
	cr_assert_eq(truncate(path, 4096 + 1000), 0);
}

static void cut_to_nothing(const char *path)
{
	cr_assert_eq(truncate(path, 0), 0);
}

static void a_text(const char *path)
{
	FILE *f = fopen(path, "w");

	cr_assert(f);
	fputs("Elenco della spesa: pane, latte, una biro.\n", f);
	fclose(f);
}

static void of_another_program(const char *path)
{
	unlink(path);
	execute(path, "CREATE TABLE spesa (cosa TEXT); INSERT INTO spesa VALUES ('pane')");
	chmod(path, 0600);
}

static void of_a_newer_version(const char *path)
{
	execute(path, "PRAGMA user_version = 4711");
}

static void of_another_person(const char *path)
{
	execute(path, "UPDATE meta SET testo = 'qualcun altro' WHERE nome = 'identita'");
}

static void a_folder(const char *path)
{
	unlink(path);
	cr_assert_eq(mkdir(path, 0700), 0);
}

static const struct damage {
	const char *name;
	void (*make)(const char *path);
	const char *said; /* NULL: there is nothing to say */
} damages[] = {
	{ "rubbish at the beginning", rubbish_at_the_beginning, DAMAGED },
	{ "rubbish in a page", rubbish_in_a_page, DAMAGED },
	{ "rubbish within", rubbish_within, DAMAGED },
	{ "cut in half", cut_in_half, DAMAGED },
	{ "cut within a page", cut_within_a_page, DAMAGED },
	{ "cut to nothing", cut_to_nothing, NULL },
	{ "a text", a_text, DAMAGED },
	{ "another program's", of_another_program, FOREIGN },
	{ "a newer version's", of_a_newer_version, FOREIGN },
	{ "another person's", of_another_person, FOREIGN },
	{ "a folder", a_folder, FOREIGN },
};

#define DAMAGES (sizeof(damages) / sizeof(damages[0]))

/* ── found at the start ─────────────────────────────────────────────────────────────────── */

static void expect_said(const struct damage *d, const struct said *s)
{
	cr_expect_eq(s->status, 0, "%s: %d %s%s", d->name, s->status, s->out, s->errors);
	cr_expect(!d->said || strstr(s->errors, d->said), "%s: «%s» is not in\n%s", d->name,
		d->said, s->errors);
	cr_expect(d->said || !strstr(s->errors, "messo da parte"), "%s: %s", d->name, s->errors);
}

Test(danni, a_copy_that_is_no_good_at_the_start_is_begun_anew)
{
	struct world w;
	struct said s;
	struct pty *p;
	char path[FOLDER_SIZE + 128];

	world_open(&w, NULL);
	sign_in(&w, ANNA, "CITTADINO");
	s = run(&w, "cerca");
	path_of(&w, CACHE, path);
	said_release(&s);
	for (size_t i = 0; i < DAMAGES; i++) {
		damages[i].make(path);
		s = run(&w, "cerca");
		expect_said(&damages[i], &s);
		cr_expect(strstr(s.out, "AG-2026-"), "%s: %s", damages[i].name, s.out);
		said_release(&s);
		s = run(&w, "cache verifica");
		cr_expect(s.status == 0 && strstr(s.out, "copia locale: integra"), "%s: %s%s",
			damages[i].name, s.out, s.errors);
		said_release(&s);
		if (i % 2 == 0) /* what was set aside goes, or the next one takes its place */
			continue;
		s = run(&w, "cache svuota");
		cr_expect_eq(s.status, 0, "%s: %s", damages[i].name, s.errors);
		said_release(&s);
		s = run(&w, "cerca");
		said_release(&s);
	}
	rubbish_within(path);
	p = world_agenda(&w, 80, 24, NULL); /* and the interface */
	SEE(p, DAMAGED);
	SEE(p, "lun 30/11/2026 08:30");
	leave(p);
	world_close(&w);
}

/* The old file stays beside it: nobody throws away what may be the only one. */
Test(danni, a_journal_that_is_no_good_at_the_start_is_set_aside)
{
	struct world w;
	struct said s;
	char path[FOLDER_SIZE + 128], aside[FOLDER_SIZE + 160];

	world_open(&w, NULL);
	sign_in(&w, ANNA, "CITTADINO");
	path_of(&w, JOURNAL, path);
	snprintf(aside, sizeof(aside), "%s.scartato", path);
	for (size_t i = 0; i < DAMAGES; i++) {
		bool was_folder = damages[i].make == a_folder;

		damages[i].make(path);
		s = run(&w, "bozze");
		expect_said(&damages[i], &s);
		said_release(&s);
		cr_expect(!damages[i].said || access(aside, F_OK) == 0, "%s: %s", damages[i].name, aside);
		s = run_input(&w, "nuovo --rapporto 123456 --nota-da - --solo-bozza", NOTA);
		cr_expect_eq(s.status, 0, "%s: %s", damages[i].name, s.errors);
		said_release(&s);
		s = run(&w, "bozze");
		cr_expect(strstr(s.out, "Anna Bianchi"), "%s: %s%s", damages[i].name, s.out, s.errors);
		said_release(&s);
		if (was_folder)
			rmdir(aside);
		else if (!damages[i].said || i % 2)
			unlink(aside);
	}
	world_close(&w);
}

/* ── met while it runs ──────────────────────────────────────────────────────────────────── */

/* What is on screen stays there and is said not to be saved; the next start sets things right. */
Test(danni, a_journal_damaged_while_it_is_open_is_said_and_nothing_typed_goes)
{
	struct world w;
	struct said s;
	struct pty *p;
	char path[FOLDER_SIZE + 128];

	world_open(&w, NULL);
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	form_to_note(p, "123456");
	IDLE(p);
	path_of(&w, JOURNAL, path);
	overwrite(path, 0, size_of(path));
	pty_send(p, NOTA);
	SEE(p, "Il file dei dati è danneggiato");
	SEE(p, NOTA);
	pty_keys(p, "F10");
	IDLE(p);
	SEE_NOT(p, "Riepilogo");
	leave(p);
	s = run(&w, "bozze");
	cr_expect(s.status == 0 && strstr(s.errors, DAMAGED), "%d %s%s", s.status, s.out, s.errors);
	said_release(&s);
	s = run_input(&w, "nuovo --rapporto 123456 --nota-da - --solo-bozza", NOTA);
	cr_expect_eq(s.status, 0, "%s", s.errors);
	said_release(&s);
	world_close(&w);
}
