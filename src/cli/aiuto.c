/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * agenda --aiuto, agenda --aiuto COMANDO, agenda COMANDO --aiuto. What is said of a command
 * stands beside its row in command_rows; a test looks that no option is left out and that
 * every example is one that the command takes.
 */
#include "base/i18n.h"
#include "src/cli/command.h"

#include <stdio.h>
#include <string.h>

struct detail {
	const char *name;
	const char *text;     /* msgid: its options, a line each */
	const char *examples; /* a line each */
	const char *exits;    /* msgid: of its own, beside the general ones; NULL */
};

static const struct detail details[] = {
	{ "accedi",
		N_("  --persona ID   nella dimostrazione: entra come quella persona\n"
		   "  --profilo P    CITTADINO, INTERMEDIARIO…\n"
		   "Senza opzioni mostra un indirizzo e un codice: si accede con il browser."),
		"agenda accedi\n"
		"agenda accedi --persona p-anna-bianchi --profilo CITTADINO", NULL },
	{ "esci", N_("Su questo computer restano solo le bozze; --elimina-bozze: solo quelle con una "
		"conferma da verificare."), "agenda esci", NULL },
	{ "profilo", N_("  --deleghe   solo le deleghe, tutte, una per riga (--json le dà sempre tutte)\n"
		"Nome, profilo e, per un intermediario, le deleghe; se sono molte, quante per ogni stato\n"
		"e alcune per esempio."),
		"agenda profilo\nagenda profilo --deleghe\nagenda --offline profilo --json", NULL },
	{ "rapporti", N_("TESTO: ogni parola si cerca nel codice e nei nomi."),
		"agenda rapporti\nagenda rapporti bianchi --json", NULL },
	{ "quesiti", N_("CODICE: del rapporto di lavoro; gli zeri iniziali si possono omettere."),
		"agenda quesiti 0000123456", NULL },
	{ "punti", N_("CODICE: del rapporto di lavoro; gli zeri iniziali si possono omettere."),
		"agenda punti 0000123456", NULL },
	{ "disponibilita",
		N_("  --dal G   primo giorno, gg/mm/aaaa (oggi)\n"
		   "  --al G    ultimo giorno, al massimo 62 in tutto"),
		"agenda disponibilita P7000-01\n"
		"agenda disponibilita P7000-01 --dal 23/11/2026 --al 30/11/2026", NULL },
	{ "nuovo",
		N_("  --rapporto C    codice del rapporto di lavoro\n"
		   "  --quesito ID    uno o più, ripetendo l'opzione\n"
		   "  --punto P       punto di consulenza\n"
		   "  --quando G      «gg/mm/aaaa HH:MM» oppure primo\n"
		   "  --nota-da FILE  la nota; - la legge dall'ingresso\n"
		   "  --allegato FILE fino a tre; - lo legge dall'ingresso\n"
		   "  --canale C      CELLULARE, EMAIL o PEC; si può ripetere\n"
		   "  --bozza ID      continua quella bozza\n"
		   "  --solo-bozza    salva e non conferma: vale anche senza linea"),
		"agenda nuovo --rapporto 0000123456 --quesito Q0000123456-01 --punto P7000-01 "
		"--quando primo --nota-da nota.txt\n"
		"agenda nuovo --bozza 6d1f0c2e-5a0b-4c0e-9b53-0d6f3f0a8f11 --allegato -",
		N_("75 anche: orario occupato, o risposta andata persa («agenda operazioni»)") },
	{ "cerca",
		N_("  --testo-da FILE         parole di nomi, note, quesiti e comunicazioni, da un file; - le\n"
		   "                          legge dall'ingresso. Mai come argomento: gli argomenti si\n"
		   "                          vedono da tutti\n"
		   "  --rapporto C            codice del rapporto di lavoro\n"
		   "  --stato S               confermato, chiuso-e-definito, cancellato\n"
		   "  --dal G, --al G         dal giorno, al giorno, gg/mm/aaaa\n"
		   "  --escludi-intermediario senza quelli gestiti da un intermediario"),
		"agenda cerca --stato confermato --dal oggi\nagenda cerca --testo-da - --offline --json", NULL },
	{ "mostra", N_("ID: come lo scrive «agenda cerca»."), "agenda mostra AG-2026-7K3M9QX-P", NULL },
	{ "scarica", N_("  --in FILE   dove; - lo scrive in uscita"),
		"agenda scarica AG-2026-7K3M9QX-P f-12 --in ricevuta.pdf", NULL },
	{ "cancella", N_("  --motivo-da FILE   il motivo; - lo legge dall'ingresso"),
		"agenda cancella AG-2026-7K3M9QX-P",
		N_("75: la risposta è andata persa («agenda operazioni»)") },
	{ "manuali", N_("  --in FILE   salva il manuale ID; - lo scrive in uscita"),
		"agenda manuali\nagenda manuali cittadino --in manuale.md", NULL },
	{ "bozze",
		N_("  --mostra ID    tutto quello che c'è scritto\n"
		   "  --elimina ID   la toglie da questo computer\n"
		   "Si continua con «agenda nuovo --bozza ID» o dall'interfaccia."),
		"agenda bozze --json\nagenda bozze --mostra 6d1f0c2e-5a0b-4c0e-9b53-0d6f3f0a8f11",
		N_("65: è stata inviata e la risposta non si sa ancora: non si elimina") },
	{ "operazioni",
		N_("  --verifica          ripete le richieste senza risposta, con la stessa chiave\n"
		   "  --rinuncia CHIAVE   se quella richiesta non è arrivata, non varrà più"),
		"agenda operazioni\nagenda operazioni --verifica --json\n"
		"agenda operazioni --rinuncia 6d1f0c2e-5a0b-4c0e-9b53-0d6f3f0a8f11",
		N_("75: qualche richiesta è ancora senza risposta") },
	{ "sincronizza",
		N_("  --allegati   anche gli allegati, per aprirli senza linea\n"
		   "Se un'altra agenda della stessa persona è aperta, aspetta e legge quello che fa."),
		"agenda sincronizza\nagenda sincronizza --allegati --json",
		N_("69: la linea è caduta prima della fine; 73: non c'è più posto; 75: il servizio\n"
		   "o l'altra agenda non hanno finito. Quello che è arrivato resta.") },
	{ "cache",
		N_("  stato      dov'è, quanto è grande, che cosa contiene, chi la scrive\n"
		   "  svuota     la ricomincia da capo; bozze e richieste restano\n"
		   "  verifica   la rilegge tutta, e anche la raccolta delle bozze"),
		"agenda cache stato --json\nagenda cache verifica",
		N_("73: danneggiata; 75: la sta scrivendo un'altra agenda") },
};

static const struct detail *detail_of(const char *name)
{
	for (size_t i = 0; i < sizeof(details) / sizeof(details[0]); i++)
		if (!strcmp(details[i].name, name))
			return &details[i];
	return NULL;
}

const char *command_details(const char *name)
{
	const struct detail *d = detail_of(name);

	return d ? _(d->text) : NULL;
}

const char *command_examples(const char *name)
{
	const struct detail *d = detail_of(name);

	return d ? d->examples : NULL;
}

const struct command_row *command_row_of(const char *name)
{
	for (size_t i = 0; i < n_command_rows; i++)
		if (!strcmp(command_rows[i].name, name))
			return &command_rows[i];
	return NULL;
}

static const char *const general_exits = N_("Stati di uscita: 0 fatto, 64 comando scritto male, "
	"65 dati rifiutati, 66 non trovato,\n69 servizio non raggiungibile, 70 errore interno, "
	"73 file danneggiato, 74 errore di disco,\n75 da riprovare o da verificare, "
	"76 risposta incomprensibile, 77 accesso o permesso mancante.");

static void common_options(bool reads)
{
	printf("  --json      %s\n", _("risposta come un solo oggetto JSON; errori e note come JSON su "
		"standard error"));
	if (reads)
		printf("  --offline   %s\n", _("legge solo questo computer, e dice di quando sono i dati"));
}

static void indented(const char *lines)
{
	while (*lines) {
		size_t n = strcspn(lines, "\n");
		printf("  %.*s\n", (int)n, lines);
		lines += n + (lines[n] == '\n');
	}
}

bool cli_help_of(const struct command_row *row)
{
	const struct detail *d = detail_of(row->name);
	struct arena a = { 0 };

	printf("%s\n\n  %s\n\n", arena_printf(&a, _("Uso: agenda %s %s"), row->name, row->usage),
		_(row->sentence));
	if (d)
		printf("%s\n", _(d->text));
	common_options(row->needs != NEEDS_SERVER);
	if (d) {
		printf("\n%s\n", _("Esempi:"));
		indented(d->examples);
	}
	printf("\n%s\n", _(general_exits));
	if (d && d->exits)
		printf("%s\n", _(d->exits));
	arena_release(&a);
	return true;
}

static void help_all(void)
{
	struct arena a = { 0 };

	printf("%s\n\n%s\n\n", _("Uso: agenda [OPZIONI] [COMANDO]"),
		_("Senza comando apre l'interfaccia. Comandi:"));
	for (size_t i = 0; i < n_command_rows; i++)
		printf("  %s%s%s\n      %s\n", command_rows[i].name,
			command_rows[i].usage[0] ? " " : "", command_rows[i].usage,
			_(command_rows[i].sentence));
	printf("\n%s\n", _("Ogni comando vuole anche:"));
	common_options(true);
	printf("  --aiuto     %s\n\n%s\n%s\n%s\n", _("le opzioni del comando, con esempi"),
		_("Opzioni:"), options_help(&a), _(general_exits));
	arena_release(&a);
}

int cli_help(const struct options *o)
{
	const struct command_row *row = o->argc ? command_row_of(o->argv[0]) : NULL;

	if (o->versione)
		printf("agenda %s\n", AGENDA_VERSION);
	else if (row)
		cli_help_of(row);
	else
		help_all();
	return 0;
}
