/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What must not be left for the next person at this machine: an idle screen is locked, and who
 * has ended leaves nothing but the drafts.
 */
#include "base/i18n.h"
#include "cache/pulizia.h"
#include "src/aperti.h"
#include "src/usecases/usecases.h"

#define ANNOUNCED_SECONDS 60

/* ── the idle lock ──────────────────────────────────────────────────────────────────────── */

static bool lockable(const struct app *app)
{
	return app->model.profilo.profilo.in_uso != PROFILO_NONE && !accesso_locked(&app->model);
}

/* A minute before; half-way where the whole is shorter than two. */
static int notice_seconds(const struct app *app)
{
	int whole = app->options->blocco;

	return whole < 2 * ANNOUNCED_SECONDS ? whole / 2 : ANNOUNCED_SECONDS;
}

void app_touched(struct app *app)
{
	int64_t whole = (int64_t)app->options->blocco * 1000;

	if (app->lock_notice && app->model.avviso.numero == app->lock_notice)
		app->model.avviso.testo[0] = '\0';
	app->lock_notice = 0;
	if (whole <= 0)
		return;
	app_alarm(app, ALARM_PREBLOCCO, whole - (int64_t)notice_seconds(app) * 1000);
	app_alarm(app, ALARM_BLOCCO, whole);
}

void usecase_announce_lock(struct app *app)
{
	int left = notice_seconds(app);

	if (!lockable(app))
		return;
	app_say(app, TONO_AVVISO, n_("Tra %d secondo lo schermo si blocca: un tasto qualsiasi lo "
		"tiene aperto.", "Tra %d secondi lo schermo si blocca: un tasto qualsiasi lo tiene "
		"aperto.", (unsigned long)left), left);
	app->model.avviso.fino_a = clock_now() + left;
	app_alarm(app, ALARM_AVVISO, (int64_t)left * 1000);
	app->lock_notice = app->model.avviso.numero;
}

/* The person stays known, so that the same one finds everything where it was. */
void usecase_lock(struct app *app)
{
	if (!lockable(app))
		return;
	usecase_save_nota(app);
	usecase_token_forget(app);
	usecase_hide_names(app);
	app->model.avviso.testo[0] = '\0';
	app->lock_notice = 0;
	app->wipe_screen = true;
	app->model.accesso.user_code = NULL;
	usecase_accesso_set(app, ACCESSO_NESSUNO, ACCESSO_BLOCCO);
}

void usecase_blocca(struct app *app, const struct intent *i)
{
	(void)i;
	usecase_lock(app);
}

/* ── names ──────────────────────────────────────────────────────────────────────────────── */

#define NOMI_MINUTI 3 /* ours: long enough to read a list to somebody */

static void names_are(struct app *app, enum nomi nomi)
{
	app->model.nomi = nomi;
	usecase_lists_again(app); /* rows are made with their names */
}

void usecase_hide_names(struct app *app)
{
	app_alarm(app, ALARM_NOMI, -1);
	if (!app->model.maschera || app->model.nomi == NOMI_MASCHERATI)
		return;
	names_are(app, NOMI_MASCHERATI);
	app_say(app, TONO_NORMALE, "%s", _("I nomi sono di nuovo nascosti."));
}

void usecase_nomi(struct app *app, const struct intent *i)
{
	if (i->nomi == NOMI_MASCHERATI || !app->model.maschera) {
		usecase_hide_names(app);
		return;
	}
	names_are(app, NOMI_CHIARI);
	app_alarm(app, ALARM_NOMI, NOMI_MINUTI * 60 * 1000);
	app_say(app, TONO_AVVISO, n_("I nomi si vedono per %d minuto.",
		"I nomi si vedono per %d minuti.", (unsigned long)NOMI_MINUTI), NOMI_MINUTI);
}

/* ── leaving ────────────────────────────────────────────────────────────────────────────── */

bool usecase_purge(struct app *app, struct err *err)
{
	bool ok;

	usecase_gemello_stop(app);
	aperti_purge(app->options);
	if (!app->cache)
		return true;
	cache_drop_aside(app->cache);
	ok = cache_purge(app->cache, err);
	usecase_resti(app);
	return ok;
}

void usecase_discard_drafts(struct app *app)
{
	struct bozze all = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };

	if (app->journal && journal_bozze(app->journal, &a, &all, &err))
		for (size_t i = 0; i < all.n; i++)
			if (!all.items[i].chiave)
				journal_discard_bozza(app->journal, all.items[i].id, &err);
	arena_release(&a);
}

void usecase_leave_shared(struct app *app)
{
	struct err err = { 0 };

	usecase_save_nota(app);
	ask_forget_all(app);
	usecase_token_forget(app);
	usecase_purge(app, &err);
	usecase_unremember(app);
}
