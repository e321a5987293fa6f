/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What the steps of a booking show: one rapporto, its quesiti, the competent punti, the free
 * times, the contacts. Each is shown from the cache at once, with its age, then asked for, and
 * shown again as the server's word.
 */
#include "api/codec.h"
#include "api/messages.h"
#include "api/tables.h"
#include "base/i18n.h"
#include "src/usecases/usecases.h"

#include <string.h>

/* The reply once more, in an arena that the slice will own: for what could not be stored. */
static bool reply_into(const struct ask *ask, const struct answer *r, struct arena *a, void *to)
{
	struct err err = { 0 };

	return api_decode(route_of(ask->route)->response, API_REPLY, buf_str(&r->reply->body),
		r->reply->body.len, a, to, &err);
}

static bool same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

/* Not stored: said once in the status line; what the server said is shown all the same. */
static void not_stored(struct app *app, const struct err *err)
{
	app_say(app, TONO_AVVISO, _("La copia locale non si aggiorna: %s"),
		err->text[0] ? err->text : _("errore di scrittura."));
}

/* ── one rapporto ───────────────────────────────────────────────────────────────────────── */

static void rapporto_show(struct app *app, const char *codice, bool live)
{
	struct rapporto_slice *slice = &app->model.rapporto;
	struct arena a = { 0 };
	struct rapporto value = { 0 };
	instant read = INSTANT_NONE;
	struct err err = { 0 };

	if (!app->cache || !cache_rapporto(app->cache, &a, codice, &value, &read, &err)) {
		arena_release(&a);
		return;
	}
	slice_replace(&slice->s, &a, read, live);
	slice->rapporto = value;
}

static void rapporto_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	struct rapporto_slice *slice = &app->model.rapporto;
	struct arena a = { 0 };
	struct rapporto value = { 0 };
	struct err err = { 0 };

	if (r->kind != ANSWER_OK) {
		slice_failed(&slice->s, &r->err);
		return;
	}
	if (!cache_put_rapporto(app->cache, r->value, clock_now(), &err))
		not_stored(app, &err);
	if (reply_into(ask, r, &a, &value)) {
		slice_replace(&slice->s, &a, clock_now(), true);
		slice->rapporto = value;
	}
}

void usecase_rapporto(struct app *app, const char *codice)
{
	struct rapporto_slice *slice = &app->model.rapporto;

	if (!same(slice->rapporto.codice_rapporto_lavoro, codice)) {
		slice_replace(&slice->s, &(struct arena){ 0 }, INSTANT_NONE, false);
		slice->rapporto = (struct rapporto){ 0 };
		rapporto_show(app, codice, false);
	}
	slice_asked(&slice->s);
	ask_send(app, &(struct ask){ .route = ROUTE_RAPPORTO, .question = QUESTION_RAPPORTO,
		.params.codice_rapporto_lavoro = codice, .done = rapporto_answer });
}

/* ── quesiti ────────────────────────────────────────────────────────────────────────────── */

static void quesiti_set(struct app *app, struct arena *a, const char *codice,
	const struct quesiti *value, instant read, bool live)
{
	struct quesiti_slice *slice = &app->model.quesiti;
	const char *name = arena_strdup(a, codice);

	slice_replace(&slice->s, a, read, live);
	slice->codice_rapporto_lavoro = name;
	slice->quesiti = *value;
}

static void quesiti_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	const char *codice = ask->params.codice_rapporto_lavoro;
	struct arena a = { 0 };
	struct quesiti value = { 0 };
	struct err err = { 0 };

	if (r->kind != ANSWER_OK) {
		slice_failed(&app->model.quesiti.s, &r->err);
		return;
	}
	if (!cache_put_quesiti(app->cache, codice, r->value, clock_now(), &err))
		not_stored(app, &err);
	if (reply_into(ask, r, &a, &value))
		quesiti_set(app, &a, codice, &value, clock_now(), true);
	usecase_bozza_recheck(app);
}

void usecase_quesiti(struct app *app, const struct intent *i)
{
	struct quesiti_slice *slice = &app->model.quesiti;
	struct arena a = { 0 };
	struct quesiti value = { 0 };
	instant read = INSTANT_NONE;
	struct err err = { 0 };

	if (!i->codice || !app->cache)
		return;
	if (!same(slice->codice_rapporto_lavoro, i->codice)) {
		cache_quesiti(app->cache, &a, i->codice, &value, &read, &err);
		quesiti_set(app, &a, i->codice, &value, read, false);
	}
	slice_asked(&slice->s);
	ask_send(app, &(struct ask){ .route = ROUTE_QUESITI, .question = QUESTION_QUESITI,
		.params.codice_rapporto_lavoro = slice->codice_rapporto_lavoro,
		.done = quesiti_answer });
}

/* ── punti ──────────────────────────────────────────────────────────────────────────────── */

static void punti_set(struct app *app, struct arena *a, const char *codice,
	const struct punti *value, instant read, bool live)
{
	struct punti_slice *slice = &app->model.punti;
	const char *name = arena_strdup(a, codice);

	slice_replace(&slice->s, a, read, live);
	slice->codice_rapporto_lavoro = name;
	slice->punti = *value;
}

static void punti_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	const char *codice = ask->params.codice_rapporto_lavoro;
	struct arena a = { 0 };
	struct punti value = { 0 };
	struct err err = { 0 };

	if (r->kind != ANSWER_OK) {
		slice_failed(&app->model.punti.s, &r->err);
		return;
	}
	if (!cache_put_punti(app->cache, codice, r->value, clock_now(), &err))
		not_stored(app, &err);
	if (reply_into(ask, r, &a, &value))
		punti_set(app, &a, codice, &value, clock_now(), true);
}

void usecase_punti(struct app *app, const struct intent *i)
{
	struct punti_slice *slice = &app->model.punti;
	struct arena a = { 0 };
	struct punti value = { 0 };
	instant read = INSTANT_NONE;
	struct err err = { 0 };

	if (!i->codice || !app->cache)
		return;
	if (!same(slice->codice_rapporto_lavoro, i->codice)) {
		cache_punti(app->cache, &a, i->codice, &value, &read, &err);
		punti_set(app, &a, i->codice, &value, read, false);
	}
	slice_asked(&slice->s);
	ask_send(app, &(struct ask){ .route = ROUTE_PUNTI, .question = QUESTION_PUNTI,
		.params.codice_rapporto_lavoro = slice->codice_rapporto_lavoro,
		.done = punti_answer });
}

/* ── free times ─────────────────────────────────────────────────────────────────────────── */

static void disponibilita_set(struct app *app, struct arena *a,
	const struct disponibilita *value, const char *punto, giorno dal, giorno al,
	instant read, bool live)
{
	struct disponibilita_slice *slice = &app->model.disponibilita;
	const char *name = arena_strdup(a, punto);

	slice_replace(&slice->s, a, read, live);
	slice->disponibilita = *value;
	slice->disponibilita.punto = name;
	slice->dal = dal;
	slice->al = al;
}

static void disponibilita_answer(struct app *app, const struct ask *ask,
	const struct answer *r)
{
	struct disponibilita_slice *slice = &app->model.disponibilita;
	struct arena a = { 0 };
	struct disponibilita value = { 0 };
	struct err err = { 0 };

	if (r->kind != ANSWER_OK) {
		slice_failed(&slice->s, &r->err);
		return;
	}
	if (!cache_put_disponibilita(app->cache, r->value, clock_now(), &err))
		not_stored(app, &err);
	/* Its age is counted from its arrival on our clock: the server's may differ. */
	if (reply_into(ask, r, &a, &value))
		disponibilita_set(app, &a, &value, ask->params.id, slice->dal, slice->al,
			clock_now(), true);
}

void usecase_disponibilita(struct app *app, const struct intent *i)
{
	struct disponibilita_slice *slice = &app->model.disponibilita;
	struct query_disponibilita query = { .dal = i->dal, .al = i->al };
	struct arena a = { 0 };
	struct disponibilita value = { 0 };
	instant read = INSTANT_NONE;
	struct err err = { 0 };

	if (!i->id || !app->cache || i->dal == GIORNO_NONE)
		return;
	if (query.al - query.dal >= DISPONIBILITA_GIORNI_MAX)
		query.al = query.dal + DISPONIBILITA_GIORNI_MAX - 1;
	if (!same(slice->disponibilita.punto, i->id) || slice->dal != query.dal ||
		slice->al != query.al) {
		cache_disponibilita(app->cache, &a, i->id, query.dal, query.al, &value, &read, &err);
		disponibilita_set(app, &a, &value, i->id, query.dal, query.al, read, false);
	}
	slice_asked(&slice->s);
	ask_send(app, &(struct ask){ .route = ROUTE_DISPONIBILITA, .query = &query,
		.question = QUESTION_DISPONIBILITA, .params.id = slice->disponibilita.punto,
		.done = disponibilita_answer });
}

/* ── contacts ───────────────────────────────────────────────────────────────────────────── */

static void recapiti_set(struct app *app, struct arena *a, const char *codice,
	const struct recapiti *value, instant read, bool live)
{
	struct recapiti_slice *slice = &app->model.recapiti;
	const char *name = arena_strdup(a, codice);

	slice_replace(&slice->s, a, read, live);
	slice->codice_rapporto_lavoro = name;
	slice->recapiti = *value;
}

static void recapiti_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	const char *codice = ask->params.codice_rapporto_lavoro;
	struct arena a = { 0 };
	struct recapiti value = { 0 };
	struct err err = { 0 };

	if (r->kind != ANSWER_OK) {
		slice_failed(&app->model.recapiti.s, &r->err);
		return;
	}
	if (!cache_put_recapiti(app->cache, codice, r->value, clock_now(), &err))
		not_stored(app, &err);
	if (reply_into(ask, r, &a, &value))
		recapiti_set(app, &a, codice, &value, clock_now(), true);
}

void usecase_recapiti(struct app *app, const struct intent *i)
{
	struct recapiti_slice *slice = &app->model.recapiti;
	struct arena a = { 0 };
	struct recapiti value = { 0 };
	instant read = INSTANT_NONE;
	struct err err = { 0 };

	if (!i->codice || !app->cache)
		return;
	if (!same(slice->codice_rapporto_lavoro, i->codice)) {
		cache_recapiti(app->cache, &a, i->codice, &value, &read, &err);
		recapiti_set(app, &a, i->codice, &value, read, false);
	}
	slice_asked(&slice->s);
	ask_send(app, &(struct ask){ .route = ROUTE_RECAPITI, .question = QUESTION_RECAPITI,
		.params.codice_rapporto_lavoro = slice->codice_rapporto_lavoro,
		.done = recapiti_answer });
}
