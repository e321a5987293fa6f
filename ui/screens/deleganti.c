/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The employers who gave a mandate to the intermediary in front of the screen, each
 * with its state. Only an active one opens anything.
 */
#include "ui/screens/common.h"
#include "ui/screens/screens.h"

#include "base/alloc.h"
#include "base/text.h"
#include "ui/righe.h"
#include "ui/widgets/words.h"

#include <string.h>

/* Rows are made once for a profile read: a studio has thousands of deleghe, and each letter of the
 * filter looks through all of them. */
struct deleganti_screen {
	struct focus focus;
	struct heading heading;
	struct list list;
	struct paragraph remark, whole;
	struct arena made; /* rows and keys */
	struct list_row *rows, *found;
	const char **keys; /* what the filter looks in, folded, the same index as rows */
	size_t n, n_found;
	char *filter;      /* that `found` answers; owned */
	unsigned of;       /* generation of the profile that the rows are of */
	enum nomi nomi;
	unsigned generation;
};

static const struct list_column columns[] = {
	{ .title = N_("Datore di lavoro"), .width = { .min = 20, .weight = 2 } },
	{ .title = N_("Delega"), .width = { .min = 12, .max = 22, .weight = 1 } },
	{ .title = N_("Dal"), .width = { .min = 10, .max = 10 } },
	{ .title = N_("Al"), .width = { .min = 10, .max = 10 } },
	{ .title = N_("Rapporti"),
		.width = { .min = 8, .max = 8, .drop = 1 },
		.right = true },
};

static const char *day(struct arena *a, giorno g)
{
	char text[GIORNO_TEXT_SIZE];

	if (g == GIORNO_NONE)
		return "";
	giorno_format_screen(g, text);
	return arena_strdup(a, text);
}

static struct list_row row_of(
	const struct model *m, struct arena *a, const struct delegante *d, size_t i)
{
	bool on = d->stato == DELEGA_STATO_ATTIVA;

	return (struct list_row){
		.id = arena_printf(a, "%zu", i),
		.cells = { persona_surname_first(a, m->nomi, &d->datore),
			words_label(&delega_stato_words, (int)d->stato), day(a, d->dal),
			day(a, d->al),
			on ? arena_printf(a, "%d", (int)d->rapporti) : "" },
		.disabled = on ? may_nuovo(m) : _("La delega non è attiva: non si può operare."),
	};
}

/* Masked names are found by who knows them. */
static const char *key_of(struct arena *a, const struct delegante *d)
{
	return text_fold(a,
		arena_printf(a, "%s %s", persona_surname_first(a, NOMI_CHIARI, &d->datore),
			words_label(&delega_stato_words, (int)d->stato)));
}

static bool make_rows(struct deleganti_screen *s, const struct model *m)
{
	const struct profilo *p = &m->profilo.profilo;

	if (s->rows && s->of == m->profilo.s.generation && s->nomi == m->nomi)
		return false;
	arena_reset(&s->made);
	s->of = m->profilo.s.generation;
	s->nomi = m->nomi;
	s->n = p->n_deleganti;
	s->rows = arena_array(&s->made, s->n + 1, sizeof(*s->rows));
	s->found = arena_array(&s->made, s->n + 1, sizeof(*s->found));
	s->keys = arena_array(&s->made, s->n + 1, sizeof(*s->keys));
	for (size_t i = 0; i < s->n; i++) {
		s->rows[i] = row_of(m, &s->made, &p->deleganti[i], i);
		s->keys[i] = key_of(&s->made, &p->deleganti[i]);
	}
	return true;
}

/* Every word is somewhere in it. `words` is folded. */
static bool has_words(const char *key, const char *words)
{
	while (*(words += strspn(words, " "))) {
		size_t n = strcspn(words, " ");

		if (!memmem(key, strlen(key), words, n))
			return false;
		words += n;
	}
	return true;
}

static void find_rows(struct deleganti_screen *s, const struct model *m, struct arena *a)
{
	bool others = make_rows(s, m);
	const char *words;

	if (!others && s->filter && !strcmp(s->filter, list_filter(&s->list)))
		return;
	FREE(&s->filter);
	s->filter = xstrdup(list_filter(&s->list));
	words = text_fold(a, s->filter);
	s->n_found = 0;
	for (size_t i = 0; i < s->n; i++)
		if (has_words(s->keys[i], words))
			s->found[s->n_found++] = s->rows[i];
	s->generation++;
}

static const char *count_phrase(const struct deleganti_screen *s, struct arena *a)
{
	const char *all = text_count(a, (int64_t)s->n);

	if (s->filter[0])
		/* TRANSLATORS: of the deleghe, those that the filter finds and all: "12 di 4.440" */
		return arena_printf(a, _("%s di %s"), text_count(a, (int64_t)s->n_found), all);
	return arena_printf(a, n_("%s delega", "%s deleghe", (unsigned long)s->n), all);
}

static void deleganti_compose(void *self, const struct model *m, struct view *v)
{
	struct deleganti_screen *s = self;
	const struct profilo *p = &m->profilo.profilo;
	struct rect body;

	find_rows(s, m, v->arena);
	view_screen(v, &s->focus, _("Deleghe"));
	body = screen_frame(v, &s->heading, m, _("Deleghe"), &m->profilo.s,
		count_phrase(s, v->arena));
	paragraph_show(&s->remark, NULL,
		p->abilitato
			? _("Scegli un datore con delega attiva per un nuovo appuntamento.")
			: _("Non sei abilitato come intermediario (circolare 49/2011): "
			    "non puoi operare."),
		p->abilitato ? ROLE_MUTED : ROLE_WARNING);
	view_put(v, rect_take_bottom(&body, paragraph_rows(&s->remark, body.w)),
		&s->remark.widget);
	list_show(&s->list,
		&(struct list_rows){
			.items = s->found,
			.n = s->n_found,
			.count = -1,
			.generation = s->generation,
			.empty = empty_phrase(&m->profilo.s, v->arena,
				s->filter[0] ? _("Nessuna delega ha questo datore o questo stato.")
					     : _("Nessun datore di lavoro ha dato una delega.")),
		});
	screen_row_whole(v, &s->whole, (struct list *const[]){ &s->list }, 1, &s->list.widget,
		&body);
	view_put(v, body, &s->list.widget);
}

/* Its name is what the rapporti are searched for. Where names are covered it would show in the
 * filter: all of them then. */
static struct intent choose(const struct deleganti_screen *s, const struct model *m)
{
	const struct list_row *row = list_current(&s->list);
	struct intent i = wish_open(SCREEN_NUOVO, NULL);

	if (row && m->nomi == NOMI_CHIARI)
		i.testo = row->cells[0];
	return i;
}

static struct intent deleganti_handle(
	void *self, const struct model *m, const struct event *e)
{
	const struct deleganti_screen *s = self;

	if (e->kind == EVENT_WIDGET && e->news == NEWS_CHOSEN)
		return choose(s, m);
	return screen_default(e, ELENCO_NESSUNO);
}

static void deleganti_release(void *self)
{
	struct deleganti_screen *s = self;

	list_release(&s->list);
	arena_release(&s->made);
	FREE(&s->filter);
	paragraph_release(&s->remark);
	paragraph_release(&s->whole);
	alloc_free(s);
}

static const struct screen_ops deleganti_ops = {
	.name = "deleghe",
	.compose = deleganti_compose,
	.handle = deleganti_handle,
	.release = deleganti_release,
};

struct screen deleganti_make(const struct intent *open)
{
	struct deleganti_screen *s = xalloc(sizeof(*s));

	list_init(&s->list, NULL, columns, 5);
	s->list.filters = true;
	s->list.filter_label = _("Scrivi datore o stato");
	list_set_filter(&s->list, or_empty(open->testo));
	return (struct screen){ &deleganti_ops, s };
}
