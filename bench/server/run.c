/* SPDX-License-Identifier: EUPL-1.2
 *
 * The real agendad against the disk it writes on: one confirmation over HTTP beside one
 * fdatasync, and beside a server that does nothing else but one, and 64 clients beside the same bookings through the same store, each with a commit
 * of its own and no HTTP. Prints lines "measure|unit|floor|ours|goal", with "<" or ">" before
 * the goal. */
#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/random.h"
#include "bench/server/pavimento.h"
#include "bench/server/records.h"
#include "server/store/store.h"
#include "tests/support/http/client.h"
#include "tests/support/world.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BASE   "/rest/lavoro-domestico/v1/agenda"
#define ALONE  300
#define ROUNDS 8
#define PAGE   4096

static struct world w;
static char *tokens[EMPLOYERS];
static char ids[EMPLOYERS][QUESITI][32];
static pthread_barrier_t gate;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static _Noreturn void die(const char *what, const char *why)
{
	fprintf(stderr, "bench_server: %s: %s\n", what, why);
	world_close(&w);
	exit(1);
}

static const char *member(struct arena *a, const char *json, const char *name)
{
	const char *at = strstr(json, arena_printf(a, "\"%s\":\"", name));

	at = at ? at + strlen(name) + 4 : "";
	return arena_strndup(a, at, strcspn(at, "\""));
}

/* ---- signing in ---------------------------------------------------------------------- */

static const char *post(
	struct arena *a, const char *path, const char *type, const char *body)
{
	struct reply r = http_ask(&(struct ask){ .method = "POST",
		.url = arena_printf(a, "%s/%s", w.issuer, path),
		.type = type,
		.body = body,
		.kept = true });
	const char *text = arena_strdup(a, buf_str(&r.body));

	if (r.status != 200 && r.status != 204)
		die(path, text);
	reply_release(&r);
	return text;
}

static char *sign_in(unsigned n)
{
	static const char form[] = "application/x-www-form-urlencoded";
	struct arena a = { 0 };
	const char *x = post(
		&a, "device_authorization", form, "client_id=agenda&scope=agenda");
	const char *device = member(&a, x, "device_code");
	char *token;

	post(&a, "approvazione", "application/json",
		arena_printf(&a,
			"{\"user_code\":\"%s\",\"persona\":\"p-gara-%u\","
			"\"profilo\":\"CITTADINO\"}",
			member(&a, x, "user_code"), n));
	x = post(&a, "token", form,
		arena_printf(&a,
			"client_id=agenda&device_code=%s&grant_type="
			"urn:ietf:params:oauth:grant-type:device_code",
			device));
	token = xstrdup(member(&a, x, "access_token"));
	arena_release(&a);
	return token;
}

static void open_world(void)
{
	static const char *const extra[] = { "--limite", "1000000/1", "--senza-registro",
		NULL };
	char path[FOLDER_SIZE + 32];
	const char *import[] = { "importa", path, "--dati", w.store, NULL };
	char *out = NULL, *errors = NULL;
	struct buf b = { 0 };
	struct err err = { 0 };

	world_open(&w, extra);
	buf_init(&b, (size_t)4 << 20);
	records_add(&b);
	snprintf(path, sizeof path, "%s/gara.jsonl", w.folder);
	if (!file_write(path, b.data, b.len, &err))
		die(path, err.cause);
	if (world_server_command(&w, import, NULL, &out, &errors) != 0)
		die("importa", errors);
	free(out);
	free(errors);
	buf_release(&b);
	for (unsigned n = 0; n < EMPLOYERS; n++)
		tokens[n] = sign_in(n);
	http_forget_connection();
}

/* ---- a confirmation and its cancellation ----------------------------------------------- */

static struct reply change(struct arena *a, unsigned n, const char *path,
	const char *body, const char *match)
{
	char key[UUID_SIZE];

	random_uuid(key);
	return http_ask(&(struct ask){ .method = "POST",
		.kept = true,
		.body = body,
		.url = arena_printf(a, "%s" BASE "%s", w.api, path),
		.token = tokens[n],
		.headers = { arena_printf(a, "Idempotency-Key: %s", key), match } });
}

/* Seconds from the question to the answer. */
static double book(unsigned n, unsigned q)
{
	struct arena a = { 0 };
	char inizio[INSTANT_TEXT_SIZE];
	const char *body;
	struct reply r;
	double began;

	instant_format(records_time(n, q), inizio);
	body = arena_printf(&a,
		"{\"codice_rapporto_lavoro\":\"%010u\",\"quesiti\":[\"gara-%u-%u\"],"
		"\"punto\":\"" PUNTO "\",\"inizio\":\"%s\",\"nota\":\"gara\"}",
		900000 + n, n, q, inizio);
	began = now();
	r = change(&a, n, "/appuntamenti", body, NULL);
	began = now() - began;
	if (r.status != 201)
		die("POST /appuntamenti", buf_str(&r.body));
	snprintf(ids[n][q], sizeof ids[n][q], "%s", member(&a, buf_str(&r.body), "id"));
	reply_release(&r);
	arena_release(&a);
	return began;
}

static void cancel(unsigned n, unsigned q)
{
	struct arena a = { 0 };
	struct reply r = change(&a, n,
		arena_printf(&a, "/appuntamenti/%s/cancellazione", ids[n][q]), "{}",
		"If-Match: \"1\"");

	if (r.status != 200)
		die("cancellazione", buf_str(&r.body));
	reply_release(&r);
	arena_release(&a);
}

/* ---- alone ---------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* One page over bytes that are there already, as a log that is written again. */
static double sync_once(int fd, unsigned i)
{
	static const char page[PAGE] = "agenda";
	double began = now();

	if (pwrite(fd, page, PAGE, (off_t)i * PAGE) != PAGE || fdatasync(fd) != 0)
		die("fdatasync", "disk");
	return now() - began;
}

/* Seconds of a question as long as a confirmation to the server that only syncs. */
static double bare_post(const struct pavimento *p)
{
	static const char body[200] = "agenda";
	double began = now();
	struct reply r = http_ask(&(struct ask){
		.method = "POST", .kept = true, .url = p->url, .body = body });

	if (r.status != 201)
		die(p->url, "no answer");
	reply_release(&r);
	return now() - began;
}

static double median(double *values)
{
	qsort(values, ALONE, sizeof *values, by_size);
	return values[ALONE / 2] * 1e6;
}

static void alone(void)
{
	static char zeros[PAGE * ALONE];
	double ours[ALONE], disk[ALONE], bare[ALONE];
	char path[FOLDER_SIZE + 32];
	struct pavimento p;
	int fd;

	snprintf(path, sizeof path, "%s/disco", w.folder);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, zeros, sizeof zeros) != (ssize_t)sizeof zeros)
		die(path, "cannot be written");
	fdatasync(fd);
	if (!pavimento_start(&p, path, ALONE))
		die("pavimento", "does not start");
	for (unsigned i = 0; i < ALONE; i++) {
		ours[i] = book(0, 0);
		disk[i] = sync_once(fd, i);
		cancel(0, 0);
		bare[i] = bare_post(&p);
	}
	pavimento_stop(&p);
	close(fd);
	http_forget_connection();
	printf("conferma su HTTP, mediana (fdatasync)|µs|%.0f|%.0f|<2\n", median(disk),
		median(ours));
	printf("conferma su HTTP, mediana (POST a un server che fa un solo fdatasync)|µs|%.0f|%.0f|-\n",
		median(bare), median(ours));
}

/* ---- together --------------------------------------------------------------------------- */

static void *play(void *arg)
{
	unsigned n = *(const unsigned *)arg;

	for (int round = 0; round < ROUNDS; round++) {
		pthread_barrier_wait(&gate);
		for (unsigned q = 0; q < QUESITI; q++)
			book(n, q);
		pthread_barrier_wait(&gate);
		for (unsigned q = 0; q < QUESITI; q++)
			cancel(n, q);
	}
	http_forget_connection();
	return NULL;
}

/* Confirmations per second; the cancellations between the rounds are not in it. */
static double together(void)
{
	static unsigned numbers[EMPLOYERS];
	pthread_t threads[EMPLOYERS];
	double seconds = 0;

	pthread_barrier_init(&gate, NULL, EMPLOYERS + 1);
	for (unsigned n = 0; n < EMPLOYERS; n++) {
		numbers[n] = n;
		pthread_create(&threads[n], NULL, play, &numbers[n]);
	}
	for (int round = 0; round < ROUNDS; round++) {
		double began;

		pthread_barrier_wait(&gate);
		began = now();
		pthread_barrier_wait(&gate);
		seconds += now() - began;
	}
	for (unsigned n = 0; n < EMPLOYERS; n++)
		pthread_join(threads[n], NULL);
	return (double)(ROUNDS * EMPLOYERS * QUESITI) / seconds;
}

/* ---- the floor: the same bookings, one commit each ---------------------------------------- */

static bool render(struct store_job *job)
{
	job->risposta.status = 201;
	return buf_addf(&job->risposta.body, "{\"id\":\"%s\"}", job->appuntamento->id);
}

static void store_do(struct store *s, struct store_job *job, unsigned n, char id[32])
{
	char key[UUID_SIZE];

	random_uuid(key);
	job->chi = (struct soggetto){ arena_printf(&job->arena, "p-gara-%u", n),
		PROFILO_CITTADINO };
	instant_parse(WORLD_NOW, &job->adesso);
	job->chiave = (struct chiave){ .chiave = arena_strdup(&job->arena, key),
		.operazione = "POST /appuntamenti" };
	job->render = render;
	if (!store_run(s, job))
		die("store", job->err.cause);
	snprintf(id, 32, "%s", job->appuntamento->id);
	store_job_free(job);
}

static void store_book(struct store *s, unsigned n, unsigned q)
{
	struct store_job *job = store_job_new(STORE_CONFERMA);
	struct richiesta_appuntamento *r = &job->in.conferma;

	r->codice_rapporto_lavoro = arena_printf(&job->arena, "%010u", 900000 + n);
	r->quesiti = arena_array(&job->arena, 1, sizeof *r->quesiti);
	r->quesiti[0] = arena_printf(&job->arena, "gara-%u-%u", n, q);
	r->n_quesiti = 1;
	r->punto = PUNTO;
	r->inizio = records_time(n, q);
	r->nota = "gara";
	store_do(s, job, n, ids[n][q]);
}

static void store_cancel(struct store *s, unsigned n, unsigned q)
{
	struct store_job *job = store_job_new(STORE_CANCELLA);
	char id[32];

	job->in.cambio = (struct chiedi_cambio){ .id = ids[n][q], .versione = 1 };
	store_do(s, job, n, id);
}

static double one_by_one(void)
{
	struct err err = { 0 };
	struct store *s = store_open(&(struct store_config){ .path = w.store }, &err);
	double seconds = 0;

	if (!s)
		die(w.store, err.cause);
	for (int round = 0; round < ROUNDS; round++) {
		double began = now();

		for (unsigned i = 0; i < EMPLOYERS * QUESITI; i++)
			store_book(s, i % EMPLOYERS, i / EMPLOYERS);
		seconds += now() - began;
		for (unsigned i = 0; i < EMPLOYERS * QUESITI; i++)
			store_cancel(s, i % EMPLOYERS, i / EMPLOYERS);
	}
	store_close(s);
	return (double)(ROUNDS * EMPLOYERS * QUESITI) / seconds;
}

int main(void)
{
	instant fixed = 0;
	double many, floor;

	open_world();
	alone();
	many = together();
	world_stop_server(&w, SIGTERM);
	instant_parse(WORLD_NOW, &fixed);
	clock_freeze(fixed);
	floor = one_by_one();
	printf("conferme con 64 clienti (una per commit, senza HTTP)|al secondo|%.0f|%.0f|>1.5\n",
		floor, many);
	for (unsigned n = 0; n < EMPLOYERS; n++)
		FREE(&tokens[n]);
	world_close(&w);
	return 0;
}
