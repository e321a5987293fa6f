/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/serve.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "api/routes.h"
#include "server/http/http.h"
#include "server/importa/importa.h"
#include "server/issuer/demo.h"
#include "server/issuer/keys.h"
#include "server/issuer/token.h"
#include "server/sample/esempio.h"
#include "server/services/service.h"
#include "server/store/store.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PEM_BYTES_MAX       ((size_t)1 << 20)
#define CUT_SECONDS_DEFAULT 15

struct server {
	struct server_options o;
	struct access_log *log; /* of the requests; NULL with --senza-registro */
	struct access_log *events;
	struct store *store;
	struct verifier *verifier;
	struct demo_issuer *demo;
	struct key_fetcher *keys;
	struct service *service;
	struct http *http;
	struct importa_listener *importa;
	atomic_bool ready; /* the issuer listens before the rest is there */
	struct buf certificate;
	struct buf key;
};

static void log_store(void *user, const char *line)
{
	struct server *s = user;

	access_log_event(s->events, "store", line);
}

static bool open_store(struct server *s, struct err *err)
{
	struct store_config config = { .path = s->o.dati, .log = log_store, .user = s };

	s->store = store_open(&config, err);
	return s->store != NULL;
}

/* The demo of an empty database begins with the sample data. */
static bool fill_sample(struct server *s, struct err *err)
{
	struct arena a = { 0 };
	struct persone_demo people = { 0 };
	struct store_reader *r = store_reader_open(s->store, err);
	bool ok = r && store_persone_demo(r, &a, &people, err);
	struct esempio e = {
		.seme = s->o.seme >= 0 ? (uint64_t)s->o.seme : ESEMPIO_SEME,
		.oggi = s->o.data_esempio != GIORNO_NONE ? s->o.data_esempio
							 : giorno_of(clock_now()),
		.appuntamenti = (size_t)s->o.appuntamenti,
	};

	store_reader_close(r);
	if (ok && people.n == 0)
		ok = esempio_write(s->store, &e, err);
	arena_release(&a);
	return ok;
}

static bool demo_people(
	void *ctx, struct arena *a, struct persone_demo *to, struct err *err)
{
	struct server *s = ctx;

	return atomic_load(&s->ready) ? service_people(s->service, a, to, err)
				      : err_set(err, ERR_BUSY, "starting");
}

static bool demo_fault(void *ctx, const struct guasto_demo *g, struct err *err)
{
	struct server *s = ctx;

	if (!atomic_load(&s->ready))
		return err_set(err, ERR_BUSY, "starting");
	switch (g->tipo) {
	case GUASTO_LINEA_TAGLIATA:
		http_cut_line(s->http, g->secondi ? g->secondi : CUT_SECONDS_DEFAULT);
		return true;
	case GUASTO_RISPOSTA_PERSA:
		service_lose_next_answer(s->service);
		return true;
	case GUASTO_ORARIO_PRESO:
		return service_take_orario(s->service, g->punto, g->inizio, err);
	default:
		return err_set(err, ERR_USAGE, "fault %d", (int)g->tipo);
	}
}

/* Who issues the tokens: our own in the demo, else somebody whose keys are fetched. */
static bool open_issuer(struct server *s, struct err *err)
{
	struct demo_options demo = {
		.listen = s->o.emittente_ascolta,
		.token_seconds = s->o.durata_token,
		.log = s->log,
		.ctx = s,
		.people = demo_people,
		.fault = demo_fault,
	};

	if (!s->o.demo) {
		s->verifier = verifier_new(s->o.emittente, API_AUDIENCE);
		s->keys = key_fetcher_new(s->o.emittente, s->verifier, s->events, err);
		return s->keys != NULL;
	}
	s->demo = demo_issuer_new(&demo, err);
	if (!s->demo)
		return false;
	s->verifier = verifier_new(demo_issuer_address(s->demo), API_AUDIENCE);
	return demo_issuer_bind(s->demo, s->verifier, err);
}

static bool open_service(struct server *s, struct err *err)
{
	struct service_options options = {
		.store = s->store,
		.verifier = s->verifier,
		.emittente = server_issuer_address(s),
		.manuali = s->o.manuali ? s->o.manuali : AGENDA_MANUALI,
		.log = s->events,
		.limite_richieste = s->o.limite_richieste,
		.limite_secondi = s->o.limite_secondi,
	};

	s->service = service_new(&options, err);
	return s->service != NULL;
}

static bool read_pem(const char *path, struct buf *to, struct err *err)
{
	if (!path)
		return true;
	buf_init(to, PEM_BYTES_MAX);
	if (file_read(path, to, err))
		return true;
	return err_say(err, "Non si legge %s.", path);
}

static bool open_http(struct server *s, struct err *err)
{
	struct http_site site = service_site(s->service);
	struct http_options options = {
		.listen = s->o.ascolta,
		.behind_proxy = s->o.dietro_proxy,
		.threads = (unsigned)s->o.thread,
		.log = s->log,
	};

	if (!read_pem(s->o.certificato, &s->certificate, err)
		|| !read_pem(s->o.chiave, &s->key, err))
		return false;
	if (s->o.certificato) {
		options.certificate = buf_str(&s->certificate);
		options.key = buf_str(&s->key);
	}
	s->http = http_new(&options, &site, err);
	return s->http != NULL;
}

static bool write_addresses(struct server *s, struct err *err)
{
	struct buf b = { 0 };
	bool ok = true;

	if (s->o.indirizzi) {
		buf_addf(&b, "{\"api\":\"%s\",\"emittente\":\"%s\"}\n",
			http_address(s->http), server_issuer_address(s));
		ok = file_write(s->o.indirizzi, b.data, b.len, err);
	}
	buf_release(&b);
	return ok;
}

static bool open_all(struct server *s, struct err *err)
{
	return open_store(s, err) && (!s->o.demo || fill_sample(s, err))
		&& server_maintain(s, err) && open_issuer(s, err) && open_service(s, err)
		&& open_http(s, err)
		&& (s->importa = importa_listen(s->store, s->o.dati, err));
}

struct server *server_new(const struct server_options *o, struct err *err)
{
	struct server *s = xalloc(sizeof *s);

	s->o = *o;
	s->events = access_log_new(STDERR_FILENO, o->registro_json);
	s->log = o->senza_registro ? NULL : s->events;
	if (o->orologio != INSTANT_NONE)
		clock_freeze(o->orologio);
	if (open_all(s, err)) {
		atomic_store(&s->ready, true);
		access_log_event(s->events, "listening", http_address(s->http));
		if (write_addresses(s, err))
			return s;
	}
	server_free(s);
	return NULL;
}

void server_free(struct server *s)
{
	if (!s)
		return;
	importa_listener_free(s->importa);
	if (s->http)
		http_quiesce(s->http);
	if (s->service)
		service_stop(s->service);
	http_free(s->http);
	demo_issuer_free(s->demo);
	key_fetcher_free(s->keys);
	service_free(s->service);
	verifier_free(s->verifier);
	store_close(s->store);
	buf_release(&s->certificate);
	if (s->key.data)
		explicit_bzero(s->key.data, s->key.len);
	buf_release(&s->key);
	access_log_event(s->events, "stopped", NULL);
	access_log_free(s->events);
	FREE(&s);
}

const char *server_api_address(const struct server *s)
{
	return http_address(s->http);
}

const char *server_issuer_address(const struct server *s)
{
	return s->demo ? demo_issuer_address(s->demo) : s->o.emittente;
}

bool server_maintain(struct server *s, struct err *err)
{
	struct store_job *job = store_job_new(STORE_MANUTENZIONE);
	bool ok = false;

	job->adesso = clock_now();
	ok = store_run(s->store, job);
	if (!ok)
		*err = job->err;
	store_job_free(job);
	return ok;
}
