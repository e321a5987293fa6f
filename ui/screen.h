/* SPDX-License-Identifier: EUPL-1.2
 *
 * A screen is a const table of functions and its own state. Screens lie on a stack; the one in
 * front gets the keys. No screen waits for anything: handlers change the screen's own small
 * state and return a wish (struct intent, ui/intent.h), which the loop carries out.
 */
#ifndef AGENDA_UI_SCREEN_H
#define AGENDA_UI_SCREEN_H

#include "ui/widget.h"

struct intent;
struct model;
struct reply; /* what a use case answers: ui/intent.h */

struct event {
	enum event_kind {
		EVENT_OPENED,   /* came to the front for the first time: wishes may be made */
		EVENT_RETURNED, /* is in front again: the screen over it was closed */
		EVENT_ACTION,   /* action: an enum action_id that may be done */
		EVENT_WIDGET,   /* news of widget */
		EVENT_REPLY,    /* an answer; the model is already changed */
	} kind;
	int action;
	struct widget *widget;
	enum news news;
	const struct reply *reply;
};

struct screen_ops {
	const char *name; /* "giorno": tests, goldens, logs */
	bool overlay;     /* lies over the one below, which stays visible */
	/* Put widgets into the view. Called before every painting and before every key, so that
	 * nothing of an older model is ever looked at: cheap, no formatting of what is not seen. */
	void (*compose)(void *self, const struct model *m, struct view *v);
	struct intent (*handle)(void *self, const struct model *m, const struct event *e);
	uint64_t (*where)(const void *self, const struct model *m); /* contexts alive; NULL: none */
	void (*release)(void *self); /* frees self too; NULL: nothing to free */
};

struct screen {
	const struct screen_ops *ops;
	void *self;
};

#define SCREENS_MAX 16

struct screens {
	struct screen stack[SCREENS_MAX];
	size_t n;
};

/* Takes `self`. False, and self released, when the stack is full. */
bool screens_push(struct screens *s, const struct screen_ops *ops, void *self);
void screens_pop(struct screens *s); /* the one in front; nothing when there is none */
void screens_pop_to(struct screens *s, size_t depth);
void screens_release(struct screens *s);
struct screen *screens_front(struct screens *s); /* NULL when empty */

/* Composes the one in front, after the one below it when it is an overlay. */
void screens_compose(struct screens *s, const struct model *m, struct view *v);
/* Contexts and motions alive now; call after composing. */
struct live screens_live(struct screens *s, const struct model *m, struct view *v,
	const struct action *rows, size_t n);

#endif
