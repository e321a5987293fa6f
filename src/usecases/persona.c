/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The person in front of the screen: their profile, and the two files that are theirs alone.
 */
#include "api/codec.h"
#include "api/tables.h"
#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "src/usecases/usecases.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void usecase_say_in_memory(struct app *app)
{
	app_say(app, TONO_AVVISO, "%s", _("La copia locale non si può tenere qui: questa volta resta "
		"in memoria."));
}

static void report_say(struct app *app, const struct file_report *report)
{
	if (report->fate == FILE_REBUILT)
		app_say(app, TONO_AVVISO, "%s", report->why.text);
	if (report->fate == FILE_EMPTIED && !cache_on_disk(app->cache))
		usecase_say_in_memory(app);
	else if (report->fate == FILE_EMPTIED)
		app_say(app, TONO_AVVISO, "%s", _("La copia locale è stata svuotata, come aveva chiesto "
			"un comando: si riempie di nuovo appena il servizio risponde. Le bozze restano."));
}

/* Nothing can be kept, or another agenda of this person has only just begun its file. */
static void cache_in_memory(struct app *app, const char *identity, struct file_report *report,
	struct err *err)
{
	if (err->code != ERR_BUSY)
		usecase_say_in_memory(app);
	app->cache = cache_open(NULL, identity, report, err);
}

bool usecase_open_files(struct app *app, const char *persona, const char *profilo,
	struct err *err)
{
	const struct options *o = app->options;
	struct file_report report = { 0 };
	struct arena a = { 0 };
	const char *identity = cache_identity(&a, o->server, persona, profilo);
	const char *folder = NULL, *remark = NULL;
	bool same = app->identity && !strcmp(app->identity, identity);

	if (!same) {
		usecase_close_files(app);
		app->identity = xstrdup(identity);
		usecase_sweep(app);
		app->journal = journal_open(o->senza_cache ? NULL : o->cartella_stato, identity,
			&report, err);
		if (app->journal)
			report_say(app, &report);
		else
			err_say(err, _("Le bozze non si possono salvare in %s. «agenda --senza-cache» tiene "
				"tutto in memoria, e alla fine non resta nulla."), o->cartella_stato);
	}
	if (!same && app->journal) {
		report = (struct file_report){ 0 };
		usecase_prune(app);
		folder = usecase_cache_folder(o, &remark);
		if (remark)
			app_say(app, TONO_AVVISO, "%s", remark);
		app->cache = cache_open(folder, identity, &report, err);
		if (!app->cache)
			cache_in_memory(app, identity, &report, err);
		report_say(app, &report);
		usecase_resti(app); /* of one that was emptied at its opening */
	}
	if (app->cache)
		cache_hide(app->cache, (enum tipo_profilo)words_find(&tipo_profilo_words, profilo),
			clock_now());
	arena_release(&a);
	return app->journal && app->cache;
}

void usecase_contact(struct app *app)
{
	struct err err = { 0 };
	bool was_hidden = app->cache && cache_hidden(app->cache, &err);

	if (app->cache)
		cache_set_contact(app->cache, clock_now(), &err);
	if (!was_hidden)
		return;
	usecase_lists_again(app);
	usecase_profilo(app);
}

static void empty_slice(struct slice *s, const struct err *why)
{
	slice_replace(s, &(struct arena){ 0 }, INSTANT_NONE, false);
	slice_failed(s, why);
}

static void forget_delegated(struct model *m, const struct err *why)
{
	m->profilo.profilo.n_deleganti = 0;
	slice_failed(&m->profilo.s, why);
	m->rapporti = (struct rapporti_slice){ .f.s = m->rapporti.f.s };
	empty_slice(&m->rapporti.f.s, why);
	m->risultati = (struct risultati_slice){ .f.s = m->risultati.f.s,
		.ricerca = m->risultati.ricerca };
	m->risultati.ricerca.codice_rapporto_lavoro = NULL; /* it lies in the arena that goes */
	empty_slice(&m->risultati.f.s, why);
	m->rapporto = (struct rapporto_slice){ .s = m->rapporto.s };
	empty_slice(&m->rapporto.s, why);
	m->quesiti = (struct quesiti_slice){ .s = m->quesiti.s };
	empty_slice(&m->quesiti.s, why);
	m->punti = (struct punti_slice){ .s = m->punti.s };
	empty_slice(&m->punti.s, why);
	m->recapiti = (struct recapiti_slice){ .s = m->recapiti.s };
	empty_slice(&m->recapiti.s, why);
	m->dettaglio = (struct dettaglio_slice){ .s = m->dettaglio.s };
	empty_slice(&m->dettaglio.s, why);
}

void usecase_check_age(struct app *app)
{
	struct err why = { 0 };

	if (!app->cache || cache_hidden(app->cache, &why) ||
		!cache_hide(app->cache, app->model.profilo.profilo.in_uso, app->model.adesso) ||
		!cache_hidden(app->cache, &why))
		return;
	forget_delegated(&app->model, &why);
	usecase_home(app);
	app->wipe_screen = true;
}

void usecase_slice_failed(struct app *app, struct slice *s, const struct err *err)
{
	struct err why = { 0 };

	slice_failed(s, app->cache && cache_hidden(app->cache, &why) ? &why : err);
}

/* The local copy is only a copy: what is damaged is begun anew and asked for again. */
void usecase_mend_cache(struct app *app)
{
	struct file_report report = { 0 };
	struct err err = { 0 };

	if (!app->cache || !cache_damaged(app->cache))
		return;
	cache_mend(app->cache, &report, &err);
	report_say(app, &report);
	usecase_begin_anew(app);
}

void usecase_close_files(struct app *app)
{
	usecase_gemello_stop(app);
	usecase_sync_forget(app);
	cache_close(app->cache);
	journal_close(app->journal);
	app->cache = NULL;
	app->journal = NULL;
	FREE(&app->identity);
	memset(&app->home_of, 0, sizeof(app->home_of));
}

/* ── who it was last time ───────────────────────────────────────────────────────────────── */

static char *session_path(const struct app *app, struct arena *a)
{
	const struct options *o = app->options;

	if (!o->cartella_sessione || o->senza_cache)
		return NULL;
	return arena_printf(a, "%s/sessione-%.32s", o->cartella_sessione,
		cache_identity(a, o->server, "", "sessione"));
}

void usecase_remember(struct app *app, const struct profilo *p)
{
	struct arena a = { 0 };
	struct err err = { 0 };
	char *path = session_path(app, &a);

	if (path) {
		char *text = arena_printf(&a, "%s\n%s\n%s\n", app->emittente, p->id,
			words_code(&tipo_profilo_words, (int)p->in_uso));
		if (file_make_folders(app->options->cartella_sessione, &err))
			file_write(path, text, strlen(text), &err);
	}
	arena_release(&a);
}

static void show_cached_profilo(struct app *app)
{
	struct profilo_slice *slice = &app->model.profilo;
	struct arena a = { 0 };
	struct err err = { 0 };
	instant letto_il = INSTANT_NONE;
	struct profilo p = { 0 };

	if (!cache_profilo(app->cache, &a, &p, &letto_il, &err)) {
		arena_release(&a);
		return;
	}
	slice_replace(&slice->s, &a, letto_il, false);
	slice->profilo = p;
	if (cache_hidden(app->cache, &err)) {
		slice->profilo.n_deleganti = 0; /* names of employers too */
		slice_failed(&slice->s, &err);
	}
}

bool usecase_recall(struct app *app)
{
	struct buf text = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };
	char *path = session_path(app, &a);
	bool ok = path && file_read(path, &text, &err);
	char *rest = ok ? text_sanitise(&app->recalled, text.data, text.len, true) : NULL;

	app->emittente = rest ? strsep(&rest, "\n") : NULL;
	const char *persona = rest ? strsep(&rest, "\n") : NULL;
	const char *profilo = rest ? strsep(&rest, "\n") : NULL;
	ok = profilo && *persona && words_find(&tipo_profilo_words, profilo) &&
		usecase_open_files(app, persona, profilo, &err);
	if (ok) {
		app->model.connessione.ultimo_contatto = cache_contact(app->cache);
		show_cached_profilo(app);
		usecase_home(app);
		usecase_home_settle(app);
		usecase_gemello(app); /* the last start may have ended before its child did */
	} else if (err.text[0] && err.code != ERR_ABSENT) {
		app_say(app, TONO_AVVISO, "%s", err.text); /* else it would look like a new sign-in */
	}
	buf_release(&text);
	arena_release(&a);
	return ok;
}

void usecase_unremember(struct app *app)
{
	struct arena a = { 0 };
	char *path = session_path(app, &a);

	if (path)
		unlink(path);
	arena_release(&a);
}

/* What the screens were asked for, and what was on its way, was the former person's. */
static void forget_wishes(struct app *app)
{
	FREE(&app->asked.filtro);
	arena_reset(&app->asked.arena);
	app->asked.ricerca = (struct ricerca){ .dal = GIORNO_NONE, .al = GIORNO_NONE };
	FREE(&app->nota);
	FREE(&app->file_viewed);
	FREE(&app->download.path);
	memset(app->upload_keys, 0, sizeof(app->upload_keys));
	app->n_replies = 0;
	app->lock_notice = 0;
	app->wipe_screen = true;
}

void usecase_forget_person(struct app *app)
{
	struct model *m = &app->model;
	struct model kept;

	usecase_unremember(app);
	usecase_close_files(app);
	kept = *m; /* how far a sync had come went with the files */
	model_release(m);
	model_init(m);
	m->adesso = kept.adesso;
	m->demo = kept.demo;
	m->senza_rete = kept.senza_rete;
	m->ascii = kept.ascii;
	m->maschera = kept.maschera;
	m->conserva = kept.conserva;
	m->nomi = kept.maschera ? NOMI_MASCHERATI : NOMI_CHIARI;
	m->server = kept.server;
	m->cartella_scaricati = kept.cartella_scaricati;
	m->visore = kept.visore;
	m->connessione = kept.connessione;
	m->avviso.numero = kept.avviso.numero; /* its words may have been about the former */
	m->persona_numero = kept.persona_numero + 1;
	forget_wishes(app);
}

/* ── GET /profilo ───────────────────────────────────────────────────────────────────────── */

static const char *profilo_code(const struct profilo *p)
{
	return words_code(&tipo_profilo_words, (int)p->in_uso);
}

static bool is_identity(const struct app *app, const struct profilo *p)
{
	struct arena a = { 0 };
	bool same = !strcmp(app->identity,
		cache_identity(&a, app->options->server, p->id, profilo_code(p)));

	arena_release(&a);
	return same;
}

static void profilo_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	struct profilo_slice *slice = &app->model.profilo;
	const struct profilo *p = r->value;
	struct err err = { 0 };
	bool before = app->identity != NULL;

	(void)ask;
	if (r->kind != ANSWER_OK) {
		if (app->identity)
			usecase_slice_failed(app, &slice->s, &r->err);
		else
			slice_failed(&app->model.accesso.s, &r->err);
		if (!app->identity && r->kind == ANSWER_PROBLEM)
			app->model.accesso.fase = ACCESSO_FALLITO;
		return;
	}
	if (before && !is_identity(app, p)) {
		ask_forget_all(app);
		usecase_forget_person(app);
	}
	if (!usecase_open_files(app, p->id, profilo_code(p), &err)) {
		slice_failed(&app->model.accesso.s, &err);
		app->model.accesso.fase = ACCESSO_FALLITO;
		return;
	}
	cache_put_profilo(app->cache, p, clock_now(), &err);
	usecase_contact(app);
	slice->profilo = *p;
	slice_replace(&slice->s, r->arena, clock_now(), true);
	usecase_remember(app, &slice->profilo);
	app->model.accesso.fase = ACCESSO_FATTO;
	ask_resume(app);
	usecase_sync(app);
	usecase_home(app);
	usecase_verify_all(app);
}

void usecase_profilo(struct app *app)
{
	slice_asked(&app->model.profilo.s);
	ask_send(app, &(struct ask){ .route = ROUTE_PROFILO, .question = QUESTION_PROFILO,
		.lane = NET_READ, .done = profilo_answer });
}
