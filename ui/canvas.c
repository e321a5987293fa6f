/* SPDX-License-Identifier: EUPL-1.2
 *
 * The grid, its two planes and what changed since last time. Text is in canvas_text.c. */
#include "ui/canvas.h"

#include "base/alloc.h"

#include <assert.h>
#include <string.h>

/* Moving the cursor over a gap costs about as much as sending these few cells again. */
#define GAP_WORTH_SENDING 6

static const struct cell blank = { .text = ' ', .columns = 1, .role = ROLE_NORMAL };

static size_t cells_of(const struct canvas *c)
{
	return (size_t)c->columns * (size_t)c->rows;
}

static struct cell *cell_at(const struct canvas *c, int x, int y)
{
	return c->cells + (size_t)y * (size_t)c->columns + (size_t)x;
}

void canvas_init(struct canvas *c, int columns, int rows, bool ascii)
{
	*c = (struct canvas){ .ascii = ascii };
	canvas_resize(c, columns, rows);
}

void canvas_release(struct canvas *c)
{
	if (!c)
		return;
	FREE(&c->cells);
	FREE(&c->shown);
	FREE(&c->clusters);
	arena_release(&c->scratch);
	*c = (struct canvas){ 0 };
}

void canvas_resize(struct canvas *c, int columns, int rows)
{
	c->columns = columns > 1 ? columns : 1;
	c->rows = rows > 1 ? rows : 1;
	FREE(&c->cells);
	FREE(&c->shown);
	c->cells = xalloc_array(cells_of(c), sizeof(*c->cells));
	c->shown = xalloc_array(cells_of(c), sizeof(*c->shown));
	c->all_changed = true;
	canvas_begin(c);
}

void canvas_begin(struct canvas *c)
{
	size_t columns = (size_t)c->columns;

	c->clip = canvas_area(c);
	c->cursor_on = false;
	arena_reset(&c->scratch);
	for (size_t i = 0; i < columns; i++)
		c->cells[i] = blank;
	for (size_t y = 1; y < (size_t)c->rows; y++)
		memcpy(c->cells + y * columns, c->cells, columns * sizeof(*c->cells));
}

struct rect canvas_area(const struct canvas *c)
{
	return (struct rect){ 0, 0, c->columns, c->rows };
}

struct rect canvas_clip(struct canvas *c, struct rect clip)
{
	struct rect before = c->clip;

	c->clip = rect_intersect(clip, canvas_area(c));
	return before;
}

/* A wide cluster of which one half is overwritten leaves a blank in the other. */
static void mend(struct canvas *c, struct rect r, int y)
{
	struct cell *first = cell_at(c, r.x, y);
	struct cell *after = cell_at(c, r.x + r.w - 1, y) + 1;

	if (first->columns == 0 && r.x > 0) {
		first[-1].text = ' ';
		first[-1].columns = 1;
	}
	if (r.x + r.w < c->columns && after->columns == 0) {
		after->text = ' ';
		after->columns = 1;
	}
}

void canvas_fill(struct canvas *c, struct rect r, enum role role)
{
	struct cell fill = blank;

	fill.role = (uint8_t)role;
	r = rect_intersect(r, c->clip);
	for (int y = r.y; y < r.y + r.h; y++) {
		struct cell *to = cell_at(c, r.x, y);

		mend(c, r, y);
		for (int x = 0; x < r.w; x++)
			to[x] = fill;
	}
}

void canvas_paint(struct canvas *c, struct rect r, enum role role)
{
	r = rect_intersect(r, c->clip);
	for (int y = r.y; y < r.y + r.h; y++) {
		struct cell *to = cell_at(c, r.x, y);

		for (int x = 0; x < r.w; x++)
			to[x].role = (uint8_t)role;
	}
}

void canvas_vline(struct canvas *c, int x, int y, int rows, enum role role)
{
	for (int i = 0; i < rows; i++)
		canvas_glyph(c, x, y + i, role, GLYPH_VLINE);
}

void canvas_frame(struct canvas *c, struct rect r, enum role role, const char *title)
{
	int right = r.x + r.w - 1;
	int bottom = r.y + r.h - 1;

	if (r.w < 2 || r.h < 2)
		return;
	canvas_hline(c, r.x, r.y, r.w, role);
	canvas_hline(c, r.x, bottom, r.w, role);
	canvas_vline(c, r.x, r.y, r.h, role);
	canvas_vline(c, right, r.y, r.h, role);
	canvas_glyph(c, r.x, r.y, role, GLYPH_CORNER_NW);
	canvas_glyph(c, right, r.y, role, GLYPH_CORNER_NE);
	canvas_glyph(c, r.x, bottom, role, GLYPH_CORNER_SW);
	canvas_glyph(c, right, bottom, role, GLYPH_CORNER_SE);
	if (title && *title && r.w > 6) {
		int used = canvas_text(c, r.x + 3, r.y, r.w - 6, ROLE_HEADING, title);

		canvas_fill(c, (struct rect){ r.x + 2, r.y, 1, 1 }, role);
		canvas_fill(c, (struct rect){ r.x + 3 + used, r.y, 1, 1 }, role);
	}
}

void canvas_cursor(struct canvas *c, int x, int y)
{
	if (rect_empty(rect_intersect(c->clip, (struct rect){ x, y, 1, 1 })))
		return;
	c->cursor_on = true;
	c->cursor_x = x;
	c->cursor_y = y;
}

static bool same(const struct cell *a, const struct cell *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

bool canvas_changed(const struct canvas *c, int y, int *from, int *to)
{
	const struct cell *now = cell_at(c, 0, y);
	const struct cell *then = c->shown + (size_t)y * (size_t)c->columns;
	int end = c->columns;
	int x = *from;
	int quiet = 0;

	if (x >= end)
		return false;
	if (c->all_changed) {
		*to = end;
		return true;
	}
	if (memcmp(now + x, then + x, (size_t)(end - x) * sizeof(*now)) == 0)
		return false;
	while (same(&now[x], &then[x]))
		x++;
	/* Never begin in the right half of a wide cluster, then or now. */
	while (x > 0 && (now[x].columns == 0 || then[x].columns == 0))
		x--;
	*from = x;
	*to = x + 1;
	for (; x < end && quiet <= GAP_WORTH_SENDING; x++) {
		quiet = same(&now[x], &then[x]) && now[x].columns != 0 ? quiet + 1 : 0;
		if (quiet == 0)
			*to = x + 1;
	}
	return true;
}

void canvas_settle(struct canvas *c)
{
	struct cell *painted = c->cells;

	c->cells = c->shown; /* canvas_begin() makes it new */
	c->shown = painted;
	c->all_changed = false;
}

void canvas_forget(struct canvas *c)
{
	c->all_changed = true;
}

const struct cell *canvas_cell(const struct canvas *c, int x, int y)
{
	assert(x >= 0 && x < c->columns && y >= 0 && y < c->rows);
	return cell_at(c, x, y);
}

void canvas_text_plane(const struct canvas *c, struct buf *to)
{
	for (int y = 0; y < c->rows; y++) {
		size_t kept = to->len;

		for (int x = 0; x < c->columns; x++) {
			char text[CELL_CLUSTER_BYTES];
			const struct cell *cell = cell_at(c, x, y);
			size_t n = canvas_cell_text(c, cell, text);

			buf_add(to, text, n);
			if (n > 0 && !(n == 1 && text[0] == ' '))
				kept = to->len;
		}
		to->len = kept; /* without trailing blanks */
		buf_addc(to, '\n');
	}
}

void canvas_role_plane(const struct canvas *c, struct buf *to)
{
	for (int y = 0; y < c->rows; y++) {
		for (int x = 0; x < c->columns; x++)
			buf_addc(to, role_letter(cell_at(c, x, y)->role));
		buf_addc(to, '\n');
	}
	if (c->cursor_on)
		buf_addf(to, "cursore: %d,%d\n", c->cursor_x, c->cursor_y);
	else
		buf_adds(to, "cursore: nascosto\n");
}
