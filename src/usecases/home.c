/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Home: the next appointments, what needs attention, what has no answer yet, the drafts. All of
 * it from the two files; nothing is asked here. Whoever may have changed something says so with
 * usecase_home(); it is looked at once, when the turn's work is done, and made anew only when
 * what it is made of is another.
 */
#include "base/i18n.h"
#include "src/usecases/usecases.h"
#include "ui/righe.h"

#include <string.h>

#define PROSSIMI_MAX 20
#define ATTENZIONI_MAX 32
#define GIORNO_SECONDS 86400
#define DELEGA_FINITA_DAYS 30 /* an end of a delega is news for so long: our choice */

struct making {
	struct app *app;
	struct home *home; /* being filled, not yet shown */
	struct arena *a;
	instant now;
	struct sendings open; /* without an answer yet */
};

static void attention(struct making *m, struct attenzione x)
{
	if (m->home->n_attenzioni == ATTENZIONI_MAX)
		return;
	riga_attenzione(m->a, &x);
	m->home->attenzioni[m->home->n_attenzioni++] = x;
}

/* An employer knows who the employer is: NULL then. */
static const char *other_datore(const struct making *m, const struct persona *datore)
{
	const struct model *model = &m->app->model;

	if (model->profilo.profilo.in_uso == PROFILO_CITTADINO)
		return NULL;
	return persona_named(m->a, model->nomi, datore);
}

static const char *datore_of(const struct making *m, const char *id)
{
	struct appuntamento_sintesi ap = { 0 };
	struct err err = { 0 };

	if (m->app->model.profilo.profilo.in_uso == PROFILO_CITTADINO ||
		!cache_appuntamento_sintesi(m->app->cache, m->a, id, &ap, NULL, &err))
		return NULL;
	return other_datore(m, &ap.datore);
}

/* The next ones of which the latest word is `evento`. */
static void news(struct making *m, enum evento evento, enum attenzione_tipo tipo)
{
	struct novita *items;
	size_t n = 0;
	struct err err = { 0 };

	if (!m->app->cache ||
		!cache_novita(m->app->cache, m->a, evento, m->now, PROSSIMI_MAX, &items, &n, &err))
		return;
	for (size_t i = 0; i < n; i++)
		attention(m, (struct attenzione){ .tipo = tipo, .id = items[i].id,
			.inizio = items[i].inizio, .testo = items[i].testo,
			.datore = datore_of(m, items[i].id) });
}

/* These rows have no column for the state: the word takes the place of what tells least. */
static void say_pending(struct making *m, struct riga *row)
{
	bool own = m->app->model.profilo.profilo.in_uso == PROFILO_CITTADINO;

	riga_sospesa(row);
	if (own)
		row->celle[CELLA_PUNTO] = row->celle[CELLA_STATO];
	else
		row->celle[CELLA_PERSONE] = arena_printf(m->a,
			_("Cancellazione da verificare · %s"), row->celle[CELLA_PERSONE]);
}

static bool is_pending(const struct making *m, const char *id)
{
	for (size_t i = 0; i < m->open.n; i++)
		if (m->open.items[i].genere == SENDING_CANCELLAZIONE && m->open.items[i].riguarda &&
			!strcmp(m->open.items[i].riguarda, id))
			return true;
	return false;
}

static void prossimi(struct making *m)
{
	struct ricerca r = { .stato = APPUNTAMENTO_STATO_CONFERMATO, .dal = giorno_of(m->now),
		.al = GIORNO_NONE };
	struct anchor at = { .at = ANCHOR_FROM, .inizio = m->now, .after = PROSSIMI_MAX };
	struct appuntamento_sintesi *items = NULL;
	struct cache_window w = { 0 };
	struct err err = { 0 };

	if (!m->app->cache ||
		!cache_appuntamenti_window(m->app->cache, m->a, &r, &at, &items, &w, &err))
		return;
	m->home->prossimi = arena_array(m->a, w.n + 1, sizeof(*m->home->prossimi));
	m->home->n_prossimi = w.n;
	m->home->altri_prossimi = w.more_after;
	for (size_t i = 0; i < w.n; i++) {
		const struct appuntamento_sintesi *s = &items[i];
		riga_appuntamento(m->a, m->app->model.nomi, s, &m->home->prossimi[i]);
		if (is_pending(m, s->id))
			say_pending(m, &m->home->prossimi[i]);
		if (s->inizio - m->now <= GIORNO_SECONDS)
			attention(m, (struct attenzione){ .tipo = ATTENZIONE_VICINO, .id = s->id,
				.inizio = s->inizio, .datore = other_datore(m, &s->datore) });
	}
}

static void from_profilo(struct making *m)
{
	const struct profilo *p = &m->app->model.profilo.profilo;
	giorno oggi = giorno_of(m->now);

	if (p->in_uso != PROFILO_INTERMEDIARIO)
		return;
	if (!p->abilitato)
		attention(m, (struct attenzione){ .tipo = ATTENZIONE_NON_ABILITATO });
	for (size_t i = 0; i < p->n_deleganti; i++) {
		const struct delegante *d = &p->deleganti[i];
		bool ended = d->stato == DELEGA_STATO_REVOCATA || d->stato == DELEGA_STATO_ANNULLATA;
		if (ended && d->al != GIORNO_NONE && oggi - d->al <= DELEGA_FINITA_DAYS)
			attention(m, (struct attenzione){ .tipo = ATTENZIONE_DELEGA_FINITA,
				.testo = persona_named(m->a, m->app->model.nomi, &d->datore), .giorno = d->al });
	}
}

static void prenotabili(struct making *m)
{
	struct prenotabili all;
	struct err err = { 0 };

	if (m->app->cache && cache_prenotabili(m->app->cache, m->a, &all, &err) && all.quesiti)
		attention(m, (struct attenzione){ .tipo = ATTENZIONE_PRENOTABILI,
			.id = all.codice, .n = all.quesiti });
}

/* Its rapporto has been taken from an intermediario: what was typed stays, and cannot be sent. */
static bool is_without_delega(struct making *m, const struct bozza *b)
{
	struct rapporto r = { 0 };
	struct err err = { 0 };

	return m->app->model.profilo.profilo.in_uso == PROFILO_INTERMEDIARIO &&
		b->codice_rapporto_lavoro && m->app->cache &&
		cache_synced(m->app->cache, NULL) &&
		!cache_rapporto(m->app->cache, m->a, b->codice_rapporto_lavoro, &r, NULL, &err) &&
		err.code == ERR_ABSENT;
}

static void attention_bozza(struct making *m, const struct bozza *b)
{
	if (is_without_delega(m, b))
		attention(m, (struct attenzione){ .tipo = ATTENZIONE_BOZZA_SENZA_DELEGA, .id = b->id,
			.testo = nome_phrase(m->a, m->app->model.nomi, b->datore) });
	for (size_t k = 0; k < b->n_allegati; k++)
		if (b->allegati[k].id && b->allegati[k].scade_il != INSTANT_NONE &&
			b->allegati[k].scade_il <= m->now)
			attention(m, (struct attenzione){ .tipo = ATTENZIONE_FILE_SCADUTI, .id = b->id });
}

static void name_lavoratore(struct making *m, const struct bozza *b, struct riga *row)
{
	struct app *app = m->app;
	struct rapporto r = { 0 };
	struct err err = { 0 };
	bool known;

	if (app->model.profilo.profilo.in_uso != PROFILO_CITTADINO || !b->codice_rapporto_lavoro)
		return;
	known = app->cache &&
		cache_rapporto(app->cache, m->a, b->codice_rapporto_lavoro, &r, NULL, &err);
	riga_bozza_propria(m->a, app->model.nomi, known ? &r.lavoratore : NULL, row);
}

static void bozze(struct making *m)
{
	struct bozze all = { 0 };
	struct err err = { 0 };

	if (!m->app->journal || !journal_bozze(m->app->journal, m->a, &all, &err))
		return;
	m->home->bozze = arena_array(m->a, all.n + 1, sizeof(*m->home->bozze));
	m->home->n_bozze = all.n;
	for (size_t i = 0; i < all.n; i++) {
		const struct bozza *b = &all.items[i];
		riga_bozza(m->a, m->app->model.nomi, b, &m->home->bozze[i]);
		name_lavoratore(m, b, &m->home->bozze[i]);
		attention_bozza(m, b);
	}
}

static void sospeso_of(struct making *m, const struct sending *s, struct sospeso *to)
{
	struct bozza b = { .inizio = INSTANT_NONE };
	struct appuntamento_sintesi ap = { .inizio = INSTANT_NONE };
	struct err err = { 0 };

	*to = (struct sospeso){
		.chiave = s->chiave,
		.cancellazione = s->genere == SENDING_CANCELLAZIONE,
		.caricamento = s->genere == SENDING_CARICAMENTO,
		.rinunciato = s->rinunciato,
		.descrizione = s->descrizione,
		.bozza = s->bozza,
		.appuntamento = s->riguarda,
		.inizio = INSTANT_NONE,
		.inviata_il = s->inviato_il,
		.in_corso = ask_key_open(m->app, s->chiave),
	};
	if (s->bozza && journal_load_bozza(m->app->journal, m->a, s->bozza, &b, &err)) {
		if (m->app->model.profilo.profilo.in_uso != PROFILO_CITTADINO)
			to->datore = nome_phrase(m->a, m->app->model.nomi, b.datore);
		to->punto_denominazione = b.punto_denominazione;
		to->inizio = b.inizio;
	} else if (s->bozza) {
		to->bozza = NULL; /* eliminated meanwhile */
	} else if (s->riguarda && cache_appuntamento_sintesi(m->app->cache, m->a, s->riguarda, &ap,
			   NULL, &err)) {
		to->datore = other_datore(m, &ap.datore);
		to->punto_denominazione = ap.punto_denominazione;
		to->inizio = ap.inizio;
	}
}

static void sospesi(struct making *m)
{
	const struct sendings *all = &m->open;

	m->home->sospesi = arena_array(m->a, all->n + 1, sizeof(*m->home->sospesi));
	/* A file that is going up right now is no news. */
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].genere != SENDING_CARICAMENTO ||
			!ask_key_open(m->app, all->items[i].chiave))
			sospeso_of(m, &all->items[i], &m->home->sospesi[m->home->n_sospesi++]);
}

static void make(struct app *app, struct home *to, struct arena *a)
{
	struct making m = { app, to, a, clock_now(), { 0 } };
	struct err err = { 0 };

	if (!journal_unresolved(app->journal, a, &m.open, &err))
		m.open.n = 0;
	to->attenzioni = arena_array(a, ATTENZIONI_MAX, sizeof(*to->attenzioni));
	from_profilo(&m);
	news(&m, EVENTO_DISDETTA, ATTENZIONE_DISDETTO);
	news(&m, EVENTO_DEFINIZIONE, ATTENZIONE_DEFINITO);
	news(&m, EVENTO_MODIFICA, ATTENZIONE_MODIFICATO);
	prossimi(&m);
	bozze(&m);
	sospesi(&m);
	prenotabili(&m);
}

/* ── when it is made ────────────────────────────────────────────────────────────────────── */

/* What comes next, and what is near, is told by the minute. */
static struct home_of made_of(struct app *app)
{
	struct err err = { 0 };

	return (struct home_of){
		.cache = app->cache ? cache_generation(app->cache) : 0,
		.journal = journal_generation(app->journal),
		.keys = app->keys_asked,
		.minute = clock_now() / 60,
		.profilo = app->model.profilo.s.generation,
		.nomi = app->model.nomi,
		.hidden = app->cache && cache_hidden(app->cache, &err),
	};
}

static bool is_same(const struct home_of *a, const struct home_of *b)
{
	return a->cache == b->cache && a->journal == b->journal && a->keys == b->keys &&
		a->minute == b->minute && a->profilo == b->profilo && a->nomi == b->nomi &&
		a->hidden == b->hidden;
}

void usecase_say_how_old(struct app *app, struct slice *s)
{
	s->viva = usecase_current(app, &s->letto_il);
	s->parziale = app->cache && !cache_synced(app->cache, NULL);
	s->fase = app->feed.syncing ? FASE_IN_CORSO : FASE_FATTA;
}

static void say_how_old(struct app *app, struct slice *s)
{
	struct err err = { 0 };

	err_clear(&s->err);
	usecase_say_how_old(app, s);
	if (app->cache && cache_hidden(app->cache, &err))
		slice_failed(s, &err);
	if (app->feed.syncing)
		slice_asked(s);
}

void usecase_home(struct app *app)
{
	app->home_again = true;
}

void usecase_home_settle(struct app *app)
{
	struct home *home = &app->model.home;
	struct home fresh = { 0 };
	struct arena a = { 0 };
	struct home_of now;

	if (!app->home_again || !app->journal)
		return;
	app->home_again = false;
	now = made_of(app);
	if (home->s.generation == 0 || !is_same(&now, &app->home_of)) {
		make(app, &fresh, &a);
		slice_replace(&home->s, &a, INSTANT_NONE, false);
		fresh.s = home->s;
		*home = fresh;
		app->home_of = now;
	}
	say_how_old(app, &home->s);
}
