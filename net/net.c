/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Lanes of exchanges over one multi handle. libcurl moves them inside net_poll() only;
 * what ended goes into a list that the caller empties with net_next(). It is not even begun
 * before the first wait with something to ask: making it ready costs more than a whole screen,
 * which is painted by then.
 */
#include "net/net.h"

#include "base/alloc.h"
#include "base/random.h"
#include "net/exchange.h"
#include "net/reply.h"
#include "net/url.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

struct lane {
	struct exchange *running; /* or resting before another try */
	struct exchange *first;   /* waiting */
	struct exchange **last;
};

struct ended {
	struct ended *next;
	struct net_ending ending;
};

struct net {
	CURLM *multi; /* NULL: not begun */
	struct net_config config;
	char *ca_file;
	char *user_agent;
	struct random_sequence jitter;
	uint64_t last_id;
	struct lane lanes[NET_LANE_COUNT];
	struct ended *first;
	struct ended **last;
	char *origin_url; /* where the token may go */
	char *token;
	int64_t clock_difference;
};

static void seed_jitter(struct net *n, uint64_t seed)
{
	if (seed == 0)
		random_bytes(&seed, sizeof seed);
	random_seed(&n->jitter, seed);
}

struct net *net_new(const struct net_config *config)
{
	struct net *n = xalloc(sizeof *n);

	n->last = &n->first;
	for (size_t i = 0; i < NET_LANE_COUNT; i++)
		n->lanes[i].last = &n->lanes[i].first;
	n->config = config ? *config : (struct net_config){ 0 };
	n->ca_file = xstrdup(n->config.ca_file);
	n->user_agent = xstrdup(n->config.user_agent);
	n->config.ca_file = n->ca_file;
	n->config.user_agent = n->user_agent;
	seed_jitter(n, n->config.seed);
	return n;
}

static void lane_release(struct net *n, struct lane *l)
{
	if (l->running) {
		exchange_halt(l->running, n->multi);
		exchange_free(l->running);
	}
	while (l->first) {
		struct exchange *x = l->first;

		l->first = x->next;
		exchange_free(x);
	}
}

static void wipe(char **secret)
{
	if (*secret)
		explicit_bzero(*secret, strlen(*secret));
	FREE(secret);
}

void net_free(struct net *n)
{
	struct net_ending e;

	if (!n)
		return;
	for (size_t i = 0; i < NET_LANE_COUNT; i++)
		lane_release(n, &n->lanes[i]);
	while (n->first && net_next(n, &e))
		net_ending_release(&e);
	if (n->multi)
		curl_multi_cleanup(n->multi);
	wipe(&n->token);
	FREE(&n->origin_url);
	FREE(&n->ca_file);
	FREE(&n->user_agent);
	FREE(&n);
}

/* What RFC 6750 lets into the header, more or less: at least nothing that ends it. */
static bool token_ok(const char *token, struct err *err)
{
	for (; *token; token++)
		if (*token < 0x21 || *token > 0x7e)
			return err_set(err, ERR_FORMAT, "a token with other than ASCII");
	return true;
}

bool net_authorise(struct net *n, const char *url, const char *token, struct err *err)
{
	if (token && (!token_ok(token, err) || !url_may_carry_token(url, err)))
		return false;
	wipe(&n->token);
	FREE(&n->origin_url);
	n->token = xstrdup(token);
	n->origin_url = token ? xstrdup(url) : NULL;
	return true;
}

bool net_authorised(const struct net *n)
{
	return n->token != NULL;
}

/* --- endings -------------------------------------------------------------------- */

static void learn_clock(struct net *n, const struct net_reply *r)
{
	if (r->date != INSTANT_NONE)
		n->clock_difference = r->date - clock_now();
}

static void end(struct net *n, struct exchange *x, enum net_outcome outcome,
	const struct err *err)
{
	struct ended *e = xalloc(sizeof *e);

	e->ending.id = x->id;
	e->ending.tag = x->tag;
	e->ending.lane = x->lane;
	e->ending.outcome = outcome;
	e->ending.err = *err;
	reply_init(&e->ending.reply);
	if (outcome == NET_DONE) {
		e->ending.reply = x->reply;
		reply_init(&x->reply);
	}
	*n->last = e;
	n->last = &e->next;
	exchange_free(x);
}

bool net_next(struct net *n, struct net_ending *to)
{
	struct ended *e = n->first;

	if (!e) {
		*to = (struct net_ending){ 0 };
		return false;
	}
	n->first = e->next;
	if (!n->first)
		n->last = &n->first;
	*to = e->ending;
	FREE(&e);
	return true;
}

void net_ending_release(struct net_ending *e)
{
	if (!e)
		return;
	reply_release(&e->reply);
	*e = (struct net_ending){ 0 };
}

/* --- lanes ---------------------------------------------------------------------- */

static const char *token_for(const struct net *n, const struct exchange *x)
{
	if (!n->token || !url_same_origin(n->origin_url, x->url))
		return NULL;
	return n->token;
}

/* A try of what stands in the lane; when it cannot begin, that is its ending. */
static void lane_try(struct net *n, struct lane *l)
{
	struct exchange *x = l->running;
	struct err err = { 0 };
	enum net_outcome outcome = NET_FAILED;

	if (exchange_begin(x, n->multi, &n->config, token_for(n, x), &err))
		return;
	if (x->changing && x->bytes_left)
		outcome = NET_UNKNOWN;
	l->running = NULL;
	end(n, x, outcome, &err);
}

static struct exchange *lane_next(struct lane *l)
{
	struct exchange *x = l->first;

	l->first = x->next;
	if (!l->first)
		l->last = &l->first;
	x->next = NULL;
	return x;
}

static void lane_advance(struct net *n, struct lane *l)
{
	while (!l->running && l->first) {
		l->running = lane_next(l);
		lane_try(n, l);
	}
}

uint64_t net_send(struct net *n, const struct net_request *r, struct err *err)
{
	struct exchange *x = exchange_new(r, err);
	struct lane *l;
	uint64_t id;

	if (!x)
		return 0;
	if (n->config.offline) {
		exchange_free(x);
		err_set(err, ERR_NETWORK, "offline by choice");
		return 0;
	}
	if (x->authorised && !token_for(n, x)) {
		exchange_free(x);
		err_set(err, ERR_USAGE, "no token for that origin");
		return 0;
	}
	id = x->id = ++n->last_id;
	l = &n->lanes[x->lane];
	*l->last = x;
	l->last = &x->next;
	if (n->multi)
		lane_advance(n, l);
	return id;
}

static enum net_outcome cancelled(const struct exchange *x)
{
	return x->changing && x->bytes_left ? NET_UNKNOWN : NET_CANCELLED;
}

static void cancel_running(struct net *n, struct lane *l)
{
	struct exchange *x = l->running;
	struct err err = { 0 };

	exchange_halt(x, n->multi);
	err_set(&err, ERR_NETWORK, "%s: cancelled", x->method);
	l->running = NULL;
	end(n, x, cancelled(x), &err);
}

static void cancel_waiting(struct net *n, struct lane *l, struct exchange **at)
{
	struct exchange *x = *at;
	struct err err = { 0 };

	*at = x->next;
	if (l->last == &x->next)
		l->last = at;
	err_set(&err, ERR_NETWORK, "%s: cancelled", x->method);
	end(n, x, NET_CANCELLED, &err);
}

static bool lane_cancel(struct net *n, struct lane *l, uint64_t id)
{
	if (l->running && l->running->id == id) { /* so it was begun */
		cancel_running(n, l);
		lane_advance(n, l);
		return true;
	}
	for (struct exchange **at = &l->first; *at; at = &(*at)->next) {
		if ((*at)->id == id) {
			cancel_waiting(n, l, at);
			return true;
		}
	}
	return false;
}

void net_cancel(struct net *n, uint64_t id)
{
	for (size_t i = 0; i < NET_LANE_COUNT; i++)
		if (lane_cancel(n, &n->lanes[i], id))
			return;
}

void net_cancel_lane(struct net *n, enum net_lane lane)
{
	struct lane *l = &n->lanes[lane];

	while (l->first)
		cancel_waiting(n, l, &l->first);
	if (l->running)
		cancel_running(n, l);
}

/* libcurl keeps lines in its multi handle and drops them with it alone. */
void net_renew(struct net *n)
{
	CURLM *fresh;

	if (!n->multi) /* no line was ever made */
		return;
	for (size_t i = 0; i < NET_LANE_COUNT; i++)
		if (n->lanes[i].running && n->lanes[i].running->running)
			return;
	fresh = curl_multi_init();
	if (!fresh)
		return;
	curl_multi_cleanup(n->multi);
	n->multi = fresh;
}

bool net_busy(const struct net *n, enum net_lane lane)
{
	return n->lanes[lane].running || n->lanes[lane].first;
}

/* --- the wait ------------------------------------------------------------------- */

static void finish(struct net *n, CURL *easy, CURLcode rc)
{
	struct exchange *x = NULL;
	struct err err = { 0 };
	enum net_outcome outcome;

	curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&x);
	exchange_halt(x, n->multi);
	outcome = exchange_outcome(x, rc, &err);
	if (outcome == NET_DONE) {
		learn_clock(n, &x->reply);
		if (exchange_rests(x, random_next(&n->jitter)))
			return;
	}
	n->lanes[x->lane].running = NULL;
	end(n, x, outcome, &err);
}

static void move_bytes(struct net *n)
{
	int running = 0;
	int left = 0;
	CURLMsg *m;

	curl_multi_perform(n->multi, &running);
	while ((m = curl_multi_info_read(n->multi, &left)))
		if (m->msg == CURLMSG_DONE)
			finish(n, m->easy_handle, m->data.result);
}

static void try_again(struct net *n, int64_t now)
{
	for (size_t i = 0; i < NET_LANE_COUNT; i++) {
		struct lane *l = &n->lanes[i];

		if (l->running && l->running->retry_ms && l->running->retry_ms <= now)
			lane_try(n, l);
		lane_advance(n, l);
	}
}

/* Milliseconds to wait, at most `timeout_ms`, so that no retry is late. */
static int wait_length(const struct net *n, int timeout_ms)
{
	int64_t now = clock_monotonic_ms();
	int64_t wait = timeout_ms < 0 ? INT_MAX : timeout_ms;

	if (n->first)
		return 0;
	for (size_t i = 0; i < NET_LANE_COUNT; i++) {
		const struct exchange *x = n->lanes[i].running;

		if (x && x->retry_ms && x->retry_ms - now < wait)
			wait = x->retry_ms > now ? x->retry_ms - now : 0;
	}
	return (int)wait;
}

#define FDS_MAX 16

static struct curl_waitfd waited(const struct pollfd *p)
{
	struct curl_waitfd w = { .fd = p->fd };

	if (p->events & POLLIN)
		w.events |= CURL_WAIT_POLLIN;
	if (p->events & POLLOUT)
		w.events |= CURL_WAIT_POLLOUT;
	return w;
}

static bool is_wanted(const struct net *n)
{
	for (size_t i = 0; i < NET_LANE_COUNT; i++)
		if (n->lanes[i].first)
			return true;
	return false;
}

static bool begin(struct net *n, struct err *err)
{
	if (!curl_ready(err))
		return false;
	n->multi = curl_multi_init();
	if (!n->multi)
		return err_set(err, ERR_INTERNAL, "curl_multi_init");
	for (size_t i = 0; i < NET_LANE_COUNT; i++)
		lane_advance(n, &n->lanes[i]);
	return true;
}

/* There is no line to be had: that ends what was asked, not who asked it. The next request tries
 * again. */
static void fail_waiting(struct net *n, const struct err *why)
{
	struct err err = { 0 };

	err_set(&err, ERR_NETWORK, "%s", why->cause);
	for (size_t i = 0; i < NET_LANE_COUNT; i++)
		while (n->lanes[i].first)
			end(n, lane_next(&n->lanes[i]), NET_FAILED, &err);
}

/* Only the caller's descriptors. Interrupted by a signal, nothing is ready. */
static bool poll_alone(struct pollfd *fds, size_t n_fds, int timeout_ms, struct err *err)
{
	if (poll(fds, n_fds, timeout_ms) >= 0)
		return true;
	for (size_t i = 0; i < n_fds; i++)
		fds[i].revents = 0;
	return errno == EINTR || err_errno(err, "poll");
}

bool net_poll(
	struct net *n, struct pollfd *fds, size_t n_fds, int timeout_ms, struct err *err)
{
	struct curl_waitfd wait[FDS_MAX];
	unsigned n_wait = 0;
	struct err why = { 0 };
	CURLMcode rc;

	if (n_fds > FDS_MAX)
		return err_set(err, ERR_INTERNAL, "too many descriptors");
	if (!n->multi && is_wanted(n) && !begin(n, &why))
		fail_waiting(n, &why);
	if (!n->multi) /* nothing was ever asked */
		return poll_alone(fds, n_fds, n->first ? 0 : timeout_ms, err);
	for (size_t i = 0; i < n_fds; i++)
		if (fds[i].fd >= 0)
			wait[n_wait++] = waited(&fds[i]);
	rc = curl_multi_poll(n->multi, wait, n_wait, wait_length(n, timeout_ms), NULL);
	if (rc != CURLM_OK)
		return err_set(
			err, ERR_IO, "curl_multi_poll: %s", curl_multi_strerror(rc));
	/* libcurl tells nothing of a hang-up: ask once more, without waiting. */
	if (!poll_alone(fds, n_fds, 0, err))
		return false;
	move_bytes(n);
	try_again(n, clock_monotonic_ms());
	return true;
}

static const struct exchange *find(const struct net *n, uint64_t id)
{
	for (size_t i = 0; i < NET_LANE_COUNT; i++) {
		const struct exchange *x = n->lanes[i].running;

		if (x && x->id == id)
			return x;
		for (x = n->lanes[i].first; x; x = x->next)
			if (x->id == id)
				return x;
	}
	return NULL;
}

void net_progress(const struct net *n, uint64_t id, struct net_progress *to)
{
	const struct exchange *x = find(n, id);

	*to = (struct net_progress){ .stage = NET_ENDED, .to_receive = -1 };
	if (x)
		exchange_progress(x, to);
}

int64_t net_clock_difference(const struct net *n)
{
	return n->clock_difference;
}
