/* SPDX-License-Identifier: EUPL-1.2
 *
 * Motions applied to a text: what field and editor have in common. */
#ifndef AGENDA_UI_WIDGETS_EDIT_KEYS_H
#define AGENDA_UI_WIDGETS_EDIT_KEYS_H

#include "ui/actions.h"
#include "ui/edit.h"

enum edit_result { EDIT_NOT_MINE, EDIT_MOVED, EDIT_CHANGED };

enum edit_result edit_move(struct edit *e, enum motion m);

#endif
