/* SPDX-License-Identifier: EUPL-1.2
 *
 * The copy is emptied as a command asked, and no other one can be kept. */
#include "src/app.h"
#include "src/usecases/usecases.h"
#include "tests/support/folder.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

static char folder[FOLDER_SIZE];
static struct options options;
static struct app app;

static void begin(void)
{
	struct err err = { 0 };

	folder_make(folder);
	options = (struct options){ .server = "http://127.0.0.1:9", .cartella_cache = folder,
		.cartella_stato = folder };
	cr_assert(app_open(&app, &options, &err), "%s", err.cause);
	cr_assert(usecase_open_files(&app, "p", "CITTADINO", &err), "%s", err.cause);
}

static void end(void)
{
	app_close(&app);
	folder_remove(folder);
}

TestSuite(svuota, .init = begin, .fini = end);

/* No file takes another byte: 0; -1: as before. */
static void room_is(int room)
{
	static struct rlimit before;
	struct rlimit none;

	if (room < 0) {
		setrlimit(RLIMIT_FSIZE, &before);
		return;
	}
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	none = before;
	none.rlim_cur = 0;
	setrlimit(RLIMIT_FSIZE, &none);
}

Test(svuota, what_goes_on_in_memory_after_it_was_emptied_is_said)
{
	struct err err = { 0 };

	cr_assert(cache_purge_ask(app.cache, &err), "%s", err.cause);
	room_is(0);
	usecase_follow_cache(&app);
	room_is(-1);
	cr_expect(!cache_purge_asked(app.cache));
	cr_expect(!cache_on_disk(app.cache));
	cr_expect(strstr(app.model.avviso.testo, "resta in memoria"), "%s",
		app.model.avviso.testo);
}

Test(svuota, what_was_emptied_at_its_opening_and_goes_on_in_memory_is_said)
{
	struct arena a = { 0 };
	const char *identity = cache_identity(&a, options.server, "p", "CITTADINO");
	struct file_report report;
	struct err err = { 0 };
	/* With them open there is nothing to be written before the purge. */
	struct cache *reader = cache_open(folder, identity, &report, &err);
	struct journal *other = journal_open(folder, identity, &report, &err);
	bool open;

	cr_assert(reader && other, "%s", err.cause);
	cr_assert(cache_purge_ask(app.cache, &err), "%s", err.cause);
	usecase_close_files(&app);
	room_is(0);
	open = usecase_open_files(&app, "p", "CITTADINO", &err);
	room_is(-1);
	cr_assert(open, "%s", err.cause);
	cr_expect(!cache_purge_asked(reader), "or it proves nothing");
	cr_expect(strstr(app.model.avviso.testo, "resta in memoria"), "%s",
		app.model.avviso.testo);
	cache_close(reader);
	journal_close(other);
	arena_release(&a);
}
