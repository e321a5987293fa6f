/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * One appuntamento, whole, and its cancellation: a changing request like the confirmation,
 * journalled before it leaves and replayed when its answer is lost.
 */
#include "api/codec.h"
#include "api/messages.h"
#include "api/problem.h"
#include "api/tables.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/random.h"
#include "src/usecases/usecases.h"

#include <string.h>

static bool is_shown(const struct app *app, const char *id)
{
	const char *shown = app->model.dettaglio.id;

	return shown && id && !strcmp(shown, id);
}

struct sospese usecase_sospese(struct app *app, struct arena *a)
{
	struct sospese found = { 0 };
	struct sendings all = { 0 };
	struct err err = { 0 };

	if (!app->journal || !journal_unresolved(app->journal, a, &all, &err))
		return found;
	found.ids = arena_array(a, all.n + 1, sizeof(*found.ids));
	for (size_t i = 0; i < all.n; i++)
		if (all.items[i].genere == SENDING_CANCELLAZIONE && all.items[i].riguarda)
			found.ids[found.n++] = all.items[i].riguarda;
	return found;
}

bool sospesa(const struct sospese *all, const char *id)
{
	for (size_t i = 0; i < all->n; i++)
		if (!strcmp(all->ids[i], id))
			return true;
	return false;
}

static bool is_pending(struct app *app, struct arena *a, const char *id)
{
	struct sospese all = usecase_sospese(app, a);

	return sospesa(&all, id);
}

static void dettaglio_set(struct app *app, struct arena *a, const char *id,
	const struct appuntamento *ap, instant read, bool live)
{
	struct dettaglio_slice *slice = &app->model.dettaglio;
	const char *name = arena_strdup(a, id);
	bool pending = is_pending(app, a, id);

	slice_replace(&slice->s, a, read, live);
	slice->id = name;
	slice->appuntamento = *ap;
	slice->sospesa = pending;
}

static void from_cache(struct app *app, const char *id, bool live)
{
	struct appuntamento ap = { 0 };
	struct arena a = { 0 };
	instant read = INSTANT_NONE;
	struct err err = { 0 };

	if (!cache_appuntamento(app->cache, &a, id, &ap, &read, &err))
		ap = (struct appuntamento){ 0 };
	dettaglio_set(app, &a, id, &ap, read, live && ap.id);
}

static bool is_cached(struct app *app, const char *id)
{
	struct appuntamento_sintesi s = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };
	bool there = cache_appuntamento_sintesi(app->cache, &a, id, &s, NULL, &err);

	arena_release(&a);
	return there;
}

void usecase_dettaglio_reload(struct app *app)
{
	struct dettaglio_slice *slice = &app->model.dettaglio;
	bool asking = slice->s.fase == FASE_IN_CORSO;
	bool live = slice->s.viva;
	struct arena a = { 0 };
	char *id;

	if (!app->cache || !slice->id || !slice->appuntamento.id)
		return;
	/* Beside the sentence of a failure the old values stay, as long as they may be seen. */
	if (slice->s.fase == FASE_FALLITA && is_cached(app, slice->id))
		return;
	id = arena_strdup(&a, slice->id);
	from_cache(app, id, live);
	if (asking)
		slice_asked(&slice->s);
	arena_release(&a);
}

static void detail_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	struct dettaglio_slice *slice = &app->model.dettaglio;
	struct appuntamento ap = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };

	if (!app->cache)
		return;
	if (r->kind == ANSWER_PROBLEM && r->status == 404)
		cache_drop_appuntamento(app->cache, ask->params.id, &err);
	if (r->kind != ANSWER_OK) {
		if (!is_shown(app, ask->params.id))
			return;
		if (r->kind == ANSWER_PROBLEM && r->status == 404)
			slice->appuntamento = (struct appuntamento){ 0 };
		usecase_slice_failed(app, &slice->s, &r->err);
		return;
	}
	if (!cache_put_appuntamento(app->cache, r->value, clock_now(), &err))
		app_say(app, TONO_AVVISO, _("La copia locale non si aggiorna: %s"), err.text);
	if (is_shown(app, ask->params.id) &&
		api_decode(&appuntamento_fields, API_REPLY, buf_str(&r->reply->body),
			r->reply->body.len, &a, &ap, &err))
		dettaglio_set(app, &a, ask->params.id, &ap, clock_now(), true);
	else
		arena_release(&a);
}

void usecase_anteprima(struct app *app, const struct intent *i)
{
	if (app->cache && i->id && !is_shown(app, i->id))
		from_cache(app, i->id, false);
}

void usecase_mostra(struct app *app, const struct intent *i)
{
	struct arena a = { 0 };
	char *id;

	if (!app->cache || !i->id)
		return;
	id = arena_strdup(&a, i->id); /* it may lie in the slice that is about to go */
	if (!is_shown(app, id))
		from_cache(app, id, false);
	slice_asked(&app->model.dettaglio.s);
	ask_send(app, &(struct ask){ .route = ROUTE_APPUNTAMENTO, .params.id = id,
		.question = QUESTION_DETTAGLIO, .done = detail_answer });
	arena_release(&a);
}

/* ── cancellation ───────────────────────────────────────────────────────────────────────── */

static void cancellazione_set(struct app *app, enum cancellazione_fase fase, const char *id)
{
	struct cancellazione *c = &app->model.cancellazione;
	struct arena a = { 0 };
	const char *name = arena_strdup(&a, id);

	slice_replace(&c->s, &a, clock_now(), true);
	*c = (struct cancellazione){ .s = c->s, .fase = fase, .id = name };
}

static bool cancel_send(struct app *app, const struct intent *i, struct err *err)
{
	struct arena a = { 0 };
	char *motivo = i->testo ? text_trim(&a, i->testo) : NULL;
	struct richiesta_cancellazione wish = { .motivo = motivo && *motivo ? motivo : NULL };
	char chiave[UUID_SIZE];
	struct buf body = { 0 };
	struct buf path = { 0 };
	bool ok = api_encode(&richiesta_cancellazione_fields, &wish, &body, err) &&
		route_url(route_of(ROUTE_CANCELLAZIONE), &(struct route_params){ .id = i->id }, NULL,
			&path, err);

	random_uuid(chiave);
	if (ok) {
		struct sending s = {
			.chiave = chiave,
			.genere = SENDING_CANCELLAZIONE,
			.metodo = "POST",
			.percorso = buf_str(&path),
			.content_type = "application/json",
			.if_match = arena_printf(&a, "\"%lld\"", (long long)i->versione),
			.corpo = body.data,
			.corpo_n = body.len,
			.riguarda = i->id,
			.descrizione = i->id,
		};
		cancellazione_set(app, CANCELLAZIONE_IN_CORSO, i->id);
		ok = usecase_send_journalled(app, &s, err);
	}
	buf_release(&path);
	buf_release(&body);
	arena_release(&a);
	return ok;
}

void usecase_cancella(struct app *app, const struct intent *i)
{
	struct err err = { 0 };
	struct arena a = { 0 };
	struct intent own = *i;

	if (!app->journal || !i->id || app->model.cancellazione.fase == CANCELLAZIONE_IN_CORSO)
		return;
	own.id = arena_strdup(&a, i->id);
	if (is_pending(app, &a, own.id)) {
		cancellazione_set(app, CANCELLAZIONE_DA_VERIFICARE, own.id);
	} else if (!cancel_send(app, &own, &err)) {
		cancellazione_set(app, CANCELLAZIONE_RIFIUTATA, own.id);
		app->model.cancellazione.err = err;
	}
	arena_release(&a);
}

static void refused(struct app *app, const struct sending *s, const struct answer *r)
{
	struct cancellazione *c = &app->model.cancellazione;

	cancellazione_set(app, CANCELLAZIONE_RIFIUTATA, s->riguarda);
	c->err = r->err;
	c->problem.type = r->problem.type;
	if (r->kind == ANSWER_PROBLEM && r->status >= 400)
		api_problem_decode(r->status, buf_str(&r->reply->body), r->reply->body.len,
			&c->s.arena, &c->problem);
}

void usecase_cancella_settled(struct app *app, const struct sending *s, const struct answer *r)
{
	const char *asked = app->model.cancellazione.id;
	bool mine = asked && !strcmp(asked, s->riguarda);
	struct err err = { 0 };

	if (r->kind == ANSWER_OK) {
		if (r->value && !cache_put_appuntamento(app->cache, r->value, clock_now(), &err))
			app_say(app, TONO_AVVISO,
				_("Cancellato, ma la copia locale non si aggiorna: %s"), err.text);
		if (mine)
			cancellazione_set(app, CANCELLAZIONE_FATTA, s->riguarda);
		else
			app_say(app, TONO_BUONO, _("Appuntamento cancellato: %s."), s->riguarda);
		usecase_sync(app);
	} else if (r->kind == ANSWER_UNKNOWN) {
		if (mine)
			cancellazione_set(app, CANCELLAZIONE_DA_VERIFICARE, s->riguarda);
	} else if (mine) {
		refused(app, s, r);
	} else {
		app_say(app, TONO_AVVISO, _("La cancellazione non è stata accolta: %s"), r->err.text);
	}
	app_ended(app, INTENT_CANCELLA, r->kind == ANSWER_OK ? REPLY_DONE
		: r->kind == ANSWER_UNKNOWN ? REPLY_UNKNOWN : REPLY_FAILED);
	usecase_lists_again(app);
	if (is_shown(app, s->riguarda))
		usecase_mostra(app, &(struct intent){ .id = s->riguarda });
}

void usecase_cancellazione_vista(struct app *app, const struct intent *i)
{
	(void)i;
	if (app->model.cancellazione.fase != CANCELLAZIONE_IN_CORSO)
		cancellazione_set(app, CANCELLAZIONE_NESSUNA, NULL);
}

void usecase_cancella_elsewhere(struct app *app, const struct sending *s)
{
	struct answer said = { .kind = ANSWER_PROBLEM };

	if (s->esito == SENDING_DONE) {
		cancellazione_set(app, CANCELLAZIONE_FATTA, s->riguarda);
		return;
	}
	usecase_problem_elsewhere(s, &said);
	refused(app, s, &said);
}
