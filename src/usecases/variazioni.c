/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The change feed into the cache. A round asks page after page until there is no more; then an
 * open interface keeps one long poll waiting at the server, for ever, and what changes elsewhere
 * is on screen at once. The cursor is stored with the last rows of its page, so that it can be cut
 * anywhere and goes on from there. Rounds and polls are one kind of question: there is never more
 * than one of them.
 *
 * A line that falls is linea.c's to try again: the round begins when it is back. What is left for
 * here is a server that answers and does not serve: it is asked later, when it said, if it did.
 */
#include "api/messages.h"
#include "base/i18n.h"
#include "src/usecases/usecases.h"

#define AGAIN_FIRST_MS 1000
#define AGAIN_MAX_MS 60000
#define PROGRESS_MS 500
#define TAKE_OVER_AGAIN_MS 500
/* A page is read in one turn, and stored so many rows a turn. A frame is 16 ms; a hundred rows
 * from all over the dates, whose words are kept up, take 20. The tree of its JSON takes some
 * 20 kB a row while it is read: the most that this program ever holds. */
#define PAGE         80
#define STEP_WORDS   24 /* rows a turn, words kept up */
#define STEP_BULK    40 /* without */
#define REST_MAX_MS 3600000 /* a server's slip must not silence the feed for days */
#define CURRENT_SECONDS (2 * ATTESA_MAX + 10) /* one poll may be lost without a word */

/* `retry_after`: seconds, as the server said; -1: it did not. */
static void feed_later(struct app *app, int64_t retry_after)
{
	int64_t wait = AGAIN_FIRST_MS << (app->feed.tries < 6 ? app->feed.tries : 6);
	int64_t said = retry_after * 1000;

	if (wait > AGAIN_MAX_MS)
		wait = AGAIN_MAX_MS;
	if (said > REST_MAX_MS)
		said = REST_MAX_MS;
	app->feed.tries++;
	if (said > 0)
		app->feed.rest = clock_monotonic_ms() + said;
	app_alarm(app, ALARM_FEED, said > wait ? said : wait);
}

static void feed_ask(struct app *app, int64_t attesa, enum net_lane lane, ask_done done)
{
	struct arena a = { 0 };
	struct query_variazioni query = {
		.cursor = cache_cursor(app->cache, &a),
		.limit = PAGE,
		.attesa = attesa,
	};

	app_alarm(app, ALARM_FEED, -1);
	ask_send(app, &(struct ask){ .route = ROUTE_VARIAZIONI, .query = &query,
		.question = QUESTION_FEED, .lane = lane, .subject = query.cursor, .quiet = attesa > 0,
		.done = done });
	arena_release(&a);
}

/* ── an answer that is no page ──────────────────────────────────────────────────────────── */

static int64_t retry_after(const struct answer *r)
{
	return r->reply ? r->reply->retry_after : -1;
}

/* A cursor that was not sent cannot be why: such a server is asked again later, not at once. */
static bool cursor_unknown(struct app *app, const struct answer *r)
{
	struct arena a = { 0 };
	bool sent = cache_cursor(app->cache, &a) != NULL;

	arena_release(&a);
	return sent && r->kind == ANSWER_PROBLEM && r->problem.type == PROBLEM_CURSORE_NON_VALIDO;
}

static void say_not_stored(struct app *app, const struct err *err)
{
	app_say(app, TONO_ERRORE, _("La copia locale non si aggiorna: %s"), err->text);
}

/* True: everything is asked for anew. Otherwise the feed comes again later. */
static bool refused(struct app *app, const struct answer *r)
{
	struct err err = { 0 };

	if (cursor_unknown(app, r) && cache_resync(app->cache, &err))
		return true;
	if (err.code != ERR_NONE)
		say_not_stored(app, &err);
	if (r->kind != ANSWER_FAILED || r->err.code != PROBLEM_OFFLINE)
		feed_later(app, retry_after(r));
	return false;
}

/* ── the long poll ──────────────────────────────────────────────────────────────────────── */

static void page_keep(struct app *app, const struct ask *ask, const struct answer *r,
	bool polled, bool at_once);
static void poll_answer(struct app *app, const struct ask *ask, const struct answer *r);

static void show_changes(struct app *app)
{
	usecase_lists_again(app);
	if (app->feed.rapporti_gone)
		usecase_profilo(app);
	app->feed.rapporti_gone = false;
}

static void follow(struct app *app)
{
	if (!app->feed.follows || !net_authorised(app->net) || ask_open(app, QUESTION_FEED))
		return;
	app->feed.poll_began = clock_monotonic_ms();
	feed_ask(app, ATTESA_MAX, NET_FEED, poll_answer);
}

static void begin_round(struct app *app)
{
	app->feed.syncing = true;
	app->feed.page_due = true;
}

static void poll_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	bool at_once = clock_monotonic_ms() - app->feed.poll_began < AGAIN_FIRST_MS;

	if (!app->cache)
		return;
	if (r->kind == ANSWER_OK)
		page_keep(app, ask, r, true, at_once);
	else if (refused(app, r))
		begin_round(app);
}

static void poll_over(struct app *app, bool more)
{
	size_t n = app->feed.page.v->n;

	app->feed.syncing = false;
	if (more)
		begin_round(app);
	else if (app->feed.again) /* asked for while the page was being stored */
		usecase_sync(app);
	else if (n == 0 && app->feed.page.at_once)
		/* a server that does not wait is not asked all the time */
		feed_later(app, app->feed.page.retry_after);
	else
		follow(app);
	if (n > 0)
		show_changes(app);
}

/* ── a round ────────────────────────────────────────────────────────────────────────────── */

static void round_ended(struct app *app, bool whole)
{
	app->feed.syncing = false;
	app->feed.page_due = false;
	app->feed.progress_shown = 0;
	app->model.connessione.sincronizzati = -1;
	show_changes(app);
	app_alarm(app, ALARM_PULIZIA, 0);
	if (app->feed.again)
		usecase_sync(app);
	else if (whole)
		follow(app);
	if (whole)
		usecase_gemello(app);
}

/* The first page at once, the others now and then: what is on screen grows with them. */
static void show_progress(struct app *app)
{
	int64_t now = clock_monotonic_ms();

	app->model.connessione.sincronizzati = cache_giro_count(app->cache);
	if (now - app->feed.progress_shown < PROGRESS_MS)
		return;
	app->feed.progress_shown = now;
	usecase_lists_again(app);
}

static void page_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	if (!app->cache)
		return;
	if (r->kind == ANSWER_OK)
		page_keep(app, ask, r, false, false);
	else if (refused(app, r))
		app->feed.page_due = true;
	else
		round_ended(app, false);
}

static void ask_page(struct app *app)
{
	feed_ask(app, 0, NET_BULK, page_answer);
}

/* ── a page, a few rows a turn ──────────────────────────────────────────────────────────── */

static void page_drop(struct app *app)
{
	arena_release(&app->feed.page.arena);
	app->feed.page.v = NULL;
}

/* Rapporti have gone: a delega may have ended, which the profile tells. */
static bool takes_rapporti(const struct variazioni *page)
{
	for (size_t i = 0; i < page->n; i++)
		if (page->items[i].rimosso && page->items[i].risorsa == RISORSA_RAPPORTO)
			return true;
	return false;
}

static void page_over(struct app *app)
{
	const struct variazioni *page = app->feed.page.v;
	bool more = (page->altre && page->n > 0) || cache_giro_ending(app->cache);

	app->feed.tries = 0;
	app->feed.rapporti_gone |= takes_rapporti(page);
	if (app->feed.page.polled) {
		poll_over(app, more);
	} else if (more) {
		app->feed.page_due = true;
		show_progress(app);
	} else {
		round_ended(app, true);
	}
	page_drop(app);
}

static void page_lost(struct app *app, const struct err *err)
{
	bool polled = app->feed.page.polled;

	say_not_stored(app, err);
	feed_later(app, app->feed.page.retry_after);
	page_drop(app);
	if (polled)
		app->feed.syncing = false;
	else
		round_ended(app, false);
}

static size_t step_rows(struct app *app)
{
	return cache_words_made(app->cache) ? STEP_WORDS : STEP_BULK;
}

static void page_step(struct app *app)
{
	const struct variazioni *page = app->feed.page.v;
	struct err err = { 0 };

	bool ok = cache_apply_some(app->cache, page, app->feed.page.from, &app->feed.page.at,
		step_rows(app), app->feed.page.when, &err);

	if (ok && app->feed.page.at < page->n) {
		app->feed.page_due = true;
	} else if (ok) {
		page_over(app);
	} else if (err.code == ERR_ABSENT) {
		page_drop(app); /* the cache was begun anew under it: so is the reading */
		begin_round(app);
	} else {
		page_lost(app, &err);
	}
}

/* A short one is stored in the turn that brought it. */
static void page_keep(struct app *app, const struct ask *ask, const struct answer *r,
	bool polled, bool at_once)
{
	page_drop(app);
	app->feed.page.v = r->value;
	app->feed.page.arena = *r->arena;
	*r->arena = (struct arena){ 0 };
	app->feed.page.from = arena_strdup(&app->feed.page.arena, ask->subject);
	app->feed.page.when = clock_now();
	app->feed.page.at = 0;
	app->feed.page.polled = polled;
	app->feed.page.at_once = at_once;
	app->feed.page.retry_after = retry_after(r);
	app->feed.syncing = true;
	app->model.connessione.ultimo_contatto = app->feed.page.when;
	usecase_contact(app);
	if (app->feed.page.v->n <= step_rows(app))
		page_step(app);
	else
		app->feed.page_due = true;
}

/* ── what is due once the turn was painted ──────────────────────────────────────────────── */

/* After the last page of a full sync: what no page brought goes, a few rows a turn. */
static void giro_step(struct app *app)
{
	struct err err = { 0 };

	if (!cache_giro_step(app->cache, clock_now(), &err)) {
		app_say(app, TONO_ERRORE, _("La copia locale non si aggiorna: %s"), err.text);
		round_ended(app, false);
		return;
	}
	app->feed.page_due = cache_giro_ending(app->cache);
	if (!app->feed.page_due)
		round_ended(app, true);
}

/* Between one page and the next: there are never many pieces, however long the feed. */
static bool gathered_words(struct app *app)
{
	if (!app->cache || app->feed.page.v || app->feed.gemello_ready ||
		!cache_words_in_pieces(app->cache))
		return false;
	cache_words_gather(app->cache);
	if (app->feed.page_due || cache_words_in_pieces(app->cache))
		app_alarm(app, ALARM_GIRO, 0);
	return true;
}

void usecase_sync_on(struct app *app)
{
	/* A page would bring more to carry over than a step takes. */
	if (gathered_words(app) || !app->feed.page_due || app->feed.gemello_ready)
		return;
	app->feed.page_due = false;
	if (app->cache && app->feed.page.v)
		page_step(app);
	else if (app->cache && cache_giro_ending(app->cache))
		giro_step(app);
	else if (app->cache && net_authorised(app->net))
		ask_page(app);
	else
		round_ended(app, false);
	/* What this step changed is painted, and the next one made, at once. */
	if (app->feed.page_due || !ask_open(app, QUESTION_FEED))
		app_alarm(app, ALARM_GIRO, 0);
}

/* Another agenda of the same person may write this cache: it is the one that asks. */
static bool is_writer(struct app *app)
{
	return cache_writable(app->cache) || cache_claim(app->cache);
}

static void empty_as_asked(struct app *app);

/* What the writer before was asked for, and did not do: it was killed, or stopped. */
static bool takes_over_emptying(struct app *app)
{
	cache_watch(app->cache); /* from here on it is heard */
	if (!cache_news(app->cache).asked)
		return false;
	empty_as_asked(app);
	return true;
}

void usecase_sync(struct app *app)
{
	bool was_writer = app->cache && cache_writable(app->cache);

	if (!app->cache || !net_authorised(app->net))
		return;
	if (app->feed.syncing) {
		app->feed.again = true;
		return;
	}
	app->feed.again = false;
	if (!is_writer(app)) {
		usecase_lists_again(app);
		return;
	}
	if (!was_writer && takes_over_emptying(app))
		return; /* begun anew */
	if (clock_monotonic_ms() < app->feed.rest)
		return; /* the alarm is set */
	app->feed.syncing = true;
	ask_page(app);
}

void usecase_keep_current(struct app *app)
{
	if (!ask_open(app, QUESTION_FEED))
		usecase_sync(app);
}

/* A page that is on its way goes on from a place that is no more: it is overtaken. */
void usecase_begin_anew(struct app *app)
{
	int64_t rest = app->feed.rest, left = rest - clock_monotonic_ms();

	usecase_sync_forget(app);
	app->feed.rest = rest; /* the server is the same: when it asked to be left alone, it is */
	if (left > 0)
		app_alarm(app, ALARM_FEED, left);
	usecase_sync(app);
}

void usecase_sync_forget(struct app *app)
{
	ask_forget(app, QUESTION_FEED);
	page_drop(app);
	app->feed.syncing = app->feed.again = app->feed.page_due = app->feed.rapporti_gone = false;
	app->feed.tries = 0;
	app->feed.rest = app->feed.progress_shown = 0;
	app->model.connessione.sincronizzati = -1;
	app_alarm(app, ALARM_FEED, -1);
	app_alarm(app, ALARM_GIRO, -1);
}

/* ── another process's cache ────────────────────────────────────────────────────────────── */

/* The kernel tells of a lock file's closing a moment before it lets go of the lock. */
static void take_over(struct app *app)
{
	usecase_sync(app);
	if (!cache_writable(app->cache))
		app_alarm(app, ALARM_FEED, TAKE_OVER_AGAIN_MS);
}

/* By a command of the same person. Whatever comes of it, nobody reads the file meanwhile, and
 * a page on its way belongs to what was there before. */
static void empty_as_asked(struct app *app)
{
	struct err err = { 0 };
	bool emptied;

	usecase_gemello_stop(app);
	emptied = cache_purge(app->cache, &err);
	usecase_resti(app);
	usecase_begin_anew(app);
	if (!emptied) {
		app_say(app, TONO_ERRORE, _("La copia locale non si svuota: %s"), err.text);
		return;
	}
	if (cache_on_disk(app->cache))
		app_say(app, TONO_AVVISO, "%s", _("Un comando ha svuotato la copia locale: si riempie "
			"di nuovo appena il servizio risponde. Le bozze restano."));
	else
		usecase_say_in_memory(app);
	usecase_lists_again(app);
	if (net_authorised(app->net))
		usecase_profilo(app);
}

void usecase_follow_cache(struct app *app)
{
	struct cache_news news = { 0 };
	uint64_t now;

	if (!app->cache)
		return;
	news = cache_news(app->cache);
	if (news.asked)
		empty_as_asked(app);
	if (news.left)
		take_over(app);
	now = cache_generation(app->cache);
	if (now == app->feed.cache_seen)
		return;
	app->feed.cache_seen = now;
	usecase_settled_elsewhere(app);
	usecase_lists_again(app);
}

bool usecase_current(const struct app *app, instant *letto_il)
{
	*letto_il = INSTANT_NONE;
	if (!app->cache)
		return false;
	if (!cache_synced(app->cache, letto_il)) {
		/* While it is read for the first time, "there is none" would be a guess. */
		if (!app->feed.syncing)
			*letto_il = cache_contact(app->cache);
		return false;
	}
	return app->model.connessione.linea == LINEA_ATTIVA &&
		clock_now() - *letto_il <= CURRENT_SECONDS;
}
