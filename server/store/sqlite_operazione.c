/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Keys. The answer to a key is written in the transaction of what it did, so that both are
 * there or neither is. A key that was closed before it was seen is unusable for ever.
 */
#include "server/store/engine.h"
#include "server/store/sqlite_engine.h"

#include <stdio.h>
#include <string.h>

/* A stored answer again, byte by byte. */
static bool answer_from_row(struct store_job *job, struct query *q)
{
	struct risposta *to = &job->risposta;
	const char *location = row_peek(q, 4);
	const char *etag = row_peek(q, 5);
	size_t n = 0;
	const void *body = row_blob(q, 6, &job->arena, &n);

	job->ripetuta = true;
	to->status = (int)row_int(q, 3);
	snprintf(to->location, sizeof to->location, "%s", location ? location : "");
	snprintf(to->etag, sizeof to->etag, "%s", etag ? etag : "");
	buf_reset(&to->body);
	return buf_add(&to->body, body ? body : "", n);
}

static bool key_from_row(struct store_job *job, struct query *q)
{
	const struct chiave *k = &job->chiave;
	size_t n = 0;
	const void *sha256 = row_blob(q, 1, &job->arena, &n);

	if (row_word(q, 2, &operazione_stato_words) == OPERAZIONE_STATO_CHIUSA)
		return job_refuse(job, PROBLEM_CHIAVE_CHIUSA, NULL);
	if (strcmp(row_peek(q, 0), k->operazione) != 0 || n != sizeof k->sha256
		|| memcmp(sha256, k->sha256, n) != 0)
		return job_refuse(job, PROBLEM_CHIAVE_RIUSATA, NULL);
	return answer_from_row(job, q)
		|| err_set(&job->err, ERR_INTERNAL, "stored answer is too long");
}

bool chiave_find(struct scrittura *s, bool *answered)
{
	struct store_job *job = s->job;
	struct query *q;
	bool ok = true;

	if (!vista_soggetto(&s->v, false, &job->err))
		return false;
	q = sql_ask(s->v.db,
		"SELECT nome, sha256, stato, status, location, etag, corpo"
		" FROM operazione WHERE chi = ?1 AND chiave = ?2",
		"it", s->v.numero, job->chiave.chiave);
	*answered = query_step(q);
	if (*answered)
		ok = key_from_row(job, q);
	return query_end(q, ok ? &job->err : NULL) && ok;
}

static const char *or_null(const char *s)
{
	return s[0] ? s : NULL;
}

bool chiave_keep(struct scrittura *s, const char *risorsa)
{
	const struct store_job *job = s->job;
	const struct risposta *r = &job->risposta;

	return sql_tell(s->v.db, NULL, &s->job->err,
		"INSERT INTO operazione VALUES (NULL, ?1, ?2, ?3, ?4, 'ESEGUITA', ?5, ?6, ?7, ?8,"
		" ?9, ?10)",
		"ittbdttbtn", s->v.numero, job->chiave.chiave, job->chiave.operazione,
		job->chiave.sha256, sizeof job->chiave.sha256, r->status,
		or_null(r->location), or_null(r->etag), buf_str(&r->body), r->body.len,
		risorsa, s->v.adesso);
}

/* SCONOSCIUTA when the key was never seen. */
static bool operazione_read(
	struct vista *v, const char *chiave, struct operazione *to, struct err *err)
{
	struct query *q = sql_ask(v->db,
		"SELECT stato, risorsa, status, quando FROM operazione"
		" WHERE chi = ?1 AND chiave = ?2",
		"it", v->numero, chiave);

	*to = (struct operazione){ .chiave = arena_strdup(v->arena, chiave),
		.stato = OPERAZIONE_STATO_SCONOSCIUTA,
		.quando = INSTANT_NONE };
	if (query_step(q)) {
		to->stato = (enum operazione_stato)row_word(
			q, 0, &operazione_stato_words);
		to->risorsa = row_text(q, 1, v->arena);
		to->status = row_int(q, 2);
		to->quando = row_int(q, 3);
	}
	return query_end(q, err);
}

/* The queue is asked first: what has left it since is in the transaction that begins after. */
bool store_operazione(struct store_reader *r, const struct domanda *d, const char *chiave,
	struct operazione *to, struct err *err)
{
	bool in_flight = store_in_flight(r->store, &d->chi, chiave);
	struct vista v;
	bool ok = vista_begin(&v, r, d, err)
		&& vista_end(&v,
			vista_soggetto(&v, false, err)
				&& operazione_read(&v, chiave, to, err));

	if (ok && in_flight && to->stato == OPERAZIONE_STATO_SCONOSCIUTA)
		to->stato = OPERAZIONE_STATO_IN_CORSO;
	return ok;
}

bool scrivi_chiusura(struct scrittura *s)
{
	struct store_job *job = s->job;
	int64_t closed = 0;

	if (!vista_soggetto(&s->v, false, &job->err)
		|| !sql_tell(s->v.db, &closed, &job->err,
			"INSERT INTO operazione (chi, chiave, nome, stato, status, quando)"
			" VALUES (?1, ?2, '', 'CHIUSA', 0, ?3) ON CONFLICT DO NOTHING",
			"itn", s->v.numero, job->chiave.chiave, s->v.adesso))
		return false;
	return (!closed || audit_add(s, "CHIUDI_OPERAZIONE", job->chiave.chiave, NULL))
		&& operazione_read(
			&s->v, job->chiave.chiave, &job->operazione, &job->err);
}
