/* SPDX-License-Identifier: EUPL-1.2
 *
 * Bar, steps, rule, progress, status: one line each. */
#include "ui/widgets/words.h"

#include "base/i18n.h"
#include "base/text.h"

static void steps_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct steps *s = (const struct steps *)w;
	int end = r.x + r.w;
	int x = r.x;
	bool brief = false;
	int needed = text_columns(w->label) + 3
		+ (s->left ? text_columns(s->left) + 3 : 0);

	(void)focused;
	for (size_t i = 0; i < s->n; i++)
		needed += i <= s->current ? text_columns(s->names[i]) + 3 : 0;
	brief = needed
		> r.w; /* then only the ticks of what is done, and the name of this one */
	x += canvas_text(c, x, r.y, end - x, ROLE_HEADING, w->label) + 3;
	for (size_t i = 0; i <= s->current && i < s->n; i++) {
		bool now = i == s->current;
		enum role role = now ? ROLE_ACCENT : ROLE_OK;

		x += canvas_text(c, x, r.y, end - x, role,
			glyph_text(now ? GLYPH_STEP : GLYPH_CHECK, c->ascii));
		if (now || !brief)
			x += 1
				+ canvas_text(
					c, x + 1, r.y, end - x - 1, role, s->names[i]);
		x++;
	}
	if (s->left && x + 2 + text_columns(s->left) <= end) {
		x += canvas_text(c, x, r.y, end - x, ROLE_MUTED,
			     glyph_text(GLYPH_SEPARATOR, c->ascii))
			+ 1;
		canvas_text(c, x, r.y, end - x, ROLE_MUTED, s->left);
	}
}

static void steps_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct steps *s = (const struct steps *)w;

	(void)focused;
	voice_line(v, _("%s, passo %zu di %zu: %s"), w->label, s->current + 1, s->n,
		s->current < s->n ? s->names[s->current] : "");
}

static const struct widget_ops steps_ops = {
	.name = "passi", .draw = steps_draw, .say = steps_say
};

void steps_show(struct steps *s, const char *label, const char *const *names, size_t n,
	size_t current, const char *left)
{
	s->widget.ops = &steps_ops;
	s->widget.label = label;
	s->names = names;
	s->n = n;
	s->current = current;
	s->left = left;
}

/* Who knows the program needs its name least: it has what the others leave. */
static const char *name_for(const struct bar *b, int room)
{
	if (text_columns(b->name) <= room)
		return b->name;
	return text_columns(b->brief) <= room ? b->brief : "";
}

/* The state of the line is never cut. */
static void bar_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct bar *b = (const struct bar *)w;
	int left = r.x + 1;
	int end = r.x + r.w - 1; /* of what is free */

	(void)focused;
	canvas_fill(c, r, ROLE_TITLE);
	if (b->state && *b->state) {
		end -= text_columns(b->state);
		canvas_text(c, end, r.y, r.x + r.w - end, ROLE_TITLE, b->state);
		end -= 2;
		canvas_glyph(c, end, r.y, ROLE_TITLE, b->glyph);
	}
	if (b->who && *b->who) {
		int room = end - 3 - left;
		int needed = text_columns(b->who);

		if (needed > room)
			needed = room;
		if (needed > 8) {
			end -= 3 + needed;
			canvas_text(c, end, r.y, needed, ROLE_TITLE, b->who);
		}
	}
	canvas_text(c, left, r.y, end - left, ROLE_TITLE, name_for(b, end - 2 - left));
}

static void bar_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct bar *b = (const struct bar *)w;

	(void)focused;
	voice_line(v, "%s. %s. %s.", b->name, b->who ? b->who : "",
		b->state ? b->state : "");
	if (b->todo)
		voice_line(v, ":%s  %s", b->todo->name, _(b->todo->sentence));
}

static const struct widget_ops bar_ops = {
	.name = "barra", .draw = bar_draw, .say = bar_say
};

void bar_show(struct bar *b, const char *name, const char *brief, const char *who,
	const char *state, enum glyph glyph, enum role role)
{
	*b = (struct bar){ .widget = { .ops = &bar_ops, .seen = b->widget.seen },
		.name = name,
		.brief = brief,
		.who = who,
		.state = state,
		.glyph = glyph,
		.role = role };
}

static void rule_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	int used;

	(void)focused;
	canvas_hline(c, r.x, r.y, r.w, ROLE_LINE);
	if (!w->label)
		return;
	used = canvas_text(c, r.x + 3, r.y, r.w - 5, ROLE_HEADING, w->label);
	canvas_fill(c, (struct rect){ r.x + 2, r.y, 1, 1 }, ROLE_NORMAL);
	canvas_fill(c, (struct rect){ r.x + 3 + used, r.y, 1, 1 }, ROLE_NORMAL);
}

static void rule_say(const struct widget *w, struct voice *v, bool focused)
{
	(void)focused;
	if (w->label)
		voice_line(v, "-- %s --", w->label);
}

static const struct widget_ops rule_ops = {
	.name = "riga", .draw = rule_draw, .say = rule_say
};

void rule_show(struct rule *r, const char *label)
{
	r->widget.ops = &rule_ops;
	r->widget.label = label;
}

static int percent_of(const struct progress *p)
{
	if (p->total <= 0)
		return -1;
	return p->done >= p->total ? 100 : (int)(p->done * 100 / p->total);
}

#define PROGRESS_CELLS 20

static void progress_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct progress *p = (const struct progress *)w;
	int percent = percent_of(p);
	int x = r.x;

	(void)focused;
	x += canvas_text(c, x, r.y, r.w / 2, ROLE_NORMAL, w->label) + 2;
	if (percent >= 0 && x + PROGRESS_CELLS + 8 < r.x + r.w) {
		int full = percent * PROGRESS_CELLS / 100;

		for (int i = 0; i < PROGRESS_CELLS; i++)
			canvas_glyph(c, x + i, r.y, i < full ? ROLE_OK : ROLE_MUTED,
				i < full ? GLYPH_FULL : GLYPH_SHADE);
		x += PROGRESS_CELLS + 1;
		x += canvas_text(c, x, r.y, 5, ROLE_NORMAL,
			     arena_printf(&c->scratch, "%3d%%", percent))
			+ 2;
	}
	canvas_text(c, x, r.y, r.x + r.w - x, ROLE_MUTED, p->words);
}

static void progress_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct progress *p = (const struct progress *)w;
	int percent = percent_of(p);

	(void)focused;
	/* Tenths only: a screen reader must not hear every hundredth. */
	if (percent >= 0)
		voice_line(v, "%s: %d%%. %s", w->label ? w->label : "", percent / 10 * 10,
			percent == 100 && p->words ? p->words : "");
	else
		voice_line(
			v, "%s: %s", w->label ? w->label : "", p->words ? p->words : "");
}

static const struct widget_ops progress_ops = {
	.name = "avanzamento", .draw = progress_draw, .say = progress_say
};

void progress_show(struct progress *p, const char *label, int64_t done, int64_t total,
	const char *words)
{
	*p = (struct progress){ .widget = { .ops = &progress_ops, .label = label },
		.done = done,
		.total = total,
		.words = words };
}

static void status_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct status *s = (const struct status *)w;
	size_t n = 0;
	char **lines;

	(void)focused;
	if (!s->text || !*s->text)
		return;
	lines = text_wrap(&c->scratch, s->text, r.w - 2, &n);
	if (n == 1)
		r.w = text_columns(lines[0]) + 2;
	canvas_fill(c, r, ROLE_NORMAL);
	for (size_t i = 0; i < n && (int)i < r.h; i++)
		canvas_text(c, r.x + 1, r.y + (int)i, r.w - 2, s->role, lines[i]);
}

int status_rows(const struct status *s, int columns, struct arena *a)
{
	size_t n = 0;

	if (!s->text || !*s->text)
		return 0;
	text_wrap(a, s->text, columns - 2, &n);
	return n > STATUS_ROWS_MAX ? STATUS_ROWS_MAX : (int)n;
}

static void status_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct status *s = (const struct status *)w;

	(void)focused;
	if (s->text && *s->text)
		voice_line(v, "%s%s",
			s->role == ROLE_ERROR             ? _("Errore: ")
				: s->role == ROLE_WARNING ? _("Attenzione: ")
							  : "",
			s->text);
}

static const struct widget_ops status_ops = {
	.name = "stato", .draw = status_draw, .say = status_say
};

void status_show(struct status *s, const char *text, enum role role)
{
	*s = (struct status){
		.widget = { .ops = &status_ops }, .text = text, .role = role
	};
}
