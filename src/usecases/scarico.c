/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A file from the server to this machine: its sha256 must be the one that was said, its name is
 * cleaned, it is written 0600 beside and renamed; then, if wished, it is shown.
 */
#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "io/digest.h"
#include "src/aperti.h"
#include "src/usecases/usecases.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct allegato *among(const struct allegato *all, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(all[i].id, id))
			return &all[i];
	return NULL;
}

static const struct allegato *among_quesiti(const struct quesito *all, size_t n, const char *id)
{
	const struct allegato *found = NULL;

	for (size_t i = 0; i < n && !found; i++)
		for (size_t k = 0; k < all[i].n_comunicazioni && !found; k++)
			found = among(all[i].comunicazioni[k].allegati,
				all[i].comunicazioni[k].n_allegati, id);
	return found;
}

/* What is known of the file: from what is on screen. */
static const struct allegato *allegato_known(const struct app *app, const char *id)
{
	const struct appuntamento *ap = &app->model.dettaglio.appuntamento;
	const struct quesiti *q = &app->model.quesiti.quesiti;
	const struct allegato *found = among(ap->allegati, ap->n_allegati, id);

	if (!found)
		found = among_quesiti(ap->quesiti, ap->n_quesiti, id);
	return found ? found : among_quesiti(q->items, q->n, id);
}

/* "ricevuta.pdf", then "ricevuta (2).pdf": nothing of the person's is ever overwritten. */
static char *free_path(struct arena *a, const char *folder, const char *name)
{
	const char *dot = strrchr(name, '.');
	int stem = dot ? (int)(dot - name) : (int)strlen(name);
	char *path = arena_printf(a, "%s/%s", folder, name);

	for (int i = 2; i < 1000 && access(path, F_OK) == 0; i++)
		path = arena_printf(a, "%s/%.*s (%d)%s", folder, stem, name, i, dot ? dot : "");
	return path;
}

/* Of which rapporto what is on screen is. */
static const char *codice_shown(const struct app *app)
{
	const struct appuntamento *ap = &app->model.dettaglio.appuntamento;

	return ap->codice_rapporto_lavoro ? ap->codice_rapporto_lavoro
		: app->model.quesiti.codice_rapporto_lavoro;
}

static void begin(struct app *app, const struct allegato *file, const char *path, bool view)
{
	struct scarico *s = &app->model.scarico;
	struct arena a = { 0 };

	const char *id = arena_strdup(&a, file->id);
	const char *name = arena_strdup(&a, file->nome);
	int64_t total = file->byte;
	FREE(&app->download.path);
	app->download.path = xstrdup(path);
	app->download.view = view;
	snprintf(app->download.codice, sizeof(app->download.codice), "%s",
		codice_shown(app) ? codice_shown(app) : "");
	memcpy(app->download.sha256, file->sha256, SHA256_TEXT_SIZE);
	slice_replace(&s->s, &a, INSTANT_NONE, false);
	*s = (struct scarico){ .s = s->s, .id = id, .nome = name, .totale = total };
	slice_asked(&s->s);
}

static bool keep(struct app *app, const struct buf *body, struct err *err)
{
	char sha256[DIGEST_TEXT_SIZE];

	digest_of(body->data ? body->data : "", body->len, sha256);
	if (strcmp(sha256, app->download.sha256) != 0) {
		err_set(err, PROBLEM_RISPOSTA_NON_VALIDA, "sha256 differs");
		return err_say(err, _("Il file arrivato non è quello annunciato (impronta diversa): "
			"non è stato salvato. Riprova."));
	}
	if (file_write(app->download.path, body->data, body->len, err))
		return true;
	return err_say(err, _("Il file non si può scrivere in %s."), app->download.path);
}

void usecase_saved(struct app *app, const char *path)
{
	app_say(app, TONO_BUONO, _("Salvato in %s"), path);
}

void usecase_not_saved(struct app *app, const struct err *err)
{
	struct arena a = { 0 };

	slice_failed(&app->model.scarico.s, err);
	app_say(app, TONO_ERRORE, "%s", err_phrase(&a, err));
	arena_release(&a);
}

/* `body` NULL: it did not come, and `err` says why. */
static void end(struct app *app, const struct buf *body, struct err *err)
{
	struct scarico *s = &app->model.scarico;
	enum intent_kind kind = app->download.view ? INTENT_APRI_FILE : INTENT_SCARICA;

	if (!body || !keep(app, body, err)) {
		usecase_not_saved(app, err);
		app_ended(app, kind, REPLY_FAILED);
		return;
	}
	s->byte = s->totale = (int64_t)body->len;
	s->percorso = arena_strdup(&s->s.arena, app->download.path);
	s->s.fase = FASE_FATTA;
	s->s.generation++;
	if (app->download.view) {
		FREE(&app->file_viewed);
		app->file_viewed = xstrdup(app->download.path);
		s->aperto = true;
	} else {
		usecase_saved(app, app->download.path);
	}
	app_ended(app, kind, REPLY_DONE);
}

/* Kept, so that it opens without a line too; that there is no room is no reason to say so. */
static void arrived(struct app *app, const struct ask *ask, const struct answer *r)
{
	const struct download *d = &app->download;
	const struct buf *body = r->kind == ANSWER_OK ? &r->reply->body : NULL;
	struct err err = r->err, unkept = { 0 };

	(void)ask;
	if (body && app->cache && *d->codice)
		cache_put_file(app->cache, d->codice, d->sha256, body, &unkept);
	end(app, body, &err);
}

/* From this machine when it is here, and is what the server said. */
static void fetch(struct app *app, const char *id)
{
	struct buf bytes = { 0 };
	struct err err = { 0 };

	buf_init(&bytes, SCARICO_BYTES_MAX);
	if (app->cache && cache_file(app->cache, app->download.codice, app->download.sha256, &bytes,
		&err))
		end(app, &bytes, &err);
	else
		ask_send(app, &(struct ask){ .route = ROUTE_ALLEGATO, .params.id = id,
			.lane = NET_BULK, .question = QUESTION_SCARICO,
			.ceiling = SCARICO_BYTES_MAX, .done = arrived });
	buf_release(&bytes);
}

/* `why` NULL: there is something at that path already. */
static bool refuse(struct app *app, const struct err *why)
{
	if (why)
		slice_failed(&app->model.scarico.s, why);
	app->model.scarico.esiste = !why;
	app->refused = true;
	return false;
}

bool usecase_may_save(struct app *app, const struct intent *i)
{
	const char *slash = strrchr(i->percorso, '/');
	struct arena a = { 0 };
	struct err err = { 0 };
	char *folder = !slash ? arena_strdup(&a, ".") : slash == i->percorso ? arena_strdup(&a, "/")
		: arena_strndup(&a, i->percorso, (size_t)(slash - i->percorso));
	bool ok = true;

	if (access(folder, W_OK | X_OK) != 0) {
		err_errno(&err, "folder");
		err_say(&err, _("La cartella %s non esiste o non vi si può scrivere: scegli un altro "
			"percorso."), folder);
		ok = refuse(app, &err);
	} else if (access(i->percorso, F_OK) == 0 && !i->sostituisci) {
		ok = refuse(app, NULL);
	}
	arena_release(&a);
	return ok;
}

void usecase_scarica(struct app *app, const struct intent *i)
{
	const struct allegato *file = i->id ? allegato_known(app, i->id) : NULL;
	const char *folder = app->options->scaricati;
	struct arena a = { 0 };
	struct err err = { 0 };
	const char *path = i->percorso;

	if (!file || (path && !usecase_may_save(app, i)))
		return;
	if (!path && file_make_folders(folder, &err))
		path = free_path(&a, folder, file_safe_name(&a, file->nome));
	begin(app, file, path ? path : "", false);
	if (path)
		fetch(app, app->model.scarico.id);
	else
		usecase_not_saved(app, &err);
	arena_release(&a);
}

void usecase_apri_file(struct app *app, const struct intent *i)
{
	const struct allegato *file = i->id ? allegato_known(app, i->id) : NULL;
	struct arena a = { 0 };
	struct err err = { 0 };
	char *folder;

	if (!file)
		return;
	folder = aperti_folder(app->options, &a);
	if (!folder || !file_make_folders(folder, &err)) {
		begin(app, file, "", true);
		usecase_not_saved(app, &err);
	} else {
		begin(app, file, free_path(&a, folder, file_safe_name(&a, file->nome)), true);
		fetch(app, app->model.scarico.id);
	}
	arena_release(&a);
}

void usecase_scarico_progress(struct app *app)
{
	struct scarico *s = &app->model.scarico;
	int64_t got = 0, total = 0;

	if (s->s.fase != FASE_IN_CORSO)
		return;
	ask_received(app, QUESTION_SCARICO, &got, &total);
	s->byte = got;
}
