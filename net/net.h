/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Bytes over HTTP, one thread, nothing that blocks but net_poll(). Every request that
 * net_send() takes has an id and exactly one ending, taken with net_next(); endings
 * never arrive from inside another call. There is no noun of the domain here.
 *
 * A changing request whose bytes may have left and whose whole answer did not come ends
 * as UNKNOWN, never as FAILED, and its body is never sent a second time from here, not
 * even by libcurl when a kept connection turns out dead: replaying is the caller's
 * decision.
 */
#ifndef AGENDA_NET_NET_H
#define AGENDA_NET_NET_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct net;

/* One request at a time on each, the others wait in order; a lane never waits for
 * another. */
enum net_lane {
	NET_READ,   /* what somebody waits for on screen */
	NET_CHANGE, /* confirmations, cancellations, sign-in */
	NET_BULK,   /* uploads, downloads, sync */
	NET_FEED,   /* the long poll: no timer of ours runs while it waits */
	NET_LANE_COUNT
};

struct net_config {
	const char *ca_file; /* PEM with the authorities to trust; NULL: the system's */
	const char *user_agent; /* NULL: "agenda/VERSION" */
	int64_t connect_ms;     /* 0: 10 000 */
	int64_t answer_ms; /* READ and CHANGE, first try to whole answer; 0: 30 000 */
	uint64_t seed;     /* of the jitter; 0: random */
	bool offline;      /* no connection is ever opened: net_send() answers ERR_NETWORK */
};

struct net *net_new(const struct net_config *config);
void net_free(struct net *n); /* cancels what is left, without endings */

/* From now on requests with `authorised` carry this token, and only to the origin of
 * `url`. Refuses http unless the host is this machine. NULL token: forget it (wiped). */
bool net_authorise(struct net *n, const char *url, const char *token, struct err *err);
bool net_authorised(const struct net *n);

struct net_request {
	enum net_lane lane;
	const char *method; /* NULL: GET */
	const char *url;    /* absolute */
	bool authorised;    /* carries the token */
	bool changing;      /* a lost answer is UNKNOWN; never tried again from here */
	const char *accept; /* NULL: "application/json, application/problem+json" */
	const char *content_type;    /* with a body */
	const char *idempotency_key; /* NULL: none */
	const char *if_match; /* as it goes on the wire, quotes included; NULL: none */
	const char *if_none_match; /* the same */
	const void *body;          /* copied */
	size_t body_n;
	size_t ceiling;     /* of the answer's body, bytes; 0: 4 MiB. Past it: FAILED,
			       ERR_LIMIT */
	int64_t timeout_ms; /* whole request; 0: the lane's (BULK: none but stalling,
			       FEED: 60 s) */
	int tries;          /* of a GET answered 429 or 503; 0: 4; 1: never again */
	uint64_t tag;       /* comes back with the ending: the caller's question number */
};

/* Its id, never 0; 0 and *err when the request cannot be made (ERR_USAGE, ERR_INTERNAL):
 * then there is no ending. Everything pointed to is copied. */
uint64_t net_send(struct net *n, const struct net_request *r, struct err *err);

/* The request ends as CANCELLED, or as UNKNOWN when it is a changing one that had begun.
 * Nothing happens when it has ended already. */
void net_cancel(struct net *n, uint64_t id);
void net_cancel_lane(struct net *n, enum net_lane lane);

/* The lines that are kept may be dead without a word, as after a sleep: unless one of them is at
 * work, none of them is used again. */
void net_renew(struct net *n);

enum net_outcome {
	NET_DONE,      /* a whole answer, whatever its status */
	NET_FAILED,    /* no whole answer; when `changing`: not one byte had left */
	NET_CANCELLED, /* by net_cancel() */
	NET_UNKNOWN,   /* changing: it may have reached the server */
};

struct net_reply {
	int status;
	char *content_type; /* NULL when there was none, as all below */
	char *etag;         /* as it came, quotes included */
	char *location;
	char *file_name; /* of Content-Disposition: from elsewhere, clean before use */
	int64_t retry_after;     /* seconds from now, both forms; -1: not said */
	instant retry_at;        /* when it was said as a date; INSTANT_NONE */
	int64_t ratelimit_limit; /* -1: not said */
	int64_t ratelimit_remaining;
	int64_t ratelimit_reset; /* seconds */
	instant date;            /* the server's clock; INSTANT_NONE */
	struct buf body;
};

struct net_ending {
	uint64_t id;
	uint64_t tag;
	enum net_lane lane;
	enum net_outcome outcome;
	struct net_reply reply; /* with DONE; else its status is 0 */
	struct err err;         /* with the others: ERR_NETWORK, ERR_LIMIT, ERR_FORMAT */
};

/* The next ending, in the order they happened; false when there is none. Release each. */
bool net_next(struct net *n, struct net_ending *to);
void net_ending_release(struct net_ending *e); /* takes NULL and a zeroed one */

/*
 * The loop's one wait: until a byte moves on a connection, one of `fds` is ready (its
 * revents set; one below zero is passed over), a retry is due, or `timeout_ms` has passed
 * (-1: no limit). Then moves what can be moved. Returns at once when endings are waiting.
 * False only when waiting itself failed; when libcurl cannot be begun, the requests end as FAILED.
 */
bool net_poll(
	struct net *n, struct pollfd *fds, size_t n_fds, int timeout_ms, struct err *err);

enum net_stage {
	NET_QUEUED,
	NET_CONNECTING,
	NET_SENDING,
	NET_WAITING,
	NET_RECEIVING,
	NET_RETRYING,
	NET_ENDED
};

struct net_progress {
	enum net_stage stage;
	int64_t sent; /* bytes of body */
	int64_t to_send;
	int64_t received;
	int64_t to_receive; /* -1: not known */
	int64_t retry_ms;   /* RETRYING: until the next try */
};

/* ENDED when `id` is not known (any more). */
void net_progress(const struct net *n, uint64_t id, struct net_progress *to);

bool net_busy(
	const struct net *n, enum net_lane lane); /* has something running or queued */

/* Server's clock minus ours, seconds, from the last answer that said its Date; 0 before
 * any. To show only: what is allowed is the server's to decide. */
int64_t net_clock_difference(const struct net *n);

#endif
