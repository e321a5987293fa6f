/* SPDX-License-Identifier: EUPL-1.2
 *
 * Several lines of text. */
#include "ui/widgets/editor.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "ui/widgets/edit_keys.h"

#include <string.h>

const char *editor_value(const struct editor *e)
{
	return e->edit.text;
}

void editor_set(struct editor *e, const char *value)
{
	edit_set(&e->edit, value);
	e->top = 0;
	e->want = -1;
	editor_set_error(e, NULL);
}

void editor_set_error(struct editor *e, const char *sentence)
{
	FREE(&e->error);
	e->error = xstrdup(sentence);
}

/* The wrapped row on which the cursor stands: its number, itself, how many there are. */
static size_t cursor_row(const struct editor *e, struct edit_row *row, size_t *total)
{
	return edit_row_of(&e->edit, e->columns, e->edit.cursor, row, total);
}

static int column_of(const struct edit *e, size_t from, size_t to)
{
	int total = 0;

	while (from < to) {
		int w;

		from += text_cluster(e->text + from, &w);
		total += w;
	}
	return total;
}

/* The place in `row` nearest to `column` from the left. */
static size_t at_column(const struct edit *e, const struct edit_row *row, int column)
{
	size_t at = row->start;
	size_t last = row->hard ? row->end : edit_before(e, row->end);

	while (at < last) {
		int w;
		size_t n = text_cluster(e->text + at, &w);

		if (column < w)
			break;
		column -= w;
		at += n;
	}
	return at > last ? last : at;
}

static enum news move_rows(struct editor *e, long by)
{
	struct edit_row row;
	size_t total;
	long at = (long)cursor_row(e, &row, &total);
	long to = at + by;

	if (e->want < 0)
		e->want = column_of(&e->edit, row.start, e->edit.cursor);
	if (to < 0)
		to = 0;
	if (to >= (long)total)
		to = (long)total - 1;
	edit_wrap(&e->edit, e->columns, (size_t)to, &row, 1, &total);
	e->edit.cursor = at_column(&e->edit, &row, e->want);
	return NEWS_MOVED;
}

static enum news row_end(struct editor *e, bool last)
{
	struct edit_row row;
	size_t total;

	cursor_row(e, &row, &total);
	if (!last)
		e->edit.cursor = row.start;
	else
		e->edit.cursor = row.hard ? row.end : edit_before(&e->edit, row.end);
	return NEWS_MOVED;
}

static enum news editor_move(struct widget *w, enum motion m)
{
	struct editor *e = (struct editor *)w;
	long page = e->page > 1 ? (long)e->page - 1 : 1;

	if (m == MOTION_UP || m == MOTION_DOWN)
		return move_rows(e, m == MOTION_UP ? -1 : 1);
	if (m == MOTION_PAGE_UP || m == MOTION_PAGE_DOWN)
		return move_rows(e, m == MOTION_PAGE_UP ? -page : page);
	e->want = -1;
	if (m == MOTION_FIRST || m == MOTION_LAST)
		return row_end(e, m == MOTION_LAST);
	switch (edit_move(&e->edit, m)) {
	case EDIT_CHANGED:
		editor_set_error(e, NULL);
		return NEWS_CHANGED;
	case EDIT_MOVED:
		return NEWS_MOVED;
	default:
		return NEWS_NONE;
	}
}

static enum news editor_type(struct widget *w, const char *text, size_t n, bool pasted)
{
	struct editor *e = (struct editor *)w;

	(void)pasted;
	e->want = -1;
	if (!edit_insert(&e->edit, text, n))
		return NEWS_MOVED;
	editor_set_error(e, NULL);
	return NEWS_CHANGED;
}

/* Heading with the counter, then the text; the last row is for error or help. */
static struct rect text_area(const struct editor *e, struct rect r)
{
	if (e->widget.label)
		rect_take_top(&r, 1);
	if ((e->error || e->help) && r.h > 2)
		rect_take_bottom(&r, 1);
	return r;
}

static void editor_place(struct widget *w, struct rect r)
{
	struct editor *e = (struct editor *)w;
	struct rect area = text_area(e, r);
	struct edit_row row;
	size_t total;
	size_t at;

	e->columns = area.w > 2 ? area.w - 1
				: 1; /* room for the cursor after a full row */
	e->page = (size_t)(area.h > 0 ? area.h : 1);
	at = cursor_row(e, &row, &total);
	if (at < e->top)
		e->top = at;
	if (at >= e->top + e->page)
		e->top = at - e->page + 1;
	if (e->top > 0 && e->top + e->page > total)
		e->top = total > e->page ? total - e->page : 0;
}

static void draw_text_row(const struct editor *e, struct canvas *c,
	const struct edit_row *row, int x, int y, enum role role)
{
	for (size_t at = row->start; at < row->end;) {
		int columns;
		size_t n = text_cluster(e->edit.text + at, &columns);

		canvas_cluster(c, x, y, columns, role, e->edit.text + at, n);
		x += columns;
		at += n;
	}
}

/* Its columns: the label has the others. */
static int draw_counter(const struct editor *e, struct canvas *c, struct rect r)
{
	char *words = arena_printf(&c->scratch, _("%zu di %zu caratteri"),
		e->edit.codepoints, e->edit.limit);
	enum role role = e->edit.cut                       ? ROLE_ERROR
		: e->edit.codepoints + 100 > e->edit.limit ? ROLE_WARNING
							   : ROLE_MUTED;

	canvas_text_right(c, r.x, r.y, r.w, role, words);
	return text_columns(words);
}

static void draw_frame(
	const struct editor *e, struct canvas *c, struct rect r, bool focused)
{
	const char *remark = e->error ? e->error : e->help;

	if (e->widget.label) {
		int room = r.w - draw_counter(e, c, r) - 3;
		int used = canvas_text(c, r.x, r.y, room,
			focused ? ROLE_HEADING : ROLE_NORMAL, e->widget.label);

		if (e->required)
			canvas_text(c, r.x + used, r.y, 2, ROLE_WARNING, " *");
	}
	if (remark && text_area(e, r).h < r.h - 1)
		canvas_text(c, r.x, r.y + r.h - 1, r.w,
			e->error ? ROLE_ERROR : ROLE_MUTED, remark);
}

#define ROWS_DRAWN_MAX 128

static void editor_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct editor *e = (const struct editor *)w;
	struct rect area = text_area(e, r);
	enum role role = focused ? ROLE_FIELD_FOCUS : ROLE_FIELD;
	struct edit_row rows[ROWS_DRAWN_MAX];
	struct edit_row row;
	size_t total;
	size_t n;
	size_t at = cursor_row(e, &row, &total);
	int x = area.x + column_of(&e->edit, row.start, e->edit.cursor);

	draw_frame(e, c, r, focused);
	canvas_fill(c, area, role);
	n = edit_wrap(&e->edit, e->columns, e->top, rows, ROWS_DRAWN_MAX, &total);
	for (size_t i = 0; i < n && (int)i < area.h; i++)
		draw_text_row(e, c, &rows[i], area.x, area.y + (int)i, role);
	if (e->top > 0)
		canvas_glyph(c, area.x + area.w - 1, area.y, role, GLYPH_UP);
	if (e->top + (size_t)area.h < total)
		canvas_glyph(
			c, area.x + area.w - 1, area.y + area.h - 1, role, GLYPH_DOWN);
	if (focused)
		canvas_cursor(c, x, area.y + (int)(at - e->top));
}

static void editor_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct editor *e = (const struct editor *)w;

	voice_line(v, "%s%s: %s", w->label ? w->label : "",
		e->required ? _(" (obbligatorio)") : "", e->edit.len ? "" : _("vuoto"));
	if (e->edit.len)
		voice_text(v, e->edit.text);
	voice_line(v, _("%zu di %zu caratteri"), e->edit.codepoints, e->edit.limit);
	if (e->error)
		voice_line(v, _("Errore in %s: %s"), w->label ? w->label : "", e->error);
	if (focused)
		voice_line(v,
			_("Ogni riga scritta si aggiunge; \"-\" svuota tutto, \".\" finisce."));
}

static enum news editor_hear(struct widget *w, const char *line, struct voice *v)
{
	struct editor *e = (struct editor *)w;

	(void)v;
	if (strcmp(line, ".") == 0)
		return NEWS_CHOSEN;
	if (strcmp(line, "-") == 0) {
		edit_delete(&e->edit, 0, e->edit.len);
		return NEWS_CHANGED;
	}
	e->edit.cursor = e->edit.len;
	if (e->edit.len > 0)
		edit_insert(&e->edit, "\n", 1);
	edit_insert(&e->edit, line, strlen(line));
	editor_set_error(e, NULL);
	return NEWS_CHANGED;
}

static bool editor_typing(const struct widget *w)
{
	(void)w;
	return true;
}

static const struct widget_ops editor_ops = { .name = "nota",
	.motions = MOTIONS_EDITOR,
	.typing = editor_typing,
	.move = editor_move,
	.type = editor_type,
	.hear = editor_hear,
	.place = editor_place,
	.draw = editor_draw,
	.say = editor_say };

void editor_init(struct editor *e, const char *label, size_t limit)
{
	*e = (struct editor){ .widget = { .ops = &editor_ops, .label = label },
		.columns = 72,
		.page = 5,
		.want = -1 };
	edit_init(&e->edit, limit, true);
}

void editor_release(struct editor *e)
{
	if (!e)
		return;
	edit_release(&e->edit);
	FREE(&e->error);
}
