/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Help and palette: the action table read aloud, as it is for the screen below.
 */
#include "ui/screens/common.h"
#include "ui/screens/screens.h"

#include "base/alloc.h"
#include "ui/widgets/palette.h"

#include <string.h>

struct aiuto {
	struct focus focus;
	struct heading heading;
	struct help help;
	struct live live; /* of the screen below, when the help was opened */
	const char *text;
};

static void aiuto_compose(void *self, const struct model *m, struct view *v)
{
	struct aiuto *s = self;
	size_t n = 0;
	struct action_row *rows;
	struct rect body;

	view_screen(v, &s->focus, _("Aiuto"));
	body = screen_frame(v, &s->heading, m, _("Aiuto"), NULL,
		_("che cosa si può fare qui, e con quali tasti"));
	rows = actions_rows(&s->live, m, true, v->ascii, v->arena, &n);
	help_show(&s->help, s->text, rows, n);
	view_put(v, body, &s->help.widget);
}

static struct intent aiuto_handle(
	void *self, const struct model *m, const struct event *e)
{
	(void)self;
	(void)m;
	return screen_default(e, ELENCO_NESSUNO);
}

static void aiuto_release(void *self)
{
	alloc_free(self);
}

static const struct screen_ops aiuto_ops = {
	.name = "aiuto",
	.compose = aiuto_compose,
	.handle = aiuto_handle,
	.release = aiuto_release,
};

struct screen help_make(const struct live *live, const char *below)
{
	struct aiuto *s = xalloc(sizeof(*s));

	s->live = *live;
	s->text = help_text(below);
	help_init(&s->help, NULL);
	return (struct screen){ &aiuto_ops, s };
}

static const struct {
	const char *screen;
	const char *text;
} help_texts[] = {
	{ "accesso",
		N_("Per entrare si apre l'indirizzo su un telefono o un altro "
		   "computer, si "
		   "scrive il codice e ci si identifica con SPID, CIE o CNS. Questo "
		   "programma non vede "
		   "mai le credenziali.") },
	{ "home",
		N_("La prima pagina: che cosa richiede attenzione, i prossimi "
		   "appuntamenti e quelli iniziati e non ancora confermati. I quesiti si "
		   "inviano nel Cassetto previdenziale, non qui: qui si fissa un appuntamento "
		   "per quelli già inviati.\n"
		   "Senza collegamento si legge, si cerca e si scrive tutto, con la data dei "
		   "dati; si conferma e si cancella solo in linea. «Da verificare» vuol dire "
		   "che una risposta è andata persa: il programma la chiede appena può.") },
	{ "nuovo",
		N_("Un passo alla volta: rapporto di lavoro, quesiti, punto di "
		   "consulenza, giorno "
		   "e ora, nota, allegati, recapiti, riepilogo. Ogni campo accettato è "
		   "salvato subito "
		   "in una bozza: si può tornare indietro o uscire senza perdere "
		   "nulla. Giorno e ora "
		   "sono bloccati solo dopo la conferma.") },
	{ "cerca",
		N_("Le parole si cercano, mentre le scrivi, nelle note, nei quesiti, nelle "
		   "comunicazioni e nei nomi; anche senza collegamento. Si cerca anche per "
		   "codice del rapporto, per stato e per intervallo di date; un estremo può "
		   "restare vuoto. Le date si scrivono gg/mm/aaaa, oppure \"oggi\" e "
		   "\"domani\".") },
	{ "dettaglio",
		N_("Tutto quello che si sa dell'appuntamento. Gli allegati si possono "
		   "salvare e, "
		   "dove è configurato un visore, aprire. Si cancella solo un "
		   "appuntamento Confermato "
		   "che non è ancora iniziato.") },
	{ "manuali",
		N_("I manuali per il profilo in uso. Si leggono anche senza "
		   "collegamento e si "
		   "possono salvare.") },
	{ "manuale", N_("Il testo si legge anche senza collegamento e si può salvare.") },
	{ "bozze",
		N_("Gli appuntamenti iniziati e non ancora confermati. Una bozza non "
		   "blocca né il "
		   "giorno né l'ora.") },
	{ "deleghe",
		N_("I datori di lavoro che hanno dato una delega, con il suo stato. Si "
		   "opera solo "
		   "per quelli con delega attiva.") },
};

const char *help_text(const char *screen)
{
	for (size_t i = 0; i < sizeof(help_texts) / sizeof(help_texts[0]); i++)
		if (!strcmp(help_texts[i].screen, screen))
			return _(help_texts[i].text);
	return NULL;
}

/* ── Palette ────────────────────────────────────────────────────────────────────────────── */

struct comandi {
	struct focus focus;
	struct palette palette;
	struct live live;
};

static void comandi_compose(void *self, const struct model *m, struct view *v)
{
	struct comandi *s = self;
	size_t n = 0;
	struct action_row *rows;

	view_modal(v, &s->focus);
	view_screen(v, &s->focus, _("Tutti i comandi"));
	rows = actions_rows(&s->live, m, false, v->ascii, v->arena, &n);
	palette_show(&s->palette, rows, n);
	view_put(v, palette_place(&s->palette, v->area), &s->palette.widget);
}

static struct intent comandi_handle(
	void *self, const struct model *m, const struct event *e)
{
	struct comandi *s = self;
	const struct action *chosen;
	struct intent i = wish(INTENT_DO);

	(void)m;
	if (e->kind != EVENT_WIDGET || e->news != NEWS_CHOSEN)
		return screen_default(e, ELENCO_NESSUNO);
	chosen = palette_chosen(&s->palette);
	if (!chosen)
		return NO_WISH;
	i.azione = chosen->id;
	return i;
}

static void comandi_release(void *self)
{
	struct comandi *s = self;

	palette_release(&s->palette);
	alloc_free(s);
}

static const struct screen_ops comandi_ops = {
	.name = "comandi",
	.overlay = true,
	.compose = comandi_compose,
	.handle = comandi_handle,
	.release = comandi_release,
};

struct screen palette_make(const struct live *live)
{
	struct comandi *s = xalloc(sizeof(*s));

	s->live = *live;
	palette_init(&s->palette, _("Tutti i comandi"));
	return (struct screen){ &comandi_ops, s };
}
