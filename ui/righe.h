/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Values made into rows of text, once, when a slice is filled: nothing is formatted while
 * drawing. Use cases call these; screens know the same cells by the same names.
 */
#ifndef AGENDA_UI_RIGHE_H
#define AGENDA_UI_RIGHE_H

#include "ui/model.h"

/* Who looks decides what a row says: an intermediario sees the employer first. */
enum cella_appuntamento {
	CELLA_QUANDO,   /* "gio 26/11/2026 09:30" */
	CELLA_STATO,    /* "Confermato · svolto" */
	CELLA_PERSONE,  /* "Bianchi Anna – Popescu Maria" */
	CELLA_RAPPORTO, /* "0000123456" */
	CELLA_PUNTO,    /* "Lavoro domestico, Roma" */
	CELLA_LAVORATORE, /* "Popescu Maria": enough where the employer is always the same */
	CELLA_GESTORE,  /* "Studio Verdi"; "" when the employer manages it */
};
void riga_appuntamento(struct arena *a, enum nomi nomi, const struct appuntamento_sintesi *s,
	struct riga *to);

/* Its cancellation has left and has no answer yet: the row says so instead of its state. */
void riga_sospesa(struct riga *to);

enum cella_rapporto {
	CELLA_R_CODICE,     /* "0000123456" */
	CELLA_R_DATORE,     /* "Bianchi Anna" */
	CELLA_R_LAVORATORE, /* "Popescu Maria" */
	CELLA_R_MANSIONE,   /* "Colf" */
	CELLA_R_STATO,      /* "Attivo" */
	CELLA_R_QUESITI,    /* "2 prenotabili su 5", "nessun quesito" */
};
void riga_rapporto(
	struct arena *a, enum nomi nomi, const struct rapporto *r, struct riga *to);

enum cella_bozza {
	CELLA_B_DATORE,     /* "Bianchi Anna", "rapporto da scegliere" */
	CELLA_B_DOVE,       /* the punto; "" */
	CELLA_B_QUANDO,     /* "gio 26/11/2026 09:30"; "giorno da scegliere" */
	CELLA_B_MANCA,      /* "manca la nota", "pronta da confermare", "inviata, da verificare" */
	CELLA_B_AGGIORNATA, /* "23/11 09:41" */
	CELLA_B_RAPPORTO,
	CELLA_B_COMPILATA,  /* "2 quesiti, nota, 1 file"; "nulla di scritto" */
};
const char *bozza_manca(const struct bozza *b); /* "manca la nota"; NULL: nothing */
const char *bozza_a_che_punto(const struct bozza *b); /* that, or how far it has come */
void riga_bozza(struct arena *a, enum nomi nomi, const struct bozza *b, struct riga *to);
/* The lavoratore instead of the datore: for an employer, who knows who the employer is. NULL: not
 * known here, the code stands for it. */
void riga_bozza_propria(struct arena *a, enum nomi nomi, const struct persona *lavoratore,
	struct riga *to);

/* "gio 26/11/2026 09:30"; "gio 26/11" without year and hour: short enough for a column.
 */
char *quando_short(struct arena *a, instant t);
char *giorno_brief(struct arena *a, giorno g);

/*
 * Every name of a person that is shown passes here. Masked, it is the first letter of each
 * word: enough for who knows it already, beside the codice rapporto, which stays.
 */
char *nome_phrase(struct arena *a, enum nomi nomi, const char *nome); /* "A••• B•••" */
char *persona_named(struct arena *a, enum nomi nomi, const struct persona *p); /* "Anna Bianchi" */
char *persona_surname_first(
	struct arena *a, enum nomi nomi, const struct persona *p); /* "Bianchi Anna" */
void riga_attenzione(struct arena *a, struct attenzione *x); /* x->riga and x->frase */
char *sospeso_phrase(struct arena *a, const struct sospeso *x);

#endif
