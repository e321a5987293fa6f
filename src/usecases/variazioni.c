/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The change feed into the cache, page after page, until there is no more. The cursor and its
 * page are one transaction, so that it can be cut anywhere and goes on from there.
 */
#include "api/messages.h"
#include "base/i18n.h"
#include "src/usecases/usecases.h"

static void ask_page(struct app *app);

static void round_ended(struct app *app)
{
	app->syncing = false;
	usecase_lists_again(app);
	if (app->sync_again)
		usecase_sync(app);
}

static void page_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	const struct variazioni *page = r->value;
	struct err err = { 0 };

	(void)ask;
	if (!app->cache)
		return;
	if (r->kind == ANSWER_PROBLEM && r->problem.type == PROBLEM_CURSORE_NON_VALIDO &&
		cache_resync(app->cache, &err)) {
		ask_page(app);
		return;
	}
	if (r->kind != ANSWER_OK) {
		round_ended(app);
		return;
	}
	if (!cache_apply_variazioni(app->cache, page, clock_now(), &err)) {
		app_say(app, TONO_ERRORE, _("La copia locale non si aggiorna: %s"), err.text);
		round_ended(app);
		return;
	}
	if (page->altre && page->n > 0)
		ask_page(app);
	else
		round_ended(app);
}

static void ask_page(struct app *app)
{
	struct arena a = { 0 };
	struct query_variazioni query = {
		.cursor = cache_cursor(app->cache, &a),
		.limit = PAGINA_MAX,
	};

	ask_send(app, &(struct ask){ .route = ROUTE_VARIAZIONI, .query = &query,
		.question = QUESTION_FEED, .lane = NET_BULK, .done = page_answer });
	arena_release(&a);
}

void usecase_sync(struct app *app)
{
	if (!app->cache || !net_authorised(app->net))
		return;
	if (app->syncing) {
		app->sync_again = true;
		return;
	}
	app->sync_again = false;
	/* Another agenda of the same person writes this cache: it is the one that asks. */
	if (!cache_writable(app->cache) && !cache_claim(app->cache)) {
		usecase_lists_again(app);
		return;
	}
	app->syncing = true;
	ask_page(app);
}
