/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * One appuntamento: mostra, scarica, cancella.
 */
#include "api/table.h"
#include "api/tables.h"
#include "base/file.h"
#include "base/i18n.h"
#include "domain/identificativo.h"
#include "src/cli/command.h"
#include "ui/righe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOTIVO_BYTES_MAX 8192

static bool read_detail(struct command *c)
{
	const struct dettaglio_slice *slice = &c->app->model.dettaglio;
	char *id = arena_alloc(&c->arena, IDENTIFICATIVO_SIZE);

	if (!identificativo_parse(c->args.words[0], id, &c->err))
		return false;
	app_do(c->app, &(struct intent){ .kind = INTENT_MOSTRA, .id = id });
	command_settle(c);
	if (!command_slice(c, &slice->s))
		return false;
	if (slice->appuntamento.id)
		return true;
	return err_set(&c->err, PROBLEM_NON_TROVATO, "mostra");
}

static void files(struct command *c, const struct allegato *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		command_line(c, _("      allegato %s: %s, %s"), all[i].id, all[i].nome,
			byte_phrase(&c->arena, all[i].byte));
}

static void quesiti(struct command *c, const struct appuntamento *ap)
{
	for (size_t i = 0; i < ap->n_quesiti; i++) {
		const struct quesito *q = &ap->quesiti[i];
		command_line(c, _("  quesito %s, %s"), quesito_protocollo_phrase(q),
			words_label(&argomento_words, (int)q->argomento));
		for (size_t k = 0; k < q->n_comunicazioni; k++) {
			const struct comunicazione *m = &q->comunicazioni[k];
			command_line(c, "    %s, %s: %s", instant_phrase(&c->arena, m->inviata_il),
				words_label(&autore_words, (int)m->autore), m->testo);
			files(c, m->allegati, m->n_allegati);
		}
	}
}

static void history(struct command *c, const struct appuntamento *ap)
{
	for (size_t i = 0; i < ap->n_storia; i++) {
		const struct evento_storia *e = &ap->storia[i];
		command_line(c, "  %s  %s (%s)%s%s", instant_phrase(&c->arena, e->quando),
			words_label(&evento_words, (int)e->evento),
			words_label(&tipo_profilo_words, (int)e->chi), e->testo ? ": " : "",
			e->testo ? e->testo : "");
	}
}

/* The object of the contract, and what only this machine knows of it. */
struct mostrato {
	struct appuntamento appuntamento;
	const char *da_verificare; /* "cancellazione"; NULL */
};

static const struct field da_verificare_row = { LINE(mostrato, da_verificare, 32) };

static bool detail_json(struct command *c, const struct appuntamento *ap, bool pending)
{
	struct fields fields = command_fields_with(c, &appuntamento_fields, &da_verificare_row);
	struct mostrato said = { *ap, pending ? "cancellazione" : NULL };

	return command_json(c, "appuntamento", &fields, &said);
}

bool cli_mostra(struct command *c)
{
	const struct appuntamento *ap = &c->app->model.dettaglio.appuntamento;

	if (!read_detail(c))
		return false;
	if (c->json)
		return detail_json(c, ap, c->app->model.dettaglio.sospesa);
	command_line(c, "%s  %s", ap->id,
		appuntamento_stato_phrase(&c->arena, ap->stato, ap->annotazione));
	command_line(c, _("  quando: %s"), instant_phrase(&c->arena, ap->inizio));
	command_line(c, _("  dove: %s, %s, %s"), ap->punto.denominazione, ap->punto.indirizzo,
		ap->punto.citta);
	command_line(c, _("  rapporto di lavoro %s, datore %s, lavoratore %s"),
		ap->codice_rapporto_lavoro, persona_named(&c->arena, c->app->model.nomi, &ap->datore),
		persona_named(&c->arena, c->app->model.nomi, &ap->lavoratore));
	if (c->app->model.dettaglio.sospesa)
		command_line(c, "  %s", _("cancellazione da verificare"));
	command_line(c, _("  nota: %s"), ap->nota);
	files(c, ap->allegati, ap->n_allegati);
	quesiti(c, ap);
	history(c, ap);
	return true;
}

bool cli_scarica(struct command *c)
{
	const struct scarico *s = &c->app->model.scarico;
	const char *to = args_value(&c->args, "in");
	struct intent i = { .kind = INTENT_SCARICA, .id = c->args.words[1], .percorso = to,
		.sostituisci = true };
	struct buf bytes = { 0 };
	bool out = to && !strcmp(to, "-");
	bool ok;

	if (!read_detail(c))
		return false;
	if (out)
		i.percorso = arena_printf(&c->arena, "%s/uscita-%ld", c->app->options->cartella_stato,
			(long)getpid());
	app_do(c->app, &i);
	command_settle(c);
	if (s->s.fase == FASE_NIENTE)
		return command_fail(c, PROBLEM_NON_TROVATO, "allegato",
			_("L'appuntamento non ha quell'allegato: «agenda mostra» li elenca."));
	if (s->s.fase != FASE_FATTA && s->s.err.code == PROBLEM_OFFLINE)
		return command_fail(c, PROBLEM_OFFLINE, "allegato",
			_("Il servizio non è raggiungibile, e questo allegato non è tra quelli tenuti su "
			"questo computer: «agenda sincronizza --allegati» li porta qui tutti."));
	if (s->s.fase != FASE_FATTA) {
		c->err = s->s.err;
		return false;
	}
	if (!out) {
		command_line(c, "%s", s->percorso);
		return true;
	}
	buf_init(&bytes, (size_t)64 << 20);
	ok = file_read(s->percorso, &bytes, &c->err) &&
		fwrite(bytes.data, 1, bytes.len, stdout) == bytes.len;
	unlink(s->percorso);
	buf_release(&bytes);
	return ok || (c->err.code ? false : err_errno(&c->err, "stdout"));
}

static bool cancel_settled(const struct app *app)
{
	return app->model.cancellazione.fase != CANCELLAZIONE_IN_CORSO &&
		app->model.connessione.richieste == 0;
}

bool cli_cancella(struct command *c)
{
	const struct dettaglio_slice *slice = &c->app->model.dettaglio;
	const struct cancellazione *done = &c->app->model.cancellazione;
	const char *from = args_value(&c->args, "motivo-da");
	struct intent i = { .kind = INTENT_CANCELLA };

	if (from && !(i.testo = command_text_from(c, from, MOTIVO_BYTES_MAX)))
		return false;
	if (!read_detail(c))
		return false;
	i.id = slice->appuntamento.id;
	i.versione = slice->appuntamento.versione;
	app_do(c->app, &i);
	app_wait_until(c->app, cancel_settled);
	switch (done->fase) {
	case CANCELLAZIONE_FATTA:
		if (c->json)
			return command_json(c, "appuntamento", &appuntamento_fields,
				&slice->appuntamento);
		command_line(c, _("Cancellato: %s"), slice->id);
		return true;
	case CANCELLAZIONE_RIFIUTATA:
		c->err = done->err;
		return false;
	default:
		return command_fail(c, PROBLEM_DA_VERIFICARE, NULL, _("Cancellazione da verificare: "
			"«agenda operazioni --verifica» chiede che cosa è successo."));
	}
}
