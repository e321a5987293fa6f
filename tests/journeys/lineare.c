/* SPDX-License-Identifier: EUPL-1.2
 *
 * The whole booking one line at a time, as a screen reader hears it. */
#include "tests/journeys/journey.h"

#include <stdlib.h>
#include <string.h>

/* Says a line, once this is on the terminal; tall enough that nothing scrolls away at once. */
static const struct {
	const char *after, *line;
} script[] = {
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

Test(journeys, linear_mode)
{
	static const char *const arguments[] = { "--lineare", NULL };
	struct world w;
	struct pty *p;
	char id[18];

	world_open(&w, NULL);
	p = world_agenda(&w, 120, 400, arguments);
	for (size_t i = 0; i < sizeof(script) / sizeof(*script); i++) {
		SEE(p, script[i].after);
		IDLE(p);
		if (script[i].line) {
			pty_send(p, script[i].line);
			pty_send(p, "\n");
		}
	}
	cr_expect_not(pty_alternate(p));
	cr_expect_eq(pty_escapes(p), 0, "%zu escape sequences", pty_escapes(p));
	read_identificativo(p, "Appuntamento confermato:", id);
	SQL_IS(&w, 1, "SELECT count(*) FROM appuntamento WHERE id = '%s' AND nota ="
		" 'Nota detta a voce: perché?'", id);
	pty_send(p, "esci\n");
	int status = -1;
	cr_assert(pty_wait_exit(p, &status), "%s", pty_screen(p));
	cr_expect_eq(status, 0);
	pty_free(p);
	world_close(&w);
}
