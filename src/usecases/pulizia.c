/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Where the files lie, and what does not stay for ever. Drafts have no age.
 */
#include "base/i18n.h"
#include "cache/luogo.h"
#include "cache/pulizia.h"
#include "cache/resti.h"
#include "src/usecases/usecases.h"

#include <unistd.h>

#define DAY_SECONDS 86400
#define ABSENT_DAYS 30  /* of a person who does not come, of a file set aside: ours */
#define SETTLED_DAYS 30 /* as long as the server keeps the answers */
#define SWEEP_FILES 32
#define RETAIN_ROWS 32  /* a turn: some milliseconds */

static bool is_distant(const char *folder)
{
	return folder && luogo_of(folder) == LUOGO_RETE;
}

const char *usecase_cache_folder(const struct options *o, const char **remark)
{
	*remark = NULL;
	if (o->senza_cache)
		return NULL;
	if (is_distant(o->cartella_stato))
		*remark = _("La cartella delle bozze è su un disco di rete: se la rete cade, le ultime "
			"parole scritte possono andare perse.");
	if (o->postazione == POSTAZIONE_CONDIVISA)
		return o->cartella_sessione;
	if (!is_distant(o->cartella_cache))
		return o->cartella_cache;
	if (!*remark)
		*remark = _("La cartella della copia locale è su un disco di rete, dove non può stare: "
			"questa volta la copia dura quanto la sessione.");
	return is_distant(o->cartella_sessione) ? NULL : o->cartella_sessione;
}

void usecase_sweep(struct app *app)
{
	const struct options *o = app->options;
	instant before = clock_now() - (instant)ABSENT_DAYS * DAY_SECONDS;

	if (o->senza_cache)
		return;
	cache_sweep(o->cartella_cache, before, SWEEP_FILES);
	cache_sweep(o->cartella_stato, before, SWEEP_FILES);
}

void usecase_prune(struct app *app)
{
	struct err err = { 0 };

	journal_prune(app->journal, clock_now() - (instant)SETTLED_DAYS * DAY_SECONDS, &err);
}

void usecase_retain(struct app *app)
{
	instant before = clock_now() - (instant)app->options->conserva * DAY_SECONDS;
	struct err err = { 0 };
	size_t dropped = 0;

	if (!app->cache || app->options->conserva == 0)
		return;
	if (!cache_retain(app->cache, before, RETAIN_ROWS, &dropped, &err) || dropped == 0)
		return;
	if (dropped == RETAIN_ROWS)
		app_alarm(app, ALARM_PULIZIA, 0);
	else
		usecase_lists_again(app);
}

void usecase_resti(struct app *app)
{
	int fd = app->cache ? cache_take_resti(app->cache) : -1;

	if (fd >= 0 && app->resti >= 0)
		close(app->resti);
	if (fd >= 0)
		app->resti = fd;
	if (app->resti >= 0 && resti_step(app->resti))
		app_alarm(app, ALARM_RESTI, 0);
	else
		app->resti = -1;
}
