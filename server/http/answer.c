/* SPDX-License-Identifier: EUPL-1.2
 *
 * The end of a request: its answer given to libmicrohttpd, or the connection cut. */
#include "server/http/wire.h"

#include "base/clock.h"

#include <string.h>

static bool add(struct MHD_Response *r, const char *name, const char *value)
{
	return MHD_add_response_header(r, name, value) == MHD_YES;
}

static bool add_headers(struct MHD_Response *r, const struct request *rq)
{
	const struct response *x = &rq->response;
	bool ok = add(r, "Cache-Control", "no-store")
		&& add(r, "X-Content-Type-Options", "nosniff");

	if (x->content_type)
		ok = ok && add(r, "Content-Type", x->content_type);
	for (size_t i = 0; i < x->n_headers; i++)
		ok = ok && add(r, x->headers[i].name, x->headers[i].value);
	if (http_stopping(rq->wire->http))
		ok = ok && add(r, "Connection", "close");
	return ok;
}

enum MHD_Result answer(struct request *rq)
{
	struct request_wire *w = rq->wire;
	struct response *x = &rq->response;
	struct MHD_Response *r = NULL;
	enum MHD_Result done = MHD_NO;

	w->phase = PHASE_ANSWERED;
	if (w->http->site.finish)
		w->http->site.finish(w->http->site.ctx, rq);
	if (rq->cut || atomic_load(&w->http->cut_until_ms) > clock_monotonic_ms())
		return MHD_NO;
	/* The bytes stay in the request, which outlives the sending. */
	r = MHD_create_response_from_buffer(
		x->body.len, x->body.data, MHD_RESPMEM_PERSISTENT);
	if (!r)
		return MHD_NO;
	if (add_headers(r, rq))
		done = MHD_queue_response(w->connection, (unsigned)x->status, r);
	else
		access_log_event(w->http->log, "header-refused", rq->route);
	w->sent = x->body.len;
	MHD_destroy_response(r);
	return done;
}
