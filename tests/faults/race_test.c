/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The race: sixty-four clients, each on a connection of its own, for six times with three places
 * each. They book, repeat what they sent, cancel, and half-way the deleghe of eight employers are
 * revoked. Then the server is stopped and its database asked: never more than the places, no
 * quesito in two live appointments, every 201 there, every cancelled one cancelled, nothing else.
 *
 * RACE_SEED and RACE_ROUNDS (of each client) change what happens; a failure prints the seed.
 */
#include "base/alloc.h"
#include "base/file.h"
#include "base/random.h"
#include "domain/codice_fiscale.h"
#include "tests/support/http/client.h"
#include "tests/support/world.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#define CLIENTS   64
#define DELEGATED 16 /* the first employers have a delegate, who plays too */
#define REVOKED   8  /* of those, from half-way on */
#define QUESITI   4  /* of each employer */
#define ROUNDS    24
#define BASE      "/rest/lavoro-domestico/v1/agenda"

static const char *const times[] = {
	"2026-11-25T08:30:00+01:00",
	"2026-11-25T08:50:00+01:00",
	"2026-11-25T09:10:00+01:00",
	"2026-11-26T08:30:00+01:00",
	"2026-11-26T08:50:00+01:00",
	"2026-11-26T09:10:00+01:00",
};
#define TIMES (sizeof times / sizeof *times)

struct booked {
	char id[32];
	char quesito[32];
	bool cancelled; /* a 200 said so */
};

struct race {
	struct world w;
	uint64_t seed;
	unsigned rounds;
	char folder_file[2][128]; /* records, revocations */
	char *tokens[CLIENTS];
	char *delegate;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	unsigned finished_rounds;
	atomic_bool revoked;
};

struct client {
	struct race *race;
	unsigned number; /* the employer whose rapporto it is */
	bool as_delegate;
	struct random_sequence random;
	struct arena a;
	struct booked booked[256];
	size_t n_booked;
	unsigned statuses[600];
	char wrong[512]; /* the first thing that should not be */
};

/* ---- the records ---------------------------------------------------------------------------- */

static void employer(unsigned n, char cf[CODICE_FISCALE_SIZE])
{
	codice_fiscale_make("Gara", "Elio", 1940 + (int)n % 60, 1 + (int)n / 60,
		1 + (int)n % 28, false, "H501", cf);
}

static void add_employer(struct buf *b, unsigned n)
{
	char cf[CODICE_FISCALE_SIZE];

	employer(n, cf);
	buf_addf(b,
		"{\"tipo\":\"PERSONA\",\"persona\":{\"id\":\"p-gara-%u\",\"codice_fiscale\":\"%s\","
		"\"nome_proprio\":\"Elio\",\"cognome\":\"Gara\",\"profili\":[{\"tipo\":\"CITTADINO\","
		"\"descrizione\":\"in gara\"}]}}\n",
		n, cf);
	buf_addf(b,
		"{\"tipo\":\"RAPPORTO\",\"rapporto\":{\"codice_rapporto_lavoro\":\"%010u\","
		"\"stato\":\"ATTIVO\",\"mansione\":\"COLF\",\"contratto\":\"TIN\",\"datore\":{"
		"\"codice_fiscale\":\"%s\",\"nome_proprio\":\"Elio\",\"cognome\":\"Gara\"},"
		"\"lavoratore\":{\"codice_fiscale\":\"RSSMRA80A01H50MM\",\"nome_proprio\":\"Mara\","
		"\"cognome\":\"Rossi\"},\"codice_sede_inps\":\"9001\",\"inizio\":\"2020-01-07\"}}\n",
		900000 + n, cf);
	for (unsigned q = 0; q < QUESITI; q++)
		buf_addf(b,
			"{\"tipo\":\"QUESITO\",\"quesito\":{\"id\":\"gara-%u-%u\","
			"\"codice_rapporto_lavoro\":\"%010u\",\"argomento\":\"MAV\",\"oggetto\":\"x\","
			"\"aperto_il\":\"2026-09-01\",\"stato\":\"CHIUSO\",\"esito\":\"RESPINTO\","
			"\"chiuso_il\":\"2026-10-01\"}}\n",
			n, q, 900000 + n);
}

static void add_delega(struct buf *b, unsigned n, const char *stato, const char *al)
{
	char cf[CODICE_FISCALE_SIZE];

	employer(n, cf);
	buf_addf(b,
		"{\"tipo\":\"DELEGA\",\"delega\":{\"datore\":\"%s\",\"intermediario\":"
		"\"p-gara-studio\",\"stato\":\"%s\",\"dal\":\"2024-01-01\"%s}}\n",
		cf, stato, al);
}

static void write_records(struct race *r)
{
	struct buf b;
	struct err err = { 0 };

	buf_init(&b, (size_t)4 << 20);
	buf_adds(&b,
		"{\"tipo\":\"SEDE\",\"sede\":{\"codice_sede_inps\":\"9001\","
		"\"denominazione_sede_inps\":\"Gara\",\"citta\":\"Gara\"}}\n"
		"{\"tipo\":\"PUNTO\",\"punto\":{\"id\":\"P9001-01\",\"codice_sede_inps\":\"9001\","
		"\"denominazione\":\"Gara\",\"indirizzo\":\"Via 1\",\"citta\":\"Gara\",\"attivo\":true,"
		"\"durata_minuti\":20,\"postazioni\":3,\"orizzonte_giorni\":10,\"aperture\":["
		"{\"giorno_settimana\":3,\"dalle\":\"08:30\",\"alle\":\"09:30\"},"
		"{\"giorno_settimana\":4,\"dalle\":\"08:30\",\"alle\":\"09:30\"}]}}\n"
		"{\"tipo\":\"PERSONA\",\"persona\":{\"id\":\"p-gara-studio\",\"codice_fiscale\":"
		"\"RSSMRA85T10A562S\",\"nome_proprio\":\"Mara\",\"cognome\":\"Studio\",\"profili\":["
		"{\"tipo\":\"INTERMEDIARIO\",\"denominazione\":\"Studio Gara\",\"tipo_delegato\":\"03\","
		"\"abilitato\":true,\"descrizione\":\"in gara\"}]}}\n");
	for (unsigned n = 0; n < CLIENTS; n++)
		add_employer(&b, n);
	for (unsigned n = 0; n < DELEGATED; n++)
		add_delega(&b, n, "ATTIVA", "");
	cr_assert(buf_ok(&b) && file_write(r->folder_file[0], b.data, b.len, &err), "%s",
		err.cause);
	buf_reset(&b);
	for (unsigned n = 0; n < REVOKED; n++)
		add_delega(&b, n, "REVOCATA", ",\"al\":\"2026-11-23\"");
	cr_assert(file_write(r->folder_file[1], b.data, b.len, &err), "%s", err.cause);
	buf_release(&b);
}

/* `agendad importa`, beside the server that is running. */
static void import(struct race *r, const char *file)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		execl(TEST_BINARY_DIR "/agendad", "agendad", "importa", file, "--dati",
			r->w.store, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "importa: %d", status);
}

/* ---- signing in ------------------------------------------------------------------------------- */

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
		.method = "POST", .url = url, .type = type, .body = body, .kept = true });
	const char *text = arena_strdup(a, buf_str(&r.body));

	cr_assert(r.status == 200 || r.status == 204, "%s: %ld %s", url, r.status, text);
	reply_release(&r);
	return text;
}

static char *sign_in(struct race *r, const char *persona, const char *profilo)
{
	static const char form[] = "application/x-www-form-urlencoded";
	struct arena a = { 0 };
	const char *x = post(&a, arena_printf(&a, "%s/device_authorization", r->w.issuer),
		form, "client_id=agenda&scope=agenda");
	const char *device = member(&a, x, "device_code");
	char *token = NULL;

	post(&a, arena_printf(&a, "%s/approvazione", r->w.issuer), "application/json",
		arena_printf(&a,
			"{\"user_code\":\"%s\",\"persona\":\"%s\",\"profilo\":\"%s\"}",
			member(&a, x, "user_code"), persona, profilo));
	x = post(&a, arena_printf(&a, "%s/token", r->w.issuer), form,
		arena_printf(&a,
			"client_id=agenda&device_code=%s&grant_type="
			"urn:ietf:params:oauth:grant-type:device_code",
			device));
	token = xstrdup(member(&a, x, "access_token"));
	cr_assert(*token);
	arena_release(&a);
	return token;
}

/* ---- a client ----------------------------------------------------------------------------------- */

static void wrong(struct client *c, const char *what, const struct reply *r)
{
	if (!*c->wrong)
		snprintf(c->wrong, sizeof c->wrong, "client %u%s: %s: %ld %s", c->number,
			c->as_delegate ? " (delegate)" : "", what, r->status,
			buf_str(&r->body));
}

static void count(struct client *c, const struct reply *r)
{
	c->statuses[r->status < 600 ? r->status : 0]++;
	if (r->status >= 500 || r->status == 0 || r->status == 401 || r->status == 429)
		wrong(c, "not an answer of a race", r);
}

static struct reply send_post(struct client *c, const char *path, const char *body,
	const char *key, const char *if_match)
{
	struct race *r = c->race;

	return http_ask(&(struct ask){ .method = "POST",
		.kept = true,
		.body = body,
		.url = arena_printf(&c->a, "%s" BASE "%s", r->w.api, path),
		.token = c->as_delegate ? r->delegate : r->tokens[c->number],
		.headers = {
			arena_printf(&c->a, "Idempotency-Key: %s", key), if_match } });
}

static bool already(const struct client *c, const char *id)
{
	for (size_t i = 0; i < c->n_booked; i++)
		if (strcmp(c->booked[i].id, id) == 0)
			return true;
	return false;
}

static void note(struct client *c, const struct reply *r, const char *quesito)
{
	const char *id = member(&c->a, buf_str(&r->body), "id");

	if (already(c, id) || c->n_booked == sizeof c->booked / sizeof *c->booked)
		return;
	snprintf(c->booked[c->n_booked].id, sizeof c->booked->id, "%s", id);
	snprintf(
		c->booked[c->n_booked].quesito, sizeof c->booked->quesito, "%s", quesito);
	c->n_booked++;
}

/* Sometimes the same bytes go twice, as after an answer that was lost. */
static void book(struct client *c)
{
	char key[UUID_SIZE];
	const char *quesito = arena_printf(&c->a, "gara-%u-%u", c->number,
		(unsigned)random_below(&c->random, QUESITI));
	const char *body = arena_printf(&c->a,
		"{\"codice_rapporto_lavoro\":\"%010u\",\"quesiti\":["
		"\"%s\"],\"punto\":\"P9001-01\",\"inizio\":\"%s\",\"nota\":\"gara\"}",
		900000 + c->number, quesito, times[random_below(&c->random, TIMES)]);
	bool ended = c->as_delegate && c->number < REVOKED
		&& atomic_load(&c->race->revoked);
	unsigned sendings = random_below(&c->random, 4) == 0 ? 2 : 1;
	const char *first = NULL;

	random_uuid(key);
	for (unsigned i = 0; i < sendings; i++) {
		struct reply r = send_post(c, "/appuntamenti", body, key, NULL);

		count(c, &r);
		if (r.status == 201)
			note(c, &r, quesito);
		if (r.status == 201 && ended)
			wrong(c, "a booking after the revocation", &r);
		if (first && r.status == 201 && strcmp(first, buf_str(&r.body)) != 0)
			wrong(c, "the same key, another answer", &r);
		if (r.status == 201)
			first = arena_strdup(&c->a, buf_str(&r.body));
		reply_release(&r);
	}
}

static void cancel(struct client *c)
{
	struct booked *b = c->n_booked ? &c->booked[random_below(&c->random, c->n_booked)]
				       : NULL;
	char key[UUID_SIZE];
	struct reply r;

	if (!b || b->cancelled)
		return;
	random_uuid(key);
	r = send_post(c, arena_printf(&c->a, "/appuntamenti/%s/cancellazione", b->id),
		"{}", key, "If-Match: \"1\"");
	count(c, &r);
	b->cancelled = r.status == 200;
	reply_release(&r);
}

static void finish_round(struct race *r)
{
	pthread_mutex_lock(&r->lock);
	r->finished_rounds++;
	pthread_cond_signal(&r->moved);
	pthread_mutex_unlock(&r->lock);
}

static void *play(void *arg)
{
	struct client *c = arg;

	for (unsigned i = 0; i < c->race->rounds; i++) {
		if (random_below(&c->random, 3) == 0)
			cancel(c);
		else
			book(c);
		arena_reset(&c->a);
		finish_round(c->race);
	}
	http_forget_connection();
	return NULL;
}

/* ---- afterwards ----------------------------------------------------------------------------------- */

static char *sql_lines(sqlite3 *db, const char *sql)
{
	struct buf lines = { 0 };
	const char *rest = sql;

	while (*rest) {
		sqlite3_stmt *st = NULL;

		cr_assert_eq(sqlite3_prepare_v2(db, rest, -1, &st, &rest), SQLITE_OK,
			"%s", sqlite3_errmsg(db));
		while (st && sqlite3_step(st) == SQLITE_ROW)
			for (int i = 0, n = sqlite3_column_count(st); i < n; i++)
				buf_addf(&lines, "%s%s",
					(const char *)sqlite3_column_text(st, i),
					i + 1 < n ? " | " : "\n");
		sqlite3_finalize(st);
		if (!st)
			break;
	}
	return buf_take(&lines);
}

static void expect_none(sqlite3 *db, const char *what, const char *sql)
{
	char *lines = sql_lines(db, sql);

	cr_expect_str_empty(lines ? lines : "", "%s: %s", what, lines);
	FREE(&lines);
}

static void check_invariants(sqlite3 *db)
{
	struct buf text = { 0 };
	struct err err = { 0 };

	cr_assert(file_read(TEST_SOURCE_DIR "/tests/faults/invariants.sql", &text, &err));
	expect_none(db, "invariants", buf_str(&text));
	buf_release(&text);
}

/* What the clients were told, as a table beside what the store holds. */
static void told(sqlite3 *db, const struct client *c)
{
	for (size_t i = 0; i < c->n_booked; i++) {
		char sql[256];

		snprintf(sql, sizeof sql,
			"INSERT OR IGNORE INTO told VALUES('%s','%s',0);"
			"UPDATE told SET cancelled = 1 WHERE id = '%s' AND %d;",
			c->booked[i].id, c->booked[i].quesito, c->booked[i].id,
			c->booked[i].cancelled);
		cr_assert_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	}
}

static void check_told(sqlite3 *db)
{
	expect_none(db, "a 201 that is not there",
		"SELECT id FROM told t WHERE NOT EXISTS (SELECT 1 "
		"FROM appuntamento a JOIN appuntamento_quesito q ON q.appuntamento = a.id "
		"WHERE a.id = t.id AND q.quesito = t.quesito)");
	expect_none(db, "a cancelled one that is not",
		"SELECT t.id FROM told t JOIN appuntamento a "
		"ON a.id = t.id WHERE (a.stato = 'CANCELLATO') <> t.cancelled");
	expect_none(db, "one that nobody was told of",
		"SELECT a.id FROM appuntamento a "
		"WHERE a.punto = 'P9001-01' AND a.id NOT IN (SELECT id FROM told)");
}

static void check(struct race *r, struct client *clients, size_t n)
{
	sqlite3 *db = NULL;

	cr_assert_eq(sqlite3_open(r->w.store, &db), SQLITE_OK);
	check_invariants(db);
	sqlite3_exec(db,
		"CREATE TEMP TABLE told(id TEXT PRIMARY KEY, quesito TEXT, cancelled INT)",
		NULL, NULL, NULL);
	for (size_t i = 0; i < n; i++)
		told(db, &clients[i]);
	check_told(db);
	sqlite3_close(db);
}

/* ---- the test --------------------------------------------------------------------------------------- */

static uint64_t env_number(const char *name, uint64_t otherwise)
{
	const char *s = getenv(name);

	return s && *s ? strtoull(s, NULL, 10) : otherwise;
}

static void race_open(struct race *r)
{
	static const char *const extra[] = { "--limite", "1000000/1", "--senza-registro",
		NULL };

	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->moved, NULL);
	r->seed = env_number("RACE_SEED", (uint64_t)time(NULL));
	r->rounds = (unsigned)env_number("RACE_ROUNDS", ROUNDS);
	fprintf(stderr, "race: seed %llu, %u rounds of %d clients\n",
		(unsigned long long)r->seed, r->rounds, CLIENTS);
	world_open(&r->w, extra);
	snprintf(r->folder_file[0], sizeof r->folder_file[0], "%s/gara.jsonl",
		r->w.folder);
	snprintf(r->folder_file[1], sizeof r->folder_file[1], "%s/revoche.jsonl",
		r->w.folder);
	write_records(r);
	import(r, r->folder_file[0]);
	for (unsigned i = 0; i < CLIENTS; i++) {
		char persona[32];

		snprintf(persona, sizeof persona, "p-gara-%u", i);
		r->tokens[i] = sign_in(r, persona, "CITTADINO");
	}
	r->delegate = sign_in(r, "p-gara-studio", "INTERMEDIARIO");
	http_forget_connection();
}

/* Half of the connections that play for a delegated employer are the delegate's. */
static struct client *clients_new(struct race *r)
{
	struct client *clients = xalloc_array(CLIENTS, sizeof *clients);

	for (unsigned i = 0; i < CLIENTS; i++) {
		clients[i].race = r;
		clients[i].as_delegate = i < 2 * DELEGATED && i % 2 == 1;
		clients[i].number = i < 2 * DELEGATED ? i / 2 : i;
		random_seed(&clients[i].random, r->seed + i);
	}
	return clients;
}

static void half_way(struct race *r)
{
	pthread_mutex_lock(&r->lock);
	while (r->finished_rounds < r->rounds * CLIENTS / 2)
		pthread_cond_wait(&r->moved, &r->lock);
	pthread_mutex_unlock(&r->lock);
	import(r, r->folder_file[1]);
	atomic_store(&r->revoked, true);
}

static void say_statuses(const struct client *clients)
{
	for (int status = 0; status < 600; status++) {
		unsigned n = 0;

		for (int i = 0; i < CLIENTS; i++)
			n += clients[i].statuses[status];
		if (n)
			fprintf(stderr, "race: %u answers %d\n", n, status);
	}
}

Test(race, gives_no_place_twice, .timeout = 300)
{
	struct race *r = xalloc(sizeof *r);
	struct client *clients = NULL;
	pthread_t threads[CLIENTS];

	race_open(r);
	clients = clients_new(r);
	for (int i = 0; i < CLIENTS; i++)
		pthread_create(&threads[i], NULL, play, &clients[i]);
	half_way(r);
	for (int i = 0; i < CLIENTS; i++) {
		pthread_join(threads[i], NULL);
		cr_expect_str_empty(clients[i].wrong, "seed %llu: %s",
			(unsigned long long)r->seed, clients[i].wrong);
	}
	say_statuses(clients);
	world_stop_server(&r->w, SIGTERM);
	check(r, clients, CLIENTS);
	for (int i = 0; i < CLIENTS; i++) {
		arena_release(&clients[i].a);
		FREE(&r->tokens[i]);
	}
	FREE(&r->delegate);
	world_close(&r->w);
	FREE(&clients);
	FREE(&r);
}
