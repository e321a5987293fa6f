/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Is the server there? Known from the exchanges themselves; only while it is not does the
 * program wake by itself to try again.
 */
#include "base/i18n.h"
#include "src/usecases/usecases.h"

#define RETRY_FIRST_MS 2000
#define RETRY_MAX_MS 60000

/* It is true no more. */
static void unsay_no_answer(struct app *app)
{
	struct avviso *a = &app->model.avviso;

	if (app->line_said && app->line_said == a->numero)
		a->fino_a = clock_now();
	app->line_said = 0;
}

void usecase_line_up(struct app *app)
{
	struct connessione *c = &app->model.connessione;
	bool was_up = c->linea == LINEA_ATTIVA;

	c->linea = LINEA_ATTIVA;
	c->ultimo_contatto = clock_now();
	app->line_tries = 0;
	app->line_asked = false;
	unsay_no_answer(app);
	app_alarm(app, ALARM_LINEA, -1);
	if (was_up || !app->cache || !net_authorised(app->net))
		return;
	usecase_verify_all(app);
	usecase_uploads_start(app);
	usecase_ripresa_again(app);
	usecase_sync(app);
}

static void say_no_answer(struct app *app, int seconds)
{
	app_say(app, TONO_AVVISO, n_("Il servizio non risponde ancora: riprovo da solo tra %d secondo.",
		"Il servizio non risponde ancora: riprovo da solo tra %d secondi.",
		(unsigned long)seconds), seconds);
	app->line_said = app->model.avviso.numero;
}

void usecase_line_down(struct app *app, const struct err *err)
{
	struct connessione *c = &app->model.connessione;
	int64_t wait = RETRY_FIRST_MS << (app->line_tries < 5 ? app->line_tries : 5);
	bool was_down = c->linea == LINEA_CADUTA;

	(void)err;
	if (wait > RETRY_MAX_MS)
		wait = RETRY_MAX_MS;
	c->linea = LINEA_CADUTA;
	app->line_tries++;
	app_alarm(app, ALARM_LINEA, wait);
	if (app->line_asked)
		say_no_answer(app, (int)(wait / 1000));
	app->line_asked = false;
	if (!was_down)
		usecase_lists_again(app); /* whatever question met it: from now on they have an age */
}

/* Somebody waits for it: what comes of it is said, and the tries begin anew. */
void usecase_riprova(struct app *app, const struct intent *i)
{
	(void)i;
	app->line_asked = true;
	app->line_tries = 0;
	app_alarm(app, ALARM_LINEA, -1);
	usecase_refresh(app, &(struct intent){ .elenco = ELENCO_NESSUNO });
}
