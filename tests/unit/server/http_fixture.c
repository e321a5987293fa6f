/* SPDX-License-Identifier: EUPL-1.2 */
#include "http_fixture.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/random.h"
#include "server/importa/importa.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void fixture_import(struct fixture *f, const char *lines)
{
	struct importa_outcome outcome = { 0 };
	struct err err = { 0 };

	cr_assert(importa_bytes(f->store, lines, strlen(lines), stderr, &outcome, &err),
		"%s %s", err.text, err.cause);
	cr_assert_eq(outcome.scartate, 0);
}

static void import_file(struct fixture *f, const char *path)
{
	struct buf b = { 0 };
	struct err err = { 0 };

	cr_assert(file_read(path, &b, &err), "%s", err.cause);
	fixture_import(f, buf_str(&b));
	buf_release(&b);
}

static void open_store(struct fixture *f)
{
	struct store_config config = { .path = arena_printf(
					       &f->a, "%s/agenda.db", f->folder) };
	struct store_job *job = NULL;
	struct err err = { 0 };

	f->store = store_open(&config, &err);
	cr_assert(f->store, "%s %s", err.text, err.cause);
	import_file(f, TEST_SOURCE_DIR "/tests/unit/server/http_sample.jsonl");
	job = store_job_new(STORE_MANUTENZIONE);
	cr_assert(store_run(f->store, job), "%s", job->err.cause);
	store_job_free(job);
}

static void open_issuer(struct fixture *f)
{
	struct err err = { 0 };
	char *jwks = NULL;

	f->verifier = verifier_new(FIXTURE_ISSUER, API_AUDIENCE);
	f->signer = signer_new(&err);
	cr_assert(f->signer, "%s", err.cause);
	jwks = signer_jwks(f->signer);
	cr_assert(verifier_set_keys(f->verifier, jwks, &err));
	FREE(&jwks);
	f->anna = fixture_token(f, "p-anna", PROFILO_CITTADINO);
	f->mario = fixture_token(f, "p-mario", PROFILO_CITTADINO);
	f->studio = fixture_token(f, "p-studio", PROFILO_INTERMEDIARIO);
	f->caf = fixture_token(f, "p-caf", PROFILO_INTERMEDIARIO);
	f->neri = fixture_token(f, "p-neri", PROFILO_INTERMEDIARIO);
}

static void write_manuals(struct fixture *f)
{
	static const char text[] =
		"# Manuale del cittadino\n\nVersione 0.1.0 \xc2\xb7 prova\n";
	struct err err = { 0 };

	cr_assert(file_write(arena_printf(&f->a, "%s/cittadino.md", f->folder), text,
		sizeof text - 1, &err));
}

void fixture_start(struct fixture *f, const struct fixture_options *o)
{
	struct http_site site;
	struct http_options http = { .listen = "127.0.0.1:0" };
	struct service_options options = { 0 };
	struct err err = { 0 };

	*f = (struct fixture){ 0 };
	clock_freeze(FIXTURE_NOW);
	folder_make(f->folder);
	open_store(f);
	open_issuer(f);
	write_manuals(f);
	f->log = access_log_new(STDERR_FILENO, false);
	options = (struct service_options){ .store = f->store,
		.verifier = f->verifier,
		.emittente = FIXTURE_ISSUER,
		.manuali = f->folder,
		.log = f->log };
	if (o) {
		options.limite_richieste = o->limite_richieste;
		options.limite_secondi = o->limite_secondi;
		options.now_ms = o->now_ms;
		options.attese = o->attese;
		options.attese_a_testa = o->attese_a_testa;
		http.timeout_s = o->timeout_s;
	}
	f->service = service_new(&options, &err);
	cr_assert(f->service, "%s", err.cause);
	site = service_site(f->service);
	f->http = http_new(&http, &site, &err);
	cr_assert(f->http, "%s", err.cause);
}

void fixture_stop(struct fixture *f)
{
	http_quiesce(f->http);
	service_stop(f->service);
	http_free(f->http);
	service_free(f->service);
	verifier_free(f->verifier);
	signer_free(f->signer);
	store_close(f->store);
	access_log_free(f->log);
	folder_remove(f->folder);
	arena_release(&f->a);
}

const char *fixture_token(
	struct fixture *f, const char *persona, enum tipo_profilo profilo)
{
	struct token_request t = { .issuer = FIXTURE_ISSUER,
		.audience = API_AUDIENCE,
		.persona = persona,
		.profilo = profilo,
		.scope = API_SCOPE,
		.now = FIXTURE_NOW,
		.seconds = 900 };
	char *text = signer_token(f->signer, &t, NULL);
	const char *mine = arena_strdup(&f->a, text);

	FREE(&text);
	return mine;
}

const char *fixture_url(struct fixture *f, const char *path)
{
	return arena_printf(&f->a, "%s" API_BASE_PATH "%s", http_address(f->http), path);
}

const char *fixture_key(struct fixture *f)
{
	char uuid[UUID_SIZE];

	random_uuid(uuid);
	return arena_printf(&f->a, "Idempotency-Key: %s", uuid);
}

void fixture_read(
	struct fixture *f, const struct reply *r, const struct fields *table, void *to)
{
	struct err err = { 0 };

	cr_assert(api_decode(table, API_REPLY, buf_str(&r->body), r->body.len, &f->a, to,
			  &err),
		"%ld %s: %s", r->status, err.text, buf_str(&r->body));
}

const char *fixture_problem(struct fixture *f, const struct reply *r, struct problem *p)
{
	struct problem mine;

	if (strcmp(reply_header(r, "Content-Type", &f->a), PROBLEM_CONTENT_TYPE) != 0)
		return "";
	api_problem_decode((int)r->status, buf_str(&r->body), r->body.len, &f->a, &mine);
	if (p)
		*p = mine;
	return problem_type_name(mine.type);
}

struct reply fixture_book(struct fixture *f, const char *token, const char *quesito,
	const char *inizio, const char *key)
{
	return http_ask(&(struct ask){ .method = "POST",
		.url = fixture_url(f, "/appuntamenti"),
		.token = token,
		.headers = { key },
		.body = arena_printf(&f->a,
			"{\"codice_rapporto_lavoro\":\"" RAPPORTO_ANNA "\","
			"\"quesiti\":[\"%s\"],\"punto\":\"P7000-01\",\"inizio\":\"%s\","
			"\"nota\":\"Chiedo perch\xc3\xa9\"}",
			quesito, inizio) });
}

const char *fixture_booking(struct fixture *f, const char *quesito, const char *inizio)
{
	struct reply r = fixture_book(f, f->anna, quesito, inizio, fixture_key(f));
	struct appuntamento x = { 0 };

	cr_assert_eq(r.status, 201, "%ld %s", r.status, buf_str(&r.body));
	fixture_read(f, &r, &appuntamento_fields, &x);
	reply_release(&r);
	return x.id;
}

struct reply fixture_get(struct fixture *f, const char *token, const char *path)
{
	return http_get(fixture_url(f, path), token);
}

struct reply fixture_post(struct fixture *f, const char *token, const char *path,
	const char *body, const char *header, const char *other)
{
	return http_ask(&(struct ask){ .method = "POST",
		.url = fixture_url(f, path),
		.token = token,
		.body = body,
		.headers = { header, header ? other : NULL } });
}

void fixture_expect(struct fixture *f, struct reply *r, long status, const char *type,
	const char *campo)
{
	struct problem p = { 0 };
	const char *found = fixture_problem(f, r, &p);

	cr_expect_eq(r->status, status, "%ld %s", r->status, buf_str(&r->body));
	cr_expect_str_eq(found, type, "%s", buf_str(&r->body));
	if (campo)
		cr_expect_str_eq(p.campo ? p.campo : "", campo, "%s", buf_str(&r->body));
	reply_release(r);
}
