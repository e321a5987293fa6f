/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Signing in with the device grant (RFC 8628): a code and an address on screen, the
 * browser does the rest. A state machine without a clock and without a wait of its own:
 * it is fed with endings and ticks, and says when it wants the next tick. Tokens are
 * kept in memory, and in a file of 0600 when a path is given; they never reach a log or
 * an error.
 *
 * JSON is not net's business: the caller gives the function that reads an answer's
 * members.
 */
#ifndef AGENDA_NET_SIGNIN_H
#define AGENDA_NET_SIGNIN_H

#include "base/arena.h"
#include "net/net.h"

struct signin;

/* Members of the JSON objects of RFC 8414, RFC 8628 and RFC 6749 that matter, and those
 * of `agenda_demo`. NULL and 0 when not there. */
struct signin_members {
	const char *issuer;
	const char *device_authorization_endpoint;
	const char *token_endpoint;
	const char *revocation_endpoint;
	const char *demo_persone; /* agenda_demo.persone */
	const char *demo_approvazione;
	const char *demo_guasti;
	const char *device_code;
	const char *user_code;
	const char *verification_uri;
	const char *verification_uri_complete;
	const char *access_token;
	const char *refresh_token;
	const char *token_type;
	const char *error;
	int64_t expires_in; /* seconds */
	int64_t interval;   /* seconds */
};

/* Fills `to` from the object in `json`, strings in `a`. False when it is not a JSON
 * object. */
typedef bool (*signin_read)(const char *json, size_t n, struct arena *a,
	struct signin_members *to, struct err *err);

struct signin_config {
	const char *issuer;     /* https, or http on this machine */
	const char *client_id;  /* NULL: "agenda" */
	const char *scope;      /* NULL: "agenda" */
	const char *token_path; /* NULL: in memory only */
	signin_read read;
};

enum signin_state {
	SIGNIN_OUT,         /* nobody is signed in */
	SIGNIN_DISCOVERING, /* asking the issuer for its addresses */
	SIGNIN_ASKING,      /* asking for a code */
	SIGNIN_WAITING,     /* the code is on screen, the person is in the browser */
	SIGNIN_IN,          /* there is a token */
	SIGNIN_REFRESHING,  /* there was; a new one is being asked for */
};

struct signin *signin_new(const struct signin_config *config, struct err *err);
void signin_free(struct signin *s); /* wipes what it held; the file stays */

enum signin_state signin_state(const struct signin *s);

/* Reads the token file: SIGNIN_IN when it holds a token of this issuer, 0600 and ours.
 * False without an error when there is none or it is of no use. */
bool signin_restore(struct signin *s, instant now);

/* Learns the issuer's addresses without signing in: the demo's "Scegli il profilo". */
bool signin_discover(struct signin *s, struct net *n, struct err *err);

/* Begins anew: asks for the issuer's addresses, which may be others by now, then for a code. */
bool signin_start(struct signin *s, struct net *n, struct err *err);

/* Nothing of it is under way any more; what it had is kept. */
void signin_stop(struct signin *s, struct net *n);

/* After a 401, or before the expiry: true when a refresh is under way; false when only
 * signin_start() helps (the state is then SIGNIN_OUT). */
bool signin_renew(struct signin *s, struct net *n);

/* Gives it an ending. True when it was one of its own. When signing in has failed, the
 * state is SIGNIN_OUT and signin_error() says why. */
bool signin_feed(struct signin *s, struct net *n, const struct net_ending *e);

/* When it next wants signin_tick(), in clock_monotonic_ms(); -1: not by itself. */
int64_t signin_deadline(const struct signin *s);
void signin_tick(struct signin *s, struct net *n);

/*
 * The person has just approved, as far as the caller knows (the demo): the next tick
 * asks at once. An issuer that finds it too soon says slow_down, and the interval
 * grows.
 */
void signin_hurry(struct signin *s);

/* What is shown while WAITING; NULL members otherwise. */
struct signin_offer {
	const char *user_code;
	const char *verification_uri;
	const char
		*verification_uri_complete; /* for the QR code; NULL when not offered */
	int64_t expires_ms;                 /* clock_monotonic_ms() at which it is over */
};
void signin_offer(const struct signin *s, struct signin_offer *to);

/* The demo's addresses; NULL when the issuer is not a demo or was not asked yet. */
const char *signin_demo_persone(const struct signin *s);
const char *signin_demo_approvazione(const struct signin *s);
const char *signin_demo_guasti(const struct signin *s);

/* Why the last attempt ended without a token: a code and a sentence; ERR_NONE when it
 * did not. */
const struct err *signin_error(const struct signin *s);

const char *signin_token(
	const struct signin *s); /* NULL unless IN or REFRESHING; borrowed */
instant signin_token_expiry(const struct signin *s); /* INSTANT_NONE when not said */

/* Signing out: wipes memory and removes the file. */
void signin_forget(struct signin *s);

#endif
