/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * After a long first sync a child makes the words in a sibling file; when it has ended, the
 * file takes the place of the cache in small steps, between two turns. A child that fails costs
 * nothing but slower searches: it is tried again.
 */
#include "base/i18n.h"
#include "src/usecases/usecases.h"

#define AGAIN_MS 60000
#define BUSY_MS  200
#define TRIES    3

static void failed(struct app *app)
{
	app->feed.gemello_ready = false;
	cache_gemello_drop(app->cache);
	if (++app->feed.gemello_tries < TRIES)
		app_alarm(app, ALARM_GEMELLO, AGAIN_MS);
	else
		app_say(app, TONO_AVVISO, _("La copia locale non si è potuta completare, forse per "
			"mancanza di spazio: la ricerca resta lenta fino al prossimo avvio."));
}

void usecase_gemello(struct app *app)
{
	struct err err = { 0 };

	if ((!app->feed.follows && !app->feed.builds) || !app->cache || app->feed.gemello.pid || app->feed.gemello_ready ||
		app->feed.gemello_tries >= TRIES || !cache_gemello_wanted(app->cache))
		return;
	if (!cache_gemello_begin(app->cache, &err) ||
		!gemello_start(&app->feed.gemello, cache_gemello_of(app->cache), &err))
		failed(app);
}

void usecase_gemello_ended(struct app *app)
{
	bool unwanted = app->feed.gemello.unwanted;

	if (!app->feed.gemello.pid)
		return;
	app->feed.gemello_ready = gemello_end(&app->feed.gemello);
	if (unwanted)
		usecase_gemello(app); /* there is room for one now */
	else if (app->feed.gemello_ready)
		app_alarm(app, ALARM_GEMELLO, 0);
	else
		failed(app);
}

void usecase_gemello_step(struct app *app)
{
	struct err err = { 0 };

	if (!app->feed.gemello_ready) {
		usecase_gemello(app);
		return;
	}
	switch (cache_gemello_step(app->cache, &err)) {
	case GEMELLO_MORE:
		app_alarm(app, ALARM_GEMELLO, 0);
		return;
	case GEMELLO_BUSY:
		app_alarm(app, ALARM_GEMELLO, BUSY_MS);
		return;
	case GEMELLO_DONE:
		app->feed.gemello_ready = false;
		usecase_lists_again(app);
		return;
	case GEMELLO_FAILED:
		failed(app);
		return;
	}
}

void usecase_gemello_stop(struct app *app)
{
	gemello_kill(&app->feed.gemello);
	if (app->cache)
		cache_gemello_drop(app->cache);
	app->feed.gemello_ready = false;
	app->feed.gemello_tries = 0;
	app_alarm(app, ALARM_GEMELLO, -1);
}
