/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Receiving bodies. libmicrohttpd lets an answer out only before the body or after it: a body that
 * cannot be taken is drained up to its ceiling, so that the client reads the refusal, and past
 * that the connection is cut.
 */
#include "server/http/wire.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define FORM_BUFFER_BYTES 8192

static const char *header(const struct request *rq, const char *name)
{
	return MHD_lookup_connection_value(rq->wire->connection, MHD_HEADER_KIND, name);
}

unsigned long long body_announced(const struct request *rq)
{
	const char *length = header(rq, MHD_HTTP_HEADER_CONTENT_LENGTH);

	/* libmicrohttpd has already refused a length that is not a number. */
	return length ? strtoull(length, NULL, 10) : 0;
}

size_t body_drained_max(const struct request *rq)
{
	return 2 * (rq->body_max + HTTP_FORM_OVERHEAD_BYTES);
}

static enum MHD_Result take_part(void *cls, enum MHD_ValueKind kind, const char *key,
	const char *file_name, const char *content_type, const char *encoding,
	const char *data, uint64_t offset, size_t n)
{
	struct request *rq = cls;
	struct request_wire *w = rq->wire;

	(void)kind;
	(void)content_type;
	(void)encoding;
	if (offset == 0)
		w->files++;
	/* A part may come without a name at all. */
	if (!key || strcmp(key, "file") != 0 || w->files > 1) {
		w->bad_form = true;
		return MHD_NO;
	}
	if (!rq->file_name)
		rq->file_name = arena_strdup(&rq->arena, file_name ? file_name : "");
	if (n > 0 && !buf_add(&rq->body, data, n)) {
		w->file_too_large = true;
		return MHD_NO;
	}
	return MHD_YES;
}

static bool is_form(const char *content_type)
{
	return content_type && strncasecmp(content_type, "multipart/form-data", 19) == 0;
}

bool body_begin(struct request *rq)
{
	struct request_wire *w = rq->wire;
	size_t room = rq->body_kind == BODY_NONE ? 0 : rq->body_max;

	if (room == 0 || rq->response.status)
		return true;
	if (atomic_fetch_add(&w->http->bodies, room) + room > BODIES_BYTES_MAX) {
		atomic_fetch_sub(&w->http->bodies, room);
		return false;
	}
	w->promised = room;
	buf_init(&rq->body,
		rq->body_kind == BODY_FILE ? room - HTTP_FORM_OVERHEAD_BYTES : room);
	if (rq->body_kind != BODY_FILE)
		return true;
	if (is_form(rq->content_type))
		w->form = MHD_create_post_processor(
			w->connection, FORM_BUFFER_BYTES, take_part, rq);
	w->bad_form = !w->form;
	return true;
}

static bool too_slow(const struct request_wire *w)
{
	return clock_monotonic_ms() - w->started_ms > w->http->request_ms;
}

bool body_take(struct request *rq, const char *data, size_t n)
{
	struct request_wire *w = rq->wire;

	w->received += n;
	if (too_slow(w) || w->received > body_drained_max(rq))
		return false;
	w->too_large = w->too_large || w->received > rq->body_max;
	if (w->too_large || w->bad_form || w->file_too_large || rq->response.status)
		return true;
	if (w->form) {
		if (MHD_post_process(w->form, data, n) != MHD_YES && !w->file_too_large)
			w->bad_form = true;
		return true;
	}
	if (rq->body_kind == BODY_WHOLE && !buf_add(&rq->body, data, n))
		w->too_large = true;
	return true;
}

void body_end(struct request *rq)
{
	struct request_wire *w = rq->wire;

	if (!w->form)
		return;
	if (MHD_destroy_post_processor(w->form) != MHD_YES && !w->file_too_large)
		w->bad_form = true;
	w->form = NULL;
	if (w->files != 1 && !w->file_too_large)
		w->bad_form = true;
}
