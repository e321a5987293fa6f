/* SPDX-License-Identifier: EUPL-1.2
 *
 * Every filter of the founding document through the interface: what is on the screen is what
 * SQL finds in the server's database, row for row. */
#include "tests/journeys/journey.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "26/10/2026 09:00 1/12/2026 …": all her times lie after the clock went back to +1. */
#define TIMES "SELECT group_concat(t, ' ') FROM (SELECT strftime('%d/%m/%Y %H:%M', a.inizio," \
	" 'unixepoch', '+1 hours') AS t FROM appuntamento a JOIN rapporto r ON r.codice =" \
	" a.rapporto WHERE r.datore = 'p-giulia-ferrari' AND "
#define BY_DATE " ORDER BY a.inizio)"

struct filter {
	const char *keys[5]; /* what is done in each field, "" nothing: see `fields` */
	const char *where;
	int rows; /* so that a table that finds nothing is noticed */
};

static const char *const fields[] = { "Rapporto", "Stato", "Dal", " Al",
	"Gestiti da un intermediario" };

#define DAY(d) "unixepoch('" d "', '-1 hours')"
static const struct filter filters[] = {
	{ { "", "", "", "", "" }, "1", 4 },
	{ { "456789", "", "", "", "" }, "a.rapporto = '0000456789'", 3 },
	{ { "0000456790", "", "", "", "" }, "a.rapporto = '0000456790'", 1 },
	{ { "", "Right", "", "", "" }, "a.stato = 'CONFERMATO'", 3 },
	{ { "", "Right Right", "", "", "" }, "a.stato = 'CHIUSO_E_DEFINITO'", 0 },
	{ { "", "Right Right Right", "", "", "" }, "a.stato = 'CANCELLATO'", 1 },
	{ { "", "", "01/12/2026", "", "" }, "a.inizio >= " DAY("2026-12-01"), 3 },
	{ { "", "", "", "01/12/2026", "" }, "a.inizio < " DAY("2026-12-02"), 2 },
	{ { "", "", "27/10/2026", "03/12/2026", "" },
		"a.inizio >= " DAY("2026-10-27") " AND a.inizio < " DAY("2026-12-04"), 2 },
	{ { "", "", "", "", "Right" }, "a.gestore IS NULL", 1 },
	{ { "456789", "Right", "01/12/2026", "", "Right" },
		"a.rapporto = '0000456789' AND a.stato = 'CONFERMATO' AND a.inizio >= "
		DAY("2026-12-01") " AND a.gestore IS NULL", 1 },
};

static bool is_at(struct pty *p, const char *label)
{
	int x = 0, y = pty_find(p, label, &x), cx, cy;
	bool visible;

	pty_cursor(p, &cx, &cy, &visible);
	return y >= 0 && visible && cy == y && cx > x && cx < x + 40;
}

static void go_to(struct pty *p, const char *label)
{
	for (int i = 0; i < 12 && !is_at(p, label); i++) {
		pty_keys(p, "Tab");
		IDLE(p);
	}
	cr_assert(is_at(p, label), "no way to «%s» on\n%s", label, pty_screen(p));
}

static bool is_time(const char *s)
{
	static const char shape[] = "dd/dd/dddd dd:dd";

	for (size_t i = 0; i < sizeof(shape) - 1; i++)
		if (shape[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != shape[i])
			return false;
	return true;
}

/* Not the line below the list, which says the current row once more. */
static bool is_row(const char *line)
{
	return !strncmp(line, "   ", 3) || !strncmp(line, " ▸", strlen(" ▸"));
}

/* The times of the rows below the heading of the results, as TIMES tells them. */
static void times_on_screen(struct pty *p, char *to, size_t size)
{
	int y = pty_find(p, "Appuntamenti trovati", NULL);

	to[0] = '\0';
	cr_assert_geq(y, 0, "%s", pty_screen(p));
	for (; y < 23; y++)
		for (const char *s = pty_line(p, y); *s && is_row(pty_line(p, y)); s++)
			if (is_time(s)) {
				snprintf(to + strlen(to), size - strlen(to), "%s%.16s",
					*to ? " " : "", s);
				break;
			}
}

static void try_filter(struct world *w, struct pty *p, const struct filter *f)
{
	char sql[800], seen[800];
	char *there;
	int rows = 0;

	pty_keys(p, "c");
	SEE(p, "Appuntamenti trovati");
	IDLE(p);
	for (size_t i = 0; i < 5; i++) {
		if (!f->keys[i][0])
			continue;
		go_to(p, fields[i]);
		pty_keys(p, f->keys[i]);
		IDLE(p);
	}
	go_to(p, fields[0]);
	pty_keys(p, "Enter");
	IDLE(p);
	snprintf(sql, sizeof(sql), "%s%s%s", TIMES, f->where, BY_DATE);
	there = world_sql_text(w, sql);
	times_on_screen(p, seen, sizeof(seen));
	cr_expect_str_eq(seen, there, "%s: «%s» instead of «%s» on\n%s", f->where, seen, there,
		pty_screen(p));
	for (const char *s = seen; (s = strchr(s, ':')); s++)
		rows++;
	cr_expect_eq(rows, f->rows, "%s: %d rows", f->where, rows);
	if (rows == 0)
		SEE(p, "Nessun appuntamento con questi filtri.");
	free(there);
	pty_keys(p, "Esc");
	SEE(p, "Prossimi appuntamenti");
}

Test(journeys, search_filters)
{
	struct world w;
	struct pty *p;
	struct proxy *proxy;

	world_open(&w, NULL);
	proxy = through_proxy(&w);
	p = world_agenda_as(&w, "p-giulia-ferrari", "CITTADINO", 80, 24);
	SEE(p, "Prossimi appuntamenti");
	SEE(p, "● in linea");
	for (size_t i = 0; i < sizeof(filters) / sizeof(*filters); i++)
		try_filter(&w, p, &filters[i]);

	pty_keys(p, "c");
	SEE(p, "Appuntamenti trovati");
	go_to(p, "Dal");
	pty_send(p, "31/02/2026");
	pty_keys(p, "Enter");
	SEE(p, "Dal: Scrivi la data come gg/mm/aaaa.");
	pty_keys(p, "C-u");
	pty_send(p, "02/12/2026");
	SEE_GONE(p, "✗");
	go_to(p, " Al");
	pty_send(p, "01/12/2026");
	pty_keys(p, "Enter");
	SEE(p, "Al: È prima della data di inizio.");
	leave(p);
	proxy_close(&w, proxy);
	world_close(&w);
}

/* Words are looked for at each letter, the cursor stays where they are typed, and they go with
 * the other filters; the same by a command, whose arguments never hold them. */
Test(journeys, search_words_as_they_are_typed)
{
	static const char found[] = TIMES "a.nota LIKE '%mancanti%' AND a.stato = 'CONFERMATO'" BY_DATE;
	struct world w;
	struct pty *p;
	struct said s;
	char seen[800];
	char *there;

	world_open(&w, NULL);
	p = world_agenda_as(&w, "p-giulia-ferrari", "CITTADINO", 80, 24);
	SEE(p, "Prossimi appuntamenti");
	SEE(p, "● in linea");
	IDLE(p);
	pty_keys(p, "c");
	SEE(p, "Appuntamenti trovati");
	go_to(p, "Testo");
	pty_send(p, "docum");
	IDLE(p);
	pty_send(p, "enti MANC");
	go_to(p, "Stato");
	pty_keys(p, "Right");
	IDLE(p);
	there = world_sql_text(&w, found);
	cr_assert(there[0], "nothing of the sample data has that note");
	times_on_screen(p, seen, sizeof(seen));
	cr_expect_str_eq(seen, there, "«%s» instead of «%s» on\n%s", seen, there, pty_screen(p));
	free(there);
	go_to(p, "Testo");
	pty_send(p, "x");
	SEE(p, "Nessun appuntamento con queste parole e questi filtri.");
	IDLE(p);
	cr_expect(is_at(p, "Testo"), "%s", pty_screen(p));
	pty_keys(p, "Backspace");
	SEE_GONE(p, "Nessun appuntamento");
	leave(p);
	s = run_input(&w, "cerca --testo-da - --stato confermato", "mancànti Documenti\n");
	cr_expect_eq(s.status, 0, "%s", s.errors);
	cr_expect(strstr(s.out, "AG-2026-"), "%s", s.out);
	said_release(&s);
	s = run_input(&w, "cerca --testo-da - --json", "parola mai scritta");
	cr_expect(s.status == 0 && !strstr(s.out, "AG-2026-"), "%s%s", s.out, s.errors);
	said_release(&s);
	world_close(&w);
}

/* An intermediario has no such filter, and asking for it by command is refused with the reason. */
Test(journeys, search_of_an_intermediario)
{
	struct world w;
	struct pty *p;
	struct said s;

	world_open(&w, NULL);
	p = world_agenda_as(&w, STUDIO, "INTERMEDIARIO", 80, 24);
	SEE(p, "Prossimi appuntamenti");
	pty_keys(p, "c");
	SEE(p, "Appuntamenti trovati");
	SEE_NOT(p, "Gestiti da un intermediario");
	leave(p);
	s = run(&w, "cerca --escludi-intermediario");
	cr_expect_eq(s.status, 65, "%d: %s%s", s.status, s.out, s.errors);
	cr_expect(strstr(s.errors, "cittadino"), "%s", s.errors);
	said_release(&s);
	world_close(&w);
}
