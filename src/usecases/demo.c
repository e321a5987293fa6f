/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * In the demo only: ask its issuer for the hard cases, so that one can see them.
 */
#include "api/codec.h"
#include "api/messages.h"
#include "api/tables.h"
#include "base/i18n.h"
#include "src/usecases/usecases.h"

static void done(struct app *app, const struct ask *ask, const struct answer *r)
{
	(void)ask;
	if (r->kind == ANSWER_OK)
		app_say(app, TONO_AVVISO, _("Demo: fatto, ora prova a proseguire."));
	else
		app_say(app, TONO_ERRORE, _("Demo: non riuscito. %s"), r->err.text);
}

static void fault(struct app *app, const struct guasto_demo *wish)
{
	struct buf body = { 0 };
	struct err err = { 0 };

	if (app->signin && signin_demo_guasti(app->signin) &&
		api_encode(&guasto_demo_fields, wish, &body, &err))
		ask_send(app, &(struct ask){ .url = signin_demo_guasti(app->signin),
			.lane = NET_READ, .body = body.data, .body_n = body.len,
			.content_type = "application/json", .done = done });
	buf_release(&body);
}

void usecase_demo_linea(struct app *app, const struct intent *i)
{
	fault(app, &(struct guasto_demo){ .tipo = GUASTO_LINEA_TAGLIATA,
		.secondi = i->quante > 0 ? i->quante : 15, .inizio = INSTANT_NONE });
}

void usecase_demo_orario(struct app *app, const struct intent *i)
{
	const struct bozza *b = &app->model.bozza.bozza;

	(void)i;
	if (!b->punto || b->inizio == INSTANT_NONE)
		app_say(app, TONO_AVVISO, _("Demo: prima scegli punto, giorno e ora."));
	else
		fault(app, &(struct guasto_demo){ .tipo = GUASTO_ORARIO_PRESO, .punto = b->punto,
			.inizio = b->inizio });
}

void usecase_demo_risposta(struct app *app, const struct intent *i)
{
	(void)i;
	fault(app, &(struct guasto_demo){ .tipo = GUASTO_RISPOSTA_PERSA, .inizio = INSTANT_NONE });
}
