/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A frame with a title, to put other widgets in.
 */
#ifndef AGENDA_UI_WIDGETS_BOX_H
#define AGENDA_UI_WIDGETS_BOX_H

#include "ui/widget.h"

struct box {
	struct widget widget; /* label: its title */
};

/* Puts the frame at `at`; returns the rectangle inside. */
struct rect box_put(struct box *b, struct view *v, struct rect at, const char *title);

#endif
