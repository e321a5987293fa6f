/* SPDX-License-Identifier: EUPL-1.2 */
#include "ui/layout.h"

#include <criterion/criterion.h>

static const struct {
	int length, gap;
	size_t n;
	struct part parts[4];
	int sizes[4];
} shares[] = {
	{ 80, 0, 1, { PART_REST }, { 80 } },
	{ 80, 0, 3, { PART_FIXED(1), PART_REST, PART_FIXED(1) }, { 1, 78, 1 } },
	{ 80, 2, 2, { { .min = 20, .weight = 1 }, { .min = 20, .weight = 1 } }, { 39, 39 } },
	{ 81, 0, 2, { { .min = 20, .weight = 1 }, { .min = 20, .weight = 3 } }, { 30, 51 } },
	{ 80, 0, 2, { { .min = 20, .max = 30, .weight = 1 }, { .min = 20, .weight = 1 } }, { 30, 50 } },
	/* what does not fit goes, the highest drop first */
	{ 40, 1, 3, { { .min = 20, .weight = 1 }, { .min = 15, .max = 15, .drop = 1 },
		{ .min = 15, .max = 15, .drop = 2 } }, { 24, 15, 0 } },
	{ 20, 1, 3, { { .min = 20, .weight = 1 }, { .min = 15, .max = 15, .drop = 1 },
		{ .min = 15, .max = 15, .drop = 2 } }, { 20, 0, 0 } },
	/* nothing may go: cut from the end */
	{ 10, 1, 2, { PART_FIXED(8), PART_FIXED(8) }, { 8, 1 } },
	{ 0, 1, 2, { PART_FIXED(8), PART_REST }, { 0, 0 } },
};

Test(layout, shares)
{
	for (size_t i = 0; i < sizeof(shares) / sizeof(*shares); i++) {
		int sizes[4] = { -1, -1, -1, -1 };

		layout_share(shares[i].length, shares[i].gap, shares[i].parts, shares[i].n, sizes);
		for (size_t k = 0; k < shares[i].n; k++)
			cr_expect_eq(sizes[k], shares[i].sizes[k], "%zu: part %zu is %d, not %d", i, k,
				sizes[k], shares[i].sizes[k]);
	}
}

Test(layout, every_column_of_every_width_is_used_once)
{
	const struct part parts[] = { { .min = 10, .weight = 2 }, { .min = 8, .max = 12, .weight = 1,
		.drop = 2 }, { .min = 6, .weight = 1, .drop = 1 } };

	for (int w = 0; w < 200; w++) {
		struct rect out[3];
		int end = 0;
		int used = 0;
		int kept = 0;

		layout_columns((struct rect){ 0, 0, w, 5 }, 1, parts, 3, out);
		for (int i = 0; i < 3; i++) {
			if (out[i].w == 0)
				continue;
			cr_expect(out[i].x >= end, "parts overlap at width %d", w);
			end = out[i].x + out[i].w;
			used += out[i].w;
			kept++;
		}
		cr_expect_leq(end, w, "past the end at width %d", w);
		if (w >= 10)
			cr_expect_eq(used + kept - 1, w, "a column is lost at width %d", w);
	}
}

Test(layout, rectangles)
{
	struct rect r = { 0, 0, 80, 24 };
	struct rect top = rect_take_top(&r, 2);
	struct rect bottom = rect_take_bottom(&r, 1);
	struct rect left = rect_take_left(&r, 30);

	cr_expect(top.h == 2 && top.y == 0 && bottom.y == 23 && bottom.h == 1);
	cr_expect(left.x == 0 && left.w == 30 && r.x == 30 && r.w == 50 && r.y == 2 && r.h == 21);
	cr_expect(rect_empty(rect_intersect((struct rect){ 0, 0, 5, 5 }, (struct rect){ 5, 0, 5, 5 })));
	cr_expect_eq(rect_take_top(&(struct rect){ 0, 0, 10, 3 }, 9).h, 3);
	cr_expect_eq(rect_inset((struct rect){ 0, 0, 3, 3 }, 9, 9).w, 1);
	cr_expect_eq(rect_centred((struct rect){ 0, 0, 80, 24 }, 40, 10).x, 20);
	cr_expect_eq(rect_centred((struct rect){ 0, 0, 80, 24 }, 400, 10).w, 80);
}
