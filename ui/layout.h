/* SPDX-License-Identifier: EUPL-1.2
 *
 * Layout is arithmetic: lengths in, rectangles out, no terminal anywhere near. A part
 * that does not get its least length is left out whole (size 0), never squeezed below it. */
#ifndef AGENDA_UI_LAYOUT_H
#define AGENDA_UI_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

struct rect {
	int x, y, w, h; /* columns and rows of the screen; w or h 0: nothing to draw */
};

struct part {
	int min;    /* least length; a part that cannot have it is left out */
	int max;    /* most, 0: no limit. min == max is a fixed part */
	int weight; /* share of what is left over, 0: stays at min */
	int drop;   /* who goes first when there is no room: the highest; 0 never goes */
};

#define PART_FIXED(n) { .min = (n), .max = (n) }
#define PART_REST     { .min = 1, .weight = 1 }

#define LAYOUT_PARTS_MAX 32

/*
 * Share `length` among `n` parts with `gap` between those that stay; sizes[i] is 0 for a part
 * left out. Parts with drop 0 that still do not fit are cut from the last one backwards.
 */
void layout_share(int length, int gap, const struct part *parts, size_t n, int *sizes);

/* The same, as rectangles: one above the other, or side by side. */
void layout_rows(struct rect in, int gap, const struct part *parts, size_t n, struct rect *out);
void layout_columns(struct rect in, int gap, const struct part *parts, size_t n,
	struct rect *out);

struct rect rect_intersect(struct rect a, struct rect b); /* w == h == 0 when they are apart */
struct rect rect_inset(struct rect r, int dx, int dy);    /* never negative */
struct rect rect_centred(struct rect in, int w, int h);   /* at most as large as `in` */

/* Cut `n` rows (columns) off *r and return them; less when there are less. */
struct rect rect_take_top(struct rect *r, int n);
struct rect rect_take_bottom(struct rect *r, int n);
struct rect rect_take_left(struct rect *r, int n);
struct rect rect_take_right(struct rect *r, int n);

bool rect_empty(struct rect r);

#endif
