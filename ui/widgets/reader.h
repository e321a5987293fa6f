/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A page to read with some lines to act on: a summary, a detail, a manual. Up and Down
 * go to the next thing to act on when it is in sight, else the page moves. What is on
 * it is copied once, when it changes; wrapping follows the width.
 */
#ifndef AGENDA_UI_WIDGETS_READER_H
#define AGENDA_UI_WIDGETS_READER_H

#include "ui/widget.h"

enum reader_kind { READER_TEXT, READER_HEADING, READER_PAIR, READER_LINK, READER_GAP };

struct reader_item {
	enum reader_kind kind;
	const char *id;   /* what Enter acts on; NULL: nothing */
	const char *name; /* of a pair */
	const char *text;
	enum role role;
};

struct reader_row {
	size_t item;
	const char *text;
	bool first; /* the first row of its item */
};

struct reader {
	struct widget widget;
	uint64_t made_of; /* what the screen said that the page shows */
	bool made;
	int name_columns;
	struct reader_item *items;
	size_t n, cap;
	struct arena arena;   /* the items */
	struct reader_row *rows;
	size_t n_rows;
	struct arena wrapped; /* the rows */
	int columns;          /* for which they were wrapped; 0: not yet */
	size_t top, page;
	size_t link;          /* item under the cursor; n or more when none */
	char wanted[64];      /* id that was under it before the page was made anew */
};

void reader_init(struct reader *r, const char *label, int name_columns);
void reader_release(struct reader *r);

/* True when the page is to be made anew, because `made_of` is another: it is then
 * empty. */
bool reader_begin(struct reader *r, uint64_t made_of);
void reader_heading(struct reader *r, const char *text);
void reader_text(struct reader *r, enum role role, const char *text);
void reader_pair(struct reader *r, const char *name, const char *value, enum role role);
/* The same, and Enter acts on it. */
void reader_pair_link(struct reader *r, const char *id, const char *name, const char *value,
	enum role role);
void reader_link(struct reader *r, const char *id, const char *text);
void reader_gap(struct reader *r);

const char *reader_current(const struct reader *r); /* id under the cursor; NULL: none */
void reader_go(struct reader *r, const char *id);

#endif
