/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What the commands share: the program, their words, how to wait, how to answer.
 */
#ifndef AGENDA_SRC_CLI_COMMAND_H
#define AGENDA_SRC_CLI_COMMAND_H

#include "api/fields.h"
#include "src/cli/args.h"
#include "src/usecases/usecases.h"

#define CLI_SCHEMA 1 /* of the --json answers: grows when a member goes or changes meaning */

struct command {
	struct app *app;
	struct args args;
	struct arena arena;
	struct err err; /* set: the command has failed */
	bool json;
	bool aged; /* the age of what is answered has been told */
	instant dati_al; /* of the oldest part of the answer; INSTANT_NONE: all of it is of now */
};

/* What a command needs before it runs. */
enum needs {
	NEEDS_NOTHING,
	NEEDS_FILES,   /* of who was in last; nothing is asked of the server */
	NEEDS_READING, /* asks when it can, else answers from the files with their age */
	NEEDS_SERVER,
};

/* One command: what runs it answers true, or false with c->err set. */
struct command_row {
	const char *name;
	const char *usage;    /* the words after the name */
	const char *sentence; /* msgid */
	const char *options;  /* for args_read(), beside "json" */
	size_t words_min, words_max;
	enum needs needs;
	bool (*run)(struct command *c);
};

extern const struct command_row command_rows[];
extern const size_t n_command_rows;

/* Somebody is in, after usecase_begin(); else c->err. */
/* `table` and one field more of a larger struct that begins with the table's; .size stays. */
struct fields command_fields_with(struct command *c, const struct fields *table,
	const struct field *more);
bool command_signed_in(struct command *c);

bool command_settled(const struct app *app); /* nothing is asked of the server */
/* Until nothing is asked of the server any more. */
void command_settle(struct command *c);

/* False and c->err when the slice could not be read. A slice read from the cache is good; its
 * age goes to standard error. */
bool command_slice(struct command *c, const struct slice *s);

/* What is answered was read at `s`: said once on standard error when it is not of now. */
void command_age(struct command *c, const struct slice *s);

/* A sentence beside the answer, on standard error; an object a line with --json. */
void command_remark(const struct command *c, const char *sentence);

/* Who is in, from the server when it answers: contact, so that what has no answer is asked again.
 * Without a line NEEDS_READING goes on from the files. False and c->err. */
bool command_sign_in(struct command *c, enum needs needs);

/* A command that cannot do without the service: false and c->err when it may not be asked. */
bool command_online(struct command *c);

/* {"schema":1,"<name>":<value>} on standard output; with "dati_al" when it is not of now. */
bool command_json(struct command *c, const char *name, const struct fields *table,
	const void *value);
/* One line of text, sanitised. */
void command_line(struct command *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A whole file, or standard input for "-", as cleaned text. NULL and c->err. */
char *command_text_from(struct command *c, const char *path, size_t ceiling);

bool command_fail(struct command *c, int code, const char *field, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

bool cli_accedi(struct command *c);
bool cli_esci(struct command *c);
bool cli_profilo(struct command *c);
bool cli_rapporti(struct command *c);
bool cli_quesiti(struct command *c);
bool cli_punti(struct command *c);
bool cli_disponibilita(struct command *c);
bool cli_cerca(struct command *c);
bool cli_mostra(struct command *c);
bool cli_manuali(struct command *c);
bool cli_scarica(struct command *c);
bool cli_nuovo(struct command *c);
bool cli_cancella(struct command *c);
bool cli_bozze(struct command *c);
bool cli_operazioni(struct command *c);
bool cli_sincronizza(struct command *c);
bool cli_cache(struct command *c);

/* aiuto.c: all commands, or one with its options, examples and exit statuses. */
int cli_help(const struct options *o);
bool cli_help_of(const struct command_row *row);
const struct command_row *command_row_of(const char *name);
/* The lines on one command beside its row, and its examples, one a line: for the tests too. */
const char *command_details(const char *name);
const char *command_examples(const char *name);

#endif
