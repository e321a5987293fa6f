/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * "Where to?": a small question over a screen that saves a file. The path proposed is the
 * configured folder and the file's own name. It stays open until the path was accepted: a
 * file that is already there is asked about, a folder that takes none is told.
 */
#ifndef AGENDA_UI_SCREENS_SALVA_H
#define AGENDA_UI_SCREENS_SALVA_H

#include "ui/intent.h"
#include "ui/model.h"
#include "ui/widgets/box.h"
#include "ui/widgets/field.h"
#include "ui/widgets/words.h"

struct salva {
	struct focus focus;
	struct box box;
	struct field path;
	struct paragraph what;
	bool asking;
	char id[64]; /* of the file or manual */
	char *there; /* the path refused because something is there: owned; NULL */
	char *why;   /* the path was refused for another reason: owned; NULL */
};

void salva_init(struct salva *s);
void salva_release(struct salva *s);
void salva_ask(struct salva *s, const struct model *m, const char *id, const char *nome);
void salva_compose(struct salva *s, struct view *v); /* last of a compose; nothing when idle */
/* The path was chosen: the wish `kind` for it, or NO_WISH when there is none yet. */
struct intent salva_wish(struct salva *s, enum intent_kind kind);
/* What became of that wish; of any other: nothing happens. */
void salva_reply(struct salva *s, const struct model *m, const struct reply *r);

#endif
