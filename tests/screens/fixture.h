/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A model filled by hand, the same on every day and machine: it is Monday 23 November
 * 2026, 09:41 in Rome. All names are invented.
 */
#ifndef AGENDA_TESTS_SCREENS_FIXTURE_H
#define AGENDA_TESTS_SCREENS_FIXTURE_H

#include "ui/model.h"

#define FIXTURE_NOW 1795423260 /* 2026-11-23T09:41:00+01:00 */

void fixture_empty(struct model *m);        /* started, nobody signed in, no contact yet */
void fixture_accesso(struct model *m);      /* a device code on screen */
void fixture_accesso_lungo(struct model *m); /* the same, with an address as long as real ones */
void fixture_persone(struct model *m);      /* the demo's sample people to choose from */
void fixture_anna(struct model *m);         /* signed in as a cittadino, in line, home filled */
void fixture_mascherata(struct model *m);   /* Anna, where names are masked */
void fixture_studio_mascherato(struct model *m);
void fixture_names(struct model *m, enum nomi nomi); /* what INTENT_NOMI does */
void fixture_demo(struct model *m);         /* Anna, with the demo's server */
void fixture_sospesa(struct model *m);      /* Anna, with a confirmation to be verified */
void fixture_ripresa(struct model *m);      /* Anna, and what changed since a bozza was saved */
void fixture_inviata(struct model *m);      /* Anna, a bozza that was sent among the others */
void fixture_studio(struct model *m);       /* an intermediario with 200 rapporti */
void fixture_offline(struct model *m);      /* the same model, a day and a half later, no line */
void fixture_parziale(struct model *m);     /* the line fell before the first sync ended */

/* What a real server would have said, for the use cases that the tests play. */
void fixture_rapporti(struct model *m, const char *filtro, const char *ancora, int quante);
void fixture_rapporto(struct model *m, const char *codice);
void fixture_quesiti(struct model *m, const char *codice);
void fixture_punti(struct model *m, const char *codice);
void fixture_disponibilita(struct model *m, const char *punto, giorno dal, giorno al);
void fixture_recapiti(struct model *m, const char *codice);
void fixture_cartella(struct model *m, const char *percorso);
void fixture_risultati(struct model *m, const struct ricerca *r);
void fixture_dettaglio(struct model *m, const char *id);
void fixture_manuali(struct model *m);
void fixture_manuale(struct model *m, const char *id);
void fixture_bozze(struct model *m);
void fixture_sospeso(struct model *m); /* a confirmation whose answer was lost */

/* The codici rapporto of the fixture: */
#define RAPPORTO_PIENO  "0000123456" /* eligible and ineligible quesiti */
#define RAPPORTO_VUOTO  "0004417802" /* nothing eligible yet */

#endif
