/* SPDX-License-Identifier: EUPL-1.2
 *
 * Bookings, a cancellation and an expired access one line at a time, as a screen reader hears
 * them. */
#include "tests/journeys/journey.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* Says a line, once this is on the terminal; NULL ends a script. */
struct spoken {
	const char *after, *line;
};

static const struct spoken booking[] = {
	{ "1. Anna Bianchi, Cittadino", "1" },
	{ "1. 4 quesiti possono essere oggetto", "nuovo" },
	{ "1. 0000123456, Bianchi Anna", "1" },
	{ "1. [ ] Versamento doppio", "1" },
	{ "1. [x] Versamento doppio", "avanti" },
	{ "1. Lavoro domestico, Roma Centro", "1" },
	{ "5. 09:50: 3 posti liberi", "primo-libero" },
	{ "Scrivi il numero dell'orario", "5" },
	{ "0 di 2000 caratteri", "Nota detta a voce: perché?" },
	{ "26 di 2000 caratteri", ":avanti" },
	{ "== Allegati ==", ":avanti" },
	{ "== Recapiti ==", ":avanti" },
	{ "== Riepilogo ==", ":conferma" },
	{ "1. Torna al modulo", "2" },
	{ "Appuntamento confermato: AG-2026-", NULL },
};

static const struct spoken booking_for_another[] = {
	{ "quesiti possono essere oggetto", "nuovo" },
	{ "1. 0001000074, Abete Achille", "ferrari giulia 456789" },
	{ "1. 0000456789, Ferrari Giulia", "1" },
	{ "1. [ ] Cambio di residenza", "1" },
	{ "1. [x] Cambio di residenza", "avanti" },
	{ "1. Lavoro domestico, Milano Centro", "1" },
	{ "4. 10:00: 4 posti liberi", "primo-libero" },
	{ "Scrivi il numero dell'orario", "4" },
	{ "0 di 2000 caratteri", "Per conto della datrice di lavoro." },
	{ "34 di 2000 caratteri", ":avanti" },
	{ "== Allegati ==", ":avanti" },
	{ "== Recapiti ==", ":avanti" },
	{ "== Riepilogo ==", ":conferma" },
	{ "1. Torna al modulo", "2" },
	{ "Appuntamento confermato: AG-2026-", NULL },
};

/* Found by search, read, and cancelled: the first answer is the one that keeps it. */
static const struct spoken cancelling[] = {
	{ "quesiti possono essere oggetto", "cerca" },
	{ "3. lun 30/11/2026 08:30, Confermato", ":dopo" },
	{ "[Rapporto]", "123456" },
	{ "Rapporto: 0000123456", "3" },
	{ "Si può cancellare fino al suo inizio.", ":cancella" },
	{ "2. Sì, cancella appuntamento", "2" },
	{ "Appuntamento cancellato: giorno e ora sono di nuovo liberi.", NULL },
};

static const struct spoken to_note[] = {
	{ "quesiti possono essere oggetto", "nuovo" },
	{ "1. 0000123456, Bianchi Anna", "1" },
	{ "1. [ ] Versamento doppio", "1" },
	{ "1. [x] Versamento doppio", "avanti" },
	{ "1. Lavoro domestico, Roma Centro", "1" },
	{ "5. 09:50: 3 posti liberi", "primo-libero" },
	{ "Scrivi il numero dell'orario", "5" },
	{ "0 di 2000 caratteri", "Prima riga, già detta." },
	{ "22 di 2000 caratteri", NULL },
};

static const struct spoken back_in[] = {
	{ "1. Anna Bianchi, Cittadino", "1" },
	{ "1. Anna Bianchi, Cittadino", NULL },
};

static const struct spoken on_with_the_note[] = {
	{ "22 di 2000 caratteri", "Seconda riga, dopo." },
	{ "42 di 2000 caratteri", ":avanti" },
	{ "== Allegati ==", ":avanti" },
	{ "== Recapiti ==", ":avanti" },
	{ "== Riepilogo ==", ":conferma" },
	{ "1. Torna al modulo", "2" },
	{ "Appuntamento confermato: AG-2026-", NULL },
};

static void tell(struct pty *p, const char *line)
{
	pty_send(p, line);
	pty_send(p, "\n");
}

static void follow(struct pty *p, const struct spoken *script)
{
	for (const struct spoken *s = script;; s++) {
		SEE(p, s->after);
		IDLE(p);
		if (!s->line)
			return;
		tell(p, s->line);
	}
}

static int times_said(struct pty *p, const char *text)
{
	int n = 0;

	for (const char *s = pty_screen(p); (s = strstr(s, text)); s++)
		n++;
	return n;
}

/* What was said before is said again. */
static void see_again(struct pty *p, const char *text, int times)
{
	for (int i = 0; i < 300 && times_said(p, text) < times; i++)
		pty_wait_quiet(p, 100);
	cr_assert_geq(times_said(p, text), times, "«%s» is not there %d times on\n%s", text, times,
		pty_screen(p));
}

/* Tall enough that nothing scrolls away at once. */
static struct pty *listen_to(struct world *w)
{
	static const char *const arguments[] = { "--lineare", NULL };

	return world_agenda(w, 120, 400, arguments);
}

static void leave_speaking(struct pty *p)
{
	int status = -1;

	cr_expect_not(pty_alternate(p));
	cr_expect_eq(pty_escapes(p), 0, "%zu escape sequences", pty_escapes(p));
	tell(p, ":esci");
	cr_assert(pty_wait_exit(p, &status), "%s", pty_screen(p));
	cr_expect_eq(status, 0);
	pty_free(p);
}

Test(journeys, linear_mode)
{
	struct world w;
	struct pty *p;
	char id[18];

	world_open(&w, NULL);
	p = listen_to(&w);
	follow(p, booking);
	read_identificativo(p, "Appuntamento confermato:", id);
	SQL_IS(&w, 1, "SELECT count(*) FROM appuntamento WHERE id = '%s' AND nota ="
		" 'Nota detta a voce: perché?'", id);
	leave_speaking(p);
	world_close(&w);
}

/* Who hears "there is none" believes it, whatever is said after. */
Test(journeys, linear_mode_says_nothing_of_what_was_not_read_yet)
{
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	p = listen_to(&w);
	follow(p, back_in);
	tell(p, "1");
	SEE(p, "quesiti possono essere oggetto");
	IDLE(p);
	cr_expect_eq(times_said(p, "Niente richiede attenzione"), 0, "%s", pty_screen(p));
	cr_expect_eq(times_said(p, "Nessun appuntamento in programma"), 0, "%s", pty_screen(p));
	leave_speaking(p);
	world_close(&w);
}

Test(journeys, linear_mode_of_an_intermediario)
{
	struct world w;
	struct pty *p;
	struct proxy *proxy;
	char id[18];

	world_open(&w, NULL);
	proxy = through_proxy(&w);
	sign_in(&w, STUDIO, "INTERMEDIARIO");
	p = listen_to(&w);
	follow(p, booking_for_another);
	read_identificativo(p, "Appuntamento confermato:", id);
	SQL_IS(&w, 1, "SELECT count(*) FROM appuntamento WHERE id = '%s' AND gestore = '" STUDIO
		"' AND rapporto = '0000456789'", id);
	leave_speaking(p);
	proxy_close(&w, proxy);
	world_close(&w);
}

Test(journeys, linear_mode_cancels)
{
	struct world w;
	struct pty *p;
	struct proxy *proxy;
	char *id;

	world_open(&w, NULL);
	proxy = through_proxy(&w);
	id = world_sql_text(&w, "SELECT id FROM appuntamento WHERE rapporto = '0000123456' AND"
		" inizio = unixepoch('2026-11-30T07:30:00') AND stato = 'CONFERMATO'");
	sign_in(&w, ANNA, "CITTADINO");
	p = listen_to(&w);
	follow(p, cancelling);
	SQL_IS(&w, 1, "SELECT count(*) FROM appuntamento WHERE id = '%s' AND stato = 'CANCELLATO'",
		id);
	leave_speaking(p);
	free(id);
	proxy_close(&w, proxy);
	world_close(&w);
}

Test(journeys, linear_mode_access_expires_in_the_note)
{
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	sign_in(&w, ANNA, "CITTADINO");
	p = listen_to(&w);
	follow(p, to_note);
	world_stop_server(&w, SIGTERM);
	world_start_server(&w, NULL); /* with other keys: no token of before is worth anything */
	tell(p, ":aggiorna");
	SEE(p, "accesso scaduto");
	follow(p, back_in);
	see_again(p, "== Nota ==", 2); /* the same step, and what was written in it */
	see_again(p, "22 di 2000 caratteri", 2);
	follow(p, on_with_the_note);
	SQL_IS(&w, 1, "SELECT count(*) FROM appuntamento WHERE stato = 'CONFERMATO' AND nota ="
		" 'Prima riga, già detta.' || char(10) || 'Seconda riga, dopo.'");
	leave_speaking(p);
	world_close(&w);
}
