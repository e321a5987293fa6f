/* SPDX-License-Identifier: EUPL-1.2
 *
 * The same work from a script: what each command says, in words and as JSON, how it ends, and
 * that it can be done while an interface is open on the same files. */
#include "tests/journeys/journey.h"

#include "base/buf.h"
#include "base/file.h"

#include <cjson/cJSON.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void says(struct world *w, const char *words, const char *text)
{
	struct said s = run(w, words);

	cr_expect_eq(s.status, 0, "%s: %d %s", words, s.status, s.errors);
	cr_expect(strstr(s.out, text), "%s: «%s» is not in\n%s", words, text, s.out);
	said_release(&s);
}

/* One object with its schema number, and nothing but it. */
static void says_json(struct world *w, const char *words, const char *name)
{
	struct said s = run(w, words);
	struct cJSON *all = cJSON_ParseWithOpts(s.out, NULL, true);

	cr_expect_eq(s.status, 0, "%s: %d %s", words, s.status, s.errors);
	cr_expect(all && cJSON_GetObjectItem(all, "schema") && cJSON_GetObjectItem(all, name),
		"%s: %s", words, s.out);
	cJSON_Delete(all);
	said_release(&s);
}

static void ends(struct world *w, const char *words, int status)
{
	struct said s = run(w, words);

	cr_expect_eq(s.status, status, "%s: %d instead of %d: %s%s", words, s.status, status, s.out,
		s.errors);
	cr_expect_str_empty(s.out, "%s: %s", words, s.out);
	cr_expect_neq(s.errors[0], '\0', "%s says nothing", words);
	said_release(&s);
}

static void book(struct world *w, const char *words, const void *input, size_t n, char id[18])
{
	const char *argv[30] = { NULL };
	char copy[1024], *rest = copy, *word, *out, *errors, *at;
	size_t k = 0;
	int status;

	snprintf(copy, sizeof(copy), "%s", words);
	while (k < 29 && (word = strsep(&rest, " ")))
		argv[k++] = word;
	status = world_run_n(w, argv, input, n, &out, &errors);
	cr_assert_eq(status, 0, "%d: %s%s", status, out, errors);
	at = strstr(out, "Confermato: AG-2026-");
	cr_assert(at, "%s%s", out, errors);
	memcpy(id, at + strlen("Confermato: "), 17);
	id[17] = '\0';
	free(out);
	free(errors);
}

static size_t lines_of(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

/* Of thousands of deleghe nobody reads the list who wanted to come in. */
static void expect_deleghe_counted(struct world *w)
{
	long long all = world_sql(w, "SELECT count(*) FROM delega WHERE intermediario = '" STUDIO "'");
	struct said s = run(w, "profilo");
	char count[40];

	snprintf(count, sizeof(count), "Deleghe: %lld (", all);
	cr_expect(strstr(s.out, count), "%s", s.out);
	cr_expect(strstr(s.out, "agenda profilo --deleghe"), "%s", s.out);
	cr_expect_leq(lines_of(s.out), 10, "%s", s.out);
	said_release(&s);
	s = run(w, "profilo --deleghe");
	cr_expect_eq((long long)lines_of(s.out), all, "%lld, %s", all, s.out);
	said_release(&s);
}

Test(journeys, commands_read)
{
	struct world w;

	world_open(&w, NULL);
	ends(&w, "rapporti", 77); /* nobody is in, and nobody is asked */
	ends(&w, "prenota", 64);
	ends(&w, "prenota --aiuto", 64);
	ends(&w, "quesiti", 64);
	ends(&w, "cerca --colore rosso", 64);
	sign_in(&w, ANNA, "CITTADINO");
	says(&w, "profilo", "Anna Bianchi");
	says(&w, "profilo --deleghe", "Nessuna delega.");
	says(&w, "rapporti", "0000123456");
	says(&w, "rapporti bianchi", "0000123456");
	says_json(&w, "rapporti --json", "rapporti");
	says(&w, "quesiti 123456", "Q0000123456-01");
	says(&w, "quesiti 123456", "non prenotabile");
	says_json(&w, "quesiti 123456 --json", "quesiti");
	says(&w, "punti 123456", "P7000-01");
	says_json(&w, "punti 123456 --json", "punti");
	says(&w, "disponibilita P7000-01", "lunedì 23 novembre 2026");
	says_json(&w, "disponibilita P7000-01 --json", "disponibilita");
	says(&w, "cerca --stato confermato", "AG-2026-");
	says_json(&w, "cerca --json", "appuntamenti");
	says_json(&w, "manuali --json", "manuali");
	ends(&w, "quesiti 999999", 66);
	ends(&w, "mostra AG-2026-0000000-0", 65);
	says(&w, "--aiuto", "disponibilita");
	sign_in(&w, STUDIO, "INTERMEDIARIO");
	expect_deleghe_counted(&w);
	says_json(&w, "rapporti --json", "rapporti"); /* 200, in pages: still one object */
	sign_in(&w, ANNA, "CITTADINO");
	world_stop_server(&w, SIGTERM);
	says(&w, "rapporti", "0000123456"); /* from the cache */
	ends(&w, "disponibilita P7000-02", 69);
	world_close(&w);
}

Test(journeys, commands_book)
{
	struct world w;
	char id[18], words[400], path[200], sha[65], sha_there[65];
	struct said s;
	struct pty *p;

	world_open(&w, NULL);
	sample_files(&w);
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24); /* open all the while */
	SEE(p, "quesiti possono essere oggetto");
	book(&w, "nuovo --rapporto 123456 --quesito Q0000123456-01 --punto P7000-01 --quando primo"
		" --nota-da -", "Nota da uno script: è così.\n", 29, id);
	SQL_IS(&w, 1, "SELECT count(*) FROM appuntamento WHERE id = '%s' AND nota ="
		" 'Nota da uno script: è così.'", id);
	pty_keys(p, "F5");
	SEE(p, "lun 23/11/2026 09:50"); /* the interface learns of it */
	snprintf(words, sizeof(words), "mostra %s", id);
	says(&w, words, "Nota da uno script: è così.");
	snprintf(words, sizeof(words), "mostra %s --json", id);
	says_json(&w, words, "appuntamento");
	says(&w, "cerca --dal 23/11/2026 --al 23/11/2026", id);
	snprintf(words, sizeof(words), "nuovo --rapporto 123456 --quesito Q0000123456-01 --punto"
		" P7000-01 --quando primo --nota-da -");
	s = run_input(&w, words, "Un'altra volta.");
	cr_expect_eq(s.status, 65, "%d %s", s.status, s.errors); /* already in an appuntamento */
	said_release(&s);
	snprintf(words, sizeof(words), "cancella %s --motivo-da -", id);
	s = run_input(&w, words, "Non serve più.");
	cr_expect_eq(s.status, 0, "%s", s.errors);
	cr_expect(strstr(s.out, "Cancellato"), "%s", s.out);
	said_release(&s);
	SQL_IS(&w, 1, "SELECT count(*) FROM appuntamento WHERE id = '%s' AND stato = 'CANCELLATO'",
		id);
	snprintf(words, sizeof(words), "cancella %s", id);
	ends(&w, words, 65); /* final */
	leave(p);

	/* A PDF on standard input, and back on standard output. */
	struct buf pdf = { 0 };
	struct err err = { 0 };
	buf_init(&pdf, (size_t)4 << 20);
	snprintf(path, sizeof(path), "%s/casa/nota.txt", w.folder);
	cr_assert(file_write(path, "Porto la ricevuta.", 18, &err));
	snprintf(words, sizeof(words), "nuovo --rapporto 123456 --quesito Q0000123456-02 --punto"
		" P7000-01 --quando primo --nota-da %s --allegato -", path);
	snprintf(path, sizeof(path), "%s/casa/file/ricevute-di-pagamento.pdf", w.folder);
	cr_assert(file_read(path, &pdf, &err));
	book(&w, words, pdf.data, pdf.len, id);
	buf_release(&pdf);
	sha256_of(path, sha);
	char *file;
	snprintf(words, sizeof(words), "SELECT id FROM allegato WHERE appuntamento = '%s'", id);
	file = world_sql_text(&w, words);
	snprintf(words, sizeof(words), "scarica %s %s --in %s/casa/di-nuovo.pdf", id, file, w.folder);
	says(&w, words, "di-nuovo.pdf");
	free(file);
	snprintf(path, sizeof(path), "%s/casa/di-nuovo.pdf", w.folder);
	sha256_of(path, sha_there);
	cr_expect_str_eq(sha, sha_there);
	says(&w, "operazioni", "eseguita");
	world_close(&w);
}
