/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Waking: the machine has slept, or we were stopped. The poll may wait on a line that the other
 * side has long forgotten, and would for a minute: it is asked again, on a new one.
 */
#include "src/usecases/usecases.h"

void usecase_woken(struct app *app)
{
	app->model.adesso = clock_now();
	if (!app->feed.syncing)
		ask_forget(app, QUESTION_FEED);
	net_renew(app->net);
	app->line_tries = 0;
	if (app->model.connessione.linea != LINEA_ATTIVA)
		usecase_line_try(app);
	else
		usecase_sync(app);
}
