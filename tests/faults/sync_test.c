/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The local copy against the server's truth. Studio Verdi's cache is read for the first time, and
 * kept current, through a proxy that cuts, delays, repeats, garbles and stalls, while mandates end
 * and begin anew; agenda, and now and then agendad, is killed with -9 at a random moment. After
 * each round one quiet synchronisation, and then what rounds.h says holds.
 */
#include "base/clock.h"
#include "tests/faults/rounds.h"

#include <glob.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ── what happens ───────────────────────────────────────────────────────────────────────── */

static void import_lines(struct rounds *r, const char *lines)
{
	const char *argv[] = { "importa", "-", "--dati", r->w.store, NULL };
	char *out = NULL, *errors = NULL;
	int status = world_server_command(&r->w, argv, lines, &out, &errors);

	HOLDS(r, status == 0, "importa: %s%s\n%s", out, errors, lines);
	free(out);
	free(errors);
}

/* A mandate that ends takes a rapporto and all that hangs on it away, or brings it back. */
static void mandates_change(struct rounds *r, int n)
{
	char sql[600], *lines;

	snprintf(sql, sizeof(sql), "SELECT group_concat(riga, char(10)) FROM (SELECT"
		" '{\"tipo\":\"DELEGA\",\"delega\":{\"datore\":\"' || p.codice_fiscale ||"
		" '\",\"intermediario\":\"%s\",\"stato\":\"' || CASE d.stato WHEN 'ATTIVA' THEN"
		" 'REVOCATA\",\"al\":\"2026-11-23' ELSE 'ATTIVA' END || '\",\"dal\":\"' ||"
		" date(d.dal * 86400, 'unixepoch') || '\"}}' AS riga FROM delega d JOIN persona p ON"
		" p.id = d.datore WHERE d.intermediario = '%s' ORDER BY p.id LIMIT %d OFFSET %d)", r->who,
		r->who, n, (int)rounds_below(r, 150));
	lines = world_sql_text(&r->w, sql);
	if (*lines)
		import_lines(r, lines);
	free(lines);
}

/* The open interface, whose long poll is under way when something changes. */
static void interface_dies(struct rounds *r)
{
	struct pty *p = world_agenda(&r->w, 80, 24, NULL);

	rounds_moment(r, 400);
	mandates_change(r, 1 + (int)rounds_below(r, 12));
	rounds_moment(r, 200);
	rounds_kill_interface(r, p);
	pty_free(p);
}

static void command_dies(struct rounds *r)
{
	static const char *const words[] = { "cerca", NULL };
	pid_t child = rounds_start(r, words, NULL);

	rounds_moment(r, 400);
	rounds_kill(r, child);
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

static void one_round(struct rounds *r)
{
	if (rounds_below(r, 3) == 0)
		forget_cache(r);
	else
		mandates_change(r, 1 + (int)rounds_below(r, 40));
	rounds_misfortune(r, "GET", "/variazioni");
	for (int kills = 1 + (int)rounds_below(r, 2); kills > 0; kills--) {
		if (rounds_below(r, 3) == 0)
			interface_dies(r);
		else
			command_dies(r);
	}
	rounds_calm(r);
	rounds_sync(r);
	rounds_hold(r);
}

/* ── the whole ──────────────────────────────────────────────────────────────────────────── */

/* A bozza of the Studio lies there all the while. */
static void keep_a_draft(struct rounds *r)
{
	char sql[400], *codice;
	const char *words[] = { "nuovo", "--rapporto", NULL, "--nota-da", "-", "--solo-bozza", NULL };

	snprintf(sql, sizeof(sql), "SELECT r.codice FROM rapporto r JOIN delega d ON d.datore ="
		" r.datore AND d.stato = 'ATTIVA' WHERE d.intermediario = '%s' ORDER BY 1", r->who);
	words[2] = codice = world_sql_text(&r->w, sql);
	rounds_draft_of(r, words, "Resta dov'è");
	free(codice);
}

static void the_same_as_the_server(void)
{
	struct rounds r;

	rounds_open(&r, ROUNDS_STUDIO, "INTERMEDIARIO", NULL);
	rounds_want(&r, 30, 100);
	keep_a_draft(&r);
	while (rounds_next(&r))
		one_round(&r);
	rounds_close(&r, "della copia");
}

/* Side by side: a round waits more than it works. */
#define SIDE(n) \
	Test(sync, the_same_as_the_server_whatever_dies_##n, .timeout = 3000) \
	{ \
		the_same_as_the_server(); \
	}
SIDE(1)
SIDE(2)
SIDE(3)
SIDE(4)

/* The store came back from a backup: what was done since is not there, and its epoch is another. */
Test(sync, another_epoch_means_reading_everything_again)
{
	static const char giro[] = "SELECT numero FROM meta WHERE nome = 'giro'";
	struct rounds r;
	int64_t first;

	rounds_open(&r, ROUNDS_STUDIO, "INTERMEDIARIO", NULL);
	keep_a_draft(&r);
	rounds_sync(&r);
	rounds_hold(&r);
	first = rounds_number(&r, "cache", giro);
	mandates_change(&r, 5);
	world_stop_server(&r.w, SIGTERM);
	free(world_sql_text(&r.w, "UPDATE epoca SET valore = 'eAltra'"));
	world_start_server(&r.w, NULL);
	rounds_sign_in(&r);
	rounds_sync(&r);
	rounds_hold(&r);
	/* one more for each command that ended within its first page */
	cr_expect_gt(rounds_number(&r, "cache", giro), first, "another whole reading");
	cr_expect_eq(rounds_number(&r, "cache", "SELECT substr(testo, 1, 7) = 'eAltra:' FROM meta"
		" WHERE nome = 'cursore'"), 1);
	rounds_close(&r, NULL);
}

/* The feed of an open interface comes again when the server said, and not before. A request is
 * counted as it arrives: it may be a poll, whose answer takes its time. */
static void expect_obedience(enum fault how)
{
	const struct proxy_rule rules[] = {
		{ .method = "GET", .path = "/variazioni", .fault = how, .n = 3, .times = 1 },
		{ .method = "GET", .path = "/variazioni", .fault = FAULT_NONE },
	};
	int64_t began, waited;
	struct rounds r;
	struct pty *p;

	rounds_open(&r, ROUNDS_STUDIO, "INTERMEDIARIO", NULL);
	p = world_agenda(&r.w, 80, 24, NULL);
	cr_assert(pty_wait_text(p, "Prossimi appuntamenti"), "%s", pty_screen(p));
	cr_assert(pty_wait_idle(p), "%s", pty_screen(p));
	proxy_rules(r.proxy, rules, 2);
	proxy_cut_all(r.proxy); /* the poll that waits now, too */
	cr_assert(proxy_await_met(r.proxy, 0, 1, 30000), "it is never asked again");
	began = clock_monotonic_ms();
	cr_assert(proxy_await_met(r.proxy, 1, 1, 30000), "once refused it is never asked again");
	waited = clock_monotonic_ms() - began;
	cr_expect(waited >= 2900 && waited < 20000, "after %lld ms", (long long)waited);
	pty_keys(p, "F3");
	cr_assert(pty_wait_exit(p, NULL), "%s", pty_screen(p));
	pty_free(p);
	rounds_close(&r, NULL);
}

Test(sync, obeys_retry_after_in_seconds)
{
	expect_obedience(FAULT_BUSY);
}

Test(sync, obeys_retry_after_as_a_date)
{
	expect_obedience(FAULT_BUSY_DATE);
}
