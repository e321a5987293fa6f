/* SPDX-License-Identifier: EUPL-1.2
 *
 * One widget at a time on a small canvas: keys in by name, picture and lines out. */
#ifndef AGENDA_TESTS_UNIT_UI_FIXTURE_H
#define AGENDA_TESTS_UNIT_UI_FIXTURE_H

#include "ui/linear.h"
#include "ui/widget.h"

struct stage {
	struct canvas canvas;
	struct view view;
	struct focus focus;
	struct arena arena;
	struct buf text; /* what the last stage_ question answered */
	struct live live;
	const char *title;
	struct widget *widgets[8];
	struct rect places[8];
	size_t n;
	bool modal_last; /* the last one lies over the others */
	bool drawn;
};

void stage_open(struct stage *s, int columns, int rows);
void stage_close(struct stage *s);
void stage_put(struct stage *s, struct widget *w, struct rect at);
void stage_compose(struct stage *s);
/* By the names of the action table, blanks between; 'abc' types abc. The last one's news. */
struct routed stage_keys(struct stage *s, const char *names);
const char *stage_picture(struct stage *s); /* text plane */
const char *stage_roles(struct stage *s);
const char *stage_voice(struct stage *s);
bool stage_shows(struct stage *s, const char *text);

#endif
