/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A question to the server and its one ending. Knows what every question has in common: the
 * address from the route table, the token (and what to do when it has expired), the reply read
 * through its field table, the state of the line.
 */
#ifndef AGENDA_SRC_ASK_H
#define AGENDA_SRC_ASK_H

#include "api/routes.h"
#include "net/net.h"

struct app;
struct ask;

enum answer_kind {
	ANSWER_OK,      /* `value` (or the file's bytes in `reply`) */
	ANSWER_PROBLEM, /* the server refused: `problem` */
	ANSWER_FAILED,  /* no answer, or one that makes no sense: `err` */
	ANSWER_UNKNOWN, /* a changing request whose answer was lost: `err` */
};

struct answer {
	enum answer_kind kind;
	int status;
	const void *value;      /* of the route's response table; lives for the call, or on in an
	                           arena that was taken */
	struct problem problem;
	struct err err;         /* set for everything but OK, with its sentence */
	const struct net_reply *reply;
	struct arena *arena;    /* where value and problem live: `done` may take it */
};

typedef void (*ask_done)(struct app *app, const struct ask *ask, const struct answer *answer);

/* A newer question of the same kind overtakes the older one, whose answer is dropped. */
enum question {
	QUESTION_NONE,
	QUESTION_STATUS,
	QUESTION_PROFILO,
	QUESTION_RAPPORTO,
	QUESTION_QUESITI,
	QUESTION_PUNTI,
	QUESTION_DISPONIBILITA,
	QUESTION_RECAPITI,
	QUESTION_DETTAGLIO,
	QUESTION_MANUALI,
	QUESTION_MANUALE,
	QUESTION_FEED,
	QUESTION_SCARICO,
	QUESTION_RACCOLTA,
};

/* What to ask; everything pointed to is copied. */
struct ask {
	enum route_id route;      /* ROUTE_NONE: `url` and `response` instead, without token */
	struct route_params params;
	const void *query;        /* of the route's query table */
	const char *url;
	const struct fields *response;
	const char *path;         /* instead of params and query: a path kept in the journal */
	enum question question;
	enum net_lane lane;
	const void *body;
	size_t body_n;
	const char *content_type;
	const char *chiave;       /* makes it a changing request */
	const char *if_match;
	const char *subject;      /* what it is about, for `done`: an id; NULL */
	int64_t number;           /* the same, a number */
	size_t ceiling;           /* of the reply's bytes; 0: the default */
	bool quiet;               /* nobody waits for it: no sign of work, one try only */
	ask_done done;
};

/* Asks. When it cannot leave at all `done` gets ANSWER_FAILED before this returns. */
void ask_send(struct app *app, const struct ask *what);

bool ask_open(const struct app *app, enum question q); /* is one under way? */
bool ask_busy(const struct app *app); /* is anything under way that somebody waits for? */
bool ask_key_open(const struct app *app, const char *chiave);
void ask_forget(struct app *app, enum question q); /* drop it without an ending */
void ask_forget_all(struct app *app);

/* An ending that belongs to a question: true when it did; then it is taken (*e is zeroed), and
 * read and handed to its `done` by ask_read_on(). */
bool ask_take(struct app *app, struct net_ending *e);
/* A part of the reading of an answer, or its `done`; false when there is none to be read. A long
 * answer takes several, so that nobody who types waits for the whole of it. */
bool ask_read_on(struct app *app);

/* There is a token again: what waited for it leaves. */
void ask_resume(struct app *app);

/* Bytes of the body sent so far by the request with that key. */
int64_t ask_sent(const struct app *app, const char *chiave);
/* Bytes received and expected by the question. */
void ask_received(const struct app *app, enum question q, int64_t *got, int64_t *total);

#endif
