/* SPDX-License-Identifier: EUPL-1.2
 *
 * Waiting in the feed: what is said when nothing happened, what may change while one waits, and
 * that those who wait cost the others nothing. */
#include "http_fixture.h"

#include "base/clock.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <dirent.h>
#include <netinet/in.h>
#include <poll.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define POLLS_MAX 1000
#define ANSWER_MS 15000

static sem_t admitted;

/* The limiter asks for the time of every request that has been let in. */
static int64_t tell_admitted(void)
{
	sem_post(&admitted);
	return clock_monotonic_ms();
}

static const char *to_the_end(struct fixture *f, const char *token)
{
	const char *cursor = NULL;
	struct variazioni x = { .altre = true };

	while (x.altre) {
		struct reply r = fixture_get(f, token,
			cursor ? arena_printf(&f->a, "/variazioni?cursor=%s", cursor)
			       : "/variazioni");

		cr_assert_eq(r.status, 200, "%s", buf_str(&r.body));
		fixture_read(f, &r, &variazioni_fields, &x);
		cursor = x.next_cursor;
		reply_release(&r);
	}
	return cursor;
}

static int dial(struct fixture *f)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int port = 0;

	cr_assert_eq(sscanf(http_address(f->http), "http://127.0.0.1:%d", &port), 1);
	to.sin_port = htons((uint16_t)port);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	cr_assert_eq(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
	return fd;
}

/* Sends the question and returns once it has been let in. */
static int ask(struct fixture *f, const char *token, const char *cursor, int attesa)
{
	const char *text = arena_printf(&f->a,
		"GET " API_BASE_PATH "/variazioni?attesa=%d&cursor=%s HTTP/1.1\r\n"
		"Host: x\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n",
		attesa, cursor, token);
	int fd = dial(f);

	while (sem_trywait(&admitted) == 0) {
	}
	cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	sem_wait(&admitted);
	return fd;
}

/* To the end; "" when nothing comes in time. */
static const char *hear(struct fixture *f, int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct buf b = { 0 };
	const char *text;
	char bytes[4096];
	ssize_t n = 1;

	while (n > 0 && poll(&p, 1, ANSWER_MS) > 0) {
		n = read(fd, bytes, sizeof bytes);
		if (n > 0)
			buf_add(&b, bytes, (size_t)n);
	}
	close(fd);
	text = arena_strdup(&f->a, buf_str(&b));
	buf_release(&b);
	return text;
}

static int status_of(const char *answer)
{
	int status = 0;

	sscanf(answer, "HTTP/1.1 %d", &status);
	return status;
}

static int threads(void)
{
	DIR *d = opendir("/proc/self/task");
	int n = 0;

	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static void start_with(struct fixture *f, size_t seats, size_t seats_each)
{
	sem_init(&admitted, 0, 0);
	fixture_start(f,
		&(struct fixture_options){ .limite_richieste = 100000,
			.limite_secondi = 1,
			.now_ms = tell_admitted,
			.attese = seats,
			.attese_a_testa = seats_each });
}

static void start(struct fixture *f)
{
	start_with(f, 0, 0);
}

/* As many as there may be open files: both ends of a connection are ours. */
static int polls_possible(void)
{
	struct rlimit r;

	getrlimit(RLIMIT_NOFILE, &r);
	r.rlim_cur = r.rlim_max;
	setrlimit(RLIMIT_NOFILE, &r);
	getrlimit(RLIMIT_NOFILE, &r);
	if (r.rlim_cur > 2 * POLLS_MAX + 200)
		return POLLS_MAX;
	return r.rlim_cur > 440 ? (int)(r.rlim_cur - 200) / 2 : 100;
}

Test(http_attesa, says_little_when_nothing_changed)
{
	struct fixture f;
	struct reply r;

	start(&f);
	r = fixture_get(&f, f.anna,
		arena_printf(&f.a, "/variazioni?attesa=0&cursor=%s",
			to_the_end(&f, f.anna)));
	cr_expect_eq(r.status, 200);
	cr_expect_lt(r.body.len, 400, "%zu bytes", r.body.len);
	reply_release(&r);
	fixture_stop(&f);
}

Test(http_attesa, ends_with_a_token_that_expires_meanwhile)
{
	struct fixture f;
	int fd;

	start(&f);
	fd = ask(&f, f.anna, to_the_end(&f, f.anna), 1);
	clock_freeze(FIXTURE_NOW + 86400);
	cr_expect_eq(status_of(hear(&f, fd)), 401);
	clock_freeze(FIXTURE_NOW);
	fixture_stop(&f);
}

Test(http_attesa, tells_at_once_what_a_revoked_delega_takes_away)
{
	struct fixture f;
	const char *answer;
	int fd;

	start(&f);
	fd = ask(&f, f.studio, to_the_end(&f, f.studio), 25);
	fixture_import(&f,
		"{\"tipo\":\"DELEGA\",\"delega\":{\"datore\":\"BNCNNA52M64L219H\","
		"\"intermediario\":\"p-studio\",\"stato\":\"REVOCATA\",\"dal\":\"2024-06-01\","
		"\"al\":\"2026-11-23\"}}\n");
	answer = hear(&f, fd);
	cr_expect_eq(status_of(answer), 200);
	cr_expect(strstr(answer, "\"rimosso\":true"), "%s", answer);
	cr_expect(strstr(answer, RAPPORTO_ANNA), "%s", answer);
	cr_expect(!strstr(answer, "cognome"), "nothing of what was lost is said");
	fixture_stop(&f);
}

/* In words, not by a cut line; 503 when it had not yet sat down. */
Test(http_attesa, is_answered_when_the_service_stops)
{
	struct fixture f;
	int fd, status;

	start(&f);
	fd = ask(&f, f.anna, to_the_end(&f, f.anna), 25);
	http_quiesce(f.http);
	service_stop(f.service);
	status = status_of(hear(&f, fd));
	cr_expect(status == 200 || status == 503, "%d", status);
	fixture_stop(&f);
}

/* Anna's change calls Anna's polls; Mario's go on waiting, and nobody has a thread of its own. */
Test(http_attesa, of_many_costs_no_threads_and_calls_those_concerned)
{
	struct fixture f;
	const char *anna, *mario;
	int fds[POLLS_MAX], polls = polls_possible(), before, waiting;
	struct pollfd still;
	struct reply r;

	fprintf(stderr, "%d polls\n", polls);
	start_with(&f, 0, POLLS_MAX);
	anna = to_the_end(&f, f.anna);
	mario = to_the_end(&f, f.mario);
	before = threads();
	waiting = ask(&f, f.mario, mario, 25);
	for (int i = 0; i < polls; i++)
		fds[i] = ask(&f, f.anna, anna, 25);
	cr_expect_eq(threads(), before);
	r = fixture_get(&f, f.mario, "/profilo");
	cr_expect_eq(r.status, 200, "others are served meanwhile");
	reply_release(&r);
	fixture_booking(&f, "q-1", ORARIO_LIBERO);
	for (int i = 0; i < polls; i++)
		cr_expect_eq(status_of(hear(&f, fds[i])), 200);
	still = (struct pollfd){ .fd = waiting, .events = POLLIN };
	cr_expect_eq(poll(&still, 1, 0), 0, "nothing of Mario's has changed");
	close(waiting);
	fixture_stop(&f);
}

/* The first of them that is answered; the others go on waiting. */
static int first_answered(const int *fds, int n)
{
	struct pollfd p[8];

	for (int i = 0; i < n; i++)
		p[i] = (struct pollfd){ .fd = fds[i], .events = POLLIN };
	cr_assert_gt(poll(p, (nfds_t)n, ANSWER_MS), 0, "nobody is answered");
	for (int i = 0; i < n; i++)
		if (p[i].revents)
			return i;
	return 0;
}

/* Who finds no seat is told so in words and when to come again; whoever does not wait is served,
 * and one person's seats are not the others'. Which of several questions sits first is theirs. */
Test(http_attesa, leaves_seats_and_room_for_others)
{
	struct fixture f;
	const char *answer;
	int annas[3], others[2], out;
	struct reply r;

	start_with(&f, 3, 2);
	for (int i = 0; i < 3; i++)
		annas[i] = ask(&f, f.anna, to_the_end(&f, f.anna), 25);
	out = first_answered(annas, 3);
	answer = hear(&f, annas[out]);
	annas[out] = annas[2];
	cr_expect_eq(status_of(answer), 429, "%s", answer);
	cr_expect(strstr(answer, "Retry-After: 25\r\n"), "%s", answer);
	cr_expect(strstr(answer, "troppe attese"), "%s", answer);
	others[0] = ask(&f, f.mario, to_the_end(&f, f.mario), 25);
	others[1] = ask(&f, f.studio, to_the_end(&f, f.studio), 25);
	out = first_answered(others, 2);
	answer = hear(&f, others[out]);
	cr_expect_eq(status_of(answer), 503, "%s", answer);
	cr_expect(strstr(answer, "Retry-After: "), "%s", answer);
	cr_expect(strstr(answer, "\"type\":"), "%s", answer);
	answer = hear(&f, ask(&f, f.mario, to_the_end(&f, f.mario), 0));
	cr_expect_eq(status_of(answer), 200, "who does not wait needs no seat");
	r = fixture_get(&f, f.studio, "/rapporti");
	cr_expect_eq(r.status, 200);
	reply_release(&r);
	fixture_booking(&f, "q-1", ORARIO_LIBERO);
	cr_expect_eq(status_of(hear(&f, annas[0])), 200);
	cr_expect_eq(status_of(hear(&f, annas[1])), 200);
	answer = hear(&f, ask(&f, f.anna, to_the_end(&f, f.anna), 1));
	cr_expect_eq(status_of(answer), 200, "a seat is free again: %s", answer);
	close(others[1 - out]);
	fixture_stop(&f);
}
