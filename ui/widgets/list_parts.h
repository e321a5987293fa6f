/* SPDX-License-Identifier: EUPL-1.2
 *
 * What list.c and list_draw.c share; nobody else includes it. */
#ifndef AGENDA_UI_WIDGETS_LIST_PARTS_H
#define AGENDA_UI_WIDGETS_LIST_PARTS_H

#include "ui/widgets/list.h"

extern const struct widget_ops list_ops;

int list_head_rows(const struct list *l); /* heading, filter, titles */
int list_row_lines(const struct list *l, long i); /* 1, or more where rows wrap */
void list_share_columns(struct list *l, int columns);
void list_draw(const struct widget *w, struct canvas *c, struct rect r, bool focused);
void list_say(const struct widget *w, struct voice *v, bool focused);

#endif
