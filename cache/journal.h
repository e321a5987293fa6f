/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * journal.db: the drafts, and what was sent. Nothing here is disposable: every function
 * that writes has made its bytes durable when it answers true, and several processes
 * may have the file open. A bozza whose `chiave` is set has been sent at least once: it
 * is settled by replaying that key with the same bytes, never by a new one.
 *
 * A sent operation (`sending`) is written before its first byte leaves. As long as it is
 * not SETTLED nobody knows what became of it, whatever any other place says.
 */
#ifndef AGENDA_CACHE_JOURNAL_H
#define AGENDA_CACHE_JOURNAL_H

#include "base/random.h"
#include "cache/cache.h"

struct journal;

/*
 * Opens or makes `folder`/journal-IDENTITY.db. A file that is damaged or not ours is
 * set aside, and the drafts that can still be read in it are carried over. A NULL
 * folder keeps everything in memory (`--senza-cache`, tests).
 */
struct journal *journal_open(const char *folder, const char *identity,
	struct file_report *report, struct err *err);
void journal_close(struct journal *j); /* takes NULL */

uint64_t journal_generation(struct journal *j); /* as cache_generation() */

/*
 * For the loop's poll: readable when the file was written, by us too; -1 when there is nothing to
 * wait for or the system cannot tell. Takes NULL. Then journal_changed() says whether another
 * process wrote since it was last asked, or since the first journal_watch().
 */
int journal_watch(struct journal *j);
bool journal_changed(struct journal *j);

/* --- drafts --------------------------------------------------------------------- */

/*
 * Writes all of it; `b->id` names it (random_uuid() for a new one). ERR_FULL: the
 * former state is still there. A stored chiave is never lost by a save that has none:
 * use journal_unbind(). With a `revisione` other than 0 it must be the one that is
 * stored: ERR_CONSTRAINT, field "revisione", when the bozza was changed, sent or taken
 * away since it was read.
 */
bool journal_save_bozza(struct journal *j, const struct bozza *b, struct err *err);
bool journal_load_bozza(struct journal *j, struct arena *a, const char *id,
	struct bozza *to, struct err *err); /* ERR_ABSENT */
bool journal_bozze(struct journal *j, struct arena *a, struct bozze *to,
	struct err *err); /* the latest changed first */
bool journal_discard_bozza(struct journal *j, const char *id, struct err *err);

/* The key was refused, burnt or never arrived: the bozza is a plain draft again. */
bool journal_unbind_bozza(struct journal *j, const char *id, struct err *err);

/* --- what was sent -------------------------------------------------------------- */

enum sending_kind {
	SENDING_CONFERMA = 1,  /* POST /appuntamenti */
	SENDING_CANCELLAZIONE, /* POST /appuntamenti/{id}/cancellazione */
	SENDING_CARICAMENTO,   /* POST /allegati */
};

enum sending_state {
	SENDING_SENT = 1, /* on its way, or its process died meanwhile: as good as UNKNOWN
			   after that */
	SENDING_UNKNOWN,  /* the answer was lost: "da verificare" */
	SENDING_SETTLED,
};

enum sending_outcome {
	SENDING_NONE,    /* not settled */
	SENDING_DONE,    /* the server did it: `risorsa` */
	SENDING_REFUSED, /* the server refused it for good: `status`, `problema` */
	SENDING_BURNT,   /* the key was burnt before it arrived */
};

/* One changing request, with all that is needed to send the very same bytes again. */
struct sending {
	const char *chiave; /* Idempotency-Key */
	enum sending_kind genere;
	const char *metodo; /* "POST" */
	const char *
		percorso; /* path under the server's base: no host, so that it may move */
	const char *content_type;
	const char *if_match; /* NULL: none */
	const void *corpo;    /* dropped when settled */
	size_t corpo_n;
	const char
		*bozza; /* id of the bozza that it sends (CONFERMA, CARICAMENTO); NULL */
	const char *riguarda;    /* id of the appuntamento (CANCELLAZIONE), sha256 of the
				    file (CARICAMENTO); NULL */
	const char *descrizione; /* one line for lists, without names: "26/11/2026 09:30,
				    LD Roma" */
	enum sending_state stato;
	enum sending_outcome esito;
	int64_t status;       /* HTTP, once settled; 0 */
	const char *risorsa;  /* what it made or changed; NULL */
	const char *problema; /* type of the refusal; NULL */
	instant creato_il;
	instant inviato_il; /* the last time its bytes left */
	int64_t tentativi;
	instant risolto_il; /* INSTANT_NONE until settled */
	bool rinunciato;    /* given up: to be burnt, not replayed */
	int64_t revisione;  /* of the bozza when it was read (CONFERMA); 0: any. Not kept */
};

struct sendings {
	struct sending *items;
	size_t n;
};

/*
 * Before the first byte leaves: durable when it answers true, stato SENT. With a
 * CONFERMA the bozza gets its chiave in the same transaction. The same chiave again
 * with the same bytes is a further attempt (tentativi + 1); with other bytes, or once
 * settled: ERR_INTERNAL. A bozza that has another chiave already, or another revisione:
 * ERR_CONSTRAINT, field "chiave".
 */
bool journal_record(
	struct journal *j, const struct sending *v, instant now, struct err *err);

bool journal_again(struct journal *j, const char *chiave, instant now, struct err *err);
bool journal_unknown(struct journal *j, const char *chiave, struct err *err);

/* The person no longer wants it: remembered, whatever becomes of the line. ERR_ABSENT when no
 * unresolved sending has that key. */
bool journal_renounce(struct journal *j, const char *chiave, struct err *err);

/*
 * The server's word. A settled one never changes again (a second settle answers true
 * and changes nothing). In the same transaction: the bozza of a CONFERMA that was DONE
 * goes, that of one REFUSED or BURNT is a plain draft again; the file of a CARICAMENTO
 * that was DONE gets its id in the bozza.
 */
struct settlement {
	enum sending_outcome esito;
	int64_t status;
	const char *risorsa;
	const char *problema;
	instant scade_il; /* of an upload that was DONE */
};
bool journal_settle(struct journal *j, const char *chiave, const struct settlement *s,
	instant now, struct err *err);

/* Not one byte of this attempt had left (net said FAILED). If it was the first, the
 * record goes and the bozza is a plain draft again; if not, it is UNKNOWN as before. */
bool journal_withdraw(struct journal *j, const char *chiave, struct err *err);

/* The upload of that file of that bozza that has no answer yet, without its bytes;
 * ERR_ABSENT. */
bool journal_upload_of(struct journal *j, struct arena *a, const char *bozza,
	const char *sha256, struct sending *to, struct err *err);
/* Uploads without an answer whose bozza or file is there no longer, without their bytes. */
bool journal_uploads_unwanted(
	struct journal *j, struct arena *a, struct sendings *to, struct err *err);

bool journal_load_sending(struct journal *j, struct arena *a, const char *chiave,
	struct sending *to, struct err *err); /* with its bytes; ERR_ABSENT */
bool journal_unresolved(struct journal *j, struct arena *a, struct sendings *to,
	struct err *err); /* SENT and UNKNOWN, oldest first, without their bytes */
bool journal_sendings(struct journal *j, struct arena *a, int limit, struct sendings *to,
	struct err *err); /* all, the latest first, without their bytes */
bool journal_prune(struct journal *j, instant settled_before, struct err *err);

#endif
