/* SPDX-License-Identifier: EUPL-1.2
 *
 * A disk that is full and one that cannot be written, under the real programs: it is said in
 * words, what was saved stays, nothing leaves whose key is not on disk, and with room again
 * everything goes on. */
#include "tests/journeys/journey.h"

#include "tests/support/disk.h"
#include "tests/support/skip.h"

#include <ftw.h>
#include <glob.h>
#include <grp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SMALL ((size_t)8 << 20)
#define NOTA  "Scritta prima che il disco fosse pieno."
#define MORE  " E dopo."

static void path_in(const struct world *w, const char *folder, char to[FOLDER_SIZE + 16])
{
	snprintf(to, FOLDER_SIZE + 16, "%s/%s", w->folder, folder);
}

/* `folder` of the world on a disk of its own; the test ends here where that cannot be. */
static void small_disk(struct world *w, const char *folder, char path[FOLDER_SIZE + 16])
{
	const char *why;

	path_in(w, folder, path);
	why = disk_small(path, SMALL);
	if (!why)
		return;
	world_close(w);
	SKIP("a full disk: %s", why);
}

/* One number from the person's file, -1 when there is none. */
static long long number_in(const struct world *w, const char *file, const char *sql)
{
	char pattern[FOLDER_SIZE + 64];
	glob_t found;
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;
	long long n = -1;

	snprintf(pattern, sizeof(pattern), "%s/%s-*.db", w->folder, file);
	cr_assert_eq(glob(pattern, 0, NULL, &found), 0, "%s", pattern);
	cr_assert_eq(sqlite3_open_v2(found.gl_pathv[0], &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	sqlite3_busy_timeout(db, 10000);
	cr_assert_eq(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK, "%s: %s", sql,
		sqlite3_errmsg(db));
	if (sqlite3_step(q) == SQLITE_ROW)
		n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	sqlite3_close(db);
	globfree(&found);
	return n;
}

#define CACHE   "cache/agenda/cache"
#define JOURNAL "state/agenda/journal"

static bool is_sound(const struct world *w, const char *file)
{
	return number_in(w, file, "SELECT count(*) = 1 AND min(integrity_check) = 'ok' FROM"
		" pragma_integrity_check") == 1;
}

static long long mine_on_server(struct world *w)
{
	return world_sql(w, "SELECT count(*) FROM appuntamento a JOIN rapporto r ON r.codice ="
		" a.rapporto JOIN delega d ON d.datore = r.datore AND d.stato = 'ATTIVA' WHERE"
		" d.intermediario = '" STUDIO "'");
}

static void wait_number(const struct world *w, struct pty *p, const char *sql, long long n)
{
	for (int i = 0; i < 300 && number_in(w, CACHE, sql) != n; i++)
		pty_wait_quiet(p, 100);
	cr_expect_eq(number_in(w, CACHE, sql), n, "%s: %lld instead of %lld\n%s", sql,
		number_in(w, CACHE, sql), n, pty_screen(p));
}

static void forget_cache(const struct world *w)
{
	char pattern[FOLDER_SIZE + 64];
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/" CACHE "-*", w->folder);
	if (glob(pattern, 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			unlink(found.gl_pathv[i]);
	globfree(&found);
}

static void wait_saved(const struct world *w, struct pty *p, const char *nota)
{
	char sql[200];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM bozza WHERE nota = '%s'", nota);
	for (int i = 0; i < 200 && number_in(w, JOURNAL, sql) != 1; i++)
		pty_wait_quiet(p, 50);
	cr_expect_eq(number_in(w, JOURNAL, sql), 1, "«%s» is not saved\n%s", nota, pty_screen(p));
}

/* ── full ───────────────────────────────────────────────────────────────────────────────── */

/* The first page is on its way when the last byte of the disk is taken. */
Test(disco, full_while_a_page_is_stored)
{
	static const struct proxy_rule slow = { "GET", "/variazioni", FAULT_DELAY, 2000, 1, 0 };
	struct world w;
	struct pty *p;
	struct proxy *proxy;
	char cache[FOLDER_SIZE + 16];

	world_open(&w, NULL);
	small_disk(&w, "cache", cache);
	proxy = through_proxy(&w);
	sign_in(&w, STUDIO, "INTERMEDIARIO");
	forget_cache(&w);
	proxy_rules(proxy, &slow, 1);
	p = world_agenda(&w, 80, 24, NULL);
	cr_assert(proxy_await_met(proxy, 0, 1, 30000));
	disk_fill(cache, 0);
	SEE(p, "La copia locale non si aggiorna: Il disco è pieno");
	pty_keys(p, "d"); /* it goes on with what the server says */
	SEE(p, "Deleghe");
	pty_keys(p, "Esc");
	IDLE(p);
	disk_relieve(cache);
	wait_number(&w, p, "SELECT count(*) FROM appuntamento", mine_on_server(&w));
	cr_expect(is_sound(&w, CACHE));
	leave(p);
	proxy_close(&w, proxy);
	world_close(&w);
}

/* Not even a file can be begun: the screens live from memory. */
Test(disco, full_before_the_copy_is_begun)
{
	struct world w;
	struct pty *p;
	char cache[FOLDER_SIZE + 16];

	world_open(&w, NULL);
	small_disk(&w, "cache", cache);
	sign_in(&w, ANNA, "CITTADINO");
	forget_cache(&w);
	disk_fill(cache, 0);
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "questa volta resta in memoria");
	SEE(p, "lun 30/11/2026 08:30");
	form_to_note(p, "123456");
	form_to_summary(p, NOTA);
	form_confirm(p);
	SEE(p, "✓ Appuntamento confermato: AG-2026-");
	leave(p);
	disk_relieve(cache);
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "in linea");
	wait_number(&w, p, "SELECT count(*) FROM appuntamento WHERE stato = 1", world_sql(&w,
		"SELECT count(*) FROM appuntamento a JOIN rapporto r ON r.codice = a.rapporto WHERE"
		" r.datore = '" ANNA "' AND a.stato = 'CONFERMATO'"));
	leave(p);
	world_close(&w);
}

/* What was saved stays; what could not be is on screen, is said, and is saved when there is room. */
Test(disco, full_while_a_bozza_is_saved)
{
	struct world w;
	struct pty *p;
	char state[FOLDER_SIZE + 16];

	world_open(&w, NULL);
	small_disk(&w, "state", state);
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	form_to_note(p, "123456");
	pty_send(p, NOTA);
	SEE(p, "39 di 2000 caratteri");
	wait_saved(&w, p, NOTA);
	disk_fill(state, 0);
	pty_send(p, MORE);
	SEE(p, "Il disco è pieno");
	SEE(p, NOTA MORE);
	cr_expect_eq(number_in(&w, JOURNAL, "SELECT count(*) FROM bozza WHERE nota = '" NOTA "'"), 1,
		"what was saved");
	cr_expect_eq(number_in(&w, JOURNAL, "SELECT count(*) FROM bozza_quesito"), 1);
	disk_relieve(state);
	pty_send(p, "!");
	wait_saved(&w, p, NOTA MORE "!");
	SEE_GONE(p, "Il disco è pieno");
	cr_expect(is_sound(&w, JOURNAL));
	leave(p);
	world_close(&w);
}

/* Key and bytes cannot be written: not one request leaves, and it can be done when there is room. */
Test(disco, full_before_a_confirmation_is_sent)
{
	static const struct proxy_rule counted = { "POST", "/appuntamenti", FAULT_NONE, 0, 0, 0 };
	struct world w;
	struct pty *p;
	struct proxy *proxy;
	struct said s;
	char state[FOLDER_SIZE + 16], words[80];
	char *id;

	world_open(&w, NULL);
	small_disk(&w, "state", state);
	proxy = through_proxy(&w);
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	form_to_note(p, "123456");
	form_to_summary(p, NOTA);
	wait_saved(&w, p, NOTA);
	proxy_rules(proxy, &counted, 1);
	disk_fill(state, 0);
	form_confirm(p);
	SEE(p, "✗ Appuntamento non confermato");
	SEE(p, "Il disco è pieno");
	IDLE(p);
	cr_expect_eq(proxy_met(proxy, 0), 0, "something has left");
	cr_expect_eq(number_in(&w, JOURNAL, "SELECT count(*) FROM invio"), 0);
	cr_expect_eq(number_in(&w, JOURNAL, "SELECT count(*) FROM bozza WHERE nota = '" NOTA
		"' AND chiave IS NULL"), 1);
	s = run(&w, "bozze --json"); /* the same by the command line */
	id = strstr(s.out, "\"id\":\"");
	cr_assert(id, "%s", s.out);
	snprintf(words, sizeof(words), "nuovo --bozza %.36s", id + 6);
	said_release(&s);
	s = run(&w, words);
	cr_expect(s.status != 0 && strstr(s.errors, "non è stato inviato nulla"), "%d %s%s", s.status,
		s.out, s.errors);
	said_release(&s);
	cr_expect_eq(proxy_met(proxy, 0), 0, "something has left");
	SQL_IS(&w, 0, "SELECT count(*) FROM appuntamento WHERE nota = '" NOTA "'");
	disk_relieve(state);
	if (pty_find(p, "Appuntamento non confermato", NULL) >= 0) {
		pty_keys(p, "Esc");
		SEE_GONE(p, "Appuntamento non confermato");
	}
	SEE(p, "▸ Riepilogo");
	form_confirm(p);
	SEE(p, "✓ Appuntamento confermato: AG-2026-");
	SQL_IS(&w, 1, "SELECT count(*) FROM appuntamento WHERE nota = '" NOTA "'");
	cr_expect(is_sound(&w, JOURNAL));
	leave(p);
	proxy_close(&w, proxy);
	world_close(&w);
}

/* ── read only ──────────────────────────────────────────────────────────────────────────── */

#define NOBODY 65534

static int to_nobody(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st;
	(void)kind;
	(void)where;
	return lchown(path, NOBODY, NOBODY);
}

/* From here on the test and all that it starts are a user without powers. */
static void become_nobody(struct world *w)
{
	if (geteuid() != 0)
		return;
	if (!folder_open_to_others(TEST_BINARY_DIR "/agenda")) {
		world_close(w);
		SKIP("another's folder: only root may reach %s", TEST_BINARY_DIR "/agenda");
	}
	world_stop_server(w, SIGTERM);
	nftw(w->folder, to_nobody, 16, FTW_PHYS);
	cr_assert(setgroups(0, NULL) == 0 && setgid(NOBODY) == 0 && setuid(NOBODY) == 0);
	world_start_server(w, NULL);
}

/* Two ways in which nothing can be written below a folder. */
enum way { MOUNTED_READ_ONLY, OF_ANOTHER };

static void begin(struct world *w, enum way way)
{
	world_open(w, NULL);
	if (way == OF_ANOTHER)
		become_nobody(w);
	sign_in(w, ANNA, "CITTADINO");
}

static void close_folder(struct world *w, enum way way, const char *folder)
{
	char path[FOLDER_SIZE + 16];
	const char *why;

	path_in(w, folder, path);
	if (way == OF_ANOTHER) {
		cr_assert(chmod(path, 0500) == 0);
		return;
	}
	why = disk_read_only(path);
	if (!why)
		return;
	world_close(w);
	SKIP("a read-only folder: %s", why);
}

static void finish(struct world *w, enum way way, const char *folder)
{
	char path[FOLDER_SIZE + 16];

	path_in(w, folder, path);
	if (way == OF_ANOTHER)
		chmod(path, 0700);
	world_close(w);
}

/* Not even the file can be opened: it is said at the start, and so is what can be done. */
Test(disco, state_mounted_read_only)
{
	struct world w;
	struct pty *p;
	struct said s;

	begin(&w, MOUNTED_READ_ONLY);
	close_folder(&w, MOUNTED_READ_ONLY, "state/agenda");
	s = run(&w, "nuovo --rapporto 123456 --solo-bozza");
	cr_expect(s.status != 0 && strstr(s.errors, "bozze non si possono salvare"), "%d %s%s",
		s.status, s.out, s.errors);
	said_release(&s);
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "Le bozze non si possono salvare");
	SEE(p, "▸ Anna Bianchi");
	pty_keys(p, "Enter");
	SEE(p, "«agenda --senza-cache» tiene");
	leave(p);
	p = world_agenda(&w, 80, 24, (const char *const[]){ "--senza-cache", NULL });
	SEE(p, "▸ Anna Bianchi"); /* as it is told to be done */
	pty_keys(p, "Enter");
	SEE(p, "lun 30/11/2026 08:30");
	leave(p);
	finish(&w, MOUNTED_READ_ONLY, "state/agenda");
}

/* The file opens, but what is beside it cannot be made: each save says so, nothing leaves. */
Test(disco, state_of_another)
{
	struct world w;
	struct pty *p;
	struct said s;

	begin(&w, OF_ANOTHER);
	close_folder(&w, OF_ANOTHER, "state/agenda");
	s = run(&w, "nuovo --rapporto 123456 --solo-bozza");
	cr_expect(s.status == 74 && strstr(s.errors, "rifiutato una lettura o una scrittura"),
		"%d %s%s", s.status, s.out, s.errors);
	said_release(&s);
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "lun 30/11/2026 08:30");
	pty_keys(p, "n");
	SEE(p, "Scrivi codice, datore o lavoratore:");
	pty_send(p, "123456");
	SEE(p, "▸ 0");
	IDLE(p);
	pty_keys(p, "Enter");
	SEE(p, "▸ Quesiti");
	IDLE(p);
	pty_keys(p, "Space Enter"); /* the first choice that is saved */
	SEE(p, "rifiutato una lettura o una scrittura");
	SEE_NOT(p, "▸ Punto");
	leave(p);
	finish(&w, OF_ANOTHER, "state/agenda");
}

static void cache_cannot_be_begun(enum way way)
{
	struct world w;
	struct pty *p;

	begin(&w, way);
	forget_cache(&w);
	close_folder(&w, way, "cache/agenda");
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "questa volta resta in memoria");
	SEE(p, "lun 30/11/2026 08:30");
	form_to_note(p, "123456");
	form_to_summary(p, NOTA);
	form_confirm(p);
	SEE(p, "✓ Appuntamento confermato: AG-2026-");
	leave(p);
	finish(&w, way, "cache/agenda");
}

/* Kept from before, and now it cannot be written: the server's word is shown all the same. */
static void cache_cannot_go_on(enum way way)
{
	struct world w;
	struct pty *p;

	begin(&w, way);
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "lun 30/11/2026 08:30");
	IDLE(p);
	leave(p);
	close_folder(&w, way, "cache/agenda");
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "lun 30/11/2026 08:30");
	SEE(p, "● in linea");
	form_rapporto(p, "123456");
	leave(p);
	finish(&w, way, "cache/agenda");
}

#define BOTH_WAYS(what) \
	Test(disco, what##_mounted_read_only) { what(MOUNTED_READ_ONLY); } \
	Test(disco, what##_of_another) { what(OF_ANOTHER); }
BOTH_WAYS(cache_cannot_be_begun)
BOTH_WAYS(cache_cannot_go_on)
