/* SPDX-License-Identifier: EUPL-1.2
 *
 * A few things to choose from: one of them (radio) or any (checks). One that may not be had
 * stays visible with its reason. */
#ifndef AGENDA_UI_WIDGETS_CHOICE_H
#define AGENDA_UI_WIDGETS_CHOICE_H

#include "ui/widget.h"

#define CHOICE_MAX 16

struct option {
	const char *label;
	const char *detail; /* muted, behind the label; NULL */
	const char *refuse; /* why it may not be chosen; NULL: it may */
};

struct choice {
	struct widget widget; /* label: heading above */
	bool many;            /* checks instead of radio */
	const struct option *items;
	size_t n;
	size_t cursor;
	unsigned on; /* bit set of the chosen ones; of a radio one bit or none */
};

void choice_init(struct choice *c, const char *label, bool many);
void choice_show(struct choice *c, const struct option *items, size_t n);
bool choice_is_on(const struct choice *c, size_t i);
int choice_current(const struct choice *c); /* of a radio: index chosen, -1 none */
void choice_set(struct choice *c, size_t i, bool on);
int choice_rows(const struct choice *c); /* rows needed, heading included */

#endif
