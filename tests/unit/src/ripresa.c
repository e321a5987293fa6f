/* SPDX-License-Identifier: EUPL-1.2
 *
 * A bozza taken up again while another agenda of the same person saves it too. */
#include "src/app.h"
#include "src/usecases/usecases.h"
#include "tests/support/folder.h"

#include <criterion/criterion.h>
#include <string.h>

#define NOW    ((instant)1795423260) /* 2026-11-23T09:41:00+01:00 */
#define CODICE "0000123456"

static char folder[FOLDER_SIZE];
static struct options options;
static struct app app;
static struct arena a;

static void begin(void)
{
	struct err err = { 0 };

	folder_make(folder);
	clock_freeze(NOW);
	options = (struct options){ .server = "http://127.0.0.1:9", .cartella_cache = folder,
		.cartella_stato = folder };
	cr_assert(app_open(&app, &options, &err), "%s", err.cause);
	cr_assert(usecase_open_files(&app, "p", "CITTADINO", &err), "%s", err.cause);
}

static void end(void)
{
	app_close(&app);
	arena_release(&a);
	clock_freeze(INSTANT_NONE);
	folder_remove(folder);
}

TestSuite(ripresa, .init = begin, .fini = end);

static void save(struct journal *j, const struct bozza *b)
{
	struct err err = { 0 };

	cr_assert(journal_save_bozza(j, b, &err), "%s", err.cause);
}

static struct bozza stored(struct journal *j)
{
	struct bozza b = { 0 };
	struct err err = { 0 };

	cr_assert(journal_load_bozza(j, &a, "b-1", &b, &err), "%s", err.cause);
	return b;
}

static void open_one_with_two_quesiti(void)
{
	const char *quesiti[] = { "q-1", "q-2" };
	struct bozza b = { .id = "b-1", .creata_il = NOW, .aggiornata_il = NOW,
		.codice_rapporto_lavoro = CODICE, .quesiti = quesiti, .n_quesiti = 2,
		.inizio = INSTANT_NONE };

	save(app.journal, &b);
	app_do(&app, &(struct intent){ .kind = INTENT_BOZZA_APRI, .id = "b-1" });
	cr_assert(app.model.bozza.bozza.n_quesiti == 2);
}

static void save_elsewhere(const char *nota)
{
	struct file_report report = { 0 };
	struct err err = { 0 };
	struct journal *other = journal_open(folder, app.identity, &report, &err);
	struct bozza b;

	cr_assert(other, "%s", err.cause);
	b = stored(other);
	b.nota = nota;
	save(other, &b);
	journal_close(other);
}

/* The server's word of now: the second one may not be asked about any more. */
static void quesiti_read(void)
{
	static struct quesito items[] = { { .id = "q-1", .prenotabile = true },
		{ .id = "q-2", .oggetto = "Chiuso" } };
	struct quesiti_slice *slice = &app.model.quesiti;

	slice_replace(&slice->s, &(struct arena){ 0 }, NOW, true);
	slice->codice_rapporto_lavoro = CODICE;
	slice->quesiti = (struct quesiti){ .items = items, .n = 2 };
	usecase_ripresa(&app, RIPRESA_QUESITI);
}

Test(ripresa, what_is_said_to_be_gone_is_gone_though_another_agenda_saved_meanwhile)
{
	const struct bozza *open = &app.model.bozza.bozza;

	open_one_with_two_quesiti();
	save_elsewhere("Scritta altrove");
	quesiti_read();
	cr_assert(app.model.novita.n > 0);
	cr_expect(strstr(app.model.novita.voci[0].frase, "Chiuso") != NULL, "%s",
		app.model.novita.voci[0].frase);
	cr_expect(open->n_quesiti == 1, "%zu quesiti are shown", open->n_quesiti);
	cr_expect(stored(app.journal).n_quesiti == 1);
	cr_expect(open->nota && !strcmp(open->nota, "Scritta altrove"), "%s", open->nota);
	cr_expect(app.model.bozza.rifiuto.code == ERR_NONE, "%s", app.model.bozza.rifiuto.text);
}
