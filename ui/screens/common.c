/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What several screens need.
 */
#include "ui/screens/common.h"

#include <string.h>

struct intent wish(enum intent_kind kind)
{
	return (struct intent){
		.kind = kind,
		.inizio = INSTANT_NONE,
		.dal = GIORNO_NONE,
		.al = GIORNO_NONE,
	};
}

struct intent wish_id(enum intent_kind kind, const char *id)
{
	struct intent i = wish(kind);

	i.id = id;
	return i;
}

struct intent wish_open(enum screen_name screen, const char *id)
{
	struct intent i = wish_id(INTENT_OPEN, id);

	i.screen = screen;
	return i;
}

struct intent screen_default(const struct event *e, enum elenco elenco)
{
	struct intent i = wish(INTENT_REFRESH);

	if (e->kind != EVENT_ACTION)
		return NO_WISH;
	if (e->action == ACTION_BACK)
		return wish(INTENT_CLOSE);
	if (e->action != ACTION_REFRESH)
		return NO_WISH;
	i.elenco = elenco;
	return i;
}

struct rect screen_frame(struct view *v, struct heading *h, const struct model *m,
	const char *title, const struct slice *s, const char *note)
{
	const char *age = s ? slice_age(m, s, v->arena) : NULL;
	struct rect body = v->area;

	if (s && !age && s->fase == FASE_IN_CORSO)
		note = _("lettura in corso");
	heading_show(h, title, age ? age : note, age ? ROLE_WARNING : ROLE_MUTED);
	view_put(v, rect_take_top(&body, HEADING_ROWS), &h->widget);
	return rect_inset(body, 1, 0);
}

struct list_row *rows_for_list(struct arena *a, const struct riga *righe, size_t n,
	const int *cells, size_t n_cells)
{
	struct list_row *rows = arena_array(a, n + 1, sizeof(*rows));

	for (size_t i = 0; i < n; i++) {
		rows[i].id = righe[i].id;
		rows[i].role = righe[i].tono == TONO_SPENTO ? ROLE_MUTED
			: righe[i].tono == TONO_AVVISO ? ROLE_WARNING : ROLE_NORMAL;
		for (size_t k = 0; k < n_cells; k++)
			rows[i].cells[k] = cells[k] < 0
				? ""
				: or_empty(righe[i].celle[cells[k]]);
	}
	return rows;
}

struct list_rows window_for_list(struct arena *a, const struct finestra *f,
	const int *cells, size_t n_cells, const char *empty)
{
	return (struct list_rows){
		.items = rows_for_list(a, f->righe, f->n, cells, n_cells),
		.n = f->n,
		.before = f->altre_prima,
		.after = f->altre_dopo,
		.count = f->totale,
		.capped = f->totale_oltre,
		.so_far = f->s.parziale,
		.generation = f->s.generation,
		.empty = empty_phrase(&f->s, a, empty),
	};
}

struct intent wish_rows(struct list *l, enum elenco elenco)
{
	static const enum verso verso_of[] = { VERSO_INTORNO, VERSO_INIZIO, VERSO_FINE,
		VERSO_PRIMA, VERSO_DOPO };
	struct list_want want = list_want(l);
	struct intent i = wish(INTENT_RIGHE);

	if (want.wish == LIST_WANTS_NOTHING)
		return NO_WISH;
	i.elenco = elenco;
	i.verso = verso_of[want.wish];
	i.quante = (int)want.rows;
	/* The list's own copy of the anchor dies with `want`: lend the row's. */
	for (size_t k = 0; k < l->rows.n && !i.id; k++)
		if (l->rows.items[k].id && !strcmp(l->rows.items[k].id, want.anchor))
			i.id = l->rows.items[k].id;
	return i;
}

#define WHOLE_ROWS_MAX 3
#define WHOLE_LEAST    10 /* rows of the body: with fewer the lists need them all */

void screen_row_whole(struct view *v, struct paragraph *p, struct list *const *lists, size_t n,
	const struct widget *at, struct rect *body)
{
	const char *text = NULL;
	int most = 0;

	if (v->linear || body->h < WHOLE_LEAST)
		return;
	for (size_t i = 0; i < n; i++) {
		int rows = list_whole_rows(lists[i], body->w, v->arena);

		most = rows > most ? rows : most;
		if (&lists[i]->widget == at)
			text = list_whole(lists[i], v->arena);
	}
	if (!most)
		return;
	most = most < WHOLE_ROWS_MAX ? most : WHOLE_ROWS_MAX;
	paragraph_show(p, NULL, text ? text : "", ROLE_MUTED);
	view_put(v, rect_take_bottom(body, most), &p->widget);
}

const char *empty_phrase(const struct slice *s, struct arena *a, const char *empty)
{
	if (s->fase == FASE_FALLITA)
		return err_phrase(a, &s->err);
	if (s->fase == FASE_NIENTE
		|| (s->fase == FASE_IN_CORSO && s->letto_il == INSTANT_NONE))
		return _("Lettura in corso…");
	if (s->parziale)
		return _("Non si sa ancora: la prima copia dei dati non è finita.");
	return empty;
}

char *join_words(struct arena *a, const char *const *words, size_t n)
{
	char *all = arena_strdup(a, "");

	for (size_t i = 0; i < n; i++) {
		const char *between = i == 0 ? "" : i + 1 == n ? _(" e ") : ", ";
		all = arena_printf(a, "%s%s%s", all, between, words[i]);
	}
	return all;
}

const char *or_empty(const char *s)
{
	return s ? s : "";
}

bool same_text(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	return !strcmp(a, b);
}
