/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * cache.db: what the server said, with when it said it. Disposable: whatever is wrong
 * with the file, it is set aside and begun anew. One per server, person and profile.
 * Whoever holds the lock beside it writes; everyone else reads. Values go in and come
 * out as domain structs, the strings in the caller's arena; the packed form inside is
 * private and dies with its version.
 *
 * Readers answer false with ERR_ABSENT when nothing was ever stored: that is "not
 * known", which is not the same as a stored empty list.
 */
#ifndef AGENDA_CACHE_CACHE_H
#define AGENDA_CACHE_CACHE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "domain/operazione.h"
#include "domain/persona.h"

struct cache;

/* How a file of ours was found. */
enum file_fate {
	FILE_OPENED,  /* as we left it */
	FILE_CREATED, /* there was none */
	FILE_REBUILT, /* the old one was no good: set aside, begun anew */
	FILE_EMPTIED, /* as we left it, but for a cache_purge_ask() that nobody had heard */
};

struct file_report {
	enum file_fate fate;
	struct err
		why; /* with REBUILT: ERR_CORRUPT or ERR_FOREIGN and one line to show */
	char aside[256]; /* with REBUILT: where the old one lies; "" when it could not be
			    kept */
	int64_t drafts_kept; /* journal, REBUILT: drafts saved from the old one */
};

/* "server|person|profile" as 64 hexadecimal digits: the files' names and owner's mark. */
char *cache_identity(
	struct arena *a, const char *server, const char *persona, const char *profilo);

/*
 * Opens or makes `folder`/cache-IDENTITY.db, the folder 0700, the file 0600. A NULL
 * folder keeps everything in memory. When another process holds the lock it opens for
 * reading only: ERR_BUSY if there is nothing to read yet. NULL and *err when it cannot
 * be had at all.
 */
struct cache *cache_open(const char *folder, const char *identity,
	struct file_report *report, struct err *err);
void cache_close(struct cache *c); /* takes NULL */

bool cache_writable(const struct cache *c);
bool cache_on_disk(const struct cache *c); /* it will be there the next time */
bool cache_claim(
	struct cache *c); /* the other process may have ended: try to become the writer */

/* Some page or value of it turned out damaged since it was opened: an answer was ERR_CORRUPT.
 * Only the writer is told, who then mends it. */
bool cache_damaged(const struct cache *c);

/* Sets the file aside and begins anew; the readers follow. False and *err: nothing can be
 * written there; it goes on in memory. *report has the line to show. */
bool cache_mend(struct cache *c, struct file_report *report, struct err *err);

/* Changes whenever what it holds may have changed, by us or by another process. */
uint64_t cache_generation(struct cache *c);

/*
 * For the loop's poll: readable when the writer has written or has gone, or, of a writer, when it is
 * asked to empty the file; -1 when nothing can come (memory) or the system cannot tell. Takes NULL. Read
 * what it says with cache_news(). A writer has listened since it became one; what happened before a
 * reader's first call is not told.
 */
int cache_watch(struct cache *c);
struct cache_news {
	bool changed; /* look at cache_generation() */
	bool left;    /* somebody let go of the lock: cache_claim() may do */
	bool asked;   /* a writer: another process wants it emptied: cache_purge() */
};
struct cache_news cache_news(struct cache *c);

/* For "Fine utente" and sign-out: the file goes, with what was set aside, which is as personal, and
 * an empty one is begun; in memory where none can be. A process that reads the old one has it until
 * it hears of the new one, and nobody else can open it. ERR_BUSY when another process writes it.
 * False: nothing has gone and all goes on, unless cache_damaged(): part of it has. What another
 * process asked for stands. */
bool cache_purge(struct cache *c, struct err *err);

/* A reader asks the writer to empty it; the request stands, over kills too, until it has been done
 * by this writer or the next, or is taken back. */
bool cache_purge_ask(struct cache *c, struct err *err);
bool cache_purge_asked(const struct cache *c);
void cache_purge_answered(struct cache *c); /* done, or taken back */

/* Last contact with the server, any answer: INSTANT_NONE before the first. */
bool cache_set_contact(struct cache *c, instant now, struct err *err);
instant cache_contact(struct cache *c);

/*
 * Asks whether what it holds may be shown to somebody with this profile at this time, and from
 * then on readers of rapporti, quesiti, appuntamenti and recapiti answer so: hidden, they are
 * ERR_ABSENT no longer but PROBLEM_OFFLINE with the sentence that says why and what to do.
 * Once hidden only a contact shows it again: a clock that goes backwards does not.
 */
bool cache_hide(struct cache *c, enum tipo_profilo profilo, instant now);
bool cache_hidden(const struct cache *c, struct err *err); /* what the last cache_hide() said */

/* --- whole values: stored with when they were read, given back with it ---------- */
/* A put replaces what was there. On a reader (cache_writable() false) puts do nothing and
 * answer true: the writer will have its own. letto_il may be NULL in the readers. */

bool cache_put_profilo(
	struct cache *c, const struct profilo *p, instant now, struct err *err);
bool cache_profilo(struct cache *c, struct arena *a, struct profilo *to,
	instant *letto_il, struct err *err);

/* A page of GET /rapporti; `first` and `last` say whether it begins or ends the whole
 * list (no q): between them, what is not in any page has gone. */
struct page_place {
	bool first;
	bool last;
};
bool cache_put_rapporti(struct cache *c, const struct rapporti *page,
	struct page_place place, instant now, struct err *err);
bool cache_put_rapporto(
	struct cache *c, const struct rapporto *r, instant now, struct err *err);
bool cache_rapporto(struct cache *c, struct arena *a, const char *codice,
	struct rapporto *to, instant *letto_il, struct err *err);

/* Of one rapporto, whole, with comunicazioni and what is known of their attachments;
 * newest first. A put replaces the rapporto's. */
bool cache_put_quesiti(struct cache *c, const char *codice, const struct quesiti *q,
	instant now, struct err *err);
bool cache_quesiti(struct cache *c, struct arena *a, const char *codice,
	struct quesiti *to, instant *letto_il, struct err *err);
bool cache_quesito(struct cache *c, struct arena *a, const char *id, struct quesito *to,
	instant *letto_il, struct err *err);

bool cache_put_punti(struct cache *c, const char *codice, const struct punti *p,
	instant now, struct err *err);
bool cache_punti(struct cache *c, struct arena *a, const char *codice, struct punti *to,
	instant *letto_il, struct err *err);
bool cache_punto(struct cache *c, struct arena *a, const char *id, struct punto *to,
	instant *letto_il, struct err *err);

bool cache_put_recapiti(struct cache *c, const char *codice, const struct recapiti *r,
	instant now, struct err *err);
bool cache_recapiti(struct cache *c, struct arena *a, const char *codice,
	struct recapiti *to, instant *letto_il, struct err *err);

/*
 * Days dal..al of a punto. Reading gives the days that are known among those asked for,
 * and the oldest `as_of` among them; ERR_ABSENT when none is. Old days are dropped by a
 * put.
 */
bool cache_put_disponibilita(
	struct cache *c, const struct disponibilita *d, instant now, struct err *err);
bool cache_disponibilita(struct cache *c, struct arena *a, const char *punto, giorno dal,
	giorno al, struct disponibilita *to, instant *letto_il, struct err *err);

/* The detail. Dropped when a list or the feed brings a newer version without it. */
bool cache_put_appuntamento(
	struct cache *c, const struct appuntamento *ap, instant now, struct err *err);
bool cache_appuntamento(struct cache *c, struct arena *a, const char *id,
	struct appuntamento *to, instant *letto_il, struct err *err);
bool cache_appuntamento_sintesi(struct cache *c, struct arena *a, const char *id,
	struct appuntamento_sintesi *to, instant *letto_il, struct err *err);
bool cache_drop_appuntamento(
	struct cache *c, const char *id, struct err *err); /* a 404 */

/*
 * A page of GET /appuntamenti. Rows older (by versione) than what is held change
 * nothing. When the pages of one search are put from first to last, rows that match `r`
 * and came in none of them have gone.
 */
bool cache_put_appuntamenti(struct cache *c, const struct appuntamenti *page,
	const struct ricerca *r, struct page_place place, instant now, struct err *err);

bool cache_put_manuali(
	struct cache *c, const struct manuali *m, instant now, struct err *err);
bool cache_manuali(struct cache *c, struct arena *a, struct manuali *to,
	instant *letto_il, struct err *err); /* without their text */
bool cache_put_manuale(
	struct cache *c, const struct manuale *m, instant now, struct err *err);
bool cache_manuale(struct cache *c, struct arena *a, const char *id, struct manuale *to,
	instant *letto_il,
	struct err *err); /* ERR_ABSENT while its text was never read */

bool cache_put_operazione(
	struct cache *c, const struct operazione *o, instant now, struct err *err);
bool cache_operazione(struct cache *c, struct arena *a, const char *chiave,
	struct operazione *to, instant *letto_il, struct err *err);

/* --- words ----------------------------------------------------------------------- */

/*
 * The words to search by are there or not: `made`, and kept up row by row, or `left`. While they
 * are left (a first sync, a file of an older schema) rows go into the tables and their indexes
 * only, which costs half; every reader still answers right, and as if no text were asked for. A
 * new file begins with them made.
 *
 *	cache_words_leave(c, &err);             an empty sibling file, before the first row
 *	cache_apply_variazioni(c, page, …);     however many; or rows copied in by SQL
 *	cache_words_make(c, &progress, &err);   all at once, rows in order of riga
 *
 * Making reads appuntamento and dettaglio, wherever their rows came from, holds a few MB
 * whatever their number, and commits as it goes: killed half-way the file is still `left`,
 * and whole. It takes some 15 s for a million, so it is for a child process, but for what
 * cache_open() makes by itself in a small file. No transaction may be open.
 */
struct cache_progress {
	/* Called now and then; false: stop, with ERR_BUSY. */
	bool (*step)(void *ctx, int64_t done, int64_t of);
	void *ctx;
};
bool cache_words_leave(struct cache *c, struct err *err);
bool cache_words_make(
	struct cache *c, const struct cache_progress *progress, struct err *err);
bool cache_words_made(struct cache *c);

/*
 * The long making of words, elsewhere than on the loop: a sibling file, the gemello.
 *
 *	if (cache_gemello_wanted(c) && cache_gemello_begin(c, &err))
 *		another process: cache_gemello_make(cache_gemello_of(c), NULL, &err)
 *	when it has ended well, a step a turn: cache_gemello_step(c, &err)
 *
 * Meanwhile the cache is read and written as ever: what changes is carried over before the
 * file takes the place of ours. When the process failed: cache_gemello_drop().
 */
bool cache_gemello_wanted(struct cache *c); /* a whole sync has ended, words are left */
const char *cache_gemello_of(const struct cache *c);
bool cache_gemello_begin(struct cache *c, struct err *err);
bool cache_gemello_make(
	const char *path, const struct cache_progress *progress, struct err *err);
enum gemello_step {
	GEMELLO_MORE,  /* again, next turn */
	GEMELLO_BUSY,  /* again, in a while: another process reads */
	GEMELLO_DONE,  /* it is the cache now */
	GEMELLO_FAILED /* and dropped: everything is as before */
};
enum gemello_step cache_gemello_step(struct cache *c, struct err *err);
void cache_gemello_drop(struct cache *c);

/* --- files ------------------------------------------------------------------------ */

/*
 * Bytes of attachments that were read, to open them without a line: files 0600 beside the
 * cache file, of a rapporto and known by their sha256, at most CACHE_FILES_MAX together. They
 * go with their rapporto and with cache_purge(). A cache in memory keeps none.
 */
#define CACHE_FILES_MAX ((int64_t)512 << 20)
bool cache_put_file(struct cache *c, const char *codice, const char *sha256,
	const struct buf *bytes, struct err *err); /* ERR_CORRUPT, ERR_FULL */
/* ERR_ABSENT; ERR_CORRUPT, and then it is gone, when the bytes are not those. */
bool cache_file(struct cache *c, const char *codice, const char *sha256, struct buf *to,
	struct err *err);
bool cache_has_file(struct cache *c, const char *codice, const char *sha256);
int64_t cache_files(struct cache *c, int64_t *n); /* bytes in all, and how many they are */

/* All attachments that anything in the cache names, some at a time, in `a`: begin with a
 * zeroed place, go on until at.over. The same one may come twice. */
struct cache_allegato {
	const char *codice;
	struct allegato allegato;
};
struct cache_allegati_place {
	bool begun, details_over, over;
	int64_t riga;
	char quesito[128];
};
bool cache_allegati(struct cache *c, struct arena *a, struct cache_allegati_place *at,
	struct cache_allegato **items, size_t *n, struct err *err);

/* --- windows: rows around an anchor --------------------------------------------- */

#define CACHE_COUNT_CAP 1000
#define CACHE_COUNT_CAP_WORDS 250 /* where words are asked for: each row costs ten times more */

enum anchor_at {
	ANCHOR_FIRST,
	ANCHOR_LAST,
	ANCHOR_ID, /* the row `id`; where it would be (`inizio`) when it is not there any
		      more */
	ANCHOR_INSTANT, /* the first row at or after `inizio` (appuntamenti only) */
	ANCHOR_FROM,    /* from that one on and nothing else: what comes before them, how many
			   there are and how old they are is not asked, count is -1 */
};

struct anchor {
	enum anchor_at at;
	const char *id; /* of an appuntamento, or a codice rapporto */
	instant inizio; /* with ID: last known start, INSTANT_NONE when not known */
	int before;     /* rows before the anchor */
	int after;      /* rows from the anchor on, itself included */
};

struct cache_window {
	size_t n;      /* of items */
	size_t anchor; /* which of them is the anchor; n when none is (empty, or past the
			  end) */
	bool anchor_found; /* with ID: that very row */
	bool more_before;
	bool more_after;
	int64_t count; /* of all rows that match, at most `cap`; -1: not asked */
	int64_t cap;   /* CACHE_COUNT_CAP, or that of words */
	bool more_than_cap;
	bool words_left; /* there are words in r->testo, but theirs are left: all rows */
	uint64_t generation;
	instant letto_il; /* of the oldest row shown; when empty, of the last time that
			     all of it was read; INSTANT_NONE: never */
};

/*
 * In order of date, then of arrival. FIRST and LAST give before + after rows from that
 * end. Of r->testo every word must occur in the row (id, codice, names, punto) or in its
 * detail (nota, quesiti, comunicazioni), accents and case aside; the last one, when nothing
 * follows it, as the beginning of a word.
 */
bool cache_appuntamenti_window(struct cache *c, struct arena *a, const struct ricerca *r,
	const struct anchor *where, struct appuntamento_sintesi **items,
	struct cache_window *to, struct err *err);

/*
 * In order of the employer's name, then of codice. `filter`: every word in it must
 * occur in the codice, or in a name of employer or worker, accents and case aside; NULL
 * or "": all.
 */
bool cache_rapporti_window(struct cache *c, struct arena *a, const char *filter,
	const struct anchor *where, struct rapporto **items, struct cache_window *to,
	struct err *err);

/* --- what home says -------------------------------------------------------------- */

/* From `dal` on, in order of date, at most `most`: those whose latest event is `evento`, one
 * of MODIFICA, DISDETTA and DEFINIZIONE, and which are as it left them. */
struct novita {
	const char *id;
	instant inizio;
	const char *testo; /* its reason, or what changed; NULL */
};
bool cache_novita(struct cache *c, struct arena *a, enum evento evento, instant dal,
	size_t most, struct novita **items, size_t *n, struct err *err);

/* The quesiti that can be booked, of all rapporti. */
struct prenotabili {
	int64_t quesiti;
	const char *codice; /* of the only rapporto that has any; NULL: none, or several */
};
bool cache_prenotabili(
	struct cache *c, struct arena *a, struct prenotabili *to, struct err *err);

/* --- the change feed ------------------------------------------------------------ */

/* The cursor to ask from; NULL: from the beginning. In `a`. */
char *cache_cursor(struct cache *c, struct arena *a);

/*
 * One page of GET /variazioni and its cursor, in one transaction. After cache_resync()
 * (and at the very first) pages rebuild the whole: rows that came in none of them go
 * after the last page (`altre` false) was stored, and are shown until then. Doing the
 * same page twice is harmless. A removed rapporto takes with it all that belongs to it.
 */
bool cache_apply_variazioni(
	struct cache *c, const struct variazioni *page, instant now, struct err *err);
/*
 * The same in steps, for whoever may not wait for a whole page: *at rows have been stored (0
 * before the first call), at most `most` are now. Only the step that stores the last one stores
 * the cursor: killed before it, the same page comes again. `from`: the cursor it was asked from.
 * `now`: when the page came, in all its steps; only the first of them is a contact.
 * ERR_ABSENT: the cache is no longer there, it was begun anew: this page would leave a hole.
 */
bool cache_apply_some(struct cache *c, const struct variazioni *page, const char *from,
	size_t *at, size_t most, instant now, struct err *err);
bool cache_resync(
	struct cache *c, struct err *err); /* the server did not know our cursor */
/* Appuntamenti that the present full sync has brought so far; -1: none is going on. */
int64_t cache_giro_count(struct cache *c);
/*
 * Every page has come, and what none of them brought has still to go: cache_giro_step() looks at
 * a few rows at a time, quickly enough between two keys, until cache_giro_ending() is false.
 */
bool cache_giro_ending(struct cache *c);
bool cache_giro_step(struct cache *c, instant now, struct err *err);
/*
 * Every transaction leaves the words that it brought in a piece of the index of their own, and a
 * search looks into all pieces: cache_words_gather() brings some together, quickly enough between
 * two keys, until cache_words_in_pieces() is false. It may fail, for want of room; nothing is lost
 * then, and the next change asks for it again.
 */
bool cache_words_in_pieces(const struct cache *c);
void cache_words_gather(struct cache *c);
/* A whole sync has ended; its last page's time in *when, which may be NULL. */
bool cache_synced(struct cache *c, instant *when);

#endif
