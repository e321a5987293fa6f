/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Lists are windows: a few screenfuls of rows around an anchor, read from the cache in the
 * turn in which they are asked for. Whatever their length, this costs the same.
 */
#include "base/alloc.h"
#include "base/i18n.h"
#include "src/usecases/usecases.h"
#include "ui/righe.h"

#include <string.h>

#define RIGHE_DEFAULT 60

static struct anchor anchor_of(const struct intent *i, int rows)
{
	struct anchor at = { .at = ANCHOR_ID, .id = i->id, .inizio = INSTANT_NONE };

	switch (i->verso) {
	case VERSO_INIZIO:
		at.at = ANCHOR_FIRST;
		break;
	case VERSO_FINE:
		at.at = ANCHOR_LAST;
		at.before = rows;
		return at;
	case VERSO_PRIMA:
		at.before = rows - rows / 4;
		break;
	case VERSO_DOPO:
		at.before = rows / 4;
		break;
	case VERSO_INTORNO:
		at.before = rows / 2;
		break;
	}
	if (!i->id)
		at.at = ANCHOR_FIRST;
	if (at.at == ANCHOR_FIRST)
		at.before = 0;
	at.after = rows - at.before;
	return at;
}

/* What the cache said of a window, into the slice. The rows are in `a`. */
static void window_show(struct app *app, struct finestra *f, struct arena *a,
	struct riga *righe, const struct cache_window *w)
{
	slice_replace(&f->s, a, INSTANT_NONE, false);
	usecase_say_how_old(app, &f->s);
	f->righe = righe;
	f->n = w->n;
	f->altre_prima = w->more_before;
	f->altre_dopo = w->more_after;
	f->totale = (int)w->count;
	f->totale_oltre = w->more_than_cap;
}

static void rapporti_fill(struct app *app, const struct anchor *at)
{
	struct rapporti_slice *slice = &app->model.rapporti;
	struct arena a = { 0 };
	struct cache_window w = { 0 };
	struct rapporto *items = NULL;
	struct err err = { 0 };
	const char *filter = app->asked.filtro ? app->asked.filtro : "";

	if (!app->cache)
		return;
	if (!cache_rapporti_window(app->cache, &a, filter, at, &items, &w, &err)) {
		arena_release(&a);
		slice_failed(&slice->f.s, &err);
		return;
	}
	struct riga *righe = arena_array(&a, w.n + 1, sizeof(*righe));
	for (size_t i = 0; i < w.n; i++)
		riga_rapporto(&a, app->model.nomi, &items[i], &righe[i]);
	slice->filtro = arena_strdup(&a, filter);
	window_show(app, &slice->f, &a, righe, &w);
}

static void risultati_fill(struct app *app, const struct anchor *at)
{
	struct risultati_slice *slice = &app->model.risultati;
	struct arena a = { 0 };
	struct cache_window w = { 0 };
	struct appuntamento_sintesi *items = NULL;
	struct err err = { 0 };

	if (!app->cache)
		return;
	if (!cache_appuntamenti_window(app->cache, &a, &app->asked.ricerca, at, &items, &w, &err)) {
		arena_release(&a);
		slice_failed(&slice->f.s, &err);
		return;
	}
	struct sospese sospese = usecase_sospese(app, &a);
	struct riga *righe = arena_array(&a, w.n + 1, sizeof(*righe));
	for (size_t i = 0; i < w.n; i++) {
		riga_appuntamento(&a, app->model.nomi, &items[i], &righe[i]);
		if (items[i].stato == APPUNTAMENTO_STATO_CONFERMATO && sospesa(&sospese, items[i].id))
			riga_sospesa(&righe[i]);
	}
	slice->ricerca = app->asked.ricerca;
	slice->ricerca.codice_rapporto_lavoro =
		arena_strdup(&a, app->asked.ricerca.codice_rapporto_lavoro);
	slice->ricerca.testo = arena_strdup(&a, app->asked.ricerca.testo);
	slice->testo_non_pronto = w.words_left;
	window_show(app, &slice->f, &a, righe, &w);
}

void usecase_righe(struct app *app, const struct intent *i)
{
	int rows = i->quante > 0 ? i->quante : RIGHE_DEFAULT;
	struct anchor at = anchor_of(i, rows);

	if (i->elenco == ELENCO_RAPPORTI) {
		app->asked.righe_rapporti = rows;
		rapporti_fill(app, &at);
	} else if (i->elenco == ELENCO_RISULTATI) {
		app->asked.righe_risultati = rows;
		risultati_fill(app, &at);
	}
}

void usecase_rapporti(struct app *app, const struct intent *i)
{
	int rows = app->asked.righe_rapporti ? app->asked.righe_rapporti : RIGHE_DEFAULT;

	FREE(&app->asked.filtro);
	app->asked.filtro = xstrdup(i->testo);
	rapporti_fill(app, &(struct anchor){ .at = ANCHOR_FIRST, .after = rows });
}

static bool ricerca_allowed(struct app *app, const struct ricerca *r, struct err *err)
{
	if (r->escludi_intermediario && may_filtro_intermediario(&app->model)) {
		err_set(err, PROBLEM_FILTRO_NON_AMMESSO, "escludi_intermediario");
		err_field(err, "escludi_intermediario");
		return err_say(err, "%s", may_filtro_intermediario(&app->model));
	}
	if (r->dal != GIORNO_NONE && r->al != GIORNO_NONE && r->al < r->dal) {
		err_set(err, PROBLEM_CAMPO_NON_VALIDO, "al before dal");
		err_field(err, "al");
		return err_say(err, _("La data finale viene prima di quella iniziale."));
	}
	return true;
}

void usecase_cerca(struct app *app, const struct intent *i)
{
	int rows = app->asked.righe_risultati ? app->asked.righe_risultati : RIGHE_DEFAULT;
	bool open = i->ricerca.dal == GIORNO_NONE && i->ricerca.al == GIORNO_NONE;
	struct anchor at = { .at = ANCHOR_FIRST, .after = rows };
	struct err err = { 0 };
	char *codice = xstrdup(i->ricerca.codice_rapporto_lavoro);
	char *testo = xstrdup(i->ricerca.testo);

	if (!ricerca_allowed(app, &i->ricerca, &err)) {
		slice_failed(&app->model.risultati.f.s, &err);
		FREE(&codice);
		FREE(&testo);
		return;
	}
	arena_reset(&app->asked.arena);
	app->asked.ricerca = i->ricerca;
	app->asked.ricerca.codice_rapporto_lavoro = arena_strdup(&app->asked.arena, codice);
	app->asked.ricerca.testo = arena_strdup(&app->asked.arena, testo);
	FREE(&codice);
	FREE(&testo);
	if (open)
		at = (struct anchor){ .at = ANCHOR_INSTANT, .before = rows / 3,
			.inizio = instant_at(giorno_of(clock_now()), 0),
			.after = rows - rows / 3 };
	risultati_fill(app, &at);
	usecase_keep_current(app);
}

/* The same rows as now, read again: what is in the middle stays there. */
static struct anchor anchor_here(const struct finestra *f, int asked)
{
	int rows = asked ? asked : RIGHE_DEFAULT;

	if (f->n == 0 || !f->altre_prima)
		return (struct anchor){ .at = ANCHOR_FIRST, .after = rows };
	return (struct anchor){ .at = ANCHOR_ID, .id = f->righe[f->n / 2].id,
		.inizio = INSTANT_NONE, .before = rows / 2, .after = rows - rows / 2 };
}

void usecase_lists_again(struct app *app)
{
	struct model *m = &app->model;
	struct anchor at;

	if (m->rapporti.f.s.fase != FASE_NIENTE) {
		at = anchor_here(&m->rapporti.f, app->asked.righe_rapporti);
		rapporti_fill(app, &at);
	}
	if (m->risultati.f.s.fase != FASE_NIENTE) {
		at = anchor_here(&m->risultati.f, app->asked.righe_risultati);
		risultati_fill(app, &at);
	}
	usecase_home(app);
	usecase_rapporto_reload(app);
	usecase_dettaglio_reload(app);
}

void usecase_refresh(struct app *app, const struct intent *i)
{
	struct model *m = &app->model;
	struct intent again = { .codice = m->rapporto.rapporto.codice_rapporto_lavoro };

	switch (i->elenco) {
	case ELENCO_QUESITI:
		usecase_quesiti(app, &again);
		return;
	case ELENCO_PUNTI:
		usecase_punti(app, &again);
		return;
	case ELENCO_RECAPITI:
		usecase_recapiti(app, &again);
		return;
	case ELENCO_DISPONIBILITA:
		again.id = m->bozza.bozza.punto;
		again.dal = m->disponibilita.dal;
		again.al = m->disponibilita.al;
		usecase_disponibilita(app, &again);
		return;
	case ELENCO_DETTAGLIO:
		again.id = m->dettaglio.id;
		usecase_mostra(app, &again);
		return;
	case ELENCO_MANUALI:
		usecase_manuali(app, &again);
		return;
	case ELENCO_NESSUNO:
	case ELENCO_HOME:
	case ELENCO_RAPPORTI:
	case ELENCO_RISULTATI:
		usecase_lists_again(app); /* what this machine knows, whatever the line does */
		usecase_line_try(app);
		if (net_authorised(app->net))
			usecase_profilo(app);
		usecase_sync(app);
		return;
	}
}
