/* SPDX-License-Identifier: EUPL-1.2
 *
 * The API over real HTTP: what each route answers, and how it refuses. */
#include "base/alloc.h"
#include "base/random.h"
#include "http_fixture.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* ---- reading ------------------------------------------------------------------------------ */

Test(http_services, says_its_status_without_a_token)
{
	struct fixture f;
	struct servizio x = { 0 };
	struct reply r;

	fixture_start(&f, NULL);
	r = fixture_get(&f, NULL, "/status");
	cr_expect_eq(r.status, 200);
	fixture_read(&f, &r, &servizio_fields, &x);
	cr_expect_eq(x.stato, SERVIZIO_STATO_ATTIVO);
	cr_expect_eq(x.adesso, FIXTURE_NOW);
	cr_expect_str_eq(x.emittente, FIXTURE_ISSUER);
	reply_release(&r);
	fixture_stop(&f);
}

Test(http_services, reads_what_one_may_see)
{
	static const struct {
		const char *path;
		const struct fields *table;
		const char *holds;
	} reads[] = {
		{ "/profilo", &profilo_fields, "\"id\":\"p-anna\"" },
		{ "/rapporti", &rapporti_fields, RAPPORTO_ANNA },
		{ "/rapporti?q=1234&limit=1", &rapporti_fields, RAPPORTO_ANNA },
		{ "/rapporti/" RAPPORTO_ANNA, &rapporto_fields, "BNCNNA52M64L219H" },
		{ "/rapporti/" RAPPORTO_ANNA "/quesiti", &quesiti_fields,
			"\"motivo\":\"ESITO_NEGATIVO\"" },
		{ "/rapporti/" RAPPORTO_ANNA "/punti-consulenza", &punti_fields,
			"P7000-01" },
		{ "/rapporti/" RAPPORTO_ANNA "/recapiti", &recapiti_fields, "EMAIL" },
		{ "/punti-consulenza/P7000-01/disponibilita?dal=2026-11-25&al=2026-11-25",
			&disponibilita_fields, ORARIO_LIBERO },
		{ "/appuntamenti", &appuntamenti_fields, "\"items\":[]" },
		{ "/variazioni", &variazioni_fields, "next_cursor" },
		{ "/manuali", &manuali_fields, "Manuale del cittadino" },
		{ "/manuali/cittadino", &manuale_fields, "Versione 0.1.0" },
		{ "/operazioni/0b9d4c3e-8f3a-4d52-9b1e-3d2f1a0c9e77", &operazione_fields,
			"SCONOSCIUTA" },
	};
	struct fixture f;

	fixture_start(&f, NULL);
	for (size_t i = 0; i < sizeof reads / sizeof *reads; i++) {
		struct reply r = fixture_get(&f, f.anna, reads[i].path);
		unsigned char space[1024];

		cr_expect_eq(r.status, 200, "%s: %ld", reads[i].path, r.status);
		cr_assert_leq(reads[i].table->size, sizeof space);
		fixture_read(&f, &r, reads[i].table, space);
		cr_expect(strstr(buf_str(&r.body), reads[i].holds), "%s: %s",
			reads[i].path, buf_str(&r.body));
		cr_expect_str_eq(
			reply_header(&r, "Content-Type", &f.a), "application/json");
		cr_expect_str_eq(reply_header(&r, "Cache-Control", &f.a), "no-store");
		reply_release(&r);
	}
	fixture_stop(&f);
}

static const struct {
	const char *method; /* NULL: GET */
	const char *path;
	long status;
	const char *type;
	const char *campo;
} refusals[] = {
	{ NULL, "/nulla", 404, "non-trovato", "" },
	{ NULL, "/status/", 404, "non-trovato", "" },
	{ NULL, "//status", 404, "non-trovato", "" },
	{ NULL, "/rapporti/../status", 404, "non-trovato", "" },
	{ NULL, "/allegati/..%2f..%2fetc%2fpasswd", 404, "non-trovato", "" },
	{ NULL, "/allegati/../../../../etc/passwd", 404, "non-trovato", "" },
	{ NULL, "/manuali/..%2fcittadino", 404, "non-trovato", "" },
	{ NULL, "/manuali/altro", 404, "non-trovato", "" },
	{ NULL, "/rapporti/123", 404, "non-trovato", "" },
	{ NULL, "/rapporti/0000123456%00", 404, "non-trovato", "" },
	{ NULL, "/rapporti/9999999999", 404, "non-trovato", "" },
	{ NULL, "/appuntamenti/AG-2026-0000000-0", 404, "non-trovato", "" },
	{ "DELETE", "/status", 405, "metodo-non-ammesso", "" },
	{ "OPTIONS", "/appuntamenti", 405, "metodo-non-ammesso", "" },
	{ "PUT", "/rapporti/" RAPPORTO_ANNA, 405, "metodo-non-ammesso", "" },
	{ "FOO", "/status", 405, "metodo-non-ammesso", "" },
	{ NULL, "/status?x=1", 400, "richiesta-non-valida", "x" },
	{ NULL, "/rapporti?boh=1", 400, "richiesta-non-valida", "boh" },
	{ NULL, "/rapporti?limit=1&limit=2", 400, "richiesta-non-valida", "limit" },
	{ NULL, "/rapporti?limit=0", 400, "richiesta-non-valida", "limit" },
	{ NULL, "/rapporti?limit=201", 400, "richiesta-non-valida", "limit" },
	{ NULL, "/rapporti?limit=x", 400, "richiesta-non-valida", "limit" },
	{ NULL, "/rapporti?q=%zz", 400, "richiesta-non-valida", "q" },
	{ NULL, "/rapporti?q=%00", 400, "richiesta-non-valida", "q" },
	{ NULL, "/rapporti?q=1%27%20OR%201", 400, "richiesta-non-valida", "q" },
	{ NULL, "/rapporti?cursor=xyz", 410, "cursore-non-valido", NULL },
	{ NULL, "/variazioni?cursor=altro:1", 410, "cursore-non-valido", NULL },
	{ NULL, "/variazioni?attesa=26", 400, "richiesta-non-valida", "attesa" },
	{ NULL, "/variazioni?attesa=-1", 400, "richiesta-non-valida", "attesa" },
	{ NULL, "/variazioni?attesa=x", 400, "richiesta-non-valida", "attesa" },
	{ NULL, "/variazioni?attesa=", 400, "richiesta-non-valida", "attesa" },
	{ NULL, "/variazioni?attesa=1.5", 400, "richiesta-non-valida", "attesa" },
	{ NULL, "/variazioni?attesa=99999999999999999999", 400, "richiesta-non-valida",
		"attesa" },
	{ NULL, "/variazioni?attesa=1&attesa=2", 400, "richiesta-non-valida", "attesa" },
	{ NULL, "/punti-consulenza/P7000-01/disponibilita", 400, "richiesta-non-valida",
		"dal" },
	{ NULL, "/punti-consulenza/P7000-01/disponibilita?dal=2026-11-01&al=2027-11-01",
		400, "richiesta-non-valida", "al" },
	{ NULL, "/appuntamenti?dal=2026-02-30", 400, "richiesta-non-valida", "dal" },
	{ NULL, "/appuntamenti?stato=BOH", 400, "richiesta-non-valida", "stato" },
};

Test(http_services, refuses_by_name)
{
	struct fixture f;

	fixture_start(&f, NULL);
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		struct reply r = http_ask(&(struct ask){ .method = refusals[i].method,
			.url = fixture_url(&f, refusals[i].path),
			.token = f.anna });

		if (refusals[i].status == 405)
			cr_expect(
				*reply_header(&r, "Allow", &f.a), "%s", refusals[i].path);
		cr_expect_eq(r.status, refusals[i].status, "%s", refusals[i].path);
		fixture_expect(
			&f, &r, refusals[i].status, refusals[i].type, refusals[i].campo);
	}
	fixture_stop(&f);
}

Test(http_services, refuses_head_and_says_what_is_allowed)
{
	struct fixture f;
	struct reply r;

	fixture_start(&f, NULL);
	r = http_ask(&(struct ask){ .method = "HEAD",
		.url = fixture_url(&f, "/appuntamenti"),
		.token = f.anna });
	cr_expect_eq(r.status, 405);
	cr_expect_str_eq(reply_header(&r, "Allow", &f.a), "GET, POST");
	reply_release(&r);
	fixture_stop(&f);
}

/* ---- limits ------------------------------------------------------------------------------------ */

static _Atomic int64_t fake_ms = 1000;

static int64_t fake_now(void)
{
	return fake_ms;
}

Test(http_services, limits_each_person_and_recovers)
{
	struct fixture_options o = {
		.limite_richieste = 3, .limite_secondi = 60, .now_ms = fake_now
	};
	struct fixture f;
	struct reply r;

	fixture_start(&f, &o);
	for (int left = 2; left >= 0; left--) {
		r = fixture_get(&f, f.anna, "/profilo");
		cr_expect_eq(r.status, 200);
		cr_expect_str_eq(reply_header(&r, "RateLimit-Limit", &f.a), "3");
		cr_expect_str_eq(reply_header(&r, "RateLimit-Remaining", &f.a),
			arena_printf(&f.a, "%d", left));
		cr_expect(*reply_header(&r, "RateLimit-Reset", &f.a));
		reply_release(&r);
	}
	r = fixture_get(&f, f.anna, "/profilo");
	cr_expect_str_eq(reply_header(&r, "Retry-After", &f.a), "20");
	cr_expect_str_eq(reply_header(&r, "RateLimit-Remaining", &f.a), "0");
	fixture_expect(&f, &r, 429, "troppe-richieste", NULL);
	r = fixture_get(&f, f.mario, "/profilo");
	cr_expect_eq(r.status, 200, "another person");
	reply_release(&r);
	fake_ms += 20000;
	r = fixture_get(&f, f.anna, "/profilo");
	cr_expect_eq(r.status, 200, "after what Retry-After said");
	reply_release(&r);
	fixture_stop(&f);
}

Test(http_services, limits_addresses_before_sign_in)
{
	struct fixture_options o = {
		.limite_richieste = 1, .limite_secondi = 60, .now_ms = fake_now
	};
	struct fixture f;
	struct reply r;

	fixture_start(&f, &o);
	for (int i = 0; i < LIMITE_INDIRIZZO_VOLTE; i++) {
		r = fixture_get(&f, i % 2 ? "falso" : NULL, "/profilo");
		cr_expect_eq(r.status, 401);
		cr_expect(*reply_header(&r, "RateLimit-Limit", &f.a));
		reply_release(&r);
	}
	r = fixture_get(&f, "falso", "/profilo");
	cr_expect(*reply_header(&r, "Retry-After", &f.a));
	fixture_expect(&f, &r, 429, "troppe-richieste", NULL);
	r = fixture_get(&f, NULL, "/nulla");
	fixture_expect(&f, &r, 429, "troppe-richieste", NULL);
	r = fixture_get(&f, f.anna, "/profilo");
	cr_expect_eq(r.status, 200, "who has signed in does not pay for the neighbours");
	reply_release(&r);
	fixture_stop(&f);
}

/* ---- the feed ----------------------------------------------------------------------------------- */

static const char *feed_to_the_end(struct fixture *f, const char *token)
{
	const char *cursor = "";
	struct variazioni x = { 0 };

	do {
		struct reply r = fixture_get(f, token,
			arena_printf(&f->a, "/variazioni?limit=200%s%s",
				*cursor ? "&cursor=" : "", cursor));

		cr_assert_eq(r.status, 200, "%s", buf_str(&r.body));
		fixture_read(f, &r, &variazioni_fields, &x);
		cursor = x.next_cursor;
		reply_release(&r);
	} while (x.altre);
	return cursor;
}

struct poll {
	struct fixture *f;
	const char *url;
	long status;
	size_t items;
	size_t body_bytes;
	int64_t took_ms;
};

static void *long_poll(void *arg)
{
	struct poll *p = arg;
	struct arena a = { 0 };
	struct variazioni x = { 0 };
	int64_t start = clock_monotonic_ms();
	struct reply r = http_get(p->url, p->f->anna);

	p->took_ms = clock_monotonic_ms() - start;
	p->status = r.status;
	p->body_bytes = r.body.len;
	if (r.status == 200
		&& api_decode(&variazioni_fields, API_REPLY, buf_str(&r.body), r.body.len,
			&a, &x, NULL))
		p->items = x.n;
	reply_release(&r);
	arena_release(&a);
	return NULL;
}

Test(http_feed, waits_until_something_visible_is_committed)
{
	struct fixture f;
	struct poll p = { 0 };
	pthread_t thread;

	fixture_start(&f, NULL);
	p = (struct poll){ .f = &f,
		.url = fixture_url(&f,
			arena_printf(&f.a, "/variazioni?attesa=25&cursor=%s",
				feed_to_the_end(&f, f.anna))) };
	pthread_create(&thread, NULL, long_poll, &p);
	fixture_booking(&f, "q-1", ORARIO_LIBERO);
	pthread_join(thread, NULL);
	cr_expect_eq(p.status, 200);
	cr_expect_gt(p.items, 0);
	cr_expect_lt(p.took_ms, 15000, "%ld ms", (long)p.took_ms);
	fixture_stop(&f);
}

Test(http_feed, answers_at_its_deadline)
{
	struct fixture f;
	struct poll p = { 0 };

	fixture_start(&f, NULL);
	p = (struct poll){ .f = &f,
		.url = fixture_url(&f,
			arena_printf(&f.a, "/variazioni?attesa=1&cursor=%s",
				feed_to_the_end(&f, f.anna))) };
	long_poll(&p);
	cr_expect_eq(p.status, 200);
	cr_expect_eq(p.items, 0);
	cr_expect_geq(p.took_ms, 990);
	cr_expect_lt(p.body_bytes, 400, "%zu bytes to say that nothing has changed",
		p.body_bytes);
	fixture_stop(&f);
}

Test(http_feed, lets_everybody_go_when_it_stops)
{
	enum { POLLS = 20 };
	struct fixture f;
	struct poll p[POLLS];
	pthread_t threads[POLLS];
	const char *url = NULL;

	fixture_start(&f, NULL);
	url = fixture_url(&f,
		arena_printf(&f.a, "/variazioni?attesa=25&cursor=%s",
			feed_to_the_end(&f, f.anna)));
	for (int i = 0; i < POLLS; i++) {
		p[i] = (struct poll){ .f = &f, .url = url };
		pthread_create(&threads[i], NULL, long_poll, &p[i]);
	}
	http_quiesce(f.http);
	service_stop(f.service);
	for (int i = 0; i < POLLS; i++) {
		pthread_join(threads[i], NULL);
		cr_expect(p[i].status == 200 || p[i].status == 503 || p[i].status == 0,
			"%ld", p[i].status);
		cr_expect_lt(p[i].took_ms, 15000);
	}
	fixture_stop(&f);
}

/* ---- attacks ---- */

Test(http_services, stands_attacks_on_its_headers)
{
	static const char *const attacks[] = {
		"GET " API_BASE_PATH
		"/status HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\rb\r\n"
		"Connection: close\r\n\r\n",
		"GET " API_BASE_PATH
		"/profilo HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer\r\n"
		"Connection: close\r\n\r\n",
		"GET " API_BASE_PATH
		"/profilo HTTP/1.1\r\nHost: x\r\nAuthorization: Basic YTpi\r\n"
		"Connection: close\r\n\r\n",
		"GET " API_BASE_PATH
		"/rapporti?q=%0d%0aSet-Cookie:a HTTP/1.1\r\nHost: x\r\n"
		"Connection: close\r\n\r\n",
		"GET http://altro" API_BASE_PATH "/nulla HTTP/1.0\r\n\r\n",
		"POST " API_BASE_PATH
		"/appuntamenti HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
		"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
	};
	struct fixture f;

	fixture_start(&f, &(struct fixture_options){ .timeout_s = 1 });
	for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
		bool closed = false;
		struct buf b = http_raw(http_address(f.http), attacks[i],
			strlen(attacks[i]), 10000, &closed);
		int status = 0;

		sscanf(buf_str(&b), "HTTP/1.%*d %d", &status);
		cr_expect(closed, "%zu", i);
		cr_expect(status < 500, "%zu: %d", i, status);
		cr_expect_null(strstr(buf_str(&b), "Set-Cookie"), "%zu", i);
		buf_release(&b);
	}
	fixture_stop(&f);
}
