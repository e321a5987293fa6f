/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The confirmation. "Confermato" is said only after the server said so; until then it is under
 * way, to be verified, or refused, and nothing typed is lost in any of them.
 */
#include "api/codec.h"
#include "api/problem.h"
#include "api/routes.h"
#include "api/tables.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/random.h"
#include "src/usecases/usecases.h"

#include <string.h>

static void invio_set(struct app *app, enum invio_fase fase, const char *chiave)
{
	struct invio *invio = &app->model.invio;
	struct arena a = { 0 };
	const char *kept = arena_strdup(&a, chiave);

	slice_replace(&invio->s, &a, clock_now(), true);
	*invio = (struct invio){ .s = invio->s, .fase = fase, .chiave = kept,
		.ultimo_tentativo = clock_now() };
}

static void invio_refused(struct app *app, const struct err *err)
{
	app->refused = true;
	invio_set(app, INVIO_RIFIUTATO, NULL);
	app->model.invio.err = *err;
}

/* ── sending ────────────────────────────────────────────────────────────────────────────── */

static struct richiesta_appuntamento request_of(const struct bozza *b, const char **allegati,
	const char *nota)
{
	for (size_t i = 0; i < b->n_allegati; i++)
		allegati[i] = b->allegati[i].id;
	return (struct richiesta_appuntamento){
		.codice_rapporto_lavoro = b->codice_rapporto_lavoro,
		.quesiti = b->quesiti,
		.n_quesiti = b->n_quesiti,
		.punto = b->punto,
		.inizio = b->inizio,
		.nota = nota,
		.allegati = allegati,
		.n_allegati = b->n_allegati,
		.canali = (enum canale *)b->canali,
		.n_canali = b->n_canali,
	};
}

/* Key and bytes are in the journal before the first byte leaves. */
static bool send_now(struct app *app, struct err *err)
{
	const struct bozza *b = &app->model.bozza.bozza;
	const char *allegati[ALLEGATI_MAX];
	char chiave[UUID_SIZE];
	struct arena a = { 0 };
	struct richiesta_appuntamento wish =
		request_of(b, allegati, b->nota ? text_trim(&a, b->nota) : NULL);
	struct buf body = { 0 };
	struct buf path = { 0 };
	bool ok;

	random_uuid(chiave);
	ok = richiesta_check(&wish, err) &&
		api_encode(&richiesta_appuntamento_fields, &wish, &body, err) &&
		route_url(route_of(ROUTE_APPUNTAMENTO_CONFERMA), NULL, NULL, &path, err);
	if (ok) {
		struct sending s = {
			.chiave = chiave,
			.genere = SENDING_CONFERMA,
			.metodo = "POST",
			.percorso = buf_str(&path),
			.content_type = "application/json",
			.corpo = body.data,
			.corpo_n = body.len,
			.bozza = b->id,
			.revisione = b->revisione,
			.descrizione = arena_printf(&a, "%s, %s", instant_phrase(&a, b->inizio),
				b->punto_denominazione),
		};
		invio_set(app, INVIO_IN_CORSO, chiave);
		ok = usecase_send_journalled(app, &s, err);
	}
	buf_release(&path);
	buf_release(&body);
	arena_release(&a);
	return ok;
}

void usecase_conferma_go(struct app *app)
{
	const struct err *upload = NULL;
	struct err err = { 0 };

	if (!usecase_uploads_done(app, &upload)) {
		if (upload)
			invio_refused(app, upload);
		return;
	}
	if (!send_now(app, &err))
		invio_refused(app, &err);
	else
		usecase_bozza_reload(app);
}

void usecase_conferma(struct app *app, const struct intent *i)
{
	const struct invio *invio = &app->model.invio;
	const char *reason = may_conferma(&app->model);
	struct err err = { 0 };

	(void)i;
	if (invio->fase == INVIO_IN_CORSO || invio->fase == INVIO_FILE ||
		invio->fase == INVIO_DA_VERIFICARE || app->model.bozza.bozza.chiave)
		return;
	if (!usecase_save_nota(app)) {
		invio_refused(app, &app->model.bozza.rifiuto);
		return;
	}
	reason = may_conferma(&app->model);
	if (reason) {
		err_set(&err, may_completa(&app->model) || !may_when_online(&app->model)
			? PROBLEM_CAMPO_NON_VALIDO : PROBLEM_OFFLINE, "not ready");
		err_say(&err, "%s", reason);
		invio_refused(app, &err);
		return;
	}
	invio_set(app, INVIO_FILE, NULL);
	usecase_uploads_start(app);
	usecase_conferma_go(app);
}

void usecase_invio_visto(struct app *app, const struct intent *i)
{
	(void)i;
	if (app->model.invio.fase == INVIO_RIFIUTATO || app->model.invio.fase == INVIO_CONFERMATO)
		invio_set(app, INVIO_NESSUNO, NULL);
}

/* ── its answer, the first time or after a replay ───────────────────────────────────────── */

static void confirmed(struct app *app, struct arena *a_take, const struct appuntamento *ap)
{
	struct invio *invio = &app->model.invio;

	slice_replace(&invio->s, a_take, clock_now(), true);
	*invio = (struct invio){ .s = invio->s, .fase = INVIO_CONFERMATO, .appuntamento = *ap,
		.ultimo_tentativo = clock_now() };
}

static void show_confirmed(struct app *app, const struct answer *r)
{
	struct appuntamento ap = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };

	if (!api_decode(&appuntamento_fields, API_REPLY, buf_str(&r->reply->body),
		    r->reply->body.len, &a, &ap, &err)) {
		arena_release(&a);
		return;
	}
	confirmed(app, &a, &ap);
}

static void show_refused(struct app *app, const struct answer *r)
{
	struct invio *invio = &app->model.invio;

	invio_refused(app, &r->err);
	if (r->kind != ANSWER_PROBLEM)
		return;
	invio->problem.type = r->problem.type;
	if (r->status >= 400)
		api_problem_decode(r->status, buf_str(&r->reply->body), r->reply->body.len,
			&invio->s.arena, &invio->problem);
}

static void times_again(struct app *app)
{
	struct intent i = { .elenco = ELENCO_DISPONIBILITA };

	usecase_refresh(app, &i);
	i.elenco = ELENCO_QUESITI;
	usecase_refresh(app, &i);
}

static void stored(struct app *app, const struct appuntamento *ap)
{
	struct err err = { 0 };

	if (!cache_put_appuntamento(app->cache, ap, clock_now(), &err))
		app_say(app, TONO_AVVISO, _("Confermato, ma la copia locale non si aggiorna: %s"),
			err.text);
}

void usecase_conferma_settled(struct app *app, const struct sending *s, const struct answer *r)
{
	const struct bozza *open = &app->model.bozza.bozza;
	bool mine = open->id && s->bozza && !strcmp(open->id, s->bozza);
	struct err err = { 0 };

	if (r->kind == ANSWER_OK) {
		if (r->value)
			stored(app, r->value);
		journal_discard_bozza(app->journal, s->bozza, &err);
		if (mine && r->value)
			show_confirmed(app, r);
		else
			app_say(app, TONO_BUONO, _("Appuntamento confermato: %s."), s->risorsa);
		usecase_sync(app);
	} else if (r->kind == ANSWER_UNKNOWN) {
		if (mine)
			invio_set(app, INVIO_DA_VERIFICARE, s->chiave);
	} else {
		journal_unbind_bozza(app->journal, s->bozza, &err);
		if (mine) {
			usecase_bozza_reload(app);
			show_refused(app, r);
			times_again(app);
		} else {
			app_say(app, TONO_AVVISO, _("La conferma non è stata accolta: %s"), r->err.text);
		}
	}
	app_ended(app, INTENT_CONFERMA, r->kind == ANSWER_OK ? REPLY_DONE
		: r->kind == ANSWER_UNKNOWN ? REPLY_UNKNOWN : REPLY_FAILED);
	usecase_home(app);
}

/* What the other process was told lies in the two files; its row may come a moment later. */
void usecase_conferma_elsewhere(struct app *app, const struct sending *s)
{
	struct appuntamento ap = { 0 };
	struct answer said = { .kind = ANSWER_PROBLEM };
	struct arena a = { 0 };
	struct err err = { 0 };

	if (s->esito != SENDING_DONE) {
		usecase_problem_elsewhere(s, &said);
		usecase_bozza_reload(app);
		show_refused(app, &said);
		times_again(app);
	} else if (app->cache && s->risorsa &&
		cache_appuntamento(app->cache, &a, s->risorsa, &ap, NULL, &err)) {
		confirmed(app, &a, &ap);
	}
	arena_release(&a);
}
