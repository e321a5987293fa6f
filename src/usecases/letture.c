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
		usecase_slice_failed(app, &slice->s, &r->err);
		usecase_ripresa(app, RIPRESA_RAPPORTO);
		return;
	}
	if (!cache_put_rapporto(app->cache, r->value, clock_now(), &err))
		not_stored(app, &err);
	if (reply_into(ask, r, &a, &value)) {
		slice_replace(&slice->s, &a, clock_now(), true);
		slice->rapporto = value;
	}
	usecase_ripresa(app, RIPRESA_RAPPORTO);
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

/* ── what hangs on one rapporto: quesiti, punti, recapiti ───────────────────────────────── */

/* Where the slice, its codice and its value lie in the model, and how the cache keeps them. */
struct reading {
	enum route_id route;
	enum question question;
	size_t slice, codice, value; /* offsets in struct model */
	size_t size;                 /* of the value */
	bool (*get)(struct cache *c, struct arena *a, const char *codice, void *to, instant *read,
		struct err *err);
	bool (*put)(struct cache *c, const char *codice, const void *value, instant now,
		struct err *err);
	enum ripresa_campo campo; /* of a bozza: looked at when the reading has ended */
};

static bool quesiti_get(struct cache *c, struct arena *a, const char *codice, void *to,
	instant *read, struct err *err)
{
	return cache_quesiti(c, a, codice, to, read, err);
}

static bool quesiti_put(struct cache *c, const char *codice, const void *value, instant now,
	struct err *err)
{
	return cache_put_quesiti(c, codice, value, now, err);
}

static bool punti_get(struct cache *c, struct arena *a, const char *codice, void *to,
	instant *read, struct err *err)
{
	return cache_punti(c, a, codice, to, read, err);
}

static bool punti_put(struct cache *c, const char *codice, const void *value, instant now,
	struct err *err)
{
	return cache_put_punti(c, codice, value, now, err);
}

static bool recapiti_get(struct cache *c, struct arena *a, const char *codice, void *to,
	instant *read, struct err *err)
{
	return cache_recapiti(c, a, codice, to, read, err);
}

static bool recapiti_put(struct cache *c, const char *codice, const void *value, instant now,
	struct err *err)
{
	return cache_put_recapiti(c, codice, value, now, err);
}

#define READING(NAME, name) \
	.route = ROUTE_##NAME, .question = QUESTION_##NAME, \
	.slice = offsetof(struct model, name.s), \
	.codice = offsetof(struct model, name.codice_rapporto_lavoro), \
	.value = offsetof(struct model, name.name), .size = sizeof(struct name), \
	.get = name##_get, .put = name##_put

static const struct reading readings[] = {
	{ READING(QUESITI, quesiti), .campo = RIPRESA_QUESITI },
	{ READING(PUNTI, punti), .campo = RIPRESA_PUNTO },
	{ READING(RECAPITI, recapiti), .campo = RIPRESA_RECAPITI },
};

static void *in_model(struct app *app, size_t offset)
{
	return (char *)&app->model + offset;
}

/* `value` is in `a_take`. */
static void reading_set(struct app *app, const struct reading *how, struct arena *a_take,
	const char *codice, const void *value, instant read, bool live)
{
	const char *name = arena_strdup(a_take, codice);

	slice_replace(in_model(app, how->slice), a_take, read, live);
	*(const char **)in_model(app, how->codice) = name;
	memcpy(in_model(app, how->value), value, how->size);
}

static void reading_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	const struct reading *how = &readings[ask->number];
	const char *codice = ask->params.codice_rapporto_lavoro;
	struct arena a = { 0 };
	struct err err = { 0 };
	void *value;

	if (r->kind != ANSWER_OK) {
		usecase_slice_failed(app, in_model(app, how->slice), &r->err);
		usecase_ripresa(app, how->campo);
		return;
	}
	if (!how->put(app->cache, codice, r->value, clock_now(), &err))
		not_stored(app, &err);
	value = arena_alloc(&a, how->size);
	if (reply_into(ask, r, &a, value))
		reading_set(app, how, &a, codice, value, clock_now(), true);
	arena_release(&a);
	usecase_ripresa(app, how->campo);
}

/* Shows what the cache has when another rapporto is meant, then asks. */
static void reading_begin(struct app *app, size_t which, const char *codice)
{
	const struct reading *how = &readings[which];
	const char **shown = in_model(app, how->codice);
	struct arena a = { 0 };
	instant read = INSTANT_NONE;
	struct err err = { 0 };
	void *value;

	if (!codice || !app->cache)
		return;
	if (!same(*shown, codice)) {
		value = arena_alloc(&a, how->size);
		if (!how->get(app->cache, &a, codice, value, &read, &err))
			memset(value, 0, how->size);
		reading_set(app, how, &a, codice, value, read, false);
	}
	slice_asked(in_model(app, how->slice));
	ask_send(app, &(struct ask){ .route = how->route, .question = how->question,
		.params.codice_rapporto_lavoro = *shown, .number = (int64_t)which,
		.done = reading_answer });
}

void usecase_quesiti(struct app *app, const struct intent *i)
{
	reading_begin(app, 0, i->codice);
}

void usecase_punti(struct app *app, const struct intent *i)
{
	reading_begin(app, 1, i->codice);
}

void usecase_recapiti(struct app *app, const struct intent *i)
{
	reading_begin(app, 2, i->codice);
}

static bool is_out_of_sight(struct app *app, const char *codice)
{
	struct rapporto r = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };
	bool there = cache_rapporto(app->cache, &a, codice, &r, NULL, &err);

	arena_release(&a);
	return !there && err.code == ERR_ABSENT && cache_synced(app->cache, NULL);
}

static void reading_forget(struct app *app, const struct reading *how, const struct err *why)
{
	struct arena a = { 0 };

	reading_set(app, how, &a, *(const char **)in_model(app, how->codice),
		arena_alloc(&a, how->size), INSTANT_NONE, false);
	slice_failed(in_model(app, how->slice), why);
}

/* What the feed has taken away does not stay on screen; the bozza is the person's own. */
void usecase_rapporto_reload(struct app *app)
{
	struct rapporto_slice *slice = &app->model.rapporto;
	bool delegated = app->model.profilo.profilo.in_uso == PROFILO_INTERMEDIARIO;
	struct err why = { 0 };

	if (!app->cache || !slice->rapporto.codice_rapporto_lavoro ||
		!is_out_of_sight(app, slice->rapporto.codice_rapporto_lavoro))
		return;
	err_set(&why, delegated ? PROBLEM_DELEGA_NON_ATTIVA : PROBLEM_NON_TROVATO, "removed");
	slice_replace(&slice->s, &(struct arena){ 0 }, INSTANT_NONE, false);
	slice->rapporto = (struct rapporto){ 0 };
	slice_failed(&slice->s, &why);
	for (size_t i = 0; i < sizeof(readings) / sizeof(readings[0]); i++)
		reading_forget(app, &readings[i], &why);
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

/* Somebody may have said yes over old times, and waits for these. */
static void times_read(struct app *app, enum reply_ending ending)
{
	usecase_ripresa(app, RIPRESA_ORARIO);
	app_ended(app, INTENT_DISPONIBILITA, ending);
}

static void disponibilita_answer(struct app *app, const struct ask *ask,
	const struct answer *r)
{
	struct disponibilita_slice *slice = &app->model.disponibilita;
	struct arena a = { 0 };
	struct disponibilita value = { 0 };
	struct err err = { 0 };

	if (r->kind != ANSWER_OK) {
		usecase_slice_failed(app, &slice->s, &r->err);
		times_read(app, REPLY_FAILED);
		return;
	}
	if (!cache_put_disponibilita(app->cache, r->value, clock_now(), &err))
		not_stored(app, &err);
	/* Its age is counted from its arrival on our clock: the server's may differ. */
	if (reply_into(ask, r, &a, &value))
		disponibilita_set(app, &a, &value, ask->params.id, slice->dal, slice->al,
			clock_now(), true);
	times_read(app, REPLY_DONE);
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
