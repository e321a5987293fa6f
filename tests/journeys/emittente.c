/* SPDX-License-Identifier: EUPL-1.2
 *
 * The issuer is somebody else than the service: it moves, or does not answer, while the service
 * does. Who is signed in goes on, and what the door says is true. */
#include "tests/journeys/journey.h"

#include <signal.h>

Test(journeys, the_issuer_moves_under_somebody_who_is_in)
{
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	SEE(p, "Prossimi appuntamenti");
	IDLE(p);
	world_stop_server(&w, SIGTERM);
	w.issuer[0] = '\0'; /* another port, and what the former signed is worth nothing */
	world_start_server(&w, NULL);
	SEE(p, "L'accesso è scaduto");
	SEE(p, "▸ Anna Bianchi");
	IDLE(p);
	pty_keys(p, "Enter");
	SEE(p, "Anna Bianchi · cittadino   ● in linea");
	SEE(p, "Prossimi appuntamenti");
	leave(p);
	world_close(&w);
}

Test(journeys, an_issuer_that_does_not_answer_is_not_a_service_that_does_not)
{
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	world_set(&w, "AGENDA_EMITTENTE", "http://127.0.0.1:9");
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "Il servizio di accesso non risponde");
	SEE(p, "● in linea");
	pty_keys(p, "r");
	IDLE(p);
	SEE(p, "Il servizio di accesso non risponde");
	SEE(p, "● in linea");
	leave(p);
	world_close(&w);
}
