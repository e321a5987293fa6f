/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The steps that bring something: the note, the files, the contacts for notices.
 */
#include "ui/screens/nuovo.h"

#include "ui/screens/scheda.h"

#include <stdlib.h>
#include <string.h>

#define NOTA_ROWS_LEAST 6 /* with its heading and the row of its error */

/* ── Nota ───────────────────────────────────────────────────────────────────────────────── */

static void nota_compose(
	struct nuovo *s, const struct model *m, struct view *v, struct rect body)
{
	int help;

	nuovo_exchange(s, m, v, &body, NULL);
	if (!strcmp(m->bozza.rifiuto.field, "nota")) /* that one stands beside the field */
		nuovo_news(s, m, v, &body);
	else
		nuovo_refusal(s, m, v, &body);
	paragraph_show(&s->help, NULL,
		_("Scrivi che cosa vuoi chiarire: chi ti riceve la legge prima, "
		  "e può risolvere senza farti venire. È obbligatoria."),
		ROLE_MUTED);
	help = paragraph_rows(&s->help, body.w);
	/* On a very small screen what is written is worth more than what is advised. */
	if (v->linear || body.h >= help + NOTA_ROWS_LEAST) {
		view_put(v, rect_take_top(&body, help), &s->help.widget);
		rect_take_top(&body, 1);
	}
	view_put(v, body, &s->nota.widget);
	if (!s->focus[PASSO_NOTA].at)
		s->focus[PASSO_NOTA].at = &s->nota.widget;
}

/* What does not fit is not taken: nobody may believe that it was. */
static void say_what_was_cut(struct nuovo *s)
{
	struct arena a = { 0 };

	if (s->nota.edit.cut)
		editor_set_error(&s->nota,
			arena_printf(&a,
				_("La nota arriva a %d caratteri: il resto non è entrato."),
				NOTA_MAX));
	arena_release(&a);
}

static struct intent nota_widget(
	struct nuovo *s, const struct model *m, const struct event *e)
{
	struct intent i = wish(INTENT_BOZZA_NOTA);

	(void)m;
	if (e->widget != &s->nota.widget)
		return NO_WISH;
	say_what_was_cut(s);
	if (e->news != NEWS_CHANGED)
		return NO_WISH;
	i.testo = editor_value(&s->nota);
	return i;
}

static struct intent nota_forward(struct nuovo *s, const struct model *m)
{
	struct err err = { 0 };
	struct arena a = { 0 };
	bool right = nota_check(editor_value(&s->nota), &err);

	editor_set_error(&s->nota, right ? NULL : err_phrase(&a, &err));
	arena_release(&a);
	return right ? nuovo_next(s, m) : NO_WISH;
}

const struct passo_ops passo_nota = {
	.name = N_("Nota"),
	.compose = nota_compose,
	.widget = nota_widget,
	.forward = nota_forward,
};

/* ── Allegati ───────────────────────────────────────────────────────────────────────────── */

static const struct list_column attached_columns[] = {
	{ .width = { .min = 24, .weight = 2 } },
	{ .width = { .min = 20, .weight = 1 } },
};

static int64_t bytes_used(const struct bozza *b)
{
	int64_t sum = 0;

	for (size_t i = 0; i < b->n_allegati; i++)
		sum += b->allegati[i].byte;
	return sum;
}

static const char *upload_phrase(
	const struct caricamento_stato *c, int64_t byte, struct arena *a)
{
	switch (c->fase) {
	case CARICAMENTO_FATTO:
		return _("caricato");
	case CARICAMENTO_IN_CORSO:
		return arena_printf(a, _("in caricamento: %d%%"),
			byte > 0 ? (int)(c->inviati * 100 / byte) : 0);
	case CARICAMENTO_FALLITO:
		return arena_printf(a, _("non arrivato: %s"), err_phrase(a, &c->err));
	default:
		return _("in attesa del collegamento");
	}
}

static enum role upload_role(enum caricamento c)
{
	return c == CARICAMENTO_FATTO      ? ROLE_OK
		: c == CARICAMENTO_FALLITO ? ROLE_ERROR
					   : ROLE_MUTED;
}

static void show_attached(struct nuovo *s, const struct model *m, struct arena *a)
{
	const struct bozza *b = &m->bozza.bozza;
	struct list_row *rows = arena_array(a, ALLEGATI_MAX + 1, sizeof(*rows));
	struct list_rows shown = {
		.items = rows,
		.n = b->n_allegati,
		.count = -1,
		.generation = m->bozza.s.generation,
		.empty = _("Nessun allegato: non è obbligatorio."),
	};

	for (size_t i = 0; i < b->n_allegati; i++) {
		const struct bozza_allegato *f = &b->allegati[i];
		rows[i] = (struct list_row){
			.id = arena_printf(a, "%zu", i),
			.cells = { allegato_phrase(a, f->nome, f->tipo, f->byte),
				upload_phrase(&m->bozza.caricamenti[i], f->byte, a) },
		};
		rows[i].cell_role[1] = upload_role(m->bozza.caricamenti[i].fase);
	}
	s->attached.widget.label = arena_printf(
		a, _("Allegati alla bozza: %zu di %d"), b->n_allegati, ALLEGATI_MAX);
	list_show(&s->attached, &shown);
}

static const char *refuse_file(
	const struct voce_cartella *x, const struct bozza *b, struct arena *a)
{
	if (x->cartella)
		return NULL;
	if (x->tipo == TIPO_FILE_NONE)
		return _("non è un PDF, JPEG, PNG o TIFF");
	if (b->n_allegati >= ALLEGATI_MAX)
		return _("gli allegati sono già tre");
	if (x->byte + bytes_used(b) > ALLEGATI_BYTES_MAX)
		return arena_printf(a, _("supera di %s lo spazio rimasto"),
			byte_phrase(a, x->byte + bytes_used(b) - ALLEGATI_BYTES_MAX));
	return NULL;
}

/* Made once a listing: a folder may have thousands of files. */
static void make_listing(struct nuovo *s, const struct model *m)
{
	const struct cartella_slice *c = &m->cartella;
	struct arena *a = &s->listing_arena;
	struct file_entry *items;

	if (s->listing.folder && s->listing_generation == c->s.generation
		&& s->listing_used == (int64_t)m->bozza.s.generation)
		return;
	arena_reset(a);
	s->listing_generation = c->s.generation;
	s->listing_used = (int64_t)m->bozza.s.generation;
	items = arena_array(a, c->n_voci + 1, sizeof(*items));
	for (size_t i = 0; i < c->n_voci; i++)
		items[i] = (struct file_entry){
			/* As the disk has it: the list cleans it for showing. */
			.name = arena_strdup(a, strrchr(c->voci[i].percorso, '/') + 1),
			.folder = c->voci[i].cartella,
			.size = c->voci[i].byte,
			.changed = instant_phrase(a, c->voci[i].modificato_il),
			.refuse = refuse_file(&c->voci[i], &m->bozza.bozza, a),
		};
	s->listing = (struct file_listing){
		.folder = arena_strdup(a, or_empty(c->percorso)),
		.items = items,
		.n = c->n_voci,
		.generation = s->listing.generation + 1,
	};
	if (c->s.fase == FASE_FALLITA)
		s->listing.error = arena_strdup(a, err_phrase(a, &c->s.err));
}

static void put_uploads(
	struct nuovo *s, const struct model *m, struct view *v, struct rect *body)
{
	const struct bozza *b = &m->bozza.bozza;

	for (size_t i = 0; i < b->n_allegati; i++) {
		const struct caricamento_stato *c = &m->bozza.caricamenti[i];
		if (c->fase != CARICAMENTO_IN_CORSO)
			continue;
		progress_show(&s->progress[i], b->allegati[i].nome, c->inviati,
			b->allegati[i].byte,
			arena_printf(v->arena, _("%s di %s"),
				byte_phrase(v->arena, c->inviati),
				byte_phrase(v->arena, b->allegati[i].byte)));
		view_put(v, rect_take_top(body, 1), &s->progress[i].widget);
	}
}

static void allegati_compose(
	struct nuovo *s, const struct model *m, struct view *v, struct rect body)
{
	size_t n = m->bozza.bozza.n_allegati;

	nuovo_refusal(s, m, v, &body);
	show_attached(s, m, v->arena);
	make_listing(s, m);
	files_show(
		&s->files, &s->listing, bytes_used(&m->bozza.bozza), ALLEGATI_BYTES_MAX);
	view_put(v, rect_take_top(&body, 1 + (n ? (int)n : 1)), &s->attached.widget);
	put_uploads(s, m, v, &body);
	rect_take_top(&body, 1);
	view_put(v, body, &s->files.widget);
	if (!s->focus[PASSO_ALLEGATI].at)
		s->focus[PASSO_ALLEGATI].at = &s->files.widget;
}

static struct intent allegati_enter(struct nuovo *s, const struct model *m)
{
	s->focus[PASSO_ALLEGATI].at = NULL;
	return m->cartella.percorso ? NO_WISH : wish(INTENT_CARTELLA);
}

static struct intent allegati_widget(
	struct nuovo *s, const struct model *m, const struct event *e)
{
	struct intent i;

	(void)m;
	if (e->widget != &s->files.widget)
		return NO_WISH;
	if (e->news != NEWS_WANTS && e->news != NEWS_CHOSEN)
		return NO_WISH;
	i = wish(e->news == NEWS_WANTS ? INTENT_CARTELLA : INTENT_BOZZA_ALLEGA);
	i.percorso = e->news == NEWS_WANTS ? files_folder(&s->files)
					   : files_chosen(&s->files);
	return i.percorso ? i : NO_WISH;
}

static struct intent allegati_action(
	struct nuovo *s, const struct model *m, int action, bool *taken)
{
	struct intent i = wish(
		action == ACTION_DETACH ? INTENT_BOZZA_STACCA : INTENT_BOZZA_RICARICA);
	const char *id = list_current_id(&s->attached);

	if (action == ACTION_REFRESH) {
		*taken = true;
		i = wish(INTENT_CARTELLA);
		i.percorso = m->cartella.percorso;
		return i;
	}
	if (action != ACTION_DETACH && action != ACTION_UPLOAD_AGAIN)
		return NO_WISH;
	*taken = true;
	if (!id[0])
		return NO_WISH;
	i.indice = (size_t)strtoul(id, NULL, 10);
	return i;
}

const struct passo_ops passo_allegati = {
	.name = N_("Allegati"),
	.enter = allegati_enter,
	.compose = allegati_compose,
	.widget = allegati_widget,
	.action = allegati_action,
};

/* ── Recapiti ───────────────────────────────────────────────────────────────────────────── */

static void recapiti_compose(
	struct nuovo *s, const struct model *m, struct view *v, struct rect body)
{
	const struct recapiti *r = &m->recapiti.recapiti;
	const char *age = slice_age(m, &m->recapiti.s, v->arena);
	struct option *options = arena_array(v->arena, r->n + 1, sizeof(*options));
	bool there = same_text(m->recapiti.codice_rapporto_lavoro,
		m->bozza.bozza.codice_rapporto_lavoro);

	nuovo_refusal(s, m, v, &body);
	nuovo_remark(s, v, &body,
		age ? age
		    : _("I recapiti sono quelli che INPS ha già: qui non si "
			"cambiano."),
		age ? ROLE_WARNING : ROLE_MUTED);
	paragraph_show(&s->help, NULL,
		_("L'avviso di ogni cambiamento arriva sempre nel Cassetto "
		  "previdenziale. Se vuoi, anche qui:"),
		ROLE_NORMAL);
	view_put(v, rect_take_top(&body, paragraph_rows(&s->help, body.w)),
		&s->help.widget);
	rect_take_top(&body, 1);
	for (size_t i = 0; i < r->n; i++)
		options[i] = (struct option){
			.label = words_label(&canale_words, (int)r->items[i].canale),
			.detail = r->items[i].valore_mascherato,
			.refuse = r->items[i].disponibile ? NULL
							  : _("recapito non disponibile"),
		};
	choice_show(&s->canali, options, there ? r->n : 0);
	if (there)
		view_put(v, body, &s->canali.widget);
}

static struct intent recapiti_widget(
	struct nuovo *s, const struct model *m, const struct event *e)
{
	struct intent i = wish(INTENT_BOZZA_CANALI);
	const struct recapiti *r = &m->recapiti.recapiti;

	if (e->widget != &s->canali.widget)
		return NO_WISH;
	if (e->news == NEWS_CHOSEN)
		return nuovo_next(s, m);
	if (e->news != NEWS_CHANGED)
		return NO_WISH;
	for (size_t k = 0; k < r->n; k++)
		if (choice_is_on(&s->canali, k))
			i.canali |= 1u << r->items[k].canale;
	return i;
}

static struct intent recapiti_enter(struct nuovo *s, const struct model *m)
{
	struct intent i = wish(INTENT_RECAPITI);

	(void)s;
	if (same_text(m->recapiti.codice_rapporto_lavoro,
		    m->bozza.bozza.codice_rapporto_lavoro))
		return NO_WISH;
	i.codice = m->bozza.bozza.codice_rapporto_lavoro;
	return i;
}

const struct passo_ops passo_recapiti = {
	.name = N_("Recapiti"),
	.enter = recapiti_enter,
	.compose = recapiti_compose,
	.widget = recapiti_widget,
};

void nuovo_init_texts(struct nuovo *s)
{
	editor_init(&s->nota, _("Nota sul motivo dell'appuntamento"), NOTA_MAX);
	s->nota.required = true;
	list_init(&s->attached, NULL, attached_columns, 2);
	files_init(&s->files, _("Scegli un file da allegare"), "");
	choice_init(&s->canali, _("Avvisami anche con"), true);
}
