/* SPDX-License-Identifier: EUPL-1.2
 *
 * A question over the screen. The safe answer has the focus and Enter takes it; the other one
 * has a key of its own; keys typed before the question was seen are dropped. */
#ifndef AGENDA_UI_WIDGETS_DIALOG_H
#define AGENDA_UI_WIDGETS_DIALOG_H

#include "ui/widget.h"

struct dialog {
	struct widget widget; /* label: its title */
	const char *sentence; /* what will happen */
	const char *safe;     /* "No, mantieni" */
	const char *act;      /* "Sì, cancella appuntamento"; NULL: only something to read */
	bool on_act;          /* where the focus is */
	bool answered;        /* after NEWS_CHOSEN: the answer */
};

void dialog_init(struct dialog *d, const char *title, const char *sentence, const char *safe,
	const char *act);
void dialog_show(struct dialog *d, const char *sentence); /* another sentence, same answers */
/* The rectangle that it needs, in the middle of `in`. */
struct rect dialog_place(const struct dialog *d, struct rect in);

#endif
