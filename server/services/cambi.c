/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The routes that change something. The request is read and checked here, and written down at
 * once when nobody else is writing; otherwise it is parked until the writer's commit. The answer
 * is encoded inside the transaction, because it is kept
 * with its key and sent again byte by byte.
 */
#include "server/services/call.h"

#include "api/codec.h"
#include "api/tables.h"
#include "base/file.h"
#include "base/text.h"
#include "io/digest.h"

#include <stdio.h>
#include <string.h>

/* ---- the writer's job -------------------------------------------------------------------- */

static void on_done(struct store_job *job)
{
	struct call *c = job->user;

	request_resume(c->rq);
}

static void send_refusal(struct call *c, const struct store_job *job)
{
	enum problem_type type = job->problem.type;

	if (type == PROBLEM_NONE || type == PROBLEM_PROFILO_NON_AMMESSO)
		call_refuse(c, &job->err);
	else
		call_problem(c, &job->problem);
}

static void send_stored(struct request *rq, struct risposta *x)
{
	response_set(rq, x->status, x->body.len ? JSON_CONTENT_TYPE : NULL);
	buf_add(&rq->response.body, x->body.data, x->body.len);
	if (*x->etag)
		response_header(rq, "ETag", x->etag);
	if (*x->location)
		response_header(rq, "Location", x->location);
}

static void after_keyed(struct request *rq)
{
	struct call *c = rq->site_data;

	if (c->job->err.code)
		send_refusal(c, c->job);
	else
		send_stored(rq, &c->job->risposta);
}

/* A file takes the disk longer than a thread of the pool may be missed: the writer's thread
 * writes it down. */
static bool submit(struct call *c, struct store_job *job, request_after *after)
{
	job->chi = c->d.chi;
	job->adesso = INSTANT_NONE; /* the writer's own now: the queue may be long */
	if (job->lavoro != STORE_CARICA_ALLEGATO && store_try(c->s->o.store, job)) {
		after(c->rq);
		return true;
	}
	job->user = c;
	job->done = on_done;
	request_park(c->rq, after);
	store_submit(c->s->o.store, job);
	return true;
}

static unsigned char nibble(char c)
{
	return (unsigned char)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* The key stands for everything that was asked: operation, path, version and content. */
static void set_key(struct call *c, struct store_job *job, const char *content_sha256)
{
	struct digest d;
	char hex[DIGEST_TEXT_SIZE];
	const char *version = c->rq->if_match ? c->rq->if_match : "";

	job->chiave.chiave = c->rq->idempotency_key;
	job->chiave.operazione = arena_printf(
		&job->arena, "%s %s", c->route->method, c->route->path);
	digest_init(&d);
	digest_add(&d, c->rq->method, strlen(c->rq->method) + 1);
	digest_add(&d, c->rq->target.path, strlen(c->rq->target.path) + 1);
	digest_add(&d, version, strlen(version) + 1);
	digest_add(&d, content_sha256, strlen(content_sha256));
	digest_end(&d, hex);
	for (size_t i = 0; i < sizeof job->chiave.sha256; i++)
		job->chiave.sha256[i] = (unsigned char)(nibble(hex[2 * i]) << 4
			| nibble(hex[2 * i + 1]));
}

static void set_json_key(struct call *c, struct store_job *job)
{
	char sha256[DIGEST_TEXT_SIZE];

	digest_of(c->rq->body.data, c->rq->body.len, sha256);
	set_key(c, job, sha256);
}

static struct store_job *job_new(struct call *c, enum store_lavoro lavoro)
{
	c->job = store_job_new(lavoro);
	return c->job;
}

static bool read_body(struct call *c, struct store_job *job, void *to, struct err *err)
{
	return api_decode(c->route->request, API_REQUEST, buf_str(&c->rq->body),
		c->rq->body.len, &job->arena, to, err);
}

/* ---- appuntamenti ------------------------------------------------------------------------- */

static bool render_appuntamento(struct store_job *job, int status)
{
	struct risposta *x = &job->risposta;

	buf_init(&x->body, API_REPLY_BYTES_MAX);
	x->status = status;
	snprintf(x->etag, sizeof x->etag, "\"%lld\"",
		(long long)job->appuntamento->versione);
	return api_encode(&appuntamento_fields, job->appuntamento, &x->body, &job->err);
}

static bool render_conferma(struct store_job *job)
{
	snprintf(job->risposta.location, sizeof job->risposta.location,
		"%s/appuntamenti/%s", API_BASE_PATH, job->appuntamento->id);
	return render_appuntamento(job, route_of(ROUTE_APPUNTAMENTO_CONFERMA)->status);
}

bool post_appuntamento(struct call *c, struct err *err)
{
	struct store_job *job = job_new(c, STORE_CONFERMA);
	struct richiesta_appuntamento *r = &job->in.conferma;

	if (!read_body(c, job, r, err))
		return false;
	r->nota = r->nota ? text_trim(&job->arena, r->nota) : NULL;
	if (!richiesta_check(r, err))
		return false;
	set_json_key(c, job);
	job->render = render_conferma;
	return submit(c, job, after_keyed);
}

static bool render_cancellazione(struct store_job *job)
{
	return render_appuntamento(job, route_of(ROUTE_CANCELLAZIONE)->status);
}

bool post_cancellazione(struct call *c, struct err *err)
{
	struct store_job *job = job_new(c, STORE_CANCELLA);
	struct richiesta_cancellazione r;

	if (!read_body(c, job, &r, err))
		return false;
	job->in.cambio.id = c->params.id;
	job->in.cambio.versione = c->versione;
	job->in.cambio.testo = r.motivo;
	set_json_key(c, job);
	job->render = render_cancellazione;
	return submit(c, job, after_keyed);
}

/* ---- keys --------------------------------------------------------------------------------- */

static void after_chiusura(struct request *rq)
{
	struct call *c = rq->site_data;
	struct err err = { 0 };

	if (c->job->err.code)
		send_refusal(c, c->job);
	else if (!call_reply(c, &c->job->operazione, &err))
		call_refuse(c, &err);
}

bool post_chiusura(struct call *c, struct err *err)
{
	struct store_job *job = job_new(c, STORE_CHIUDI_OPERAZIONE);

	(void)err;
	job->chiave.chiave = c->params.chiave;
	job->chiave.operazione = "";
	return submit(c, job, after_chiusura);
}

/* ---- allegati ------------------------------------------------------------------------------ */

static bool render_allegato(struct store_job *job)
{
	struct risposta *x = &job->risposta;

	buf_init(&x->body, API_REPLY_BYTES_MAX);
	x->status = route_of(ROUTE_ALLEGATO_CARICAMENTO)->status;
	snprintf(x->location, sizeof x->location, "%s/allegati/%s", API_BASE_PATH,
		job->allegato->id);
	return api_encode(&allegato_fields, job->allegato, &x->body, &job->err);
}

/* Boundaries differ from one sending to the next: the key stands for the name and the bytes. */
static void set_file_key(struct call *c, struct store_job *job, const char *sha256)
{
	const char *text = arena_printf(
		&job->arena, "%s %s", sha256, job->in.caricamento.nome);

	set_key(c, job, text);
}

bool post_allegato(struct call *c, struct err *err)
{
	struct store_job *job = job_new(c, STORE_CARICA_ALLEGATO);
	struct chiedi_caricamento *x = &job->in.caricamento;
	char sha256[DIGEST_TEXT_SIZE];

	x->nome = file_safe_name(&job->arena, c->rq->file_name);
	x->bytes = c->rq->body.data;
	x->n = c->rq->body.len;
	x->tipo = sniffer_ask(c->s->sniffer, x->bytes, x->n);
	if (!x->tipo) {
		err_set(err, PROBLEM_ALLEGATO_NON_AMMESSO, "neither of the four kinds");
		return err_field(err, "file");
	}
	digest_of(x->bytes, x->n, sha256);
	x->sha256 = arena_strdup(&job->arena, sha256);
	set_file_key(c, job, sha256);
	job->render = render_allegato;
	return submit(c, job, after_keyed);
}
