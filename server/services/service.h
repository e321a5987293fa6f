/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The agenda's API as a site: one handler per row of api/routes.h, which joins what HTTP brought
 * (server/http), who asks (server/issuer) and the data (server/store). Rights are never
 * remembered here: the store looks them up at every request.
 */
#ifndef AGENDA_SERVER_SERVICES_SERVICE_H
#define AGENDA_SERVER_SERVICES_SERVICE_H

#include "api/messages.h"
#include "server/http/http.h"
#include "server/issuer/token.h"
#include "server/store/store.h"

struct service;

#define LIMITE_RICHIESTE 1200
#define LIMITE_SECONDI   60
/* One address stands for many people behind the same router. */
#define LIMITE_INDIRIZZO_VOLTE 4

/* Long polls that may be parked: three quarters of the connections of http.h, so that everybody
 * else is still served; and of one person, who has so many programs open at most. */
#define ATTESE         3072
#define ATTESE_A_TESTA 64

struct service_options {
	struct store *store;       /* outlives the service */
	struct verifier *verifier; /* likewise */
	const char *emittente;     /* said in /status */
	const char *manuali;       /* folder of docs/manuali; NULL: none are served */
	struct access_log *log;    /* may be NULL */
	int64_t limite_richieste;  /* 0: LIMITE_RICHIESTE */
	int64_t limite_secondi;    /* 0: LIMITE_SECONDI */
	size_t attese;             /* 0: ATTESE */
	size_t attese_a_testa;     /* 0: ATTESE_A_TESTA */
	int64_t (*now_ms)(void);   /* of the limits; NULL: clock_monotonic_ms */
};

/* NULL and err when the manuals cannot be read. Free with service_free, after http_free. */
struct service *service_new(const struct service_options *o, struct err *err);
void service_free(struct service *s);

struct http_site service_site(struct service *s);

/* Before http_free: lets every long poll go, so that nothing stays parked. */
void service_stop(struct service *s);

/* The demo's: the next changing POST is done, and then its connection is cut. */
void service_lose_next_answer(struct service *s);
/* The demo's: a sample person takes every remaining place. Blocks until it is committed. */
bool service_take_orario(
	struct service *s, const char *punto, instant inizio, struct err *err);
bool service_people(
	struct service *s, struct arena *a, struct persone_demo *to, struct err *err);

#endif
