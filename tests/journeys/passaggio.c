/* SPDX-License-Identifier: EUPL-1.2
 *
 * Over a copy that is warm another one comes: a person, a profile, the same one with a mandate
 * less. From the first byte of the program on, nothing of the former is painted, not even for a
 * moment: every piece of output is looked at, not the last screen. */
#include "tests/journeys/journey.h"

#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define NOTA "Nota che nessun altro deve leggere"

/* What only the former may see. */
struct former {
	const char *texts[4];
};

static size_t caches(const struct world *w)
{
	char pattern[FOLDER_SIZE + 64];
	glob_t found;
	size_t n;

	snprintf(pattern, sizeof(pattern), "%s/cache/agenda/cache-*.db", w->folder);
	n = glob(pattern, 0, NULL, &found) == 0 ? found.gl_pathc : 0;
	globfree(&found);
	return n;
}

/* The access ends by itself, so that nobody takes the former's files away. */
static void another_comes(struct world *w, const char *person, const char *profile)
{
	world_stop_server(w, SIGTERM);
	world_start_server(w, NULL);
	sign_in(w, person, profile);
}

static void expect_unseen(struct pty *p)
{
	cr_expect_null(pty_forbidden_seen(p), "«%s» was painted\n%s", pty_forbidden_seen(p),
		pty_screen(p));
}

/* Home, search, bozze, a new appointment, and what was typed found nowhere. */
static void walk_through(struct world *w, const struct former *f, const char *home)
{
	struct pty *p = world_agenda(w, 80, 24, NULL);

	for (size_t i = 0; i < 4 && f->texts[i]; i++)
		pty_forbid(p, f->texts[i]);
	SEE(p, home);
	SEE(p, "Prossimi appuntamenti");
	IDLE(p);
	pty_keys(p, "c");
	SEE(p, "Appuntamenti trovati");
	pty_keys(p, "Enter");
	IDLE(p);
	pty_keys(p, "Esc");
	SEE(p, "Prossimi appuntamenti");
	IDLE(p);
	pty_keys(p, "b");
	SEE(p, "Nessuna bozza");
	pty_keys(p, "Esc");
	SEE(p, "Prossimi appuntamenti");
	IDLE(p);
	pty_keys(p, "n");
	SEE(p, "Scrivi codice, datore o lavoratore:");
	IDLE(p);
	pty_keys(p, "PgDn");
	IDLE(p);
	expect_unseen(p);
	leave(p);
}

static void commands_tell_nothing(struct world *w, const struct former *f)
{
	static const char *const words[] = { "cerca", "rapporti", "bozze", "operazioni", "profilo",
		"cerca --offline", "rapporti --offline" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct said s = run(w, words[i]);

		cr_expect_eq(s.status, 0, "%s: %d %s", words[i], s.status, s.errors);
		for (size_t t = 0; t < 4 && f->texts[t]; t++)
			cr_expect(!strstr(s.out, f->texts[t]) && !strstr(s.errors, f->texts[t]),
				"agenda %s: «%s» in\n%s%s", words[i], f->texts[t], s.out, s.errors);
		said_release(&s);
	}
}

Test(passaggio, another_person_over_a_warm_copy)
{
	static const struct former anna = { { "Macaraig", "0000123456", "Bianchi", NOTA } };
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	form_to_note(p, "123456");
	pty_send(p, NOTA);
	SEE(p, NOTA);
	leave(p);
	another_comes(&w, "p-mario-rossi", "CITTADINO");
	cr_assert_eq(caches(&w), 2, "the former's copy must be there");
	walk_through(&w, &anna, "Mario Rossi · cittadino");
	commands_tell_nothing(&w, &anna);
	world_close(&w);
}

Test(passaggio, another_profile_of_the_same_person_over_a_warm_copy)
{
	static const struct former cittadino = { { "0000945678", "Luca Conti · cittadino", NOTA } };
	struct world w;
	struct said s;
	struct pty *p;

	world_open(&w, NULL);
	p = world_agenda_as(&w, "p-luca-conti", "CITTADINO", 80, 24);
	SEE(p, "Luca Conti · cittadino");
	IDLE(p);
	leave(p);
	s = run_input(&w, "nuovo --rapporto 0000945678 --nota-da - --solo-bozza", NOTA);
	cr_assert_eq(s.status, 0, "%s", s.errors);
	said_release(&s);
	another_comes(&w, "p-luca-conti", "INTERMEDIARIO");
	cr_assert_eq(caches(&w), 2, "the former's copy must be there");
	walk_through(&w, &cittadino, "Luca Conti · intermediario");
	commands_tell_nothing(&w, &cittadino);
	world_close(&w);
}

/* Once this machine has heard that it ended: at the next start, with and without a line. That the
 * mandate of Giulia Ferrari has ended is the intermediario's to know; her rapporti are not. */
Test(passaggio, a_mandate_less_over_a_warm_copy)
{
	static const struct former giulia = { { "Ferrari Giulia", "0000456789",
		"0000456790" } };
	struct world w;
	struct said s;
	struct pty *p;

	world_open(&w, NULL);
	p = world_agenda_as(&w, STUDIO, "INTERMEDIARIO", 80, 24);
	SEE(p, "Prossimi appuntamenti");
	IDLE(p);
	leave(p);
	s = run(&w, "rapporti 0000456789 --offline");
	cr_assert(strstr(s.out, "Ferrari"), "the copy must be warm: %s", s.out);
	said_release(&s);
	revoke_delega(&w, "p-giulia-ferrari");
	s = run(&w, "sincronizza");
	cr_assert_eq(s.status, 0, "%s", s.errors);
	said_release(&s);
	walk_through(&w, &giulia, "Paola Verdi · intermediario");
	commands_tell_nothing(&w, &giulia);
	world_stop_server(&w, SIGTERM);
	walk_through(&w, &giulia, "Paola Verdi · intermediario");
	world_start_server(&w, NULL);
	world_close(&w);
}

/* On the open screens: from the moment in which it is told. */
Test(passaggio, a_mandate_less_on_an_open_list)
{
	struct world w;
	struct pty *p;

	world_open(&w, NULL);
	p = world_agenda_as(&w, STUDIO, "INTERMEDIARIO", 80, 24);
	SEE(p, "Prossimi appuntamenti");
	IDLE(p);
	pty_keys(p, "c");
	SEE(p, "Appuntamenti trovati");
	pty_send(p, "0000456790");
	pty_keys(p, "Enter");
	SEE(p, "Ferrari Giulia");
	IDLE(p);
	revoke_delega(&w, "p-giulia-ferrari");
	SEE_GONE(p, "Ferrari Giulia");
	pty_forbid(p, "Ferrari Giulia");
	pty_forbid(p, "0000456789");
	pty_resize(p, 100, 30);
	IDLE(p);
	pty_keys(p, "Esc");
	SEE(p, "Prossimi appuntamenti");
	IDLE(p);
	pty_keys(p, "n");
	SEE(p, "Scrivi codice, datore o lavoratore:");
	pty_send(p, "ferrari");
	IDLE(p);
	expect_unseen(p);
	leave(p);
	world_close(&w);
}
