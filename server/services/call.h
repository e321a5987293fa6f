/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Private to server/services: one call of one route, in the request's arena.
 */
#ifndef AGENDA_SERVER_SERVICES_CALL_H
#define AGENDA_SERVER_SERVICES_CALL_H

#include "api/routes.h"
#include "server/http/limiter.h"
#include "server/services/attesa.h"
#include "server/services/manuali.h"
#include "server/services/service.h"
#include "server/services/tipo.h"

#include <pthread.h>
#include <stdatomic.h>

#define JSON_CONTENT_TYPE "application/json"

struct service {
	struct service_options o;
	struct limiter *persons;
	struct limiter *addresses;
	struct manuals *manuals;
	struct waiting_room *room;
	struct sniffer *sniffer;
	pthread_key_t reader; /* struct store_reader of the thread */
	atomic_bool lose_next;
};

struct call {
	struct service *s;
	struct request *rq;
	const struct route *route; /* NULL when nothing matched */
	struct route_params params;
	struct domanda d; /* who asks, now, into the request's arena */
	int64_t versione; /* If-Match */
	bool counted;
	struct allowance allowance;
	struct store_job *job; /* handed to the writer; freed when the request ends */
	/* GET /variazioni */
	struct query_variazioni feed;
	instant scade_il; /* of the token */
	int64_t numero;   /* who asks, in the feed */
	int64_t deadline_ms;
};

/* True: answered or parked. False: *err is the refusal. */
typedef bool route_handler(struct call *c, struct err *err);

/* ingresso.c: who is it, may they come in, is it written as it should be. */
bool ingresso(struct call *c, struct err *err);
void ingresso_count(struct call *c); /* by address, if nothing was counted yet */

struct store_reader *call_reader(struct service *s, struct err *err);
bool call_reply(struct call *c, const void *value,
	struct err *err); /* the route's status, table */
void call_refuse(struct call *c, const struct err *err);
void call_problem(struct call *c, const struct problem *p);
bool call_query(struct call *c, void *to, struct err *err);
void call_etag(struct call *c, int64_t versione);

/* letture.c */
route_handler get_status, get_profilo, get_rapporti, get_rapporto, get_quesiti, get_punti,
	get_recapiti, get_disponibilita, get_allegato, get_appuntamenti, get_appuntamento,
	get_operazione, get_variazioni, get_manuali, get_manuale;
/* cambi.c */
route_handler post_appuntamento, post_cancellazione, post_chiusura, post_allegato;

#endif
