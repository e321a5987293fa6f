/* SPDX-License-Identifier: EUPL-1.2
 *
 * The whole of agendad's API in this process: a store in a folder of its own filled from
 * http_sample.jsonl, tokens signed by a key of ours, real HTTP on a free port. It is Monday
 * 23 November 2026, 09:41 in Rome. */
#ifndef AGENDA_TESTS_HTTP_FIXTURE_H
#define AGENDA_TESTS_HTTP_FIXTURE_H

#include "api/codec.h"
#include "api/problem.h"
#include "api/routes.h"
#include "api/tables.h"
#include "tests/support/http/client.h"
#include "server/http/http.h"
#include "server/issuer/signer.h"
#include "server/issuer/token.h"
#include "server/services/service.h"
#include "tests/support/folder.h"

#define FIXTURE_NOW    INT64_C(1795423260)
#define FIXTURE_ISSUER "http://127.0.0.1:1"
#define RAPPORTO_ANNA  "0000123456"
#define ORARIO_LIBERO  "2026-11-25T09:10:00+01:00"
#define ORARIO_ALTRO   "2026-11-26T09:10:00+01:00"

struct fixture {
	char folder[FOLDER_SIZE];
	struct store *store;
	struct signer *signer;
	struct verifier *verifier;
	struct service *service;
	struct http *http;
	struct access_log *log;
	struct arena a;
	const char *anna, *mario, *studio, *caf, *neri; /* tokens */
};

struct fixture_options {
	int64_t limite_richieste, limite_secondi;
	int64_t (*now_ms)(void);
	unsigned timeout_s;
	size_t attese, attese_a_testa;
};

void fixture_start(struct fixture *f, const struct fixture_options *o);
void fixture_stop(struct fixture *f);

const char *fixture_token(
	struct fixture *f, const char *persona, enum tipo_profilo profilo);
const char *fixture_url(struct fixture *f, const char *path); /* below API_BASE_PATH */
const char *fixture_key(struct fixture *f); /* a new "Idempotency-Key: …" */
void fixture_import(
	struct fixture *f, const char *lines); /* records, as `agendad importa` */

/* The body by its table; asserts that it is one. */
void fixture_read(
	struct fixture *f, const struct reply *r, const struct fields *table, void *to);
/* The type of a problem, "" when the answer is none. */
const char *fixture_problem(struct fixture *f, const struct reply *r, struct problem *p);

/* POST /appuntamenti of anna's quesito at `inizio`, with that key header. */
struct reply fixture_book(struct fixture *f, const char *token, const char *quesito,
	const char *inizio, const char *key);
const char *fixture_booking(struct fixture *f, const char *quesito, const char *inizio);

struct reply fixture_get(struct fixture *f, const char *token, const char *path);
struct reply fixture_post(struct fixture *f, const char *token, const char *path,
	const char *body, const char *header, const char *other);
/* Asserts status, type and (unless NULL) campo of a refusal; releases the reply. */
void fixture_expect(struct fixture *f, struct reply *r, long status, const char *type,
	const char *campo);

#endif
