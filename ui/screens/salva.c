/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Where to save a file.
 */
#include "ui/screens/salva.h"

#include "base/alloc.h"
#include "base/file.h"
#include "ui/screens/common.h"

#include <stdio.h>
#include <string.h>

#define PATH_MAX_CHARS 1000
#define BOX_COLUMNS    72
#define BOX_ROWS       7

void salva_init(struct salva *s)
{
	*s = (struct salva){ 0 };
	field_init(&s->path, _("Percorso"), PATH_MAX_CHARS);
	s->path.required = true;
}

void salva_release(struct salva *s)
{
	field_release(&s->path);
	paragraph_release(&s->what);
	FREE(&s->there);
	FREE(&s->why);
}

struct intent salva_wish(struct salva *s, enum intent_kind kind)
{
	struct intent i = wish_id(kind, s->id);

	if (!field_accept(&s->path))
		return NO_WISH;
	i.percorso = field_value(&s->path);
	i.sostituisci = s->there && !strcmp(s->there, i.percorso);
	return i;
}

void salva_reply(struct salva *s, const struct model *m, const struct reply *r)
{
	struct arena a = { 0 };

	if (!s->asking || (r->to != INTENT_SCARICA && r->to != INTENT_MANUALE_SALVA))
		return;
	FREE(&s->there);
	FREE(&s->why);
	if (r->ending != REPLY_REFUSED)
		s->asking = false;
	else if (m->scarico.esiste)
		s->there = xstrdup(field_value(&s->path));
	else
		s->why = xstrdup(err_phrase(&a, &m->scarico.s.err));
	arena_release(&a);
}

void salva_ask(struct salva *s, const struct model *m, const char *id, const char *nome)
{
	struct arena a = { 0 };
	const char *folder = m->cartella_scaricati ? m->cartella_scaricati : ".";

	snprintf(s->id, sizeof(s->id), "%s", id);
	field_set(&s->path, arena_printf(&a, "%s/%s", folder, file_safe_name(&a, nome)));
	s->asking = true;
	FREE(&s->there);
	FREE(&s->why);
	arena_release(&a);
}

static void show_what(struct salva *s)
{
	if (s->why)
		paragraph_show(&s->what, NULL, s->why, ROLE_ERROR);
	else if (s->there && !strcmp(s->there, field_value(&s->path)))
		paragraph_show(&s->what, NULL,
			_("C'è già un file con questo nome: scegliendo di nuovo lo stesso "
			  "percorso sarà sostituito."),
			ROLE_WARNING);
	else
		paragraph_show(&s->what, NULL, _("Il file sarà leggibile solo da te."),
			ROLE_MUTED);
}

void salva_compose(struct salva *s, struct view *v)
{
	struct rect box;

	if (!s->asking)
		return;
	view_modal(v, &s->focus);
	box = rect_centred(
		v->area, v->area.w < BOX_COLUMNS ? v->area.w : BOX_COLUMNS, BOX_ROWS);
	box = box_put(&s->box, v, box, _("Salva il file"));
	show_what(s);
	view_put(v, rect_take_top(&box, 3), &s->what.widget);
	view_put(v, box, &s->path.widget);
}
