/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What the person asked for: command line over environment over
 * $XDG_CONFIG_HOME/agenda/agenda.conf over the built-in values. A wrong line of the file is
 * named on standard error and the rest of it still counts; a wrong word on the command line
 * ends the program.
 */
#ifndef AGENDA_SRC_OPTIONS_H
#define AGENDA_SRC_OPTIONS_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Whose machine it is: a counter where one person follows another, or one's own. */
enum postazione { POSTAZIONE_PERSONALE, POSTAZIONE_CONDIVISA };
enum scelta { SCELTA_NONE, SCELTA_SI, SCELTA_NO };

struct options {
	struct arena arena;       /* owns every text below */
	const char *server;       /* "https://host[:port]", without the base path */
	const char *emittente;    /* NULL: what the server says in /status */
	const char *ca_file;      /* NULL: the system's authorities */
	const char *visore;       /* program that shows a file; NULL: the path is said */
	const char *scaricati;    /* folder where files are saved */
	const char *tema;         /* NULL: the terminal's own colours */
	bool lineare;
	bool ascii;
	bool senza_cache;         /* everything in memory: nothing of a person stays on disk */
	bool offline;             /* no connection is ever opened */
	int postazione;           /* enum postazione */
	int maschera;             /* enum scelta; then decided by options_read(), never NONE */
	int blocco;               /* seconds without a key; 0: never; decided like maschera */
	int conserva;             /* days after which a past appointment goes from this machine;
	                             0: never; decided like maschera */
	instant orologio;         /* INSTANT_NONE: the real one; tests and pictures freeze it */
	bool aiuto;
	bool versione;
	/* Folders, made from XDG; each NULL where the environment gives nothing. */
	const char *cartella_cache;   /* cache.db */
	const char *cartella_stato;   /* journal.db */
	const char *cartella_sessione;/* token: NULL keeps it in memory */
	const char *configurazione;   /* path of agenda.conf */
	/* What is left: a command and its words. */
	int argc;
	char **argv;
};

/* False and *err (ERR_USAGE, with the word at fault in err->field). `warnings` gets one line for
 * each wrong line of the configuration file, in o->arena; NULL when there was none. */
bool options_read(struct options *o, int argc, char **argv, const char **warnings,
	struct err *err);
void options_release(struct options *o);

/* The lines of --help about options, in `a`. */
char *options_help(struct arena *a);

/* The shipped agenda.conf: every setting with its default, commented. */
char *options_sample(struct arena *a);

#endif
