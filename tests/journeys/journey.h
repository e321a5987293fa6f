/* SPDX-License-Identifier: EUPL-1.2
 *
 * What journeys have in common: seeing, typing, and the form walked through step by step. What
 * is not seen in time ends the test with the screen that was there instead. */
#ifndef AGENDA_TESTS_JOURNEYS_JOURNEY_H
#define AGENDA_TESTS_JOURNEYS_JOURNEY_H

#include "tests/faults/proxy.h"
#include "tests/support/world.h"

#include <criterion/criterion.h>

#define ANNA   "p-anna-bianchi"
#define STUDIO "p-studio-verdi"

#define SEE(p, text)      see(p, text, __FILE__, __LINE__)
#define SEE_GONE(p, text) see_gone(p, text, __FILE__, __LINE__)
#define SEE_NOT(p, text)  see_not(p, text, __FILE__, __LINE__)
#define IDLE(p)           idle(p, __FILE__, __LINE__)
void see(struct pty *p, const char *text, const char *file, int line);
void see_gone(struct pty *p, const char *text, const char *file, int line);
void see_not(struct pty *p, const char *text, const char *file, int line); /* now */
void idle(struct pty *p, const char *file, int line);

/* F3, and an end without a leak or a complaint of the sanitizers. */
void leave(struct pty *p);

/* ── the form, from home to the end, in a terminal ── */

/* From home to the step of the quesiti of this rapporto. */
void form_rapporto(struct pty *p, const char *codice);
/* The quesiti ticked, the first punto, its first free time: to the note. */
void form_to_note(struct pty *p, const char *codice);
/* Nothing else to say: files and channels passed by, to the summary. */
void form_to_summary(struct pty *p, const char *nota);
void form_confirm(struct pty *p); /* the question answered: what comes of it is to be seen */

/* The identificativo on screen after these words, in `to`. */
void read_identificativo(struct pty *p, const char *after, char to[18]);

/* Down the page until the cursor is on `text`. */
void walk_to(struct pty *p, const char *text);

/* ── through the misbehaving proxy ── */

/* Between agenda and the server from now on: faithful unless told, everything recorded. */
struct proxy *through_proxy(struct world *w);
/* Its end. What was recorded must be as the specification says, for a foreign validator. */
void proxy_close(struct world *w, struct proxy *p);

/* ── files ── */

/* The sample files to attach, in HOME/file. */
void sample_files(struct world *w);
void sha256_of(const char *path, char to[65]);

/* ── the command line ── */

struct said {
	int status;
	char *out, *errors;
};
/* Runs `agenda WORD…`, the words separated by blanks; release with said_release(). */
struct said run(struct world *w, const char *words);
struct said run_input(struct world *w, const char *words, const char *input);
void said_release(struct said *s);
void sign_in(struct world *w, const char *person, const char *profile);

/* The number that an SQL question on the server's database must answer. */
#define SQL_IS(w, number, ...) sql_is(w, __FILE__, __LINE__, number, __VA_ARGS__)
void sql_is(struct world *w, const char *file, int line, long long number, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));

/* The mandate that STUDIO has of this employer ends today. */
void revoke_delega(struct world *w, const char *datore);

#endif
