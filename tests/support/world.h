/* SPDX-License-Identifier: EUPL-1.2
 *
 * The real agendad on sample data and the real agenda beside it, in a folder of their own, with
 * a fixed clock: what journeys, races and kills run in. Ports are asked, never chosen. */
#ifndef AGENDA_TESTS_SUPPORT_WORLD_H
#define AGENDA_TESTS_SUPPORT_WORLD_H

#include "tests/support/folder.h"
#include "tests/support/pty.h"

#define WORLD_NOW "2026-11-23T09:41:00+01:00" /* a Monday */
#define WORLD_DAY "2026-11-23"

struct world {
	char folder[FOLDER_SIZE];      /* HOME is folder/casa */
	char store[FOLDER_SIZE + 32];  /* agendad's database */
	char api[64], issuer[64];      /* addresses */
	char env_text[12][160];
	const char *env[16];           /* for pty_start() and world_run() */
	pid_t server;
};

/* Fresh sample data, server running. `extra` (or NULL): more arguments of agendad. */
void world_open(struct world *w, const char *const *extra);
/* Centro Servizi has some `rows` appuntamenti ("6000") beside; NULL: none. */
void world_open_large(struct world *w, const char *rows, const char *const *extra);
void world_close(struct world *w); /* ends the test when agendad did not end well */

int world_stop_server(struct world *w, int signal);   /* as waitpid gives its end */
void world_start_server(struct world *w, const char *const *extra); /* the same port again */

/* Another machine of the same people: the same server, folders of its own. */
void world_second(const struct world *w, struct world *second);
void world_second_close(struct world *second);

/* Sends agenda to another address (a proxy) from now on. */
void world_point_at(struct world *w, const char *api);

/* One more variable of agenda's environment, or another value for one of them. */
void world_set(struct world *w, const char *name, const char *value);

/* agenda in a pty. `arguments` (or NULL) after the program's name. */
struct pty *world_agenda(struct world *w, int columns, int rows, const char *const *arguments);
/* The same, signed in as this person first, home on screen. */
struct pty *world_agenda_as(struct world *w, const char *person, const char *profile,
	int columns, int rows);

/* A command of agenda: its exit status; output and errors, NUL-terminated (free with free()). */
int world_run(struct world *w, const char *const *arguments, const char *input, char **out,
	char **errors);
int world_run_n(struct world *w, const char *const *arguments, const void *input, size_t n,
	char **out, char **errors);
/* The same of agendad: importa, esempio. */
int world_server_command(struct world *w, const char *const *arguments, const char *input,
	char **out, char **errors);

/* One number from the server's database, -1 when there is no row. */
long long world_sql(struct world *w, const char *sql);
/* One text, "" when there is no row: free with free(). */
char *world_sql_text(struct world *w, const char *sql);

#endif
