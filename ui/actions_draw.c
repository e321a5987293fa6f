/* SPDX-License-Identifier: EUPL-1.2
 *
 * Keys as people read them, the hint bar, the rows of help and palette. */
#include "base/i18n.h"
#include "base/text.h"
#include "ui/actions.h"

#include <string.h>

#define HINTS_MAX 48
#define RANK_MAX  99
#define NOT_NOW   2 /* ranks that it falls behind */

/* Names of keys on Italian keyboards. */
static const struct {
	const char *name, *shown, *ascii;
} key_words[] = {
	{ "Enter", N_("Invio"), NULL },
	{ "Space", N_("Spazio"), NULL },
	{ "Backspace", "Backspace", NULL },
	{ "Up", "↑", N_("Su") },
	{ "Down", "↓", N_("Giù") },
	{ "Left", "←", N_("Sinistra") },
	{ "Right", "→", N_("Destra") },
	{ "Home", "Inizio", NULL },
	{ "End", "Fine", NULL },
	{ "PgUp", "Pag↑", "PagSu" },
	{ "PgDn", "Pag↓", "PagGiu" },
	{ "Del", "Canc", NULL },
	{ "Ins", "Ins", NULL },
};

static char *spell_key(struct arena *a, const char *word, size_t n, bool ascii)
{
	const char *ctrl = "";
	const char *alt = "";
	const char *shift = "";
	char *key;

	for (; n > 2 && word[1] == '-'; word += 2, n -= 2) {
		if (word[0] == 'C')
			ctrl = "Ctrl+";
		else if (word[0] == 'M')
			alt = "Alt+";
		else if (word[0] == 'S')
			shift = _("Maiusc+");
		else
			break;
	}
	key = arena_strndup(a, word, n);
	for (size_t i = 0; i < sizeof(key_words) / sizeof(*key_words); i++)
		if (strcmp(key_words[i].name, key) == 0)
			key = arena_strdup(a,
				ascii && key_words[i].ascii ? _(key_words[i].ascii)
							    : _(key_words[i].shown));
	if ((*ctrl || *alt) && n == 1 && key[0] >= 'a' && key[0] <= 'z')
		key[0] = (char)(key[0] - 'a' + 'A');
	return *ctrl || *alt || *shift
		? arena_printf(a, "%s%s%s%s", ctrl, alt, shift, key)
		: key;
}

char *action_key(struct arena *a, const struct action *row, bool ascii)
{
	return spell_key(a, row->keys, strcspn(row->keys, " "), ascii);
}

/* While letters are text a key of one letter does not reach the table. */
static bool reaches(const struct live *l, size_t n)
{
	return !l->typing || n > 1;
}

/* The first key of the row that does something now; NULL: none. */
static char *key_now(struct arena *a, const struct live *l, const struct action *row, bool ascii)
{
	for (const char *at = row->keys; *at;) {
		size_t n = strcspn(at, " ");

		if (reaches(l, n))
			return spell_key(a, at, n, ascii);
		at += n + (at[n] == ' ');
	}
	return NULL;
}

char *action_all_keys(
	struct arena *a, const struct live *l, const struct action *row, bool ascii)
{
	char *all = NULL;

	for (const char *at = row->keys; *at;) {
		size_t n = strcspn(at, " ");
		char *key = spell_key(a, at, n, ascii);

		if (reaches(l, n))
			all = all ? arena_printf(a, "%s, %s", all, key) : key;
		at += n + (at[n] == ' ');
	}
	return all ? all : arena_strdup(a, "");
}

struct hint {
	const struct action *row;
	const char *key, *label;
	int columns;
	bool may, looked_at, in;
};

/* What a hint is made of. */
struct hinting {
	const struct live *live;
	const struct model *model;
	struct canvas *c;
	struct hint hints[HINTS_MAX];
	size_t n;
};

static void measure(struct hint *h)
{
	h->columns = text_columns(h->key) + 1 + text_columns(h->label) + 2;
}

/* Rows of rank `from` to `to`. Two in a row with one word are one hint: "←→ Giorno". */
static void collect(struct hinting *g, const struct action *rows, size_t n, uint64_t where,
	int from, int to)
{
	for (size_t i = 0; i < n && g->n < HINTS_MAX; i++) {
		struct hint *h = &g->hints[g->n];
		struct hint *before = g->n > 0 ? h - 1 : NULL;
		char *key;

		if (!(rows[i].where & where) || rows[i].rank < from || rows[i].rank > to)
			continue;
		key = key_now(&g->c->scratch, g->live, &rows[i], g->c->ascii);
		if (!key || (rows == g->live->rows && rows[i].id == g->live->nowhere))
			continue;
		if (before && strcmp(before->label, _(rows[i].label)) == 0) {
			before->key = arena_printf(&g->c->scratch,
				g->c->ascii ? "%s/%s" : "%s%s", before->key, key);
			measure(before);
			continue;
		}
		*h = (struct hint){ .row = &rows[i], .key = key, .label = _(rows[i].label),
			.may = !action_why_not(&rows[i], g->model) };
		measure(h);
		g->n++;
	}
}

/* What may not be done now stays visible, but not in the place of what may. */
static int weight(const struct hint *h)
{
	return h->row->rank + (h->may ? 0 : NOT_NOW);
}

/* Of two that both wait for a place; of equals the one that comes first in the bar. */
static bool matters_more(const struct hint *a, const struct hint *b)
{
	if (weight(a) != weight(b))
		return weight(a) < weight(b);
	return a->may && !b->may;
}

/* By importance: one for which there is no room leaves it to the next. */
static void fit(struct hint *hints, size_t n, int columns)
{
	int left = columns + 2; /* nothing after the last one */

	for (size_t k = 0; k < n; k++) {
		struct hint *best = NULL;

		for (size_t i = 0; i < n; i++)
			if (!hints[i].looked_at && (!best || matters_more(&hints[i], best)))
				best = &hints[i];
		best->looked_at = true;
		best->in = best->columns <= left;
		left -= best->in ? best->columns : 0;
	}
}

void actions_draw_hints(
	const struct live *l, const struct model *m, struct canvas *c, struct rect where)
{
	struct hinting g = { .live = l, .model = m, .c = c };
	int x = where.x;

	if (rect_empty(where))
		return;
	collect(&g, l->rows, l->n, l->where, 1, 1);
	collect(&g, motion_table, (size_t)MOTION_COUNT - 1, l->motions, 1, RANK_MAX);
	collect(&g, l->rows, l->n, l->where, 2, RANK_MAX);
	fit(g.hints, g.n, where.w);
	for (size_t i = 0; i < g.n; i++) {
		const struct hint *h = &g.hints[i];

		if (!h->in)
			continue;
		x += canvas_text(c, x, where.y, where.x + where.w - x,
			h->may ? ROLE_KEY : ROLE_DISABLED, h->key);
		x++;
		x += canvas_text(c, x, where.y, where.x + where.w - x,
			h->may ? ROLE_HINT : ROLE_DISABLED, h->label);
		x += 2;
	}
}

static void add_rows(const struct live *l, const struct action *rows, size_t n, uint64_t where,
	bool motion, const struct model *m, bool ascii, struct arena *a, struct action_row *to,
	size_t *count)
{
	for (size_t i = 0; i < n; i++) {
		if (!(rows[i].where & where) || !*rows[i].sentence)
			continue;
		to[(*count)++] = (struct action_row){
			.action = &rows[i],
			.motion = motion,
			.keys = action_all_keys(a, l, &rows[i], ascii),
			.sentence = _(rows[i].sentence),
			.reason = action_why_not(&rows[i], m),
		};
	}
}

struct action_row *actions_rows(const struct live *l, const struct model *m,
	bool with_motions, bool ascii, struct arena *a, size_t *n)
{
	struct action_row *rows = arena_array(a, l->n + MOTION_COUNT, sizeof(*rows));

	*n = 0;
	add_rows(l, l->rows, l->n, l->where, false, m, ascii, a, rows, n);
	if (with_motions)
		add_rows(l, motion_table, (size_t)MOTION_COUNT - 1, l->motions, true, m,
			ascii, a, rows, n);
	return rows;
}
