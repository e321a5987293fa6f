/* SPDX-License-Identifier: EUPL-1.2
 *
 * A machine where one person follows another: what each leaves behind, on the screen, behind it
 * and in the files. */
#include "tests/journeys/journey.h"

#include "base/buf.h"
#include "base/file.h"
#include "tests/support/skip.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOTA "Nota che nessun altro deve leggere"
#define NOBODY 65534

static const char *const shared[] = { "--postazione", "condivisa", "--blocco", "0", "--maschera=no",
	NULL };

/* Does any file below `folder` hold these bytes? Its path in `where`. */
static bool holds(const char *folder, const char *text, char *where, size_t size)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	bool found = false;

	while (d && !found && (e = readdir(d))) {
		char path[1024];
		struct stat st;
		struct buf bytes = { 0 };
		struct err err = { 0 };

		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		if (e->d_name[0] == '.' || lstat(path, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode)) {
			found = holds(path, text, where, size);
			continue;
		}
		buf_init(&bytes, (size_t)64 << 20);
		found = S_ISREG(st.st_mode) && file_read(path, &bytes, &err) && bytes.len &&
			memmem(bytes.data, bytes.len, text, strlen(text));
		if (found)
			snprintf(where, size, "%s", path);
		buf_release(&bytes);
	}
	if (d)
		closedir(d);
	return found;
}

static const char *const places[] = { "run", "cache", "state" };

static void files_hold_none(struct world *w, const char *text)
{
	for (size_t i = 0; i < 3; i++) {
		char path[FOLDER_SIZE + 16], where[1024] = "";

		snprintf(path, sizeof(path), "%s/%s", w->folder, places[i]);
		cr_expect(!holds(path, text, where, sizeof(where)), "«%s» is in %s", text, where);
	}
}

static bool anywhere(struct world *w, const char *text)
{
	char where[1024];

	return holds(w->folder, text, where, sizeof(where));
}

static void end_is_clean(struct pty *p)
{
	const char *left = pty_left(p);

	cr_expect_null(strstr(left, "Bianchi"), "%s", left);
	cr_expect_null(strstr(left, "Macaraig"), "%s", left);
	cr_expect_null(strstr(left, "0000123456"), "%s", left);
}

static struct pty *shared_agenda_with(struct world *w, const char *const *words, const char *term)
{
	struct pty *p;

	if (term)
		world_set(w, "TERM", term);
	p = world_agenda(w, 80, 24, words);
	SEE(p, "▸ Anna Bianchi");
	pty_keys(p, "Enter");
	SEE(p, "quesiti possono essere oggetto");
	SEE(p, "Macaraig");
	return p;
}

Test(riserbo, fine_utente_leaves_nothing_but_the_drafts)
{
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	form_to_note(p, "123456");
	pty_send(p, NOTA);
	SEE(p, "Nota che nessun altro");
	pty_keys(p, "F10");
	SEE(p, "▸ Allegati");
	cr_assert(anywhere(&w, "Macaraig"), "the test would see nothing");
	pty_keys(p, "M-q");
	SEE(p, "Tieni le bozze");
	IDLE(p);
	pty_keys(p, "Esc");
	SEE(p, "▸ Allegati");
	IDLE(p);
	pty_keys(p, "M-q");
	SEE(p, "Tieni le bozze");
	IDLE(p);
	pty_keys(p, "Enter");
	SEE(p, "Scegli il profilo");
	IDLE(p);
	cr_expect_geq(pty_wiped(p), 1, "what has scrolled away is not wiped");
	cr_expect_null(strstr(pty_screen(p), "0000123456"), "%s", pty_screen(p));
	files_hold_none(&w, "Macaraig");
	files_hold_none(&w, "agenda-token");
	cr_expect(anywhere(&w, NOTA), "the draft stays");
	pty_keys(p, "Enter"); /* Anna again */
	SEE(p, "Bozze");
	SEE(p, "pronta da confermare");
	pty_keys(p, "M-q");
	SEE(p, "Elimina le bozze");
	IDLE(p);
	pty_keys(p, "s");
	SEE(p, "Scegli il profilo");
	IDLE(p);
	files_hold_none(&w, NOTA);
	leave(p);
	world_close(&w);
}

Test(riserbo, the_end_on_a_shared_machine_leaves_nothing)
{
	static const struct {
		const char *term;
		int signal; /* 0: F3 */
	} ends[] = { { "xterm-256color", 0 }, { "vt220", 0 }, { "xterm-256color", SIGTERM },
		{ "xterm-256color", SIGHUP } };
	struct world w;

	world_open(&w, NULL);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct pty *p = shared_agenda_with(&w, shared, ends[i].term);

		if (ends[i].signal)
			pty_signal(p, ends[i].signal);
		else
			pty_keys(p, "F3");
		cr_assert(pty_wait_exit(p, NULL), "%s", pty_screen(p));
		end_is_clean(p);
		if (!strcmp(ends[i].term, "xterm-256color") && ends[i].signal != SIGHUP)
			cr_expect_geq(pty_wiped(p), 1, "what has scrolled away is not wiped");
		files_hold_none(&w, "Macaraig");
		files_hold_none(&w, "Bianchi");
		files_hold_none(&w, "agenda-token");
		pty_free(p);
	}
	world_close(&w);
}

Test(riserbo, what_a_killed_one_left_on_a_shared_machine_goes_with_the_next_start)
{
	struct world w, *m = &w;
	const char *command[] = { "--postazione", "condivisa", "cache", "stato", NULL };
	char *out = NULL, *errors = NULL;
	struct pty *p, *other;

	world_open(&w, NULL);
	p = shared_agenda_with(m, shared, NULL);
	IDLE(p);
	cr_assert(anywhere(m, "Macaraig"), "there is something to leave");
	other = world_agenda(m, 80, 24, shared); /* the same user, in another window */
	SEE(other, "Macaraig");
	pty_signal(p, SIGKILL);
	cr_assert(pty_wait_exit(p, NULL));
	pty_free(p);
	cr_expect_eq(world_run(m, command, NULL, &out, &errors), 0, "who is still in, is: %s", errors);
	free(out);
	free(errors);
	pty_signal(other, SIGKILL);
	cr_assert(pty_wait_exit(other, NULL));
	pty_free(other);
	cr_expect_eq(world_run(m, command, NULL, &out, &errors), 77, "nobody is in: %s", out);
	free(out);
	free(errors);
	files_hold_none(m, "Macaraig");
	files_hold_none(m, "Bianchi");
	files_hold_none(m, "agenda-token");
	world_close(&w);
}

/* ── the idle lock ──────────────────────────────────────────────────────────────────────── */

static const char *const idle_soon[] = { "--blocco", "6s", NULL };

Test(riserbo, idle_the_screen_is_announced_locked_and_the_same_afterwards)
{
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	p = shared_agenda_with(&w, idle_soon, NULL);
	form_to_note(p, "123456");
	pty_send(p, NOTA);
	SEE(p, "Nota che nessun altro");
	SEE(p, "lo schermo si blocca: un tasto qualsiasi");
	pty_send(p, "!"); /* any key */
	SEE_GONE(p, "lo schermo si blocca");
	SEE(p, NOTA "!");
	SEE(p, "Lo schermo è bloccato");
	SEE(p, "▸ Anna Bianchi"); /* the demo's own list */
	IDLE(p);
	SEE_NOT(p, "Nota");
	SEE_NOT(p, "cittadino   ●");
	files_hold_none(&w, "agenda-token");
	pty_keys(p, "Esc");
	SEE(p, "serve un nuovo accesso");
	SEE_NOT(p, "Nota");
	pty_keys(p, "Enter");
	SEE(p, "▸ Nota");
	SEE(p, NOTA "!");
	pty_send(p, "?");
	SEE(p, NOTA "!?");
	leave(p);
	world_close(&w);
}

Test(riserbo, another_person_at_a_locked_screen_sees_nothing_of_the_former)
{
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	p = shared_agenda_with(&w, idle_soon, NULL);
	form_to_note(p, "123456");
	pty_send(p, NOTA);
	SEE(p, "Nota che nessun altro");
	SEE(p, "Lo schermo è bloccato");
	IDLE(p);
	pty_forbid(p, "Macaraig");
	pty_forbid(p, "Nota che nessun");
	pty_forbid(p, "0000123456");
	pty_forbid(p, "Anna Bianchi · cittadino");
	pty_keys(p, "Down Enter");
	SEE_GONE(p, "Scegli il profilo");
	SEE(p, "Prossimi appuntamenti");
	IDLE(p);
	pty_keys(p, "b");
	SEE(p, "Nessuna bozza");
	pty_keys(p, "Esc");
	IDLE(p);
	pty_keys(p, "n");
	SEE(p, "Scrivi codice, datore o lavoratore:");
	IDLE(p);
	cr_expect_null(pty_forbidden_seen(p), "«%s» was painted", pty_forbidden_seen(p));
	leave(p);
	world_close(&w);
}

/* One person, two profiles: what one may see the other may not. */
Test(riserbo, another_profile_over_a_warm_cache_paints_nothing_of_the_former)
{
	struct world w;
	struct pty *p;
	struct said kept;
	char codice[11] = "", words[60];
	int x = 0, y;

	world_open(&w, NULL);
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "▸ Anna Bianchi");
	for (int i = 0; i < 12 && pty_find(p, "▸ Luca Conti", NULL) < 0; i++) {
		pty_keys(p, "Down");
		IDLE(p);
	}
	SEE(p, "▸ Luca Conti       Cittadino");
	pty_keys(p, "Enter");
	SEE(p, "Luca Conti · cittadino");
	IDLE(p);
	pty_keys(p, "n");
	SEE(p, "Scrivi codice, datore o lavoratore:");
	SEE(p, "▸ 0");
	y = pty_find(p, "▸ 0", &x);
	snprintf(codice, sizeof(codice), "%s", strstr(pty_line(p, y), "▸ 0") + strlen("▸ "));
	IDLE(p);
	pty_keys(p, "Enter");
	SEE(p, "▸ Quesiti");
	IDLE(p);
	leave(p);
	snprintf(words, sizeof(words), "nuovo --solo-bozza --rapporto %s", codice);
	kept = run(&w, words); /* a bozza, of which "Fine utente" asks */
	cr_assert_eq(kept.status, 0, "%s", kept.errors);
	said_release(&kept);
	p = world_agenda(&w, 80, 24, NULL); /* the copy is warm, the sign-in too */
	SEE(p, "Luca Conti · cittadino");
	IDLE(p);
	pty_keys(p, "M-q");
	SEE(p, "Tieni le bozze");
	IDLE(p);
	pty_keys(p, "Enter");
	SEE(p, "▸ Anna Bianchi");
	IDLE(p);
	pty_forbid(p, codice);
	pty_forbid(p, "Luca Conti · cittadino");
	while (pty_find(p, "▸ Luca Conti       Intermediario", NULL) < 0) {
		pty_keys(p, "Down");
		IDLE(p);
	}
	pty_keys(p, "Enter");
	SEE(p, "Luca Conti · intermediario");
	IDLE(p);
	pty_keys(p, "n");
	SEE(p, "Scrivi codice, datore o lavoratore:");
	SEE(p, "▸ 0");
	IDLE(p);
	cr_expect_null(pty_forbidden_seen(p), "«%s» was painted", pty_forbidden_seen(p));
	leave(p);
	world_close(&w);
}

/* An access that has expired is the same door: whoever comes through it is looked at. */
Test(riserbo, another_person_after_an_expired_access_sees_nothing_of_the_former)
{
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	form_to_note(p, "123456");
	pty_send(p, NOTA);
	SEE(p, "Nota che nessun altro");
	world_stop_server(&w, SIGTERM);
	world_start_server(&w, NULL);
	pty_keys(p, "F5");
	SEE(p, "▸ Anna Bianchi");
	IDLE(p);
	pty_keys(p, "Down");
	IDLE(p);
	pty_forbid(p, "Macaraig");
	pty_forbid(p, "Nota che nessun");
	pty_forbid(p, "0000123456");
	pty_keys(p, "Enter");
	SEE_GONE(p, "Scegli il profilo");
	SEE(p, "Prossimi appuntamenti");
	IDLE(p);
	pty_keys(p, "n");
	SEE(p, "Scrivi codice, datore o lavoratore:");
	IDLE(p);
	cr_expect_null(pty_forbidden_seen(p), "«%s» was painted", pty_forbidden_seen(p));
	leave(p);
	world_close(&w);
}

/* ── nothing on disk ────────────────────────────────────────────────────────────────────── */

static size_t files_below(const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	size_t n = 0;

	while (d && (e = readdir(d))) {
		char path[1024];

		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		n += 1 + files_below(path);
	}
	if (d)
		closedir(d);
	return n;
}

Test(riserbo, without_a_cache_no_file_appears)
{
	static const char *const words[] = { "--senza-cache", NULL };
	struct world w;
	struct pty *p;
	char path[FOLDER_SIZE + 16];
	size_t before[3];

	world_open(&w, NULL);
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/%s", w.folder, places[i]);
		before[i] = files_below(path);
	}
	p = shared_agenda_with(&w, words, NULL);
	form_to_note(p, "123456");
	form_to_summary(p, NOTA);
	form_confirm(p);
	SEE(p, "✓ Appuntamento confermato: AG-2026-");
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/%s", w.folder, places[i]);
		cr_expect_eq(files_below(path), before[i], "%s", path);
	}
	leave(p);
	world_close(&w);
}

/* ── no core ────────────────────────────────────────────────────────────────────────────── */

static void has_no_core(pid_t pid)
{
	char path[64], line[128] = "";
	long soft = 1, hard = 1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/limits", (int)pid);
	f = fopen(path, "r");
	cr_assert_not_null(f, "%s", path);
	while (fgets(line, sizeof(line), f))
		sscanf(line, "Max core file size %ld %ld", &soft, &hard);
	fclose(f);
	cr_expect(soft == 0 && hard == 0, "%ld %ld", soft, hard);
}

/* As a user without powers, so that the kernel shows whose /proc/PID/environ is: of a process
 * that may not be dumped it is root's. */
static pid_t start_as_nobody(struct world *w, const char *const *argv, int *said)
{
	int out[2], in[2];
	pid_t child;

	cr_assert(pipe(out) == 0 && pipe(in) == 0);
	if (geteuid() == 0)
		cr_assert(chown(w->folder, NOBODY, NOBODY) == 0 && chmod(w->folder, 0700) == 0);
	child = fork();
	if (child == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		dup2(out[1], 2);
		close(out[0]); /* in[1] stays open: its input never ends */
		if (geteuid() == 0 && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
			_exit(126);
		execv(argv[0], (char *const *)argv);
		_exit(127);
	}
	close(out[1]);
	close(in[0]);
	*said = out[0];
	return child;
}

static void may_not_be_dumped(struct world *w, const char *const *argv)
{
	struct stat st = { .st_uid = 1 };
	char path[64], first;
	int said = -1, status;
	pid_t pid;

	pid = start_as_nobody(w, argv, &said);
	cr_assert_eq(read(said, &first, 1), 1, "%s said nothing", argv[0]);
	snprintf(path, sizeof(path), "/proc/%d/environ", (int)pid);
	cr_expect(stat(path, &st) == 0 && st.st_uid == 0, "%s may be dumped", argv[0]);
	has_no_core(pid);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	close(said);
}

Test(riserbo, neither_program_leaves_a_core)
{
	struct world w = { 0 };
	char store[FOLDER_SIZE + 16];
	const char *client[] = { TEST_BINARY_DIR "/agenda", "--lineare", "--server",
		"http://127.0.0.1:1", NULL };
	const char *server[] = { TEST_BINARY_DIR "/agendad", "--dati", store, "--demo", "--ascolta",
		"127.0.0.1:0", "--emittente-ascolta", "127.0.0.1:0", NULL };

	if (geteuid() == 0 && !folder_open_to_others(client[0]))
		SKIP("whose %s is would not be seen: only root may reach it", client[0]);
	folder_make(w.folder);
	snprintf(store, sizeof(store), "%s/agendad.db", w.folder);
	may_not_be_dumped(&w, client);
	may_not_be_dumped(&w, server);
	folder_remove(w.folder);
}

/* ── names ──────────────────────────────────────────────────────────────────────────────── */

Test(riserbo, names_are_masked_until_asked_on_screen_and_in_commands)
{
	static const char *const words[] = { "--postazione=condivisa", "--blocco=0", NULL };
	struct world w;
	struct pty *p;
	struct said s;

	world_open(&w, NULL);
	p = world_agenda(&w, 80, 24, words);
	SEE(p, "▸ Anna Bianchi");
	IDLE(p);
	pty_forbid(p, "Macaraig");
	pty_forbid(p, "Anna Bianchi · cittadino");
	pty_keys(p, "Enter");
	SEE(p, "M••• R•••");
	SEE(p, "A••• B••• · cittadino");
	pty_keys(p, "n");
	SEE(p, "Scrivi codice, datore o lavoratore:");
	pty_send(p, "macaraig");
	SEE_GONE(p, "P•••");
	SEE(p, "▸ 0000123456");
	IDLE(p);
	cr_expect_null(pty_forbidden_seen(p), "«%s» was painted", pty_forbidden_seen(p));
	pty_keys(p, "M-n");
	SEE(p, "Macaraig Rosalinda");
	SEE(p, "I nomi si vedono per 3 minuti.");
	pty_keys(p, "M-n");
	SEE_GONE(p, "Macaraig Rosalinda");
	leave(p);
	sign_in(&w, ANNA, "CITTADINO");
	s = run(&w, "--maschera cerca");
	cr_expect(s.status == 0 && strstr(s.out, "M••• R•••") && !strstr(s.out, "Macaraig"), "%s%s",
		s.out, s.errors);
	said_release(&s);
	s = run(&w, "cerca");
	cr_expect(s.status == 0 && strstr(s.out, "Macaraig"), "%s%s", s.out, s.errors);
	said_release(&s);
	s = run(&w, "--maschera profilo");
	cr_expect(s.status == 0 && !strstr(s.out, "Bianchi"), "%s%s", s.out, s.errors);
	said_release(&s);
	world_close(&w);
}

/* ── what is seen by mandate ────────────────────────────────────────────────────────────── */

static void offline_at(struct world *w, const char *when, bool shown)
{
	struct pty *p;

	world_set(w, "AGENDA_OROLOGIO", when);
	p = world_agenda(w, 80, 24, NULL);
	SEE(p, "Paola Verdi · intermediario");
	SEE(p, "non in linea");
	IDLE(p);
	pty_keys(p, "c");
	SEE(p, "Cerca appuntamenti");
	pty_keys(p, "Enter");
	IDLE(p);
	if (shown) {
		SEE(p, "Confermato");
	} else {
		SEE(p, "Dati nascosti dopo 24 ore senza contatto");
		SEE_NOT(p, "Confermato");
		SEE_NOT(p, "Ferrari");
		pty_keys(p, "Esc");
		SEE(p, "Prossimi appuntamenti");
		SEE(p, "Dati nascosti dopo 24 ore senza contatto");
		IDLE(p);
		pty_keys(p, "d");
		SEE(p, "Deleghe");
		SEE(p, "Dati nascosti dopo 24 ore senza contatto");
		SEE_NOT(p, "Attiva");
		IDLE(p);
		pty_keys(p, "Esc");
		SEE(p, "manca il punto"); /* the draft stays */
		IDLE(p);
		pty_keys(p, "n");
		SEE(p, "Scrivi codice, datore o lavoratore:");
		SEE(p, "Dati nascosti dopo 24 ore");
	}
	leave(p);
}

Test(riserbo, without_contact_for_a_day_mandates_show_nothing)
{
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	p = world_agenda_as(&w, STUDIO, "INTERMEDIARIO", 80, 24);
	SEE(p, "quesiti possono essere oggetto");
	IDLE(p);
	form_rapporto(p, "456789");
	pty_keys(p, "Space");
	SEE(p, "[x]");
	pty_keys(p, "Enter");
	SEE(p, "▸ Punto");
	leave(p);
	world_stop_server(&w, SIGTERM);
	offline_at(&w, "2026-11-24T09:40:00+01:00", true); /* 23:59 hours later */
	offline_at(&w, "2026-11-24T09:41:00+01:00", false);
	offline_at(&w, "2026-11-23T10:00:00+01:00", false); /* the clock went backwards */
	world_start_server(&w, NULL);
	world_set(&w, "AGENDA_OROLOGIO", "2026-11-24T09:41:00+01:00");
	world_close(&w);
}
