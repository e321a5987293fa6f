/* SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/ui/fixture.h"

#include "base/i18n.h"

#include <string.h>

void stage_open(struct stage *s, int columns, int rows)
{
	*s = (struct stage){ 0 };
	i18n_init();
	canvas_init(&s->canvas, columns, rows, false);
}

void stage_close(struct stage *s)
{
	canvas_release(&s->canvas);
	arena_release(&s->arena);
	buf_release(&s->text);
}

void stage_put(struct stage *s, struct widget *w, struct rect at)
{
	s->widgets[s->n] = w;
	s->places[s->n++] = at.w ? at : canvas_area(&s->canvas);
}

void stage_compose(struct stage *s)
{
	arena_reset(&s->arena);
	view_begin(&s->view, canvas_area(&s->canvas), &s->arena, false, false);
	view_screen(&s->view, &s->focus, s->title);
	for (size_t i = 0; i < s->n; i++) {
		if (s->modal_last && i == s->n - 1)
			view_modal(&s->view, &s->focus);
		view_put(&s->view, s->places[i], s->widgets[i]);
	}
	view_live(&s->view, &s->live);
}

static struct routed press(struct stage *s, struct key key)
{
	if (!s->drawn) {
		stage_compose(s);
		canvas_begin(&s->canvas);
		view_draw(&s->view, &s->canvas);
		s->drawn = true;
	}
	stage_compose(s);
	return view_key(&s->view, &s->live, NULL, &key);
}

static const struct {
	const char *name;
	enum key_kind kind;
} names[] = { { "Enter", K_ENTER }, { "Tab", K_TAB }, { "Backspace", K_BACKSPACE },
	{ "Esc", K_ESC }, { "Up", K_UP }, { "Down", K_DOWN }, { "Left", K_LEFT },
	{ "Right", K_RIGHT }, { "Home", K_HOME }, { "End", K_END }, { "PgUp", K_PAGE_UP },
	{ "PgDn", K_PAGE_DOWN }, { "Del", K_DELETE } };

static struct key named(const char *name, size_t n)
{
	struct key key = { 0 };

	for (; n > 2 && name[1] == '-'; name += 2, n -= 2)
		key.modifiers |= name[0] == 'C' ? K_CTRL
			: name[0] == 'M'        ? K_ALT
						: K_SHIFT;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i].name) == n && memcmp(names[i].name, name, n) == 0)
			key.kind = names[i].kind;
	if (n == 5 && memcmp(name, "Space", 5) == 0) {
		key.kind = K_CHAR;
		key.ch = ' ';
	} else if (key.kind == K_NONE) {
		key.kind = K_CHAR;
		key.ch = (unsigned char)name[0];
	}
	return key;
}

struct routed stage_keys(struct stage *s, const char *keys)
{
	struct routed r = { 0 };

	while (*keys) {
		size_t n = strcspn(keys, " ");

		if (keys[0] == '\'') { /* 'typed' */
			n = strcspn(keys + 1, "'");
			for (size_t i = 0; i < n; i++)
				r = press(s,
					(struct key){ .kind = K_CHAR,
						.ch = (unsigned char)keys[1 + i] });
			n += 2;
		} else {
			r = press(s, named(keys, n));
		}
		keys += n + (keys[n] == ' ');
	}
	return r;
}

static void draw(struct stage *s)
{
	stage_compose(s);
	canvas_begin(&s->canvas);
	view_draw(&s->view, &s->canvas);
	s->drawn = true;
	buf_reset(&s->text);
}

const char *stage_picture(struct stage *s)
{
	draw(s);
	canvas_text_plane(&s->canvas, &s->text);
	return buf_str(&s->text);
}

const char *stage_roles(struct stage *s)
{
	draw(s);
	canvas_role_plane(&s->canvas, &s->text);
	return buf_str(&s->text);
}

const char *stage_voice(struct stage *s)
{
	struct voice v = { .to = &s->text, .scratch = &s->arena };

	stage_compose(s);
	buf_reset(&s->text);
	view_say(&s->view, &v);
	return buf_str(&s->text);
}

bool stage_shows(struct stage *s, const char *text)
{
	return strstr(stage_picture(s), text) != NULL;
}
