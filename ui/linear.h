/* SPDX-License-Identifier: EUPL-1.2
 *
 * The linear mode: the second voice of the same screens, for screen readers and for terminals
 * that cannot be addressed. Lines out, lines in, no escape sequences. A screen is said when it
 * opens and when it changed; then the focused widget asks. A number chooses, a word alone or
 * after ":" is an action by name, "?" lists what can be done, an empty line says it again.
 * While a text is being typed only ":word" is an action. */
#ifndef AGENDA_UI_LINEAR_H
#define AGENDA_UI_LINEAR_H

#include "base/buf.h"
#include "ui/widget.h"

struct linear {
	struct buf last; /* what was said of the screen in front: not said twice */
	struct arena scratch;
	int columns;   /* of the terminal: longer lines go on in the next, between words; 0: no end */
	bool prompted; /* the last thing said is a prompt that nobody has answered yet */
	bool ascii;
};

void linear_init(struct linear *l, bool ascii);
void linear_release(struct linear *l);

/* Appends the screen to `out`, only the lines that are not those of last time unless `whole`;
 * then the prompt. Nothing at all while the prompt stands and nothing is new. */
void linear_say(struct linear *l, struct view *v, const struct live *live,
	const struct model *m, bool whole, struct buf *out);

/* What a line (without its newline) means; answers to "?" and mistakes go to `out`. */
struct routed linear_hear(struct linear *l, struct view *v, struct live *live,
	const struct model *m, const char *line, struct buf *out);

#endif
