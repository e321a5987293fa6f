/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * "Manuali e funzioni di utilità": the manuals of the profile in use, read offline too.
 */
#include "api/codec.h"
#include "api/tables.h"
#include "base/file.h"
#include "base/i18n.h"
#include "src/usecases/usecases.h"

#include <string.h>

static void list_show(struct app *app, instant live_since)
{
	struct manuali_slice *slice = &app->model.manuali;
	struct manuali value = { 0 };
	struct arena a = { 0 };
	instant read = INSTANT_NONE;
	struct err err = { 0 };

	if (!cache_manuali(app->cache, &a, &value, &read, &err)) {
		arena_release(&a);
		return;
	}
	bool live = live_since != INSTANT_NONE;
	slice_replace(&slice->s, &a, live ? live_since : read, live);
	slice->manuali = value;
}

static void list_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	struct manuali_slice *slice = &app->model.manuali;
	struct err err = { 0 };

	(void)ask;
	if (r->kind == ANSWER_OK && !cache_put_manuali(app->cache, r->value, clock_now(), &err))
		slice_failed(&slice->s, &err);
	else if (r->kind == ANSWER_OK)
		list_show(app, clock_now());
	else
		slice_failed(&slice->s, &r->err);
}

void usecase_manuali(struct app *app, const struct intent *i)
{
	(void)i;
	if (!app->cache)
		return;
	list_show(app, INSTANT_NONE);
	slice_asked(&app->model.manuali.s);
	ask_send(app, &(struct ask){ .route = ROUTE_MANUALI, .question = QUESTION_MANUALI,
		.done = list_answer });
}

static void text_set(struct app *app, struct arena *a, const struct manuale *m, instant read,
	bool live)
{
	struct manuale_slice *slice = &app->model.manuale;

	slice_replace(&slice->s, a, read, live);
	slice->manuale = *m;
}

static void text_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	struct manuale value = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };

	(void)ask;
	if (r->kind != ANSWER_OK) {
		slice_failed(&app->model.manuale.s, &r->err);
		return;
	}
	if (!cache_put_manuale(app->cache, r->value, clock_now(), &err))
		app_say(app, TONO_AVVISO, _("La copia locale non si aggiorna: %s"), err.text);
	if (api_decode(&manuale_fields, API_REPLY, buf_str(&r->reply->body), r->reply->body.len, &a,
		    &value, &err))
		text_set(app, &a, &value, clock_now(), true);
}

void usecase_manuale(struct app *app, const struct intent *i)
{
	struct manuale value = { 0 };
	struct arena a = { 0 };
	instant read = INSTANT_NONE;
	struct err err = { 0 };

	if (!app->cache || !i->id)
		return;
	if (!cache_manuale(app->cache, &a, i->id, &value, &read, &err))
		value = (struct manuale){ .id = arena_strdup(&a, i->id) };
	text_set(app, &a, &value, read, false);
	slice_asked(&app->model.manuale.s);
	ask_send(app, &(struct ask){ .route = ROUTE_MANUALE, .question = QUESTION_MANUALE,
		.params.id = app->model.manuale.manuale.id, .done = text_answer });
}

void usecase_manuale_salva(struct app *app, const struct intent *i)
{
	struct scarico *s = &app->model.scarico;
	struct manuale m = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };
	bool ok;

	if (!app->cache || !i->id || (i->percorso && !usecase_may_save(app, i)))
		return;
	ok = cache_manuale(app->cache, &a, i->id, &m, NULL, &err);
	if (!ok) {
		err_set(&err, ERR_ABSENT, "manual not read yet");
		err_say(&err, _("Il manuale non è ancora stato letto: aprilo una volta in linea."));
	}
	const char *path = i->percorso && *i->percorso ? arena_strdup(&a, i->percorso)
		: ok ? arena_printf(&a, "%s/%s.md", app->options->scaricati,
			file_safe_name(&a, m.id)) : "";
	if (ok && !i->percorso)
		ok = file_make_folders(app->options->scaricati, &err);
	ok = ok && file_write(path, m.testo, strlen(m.testo), &err);
	slice_replace(&s->s, &a, clock_now(), true);
	*s = (struct scarico){ .s = s->s, .id = m.id, .nome = m.titolo, .percorso = path,
		.byte = m.byte, .totale = m.byte };
	if (ok) {
		usecase_saved(app, path);
		return;
	}
	if (!err.text[0])
		err_say(&err, _("Il file non si può scrivere in %s."), path);
	usecase_not_saved(app, &err);
}
