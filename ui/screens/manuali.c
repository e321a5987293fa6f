/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * "Manuali e funzioni di utilità": those of the profile in use, read here, saved where
 * one likes. They are in the cache: they can be read without a line.
 */
#include "ui/screens/common.h"
#include "ui/screens/screens.h"

#include "base/alloc.h"
#include "ui/screens/salva.h"
#include "ui/widgets/reader.h"

#include <stdio.h>
#include <string.h>

/* ── The list ───────────────────────────────────────────────────────────────────────────── */

struct manuali_screen {
	struct focus focus;
	struct heading heading;
	struct list list;
	struct salva salva;
};

static const struct list_column columns[] = {
	{ .title = N_("Titolo"), .width = { .min = 24, .weight = 3 } },
	{ .title = N_("Profilo"),
		.width = { .min = 13, .max = 24, .weight = 1, .drop = 1 } },
	{ .title = N_("Versione"), .width = { .min = 10, .max = 12 } },
	{ .title = N_("Dimensione"), .width = { .min = 10, .max = 10 }, .right = true },
};

static void manuali_compose(void *self, const struct model *m, struct view *v)
{
	struct manuali_screen *s = self;
	const struct manuali *all = &m->manuali.manuali;
	struct list_row *rows = arena_array(v->arena, all->n + 1, sizeof(*rows));
	struct list_rows shown = {
		.items = rows,
		.n = all->n,
		.count = -1,
		.generation = m->manuali.s.generation,
	};
	struct rect body;

	view_screen(v, &s->focus, _("Manuali e funzioni di utilità"));
	body = screen_frame(v, &s->heading, m, _("Manuali e funzioni di utilità"),
		&m->manuali.s, NULL);
	for (size_t i = 0; i < all->n; i++)
		rows[i] = (struct list_row){
			.id = all->items[i].id,
			.cells = { or_empty(all->items[i].titolo),
				words_label(
					&tipo_profilo_words, (int)all->items[i].profilo),
				or_empty(all->items[i].versione),
				byte_phrase(v->arena, all->items[i].byte) },
		};
	shown.empty = empty_phrase(
		&m->manuali.s, v->arena, _("Nessun manuale per il profilo in uso."));
	list_show(&s->list, &shown);
	view_put(v, body, &s->list.widget);
	salva_compose(&s->salva, v);
}

static void ask_where(struct manuali_screen *s, const struct model *m)
{
	const struct manuali *all = &m->manuali.manuali;
	struct arena a = { 0 };

	for (size_t i = 0; i < all->n; i++)
		if (same_text(all->items[i].id, list_current_id(&s->list)))
			salva_ask(&s->salva, m, all->items[i].id,
				arena_printf(
					&a, "%s.md", or_empty(all->items[i].titolo)));
	arena_release(&a);
}

static struct intent manuali_handle(
	void *self, const struct model *m, const struct event *e)
{
	struct manuali_screen *s = self;

	if (e->kind == EVENT_OPENED)
		return wish(INTENT_MANUALI);
	if (e->kind == EVENT_WIDGET && e->news == NEWS_CHOSEN)
		return e->widget == &s->list.widget
			? wish_open(SCREEN_MANUALE, list_current_id(&s->list))
			: salva_wish(&s->salva, INTENT_MANUALE_SALVA);
	if (e->kind == EVENT_REPLY)
		salva_reply(&s->salva, m, e->reply);
	if (e->kind != EVENT_ACTION)
		return NO_WISH;
	if (e->action == ACTION_BACK && s->salva.asking) {
		s->salva.asking = false;
		return NO_WISH;
	}
	if (e->action != ACTION_SAVE_FILE)
		return screen_default(e, ELENCO_MANUALI);
	ask_where(s, m);
	return NO_WISH;
}

static uint64_t manuali_where(const void *self, const struct model *m)
{
	const struct manuali_screen *s = self;

	return m->manuali.manuali.n && !s->salva.asking ? IN_MANUALI : 0;
}

static void manuali_release(void *self)
{
	struct manuali_screen *s = self;

	list_release(&s->list);
	salva_release(&s->salva);
	alloc_free(s);
}

static const struct screen_ops manuali_ops = {
	.name = "manuali",
	.compose = manuali_compose,
	.handle = manuali_handle,
	.where = manuali_where,
	.release = manuali_release,
};

struct screen manuali_make(void)
{
	struct manuali_screen *s = xalloc(sizeof(*s));

	list_init(&s->list, NULL, columns, 4);
	salva_init(&s->salva);
	return (struct screen){ &manuali_ops, s };
}

/* ── One of them ────────────────────────────────────────────────────────────────────────── */

struct manuale_screen {
	struct focus focus;
	struct heading heading;
	struct reader page;
	struct salva salva;
	char id[64];
};

/* Enough of Markdown for a page of words: headings, items, paragraphs; emphasis is left
 * out. */
struct markdown {
	struct reader *r;
	struct arena *a;
	char mark[8]; /* of the item being read; "" in a paragraph */
	struct buf pending;
};

static void flush(struct markdown *d)
{
	if (d->pending.len && d->mark[0])
		reader_pair(d->r, d->mark, buf_str(&d->pending), ROLE_NORMAL);
	else if (d->pending.len)
		reader_text(d->r, ROLE_NORMAL, buf_str(&d->pending));
	buf_reset(&d->pending);
	d->mark[0] = '\0';
}

static void add_words(struct buf *to, const char *s, size_t n)
{
	if (to->len)
		buf_addc(to, ' ');
	for (size_t i = 0; i < n; i++)
		if (s[i] != '`'
			&& !(s[i] == '*' && (s[i + 1] == '*' || (i && s[i - 1] == '*'))))
			buf_addc(to, s[i]);
}

/* Bytes of "- " or "12. " at the start, 0 when it is no item; the mark goes to the
 * document. */
static size_t item_mark(struct markdown *d, const char *s, size_t n)
{
	size_t digits = 0;

	if (n > 2 && (s[0] == '-' || s[0] == '*') && s[1] == ' ') {
		flush(d);
		snprintf(d->mark, sizeof(d->mark), "•");
		return 2;
	}
	while (digits < n && digits < 3 && s[digits] >= '0' && s[digits] <= '9')
		digits++;
	if (!digits || digits + 2 > n || s[digits] != '.' || s[digits + 1] != ' ')
		return 0;
	flush(d);
	snprintf(d->mark, sizeof(d->mark), "%.*s.", (int)digits, s);
	return digits + 2;
}

static void add_line(struct markdown *d, const char *line, size_t n)
{
	size_t blanks = strspn(line, " "), marks;

	blanks = blanks < n ? blanks : n;
	line += blanks;
	n -= blanks;
	marks = strspn(line, "#");
	if (n == 0) {
		flush(d);
		reader_gap(d->r);
	} else if (marks && marks < n) {
		flush(d);
		reader_heading(
			d->r, arena_strndup(d->a, line + marks + 1, n - marks - 1));
	} else {
		size_t skip = item_mark(d, line, n);
		add_words(&d->pending, line + skip, n - skip);
	}
}

static void make_page(struct reader *r, struct arena *a, const char *text)
{
	struct markdown d = { .r = r, .a = a };

	while (*text) {
		size_t n = strcspn(text, "\n");
		add_line(&d, text, n);
		text += n + (text[n] == '\n');
	}
	flush(&d);
	buf_release(&d.pending);
}

static void manuale_compose(void *self, const struct model *m, struct view *v)
{
	struct manuale_screen *s = self;
	const struct manuale *x = &m->manuale.manuale;
	bool there = same_text(x->id, s->id);
	const char *title = there ? or_empty(x->titolo) : _("Manuale");
	struct rect body;

	view_screen(v, &s->focus, title);
	body = screen_frame(v, &s->heading, m, title, &m->manuale.s,
		there && x->versione
			? arena_printf(v->arena, _("versione %s"), x->versione)
			: NULL);
	if (reader_begin(&s->page,
		    m->manuale.s.generation * 4u + (unsigned)m->manuale.s.fase)) {
		if (there && x->testo)
			make_page(&s->page, v->arena, x->testo);
		else
			reader_text(&s->page, ROLE_MUTED,
				empty_phrase(
					&m->manuale.s, v->arena, _("Lettura in corso…")));
	}
	if (body.w > 90)
		body.w = 90;
	view_put(v, body, &s->page.widget);
	salva_compose(&s->salva, v);
}

static struct intent manuale_handle(
	void *self, const struct model *m, const struct event *e)
{
	struct manuale_screen *s = self;
	struct arena a = { 0 };

	if (e->kind == EVENT_OPENED)
		return wish_id(INTENT_MANUALE, s->id);
	if (e->kind == EVENT_WIDGET && e->news == NEWS_CHOSEN && s->salva.asking)
		return salva_wish(&s->salva, INTENT_MANUALE_SALVA);
	if (e->kind == EVENT_REPLY)
		salva_reply(&s->salva, m, e->reply);
	if (e->kind != EVENT_ACTION)
		return NO_WISH;
	if (e->action == ACTION_BACK && s->salva.asking) {
		s->salva.asking = false;
		return NO_WISH;
	}
	if (e->action != ACTION_SAVE_FILE)
		return screen_default(e, ELENCO_MANUALI);
	salva_ask(&s->salva, m, s->id,
		arena_printf(&a, "%s.md", or_empty(m->manuale.manuale.titolo)));
	arena_release(&a);
	return NO_WISH;
}

static uint64_t manuale_where(const void *self, const struct model *m)
{
	const struct manuale_screen *s = self;

	return m->manuale.manuale.testo && !s->salva.asking ? IN_MANUALI : 0;
}

static void manuale_release(void *self)
{
	struct manuale_screen *s = self;

	reader_release(&s->page);
	salva_release(&s->salva);
	alloc_free(s);
}

static const struct screen_ops manuale_ops = {
	.name = "manuale",
	.compose = manuale_compose,
	.handle = manuale_handle,
	.where = manuale_where,
	.release = manuale_release,
};

struct screen manuale_make(const struct intent *open)
{
	struct manuale_screen *s = xalloc(sizeof(*s));

	snprintf(s->id, sizeof(s->id), "%s", or_empty(open->id));
	reader_init(&s->page, _("Manuale"), 4);
	salva_init(&s->salva);
	return (struct screen){ &manuale_ops, s };
}
