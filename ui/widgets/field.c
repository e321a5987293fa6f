/* SPDX-License-Identifier: EUPL-1.2
 *
 * One line of text. */
#include "ui/widgets/field.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "ui/widgets/edit_keys.h"

#include <string.h>

#define BOX_LEAST 8

const char *field_value(const struct field *f)
{
	return f->edit.text;
}

void field_set(struct field *f, const char *value)
{
	edit_set(&f->edit, value);
	f->left = 0;
	field_set_error(f, NULL);
}

void field_set_error(struct field *f, const char *sentence)
{
	FREE(&f->error);
	f->error = xstrdup(sentence);
}

static const char *complaint(struct field *f, struct arena *a)
{
	if (f->required && f->edit.text[strspn(f->edit.text, " ")] == '\0')
		return _("questo campo è obbligatorio");
	if (f->edit.len == 0 || !f->validate)
		return NULL;
	return f->validate(f->edit.text, a);
}

bool field_accept(struct field *f)
{
	struct arena a = { 0 };

	if (f->normalise && f->edit.len > 0) {
		char *better = f->normalise(&a, f->edit.text);

		if (better && strcmp(better, f->edit.text) != 0) {
			bool modified = f->edit.modified;

			edit_set(&f->edit, better);
			f->edit.modified = modified;
		}
	}
	field_set_error(f, complaint(f, &a));
	arena_release(&a);
	return !f->error;
}

static struct rect box_of(const struct field *f, struct rect r)
{
	int label = f->label_columns ? f->label_columns
		: f->widget.label    ? text_columns(f->widget.label) + f->required * 2
				     : 0;
	int gap = label ? 2 : 0;
	struct rect box = { r.x + label + gap, r.y, r.w - label - gap, 1 };

	if (box.w
		< BOX_LEAST) { /* a very narrow screen: the box is worth more than the label */
		box.w = r.w < BOX_LEAST ? r.w : BOX_LEAST;
		box.x = r.x + r.w - box.w;
	}
	if (f->columns && f->columns < box.w)
		box.w = f->columns;
	return box;
}

static int columns_between(const struct edit *e, size_t from, size_t to)
{
	int total = 0;

	while (from < to) {
		int w;

		from += text_cluster(e->text + from, &w);
		total += w;
	}
	return total;
}

static void field_place(struct widget *w, struct rect r)
{
	struct field *f = (struct field *)w;
	int room = box_of(f, r).w - 1; /* the cursor may stand after the last letter */

	if (f->edit.cursor < f->left)
		f->left = f->edit.cursor;
	while (columns_between(&f->edit, f->left, f->edit.cursor) > room)
		f->left = edit_after(&f->edit, f->left);
	while (f->left > 0) { /* show as much of what is before as fits */
		size_t before = edit_before(&f->edit, f->left);

		if (columns_between(&f->edit, before, f->edit.len) > room)
			break;
		f->left = before;
	}
}

/* Error and help stand below when there is a row for them, else beside the box. */
static void draw_remark(const struct field *f, struct canvas *c, struct rect r,
	struct rect box, bool focused)
{
	const char *text = f->error ? f->error : focused ? f->help : NULL;
	enum role role = f->error ? ROLE_ERROR : ROLE_MUTED;
	int x = box.x + box.w + 2;
	int y = r.y;

	if (!text)
		return;
	if (r.h > 1) {
		x = box.x;
		y++;
	}
	if (f->error) {
		canvas_glyph(c, x, y, role, GLYPH_CROSS);
		x += 2;
	}
	canvas_text(c, x, y, r.x + r.w - x, role, text);
}

static void field_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct field *f = (const struct field *)w;
	struct rect box = box_of(f, r);
	enum role role = focused ? ROLE_FIELD_FOCUS : ROLE_FIELD;
	int x = r.x;

	if (w->label)
		x += canvas_text(c, x, r.y, box.x - r.x,
			focused ? ROLE_HEADING : ROLE_NORMAL, w->label);
	if (w->label && f->required)
		canvas_text(c, x, r.y, 2, ROLE_WARNING, " *");
	canvas_fill(c, box, role);
	x = box.x;
	for (size_t at = f->left; at < f->edit.len && x < box.x + box.w;) {
		int columns;
		size_t n = text_cluster(f->edit.text + at, &columns);

		if (x + columns > box.x + box.w)
			break;
		canvas_cluster(c, x, r.y, columns, role, f->edit.text + at, n);
		x += columns;
		at += n;
	}
	draw_remark(f, c, r, box, focused);
	if (focused)
		canvas_cursor(c,
			box.x + columns_between(&f->edit, f->left, f->edit.cursor), r.y);
}

static void field_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct field *f = (const struct field *)w;

	voice_line(v, "%s%s: %s", w->label ? w->label : "",
		f->required ? _(" (obbligatorio)") : "",
		f->edit.len ? f->edit.text : _("vuoto"));
	if (f->error)
		voice_line(v, _("Errore in %s: %s"), w->label ? w->label : "", f->error);
	if (focused && f->help)
		voice_line(v, "%s", f->help);
	if (focused)
		voice_line(v, _("Scrivi il valore; \"-\" lo svuota."));
}

static enum news field_move(struct widget *w, enum motion m)
{
	struct field *f = (struct field *)w;

	if (m == MOTION_CHOOSE) {
		if (field_accept(f))
			return NEWS_CHOSEN;
		w->reason = f->error;
		return NEWS_REFUSED;
	}
	if (m == MOTION_FORM_NEXT || m == MOTION_FORM_BEFORE) {
		if (f->edit.modified)
			field_accept(f);
		return NEWS_MOVED;
	}
	switch (edit_move(&f->edit, m)) {
	case EDIT_CHANGED:
		field_set_error(f, NULL);
		return NEWS_CHANGED;
	case EDIT_MOVED:
		return NEWS_MOVED;
	default:
		return NEWS_NONE;
	}
}

static enum news field_type(struct widget *w, const char *text, size_t n, bool pasted)
{
	struct field *f = (struct field *)w;
	bool changed = false;

	if (!f->digits) {
		while (pasted && n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r'))
			n--; /* the line end that comes with a copied line */
		changed = edit_insert(&f->edit, text, n);
	}
	for (size_t i = 0; f->digits && i < n; i++)
		if (text[i] >= '0' && text[i] <= '9')
			changed |= edit_insert(&f->edit, text + i, 1);
	if (changed)
		field_set_error(f, NULL);
	return changed ? NEWS_CHANGED : NEWS_MOVED;
}

static enum news field_hear(struct widget *w, const char *line, struct voice *v)
{
	struct field *f = (struct field *)w;

	(void)v;
	edit_set(&f->edit, strcmp(line, "-") == 0 ? "" : line);
	f->edit.modified = true;
	if (field_accept(f))
		return NEWS_CHOSEN;
	w->reason = f->error;
	return NEWS_REFUSED;
}

static bool field_typing(const struct widget *w)
{
	(void)w;
	return true;
}

static const struct widget_ops field_ops = { .name = "campo",
	.motions = MOTIONS_FIELD,
	.typing = field_typing,
	.move = field_move,
	.type = field_type,
	.hear = field_hear,
	.place = field_place,
	.draw = field_draw,
	.say = field_say };

void field_init(struct field *f, const char *label, size_t limit)
{
	*f = (struct field){ .widget = { .ops = &field_ops, .label = label } };
	edit_init(&f->edit, limit, false);
}

void field_release(struct field *f)
{
	if (!f)
		return;
	edit_release(&f->edit);
	FREE(&f->error);
}
