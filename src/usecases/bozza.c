/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The open draft. Every accepted field is on disk before it is shown; the note within a second
 * of each key. A draft with a key has been sent: its fields do not change any more until the
 * answer is known.
 */
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/random.h"
#include "src/usecases/usecases.h"

#include <string.h>

/* `field` of a refusal that no field of the form is at fault for: the disk would not have it. */
#define NON_SALVATA "bozza"
#define NOTA_SAVE_MS 1000

void usecase_bozza_refuse(struct app *app, const struct err *err)
{
	app->refused = true;
	app->model.bozza.rifiuto = *err;
	app->model.bozza.s.generation++;
}

/* What is typed counts at once, also before it is on disk. */
static void show_typed(struct app *app)
{
	if (!app->nota)
		return;
	app->model.bozza.bozza.nota = app->nota;
	app->model.bozza.s.generation++;
}

static void show(struct app *app, struct arena *a_take, const struct bozza *b)
{
	struct bozza_slice *slice = &app->model.bozza;

	slice_replace(&slice->s, a_take, clock_now(), true);
	slice->bozza = *b;
	slice->salvata_il = b->aggiornata_il;
	show_typed(app);
}

void usecase_bozza_reload(struct app *app)
{
	struct arena a = { 0 };
	struct bozza b = { 0 };
	struct err err = { 0 };
	const char *id = app->model.bozza.bozza.id;

	if (id && app->journal && journal_load_bozza(app->journal, &a, id, &b, &err))
		show(app, &a, &b);
	else
		arena_release(&a);
}

/* Another agenda of the same person has it open too. Its version is shown; what is typed here
 * stays typed. */
static void changed_elsewhere(struct app *app, struct err *err)
{
	const char *id = app->model.bozza.bozza.id;
	struct arena a = { 0 };
	struct bozza b = { 0 };
	struct err why = { 0 };

	if (!journal_load_bozza(app->journal, &a, id, &b, &why))
		err_say(err, _("La bozza non c'è più: è stata confermata o eliminata da un'altra "
			"agenda aperta. Qui non si salva nulla."));
	else if (b.chiave)
		err_say(err, _("La bozza è stata inviata da un'altra agenda aperta: si attende la "
			"risposta del servizio."));
	else
		err_say(err, _("La bozza è stata cambiata da un'altra agenda aperta: qui ora si vede "
			"quella versione. Ripeti l'ultima modifica, se serve ancora."));
	arena_release(&a);
	/* At the bottom too: whoever types on has it saved, and the refusal gone, in a second. */
	app_say(app, TONO_AVVISO, "%s", err->text);
	usecase_bozza_reload(app);
}

bool usecase_bozza_put(struct app *app, const struct bozza *b)
{
	struct bozza saved = *b;
	struct err err = { 0 };

	if (!app->journal)
		return false;
	if (app->model.bozza.bozza.chiave && saved.chiave) {
		err_set(&err, PROBLEM_OPERAZIONE_IN_CORSO, "bozza already sent");
		err_say(&err, _("La bozza è già stata inviata: si attende la risposta."));
		usecase_bozza_refuse(app, &err);
		return false;
	}
	saved.aggiornata_il = clock_now();
	if (!journal_save_bozza(app->journal, &saved, &err)) {
		if (!strcmp(err.field, "revisione"))
			changed_elsewhere(app, &err);
		else if (!err.field[0])
			err_field(&err, NON_SALVATA);
		usecase_bozza_refuse(app, &err);
		return false;
	}
	usecase_bozza_reload(app);
	err_clear(&app->model.bozza.rifiuto);
	if (!b->revisione)
		usecase_home(app); /* "Fine utente" asks about the drafts that home lists */
	return true;
}

/* ── which one is open ──────────────────────────────────────────────────────────────────── */

static void invio_none(struct app *app)
{
	struct invio *invio = &app->model.invio;

	slice_replace(&invio->s, &(struct arena){ 0 }, INSTANT_NONE, false);
	*invio = (struct invio){ .s = invio->s, .ultimo_tentativo = INSTANT_NONE };
}

/* The one that is open makes room; false when its note could not be saved. */
static bool leave_draft(struct app *app)
{
	if (!usecase_save_nota(app))
		return false;
	memset(app->upload_keys, 0, sizeof(app->upload_keys));
	memset(app->model.bozza.caricamenti, 0, sizeof(app->model.bozza.caricamenti));
	err_clear(&app->model.bozza.rifiuto);
	invio_none(app);
	return true;
}

static void open_draft(struct app *app, const char *id)
{
	struct arena a = { 0 };
	struct bozza b = { 0 };
	struct err err = { 0 };

	if (!leave_draft(app))
		return;
	if (!journal_load_bozza(app->journal, &a, id, &b, &err)) {
		arena_release(&a);
		usecase_bozza_refuse(app, &err);
		return;
	}
	show(app, &a, &b);
	for (size_t i = 0; i < b.n_allegati; i++)
		if (b.allegati[i].id && b.allegati[i].scade_il > clock_now())
			app->model.bozza.caricamenti[i].fase = CARICAMENTO_FATTO;
	if (b.chiave) {
		app->model.invio.fase = INVIO_DA_VERIFICARE;
		app->model.invio.chiave = arena_strdup(&app->model.invio.s.arena, b.chiave);
	}
}

/* What the steps of this draft show, from the cache now and from the server after. */
void usecase_bozza_read_steps(struct app *app)
{
	const struct bozza *b = &app->model.bozza.bozza;
	struct intent i = { .codice = b->codice_rapporto_lavoro, .id = b->punto };

	if (!i.codice)
		return;
	usecase_rapporto(app, i.codice);
	usecase_quesiti(app, &i);
	usecase_punti(app, &i);
	usecase_recapiti(app, &i);
	if (!i.id || b->inizio == INSTANT_NONE)
		return;
	i.dal = giorno_of(b->inizio);
	int anno, mese, del_mese;
	giorno_to_civil(i.dal, &anno, &mese, &del_mese);
	i.dal -= del_mese - 1;
	i.al = i.dal + mese_length(anno, mese) - 1;
	usecase_disponibilita(app, &i);
}

/* It is on disk from the first choice beyond the rapporto on: who looks in, sees which quesiti
 * there are and goes away leaves nothing behind. */
static void show_empty(struct app *app)
{
	struct arena a = { 0 };
	char id[UUID_SIZE];
	struct bozza b = {
		.creata_il = clock_now(),
		.aggiornata_il = clock_now(),
		.inizio = INSTANT_NONE,
	};

	random_uuid(id);
	b.id = arena_strdup(&a, id);
	show(app, &a, &b);
}

void usecase_bozza_nuova(struct app *app, const struct intent *i)
{
	char *codice = xstrdup(i->codice);

	if (!app->journal || !leave_draft(app))
		goto out;
	show_empty(app);
	usecase_ripresa_begin(app);
	usecase_rapporti(app, &(struct intent){ .testo = "" });
	if (codice)
		usecase_bozza_rapporto(app, &(struct intent){ .codice = codice });
out:
	FREE(&codice);
}

void usecase_bozza_apri(struct app *app, const struct intent *i)
{
	if (!app->journal || !i->id)
		return;
	open_draft(app, i->id);
	usecase_ripresa_begin(app);
	usecase_bozza_read_steps(app);
	usecase_uploads_start(app);
}

void usecase_bozza_elimina(struct app *app, const struct intent *i)
{
	struct arena a = { 0 };
	struct bozza b = { 0 };
	struct err err = { 0 };
	bool ok = app->journal && i->id && journal_load_bozza(app->journal, &a, i->id, &b, &err);

	if (ok && b.chiave) {
		app_say(app, TONO_AVVISO, _("La bozza è stata inviata e la risposta non si sa ancora: "
			"si elimina dopo averla verificata, o dopo avervi rinunciato (Non inviarla più)."));
		app->refused = true;
		ok = false;
	} else if (ok && !journal_discard_bozza(app->journal, b.id, &err)) {
		app_say(app, TONO_ERRORE, _("La bozza non si è potuta eliminare: %s"), err.text);
		app->refused = true;
		ok = false;
	}
	if (ok && app->model.bozza.bozza.id && !strcmp(app->model.bozza.bozza.id, b.id)) {
		FREE(&app->nota);
		slice_replace(&app->model.bozza.s, &(struct arena){ 0 }, INSTANT_NONE, false);
		app->model.bozza.bozza = (struct bozza){ .inizio = INSTANT_NONE };
	}
	arena_release(&a);
	usecase_home(app);
}

/* ── fields ─────────────────────────────────────────────────────────────────────────────── */

static bool nothing_but_the_rapporto(const struct app *app, const struct bozza *b)
{
	return !b->revisione && !b->n_quesiti && !b->punto && !b->n_allegati && !b->n_canali &&
		!app->nota && !(b->nota && b->nota[0]);
}

static void show_begun(struct app *app, const struct bozza *b)
{
	struct arena a = { 0 };
	struct bozza own = { .inizio = INSTANT_NONE, .creata_il = b->creata_il,
		.aggiornata_il = clock_now() };

	own.id = arena_strdup(&a, b->id);
	own.codice_rapporto_lavoro = arena_strdup(&a, b->codice_rapporto_lavoro);
	own.datore = arena_strdup(&a, b->datore);
	show(app, &a, &own);
	err_clear(&app->model.bozza.rifiuto);
}

bool usecase_bozza_keep(struct app *app)
{
	const struct bozza *b = &app->model.bozza.bozza;

	return b->revisione || (b->codice_rapporto_lavoro && usecase_bozza_put(app, b));
}

void usecase_bozza_rapporto(struct app *app, const struct intent *i)
{
	struct bozza b = app->model.bozza.bozza;
	struct arena a = { 0 };
	struct rapporto r = { 0 };
	struct err err = { 0 };
	const char *now = b.codice_rapporto_lavoro;

	if (!b.id || !i->codice || !app->cache)
		return;
	if (!now || strcmp(now, i->codice) != 0) {
		b.n_quesiti = 0;
		b.punto = b.punto_denominazione = NULL;
		b.inizio = INSTANT_NONE;
		b.n_canali = 0;
	}
	b.codice_rapporto_lavoro = arena_strdup(&a, i->codice);
	if (cache_rapporto(app->cache, &a, i->codice, &r, NULL, &err))
		b.datore = persona_phrase(&a, &r.datore);
	bool begun = nothing_but_the_rapporto(app, &b);
	if (begun)
		show_begun(app, &b);
	if (begun || usecase_bozza_put(app, &b)) {
		for (int c = 0; c < RIPRESA_CAMPI; c++)
			usecase_ripresa_settled(app, (enum ripresa_campo)c);
		usecase_bozza_read_steps(app);
	}
	arena_release(&a);
}

void usecase_bozza_quesiti(struct app *app, const struct intent *i)
{
	struct bozza b = app->model.bozza.bozza;
	struct err err = { 0 };

	if (i->n_ids > QUESITI_PER_APPUNTAMENTO_MAX) {
		err_set(&err, PROBLEM_CAMPO_NON_VALIDO, "too many quesiti");
		err_field(&err, "quesiti");
		err_say(&err, _("In un appuntamento si possono trattare al massimo %d quesiti."),
			QUESITI_PER_APPUNTAMENTO_MAX);
		usecase_bozza_refuse(app, &err);
		return;
	}
	b.quesiti = (const char **)i->ids;
	b.n_quesiti = i->n_ids;
	if (b.id && usecase_bozza_put(app, &b))
		usecase_ripresa_settled(app, RIPRESA_QUESITI);
}

static const struct punto *punto_find(const struct app *app, const char *id)
{
	const struct punti *all = &app->model.punti.punti;

	for (size_t i = 0; i < all->n; i++)
		if (!strcmp(all->items[i].id, id))
			return &all->items[i];
	return NULL;
}

void usecase_bozza_punto(struct app *app, const struct intent *i)
{
	struct bozza b = app->model.bozza.bozza;
	const struct punto *p = i->id ? punto_find(app, i->id) : NULL;
	struct intent times = { 0 };

	if (!b.id || !p)
		return;
	if (!b.punto || strcmp(b.punto, p->id) != 0)
		b.inizio = INSTANT_NONE;
	b.punto = p->id;
	b.punto_denominazione = p->denominazione;
	if (!usecase_bozza_put(app, &b))
		return;
	usecase_ripresa_settled(app, RIPRESA_PUNTO);
	instant from = p->primo_libero == INSTANT_NONE ? clock_now() : p->primo_libero;
	int anno, mese, del_mese;
	giorno_to_civil(giorno_of(from), &anno, &mese, &del_mese);
	times.id = p->id;
	times.dal = giorno_from_civil(anno, mese, 1);
	times.al = times.dal + mese_length(anno, mese) - 1;
	usecase_disponibilita(app, &times);
}

void usecase_bozza_orario(struct app *app, const struct intent *i)
{
	struct bozza b = app->model.bozza.bozza;

	b.inizio = i->inizio;
	if (b.id && usecase_bozza_put(app, &b)) {
		usecase_ripresa_settled(app, RIPRESA_PUNTO);
		usecase_ripresa_settled(app, RIPRESA_ORARIO);
	}
}

void usecase_bozza_canali(struct app *app, const struct intent *i)
{
	struct bozza b = app->model.bozza.bozza;

	b.n_canali = 0;
	for (unsigned c = 1; c < CANALE_COUNT; c++)
		if (i->canali & (1u << c))
			b.canali[b.n_canali++] = (enum canale)c;
	if (b.id && usecase_bozza_put(app, &b))
		usecase_ripresa_settled(app, RIPRESA_RECAPITI);
}

void usecase_bozza_nota(struct app *app, const struct intent *i)
{
	if (!app->model.bozza.bozza.id)
		return;
	FREE(&app->nota);
	app->nota = xstrdup(i->testo ? i->testo : "");
	show_typed(app);
	/* Who types without a pause is saved every second too. */
	if (app->alarms[ALARM_NOTA] < 0)
		app_alarm(app, ALARM_NOTA, NOTA_SAVE_MS);
}

bool usecase_save_nota(struct app *app)
{
	struct bozza b = app->model.bozza.bozza;
	struct err refused = app->model.bozza.rifiuto;
	char *nota = app->nota;
	bool ok;

	app_alarm(app, ALARM_NOTA, -1);
	if (!nota || !b.id)
		return true;
	app->nota = NULL;
	b.nota = nota;
	ok = usecase_bozza_put(app, &b);
	/* The clock saves the note: what was refused meanwhile has still to be read, but not that
	 * the draft could not be saved. */
	if (ok && refused.code != ERR_FULL && strcmp(refused.field, "nota") != 0 &&
		strcmp(refused.field, "revisione") != 0 && strcmp(refused.field, NON_SALVATA) != 0)
		app->model.bozza.rifiuto = refused;
	if (ok && app->model.bozza.bozza.nota != nota)
		FREE(&nota);
	else
		app->nota = nota; /* still typed, still to be saved, or still shown */
	if (!ok)
		show_typed(app);
	return ok;
}
