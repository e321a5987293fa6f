/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * agenda sincronizza: everything that may be seen, to this machine, to the end.
 */
#include "api/table.h"
#include "base/i18n.h"
#include "cache/stato.h"
#include "src/cli/command.h"

#include <stdio.h>

#define SAY_MS     1000
#define PATIENCE_S 90 /* another agenda that is alive writes at each of its polls */

struct esito {
	int64_t appuntamenti, rapporti, quesiti;
	int64_t allegati_arrivati, allegati_mancati, allegati;
};

static const struct field esito_rows[] = {
	{ INT64(esito, appuntamenti, 0, CONTEGGIO_MAX), REQUIRED },
	{ INT64(esito, rapporti, 0, CONTEGGIO_MAX), REQUIRED },
	{ INT64(esito, quesiti, 0, CONTEGGIO_MAX), REQUIRED },
	{ INT64(esito, allegati_arrivati, 0, CONTEGGIO_MAX), REQUIRED },
	{ INT64(esito, allegati_mancati, 0, CONTEGGIO_MAX), REQUIRED },
	{ INT64(esito, allegati, 0, CONTEGGIO_MAX), REQUIRED },
};
static const struct fields esito_fields = TABLE("Sincronizzazione", esito, esito_rows);

/* ── waiting, and saying how far ────────────────────────────────────────────────────────── */

struct progress {
	struct command *c;
	int64_t said_at;
	int64_t said;
};

static void say_count(struct progress *p, int64_t n, const char *fmt)
{
	int64_t now = clock_monotonic_ms();

	if (n < 0 || n == p->said || now - p->said_at < SAY_MS)
		return;
	p->said = n;
	p->said_at = now;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	command_remark(p->c, arena_printf(&p->c->arena, fmt, (long long)n));
#pragma GCC diagnostic pop
}

static void say_progress(struct progress *p)
{
	const struct app *app = p->c->app;

	say_count(p, app->model.connessione.sincronizzati, _("sincronizzazione: appuntamenti %lld"));
	if (app->raccolta.going)
		say_count(p, app->raccolta.brought, _("allegati arrivati: %lld"));
}

/* A raccolta that asks nothing waits for a token, and here nobody will sign in. */
static bool is_busy(struct app *app)
{
	return !command_settled(app) || app->feed.gemello.pid || app->feed.gemello_ready;
}

static bool settle(struct progress *p)
{
	struct app *app = p->c->app;

	do {
		app_turn(app);
		say_progress(p);
	} while (is_busy(app) && app_wait(app, -1));
	return !is_busy(app);
}

/* ── another agenda owns the copy ───────────────────────────────────────────────────────── */

static bool has_heard(struct app *app, instant since)
{
	instant synced;

	return cache_synced(app->cache, &synced) && synced >= since &&
		cache_giro_count(app->cache) < 0;
}

static bool wait_for_the_other(struct progress *p)
{
	struct app *app = p->c->app;
	instant since = clock_now();
	int64_t until = clock_monotonic_ms() + PATIENCE_S * 1000;

	command_remark(p->c, _("un'altra agenda di questa persona tiene aggiornata la copia: leggo "
		"quello che fa."));
	while (!cache_writable(app->cache) && !has_heard(app, since)) {
		int64_t left = until - clock_monotonic_ms();
		if (left <= 0 || !app_wait(app, (int)left))
			return command_fail(p->c, ERR_BUSY, "cache", _("L'altra agenda non ha finito: "
				"riprova, o chiudila."));
		usecase_follow_cache(app);
		app_turn(app);
		say_count(p, cache_giro_count(app->cache),
			_("sincronizzazione: appuntamenti %lld"));
	}
	return settle(p);
}

/* ── the command ────────────────────────────────────────────────────────────────────────── */

static bool is_whole(struct command *c)
{
	instant when;

	if (usecase_current(c->app, &when))
		return true;
	if (c->app->model.connessione.linea == LINEA_CADUTA)
		return command_fail(c, PROBLEM_OFFLINE, NULL, _("Il servizio non è raggiungibile: quello "
			"che è arrivato resta, e la prossima volta si continua da lì."));
	return command_fail(c, PROBLEM_TROPPE_RICHIESTE, NULL, _("Il servizio non ha dato tutto: quello "
		"che è arrivato resta, e la prossima volta si continua da lì."));
}

static bool bring_files(struct progress *p)
{
	struct app *app = p->c->app;

	if (!cache_writable(app->cache))
		return command_fail(p->c, ERR_BUSY, "allegati", _("Gli allegati li porta l'agenda che "
			"tiene la copia: chiudila, e riprova."));
	usecase_raccogli(app);
	settle(p);
	if (app->raccolta.going && !command_signed_in(p->c))
		return false;
	if (app->raccolta.err.code == ERR_FULL)
		return command_fail(p->c, ERR_FULL, "allegati", _("Non c'è più posto per gli allegati: "
			"i primi %lld sono qui."), (long long)app->raccolta.brought);
	p->c->err = app->raccolta.err;
	return p->c->err.code == ERR_NONE;
}

static bool tell(struct command *c, bool files)
{
	const struct raccolta *r = &c->app->raccolta;
	struct cache_stato s = { 0 };
	struct esito e = { .allegati_arrivati = r->brought, .allegati_mancati = r->missed };
	int64_t bytes = cache_files(c->app->cache, &e.allegati);

	if (!cache_stato(c->app->cache, &c->arena, &s, &c->err))
		return false;
	e.appuntamenti = s.appuntamenti;
	e.rapporti = s.rapporti;
	e.quesiti = s.quesiti;
	if (c->json)
		return command_json(c, "sincronizzazione", &esito_fields, &e);
	command_line(c, _("Sincronizzati: appuntamenti %lld, rapporti %lld, quesiti %lld."),
		(long long)e.appuntamenti, (long long)e.rapporti, (long long)e.quesiti);
	if (files)
		command_line(c, _("Allegati: %lld arrivati ora, %lld in tutto (%s), %lld non arrivati."),
			(long long)e.allegati_arrivati, (long long)e.allegati,
			byte_phrase(&c->arena, bytes), (long long)e.allegati_mancati);
	return true;
}

bool cli_sincronizza(struct command *c)
{
	bool files = args_has(&c->args, "allegati");
	struct progress p = { .c = c, .said = -1 };

	c->app->feed.builds = true;
	if (!command_online(c))
		return false;
	usecase_begin(c->app);
	settle(&p);
	if (!command_signed_in(c))
		return false;
	if (!cache_writable(c->app->cache) && !wait_for_the_other(&p))
		return false;
	usecase_gemello(c->app);
	settle(&p);
	return is_whole(c) && (!files || bring_files(&p)) && tell(c, files);
}
