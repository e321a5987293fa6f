/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Every attachment that the cache names, brought here one after the other, so that all of them
 * open without a line.
 */
#include "src/usecases/usecases.h"

static void next(struct app *app);

static void stop(struct app *app, const struct err *why)
{
	struct raccolta *r = &app->raccolta;

	r->going = false;
	r->err = *why;
	arena_release(&r->arena);
}

static void arrived(struct app *app, const struct ask *ask, const struct answer *a)
{
	struct raccolta *r = &app->raccolta;
	const struct cache_allegato *x = &r->items[r->next];
	struct err err = a->err;

	(void)ask;
	if (!r->going || !app->cache)
		return;
	if (a->kind == ANSWER_OK && cache_put_file(app->cache, x->codice, x->allegato.sha256,
		&a->reply->body, &err))
		r->brought++;
	else if (err.code == ERR_FULL || err.code == PROBLEM_OFFLINE)
		return stop(app, &err);
	else
		r->missed++; /* this one: gone meanwhile, or not what was announced */
	r->next++;
	next(app);
}

/* Those that are not here yet among the rows at hand. */
static const struct cache_allegato *wanted(struct app *app)
{
	struct raccolta *r = &app->raccolta;

	for (; r->next < r->n; r->next++) {
		const struct cache_allegato *x = &r->items[r->next];
		if (!cache_has_file(app->cache, x->codice, x->allegato.sha256))
			return x;
	}
	return NULL;
}

static void next(struct app *app)
{
	struct raccolta *r = &app->raccolta;
	const struct cache_allegato *x;
	struct err err = { 0 };

	while (!(x = wanted(app)) && !r->at.over) {
		arena_reset(&r->arena);
		r->next = 0;
		if (!cache_allegati(app->cache, &r->arena, &r->at, &r->items, &r->n, &err)) {
			stop(app, &err);
			return;
		}
	}
	if (!x) {
		stop(app, &err);
		return;
	}
	ask_send(app, &(struct ask){ .route = ROUTE_ALLEGATO, .params.id = x->allegato.id,
		.lane = NET_BULK, .question = QUESTION_RACCOLTA, .ceiling = SCARICO_BYTES_MAX,
		.done = arrived });
}

void usecase_raccogli(struct app *app)
{
	app->raccolta = (struct raccolta){ .going = true };
	next(app);
}
