/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * cache stato, svuota, verifica: the local copy of what the service said. Nothing is asked of
 * the service, and the drafts are never touched.
 */
#include "api/table.h"
#include "base/i18n.h"
#include "cache/stato.h"
#include "src/cli/command.h"
#include "src/signals.h"

#include <signal.h>
#include <string.h>

static const struct field cache_stato_rows[] = {
	{ LINE(cache_stato, percorso, 4096) },
	{ INT64(cache_stato, byte, 0, CONTEGGIO_MAX), REQUIRED },
	{ BOOL(cache_stato, scrivibile), REQUIRED },
	{ INT64(cache_stato, scrittore, 1, CONTEGGIO_MAX) },
	{ INT64(cache_stato, appuntamenti, 0, CONTEGGIO_MAX), REQUIRED },
	{ INT64(cache_stato, rapporti, 0, CONTEGGIO_MAX), REQUIRED },
	{ INT64(cache_stato, quesiti, 0, CONTEGGIO_MAX), REQUIRED },
	{ INSTANT(cache_stato, contatto) },
	{ INSTANT(cache_stato, sincronizzata) },
	{ LINE(cache_stato, scartato, 4096) },
	{ INT64(cache_stato, scartato_byte, 1, CONTEGGIO_MAX) },
};
static const struct fields cache_stato_fields = TABLE("Cache", cache_stato, cache_stato_rows);

static const char *when(struct command *c, instant t)
{
	return t == INSTANT_NONE ? _("mai") : instant_phrase(&c->arena, t);
}

static const char *writer(struct command *c, const struct cache_stato *s)
{
	if (s->scrivibile)
		return _("nessun'altra agenda la sta scrivendo");
	if (!s->scrittore)
		return _("la scrive un'altra agenda aperta");
	return arena_printf(&c->arena, _("la scrive un'altra agenda aperta (processo %lld)"),
		(long long)s->scrittore);
}

static bool state(struct command *c)
{
	struct cache_stato s = { 0 };

	if (!cache_stato(c->app->cache, &c->arena, &s, &c->err))
		return false;
	if (c->json)
		return command_json(c, "cache", &cache_stato_fields, &s);
	command_line(c, _("copia locale: %s"), s.percorso ? s.percorso : _("in memoria"));
	command_line(c, _("  spazio: %s"), byte_phrase(&c->arena, s.byte));
	command_line(c, _("  appuntamenti: %lld, rapporti: %lld, quesiti: %lld"),
		(long long)s.appuntamenti, (long long)s.rapporti, (long long)s.quesiti);
	command_line(c, _("  ultimo contatto con il servizio: %s"), when(c, s.contatto));
	command_line(c, _("  letta tutta: %s"), when(c, s.sincronizzata));
	command_line(c, "  %s", writer(c, &s));
	if (s.scartato)
		command_line(c, _("  messa da parte perché non andava bene: %s, %s"), s.scartato,
			byte_phrase(&c->arena, s.scartato_byte));
	return true;
}

#define ANSWER_MS 5000 /* an open agenda answers at once; one that is stopped does not */

/* Who has come to end this process; 0. */
static int ender(void)
{
	static const int enders[] = { SIGINT, SIGTERM, SIGHUP };

	for (size_t i = 0; i < sizeof(enders) / sizeof(enders[0]); i++)
		if (signals_taken(enders[i]))
			return enders[i];
	return 0;
}

/* Whoever holds it empties it, and says so on its screen. What is not done in time, or before
 * *ended_by, is taken back: later it would empty the copy when nobody expects it any more. */
static bool ask_and_wait(struct command *c, int *ended_by)
{
	struct cache *cache = c->app->cache;
	int64_t until = clock_monotonic_ms() + ANSWER_MS, left;
	struct cache_stato s = { 0 };

	if (!cache_purge_ask(cache, &c->err))
		return false;
	while (cache_purge_asked(cache) && (left = until - clock_monotonic_ms()) > 0 &&
		!(*ended_by = ender()))
		if (cache_claim(cache))
			return cache_purge(cache, &c->err);
		else if (!app_wait(c->app, left < 100 ? (int)left : 100))
			break;
	if (!cache_purge_asked(cache))
		return true;
	cache_purge_answered(cache);
	if (!cache_stato(cache, &c->arena, &s, &c->err))
		return false;
	if (!s.scrittore)
		return command_fail(c, ERR_BUSY, "cache", _("La copia locale non è stata svuotata: "
			"un'altra agenda aperta la sta scrivendo, e non risponde. Chiudila, e riprova."));
	return command_fail(c, ERR_BUSY, "cache", _("La copia locale non è stata svuotata: la sta "
		"scrivendo un'altra agenda aperta, il processo %lld, che non risponde. Chiudila, e "
		"riprova."), (long long)s.scrittore);
}

static bool ask_writer(struct command *c)
{
	int ended_by = 0;
	bool ok = signals_open(&c->err) && ask_and_wait(c, &ended_by);

	signals_close();
	if (ended_by)
		raise(ended_by);
	return ok;
}

static bool empty(struct command *c)
{
	if (!cache_writable(c->app->cache) && !cache_claim(c->app->cache)) {
		if (!ask_writer(c))
			return false;
	} else if (!cache_purge(c->app->cache, &c->err)) {
		return false;
	}
	if (c->json)
		return state(c);
	command_line(c, "%s", _("La copia locale è vuota; le bozze e le richieste inviate restano. "
		"Si riempie di nuovo al prossimo contatto."));
	return true;
}

/* ── verifica ───────────────────────────────────────────────────────────────────────────── */

struct verifica {
	bool copia_locale, bozze; /* sound */
	const char *trovato;
};

static const struct field verifica_rows[] = {
	{ BOOL(verifica, copia_locale), REQUIRED },
	{ BOOL(verifica, bozze), REQUIRED },
	{ LINE(verifica, trovato, 400) },
};
static const struct fields verifica_fields = TABLE("Verifica", verifica, verifica_rows);

static void tell(struct command *c, const char *what, const char *found)
{
	if (found)
		command_line(c, _("%s: danneggiata (%s)"), what, found);
	else
		command_line(c, _("%s: integra"), what);
}

static bool check(struct command *c)
{
	const char *cache = NULL, *journal = NULL;
	struct verifica all;

	if (!cache_verifica(c->app->cache, &c->arena, &cache, &c->err) ||
		!journal_verifica(c->app->journal, &c->arena, &journal, &c->err))
		return false;
	all = (struct verifica){ !cache, !journal, cache ? cache : journal };
	if (c->json && !command_json(c, "verifica", &verifica_fields, &all))
		return false;
	if (!c->json) {
		tell(c, _("copia locale"), cache);
		tell(c, _("raccolta delle bozze e delle richieste"), journal);
	}
	if (cache)
		return command_fail(c, ERR_CORRUPT, "cache", _("La copia locale è danneggiata: "
			"«agenda cache svuota» la ricomincia, senza toccare le bozze."));
	if (journal)
		return command_fail(c, ERR_CORRUPT, "bozze", _("La raccolta delle bozze è danneggiata: "
			"alla prossima apertura si salva tutto quello che si legge ancora."));
	return true;
}

static const struct {
	const char *word;
	bool (*run)(struct command *c);
} words[] = { { "stato", state }, { "svuota", empty }, { "verifica", check } };

bool cli_cache(struct command *c)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(c->args.words[0], words[i].word))
			return words[i].run(c);
	return command_fail(c, ERR_USAGE, "cache",
		_("Si scrive: agenda cache stato, agenda cache svuota, agenda cache verifica."));
}
