/* SPDX-License-Identifier: EUPL-1.2
 *
 * README.md, done as it stands there: every command of its sh blocks is run, every key of its
 * walk-through is pressed, and what it promises must be seen. The rules below name each of them
 * word for word: whoever changes the README changes them too. */
#include "tests/readme/text.h"

#include "base/buf.h"
#include "tests/journeys/journey.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define README TEST_SOURCE_DIR "/README.md"

/* ── the commands ───────────────────────────────────────────────────────────────────────── */

#define SAMPLE_ID "AG-2026-7K3M9QX-P" /* stands for the one that the booking gave */

struct rule {
	const char *command; /* as it stands in the README */
	const char *says;    /* what the answer must hold; NULL: it is not run here */
	bool books;          /* its identificativo takes the place of SAMPLE_ID from then on */
};

/* Paths are the only thing that is supplied: nota.txt and ricevuta.pdf lie where it is run. */
static const struct rule rules[] = {
	{ "scripts/demo", "è stato fissato, trovato, letto e cancellato.", false },
	{ "scripts/test", NULL, false }, /* is what is running */
	{ "agenda accedi", "Anna Bianchi, profilo: Cittadino", false },
	{ "agenda rapporti bianchi", "0000123456", false },
	{ "agenda quesiti 0000123456", "Q0000123456-01", false },
	{ "agenda punti 0000123456", "P7000-01", false },
	{ "agenda nuovo --rapporto 0000123456 --quesito Q0000123456-01 --punto P7000-01"
	  " --quando primo --nota-da - --allegato ricevuta.pdf < nota.txt", "Confermato: AG-2026-",
		true },
	{ "agenda cerca --stato confermato --dal oggi", SAMPLE_ID, false },
	{ "agenda mostra " SAMPLE_ID, "Nota del README.", false },
	{ "agenda cancella " SAMPLE_ID, "Cancellato", false },
	{ "agenda operazioni --verifica", "eseguita", false },
	{ "agenda --offline cerca --json", "\"dati_al\":", false },
	{ "agenda bozze", "", false }, /* what was confirmed is none any more */
	{ "agenda cache stato", "nessun'altra agenda", false },
};
#define N_RULES (sizeof(rules) / sizeof(*rules))

/* The text with the sample's identificativo replaced: free() it. */
static char *with_id(const char *text, const char *id)
{
	char *copy = strdup(text), *at;

	while (*id && (at = strstr(copy, SAMPLE_ID)))
		memcpy(at, id, strlen(SAMPLE_ID));
	return copy;
}

static _Noreturn void become_shell(struct world *w, const char *folder, const char *command, int out)
{
	char path[4096];

	for (size_t i = 0; w->env[i]; i++)
		putenv((char *)w->env[i]);
	snprintf(path, sizeof(path), "%s:%s", TEST_BINARY_DIR, getenv("PATH"));
	setenv("PATH", path, 1);
	dup2(open("/dev/null", O_RDONLY), 0);
	dup2(out, 1);
	dup2(out, 2);
	if (chdir(folder) == 0)
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

/* Without a terminal, as a script does it. What it wrote: free() it. */
static char *run_in_shell(struct world *w, const char *folder, const char *command, int *status)
{
	struct buf out = { 0 };
	char bytes[4096], *text;
	int ends[2];
	ssize_t n;
	pid_t child;

	buf_init(&out, (size_t)8 << 20);
	cr_assert_eq(pipe2(ends, O_CLOEXEC), 0);
	child = fork();
	if (child == 0)
		become_shell(w, folder, command, ends[1]);
	close(ends[1]);
	while ((n = read(ends[0], bytes, sizeof(bytes))) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			buf_add(&out, bytes, (size_t)n);
	close(ends[0]);
	while (waitpid(child, status, 0) < 0 && errno == EINTR)
		;
	text = strdup(buf_str(&out));
	buf_release(&out);
	return text;
}

static void take_id(const char *out, char id[18])
{
	const char *at = strstr(out, "Confermato: AG-");

	cr_assert(at, "no identificativo in\n%s", out);
	snprintf(id, 18, "%s", at + strlen("Confermato: "));
}

/* A script of the tree starts as for somebody who has just fetched it: from its root, on the
 * clock of the machine. */
static char *run_script(struct world *w, const char *command, int *status)
{
	char whole[200];

	snprintf(whole, sizeof(whole), "unset AGENDA_OROLOGIO AGENDA_SERVER; exec %s", command);
	return run_in_shell(w, TEST_SOURCE_DIR, whole, status);
}

static void do_command(struct world *w, const char *folder, const struct rule *rule, char id[18])
{
	char *command = with_id(rule->command, id), *says = with_id(rule->says, id), *out;
	int status = -1;

	out = strncmp(command, "scripts/", 8) ? run_in_shell(w, folder, command, &status)
		: run_script(w, command, &status);
	cr_assert_eq(status, 0, "«%s» ended with %x:\n%s", command, (unsigned)status, out);
	cr_assert(strstr(out, says), "«%s» does not say «%s» but\n%s", command, says, out);
	if (rule->books)
		take_id(out, id);
	free(command);
	free(says);
	free(out);
}

static void lay_out_files(struct world *w, char folder[FOLDER_SIZE + 16])
{
	char command[3 * FOLDER_SIZE + 200], *out;
	int status = -1;

	sample_files(w);
	snprintf(folder, FOLDER_SIZE + 16, "%s/casa", w->folder);
	snprintf(command, sizeof(command), "cp file/ricevute-di-pagamento.pdf ricevuta.pdf &&"
		" echo 'Nota del README.' >nota.txt");
	out = run_in_shell(w, folder, command, &status);
	cr_assert_eq(status, 0, "%s", out);
	free(out);
}

Test(readme, every_command_is_known_and_does_what_is_said)
{
	struct world w;
	struct readme r;
	char folder[FOLDER_SIZE + 16], id[18] = "";

	readme_read(&r, README);
	for (size_t i = 0; i < r.n_commands || i < N_RULES; i++)
		cr_assert_str_eq(i < r.n_commands ? r.commands[i] : "(nothing)",
			i < N_RULES ? rules[i].command : "(nothing)");
	world_open(&w, NULL);
	lay_out_files(&w, folder);
	for (size_t i = 0; i < N_RULES; i++)
		if (rules[i].says)
			do_command(&w, folder, &rules[i], id);
	SQL_IS(&w, 1, "SELECT count(*) FROM appuntamento WHERE id = '%s' AND stato = 'CANCELLATO'",
		id);
	readme_release(&r);
	world_close(&w);
}

/* ── the keys ───────────────────────────────────────────────────────────────────────────── */

#define SEEN_MAX 3

struct step {
	const char *keys, *promise; /* the two cells, as they stand in the README */
	/* What is seen after each key of the first cell, in order. */
	const char *seen[SEEN_MAX];
	/* Keys that the second cell names, and what is seen after all of them. */
	const char *then, *then_seen;
};

static const struct step steps[] = {
	{ "`Enter`", "you are Anna; home shows her next appointments and what needs attention",
		{ "Anna Bianchi · cittadino" }, "", "Richiede attenzione" },
	{ "`n`", "*Nuovo appuntamento*: type to find a rapporto, `Enter` takes it",
		{ "Scrivi codice, datore o lavoratore:" }, "123456 Enter", "▸ Quesiti" },
	{ "`Space`, `Enter`",
		"tick one quesito or more, go on; the others say why not, and from when",
		{ "[x]", "▸ Lavoro domestico" }, "", "" },
	{ "`Enter`", "the punto: only competent ones, each with its first free time",
		{ "▸ Giorno e ora" }, "", "posti liberi" },
	{ "`n`, `Enter`",
		"the first free time; or arrows, `PgUp` and `PgDn` for days, `Tab` for times",
		{ "posti liberi", "▸ Nota" }, "", "" },
	{ "type, `F10`", "the note: mandatory, several lines, pasted or typed",
		{ "16 di 2000 caratteri", "▸ Allegati" }, "", "" },
	{ "`F10`", "files to attach (`Enter` on one adds it), or none", { "▸ Recapiti" }, "", "" },
	{ "`F10`", "channels: `Space` ticks those that INPS holds", { "▸ Riepilogo" }, "", "" },
	{ "`F10`", "the summary: *conferma*; the dialog's safe answer comes first",
		{ "[ Torna al modulo ]" }, "", "" },
	{ "`→`, `Enter`", "**Confermato**, with its identificativo: only now are day and hour yours",
		{ "[ Conferma ]", "✓ Appuntamento confermato: AG-2026-" }, "", "Confermato" },
	{ "`Esc`, `c`", "back home; *Cerca* finds it, `Enter` opens it, `F6` cancels it",
		{ "Prossimi appuntamenti", "Appuntamenti trovati" }, "Enter Enter F6",
		"[ No, mantieni ]" },
};
#define N_STEPS (sizeof(steps) / sizeof(*steps))

static void press(struct pty *p, const char *key)
{
	/* Where times are being read again, a yes is asked for once more. */
	IDLE(p);
	pty_keys(p, !strcmp(key, "→") ? "Right" : key);
	IDLE(p);
}

/* Each key of "`Space`, `Enter`", or "type", and what must then be seen. */
static void press_cell(struct pty *p, const struct step *s)
{
	char cell[100], *rest = cell, *key;
	size_t n = 0;

	snprintf(cell, sizeof(cell), "%s", s->keys);
	while ((key = strsep(&rest, ","))) {
		key += strspn(key, " `");
		key[strcspn(key, "`")] = '\0';
		cr_assert_lt(n, SEEN_MAX);
		if (!strcmp(key, "type"))
			pty_send(p, "Nota del README.");
		else
			press(p, key);
		SEE(p, s->seen[n++]);
	}
}

static void press_named(struct pty *p, const char *keys)
{
	char copy[100], *rest = copy, *key;

	snprintf(copy, sizeof(copy), "%s", keys);
	while ((key = strsep(&rest, " ")))
		if (*key)
			press(p, key);
}

static void check_rows(const struct readme *r)
{
	for (size_t i = 0; i < r->n_rows || i < N_STEPS; i++) {
		const struct readme_row none = { (char *)"(nothing)", (char *)"(nothing)" };
		const struct readme_row *there = i < r->n_rows ? &r->rows[i] : &none;

		cr_assert_lt(i, N_STEPS, "no step for: %s | %s", there->keys, there->promise);
		cr_assert_str_eq(there->keys, steps[i].keys);
		cr_assert_str_eq(there->promise, steps[i].promise);
	}
}

static void has(const struct readme *r, const char *sentence)
{
	cr_assert(strstr(r->text, sentence), "README.md no longer says: %s", sentence);
}

/* What it says of keys below the table. */
static void keys_of_every_screen(struct pty *p, const struct readme *r)
{
	has(r, "`F1` says what can be done here, `:` finds any command by its name, `F12` or `Esc`"
		" goes back without losing anything,\n`F3` leaves. With the demo's service `:` also"
		" cuts the line, lets somebody take your time, or loses an answer");
	press(p, "F1");
	SEE(p, "che cosa si può fare qui");
	press(p, "F12");
	SEE(p, "Prossimi appuntamenti");
	press(p, ":");
	SEE(p, "Tutti i comandi");
	pty_send(p, "dimostrazione");
	SEE(p, "taglia la linea");
	SEE(p, "qualcuno prende l'orario");
	SEE(p, "va persa la prossima risposta");
	press(p, "Esc");
	SEE_GONE(p, "Tutti i comandi");
	leave(p);
}

Test(readme, every_key_of_the_first_booking_does_what_is_said)
{
	struct world w;
	struct readme r;
	struct pty *p;

	readme_read(&r, README);
	check_rows(&r);
	has(&r, "`scripts/demo` opens *Scegli il profilo*. Anna Bianchi is preselected.");
	world_open(&w, NULL);
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "Scegli il profilo");
	SEE(p, "▸ Anna Bianchi");
	for (size_t i = 0; i < N_STEPS; i++) {
		press_cell(p, &steps[i]);
		press_named(p, steps[i].then);
		SEE(p, steps[i].then_seen);
	}
	SQL_IS(&w, 1, "SELECT count(*) FROM appuntamento WHERE nota = 'Nota del README.' AND stato ="
		" 'CONFERMATO'");
	press_named(p, "Right Enter");
	SEE(p, "Appuntamento cancellato");
	SQL_IS(&w, 1, "SELECT count(*) FROM appuntamento WHERE nota = 'Nota del README.' AND stato ="
		" 'CANCELLATO'");
	press_named(p, "Esc Esc");
	SEE(p, "Prossimi appuntamenti");
	keys_of_every_screen(p, &r);
	readme_release(&r);
	world_close(&w);
}
