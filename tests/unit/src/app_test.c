/* SPDX-License-Identifier: EUPL-1.2
 *
 * The program without a terminal and without a server: what a turn of it does by itself. */
#include "src/app.h"
#include "src/usecases/usecases.h"

#include "api/messages.h"
#include "base/text.h"
#include "tests/support/folder.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW 1795423260 /* 2026-11-23T09:41:00+01:00 */

static char folder[FOLDER_SIZE];
static struct options options;
static struct app app;

static void begin(void)
{
	struct err err = { 0 };

	folder_make(folder);
	clock_freeze(NOW);
	options = (struct options){ .server = "http://127.0.0.1:9", .maschera = SCELTA_NO,
		.cartella_cache = folder, .cartella_stato = folder };
	cr_assert(app_open(&app, &options, &err), "%s", err.cause);
	cr_assert(usecase_open_files(&app, "p", "CITTADINO", &err), "%s", err.cause);
	app.model.profilo.profilo.in_uso = PROFILO_CITTADINO;
}

static void end(void)
{
	app_close(&app);
	clock_freeze(INSTANT_NONE);
	folder_remove(folder);
}

TestSuite(app, .init = begin, .fini = end);

static void put(const char *id, instant inizio)
{
	struct appuntamento ap = { .id = id, .codice_rapporto_lavoro = "0000123456",
		.stato = APPUNTAMENTO_STATO_CONFERMATO, .inizio = inizio, .fine = inizio + 1200,
		.punto = { .id = "P", .denominazione = "Lavoro domestico, Roma" },
		.nota = "Una nota che riempie le pagine del file, riga dopo riga, fino in fondo.",
		.gestore = { .tipo = PROFILO_CITTADINO }, .versione = 1 };
	struct err err = { 0 };

	cr_assert(cache_put_appuntamento(app.cache, &ap, NOW, &err), "%s", err.cause);
}

static void put_many(int n, instant first)
{
	for (int i = 0; i < n; i++) {
		char id[32];

		snprintf(id, sizeof(id), "AG-2026-%07d-0", i);
		put(id, first + i * 1200);
	}
}

static size_t found(void)
{
	struct intent i = { .kind = INTENT_CERCA,
		.ricerca = { .dal = GIORNO_NONE, .al = GIORNO_NONE } };

	app_do(&app, &i);
	i = (struct intent){ .kind = INTENT_RIGHE, .elenco = ELENCO_RISULTATI,
		.verso = VERSO_INIZIO, .quante = 500 };
	app_do(&app, &i);
	return app.model.risultati.f.n;
}

/* The path of the one file in the folder with this ending; false: there is none. */
static bool file_ending(const char *ending, char path[512])
{
	DIR *d = opendir(folder);
	struct dirent *e;
	bool there = false;

	while (d && !there && (e = readdir(d))) {
		size_t n = strlen(e->d_name), k = strlen(ending);

		there = !strncmp(e->d_name, "cache-", 6) && n > k &&
			!strcmp(e->d_name + n - k, ending);
		if (there)
			snprintf(path, 512, "%s/%s", folder, e->d_name);
	}
	if (d)
		closedir(d);
	return there;
}

/* All but the first pages, which opening looks at. */
static void spoil(void)
{
	char path[512];
	struct stat st;
	int fd;

	cr_assert(file_ending(".db", path));
	fd = open(path, O_WRONLY);
	cr_assert(fd >= 0 && fstat(fd, &st) == 0);
	for (off_t at = 4096 * 32; at + 4096 <= st.st_size; at += 4096)
		cr_assert_eq(pwrite(fd, "\xA5\xA5\xA5\xA5\xA5\xA5\xA5\xA5", 8, at), 8);
	close(fd);
}

Test(app, a_copy_found_damaged_is_begun_anew_at_the_next_turn)
{
	struct err err = { 0 };
	char path[512];

	put_many(400, NOW);
	usecase_close_files(&app);
	spoil();
	cr_assert(usecase_open_files(&app, "p", "CITTADINO", &err), "%s", err.cause);
	cr_assert_eq(app.model.avviso.testo[0], '\0', "nobody has looked at those pages yet");
	found();
	cr_assert(cache_damaged(app.cache), "the reading met no damage");
	app_tick(&app);
	cr_expect_not(cache_damaged(app.cache));
	cr_expect_not_null(strstr(app.model.avviso.testo, "danneggiato"), "%s",
		app.model.avviso.testo);
	cr_expect(file_ending(".db.scartato", path));
	cr_expect_eq(found(), 0);
	put("AG-2026-0000001-0", NOW);
	cr_expect_eq(found(), 1, "and it is used again");
	app_tick(&app);
	cr_expect_eq(found(), 1);
}

Test(app, appointments_of_long_ago_go_in_some_turns)
{
	const instant day = 86400;
	int turns = 0;

	options.conserva = 90;
	put_many(100, NOW - 100 * day);
	put("AG-2026-VECCHIO-0", NOW - 89 * day);
	usecase_retain(&app);
	while (app.alarms[ALARM_PULIZIA] >= 0 && turns++ < 20)
		app_tick(&app);
	cr_expect_eq(found(), 1);
	cr_expect(turns >= 2 && turns < 20, "%d", turns);
}

Test(app, without_a_term_nothing_goes)
{
	put_many(5, NOW - 4000 * (instant)86400);
	usecase_retain(&app);
	cr_expect_eq(found(), 5);
}

/* ── home, made once for whatever changed ───────────────────────────────────────────────── */

static unsigned homes(void)
{
	return app.model.home.s.generation;
}

static void refresh(void)
{
	app_do(&app, &(struct intent){ .kind = INTENT_REFRESH, .elenco = ELENCO_HOME });
}

Test(app, home_is_made_once_a_turn_and_only_when_it_is_another)
{
	unsigned before;

	usecase_home(&app);
	usecase_home(&app);
	app_tick(&app);
	before = homes();
	cr_expect_eq(app.model.home.n_prossimi, 0);
	refresh();
	app_tick(&app);
	cr_expect_eq(homes(), before, "nothing has changed");
	put("AG-2026-0000001-0", NOW + 3600);
	put("AG-2026-0000002-0", NOW + 7200);
	app_tick(&app);
	cr_expect_eq(homes(), before, "nobody has said so yet");
	usecase_lists_again(&app);
	usecase_home(&app);
	refresh();
	app_tick(&app);
	cr_expect_eq(homes(), before + 1);
	cr_expect_eq(app.model.home.n_prossimi, 2);
	clock_freeze(NOW + 3660);
	refresh();
	cr_expect_eq(homes(), before + 2, "what comes next is another");
	cr_expect_eq(app.model.home.n_prossimi, 1);
}

/* What is over it says how old it is, even where the rows are as they were. */
Test(app, home_that_is_not_made_again_still_says_whether_a_round_goes_on)
{
	usecase_home(&app);
	app_tick(&app);
	cr_expect_eq(app.model.home.s.fase, FASE_FATTA);
	app.feed.syncing = true;
	usecase_home(&app);
	app_tick(&app);
	cr_expect_eq(app.model.home.s.fase, FASE_IN_CORSO);
	app.feed.syncing = false;
	usecase_home(&app);
	app_tick(&app);
	cr_expect_eq(app.model.home.s.fase, FASE_FATTA);
}

/* Nobody has signed in here yet: that is no news. */
Test(app, a_first_start_says_nothing)
{
	options.cartella_sessione = folder;
	cr_expect_not(usecase_recall(&app));
	cr_expect_str_empty(app.model.avviso.testo, "%s", app.model.avviso.testo);
}

/* Not only the feed can find the line down; when it comes back, they wait for what is heard. */
Test(app, whatever_finds_the_line_down_home_is_no_longer_of_now)
{
	struct err err = { .code = ERR_NETWORK };

	usecase_line_up(&app);
	cache_set_contact(app.cache, NOW, &err);
	app.model.home.s.viva = true;
	usecase_line_down(&app, &err);
	app_tick(&app);
	cr_expect(!app.model.home.s.viva);
}

/* ── the idle lock, without waiting for it ──────────────────────────────────────────────── */

static bool is_armed(enum alarm which, int64_t in_ms)
{
	int64_t off = app.alarms[which] - clock_monotonic_ms() - in_ms;

	return app.alarms[which] >= 0 && off <= 0 && off > -2000;
}

Test(app, the_lock_is_armed_by_each_key_and_announced_a_minute_before)
{
	static const struct {
		int blocco;
		int64_t notice_ms;
	} table[] = { { 300, 240000 }, { 120, 60000 }, { 90, 45000 }, { 6, 3000 },
		{ 86400, 86340000 } };

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		options.blocco = table[i].blocco;
		app_touched(&app);
		cr_expect(is_armed(ALARM_BLOCCO, table[i].blocco * (int64_t)1000), "%zu", i);
		cr_expect(is_armed(ALARM_PREBLOCCO, table[i].notice_ms), "%zu", i);
	}
}

Test(app, without_a_lock_nothing_wakes)
{
	app_touched(&app);
	cr_expect_eq(app.alarms[ALARM_BLOCCO], -1);
	cr_expect_eq(app.alarms[ALARM_PREBLOCCO], -1);
}

Test(app, whoever_asks_locks_at_once_with_or_without_a_term)
{
	app.model.profilo.profilo.in_uso = PROFILO_NONE;
	app_do(&app, &(struct intent){ .kind = INTENT_BLOCCA });
	cr_expect_not(accesso_locked(&app.model), "nobody is in: there is nothing to hide");
	app.model.profilo.profilo.in_uso = PROFILO_CITTADINO;
	app.model.accesso.fase = ACCESSO_FATTO;
	usecase_bozza_nuova(&app, &(struct intent){ .kind = INTENT_BOZZA_NUOVA });
	app_do(&app, &(struct intent){ .kind = INTENT_BOZZA_NOTA, .testo = "non persa" });
	app_do(&app, &(struct intent){ .kind = INTENT_BLOCCA });
	cr_expect(accesso_locked(&app.model));
	cr_expect(app.wipe_screen, "nor in the scrollback");
	cr_expect_null(app.nota, "what was typed is on disk");
}

Test(app, with_offline_the_door_says_what_is_true)
{
	static const struct {
		enum accesso_motivo motivo;
		const char *said;
	} table[] = { { ACCESSO_PRIMO, "non c'è nulla da leggere" },
		{ ACCESSO_BLOCCO, "si esce e si riapre" } };

	options.offline = true;
	for (size_t i = 0; i < 2; i++) {
		app.model.accesso.fase = ACCESSO_NESSUNO;
		app.model.accesso.motivo = table[i].motivo;
		app_do(&app, &(struct intent){ .kind = INTENT_ACCEDI });
		cr_expect_eq(app.model.accesso.fase, ACCESSO_FALLITO);
		cr_expect(strstr(app.model.accesso.s.err.text, table[i].said), "%s",
			app.model.accesso.s.err.text);
	}
}

Test(app, a_try_that_somebody_waits_for_says_that_there_was_no_answer)
{
	struct err err = { .code = ERR_NETWORK };

	usecase_line_down(&app, &err);
	cr_expect_str_empty(app.model.avviso.testo, "by itself it bothers nobody");
	app.line_asked = true;
	usecase_line_down(&app, &err);
	cr_expect(strstr(app.model.avviso.testo, "non risponde ancora"), "%s",
		app.model.avviso.testo);
	app.model.avviso.testo[0] = '\0';
	usecase_line_down(&app, &err);
	cr_expect_str_empty(app.model.avviso.testo, "once");
}

Test(app, no_answer_is_said_no_more_when_there_is_one)
{
	struct err err = { .code = ERR_NETWORK };

	app.line_asked = true;
	usecase_line_down(&app, &err);
	cr_assert_gt(app.model.avviso.fino_a, clock_now());
	usecase_line_up(&app);
	cr_expect_leq(app.model.avviso.fino_a, clock_now());
	usecase_line_down(&app, &err);
	app.line_asked = true;
	usecase_line_down(&app, &err);
	app_say(&app, TONO_BUONO, "altro");
	usecase_line_up(&app);
	cr_expect_gt(app.model.avviso.fino_a, clock_now(), "what else was said stays");
}

Test(app, locked_it_keeps_what_was_there_and_names_nobody)
{
	options.blocco = 300;
	app.model.accesso.fase = ACCESSO_FATTO;
	app_say(&app, TONO_NORMALE, "di Anna Bianchi");
	put_many(3, NOW);
	cr_assert_eq(found(), 3);
	usecase_lock(&app);
	cr_expect(accesso_locked(&app.model));
	cr_expect(app.wipe_screen);
	cr_expect_eq(app.model.avviso.testo[0], '\0');
	cr_expect_eq(app.model.risultati.f.n, 3);
	cr_expect_eq(app.model.persona_numero, 0);
	usecase_forget_person(&app);
	cr_expect_eq(app.model.persona_numero, 1);
	cr_expect_eq(app.model.risultati.f.n, 0);
}

/* ── data seen by mandate, in a running program ─────────────────────────────────────────── */

Test(app, after_a_day_what_is_on_screen_goes_and_a_contact_brings_it_back)
{
	struct err err = { 0 };

	usecase_close_files(&app);
	cr_assert(usecase_open_files(&app, "s", "INTERMEDIARIO", &err), "%s", err.cause);
	app.model.profilo.profilo.in_uso = PROFILO_INTERMEDIARIO;
	usecase_contact(&app);
	put_many(3, NOW);
	cr_assert_eq(found(), 3);
	clock_freeze(NOW + 24 * 3600 - 1);
	app_tick(&app);
	cr_expect_eq(app.model.risultati.f.n, 3);
	clock_freeze(NOW + 24 * 3600);
	app_tick(&app);
	cr_expect_eq(app.model.risultati.f.n, 0);
	cr_expect(app.wipe_screen);
	cr_expect_not_null(strstr(app.model.risultati.f.s.err.text, "24 ore"));
	cr_expect_not_null(strstr(app.model.home.s.err.text, "24 ore"));
	clock_freeze(NOW);
	app_tick(&app);
	cr_expect_eq(found(), 0, "the clock went backwards");
	usecase_contact(&app);
	cr_expect_eq(found(), 3);
}

/* ── folders where nothing can be written ───────────────────────────────────────────────── */

Test(app, a_copy_that_cannot_be_kept_is_said_and_stays_in_memory)
{
	struct err err = { 0 };

	usecase_close_files(&app);
	options.cartella_cache = "/dev/null/agenda";
	cr_assert(usecase_open_files(&app, "p", "CITTADINO", &err), "%s", err.cause);
	cr_expect_not_null(strstr(app.model.avviso.testo, "resta in memoria"), "%s",
		app.model.avviso.testo);
	put_many(3, NOW);
	cr_expect_eq(found(), 3);
}

Test(app, drafts_that_could_not_be_saved_are_not_begun)
{
	struct err err = { 0 };

	usecase_close_files(&app);
	options.cartella_stato = "/dev/null/agenda";
	cr_expect_not(usecase_open_files(&app, "p", "CITTADINO", &err));
	cr_expect_not_null(strstr(err.text, "/dev/null/agenda"), "%s", err.text);
	cr_expect_not_null(strstr(err.text, "--senza-cache"), "%s", err.text);
}

Test(app, on_a_shared_machine_the_copy_lies_in_the_session_and_the_drafts_do_not)
{
	const char *remark = NULL;

	options.cartella_sessione = "/run/user/1/agenda";
	cr_expect_str_eq(usecase_cache_folder(&options, &remark), folder);
	options.postazione = POSTAZIONE_CONDIVISA;
	cr_expect_str_eq(usecase_cache_folder(&options, &remark), "/run/user/1/agenda");
	options.cartella_sessione = NULL;
	cr_expect_null(usecase_cache_folder(&options, &remark), "in memory");
	options.postazione = POSTAZIONE_PERSONALE;
	options.senza_cache = true;
	cr_expect_null(usecase_cache_folder(&options, &remark));
	cr_expect_null(remark);
}

Test(app, how_far_a_first_sync_had_come_goes_with_the_person)
{
	app.model.connessione.sincronizzati = 12400;
	usecase_forget_person(&app);
	cr_expect_eq(app.model.connessione.sincronizzati, -1);
}

/* ── the feed, without a server ─────────────────────────────────────────────────────────── */

/* At a locked door it waits for a token: an answer of then would be about a copy of before. */
Test(app, a_question_of_the_feed_does_not_outlive_the_copy_it_goes_on_from)
{
	struct query_variazioni query = { .cursor = "1:9", .limit = 1 };
	struct ask poll = { .route = ROUTE_VARIAZIONI, .query = &query,
		.question = QUESTION_FEED, .lane = NET_FEED, .quiet = true };

	ask_send(&app, &poll);
	cr_assert(ask_open(&app, QUESTION_FEED));
	usecase_begin_anew(&app);
	cr_expect_not(ask_open(&app, QUESTION_FEED));
}

Test(app, a_server_that_asked_for_rest_has_it_also_when_the_copy_is_begun_anew)
{
	app.feed.rest = clock_monotonic_ms() + 60000;
	usecase_begin_anew(&app);
	cr_expect(is_armed(ALARM_FEED, 60000));
	cr_expect(app.feed.rest > clock_monotonic_ms());
	usecase_sync_forget(&app);
	cr_expect_eq(app.alarms[ALARM_FEED], -1, "of another person nothing is known");
	usecase_begin_anew(&app);
	cr_expect_eq(app.alarms[ALARM_FEED], -1);
}

#define PAGE_ROWS 30 /* two steps */

/* As if it had just come from the long poll. */
static void page_came(void)
{
	static struct appuntamento aps[PAGE_ROWS];
	static struct variazione items[PAGE_ROWS];
	static const struct variazioni page = { .items = items, .n = PAGE_ROWS,
		.next_cursor = "1:30" };
	static char ids[PAGE_ROWS][32];

	for (int i = 0; i < PAGE_ROWS; i++) {
		snprintf(ids[i], sizeof(ids[i]), "AG-2026-%07d-0", i);
		aps[i] = (struct appuntamento){ .id = ids[i],
			.codice_rapporto_lavoro = "0000123456",
			.stato = APPUNTAMENTO_STATO_CONFERMATO, .inizio = NOW + i * 1200,
			.fine = NOW + i * 1200 + 1200, .punto = { .id = "P" },
			.gestore = { .tipo = PROFILO_CITTADINO }, .versione = 1 };
		items[i] = (struct variazione){ .risorsa = RISORSA_APPUNTAMENTO,
			.id = ids[i], .appuntamento = &aps[i] };
	}
	app.feed.page.v = &page;
	app.feed.page.when = NOW;
	app.feed.page.polled = app.feed.syncing = app.feed.page_due = true;
}

Test(app, the_rest_of_a_page_is_no_contact_when_a_day_has_passed_since_it_came)
{
	struct err err = { 0 };

	usecase_close_files(&app);
	cr_assert(usecase_open_files(&app, "s", "INTERMEDIARIO", &err), "%s", err.cause);
	app.model.profilo.profilo.in_uso = PROFILO_INTERMEDIARIO;
	page_came();
	app_shown(&app);
	cr_assert(app.feed.page_due && app.feed.page.at < PAGE_ROWS);
	cr_assert(found() > 0);
	clock_freeze(NOW + 25 * 3600);
	app_tick(&app);
	cr_expect_eq(found(), 0);
	app_shown(&app);
	cr_expect_not(app.feed.page_due, "the page is over");
	cr_expect(cache_hidden(app.cache, &err));
	cr_expect_eq(cache_contact(app.cache), NOW);
	cr_expect_eq(found(), 0);
	usecase_contact(&app);
	cr_expect_eq(found(), PAGE_ROWS);
}

Test(app, a_round_that_is_asked_for_while_a_polled_page_is_stored_comes_after_it)
{
	struct err err = { 0 };

	cr_assert(net_authorise(app.net, options.server, "gettone", &err), "%s", err.cause);
	page_came();
	app_shown(&app);
	usecase_sync(&app);
	cr_assert(app.feed.again && !ask_open(&app, QUESTION_FEED));
	app_shown(&app);
	cr_expect(!app.feed.page_due && !app.feed.page.v, "the page is over");
	cr_expect(ask_open(&app, QUESTION_FEED));
	cr_expect(app.feed.syncing && !app.feed.again);
}

/* Its death takes as long as the disk is busy with it: only its end is heard. */
Test(app, nobody_waits_for_a_child_that_is_not_wanted)
{
	struct gemello g;
	struct err err = { 0 };
	struct pollfd end;

	cr_assert(gemello_start(&g, folder, &err), "%s", err.cause);
	gemello_kill(&g);
	cr_expect(g.pid > 0 && g.unwanted, "there is no room for another yet");
	end = (struct pollfd){ .fd = g.fd, .events = POLLIN };
	cr_assert_eq(poll(&end, 1, 30000), 1);
	cr_expect(!gemello_end(&g));
	cr_expect(g.pid == 0 && g.fd < 0);
}

Test(app, taking_over_a_copy_it_does_what_the_writer_before_was_asked)
{
	struct arena a = { 0 };
	const char *identity = cache_identity(&a, options.server, "p", "CITTADINO");
	struct file_report report;
	struct cache *writer;
	struct err err = { 0 };

	usecase_close_files(&app);
	writer = cache_open(folder, identity, &report, &err);
	cr_assert(writer, "%s", err.cause);
	cr_assert(usecase_open_files(&app, "p", "CITTADINO", &err), "%s", err.cause);
	cr_assert(!cache_writable(app.cache));
	cr_assert(net_authorise(app.net, options.server, "t", &err), "%s", err.cause);
	cr_assert(cache_purge_ask(app.cache, &err), "%s", err.cause);
	cache_close(writer); /* as if killed before it heard */
	usecase_sync(&app);
	cr_expect(cache_writable(app.cache));
	cr_expect(!cache_purge_asked(app.cache));
	cr_expect(strstr(app.model.avviso.testo, "ha svuotato la copia locale"), "%s",
		app.model.avviso.testo);
	cr_expect(app.feed.syncing, "and fills it again");
	arena_release(&a);
}
