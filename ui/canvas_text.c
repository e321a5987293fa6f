/* SPDX-License-Identifier: EUPL-1.2
 *
 * Text into cells. Nearly all text is ASCII, accented Latin and lines: one code point and one
 * column each, taken straight. Anything else goes through the sanitiser and is cut into
 * clusters first. A cluster of several wide characters (a ZWJ family) takes a cell for each,
 * because that is what terminals and wcwidth() agree on. */
#include "ui/canvas.h"

#include "base/alloc.h"
#include "base/text.h"

#include <string.h>

#define CLUSTERS_MAX 1024
#define REPLACEMENT  0xFFFDu
#define JOINER       0x200Du

struct pen {
	struct canvas *c;
	int x, y, end; /* next column, row, first column not to be touched */
	uint8_t role;
	bool row_visible;
};

#define GLYPH_ROW_(name, utf8, ascii) { utf8, ascii },
static const struct {
	const char *utf8, *ascii;
} glyphs[GLYPH_COUNT] = { GLYPH_LIST(GLYPH_ROW_) };

const char *glyph_text(enum glyph g, bool ascii)
{
	return ascii ? glyphs[g].ascii : glyphs[g].utf8;
}

/* Code point at `s`, its bytes in *n; 0 at the end; REPLACEMENT and 1 for a bad byte. */
static inline uint32_t decode(const unsigned char *s, size_t *n)
{
	uint32_t cp = s[0];
	size_t more;

	*n = 1;
	if (cp < 0x80) {
		*n = cp != 0;
		return cp;
	}
	if (cp < 0xC2 || cp > 0xF4)
		return REPLACEMENT;
	more = cp < 0xE0 ? 1 : cp < 0xF0 ? 2 : 3;
	cp &= 0x3Fu >> more;
	for (size_t i = 1; i <= more; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return REPLACEMENT;
		cp = cp << 6 | (s[i] & 0x3Fu);
	}
	*n = more + 1;
	return cp;
}

/* One column, joins with nothing, needs no cleaning. */
static inline bool straight(uint32_t cp)
{
	if (cp < 0x7F)
		return cp >= 0x20;
	if (cp < 0x2B0)
		return cp > 0xA0 && cp != 0xAD;
	if (cp < 0x2010 || cp > 0x2718)
		return false;
	return cp <= 0x2027 || (cp >= 0x2030 && cp <= 0x205E) || cp == 0x20AC
		|| (cp >= 0x2190 && cp <= 0x21FF) || (cp >= 0x2500 && cp <= 0x25FC)
		|| (cp >= 0x2610 && cp <= 0x2612) || cp == 0x26A0 || cp >= 0x2713;
}

static size_t encode(uint32_t cp, char to[5])
{
	size_t n = 0;

	if (cp < 0x80) {
		to[n++] = (char)cp;
	} else if (cp < 0x800) {
		to[n++] = (char)(0xC0 | cp >> 6);
		to[n++] = (char)(0x80 | (cp & 0x3F));
	} else if (cp < 0x10000) {
		to[n++] = (char)(0xE0 | cp >> 12);
		to[n++] = (char)(0x80 | (cp >> 6 & 0x3F));
		to[n++] = (char)(0x80 | (cp & 0x3F));
	} else {
		to[n++] = (char)(0xF0 | cp >> 18);
		to[n++] = (char)(0x80 | (cp >> 12 & 0x3F));
		to[n++] = (char)(0x80 | (cp >> 6 & 0x3F));
		to[n++] = (char)(0x80 | (cp & 0x3F));
	}
	to[n] = '\0';
	return n;
}

/* What stands for a code point where there is only ASCII. */
static uint32_t stand_in(uint32_t cp)
{
	static const char latin[] =
		"AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
	static const struct {
		uint32_t from;
		char to;
	} others[] = { { 0x2018, '\'' }, { 0x2019, '\'' }, { 0x201C, '"' },
		{ 0x201D, '"' }, { 0xAB, '"' }, { 0xBB, '"' }, { 0x2013, '-' },
		{ 0x2014, '-' }, { 0x20AC, 'E' }, { 0xB0, 'o' }, { 0x2611, 'x' },
		{ 0x2022, '*' } };
	size_t n;

	if (cp >= 0xC0 && cp <= 0xFF)
		return (unsigned char)latin[cp - 0xC0];
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (others[i].from == cp)
			return (unsigned char)others[i].to;
	for (size_t g = 0; g < GLYPH_COUNT; g++)
		if (decode((const unsigned char *)glyphs[g].utf8, &n) == cp)
			return (unsigned char)glyphs[g].ascii[0];
	return '?';
}

/* The other half of a wide character that is about to be overwritten becomes a blank. */
static void unwiden(struct pen *p, struct cell *at, int x)
{
	if (at->columns == 0 && x > 0) {
		at[-1].text = ' ';
		at[-1].columns = 1;
	} else if (at->columns == 2 && x + 1 < p->c->columns) {
		at[1].text = ' ';
		at[1].columns = 1;
	}
}

static inline void put(struct pen *p, uint32_t text, int columns)
{
	const struct rect *clip = &p->c->clip;
	struct cell *at;

	if (p->row_visible && p->x >= clip->x && p->x + columns <= clip->x + clip->w) {
		at = p->c->cells + (size_t)p->y * (size_t)p->c->columns + (size_t)p->x;
		if (at->columns != 1)
			unwiden(p, at, p->x);
		*at = (struct cell){ text, (uint8_t)columns, p->role, 0 };
		if (columns == 2) {
			if (at[1].columns == 2)
				unwiden(p, at + 1, p->x + 1);
			at[1] = (struct cell){ ' ', 0, p->role, 0 };
		}
	}
	p->x += columns;
}

/* The number of a cluster of several code points; its first code point when there is no room. */
static uint32_t intern(struct canvas *c, const char *s, size_t n)
{
	char key[CELL_CLUSTER_BYTES] = { 0 };
	size_t first;

	if (n >= sizeof(key))
		return decode((const unsigned char *)s, &first);
	memcpy(key, s, n);
	for (size_t i = 0; i < c->n_clusters; i++)
		if (memcmp(c->clusters[i], key, sizeof(key)) == 0)
			return CELL_CLUSTER | (uint32_t)i;
	if (c->n_clusters == CLUSTERS_MAX)
		return decode((const unsigned char *)s, &first);
	if (c->n_clusters == c->cap_clusters) {
		c->cap_clusters = c->cap_clusters ? c->cap_clusters * 2 : 16;
		c->clusters = xrealloc_array(c->clusters, c->cap_clusters, sizeof(key));
	}
	memcpy(c->clusters[c->n_clusters], key, sizeof(key));
	return CELL_CLUSTER | (uint32_t)c->n_clusters++;
}

static int columns_of(uint32_t cp)
{
	char utf8[5];
	int columns;

	encode(cp, utf8);
	columns = text_columns(utf8);
	return columns < 0 ? 1 : columns;
}

/* A cluster: a cell for each character that takes room, its marks with it. False: no room. */
static bool put_cluster(struct pen *p, const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t at = 0;

	while (at < n) {
		size_t bytes;
		size_t from = at;
		uint32_t cp = decode(u + at, &bytes);
		int columns = columns_of(cp);

		at += bytes;
		while (at < n) { /* the marks that go with it */
			uint32_t mark = decode(u + at, &bytes);

			if (mark == JOINER || columns_of(mark) > 0)
				break;
			at += bytes;
		}
		if (cp == JOINER || cp < 0x20 || columns <= 0)
			continue;
		if (p->x + columns > p->end)
			return false;
		if (p->c->ascii)
			cp = cp < 0x80 ? cp : stand_in(cp);
		else if (at - from > encode(cp, (char[5]){ 0 }))
			cp = intern(p->c, s + from, at - from);
		put(p, cp, columns > 2 || p->c->ascii ? 1 : columns);
	}
	return true;
}

static void ellipsis(struct pen *p, int start)
{
	size_t n;

	p->x = p->end - 1;
	if (p->x < start)
		return;
	put(p,
		p->c->ascii
			? '~'
			: decode((const unsigned char *)glyphs[GLYPH_ELLIPSIS].utf8, &n),
		1);
}

/* Text that needs the long way: sanitised, cluster by cluster. */
static void put_slowly(struct pen *p, const char *s, int start)
{
	char *clean = text_sanitise(&p->c->scratch, s, strlen(s), false);
	int columns;

	for (size_t n; (n = text_cluster(clean, &columns)) > 0; clean += n) {
		int before = p->x;

		if (put_cluster(p, clean, n))
			continue;
		while (before < p->end && p->x < p->end)
			put(p, ' ', 1);
		ellipsis(p, start);
		return;
	}
}

/* Straight ASCII, which is nearly everything: a cell a byte, as far as it goes. */
static const unsigned char *put_ascii(struct pen *p, const unsigned char *s)
{
	const struct rect *clip = &p->c->clip;
	int end = p->end < clip->x + clip->w ? p->end : clip->x + clip->w;
	struct cell one = { ' ', 1, p->role, 0 };
	struct cell *at;
	struct cell *last;

	if (!p->row_visible || p->x < clip->x || p->x >= end)
		return s;
	at = p->c->cells + (size_t)p->y * (size_t)p->c->columns + (size_t)p->x;
	last = at + (end - p->x);
	p->x = end;
	/* The next byte must not be the beginning of a mark that joins this letter. */
	while (at < last && s[0] >= 0x20 && s[0] < 0x7F && s[1] < 0xCC
		&& at->columns == 1) {
		one.text = *s++;
		*at++ = one;
	}
	p->x -= (int)(last - at);
	return s;
}

static void put_text(struct pen *p, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	int start = p->x;

	for (;;) {
		size_t n;
		size_t n_next;
		uint32_t cp;
		uint32_t next;

		s = put_ascii(p, s);
		cp = decode(s, &n);
		if (!cp)
			return;
		next = decode(s + n, &n_next);
		if (!straight(cp) || !(next < 0x300 || straight(next))) {
			put_slowly(p, (const char *)s, start);
			return;
		}
		if (p->x >= p->end) {
			ellipsis(p, start);
			return;
		}
		put(p, p->c->ascii && cp > 0x7E ? stand_in(cp) : cp, 1);
		s += n;
	}
}

static struct pen pen_at(struct canvas *c, int x, int y, int columns, enum role role)
{
	return (struct pen){ .c = c,
		.x = x,
		.y = y,
		.end = x + (columns > 0 ? columns : 0),
		.role = (uint8_t)role,
		.row_visible = y >= c->clip.y && y < c->clip.y + c->clip.h };
}

int canvas_text(
	struct canvas *c, int x, int y, int columns, enum role role, const char *s)
{
	struct pen p = pen_at(c, x, y, columns, role);

	if (!s || columns <= 0)
		return 0;
	put_text(&p, s);
	return p.x - x;
}

int canvas_text_right(
	struct canvas *c, int x, int y, int columns, enum role role, const char *s)
{
	int needed;

	if (!s)
		return 0;
	needed = text_columns(s);
	if (needed < 0 || needed > columns)
		needed = columns;
	return canvas_text(c, x + columns - needed, y, needed, role, s);
}

void canvas_text_padded(
	struct canvas *c, int x, int y, int columns, enum role role, const char *s)
{
	struct pen p = pen_at(c, x, y, columns, role);

	if (s)
		put_text(&p, s);
	while (p.x < p.end)
		put(&p, ' ', 1);
}

void canvas_cluster(struct canvas *c, int x, int y, int columns, enum role role,
	const char *s, size_t n)
{
	struct pen p = pen_at(c, x, y, columns, role);

	put_cluster(&p, s, n);
}

int canvas_glyph(struct canvas *c, int x, int y, enum role role, enum glyph g)
{
	struct pen p = pen_at(c, x, y, 1, role);
	size_t n;

	put(&p, decode((const unsigned char *)glyph_text(g, c->ascii), &n), 1);
	return 1;
}

void canvas_hline(struct canvas *c, int x, int y, int columns, enum role role)
{
	struct pen p = pen_at(c, x, y, columns, role);
	size_t n;
	uint32_t line = decode((const unsigned char *)glyph_text(GLYPH_HLINE, c->ascii), &n);

	while (p.x < p.end)
		put(&p, line, 1);
}

size_t canvas_cell_text(
	const struct canvas *c, const struct cell *cell, char to[CELL_CLUSTER_BYTES])
{
	to[0] = '\0';
	if (cell->columns == 0)
		return 0;
	if (!(cell->text & CELL_CLUSTER))
		return encode(cell->text, to);
	memcpy(to, c->clusters[cell->text & ~CELL_CLUSTER], CELL_CLUSTER_BYTES);
	return strnlen(to, CELL_CLUSTER_BYTES);
}
