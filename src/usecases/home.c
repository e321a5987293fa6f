/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Home: the next appointments, what needs attention, what has no answer yet, the drafts. All of
 * it from the two files; nothing is asked here.
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
};

static void attention(struct making *m, struct attenzione x)
{
	if (m->home->n_attenzioni < ATTENZIONI_MAX)
		m->home->attenzioni[m->home->n_attenzioni++] = x;
}

static bool window(struct making *m, enum appuntamento_stato stato, int rows,
	struct appuntamento_sintesi **items, struct cache_window *w)
{
	struct ricerca r = { .stato = stato, .dal = giorno_of(m->now), .al = GIORNO_NONE };
	struct anchor at = { .at = ANCHOR_INSTANT, .inizio = m->now, .after = rows };
	struct err err = { 0 };

	return m->app->cache &&
		cache_appuntamenti_window(m->app->cache, m->a, &r, &at, items, w, &err);
}

static const struct evento_storia *last_event(struct making *m, const char *id)
{
	struct appuntamento ap = { 0 };
	struct err err = { 0 };

	if (!cache_appuntamento(m->app->cache, m->a, id, &ap, NULL, &err) || !ap.n_storia)
		return NULL;
	return &ap.storia[ap.n_storia - 1];
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

static void prossimi(struct making *m)
{
	struct appuntamento_sintesi *items = NULL;
	struct sospese pending;
	struct cache_window w = { 0 };

	if (!window(m, APPUNTAMENTO_STATO_CONFERMATO, PROSSIMI_MAX, &items, &w))
		return;
	pending = usecase_sospese(m->app, m->a);
	m->home->prossimi = arena_array(m->a, w.n + 1, sizeof(*m->home->prossimi));
	m->home->n_prossimi = w.n;
	m->home->altri_prossimi = w.more_after;
	for (size_t i = 0; i < w.n; i++) {
		const struct appuntamento_sintesi *s = &items[i];
		const struct evento_storia *last = last_event(m, s->id);
		riga_appuntamento(m->a, m->app->model.nomi, s, &m->home->prossimi[i]);
		if (sospesa(&pending, s->id))
			say_pending(m, &m->home->prossimi[i]);
		if (last && last->evento == EVENTO_MODIFICA)
			attention(m, (struct attenzione){ .tipo = ATTENZIONE_MODIFICATO,
				.id = s->id, .inizio = s->inizio, .testo = last->testo });
		if (s->inizio - m->now <= GIORNO_SECONDS)
			attention(m, (struct attenzione){ .tipo = ATTENZIONE_VICINO, .id = s->id,
				.inizio = s->inizio });
	}
}

/* Called off, or settled without the visit: people must not turn up. */
static void not_to_go(struct making *m, enum appuntamento_stato stato, enum evento evento,
	enum attenzione_tipo tipo)
{
	struct appuntamento_sintesi *items = NULL;
	struct cache_window w = { 0 };

	if (!window(m, stato, PROSSIMI_MAX, &items, &w))
		return;
	for (size_t i = 0; i < w.n; i++) {
		const struct evento_storia *last = last_event(m, items[i].id);
		if (last && last->evento == evento)
			attention(m, (struct attenzione){ .tipo = tipo, .id = items[i].id,
				.inizio = items[i].inizio, .testo = last->testo });
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
	struct anchor at = { .at = ANCHOR_FIRST, .after = 200 };
	struct rapporto *items = NULL;
	struct cache_window w = { 0 };
	struct err err = { 0 };
	int64_t n = 0;
	size_t with = 0;
	const char *id = NULL;

	if (!m->app->cache ||
		!cache_rapporti_window(m->app->cache, m->a, NULL, &at, &items, &w, &err))
		return;
	for (size_t i = 0; i < w.n; i++) {
		if (!items[i].quesiti_prenotabili)
			continue;
		n += items[i].quesiti_prenotabili;
		id = with++ ? NULL : items[i].codice_rapporto_lavoro;
	}
	if (n)
		attention(m, (struct attenzione){ .tipo = ATTENZIONE_PRENOTABILI, .id = id, .n = n });
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
		to->datore = nome_phrase(m->a, m->app->model.nomi, b.datore);
		to->punto_denominazione = b.punto_denominazione;
		to->inizio = b.inizio;
	} else if (s->bozza) {
		to->bozza = NULL; /* eliminated meanwhile */
	} else if (s->riguarda && cache_appuntamento_sintesi(m->app->cache, m->a, s->riguarda, &ap,
			   NULL, &err)) {
		to->datore = persona_named(m->a, m->app->model.nomi, &ap.datore);
		to->punto_denominazione = ap.punto_denominazione;
		to->inizio = ap.inizio;
	}
}

static void sospesi(struct making *m)
{
	struct sendings all = { 0 };
	struct err err = { 0 };

	if (!m->app->journal || !journal_unresolved(m->app->journal, m->a, &all, &err))
		return;
	m->home->sospesi = arena_array(m->a, all.n + 1, sizeof(*m->home->sospesi));
	/* A file that is going up right now is no news. */
	for (size_t i = 0; i < all.n; i++)
		if (all.items[i].genere != SENDING_CARICAMENTO ||
			!ask_key_open(m->app, all.items[i].chiave))
			sospeso_of(m, &all.items[i], &m->home->sospesi[m->home->n_sospesi++]);
}

void usecase_home(struct app *app)
{
	struct home fresh = { 0 };
	struct arena a = { 0 };
	struct making m = { app, &fresh, &a, clock_now() };
	instant read;
	bool live = usecase_current(app, &read);

	struct err err = { 0 };

	if (!app->journal)
		return;
	fresh.attenzioni = arena_array(&a, ATTENZIONI_MAX, sizeof(*fresh.attenzioni));
	from_profilo(&m);
	not_to_go(&m, APPUNTAMENTO_STATO_CANCELLATO, EVENTO_DISDETTA, ATTENZIONE_DISDETTO);
	not_to_go(&m, APPUNTAMENTO_STATO_CHIUSO_E_DEFINITO, EVENTO_DEFINIZIONE,
		ATTENZIONE_DEFINITO);
	prossimi(&m);
	bozze(&m);
	sospesi(&m);
	prenotabili(&m);
	slice_replace(&app->model.home.s, &a, read, live);
	if (app->cache && cache_hidden(app->cache, &err))
		slice_failed(&app->model.home.s, &err);
	fresh.s = app->model.home.s;
	app->model.home = fresh;
	if (app->feed.syncing)
		slice_asked(&app->model.home.s);
}
