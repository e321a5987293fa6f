/* SPDX-License-Identifier: EUPL-1.2
 *
 * A widget has two voices: it draws itself in a rectangle of the canvas, and it says itself in
 * lines. It owns only focus, scroll and what is being typed; what it shows is lent by the
 * screen at every composing (*_show functions) and must live until the next one.
 *
 * A turn: the screen composes its widgets into a view; the view is drawn, or said; a key, or a
 * line, goes to the focused one; its news go to the screen. Widgets know no keys: motions and
 * text reach them.
 */
#ifndef AGENDA_UI_WIDGET_H
#define AGENDA_UI_WIDGET_H

#include "base/arena.h"
#include "ui/actions.h"
#include "ui/canvas.h"
#include "ui/layout.h"

#include <stdbool.h>
#include <stddef.h>

/* What became of a key or a line. */
enum news {
	NEWS_NONE,    /* not for me */
	NEWS_MOVED,   /* taken; only the picture changed */
	NEWS_CHANGED, /* its value changed */
	NEWS_CHOSEN,  /* Enter on something that may be chosen; of a dialog: an answer */
	NEWS_WANTS,   /* a list needs other rows: list_want() says which */
	NEWS_REFUSED, /* may not be; view_reason() is the sentence */
};

struct widget;
struct voice;

struct widget_ops {
	const char *name;
	unsigned motions; /* enum motions; 0: never takes the focus */

	/* May be NULL: those of widgets that take no focus. */
	unsigned (*motions_now)(const struct widget *w); /* instead of `motions` */
	bool (*typing)(const struct widget *w);          /* letters are text now */
	enum news (*move)(struct widget *w, enum motion m);
	enum news (*type)(struct widget *w, const char *text, size_t n, bool pasted);
	enum news (*hear)(struct widget *w, const char *line, struct voice *v); /* linear */

	void (*place)(struct widget *w, struct rect r); /* before drawing: scroll to fit; or NULL */
	void (*draw)(const struct widget *w, struct canvas *c, struct rect r, bool focused);
	void (*say)(const struct widget *w, struct voice *v, bool focused);
};

struct widget {
	const struct widget_ops *ops;
	const char *label;  /* heading or name of the field, translated; NULL */
	const char *reason; /* after NEWS_REFUSED: why */
	bool seen;          /* was drawn or said since it appeared: keys typed before are dropped */
};

/* The second voice: lines of plain text, without escape sequences. */
struct voice {
	struct buf *to;
	struct arena *scratch;
	bool ascii;
};
void voice_line(struct voice *v, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void voice_text(struct voice *v, const char *text); /* several lines, sanitised */
/* "1 3 5" or "2": numbers from 1 to max in `to`; how many, -1 when it is something else. */
int voice_numbers(const char *line, size_t max, size_t *to, size_t room);

/* Which widget has the focus: belongs to the screen, survives composing. */
struct focus {
	const struct widget *at;
};

#define VIEW_WIDGETS_MAX 48

struct placed {
	struct widget *widget;
	struct rect at;
	bool shade; /* what lies below is muted first: dialogs */
};

struct view {
	struct rect area;     /* to compose in: the whole screen less bar and hints */
	bool linear;          /* no place matters */
	bool ascii;
	struct arena *arena;  /* texts of this turn; reset before each composing */
	struct placed items[VIEW_WIDGETS_MAX];
	size_t n;
	size_t modal_from;    /* widgets before this one cannot take the focus */
	struct focus *focus;  /* of the screen in front */
	const char *title;    /* of the screen: linear mode, window title */
};

void view_begin(struct view *v, struct rect area, struct arena *arena, bool ascii, bool linear);
/* First thing in a screen's compose: whose focus, what title. */
void view_screen(struct view *v, struct focus *focus, const char *title);
/* Adds one. In the linear mode the order of adding is the order of saying. */
void view_put(struct view *v, struct rect at, struct widget *w);
/* From here on the widgets lie over the others, which are shaded and get no keys. */
void view_modal(struct view *v, struct focus *focus);

struct widget *view_focused(struct view *v); /* NULL when nothing takes the focus */
void view_focus(struct view *v, const struct widget *w);
bool view_step(struct view *v, int step); /* +1, -1: next or previous, round the ends */
/* What is alive for the focused widget: fills motions and typing of *l. */
void view_live(struct view *v, struct live *l);

void view_draw(struct view *v, struct canvas *c);
void view_say(struct view *v, struct voice *to); /* the whole screen */

/* What a key did, for the loop: hand it to the screen in front. */
struct routed {
	enum routed_kind {
		ROUTED_NOTHING, /* nobody's key: ignored */
		ROUTED_WIDGET,  /* news of `widget` */
		ROUTED_ACTION,  /* `action` may be done: do it */
		ROUTED_REFUSED, /* `action` may not be done, or the widget refused: say `reason` */
	} kind;
	struct widget *widget;
	enum news news;
	const struct action *action;
	const char *reason;
};
struct routed view_key(struct view *v, struct live *l, const struct model *m,
	const struct key *key);

#endif
