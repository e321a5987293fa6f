/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What programs that kill in rounds have in common: the world behind the misbehaving proxy, a
 * seed that is printed, a client or the server killed with -9 at some moment, and what must hold
 * after every round, read by SQL from the files themselves.
 *
 * AGENDA_GIRI: how many rounds. AGENDA_SEME: the seed of a failure.
 */
#ifndef AGENDA_TESTS_FAULTS_ROUNDS_H
#define AGENDA_TESTS_FAULTS_ROUNDS_H

#include "base/random.h"
#include "tests/faults/proxy.h"
#include "tests/support/world.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define ROUNDS_ANNA   "p-anna-bianchi"
#define ROUNDS_STUDIO "p-studio-verdi"
#define ROUNDS_CENTRO "p-centro-servizi" /* thousands of appuntamenti */
#define DRAFTS_KNOWN  4

/* A bozza that was kept: it may be booked, once, and else is as it was. */
struct draft {
	char id[UUID_SIZE]; /* "": none */
	char nota[48];      /* like no other's */
	char fields[400];   /* as the journal has them */
};

struct rounds {
	struct world w;
	struct proxy *proxy;
	struct random_sequence random;
	uint64_t seed;
	const char *who, *profile; /* whose files they are */
	int round, wanted;
	enum fault fault; /* of this round */
	char *errors;     /* of the last command */
	struct draft drafts[DRAFTS_KNOWN];
	int met[FAULT_COUNT], client_kills, server_kills;
	int signed_in_at; /* server_kills at the last sign-in */
};

/* The round fails: seed, number, what was wrong, what the client believes. */
#define HOLDS(r, condition, ...) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "SEME=%llu giro %d: ", (unsigned long long)(r)->seed, \
				(r)->round); \
			fprintf(stderr, __VA_ARGS__); \
			rounds_fail(r); \
		} \
	} while (0)
void rounds_fail(struct rounds *r) __attribute__((noreturn));

/* The world, the proxy before it, the person signed in. `rows` as for world_open_large(). */
void rounds_open(struct rounds *r, const char *who, const char *profile, const char *rows);
/* How many rounds there are to be. */
void rounds_want(struct rounds *r, int usually, int long_run);
/* Begins the next one. There are some more than wanted until the proxy has done each of the
 * six things that issue it: delay, cut, loss, repetition, garbage, trickle. */
bool rounds_next(struct rounds *r);
/* The end of the world. `what` (NULL: there were no rounds): they are told, with their count. */
void rounds_close(struct rounds *r, const char *what);

uint64_t rounds_below(struct rounds *r, uint64_t n);

/* agenda WORDS…: its exit status, what it wrote in *out (free()). No sanitizer complains. */
int rounds_run(struct rounds *r, const char *const *words, const char *input, char **out);
int rounds_status(struct rounds *r, const char *const *words);
bool rounds_answer(struct rounds *r, const char *const *words, const char *text);
void rounds_sign_in(struct rounds *r);
/* The demo's issuer forgets everybody when it dies: signs in again if it has. */
void rounds_signed_in(struct rounds *r);

/* ── a bozza ── */

/* Anna's, complete, with this nota; looked after from now on. */
struct draft *rounds_draft(struct rounds *r, const char *nota);
/* What the words make ("nuovo … --solo-bozza"): looked after from now on. */
struct draft *rounds_draft_of(struct rounds *r, const char *const *words, const char *nota);
void rounds_draft_dropped(struct draft *d); /* on purpose */

/* ── the misfortune and the moment ── */

/* What happens to METHOD requests for `path` from now on: by turns something, and what the proxy
 * has done least. */
void rounds_misfortune(struct rounds *r, const char *method, const char *path);
void rounds_calm(struct rounds *r); /* the proxy is faithful again, every line is new */

/* Until so many more requests, answers or faults went by, then a little longer; or any while. */
void rounds_moment(struct rounds *r, int most_ms);
/* agenda WORDS…, what it says in `said` (NULL: nowhere): to be killed. */
pid_t rounds_start(struct rounds *r, const char *const *words, const char *said);
/* The end of a client, and one time in five of the server: in either order. */
void rounds_kill(struct rounds *r, pid_t client);
void rounds_kill_interface(struct rounds *r, struct pty *p); /* painted to the end, not freed */

/* ── afterwards ── */

/* Everything that was sent gets its answer: exit 0 of `operazioni` says that none is open. */
void rounds_settle(struct rounds *r);
/* One synchronisation with nothing in its way. */
void rounds_sync(struct rounds *r);

/* What the server shows this person is in the cache with the same state and version, and none
 * more; each draft is as it was or booked once; every file passes its check, and the server's
 * history is one (invariants.sql). After a synchronisation. */
void rounds_hold(struct rounds *r);

/* One number from a file of the person's, "cache" or "journal". */
long long rounds_number(struct rounds *r, const char *file, const char *sql);
/* The path of it. */
void rounds_path(struct rounds *r, const char *file, char to[FOLDER_SIZE + 128]);

#endif
