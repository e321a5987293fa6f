/* SPDX-License-Identifier: EUPL-1.2
 *
 * Changes, each with its undo. Moving and wrapping are in edit_move.c. */
#include "ui/edit.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/text.h"

#include <string.h>

#define UNDO_MAX 500

/* At `at`, `removed` was replaced by `added`. */
struct edit_change {
	struct edit_change *next;
	size_t at;
	char *removed;
	size_t n_removed;
	char *added;
	size_t n_added;
	size_t cursor; /* before the change */
	bool joins;    /* typed letter by letter: the next letter may join */
};

static void change_free(struct edit_change *c)
{
	FREE(&c->removed);
	FREE(&c->added);
	FREE(&c);
}

static void stack_free(struct edit_change **s)
{
	while (*s) {
		struct edit_change *c = *s;

		*s = c->next;
		change_free(c);
	}
}

void edit_init(struct edit *e, size_t limit, bool lines)
{
	*e = (struct edit){ .limit = limit, .lines = lines };
	e->cap = 64;
	e->text = xalloc(e->cap);
}

void edit_release(struct edit *e)
{
	if (!e)
		return;
	stack_free(&e->undo);
	stack_free(&e->redo);
	FREE(&e->text);
	*e = (struct edit){ 0 };
}

/* Replaces bytes [at, at + gone) by `n` bytes of `with`; no undo, no limit. */
static void splice(struct edit *e, size_t at, size_t gone, const char *with, size_t n)
{
	size_t len = e->len - gone + n;

	if (len + 1 > e->cap) {
		e->cap = (len + 1) * 2;
		e->text = xrealloc_array(e->text, e->cap, 1);
	}
	memmove(e->text + at + n, e->text + at + gone, e->len - at - gone + 1);
	memcpy(e->text + at, with, n);
	e->len = len;
	e->codepoints = text_codepoints(e->text);
	e->modified = true;
}

/* The cursor to a place between clusters: a mark may just have joined the letter before. */
static void settle_cursor(struct edit *e, size_t at)
{
	size_t here = edit_line_start(e, at);

	while (here < at) {
		size_t next = edit_after(e, here);

		if (next > at || next == here)
			break;
		here = next;
	}
	e->cursor = here < at ? edit_after(e, here) : here;
}

static void remember(struct edit *e, size_t at, size_t gone, const char *added, size_t n)
{
	struct edit_change *c = e->undo;
	bool letter = gone == 0 && n > 0 && n <= 4 && added[0] != ' ' && added[0] != '\n';

	stack_free(&e->redo);
	if (c && c->joins && letter
		&& c->at + c->n_added == at) { /* one word is one undo */
		c->added = xrealloc_array(c->added, c->n_added + n + 1, 1);
		memcpy(c->added + c->n_added, added, n);
		c->n_added += n;
		return;
	}
	c = xalloc(sizeof(*c));
	c->at = at;
	c->removed = xstrndup(e->text + at, gone);
	c->n_removed = gone;
	c->added = xstrndup(added, n);
	c->n_added = n;
	c->cursor = e->cursor;
	c->joins = letter || (gone == 0 && n == 1 && added[0] == ' ');
	c->next = e->undo;
	e->undo = c;
	if (++e->n_undo > UNDO_MAX) {
		struct edit_change *last = c;

		while (last->next->next)
			last = last->next;
		change_free(last->next);
		last->next = NULL;
		e->n_undo--;
	}
}

void edit_set(struct edit *e, const char *text)
{
	struct arena a = { 0 };
	char *clean = text_sanitise(
		&a, text ? text : "", text ? strlen(text) : 0, e->lines);

	stack_free(&e->undo);
	stack_free(&e->redo);
	e->n_undo = 0;
	e->cursor = 0;
	splice(e, 0, e->len, clean, strlen(clean));
	e->cursor = e->len;
	e->modified = false;
	e->cut = false;
	arena_release(&a);
}

/* CR and CR LF are line ends; in one line, line ends are blanks. */
static size_t plain_line_ends(char *s, bool lines)
{
	size_t n = 0;

	for (size_t i = 0; s[i]; i++) {
		char c = s[i];

		if (c == '\r') {
			if (s[i + 1] == '\n')
				continue;
			c = '\n';
		}
		s[n++] = c == '\n' && !lines ? ' ' : c;
	}
	s[n] = '\0';
	return n;
}

/* Bytes of `s` whose code points still fit. */
static size_t within_limit(struct edit *e, const char *s, size_t n)
{
	size_t room = e->limit > e->codepoints ? e->limit - e->codepoints : 0;
	size_t at = 0;

	while (at < n) {
		int columns;
		size_t bytes = text_cluster(s + at, &columns);
		size_t points = 0;

		for (size_t i = 0; i < bytes; i++)
			points += ((unsigned char)s[at + i] & 0xC0) != 0x80;
		if (points > room)
			break;
		room -= points;
		at += bytes;
	}
	e->cut = at < n;
	return at;
}

bool edit_insert(struct edit *e, const char *text, size_t n)
{
	struct arena a = { 0 };
	char *raw = arena_strndup(&a, text, n);
	char *clean;

	n = plain_line_ends(raw, e->lines);
	clean = text_sanitise(&a, raw, n, e->lines);
	n = within_limit(e, clean, strlen(clean));
	if (n > 0) {
		size_t at = e->cursor;

		remember(e, at, 0, clean, n);
		splice(e, at, 0, clean, n);
		settle_cursor(e, at + n);
	}
	arena_release(&a);
	return n > 0;
}

bool edit_delete(struct edit *e, size_t from, size_t to)
{
	e->cut = false;
	if (to > e->len)
		to = e->len;
	if (from >= to)
		return false;
	remember(e, from, to - from, "", 0);
	splice(e, from, to - from, "", 0);
	settle_cursor(e, from);
	return true;
}

bool edit_undo(struct edit *e)
{
	struct edit_change *c = e->undo;

	if (!c)
		return false;
	e->undo = c->next;
	e->n_undo--;
	splice(e, c->at, c->n_added, c->removed, c->n_removed);
	e->cursor = c->cursor;
	c->joins = false;
	c->next = e->redo;
	e->redo = c;
	return true;
}

bool edit_redo(struct edit *e)
{
	struct edit_change *c = e->redo;

	if (!c)
		return false;
	e->redo = c->next;
	splice(e, c->at, c->n_removed, c->added, c->n_added);
	settle_cursor(e, c->at + c->n_added);
	c->next = e->undo;
	e->undo = c;
	e->n_undo++;
	return true;
}
