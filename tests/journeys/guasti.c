/* SPDX-License-Identifier: EUPL-1.2
 *
 * What goes wrong on the way to a confirmation: somebody else is faster, the server dies, the
 * access expires, the answer is lost. Nothing typed is lost, and nothing is booked twice. */
#include "tests/journeys/journey.h"

#include <signal.h>
#include <stdio.h>

static const char nota[] = "Nota che non si deve perdere: è già scritta.";

#define MINE "SELECT count(*) FROM appuntamento WHERE stato = 'CONFERMATO' AND nota LIKE 'Nota che%%'"

static struct pty *at_summary(struct world *w)
{
	struct pty *p = world_agenda_as(w, ANNA, "CITTADINO", 80, 24);

	form_to_note(p, "123456");
	form_to_summary(p, nota);
	SEE(p, "Nota che non si deve perdere");
	return p;
}

Test(journeys, time_taken_meanwhile)
{
	struct world w;
	struct pty *p;
	struct proxy *proxy;

	world_open(&w, NULL);
	proxy = through_proxy(&w);
	p = at_summary(&w);
	pty_keys(p, ":");
	SEE(p, "Tutti i comandi");
	pty_send(p, "orario scelto");
	SEE(p, "▸ Dimostrazione: qualcuno");
	pty_keys(p, "Enter");
	SEE_GONE(p, "Tutti i comandi");
	IDLE(p);
	form_confirm(p);
	SEE(p, "Appuntamento non confermato");
	SEE(p, "Quell'orario è stato preso da un'altra persona");
	SEE(p, "Orari liberi più vicini");
	SQL_IS(&w, 0, MINE);
	pty_keys(p, "Enter"); /* the nearest time, one key away */
	SEE(p, "▸ Riepilogo");
	SEE(p, "Nota che non si deve perdere");
	form_confirm(p);
	SEE(p, "✓ Appuntamento confermato: AG-2026-");
	SQL_IS(&w, 1, MINE);
	leave(p);
	proxy_close(&w, proxy);
	world_close(&w);
}

Test(journeys, answer_lost)
{
	struct world w;
	struct pty *p;
	char id[18];

	world_open(&w, NULL);
	p = at_summary(&w);
	pty_keys(p, "M-p");
	IDLE(p);
	form_confirm(p);
	SEE(p, "Conferma da verificare");
	SEE(p, "✓ Appuntamento confermato: AG-2026-"); /* by itself */
	read_identificativo(p, "Appuntamento confermato:", id);
	SQL_IS(&w, 1, MINE);
	SQL_IS(&w, 1, MINE " AND id = '%s'", id);
	leave(p);
	world_close(&w);
}

Test(journeys, answer_lost_on_the_way)
{
	static const struct proxy_rule lost = { "POST", "/appuntamenti", FAULT_LOSE, 0, 1, 0 };
	struct world w;
	struct pty *p;
	struct proxy *proxy;
	char id[18];

	world_open(&w, NULL);
	proxy = through_proxy(&w);
	p = at_summary(&w);
	proxy_rules(proxy, &lost, 1);
	form_confirm(p);
	SEE(p, "Conferma da verificare");
	SEE(p, "✓ Appuntamento confermato: AG-2026-"); /* the same bytes, again */
	read_identificativo(p, "Appuntamento confermato:", id);
	SQL_IS(&w, 1, MINE);
	SQL_IS(&w, 1, MINE " AND id = '%s'", id);
	leave(p);
	proxy_close(&w, proxy);
	world_close(&w);
}

/* Another program hears the answer: it is on this screen too, without a key. */
Test(journeys, answer_heard_by_another_program)
{
	static const struct proxy_rule lost = { "POST", "/appuntamenti", FAULT_LOSE, 0, 1000, 0 };
	struct world w;
	struct pty *p;
	struct proxy *proxy;
	struct said s;
	char id[18];

	world_open(&w, NULL);
	proxy = through_proxy(&w);
	p = at_summary(&w);
	proxy_rules(proxy, &lost, 1);
	form_confirm(p);
	SEE(p, "Conferma da verificare");
	pty_signal(p, SIGSTOP); /* it cannot be the one that asks again */
	proxy_rules(proxy, NULL, 0);
	s = run(&w, "operazioni --verifica");
	cr_expect_eq(s.status, 0, "%d %s", s.status, s.errors);
	said_release(&s);
	pty_signal(p, SIGCONT);
	SEE(p, "✓ Appuntamento confermato: AG-2026-");
	read_identificativo(p, "Appuntamento confermato:", id);
	SQL_IS(&w, 1, MINE " AND id = '%s'", id);
	leave(p);
	proxy_close(&w, proxy);
	world_close(&w);
}

/* Home tells from this machine's own files, whatever the server does meanwhile. */
Test(journeys, home_says_what_has_left_and_has_no_answer)
{
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	p = at_summary(&w);
	kill(w.server, SIGSTOP);
	form_confirm(p);
	SEE(p, "La conferma è partita");
	pty_keys(p, "Esc");
	SEE(p, "Richiede attenzione");
	IDLE(p);
	cr_expect_geq(pty_find(p, "Conferma da verificare", NULL), 0, "%s", pty_screen(p));
	SEE_NOT(p, "Nessuna bozza");
	kill(w.server, SIGCONT);
	SEE_GONE(p, "Conferma da verificare");
	SQL_IS(&w, 1, MINE);
	leave(p);
	world_close(&w);
}

Test(journeys, server_lost_and_back)
{
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	form_to_note(p, "123456");
	world_stop_server(&w, SIGKILL);
	pty_send(p, nota);
	SEE(p, "Nota che non si deve perdere");
	pty_keys(p, "F10");
	SEE(p, "▸ Allegati");
	pty_keys(p, "F10");
	SEE(p, "▸ Recapiti");
	pty_keys(p, "F5");
	SEE(p, "non in linea");
	pty_keys(p, "F10");
	SEE(p, "▸ Riepilogo");
	pty_keys(p, "F10");
	SEE(p, "Si conferma solo in linea");
	world_start_server(&w, NULL);
	SEE(p, "● in linea"); /* by itself */
	IDLE(p);
	if (pty_find(p, "▸ Riepilogo", NULL) < 0) { /* its tokens died with the issuer of the demo */
		SEE(p, "▸ Anna Bianchi");
		pty_keys(p, "Enter");
		SEE(p, "▸ Riepilogo");
	}
	SEE(p, "Nota che non si deve perdere");
	form_confirm(p);
	SEE(p, "✓ Appuntamento confermato: AG-2026-");
	SQL_IS(&w, 1, MINE);
	leave(p);
	world_close(&w);
}

Test(journeys, access_expires_in_the_note)
{
	struct world w;
	struct pty *p;
	struct proxy *proxy;

	world_open(&w, NULL);
	proxy = through_proxy(&w);
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	form_to_note(p, "123456");
	pty_send(p, nota);
	SEE(p, "Nota che non si deve perdere");
	world_stop_server(&w, SIGTERM);
	world_start_server(&w, NULL); /* with other keys: no token of before is worth anything */
	pty_keys(p, "F5");
	SEE(p, "scaduto");
	IDLE(p);
	SEE(p, "▸ Anna Bianchi");
	pty_keys(p, "Enter");
	SEE(p, "▸ Nota");
	SEE(p, "Nota che non si deve perdere");
	pty_send(p, " E continua.");
	SEE(p, "è già scritta. E continua.");
	pty_keys(p, "F10");
	SEE(p, "▸ Allegati");
	pty_keys(p, "F10");
	SEE(p, "▸ Recapiti");
	pty_keys(p, "F10");
	SEE(p, "▸ Riepilogo");
	form_confirm(p);
	SEE(p, "✓ Appuntamento confermato: AG-2026-");
	SQL_IS(&w, 1, MINE);
	leave(p);
	proxy_close(&w, proxy);
	world_close(&w);
}

Test(journeys, resized_half_way)
{
	static const int sizes[][2] = { { 120, 36 }, { 60, 20 }, { 80, 24 } };
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	form_to_note(p, "123456");
	pty_send(p, nota);
	for (size_t i = 0; i < 3; i++) {
		pty_resize(p, sizes[i][0], sizes[i][1]);
		IDLE(p);
		SEE(p, "▸ Nota");
		SEE(p, "Nota che non si deve perdere");
		SEE(p, "44 di 2000 caratteri");
	}
	pty_keys(p, "F10");
	SEE(p, "▸ Allegati");
	pty_keys(p, "F10");
	SEE(p, "▸ Recapiti");
	pty_resize(p, 60, 20);
	pty_keys(p, "F10");
	SEE(p, "▸ Riepilogo");
	SEE(p, "0000123456 · Anna Bianchi");
	pty_resize(p, 80, 24);
	form_confirm(p);
	SEE(p, "✓ Appuntamento confermato: AG-2026-");
	SQL_IS(&w, 1, MINE);
	leave(p);
	world_close(&w);
}
