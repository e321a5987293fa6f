/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The whole interface seen from outside: bar, screens, hints, one key or line at a
 * time. The loop and the tests drive the same functions, so that what a golden shows is
 * what people see. It reads no clock, no file and no terminal, and changes no model.
 *
 * A turn of the loop:
 *	while (term_key(…, &key))
 *		for (i = shell_key(&sh, m, &key); i.kind != INTENT_NONE; i = shell_reply(&sh, m, &r))
 *			r = carry out i, changing *m;
 *	shell_draw(&sh, m, term_canvas(…));
 */
#ifndef AGENDA_UI_SHELL_H
#define AGENDA_UI_SHELL_H

#include "ui/intent.h"
#include "ui/linear.h"
#include "ui/model.h"
#include "ui/screen.h"
#include "ui/widgets/words.h"

struct shell {
	struct screens stack;
	struct view view;
	struct arena turn;   /* texts of one composing */
	struct linear linear;
	bool is_linear, ascii;
	unsigned persona;    /* model.persona_numero of the screens on the stack */
	struct rect size;    /* of the last drawing; 80 by 24 before it */
	unsigned dismissed;  /* generation + 1 of the accesso that was sent away with Esc; 0: none */
	char *reason;        /* why the last key was refused; NULL; gone at the next key */
	struct bar bar;
	struct status status;
};

void shell_init(struct shell *sh, bool is_linear, bool ascii);
void shell_release(struct shell *sh);

/* Opens the first screen (accesso, or home when somebody is signed in), and from then
 * on keeps the stack in step with model.accesso: call it once at the start and after
 * every change of the model that did not come from an intent. May return a wish, as
 * shell_key() does. */
struct intent shell_sync(struct shell *sh, const struct model *m);

/* One key. The wish it led to, INTENT_NONE mostly; borrowed strings live until the next
 * call. */
struct intent shell_key(struct shell *sh, const struct model *m, const struct key *key);
/* One line of the linear mode; answers to "?" and mistakes are appended to `out`. */
struct intent shell_line(struct shell *sh, const struct model *m, const char *line,
	struct buf *out);
/* What became of an intent: always called after carrying one out. May wish again. */
struct intent shell_reply(struct shell *sh, const struct model *m, const struct reply *r);

void shell_draw(struct shell *sh, const struct model *m, struct canvas *c);
/* The screen in lines, what was said already left out unless `whole`. */
void shell_say(struct shell *sh, const struct model *m, bool whole, struct buf *out);

const char *shell_front(const struct shell *sh); /* name of the screen in front; "" */

/* The program's own action table, for the manual page and tests of the table. */
const struct action *shell_actions(size_t *n);

#endif
