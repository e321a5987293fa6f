/* SPDX-License-Identifier: EUPL-1.2
 *
 * agendad as a process: how it starts, refuses to, speaks TLS, trusts an outside issuer, shows the
 * demo's hard cases, and stops. */
#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/random.h"
#include "tests/support/http/client.h"
#include "tests/support/world.h"

#include <criterion/criterion.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BASE "/rest/lavoro-domestico/v1/agenda"
#define FORM "application/x-www-form-urlencoded"

/* ---- a signed-in person ----------------------------------------------------------------------- */

/* The text of a member that is a string, in `a`; "" when it is not there. */
static const char *member(struct arena *a, const char *json, const char *name)
{
	const char *at = strstr(json, arena_printf(a, "\"%s\":\"", name));

	if (!at)
		return "";
	at += strlen(name) + 4;
	return arena_strndup(a, at, strcspn(at, "\""));
}

static const char *post(
	struct arena *a, const char *url, const char *type, const char *body)
{
	struct reply r = http_ask(&(struct ask){
		.method = "POST", .url = url, .type = type, .body = body });
	const char *text = arena_strdup(a, buf_str(&r.body));

	cr_assert(r.status == 200 || r.status == 204, "%s: %ld %s", url, r.status, text);
	reply_release(&r);
	return text;
}

static const char *sign_in(struct arena *a, const char *issuer)
{
	const char *x = post(a, arena_printf(a, "%s/device_authorization", issuer), FORM,
		"client_id=agenda&scope=agenda");

	post(a, arena_printf(a, "%s/approvazione", issuer), NULL,
		arena_printf(a,
			"{\"user_code\":\"%s\",\"persona\":\"p-anna-bianchi\","
			"\"profilo\":\"CITTADINO\"}",
			member(a, x, "user_code")));
	x = post(a, arena_printf(a, "%s/token", issuer), FORM,
		arena_printf(a,
			"client_id=agenda&device_code=%s&grant_type="
			"urn:ietf:params:oauth:grant-type:device_code",
			member(a, x, "device_code")));
	return member(a, x, "access_token");
}

static void fault(struct world *w, struct arena *a, const char *body)
{
	post(a, arena_printf(a, "%s/guasti", w->issuer), NULL, body);
}

static struct reply get(
	struct world *w, struct arena *a, const char *token, const char *path)
{
	return http_get(arena_printf(a, "%s" BASE "%s", w->api, path), token);
}

/* ---- starting ---------------------------------------------------------------------------------- */

static int agendad(struct world *w, const char *const *arguments, char **errors)
{
	char *out = NULL;
	int status = world_server_command(w, arguments, NULL, &out, errors);

	free(out);
	return status;
}

Test(server, refuses_what_it_may_not_do)
{
	struct world w;
	struct arena a = { 0 };

	world_open(&w, NULL);
	const char *fresh = arena_printf(&a, "%s/nuova.db", w.folder);
	const struct {
		const char *arguments[8];
		int status;
		const char *says;
	} refused[] = {
		{ { "--demo", NULL }, 64, "--dati" },
		{ { "--dati", fresh, NULL }, 64, "--emittente" },
		{ { "--dati", fresh, "--demo", "--boh", NULL }, 64, "--boh" },
		{ { "--dati", fresh, "--demo", "--ascolta", "0.0.0.0:0", NULL }, 64,
			"--dietro-proxy" },
		{ { "--dati", fresh, "--demo", "--ascolta", "qui:0", NULL }, 64,
			"qui:0" },
		{ { "--dati", fresh, "--emittente", "http://emittente.example", NULL },
			64, "" },
	};
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		char *errors = NULL;
		int status = agendad(&w, refused[i].arguments, &errors);

		cr_expect_eq(status, refused[i].status, "%zu: %d %s", i, status, errors);
		cr_expect(strstr(errors, refused[i].says), "%zu: %s", i, errors);
		free(errors);
	}
	arena_release(&a);
	world_close(&w);
}

Test(server, serves_a_database_alone)
{
	struct world w;
	char *errors = NULL;
	int status = 0;

	world_open(&w, NULL);
	status = agendad(&w,
		(const char *const[]){
			"--dati", w.store, "--demo", "--ascolta", "127.0.0.1:0", NULL },
		&errors);
	cr_expect_neq(status, 0, "%s", errors);
	free(errors);
	world_close(&w);
}

/* ---- stopping ----------------------------------------------------------------------------------- */

static int stop(struct world *w)
{
	int status = -1;

	kill(w->server, SIGTERM);
	waitpid(w->server, &status, 0);
	w->server = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

struct poller {
	const char *url;
	const char *token;
	long status;
};

static void *poll_feed(void *arg)
{
	struct poller *p = arg;
	struct reply r = http_get(p->url, p->token);

	p->status = r.status;
	reply_release(&r);
	return NULL;
}

static const char *feed_cursor(struct world *w, struct arena *a, const char *token)
{
	const char *cursor = "";
	bool more = true;

	while (more) {
		struct reply r = get(w, a, token,
			arena_printf(a, "/variazioni?limit=200%s%s",
				*cursor ? "&cursor=" : "", cursor));

		cr_assert_eq(r.status, 200, "%s", buf_str(&r.body));
		cursor = member(a, buf_str(&r.body), "next_cursor");
		more = strstr(buf_str(&r.body), "\"altre\":true") != NULL;
		reply_release(&r);
	}
	return cursor;
}

Test(server, stops_when_told_with_long_polls_and_idle_connections)
{
	enum { POLLERS = 20 };
	struct world w;
	struct arena a = { 0 };
	struct poller p[POLLERS];
	pthread_t threads[POLLERS];
	const char *token = NULL, *url = NULL;
	struct reply idle;
	int64_t start = 0;

	world_open(&w, NULL);
	token = sign_in(&a, w.issuer);
	url = arena_printf(&a, "%s" BASE "/variazioni?attesa=25&cursor=%s", w.api,
		feed_cursor(&w, &a, token));
	idle = http_ask(&(struct ask){
		.url = arena_printf(&a, "%s" BASE "/status", w.api), .kept = true });
	reply_release(&idle);
	for (int i = 0; i < POLLERS; i++) {
		p[i] = (struct poller){ .url = url, .token = token };
		pthread_create(&threads[i], NULL, poll_feed, &p[i]);
	}
	start = clock_monotonic_ms();
	cr_expect_eq(stop(&w), 0);
	cr_expect_lt(clock_monotonic_ms() - start, 15000);
	for (int i = 0; i < POLLERS; i++) {
		pthread_join(threads[i], NULL);
		cr_expect(p[i].status == 200 || p[i].status == 503 || p[i].status == 0,
			"%ld", p[i].status);
	}
	http_forget_connection();
	arena_release(&a);
	world_close(&w);
}

/* ---- TLS ----------------------------------------------------------------------------------------- */

static void write_pem(const char *path, const gnutls_datum_t *pem)
{
	struct err err = { 0 };

	cr_assert(file_write(path, pem->data, pem->size, &err), "%s", err.cause);
}

/* A certificate of its own for 127.0.0.1, good for a day. */
static void make_certificate(const char *certificate, const char *key)
{
	static const unsigned char loopback[] = { 127, 0, 0, 1 };
	gnutls_x509_privkey_t k;
	gnutls_x509_crt_t c;
	gnutls_datum_t pem;
	time_t now = time(NULL);

	gnutls_x509_privkey_init(&k);
	gnutls_x509_privkey_generate(
		k, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
	gnutls_x509_crt_init(&c);
	gnutls_x509_crt_set_version(c, 3);
	gnutls_x509_crt_set_serial(c, "\x01", 1);
	gnutls_x509_crt_set_activation_time(c, now - 3600);
	gnutls_x509_crt_set_expiration_time(c, now + 86400);
	gnutls_x509_crt_set_dn(c, "CN=agendad di prova", NULL);
	gnutls_x509_crt_set_subject_alt_name(
		c, GNUTLS_SAN_IPADDRESS, loopback, sizeof loopback, GNUTLS_FSAN_SET);
	gnutls_x509_crt_set_basic_constraints(c, 1, -1);
	gnutls_x509_crt_set_key(c, k);
	cr_assert_eq(gnutls_x509_crt_sign2(c, c, k, GNUTLS_DIG_SHA256, 0), 0);
	gnutls_x509_crt_export2(c, GNUTLS_X509_FMT_PEM, &pem);
	write_pem(certificate, &pem);
	gnutls_free(pem.data);
	gnutls_x509_privkey_export2(k, GNUTLS_X509_FMT_PEM, &pem);
	write_pem(key, &pem);
	gnutls_free(pem.data);
	gnutls_x509_crt_deinit(c);
	gnutls_x509_privkey_deinit(k);
}

Test(server, speaks_tls)
{
	char certificate[64] = "/tmp/agendad-crt-XXXXXX",
	     key[64] = "/tmp/agendad-key-XXXXXX";
	struct world w;
	struct arena a = { 0 };
	struct reply r;
	const char *url = NULL;

	close(mkstemp(certificate));
	close(mkstemp(key));
	make_certificate(certificate, key);
	world_open(&w,
		(const char *const[]){
			"--certificato", certificate, "--chiave", key, NULL });
	cr_expect(strncmp(w.api, "https://127.0.0.1:", 18) == 0, "%s", w.api);
	url = arena_printf(&a, "%s" BASE "/status", w.api);
	r = http_ask(&(struct ask){ .url = url, .ca = certificate });
	cr_expect_eq(r.status, 200);
	reply_release(&r);
	r = http_get(url, NULL);
	cr_expect_eq(r.status, 0, "a stranger's certificate is not believed");
	reply_release(&r);
	r = http_get(arena_printf(&a, "http%s", url + 5), NULL);
	cr_expect_eq(r.status, 0, "nothing in clear on that port");
	reply_release(&r);
	r = http_ask(&(struct ask){
		.url = url, .ca = certificate, .token = sign_in(&a, w.issuer) });
	cr_expect_eq(r.status, 200);
	reply_release(&r);
	unlink(certificate);
	unlink(key);
	arena_release(&a);
	world_close(&w);
}

/* ---- issuers ---------------------------------------------------------------------------------------- */

/* Another agendad, whose people sign in at the first one's issuer. Its addresses in `api`. */
static pid_t start_other(struct world *w, struct arena *a, const char **api)
{
	const char *addresses = arena_printf(a, "%s/altro.json", w->folder);
	const char *store = arena_printf(a, "%s/altro.db", w->folder);
	struct buf text = { 0 };
	struct err err = { 0 };
	pid_t pid = 0;

	buf_init(&text, (size_t)256 << 20);
	cr_assert(file_read(TEST_BINARY_DIR "/tests/mondo.db", &text, &err), "%s",
		err.cause);
	cr_assert(file_write(store, text.data, text.len, &err), "%s", err.cause);
	pid = fork();
	if (pid == 0) {
		execl(TEST_BINARY_DIR "/agendad", "agendad", "--dati", store,
			"--emittente", w->issuer, "--ascolta", "127.0.0.1:0",
			"--orologio", WORLD_NOW, "--indirizzi", addresses,
			"--senza-registro", (char *)NULL);
		_exit(127);
	}
	for (int64_t until = clock_monotonic_ms() + 30000;
		clock_monotonic_ms() < until;) {
		buf_reset(&text);
		if (file_read(addresses, &text, NULL))
			break;
	}
	*api = member(a, buf_str(&text), "api");
	buf_release(&text);
	cr_assert(**api);
	return pid;
}

Test(server, believes_the_issuer_that_it_was_given)
{
	struct world first;
	struct arena a = { 0 };
	const char *api = NULL, *token = NULL;
	pid_t pid = 0;
	long status = 0;
	int end = 0;

	world_open(&first, NULL);
	token = sign_in(&a, first.issuer);
	world_stop_server(&first, SIGTERM);
	world_start_server(&first, NULL);
	pid = start_other(&first, &a, &api);
	api = arena_printf(&a, "%s" BASE "/profilo", api);
	for (int i = 0; i < 2; i++) {
		struct reply r = http_get(api, token);

		cr_expect_eq(r.status, 401, "a token of the issuer's former life");
		reply_release(&r);
	}
	token = sign_in(&a, first.issuer);
	for (int64_t until = clock_monotonic_ms() + 10000;
		status != 200 && clock_monotonic_ms() < until;) {
		struct reply r = http_get(api, token);

		status = r.status;
		reply_release(&r);
	}
	cr_expect_eq(status, 200, "its keys were fetched");
	kill(pid, SIGTERM);
	waitpid(pid, &end, 0);
	cr_expect(WIFEXITED(end) && WEXITSTATUS(end) == 0);
	arena_release(&a);
	world_close(&first);
}

/* ---- the demo's hard cases --------------------------------------------------------------------------- */

Test(server, cuts_the_line_for_a_while)
{
	struct world w;
	struct arena a = { 0 };
	struct reply r;
	long status = 0;

	world_open(&w, NULL);
	fault(&w, &a, "{\"tipo\":\"LINEA_TAGLIATA\",\"secondi\":1}");
	r = get(&w, &a, NULL, "/status");
	cr_expect_eq(r.status, 0);
	reply_release(&r);
	for (int64_t until = clock_monotonic_ms() + 10000;
		status != 200 && clock_monotonic_ms() < until;) {
		r = get(&w, &a, NULL, "/status");
		status = r.status;
		reply_release(&r);
	}
	cr_expect_eq(status, 200, "and then it is back");
	arena_release(&a);
	world_close(&w);
}

/* The first bookable quesito and the first free time of anna's rapporto, as a request. */
static const char *request(struct world *w, struct arena *a, const char *token,
	const char **punto, const char **inizio)
{
	struct reply q = get(w, a, token, "/rapporti/0000123456/quesiti");
	struct reply p = get(w, a, token, "/rapporti/0000123456/punti-consulenza");
	const char *text = buf_str(&q.body);
	const char *bookable = strstr(text, "\"prenotabile\":true");
	const char *at = bookable;

	cr_assert(bookable);
	while (strncmp(at, "\"id\":\"Q", 7) != 0)
		at--;
	*punto = member(a, buf_str(&p.body), "id");
	*inizio = member(a, buf_str(&p.body), "primo_libero");
	text = arena_printf(a,
		"{\"codice_rapporto_lavoro\":\"0000123456\",\"quesiti\":[\"%s\"],"
		"\"punto\":\"%s\",\"inizio\":\"%s\",\"nota\":\"prova\"}",
		member(a, at, "id"), *punto, *inizio);
	reply_release(&q);
	reply_release(&p);
	return text;
}

static struct reply confirm(struct world *w, struct arena *a, const char *token,
	const char *body, const char *key)
{
	return http_ask(&(struct ask){ .method = "POST",
		.token = token,
		.body = body,
		.url = arena_printf(a, "%s" BASE "/appuntamenti", w->api),
		.headers = { arena_printf(a, "Idempotency-Key: %s", key) } });
}

Test(server, takes_the_time_loses_the_answer_and_ends_the_access)
{
	struct world w;
	struct arena a = { 0 };
	const char *token = NULL, *body = NULL, *punto = NULL, *inizio = NULL;
	char key[UUID_SIZE];
	struct reply r;

	world_open(&w, NULL);
	token = sign_in(&a, w.issuer);
	body = request(&w, &a, token, &punto, &inizio);
	fault(&w, &a,
		arena_printf(&a,
			"{\"tipo\":\"ORARIO_PRESO\",\"punto\":\"%s\","
			"\"inizio\":\"%s\"}",
			punto, inizio));
	random_uuid(key);
	r = confirm(&w, &a, token, body, key);
	cr_expect_eq(r.status, 409, "%s", buf_str(&r.body));
	cr_expect(strstr(buf_str(&r.body), "orari_vicini"), "%s", buf_str(&r.body));
	reply_release(&r);
	body = request(&w, &a, token, &punto, &inizio);
	fault(&w, &a, "{\"tipo\":\"RISPOSTA_PERSA\"}");
	random_uuid(key);
	r = confirm(&w, &a, token, body, key);
	cr_expect_eq(r.status, 0);
	reply_release(&r);
	r = confirm(&w, &a, token, body, key);
	cr_expect_eq(r.status, 201, "%s", buf_str(&r.body));
	reply_release(&r);
	fault(&w, &a, "{\"tipo\":\"ACCESSO_SCADUTO\"}");
	r = get(&w, &a, token, "/profilo");
	cr_expect_eq(r.status, 401);
	reply_release(&r);
	r = get(&w, &a, sign_in(&a, w.issuer), "/profilo");
	cr_expect_eq(r.status, 200);
	reply_release(&r);
	arena_release(&a);
	world_close(&w);
}
