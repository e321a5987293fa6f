/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Confirmations against the disk of the same run: the median of a confirmation over HTTP beside
 * one fdatasync, and confirmations per second of 64 clients beside those of one, who waits for a
 * commit each time. The real agendad, sample data, the demo's issuer.
 */
#include "api/codec.h"
#include "api/routes.h"
#include "api/tables.h"
#include "api/messages.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "base/random.h"
#include "tests/support/http/client.h"
#include "tests/support/world.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define FORM "application/x-www-form-urlencoded"
#define SAMPLES 300
#define CLIENTS 64
#define RUN_MS 4000
#define IDLE_MS 5000

struct subject { /* one bookable quesito and where it may be booked */
	const char *codice, *quesito, *punto, *inizio;
};

struct bench {
	struct world w;
	struct arena a;
	const char *token;
	struct subject subjects[CLIENTS];
	size_t n;
};

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_value(const void *pa, const void *pb)
{
	double a = *(const double *)pa, b = *(const double *)pb;

	return a < b ? -1 : a > b;
}

static double median(double *all, size_t n)
{
	qsort(all, n, sizeof(*all), by_value);
	return all[n / 2];
}

static void must(bool ok, const char *what)
{
	if (!ok) {
		fprintf(stderr, "bench_server: %s\n", what);
		exit(1);
	}
}

/* ── asking ─────────────────────────────────────────────────────────────────────────────── */

static void *decoded(struct bench *b, const struct fields *table, const char *url,
	const char *token, const char *type, const char *body)
{
	struct reply r = http_ask(&(struct ask){ .method = body ? "POST" : "GET", .url = url,
		.token = token, .type = type, .body = body });
	struct err err = { 0 };
	void *to = arena_alloc(&b->a, table->size);

	must(r.status == 200 && api_decode(table, API_REPLY, buf_str(&r.body), r.body.len, &b->a,
		to, &err), url);
	reply_release(&r);
	return to;
}

static void sign_in(struct bench *b, const char *person, const char *profile)
{
	const char *issuer = b->w.issuer;
	const struct device_authorization *code = decoded(b, &device_authorization_fields,
		arena_printf(&b->a, "%s/device_authorization", issuer), NULL, FORM,
		"client_id=agenda&scope=agenda");
	struct reply r = http_ask(&(struct ask){ .method = "POST",
		.url = arena_printf(&b->a, "%s/approvazione", issuer),
		.body = arena_printf(&b->a, "{\"user_code\":\"%s\",\"persona\":\"%s\","
			"\"profilo\":\"%s\"}", code->user_code, person, profile) });

	must(r.status == 204, "approvazione");
	reply_release(&r);
	const struct token *t = decoded(b, &token_fields,
		arena_printf(&b->a, "%s/token", issuer), NULL, FORM,
		arena_printf(&b->a, "client_id=agenda&device_code=%s&grant_type="
			"urn:ietf:params:oauth:grant-type:device_code", code->device_code));
	b->token = t->access_token;
}

static char *api(struct bench *b, const char *rest)
{
	return arena_printf(&b->a, "%s%s%s", b->w.api, API_BASE_PATH, rest);
}

/* A rapporto with something bookable: its first such quesito, a punto and a free time there. */
static void add_subject(struct bench *b, const struct rapporto *r)
{
	const struct quesiti *q = decoded(b, &quesiti_fields, api(b, arena_printf(&b->a,
		"/rapporti/%s/quesiti", r->codice_rapporto_lavoro)), b->token, NULL, NULL);
	const struct punti *p = decoded(b, &punti_fields, api(b, arena_printf(&b->a,
		"/rapporti/%s/punti-consulenza", r->codice_rapporto_lavoro)), b->token, NULL, NULL);
	char time[INSTANT_TEXT_SIZE];

	for (size_t i = 0; i < q->n; i++) {
		const struct punto *at = &p->items[b->n % p->n];
		if (!q->items[i].prenotabile || at->primo_libero == INSTANT_NONE)
			continue;
		instant_format(at->primo_libero, time);
		b->subjects[b->n++] = (struct subject){ r->codice_rapporto_lavoro, q->items[i].id,
			at->id, arena_strdup(&b->a, time) };
		return;
	}
}

static void find_subjects(struct bench *b)
{
	const struct rapporti *all = decoded(b, &rapporti_fields, api(b, "/rapporti?limit=200"),
		b->token, NULL, NULL);

	for (size_t i = 0; i < all->n && b->n < CLIENTS; i++)
		if (all->items[i].quesiti_prenotabili)
			add_subject(b, &all->items[i]);
	must(b->n >= 8, "too few bookable quesiti in the sample data");
}

/* ── a confirmation, and its cancellation ───────────────────────────────────────────────── */

static struct reply post(const struct bench *b, const char *url, const char *if_match,
	const char *body)
{
	char key[64] = "Idempotency-Key: ", match[48];
	struct ask ask = { .method = "POST", .url = url, .token = b->token, .body = body,
		.kept = true, .headers = { key } };

	random_uuid(key + strlen(key));
	if (if_match) {
		snprintf(match, sizeof(match), "If-Match: %s", if_match);
		ask.headers[1] = match;
	}
	return http_ask(&ask);
}

/* Microseconds of the confirmation alone; 0 when the time was full. */
static double confirm_and_cancel(const struct bench *b, const struct subject *s)
{
	struct arena a = { 0 };
	double began, took = 0;
	char *body = arena_printf(&a, "{\"codice_rapporto_lavoro\":\"%s\",\"quesiti\":[\"%s\"],"
		"\"punto\":\"%s\",\"inizio\":\"%s\",\"nota\":\"misura\"}", s->codice, s->quesito,
		s->punto, s->inizio);
	char *url = arena_printf(&a, "%s%s/appuntamenti", b->w.api, API_BASE_PATH);

	began = now_us();
	struct reply r = post(b, url, NULL, body);
	if (r.status == 201) {
		took = now_us() - began;
		const char *at = strstr(buf_str(&r.body), "\"id\":\"AG-");
		char *gone = arena_printf(&a, "%s/%.17s/cancellazione", url, at ? at + 6 : "");
		struct reply c = post(b, gone, reply_header(&r, "ETag", &a), "{}");
		must(c.status == 200, "cancellazione");
		reply_release(&c);
	} else {
		must(r.status == 409, "conferma");
	}
	reply_release(&r);
	arena_release(&a);
	return took;
}

/* ── what is measured ───────────────────────────────────────────────────────────────────── */

static double fdatasync_us(const struct bench *b)
{
	double all[SAMPLES];
	char path[FOLDER_SIZE + 16], page[4096] = { 0 };
	int fd;

	snprintf(path, sizeof(path), "%s/sync", b->w.folder);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	must(fd >= 0, path);
	for (size_t i = 0; i < SAMPLES; i++) {
		double began = now_us();
		must(write(fd, page, sizeof(page)) == sizeof(page) && fdatasync(fd) == 0, "fdatasync");
		all[i] = now_us() - began;
	}
	close(fd);
	unlink(path);
	return median(all, SAMPLES);
}

static double confirmation_us(const struct bench *b)
{
	double all[SAMPLES];

	for (size_t i = 0; i < SAMPLES; i++) {
		all[i] = confirm_and_cancel(b, &b->subjects[0]);
		must(all[i] > 0, "the time of the measure is full");
	}
	return median(all, SAMPLES);
}

struct crowd {
	const struct bench *b;
	atomic_int next, done;
	atomic_bool over;
};

static void *one_client(void *user)
{
	struct crowd *c = user;
	const struct subject *s = &c->b->subjects[atomic_fetch_add(&c->next, 1)];

	while (!atomic_load(&c->over))
		if (confirm_and_cancel(c->b, s) > 0)
			atomic_fetch_add(&c->done, 1);
	http_forget_connection();
	return NULL;
}

static double per_second(const struct bench *b, size_t clients)
{
	struct crowd c = { .b = b };
	pthread_t threads[CLIENTS];
	struct timespec run = { RUN_MS / 1000, 0 };
	double began = now_us();

	for (size_t i = 0; i < clients; i++)
		must(pthread_create(&threads[i], NULL, one_client, &c) == 0, "pthread_create");
	nanosleep(&run, NULL);
	atomic_store(&c.over, true);
	for (size_t i = 0; i < clients; i++)
		pthread_join(threads[i], NULL);
	return atomic_load(&c.done) / ((now_us() - began) / 1e6);
}

static void row(const char *what, double floor, double ours, double ratio, const char *goal,
	bool met)
{
	printf("%-34s %12.0f %12.0f %8.2f   %s %s\n", what, floor, ours, ratio, goal,
		met ? "ok" : "MISSED");
}

/* Times that a process gave up the processor to wait, so far. */
static long waits_of(pid_t pid)
{
	char path[64], line[128];
	long n = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		sscanf(line, "voluntary_ctxt_switches: %ld", &n);
	if (f)
		fclose(f);
	return n;
}

/* The real agenda, signed in, home on screen, nobody touching it. */
static void idle(struct bench *b)
{
	struct pty *p = world_agenda_as(&b->w, "p-anna-bianchi", "CITTADINO", 80, 24);
	long waits;
	size_t bytes;

	must(pty_wait_text(p, "in linea") && pty_wait_quiet(p, 1000), "agenda");
	waits = waits_of(pty_pid(p));
	bytes = pty_bytes(p);
	pty_wait_quiet(p, IDLE_MS);
	row("idle for 5 s, wake-ups", 0, (double)(waits_of(pty_pid(p)) - waits), 0, "= 0",
		waits_of(pty_pid(p)) == waits);
	row("idle for 5 s, bytes", 0, (double)(pty_bytes(p) - bytes), 0, "= 0",
		pty_bytes(p) == bytes);
	pty_free(p);
}

int main(void)
{
	static const char *const extra[] = { "--limite", "1000000/1", "--senza-registro", NULL };
	struct bench b = { 0 };
	double floor, ours;

	world_open(&b.w, extra);
	sign_in(&b, "p-studio-verdi", "INTERMEDIARIO");
	find_subjects(&b);
	printf("%-34s %12s %12s %8s   goal\n", "", "floor", "ours", "ratio");
	confirmation_us(&b); /* warm */
	floor = fdatasync_us(&b);
	ours = confirmation_us(&b);
	row("confirmation / fdatasync, us", floor, ours, ours / floor, "<= 2.00", ours <= 2 * floor);
	floor = per_second(&b, 1);
	ours = per_second(&b, b.n);
	char what[48];
	snprintf(what, sizeof(what), "confirmations/s, %zu clients / one", b.n);
	row(what, floor, ours, ours / floor, ">= 1.50", ours >= 1.5 * floor);
	idle(&b);
	arena_release(&b.a);
	world_close(&b.w);
	return 0;
}
