/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * `agendad importa FILE --dati DB`: hands the file to the agendad that serves this database, or
 * loads it itself when none does.
 */
#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "domain/problem.h"
#include "server/importa/importa.h"
#include "server/importa/socket.h"
#include "server/store/store.h"


#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>

#define EXIT_REFUSED 65
#define EXIT_UNKNOWN 75

static void say_outcome(const struct importa_outcome *o, int status)
{
	if (status == 0)
		printf("Caricati %zu record, di cui %zu nuovi o cambiati.\n", o->righe,
			o->cambiate);
	else if (o->scartate)
		fprintf(stderr, "Scartati %zu record su %zu: non è stato caricato nulla.\n",
			o->scartate, o->righe);
	else
		fprintf(stderr, "Non è stato caricato nulla.\n");
}

static int fail(const struct err *e, const char *doing)
{
	fprintf(stderr, "agendad importa: %s: %s\n", doing, *e->text ? e->text : e->cause);
	return problem_exit(e->code);
}

/* Copies the report to stderr until the line that ends it; false when it never comes. */
static bool hear_report(FILE *from, struct importa_outcome *o, int *status)
{
	char *line = NULL;
	size_t size = 0;
	bool ended = false;

	while (!ended && getline(&line, &size, from) > 0) {
		ended = sscanf(line, "FINE %d %zu %zu %zu", status, &o->righe, &o->cambiate,
				&o->scartate) == 4;
		if (!ended)
			fputs(line, stderr);
	}
	free(line);
	return ended;
}

static int hand_over(int fd, const struct buf *file)
{
	struct importa_outcome outcome = { 0 };
	char head[32];
	int n = snprintf(head, sizeof head, "IMPORTA %zu\n", file->len), status = EXIT_UNKNOWN;
	FILE *from = fdopen(fd, "r");
	bool heard = from && importa_socket_write(fd, head, (size_t)n) &&
		     importa_socket_write(fd, buf_str(file), file->len) &&
		     hear_report(from, &outcome, &status);

	if (from)
		fclose(from);
	else
		close(fd);
	if (!heard) {
		fprintf(stderr, "agendad importa: il servizio non ha risposto fino in fondo; "
				"il comando si può ripetere senza danno.\n");
		return EXIT_UNKNOWN;
	}
	say_outcome(&outcome, status);
	return status;
}

static int load_here(const char *database, const struct buf *file)
{
	struct store_config config = { .path = database };
	struct importa_outcome outcome;
	struct err err = { 0 };
	struct store *store = store_open(&config, &err);
	int status;

	if (!store)
		return fail(&err, database);
	importa_bytes(store, buf_str(file), file->len, stderr, &outcome, &err);
	status = outcome.scartate ? EXIT_REFUSED : problem_exit(err.code);
	say_outcome(&outcome, status);
	store_close(store);
	return status;
}

int importa_command(const char *file, const char *database)
{
	struct buf bytes = { 0 };
	struct err err = { 0 };
	int status, fd;

	buf_init(&bytes, IMPORTA_BYTES_MAX);
	if (!file_read(file, &bytes, &err)) {
		buf_release(&bytes);
		return fail(&err, file);
	}
	fd = importa_socket_connect(database, &err);
	if (fd >= 0)
		status = hand_over(fd, &bytes);
	else if (err.code == ERR_ABSENT)
		status = load_here(database, &bytes);
	else
		status = fail(&err, database);
	buf_release(&bytes);
	return status;
}
