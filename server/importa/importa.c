/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/importa/importa.h"

#include "api/codec.h"
#include "api/tables.h"
#include "base/alloc.h"
#include "base/text.h"
#include "server/store/store.h"

#include <inttypes.h>
#include <string.h>

struct lettura {
	struct arena arena;
	struct record_importazione *records;
	size_t *lines; /* of each record, counted from 1 */
	size_t n;
	size_t cap;
	size_t refused;
	FILE *report;
};

/* "riga 12: quesito.esito: Un quesito APERTO non ha esito." */
static void refuse(struct lettura *l, size_t line, const struct err *e)
{
	const char *text = *e->text			    ? e->text
			   : e->code >= ERR_DOMAIN ? problem_sentence((enum problem_type)e->code)
						   : "Il record non è scritto come previsto.";

	l->refused++;
	if (*e->field)
		fprintf(l->report, "riga %zu: %s: %s\n", line, e->field, text);
	else
		fprintf(l->report, "riga %zu: %s\n", line, text);
}

static bool blank(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!strchr(" \t\r", s[i]))
			return false;
	}
	return true;
}

static void read_line(struct lettura *l, size_t line, const char *s, size_t n)
{
	struct err e = { 0 };

	if (blank(s, n))
		return;
	if (l->n == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 256;
		l->records = xrealloc_array(l->records, l->cap, sizeof *l->records);
		l->lines = xrealloc_array(l->lines, l->cap, sizeof *l->lines);
	}
	if (!api_decode(&record_importazione_fields, API_RECORD, s, n, &l->arena,
		    &l->records[l->n], &e)) {
		refuse(l, line, &e);
		return;
	}
	l->lines[l->n++] = line;
}

static void read_lines(struct lettura *l, const char *bytes, size_t n)
{
	size_t line = 1;

	while (n > 0) {
		const char *end = memchr(bytes, '\n', n);
		size_t length = end ? (size_t)(end - bytes) : n;

		read_line(l, line++, bytes, length);
		bytes += length + (end != NULL);
		n -= length + (end != NULL);
	}
}

static bool hand_over(struct store *store, struct lettura *l, struct importa_outcome *outcome,
	struct err *err)
{
	struct store_job *job = store_job_new(STORE_IMPORTA);
	struct err *esiti = xalloc_array(l->n, sizeof *esiti);
	bool ok;

	job->adesso = INSTANT_NONE;
	job->in.importa = (struct chiedi_importa){ .records = l->records, .n = l->n,
		.insieme = true, .esiti = esiti };
	ok = store_run(store, job);
	for (size_t i = 0; i < l->n; i++) {
		if (esiti[i].code != ERR_NONE)
			refuse(l, l->lines[i], &esiti[i]);
	}
	if (ok)
		outcome->cambiate = job->in.importa.cambiati;
	else
		*err = job->err;
	FREE(&esiti);
	store_job_free(job);
	return ok;
}

bool importa_bytes(struct store *store, const char *bytes, size_t n, FILE *report,
	struct importa_outcome *outcome, struct err *err)
{
	struct lettura l = { .report = report };
	bool ok = true;

	*outcome = (struct importa_outcome){ 0 };
	err_clear(err);
	read_lines(&l, bytes, n);
	outcome->righe = l.n + l.refused;
	if (l.refused > 0)
		ok = err_set(err, ERR_FORMAT, "import: %zu records refused", l.refused);
	else if (l.n > 0)
		ok = hand_over(store, &l, outcome, err);
	outcome->scartate = l.refused;
	FREE(&l.records);
	FREE(&l.lines);
	arena_release(&l.arena);
	return ok;
}
