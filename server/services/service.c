/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/services/service.h"

#include "api/codec.h"
#include "api/problem.h"
#include "api/tables.h"
#include "base/alloc.h"
#include "server/services/call.h"

#include <assert.h>
#include <string.h>

#define RETRY_SECONDS "2" /* after 503 */
/* Not one of API_REPLY_BYTES_MAX of ours is ever written past it. */
#define ANSWER_BYTES_MAX API_REPLY_BYTES_MAX

static route_handler *const handlers[ROUTE_COUNT] = {
	[ROUTE_STATUS] = get_status,
	[ROUTE_PROFILO] = get_profilo,
	[ROUTE_RAPPORTI] = get_rapporti,
	[ROUTE_RAPPORTO] = get_rapporto,
	[ROUTE_QUESITI] = get_quesiti,
	[ROUTE_PUNTI] = get_punti,
	[ROUTE_RECAPITI] = get_recapiti,
	[ROUTE_DISPONIBILITA] = get_disponibilita,
	[ROUTE_ALLEGATO_CARICAMENTO] = post_allegato,
	[ROUTE_ALLEGATO] = get_allegato,
	[ROUTE_APPUNTAMENTO_CONFERMA] = post_appuntamento,
	[ROUTE_APPUNTAMENTI] = get_appuntamenti,
	[ROUTE_APPUNTAMENTO] = get_appuntamento,
	[ROUTE_CANCELLAZIONE] = post_cancellazione,
	[ROUTE_OPERAZIONE] = get_operazione,
	[ROUTE_OPERAZIONE_CHIUSURA] = post_chiusura,
	[ROUTE_VARIAZIONI] = get_variazioni,
	[ROUTE_MANUALI] = get_manuali,
	[ROUTE_MANUALE] = get_manuale,
};

/* ---- answers ---------------------------------------------------------------------------- */

void call_problem(struct call *c, const struct problem *p)
{
	struct request *rq = c->rq;
	int status = p->status ? p->status : problem_status(p->type);

	response_reset(rq);
	response_set(rq, status, PROBLEM_CONTENT_TYPE);
	if (!api_problem_encode(p, &rq->response.body, NULL))
		buf_reset(&rq->response.body);
	if (status == 503)
		response_header(rq, "Retry-After", RETRY_SECONDS);
	if (p->type == PROBLEM_NON_AUTENTICATO)
		response_header(rq, "WWW-Authenticate", "Bearer realm=\"agenda\"");
	if (p->type == PROBLEM_VERSIONE_SUPERATA && p->versione > 0)
		call_etag(c, p->versione);
}

void call_refuse(struct call *c, const struct err *err)
{
	struct problem p;

	api_problem_of(err, &c->rq->arena, &p);
	/* The store says "does not hold that profile" where for us the token is not good. */
	if (err->code == PROBLEM_PROFILO_NON_AMMESSO
		&& c->d.chi.profilo <= PROFILO_INTERMEDIARIO)
		p = (struct problem){ .type = PROBLEM_NON_AUTENTICATO,
			.prenotabile_dal = GIORNO_NONE };
	if (err->code < ERR_DOMAIN)
		access_log_event(c->s->o.log, "internal", err->cause);
	if (p.type == PROBLEM_TROPPE_RICHIESTE) {
		call_problem(c, &p);
		response_headerf(
			c->rq, "Retry-After", "%lld", (long long)c->allowance.retry_s);
		return;
	}
	call_problem(c, &p);
}

bool call_reply(struct call *c, const void *value, struct err *err)
{
	struct request *rq = c->rq;

	response_set(rq, c->route->status, JSON_CONTENT_TYPE);
	return api_encode(c->route->response, value, &rq->response.body, err);
}

void call_etag(struct call *c, int64_t versione)
{
	response_headerf(c->rq, "ETag", "\"%lld\"", (long long)versione);
}

/* ---- readers ---------------------------------------------------------------------------- */

static void close_reader(void *reader)
{
	store_reader_close(reader);
}

struct store_reader *call_reader(struct service *s, struct err *err)
{
	struct store_reader *r = pthread_getspecific(s->reader);

	if (r)
		return r;
	r = store_reader_open(s->o.store, err);
	if (r)
		pthread_setspecific(s->reader, r);
	return r;
}

/* ---- the site ----------------------------------------------------------------------------- */

static struct call *call_new(struct service *s, struct request *rq)
{
	struct call *c = arena_alloc(&rq->arena, sizeof *c);

	c->s = s;
	c->rq = rq;
	c->d = (struct domanda){ .adesso = clock_now(), .arena = &rq->arena };
	rq->site_data = c;
	buf_init(&rq->response.body, ANSWER_BYTES_MAX);
	return c;
}

static void allow_header(struct call *c, const char *path)
{
	static const char *const methods[] = { "GET", "POST" };
	struct route_params ignored;
	bool other = false;
	const char *allow = "";

	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (route_match(methods[i], path, &c->rq->arena, &ignored, &other))
			allow = arena_printf(&c->rq->arena, "%s%s%s", allow,
				*allow ? ", " : "", methods[i]);
	response_header(c->rq, "Allow", allow);
}

static bool find_route(struct call *c, struct err *err)
{
	const char *path = c->rq->target.path;
	size_t base = strlen(API_BASE_PATH);
	bool other = false;

	if (strncmp(path, API_BASE_PATH "/", base + 1) != 0)
		return err_set(err, PROBLEM_NON_TROVATO, "outside the base path");
	c->route = route_match(
		c->rq->method, path + base, &c->rq->arena, &c->params, &other);
	if (c->route)
		return true;
	return err_set(err, other ? PROBLEM_METODO_NON_AMMESSO : PROBLEM_NON_TROVATO,
		"no route");
}

/* Without a token, errors too cost something to the address they come from. */
static void no_route(struct call *c, struct err *err)
{
	ingresso_count(c);
	if (!c->allowance.granted)
		err_set(err, PROBLEM_TROPPE_RICHIESTE, "address");
	call_refuse(c, err);
	if (err->code == PROBLEM_METODO_NON_AMMESSO)
		allow_header(c, c->rq->target.path + strlen(API_BASE_PATH));
}

static void begin(void *ctx, struct request *rq)
{
	struct call *c = call_new(ctx, rq);
	struct err err = { 0 };

	if (!find_route(c, &err)) {
		no_route(c, &err);
		return;
	}
	rq->route = c->route->path;
	if (c->route->needs & ROUTE_TAKES_FILE) {
		rq->body_kind = BODY_FILE;
		rq->body_max = ALLEGATI_BYTES_MAX + HTTP_FORM_OVERHEAD_BYTES;
	} else if (c->route->request) {
		rq->body_kind = BODY_WHOLE;
		rq->body_max = API_REQUEST_BYTES_MAX;
	}
	if (!ingresso(c, &err))
		call_refuse(c, &err);
}

static void handle(void *ctx, struct request *rq)
{
	struct call *c = rq->site_data;
	struct err err = { 0 };

	(void)ctx;
	if (!handlers[c->route->id](c, &err))
		call_refuse(c, &err);
}

static void refuse(void *ctx, struct request *rq, enum http_refusal why, const char *what)
{
	struct call *c = rq->site_data ? rq->site_data : call_new(ctx, rq);
	bool takes_body = rq->body_kind != BODY_NONE;
	struct problem p = { .prenotabile_dal = GIORNO_NONE, .campo = what };

	switch (why) {
	case HTTP_BAD_REQUEST:
		p.type = PROBLEM_RICHIESTA_NON_VALIDA;
		break;
	case HTTP_BODY_TOO_LARGE:
		p.type = takes_body ? PROBLEM_CORPO_TROPPO_GRANDE
				    : PROBLEM_RICHIESTA_NON_VALIDA;
		p.detail = takes_body ? NULL : "Questa richiesta non ha corpo.";
		p.limite = takes_body ? (int64_t)rq->body_max : 0;
		break;
	case HTTP_BAD_FORM:
		p.type = PROBLEM_RICHIESTA_NON_VALIDA;
		p.campo = "file";
		p.detail = "Serve multipart/form-data con una sola parte, \"file\".";
		break;
	case HTTP_FILE_TOO_LARGE:
		p.type = PROBLEM_ALLEGATI_TROPPO_GRANDI;
		p.campo = "file";
		p.limite = ALLEGATI_BYTES_MAX;
		break;
	case HTTP_OVERLOADED:
		p.type = PROBLEM_SERVIZIO_NON_DISPONIBILE;
		break;
	}
	call_problem(c, &p);
}

static void finish(void *ctx, struct request *rq)
{
	struct service *s = ctx;
	struct call *c = rq->site_data;
	int status = rq->response.status;

	ingresso_count(c);
	response_header(rq, "Access-Control-Allow-Origin", API_CORS_ORIGIN);
	if (status < 500) {
		response_headerf(
			rq, "RateLimit-Limit", "%lld", (long long)c->allowance.limit);
		response_headerf(rq, "RateLimit-Remaining", "%lld",
			(long long)c->allowance.remaining);
		response_headerf(
			rq, "RateLimit-Reset", "%lld", (long long)c->allowance.reset_s);
	}
	if (status < 300 && strcmp(rq->method, "POST") == 0
		&& atomic_exchange(&s->lose_next, false))
		rq->cut = true;
}

static void end(void *ctx, struct request *rq)
{
	struct call *c = rq->site_data;

	(void)ctx;
	if (c)
		store_job_free(c->job);
}

struct http_site service_site(struct service *s)
{
	return (struct http_site){ .ctx = s,
		.begin = begin,
		.handle = handle,
		.refuse = refuse,
		.finish = finish,
		.end = end };
}

/* ---- life --------------------------------------------------------------------------------- */

static void on_commit(void *user, const struct annuncio *a)
{
	struct service *s = user;

	waiting_room_ring(s->room, a);
}

struct service *service_new(const struct service_options *o, struct err *err)
{
	struct service *s = xalloc(sizeof *s);
	int64_t seconds = o->limite_secondi ? o->limite_secondi : LIMITE_SECONDI;

	for (int id = ROUTE_NONE + 1; id < ROUTE_COUNT; id++)
		assert(handlers[id]);
	s->o = *o;
	if (!s->o.limite_richieste)
		s->o.limite_richieste = LIMITE_RICHIESTE;
	if (!s->o.now_ms)
		s->o.now_ms = clock_monotonic_ms;
	pthread_key_create(&s->reader, close_reader);
	s->persons = limiter_new(s->o.limite_richieste, seconds);
	s->addresses = limiter_new(
		s->o.limite_richieste * LIMITE_INDIRIZZO_VOLTE, seconds);
	s->room = waiting_room_new(o->attese ? o->attese : ATTESE,
		o->attese_a_testa ? o->attese_a_testa : ATTESE_A_TESTA);
	s->manuals = manuals_load(o->manuali, err);
	s->sniffer = s->manuals ? sniffer_new(err) : NULL;
	if (s->sniffer) {
		store_on_commit(o->store, on_commit, s);
		return s;
	}
	service_free(s);
	return NULL;
}

void service_stop(struct service *s)
{
	waiting_room_close(s->room);
}

void service_free(struct service *s)
{
	struct store_reader *mine = NULL;

	if (!s)
		return;
	if (s->sniffer)
		store_on_commit(s->o.store, NULL, NULL);
	mine = pthread_getspecific(s->reader);
	store_reader_close(mine);
	pthread_key_delete(s->reader);
	waiting_room_free(s->room);
	sniffer_free(s->sniffer);
	manuals_free(s->manuals);
	limiter_free(s->persons);
	limiter_free(s->addresses);
	FREE(&s);
}

/* ---- the demo's ---------------------------------------------------------------------------- */

void service_lose_next_answer(struct service *s)
{
	atomic_store(&s->lose_next, true);
}

bool service_take_orario(
	struct service *s, const char *punto, instant inizio, struct err *err)
{
	struct store_job *job = store_job_new(STORE_PRENDI_ORARIO);
	bool ok = false;

	job->adesso = clock_now();
	job->in.orari.punto = arena_strdup(&job->arena, punto);
	job->in.orari.inizio = inizio;
	ok = store_run(s->o.store, job);
	if (!ok)
		*err = job->err;
	store_job_free(job);
	return ok;
}

bool service_people(
	struct service *s, struct arena *a, struct persone_demo *to, struct err *err)
{
	struct store_reader *r = call_reader(s, err);

	return r && store_persone_demo(r, a, to, err);
}
