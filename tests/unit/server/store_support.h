/* SPDX-License-Identifier: EUPL-1.2
 *
 * A small world for the tests of the store: one office with two punti, another office, employers
 * with quesiti in every condition, intermediari, an operator. Always Monday 23/11/2026, 09:00. */
#ifndef AGENDA_TESTS_STORE_SUPPORT_H
#define AGENDA_TESTS_STORE_SUPPORT_H

#include "server/store/store.h"

#include <criterion/criterion.h>

#define ANNA      "p-anna-bianchi"
#define MARIO     "p-mario-rossi"
#define VERDI     "p-studio-verdi"
#define AURORA    "p-caf-aurora"
#define NERI      "p-rag-neri"
#define OPERATORE "p-operatore"
#define CF_ANNA   "BNCNNA52M64L219H"
#define CF_MARIO  "RSSMRA80A01H501U"
#define R_ANNA    "0000123456" /* six quesiti, one in each condition, then q-resp2 */
#define R_ANNA2   "0000123457"
#define R_MARIO   "0000200001" /* delegates Verdi */
#define PUNTO     "P7000-01" /* three places, Monday to Friday 08:30-12:30, 20 minutes */
#define PUNTO2    "P7000-02" /* one place */
#define PUNTO_TO  "P8100-01" /* another office */

struct world {
	char dir[64];
	char path[96];
	struct store *store;
	struct store_reader *reader;
	struct arena arena; /* of what was read */
	struct err err;
	instant adesso;
};

void world_open(struct world *w);  /* asserts */
void world_close(struct world *w); /* checks the invariants, removes the folder */
/* Closes the store and takes the last step of its schema back, all rows staying as they are. */
void world_before_last_step(struct world *w);
void world_reopen(struct world *w); /* after that */
void world_import(struct world *w, const struct record_importazione *r);
void world_sql(
	struct world *w, const char *sql); /* with a connection of its own; asserts */
int64_t world_number(struct world *w, const char *sql);

instant at(int mese, int day, int ora, int minuto); /* of 2026, in Rome */
giorno on(int mese, int day);

struct domanda ask_as(struct world *w, const char *persona, enum tipo_profilo profilo);
struct store_job *job_as(struct world *w, enum store_lavoro lavoro, const char *persona,
	enum tipo_profilo profilo);

/* A confirmation of one quesito, ready to run; `chiave` may be NULL. */
struct store_job *confirm_job(struct world *w, const char *persona,
	enum tipo_profilo profilo, const char *codice, const char *quesito,
	instant inizio, const char *chiave);
/* Runs one and answers the problem it ended with; frees it. The id in `id` when not NULL. */
enum problem_type confirm(struct world *w, const char *persona, enum tipo_profilo profilo,
	const char *codice, const char *quesito, instant inizio, char id[32]);
enum problem_type change(struct world *w, enum store_lavoro lavoro, const char *persona,
	enum tipo_profilo profilo, const char *id, int64_t versione, const char *testo);

/* A quesito that was refused, and so can be booked. */
void world_quesito(struct world *w, const char *id, const char *codice);
void world_rapporto(struct world *w, const char *codice, const char *cf, const char *nome,
	const char *sede);
void world_delega(struct world *w, const char *cf, const char *intermediario,
	enum delega_stato stato, giorno dal);

/* The broken invariants of tests/faults/invariants.sql, as lines; "" when all hold. */
const char *invariants(const char *path, struct arena *a);

#endif
