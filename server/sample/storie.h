/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What happened before today: appuntamenti made, held, cancelled, called off and defined, each
 * through the operation that does it in the service, at the hour when it was done.
 */
#ifndef AGENDA_SERVER_SAMPLE_STORIE_H
#define AGENDA_SERVER_SAMPLE_STORIE_H

#include "server/sample/luoghi.h"
#include "server/store/store.h"

/* The stories of the people in persone_tell(). */
bool storie_tell(struct store *store, giorno oggi, struct err *err);

/* Others who take times, so that the coming days are not empty. `fascio` gets their records. */
void folla_tell(struct fascio *f);
bool folla_book(struct store *store, giorno oggi, struct err *err);

/* At least `n` more, all of one intermediario's, spread over the past and the coming weeks. */
#define MASSA_PASSATO(n) (60 + (int)((n) / 250)) /* days back */
void massa_tell(struct fascio *f, size_t n);
bool massa_book(struct store *store, giorno oggi, size_t n, struct err *err);

/* Makes the times of that punto (NULL: of all) on those days, past ones too. */
bool orari_prepare(struct store *store, const char *punto, giorno dal, giorno al,
	struct err *err);

/* A job that asks for one: the strings live as long as the job. */
struct store_job *conferma_job(struct soggetto chi, const char *codice, unsigned quesito,
	const struct luogo *where, instant inizio, instant adesso);

#endif
