/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/http/request.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/random.h"
#include "server/http/wire.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

int64_t monotonic_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static const char *address_of(struct arena *a, struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *sa = info ? info->client_addr : NULL;
	char *text = arena_alloc(a, INET6_ADDRSTRLEN);
	const void *raw = NULL;

	if (!sa)
		return "-";
	if (sa->sa_family == AF_INET)
		raw = &((const struct sockaddr_in *)(const void *)sa)->sin_addr;
	else if (sa->sa_family == AF_INET6)
		raw = &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr;
	if (!raw || !inet_ntop(sa->sa_family, raw, text, INET6_ADDRSTRLEN))
		return "-";
	return text;
}

static void make_id(char id[REQUEST_ID_SIZE])
{
	unsigned char bytes[8];

	random_bytes(bytes, sizeof bytes);
	for (size_t i = 0; i < sizeof bytes; i++)
		snprintf(id + 2 * i, 3, "%02x", bytes[i]);
}

struct request *request_new(struct http *h, struct MHD_Connection *c, const char *uri)
{
	struct request *rq = xalloc(sizeof *rq);
	struct request_wire *w = xalloc(sizeof *w);
	struct err err = { 0 };

	rq->wire = w;
	w->http = h;
	w->connection = c;
	w->at = clock_now();
	w->started_us = monotonic_us();
	w->started_ms = clock_monotonic_ms();
	make_id(rq->id);
	rq->method = "-";
	rq->encrypted = h->encrypted;
	rq->address = address_of(&rq->arena, c);
	if (!target_parse(&rq->arena, uri, &rq->target, &err)) {
		w->bad_target = true;
		snprintf(w->bad_param, sizeof w->bad_param, "%s", err.field);
	}
	return rq;
}

void request_free(struct request *rq)
{
	if (!rq)
		return;
	if (rq->wire->form)
		MHD_destroy_post_processor(rq->wire->form);
	atomic_fetch_sub(&rq->wire->http->bodies, rq->wire->promised);
	buf_release(&rq->body);
	buf_release(&rq->response.body);
	FREE(&rq->wire);
	arena_release(&rq->arena);
	FREE(&rq);
}

struct header_reading {
	struct request *rq;
	size_t bytes;
	int lengths, encodings; /* how often it is said where the body ends, in either way */
	bool unreadable;
};

/*
 * Where the body ends is said once and in one way, and "chunked" is the only encoding: a proxy
 * in front that reads it in another way than libmicrohttpd would take a part of one person's
 * body for another person's request.
 */
static void look_at_framing(
	struct header_reading *reading, const char *name, const char *value, size_t n)
{
	if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0)
		reading->lengths++;
	if (strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) != 0)
		return;
	reading->encodings++;
	if (n != 7 || strncasecmp(value, "chunked", 7) != 0)
		reading->unreadable = true;
}

static enum MHD_Result take_header(void *cls, enum MHD_ValueKind kind, const char *name,
	size_t name_len, const char *value, size_t value_len)
{
	struct header_reading *reading = cls;
	struct request *rq = reading->rq;
	const struct {
		const char *name;
		const char **to;
	} known[] = {
		{ "Authorization", &rq->authorization },
		{ "Content-Type", &rq->content_type },
		{ "Idempotency-Key", &rq->idempotency_key },
		{ "If-Match", &rq->if_match },
		{ "X-Forwarded-For", &rq->forwarded_for },
	};

	(void)kind;
	value = value ? value : "";
	reading->bytes += name_len + value_len;
	if (memchr(name, '\0', name_len) || memchr(value, '\0', value_len))
		reading->unreadable = true;
	look_at_framing(reading, name, value, value_len);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strcasecmp(known[i].name, name) != 0)
			continue;
		if (*known[i].to)
			rq->wire->repeated_header = known[i].name;
		*known[i].to = arena_strndup(&rq->arena, value, value_len);
	}
	return MHD_YES;
}

/* The last address is the one that our own proxy saw; those before it are hearsay. */
static const char *forwarded_address(struct arena *a, const char *list)
{
	const char *comma = strrchr(list, ',');
	const char *last = comma ? comma + 1 : list;
	char *text = NULL;
	unsigned char raw[sizeof(struct in6_addr)];

	last += strspn(last, " \t");
	text = arena_strndup(a, last, strcspn(last, " \t"));
	if (inet_pton(AF_INET, text, raw) == 1 || inet_pton(AF_INET6, text, raw) == 1)
		return text;
	return NULL;
}

void request_headers(struct request *rq)
{
	struct header_reading reading = { .rq = rq };
	struct request_wire *w = rq->wire;

	MHD_get_connection_values_n(
		w->connection, MHD_HEADER_KIND, take_header, &reading);
	w->headers_too_large = reading.bytes > HEADER_BYTES_MAX;
	w->unreadable = reading.unreadable || reading.lengths + reading.encodings > 1;
	if (w->http->behind_proxy && rq->forwarded_for) {
		const char *address = forwarded_address(&rq->arena, rq->forwarded_for);

		rq->address = address ? address : rq->address;
	}
}

const char *request_base_url(const struct request *rq)
{
	return rq->wire->http->address;
}

void request_park(struct request *rq, request_after *after)
{
	struct request_wire *w = rq->wire;
	struct http *h = w->http;

	assert(!w->parked);
	w->parked = true;
	w->after = after;
	w->phase = PHASE_PARKED;
	pthread_mutex_lock(&h->lock);
	h->parked++;
	pthread_mutex_unlock(&h->lock);
	MHD_suspend_connection(w->connection);
}

/* From here on the pool may answer and free the request: it is not touched again. */
void request_resume(struct request *rq)
{
	MHD_resume_connection(rq->wire->connection);
}

void response_set(struct request *rq, int status, const char *content_type)
{
	rq->response.status = status;
	rq->response.content_type = content_type;
}

void response_header(struct request *rq, const char *name, const char *value)
{
	struct response *r = &rq->response;

	assert(r->n_headers < RESPONSE_HEADERS_MAX);
	r->headers[r->n_headers].name = name;
	r->headers[r->n_headers].value = value;
	r->n_headers++;
}

void response_headerf(struct request *rq, const char *name, const char *fmt, ...)
{
	va_list ap;
	char *value = NULL;

	va_start(ap, fmt);
	value = arena_vprintf(&rq->arena, fmt, ap);
	va_end(ap);
	response_header(rq, name, value);
}

void response_reset(struct request *rq)
{
	buf_reset(&rq->response.body);
	rq->response.status = 0;
	rq->response.content_type = NULL;
	rq->response.n_headers = 0;
}
