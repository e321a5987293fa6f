/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The engine over one SQLite file in WAL: FULL, one process (held by a lock file beside it),
 * the writer alone checkpoints, and only when nobody is waiting for an answer.
 */
#include "server/store/engine.h"

#include "base/alloc.h"
#include "base/file.h"
#include "server/store/sqlite_engine.h"
#include "server/store/sqlite_schema.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* Of the log. The file is made beforehand, because an fsync is dearer by half while a file grows,
 * and is copied back before it is full, so that under a load without pauses it does not grow
 * either: a commit of some twenty pages in a hundred then waits some milliseconds. */
#define LOG_BYTES   ((sqlite3_int64)8 << 20)
#define LOG_STEP    65536
#define PAGES_TIRED 1000
#define PAGES_SPENT 1900 /* of 4,120 bytes: what is left holds any one job */

#define CACHE_KIB       16384
#define LOOSE_CACHE_KIB (256 << 10)

struct engine {
	struct sqlite *db;
	int lock;
	int64_t seq, seq_kept; /* of the feed: given out, and written down (by nobody else) */
	int wal_pages;
	struct annuncio annuncio;
	bool loose; /* commits do not wait for the disk */
	bool clean; /* nothing has been changed since the transaction began */
	int termini[ARGOMENTO_COUNT];
};

/* SQLite's own locks are on the database file: ours must not touch that one. */
static int take_lock(const char *path, struct err *err)
{
	char name[4096];
	int fd;

	if ((size_t)snprintf(name, sizeof name, "%s.lock", path) >= sizeof name) {
		err_set(err, ERR_USAGE, "path too long");
		return -1;
	}
	if (!file_make_folder_of(path, err))
		return -1;
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0) {
		err_errno(err, "open the lock file");
		return -1;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	if (errno == EWOULDBLOCK)
		err_set(err, ERR_BUSY, "another process holds the database");
	else
		err_errno(err, "flock");
	close(fd);
	return -1;
}

static int count_pages(void *user, struct sqlite3 *db, const char *name, int pages)
{
	struct engine *e = user;

	(void)db;
	(void)name;
	e->wal_pages = pages;
	return SQLITE_OK;
}

/* Zeros after the end of the log, which SQLite reads as no log at all and then writes over. */
static void log_make_room(struct sqlite *db)
{
	static const char zeros[LOG_STEP];
	sqlite3_file *log = NULL;
	sqlite3_int64 size = 0;

	sqlite3_file_control(
		sqlite_handle(db), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
	if (!log || !log->pMethods || log->pMethods->xFileSize(log, &size) != SQLITE_OK)
		return;
	for (; size < LOG_BYTES; size += LOG_STEP) {
		if (log->pMethods->xWrite(log, zeros, LOG_STEP, size) != SQLITE_OK)
			return; /* no room beforehand: nothing is lost but time */
	}
}

/* The terms that were never told are those of the domain. */
static bool seed_termini(struct sqlite *db, struct err *err)
{
	for (int a = ARGOMENTO_NONE + 1; a < ARGOMENTO_COUNT; a++) {
		if (!sql_tell(db, NULL, err,
			    "INSERT INTO termine VALUES (?1, ?2) ON CONFLICT DO NOTHING",
			    "wd", &argomento_words, a, termini_default[a]))
			return false;
	}
	return true;
}

struct engine *engine_open(const struct store_config *config, struct err *err)
{
	struct sqlite_options o = {
		.application_id = SQLITE_SCHEMA_APPLICATION,
		.migrations = sqlite_schema,
		.n_migrations = SQLITE_SCHEMA_STEPS,
		.wal = true,
		.full = true,
		.cache_kib = config->fast_and_loose ? LOOSE_CACHE_KIB : CACHE_KIB,
	};
	struct engine *e = xalloc(sizeof *e);

	/* Opening brings the schema up to date: not under another process. */
	e->lock = take_lock(config->path, err);
	if (e->lock < 0)
		goto fail;
	e->db = sqlite_open(config->path, &o, err);
	/* What is deleted is wiped where that costs no further page. */
	if (!e->db || !sqlite_exec(e->db, "PRAGMA secure_delete=FAST", err)
		|| !seed_termini(e->db, err) || !termini_read(e->db, e->termini, err)
		|| !query_number(
			query_begin(
				e->db, "SELECT valore FROM contatore WHERE nome = 'seq'"),
			0, &e->seq_kept, err))
		goto fail;
	sqlite3_wal_hook(
		sqlite_handle(e->db), count_pages, e); /* instead of the automatic one */
	log_make_room(e->db);
	if (config->fast_and_loose
		&& !sqlite_exec(e->db, "PRAGMA synchronous=OFF", err))
		goto fail;
	e->loose = config->fast_and_loose;
	return e;
fail:
	engine_close(e);
	return NULL;
}

void engine_close(struct engine *e)
{
	struct err ignored = { 0 };

	if (!e)
		return;
	if (e->loose && sqlite_exec(e->db, "PRAGMA synchronous=FULL", &ignored))
		sqlite_checkpoint(e->db, &ignored);
	sqlite_close(e->db);
	if (e->lock >= 0)
		close(e->lock);
	FREE(&e);
}

bool engine_begin(struct engine *e, struct err *err)
{
	if (!sqlite_begin(e->db, err))
		return false;
	e->seq = e->seq_kept;
	e->clean = true;
	e->annuncio = (struct annuncio){ .seq = e->seq };
	return true;
}

bool engine_holds(const struct engine *e)
{
	return sqlite_in_transaction(e->db);
}

static bool (*const lavori[STORE_LAVORO_COUNT])(struct scrittura *s) = {
	[STORE_CONFERMA] = scrivi_conferma,
	[STORE_CANCELLA] = scrivi_cancella,
	[STORE_DISDETTA] = scrivi_disdetta,
	[STORE_DEFINIZIONE] = scrivi_definizione,
	[STORE_MODIFICA] = scrivi_modifica,
	[STORE_CARICA_ALLEGATO] = scrivi_allegato,
	[STORE_CHIUDI_OPERAZIONE] = scrivi_chiusura,
	[STORE_IMPORTA] = scrivi_importa,
	[STORE_PREPARA_ORARI] = scrivi_orari,
	[STORE_PRENDI_ORARIO] = scrivi_presa,
	[STORE_MANUTENZIONE] = scrivi_manutenzione,
};

/* What the operation made or changed, for who asks about its key. */
static const char *risorsa_of(const struct store_job *job)
{
	if (job->appuntamento)
		return job->appuntamento->id;
	return job->allegato ? job->allegato->id : NULL;
}

static bool run_keyed(struct scrittura *s)
{
	struct store_job *job = s->job;
	bool keyed = job->chiave.chiave && job->lavoro != STORE_CHIUDI_OPERAZIONE;
	bool answered = false;

	if (keyed && !chiave_find(s, &answered))
		return false;
	if (answered)
		return true;
	if (!lavori[job->lavoro](s))
		return false;
	if (job->render && !job->render(job))
		return false;
	return !keyed || chiave_keep(s, risorsa_of(job));
}

/*
 * The first job of a transaction has no savepoint, which would copy every page before it is
 * changed: undoing it is undoing the transaction.
 */
static bool job_save(struct engine *e, struct err *err)
{
	return e->clean || sqlite_save(e->db, err);
}

static bool job_keep(struct engine *e, struct err *err)
{
	return e->clean || sqlite_save_keep(e->db, err);
}

static void job_undo(struct engine *e, struct err *err)
{
	if (!e->clean) {
		sqlite_save_undo(e->db);
		return;
	}
	if (!engine_holds(e)) /* SQLite has undone it, and will not go on */
		return;
	sqlite_rollback(e->db);
	sqlite_begin(e->db, err);
}

void engine_run(struct engine *e, struct store_job *job)
{
	struct scrittura s = {
		.v = { .db = e->db,
			.chi = job->chi,
			.arena = &job->arena,
			.termini = e->termini,
			.adesso = job->adesso == INSTANT_NONE ? clock_now()
							      : job->adesso },
		.job = job,
		.seq = e->seq,
		.annuncio = &e->annuncio,
	};

	if (!job_save(e, &job->err))
		return;
	if (run_keyed(&s) && job_keep(e, &job->err)) {
		e->seq = s.seq;
		e->clean = false;
		return;
	}
	job_undo(e, &job->err);
	job_name_problem(job);
}

bool engine_commit(struct engine *e, struct annuncio *to, struct err *err)
{
	if (e->seq != e->seq_kept
		&& !sql_tell(e->db, NULL, err,
			"UPDATE contatore SET valore = ?1 WHERE nome = 'seq'", "i",
			e->seq)) {
		sqlite_rollback(e->db);
		return false;
	}
	if (!sqlite_commit(e->db, err))
		return false;
	e->seq_kept = e->seq;
	e->annuncio.seq = e->seq;
	*to = e->annuncio;
	return true;
}

enum engine_fatigue engine_fatigue(const struct engine *e)
{
	if (e->wal_pages < PAGES_TIRED)
		return ENGINE_FRESH;
	return e->wal_pages < PAGES_SPENT ? ENGINE_TIRED : ENGINE_SPENT;
}

void engine_rest(struct engine *e)
{
	e->wal_pages = 0;
	sqlite3_wal_checkpoint_v2(
		sqlite_handle(e->db), NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

struct store_reader *engine_reader(const char *path, struct store *s, struct err *err)
{
	struct sqlite_options o = {
		.application_id = SQLITE_SCHEMA_APPLICATION,
		.migrations = sqlite_schema,
		.n_migrations = SQLITE_SCHEMA_STEPS,
		.read_only = true,
		.wal = true,
		.no_checkpoint = true,
		.cache_kib = 8192,
	};
	struct store_reader *r = xalloc(sizeof *r);

	r->store = s;
	r->db = sqlite_open(path, &o, err);
	if (r->db && termini_read(r->db, r->termini, err))
		return r;
	store_reader_close(r);
	return NULL;
}

void store_reader_close(struct store_reader *r)
{
	if (!r)
		return;
	sqlite_close(r->db);
	FREE(&r);
}
