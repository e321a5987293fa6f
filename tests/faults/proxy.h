/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The tests' own misbehaving proxy: it stands between agenda and agendad on this
 * machine and, by rule, loses answers, cuts lines, delays, repeats and garbles. Every
 * exchange that really took place with the server can be recorded as a JSON line
 * (tests/contract/exchanges.mjs says how it looks), tokens left out. In-process on
 * threads of its own, or as the program `proxy` (proxy_main.c).
 */
#ifndef AGENDA_TESTS_FAULTS_PROXY_H
#define AGENDA_TESTS_FAULTS_PROXY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct proxy;

/* What may go wrong with an exchange; `n` of the rule in brackets. */
/* clang-format off */
#define FAULT_LIST(_) \
	_(NONE, "niente")      /* faithful */ \
	_(DELAY, "ritardo")    /* the request waits [ms] before it goes on */ \
	_(REFUSE, "rifiuta")   /* the line is cut before the request goes on */ \
	_(CUT, "taglia")       /* the line is cut after [bytes] of the answer */ \
	_(LOSE, "perdi")       /* the server answers, the client never hears of it */ \
	_(LATE, "tardi")       /* the client is cut at once, the server gets it after [ms] */ \
	_(DUPLICATE, "doppia") /* the server gets it twice, the second answer goes back */ \
	_(GARBAGE, "rumore")   /* the server answers, the client gets [bytes] of noise */ \
	_(ALTER, "altera")     /* the last byte of the answer arrives as another one */ \
	_(TRICKLE, "goccia")   /* the answer goes back a byte at a time, every [ms] */ \
	_(STALL, "silenzio")   /* the server answers, the client waits for ever */ \
	_(BUSY, "occupato")    /* the server is not asked: 503, come again in [s] */ \
	_(BUSY_DATE, "fino-a") /* the same as 429, and with a date */ \
	_(EXPIRED, "scaduto")  /* the server is not asked: 401, whatever the token */ \
	_(NO_CURSOR, "smarrito") /* the server is not asked: 410, whatever the cursor */
/* clang-format on */

#define FAULT_ENUM_(name, word) FAULT_##name,
enum fault { FAULT_LIST(FAULT_ENUM_) FAULT_COUNT };
const char *fault_word(enum fault fault);

struct proxy_rule {
	char method[8]; /* "": any */
	char path[128]; /* the target contains it; "": any */
	enum fault fault;
	int64_t n;
	int times;   /* to how many requests; 0: to all */
	int percent; /* of them, by the seed; 0: all */
};

#define PROXY_RULES_MAX 16

/* `upstream`: "http://127.0.0.1:PORT". `record` (or NULL): file that exchanges are
 * appended to. NULL when it cannot listen. */
struct proxy *proxy_start(const char *upstream, const char *record, uint64_t seed);
void proxy_stop(struct proxy *p); /* cuts every line, joins; takes NULL */

const char *proxy_url(const struct proxy *p); /* http://127.0.0.1:PORT */

/* The first rule that fits counts. Replaces what there was; n = 0: faithful from now
 * on. A faithful rule (NONE) is there to be counted. */
void proxy_rules(struct proxy *p, const struct proxy_rule *rules, size_t n);
void proxy_upstream(struct proxy *p, const char *upstream); /* for new connections */
void proxy_cut_all(struct proxy *p); /* every line that is open now */

int proxy_requests(struct proxy *p); /* whole requests received */
int proxy_faults(struct proxy *p);   /* exchanges that a rule has met and spoilt */
int proxy_answers(struct proxy *p);  /* whole answers received from the server */

/* Waits until that many faults have taken place; false after `ms`. */
bool proxy_await_faults(struct proxy *p, int faults, int ms);

/* Requests that rule number `rule` (from 0) has met since proxy_rules(): counted as they
 * arrive, whenever they are answered. */
int proxy_met(struct proxy *p, size_t rule);
bool proxy_await_met(struct proxy *p, size_t rule, int n, int ms);

/* "METHOD PATH WORD N TIMES PERCENT", "*" for any, the last three may be missing. */
bool proxy_rule_parse(const char *text, struct proxy_rule *to);

#endif
