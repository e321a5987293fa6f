/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The store is the only door to the data. Its operations are named after use cases, so that
 * another engine can stand behind the same header and pass the same tests.
 *
 * Reading: one store_reader per thread; every call is one consistent read transaction.
 * Writing: jobs, run one after the other by the store's one writer thread, each in a savepoint,
 * committed together; a job is answered only after the commit that contains it. A commit that
 * fails ends the process: nobody may be told what the disk did not keep.
 *
 * Who asks is in every call. What they may not see is answered as absent
 * (PROBLEM_NON_TROVATO); abilitazione and delega are looked up at each read and inside each
 * write, never remembered.
 */
#ifndef AGENDA_SERVER_STORE_STORE_H
#define AGENDA_SERVER_STORE_STORE_H

#include "api/messages.h"
#include "base/buf.h"
#include "domain/importazione.h"
#include "domain/operazione.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- opening ------------------------------------------------------------------------- */

#define STORE_UPLOAD_SECONDS   (24 * 3600) /* an unconfirmed upload lives this long */
#define STORE_QUOTA_FILE       12          /* unconfirmed uploads of one person… */
#define STORE_QUOTA_BYTE       (4 * ALLEGATI_BYTES_MAX) /* …and their bytes */
#define STORE_CHIAVE_SECONDS   (30 * 24 * 3600)         /* an answer is kept this long */
#define STORE_ORIZZONTE_GIORNI 60 /* of a punto that does not say its own */
#define STORE_VICINI_MAX       6  /* nearest free times in a refusal */

struct store_config {
	const char *path; /* the database file; made, 0600, when it is not there */
	/* Commits do not wait for the disk: for a file that is made again should the machine fail. */
	bool fast_and_loose;
	/* A line for the log, never personal data; called from any thread. May be NULL. */
	void (*log)(void *user, const char *line);
	void *user;
};

struct store;

/* Opens or makes the database and starts the writer thread. NULL and *err: ERR_BUSY (another
 * process holds it), ERR_FOREIGN (not ours, or newer), ERR_CORRUPT, ERR_IO, ERR_FULL. Free with store_close(). */
struct store *store_open(const struct store_config *config, struct err *err);

/* Runs what is queued, stops the writer, closes. Readers are closed before. Takes NULL. */
void store_close(struct store *s);

#define ANNUNCIO_MAX 64

/* What a commit has changed, for those who wait in the feed. */
struct annuncio {
	int64_t seq; /* the feed's last number */
	bool tutti;  /* more than can be named */
	size_t n;
	int64_t chi[ANNUNCIO_MAX]; /* whose listings have changed: numbers of store_ammesso() */
};

/* Called from the writing thread after each commit that others may see in the change feed. */
void store_on_commit(struct store *s, void (*hook)(void *user, const struct annuncio *a),
	void *user);

/* ---- who asks, and pages --------------------------------------------------------------- */

struct soggetto {
	const char *persona; /* the token's sub: "p-anna-bianchi" */
	enum tipo_profilo profilo;
};

/* What every reading call needs to know. Answers live in `arena`. */
struct domanda {
	struct soggetto chi;
	instant adesso;
	struct arena *arena;
};

struct pagina {
	int limit;          /* 0: PAGINA_DEFAULT; never more than PAGINA_MAX */
	const char *cursor; /* NULL: from the beginning. Opaque: [A-Za-z0-9:._-]{1,64} */
};

/* ---- reading --------------------------------------------------------------------------- */

struct store_reader;
struct store_reader *store_reader_open(
	struct store *s, struct err *err);       /* one per thread */
void store_reader_close(struct store_reader *r); /* takes NULL */

/*
 * All answer true with *to filled, or false with err->code: PROBLEM_NON_TROVATO for what is not
 * there or not theirs; PROBLEM_PROFILO_NON_AMMESSO when the person does not hold that profile;
 * PROBLEM_INTERMEDIARIO_NON_ABILITATO; PROBLEM_DELEGA_NON_ATTIVA for an employer who once
 * delegated to this very intermediario; PROBLEM_CURSORE_NON_VALIDO; PROBLEM_FILTRO_NON_AMMESSO;
 * or the machine's codes (ERR_IO, ERR_CORRUPT).
 */

/* May they come in at all? What every call below asks first. *numero: who they are in the feed. */
bool store_ammesso(struct store_reader *r, const struct domanda *d, int64_t *numero,
	struct err *err);

/* Also for an intermediario who is not abilitato: `abilitato` is then false. */
bool store_profilo(struct store_reader *r, const struct domanda *d, struct profilo *to,
	struct err *err);

/* Ascending by codice. `q`: digits that the codice contains, leading zeros not needed; NULL. */
bool store_rapporti(struct store_reader *r, const struct domanda *d, const char *q,
	const struct pagina *p, struct rapporti *to, struct err *err);
bool store_rapporto(struct store_reader *r, const struct domanda *d, const char *codice,
	struct rapporto *to, struct err *err);

/* All of them, newest first, with comunicazioni, attachments and what the server decided. */
bool store_quesiti(struct store_reader *r, const struct domanda *d, const char *codice,
	struct quesiti *to, struct err *err);

/* The competent ones, with first free time, last bookable day and count. */
bool store_punti(struct store_reader *r, const struct domanda *d, const char *codice,
	struct punti *to, struct err *err);

/* Every channel, held or not, masked: an intermediario's own, else the employer's. */
bool store_recapiti(struct store_reader *r, const struct domanda *d, const char *codice,
	struct recapiti *to, struct err *err);

/* Days from `dal` to `al` inclusive, at most DISPONIBILITA_GIORNI_MAX (else
 * PROBLEM_CAMPO_NON_VALIDO); absent for a punto where they have no rapporto. */
bool store_disponibilita(struct store_reader *r, const struct domanda *d,
	const char *punto, giorno dal, giorno al, struct disponibilita *to,
	struct err *err);

struct allegato_contenuto {
	struct allegato allegato;
	const void *bytes; /* allegato.byte of them, in the arena */
};

/* An own upload, or one of an appuntamento or a comunicazione that they may see. */
bool store_allegato(struct store_reader *r, const struct domanda *d, const char *id,
	struct allegato_contenuto *to, struct err *err);

/* The latest first (inizio descending, then id). A codice that they may not see is absent. */
bool store_appuntamenti(struct store_reader *r, const struct domanda *d,
	const struct ricerca *ricerca, const struct pagina *p, struct appuntamenti *to,
	struct err *err);
bool store_appuntamento(struct store_reader *r, const struct domanda *d, const char *id,
	struct appuntamento *to, struct err *err);

/* What became of a key of theirs: SCONOSCIUTA is an answer, not a refusal. */
bool store_operazione(struct store_reader *r, const struct domanda *d, const char *chiave,
	struct operazione *to, struct err *err);

/*
 * The change feed: each thing once, in the order of its last commit. Without cursor the whole
 * of what is visible, in pages of the same kind; what one has lost sight of arrives as
 * `rimosso`. A punto is sent when its own data change, not at each booking. An unknown cursor is
 * PROBLEM_CURSORE_NON_VALIDO: begin again without. Cittadino and intermediario only.
 */
bool store_variazioni(struct store_reader *r, const struct domanda *d,
	const struct pagina *p, struct variazioni *to, struct err *err);

/* The people of the sample data (those with a descrizione), for the demo's "Scegli il
 * profilo": one item per profile. Asks nobody's leave: not for the API. */
bool store_persone_demo(struct store_reader *r, struct arena *a, struct persone_demo *to,
	struct err *err);

bool store_vivo(struct store_reader *r, struct err *err); /* for /status */

/* ---- writing --------------------------------------------------------------------------- */

enum store_lavoro {
	STORE_CONFERMA, /* POST /appuntamenti */
	STORE_CANCELLA, /* POST /appuntamenti/{id}/cancellazione */
	STORE_DISDETTA, /* the Struttura's three */
	STORE_DEFINIZIONE,
	STORE_MODIFICA,
	STORE_CARICA_ALLEGATO,   /* POST /allegati */
	STORE_CHIUDI_OPERAZIONE, /* POST /operazioni/{chiave}/chiusura */
	STORE_IMPORTA,
	STORE_PREPARA_ORARI, /* rows of orario from the rules, also in the past */
	STORE_PRENDI_ORARIO, /* demo: a sample person takes every remaining place */
	STORE_MANUTENZIONE, /* horizon, expired keys and uploads: at start and every day */
	STORE_LAVORO_COUNT
};

/* What makes a changing request repeatable. */
struct chiave {
	const char
		*chiave; /* UUID version 4; NULL: not repeatable (imports, sample data) */
	const char *operazione; /* "POST /appuntamenti" */
	unsigned char
		sha256[32]; /* of everything that was asked: operation, path and body */
};

/* The HTTP answer, as it is kept with its key and sent again byte by byte. */
struct risposta {
	int status;
	char location[96]; /* "" when there is none */
	char etag[24];     /* with its quotes; "" when there is none */
	struct buf body;
};

struct chiedi_cambio { /* cancella, disdetta, definizione */
	const char *id;
	int64_t versione;  /* If-Match; anything else is PROBLEM_VERSIONE_SUPERATA */
	const char *testo; /* reason or definition; NULL only when cancelling */
};

struct chiedi_modifica {
	const char *id;
	int64_t versione;
	const char *punto;            /* NULL: the same */
	instant inizio;               /* INSTANT_NONE: the same */
	enum annotazione annotazione; /* NONE: as it is */
	const char *testo;            /* what is said of the change */
};

struct chiedi_caricamento {
	const char *nome;    /* already cleaned */
	enum tipo_file tipo; /* already sniffed */
	const void *bytes;
	size_t n;
	const char *sha256;
};

/* An upsert of each, in a savepoint of its own; saying the same again changes nothing. */
struct chiedi_importa {
	const struct record_importazione *records;
	size_t n;
	bool insieme; /* one refused refuses them all */
	struct err *
		esiti; /* n of them, one per record: ERR_NONE when it is in. Caller's memory */
	size_t cambiati; /* out: how many said something new */
};

struct chiedi_orari {
	const char *punto; /* NULL: all of them */
	giorno dal, al;
	instant inizio; /* STORE_PRENDI_ORARIO only */
	int64_t fatti;  /* out: rows made, or places taken */
};

/*
 * One piece of work. Make it with store_job_new(), fill `chi`, `chiave`, the input of its kind
 * (strings in job->arena, or living longer), `render` when it has a key, and `done`; then
 * store_submit(); or without `done` store_try() or store_run(). It is the writer's until `done`,
 * then yours again: store_job_free.
 */
struct store_job {
	enum store_lavoro lavoro;
	struct soggetto chi; /* ignored by imports, orari and manutenzione */
	struct chiave chiave;
	instant adesso; /* INSTANT_NONE: when the writer takes it (clock_now) */
	union {
		struct richiesta_appuntamento conferma;
		struct chiedi_cambio cambio;
		struct chiedi_modifica modifica;
		struct chiedi_caricamento caricamento;
		struct chiedi_importa importa;
		struct chiedi_orari orari;
	} in;

	/* Encodes the success into job->risposta, on the writing thread and inside the transaction:
	 * quick, no I/O. False and job->err: the job is undone. NULL: nothing to keep. */
	bool (*render)(struct store_job *job);
	/* From the writing thread, after the commit (or when it was refused). Must not block. */
	void (*done)(struct store_job *job);
	void *user;

	/* Out. err.code is ERR_NONE when it is done for ever; otherwise nothing was changed and, from
	 * ERR_DOMAIN up, `problem` carries the data. */
	struct err err;
	struct problem problem;
	bool ripetuta; /* `risposta` is the stored one of an earlier attempt */
	struct risposta risposta;
	struct appuntamento
		*appuntamento; /* the new state; the current one with VERSIONE_SUPERATA */
	struct allegato *allegato;
	struct operazione operazione; /* CHIUDI_OPERAZIONE */
	struct arena arena;

	struct store_job *next; /* the queue's, like the next one */
	bool respinto;          /* its key was in flight: refused at the door */
};

struct store_job *store_job_new(enum store_lavoro lavoro);
void store_job_free(struct store_job *job); /* takes NULL */

/* Hands the job to the writer. Always ends in exactly one `done`; a key that is already in flight
 * for the same subject ends as PROBLEM_OPERAZIONE_IN_CORSO. */
void store_submit(struct store *s, struct store_job *job);

/* For one that somebody is waiting for: when nobody is writing, the calling thread does it, fsync
 * and all. True: done, as `done` would find it (which is NULL, and not used). False: not begun. */
bool store_try(struct store *s, struct store_job *job);

/* The same, and waits for it; `done` is not used. True when job->err.code is ERR_NONE. */
bool store_run(struct store *s, struct store_job *job);

#endif
