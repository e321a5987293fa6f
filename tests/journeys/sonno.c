/* SPDX-License-Identifier: EUPL-1.2
 *
 * The machine sleeps: the program does not run, its lines die without a word, the clock goes on.
 * What it was told before is not taken for the present when it wakes. */
#include "tests/journeys/journey.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void next_of_anna(struct world *w, char id[18])
{
	char *text = world_sql_text(w, "SELECT a.id FROM appuntamento a JOIN rapporto r ON r.codice ="
		" a.rapporto WHERE r.datore = '" ANNA "' AND a.stato = 'CONFERMATO' AND a.inizio >"
		" unixepoch('2026-11-23T08:41:00') ORDER BY a.inizio LIMIT 1");

	cr_assert_eq(strlen(text), 17, "«%s»", text);
	memcpy(id, text, 18);
	free(text);
}

/* The poll waits on a line that nobody answers any more, and would for a minute: at waking what
 * changed meanwhile is there at once. */
Test(sonno, a_poll_on_a_dead_line_is_asked_again_at_waking)
{
	static const struct proxy_rule rules[] = {
		{ "GET", "attesa=25", FAULT_STALL, 0, 1, 0 },
		{ "GET", "attesa=25", FAULT_NONE, 0, 0, 0 },
	};
	struct world w, second;
	struct proxy *proxy;
	struct pty *p;
	struct said s;
	char id[18], words[40];

	world_open(&w, NULL);
	world_second(&w, &second); /* another machine, that knows no proxy */
	next_of_anna(&w, id);
	proxy = proxy_start(w.api, NULL, 1);
	cr_assert(proxy);
	world_point_at(&w, proxy_url(proxy));
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	SEE(p, "lun 30/11/2026 08:30");
	IDLE(p);
	proxy_rules(proxy, rules, 2);
	proxy_cut_all(proxy);
	cr_assert(proxy_await_met(proxy, 0, 1, 30000), "%s", pty_screen(p));
	SEE(p, "● in linea");
	IDLE(p);
	pty_signal(p, SIGSTOP);
	sign_in(&second, ANNA, "CITTADINO");
	snprintf(words, sizeof(words), "cancella %s", id);
	s = run(&second, words);
	cr_assert_eq(s.status, 0, "%s", s.errors);
	said_release(&s);
	cr_expect_eq(proxy_met(proxy, 1), 0, "the poll had not been dead");
	pty_signal(p, SIGCONT);
	SEE_GONE(p, "lun 30/11/2026 08:30");
	cr_expect(proxy_await_met(proxy, 1, 1, 30000), "and it goes on waiting");
	leave(p);
	proxy_stop(proxy);
	world_second_close(&second);
	world_close(&w);
}

static void minute(char to[8])
{
	time_t now = time(NULL);
	struct tm tm;

	setenv("TZ", "Europe/Rome", 1);
	tzset();
	localtime_r(&now, &tm);
	strftime(to, 8, "%H:%M", &tm);
}

/* The clock is the machine's own here. Nobody is there at waking: what is shown says since when. */
Test(sonno, at_waking_without_a_line_everything_says_its_age)
{
	struct world w;
	struct pty *p;
	char before[8], after[8], age[2][40];

	world_open(&w, NULL);
	w.env[6] = "AGENDA_OROLOGIO"; /* none */
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	minute(before);
	SEE(p, "● in linea");
	SEE(p, "quesiti possono essere oggetto");
	IDLE(p);
	minute(after);
	SEE_NOT(p, "dati al");
	pty_signal(p, SIGSTOP);
	world_stop_server(&w, SIGKILL);
	pty_signal(p, SIGCONT);
	SEE(p, "non in linea");
	snprintf(age[0], sizeof(age[0]), "%s, non in linea", before);
	snprintf(age[1], sizeof(age[1]), "%s, non in linea", after);
	IDLE(p); /* the header says it too, and may be painted first */
	cr_expect(pty_find(p, age[0], NULL) >= 0 || pty_find(p, age[1], NULL) >= 0,
		"neither %s nor %s on\n%s", before, after, pty_screen(p));
	leave(p);
	world_start_server(&w, NULL);
	world_close(&w);
}
