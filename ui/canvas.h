/* SPDX-License-Identifier: EUPL-1.2
 *
 * A canvas is what the screen should look like: a grid of cells, each a cluster of text and a
 * role, and a cursor. It is drawn whole each turn, knows what was shown the turn before, and
 * says which runs of cells changed. Nothing is allocated per cell. Everything is clipped. */
#ifndef AGENDA_UI_CANVAS_H
#define AGENDA_UI_CANVAS_H

#include "base/arena.h"
#include "base/buf.h"
#include "ui/layout.h"
#include "ui/theme.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A cluster of several code points is a number in the canvas's own table. */
#define CELL_CLUSTER 0x80000000u
#define CELL_CLUSTER_BYTES 24

struct cell {
	uint32_t text;   /* code point, or CELL_CLUSTER | index */
	uint8_t columns; /* 1 or 2; 0 is the right half of a wide one */
	uint8_t role;
	uint16_t unused; /* always 0: rows are compared as bytes */
};

struct canvas {
	int columns, rows;
	struct rect clip;
	bool ascii; /* no UTF-8: stand-ins only */
	bool cursor_on;
	int cursor_x, cursor_y;
	struct cell *cells; /* being drawn */
	struct cell *shown; /* what the terminal has */
	bool all_changed;   /* nothing of `shown` is true: everything is to be painted */
	char (*clusters)[CELL_CLUSTER_BYTES];
	size_t n_clusters, cap_clusters;
	struct arena scratch;
};

/* Marks that have an ASCII stand-in. */
#define GLYPH_LIST(_) \
	_(CHECK, "✓", "v") _(STEP, "▸", ">") _(DOT, "●", "*") _(RING, "○", "o") \
	_(CROSS, "✗", "x") _(WARN, "⚠", "!") _(ELLIPSIS, "…", "~") _(HLINE, "─", "-") \
	_(VLINE, "│", "|") _(CORNER_NW, "┌", "+") _(CORNER_NE, "┐", "+") \
	_(CORNER_SW, "└", "+") _(CORNER_SE, "┘", "+") _(UP, "↑", "^") _(DOWN, "↓", "v") \
	_(LEFT, "←", "<") _(RIGHT, "→", ">") _(PREVIOUS, "‹", "<") _(NEXT, "›", ">") \
	_(FULL, "█", "#") _(SHADE, "░", ".") _(SEPARATOR, "·", "-") _(BOX_ON, "☑", "x") \
	_(BULLET, "•", "*") _(HALF, "◐", "%")
#define GLYPH_ENUM_(name, utf8, ascii) GLYPH_##name,
enum glyph { GLYPH_LIST(GLYPH_ENUM_) GLYPH_COUNT };
#undef GLYPH_ENUM_
const char *glyph_text(enum glyph g, bool ascii);

void canvas_init(struct canvas *c, int columns, int rows, bool ascii);
void canvas_release(struct canvas *c);
void canvas_resize(struct canvas *c, int columns, int rows); /* everything is to be painted */
void canvas_begin(struct canvas *c);   /* blank, no clip, no cursor */
struct rect canvas_area(const struct canvas *c);
struct rect canvas_clip(struct canvas *c, struct rect clip); /* returns the one before */

/*
 * One line of text from (x, y), at most `columns` wide; what does not fit ends in "…".
 * Returns the columns used. Goes through the sanitiser: any text may be given.
 */
int canvas_text(struct canvas *c, int x, int y, int columns, enum role role, const char *s);
/* The same, right-aligned in the `columns` from x on. */
int canvas_text_right(struct canvas *c, int x, int y, int columns, enum role role,
	const char *s);
/* The same, then blanks of that role to the full width. */
void canvas_text_padded(struct canvas *c, int x, int y, int columns, enum role role,
	const char *s);
/* One cluster of `n` bytes that is already clean; takes `columns` columns. */
void canvas_cluster(struct canvas *c, int x, int y, int columns, enum role role,
	const char *s, size_t n);
int canvas_glyph(struct canvas *c, int x, int y, enum role role, enum glyph g); /* 1 column */

void canvas_fill(struct canvas *c, struct rect r, enum role role); /* with blanks */
void canvas_paint(struct canvas *c, struct rect r, enum role role); /* the role only */
void canvas_hline(struct canvas *c, int x, int y, int columns, enum role role);
void canvas_vline(struct canvas *c, int x, int y, int rows, enum role role);
void canvas_frame(struct canvas *c, struct rect r, enum role role, const char *title);
void canvas_cursor(struct canvas *c, int x, int y); /* on the focus; ignored when clipped */

/*
 * The first run of changed cells of row `y` at or after column *from: true, and [*from, *to).
 * Runs a few columns apart come as one. canvas_settle() declares everything shown: what was
 * drawn is then no longer there to read.
 */
bool canvas_changed(const struct canvas *c, int y, int *from, int *to);
void canvas_settle(struct canvas *c);
void canvas_forget(struct canvas *c); /* the terminal was somebody else's meanwhile */

const struct cell *canvas_cell(const struct canvas *c, int x, int y);
/* UTF-8 of a cell, NUL-terminated; its length; 0 for the right half of a wide one. */
size_t canvas_cell_text(const struct canvas *c, const struct cell *cell,
	char to[CELL_CLUSTER_BYTES]);

/* For goldens: text without trailing blanks, one letter of role a cell, "cursore: x,y". */
void canvas_text_plane(const struct canvas *c, struct buf *to);
void canvas_role_plane(const struct canvas *c, struct buf *to);

#endif
