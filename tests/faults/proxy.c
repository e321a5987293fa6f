/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A thread for each connection, and one that accepts. Everything that a thread waits
 * for is waited for together with the end of a pipe that proxy_stop() closes.
 */
#include "proxy.h"

#include "base/clock.h"
#include "base/random.h"
#include "message.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LINES_MAX 512

struct proxy {
	int listener;
	int record; /* -1: none */
	int stop[2];
	char url[64];
	pthread_t acceptor;

	pthread_mutex_t lock; /* of all below */
	pthread_cond_t changed;
	struct sockaddr_in upstream;
	struct proxy_rule rules[PROXY_RULES_MAX];
	int met[PROXY_RULES_MAX]; /* requests, for each rule */
	size_t n_rules;
	struct random_sequence random;
	int lines[LINES_MAX]; /* sockets of clients that are open now; -1 */
	int open;
	int requests, faults, answers;
};

struct line {
	struct proxy *p;
	int client;
	int server; /* -1: not connected yet */
	int stop;
};

/* --- small things --------------------------------------------------------------- */

static bool parse_address(const char *url, struct sockaddr_in *to)
{
	char host[64];
	int port = 0;

	*to = (struct sockaddr_in){ .sin_family = AF_INET };
	if (sscanf(url, "http://%63[^:/]:%d", host, &port) != 2)
		return false;
	to->sin_port = htons((unsigned short)port);
	return inet_pton(AF_INET, strcmp(host, "localhost") == 0 ? "127.0.0.1" : host,
		       &to->sin_addr)
		== 1;
}

static bool write_all(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		bytes += sent;
		n -= (size_t)sent;
	}
	return true;
}

/* The other side sees a reset, not an orderly end. */
static void cut(int fd)
{
	struct linger now = { 1, 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

/* Lets `ms` pass; false when everything stops meanwhile. */
static bool pass(int stop, int64_t ms)
{
	int64_t until = clock_monotonic_ms() + ms;
	int64_t left;

	while ((left = until - clock_monotonic_ms()) > 0)
		if (await_readable(stop, stop, (int)left) || clock_monotonic_ms() < until)
			return false;
	return true;
}

/* --- rules ---------------------------------------------------------------------- */

static bool fits(const struct proxy_rule *r, const struct message *m)
{
	return (!r->method[0] || strcmp(r->method, m->method) == 0)
		&& (!r->path[0] || strstr(m->target, r->path));
}

/* What is to go wrong with this request; a rule with `times` is used up by it. */
static struct proxy_rule choose(struct proxy *p, const struct message *m)
{
	struct proxy_rule chosen = { .fault = FAULT_NONE };

	pthread_mutex_lock(&p->lock);
	p->requests++;
	for (size_t i = 0; i < p->n_rules; i++) {
		struct proxy_rule *r = &p->rules[i];

		if (!fits(r, m) || r->times < 0)
			continue;
		if (r->percent && random_below(&p->random, 100) >= (uint64_t)r->percent)
			break;
		chosen = *r;
		p->met[i]++;
		if (r->times > 0 && --r->times == 0)
			r->times = -1;
		break;
	}
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
	return chosen;
}

static void count(struct proxy *p, int *what)
{
	pthread_mutex_lock(&p->lock);
	(*what)++;
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
}

/* --- one exchange --------------------------------------------------------------- */

static bool connect_upstream(struct line *l)
{
	struct sockaddr_in to;

	if (l->server >= 0)
		return true;
	pthread_mutex_lock(&l->p->lock);
	to = l->p->upstream;
	pthread_mutex_unlock(&l->p->lock);
	l->server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(l->server, (struct sockaddr *)&to, sizeof to) == 0)
		return true;
	close(l->server);
	l->server = -1;
	return false;
}

static void record(
	struct proxy *p, const struct message *request, const struct message *answer)
{
	struct buf line = { 0 };

	if (p->record < 0)
		return;
	buf_init(&line, (size_t)64 << 20);
	exchange_line(request, answer, &line);
	/* One write to a file opened for appending: lines never mix. */
	if (buf_ok(&line) && write(p->record, line.data, line.len) < 0)
		perror("proxy: record");
	buf_release(&line);
}

/* One way to the server and back. 1xx are skipped. A kept line that the server has closed
 * meanwhile is opened again, once: that is nobody's misbehaviour. */
static bool ask(struct line *l, const struct message *request, struct message *answer)
{
	for (int attempt = 0; attempt < 2; attempt++) {
		bool fresh = l->server < 0;

		if (!connect_upstream(l))
			return false;
		if (write_all(l->server, request->bytes.data, request->bytes.len)) {
			do {
				if (!message_read(l->server, l->stop, request, answer))
					break;
			} while (answer->status / 100 == 1);
			if (answer->status >= 200) {
				count(l->p, &l->p->answers);
				record(l->p, request, answer);
				return true;
			}
		}
		close(l->server);
		l->server = -1;
		if (fresh)
			break;
	}
	return false;
}

static bool trickle(struct line *l, const struct message *answer, int64_t ms)
{
	for (size_t i = 0; i < answer->bytes.len; i++)
		if (!write_all(l->client, answer->bytes.data + i, 1)
			|| !pass(l->stop, ms))
			return false;
	return !answer->close;
}

static bool say_noise(struct line *l, int64_t n)
{
	struct random_sequence r;
	char block[4096];

	random_seed(&r, (uint64_t)n);
	for (size_t i = 0; i < sizeof block; i++)
		block[i] = (char)random_next(&r);
	while (n > 0) {
		size_t now = n < (int64_t)sizeof block ? (size_t)n : sizeof block;

		if (!write_all(l->client, block, now))
			break;
		n -= (int64_t)now;
	}
	return false;
}

static bool say_altered(struct line *l, const struct message *answer)
{
	size_t n = answer->bytes.len;
	char last = n ? (char)(answer->bytes.data[n - 1] ^ 1) : 0;

	return n && write_all(l->client, answer->bytes.data, n - 1)
		&& write_all(l->client, &last, 1);
}

static void http_date(time_t t, char to[40])
{
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(to, 40, "%a, %d %b %Y %H:%M:%S GMT", &tm);
}

static const char *const refusals[FAULT_COUNT] = {
	[FAULT_BUSY] = "503 Service Unavailable",
	[FAULT_BUSY_DATE] = "429 Too Many Requests",
	[FAULT_EXPIRED] = "401 Unauthorized",
	[FAULT_NO_CURSOR] = "410 Gone",
};

static bool answers_itself(enum fault fault)
{
	return refusals[fault] != NULL;
}

/* A refusal; an overloaded server's in either form of Retry-After. The line stays. */
static bool say_refusal(struct line *l, const struct proxy_rule *r)
{
	const char *body = r->fault == FAULT_NO_CURSOR
		? "{\"type\":\"urn:agenda-appuntamenti:problema:cursore-non-valido\","
		  "\"title\":\"Cursore non valido\",\"status\":410}"
		: "{\"type\":\"about:blank\",\"title\":\"Rifiutato\"}";
	char date[40], then[40];
	struct buf head = { 0 };
	bool ok;

	http_date(time(NULL), date);
	http_date(time(NULL) + (time_t)r->n, then);
	buf_addf(&head, "HTTP/1.1 %s\r\nDate: %s\r\nContent-Type: application/problem+json\r\n",
		refusals[r->fault], date);
	if (r->fault == FAULT_BUSY)
		buf_addf(&head, "Retry-After: %lld\r\n", (long long)r->n);
	else if (r->fault == FAULT_BUSY_DATE)
		buf_addf(&head, "Retry-After: %s\r\n", then);
	buf_addf(&head, "Content-Length: %zu\r\n\r\n%s", strlen(body), body);
	ok = write_all(l->client, head.data, head.len);
	buf_release(&head);
	return ok;
}

/* Before the server: true when the request is to go on. */
static bool before(struct line *l, const struct proxy_rule *r)
{
	switch (r->fault) {
	case FAULT_REFUSE:
		return false;
	case FAULT_DELAY:
		return pass(l->stop, r->n);
	case FAULT_LATE:
		shutdown(l->client, SHUT_RDWR);
		return pass(l->stop, r->n);
	default:
		return true;
	}
}

/* After the server: true when the line stays. */
static bool after(
	struct line *l, const struct proxy_rule *r, const struct message *answer)
{
	size_t n = answer->bytes.len;

	switch (r->fault) {
	case FAULT_LOSE:
	case FAULT_LATE:
		return false;
	case FAULT_CUT:
		write_all(l->client, answer->bytes.data,
			r->n < (int64_t)n ? (size_t)r->n : n);
		return false;
	case FAULT_GARBAGE:
		return say_noise(l, r->n ? r->n : 512);
	case FAULT_TRICKLE:
		return trickle(l, answer, r->n);
	case FAULT_ALTER:
		return say_altered(l, answer) && !answer->close;
	case FAULT_STALL:
		await_readable(l->client, l->stop, -1);
		return false;
	default:
		return write_all(l->client, answer->bytes.data, n) && !answer->close;
	}
}

static bool exchange(struct line *l, const struct message *request)
{
	struct proxy_rule r = choose(l->p, request);
	struct message answer = { 0 };
	bool alone = answers_itself(r.fault);
	bool reached = !alone && before(l, &r) && ask(l, request, &answer);
	bool stays = alone && say_refusal(l, &r);

	if (reached && r.fault == FAULT_DUPLICATE)
		reached = ask(l, request, &answer);
	if (r.fault == FAULT_STALL || r.fault == FAULT_TRICKLE)
		count(l->p, &l->p->faults); /* these last: say so at once */
	if (reached)
		stays = after(l, &r, &answer);
	if (r.fault != FAULT_NONE && r.fault != FAULT_STALL && r.fault != FAULT_TRICKLE)
		count(l->p, &l->p->faults);
	if (r.fault == FAULT_REFUSE || r.fault == FAULT_LOSE)
		cut(l->client);
	message_release(&answer);
	return stays;
}

/* --- lines ---------------------------------------------------------------------- */

static bool line_opens(struct proxy *p, int fd)
{
	bool ok = false;

	pthread_mutex_lock(&p->lock);
	for (int i = 0; i < LINES_MAX && !ok; i++) {
		if (p->lines[i] < 0) {
			p->lines[i] = fd;
			p->open++;
			ok = true;
		}
	}
	pthread_mutex_unlock(&p->lock);
	return ok;
}

static void line_closes(struct proxy *p, int fd)
{
	pthread_mutex_lock(&p->lock);
	for (int i = 0; i < LINES_MAX; i++)
		if (p->lines[i] == fd)
			p->lines[i] = -1;
	close(fd);
	p->open--;
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
}

static void *serve(void *arg)
{
	struct line l = *(struct line *)arg;
	struct message request = { 0 };

	free(arg);
	while (message_read(l.client, l.stop, NULL, &request) && exchange(&l, &request))
		continue;
	message_release(&request);
	if (l.server >= 0)
		close(l.server);
	line_closes(l.p, l.client);
	return NULL;
}

static void start_line(struct proxy *p, int fd)
{
	struct line *l = calloc(1, sizeof *l);
	pthread_t thread;

	*l = (struct line){ p, fd, -1, p->stop[0] };
	if (!line_opens(p, fd)) {
		close(fd);
		free(l);
	} else if (pthread_create(&thread, NULL, serve, l) == 0) {
		pthread_detach(thread);
	} else {
		line_closes(p, fd);
		free(l);
	}
}

static void *accept_all(void *arg)
{
	struct proxy *p = arg;

	while (await_readable(p->listener, p->stop[0], -1)) {
		int fd = accept4(p->listener, NULL, NULL, SOCK_CLOEXEC);

		if (fd >= 0)
			start_line(p, fd);
	}
	return NULL;
}

/* --- the whole ------------------------------------------------------------------ */

static bool listen_somewhere(struct proxy *p)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof at;

	p->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (p->listener < 0 || bind(p->listener, (struct sockaddr *)&at, size) != 0
		|| listen(p->listener, 64) != 0
		|| getsockname(p->listener, (struct sockaddr *)&at, &size) != 0)
		return false;
	snprintf(p->url, sizeof p->url, "http://127.0.0.1:%d", ntohs(at.sin_port));
	return true;
}

struct proxy *proxy_start(const char *upstream, const char *record_to, uint64_t seed)
{
	struct proxy *p = calloc(1, sizeof *p);

	for (int i = 0; i < LINES_MAX; i++)
		p->lines[i] = -1;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->changed, NULL);
	random_seed(&p->random, seed);
	p->record = record_to
		? open(record_to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)
		: -1;
	if (!parse_address(upstream, &p->upstream) || pipe2(p->stop, O_CLOEXEC) != 0
		|| !listen_somewhere(p)
		|| pthread_create(&p->acceptor, NULL, accept_all, p) != 0) {
		free(p);
		return NULL;
	}
	return p;
}

void proxy_stop(struct proxy *p)
{
	if (!p)
		return;
	close(p->stop[1]);
	pthread_join(p->acceptor, NULL);
	proxy_cut_all(p);
	pthread_mutex_lock(&p->lock);
	while (p->open)
		pthread_cond_wait(&p->changed, &p->lock);
	pthread_mutex_unlock(&p->lock);
	close(p->listener);
	close(p->stop[0]);
	if (p->record >= 0)
		close(p->record);
	pthread_cond_destroy(&p->changed);
	pthread_mutex_destroy(&p->lock);
	free(p);
}

const char *proxy_url(const struct proxy *p)
{
	return p->url;
}

void proxy_rules(struct proxy *p, const struct proxy_rule *rules, size_t n)
{
	pthread_mutex_lock(&p->lock);
	p->n_rules = n < PROXY_RULES_MAX ? n : PROXY_RULES_MAX;
	memset(p->met, 0, sizeof p->met);
	for (size_t i = 0; i < p->n_rules; i++)
		p->rules[i] = rules[i];
	pthread_mutex_unlock(&p->lock);
}

void proxy_upstream(struct proxy *p, const char *upstream)
{
	pthread_mutex_lock(&p->lock);
	parse_address(upstream, &p->upstream);
	pthread_mutex_unlock(&p->lock);
}

void proxy_cut_all(struct proxy *p)
{
	pthread_mutex_lock(&p->lock);
	for (int i = 0; i < LINES_MAX; i++) {
		if (p->lines[i] >= 0) {
			cut(p->lines[i]);
			shutdown(p->lines[i], SHUT_RDWR);
		}
	}
	pthread_mutex_unlock(&p->lock);
}

static int look(struct proxy *p, const int *what)
{
	int n;

	pthread_mutex_lock(&p->lock);
	n = *what;
	pthread_mutex_unlock(&p->lock);
	return n;
}

int proxy_requests(struct proxy *p)
{
	return look(p, &p->requests);
}

int proxy_faults(struct proxy *p)
{
	return look(p, &p->faults);
}

int proxy_answers(struct proxy *p)
{
	return look(p, &p->answers);
}

static bool await(struct proxy *p, const int *what, int n, int ms)
{
	struct timespec until;
	bool enough;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += ms / 1000;
	until.tv_nsec += (long)(ms % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&p->lock);
	while (*what < n && pthread_cond_timedwait(&p->changed, &p->lock, &until) == 0)
		continue;
	enough = *what >= n;
	pthread_mutex_unlock(&p->lock);
	return enough;
}

bool proxy_await_faults(struct proxy *p, int faults, int ms)
{
	return await(p, &p->faults, faults, ms);
}

int proxy_met(struct proxy *p, size_t rule)
{
	return rule < PROXY_RULES_MAX ? look(p, &p->met[rule]) : 0;
}

bool proxy_await_met(struct proxy *p, size_t rule, int n, int ms)
{
	return rule < PROXY_RULES_MAX && await(p, &p->met[rule], n, ms);
}

#define FAULT_WORD_(name, word) word,
static const char *const words[] = { FAULT_LIST(FAULT_WORD_) };

const char *fault_word(enum fault fault)
{
	return words[fault];
}

bool proxy_rule_parse(const char *text, struct proxy_rule *to)
{
	char word[16];
	long long n = 0;

	*to = (struct proxy_rule){ .fault = FAULT_COUNT };
	if (sscanf(text, "%7s %127s %15s %lld %d %d", to->method, to->path, word, &n,
		    &to->times, &to->percent)
		< 3)
		return false;
	to->n = n;
	if (strcmp(to->method, "*") == 0)
		to->method[0] = '\0';
	if (strcmp(to->path, "*") == 0)
		to->path[0] = '\0';
	for (int i = 0; i < FAULT_COUNT; i++)
		if (strcmp(words[i], word) == 0)
			to->fault = (enum fault)i;
	return to->fault != FAULT_COUNT;
}
