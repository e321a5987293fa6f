/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The sample data: a function of a seed and a day. The same two give the same people, quesiti,
 * punti and appuntamenti; whatever the day, something is free to book. Everything in it is
 * invented but the names and codes of the Strutture.
 */
#ifndef AGENDA_SERVER_SAMPLE_ESEMPIO_H
#define AGENDA_SERVER_SAMPLE_ESEMPIO_H

#include "base/err.h"
#include "domain/calendario.h"
#include "domain/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

#define ESEMPIO_SEME 2651

struct esempio {
	uint64_t seme;       /* ESEMPIO_SEME unless said otherwise */
	giorno oggi;         /* the day on which the data stand */
	size_t appuntamenti; /* at least so many; 0: only the told stories */
};

/* Fills a store that has no sample people yet; else ERR_USAGE. False, with the store as it was or
 * partly filled, when it refuses. */
bool esempio_write(struct store *store, const struct esempio *e, struct err *err);

/* Who can sign in at the issuer of --demo: one entry for each profile of each person. */
struct esempio_persona {
	const char *id; /* "p-anna-bianchi": stable, the `sub` of the tokens */
	const char *nome;
	enum tipo_profilo profilo;
	const char *denominazione; /* of the studio; NULL for a cittadino */
	const char *descrizione;   /* one line: what this person shows */
	bool predefinita;
};
const struct esempio_persona *esempio_persone(size_t *n);

/* Files to attach, good and bad, written into `folder` (made if it is missing). */
bool esempio_files(const char *folder, struct err *err);

#endif
