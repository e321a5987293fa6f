/* SPDX-License-Identifier: EUPL-1.2
 *
 * Everything that can be done here, found by typing; what may not be done stays there with its
 * reason. NEWS_CHOSEN: palette_chosen(). The help is the same rows to read, keys first. */
#ifndef AGENDA_UI_WIDGETS_PALETTE_H
#define AGENDA_UI_WIDGETS_PALETTE_H

#include "ui/widget.h"
#include "ui/widgets/list.h"
#include "ui/widgets/words.h"

struct palette {
	struct widget widget;
	struct list list;
	struct arena arena;
	const struct action_row *rows;
	size_t n;
	int whole; /* rows below the list for the command under the cursor, where some are cut */
};

void palette_init(struct palette *p, const char *label);
void palette_release(struct palette *p);
void palette_show(struct palette *p, const struct action_row *rows, size_t n);
const struct action *palette_chosen(const struct palette *p); /* NULL: none */
struct rect palette_place(struct palette *p, struct rect in);

/* Keys and sentences, to read. */
struct help {
	struct widget widget;
	const struct action_row *rows;
	size_t n;
	const char *text; /* a paragraph above about this screen; NULL */
	size_t top, page, total;
};
void help_init(struct help *h, const char *label);
void help_show(struct help *h, const char *text, const struct action_row *rows, size_t n);

#endif
