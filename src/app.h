/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What the program holds while it runs: the options, the line, who is signed in, the two files
 * and the one model. Use cases change it; the interface and the command line look at it.
 */
#ifndef AGENDA_SRC_APP_H
#define AGENDA_SRC_APP_H

#include "cache/journal.h"
#include "domain/identificativo.h"
#include "net/signin.h"
#include "src/gemello.h"
#include "src/options.h"
#include "ui/intent.h"
#include "ui/model.h"

#include <poll.h>

struct pending;

/* When the program wants to be woken by itself, in clock_monotonic_ms(); -1: never. */
enum alarm {
	ALARM_NOTA,     /* what was typed is saved within a second */
	ALARM_LINEA,    /* the line is down: try again */
	ALARM_VERIFICA, /* a lost answer: replay */
	ALARM_AVVISO,   /* the status line goes */
	ALARM_GEMELLO,  /* a step of the sibling file, or another try */
	ALARM_GIRO,     /* rows are still to be looked at: the next turn at once */
	ALARM_FEED,     /* the feed was told to come again later */
	ALARM_RESTI,    /* more room of an emptied copy to give back */
	ALARM_PULIZIA,  /* more appointments of long ago to drop */
	ALARM_NOMI,     /* names that were asked for are masked again */
	ALARM_PREBLOCCO,/* nobody types: the lock is announced */
	ALARM_BLOCCO,   /* nobody types: the screen is locked */
	ALARM_COUNT
};

/* What the open screens were last asked for, so that a refresh asks the same. */
struct richieste {
	struct arena arena;
	char *filtro;
	struct ricerca ricerca;
	int righe_rapporti;
	int righe_risultati;
};

/* What home was made of, so that it is made again only when that is another. */
struct home_of {
	uint64_t cache, journal; /* their generations */
	uint64_t keys;           /* app.keys_asked */
	int64_t minute;
	unsigned profilo;        /* generation */
	enum nomi nomi;
	bool hidden;
};

/* All attachments on their way here, one after the other. */
struct raccolta {
	bool going;
	struct cache_allegati_place at;
	struct arena arena; /* of the items at hand */
	struct cache_allegato *items;
	size_t n, next;
	int64_t brought, missed;
	struct err err; /* why it stopped; none when it came to the end */
};

/* The feed that keeps the cache whole (src/usecases/variazioni.c), and the child that makes its
 * words (src/usecases/gemello.c). */
struct feed {
	struct {
		const struct variazioni *v; /* being stored, a few rows a turn; NULL */
		struct arena arena;
		const char *from;       /* the cursor it was asked from; NULL: the beginning */
		instant when;           /* it came: the contact, however long its steps take */
		size_t at;
		bool polled;            /* it came from the long poll, not in a round */
		bool at_once;           /* that poll was answered without waiting */
		int64_t retry_after;    /* seconds, as the server said with it */
	} page;
	bool follows;           /* an interface is open: the feed is kept open too */
	bool syncing;           /* a round: page after page is being asked */
	bool again;             /* and another one is wanted after it */
	bool page_due;          /* the next page is asked once this one is painted */
	bool rapporti_gone;     /* since the profile was read */
	int tries;              /* since the feed last answered */
	int64_t rest;           /* not before this, the server said; monotonic */
	int64_t poll_began;     /* monotonic */
	int64_t progress_shown; /* monotonic: the lists, while a round lasts */
	uint64_t cache_seen;    /* generation of the cache that the screens show */
	bool builds;            /* a command waits for the child, too */
	struct gemello gemello;
	bool gemello_ready;     /* it has ended: its file is taking the place of the cache */
	int gemello_tries;
};

#define APP_REPLIES_MAX 16

/* The one file on its way here. */
struct download {
	char *path;               /* where it goes */
	char sha256[SHA256_TEXT_SIZE]; /* what it must be */
	char codice[CODICE_RAPPORTO_SIZE]; /* of which rapporto; "": a manuale */
	bool view;                /* then shown */
};

struct app {
	const struct options *options;
	struct model model;
	struct net *net;
	struct signin *signin;      /* NULL until the issuer is known */
	struct cache *cache;        /* NULL until the person is known */
	struct journal *journal;    /* the same */
	char *identity;             /* of the two files; NULL */
	int resti;                  /* of a copy that was emptied (cache/resti.h); -1 */
	bool endings_left;          /* not taken yet for want of time */
	struct pending *pending;    /* requests without an ending yet (src/ask.h) */
	uint64_t keys_asked;        /* grows when a request with a key leaves or ends */
	bool home_again;            /* something of home may be another */
	struct home_of home_of;
	int64_t alarms[ALARM_COUNT];
	int line_tries;             /* since the line fell */
	bool line_asked;            /* somebody waits for the present try */
	unsigned line_said;         /* avviso.numero of "non risponde ancora"; 0: not said */
	int verify_tries;
	int64_t verify_rest;        /* no replay before this; monotonic */
	struct feed feed;
	int clock_watch;            /* of an open interface: the clock jumps, the machine wakes; -1 */
	char *nota;                 /* typed and not yet saved; NULL */
	char *file_viewed;          /* a file is to be shown: the loop lends the terminal */
	unsigned ripresa;           /* fields of the open bozza still to be looked at: bits */
	unsigned ripresa_mancata;   /* and those that nobody could look at */
	const char *non_controllati; /* the sentence on those, in model.novita; NULL */
	char upload_keys[ALLEGATI_MAX][UUID_SIZE]; /* of bozza.allegati, "" when none is going */
	struct download download;
	struct raccolta raccolta;
	bool wants_signin;          /* once the server has said who its issuer is */
	struct arena recalled;      /* who used this program last, for `emittente` */
	const char *emittente;      /* NULL until known */
	struct richieste asked;
	bool refused;               /* the wish being carried out changed nothing */
	struct reply replies[APP_REPLIES_MAX]; /* endings of wishes that asked the server */
	size_t n_replies;
	bool wipe_screen;           /* the former person's text must leave the terminal: the loop */
	unsigned lock_notice;       /* number of the avviso that announces the lock; 0: none */
	bool exiting;
	struct err stopped;         /* waiting itself failed: nothing more can come, nor be typed */
};

/* The program's one wait, for net_poll(). False: app.stopped says why, and what was typed is
 * saved. */
bool app_poll(struct app *app, struct pollfd *fds, size_t n, int wait_ms);

/* Opens the line and restores who was signed in. False and *err only when nothing can work. */
bool app_open(struct app *app, const struct options *o, struct err *err);
void app_close(struct app *app);

/* What came from the network, but for so much that a key would have to wait: that is the next
 * turn's, which comes at once. */
void app_take_endings(struct app *app);
int app_wait_ms(const struct app *app); /* for poll(): -1 for ever */
void app_tick(struct app *app);         /* alarms that are due */
void app_shown(struct app *app);        /* what could wait until this turn was painted */
void app_alarm(struct app *app, enum alarm which, int64_t in_ms); /* -1: not any more */

/* The status line: what just happened, a whole sentence. */
void app_say(struct app *app, enum tono tono, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Somebody is there: the idle lock counts from now. */
void app_touched(struct app *app);

/* Carries out a wish. The strings of `i` are borrowed for the call. False: refused, nothing
 * changed, and the slice, or the status line, says why. */
bool app_do(struct app *app, const struct intent *i);

/* How a wish that asked the server has ended: kept for app_next_reply(). */
void app_ended(struct app *app, enum intent_kind to, enum reply_ending ending);
bool app_next_reply(struct app *app, struct reply *to);

/* What a wait listens to beside the connections, for net_poll(); then what was heard. */
#define APP_FDS 4
void app_fds(const struct app *app, struct pollfd fds[APP_FDS]);
void app_heard(struct app *app, const struct pollfd fds[APP_FDS]);

/* For the command line, which has no loop of its own. */
bool app_wait(struct app *app, int most_ms); /* -1: as long as it takes; false: cannot wait */
void app_turn(struct app *app);              /* what has come, and what is due */
/* Waits until `done` says so, or nothing is left to wait for. */
void app_wait_until(struct app *app, bool (*done)(const struct app *app));

#endif
