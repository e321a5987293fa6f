/* SPDX-License-Identifier: EUPL-1.2
 *
 * Commands without a line: what was read is answered with its age, what was never read and what
 * must be asked is refused in words; the local copy and the drafts looked after by hand. */
#include "tests/journeys/journey.h"

#include <cjson/cJSON.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Exit status, something in the answer, something beside it. */
static void answers(struct world *w, const char *words, int status, const char *out,
	const char *errors)
{
	struct said s = run(w, words);

	cr_expect_eq(s.status, status, "%s: %d instead of %d: %s%s", words, s.status, status, s.out,
		s.errors);
	cr_expect(strstr(s.out, out), "%s: «%s» is not in\n%s", words, out, s.out);
	cr_expect(strstr(s.errors, errors), "%s: «%s» is not in\n%s", words, errors, s.errors);
	said_release(&s);
}

static cJSON *object_of(struct world *w, const char *words, int status)
{
	struct said s = run(w, words);
	cJSON *all = cJSON_ParseWithOpts(s.out, NULL, true);

	cr_expect_eq(s.status, status, "%s: %d %s", words, s.status, s.errors);
	cr_assert(all && cJSON_GetObjectItem(all, "schema"), "%s: %s", words, s.out);
	said_release(&s);
	return all;
}

/* Every line beside the answer is an object too. */
static void expect_json_errors(struct world *w, const char *words)
{
	struct said s = run(w, words);
	char *rest = s.errors, *line;

	cr_expect_neq(s.status, 0);
	while ((line = strsep(&rest, "\n")) && *line) {
		cJSON *one = cJSON_ParseWithOpts(line, NULL, true);
		cr_expect(one, "%s: %s", words, line);
		cJSON_Delete(one);
	}
	said_release(&s);
}

static void read_everything(struct world *w)
{
	static const char *const words[] = { "rapporti", "quesiti 123456", "punti 123456",
		"disponibilita P7000-01", "manuali", "manuali cittadino" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		answers(w, words[i], 0, "", "");
}

static void expect_all_readable(struct world *w, const char *before, const char *age)
{
	static const struct {
		const char *words, *out;
		bool aged;
	} rows[] = {
		{ "profilo", "Anna Bianchi", true },
		{ "rapporti bianchi", "0000123456", true },
		{ "quesiti 123456", "Q0000123456-01", true },
		{ "punti 123456", "P7000-01", true },
		{ "disponibilita P7000-01", "lunedì 23 novembre 2026", true },
		{ "cerca --stato confermato", "AG-2026-", true },
		{ "manuali", "cittadino", true },
		{ "manuali cittadino", "Manuale del cittadino", true },
		{ "bozze", "", false },
		{ "operazioni", "", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char words[200];
		snprintf(words, sizeof(words), "%s%s", before, rows[i].words);
		answers(w, words, 0, rows[i].out, rows[i].aged ? age : "");
	}
}

static void expire_the_access(struct world *w)
{
	char pattern[FOLDER_SIZE + 64];
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/run/agenda/token-*", w->folder);
	cr_assert_eq(glob(pattern, 0, NULL, &found), 0, "%s", pattern);
	for (size_t i = 0; i < found.gl_pathc; i++)
		unlink(found.gl_pathv[i]);
	globfree(&found);
}

Test(journeys, commands_without_a_line)
{
	struct world w;
	cJSON *all;
	struct pty *p;

	world_open(&w, NULL);
	answers(&w, "--offline rapporti", 77, "", "accedi"); /* nobody was ever in */
	sign_in(&w, ANNA, "CITTADINO");
	read_everything(&w);
	p = world_agenda(&w, 80, 24, NULL); /* open on the same files all the while */
	SEE(p, "in linea");
	kill(w.server, SIGSTOP); /* whoever connected would wait for an answer */
	expect_all_readable(&w, "--offline ", "dati al 23/11 09:41, non in linea");
	answers(&w, "rapporti --offline", 0, "0000123456", "non in linea");
	answers(&w, "disponibilita P7000-02 --offline", 69, "", "mai stato letto");
	answers(&w, "cancella AG-2026-0000000-0 --offline", 69, "", "senza --offline");
	answers(&w, "operazioni --verifica --offline", 69, "", "senza --offline");
	expect_json_errors(&w, "disponibilita P7000-02 --offline --json");
	expect_json_errors(&w, "quesiti --json --colore");
	all = object_of(&w, "rapporti --offline --json", 0);
	cr_expect_str_eq(cJSON_GetStringValue(cJSON_GetObjectItem(all, "dati_al")),
		"2026-11-23T09:41:00+01:00");
	cJSON_Delete(all);
	kill(w.server, SIGCONT);
	leave(p);
	world_stop_server(&w, SIGTERM);
	expect_all_readable(&w, "", "dati al 23/11 09:41, non in linea"); /* by themselves */
	expire_the_access(&w);
	expect_all_readable(&w, "", "dati al 23/11 09:41, non in linea");
	answers(&w, "esci", 0, "Uscita fatta", "");
	answers(&w, "--offline rapporti", 77, "", "accedi"); /* nothing of it is left */
	world_close(&w);
}

Test(journeys, a_draft_without_a_line)
{
	struct world w;
	struct said s;
	char words[300], id[40];
	cJSON *all, *one;

	world_open(&w, NULL);
	sample_files(&w);
	sign_in(&w, ANNA, "CITTADINO");
	read_everything(&w);
	snprintf(words, sizeof(words), "nuovo --offline --rapporto 123456 --quesito Q0000123456-01"
		" --punto P7000-01 --quando primo --nota-da - --allegato"
		" %s/casa/file/ricevute-di-pagamento.pdf --solo-bozza", w.folder);
	s = run_input(&w, words, "Scritta in treno.");
	cr_assert_eq(s.status, 0, "%s", s.errors);
	snprintf(id, sizeof(id), "%.36s", s.out);
	said_release(&s);
	snprintf(words, sizeof(words), "nuovo --offline --bozza %s", id);
	answers(&w, words, 69, "", "la bozza è conservata");
	snprintf(words, sizeof(words), "bozze --offline --mostra %s", id);
	answers(&w, words, 0, "Scritta in treno.", "");
	answers(&w, words, 0, "ricevute-di-pagamento.pdf, da caricare", "");
	snprintf(words, sizeof(words), "bozze --mostra %s --json", id);
	all = object_of(&w, words, 0);
	one = cJSON_GetObjectItem(all, "bozza");
	cr_expect_str_eq(cJSON_GetStringValue(cJSON_GetObjectItem(one, "stato")), "pronta");
	cr_expect_str_eq(cJSON_GetStringValue(cJSON_GetObjectItem(one, "nota")), "Scritta in treno.");
	cJSON_Delete(all);
	all = object_of(&w, "bozze --json", 0);
	cr_expect_eq(cJSON_GetArraySize(cJSON_GetObjectItem(cJSON_GetObjectItem(all, "bozze"),
		"items")), 1);
	cJSON_Delete(all);
	cJSON_Delete(object_of(&w, "operazioni --json", 0));
	snprintf(words, sizeof(words), "nuovo --bozza %s", id); /* the line is there again */
	answers(&w, words, 0, "Confermato", "");
	SQL_IS(&w, 1, "SELECT count(*) FROM appuntamento a JOIN allegato l ON l.appuntamento = a.id"
		" WHERE a.nota = 'Scritta in treno.'");
	snprintf(words, sizeof(words), "bozze --mostra %s", id);
	answers(&w, words, 66, "", "agenda bozze");
	snprintf(words, sizeof(words), "bozze --elimina %s", id);
	answers(&w, words, 66, "", "agenda bozze");
	answers(&w, "operazioni --rinuncia 6d1f0c2e-5a0b-4c0e-9b53-0d6f3f0a8f11", 66, "",
		"Nessuna richiesta");
	world_close(&w);
}

/* The file is there, but the bytes of one page are not what SQLite wrote. */
static void spoil(struct world *w)
{
	char pattern[FOLDER_SIZE + 64];
	glob_t found;
	FILE *f;

	snprintf(pattern, sizeof(pattern), "%s/cache/agenda/cache-*.db", w->folder);
	cr_assert_eq(glob(pattern, 0, NULL, &found), 0, "%s", pattern);
	f = fopen(found.gl_pathv[0], "r+");
	cr_assert(f);
	fseek(f, 100, SEEK_SET);
	for (int i = 0; i < 3000; i++)
		fputc(0xA5, f);
	fclose(f);
	globfree(&found);
}

static bool is_asked_to_empty(const struct world *w)
{
	char pattern[FOLDER_SIZE + 64];
	glob_t found;
	bool there;

	snprintf(pattern, sizeof(pattern), "%s/cache/agenda/cache-*.svuota", w->folder);
	there = glob(pattern, 0, NULL, &found) == 0;
	if (there)
		globfree(&found);
	return there;
}

Test(journeys, who_no_longer_waits_for_the_local_copy_to_be_emptied_takes_it_back)
{
	static const int signals[] = { SIGINT, SIGTERM };
	const char *words[] = { "cache", "svuota", NULL };
	struct pty *open_now, *asking;
	struct world w;

	world_open(&w, NULL);
	sign_in(&w, ANNA, "CITTADINO");
	open_now = world_agenda(&w, 80, 24, NULL);
	SEE(open_now, "in linea");
	IDLE(open_now);
	pty_signal(open_now, SIGSTOP);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		int status = 0;

		asking = world_agenda(&w, 80, 24, words);
		for (int tries = 0; tries < 100 && !is_asked_to_empty(&w); tries++)
			pty_wait_quiet(asking, 20);
		cr_assert(is_asked_to_empty(&w));
		pty_signal(asking, signals[i]);
		cr_assert(pty_wait_exit(asking, &status));
		cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == signals[i]);
		cr_expect(!is_asked_to_empty(&w));
		pty_free(asking);
	}
	pty_signal(open_now, SIGCONT);
	leave(open_now);
	world_close(&w);
}

Test(journeys, the_local_copy_is_looked_after)
{
	struct world w;
	struct pty *p;
	cJSON *all, *one;

	world_open(&w, NULL);
	answers(&w, "cache stato", 77, "", "accedi");
	answers(&w, "cache mescola", 77, "", "accedi");
	sign_in(&w, ANNA, "CITTADINO");
	read_everything(&w);
	answers(&w, "cache mescola", 64, "", "agenda cache verifica");
	answers(&w, "cache stato", 0, "nessun'altra agenda", "");
	all = object_of(&w, "cache stato --json", 0);
	one = cJSON_GetObjectItem(all, "cache");
	cr_expect_gt(cJSON_GetNumberValue(cJSON_GetObjectItem(one, "appuntamenti")), 0);
	cr_expect(cJSON_IsTrue(cJSON_GetObjectItem(one, "scrivibile")));
	cJSON_Delete(all);
	answers(&w, "cache verifica", 0, "copia locale: integra", "");
	answers(&w, "cache verifica", 0, "richieste: integra", "");
	p = world_agenda(&w, 80, 24, NULL);
	SEE(p, "in linea");
	IDLE(p);
	answers(&w, "cache svuota", 0, "le bozze", ""); /* whoever has it open does it */
	SEE(p, "ha svuotato la copia locale");
	SEE(p, "lun 30/11/2026 08:30"); /* and fills it again */
	IDLE(p);
	answers(&w, "cache stato", 0, "un'altra agenda aperta (processo", "");
	pty_signal(p, SIGSTOP);
	answers(&w, "cache svuota", 75, "", "non risponde. Chiudila, e riprova.");
	pty_signal(p, SIGCONT);
	answers(&w, "cache verifica", 0, "copia locale: integra", ""); /* a reader may look */
	leave(p);
	answers(&w, "cache svuota", 0, "le bozze", "");
	all = object_of(&w, "cache stato --json", 0);
	one = cJSON_GetObjectItem(all, "cache");
	cr_expect_eq(cJSON_GetNumberValue(cJSON_GetObjectItem(one, "appuntamenti")), 0);
	cr_expect_null(cJSON_GetObjectItem(one, "scartato"));
	cJSON_Delete(all);
	answers(&w, "cerca", 0, "AG-2026-", ""); /* it fills again */
	spoil(&w);
	answers(&w, "cache stato", 0, "messa da parte", "danneggiato");
	answers(&w, "cache svuota", 0, "", "");
	all = object_of(&w, "cache stato --json", 0);
	cr_expect_null(cJSON_GetObjectItem(cJSON_GetObjectItem(all, "cache"), "scartato"));
	cJSON_Delete(all);
	world_close(&w);
}

Test(journeys, each_command_tells_its_own_help)
{
	struct world w;

	world_open(&w, NULL);
	answers(&w, "--aiuto", 0, "cache stato|svuota|verifica", "");
	answers(&w, "--aiuto operazioni", 0, "--rinuncia CHIAVE", "");
	answers(&w, "operazioni --aiuto", 0, "Esempi:", "");
	answers(&w, "quesiti --aiuto", 0, "agenda quesiti 0000123456", "");
	world_close(&w);
}
