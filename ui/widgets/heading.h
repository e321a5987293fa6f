/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The first two rows of a screen: its title at the left, a remark at the right (the
 * date, the age of the data), and a line below.
 */
#ifndef AGENDA_UI_WIDGETS_HEADING_H
#define AGENDA_UI_WIDGETS_HEADING_H

#include "ui/widget.h"

#define HEADING_ROWS 2

struct heading {
	struct widget widget; /* label: the title */
	const char *note;     /* NULL: none */
	enum role note_role;
};

void heading_show(struct heading *h, const char *title, const char *note, enum role note_role);

#endif
