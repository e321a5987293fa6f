/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * How it is emptied, at another process's request too: the file goes, and the next one is begun.
 */
#include "cache/private.h"
#include "cache/resti.h"

#include "base/alloc.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

/* --- the request ----------------------------------------------------------------- */

static char *request_path(const struct cache *c)
{
	struct buf b = { 0 };

	buf_addf(&b, "%.*s" WATCH_REQUEST, (int)(strlen(c->file.path) - strlen(".db")),
		c->file.path);
	return buf_take(&b);
}

bool cache_purge_ask(struct cache *c, struct err *err)
{
	char *path = request_path(c);
	bool ok = file_write(path, "", 0, err);

	FREE(&path);
	return ok;
}

bool cache_purge_asked(const struct cache *c)
{
	char *path = c->file.lock >= 0 ? request_path(c) : NULL;
	bool there = path && access(path, F_OK) == 0;

	FREE(&path);
	return there;
}

void cache_purge_answered(struct cache *c)
{
	char *path = c->file.lock >= 0 ? request_path(c) : NULL;

	if (path)
		unlink(path);
	FREE(&path);
}

/* --- the file -------------------------------------------------------------------- */

static void drop_resti(struct cache *c)
{
	if (c->resti >= 0)
		close(cache_take_resti(c));
}

/* Opened only now that no connection of ours is: closing it would drop that one's locks. */
static void leave_resti(struct cache *c)
{
	drop_resti(c);
	c->resti = open(c->file.path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
}

/* Nobody waits: whoever reads the old file keeps what it has open until it lets go of it, and is
 * told of the new one; to delete row by row, and to have the log copied back under a reader, would
 * take as long as the file is large and the reader slow. */
static bool remove_file(struct cache *c, struct err *err)
{
	bool in_part = false, ok;

	sqlite3_db_config(sqlite_handle(c->db), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite_close(c->db);
	c->db = NULL;
	if (c->file.lock < 0)
		return true;
	leave_resti(c);
	ok = file_remove(&c->file, &in_part, err);
	c->damaged |= in_part && !ok;
	return ok;
}

static void emptied(struct cache *c)
{
	c->writes++;
	c->damaged = false;
	c->contact = c->recorded = INSTANT_NONE;
	buf_reset(&c->list_being_read);
	allegati_forget(c);
}

/* Whoever dies of it half-way leaves the request, and the next one begins again. The disk is not
 * waited for: only the machine's own death could lose it. Where there is no room the copy goes
 * without one, and where there is no folder it has gone. */
static bool leave_request(const struct cache *c, struct err *err)
{
	char *path = c->file.lock >= 0 ? request_path(c) : NULL;
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
	bool ok = !path || fd >= 0 || errno == ENOSPC || errno == EDQUOT || errno == ENOENT;

	if (!ok)
		err_errno(err, "leave the request to empty the copy");
	if (fd >= 0)
		close(fd);
	FREE(&path);
	return ok;
}

/* The next one is begun before the room of the old one is given back, which takes long; where
 * there is none else it has to be at once. Where no other file can be begun even so there is
 * nothing on disk, and it goes on in memory. */
static void begin_next(struct cache *c)
{
	struct file_report report;

	if (cache_reopen(c, &report, NULL))
		return;
	if (c->resti >= 0) {
		drop_resti(c);
		sqlite_close(c->db);
		if (cache_reopen(c, &report, NULL))
			return;
	}
	words_open(c, NULL);
}

bool cache_purge(struct cache *c, struct err *err)
{
	bool asked, ok;

	if (!c->writable)
		return err_set(err, ERR_BUSY, "another process owns the cache");
	cache_gemello_drop(c);
	asked = cache_purge_asked(c);
	if (!file_drop_aside(&c->file, err) || !leave_request(c, err))
		return false;
	ok = remove_file(c, err);
	if (ok)
		emptied(c);
	else
		drop_resti(c); /* it still has its name */
	begin_next(c);
	/* Whoever asked and waits takes its end for done. */
	if (ok || !asked)
		cache_purge_answered(c);
	return ok;
}
