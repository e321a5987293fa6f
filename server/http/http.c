/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/http/http.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "server/http/address.h"
#include "server/http/wire.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define CONNECTION_MEMORY_BYTES ((size_t)64 << 10)
#define CONNECTIONS             4096 /* a long poll holds one */
#define LAST_BYTES_MS           2000 /* for clients that are slow to read, at the end */
#define TLS_PRIORITIES          "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE"

static bool line_cut(const struct http *h)
{
	return atomic_load(&h->cut_until_ms) > clock_monotonic_ms();
}

static void refuse(struct request *rq, enum http_refusal why, const char *what)
{
	struct http_site *site = &rq->wire->http->site;

	response_reset(rq);
	site->refuse(site->ctx, rq, why, what);
	assert(rq->response.status);
}

/* May a function of the site start? From then on it counts as running. */
static bool handling_start(struct http *h, bool was_parked)
{
	bool allowed = false;

	pthread_mutex_lock(&h->lock);
	if (was_parked)
		h->parked--;
	allowed = was_parked || !atomic_load(&h->stopping);
	if (allowed)
		h->handling++;
	pthread_mutex_unlock(&h->lock);
	return allowed;
}

static void handling_end(struct http *h)
{
	pthread_mutex_lock(&h->lock);
	h->handling--;
	pthread_cond_broadcast(&h->quiet);
	pthread_mutex_unlock(&h->lock);
}

/* What the headers alone can say against a request. */
static bool refuse_by_headers(struct request *rq)
{
	struct request_wire *w = rq->wire;

	if (w->headers_too_large || w->unreadable)
		refuse(rq, HTTP_BAD_REQUEST, NULL);
	else if (w->bad_target)
		refuse(rq, HTTP_BAD_REQUEST, *w->bad_param ? w->bad_param : NULL);
	else if (w->repeated_header)
		refuse(rq, HTTP_BAD_REQUEST, w->repeated_header);
	else if (http_stopping(w->http))
		refuse(rq, HTTP_OVERLOADED, NULL);
	return rq->response.status != 0;
}

static bool expects_continue(const struct request *rq)
{
	return MHD_lookup_connection_value(
		rq->wire->connection, MHD_HEADER_KIND, "Expect");
}

/* Answers at once only where the client has not sent, or will never be let send, its body: whoever is
 * still sending when the connection is closed may never read what was answered. */
static enum MHD_Result on_headers(struct request *rq)
{
	struct request_wire *w = rq->wire;
	struct http_site *site = &w->http->site;

	request_headers(rq);
	if (!refuse_by_headers(rq))
		site->begin(site->ctx, rq);
	if (body_announced(rq) > rq->body_max && !rq->response.status)
		refuse(rq, HTTP_BODY_TOO_LARGE, NULL);
	if (!body_begin(rq))
		refuse(rq, HTTP_OVERLOADED, NULL);
	w->phase = PHASE_BODY;
	if (w->unreadable)
		response_header(rq, "Connection", "close");
	if (rq->response.status && (body_announced(rq) > body_drained_max(rq) || w->unreadable
				|| expects_continue(rq)))
		return answer(rq);
	return MHD_YES;
}

static bool refuse_by_body(struct request *rq)
{
	struct request_wire *w = rq->wire;

	body_end(rq);
	if (rq->response.status)
		return true;
	if (w->too_large)
		refuse(rq, HTTP_BODY_TOO_LARGE, NULL);
	else if (w->file_too_large)
		refuse(rq, HTTP_FILE_TOO_LARGE, NULL);
	else if (w->bad_form)
		refuse(rq, HTTP_BAD_FORM, NULL);
	return rq->response.status != 0;
}

static enum MHD_Result settle(struct request *rq)
{
	handling_end(rq->wire->http);
	if (rq->wire->parked)
		return MHD_YES;
	assert(rq->response.status || rq->cut);
	return answer(rq);
}

static enum MHD_Result on_whole(struct request *rq)
{
	struct http *h = rq->wire->http;

	if (refuse_by_body(rq))
		return answer(rq);
	if (!handling_start(h, false)) {
		refuse(rq, HTTP_OVERLOADED, NULL);
		return answer(rq);
	}
	h->site.handle(h->site.ctx, rq);
	return settle(rq);
}

static enum MHD_Result on_resumed(struct request *rq)
{
	rq->wire->parked = false;
	handling_start(rq->wire->http, true);
	rq->wire->after(rq);
	return settle(rq);
}

static struct janitor_entry *entry_of(struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c, const char *url,
	const char *method, const char *version, const char *data, size_t *n,
	void **con_cls)
{
	struct request *rq = *con_cls;
	struct request_wire *w = rq->wire;

	(void)cls;
	(void)url;
	(void)version;
	if (w->phase != PHASE_PARKED && line_cut(w->http))
		return MHD_NO;
	switch (w->phase) {
	case PHASE_HEADERS:
		janitor_heard(w->http->janitor, entry_of(c));
		rq->method = arena_strdup(&rq->arena, method);
		return on_headers(rq);
	case PHASE_BODY:
		if (*n == 0)
			return on_whole(rq);
		if (!body_take(rq, data, *n))
			return MHD_NO;
		*n = 0;
		return MHD_YES;
	case PHASE_PARKED:
		return on_resumed(rq);
	case PHASE_ANSWERED:
		break;
	}
	return MHD_NO;
}

static void on_connection(void *cls, struct MHD_Connection *c, void **context,
	enum MHD_ConnectionNotificationCode what)
{
	struct http *h = cls;

	if (what == MHD_CONNECTION_NOTIFY_STARTED)
		*context = janitor_enter(h->janitor,
			MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)
				->connect_fd);
	else if (*context)
		janitor_leave(h->janitor, *context);
}

static void *on_first_line(void *cls, const char *uri, struct MHD_Connection *c)
{
	struct http *h = cls;

	pthread_mutex_lock(&h->lock);
	h->alive++;
	pthread_mutex_unlock(&h->lock);
	return request_new(h, c, uri);
}

static const char *end_name(enum MHD_RequestTerminationCode code)
{
	switch (code) {
	case MHD_REQUEST_TERMINATED_COMPLETED_OK:
		return "ok";
	case MHD_REQUEST_TERMINATED_TIMEOUT_REACHED:
		return "timeout";
	case MHD_REQUEST_TERMINATED_DAEMON_SHUTDOWN:
		return "shutdown";
	case MHD_REQUEST_TERMINATED_CLIENT_ABORT:
	case MHD_REQUEST_TERMINATED_READ_ERROR:
		return "client";
	case MHD_REQUEST_TERMINATED_WITH_ERROR:
		break;
	}
	return "error";
}

static void log_request(
	struct http *h, const struct request *rq, enum MHD_RequestTerminationCode code)
{
	const struct request_wire *w = rq->wire;
	struct access_line line = {
		.at = w->at,
		.id = rq->id,
		.method = rq->method,
		.route = rq->route,
		.status = w->phase == PHASE_ANSWERED && !rq->cut ? rq->response.status
								 : 0,
		.bytes = w->sent,
		.microseconds = monotonic_us() - w->started_us,
		.end = rq->cut ? "cut" : end_name(code),
	};

	access_log_line(h->log, &line);
}

static void on_end(void *cls, struct MHD_Connection *c, void **con_cls,
	enum MHD_RequestTerminationCode code)
{
	struct http *h = cls;
	struct request *rq = *con_cls;

	if (!rq)
		return;
	janitor_waits(h->janitor, entry_of(c));
	log_request(h, rq, code);
	if (h->site.end)
		h->site.end(h->site.ctx, rq);
	pthread_mutex_lock(&h->lock);
	h->alive--;
	if (rq->wire->parked)
		h->parked--;
	pthread_cond_broadcast(&h->quiet);
	pthread_mutex_unlock(&h->lock);
	request_free(rq);
	*con_cls = NULL;
}

static enum MHD_Result on_connect(void *cls, const struct sockaddr *addr, socklen_t len)
{
	(void)addr;
	(void)len;
	return line_cut(cls) ? MHD_NO : MHD_YES;
}

static void on_message(void *cls, const char *fmt, va_list ap)
{
	struct http *h = cls;
	char text[256];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	vsnprintf(text, sizeof text, fmt, ap);
#pragma GCC diagnostic pop
	access_log_event(h->log, "microhttpd", text);
}

static unsigned or_default(unsigned asked, unsigned otherwise)
{
	return asked ? asked : otherwise;
}

/* One address may not have all of them; behind a proxy all have the same. */
static unsigned connections_each(const struct http_options *o)
{
	return o->behind_proxy ? 0 : (or_default(o->connections, CONNECTIONS) + 1) * 3 / 4;
}

static struct MHD_Daemon *start(struct http *h, const struct http_options *o, int fd)
{
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME
		| MHD_USE_ITC | MHD_USE_ERROR_LOG;
	struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)o->certificate },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)o->key },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)TLS_PRIORITIES },
		{ MHD_OPTION_END, 0, NULL },
	};

	if (o->certificate)
		flags |= MHD_USE_TLS;
	else
		tls[0] = tls[3];
	return MHD_start_daemon(flags, 0, on_connect, h, on_request, h,
		MHD_OPTION_EXTERNAL_LOGGER, on_message, h, MHD_OPTION_LISTEN_SOCKET, fd,
		MHD_OPTION_THREAD_POOL_SIZE, or_default(o->threads, 4),
		MHD_OPTION_CONNECTION_LIMIT, or_default(o->connections, CONNECTIONS),
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, connections_each(o),
		MHD_OPTION_CONNECTION_TIMEOUT, or_default(o->timeout_s, 30),
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY_BYTES,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK,
		on_first_line, h, MHD_OPTION_NOTIFY_COMPLETED, on_end, h,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, h, MHD_OPTION_ARRAY, tls,
		MHD_OPTION_END);
}

static void sync_init(struct http *h)
{
	pthread_condattr_t attr;

	pthread_mutex_init(&h->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&h->quiet, &attr);
	pthread_condattr_destroy(&attr);
}

static void release(struct http *h)
{
	janitor_free(h->janitor);
	pthread_cond_destroy(&h->quiet);
	pthread_mutex_destroy(&h->lock);
	FREE(&h);
}

static bool listen_on(struct http *h, const struct http_options *o, struct err *err)
{
	struct listen_address address;
	int fd = -1;

	if (!listen_address_parse(o->listen, &address, err))
		return false;
	if (!o->certificate && !o->behind_proxy
		&& !listen_address_is_loopback(&address)) {
		err_set(err, ERR_USAGE, "no TLS on an address that is not loopback");
		return err_say(err,
			"Senza TLS si ascolta solo su questa macchina: "
			"--certificato e --chiave, oppure --dietro-proxy se TLS finisce prima.");
	}
	fd = listen_address_open(&address, h->encrypted, h->address, err);
	if (fd >= 0)
		h->daemon = start(h, o, fd);
	if (h->daemon)
		return true;
	if (fd >= 0) {
		close(fd);
		err_set(err, ERR_INTERNAL, "libmicrohttpd does not start");
	}
	return err_say(err, "Non si può ascoltare su %s.", o->listen);
}

struct http *http_new(
	const struct http_options *o, const struct http_site *site, struct err *err)
{
	struct http *h = xalloc(sizeof *h);

	h->site = *site;
	h->log = o->log;
	h->behind_proxy = o->behind_proxy;
	h->encrypted = o->certificate != NULL;
	h->request_ms = (int64_t)or_default(o->request_s, 120) * 1000;
	sync_init(h);
	h->janitor = janitor_new(h->request_ms);
	if (!h->janitor)
		err_set(err, ERR_INTERNAL, "no thread for the janitor");
	else if (listen_on(h, o, err))
		return h;
	release(h);
	return NULL;
}

const char *http_address(const struct http *h)
{
	return h->address;
}

bool http_stopping(const struct http *h)
{
	return atomic_load(&h->stopping);
}

void http_quiesce(struct http *h)
{
	MHD_socket fd = MHD_INVALID_SOCKET;

	pthread_mutex_lock(&h->lock);
	if (!atomic_exchange(&h->stopping, true))
		fd = MHD_quiesce_daemon(h->daemon);
	pthread_mutex_unlock(&h->lock);
	if (fd != MHD_INVALID_SOCKET)
		close(fd);
}

static void wait_for_the_last(struct http *h)
{
	struct timespec until;

	pthread_mutex_lock(&h->lock);
	while (h->parked > 0 || h->handling > 0)
		pthread_cond_wait(&h->quiet, &h->lock);
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += LAST_BYTES_MS / 1000;
	while (h->alive > 0)
		if (pthread_cond_timedwait(&h->quiet, &h->lock, &until) == ETIMEDOUT)
			break;
	pthread_mutex_unlock(&h->lock);
}

void http_free(struct http *h)
{
	if (!h)
		return;
	http_quiesce(h);
	/* libmicrohttpd aborts the process when it is stopped with suspended connections. */
	wait_for_the_last(h);
	MHD_stop_daemon(h->daemon);
	release(h);
}

void http_cut_line(struct http *h, int64_t seconds)
{
	atomic_store(&h->cut_until_ms, clock_monotonic_ms() + seconds * 1000);
}
