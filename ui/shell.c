/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Keys and lines go to the screen in front; its wishes about screens are carried out
 * here, all the others go to the loop.
 */
#include "ui/shell.h"

#include "base/alloc.h"
#include "base/text.h"
#include "ui/action_table.h"
#include "ui/righe.h"
#include "ui/screens/screens.h"

#include <string.h>

#define LEAST_COLUMNS 40
#define LEAST_ROWS    10

static const struct action table[] = { ACTION_LIST(ACTION_ROW) };

const struct action *shell_actions(size_t *n)
{
	*n = sizeof(table) / sizeof(table[0]);
	return table;
}

void shell_init(struct shell *sh, bool is_linear, bool ascii)
{
	memset(sh, 0, sizeof(*sh));
	sh->is_linear = is_linear;
	sh->ascii = ascii;
	sh->size = (struct rect){ 0, 0, 80, 24 };
	linear_init(&sh->linear, ascii);
}

void shell_release(struct shell *sh)
{
	if (!sh)
		return;
	screens_release(&sh->stack);
	linear_release(&sh->linear);
	arena_release(&sh->turn);
	FREE(&sh->reason);
	memset(sh, 0, sizeof(*sh));
}

const char *shell_front(const struct shell *sh)
{
	return sh->stack.n ? sh->stack.stack[sh->stack.n - 1].ops->name : "";
}

/* ── What is there ──────────────────────────────────────────────────────────────────────── */

static const char *profile_word(enum tipo_profilo p)
{
	switch (p) {
	case PROFILO_CITTADINO:
		return _("cittadino");
	case PROFILO_INTERMEDIARIO:
		return _("intermediario");
	case PROFILO_OPERATORE:
		return _("operatore");
	case PROFILO_RESPONSABILE:
		return _("responsabile");
	default:
		return "";
	}
}

/* Somebody is known, if only by an access that has expired. */
static bool signed_in(const struct model *m)
{
	return m->profilo.profilo.in_uso != PROFILO_NONE && !accesso_locked(m)
		&& (m->accesso.fase == ACCESSO_FATTO
			|| m->accesso.motivo == ACCESSO_SCADUTO);
}

/* What F5 can do for somebody who is in. With --offline there is no line to try, and reading the
 * files again is all there is. */
static uint64_t line_context(const struct shell *sh, const struct model *m)
{
	if (m->connessione.linea == LINEA_CADUTA && !m->senza_rete)
		return IN_SENZA_LINEA;
	if (!accesso_expired(m))
		return IN_LINEA;
	return strcmp(shell_front(sh), SCREEN_ACCESSO_NAME) ? IN_SCADUTO : 0;
}

static const struct action *todo_of(const struct shell *sh, const struct model *m)
{
	uint64_t line = signed_in(m) ? line_context(sh, m) & (IN_SENZA_LINEA | IN_SCADUTO) : 0;

	for (size_t i = 0; line && i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].where == line)
			return &table[i];
	return NULL;
}

static void show_bar(struct shell *sh, const struct model *m)
{
	const struct profilo *p = &m->profilo.profilo;
	const char *who = NULL;
	enum glyph glyph = GLYPH_HALF;
	enum role role = ROLE_MUTED;

	if (signed_in(m))
		who = arena_printf(&sh->turn, "%s · %s",
			persona_named(&sh->turn, m->nomi, &p->persona), profile_word(p->in_uso));
	if (accesso_expired(m)) {
		role = ROLE_WARNING;
	} else if (m->connessione.linea == LINEA_ATTIVA) {
		glyph = GLYPH_DOT;
		role = ROLE_OK;
	} else if (m->connessione.linea == LINEA_CADUTA) {
		glyph = GLYPH_RING;
		role = ROLE_WARNING;
	}
	bar_show(&sh->bar, _("Agenda Appuntamenti"), _("Agenda"), who,
		linea_phrase(m, &sh->turn), glyph, role);
	sh->bar.todo = todo_of(sh, m);
}

static enum role role_of_tono(enum tono t)
{
	switch (t) {
	case TONO_BUONO:
		return ROLE_OK;
	case TONO_AVVISO:
		return ROLE_WARNING;
	case TONO_ERRORE:
		return ROLE_ERROR;
	case TONO_SPENTO:
		return ROLE_MUTED;
	default:
		return ROLE_NORMAL;
	}
}

static void show_status(struct shell *sh, const struct model *m)
{
	const struct avviso *x = &m->avviso;

	if (sh->reason)
		status_show(&sh->status, sh->reason, ROLE_WARNING);
	else if (x->testo[0] && m->adesso < x->fino_a)
		status_show(&sh->status, x->testo, role_of_tono(x->tono));
	else
		status_show(&sh->status, NULL, ROLE_NORMAL);
}

static struct rect area_of(const struct shell *sh)
{
	return (struct rect){ 0, 1, sh->size.w, sh->size.h > 4 ? sh->size.h - 3 : 1 };
}

static void compose(struct shell *sh, const struct model *m)
{
	arena_reset(&sh->turn);
	view_begin(&sh->view, area_of(sh), &sh->turn, sh->ascii, sh->is_linear);
	show_bar(sh, m);
	show_status(sh, m);
	if (sh->is_linear) {
		view_put(&sh->view, (struct rect){ 0, 0, 80, 1 }, &sh->bar.widget);
		view_put(&sh->view, (struct rect){ 0, 23, 80, 1 }, &sh->status.widget);
	}
	screens_compose(&sh->stack, m, &sh->view);
}

static bool is_locked_door(const struct shell *sh, const struct model *m)
{
	return accesso_locked(m) && !strcmp(shell_front(sh), SCREEN_ACCESSO_NAME);
}

/* "Indietro": there is no screen below, or nobody may see it. */
static bool leads_nowhere(const struct shell *sh, const struct model *m)
{
	return sh->stack.n <= 1 || is_locked_door(sh, m);
}

static struct live live_now(struct shell *sh, const struct model *m)
{
	struct live l;
	struct screen *front = screens_front(&sh->stack);

	l = screens_live(
		&sh->stack, m, &sh->view, table, sizeof(table) / sizeof(table[0]));
	l.where |= front && front->ops->overlay ? IN_OVERLAY : IN_SCREEN;
	if (front && front->ops->overlay)
		return l;
	if (leads_nowhere(sh, m))
		l.nowhere = ACTION_BACK;
	if (m->demo)
		l.where |= IN_DEMO;
	if (signed_in(m))
		l.where |= IN_FIRMATO | line_context(sh, m);
	if (accesso_locked(m))
		l.where |= IN_BLOCCO;
	if (m->maschera && signed_in(m))
		l.where |= m->nomi == NOMI_MASCHERATI ? IN_NOMI_COPERTI : IN_NOMI_SCOPERTI;
	return l;
}

/* ── Screens on the stack ───────────────────────────────────────────────────────────────── */

static void refuse(struct shell *sh, const char *reason)
{
	FREE(&sh->reason);
	sh->reason = xstrdup(reason);
}

static struct intent tell(struct shell *sh, const struct model *m, struct event e)
{
	struct screen *front = screens_front(&sh->stack);

	if (!front || !front->ops->handle)
		return (struct intent){ 0 };
	return front->ops->handle(front->self, m, &e);
}

static struct intent tell_action(struct shell *sh, const struct model *m, int action)
{
	return tell(sh, m, (struct event){ .kind = EVENT_ACTION, .action = action });
}

static struct intent open_screen(
	struct shell *sh, const struct model *m, const struct intent *i)
{
	struct live live;
	struct screen s;

	compose(sh, m); /* the view may still hold widgets of a screen that is gone */
	live = live_now(sh, m);
	s = screen_make(i, &live, shell_front(sh));

	if (!s.ops || !screens_push(&sh->stack, s.ops, s.self))
		return (struct intent){ 0 };
	compose(sh, m);
	return tell(sh, m, (struct event){ .kind = EVENT_OPENED });
}

static struct intent close_screen(struct shell *sh, const struct model *m)
{
	if (sh->stack.n <= 1) {
		struct live live = live_now(sh, m);
		const struct action *exit = actions_by_id(&live, ACTION_EXIT);
		refuse(sh,
			arena_printf(&sh->turn,
				_("Questa è la prima pagina: %s per uscire."),
				action_key(&sh->turn, exit, sh->ascii)));
		return (struct intent){ 0 };
	}
	if (is_locked_door(sh, m)) {
		refuse(sh, _("Lo schermo è bloccato: serve un nuovo accesso."));
		return (struct intent){ 0 };
	}
	if (!strcmp(shell_front(sh), SCREEN_ACCESSO_NAME))
		sh->dismissed = m->accesso.s.generation + 1;
	screens_pop(&sh->stack);
	compose(sh, m);
	return tell(sh, m, (struct event){ .kind = EVENT_RETURNED });
}

static struct intent go_home(struct shell *sh, const struct model *m)
{
	screens_pop_to(&sh->stack, 1);
	compose(sh, m);
	return tell(sh, m, (struct event){ .kind = EVENT_RETURNED });
}

static struct intent act(struct shell *sh, const struct model *m, int id);

/* Carries out what is about screens; the first wish that is not goes to the loop. */
static struct intent follow(struct shell *sh, const struct model *m, struct intent i)
{
	for (;;) {
		switch (i.kind) {
		case INTENT_OPEN:
			i = open_screen(sh, m, &i);
			break;
		case INTENT_CLOSE:
			i = close_screen(sh, m);
			break;
		case INTENT_HOME:
			i = go_home(sh, m);
			break;
		case INTENT_DO:
			screens_pop(&sh->stack);
			compose(sh, m);
			return act(sh, m, i.azione);
		default:
			return i;
		}
	}
}

/* ── Actions of every screen ────────────────────────────────────────────────────────────── */

static const struct {
	int action;
	struct intent intent;
} everywhere[] = {
	{ ACTION_HELP, { .kind = INTENT_OPEN, .screen = SCREEN_HELP } },
	{ ACTION_PALETTE, { .kind = INTENT_OPEN, .screen = SCREEN_PALETTE } },
	{ ACTION_EXIT, { .kind = INTENT_EXIT } },
	{ ACTION_REDRAW, { .kind = INTENT_REDRAW } },
	{ ACTION_SUSPEND, { .kind = INTENT_SUSPEND } },
	{ ACTION_SIGN_OUT, { .kind = INTENT_OPEN, .screen = SCREEN_FINE_UTENTE } },
	{ ACTION_LOCK, { .kind = INTENT_BLOCCA } },
	{ ACTION_RETRY, { .kind = INTENT_RIPROVA } },
	{ ACTION_SIGN_IN, { .kind = INTENT_ACCEDI } },
	{ ACTION_SHOW_NAMES, { .kind = INTENT_NOMI, .nomi = NOMI_CHIARI } },
	{ ACTION_HIDE_NAMES, { .kind = INTENT_NOMI, .nomi = NOMI_MASCHERATI } },
	{ ACTION_DEMO_LINE, { .kind = INTENT_DEMO_LINEA, .quante = 15 } },
	{ ACTION_DEMO_TIME, { .kind = INTENT_DEMO_ORARIO } },
	{ ACTION_DEMO_REPLY, { .kind = INTENT_DEMO_RISPOSTA } },
};

static struct intent act(struct shell *sh, const struct model *m, int id)
{
	if (id == ACTION_HELP && !strcmp(shell_front(sh), "aiuto"))
		return (struct intent){ 0 };
	for (size_t i = 0; i < sizeof(everywhere) / sizeof(everywhere[0]); i++)
		if (everywhere[i].action == id)
			return follow(sh, m, everywhere[i].intent);
	return follow(sh, m, tell_action(sh, m, id));
}

static struct intent dispatch(
	struct shell *sh, const struct model *m, const struct routed *r)
{
	switch (r->kind) {
	case ROUTED_REFUSED:
		refuse(sh, r->reason);
		return (struct intent){ 0 };
	case ROUTED_ACTION:
		return act(sh, m, r->action->id);
	case ROUTED_WIDGET:
		return follow(sh, m,
			tell(sh, m,
				(struct event){
					.kind = EVENT_WIDGET,
					.widget = r->widget,
					.news = r->news,
				}));
	case ROUTED_NOTHING:
		break;
	}
	return (struct intent){ 0 };
}

/* ── The door ───────────────────────────────────────────────────────────────────────────── */

static size_t sign_in_at(const struct shell *sh)
{
	for (size_t i = 0; i < sh->stack.n; i++)
		if (!strcmp(sh->stack.stack[i].ops->name, SCREEN_ACCESSO_NAME))
			return i;
	return SIZE_MAX;
}

static struct intent open_named(
	struct shell *sh, const struct model *m, enum screen_name name)
{
	return follow(sh, m, (struct intent){ .kind = INTENT_OPEN, .screen = name });
}

struct intent shell_sync(struct shell *sh, const struct model *m)
{
	/* Nobody asked, but the model may be another one. */
	static const struct reply news = { INTENT_NONE, REPLY_DONE };
	size_t at = sign_in_at(sh);
	bool in = m->accesso.fase == ACCESSO_FATTO;

	if (sh->persona != m->persona_numero) {
		/* What the former typed and saw lives in the screens themselves. */
		screens_pop_to(&sh->stack, 0);
		sh->persona = m->persona_numero;
		at = SIZE_MAX;
	}
	compose(sh, m);
	if (accesso_locked(m) && at == SIZE_MAX && sh->stack.n == SCREENS_MAX)
		screens_pop(&sh->stack); /* there must be room for the screen that hides them */
	if (!in && sh->stack.n && sh->dismissed == m->accesso.s.generation + 1)
		return (struct intent){
			0
		}; /* sent away: what is in the cache can be read */
	if (!in && at == SIZE_MAX)
		return open_named(sh, m, SCREEN_ACCESSO);
	if (in && at != SIZE_MAX) {
		screens_pop_to(&sh->stack, at);
		compose(sh, m);
		if (sh->stack.n)
			return follow(sh, m,
				tell(sh, m, (struct event){ .kind = EVENT_RETURNED }));
	}
	if (in && !sh->stack.n)
		return open_named(sh, m, SCREEN_HOME);
	return follow(sh, m,
		tell(sh, m, (struct event){ .kind = EVENT_REPLY, .reply = &news }));
}

struct intent shell_key(struct shell *sh, const struct model *m, const struct key *key)
{
	struct live live;
	struct routed r;

	FREE(&sh->reason);
	compose(sh, m);
	live = live_now(sh, m);
	r = view_key(&sh->view, &live, m, key);
	return dispatch(sh, m, &r);
}

struct intent shell_line(
	struct shell *sh, const struct model *m, const char *line, struct buf *out)
{
	struct live live;
	struct routed r;

	FREE(&sh->reason);
	compose(sh, m);
	live = live_now(sh, m);
	r = linear_hear(&sh->linear, &sh->view, &live, m, line, out);
	return dispatch(sh, m, &r);
}

struct intent shell_reply(struct shell *sh, const struct model *m, const struct reply *r)
{
	struct intent i;

	compose(sh, m);
	i = follow(sh, m, tell(sh, m, (struct event){ .kind = EVENT_REPLY, .reply = r }));
	if (i.kind != INTENT_NONE)
		return i;
	return shell_sync(sh, m);
}

static void draw_too_small(const struct shell *sh, struct canvas *c)
{
	struct arena a = { 0 };
	size_t n = 0;
	char **lines = text_wrap(&a,
		arena_printf(&a,
			_("La finestra è troppo piccola: %d colonne "
			  "per %d righe. Ne servono almeno %d per %d."),
			sh->size.w, sh->size.h, LEAST_COLUMNS, LEAST_ROWS),
		sh->size.w > 1 ? sh->size.w : 1, &n);

	for (size_t i = 0; i < n && (int)i < sh->size.h; i++)
		canvas_text(c, 0, (int)i, sh->size.w, ROLE_WARNING, lines[i]);
	arena_release(&a);
}

static void draw_widget(struct canvas *c, const struct widget *w, struct rect r)
{
	w->ops->draw(w, c, r, false);
}

void shell_draw(struct shell *sh, const struct model *m, struct canvas *c)
{
	struct rect all = canvas_area(c);
	struct live live;
	int rows;

	sh->size = all;
	canvas_begin(c);
	if (all.w < LEAST_COLUMNS || all.h < LEAST_ROWS) {
		draw_too_small(sh, c);
		return;
	}
	compose(sh, m);
	live = live_now(sh, m);
	draw_widget(c, &sh->bar.widget, (struct rect){ 0, 0, all.w, 1 });
	canvas_hline(c, 0, all.h - 2, all.w, ROLE_LINE);
	actions_draw_hints(&live, m, c, (struct rect){ 1, all.h - 1, all.w - 2, 1 });
	view_draw(&sh->view, c);
	/* Over what is there: a sentence that must be read whole, and goes again. */
	rows = status_rows(&sh->status, all.w, &c->scratch);
	if (rows)
		draw_widget(c, &sh->status.widget,
			(struct rect){ 0, all.h - 1 - rows, all.w, rows });
}

void shell_say(struct shell *sh, const struct model *m, bool whole, struct buf *out)
{
	struct live live;

	compose(sh, m);
	live = live_now(sh, m);
	linear_say(&sh->linear, &sh->view, &live, m, whole, out);
}
