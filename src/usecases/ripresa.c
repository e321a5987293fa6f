/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A bozza is taken up again: each of its fields is looked at once, when the server's word on it
 * comes. What cannot stay is taken out and said; what could not be looked at is said too, and
 * looked at when the line is there again.
 */
#include "base/alloc.h"
#include "base/file.h"
#include "io/digest.h"
#include "src/usecases/usecases.h"

#include <string.h>
#include <sys/stat.h>

#define BIT(campo) (1u << (campo))

/* ── files ──────────────────────────────────────────────────────────────────────────────── */

static bool same_bytes(const struct bozza_allegato *f)
{
	char sha256[DIGEST_TEXT_SIZE];
	struct buf bytes = { 0 };
	struct err err = { 0 };
	bool same;

	buf_init(&bytes, ALLEGATI_BYTES_MAX);
	same = file_read(f->percorso, &bytes, &err);
	if (same) {
		digest_of(bytes.data, bytes.len, sha256);
		same = !strcmp(sha256, f->sha256);
	}
	buf_release(&bytes);
	return same;
}

/* Size and time say that nothing happened; only when they do not, the bytes are read. */
static enum file_trovato file_found(const struct bozza_allegato *f)
{
	struct stat st;

	if (!f->percorso || stat(f->percorso, &st) != 0)
		return FILE_SPARITO;
	if (st.st_size != f->byte)
		return FILE_CAMBIATO;
	if (f->modificato_il != INSTANT_NONE && st.st_mtime == f->modificato_il)
		return FILE_UGUALE;
	return same_bytes(f) ? FILE_UGUALE : FILE_CAMBIATO;
}

/* ── one field against the model ────────────────────────────────────────────────────────── */

static void check_rapporto(struct app *app, struct bozza *b, struct ripresa *r)
{
	const struct slice *s = &app->model.rapporto.s;
	bool gone = s->fase == FASE_FALLITA && s->err.code == PROBLEM_NON_TROVATO;
	const struct rapporto *shown = &app->model.rapporto.rapporto;
	struct rapporto kept = { 0 };
	struct err err = { 0 };
	bool known = shown->codice_rapporto_lavoro &&
		!strcmp(shown->codice_rapporto_lavoro, b->codice_rapporto_lavoro);

	if (known)
		kept = *shown;
	else
		known = app->cache && cache_rapporto(app->cache, r->a, b->codice_rapporto_lavoro, &kept,
			NULL, &err);
	ripresa_rapporto(r, b, !gone, known ? &kept.datore : NULL, &app->model.profilo.profilo);
}

static void check_quesiti(struct app *app, struct bozza *b, struct ripresa *r)
{
	ripresa_quesiti(r, b, &app->model.quesiti.quesiti);
}

static void check_punto(struct app *app, struct bozza *b, struct ripresa *r)
{
	ripresa_punto(r, b, &app->model.punti.punti);
}

static void check_orario(struct app *app, struct bozza *b, struct ripresa *r)
{
	ripresa_orario(r, b, &app->model.disponibilita.disponibilita,
		disponibilita_now(&app->model));
}

static void check_recapiti(struct app *app, struct bozza *b, struct ripresa *r)
{
	ripresa_recapiti(r, b, &app->model.recapiti.recapiti);
}

static void check_files(struct app *app, struct bozza *b, struct ripresa *r)
{
	(void)app;
	for (size_t i = 0; i < b->n_allegati; i++)
		ripresa_file(r, &b->allegati[i], file_found(&b->allegati[i]), clock_now());
}

/* Is what the model has the server's word of now on this bozza? */
static bool slice_known(const struct slice *s, const char *whose, const char *wanted)
{
	return s->fase == FASE_FATTA && s->viva && whose && wanted && !strcmp(whose, wanted);
}

static bool known(const struct app *app, const struct bozza *b, enum ripresa_campo campo)
{
	const struct model *m = &app->model;
	const char *codice = b->codice_rapporto_lavoro;

	switch (campo) {
	case RIPRESA_RAPPORTO:
		return slice_known(&m->rapporto.s, m->rapporto.rapporto.codice_rapporto_lavoro,
			       codice) ||
			m->rapporto.s.err.code == PROBLEM_NON_TROVATO;
	case RIPRESA_QUESITI:
		return slice_known(&m->quesiti.s, m->quesiti.codice_rapporto_lavoro, codice);
	case RIPRESA_PUNTO:
		return slice_known(&m->punti.s, m->punti.codice_rapporto_lavoro, codice);
	case RIPRESA_ORARIO:
		return slice_known(&m->disponibilita.s, m->disponibilita.disponibilita.punto,
			b->punto);
	case RIPRESA_RECAPITI:
		return slice_known(&m->recapiti.s, m->recapiti.codice_rapporto_lavoro, codice);
	default:
		return true;
	}
}

static void (*const checks[RIPRESA_CAMPI])(struct app *, struct bozza *, struct ripresa *) = {
	[RIPRESA_RAPPORTO] = check_rapporto,
	[RIPRESA_QUESITI] = check_quesiti,
	[RIPRESA_PUNTO] = check_punto,
	[RIPRESA_ORARIO] = check_orario,
	[RIPRESA_ALLEGATI] = check_files,
	[RIPRESA_RECAPITI] = check_recapiti,
};

void usecase_ripresa_look(struct app *app, struct bozza *b, struct ripresa *to)
{
	unsigned filled = ripresa_campi(b), unknown = 0;

	for (int i = 0; i < RIPRESA_CAMPI; i++) {
		if (!(filled & BIT(i)))
			continue;
		if (known(app, b, (enum ripresa_campo)i))
			checks[i](app, b, to);
		else
			unknown |= BIT(i);
	}
	ripresa_non_controllati(to, unknown);
}

/* ── what is said ───────────────────────────────────────────────────────────────────────── */

/* Everything said so far but what is on `without` (bits), then `more`, then what is unknown. */
static void say(struct app *app, unsigned without, const struct ripresa *more)
{
	struct novita_slice *slice = &app->model.novita;
	struct arena a = { 0 };
	struct ripresa all = { .a = &a };

	for (size_t i = 0; i < slice->n; i++)
		if (!(without & BIT(slice->voci[i].campo)) && slice->voci[i].frase != app->non_controllati)
			all.voci[all.n++] = (struct ripresa_voce){ slice->voci[i].campo,
				arena_strdup(&a, slice->voci[i].frase) };
	for (size_t i = 0; more && i < more->n && all.n < RIPRESA_VOCI_MAX; i++)
		all.voci[all.n++] = (struct ripresa_voce){ more->voci[i].campo,
			arena_strdup(&a, more->voci[i].frase) };
	size_t said = all.n;
	ripresa_non_controllati(&all, app->ripresa_mancata);
	app->non_controllati = all.n > said ? all.voci[said].frase : NULL;
	struct ripresa_voce *voci = arena_array(&a, all.n + 1, sizeof(*voci));
	if (all.n)
		memcpy(voci, all.voci, all.n * sizeof(*voci));
	slice_replace(&slice->s, &a, clock_now(), true);
	slice->voci = voci;
	slice->n = all.n;
}

void usecase_ripresa_settled(struct app *app, enum ripresa_campo campo)
{
	app->ripresa &= ~BIT(campo);
	app->ripresa_mancata &= ~BIT(campo);
	if (app->model.novita.n)
		say(app, BIT(campo), NULL);
}

/* ── as the answers come ────────────────────────────────────────────────────────────────── */

static bool changed(const struct bozza *before, const struct bozza *after)
{
	return before->n_quesiti != after->n_quesiti || before->punto != after->punto ||
		before->inizio != after->inizio || before->n_canali != after->n_canali;
}

/* Only what has been saved is said to be gone. */
static void look(struct app *app, enum ripresa_campo campo)
{
	const struct bozza *open = &app->model.bozza.bozza;
	struct bozza b = *open;
	struct arena a = { 0 };
	struct ripresa r = { .a = &a };
	bool saved;

	checks[campo](app, &b, &r);
	saved = !changed(open, &b) || usecase_bozza_put(app, &b);
	if (saved && r.n)
		say(app, 0, &r);
	arena_release(&a);
	/* Another agenda has saved it since it was read: that version is the open one now. */
	if (!saved && !open->chiave && open->revisione != b.revisione)
		look(app, campo);
}

void usecase_ripresa(struct app *app, enum ripresa_campo campo)
{
	const struct bozza *b = &app->model.bozza.bozza;
	bool due = app->ripresa & BIT(campo);

	if (!b->id || b->chiave || !(ripresa_campi(b) & BIT(campo)))
		return;
	app->ripresa &= ~BIT(campo);
	if (known(app, b, campo)) {
		bool was_missed = app->ripresa_mancata & BIT(campo);
		app->ripresa_mancata &= ~BIT(campo);
		/* Quesiti are looked at whenever they are read: one may go while the form is open. */
		if (due || was_missed || campo == RIPRESA_QUESITI)
			look(app, campo);
		if (was_missed)
			say(app, 0, NULL);
	} else if (due) {
		app->ripresa_mancata |= BIT(campo);
		say(app, 0, NULL);
	}
}

void usecase_ripresa_begin(struct app *app)
{
	const struct bozza *b = &app->model.bozza.bozza;

	slice_replace(&app->model.novita.s, &(struct arena){ 0 }, INSTANT_NONE, false);
	app->model.novita.voci = NULL;
	app->model.novita.n = 0;
	app->non_controllati = NULL;
	app->ripresa_mancata = 0;
	app->ripresa = b->id && !b->chiave ? ripresa_campi(b) : 0;
	if (app->ripresa & BIT(RIPRESA_ALLEGATI))
		usecase_ripresa(app, RIPRESA_ALLEGATI);
}

void usecase_ripresa_again(struct app *app)
{
	if (!app->ripresa_mancata || !app->model.bozza.bozza.id)
		return;
	app->ripresa |= app->ripresa_mancata;
	usecase_bozza_read_steps(app);
}
