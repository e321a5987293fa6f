/* SPDX-License-Identifier: EUPL-1.2
 *
 * A month of days. */
#include "ui/widgets/calendar.h"

#include "base/i18n.h"

#include <string.h>

static bool within(const struct calendar *c, giorno g)
{
	return (c->first == GIORNO_NONE || g >= c->first)
		&& (c->last == GIORNO_NONE || g <= c->last);
}

static giorno clamped(const struct calendar *c, giorno g)
{
	if (c->first != GIORNO_NONE && g < c->first)
		return c->first;
	if (c->last != GIORNO_NONE && g > c->last)
		return c->last;
	return g;
}

void calendar_month(const struct calendar *c, giorno *from, giorno *to)
{
	int year;
	int month;
	int day;

	giorno_to_civil(c->cursor, &year, &month, &day);
	*from = c->cursor - (day - 1);
	*to = *from + mese_length(year, month) - 1;
}

const struct day *calendar_day(const struct calendar *c, giorno g)
{
	size_t low = 0;
	size_t high = c->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (c->days[mid].data == g)
			return &c->days[mid];
		if (c->days[mid].data < g)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static enum day_load load_of(const struct calendar *c, giorno g)
{
	const struct day *d = calendar_day(c, g);

	if (!within(c, g))
		return DAY_CLOSED;
	return d ? d->load : DAY_UNKNOWN;
}

void calendar_show(struct calendar *c, const struct day *days, size_t n, giorno first,
	giorno last, const char *note)
{
	c->days = days;
	c->n = n;
	c->first = first;
	c->last = last;
	c->note = note;
	c->cursor = clamped(c, c->cursor);
}

void calendar_go(struct calendar *c, giorno g)
{
	c->cursor = clamped(c, g);
}

/* Same day of another month, or its last day. */
static giorno months_away(giorno g, int by)
{
	int year;
	int month;
	int day;

	giorno_to_civil(g, &year, &month, &day);
	month += by - 1;
	year += month >= 0 ? month / 12 : (month - 11) / 12;
	month = (month % 12 + 12) % 12 + 1;
	if (day > mese_length(year, month))
		day = mese_length(year, month);
	return giorno_from_civil(year, month, day);
}

static enum news refuse(struct calendar *c, const char *reason)
{
	c->widget.reason = reason;
	return NEWS_REFUSED;
}

static enum news choose(struct calendar *c)
{
	const struct day *d = calendar_day(c, c->cursor);

	switch (load_of(c, c->cursor)) {
	case DAY_CLOSED:
		return refuse(c,
			d && d->words ? d->words
				      : _("in questo giorno non si può prenotare"));
	case DAY_FULL:
		return refuse(c,
			d && d->words ? d->words
				      : _("in questo giorno è tutto occupato"));
	case DAY_UNKNOWN:
		return refuse(
			c, _("gli orari di questo giorno non sono ancora arrivati"));
	default:
		c->chosen = c->cursor;
		return NEWS_CHOSEN;
	}
}

/* Other days may have to be asked for when the month changes. */
static enum news go(struct calendar *c, giorno to)
{
	giorno from;
	giorno end;

	to = clamped(c, to);
	calendar_month(c, &from, &end);
	c->cursor = to;
	return to < from || to > end ? NEWS_WANTS : NEWS_CHANGED;
}

static enum news calendar_move(struct widget *w, enum motion m)
{
	struct calendar *c = (struct calendar *)w;
	giorno from;
	giorno to;

	calendar_month(c, &from, &to);
	switch (m) {
	case MOTION_DAY_BEFORE:
		return go(c, c->cursor - 1);
	case MOTION_DAY_AFTER:
		return go(c, c->cursor + 1);
	case MOTION_WEEK_BEFORE:
		return go(c, c->cursor - 7);
	case MOTION_WEEK_AFTER:
		return go(c, c->cursor + 7);
	case MOTION_MONTH_BEFORE:
		return go(c, months_away(c->cursor, -1));
	case MOTION_MONTH_AFTER:
		return go(c, months_away(c->cursor, 1));
	case MOTION_FIRST:
		return go(c, from);
	case MOTION_LAST:
		return go(c, to);
	case MOTION_CHOOSE:
		return choose(c);
	default:
		return NEWS_NONE;
	}
}

static enum role role_of(const struct calendar *c, giorno g)
{
	static const enum role roles[] = { [DAY_UNKNOWN] = ROLE_MUTED,
		[DAY_CLOSED] = ROLE_DISABLED,
		[DAY_FULL] = ROLE_MUTED,
		[DAY_FEW] = ROLE_WARNING,
		[DAY_FREE] = ROLE_OK };

	return g == c->chosen ? ROLE_MARKED : roles[load_of(c, g)];
}

/* One mark says the load without any colour. Days that may not be visited have none. */
static const char *mark_of(const struct calendar *c, giorno g, bool ascii)
{
	if (!within(c, g))
		return " ";
	switch (load_of(c, g)) {
	case DAY_FREE:
		return glyph_text(GLYPH_DOT, ascii);
	case DAY_FEW:
		return glyph_text(GLYPH_HALF, ascii);
	case DAY_FULL:
		return glyph_text(GLYPH_RING, ascii);
	case DAY_CLOSED:
		return "-";
	default:
		return " ";
	}
}

static void draw_day(
	const struct calendar *c, struct canvas *to, giorno g, int x, int y, bool focused)
{
	bool here = g == c->cursor;
	enum role role = role_of(c, g);
	int year;
	int month;
	int day;

	giorno_to_civil(g, &year, &month, &day);
	if (here)
		role = focused ? ROLE_FOCUS : ROLE_SELECTED;
	else if (g == c->today)
		role = ROLE_TODAY;
	canvas_text(to, x, y, 4, role,
		arena_printf(&to->scratch, "%s%2d%s",
			here                    ? "["
				: g == c->today ? "("
						: " ",
			day,
			here                    ? "]"
				: g == c->today ? ")"
						: mark_of(c, g, to->ascii)));
	if (here && focused)
		canvas_cursor(to, x + 1, y);
}

static void draw_head(const struct calendar *c, struct canvas *to, struct rect r)
{
	int year;
	int month;
	int day;
	int x = r.x;

	giorno_to_civil(c->cursor, &year, &month, &day);
	canvas_glyph(to, x, r.y, ROLE_KEY, GLYPH_PREVIOUS);
	x += 2;
	x += canvas_text(to, x, r.y, r.w - 4, ROLE_HEADING,
		     arena_printf(&to->scratch, "%s %d", mese_name(month), year))
		+ 1;
	canvas_glyph(to, x, r.y, ROLE_KEY, GLYPH_NEXT);
	for (int i = 1; i <= 7; i++)
		canvas_text(to, r.x + (i - 1) * 4 + 1, r.y + 1, 3,
			i == 7 ? ROLE_DISABLED : ROLE_MUTED, giorno_short(i));
}

static char *cursor_words(const struct calendar *c, struct arena *a)
{
	const struct day *d = calendar_day(c, c->cursor);
	const char *what = d && d->words              ? d->words
		: load_of(c, c->cursor) == DAY_CLOSED ? _("non prenotabile")
						      : _("in attesa degli orari");

	return arena_printf(a, "%s: %s", giorno_phrase(a, c->cursor), what);
}

static void calendar_draw(
	const struct widget *w, struct canvas *to, struct rect r, bool focused)
{
	const struct calendar *c = (const struct calendar *)w;
	giorno from;
	giorno end;
	int y = r.y + 2;

	draw_head(c, to, r);
	calendar_month(c, &from, &end);
	for (giorno g = from; g <= end; g++) {
		int weekday = giorno_della_settimana(g);

		draw_day(c, to, g, r.x + (weekday - 1) * 4, y, focused);
		if (weekday == 7)
			y++;
	}
	if (c->note && r.h > CALENDAR_ROWS - 2)
		canvas_text(to, r.x, r.y + CALENDAR_ROWS - 2, r.w, ROLE_MUTED, c->note);
}

#define SAID_DAYS 12

/* The n-th day that can be chosen, from today or the cursor's month on. */
static giorno nth_choosable(const struct calendar *c, size_t n)
{
	for (size_t i = 0; i < c->n; i++) {
		enum day_load load = load_of(c, c->days[i].data);

		if ((load == DAY_FREE || load == DAY_FEW) && --n == 0)
			return c->days[i].data;
	}
	return GIORNO_NONE;
}

static void calendar_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct calendar *c = (const struct calendar *)w;
	giorno g;

	if (w->label)
		voice_line(v, "-- %s --", w->label);
	voice_line(v, "%s", cursor_words(c, v->scratch));
	if (c->chosen != GIORNO_NONE)
		voice_line(v, _("Scelto: %s"), giorno_phrase(v->scratch, c->chosen));
	for (size_t i = 1; i <= SAID_DAYS && (g = nth_choosable(c, i)) != GIORNO_NONE;
		i++)
		voice_line(v, "%zu. %s: %s", i, giorno_phrase(v->scratch, g),
			calendar_day(c, g)->words ? calendar_day(c, g)->words : "");
	if (c->note)
		voice_line(v, "%s", c->note);
	if (focused)
		voice_line(v,
			_("Scrivi il numero, o una data come 26/11; \"+\" e \"-\" cambiano mese."));
}

static enum news calendar_hear(struct widget *w, const char *line, struct voice *v)
{
	struct calendar *c = (struct calendar *)w;
	size_t number;
	giorno g;

	(void)v;
	if (strcmp(line, "+") == 0 || strcmp(line, "-") == 0)
		return go(c, months_away(c->cursor, *line == '+' ? 1 : -1));
	if (voice_numbers(line, SAID_DAYS, &number, 1) == 1) {
		g = nth_choosable(c, number);
		if (g == GIORNO_NONE)
			return NEWS_NONE;
	} else if (!giorno_parse_screen(line, c->today, &g)) {
		return NEWS_NONE;
	}
	if (!within(c, g))
		return refuse(c, _("quella data è fuori dal periodo prenotabile"));
	if (go(c, g) == NEWS_WANTS && !calendar_day(c, g))
		return NEWS_WANTS;
	return choose(c);
}

static const struct widget_ops calendar_ops = { .name = "calendario",
	.motions = MOTIONS_CALENDAR,
	.move = calendar_move,
	.hear = calendar_hear,
	.draw = calendar_draw,
	.say = calendar_say };

void calendar_init(struct calendar *c, const char *label, giorno today, giorno cursor)
{
	*c = (struct calendar){ .widget = { .ops = &calendar_ops, .label = label },
		.today = today,
		.cursor = cursor == GIORNO_NONE ? today : cursor,
		.first = GIORNO_NONE,
		.last = GIORNO_NONE,
		.chosen = GIORNO_NONE };
}
