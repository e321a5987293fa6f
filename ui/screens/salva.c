/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Where to save a file.
 */
#include "ui/screens/salva.h"

#include "base/file.h"

#include <stdio.h>

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
}

void salva_ask(struct salva *s, const struct model *m, const char *id, const char *nome)
{
	struct arena a = { 0 };
	const char *folder = m->cartella_scaricati ? m->cartella_scaricati : ".";

	snprintf(s->id, sizeof(s->id), "%s", id);
	field_set(&s->path, arena_printf(&a, "%s/%s", folder, file_safe_name(&a, nome)));
	s->asking = true;
	arena_release(&a);
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
	paragraph_show(&s->what, NULL,
		_("Il file sarà leggibile solo da te. Se c'è già un file con "
		  "questo nome sarà sostituito."),
		ROLE_MUTED);
	view_put(v, rect_take_top(&box, 3), &s->what.widget);
	view_put(v, box, &s->path.widget);
}
