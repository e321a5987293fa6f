/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Everybody else. A folla of employers takes some times of the coming days, nearer days fuller;
 * a massa, when it is asked for, gives one intermediario as many appuntamenti as wanted.
 */
#include "base/alloc.h"
#include "server/sample/fila.h"
#include "server/sample/persone.h"
#include "server/sample/quesiti.h"
#include "server/sample/storie.h"

#include <stdio.h>
#include <string.h>

#define QUESITI_EACH 3
#define FOLLA_DAYS 12
#define FOLLA_FIRST 3000u  /* number of the first invented employer */
#define FOLLA_EACH 60u     /* employers for each of these punti */
#define MASSA_FIRST 5000u
#define MASSA_MAX 9600u

/* Where the folla goes: the first three of Roma, and the first of Milano, Napoli and Torino. */
static const char *const folla_punti[] = { "P7000-01", "P7000-02", "P7000-03", "P4900-01",
	"P5100-01", "P8100-01" };
#define N_FOLLA_PUNTI (sizeof folla_punti / sizeof folla_punti[0])

static char *folla_rapporto(struct arena *a, unsigned number)
{
	return arena_printf(a, "%010u", 20000000 + number * 13);
}

/* An employer with a rapporto and quesiti that were refused: nothing to attach or to read. */
static void employer_tell(struct fascio *f, unsigned number, const char *sede)
{
	char *codice = folla_rapporto(f->arena, number);

	rapporto_tell(f, codice, inventato(f->arena, number),
		lavoratore_inventato(f->arena, number), sede);
	for (unsigned k = 1; k <= QUESITI_EACH; k++) {
		struct quesito_importato *q = fascio_quesito(f);

		q->id = quesito_id(f->arena, codice, k);
		q->codice_rapporto_lavoro = codice;
		q->argomento = (enum argomento)(1 + (number + k) % (ARGOMENTO_COUNT - 1));
		q->oggetto = "Richiesta di chiarimenti";
		q->aperto_il = f->oggi - 5000;
		q->chiuso_il = f->oggi - 4980;
		q->stato = QUESITO_STATO_CHIUSO;
		q->esito = QUESITO_ESITO_RESPINTO;
	}
}

/* Who comes for himself needs a profilo too. */
static char *employer_id(struct arena *a, unsigned number)
{
	return arena_printf(a, "d-%05u", number);
}

static void employer_persona_tell(struct fascio *f, unsigned number)
{
	struct persona_importata *to = fascio_persona(f);
	struct persona who = inventato(f->arena, number);

	to->id = employer_id(f->arena, number);
	to->codice_fiscale = who.codice_fiscale;
	to->nome_proprio = who.nome_proprio;
	to->cognome = who.cognome;
	to->profili = arena_alloc(f->arena, sizeof *to->profili);
	to->profili->tipo = PROFILO_CITTADINO;
	to->n_profili = 1;
}

void folla_tell(struct fascio *f)
{
	for (unsigned p = 0; p < N_FOLLA_PUNTI; p++) {
		for (unsigned i = 0; i < FOLLA_EACH; i++) {
			unsigned number = FOLLA_FIRST + p * FOLLA_EACH + i;

			employer_persona_tell(f, number);
			employer_tell(f, number, luogo_find(folla_punti[p])->sede);
		}
	}
}

/* Of ten places, how many are taken after so many open days: the second day is full. */
static unsigned load_of(int open_day)
{
	static const unsigned load[FOLLA_DAYS] = { 8, 10, 6, 7, 3, 5, 2, 4, 2, 1, 1, 2 };

	return load[open_day];
}

/* A refusal for want of a place is part of a crowd: told stories came first. */
static bool crowd_drain(struct fila *f, struct err *err)
{
	if (fila_drain(f, err))
		return true;
	return f->first.code == PROBLEM_ORARIO_OCCUPATO ||
		f->first.code == PROBLEM_QUESITO_GIA_IN_APPUNTAMENTO;
}

static void crowd_at(struct fila *fila, giorno oggi, unsigned which)
{
	const struct luogo *where = luogo_find(folla_punti[which]);
	unsigned turn = 0, places = 0;
	int open = 0;

	for (giorno day = oggi + 1; open < FOLLA_DAYS; day++) {
		int starts = luogo_starts(where, oggi, day);

		for (int i = 0; i < starts * where->posti; i++) {
			struct arena a = { 0 };
			unsigned number = FOLLA_FIRST + which * FOLLA_EACH + turn % FOLLA_EACH;
			struct soggetto chi = { employer_id(&a, number), PROFILO_CITTADINO };

			if (++places * 7 % 10 < load_of(open) &&
				turn < FOLLA_EACH * QUESITI_EACH) {
				fila_add(fila, conferma_job(chi, folla_rapporto(&a, number),
					1 + turn / FOLLA_EACH, where,
					luogo_start(where, day, i % starts),
					instant_at(oggi - 1 - (giorno)(turn % 4), 8 * 60)));
				turn++;
			}
			arena_release(&a);
		}
		open += starts > 0;
	}
}

bool folla_book(struct store *store, giorno oggi, struct err *err)
{
	struct fila fila;
	bool ok;

	fila_init(&fila, store);
	for (unsigned i = 0; i < N_FOLLA_PUNTI; i++)
		crowd_at(&fila, oggi, i);
	ok = crowd_drain(&fila, err);
	fila_release(&fila);
	return ok;
}

/* ---- massa ---------------------------------------------------------------------------- */

#define MASSA_PERSONA "p-centro-servizi"

/* For each punto, so many that a month's appuntamenti find a quesito that is free. */
static unsigned massa_employers(size_t n)
{
	size_t each_day = n / (size_t)(MASSA_PASSATO(n) / 2) + 1;
	size_t each = each_day * 10 / n_luoghi + 2, most = MASSA_MAX / n_luoghi;

	return (unsigned)(each < most ? each : most);
}

void massa_tell(struct fascio *f, size_t n)
{
	struct persona_importata *to = fascio_persona(f);
	struct persona who = inventato(f->arena, 18999);
	struct profilo_importato *profilo = arena_alloc(f->arena, sizeof *profilo);

	profilo->tipo = PROFILO_INTERMEDIARIO;
	profilo->denominazione = "Centro Servizi Domestici";
	profilo->tipo_delegato = "07";
	profilo->abilitato = true;
	profilo->descrizione = arena_printf(f->arena,
		"%zu appuntamenti: per provare con grandi quantità", n);
	*to = (struct persona_importata){ .id = MASSA_PERSONA,
		.codice_fiscale = who.codice_fiscale, .nome_proprio = who.nome_proprio,
		.cognome = who.cognome, .profili = profilo, .n_profili = 1 };
	for (unsigned i = 0, all = massa_employers(n) * (unsigned)n_luoghi; i < all; i++) {
		struct delega_importata *d;

		employer_tell(f, MASSA_FIRST + i, luoghi[i % n_luoghi].sede);
		d = fascio_delega(f);
		d->datore = inventato(f->arena, MASSA_FIRST + i).codice_fiscale;
		d->intermediario = MASSA_PERSONA;
		d->stato = DELEGA_STATO_ATTIVA;
		d->dal = f->oggi - 6000;
	}
}

struct massa {
	struct fila fila;
	giorno oggi;
	unsigned employers; /* of each punto */
	unsigned *turn;     /* of each punto: which quesito comes next */
	struct change {     /* filled by the writer's thread, read after the drain */
		char id[24];
		char operatore[8];
		int64_t versione;
		instant when;
		enum store_lavoro lavoro;
	} *changes;
	size_t n_changes, max_changes;
	size_t seen;
};

/* Of twenty confirmations two are cancelled and one is defined, half an hour later. */
static void massa_watch(void *user, const struct store_job *job)
{
	struct massa *m = user;
	struct change *c = &m->changes[m->n_changes];
	size_t turn = m->seen++ % 20;

	if ((turn != 3 && turn != 11 && turn != 17) || m->n_changes == m->max_changes)
		return;
	(void)snprintf(c->id, sizeof c->id, "%s", job->appuntamento->id);
	(void)snprintf(c->operatore, sizeof c->operatore, "o-%.4s", job->in.conferma.punto + 1);
	c->versione = job->appuntamento->versione;
	c->when = job->adesso + 1800;
	c->lavoro = turn == 17 ? STORE_DEFINIZIONE : STORE_CANCELLA;
	m->n_changes++;
}

static void massa_confirm(struct massa *m, unsigned where, instant inizio)
{
	struct arena a = { 0 };
	struct soggetto chi = { MASSA_PERSONA, PROFILO_INTERMEDIARIO };
	unsigned turn = m->turn[where]++;
	unsigned number = MASSA_FIRST + turn % m->employers * (unsigned)n_luoghi + where;
	instant limit = instant_at(m->oggi, 0) - 3600, asked = inizio - 4 * 86400;

	fila_add(&m->fila, conferma_job(chi, folla_rapporto(&a, number),
		1 + turn / m->employers % QUESITI_EACH, &luoghi[where], inizio,
		asked < limit ? asked : limit));
	arena_release(&a);
}

/* The day's share, one place after the other, at the punti in their order. */
static size_t massa_day(struct massa *m, giorno day, size_t share)
{
	size_t asked = 0;

	for (int round = 0; round < 24 && asked < share; round++) {
		for (unsigned i = 0; i < n_luoghi && asked < share; i++) {
			if (round >= luogo_starts(&luoghi[i], m->oggi, day))
				continue;
			massa_confirm(m, i, luogo_start(&luoghi[i], day, round));
			asked++;
		}
	}
	return asked;
}

static void massa_change(struct massa *m)
{
	for (size_t i = 0; i < m->n_changes; i++) {
		const struct change *c = &m->changes[i];
		struct store_job *job = store_job_new(c->lavoro);
		bool mine = c->lavoro == STORE_CANCELLA;

		job->chi = (struct soggetto){ mine ? MASSA_PERSONA : c->operatore,
			mine ? PROFILO_INTERMEDIARIO : PROFILO_OPERATORE };
		job->adesso = c->when;
		job->in.cambio = (struct chiedi_cambio){ c->id, c->versione,
			mine ? NULL : "Istanza accolta in sede di analisi preliminare." };
		fila_add(&m->fila, job);
	}
}

bool massa_book(struct store *store, giorno oggi, size_t n, struct err *err)
{
	size_t wanted = n + n / 50 + 20, asked = 0;
	struct massa m = { .oggi = oggi, .max_changes = n / 5 };
	size_t share = wanted * 8 / 5 / (size_t)(MASSA_PASSATO(n) + 40) + 1;
	bool ok;

	m.employers = massa_employers(n);
	m.turn = xalloc_array(n_luoghi, sizeof *m.turn);
	m.changes = xalloc_array(m.max_changes + 1, sizeof *m.changes);
	fila_init(&m.fila, store);
	m.fila.watch = massa_watch;
	m.fila.user = &m;
	for (giorno day = oggi - MASSA_PASSATO(n); day < oggi + 40 && asked < wanted; day++)
		asked += massa_day(&m, day, share < wanted - asked ? share : wanted - asked);
	ok = crowd_drain(&m.fila, err);
	if (ok) {
		m.fila.watch = NULL;
		m.fila.first.code = ERR_NONE;
		massa_change(&m);
		ok = fila_drain(&m.fila, err);
	}
	fila_release(&m.fila);
	FREE(&m.changes);
	FREE(&m.turn);
	return ok;
}
