/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The file itself: who owns it, who writes it.
 */
#include "cache/testo.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "io/digest.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SOUND_BELOW ((size_t)8 << 20) /* a check of 8 MB takes some 20 ms */

char *cache_identity(
	struct arena *a, const char *server, const char *persona, const char *profilo)
{
	char hex[DIGEST_TEXT_SIZE];
	struct digest d;

	digest_init(&d);
	digest_add(&d, server, strlen(server) + 1); /* the NUL keeps the three apart */
	digest_add(&d, persona, strlen(persona) + 1);
	digest_add(&d, profilo, strlen(profilo) + 1);
	digest_end(&d, hex);
	return arena_strdup(a, hex);
}

/* --- meta ----------------------------------------------------------------------- */

bool meta_set_int(struct cache *c, const char *name, int64_t value, struct err *err)
{
	struct query *q = query_begin(
		c->db, "INSERT OR REPLACE INTO meta (nome, numero) VALUES (?1, ?2)");

	query_text(q, 1, name);
	query_int(q, 2, value);
	return query_run(q, err);
}

bool meta_set_text(struct cache *c, const char *name, const char *value, struct err *err)
{
	struct query *q = query_begin(
		c->db, "INSERT OR REPLACE INTO meta (nome, testo) VALUES (?1, ?2)");

	query_text(q, 1, name);
	query_text(q, 2, value);
	return query_run(q, err);
}

bool meta_int(
	struct cache *c, const char *name, int64_t none, int64_t *to, struct err *err)
{
	struct query *q = query_begin(c->db, "SELECT numero FROM meta WHERE nome = ?1");

	query_text(q, 1, name);
	return query_number(q, none, to, err);
}

char *meta_text(struct cache *c, const char *name, struct arena *a)
{
	struct query *q = query_begin(c->db, "SELECT testo FROM meta WHERE nome = ?1");
	char *text = NULL;

	query_text(q, 1, name);
	if (query_step(q))
		text = row_text(q, 0, a);
	return query_end(q, NULL) ? text : NULL;
}

/* --- opening -------------------------------------------------------------------- */

static bool mark(struct cache *c, const char *shape, struct err *err)
{
	return sqlite_begin(c->db, err)
		&& write_end(c,
			meta_set_text(c, "identita", c->identity, err)
				&& meta_set_text(c, "forma", shape, err),
			err);
}

/* A new file gets our mark; another's mark, or another version's packing, is not ours. */
static bool mine(struct sqlite *db, void *ctx, struct err *err)
{
	struct cache *c = ctx;
	char shape[PACK_SHAPE_SIZE];
	struct arena a = { 0 };
	const char *who;
	const char *form;
	bool ok;

	pack_shape(shape);
	c->db = db;
	who = meta_text(c, "identita", &a);
	form = meta_text(c, "forma", &a);
	if (!who && c->writable)
		ok = mark(c, shape, err);
	else if (!who)
		ok = err_set(err, ERR_BUSY, "cache not begun yet");
	else if (strcmp(who, c->identity) != 0)
		ok = err_set(err, ERR_FOREIGN, "another person's cache");
	else if (!form || strcmp(form, shape) != 0)
		ok = err_set(err, ERR_FOREIGN, "another version's cache");
	else
		ok = true;
	c->db = NULL;
	arena_release(&a);
	return ok;
}

static bool open_database(struct cache *c, struct file_report *report, struct err *err)
{
	struct file_kind kind = {
		.options = cache_options, .sound_below = SOUND_BELOW, .if_unclean = true
	};
	struct stat st;

	/* Before: one that is put there meanwhile must be found another at the next look. */
	c->inode = stat(c->file.path, &st) == 0 ? st.st_ino : 0;
	kind.options.read_only = !c->writable;
	kind.options.no_checkpoint = !c->writable;
	c->db = file_open(&c->file, &kind, mine, NULL, c, report, err);
	if (!c->db && !c->writable && err && err->code == ERR_ABSENT)
		err->code = ERR_BUSY;
	giro_sweep_begin(c);
	if (c->writable)
		allegati_orphan(c);
	return c->db && meta_int(c, "giro", 0, &c->giro, err)
		&& meta_int(c, "passata", 0, &c->passata, err) && words_open(c, err);
}

struct cache *cache_open_file(const char *path, const char *identity, struct err *err)
{
	struct cache *c = xalloc(sizeof *c);
	struct file_report report;

	c->watch = WATCH_NONE;
	c->resti = -1;
	buf_init(&c->scratch, CACHE_BLOB_MAX);
	buf_init(&c->words_due, CACHE_BLOB_MAX);
	c->identity = xstrdup(identity);
	c->file = (struct file){ .path = xstrdup(path), .lock = -1 };
	c->writable = true;
	if (open_database(c, &report, err) && report.fate == FILE_OPENED)
		return c;
	if (err && err->code == ERR_NONE)
		err_set(err, ERR_CORRUPT, "not as it was left");
	cache_close(c);
	return NULL;
}

/* There is always something to read from, if need be nothing at all. */
bool cache_reopen(struct cache *c, struct file_report *report, struct err *err)
{
	c->empty = !open_database(c, report, err);
	if (!c->empty)
		return true;
	sqlite_close(c->db);
	c->db = sqlite_open(":memory:", &cache_options, NULL);
	c->inode = 0;
	c->giro = c->passata = 0;
	c->words_made = false;
	return false;
}

/* Whoever asked, and whoever was asked, may have died of it. */
static void answer_purge(struct cache *c, struct file_report *report)
{
	if (c->writable && cache_purge_asked(c) && cache_purge(c, NULL)
		&& report->fate == FILE_OPENED)
		report->fate = FILE_EMPTIED;
}

/* Before looking whether it has been asked: what comes from now on makes the descriptor readable. */
static void listen_for_purge(struct cache *c)
{
	if (c->writable)
		cache_watch(c);
}

struct cache *cache_open(const char *folder, const char *identity,
	struct file_report *report, struct err *err)
{
	struct cache *c = xalloc(sizeof *c);
	struct file_report unwanted;
	struct err own = { 0 };

	if (!report)
		report = &unwanted;
	c->watch = WATCH_NONE;
	c->resti = -1;
	buf_init(&c->scratch, CACHE_BLOB_MAX);
	buf_init(&c->words_due, CACHE_BLOB_MAX);
	c->identity = xstrdup(identity);
	c->contact = c->recorded = INSTANT_NONE;
	if (file_place(&c->file, folder, "cache", identity, &own)) {
		c->writable = file_lock(&c->file, false);
		listen_for_purge(c);
		gemello_forget(c);
		if (open_database(c, report, &own)) {
			answer_purge(c, report);
			return c;
		}
	}
	if (err)
		*err = own;
	cache_close(c);
	return NULL;
}

void cache_close(struct cache *c)
{
	if (!c)
		return;
	watch_close(&c->watch);
	if (c->resti >= 0)
		close(c->resti);
	cache_close(c->gemello);
	sqlite_close(c->db);
	file_release(&c->file);
	buf_release(&c->scratch);
	buf_release(&c->words_due);
	buf_release(&c->files_orphaned.codici);
	buf_release(&c->list_being_read);
	buf_release(&c->last.what);
	buf_release(&c->last.question);
	FREE(&c->identity);
	FREE(&c);
}

bool cache_writable(const struct cache *c)
{
	return c->writable;
}

bool cache_on_disk(const struct cache *c)
{
	return c->file.lock >= 0 && !c->empty;
}

/* The reading connection goes first: a process that opens the same file twice loses,
 * with the first descriptor that it closes, the locks that others rely on. */
bool cache_claim(struct cache *c)
{
	struct file_report report;

	if (c->writable)
		return true;
	if (!file_lock(&c->file, false))
		return false;
	c->writes = cache_generation(c) + 1; /* from now on nobody else's count */
	sqlite_close(c->db);
	c->writable = true;
	listen_for_purge(c);
	gemello_forget(c);
	if (open_database(c, &report, NULL))
		return true;
	sqlite_close(c->db);
	c->writable = false;
	file_unlock(&c->file);
	cache_reopen(c, &report, NULL);
	return false;
}

/* How often others have written, as this connection counts: the next one begins again. */
static uint64_t writes_of_others(struct cache *c)
{
	int64_t others = 0;

	query_number(query_begin(c->db, "PRAGMA data_version"), 0, &others, NULL);
	return (uint64_t)others;
}

/* There is another file by now, or none where there was one. */
static bool is_another(const struct cache *c)
{
	struct stat st;

	if (stat(c->file.path, &st) != 0)
		return errno == ENOENT && !c->empty;
	return st.st_ino != c->inode;
}

/* The writer may have set the file aside and begun another, or gone on in memory: a reader
 * follows. */
static void follow_file(struct cache *c)
{
	bool was_empty = c->empty;
	struct file_report report;
	uint64_t others;

	if (c->writable || !is_another(c))
		return;
	others = writes_of_others(c);
	sqlite_close(c->db);
	if (cache_reopen(c, &report, NULL) || !was_empty)
		c->writes += others + 1;
}

uint64_t cache_generation(struct cache *c)
{
	if (c->writable)
		return c->writes; /* nobody else writes */
	follow_file(c);
	return c->writes + writes_of_others(c);
}

int cache_watch(struct cache *c)
{
	return c && c->file.lock >= 0 ? watch_open(&c->watch, c->file.path, c->writable) : -1;
}

struct cache_news cache_news(struct cache *c)
{
	struct watch_news news = watch_news(&c->watch, c->file.path);

	return (struct cache_news){ .changed = news.changed,
		.left = news.left && !c->writable,
		.asked = news.asked && c->writable && cache_purge_asked(c) };
}

bool cache_damaged(const struct cache *c)
{
	return c->writable && (c->damaged || sqlite_damaged(c->db));
}

bool cache_mend(struct cache *c, struct file_report *report, struct err *err)
{
	bool ok;

	*report = (struct file_report){ .fate = FILE_REBUILT };
	if (!c->writable)
		return err_set(err, ERR_BUSY, "another process owns the cache");
	cache_gemello_drop(c);
	sqlite_close(c->db);
	c->damaged = false;
	c->writes++;
	buf_reset(&c->list_being_read);
	err_set(&report->why, ERR_CORRUPT, "damaged pages or values");
	file_say_why(report);
	ok = strcmp(c->file.path, ":memory:") == 0
		|| file_set_aside(&c->file, report, err);
	if (ok) {
		struct file_report fresh;

		return cache_reopen(c, &fresh, err);
	}
	c->db = sqlite_open(":memory:", &cache_options, NULL);
	words_open(c, NULL);
	return false;
}

/* --- writing -------------------------------------------------------------------- */

bool write_begin(struct cache *c, struct err *err)
{
	return sqlite_begin(c->db, err);
}

bool write_end(struct cache *c, bool ok, struct err *err)
{
	if (ok && testo_settle(c, err)) {
		c->writes++;
		ok = sqlite_commit(c->db, err);
	} else {
		sqlite_rollback(c->db);
		testo_forget_due(c);
		ok = false;
	}
	allegati_ended(c, ok);
	return ok;
}

#define CONTACT_EVERY 60 /* seconds: it need not be on disk more often than that */

bool cache_set_contact(struct cache *c, instant now, struct err *err)
{
	bool was_hidden = c->hidden;

	c->hidden = false;
	c->contact = now;
	if (!c->writable
		|| (!was_hidden && c->recorded != INSTANT_NONE && now >= c->recorded
			&& now - c->recorded < CONTACT_EVERY))
		return true;
	c->recorded = now;
	return meta_set_int(c, "contatto", now, err) && meta_set_int(c, "nascosto", 0, err);
}

instant cache_contact(struct cache *c)
{
	if (c->contact == INSTANT_NONE)
		meta_int(c, "contatto", INSTANT_NONE, &c->contact, NULL);
	return c->contact;
}

bool cache_hide(struct cache *c, enum tipo_profilo profilo, instant now)
{
	int64_t before = 0;

	if (profilo != PROFILO_INTERMEDIARIO || c->hidden)
		return c->hidden;
	c->hidden = delegati_scaduti(profilo, cache_contact(c), now);
	if (!c->hidden && c->recorded == INSTANT_NONE) {
		/* Once for each opening: another process, or this one with another clock. */
		meta_int(c, "nascosto", 0, &before, NULL);
		c->hidden = before != 0;
		c->recorded = c->contact;
	}
	if (c->hidden && c->writable && c->contact != INSTANT_NONE)
		meta_set_int(c, "nascosto", 1, NULL);
	return c->hidden;
}

bool cache_is_hidden(const struct cache *c, struct err *err)
{
	if (!c->hidden)
		return false;
	err_set(err, PROBLEM_OFFLINE, "delegated data without contact");
	err_say(err, "%s",
		_("Dati nascosti dopo 24 ore senza contatto: tornano con il collegamento."));
	return true;
}

bool cache_hidden(const struct cache *c, struct err *err)
{
	return cache_is_hidden(c, err);
}

/* --- lists that are read page by page ------------------------------------------- */

bool list_begins(
	struct cache *c, const char *which, struct page_place place, struct err *err)
{
	if (!place.first)
		return true;
	buf_reset(&c->list_being_read);
	buf_adds(&c->list_being_read, which);
	c->passata++;
	return meta_set_int(c, "passata", c->passata, err);
}

bool list_ends(struct cache *c, const char *which, struct page_place place)
{
	bool whole = strcmp(buf_str(&c->list_being_read), which) == 0;

	if (!place.last)
		return false;
	buf_reset(&c->list_being_read);
	return whole;
}

bool list_read(struct cache *c, const char *which, instant now, struct err *err)
{
	struct buf name = { 0 };
	bool ok;

	buf_addf(&name, "elenco %s", which);
	ok = meta_set_int(c, buf_str(&name), now, err);
	buf_release(&name);
	return ok;
}

instant list_read_when(struct cache *c, const char *which)
{
	struct buf name = { 0 };
	int64_t when = INSTANT_NONE;

	buf_addf(&name, "elenco %s", which);
	meta_int(c, buf_str(&name), INSTANT_NONE, &when, NULL);
	buf_release(&name);
	return when;
}
