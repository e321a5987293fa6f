/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * HTTP/1.1 only: with HTTP/2 all lanes would share one connection, and a confirmation
 * would wait for the bytes of a download.
 */
#include "net/exchange.h"

#include "base/alloc.h"
#include "net/reply.h"
#include "net/url.h"

#include <string.h>

#define CONNECT_MS      10000
#define ANSWER_MS       30000
#define FEED_MS         60000
#define CEILING         ((size_t)4 << 20)
#define TRIES           4
#define REST_FIRST_MS   500    /* without a Retry-After: doubled at each try */
#define REST_MAX_MS     120000 /* a longer wish is the caller's to weigh */
#define STALLED_SECONDS 30L    /* BULK: no byte for so long is a dead line */

/* A header value of ours must not begin another header. */
static bool value_ok(const char *s)
{
	for (; s && *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return false;
	return true;
}

static bool request_ok(const struct net_request *r, struct err *err)
{
	if (!r->url || !value_ok(r->url) || !value_ok(r->method) || !value_ok(r->accept)
		|| !value_ok(r->content_type) || !value_ok(r->idempotency_key)
		|| !value_ok(r->if_match) || !value_ok(r->if_none_match))
		return err_set(err, ERR_USAGE, "control character in a request");
	if ((unsigned)r->lane >= NET_LANE_COUNT)
		return err_set(err, ERR_INTERNAL, "no such lane");
	if (r->authorised)
		return url_may_carry_token(r->url, err);
	return true;
}

static void add_header(struct curl_slist **list, const char *name, const char *value)
{
	struct curl_slist *longer;
	struct buf line = { 0 };

	if (!value)
		return;
	buf_addf(&line, "%s: %s", name, value);
	longer = curl_slist_append(*list, buf_str(&line));
	if (longer)
		*list = longer;
	if (line.data)
		explicit_bzero(line.data, line.len);
	buf_release(&line);
}

static void free_headers(struct curl_slist **list)
{
	for (struct curl_slist *l = *list; l; l = l->next)
		explicit_bzero(l->data, strlen(l->data));
	curl_slist_free_all(*list);
	*list = NULL;
}

static int64_t lane_timeout(enum net_lane lane)
{
	if (lane == NET_BULK)
		return 0;
	return lane == NET_FEED ? FEED_MS : -1; /* -1: the configuration's */
}

static void take_headers(struct exchange *x, const struct net_request *r)
{
	add_header(&x->headers, "Accept",
		r->accept ? r->accept : "application/json, application/problem+json");
	add_header(&x->headers, "Content-Type", r->body ? r->content_type : NULL);
	add_header(&x->headers, "Idempotency-Key", r->idempotency_key);
	add_header(&x->headers, "If-Match", r->if_match);
	add_header(&x->headers, "If-None-Match", r->if_none_match);
	/* Else libcurl waits a second for "100 Continue" before larger bodies. */
	x->headers = curl_slist_append(x->headers, "Expect:");
}

struct exchange *exchange_new(const struct net_request *r, struct err *err)
{
	struct exchange *x;

	if (!request_ok(r, err))
		return NULL;
	x = xalloc(sizeof *x);
	x->tag = r->tag;
	x->lane = r->lane;
	x->authorised = r->authorised;
	x->changing = r->changing;
	x->method = xstrdup(r->method ? r->method : "GET");
	x->url = xstrdup(r->url);
	x->body_n = r->body ? r->body_n : 0;
	if (r->body) {
		x->body = xalloc(r->body_n + 1);
		memcpy(x->body, r->body, r->body_n);
	}
	x->ceiling = r->ceiling ? r->ceiling : CEILING;
	x->timeout_ms = r->timeout_ms ? r->timeout_ms : lane_timeout(r->lane);
	x->tries_left = r->tries > 0 ? r->tries : TRIES;
	if (r->changing || strcmp(x->method, "GET") != 0)
		x->tries_left = 1;
	take_headers(x, r);
	reply_init(&x->reply);
	return x;
}

void exchange_free(struct exchange *x)
{
	if (!x)
		return;
	transfer_release(&x->transfer);
	free_headers(&x->sent_headers);
	free_headers(&x->headers);
	reply_release(&x->reply);
	FREE(&x->method);
	FREE(&x->url);
	if (x->body) /* sign-in sends secrets in it */
		explicit_bzero(x->body, x->body_n);
	FREE(&x->body);
	FREE(&x);
}

static size_t on_header(char *line, size_t size, size_t n, void *ctx)
{
	struct exchange *x = ctx;

	n *= size;
	if (n >= 5 && memcmp(line, "HTTP/", 5) == 0)
		x->head_ended = false;
	else if (n && (line[0] == '\r' || line[0] == '\n'))
		x->head_ended = true;
	reply_line(&x->reply, line, n);
	return n;
}

static size_t on_read(char *to, size_t size, size_t n, void *ctx)
{
	struct exchange *x = ctx;
	size_t left = x->body_n - x->body_at;
	size_t now = size * n < left ? size * n : left;

	memcpy(to, x->body + x->body_at, now);
	x->body_at += now;
	return now;
}

static int on_rewind(void *ctx, curl_off_t offset, int origin)
{
	(void)ctx;
	(void)offset;
	(void)origin;
	return CURL_SEEKFUNC_FAIL;
}

/* libcurl sends a POST again by itself when a kept connection dies under it. A change is
 * replayed by its key and on purpose only: its body cannot be rewound. */
static void set_body(struct exchange *x, CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)x->body_n);
	if (!x->changing || !x->body_n) {
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, x->body ? x->body : "");
		return;
	}
	x->body_at = 0;
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(easy, CURLOPT_READDATA, x);
	curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, on_rewind);
}

static void set_method(struct exchange *x, CURL *easy)
{
	if (strcmp(x->method, "GET") == 0)
		return;
	curl_easy_setopt(easy, CURLOPT_POST, 1L);
	set_body(x, easy);
	if (strcmp(x->method, "POST") != 0)
		curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, x->method);
}

static void set_headers(struct exchange *x, CURL *easy, const char *token)
{
	for (struct curl_slist *l = x->headers; l; l = l->next)
		x->sent_headers = curl_slist_append(x->sent_headers, l->data);
	if (x->authorised && token) {
		struct buf bearer = { 0 };

		buf_addf(&bearer, "Bearer %s", token);
		add_header(&x->sent_headers, "Authorization", buf_str(&bearer));
		explicit_bzero(bearer.data, bearer.len);
		buf_release(&bearer);
	}
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, x->sent_headers);
}

static void set_line(struct exchange *x, CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_PRIVATE, x);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, x);
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	if (url_is_loopback(x->url))
		curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
	/* These two wake the program every second: only where bytes flow anyway. */
	if (x->lane == NET_BULK) {
		curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
		curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, STALLED_SECONDS);
	}
}

/* Milliseconds left of the whole; 0: no limit; -1: over. */
static int64_t time_left(struct exchange *x, const struct net_config *config)
{
	int64_t now = clock_monotonic_ms();

	if (x->timeout_ms < 0)
		x->timeout_ms = config->answer_ms ? config->answer_ms : ANSWER_MS;
	if (x->timeout_ms == 0)
		return 0;
	if (x->deadline_ms == 0)
		x->deadline_ms = now + x->timeout_ms;
	return x->deadline_ms > now ? x->deadline_ms - now : -1;
}

bool exchange_begin(struct exchange *x, CURLM *multi, const struct net_config *config,
	const char *token, struct err *err)
{
	int64_t left = time_left(x, config);
	struct transfer_options o = {
		.user_agent = config->user_agent,
		.ca_file = config->ca_file,
		.body_max = x->ceiling,
		.connect_timeout_ms = (long)(config->connect_ms ? config->connect_ms
								: CONNECT_MS),
		.timeout_ms = (long)left,
	};

	x->retry_ms = 0;
	x->head_ended = false;
	transfer_release(&x->transfer);
	free_headers(&x->sent_headers);
	if (left < 0)
		return err_set(err, ERR_NETWORK, "%s: no time left", x->method);
	if (!transfer_init(&x->transfer, x->url, &o, err))
		return false;
	reply_release(&x->reply);
	reply_init(&x->reply);
	set_method(x, x->transfer.easy);
	set_headers(x, x->transfer.easy, token);
	set_line(x, x->transfer.easy);
	if (curl_multi_add_handle(multi, x->transfer.easy) != CURLM_OK)
		return err_set(err, ERR_INTERNAL, "curl_multi_add_handle");
	x->running = true;
	x->tries_left--;
	x->tries_made++;
	return true;
}

/* libcurl counts here every byte of every head and body that it has given to the socket,
 * also those of a kept connection that turned out dead. */
static bool may_have_left(const struct exchange *x)
{
	long head = 0;
	curl_off_t body = 0;

	curl_easy_getinfo(x->transfer.easy, CURLINFO_REQUEST_SIZE, &head);
	curl_easy_getinfo(x->transfer.easy, CURLINFO_SIZE_UPLOAD_T, &body);
	return head > 0 || body > 0;
}

void exchange_halt(struct exchange *x, CURLM *multi)
{
	if (!x->running)
		return;
	x->bytes_left = x->bytes_left || may_have_left(x);
	curl_multi_remove_handle(multi, x->transfer.easy);
	x->running = false;
}

/* An answer that ended before its head did is none, though libcurl is content with it. */
static bool whole(const struct exchange *x, CURLcode rc)
{
	return rc == CURLE_OK && x->head_ended && transfer_status(&x->transfer) >= 200;
}

enum net_outcome exchange_outcome(struct exchange *x, CURLcode rc, struct err *err)
{
	if (whole(x, rc)) {
		x->reply.status = (int)transfer_status(&x->transfer);
		x->reply.body = x->transfer.body;
		x->transfer.body = (struct buf){ 0 };
		reply_settle(&x->reply, clock_now());
		return NET_DONE;
	}
	if (rc == CURLE_OK)
		err_set(err, ERR_NETWORK, "%s: the line was cut", x->method);
	else if (rc == CURLE_UNSUPPORTED_PROTOCOL)
		err_set(err, ERR_FORMAT, "%s: the answer is not HTTP", x->method);
	else
		transfer_result(&x->transfer, rc, err);
	return x->changing && x->bytes_left ? NET_UNKNOWN : NET_FAILED;
}

bool exchange_rests(struct exchange *x, uint64_t jitter)
{
	int64_t now = clock_monotonic_ms();
	int64_t rest;

	if (x->tries_left <= 0 || (x->reply.status != 429 && x->reply.status != 503))
		return false;
	rest = x->reply.retry_after >= 0 ? x->reply.retry_after * 1000
					 : REST_FIRST_MS << (x->tries_made - 1);
	rest += (int64_t)(jitter % (uint64_t)(rest / 4 + 100));
	if (rest > REST_MAX_MS || (x->deadline_ms && now + rest >= x->deadline_ms))
		return false;
	x->retry_ms = now + rest;
	return true;
}

static enum net_stage stage_of(const struct exchange *x, const struct net_progress *p)
{
	if (x->retry_ms)
		return NET_RETRYING;
	if (!x->running)
		return NET_QUEUED;
	if (transfer_status(&x->transfer) >= 200)
		return NET_RECEIVING;
	if (!may_have_left(x))
		return NET_CONNECTING;
	return p->sent < p->to_send ? NET_SENDING : NET_WAITING;
}

void exchange_progress(const struct exchange *x, struct net_progress *to)
{
	curl_off_t sent = 0, received = 0, expected = -1;

	if (x->running) {
		CURL *easy = x->transfer.easy;

		curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &sent);
		curl_easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &received);
		curl_easy_getinfo(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &expected);
	}
	*to = (struct net_progress){ .sent = sent,
		.to_send = (int64_t)x->body_n,
		.received = received,
		.to_receive = expected };
	to->stage = stage_of(x, to);
	if (x->retry_ms)
		to->retry_ms = x->retry_ms - clock_monotonic_ms();
	if (to->retry_ms < 0)
		to->retry_ms = 0;
}
