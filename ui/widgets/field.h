/* SPDX-License-Identifier: EUPL-1.2
 *
 * One line to fill in: label, what may be in it, whether it must be, the error beside it. It
 * scrolls sideways; what is typed is never lost to a resize or a refusal. */
#ifndef AGENDA_UI_WIDGETS_FIELD_H
#define AGENDA_UI_WIDGETS_FIELD_H

#include "ui/edit.h"
#include "ui/widget.h"

struct field {
	struct widget widget; /* label: its name */
	struct edit edit;
	const char *help;     /* one line below while it has the focus; NULL */
	int columns;          /* of the box; 0: as wide as there is */
	int label_columns;    /* so that boxes of a form stand below one another; 0: the label's */
	bool required;
	bool digits;          /* only 0-9 are taken: codes */
	/* The value as it should be, in `a`, or NULL: leave it. Called by field_accept(). */
	char *(*normalise)(struct arena *a, const char *value);
	/* NULL when it is right, else the sentence to show beside it (translated, or in `a`). */
	const char *(*validate)(const char *value, struct arena *a);
	char *error; /* shown beside; owned */
	size_t left; /* first byte drawn */
};

void field_init(struct field *f, const char *label, size_t limit);
void field_release(struct field *f);
const char *field_value(const struct field *f); /* never NULL */
void field_set(struct field *f, const char *value);
/* Normalise, then validate: true when it may go on. Else the error stands beside the field
 * until it is changed. The widget does it on Enter and when Tab leaves a changed field. */
bool field_accept(struct field *f);
void field_set_error(struct field *f, const char *sentence); /* from elsewhere; NULL: none */

#endif
