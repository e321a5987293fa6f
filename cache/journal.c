/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The file of journal.db. Words are stored as codes, not as numbers: this file outlives
 * versions of the program.
 */
#include "cache/journal_private.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <string.h>

static const char *const steps[] = {
	"CREATE TABLE meta (nome TEXT PRIMARY KEY, testo TEXT) STRICT, WITHOUT ROWID;"

	"CREATE TABLE bozza ("
	"	id TEXT PRIMARY KEY NOT NULL,"
	"	creata_il INTEGER,"
	"	aggiornata_il INTEGER,"
	"	rapporto TEXT,"
	"	datore TEXT,"
	"	punto TEXT,"
	"	punto_denominazione TEXT,"
	"	inizio INTEGER,"
	"	nota TEXT,"
	"	chiave TEXT"
	") STRICT;"
	"CREATE TABLE bozza_quesito ("
	"	bozza TEXT NOT NULL REFERENCES bozza ON DELETE CASCADE,"
	"	posizione INTEGER NOT NULL,"
	"	quesito TEXT NOT NULL,"
	"	PRIMARY KEY (bozza, posizione)"
	") STRICT, WITHOUT ROWID;"
	"CREATE TABLE bozza_allegato ("
	"	bozza TEXT NOT NULL REFERENCES bozza ON DELETE CASCADE,"
	"	posizione INTEGER NOT NULL,"
	"	percorso TEXT,"
	"	nome TEXT,"
	"	byte INTEGER,"
	"	sha256 TEXT,"
	"	tipo TEXT,"
	"	id TEXT,"
	"	scade_il INTEGER,"
	"	PRIMARY KEY (bozza, posizione)"
	") STRICT, WITHOUT ROWID;"
	"CREATE TABLE bozza_canale ("
	"	bozza TEXT NOT NULL REFERENCES bozza ON DELETE CASCADE,"
	"	posizione INTEGER NOT NULL,"
	"	canale TEXT NOT NULL,"
	"	PRIMARY KEY (bozza, posizione)"
	") STRICT, WITHOUT ROWID;"

	"CREATE TABLE invio ("
	"	numero INTEGER PRIMARY KEY," /* order of arrival */
	"	chiave TEXT NOT NULL UNIQUE,"
	"	genere TEXT NOT NULL,"
	"	metodo TEXT NOT NULL,"
	"	percorso TEXT NOT NULL,"
	"	content_type TEXT,"
	"	if_match TEXT,"
	"	bozza TEXT,"
	"	riguarda TEXT,"
	"	descrizione TEXT,"
	"	stato TEXT NOT NULL,"
	"	esito TEXT NOT NULL,"
	"	status INTEGER NOT NULL,"
	"	risorsa TEXT,"
	"	problema TEXT,"
	"	creato_il INTEGER NOT NULL,"
	"	inviato_il INTEGER NOT NULL,"
	"	tentativi INTEGER NOT NULL,"
	"	risolto_il INTEGER,"
	"	corpo BLOB"
	") STRICT;"
	"CREATE INDEX invio_stato ON invio (stato);",

	/* Two programs may have the same bozza open: a save says which one it has read. A
	 * request that somebody gave up is burnt at the next contact, never replayed. */
	"ALTER TABLE bozza ADD COLUMN revisione INTEGER NOT NULL DEFAULT 1;"
	"ALTER TABLE bozza_allegato ADD COLUMN modificato_il INTEGER;"
	"ALTER TABLE invio ADD COLUMN rinunciato INTEGER NOT NULL DEFAULT 0;",
};

static const struct sqlite_options journal_options = {
	.application_id = 0x41474a6f, /* "AGJo" */
	.migrations = steps,
	.n_migrations = sizeof steps / sizeof *steps,
	.full = true,
};

bool journal_begin(struct journal *j, struct err *err)
{
	return sqlite_begin(j->db, err);
}

bool journal_end(struct journal *j, bool ok, struct err *err)
{
	if (!ok) {
		sqlite_rollback(j->db);
		return false;
	}
	j->writes++;
	return sqlite_commit(j->db, err);
}

bool journal_run(struct journal *j, const char *sql, const char *name, struct err *err)
{
	struct query *q = query_begin(j->db, sql);

	query_text(q, 1, name);
	return query_run(q, err);
}

static char *identity_in(struct sqlite *db, struct arena *a)
{
	struct query *q = query_begin(
		db, "SELECT testo FROM meta WHERE nome = 'identita'");
	char *text = query_step(q) ? row_text(q, 0, a) : NULL;

	return query_end(q, NULL) ? text : NULL;
}

static bool mine(struct sqlite *db, void *ctx, struct err *err)
{
	struct journal *j = ctx;
	struct arena a = { 0 };
	const char *who = identity_in(db, &a);
	bool ok = true;

	if (!who) {
		struct query *q = query_begin(
			db, "INSERT INTO meta (nome, testo) VALUES ('identita', ?1)");

		query_text(q, 1, j->identity);
		ok = query_run(q, err);
	} else if (strcmp(who, j->identity) != 0) {
		ok = err_set(err, ERR_FOREIGN, "another person's journal");
	}
	arena_release(&a);
	return ok;
}

/* Names in `column` of `table`, as far as they can be read. */
static struct buf names_of(struct sqlite *db, const char *sql)
{
	struct query *q = query_begin(db, sql);
	struct buf names = { 0 };

	while (query_step(q)) {
		const char *name = row_peek(q, 0);

		if (name)
			buf_add(&names, name, strlen(name) + 1);
	}
	query_end(q, NULL);
	return names;
}

static int64_t rescue_bozze(struct journal *from, struct journal *to)
{
	struct buf ids = names_of(from->db, "SELECT id FROM bozza NOT INDEXED");
	struct arena a = { 0 };
	int64_t kept = 0;

	for (size_t at = 0; at < ids.len; at += strlen(ids.data + at) + 1) {
		struct bozza b;

		if (journal_load_bozza(from, &a, ids.data + at, &b, NULL)) {
			b.revisione = 0;
			kept += journal_save_bozza(to, &b, NULL);
		}
		arena_reset(&a);
	}
	arena_release(&a);
	buf_release(&ids);
	return kept;
}

static void rescue_sendings(struct journal *from, struct journal *to)
{
	struct buf keys = names_of(from->db, "SELECT chiave FROM invio NOT INDEXED");
	struct arena a = { 0 };

	for (size_t at = 0; at < keys.len; at += strlen(keys.data + at) + 1) {
		struct sending v;

		if (journal_load_sending(from, &a, keys.data + at, &v, NULL))
			sending_carry_over(to, &v, NULL);
		arena_reset(&a);
	}
	arena_release(&a);
	buf_release(&keys);
}

/* From a damaged file of ours: all that can still be read of it, unless it is
 * another's. */
static int64_t rescue(struct sqlite *fresh, const char *old_path, void *ctx)
{
	struct journal to = *(struct journal *)ctx;
	struct journal from = { .db = sqlite_open(old_path, &journal_options, NULL) };
	struct arena a = { 0 };
	const char *who;
	int64_t kept = 0;

	to.db = fresh;
	if (!from.db)
		return 0;
	who = identity_in(from.db, &a);
	if (!who || strcmp(who, to.identity) == 0) {
		kept = rescue_bozze(&from, &to);
		rescue_sendings(&from, &to);
	}
	arena_release(&a);
	sqlite_close(from.db);
	return kept;
}

struct journal *journal_open(const char *folder, const char *identity,
	struct file_report *report, struct err *err)
{
	struct file_kind kind = { .options = journal_options, .sound_below = SIZE_MAX };
	struct journal *j = xalloc(sizeof *j);
	struct file_report unwanted;

	j->watch = WATCH_NONE;
	j->identity = xstrdup(identity);
	if (!file_place(&j->file, folder, "journal", identity, err))
		goto fail;
	/* Only while opening: two that find it damaged must not both set it aside. */
	file_lock(&j->file, true);
	j->db = file_open(
		&j->file, &kind, mine, rescue, j, report ? report : &unwanted, err);
	file_unlock(&j->file);
	if (j->db)
		return j;
fail:
	journal_close(j);
	return NULL;
}

void journal_close(struct journal *j)
{
	if (!j)
		return;
	watch_close(&j->watch);
	sqlite_close(j->db);
	file_release(&j->file);
	FREE(&j->identity);
	FREE(&j);
}

/* Grows with the writes of other connections only. */
static int64_t others(struct journal *j)
{
	int64_t version = 0;

	query_number(query_begin(j->db, "PRAGMA data_version"), 0, &version, NULL);
	return version;
}

uint64_t journal_generation(struct journal *j)
{
	return j->writes + (uint64_t)others(j);
}

int journal_watch(struct journal *j)
{
	if (!j || j->file.lock < 0)
		return -1;
	if (j->watch.fd < 0)
		j->others = others(j);
	return watch_open(&j->watch, j->file.path, false);
}

bool journal_changed(struct journal *j)
{
	int64_t now;

	if (!watch_news(&j->watch, j->file.path).changed)
		return false;
	now = others(j);
	if (now == j->others)
		return false;
	j->others = now;
	return true;
}
