/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * One of a few words on one row: "Stato  ‹ Confermato ›". Left and Right change it.
 */
#ifndef AGENDA_UI_WIDGETS_SELECTOR_H
#define AGENDA_UI_WIDGETS_SELECTOR_H

#include "ui/widget.h"

struct selector {
	struct widget widget; /* label: its name */
	const char *const *words; /* translated; lives until the next selector_show() */
	size_t n, at;
	int label_columns;  /* 0: the label's */
	const char *refuse; /* why it may not be changed; NULL: it may */
};

void selector_init(struct selector *s, const char *label, int label_columns);
void selector_show(struct selector *s, const char *const *words, size_t n, const char *refuse);

#endif
