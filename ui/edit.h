/* SPDX-License-Identifier: EUPL-1.2
 *
 * Text being typed: the core of the one-line field and of the note editor. It moves and
 * deletes by clusters (what people call a letter), pastes are one change, and every change can
 * be undone. Everything that enters is sanitised; a change past the limit is cut, not refused. */
#ifndef AGENDA_UI_EDIT_H
#define AGENDA_UI_EDIT_H

#include <stdbool.h>
#include <stddef.h>

struct edit_change;

struct edit {
	char *text;    /* UTF-8, NUL-terminated, never NULL after edit_init() */
	size_t len, cap;
	size_t cursor; /* byte offset, always between two clusters */
	size_t limit;  /* code points */
	size_t codepoints;
	bool lines;    /* newlines may be typed */
	bool modified; /* since edit_set() */
	bool cut;      /* the last change did not fit whole */
	struct edit_change *undo, *redo; /* stacks, newest first */
	size_t n_undo;
};

void edit_init(struct edit *e, size_t limit, bool lines);
void edit_release(struct edit *e);
void edit_set(struct edit *e, const char *text); /* a value from outside: forgets the undo */

bool edit_insert(struct edit *e, const char *text, size_t n); /* at the cursor; true: changed */
bool edit_delete(struct edit *e, size_t from, size_t to);
bool edit_undo(struct edit *e);
bool edit_redo(struct edit *e);

size_t edit_before(const struct edit *e, size_t at); /* the cluster, word, line around `at` */
size_t edit_after(const struct edit *e, size_t at);
size_t edit_word_before(const struct edit *e, size_t at);
size_t edit_word_after(const struct edit *e, size_t at);
size_t edit_line_start(const struct edit *e, size_t at);
size_t edit_line_end(const struct edit *e, size_t at);

/* Soft-wrapped rows of at most `columns` columns: [start, end) in bytes. A blank at which a
 * row is broken stays at its end and takes no room. */
struct edit_row {
	size_t start, end;
	bool hard; /* ends with a newline, or with the text */
};
/* At most `room` rows from row `skip` on; *total gets how many there are. */
size_t edit_wrap(const struct edit *e, int columns, size_t skip, struct edit_row *rows,
	size_t room, size_t *total);
/* The row on which byte `at` stands: its number, itself in *row. At the place where a row is
 * broken that is the beginning of the next one. */
size_t edit_row_of(const struct edit *e, int columns, size_t at, struct edit_row *row,
	size_t *total);

#endif
