/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What the files of cache/ know of one another.
 */
#ifndef AGENDA_CACHE_PRIVATE_H
#define AGENDA_CACHE_PRIVATE_H

#include "cache/cache.h"
#include "cache/files.h"
#include "cache/pack.h"
#include "cache/watch.h"
#include "io/query.h"

#include <sys/types.h>

#define ALLEGATI_ENDING "-allegati" /* of the folder beside cache-IDENTITY.db */
#define CACHE_BLOB_MAX ((size_t)16 << 20)

/* What does not change from one page of a search to the next. */
struct asked_last {
	struct buf what; /* all of the question; "" when there is none */
	uint64_t generation;
	struct buf question; /* for MATCH; "": no words */
	int64_t count;
};

struct cache {
	bool hidden;  /* too old to be shown: see cache_hide() */
	instant contact;  /* the last, INSTANT_NONE when not yet looked up or never */
	instant recorded; /* the one that is on disk */
	struct file file;
	char *identity;
	struct sqlite *db;
	bool writable;
	bool damaged; /* a stored value could not be read */
	ino_t inode;  /* of the file that was there to open: a reader notices a new one */
	bool empty;   /* nothing could be opened: this is a stand-in */
	struct cache *gemello; /* being made current before it takes our place; NULL */
	int resti; /* of what was emptied (resti.h); -1 */
	bool files_known;  /* files_bytes has been counted (allegati.c) */
	int64_t files_bytes;
	struct {
		bool all;          /* any file may be of a rapporto that is no more */
		struct buf codici; /* rapporti removed in this transaction, each with its NUL */
	} files_orphaned;          /* files go once what removed their rapporto is on disk */
	struct watch watch; /* a reader hears of the writer */
	uint64_t writes;
	struct buf scratch; /* what is being packed */
	struct buf words_due; /* to go into the index when the transaction ends (testo.c) */
	size_t n_words_due;   /* rows in it */
	bool words_in_pieces; /* of the index, more than when it was last gathered */
	bool words_made;    /* they are there and kept up (cache_words_made()) */
	int64_t giro;       /* number of the present full sync; rows carry it */
	int64_t passata;    /* number of the present reading of a list; rows carry it */
	struct buf list_being_read; /* which one; "" when none is */
	struct {
		size_t table;  /* giro.c: what is looked at */
		int64_t after; /* its rows up to this one have been */
	} spazzata;
	struct asked_last last;
};

/* cache_schema.c */
extern const struct sqlite_options cache_options;

/* cache.c: a file without a lock of its own; ours again, the connection closed, false and in memory
 * when it cannot be had. */
struct cache *cache_open_file(const char *path, const char *identity, struct err *err);
bool cache_reopen(struct cache *c, struct file_report *report, struct err *err);

/* novita.c: what its column `novita` says */
enum evento novita_of(const struct appuntamento *ap);

/* gemello.c: one that was left behind goes */
void gemello_forget(struct cache *c);

/* giro.c: the looking for what no page brought; feed.c: its end */
void giro_sweep_begin(struct cache *c);
bool giro_over(struct cache *c, instant now, struct err *err);
/* Every rapporto that there is has been read, and nothing is being read anew. */
bool giro_none(struct cache *c);

/* allegati.c: in a transaction, that files of a rapporto, or of whichever is no more, must go; the
 * transaction has ended: they go, or nothing happened; all of them, at once */
void allegati_of_rapporto_orphan(struct cache *c, const char *codice);
void allegati_orphan(struct cache *c);
void allegati_ended(struct cache *c, bool committed);
void allegati_forget(struct cache *c);

/* --- meta ----------------------------------------------------------------------- */

bool meta_set_int(struct cache *c, const char *name, int64_t value, struct err *err);
bool meta_set_text(struct cache *c, const char *name, const char *value, struct err *err);
bool meta_int(
	struct cache *c, const char *name, int64_t none, int64_t *to, struct err *err);
char *meta_text(struct cache *c, const char *name, struct arena *a);

/* --- writing -------------------------------------------------------------------- */

/* One transaction around `ok`: begin; then write_end() commits or undoes. */
bool write_begin(struct cache *c, struct err *err);
bool write_end(struct cache *c, bool ok, struct err *err);

/* --- packed values -------------------------------------------------------------- */

/* Packs `v` with one of pack.h's into c->scratch; false when it is too large. */
#define pack_into(c, fn, v, err) \
	(buf_reset(&(c)->scratch), fn(&(struct pack){ .to = &(c)->scratch }, (v)), \
		pack_written((c), (err)))
bool pack_written(struct cache *c, struct err *err);

/* The bytes of column `column` of the present row, to be read by one of pack.h's. */
struct pack unpack_column(struct query *q, int column, struct arena *a);
/* The same without a copy of them: all must be read before the next step. */
struct pack peek_column(struct query *q, int column, struct arena *a);
/* ERR_CORRUPT unless all was read. */
bool unpacked(struct cache *c, const struct pack *p, struct err *err);

/* Values that are only ever read whole. */
enum valore {
	VALORE_PROFILO = 1,
	VALORE_RECAPITI,
	VALORE_PUNTO,
	VALORE_PUNTI_DI,   /* of a rapporto: names */
	VALORE_QUESITI_DI, /* of a rapporto: nothing, only when */
	VALORE_MANUALI,
	VALORE_MANUALE,
	VALORE_OPERAZIONE,
};

/* From c->scratch. */
bool valore_put(struct cache *c, enum valore genere, const char *chiave, instant now,
	struct err *err);
bool valore_drop(
	struct cache *c, enum valore genere, const char *chiave, struct err *err);

/* Its bytes in `a`; ERR_ABSENT. */
bool valore_get(struct cache *c, enum valore genere, const char *chiave, struct arena *a,
	struct pack *to, instant *letto_il, struct err *err);

bool absent(struct err *err, const char *what);

/* What the feed keeps current is as old as the last whole sync, if that is later. */
instant kept_current(struct cache *c, instant letto_il);

/* --- words (parole.c) ----------------------------------------------------------- */

/* From meta, at opening: those of a small file are made, of a large one left. */
bool words_open(struct cache *c, struct err *err);

/* Guard of every reader of what is known of employers and workers: true, and *err, when none of
 * it may be shown now. */
bool cache_is_hidden(const struct cache *c, struct err *err);

/* --- within a transaction ------------------------------------------------------- */

bool appuntamento_store(
	struct cache *c, const struct appuntamento *ap, instant now, struct err *err);
bool appuntamento_remove(struct cache *c, const char *id, struct err *err);
/* As it is in `from`, there or not. */
bool appuntamento_copy(
	struct cache *from, struct cache *to, const char *id, struct err *err);
bool appuntamenti_of_rapporto_remove(
	struct cache *c, const char *codice, struct err *err);
/* Rows after `after` up to `to` that the present giro has not brought. */
bool appuntamenti_older_remove(
	struct cache *c, int64_t after, int64_t to, struct err *err);
bool rapporto_store(
	struct cache *c, const struct rapporto *r, instant now, struct err *err);
bool rapporto_remove(struct cache *c, const char *codice, struct err *err);
bool quesito_store(
	struct cache *c, const struct quesito *q, instant now, struct err *err);
bool quesito_remove(struct cache *c, const char *id, struct err *err);
bool punto_store(struct cache *c, const struct punto *p, instant now, struct err *err);

/* A list that is read from its first page to its last: rows written meanwhile carry
 * c->passata; true from list_ends() means that what carries an older one has gone. */
bool list_begins(
	struct cache *c, const char *which, struct page_place place, struct err *err);
bool list_ends(struct cache *c, const char *which, struct page_place place);
bool list_read(struct cache *c, const char *which, instant now, struct err *err);
instant list_read_when(
	struct cache *c, const char *which); /* INSTANT_NONE: never whole */

#endif
