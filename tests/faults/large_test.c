/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A large copy, whose words a child makes in a sibling file: killed while its pages come, while
 * the child works, while the file takes the place of the old one; a disk that fills up under it.
 */
#include "domain/appuntamento.h"
#include "tests/faults/rounds.h"
#include "tests/support/disk.h"
#include "tests/support/skip.h"

#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void wait_ms(int ms)
{
	poll(NULL, 0, ms);
}

static void forget_cache(struct rounds *r)
{
	char all[FOLDER_SIZE + 64];
	glob_t found;

	snprintf(all, sizeof(all), "%s/cache/agenda/cache-*", r->w.folder);
	if (glob(all, 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			unlink(found.gl_pathv[i]);
	globfree(&found);
}

static pid_t child_of(pid_t parent)
{
	char path[64];
	int child = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)parent, (int)parent);
	f = fopen(path, "r");
	if (f && fscanf(f, "%d", &child) != 1)
		child = 0;
	if (f)
		fclose(f);
	return child;
}

static struct pty *open_interface(struct rounds *r)
{
	struct pty *p = world_agenda(&r->w, 80, 24, NULL);

	HOLDS(r, pty_wait_text(p, "Prossimi appuntamenti"), "%s", pty_screen(p));
	return p;
}

/* Not the few that a copy has before the sync is long: the round is over. */
static bool is_made(struct rounds *r)
{
	return rounds_number(r, "cache", "SELECT count(*) FROM meta WHERE (nome, numero) IN"
		" (('indici', 1), ('in_giro', 2))") == 2;
}

/* Until the words are there, which the interface has made behind the screen. */
static void wait_made(struct rounds *r, struct pty *p)
{
	for (int i = 0; i < 600; i++) {
		pty_wait_quiet(p, 50);
		if (is_made(r))
			return;
	}
	HOLDS(r, false, "no words:\n%s", pty_screen(p));
}

static void interface_ends(struct pty *p)
{
	int status;

	pty_keys(p, "F3");
	cr_assert(pty_wait_exit(p, &status) && status == 0, "%s", pty_screen(p));
	pty_free(p);
}

static bool gemello_left(struct rounds *r)
{
	char all[FOLDER_SIZE + 64];
	glob_t found;
	bool left;

	snprintf(all, sizeof(all), "%s/cache/agenda/*gemello*", r->w.folder);
	left = glob(all, 0, NULL, &found) == 0;
	globfree(&found);
	return left;
}

/* Killed while pages come, while the child works, while the file takes its place. */
static void large_round(struct rounds *r)
{
	struct pty *p;
	pid_t child = 0;
	bool awaited = rounds_below(r, 3) != 0;

	if (rounds_below(r, 2))
		forget_cache(r);
	rounds_misfortune(r, "GET", "/variazioni");
	p = world_agenda(&r->w, 80, 24, NULL);
	wait_ms((int)rounds_below(r, 1500));
	for (int ms = 0; awaited && ms < 1500 && !(child = child_of(pty_pid(p))); ms++)
		wait_ms(1);
	wait_ms((int)rounds_below(r, 400));
	if (child && rounds_below(r, 2)) {
		kill(child, SIGKILL);
		wait_ms((int)rounds_below(r, 100));
	}
	rounds_kill_interface(r, p);
	pty_free(p);
	rounds_calm(r);
}

Test(large, a_large_copy_is_whole_whatever_dies, .timeout = 3000)
{
	struct rounds r;
	struct pty *p;

	rounds_open(&r, ROUNDS_CENTRO, "INTERMEDIARIO", "3000");
	rounds_want(&r, 10, 60);
	while (rounds_next(&r)) {
		large_round(&r);
		rounds_sync(&r);
		rounds_hold(&r);
	}
	p = open_interface(&r);
	wait_made(&r, p);
	rounds_hold(&r);
	interface_ends(p);
	rounds_hold(&r);
	HOLDS(&r, !gemello_left(&r), "a gemello is left");
	rounds_close(&r, "di una copia grande");
}

/* What is cancelled while the child works is Cancellato in the file that takes the place. */
Test(large, a_change_while_the_child_works_is_kept)
{
	struct rounds r;
	struct pty *p;
	char *id, sql[200];
	const char *cancel[] = { "cancella", NULL, NULL };
	pid_t child = 0;

	rounds_open(&r, ROUNDS_CENTRO, "INTERMEDIARIO", "3000");
	forget_cache(&r);
	p = open_interface(&r);
	for (int ms = 0; ms < 30000 && !(child = child_of(pty_pid(p))); ms++)
		pty_wait_quiet(p, 1);
	HOLDS(&r, child && kill(child, SIGSTOP) == 0, "no child to be at work meanwhile");
	id = world_sql_text(&r.w, "SELECT a.id FROM appuntamento a JOIN rapporto r ON r.codice ="
		" a.rapporto JOIN delega d ON d.datore = r.datore AND d.stato = 'ATTIVA' WHERE"
		" d.intermediario = '" ROUNDS_CENTRO "' AND a.stato = 'CONFERMATO' AND a.inizio >"
		" unixepoch('2026-11-24') LIMIT 1");
	cancel[1] = id;
	HOLDS(&r, rounds_status(&r, cancel) == 0, "cancella %s", id);
	kill(child, SIGCONT);
	wait_made(&r, p);
	snprintf(sql, sizeof(sql), "SELECT stato FROM appuntamento WHERE id = '%s'", id);
	HOLDS(&r, rounds_number(&r, "cache", sql) == APPUNTAMENTO_STATO_CANCELLATO, "%s", id);
	rounds_hold(&r);
	interface_ends(p);
	free(id);
	rounds_close(&r, NULL);
}

static void wait_no_child(struct rounds *r, struct pty *p)
{
	int ms = 0;

	while (ms++ < 30000 && !child_of(pty_pid(p)))
		pty_wait_quiet(p, 1);
	HOLDS(r, child_of(pty_pid(p)), "no child\n%s", pty_screen(p));
	for (ms = 0; ms < 300 && child_of(pty_pid(p)); ms++)
		pty_wait_quiet(p, 100);
	HOLDS(r, !child_of(pty_pid(p)), "the child does not end");
	HOLDS(r, pty_wait_idle(p), "%s", pty_screen(p));
}

/* The tables have found room, the sibling file does not: it goes, the rest is as it was. */
Test(large, a_child_on_a_full_disk_costs_the_words_alone)
{
	struct rounds r;
	struct pty *p;
	char cache[FOLDER_SIZE + 16];
	const char *why;

	rounds_open(&r, ROUNDS_CENTRO, "INTERMEDIARIO", "3000");
	snprintf(cache, sizeof(cache), "%s/cache", r.w.folder);
	why = disk_small(cache, (size_t)64 << 20);
	if (why) {
		rounds_close(&r, NULL);
		SKIP("a full disk: %s", why);
	}
	rounds_sync(&r); /* a command makes no words */
	HOLDS(&r, !is_made(&r), "they are made already");
	disk_fill(cache, (size_t)256 << 10);
	p = open_interface(&r);
	wait_no_child(&r, p);
	HOLDS(&r, !gemello_left(&r), "a gemello is left");
	HOLDS(&r, !is_made(&r), "on a full disk?");
	pty_keys(p, "c");
	HOLDS(&r, pty_wait_text(p, "Appuntamenti trovati"), "%s", pty_screen(p));
	interface_ends(p);
	rounds_hold(&r);
	disk_relieve(cache);
	p = open_interface(&r);
	wait_made(&r, p);
	rounds_hold(&r);
	interface_ends(p);
	HOLDS(&r, !gemello_left(&r), "a gemello is left");
	rounds_close(&r, NULL);
}

/* All but its first pages, which opening looks at. */
static void spoil_cache(struct rounds *r)
{
	static char rubbish[4096];
	char path[FOLDER_SIZE + 128];
	struct stat st;
	int fd;

	rounds_path(r, "cache", path);
	memset(rubbish, 0xA5, sizeof(rubbish));
	fd = open(path, O_WRONLY | O_CLOEXEC);
	HOLDS(r, fd >= 0 && fstat(fd, &st) == 0, "%s", path);
	HOLDS(r, st.st_size > 3 << 20, "it would be in memory: %lld bytes", (long long)st.st_size);
	for (off_t at = 24 * (off_t)sizeof(rubbish); at < st.st_size; at += (off_t)sizeof(rubbish))
		HOLDS(r, pwrite(fd, rubbish, sizeof(rubbish), at) > 0, "%s", path);
	close(fd);
}

/* Damage that is met while somebody reads: said, set aside, asked for again, whole. */
Test(large, damage_met_while_it_is_open_is_mended)
{
	struct rounds r;
	struct pty *p;

	rounds_open(&r, ROUNDS_CENTRO, "INTERMEDIARIO", "3000");
	p = open_interface(&r);
	wait_made(&r, p);
	HOLDS(&r, pty_wait_idle(p), "%s", pty_screen(p));
	spoil_cache(&r);
	pty_keys(p, "c");
	for (int i = 0; i < 40 && pty_find(p, "era danneggiato", NULL) < 0; i++) {
		pty_wait_quiet(p, 100);
		pty_keys(p, i % 2 ? "End" : "Tab");
		pty_send(p, i % 2 ? "a" : "");
	}
	HOLDS(&r, pty_wait_text(p, "era danneggiato: l'ho messo da parte"), "%s", pty_screen(p));
	wait_made(&r, p);
	HOLDS(&r, pty_wait_idle(p), "%s", pty_screen(p));
	rounds_hold(&r);
	interface_ends(p);
	rounds_hold(&r);
	rounds_close(&r, NULL);
}

/* Deleghe of many employers end, and begin anew; the interface follows meanwhile. */
static void mandates_become(struct rounds *r, const char *stato, const char *al)
{
	char sql[900], *lines, *out = NULL, *errors = NULL;
	const char *argv[] = { "importa", "-", "--dati", r->w.store, NULL };

	snprintf(sql, sizeof(sql), "SELECT group_concat(riga, char(10)) FROM (SELECT"
		" '{\"tipo\":\"DELEGA\",\"delega\":{\"datore\":\"' || p.codice_fiscale ||"
		" '\",\"intermediario\":\"" ROUNDS_CENTRO "\",\"stato\":\"%s\"%s,\"dal\":\"' ||"
		" date(d.dal * 86400, 'unixepoch') || '\"}}' AS riga FROM delega d JOIN persona p ON"
		" p.id = d.datore WHERE d.intermediario = '" ROUNDS_CENTRO "' ORDER BY p.id)",
		stato, al);
	lines = world_sql_text(&r->w, sql);
	HOLDS(r, world_server_command(&r->w, argv, lines, &out, &errors) == 0, "%s", errors);
	free(lines);
	free(out);
	free(errors);
}

static void wait_rows(struct rounds *r, struct pty *p, bool none)
{
	int i = 0;

	while (i++ < 600 && (rounds_number(r, "cache", "SELECT count(*) FROM rapporto") == 0) != none)
		pty_wait_quiet(p, 50);
	HOLDS(r, i < 600 && pty_wait_idle(p), "%s", pty_screen(p));
}

/* Each of their transactions leaves a piece of the index of words: they are gathered meanwhile. */
Test(large, thousands_of_changes_leave_few_pieces_of_the_index)
{
	struct rounds r;
	struct pty *p;
	int64_t pieces;

	rounds_open(&r, ROUNDS_CENTRO, "INTERMEDIARIO", "3000");
	p = open_interface(&r);
	wait_made(&r, p);
	mandates_become(&r, "REVOCATA", ",\"al\":\"2026-11-23\"");
	wait_rows(&r, p, true);
	mandates_become(&r, "ATTIVA", "");
	wait_rows(&r, p, false);
	pieces = rounds_number(&r, "cache", "SELECT count(DISTINCT segid) FROM testo_idx");
	HOLDS(&r, pieces > 0 && pieces <= 24, "%lld pieces", (long long)pieces);
	rounds_hold(&r);
	interface_ends(p);
	rounds_close(&r, NULL);
}
