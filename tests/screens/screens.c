/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A script of keys on a screen, and what it must look like: the text, a letter of role
 * for each cell, the cursor. UPDATE=1 rewrites the goldens; the difference is then
 * reviewed.
 */
#include "tests/screens/stage.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

struct golden {
	const char *name;
	int columns, rows;
	void (*fill)(struct model *m);
	const char *keys;
	bool ascii;
};

static void check(const struct golden *g)
{
	struct stage s;
	struct buf got = { 0 };

	buf_init(&got, GOLDEN_MAX);
	stage_raise(&s, g->fill, g->columns, g->rows, g->ascii, false);
	stage_play(&s, g->keys);
	buf_addf(&got, "> %s %dx%d: %s\n", g->name, g->columns, g->rows, g->keys);
	canvas_text_plane(&s.canvas, &got);
	buf_adds(&got, "> ruoli\n");
	canvas_role_plane(&s.canvas, &got);
	stage_compare(g->name, &got);
	buf_release(&got);
	stage_strike(&s);
}

/* The whole way to the summary, for Anna. */
#define TO_QUESITI "n Enter "
#define TO_PUNTO   TO_QUESITI "Space Enter "
#define TO_GIORNO  TO_PUNTO "Enter "
#define TO_NOTA    TO_GIORNO "n Enter "
#define NOTA \
	"'Il versamento del 2° trimestre è stato abbinato a un altro rapporto: come si sposta?' "
#define TO_ALLEGATI  TO_NOTA NOTA "F10 "
#define TO_RECAPITI  TO_ALLEGATI "Down Down Enter F10 "
#define TO_RIEPILOGO TO_RECAPITI "Down Space F10 "
#define TO_ESITO     TO_RIEPILOGO "F10 Right Enter "

static const struct golden goldens[] = {
	{ "accesso", 80, 24, fixture_accesso, "", false },
	{ "accesso-largo", 120, 36, fixture_accesso, "", false },
	{ "accesso-lungo", 80, 24, fixture_accesso_lungo, "", false },
	{ "accesso-stretto", 72, 24, fixture_accesso_lungo, "", false },
	{ "accesso-ascii", 80, 24, fixture_accesso, "", true },
	{ "profilo", 80, 24, fixture_persone, "", false },
	{ "profilo-largo", 120, 36, fixture_persone, "Down", false },
	{ "home", 80, 24, fixture_anna, "", false },
	{ "home-largo", 120, 36, fixture_anna, "Tab", false },
	{ "home-piccolo", 60, 20, fixture_anna, "", false },
	{ "home-ascii", 80, 24, fixture_anna, "", true },
	{ "home-sospeso", 80, 24, fixture_sospesa, "", false },
	{ "home-fuori-linea", 80, 24, fixture_anna, "@fuori", false },
	{ "home-fuori-linea-piccolo", 60, 18, fixture_sospesa, "@fuori", false },
	{ "home-parziale", 80, 24, fixture_anna, "@parziale", false },
	{ "home-intermediario", 80, 24, fixture_studio, "", false },
	{ "minuscolo", 30, 8, fixture_anna, "", false },
	{ "rapporto", 80, 24, fixture_anna, "n", false },
	{ "rapporto-filtro", 80, 24, fixture_studio, "n 'mari gal'", false },
	{ "rapporto-fine", 80, 24, fixture_studio, "n End PgUp", false },
	{ "rapporto-largo", 120, 36, fixture_studio, "n Down", false },
	{ "quesiti", 80, 24, fixture_anna, TO_QUESITI "Space Down", false },
	{ "quesiti-largo", 120, 36, fixture_anna, TO_QUESITI "Space Down", false },
	{ "quesiti-nessuno", 80, 24, fixture_anna, "n Down Enter", false },
	{ "punto", 80, 24, fixture_anna, TO_PUNTO, false },
	{ "punto-largo", 120, 36, fixture_anna, TO_PUNTO "Down", false },
	{ "giorno", 80, 24, fixture_anna, TO_GIORNO, false },
	{ "giorno-ora", 80, 24, fixture_anna, TO_GIORNO "Right Right Enter Right",
		false },
	{ "giorno-chiuso", 80, 24, fixture_anna, TO_GIORNO "PgDn Down Down", false },
	{ "giorno-largo", 120, 36, fixture_anna, TO_GIORNO "n", false },
	{ "giorno-piccolo", 60, 20, fixture_anna, TO_GIORNO, false },
	{ "giorno-ascii", 80, 24, fixture_anna, TO_GIORNO, true },
	{ "giorno-fuori-linea", 80, 24, fixture_anna, TO_GIORNO "@fuori", false },
	{ "nota", 80, 24, fixture_anna, TO_NOTA NOTA, false },
	{ "nota-mancante", 80, 24, fixture_anna, TO_NOTA "F10", false },
	{ "allegati", 80, 24, fixture_anna, TO_ALLEGATI "Down Down Enter", false },
	{ "allegati-largo", 120, 36, fixture_anna,
		TO_ALLEGATI "Down Down Enter Down Enter", false },
	{ "allegati-rifiutato", 80, 24, fixture_anna, TO_ALLEGATI "End Enter", false },
	{ "recapiti", 80, 24, fixture_anna, TO_RECAPITI "Down Space", false },
	{ "riepilogo", 80, 24, fixture_anna, TO_RIEPILOGO, false },
	{ "riepilogo-largo", 120, 36, fixture_anna, TO_RIEPILOGO, false },
	{ "riepilogo-piccolo", 60, 20, fixture_anna, TO_RIEPILOGO, false },
	{ "riepilogo-fuori-linea", 80, 24, fixture_anna, TO_RIEPILOGO "@fuori F10",
		false },
	{ "riepilogo-domanda", 80, 24, fixture_anna, TO_RIEPILOGO "F10", false },
	/* A yes over old times waits for the new ones, and goes through, or does not. */
	{ "riepilogo-attesa", 80, 24, fixture_anna, TO_RIEPILOGO "F10 @tardi Right Enter", false },
	{ "riepilogo-atteso", 80, 24, fixture_anna, TO_RIEPILOGO "F10 @tardi Right Enter @letti",
		false },
	{ "riepilogo-non-letto", 80, 24, fixture_anna,
		TO_RIEPILOGO "F10 @tardi Right Enter @nonletti", false },
	{ "riepilogo-vecchio", 80, 24, fixture_anna, TO_RIEPILOGO "@tardi F10", false },
	{ "confermato", 80, 24, fixture_anna, TO_ESITO, false },
	{ "confermato-largo", 120, 36, fixture_anna, TO_ESITO, false },
	{ "occupato", 80, 24, fixture_anna, "@occupato " TO_ESITO, false },
	{ "occupato-scelto", 80, 24, fixture_anna, "@occupato " TO_ESITO "Down Enter",
		false },
	{ "da-verificare", 80, 24, fixture_anna, "@persa " TO_ESITO, false },
	{ "in-corso", 80, 24, fixture_anna, "@lenta " TO_ESITO, false },
	{ "in-corso-file", 80, 24, fixture_anna, "@file " TO_ESITO, false },
	{ "cerca", 80, 24, fixture_anna, "c", false },
	{ "cerca-filtri", 80, 24, fixture_anna, "c Tab '123456' Tab Right Tab 'oggi' Enter",
		false },
	{ "cerca-data-sbagliata", 80, 24, fixture_anna, "c Tab Tab Tab '31/02/2026' Enter",
		false },
	{ "cerca-largo", 120, 36, fixture_anna, "c Enter Down Down Down", false },
	{ "cerca-piccolo", 60, 20, fixture_anna, "c", false },
	{ "cerca-testo", 80, 24, fixture_anna, "c 'Verdi'", false },
	{ "cerca-testo-niente", 80, 24, fixture_anna, "c 'mai scritto'", false },
	{ "cerca-testo-largo", 120, 36, fixture_anna, "c 'versam' Enter", false },
	{ "cerca-parziale", 80, 24, fixture_anna, "c @parziale", false },
	{ "cerca-parziale-niente", 60, 20, fixture_anna, "c 'mai scritto' @parziale", false },
	{ "dettaglio", 80, 24, fixture_anna, "Tab Enter", false },
	{ "dettaglio-file", 80, 24, fixture_anna, "Tab Enter PgDn PgDn", false },
	{ "dettaglio-largo", 120, 36, fixture_anna, "Tab Enter", false },
	{ "dettaglio-passato", 80, 24, fixture_anna, "c Enter Enter", false },
	{ "dettaglio-salva", 80, 24, fixture_anna, "Tab Enter PgDn s", false },
	{ "cancella", 80, 24, fixture_anna, "Tab Enter F6", false },
	{ "cancella-motivo", 80, 24, fixture_anna,
		"Tab Enter F6 Tab 'Non serve più' Enter", false },
	{ "cancella-fatto", 80, 24, fixture_anna, "Tab Enter F6 Right Enter", false },
	{ "cancella-rifiutato", 80, 24, fixture_anna,
		"@versione Tab Enter F6 Right Enter", false },
	{ "manuali", 80, 24, fixture_anna, "m", false },
	{ "manuale", 80, 24, fixture_anna, "m Enter", false },
	{ "manuale-salva", 80, 24, fixture_anna, "m s", false },
	{ "manuale-salvato", 80, 24, fixture_anna, "m s Enter", false },
	{ "ripresa", 80, 24, fixture_ripresa, "b Enter", false },
	{ "ripresa-largo", 120, 36, fixture_ripresa, "b Enter", false },
	{ "ripresa-passo", 80, 24, fixture_ripresa, "b Enter F12", false },
	{ "ripresa-piccolo", 60, 18, fixture_ripresa, "b Enter", false },
	{ "bozze-inviata", 80, 24, fixture_inviata, "b", false },
	{ "bozze-inviata-largo", 120, 36, fixture_inviata, "b", false },
	{ "bozze", 80, 24, fixture_anna, "b", false },
	{ "bozze-largo", 120, 36, fixture_anna, "b", false },
	{ "bozze-elimina", 80, 24, fixture_anna, "b x", false },
	{ "bozza-aperta", 80, 24, fixture_anna, "b Enter", false },
	{ "deleghe", 80, 24, fixture_studio, "d", false },
	{ "deleghe-piccolo", 60, 20, fixture_studio, "d", false },
	{ "deleghe-filtro", 80, 24, fixture_studio, "d 'revoc'", false },
	{ "deleghe-scelta", 80, 24, fixture_studio, "d Enter", false },
	{ "aiuto", 80, 24, fixture_anna, "F1", false },
	{ "aiuto-nuovo", 80, 24, fixture_anna, TO_GIORNO "F1", false },
	{ "comandi", 80, 24, fixture_demo, ":", false },
	{ "comandi-cerca", 80, 24, fixture_demo, TO_NOTA "F9 'orario'", false },
	{ "scaduto", 80, 24, fixture_anna, TO_NOTA NOTA "@scaduto", false },
	{ "scaduto-rientrato", 80, 24, fixture_anna, TO_NOTA NOTA "@scaduto @rientrato",
		false },
	{ "scaduto-congedato", 80, 24, fixture_anna, TO_NOTA NOTA "@scaduto Esc", false },
	{ "accesso-piccolo", 60, 20, fixture_accesso, "", false },
	{ "profilo-piccolo", 60, 20, fixture_persone, "Down Down", false },
	{ "rapporto-piccolo", 60, 20, fixture_studio, "n", false },
	{ "quesiti-piccolo", 60, 20, fixture_anna, TO_QUESITI, false },
	{ "punto-piccolo", 60, 20, fixture_anna, TO_PUNTO, false },
	{ "allegati-piccolo", 60, 20, fixture_anna, TO_ALLEGATI "Down Down Enter", false },
	{ "dettaglio-piccolo", 60, 20, fixture_anna, "Tab Enter", false },
	{ "cancella-piccolo", 60, 20, fixture_anna, "Tab Enter F6", false },
	{ "cancella-ascii", 80, 24, fixture_anna, "Tab Enter F6", true },
	{ "comandi-piccolo", 60, 20, fixture_demo, ":", false },
	{ "nota-minuscola", 40, 10, fixture_anna, TO_NOTA NOTA, false },
	{ "nota-largo", 120, 36, fixture_anna, TO_NOTA NOTA, false },
	{ "occupato-largo", 120, 36, fixture_anna, "@occupato " TO_ESITO, false },
	{ "intermediario-conferma", 80, 24, fixture_studio,
		"n '123456' Enter Space Enter Enter n Enter " NOTA "F10 F10 F10 F10 Right Enter",
		false },
	{ "fine-utente-bozze", 80, 24, fixture_anna, "c M-q", false },
	{ "fine-utente-torna", 80, 24, fixture_anna, "c M-q Esc", false },
	{ "fine-utente", 80, 24, fixture_anna, "c M-q Enter", false },
	{ "rapporto-fuori-linea", 80, 24, fixture_studio, "n @fuori", false },
	{ "quesiti-fuori-linea", 80, 24, fixture_anna, TO_QUESITI "@fuori", false },
	{ "punto-fuori-linea", 80, 24, fixture_anna, TO_PUNTO "@fuori", false },
	{ "recapiti-fuori-linea", 80, 24, fixture_anna, TO_RECAPITI "@fuori", false },
	{ "cerca-fuori-linea", 80, 24, fixture_anna, "c Enter @fuori", false },
	{ "dettaglio-fuori-linea", 80, 24, fixture_anna, "Tab Enter @fuori", false },
	{ "manuali-fuori-linea", 80, 24, fixture_anna, "m @fuori", false },
	{ "manuale-fuori-linea", 80, 24, fixture_anna, "m Enter @fuori", false },
	{ "bozze-fuori-linea", 80, 24, fixture_anna, "b @fuori", false },
	{ "deleghe-fuori-linea", 80, 24, fixture_studio, "d @fuori", false },
	{ "home-mascherata", 80, 24, fixture_studio_mascherato, "", false },
	{ "home-mascherata-ascii", 80, 24, fixture_studio_mascherato, "", true },
	{ "home-nomi", 80, 24, fixture_studio_mascherato, "M-n", false },
	{ "home-nomi-nascosti", 80, 24, fixture_studio_mascherato, "M-n M-n", false },
	{ "rapporto-mascherato", 80, 24, fixture_studio_mascherato, "n 'gallo'", false },
	{ "cerca-mascherata", 120, 36, fixture_studio_mascherato, "c Enter Down Down", false },
	{ "dettaglio-mascherato", 80, 24, fixture_mascherata, "Tab Enter", false },
	{ "dettaglio-nomi", 80, 24, fixture_mascherata, "Tab Enter M-n", false },
	{ "riepilogo-mascherato", 80, 24, fixture_mascherata, TO_RIEPILOGO, false },
	{ "riepilogo-nomi", 80, 24, fixture_mascherata, TO_RIEPILOGO "M-n", false },
	{ "confermato-mascherato", 80, 24, fixture_mascherata, TO_ESITO, false },
	{ "da-verificare-mascherato", 80, 24, fixture_mascherata, "@persa " TO_ESITO, false },
	{ "bozze-mascherate", 120, 36, fixture_mascherata, "b", false },
	{ "deleghe-mascherate", 80, 24, fixture_studio_mascherato, "d", false },
	{ "bloccato", 80, 24, fixture_anna, TO_NOTA NOTA "@bloccato", false },
	{ "bloccato-esc", 80, 24, fixture_anna, TO_NOTA NOTA "@bloccato Esc", false },
	{ "bloccato-rientrato", 80, 24, fixture_anna, TO_NOTA NOTA "@bloccato @rientrato", false },
	{ "esce", 80, 24, fixture_anna, "Esc", false },
	{ "ridimensionato", 120, 36, fixture_anna, TO_NOTA NOTA "@stringi", false },
};

Test(screens, goldens, .timeout = 120)
{
	const char *only = getenv("ONLY");

	for (size_t i = 0; i < sizeof(goldens) / sizeof(goldens[0]); i++)
		if (!only || !strcmp(only, goldens[i].name))
			check(&goldens[i]);
}
