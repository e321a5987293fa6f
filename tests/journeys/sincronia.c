/* SPDX-License-Identifier: EUPL-1.2
 *
 * What changes elsewhere is on the screens of an open agenda by itself: on home, in the search, in
 * the detail, under the cursor and without moving it; whichever process writes the cache. */
#include "tests/journeys/journey.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define A_SECOND 1000

/* The next appuntamento of Anna, on 30/11: the world's data hold it. */
static void next_of_anna(struct world *w, char id[18])
{
	char *text = world_sql_text(w, "SELECT a.id FROM appuntamento a JOIN rapporto r ON r.codice ="
		" a.rapporto WHERE r.datore = '" ANNA "' AND a.stato = 'CONFERMATO' AND a.inizio >"
		" unixepoch('2026-11-23T08:41:00') ORDER BY a.inizio LIMIT 1");

	cr_assert_eq(strlen(text), 17, "«%s»", text);
	memcpy(id, text, 18);
	free(text);
}

static void cancel_elsewhere(struct world *w, const char *id)
{
	char words[40];
	struct said s;

	snprintf(words, sizeof(words), "cancella %s", id);
	s = run(w, words);
	cr_assert_eq(s.status, 0, "%s", s.errors);
	said_release(&s);
}

static void see_within_a_second(struct pty *p, const char *text)
{
	cr_assert(pty_wait_text_ms(p, text, A_SECOND), "no «%s» on\n%s", text, pty_screen(p));
}

/* In the search, the cursor on the second of three rows. */
static void search_second_row(struct pty *p)
{
	pty_keys(p, "c");
	SEE(p, "lun 30/11/2026 08:30  Confermato");
	IDLE(p);
	pty_keys(p, "Tab");
	IDLE(p);
	pty_keys(p, "Enter");
	SEE(p, "▸ gio 26/11/2026 11:50");
	IDLE(p);
}

Test(journeys, change_elsewhere_on_home_search_and_detail)
{
	struct world w;
	struct pty *home, *search, *detail;
	char id[18];

	world_open(&w, NULL);
	next_of_anna(&w, id);
	home = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	SEE(home, "lun 30/11/2026 08:30");
	search = world_agenda(&w, 80, 24, NULL); /* two that only read what the first one writes */
	SEE(search, "lun 30/11/2026 08:30");
	search_second_row(search);
	detail = world_agenda(&w, 80, 24, NULL);
	SEE(detail, "lun 30/11/2026 08:30");
	search_second_row(detail);
	pty_keys(detail, "Down");
	IDLE(detail);
	pty_keys(detail, "Enter");
	SEE(detail, "Stato           Confermato");
	IDLE(detail);
	IDLE(home);
	cancel_elsewhere(&w, id);
	see_within_a_second(search, "lun 30/11/2026 08:30  Cancellato");
	SEE(search, "▸ gio 26/11/2026 11:50");
	see_within_a_second(detail, "Stato           Cancellato");
	cr_assert(pty_wait_gone(home, "lun 30/11/2026 08:30"), "%s", pty_screen(home));
	leave(home);
	leave(search);
	leave(detail);
	world_close(&w);
}

/* The writer is killed: a reader takes its place by itself and hears of the next change. */
Test(journeys, reader_becomes_the_writer)
{
	struct world w;
	struct pty *first, *second;
	char id[18];
	int status;

	world_open(&w, NULL);
	next_of_anna(&w, id);
	first = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	SEE(first, "lun 30/11/2026 08:30");
	second = world_agenda(&w, 80, 24, NULL);
	SEE(second, "lun 30/11/2026 08:30");
	search_second_row(second);
	pty_signal(first, SIGKILL);
	pty_wait_exit(first, &status);
	pty_free(first);
	IDLE(second);
	cancel_elsewhere(&w, id);
	SEE(second, "lun 30/11/2026 08:30  Cancellato");
	SEE(second, "▸ gio 26/11/2026 11:50");
	leave(second);
	world_close(&w);
}

static struct proxy_rule rule(const char *path, enum fault fault, int times)
{
	struct proxy_rule r = { .fault = fault, .times = times };

	snprintf(r.path, sizeof(r.path), "%s", path);
	return r;
}

/* The line falls after the first page: what has not come may exist, and nobody says that it does
 * not. */
Test(journeys, copy_that_was_never_whole_says_so)
{
	const struct proxy_rule first_page[] = { rule("/variazioni", FAULT_NONE, 1),
		rule("/variazioni", FAULT_REFUSE, 0) };
	const struct proxy_rule no_line = rule("", FAULT_REFUSE, 0);
	struct world w;
	struct proxy *proxy;
	struct pty *p;
	struct said s;

	world_open(&w, NULL);
	proxy = through_proxy(&w);
	proxy_rules(proxy, first_page, 2);
	sign_in(&w, STUDIO, "INTERMEDIARIO");
	p = world_agenda(&w, 80, 24, NULL);
	cr_assert(proxy_await_met(proxy, 1, 1, 20000));
	proxy_rules(proxy, &no_line, 1);
	SEE(p, "copia incompleta, non in linea");
	SEE(p, "Non si sa ancora: la prima copia dei dati non è finita.");
	SEE_NOT(p, "Nessun appuntamento in programma.");
	pty_keys(p, "c");
	SEE(p, "finora");
	pty_keys(p, "'parola mai scritta'");
	SEE(p, "Non si sa ancora");
	s = run(&w, "cerca --offline");
	cr_expect(strstr(s.errors, "copia incompleta, non in linea"), "%s", s.errors);
	said_release(&s);
	proxy_rules(proxy, NULL, 0);
	pty_keys(p, "F6"); /* every filter away */
	pty_keys(p, "F5");
	SEE_GONE(p, "finora");
	SEE(p, "in linea");
	leave(p);
	proxy_close(&w, proxy);
	world_close(&w);
}

static long wakes(pid_t pid)
{
	char path[64], line[128];
	long n = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	f = fopen(path, "r");
	cr_assert(f != NULL);
	while (fgets(line, sizeof(line), f))
		sscanf(line, "voluntary_ctxt_switches: %ld", &n);
	fclose(f);
	return n;
}

/* While the poll waits at the server neither the writer nor a reader is woken. */
Test(journeys, nothing_is_woken_while_nothing_happens)
{
	struct world w;
	struct pty *writer, *reader;
	long before_writer, before_reader;

	world_open(&w, NULL);
	writer = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	SEE(writer, "lun 30/11/2026 08:30");
	reader = world_agenda(&w, 80, 24, NULL);
	SEE(reader, "● in linea");
	IDLE(reader);
	IDLE(writer);
	pty_wait_quiet(reader, 500);
	before_writer = wakes(pty_pid(writer));
	before_reader = wakes(pty_pid(reader));
	pty_wait_quiet(writer, 3000);
	cr_expect_eq(wakes(pty_pid(writer)), before_writer);
	cr_expect_eq(wakes(pty_pid(reader)), before_reader);
	leave(writer);
	leave(reader);
	world_close(&w);
}

/* ── a delega that ends ─────────────────────────────────────────────────────────────────── */

/* A bozza of Giulia Ferrari, and her appointment open: both say what has happened. */
Test(journeys, delega_revoked_takes_the_open_detail)
{
	struct world w;
	struct pty *p, *form;

	world_open(&w, NULL);
	p = world_agenda_as(&w, STUDIO, "INTERMEDIARIO", 80, 24);
	SEE(p, "Prossimi appuntamenti");
	IDLE(p);
	form = world_agenda(&w, 80, 24, NULL);
	SEE(form, "quesiti possono essere oggetto");
	form_rapporto(form, "0000456789");
	pty_keys(form, "Space"); /* a bozza begins */
	SEE(form, "[x]");
	IDLE(form);
	pty_keys(p, "c");
	SEE(p, "Appuntamenti trovati");
	pty_send(p, "0000456790");
	pty_keys(p, "Enter");
	SEE(p, "Ferrari Giulia");
	IDLE(p);
	for (int i = 0; i < 5 && pty_find(p, "Stato           Confermato", NULL) < 0; i++) {
		pty_keys(p, pty_find(p, "▸ ", NULL) < 0 ? "Tab" : "Enter");
		IDLE(p);
	}
	SEE(p, "Giulia Ferrari");
	SEE(p, "Stato           Confermato");
	revoke_delega(&w, "p-giulia-ferrari");
	see_within_a_second(p, "non è più visibile");
	SEE_GONE(p, "Ferrari");
	SEE(form, "delega");
	SEE_NOT(form, "[ ]");
	pty_keys(p, "Esc");
	IDLE(p);
	pty_keys(p, "Esc");
	SEE(p, "Una bozza non si può confermare: la delega di");
	leave(p);
	leave(form);
	world_close(&w);
}

/* ── agenda sincronizza ─────────────────────────────────────────────────────────────────── */

Test(journeys, sincronizza_brings_everything)
{
	struct world w;
	struct said s;
	struct pty *p;

	world_open(&w, NULL);
	s = run(&w, "sincronizza");
	cr_expect_eq(s.status, 77, "nobody is in: %d %s%s", s.status, s.out, s.errors);
	said_release(&s);
	sign_in(&w, ANNA, "CITTADINO");
	s = run(&w, "sincronizza --allegati");
	cr_assert_eq(s.status, 0, "%s%s", s.out, s.errors);
	cr_expect(strstr(s.out, "Sincronizzati: appuntamenti 3, rapporti "), "%s", s.out);
	cr_expect(strstr(s.out, " arrivati ora, "), "%s", s.out);
	cr_expect(!strstr(s.out, "Allegati: 0 "), "%s", s.out);
	cr_expect(strstr(s.out, ", 0 non arrivati"), "%s", s.out);
	said_release(&s);
	s = run(&w, "sincronizza --allegati --json");
	cr_expect(strstr(s.out, "\"allegati_arrivati\":0,\"allegati_mancati\":0,"), "%s", s.out);
	said_release(&s);
	p = world_agenda(&w, 80, 24, NULL); /* an open one owns the copy: its word is read */
	SEE(p, "lun 30/11/2026 08:30");
	IDLE(p);
	s = run(&w, "sincronizza");
	cr_expect_eq(s.status, 0, "%d %s%s", s.status, s.out, s.errors);
	cr_expect(strstr(s.errors, "un'altra agenda di questa persona"), "%s", s.errors);
	said_release(&s);
	s = run(&w, "sincronizza --allegati");
	cr_expect_eq(s.status, 75, "%d %s%s", s.status, s.out, s.errors);
	said_release(&s);
	leave(p);
	world_stop_server(&w, SIGTERM);
	s = run(&w, "sincronizza");
	cr_expect_eq(s.status, 69, "%d %s%s", s.status, s.out, s.errors);
	said_release(&s);
	world_close(&w);
}

/* Brought here before, an attachment is saved without a line, byte for byte. */
/* An appuntamento of Anna's, an attachment of it or of its quesiti, and what it must be. */
static void attachment_of_anna(struct world *w, char appuntamento[20], char allegato[80])
{
	char *text = world_sql_text(w, "SELECT q.appuntamento || ' ' || f.id FROM allegato f"
		" JOIN comunicazione c ON c.id = f.comunicazione JOIN appuntamento_quesito q"
		" ON q.quesito = c.quesito JOIN appuntamento a ON a.id = q.appuntamento"
		" JOIN rapporto r ON r.codice = a.rapporto WHERE r.datore = '" ANNA "' LIMIT 1");

	cr_assert_eq(sscanf(text, "%19s %79s", appuntamento, allegato), 2, "%s", text);
	free(text);
}

Test(journeys, a_kept_attachment_is_saved_by_a_command_without_a_line)
{
	struct world w;
	struct said s;
	char ap[20], file[80], words[400], path[200], sha[65];

	world_open(&w, NULL);
	sign_in(&w, ANNA, "CITTADINO");
	attachment_of_anna(&w, ap, file);
	snprintf(path, sizeof(path), "%s/casa/salvato", w.folder);
	s = run(&w, "sincronizza");
	said_release(&s);
	kill(w.server, SIGSTOP);
	snprintf(words, sizeof(words), "scarica %s %s --in %s --offline", ap, file, path);
	s = run(&w, words);
	cr_expect_eq(s.status, 69, "%d %s%s", s.status, s.out, s.errors);
	cr_expect(strstr(s.errors, "sincronizza --allegati"), "what to do: %s", s.errors);
	cr_expect_neq(access(path, F_OK), 0);
	said_release(&s);
	kill(w.server, SIGCONT);
	s = run(&w, "sincronizza --allegati");
	cr_assert_eq(s.status, 0, "%s%s", s.out, s.errors);
	said_release(&s);
	kill(w.server, SIGSTOP);
	s = run(&w, words);
	cr_expect_eq(s.status, 0, "%d %s%s", s.status, s.out, s.errors);
	cr_expect(strstr(s.errors, "dati al 23/11 09:41, non in linea"), "%s", s.errors);
	said_release(&s);
	sha256_of(path, sha);
	kill(w.server, SIGCONT);
	SQL_IS(&w, 1, "SELECT count(*) FROM allegato WHERE id = '%s' AND sha256 = '%s'", file, sha);
	world_close(&w);
}

Test(journeys, allegati_open_without_a_line)
{
	struct world w;
	struct said s;
	struct pty *p;
	char path[200], sha[65];

	world_open(&w, NULL);
	sign_in(&w, ANNA, "CITTADINO");
	s = run(&w, "sincronizza --allegati");
	cr_assert_eq(s.status, 0, "%s%s", s.out, s.errors);
	said_release(&s);
	world_stop_server(&w, SIGTERM);
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "non in linea");
	IDLE(p);
	search_second_row(p);
	pty_keys(p, "Down");
	IDLE(p);
	pty_keys(p, "Enter");
	SEE(p, "Stato           Confermato");
	for (int i = 0; i < 60 && pty_find(p, "Percorso *", NULL) < 0; i++) {
		pty_keys(p, "Down");
		IDLE(p);
		pty_keys(p, "s");
		IDLE(p);
	}
	SEE(p, "Percorso *");
	snprintf(path, sizeof(path), "%s/casa/salvato senza linea", w.folder);
	pty_keys(p, "C-u");
	pty_send(p, path);
	pty_keys(p, "Enter");
	SEE_GONE(p, "Percorso *");
	SEE(p, "Salvato in");
	IDLE(p);
	sha256_of(path, sha);
	SQL_IS(&w, 1, "SELECT count(*) > 0 FROM allegato WHERE sha256 = '%s'", sha);
	leave(p);
	world_start_server(&w, NULL);
	world_close(&w);
}
