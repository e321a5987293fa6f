/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * "Nuovo appuntamento", private to its files: one screen, eight steps. What was
 * accepted lives in model.bozza; here are only focus, scroll and what is being typed.
 * Each step is a row of functions; the order of the steps is the order of the founding
 * document.
 */
#ifndef AGENDA_UI_SCREENS_NUOVO_H
#define AGENDA_UI_SCREENS_NUOVO_H

#include "ui/screens/common.h"
#include "ui/widgets/calendar.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/editor.h"
#include "ui/widgets/files.h"
#include "ui/widgets/reader.h"
#include "ui/widgets/times.h"
#include "ui/widgets/words.h"

enum passo {
	PASSO_RAPPORTO,
	PASSO_QUESITI,
	PASSO_PUNTO,
	PASSO_GIORNO,
	PASSO_NOTA,
	PASSO_ALLEGATI,
	PASSO_RECAPITI,
	PASSO_RIEPILOGO,
	PASSO_COUNT,
};

struct nuovo {
	enum passo passo;
	bool from_summary; /* a field is being changed: then back to the summary */
	bool go_on;        /* to the next step as soon as the field is accepted */
	bool asking;       /* "Conferma": the question is over the summary */
	bool said_yes;     /* over old times: it goes through when they are read */
	bool news_shown;   /* what changed since the bozza was saved has been on screen */
	unsigned news_seen; /* and was left behind, in this generation */
	char *open_id, *open_codice; /* what to open with; NULL */
	char *seen_id;     /* bozza that the typed text belongs to */
	unsigned seen;     /* its generation */
	struct focus focus[PASSO_COUNT];
	struct focus dialog_focus, end_focus;

	struct steps steps;
	struct heading heading;
	struct rule rule;
	struct paragraph remark, problem, news, help, detail, legend, whole;
	struct list rapporti, quesiti, punti, attached;
	struct pairs punto_pairs;
	struct calendar calendar;
	struct times times;
	struct list nearest; /* free times after a refusal */
	struct editor nota;
	struct files files;
	struct file_listing listing;
	struct arena listing_arena;
	unsigned listing_generation;
	int64_t listing_used;
	struct choice canali;
	struct reader summary, end, exchange;
	struct progress progress[ALLEGATI_MAX];
	struct dialog dialog;
	char question[400];
	const char *ids[QUESITI_PER_APPUNTAMENTO_MAX]; /* lent with a wish */
};

struct passo_ops {
	const char *name; /* in the row of steps */
	struct intent (*enter)(struct nuovo *s, const struct model *m); /* NULL: nothing to ask */
	void (*compose)(struct nuovo *s, const struct model *m, struct view *v, struct rect body);
	struct intent (*widget)(struct nuovo *s, const struct model *m, const struct event *e);
	/* Actions of this step alone; *taken says whether it was one. NULL: none. */
	struct intent (*action)(struct nuovo *s, const struct model *m, int action, bool *taken);
	struct intent (*forward)(struct nuovo *s, const struct model *m); /* NULL: no F10 */
};

extern const struct passo_ops passo_rapporto, passo_quesiti, passo_punto, passo_giorno,
	passo_nota, passo_allegati, passo_recapiti, passo_riepilogo;

struct intent nuovo_go(struct nuovo *s, const struct model *m, enum passo to);
struct intent nuovo_next(struct nuovo *s, const struct model *m); /* the step after this one */

void nuovo_init_choices(struct nuovo *s); /* the widgets of each file */
void nuovo_init_texts(struct nuovo *s);
void nuovo_init_end(struct nuovo *s);

/* A sentence at the bottom of a step, and the rectangle without it. */
void nuovo_remark(struct nuovo *s, struct view *v, struct rect *body, const char *text,
	enum role role);
/* What changed since the bozza was saved: all of it until one moves on, then what this step is
 * about. */
void nuovo_news(struct nuovo *s, const struct model *m, struct view *v, struct rect *body);
/* The last refusal of a field, above everything, when there is one; then the news. */
void nuovo_refusal(struct nuovo *s, const struct model *m, struct view *v, struct rect *body);

/* Address, hours, what to bring: nothing for NULL. */
void nuovo_punto(struct nuovo *s, const struct punto *p, struct view *v, struct rect body);

/* On a wide screen, at the right of `body`: what was written so far on the quesiti
 * chosen, or on the one of that id. */
void nuovo_exchange(struct nuovo *s, const struct model *m, struct view *v, struct rect *body,
	const char *id);

/* The end: sent, confirmed, to be verified, refused (nuovo_fine.c). */
void fine_compose(struct nuovo *s, const struct model *m, struct view *v, struct rect body);
struct intent fine_widget(struct nuovo *s, const struct model *m, const struct event *e);
struct intent fine_action(struct nuovo *s, const struct model *m, const struct event *e);
uint64_t fine_where(const struct nuovo *s, const struct model *m);

#endif
