/* SPDX-License-Identifier: EUPL-1.2
 *
 * Places in a text: clusters, words, lines, wrapped rows. */
#include "base/text.h"
#include "ui/edit.h"

#include <string.h>

size_t edit_after(const struct edit *e, size_t at)
{
	int columns;

	return at < e->len ? at + text_cluster(e->text + at, &columns) : e->len;
}

size_t edit_line_start(const struct edit *e, size_t at)
{
	while (at > 0 && e->text[at - 1] != '\n')
		at--;
	return at;
}

size_t edit_line_end(const struct edit *e, size_t at)
{
	return at + strcspn(e->text + at, "\n");
}

/* Clusters can only be found forwards: from the start of the line, or of the newline. */
size_t edit_before(const struct edit *e, size_t at)
{
	size_t here;

	if (at == 0)
		return 0;
	if (e->text[at - 1] == '\n')
		return at - 1;
	here = edit_line_start(e, at);
	for (;;) {
		size_t next = edit_after(e, here);

		if (next >= at)
			return here;
		here = next;
	}
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* The first place between two letters from `at` on: a mark may sit on a blank. */
static size_t snap(const struct edit *e, size_t at)
{
	size_t here = edit_line_start(e, at);

	while (here < at)
		here = edit_after(e, here);
	return here;
}

size_t edit_word_before(const struct edit *e, size_t at)
{
	size_t from = at;

	while (at > 0 && is_blank(e->text[at - 1]))
		at--;
	while (at > 0 && !is_blank(e->text[at - 1]))
		at--;
	at = snap(e, at);
	return at < from ? at : edit_before(e, from);
}

size_t edit_word_after(const struct edit *e, size_t at)
{
	while (at < e->len && is_blank(e->text[at]))
		at++;
	while (at < e->len && !is_blank(e->text[at]))
		at++;
	return snap(e, at);
}

/* End of the row that starts at `start`; `line_end` is where its line ends. */
static size_t row_end(const struct edit *e, size_t start, size_t line_end, int columns)
{
	size_t at = start;
	size_t after_blank = 0;
	int used = 0;

	while (at < line_end) {
		int w;
		size_t n = text_cluster(e->text + at, &w);

		if (e->text[at] != ' ' && used + w > columns) {
			if (after_blank > start)
				return after_blank;
			return at > start ? at : at + n;
		}
		used += w;
		at += n;
		if (e->text[at - 1] == ' ')
			after_blank = at;
	}
	return line_end;
}

/* Steps from row to row; begin with a zeroed row and `first`. False after the last one. */
static bool next_row(const struct edit *e, int columns, struct edit_row *row, bool first)
{
	size_t at = row->end;
	size_t line_end;

	if (!first) {
		if (row->hard && row->end == e->len)
			return false;
		at += row->hard;
	}
	line_end = edit_line_end(e, at);
	row->start = at;
	row->end = row_end(e, at, line_end, columns > 0 ? columns : 1);
	row->hard = row->end == line_end;
	return true;
}

size_t edit_wrap(const struct edit *e, int columns, size_t skip, struct edit_row *rows,
	size_t room, size_t *total)
{
	struct edit_row row = { 0 };
	size_t filled = 0;
	size_t count = 0;

	for (; next_row(e, columns, &row, count == 0); count++)
		if (count >= skip && filled < room)
			rows[filled++] = row;
	*total = count;
	return filled;
}

size_t edit_row_of(
	const struct edit *e, int columns, size_t at, struct edit_row *row, size_t *total)
{
	struct edit_row one = { 0 };
	size_t found = 0;
	bool done = false;
	size_t count = 0;

	for (; next_row(e, columns, &one, count == 0); count++) {
		if (done)
			continue;
		*row = one;
		found = count;
		done = at < one.end || (at == one.end && one.hard);
	}
	*total = count;
	return found;
}
