/* SPDX-License-Identifier: EUPL-1.2
 *
 * A system that no longer lets the program wait for keys and answers: it ends, says so, and what
 * was typed is there again at the next start. */
#include "tests/journeys/journey.h"

#include "tests/support/guasti.h"

#include <string.h>
#include <sys/wait.h>

#define NOTA "Scritta un attimo prima."

Test(attesa, a_wait_that_fails_ends_in_words_and_keeps_what_was_typed)
{
	struct world w;
	struct pty *p;
	struct said s;
	int status = 0;

	world_open(&w, NULL);
	guasti_in_agenda(&w);
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	form_to_note(p, "123456");
	IDLE(p);
	pty_send(p, NOTA);
	SEE(p, NOTA);
	guasti(&w, "poll"); /* before the second after which it is saved */
	pty_keys(p, "Right");
	cr_assert(pty_wait_exit(p, &status), "%s", pty_screen(p));
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 74, "%x", (unsigned)status);
	SEE(p, "Il sistema non lascia più attendere");
	cr_expect(!pty_alternate(p), "the terminal is not put back");
	pty_free(p);
	s = run(&w, "cerca");
	cr_expect_eq(s.status, 74, "%d %s", s.status, s.out);
	cr_expect(strstr(s.errors, "Il sistema non lascia più attendere"), "%s", s.errors);
	said_release(&s);
	guasti(&w, NULL);
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "pronta da confermare");
	leave(p);
	s = run(&w, "bozze --json");
	cr_expect(strstr(s.out, NOTA), "%s%s", s.out, s.errors);
	said_release(&s);
	world_close(&w);
}
