/* SPDX-License-Identifier: EUPL-1.2
 *
 * A disk that answers with an error, to a write or only to the wait for it, under the real
 * programs: it is said in words, what was saved stays, nothing leaves whose key is not on disk, and
 * the service confirms nothing that it does not have. */
#include "tests/journeys/journey.h"

#include "tests/support/guasti.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#define NOTA    "Scritta prima dell'errore."
#define MORE    " E dopo."
#define REFUSED "rifiutato una lettura o una scrittura"
#define MINE    "SELECT count(*) FROM appuntamento WHERE stato = 'CONFERMATO' AND nota LIKE 'Scritta prima%%'"

static void drafts_hold(struct world *w, const char *text)
{
	struct said s = run(w, "bozze --json");

	cr_expect(strstr(s.out, text), "«%s» is not in\n%s%s", text, s.out, s.errors);
	said_release(&s);
}

/* A second after the last key. */
static void wait_saved(struct world *w, struct pty *p, const char *text)
{
	bool there = false;

	for (int i = 0; i < 100 && !there; i++) {
		struct said s = run(w, "bozze --json");

		there = strstr(s.out, text) != NULL;
		said_release(&s);
		if (!there)
			pty_wait_quiet(p, 50);
	}
	cr_expect(there, "«%s» is not saved\n%s", text, pty_screen(p));
}

static void copy_is_sound(struct world *w)
{
	struct said s = run(w, "cache verifica");

	cr_expect_eq(s.status, 0, "%s%s", s.out, s.errors);
	said_release(&s);
}

static void journal_fails(const char *rule)
{
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	guasti_in_agenda(&w);
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	form_to_note(p, "123456");
	pty_send(p, NOTA);
	wait_saved(&w, p, NOTA);
	guasti(&w, rule);
	pty_send(p, MORE);
	SEE(p, REFUSED);
	SEE(p, NOTA MORE);
	guasti(&w, NULL);
	drafts_hold(&w, NOTA);
	pty_send(p, "!");
	SEE_GONE(p, REFUSED);
	pty_keys(p, "F10");
	SEE(p, "▸ Allegati");
	pty_keys(p, "F10");
	SEE(p, "▸ Recapiti");
	pty_keys(p, "F10");
	SEE(p, "▸ Riepilogo");
	wait_saved(&w, p, NOTA MORE "!");
	guasti(&w, rule);
	form_confirm(p);
	SEE(p, "✗ Appuntamento non confermato");
	SEE(p, "non è stato inviato nulla");
	IDLE(p);
	SQL_IS(&w, 0, MINE);
	guasti(&w, NULL);
	drafts_hold(&w, NOTA MORE "!");
	pty_keys(p, "Esc");
	SEE_GONE(p, "Appuntamento non confermato");
	SEE(p, "▸ Riepilogo");
	form_confirm(p);
	SEE(p, "✓ Appuntamento confermato: AG-2026-");
	SQL_IS(&w, 1, MINE);
	leave(p);
	world_close(&w);
}

Test(eio, a_journal_that_cannot_be_written) { journal_fails("write /journal-"); }
Test(eio, a_journal_that_does_not_reach_the_disk) { journal_fails("fsync /journal-"); }

/* The copy is only a copy: what the service says is shown, and is there again when it heals. */
static void copy_fails(const char *rule, const char *said)
{
	struct world w;
	struct pty *p;
	struct said s;
	char id[18];

	world_open(&w, NULL);
	guasti_in_agenda(&w);
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	SEE(p, "lun 30/11/2026 08:30");
	IDLE(p);
	guasti(&w, rule);
	form_to_note(p, "123456");
	form_to_summary(p, NOTA);
	form_confirm(p);
	SEE(p, "✓ Appuntamento confermato: AG-2026-");
	read_identificativo(p, "Appuntamento confermato:", id);
	if (said)
		SEE(p, said);
	SQL_IS(&w, 1, MINE);
	leave(p);
	s = run(&w, "cerca"); /* begun on such a disk */
	cr_expect(strstr(s.out, id), "%d %s%s", s.status, s.out, s.errors);
	said_release(&s);
	guasti(&w, NULL);
	s = run(&w, "cerca");
	cr_expect(s.status == 0 && strstr(s.out, id), "%d %s%s", s.status, s.out, s.errors);
	said_release(&s);
	s = run(&w, "cerca --offline");
	cr_expect(s.status == 0 && strstr(s.out, id), "%d %s%s", s.status, s.out, s.errors);
	said_release(&s);
	copy_is_sound(&w);
	world_close(&w);
}

Test(eio, a_copy_that_cannot_be_written)
{
	copy_fails("write /cache-", "La copia locale non si aggiorna");
}

Test(eio, a_copy_that_does_not_reach_the_disk)
{
	copy_fails("fsync /cache-", NULL);
}

/* It ends rather than say what it does not have; the client says that it does not know, and the
 * same key settles it. */
static void store_fails(const char *rule)
{
	struct world w;
	struct said s;
	int status = 0;

	world_open(&w, NULL);
	guasti_in_server(&w);
	sign_in(&w, ANNA, "CITTADINO");
	guasti(&w, rule);
	s = run_input(&w, "nuovo --rapporto 123456 --quesito Q0000123456-01 --punto P7000-01"
		" --quando primo --nota-da -", NOTA);
	cr_expect(s.status != 0, "%s%s", s.out, s.errors);
	cr_expect(!strstr(s.out, "Confermato") && !strstr(s.out, "AG-2026-"), "%s", s.out);
	cr_expect(strstr(s.errors, "da verificare"), "%s", s.errors);
	said_release(&s);
	guasti(&w, NULL);
	cr_assert_eq(waitpid(w.server, &status, 0), w.server);
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 74, "%x", (unsigned)status);
	w.server = 0;
	world_start_server(&w, NULL);
	sign_in(&w, ANNA, "CITTADINO");
	s = run(&w, "operazioni --verifica");
	cr_expect_eq(s.status, 0, "%s%s", s.out, s.errors);
	said_release(&s);
	SQL_IS(&w, 1, MINE);
	s = run(&w, "cerca");
	cr_expect(strstr(s.out, "AG-2026-"), "%s%s", s.out, s.errors);
	said_release(&s);
	world_close(&w);
}

Test(eio, a_store_that_cannot_be_written) { store_fails("write agendad.db"); }
Test(eio, a_store_that_does_not_reach_the_disk) { store_fails("fsync agendad.db"); }
