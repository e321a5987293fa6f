/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * One request on its way: everything it needs, its tries, its ending. Private to net/.
 */
#ifndef AGENDA_NET_EXCHANGE_H
#define AGENDA_NET_EXCHANGE_H

#include "io/curl.h"
#include "net/net.h"

struct exchange {
	struct exchange *next; /* in its lane's queue */
	uint64_t id;
	uint64_t tag;
	enum net_lane lane;
	bool authorised;
	bool changing;
	char *method;
	char *url;
	struct curl_slist *headers;
	char *body; /* NULL: none */
	size_t body_n;
	size_t body_at; /* of a change: read so far by libcurl */
	size_t ceiling;
	int64_t timeout_ms; /* from the first try to the whole answer; 0: none */
	int tries_left;
	int tries_made;
	int64_t deadline_ms; /* monotonic; 0: none, or not begun */
	int64_t retry_ms;    /* monotonic: when the next try is due; 0: not resting */
	bool running;        /* in the multi handle */
	bool head_ended;     /* of the answer: its empty line has come */
	bool bytes_left;     /* some try may have reached the server */
	struct transfer transfer;
	struct curl_slist *sent_headers; /* those of this try, the token among them */
	struct net_reply reply;
};

/* NULL and *err (ERR_USAGE) when it cannot be made. Nothing has been sent yet. */
struct exchange *exchange_new(const struct net_request *r, struct err *err);
void exchange_free(struct exchange *x); /* must not be running */

/* Puts a new try into the multi handle; `token` may be NULL. */
bool exchange_begin(struct exchange *x, CURLM *multi, const struct net_config *config,
	const char *token, struct err *err);

/* Takes it out again; what was learnt stays. Harmless when it is not running. */
void exchange_halt(struct exchange *x, CURLM *multi);

/* How the try that ended with `rc` ends the request. Takes the answer into x->reply. */
enum net_outcome exchange_outcome(struct exchange *x, CURLcode rc, struct err *err);

/* Should an idle while and another try follow what is in x->reply? Then x->retry_ms is
 * set. */
bool exchange_rests(struct exchange *x, uint64_t jitter);

void exchange_progress(const struct exchange *x, struct net_progress *to);

#endif
