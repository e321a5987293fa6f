/* SPDX-License-Identifier: EUPL-1.2
 *
 * Sharing lengths and cutting rectangles. */
#include "ui/layout.h"

#include <assert.h>

static int at_least(const struct part *p)
{
	return p->min > 0 ? p->min : 0;
}

static int needed(const struct part *parts, size_t n, const bool *in, int gap)
{
	int total = 0;
	int kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (!in[i])
			continue;
		total += at_least(&parts[i]);
		kept++;
	}
	return total + (kept > 1 ? gap * (kept - 1) : 0);
}

/* The part to leave out next: highest drop, the later one of two alike; n when none may go. */
static size_t first_to_go(const struct part *parts, size_t n, const bool *in)
{
	size_t worst = n;

	for (size_t i = 0; i < n; i++) {
		if (!in[i] || parts[i].drop == 0)
			continue;
		if (worst == n || parts[i].drop >= parts[worst].drop)
			worst = i;
	}
	return worst;
}

/* One round of sharing `left` by weight; returns what could not be given. */
static int share_round(
	const struct part *parts, size_t n, const bool *in, int *sizes, int left)
{
	int weights = 0;
	int pool = left;

	for (size_t i = 0; i < n; i++)
		if (in[i] && (parts[i].max == 0 || sizes[i] < parts[i].max))
			weights += parts[i].weight;
	for (size_t i = 0; i < n && weights > 0; i++) {
		int more;

		if (!in[i] || parts[i].weight == 0
			|| (parts[i].max && sizes[i] >= parts[i].max))
			continue;
		more = pool * parts[i].weight / weights;
		weights -= parts[i].weight;
		pool -= more;
		if (parts[i].max && sizes[i] + more > parts[i].max)
			more = parts[i].max - sizes[i];
		sizes[i] += more;
		left -= more;
	}
	return left;
}

static void cut_from_the_end(int length, int gap, size_t n, bool *in, int *sizes)
{
	int used = 0;

	for (size_t i = 0; i < n; i++) {
		int room = length - used - (used > 0 ? gap : 0);

		if (!in[i])
			continue;
		if (room < 0)
			room = 0;
		if (sizes[i] > room)
			sizes[i] = room;
		if (sizes[i] > 0)
			used += sizes[i] + (used > 0 ? gap : 0);
	}
}

void layout_share(int length, int gap, const struct part *parts, size_t n, int *sizes)
{
	bool in[LAYOUT_PARTS_MAX];
	int left;

	assert(n <= LAYOUT_PARTS_MAX);
	for (size_t i = 0; i < n; i++)
		in[i] = true;
	while (needed(parts, n, in, gap) > length) {
		size_t out = first_to_go(parts, n, in);

		if (out == n)
			break;
		in[out] = false;
	}
	for (size_t i = 0; i < n; i++)
		sizes[i] = in[i] ? at_least(&parts[i]) : 0;
	left = length - needed(parts, n, in, gap);
	if (left < 0) {
		cut_from_the_end(length, gap, n, in, sizes);
		return;
	}
	for (int before = left + 1; left > 0 && left < before;) {
		before = left;
		left = share_round(parts, n, in, sizes, left);
	}
}

void layout_rows(
	struct rect in, int gap, const struct part *parts, size_t n, struct rect *out)
{
	int sizes[LAYOUT_PARTS_MAX];
	int y = in.y;

	layout_share(in.h, gap, parts, n, sizes);
	for (size_t i = 0; i < n; i++) {
		out[i] = (struct rect){ in.x, y, in.w, sizes[i] };
		if (sizes[i] > 0)
			y += sizes[i] + gap;
	}
}

void layout_columns(
	struct rect in, int gap, const struct part *parts, size_t n, struct rect *out)
{
	int sizes[LAYOUT_PARTS_MAX];
	int x = in.x;

	layout_share(in.w, gap, parts, n, sizes);
	for (size_t i = 0; i < n; i++) {
		out[i] = (struct rect){ x, in.y, sizes[i], in.h };
		if (sizes[i] > 0)
			x += sizes[i] + gap;
	}
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

struct rect rect_intersect(struct rect a, struct rect b)
{
	struct rect r = { larger(a.x, b.x), larger(a.y, b.y), 0, 0 };

	r.w = smaller(a.x + a.w, b.x + b.w) - r.x;
	r.h = smaller(a.y + a.h, b.y + b.h) - r.y;
	if (r.w <= 0 || r.h <= 0)
		r.w = r.h = 0;
	return r;
}

struct rect rect_inset(struct rect r, int dx, int dy)
{
	dx = smaller(dx, r.w / 2);
	dy = smaller(dy, r.h / 2);
	return (struct rect){ r.x + dx, r.y + dy, r.w - 2 * dx, r.h - 2 * dy };
}

struct rect rect_centred(struct rect in, int w, int h)
{
	w = smaller(w, in.w);
	h = smaller(h, in.h);
	return (struct rect){ in.x + (in.w - w) / 2, in.y + (in.h - h) / 2, w, h };
}

struct rect rect_take_top(struct rect *r, int n)
{
	struct rect top = *r;

	top.h = smaller(larger(n, 0), r->h);
	r->y += top.h;
	r->h -= top.h;
	return top;
}

struct rect rect_take_bottom(struct rect *r, int n)
{
	struct rect bottom = *r;

	bottom.h = smaller(larger(n, 0), r->h);
	r->h -= bottom.h;
	bottom.y = r->y + r->h;
	return bottom;
}

struct rect rect_take_left(struct rect *r, int n)
{
	struct rect left = *r;

	left.w = smaller(larger(n, 0), r->w);
	r->x += left.w;
	r->w -= left.w;
	return left;
}

struct rect rect_take_right(struct rect *r, int n)
{
	struct rect right = *r;

	right.w = smaller(larger(n, 0), r->w);
	r->w -= right.w;
	right.x = r->x + r->w;
	return right;
}

bool rect_empty(struct rect r)
{
	return r.w <= 0 || r.h <= 0;
}
