/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A confirmed meeting about one or more quesiti of ONE rapporto.
 */
#ifndef AGENDA_DOMAIN_APPUNTAMENTO_H
#define AGENDA_DOMAIN_APPUNTAMENTO_H

#include "domain/problem.h"
#include "domain/punto.h"
#include "domain/quesito.h"
#include "domain/rapporto.h"

struct gestore {
	enum tipo_profilo tipo;    /* CITTADINO, INTERMEDIARIO, OPERATORE */
	const char *denominazione; /* of the intermediary or of the Struttura; NULL for the employer */
};

struct evento_storia {
	enum evento evento;
	instant quando;
	enum tipo_profilo chi;
	const char *testo; /* reason, definition, what changed; NULL when there is none */
};

/* A row of a search: what a list shows. */
struct appuntamento_sintesi {
	const char *id;
	enum appuntamento_stato stato;
	enum annotazione annotazione;
	const char *codice_rapporto_lavoro;
	struct persona datore;
	struct persona lavoratore;
	const char *punto;
	const char *punto_denominazione;
	instant inizio;
	instant fine;
	int64_t quesiti;
	struct gestore gestore;
	int64_t versione; /* the ETag is this number, quoted */
};

/* The whole of it (DOMAIN.md rule 5). */
struct appuntamento {
	const char *id;
	enum appuntamento_stato stato;
	enum annotazione annotazione;
	const char *codice_rapporto_lavoro;
	struct persona datore;
	struct persona lavoratore;
	struct punto punto;
	instant inizio;
	instant fine;
	struct quesito *quesiti; /* with their comunicazioni and attachments */
	size_t n_quesiti;
	const char *nota;
	struct allegato *allegati;
	size_t n_allegati;
	enum canale *canali;
	size_t n_canali;
	struct gestore gestore;
	struct evento_storia *storia; /* oldest first */
	size_t n_storia;
	bool cancellabile;     /* by who asks, now: the server's word */
	int64_t versione;
	instant aggiornato_il;
};

struct appuntamenti {
	struct appuntamento_sintesi *items;
	size_t n;
	const char *next_cursor; /* NULL on the last page */
};

/* The founding document's filters (DOMAIN.md rule 4), and words to be found. */
struct ricerca {
	const char *codice_rapporto_lavoro; /* NULL: any */
	enum appuntamento_stato stato;      /* NONE: any */
	giorno dal;                         /* GIORNO_NONE: open */
	giorno al;                          /* GIORNO_NONE: open; inclusive */
	bool escludi_intermediario;         /* cittadino only; 422 for the others */
	const char *testo; /* NULL, "": any; searched in the cache, never sent */
};

/* POST /appuntamenti: what a person asks to have confirmed. */
struct richiesta_appuntamento {
	const char *codice_rapporto_lavoro;
	const char **quesiti; /* ids */
	size_t n_quesiti;
	const char *punto;
	instant inizio;
	const char *nota;
	const char **allegati; /* ids of uploads */
	size_t n_allegati;
	enum canale *canali;
	size_t n_canali;
};

#define NOTA_MAX 2000 /* code points after trimming: a decision of this project */
#define QUESITI_PER_APPUNTAMENTO_MAX 20

/* Checks that need no database; the first broken rule goes to `err` with its field. */
bool nota_check(const char *nota, struct err *err);
bool richiesta_check(const struct richiesta_appuntamento *r, struct err *err);

/* NONE when who asks may cancel it now; else the rule that says no (DOMAIN.md rule 3). */
enum problem_type appuntamento_may_cancel(enum appuntamento_stato stato, instant inizio,
	instant now);

/* States and their transitions (DOMAIN.md rule 6): NONE when `evento` may happen. */
enum problem_type appuntamento_may(enum appuntamento_stato stato, enum evento evento,
	instant inizio, instant now);

char *appuntamento_stato_phrase(struct arena *a, enum appuntamento_stato stato,
	enum annotazione annotazione); /* "Confermato · svolto" */

#endif
