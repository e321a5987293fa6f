/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * accedi, esci, profilo.
 */
#include "api/tables.h"
#include "base/i18n.h"
#include "base/text.h"
#include "src/cli/command.h"
#include "ui/righe.h"

#include <stdio.h>
#include <string.h>

#define DELEGHE_LISTED 10 /* with so many each has its line */
#define DELEGHE_SAMPLE 5  /* with more: these, and how to see all */

static bool code_shown(const struct app *app)
{
	enum accesso_fase f = app->model.accesso.fase;
	bool demo = app->signin && signin_demo_persone(app->signin);

	return f == ACCESSO_FATTO || f == ACCESSO_FALLITO || f == ACCESSO_SCELTA ||
		(f == ACCESSO_ATTESA && !demo) || app->model.accesso.s.fase == FASE_FALLITA;
}

static bool signed_or_failed(const struct app *app)
{
	enum accesso_fase f = app->model.accesso.fase;

	return f == ACCESSO_FATTO || f == ACCESSO_FALLITO || f == ACCESSO_NESSUNO;
}

static bool all_read(const struct app *app)
{
	return app->model.connessione.richieste == 0;
}

/* In the demo: approves as the person named, or the one that the demo proposes. */
static bool approve(struct command *c)
{
	const struct accesso *accesso = &c->app->model.accesso;
	const char *id = args_value(&c->args, "persona");
	const char *profilo = args_value(&c->args, "profilo");
	int wanted = profilo ? words_find(&tipo_profilo_words, profilo) : 0;

	if (profilo && !wanted)
		return command_fail(c, ERR_USAGE, "profilo", _("Profilo sconosciuto: %s."), profilo);
	for (size_t i = 0; i < accesso->n_persone; i++) {
		const struct persona_esempio *p = &accesso->persone[i];
		if (id ? strcmp(p->id, id) != 0 : !p->predefinita)
			continue;
		if (wanted && (int)p->profilo != wanted)
			continue;
		struct intent i_as = { .kind = INTENT_ACCEDI_COME, .id = p->id,
			.profilo = p->profilo };
		app_do(c->app, &i_as);
		return true;
	}
	return command_fail(c, PROBLEM_NON_TROVATO, "persona",
		_("Tra le persone di esempio non c'è chi è stato chiesto."));
}

static bool why_not_signed(struct command *c)
{
	const struct slice *s = &c->app->model.accesso.s;

	if (s->err.code != ERR_NONE)
		c->err = s->err;
	else
		err_set(&c->err, c->app->model.connessione.linea == LINEA_CADUTA ? PROBLEM_OFFLINE
			: PROBLEM_NON_AUTENTICATO, "sign-in");
	return false;
}

static void one_delega(struct command *c, const struct delegante *d)
{
	command_line(c, _("  delega di %s: %s"), persona_named(&c->arena, c->app->model.nomi, &d->datore),
		words_label(&delega_stato_words, (int)d->stato));
}

/* "Deleghe: 4.440 (Attiva 4.438, Revocata 2)" */
static void count_deleghe(struct command *c, const struct profilo *p)
{
	size_t n[DELEGA_STATO_COUNT] = { 0 };
	const char *all = "";

	for (size_t i = 0; i < p->n_deleganti; i++)
		n[p->deleganti[i].stato]++;
	for (int s = DELEGA_STATO_NONE + 1; s < DELEGA_STATO_COUNT; s++)
		if (n[s])
			all = arena_printf(&c->arena, "%s%s%s %s", all, *all ? ", " : "",
				words_label(&delega_stato_words, s),
				text_count(&c->arena, (int64_t)n[s]));
	command_line(c, _("Deleghe: %s (%s)"), text_count(&c->arena, (int64_t)p->n_deleganti), all);
}

static void list_deleghe(struct command *c, const struct profilo *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		one_delega(c, &p->deleganti[i]);
}

/* Many are counted: a studio has thousands, and who comes in wants to read on. */
static void some_deleghe(struct command *c, const struct profilo *p)
{
	size_t shown = p->n_deleganti <= DELEGHE_LISTED ? p->n_deleganti : DELEGHE_SAMPLE;

	if (shown < p->n_deleganti)
		count_deleghe(c, p);
	list_deleghe(c, p, shown);
	if (shown < p->n_deleganti)
		command_line(c, _("  … tutte, una per riga: agenda profilo --deleghe"));
}

static bool who(struct command *c)
{
	const struct profilo *p = &c->app->model.profilo.profilo;

	if (c->json)
		return command_json(c, "profilo", &profilo_fields, p);
	command_line(c, _("%s, profilo: %s"), persona_named(&c->arena, c->app->model.nomi, &p->persona),
		words_label(&tipo_profilo_words, (int)p->in_uso));
	some_deleghe(c, p);
	return true;
}

bool cli_accedi(struct command *c)
{
	struct accesso *accesso = &c->app->model.accesso;
	bool demo_words = args_has(&c->args, "persona") || args_has(&c->args, "profilo");

	if (!c->app->options->cartella_sessione || c->app->options->senza_cache)
		return command_fail(c, ERR_USAGE, NULL, _("Per restare entrati tra un comando e l'altro "
			"serve XDG_RUNTIME_DIR, una cartella che si svuota all'uscita."));
	usecase_begin(c->app);
	command_settle(c);
	if (accesso->fase == ACCESSO_FATTO && demo_words)
		app_do(c->app, &(struct intent){ .kind = INTENT_FINE_UTENTE });
	if (accesso->fase != ACCESSO_FATTO)
		app_do(c->app, &(struct intent){ .kind = INTENT_ACCEDI });
	app_wait_until(c->app, code_shown);
	if (accesso->fase == ACCESSO_SCELTA) {
		if (!approve(c))
			return false;
	} else if (accesso->fase == ACCESSO_ATTESA && demo_words) {
		return command_fail(c, ERR_USAGE, "persona",
			_("--persona e --profilo valgono solo con il servizio dimostrativo."));
	} else if (accesso->fase == ACCESSO_ATTESA) {
		fprintf(stderr, _("Apri %s e scrivi il codice %s\n"), accesso->indirizzo,
			accesso->user_code);
	} else if (accesso->fase != ACCESSO_FATTO) {
		return why_not_signed(c);
	}
	app_wait_until(c->app, signed_or_failed);
	if (accesso->fase != ACCESSO_FATTO)
		return why_not_signed(c);
	app_wait_until(c->app, all_read);
	return who(c);
}

bool cli_esci(struct command *c)
{
	usecase_recall(c->app);
	usecase_begin(c->app);
	command_settle(c);
	bool elimina = args_has(&c->args, "elimina-bozze");
	app_do(c->app, &(struct intent){ .kind = INTENT_FINE_UTENTE, .elimina = elimina });
	if (!c->json)
		command_line(c, "%s", elimina
			? _("Uscita fatta: su questo computer restano solo le bozze da verificare.")
			: _("Uscita fatta: su questo computer restano solo le bozze."));
	return true;
}

bool cli_profilo(struct command *c)
{
	const struct profilo *p = &c->app->model.profilo.profilo;

	if (!command_slice(c, &c->app->model.profilo.s))
		return false;
	if (c->json || !args_has(&c->args, "deleghe"))
		return who(c);
	if (!p->n_deleganti)
		command_line(c, "%s", _("Nessuna delega."));
	list_deleghe(c, p, p->n_deleganti);
	return true;
}
