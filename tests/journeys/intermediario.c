/* SPDX-License-Identifier: EUPL-1.2
 *
 * Studio Verdi: two hundred rapporti, one found by typing; a mandate that ends. */
#include "tests/journeys/journey.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* From home to the summary, for one of two hundred. */
static void book_for_giulia(struct pty *p)
{
	pty_keys(p, "n");
	SEE(p, "Scrivi codice, datore o lavoratore:");
	pty_send(p, "ferrari giulia 456789");
	SEE(p, "▸ 0000456789");
	SEE_GONE(p, "0000456790");
	pty_keys(p, "Enter");
	SEE(p, "Possono essere oggetto dell'appuntamento");
	SEE(p, "▸ [ ]");
	pty_keys(p, "Enter");
	SEE(p, "▸ Lavoro domestico, Milano");
	pty_keys(p, "Enter");
	SEE(p, "▸ Giorno e ora");
	SEE(p, "si prenota fino a");
	SEE(p, "liber");
	pty_keys(p, "n");
	IDLE(p);
	pty_keys(p, "Enter");
	SEE(p, "▸ Nota");
	form_to_summary(p, "Per conto della datrice di lavoro.");
}

Test(journeys, intermediario)
{
	struct world w;
	struct pty *p;
	struct proxy *proxy;
	char id[18];

	world_open(&w, NULL);
	proxy = through_proxy(&w);
	p = world_agenda_as(&w, STUDIO, "INTERMEDIARIO", 120, 36);
	SEE(p, "intermediario");
	SEE(p, "Prossimi appuntamenti");
	SEE(p, "quesiti possono essere oggetto");
	book_for_giulia(p);
	form_confirm(p);
	SEE(p, "✓ Appuntamento confermato: AG-2026-");
	read_identificativo(p, "Appuntamento confermato:", id);
	SEE(p, "l'intermediario Studio Verdi");
	SQL_IS(&w, 1, "SELECT count(*) FROM appuntamento WHERE id = '%s' AND gestore = '" STUDIO
		"' AND rapporto = '0000456789'", id);
	pty_keys(p, "Esc");
	SEE(p, ", Giulia Ferrari: l'appuntamento è tra poco.");
	leave(p);
	proxy_close(&w, proxy);
	world_close(&w);
}

/* Of several employers: whose confirmation it is that has no answer. */
Test(journeys, lost_answer_names_the_employer)
{
	const struct proxy_rule lost[] = {
		{ .method = "POST", .path = "/appuntamenti", .fault = FAULT_LOSE, .times = 1 },
		{ .fault = FAULT_REFUSE },
	};
	struct world w;
	struct pty *p;
	struct proxy *proxy;

	world_open(&w, NULL);
	proxy = through_proxy(&w);
	p = world_agenda_as(&w, STUDIO, "INTERMEDIARIO", 80, 24);
	SEE(p, "quesiti possono essere oggetto");
	book_for_giulia(p);
	proxy_rules(proxy, lost, 2);
	form_confirm(p);
	SEE(p, "Conferma da verificare");
	pty_keys(p, "Esc");
	SEE(p, "Conferma da verificare:");
	SEE(p, "Giulia Ferrari");
	proxy_rules(proxy, NULL, 0);
	pty_keys(p, "F5");
	SEE_GONE(p, "Conferma da verificare:");
	leave(p);
	proxy_close(&w, proxy);
	world_close(&w);
}

/* Home, its rapporti and a search, with every cell that was painted on the way. */
static void never_again(struct pty *p)
{
	pty_forbid(p, "0000456790");
	pty_forbid(p, "Ferrari Giulia");
	for (int i = 0; i < 3 && pty_find(p, "Prossimi appuntamenti", NULL) < 0; i++) {
		pty_keys(p, "Esc");
		IDLE(p);
	}
	SEE(p, "Prossimi appuntamenti");
	SEE(p, "in linea");
	IDLE(p);
	pty_keys(p, "n");
	SEE(p, "Scrivi codice, datore o lavoratore:");
	pty_send(p, "ferrari");
	IDLE(p);
	pty_keys(p, "Esc");
	SEE(p, "Prossimi appuntamenti");
	pty_keys(p, "c");
	SEE(p, "Cerca appuntamenti");
	pty_keys(p, "Enter");
	IDLE(p);
	cr_expect_null(pty_forbidden_seen(p), "«%s» was painted", pty_forbidden_seen(p));
}

/* The moment the mandate ends its rapporti are gone from the screen, and from search. */
Test(journeys, delega_revocata)
{
	static const char *const import[] = { "importa", "-", "--dati", NULL, NULL };
	struct world w;
	struct pty *p;
	struct said s;
	const char *argv[5];
	char *out, *errors, *codice;
	char line[400];

	world_open(&w, NULL);
	p = world_agenda_as(&w, STUDIO, "INTERMEDIARIO", 120, 36);
	SEE(p, "quesiti possono essere oggetto");
	pty_keys(p, "n");
	SEE(p, "Scrivi codice, datore o lavoratore:");
	pty_send(p, "ferrari giulia");
	SEE(p, "0000456790");
	memcpy(argv, import, sizeof(import));
	argv[3] = w.store;
	codice = world_sql_text(&w, "SELECT codice_fiscale FROM persona WHERE id = 'p-giulia-ferrari'");
	snprintf(line, sizeof(line), "{\"tipo\":\"DELEGA\",\"delega\":{\"datore\":\"%s\","
		"\"intermediario\":\"" STUDIO "\",\"stato\":\"REVOCATA\",\"dal\":\"2026-05-27\","
		"\"al\":\"2026-11-23\"}}\n", codice);
	cr_assert_eq(world_server_command(&w, argv, line, &out, &errors), 0, "%s%s", out, errors);
	free(out);
	free(errors);
	free(codice);
	SQL_IS(&w, 0, "SELECT count(*) FROM delega WHERE intermediario = '" STUDIO "' AND stato ="
		" 'ATTIVA' AND datore = 'p-giulia-ferrari'");
	pty_keys(p, "F5");
	SEE_GONE(p, "0000456790");
	IDLE(p);
	/* From here on nothing of it is painted, in this run and in the next over the same copy. */
	never_again(p);
	leave(p);
	p = world_agenda(&w, 120, 36, NULL);
	never_again(p);
	leave(p);
	s = run(&w, "quesiti 456789");
	cr_assert_eq(s.status, 77, "%d: %s%s", s.status, s.out, s.errors);
	said_release(&s);
	world_close(&w);
}
