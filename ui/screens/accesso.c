/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Sign-in: a code and an address to use in a browser elsewhere. In the demo, where
 * nobody has an identity to prove, "Scegli il profilo": one line per sample person.
 */
#include "ui/screens/common.h"
#include "ui/screens/screens.h"

#include "base/alloc.h"
#include "ui/widgets/qr.h"
#include "ui/widgets/words.h"

#include <string.h>

#define PICTURE_GAP  3
#define BESIDE_LEAST 36 /* of the words beside the picture */
#define BESIDE_MOST  60
#define WORDS_MOST   72

enum { P_WHY, P_GO, P_ADDRESS, P_WRITE, P_CODE, P_THEN, P_COUNT };

struct accesso_screen {
	struct focus focus;
	struct heading heading;
	struct paragraph texts[P_COUNT];
	struct qr picture;
	struct list people;
	unsigned generation; /* of the slice whose preselected person was gone to */
	bool gone;
};

static const struct list_column people_columns[] = {
	{ .title = N_("Persona"), .width = { .min = 16, .max = 18, .weight = 1 } },
	{ .title = N_("Profilo"), .width = { .min = 13, .max = 14, .weight = 1 } },
	{ .title = N_("Studio"),
		.width = { .min = 12, .max = 20, .weight = 1, .drop = 1 } },
	{ .title = N_("Che cosa si vede"), .width = { .min = 40, .weight = 6 } },
};

static char *person_id(struct arena *a, const struct persona_esempio *p)
{
	return arena_printf(a, "%s/%d", p->id, (int)p->profilo);
}

/* ── Code and address ───────────────────────────────────────────────────────────────────── */

static const char *why_text(const struct model *m)
{
	if (m->accesso.motivo == ACCESSO_BLOCCO)
		return _("Lo schermo è bloccato. Chi lo usava ritrova tutto dov'era dopo un "
			 "nuovo accesso; un'altra persona che accede non ne vede nulla.");
	if (m->accesso.motivo == ACCESSO_SCADUTO)
		return _("L'accesso è scaduto. Dopo il nuovo accesso si torna "
			 "esattamente qui: nulla "
			 "di quello che hai scritto è andato perso.");
	return _(
		"Si entra con la propria identità digitale, da un telefono o da un altro "
		"computer.");
}

/* A sentence of the page, in its paragraph; `close`: what follows belongs to it. */
struct line {
	int which;
	const char *text;
	enum role role;
	int indent;
	bool close;
};

static void put_line(struct accesso_screen *s, struct view *v, struct rect *body,
	const struct line *line)
{
	struct paragraph *p = &s->texts[line->which];
	struct rect row = *body;
	int rows;

	paragraph_show(p, NULL, line->text, line->role);
	row.x += line->indent;
	row.w = row.w > WORDS_MOST + line->indent ? WORDS_MOST : row.w - line->indent;
	rows = paragraph_rows(p, row.w);
	row.h = rows < row.h ? rows : row.h;
	view_put(v, row, &p->widget);
	rect_take_top(body, rows + !line->close);
}

static void put_text(struct accesso_screen *s, struct view *v, struct rect *body,
	int which, const char *text, enum role role)
{
	put_line(s, v, body, &(struct line){ which, text, role, 0, false });
}

static size_t code_lines(const struct model *m, struct view *v, bool picture,
	struct line lines[P_COUNT])
{
	const struct accesso *x = &m->accesso;
	const struct line all[] = {
		{ P_WHY, why_text(m), ROLE_NORMAL, 0, false },
		{ P_GO, picture ? _("1. Inquadra il riquadro, oppure apri:")
				: _("1. Apri questo indirizzo nel browser:"),
			ROLE_NORMAL, 0, picture },
		{ P_ADDRESS, x->indirizzo, ROLE_ACCENT, picture ? 3 : 6, false },
		{ P_WRITE, picture ? _("2. Se serve, scrivi questo codice:")
				   : _("2. Scrivi questo codice:"),
			ROLE_NORMAL, 0, picture },
		{ P_CODE, x->user_code, ROLE_ACCENT, picture ? 3 : 6, false },
		{ P_THEN,
			arena_printf(v->arena,
				_("3. Identificati lì con SPID, CIE o "
				  "CNS. Questo programma non vede mai le credenziali. Il "
				  "codice vale fino alle %s; "
				  "appena l'accesso è riuscito si prosegue da soli."),
				minuto_format(v->arena, minuto_of(x->scade_il))),
			ROLE_MUTED, 0, false },
	};

	memcpy(lines, all, sizeof(all));
	return sizeof(all) / sizeof(all[0]);
}

static int rows_of(struct accesso_screen *s, const struct line *lines, size_t n, int columns)
{
	int rows = 0;

	for (size_t i = 0; i < n; i++) {
		paragraph_show(&s->texts[lines[i].which], NULL, lines[i].text, lines[i].role);
		rows += paragraph_rows(&s->texts[lines[i].which], columns - lines[i].indent)
			+ !lines[i].close;
	}
	return rows - 1;
}

/*
 * The code that a telephone reads, at the right, where it and every word beside it have room;
 * else the words say it all. False: there is none.
 */
static bool put_picture(struct accesso_screen *s, const struct model *m, struct view *v,
	struct rect *body)
{
	const struct accesso *x = &m->accesso;
	struct line lines[P_COUNT];
	struct rect at = *body;
	int columns;
	size_t n;

	if (v->linear || v->ascii
		|| !qr_show(&s->picture,
			x->indirizzo_completo ? x->indirizzo_completo : x->indirizzo))
		return false;
	at.w = qr_columns(&s->picture);
	at.h = qr_rows(&s->picture);
	columns = body->w - at.w - PICTURE_GAP;
	columns = columns > BESIDE_MOST ? BESIDE_MOST : columns;
	n = code_lines(m, v, true, lines);
	if (columns < BESIDE_LEAST || at.h > body->h || rows_of(s, lines, n, columns) > body->h)
		return false;
	at.x += columns + PICTURE_GAP;
	at.y += body->h > at.h;
	view_put(v, at, &s->picture.widget);
	body->w = columns;
	return true;
}

static void compose_code(
	struct accesso_screen *s, const struct model *m, struct view *v, struct rect body)
{
	bool picture = put_picture(s, m, v, &body);
	struct line lines[P_COUNT];
	size_t n = code_lines(m, v, picture, lines);

	if (body.h > (picture ? rows_of(s, lines, n, body.w) : 14))
		rect_take_top(&body, 1);
	for (size_t i = 0; i < n; i++)
		put_line(s, v, &body, &lines[i]);
}

/* ── Scegli il profilo ──────────────────────────────────────────────────────────────────── */

/* The line of the one under the cursor, whole: in the list it may be cut. */
static void put_person(struct accesso_screen *s, const struct model *m, struct view *v,
	struct rect *body)
{
	const struct accesso *x = &m->accesso;

	if (v->linear || body->h < 8)
		return;
	for (size_t i = 0; i < x->n_persone; i++) {
		const struct persona_esempio *p = &x->persone[i];
		if (!same_text(person_id(v->arena, p), list_current_id(&s->people)))
			continue;
		paragraph_show(&s->texts[P_THEN], NULL,
			arena_printf(v->arena, "%s%s%s. %s", p->nome,
				p->denominazione ? ", " : "", or_empty(p->denominazione),
				or_empty(p->descrizione)),
			ROLE_MUTED);
		view_put(v, rect_take_bottom(body, 2), &s->texts[P_THEN].widget);
		rect_take_bottom(body, 1);
		return;
	}
}

static void compose_people(
	struct accesso_screen *s, const struct model *m, struct view *v, struct rect body)
{
	const struct accesso *x = &m->accesso;
	struct list_row *rows = arena_array(v->arena, x->n_persone + 1, sizeof(*rows));
	struct list_rows all = {
		.items = rows,
		.n = x->n_persone,
		.count = -1,
		.generation = x->s.generation,
	};

	for (size_t i = 0; i < x->n_persone; i++) {
		const struct persona_esempio *p = &x->persone[i];
		rows[i] = (struct list_row){
			.id = person_id(v->arena, p),
			.cells = { p->nome,
				words_label(&tipo_profilo_words, (int)p->profilo),
				or_empty(p->denominazione), or_empty(p->descrizione) },
		};
		if (p->predefinita && (!s->gone || s->generation != x->s.generation))
			list_go(&s->people, rows[i].id);
	}
	s->gone = true;
	s->generation = x->s.generation;
	put_text(s, v, &body, P_WHY,
		accesso_locked(m) ? why_text(m)
				  : _("Dati inventati: con quale persona vuoi entrare?"),
		ROLE_NORMAL);
	list_show(&s->people, &all);
	put_person(s, m, v, &body);
	view_put(v, body, &s->people.widget);
}

static void accesso_compose(void *self, const struct model *m, struct view *v)
{
	struct accesso_screen *s = self;
	bool choose = m->accesso.fase == ACCESSO_SCELTA;
	const char *title = choose ? _("Scegli il profilo") : _("Accesso");
	struct rect body;

	view_screen(v, &s->focus, title);
	body = screen_frame(
		v, &s->heading, m, title, NULL, choose ? _("dati inventati") : m->server);
	if (m->accesso.fase == ACCESSO_ATTESA) {
		compose_code(s, m, v, body);
		return;
	}
	rect_take_top(&body, body.h > 14 ? 1 : 0);
	switch (m->accesso.fase) {
	case ACCESSO_SCELTA:
		compose_people(s, m, v, body);
		return;
	case ACCESSO_FALLITO:
		put_text(s, v, &body, P_WHY, err_phrase(v->arena, &m->accesso.s.err),
			ROLE_ERROR);
		if (!m->senza_rete)
			put_text(s, v, &body, P_GO,
				_("Si può chiedere un nuovo codice di accesso."), ROLE_NORMAL);
		return;
	default:
		put_text(s, v, &body, P_WHY, why_text(m), ROLE_NORMAL);
		put_text(s, v, &body, P_GO,
			m->connessione.linea == LINEA_CADUTA
				? _("Il servizio non risponde, e senza non si accede: riprovo da "
				    "solo finché risponde.")
				: _("Sto chiedendo un codice di accesso…"),
			m->connessione.linea == LINEA_CADUTA ? ROLE_WARNING : ROLE_MUTED);
	}
}

static struct intent accesso_handle(
	void *self, const struct model *m, const struct event *e)
{
	struct accesso_screen *s = self;
	struct arena a = { 0 };
	struct intent i = NO_WISH;

	if (e->kind == EVENT_OPENED && m->accesso.fase == ACCESSO_NESSUNO)
		return wish(INTENT_ACCEDI);
	if (e->kind == EVENT_ACTION && e->action == ACTION_BEGIN_AGAIN)
		return wish(INTENT_ACCEDI);
	if (e->kind != EVENT_WIDGET || e->news != NEWS_CHOSEN)
		return screen_default(e, ELENCO_NESSUNO);
	for (size_t k = 0; k < m->accesso.n_persone; k++)
		if (same_text(person_id(&a, &m->accesso.persone[k]),
			    list_current_id(&s->people))) {
			i = wish_id(INTENT_ACCEDI_COME, m->accesso.persone[k].id);
			i.profilo = m->accesso.persone[k].profilo;
		}
	arena_release(&a);
	return i;
}

static uint64_t accesso_where(const void *self, const struct model *m)
{
	(void)self;
	if (!m->senza_rete
		&& (m->accesso.fase == ACCESSO_ATTESA || m->accesso.fase == ACCESSO_FALLITO))
		return IN_ACCESSO;
	return 0;
}

static void accesso_release(void *self)
{
	struct accesso_screen *s = self;

	for (size_t i = 0; i < P_COUNT; i++)
		paragraph_release(&s->texts[i]);
	qr_release(&s->picture);
	list_release(&s->people);
	alloc_free(s);
}

static const struct screen_ops accesso_ops = {
	.name = SCREEN_ACCESSO_NAME,
	.compose = accesso_compose,
	.handle = accesso_handle,
	.where = accesso_where,
	.release = accesso_release,
};

struct screen accesso_make(void)
{
	struct accesso_screen *s = xalloc(sizeof(*s));

	list_init(&s->people, NULL, people_columns, 4);
	return (struct screen){ &accesso_ops, s };
}
