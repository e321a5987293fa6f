/* SPDX-License-Identifier: EUPL-1.2
 *
 * Drafts that are taken up again, by one interface or by two, and what was sent and is found
 * again at the next start. */
#include "tests/journeys/journey.h"

#include "base/file.h"
#include "tests/faults/proxy.h"

#include <glob.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void draft(struct world *w, const char *more, char id[40])
{
	char words[500];
	struct said s;

	snprintf(words, sizeof(words), "nuovo --rapporto 123456 --quesito Q0000123456-01"
		" --punto P7000-01 --quando primo --solo-bozza %s", more);
	s = run(w, words);
	cr_assert_eq(s.status, 0, "%s", s.errors);
	snprintf(id, 40, "%.36s", s.out);
	said_release(&s);
}

static void says(struct world *w, const char *words, const char *text)
{
	struct said s = run(w, words);

	cr_expect_eq(s.status, 0, "%s: %d %s", words, s.status, s.errors);
	cr_expect(strstr(s.out, text) || strstr(s.errors, text), "%s: «%s» is not in\n%s%s", words,
		text, s.out, s.errors);
	said_release(&s);
}

static void open_first_draft(struct pty *p)
{
	pty_keys(p, "b");
	SEE(p, "salvate su questo computer");
	IDLE(p);
	pty_keys(p, "Enter");
}

Test(journeys, a_draft_taken_up_again_says_what_changed)
{
	struct world w;
	char id[40], words[300], path[FOLDER_SIZE + 64];
	struct said s;
	struct pty *p;
	struct err err = { 0 };

	world_open(&w, NULL);
	sample_files(&w);
	sign_in(&w, ANNA, "CITTADINO");
	snprintf(path, sizeof(path), "%s/casa/file/ricevute-di-pagamento.pdf", w.folder);
	snprintf(words, sizeof(words), "--allegato %s", path);
	draft(&w, words, id);
	s = run_input(&w, "nuovo --rapporto 123456 --quesito Q0000123456-01 --punto P7000-01"
		" --quando primo --nota-da -", "Un altro appuntamento.");
	cr_assert_eq(s.status, 0, "%s", s.errors);
	said_release(&s);
	cr_assert(file_write(path, "%PDF-1.4\nun altro\n%%EOF\n", 24, &err));
	snprintf(words, sizeof(words), "bozze --mostra %s", id);
	says(&w, words, "non può più essere oggetto di appuntamento");
	says(&w, words, "è cambiato dopo il caricamento");
	says(&w, words, "quesito Q0000123456-01"); /* looking changes nothing */
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "in linea");
	open_first_draft(p);
	SEE(p, "Nel riprendere questa bozza");
	SEE(p, "oggetto di appuntamento ed è stato tolto");
	SEE(p, "Già nell'appuntamento");
	SEE(p, "è cambiato dopo il caricamento");
	pty_keys(p, "Esc"); /* on its step, what that step is about */
	SEE(p, "▸ Giorno e ora");
	SEE_GONE(p, "Nel riprendere questa bozza");
	IDLE(p); /* painted to its end */
	SEE_NOT(p, "oggetto di appuntamento ed è stato tolto");
	pty_keys(p, "Esc");
	SEE(p, "▸ Lavoro domestico");
	pty_keys(p, "Esc");
	SEE(p, "▸ Quesiti");
	SEE(p, "oggetto di appuntamento ed è stato tolto");
	leave(p);
	says(&w, words, "è cambiato dopo il caricamento");
	s = run(&w, words);
	cr_expect(!strstr(s.out, "Q0000123456-01"), "it was taken out: %s", s.out);
	said_release(&s);
	world_close(&w);
}

Test(journeys, who_looks_in_and_goes_away_leaves_no_draft)
{
	struct world w;
	struct pty *p;
	struct said s;

	world_open(&w, NULL);
	sign_in(&w, ANNA, "CITTADINO");
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "in linea");
	pty_keys(p, "n");
	SEE(p, "▸ Rapporto");
	IDLE(p);
	pty_keys(p, "Esc");
	SEE(p, "Nessuna bozza");
	pty_keys(p, "n");
	SEE(p, "▸ Rapporto");
	IDLE(p);
	pty_keys(p, "Enter"); /* which quesiti there are may be looked at too */
	SEE(p, "▸ Quesiti");
	IDLE(p);
	pty_keys(p, "Esc");
	SEE(p, "▸ Rapporto");
	IDLE(p);
	pty_keys(p, "Esc");
	SEE(p, "Nessuna bozza");
	pty_keys(p, "n");
	SEE(p, "▸ Rapporto");
	IDLE(p);
	pty_keys(p, "Enter");
	SEE(p, "▸ Quesiti");
	IDLE(p);
	pty_keys(p, "Space"); /* from this choice on it is kept */
	SEE(p, "[x]");
	IDLE(p);
	pty_keys(p, "Esc");
	SEE(p, "▸ Rapporto");
	IDLE(p);
	pty_keys(p, "Esc");
	SEE(p, "manca il punto");
	pty_free(p);
	s = run(&w, "nuovo --solo-bozza");
	cr_expect_eq(s.status, 65, "%d %s", s.status, s.out);
	cr_expect(strstr(s.errors, "almeno il rapporto"), "%s", s.errors);
	said_release(&s);
	says(&w, "bozze", "manca il punto");
	world_close(&w);
}

Test(journeys, every_step_leads_back_on_a_small_screen)
{
	static const char *const there[][2] = {
		{ "n", "▸ Rapporto" },
		{ "Enter", "▸ Quesiti" },
		{ "Enter", "▸ Punto" },
		{ "Enter", "▸ Giorno e ora" },
		{ "n", "3 posti liberi" },
		{ "Enter", "▸ Nota" },
		{ "Esc", "▸ Giorno e ora" },
		{ "Esc", "▸ Punto" },
		{ "Esc", "▸ Quesiti" },
		{ "Esc", "▸ Rapporto" },
		{ "Esc", "Richiede attenzione" },
	};
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	sign_in(&w, ANNA, "CITTADINO");
	p = world_agenda(&w, 60, 15, NULL);
	SEE(p, "in linea");
	for (size_t i = 0; i < sizeof(there) / sizeof(*there); i++) {
		IDLE(p);
		pty_keys(p, there[i][0]);
		SEE(p, there[i][1]);
	}
	pty_free(p);
	world_close(&w);
}

Test(journeys, a_draft_taken_up_without_a_line_says_what_could_not_be_looked_at)
{
	struct world w;
	char id[40];
	const char *words[] = { "--offline", NULL };
	struct pty *p;

	world_open(&w, NULL);
	sign_in(&w, ANNA, "CITTADINO");
	draft(&w, "", id);
	p = world_agenda(&w, 80, 24, words);
	SEE(p, "non in linea");
	open_first_draft(p);
	SEE(p, "Senza il servizio non si è potuto controllare se vale ancora: rapporto,");
	SEE(p, "quesiti, punto di consulenza, giorno e ora.");
	leave(p);
	world_close(&w);
}

/* ── two at once ────────────────────────────────────────────────────────────────────────── */

static long long writer(struct world *w)
{
	struct said s = run(w, "cache stato --json");
	const char *at = strstr(s.out, "\"scrittore\":");
	long long pid = at ? strtoll(at + strlen("\"scrittore\":"), NULL, 10) : 0;

	said_release(&s);
	return pid;
}

/* Which of the two writes is theirs to settle; the other one is left in *two. */
static struct pty *the_writer(struct world *w, struct pty *one, struct pty **two)
{
	struct pty *other = *two;

	for (int i = 0; i < 50; i++) {
		long long pid = writer(w);
		if (pid == pty_pid(one))
			return one;
		if (pid == pty_pid(other)) {
			*two = one;
			return other;
		}
		pty_wait_quiet(one, 100);
	}
	cr_assert_fail("neither of the two writes");
	return one;
}

Test(journeys, two_interfaces_on_one_cache)
{
	struct world w;
	struct pty *one, *two;
	char id[18];

	world_open(&w, NULL);
	one = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	two = world_agenda(&w, 80, 24, NULL);
	SEE(two, "in linea");
	SEE(two, "Prossimi appuntamenti");
	one = the_writer(&w, one, &two);
	form_to_note(one, "123456");
	form_to_summary(one, "Prenotato nella prima.");
	form_confirm(one);
	SEE(one, "✓ Appuntamento confermato: AG-2026-");
	read_identificativo(one, "Appuntamento confermato:", id);
	SEE(two, "lun 23/11/2026 09:50"); /* by itself */
	leave(one);
	pty_keys(two, "F5");
	IDLE(two);
	for (int i = 0; i < 50 && writer(&w) != pty_pid(two); i++)
		pty_wait_quiet(two, 100);
	cr_expect_eq(writer(&w), pty_pid(two), "the second one writes now");
	leave(two);
	world_close(&w);
}

Test(journeys, one_draft_open_twice_is_not_written_over)
{
	struct world w;
	struct pty *one, *two;
	char id[40], words[100];

	world_open(&w, NULL);
	sign_in(&w, ANNA, "CITTADINO");
	draft(&w, "", id);
	one = world_agenda(&w, 80, 24, NULL);
	SEE(one, "in linea");
	open_first_draft(one);
	SEE(one, "▸ Nota");
	IDLE(one);
	two = world_agenda(&w, 80, 24, NULL);
	SEE(two, "in linea");
	open_first_draft(two);
	SEE(two, "▸ Nota");
	IDLE(two);
	pty_send(one, "scritto nella prima");
	SEE(one, "19 di 2000");
	snprintf(words, sizeof(words), "bozze --mostra %s", id);
	pty_keys(one, "F10"); /* saved before going on */
	SEE(one, "▸ Allegati");
	for (int i = 0; i < 50; i++) {
		struct said s = run(&w, words);
		bool there = strstr(s.out, "scritto nella prima");
		said_release(&s);
		if (there)
			break;
		pty_wait_quiet(one, 100);
	}
	says(&w, words, "scritto nella prima");
	pty_send(two, "scritto nella seconda");
	SEE(two, "cambiata da un'altra agenda aperta");
	says(&w, words, "scritto nella prima");
	SEE(two, "scritto nella seconda"); /* what was typed is still there, and is said again */
	pty_send(two, "!");
	SEE_GONE(two, "cambiata da un'altra agenda aperta");
	says(&w, words, "scritto nella seconda!");
	leave(one);
	leave(two);
	world_close(&w);
}

static void ask_to_cancel(struct pty *p, const char *id)
{
	pty_keys(p, "Tab Enter");
	SEE(p, id);
	SEE(p, "Si può cancellare fino al suo inizio.");
	IDLE(p);
	pty_keys(p, "F6");
	SEE(p, "[ No, mantieni ]");
	pty_keys(p, "Right");
	SEE(p, "[ Sì, cancella appuntamento ]");
	pty_keys(p, "Enter");
	SEE_GONE(p, "[ Sì, cancella appuntamento ]");
}

static void booked(struct world *w, char id[18])
{
	struct said s = run_input(w, "nuovo --rapporto 123456 --quesito Q0000123456-01 --punto"
		" P7000-01 --quando primo --nota-da -", "Da cancellare.");

	cr_assert_eq(s.status, 0, "%s", s.errors);
	snprintf(id, 18, "%s", strstr(s.out, "AG-2026-"));
	said_release(&s);
}

/* What one sent and left shows in the other; what a third settles is settled in both. */
Test(journeys, what_another_program_sends_and_settles_is_seen_by_itself)
{
	struct world w;
	struct pty *one, *two;
	char id[18] = "";
	int status;

	world_open(&w, NULL);
	sign_in(&w, ANNA, "CITTADINO");
	booked(&w, id);
	one = world_agenda(&w, 80, 24, NULL);
	SEE(one, "lun 23/11/2026 09:50");
	IDLE(one);
	two = world_agenda(&w, 80, 24, NULL);
	SEE(two, "lun 23/11/2026 09:50");
	IDLE(two);
	kill(w.server, SIGSTOP);
	ask_to_cancel(two, id);
	SEE(one, "Cancellazione da verificare: lun 23/11/2026 09:50");
	pty_signal(two, SIGKILL);
	cr_assert(pty_wait_exit(two, &status));
	pty_free(two);
	pty_signal(one, SIGSTOP); /* so that it cannot be the one that settles it */
	kill(w.server, SIGCONT);
	says(&w, "operazioni --verifica", "eseguita");
	pty_signal(one, SIGCONT);
	SEE_GONE(one, "Cancellazione da verificare");
	leave(one);
	world_close(&w);
}

/* ── what has left and has no answer ────────────────────────────────────────────────────── */

/* Nothing in what is listed names a person. */
static void expect_no_names(struct world *w)
{
	char pattern[FOLDER_SIZE + 64];
	glob_t found;
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;

	snprintf(pattern, sizeof(pattern), "%s/state/agenda/journal-*.db", w->folder);
	cr_assert_eq(glob(pattern, 0, NULL, &found), 0);
	cr_assert_eq(sqlite3_open(found.gl_pathv[0], &db), SQLITE_OK);
	cr_assert_eq(sqlite3_prepare_v2(db, "SELECT count(*), sum(descrizione LIKE '%bianchi%' OR"
		" descrizione LIKE '%anna%' OR descrizione LIKE '%popescu%' OR descrizione LIKE"
		" '%ricevute%') FROM invio", -1, &q, NULL), SQLITE_OK);
	cr_assert_eq(sqlite3_step(q), SQLITE_ROW);
	cr_expect_gt(sqlite3_column_int(q, 0), 0);
	cr_expect_eq(sqlite3_column_int(q, 1), 0);
	sqlite3_finalize(q);
	sqlite3_close(db);
	globfree(&found);
}

Test(journeys, a_cancellation_without_an_answer_is_said_everywhere)
{
	struct world w;
	struct pty *p;
	struct said s;
	char id[18] = "", words[100];
	const char *offline[] = { "--offline", NULL };
	int status;

	world_open(&w, NULL);
	sample_files(&w);
	sign_in(&w, ANNA, "CITTADINO");
	snprintf(words, sizeof(words), "%s/casa/file/ricevute-di-pagamento.pdf", w.folder);
	char book[500];
	snprintf(book, sizeof(book), "nuovo --rapporto 123456 --quesito Q0000123456-01 --punto"
		" P7000-01 --quando primo --nota-da - --allegato %s", words);
	s = run_input(&w, book, "Da cancellare.");
	cr_assert_eq(s.status, 0, "%s", s.errors);
	snprintf(id, sizeof(id), "%s", strstr(s.out, "AG-2026-"));
	said_release(&s);
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "lun 23/11/2026 09:50");
	IDLE(p);
	kill(w.server, SIGSTOP);
	ask_to_cancel(p, id);
	IDLE(p);
	pty_signal(p, SIGKILL);
	cr_assert(pty_wait_exit(p, &status));
	pty_free(p);
	p = world_agenda(&w, 80, 24, offline); /* found again at the next start, without a line */
	SEE(p, "Cancellazione da verificare: lun 23/11/2026 09:50");
	SEE(p, "  cancellazione da verificare");
	pty_keys(p, "c");
	SEE(p, "Appuntamenti trovati");
	SEE(p, "09:50  cancellazione da verificare");
	leave(p);
	says(&w, "cerca --offline", "cancellazione da verificare");
	says(&w, "cerca --offline --stato confermato", id);
	snprintf(words, sizeof(words), "mostra %s --offline", id);
	says(&w, words, "cancellazione da verificare");
	snprintf(words, sizeof(words), "mostra %s --offline --json", id);
	says(&w, words, "\"da_verificare\":\"cancellazione\"");
	says(&w, "cerca --offline --json", "\"da_verificare\":\"cancellazione\"");
	s = run(&w, "operazioni --offline");
	cr_expect_eq(s.status, 75, "%d %s", s.status, s.errors);
	cr_expect(strstr(s.out, "cancellazione da verificare"), "%s", s.out);
	said_release(&s);
	expect_no_names(&w);
	kill(w.server, SIGCONT);
	says(&w, "operazioni --verifica", "eseguita");
	snprintf(words, sizeof(words), "mostra %s", id);
	says(&w, words, "Cancellato");
	s = run(&w, "cerca --json");
	cr_expect_null(strstr(s.out, "da_verificare"), "it is settled: %s", s.out);
	said_release(&s);
	SQL_IS(&w, 1, "SELECT count(*) FROM appuntamento WHERE id = '%s' AND stato = 'CANCELLATO'",
		id);
	world_close(&w);
}

Test(journeys, an_upload_without_an_answer_is_found_again)
{
	struct world w;
	struct proxy *proxy;
	struct proxy_rule stall = { .method = "POST", .path = "/allegati", .fault = FAULT_STALL };
	char id[40], path[FOLDER_SIZE + 64], words[100];
	const char *attach[] = { "nuovo", "--bozza", id, "--allegato", path, "--solo-bozza", NULL };
	const char *offline[] = { "--offline", NULL };
	struct pty *p;
	int status;

	world_open(&w, NULL);
	proxy = proxy_start(w.api, NULL, 1);
	world_point_at(&w, proxy_url(proxy));
	sample_files(&w);
	sign_in(&w, ANNA, "CITTADINO");
	draft(&w, "", id);
	snprintf(path, sizeof(path), "%s/casa/file/ricevute-di-pagamento.pdf", w.folder);
	proxy_rules(proxy, &stall, 1);
	p = world_agenda(&w, 80, 24, attach);
	cr_assert(proxy_await_faults(proxy, 1, 20000));
	pty_signal(p, SIGKILL);
	cr_assert(pty_wait_exit(p, &status));
	pty_free(p);
	p = world_agenda(&w, 80, 24, offline);
	SEE(p, "Caricamento da verificare: allegato PDF,");
	leave(p);
	snprintf(words, sizeof(words), "bozze --offline --mostra %s", id);
	says(&w, words, "ricevute-di-pagamento.pdf, da caricare");
	proxy_rules(proxy, NULL, 0);
	says(&w, "operazioni --verifica", "eseguita");
	snprintf(words, sizeof(words), "bozze --mostra %s", id);
	says(&w, words, "ricevute-di-pagamento.pdf, caricato");
	SQL_IS(&w, 1, "SELECT count(*) FROM allegato WHERE scade_il IS NOT NULL");
	proxy_stop(proxy);
	world_close(&w);
}

/* The confirmation never arrived; the line falls while it is being given up. At the next contact
 * it is burnt, not sent again. */
Test(journeys, what_was_given_up_is_never_sent_again)
{
	struct world w;
	struct proxy *proxy;
	struct proxy_rule rules[] = {
		{ .method = "POST", .path = "/chiusura", .fault = FAULT_REFUSE },
		{ .method = "POST", .path = "/appuntamenti", .fault = FAULT_REFUSE },
	};
	char id[40], words[100], key[40];
	const char *confirm[] = { "nuovo", "--bozza", id, "--nota-da", "nota.txt", NULL };
	struct said s;
	struct pty *p;
	int status;

	world_open(&w, NULL);
	proxy = proxy_start(w.api, NULL, 1);
	world_point_at(&w, proxy_url(proxy));
	sign_in(&w, ANNA, "CITTADINO");
	draft(&w, "", id);
	snprintf(words, sizeof(words), "%s/casa/nota.txt", w.folder);
	struct err err = { 0 };
	cr_assert(file_write(words, "Da non inviare.", 15, &err));
	confirm[4] = words;
	proxy_rules(proxy, rules, 2);
	p = world_agenda(&w, 80, 24, confirm);
	cr_assert(proxy_await_faults(proxy, 1, 20000));
	pty_signal(p, SIGKILL);
	cr_assert(pty_wait_exit(p, &status));
	pty_free(p);
	s = run(&w, "operazioni --offline");
	cr_assert(strstr(s.out, "conferma da verificare"), "%s", s.out);
	snprintf(key, sizeof(key), "%.36s", s.out);
	said_release(&s);
	snprintf(words, sizeof(words), "bozze --elimina %s", id);
	s = run(&w, words);
	cr_expect_eq(s.status, 65, "%d %s", s.status, s.errors);
	cr_expect(strstr(s.errors, "Non inviarla più"), "%s", s.errors);
	said_release(&s);
	snprintf(words, sizeof(words), "operazioni --rinuncia %s", key);
	s = run(&w, words);
	cr_expect_eq(s.status, 75, "%d %s", s.status, s.errors);
	cr_expect(strstr(s.out, "rinuncia chiesta"), "%s", s.out);
	said_release(&s);
	proxy_rules(proxy, NULL, 0);
	says(&w, "operazioni", "annullata prima che arrivasse");
	SQL_IS(&w, 0, "SELECT count(*) FROM appuntamento WHERE nota = 'Da non inviare.'");
	snprintf(words, sizeof(words), "bozze --mostra %s", id);
	says(&w, words, "Da non inviare."); /* a plain draft again */
	proxy_stop(proxy);
	world_close(&w);
}
