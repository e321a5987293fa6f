/* SPDX-License-Identifier: EUPL-1.2
 *
 * Widgets that only show: steps, paragraph, pairs, rule, progress, status line. None takes the
 * focus but a paragraph that is longer than its place and says so. */
#ifndef AGENDA_UI_WIDGETS_WORDS_H
#define AGENDA_UI_WIDGETS_WORDS_H

#include "ui/widget.h"

#include <stdint.h>

/* "Nuovo appuntamento   ✓ Rapporto ✓ Quesiti ▸ Giorno e ora · ancora 3 passi". */
struct steps {
	struct widget widget; /* label: what is being done */
	const char *const *names;
	size_t n, current;
	const char *left; /* "ancora 3 passi", made by the screen with ngettext; NULL */
};
void steps_show(struct steps *s, const char *label, const char *const *names, size_t n,
	size_t current, const char *left);

/* The program's first row: name at the left, who and connection at the right. */
struct bar {
	struct widget widget;
	const char *name, *brief; /* where there is no room for the name, or none of the two */
	const char *who, *state;
	enum glyph glyph; /* before `state` */
	enum role role;   /* of `state` */
	const struct action *todo; /* what can be done about it, for the second voice; NULL */
};
void bar_show(struct bar *b, const char *name, const char *brief, const char *who,
	const char *state, enum glyph glyph, enum role role);

/* Text in one role, wrapped at blanks. */
struct paragraph {
	struct widget widget; /* label: a heading above, or NULL */
	const char *text;
	enum role role;
	bool scrolls;  /* takes the focus when it is longer than its place */
	size_t top;    /* first row shown */
	size_t page;   /* rows of its place */
	size_t rows;   /* rows of the text, known after placing */
	int columns;
	char *wrapped_of; /* what `lines` was made of: wrapping is done once a text */
	char **lines;
	struct arena arena;
};
void paragraph_show(struct paragraph *p, const char *label, const char *text, enum role role);
int paragraph_rows(struct paragraph *p, int columns); /* rows needed, heading included */
void paragraph_release(struct paragraph *p);

/* Names and values, values aligned and wrapped. */
struct pair {
	const char *name, *value;
	enum role role; /* of the value */
};
struct pairs {
	struct widget widget; /* label: a heading above, or NULL */
	const struct pair *items;
	size_t n;
	int name_columns;
};
void pairs_show(struct pairs *p, const char *label, const struct pair *items, size_t n);
int pairs_rows(const struct pairs *p, int columns, struct arena *a); /* rows needed */

/* A line across, with an optional heading in it. */
struct rule {
	struct widget widget;
};
void rule_show(struct rule *r, const char *label);

/* "perizia.pdf  ███████░░░ 71%  1,2 di 1,7 MB": the words come from the screen. */
struct progress {
	struct widget widget; /* label: of what */
	int64_t done, total;  /* total 0: unknown, no bar */
	const char *words;
};
void progress_show(struct progress *p, const char *label, int64_t done, int64_t total,
	const char *words);

/* What just happened: one line, more when the sentence (a path) does not fit. Said once. */
#define STATUS_ROWS_MAX 4
struct status {
	struct widget widget;
	const char *text; /* "" or NULL: nothing */
	enum role role;
};
void status_show(struct status *s, const char *text, enum role role);
int status_rows(const struct status *s, int columns, struct arena *a); /* 0: nothing to say */

#endif
