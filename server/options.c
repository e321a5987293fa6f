/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/options.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum kind { FLAG, TEXT, NUMBER, INSTANT, GIORNO, LIMITE };

static const struct option {
	const char *name;
	enum kind kind;
	size_t offset;
	const char *value; /* what stands for it in the help */
	const char *help;
} options[] = {
#define O(m) offsetof(struct server_options, m)
	{ "--dati", TEXT, O(dati), "FILE", "la base di dati (si crea se non c'è)" },
	{ "--ascolta", TEXT, O(ascolta), "INDIRIZZO:PORTA",
		"dove ascoltare; porta 0: una libera (127.0.0.1:8080)" },
	{ "--demo", FLAG, O(demo), NULL, "dati inventati ed emittente locale di token" },
	{ "--emittente-ascolta", TEXT, O(emittente_ascolta), "INDIRIZZO:PORTA",
		"dove ascolta l'emittente della demo (127.0.0.1:0)" },
	{ "--emittente", TEXT, O(emittente), "URL",
		"l'emittente dei token, senza --demo" },
	{ "--certificato", TEXT, O(certificato), "FILE", "certificato TLS (PEM)" },
	{ "--chiave", TEXT, O(chiave), "FILE", "chiave TLS (PEM)" },
	{ "--dietro-proxy", FLAG, O(dietro_proxy), NULL,
		"TLS finisce prima di noi: ascolta in chiaro anche fuori da questa macchina" },
	{ "--indirizzi", TEXT, O(indirizzi), "FILE",
		"vi scrive gli indirizzi quando ascolta" },
	{ "--manuali", TEXT, O(manuali), "CARTELLA", "i manuali da servire" },
	{ "--orologio", INSTANT, O(orologio), "ISTANTE",
		"orologio fermo (RFC 3339), per le prove" },
	{ "--seme", NUMBER, O(seme), "N", "seme dei dati inventati" },
	{ "--data-esempio", GIORNO, O(data_esempio), "AAAA-MM-GG",
		"giorno su cui poggiano i dati inventati (oggi)" },
	{ "--appuntamenti", NUMBER, O(appuntamenti), "N", "quanti inventarne almeno" },
	{ "--file-da-allegare", TEXT, O(file_da_allegare), "CARTELLA",
		"con esempio: vi scrive file da allegare, buoni e cattivi" },
	{ "--durata-token", NUMBER, O(durata_token), "SECONDI",
		"dei token della demo (900)" },
	{ "--limite", LIMITE, O(limite_richieste), "N/SECONDI",
		"richieste di una persona ogni tanti secondi (1200/60)" },
	{ "--thread", NUMBER, O(thread), "N", "thread che rispondono (4)" },
	{ "--registro-json", FLAG, O(registro_json), NULL,
		"registro in JSON invece che logfmt" },
	{ "--senza-registro", FLAG, O(senza_registro), NULL,
		"nessuna riga per le richieste" },
#undef O
};
#define N_OPTIONS (sizeof options / sizeof *options)

static bool usage(struct err *err, const char *fmt, const char *what)
{
	err_set(err, ERR_USAGE, "command line");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	return err_say(err, fmt, what);
#pragma GCC diagnostic pop
}

static const struct option *find(const char *arg, size_t n)
{
	for (size_t i = 0; i < N_OPTIONS; i++)
		if (strlen(options[i].name) == n && memcmp(options[i].name, arg, n) == 0)
			return &options[i];
	return NULL;
}

static bool number(const char *s, char stop, int64_t *to, const char **rest)
{
	char *end = NULL;

	if (*s < '0' || *s > '9')
		return false;
	errno = 0;
	*to = strtoll(s, &end, 10);
	*rest = end;
	return errno == 0 && *end == stop && *to <= INT32_MAX;
}

static bool limit(const char *s, struct server_options *o)
{
	const char *rest = NULL;

	return number(s, '/', &o->limite_richieste, &rest)
		&& number(rest + 1, '\0', &o->limite_secondi, &rest)
		&& o->limite_richieste > 0 && o->limite_secondi > 0;
}

static bool set(const struct option *x, const char *value, struct server_options *o)
{
	void *to = (char *)o + x->offset;
	const char *rest = NULL;

	switch (x->kind) {
	case FLAG:
		*(bool *)to = true;
		return true;
	case TEXT:
		*(const char **)to = value;
		return *value != '\0';
	case NUMBER:
		return number(value, '\0', to, &rest);
	case INSTANT:
		return instant_parse(value, to);
	case GIORNO:
		return giorno_parse(value, to);
	case LIMITE:
		return limit(value, o);
	}
	return false;
}

/* Moves *i past the value when that is the next word. */
static bool take(int argc, char **argv, int *i, struct server_options *o, struct err *err)
{
	const char *arg = argv[*i];
	size_t n = strcspn(arg, "=");
	const struct option *x = find(arg, n);
	const char *value = arg[n] == '=' ? arg + n + 1 : NULL;

	if (!x)
		return usage(err, "Opzione sconosciuta: %s.", arg);
	if (x->kind == FLAG && value)
		return usage(err, "%s non vuole un valore.", x->name);
	if (x->kind != FLAG && !value) {
		if (*i + 1 >= argc)
			return usage(err, "%s vuole un valore.", x->name);
		value = argv[++*i];
	}
	return set(x, value, o)
		|| usage(err, "Il valore di %s non è scritto come previsto.", x->name);
}

static bool word(const char *arg, struct server_options *o, struct err *err)
{
	if (o->command == SERVER_SERVE && strcmp(arg, "importa") == 0) {
		o->command = SERVER_IMPORTA;
		return true;
	}
	if (o->command == SERVER_SERVE && strcmp(arg, "esempio") == 0) {
		o->command = SERVER_ESEMPIO;
		return true;
	}
	if (o->command == SERVER_IMPORTA && !o->file) {
		o->file = arg;
		return true;
	}
	return usage(err, "Non si capisce: %s.", arg);
}

static bool check(const struct server_options *o, struct err *err)
{
	if (o->command == SERVER_HELP || o->command == SERVER_VERSION)
		return true;
	if (!o->dati && !(o->command == SERVER_ESEMPIO && o->file_da_allegare))
		return usage(err, "Manca %s: la base di dati.", "--dati FILE");
	if (o->command == SERVER_IMPORTA && !o->file)
		return usage(err, "Manca %s da importare.", "il file");
	if (!o->certificato != !o->chiave)
		return usage(err, "%s vanno insieme.", "--certificato e --chiave");
	if (o->demo && o->emittente)
		return usage(
			err, "%s: la demo ha il suo emittente.", "--demo o --emittente");
	if (o->command == SERVER_SERVE && !o->demo && !o->emittente)
		return usage(err, "Manca chi emette i token: %s.",
			"--emittente URL, oppure --demo");
	return true;
}

bool server_options_parse(
	int argc, char **argv, struct server_options *o, struct err *err)
{
	*o = (struct server_options){
		.ascolta = "127.0.0.1:8080",
		.emittente_ascolta = "127.0.0.1:0",
		.orologio = INSTANT_NONE,
		.data_esempio = GIORNO_NONE,
		.seme = -1,
	};
	for (int i = 1; i < argc; i++) {
		bool ok = true;

		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0 ||
			strcmp(argv[i], "--aiuto") == 0)
			o->command = SERVER_HELP;
		else if (strcmp(argv[i], "--version") == 0 ||
			strcmp(argv[i], "--versione") == 0)
			o->command = SERVER_VERSION;
		else if (argv[i][0] == '-' && argv[i][1] == '-')
			ok = take(argc, argv, &i, o, err);
		else
			ok = word(argv[i], o, err);
		if (!ok)
			return false;
		if (o->command == SERVER_HELP || o->command == SERVER_VERSION)
			break;
	}
	return check(o, err);
}

void server_options_help(FILE *to)
{
	fputs("agendad: il servizio di Agenda Appuntamenti\n\n"
	      "  agendad --dati FILE (--demo | --emittente URL) [opzioni]\n"
	      "  agendad importa FILE --dati FILE    carica quanto dice l'istituto (righe JSON)\n"
	      "  agendad esempio --dati FILE         riempie una base vuota di dati inventati\n\n",
		to);
	for (size_t i = 0; i < N_OPTIONS; i++) {
		fprintf(to, "  %s %s\n", options[i].name,
			options[i].value ? options[i].value : "");
		fprintf(to, "        %s\n", options[i].help);
	}
	fputs("\nSIGTERM o SIGINT: finisce quello che è in corso e si ferma.\n", to);
}
