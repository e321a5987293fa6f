/* SPDX-License-Identifier: EUPL-1.2
 *
 * Several lines to write: the note. Soft wrap at blanks, Enter makes a line, a counter against
 * the limit, the error beside it. */
#ifndef AGENDA_UI_WIDGETS_EDITOR_H
#define AGENDA_UI_WIDGETS_EDITOR_H

#include "ui/edit.h"
#include "ui/widget.h"

struct editor {
	struct widget widget; /* label: its name */
	struct edit edit;
	const char *help;
	bool required;
	char *error;   /* owned */
	size_t top;    /* first wrapped row drawn */
	size_t page;   /* rows of its place */
	int columns;   /* of its place */
	int want;      /* column that Up and Down try to keep; -1: the cursor's own */
};

void editor_init(struct editor *e, const char *label, size_t limit);
void editor_release(struct editor *e);
const char *editor_value(const struct editor *e); /* never NULL */
void editor_set(struct editor *e, const char *value);
void editor_set_error(struct editor *e, const char *sentence);

#endif
