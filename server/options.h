/* SPDX-License-Identifier: EUPL-1.2
 *
 * The command line of agendad. */
#ifndef AGENDA_SERVER_OPTIONS_H
#define AGENDA_SERVER_OPTIONS_H

#include "base/err.h"
#include "domain/calendario.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum server_command {
	SERVER_SERVE,
	SERVER_IMPORTA,
	SERVER_ESEMPIO,
	SERVER_HELP,
	SERVER_VERSION,
};

struct server_options {
	enum server_command command;
	const char *file; /* importa */
	const char *dati;
	const char *ascolta;
	bool demo;
	const char *emittente_ascolta;
	const char *emittente;
	const char *certificato;
	const char *chiave;
	bool dietro_proxy;
	const char *indirizzi;
	const char *manuali;
	instant orologio; /* INSTANT_NONE: the machine's */
	int64_t seme;
	giorno data_esempio;          /* GIORNO_NONE: today */
	int64_t appuntamenti;         /* esempio */
	const char *file_da_allegare; /* esempio: folder */
	int64_t durata_token;
	int64_t limite_richieste;
	int64_t limite_secondi;
	int64_t thread;
	bool registro_json;
	bool senza_registro;
};

/* Strings are borrowed from argv. False: err->text says what is wrong, for the person. */
bool server_options_parse(
	int argc, char **argv, struct server_options *to, struct err *err);
void server_options_help(FILE *to);

#endif
