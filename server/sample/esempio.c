/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/sample/esempio.h"

#include "base/alloc.h"
#include "server/sample/persone.h"
#include "server/sample/quesiti.h"
#include "server/sample/storie.h"


#define AT_ONCE 500 /* records of one import */
#define PASSATO 24  /* days back at every punto: the older stories prepare their own */
#define PRIMA 200   /* days back on which the records became known */

static bool load(struct store *store, const struct record_importazione *records, size_t n,
	instant adesso, struct err *err)
{
	struct store_job *job = store_job_new(STORE_IMPORTA);
	struct err *esiti = xalloc_array(n, sizeof *esiti);
	bool ok;

	job->adesso = adesso;
	job->in.importa = (struct chiedi_importa){ .records = records, .n = n, .insieme = true,
		.esiti = esiti };
	ok = store_run(store, job);
	if (!ok)
		*err = job->err;
	for (size_t i = 0; i < n && !ok; i++) {
		if (esiti[i].code != ERR_NONE) {
			*err = esiti[i];
			break;
		}
	}
	FREE(&esiti);
	store_job_free(job);
	return ok;
}

static bool load_all(struct store *store, const struct fascio *f, instant adesso,
	struct err *err)
{
	for (size_t i = 0; i < f->n; i += AT_ONCE) {
		size_t n = f->n - i < AT_ONCE ? f->n - i : AT_ONCE;

		if (!load(store, f->items + i, n, adesso, err))
			return false;
	}
	return true;
}

bool orari_prepare(struct store *store, const char *punto, giorno dal, giorno al,
	struct err *err)
{
	struct store_job *job = store_job_new(STORE_PREPARA_ORARI);
	bool ok;

	job->adesso = instant_at(dal, 0);
	job->in.orari = (struct chiedi_orari){ .punto = punto, .dal = dal, .al = al,
		.inizio = INSTANT_NONE };
	ok = store_run(store, job);
	if (!ok)
		*err = job->err;
	store_job_free(job);
	return ok;
}

static bool check_empty(struct store *store, struct err *err)
{
	struct arena arena = { 0 };
	struct persone_demo people = { 0 };
	struct store_reader *r = store_reader_open(store, err);
	bool ok = r && store_persone_demo(r, &arena, &people, err);

	store_reader_close(r);
	if (ok && people.n > 0) {
		ok = err_set(err, ERR_USAGE, "sample people are there");
		err_say(err, "La base ha già i dati di esempio: se ne indichi una nuova.");
	}
	arena_release(&arena);
	return ok;
}

bool esempio_write(struct store *store, const struct esempio *e, struct err *err)
{
	struct arena arena = { 0 };
	struct fascio before, after;
	int days = e->appuntamenti ? MASSA_PASSATO(e->appuntamenti) : PASSATO;
	instant began = instant_at(e->oggi - days - PRIMA, 0);
	bool ok;

	if (!check_empty(store, err))
		return false;
	fascio_init(&before, &arena, e->seme, e->oggi);
	luoghi_tell(&before);
	persone_tell(&before);
	quesiti_tell(&before);
	folla_tell(&before);
	if (e->appuntamenti)
		massa_tell(&before, e->appuntamenti);
	fascio_init(&after, &arena, e->seme, e->oggi);
	persone_tell_after(&after);
	ok = load_all(store, &before, began, err) &&
	     orari_prepare(store, NULL, e->oggi - days, e->oggi + 60, err) &&
	     storie_tell(store, e->oggi, err) && folla_book(store, e->oggi, err) &&
	     (!e->appuntamenti || massa_book(store, e->oggi, e->appuntamenti, err)) &&
	     load_all(store, &after, instant_at(e->oggi - 5, 12 * 60), err);
	arena_release(&arena);
	return ok;
}
