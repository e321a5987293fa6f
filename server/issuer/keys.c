/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/issuer/keys.h"

#include "api/codec.h"
#include "api/messages.h"
#include "api/tables.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "io/curl.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#define REFRESH_MS             (10 * 60 * 1000)
#define RETRY_MS               (10 * 1000)
#define ASKED_AT_MOST_EVERY_MS (60 * 1000)
#define TIMEOUT_MS             5000
#define METADATA_PATH          "/.well-known/oauth-authorization-server"
#define DOCUMENT_BYTES_MAX     ((size_t)256 << 10)

struct key_fetcher {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	pthread_t thread;
	bool stopping;
	bool asked;
	char *issuer;
	struct verifier *verifier;
	struct access_log *log;
};

static bool get(const char *url, struct buf *to, struct err *err)
{
	struct transfer t = { 0 };
	struct transfer_options o = { .body_max = DOCUMENT_BYTES_MAX,
		.timeout_ms = TIMEOUT_MS };
	bool ok = curl_url_check(url, err) && transfer_init(&t, url, &o, err)
		&& transfer_run(&t, err);

	if (ok && transfer_status(&t) != 200)
		ok = err_set(err, ERR_NETWORK, "status %ld", transfer_status(&t));
	if (ok)
		ok = buf_add(to, t.body.data, t.body.len);
	transfer_release(&t);
	return ok;
}

static bool fetch_into(
	struct key_fetcher *f, struct arena *a, struct buf *body, struct err *err)
{
	struct emittente e = { 0 };

	if (!get(arena_printf(a, "%s" METADATA_PATH, f->issuer), body, err)
		|| !api_decode(&emittente_fields, API_REPLY, buf_str(body), body->len, a,
			&e, err))
		return false;
	if (strcmp(e.issuer, f->issuer) != 0)
		return err_set(err, ERR_FORMAT, "metadata of another issuer");
	buf_reset(body);
	return get(e.jwks_uri, body, err)
		&& verifier_set_keys(f->verifier, buf_str(body), err);
}

static bool fetch(struct key_fetcher *f)
{
	struct arena a = { 0 };
	struct buf body;
	struct err err = { 0 };
	bool ok = false;

	buf_init(&body, DOCUMENT_BYTES_MAX);
	ok = fetch_into(f, &a, &body, &err);
	access_log_event(f->log, ok ? "issuer-keys" : "issuer-unreachable", err.cause);
	buf_release(&body);
	arena_release(&a);
	return ok;
}

/* Until the time has come, or somebody asked and the last fetch is old enough. */
static void wait_for_reason(struct key_fetcher *f, int64_t last_ms, bool ok)
{
	int64_t until = last_ms + (ok ? REFRESH_MS : RETRY_MS);

	while (!f->stopping) {
		int64_t now = clock_monotonic_ms();
		int64_t at = until;
		struct timespec t;

		if (f->asked && ok)
			at = last_ms + ASKED_AT_MOST_EVERY_MS;
		if (now >= at)
			break;
		t = clock_deadline(at);
		pthread_cond_timedwait(&f->changed, &f->lock, &t);
	}
	f->asked = false;
}

static void *run(void *arg)
{
	struct key_fetcher *f = arg;

	pthread_mutex_lock(&f->lock);
	while (!f->stopping) {
		int64_t started = clock_monotonic_ms();
		bool ok = false;

		pthread_mutex_unlock(&f->lock);
		ok = fetch(f);
		pthread_mutex_lock(&f->lock);
		wait_for_reason(f, started, ok);
	}
	pthread_mutex_unlock(&f->lock);
	return NULL;
}

static void on_unknown_key(void *ctx)
{
	struct key_fetcher *f = ctx;

	pthread_mutex_lock(&f->lock);
	f->asked = true;
	pthread_cond_signal(&f->changed);
	pthread_mutex_unlock(&f->lock);
}

static void release(struct key_fetcher *f)
{
	pthread_cond_destroy(&f->changed);
	pthread_mutex_destroy(&f->lock);
	FREE(&f->issuer);
	FREE(&f);
}

struct key_fetcher *key_fetcher_new(
	const char *issuer, struct verifier *v, struct access_log *log, struct err *err)
{
	struct key_fetcher *f = NULL;
	pthread_condattr_t attr;

	if (!curl_url_check(issuer, err))
		return NULL;
	f = xalloc(sizeof *f);
	pthread_mutex_init(&f->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&f->changed, &attr);
	pthread_condattr_destroy(&attr);
	f->issuer = xstrdup(issuer);
	f->verifier = v;
	f->log = log;
	verifier_on_unknown_key(v, on_unknown_key, f);
	if (pthread_create(&f->thread, NULL, run, f) == 0)
		return f;
	err_set(err, ERR_INTERNAL, "no thread for the issuer's keys");
	verifier_on_unknown_key(v, NULL, NULL);
	release(f);
	return NULL;
}

void key_fetcher_free(struct key_fetcher *f)
{
	if (!f)
		return;
	verifier_on_unknown_key(f->verifier, NULL, NULL);
	pthread_mutex_lock(&f->lock);
	f->stopping = true;
	pthread_cond_signal(&f->changed);
	pthread_mutex_unlock(&f->lock);
	pthread_join(f->thread, NULL);
	release(f);
}
