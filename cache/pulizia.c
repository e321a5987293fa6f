/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Files by their name and age; rows by their start.
 */
#include "cache/pulizia.h"

#include "base/alloc.h"
#include "base/file.h"
#include "cache/ricerca.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- files ---------------------------------------------------------------------- */

static bool ends_with(const char *name, const char *ending)
{
	size_t n = strlen(name), k = strlen(ending);

	return n > k && strcmp(name + n - k, ending) == 0;
}

static bool is_copy(const char *name)
{
	return strncmp(name, "cache-", 6) == 0 && ends_with(name, ".db");
}

static bool is_aside(const char *name)
{
	return (strncmp(name, "cache-", 6) == 0 || strncmp(name, "journal-", 8) == 0)
		&& (ends_with(name, ".db" FILE_ASIDE) || ends_with(name, ".db.gemello"));
}

/* With what SQLite keeps beside it: it is there, and the youngest of them is older. */
static bool is_older(int folder, const char *name, instant before)
{
	bool there = false;

	for (size_t i = 0; i < FILE_PARTS; i++) {
		struct buf path = { 0 };
		struct stat st;
		bool found;

		buf_addf(&path, "%s%s", name, file_parts[i]);
		found = fstatat(folder, buf_str(&path), &st, AT_SYMLINK_NOFOLLOW) == 0;
		buf_release(&path);
		/* A renamed file keeps the time of its last writing, not that of its change. */
		if (found && (st.st_mtime >= before || st.st_ctime >= before))
			return false;
		there = there || found;
	}
	return there;
}

static void remove_with(int folder, const char *name)
{
	for (size_t i = 0; i < FILE_PARTS; i++) {
		struct buf path = { 0 };

		buf_addf(&path, "%s%s", name, file_parts[i]);
		unlinkat(folder, buf_str(&path), 0);
		buf_release(&path);
	}
}

/* The attachments that were kept with it: plain files in a folder beside. */
static void remove_attachments(int folder, const char *name)
{
	struct buf path = { 0 };

	buf_addf(&path, "%.*s" ALLEGATI_ENDING, (int)(strlen(name) - strlen(".db")), name);
	file_remove_folder(folder, buf_str(&path));
	buf_release(&path);
}

/* Whoever writes the copy that it belongs to holds the lock beside it. The lock file stays, a few
 * bytes: whoever has just opened it would soon hold a lock on a name that is gone, and the next one
 * would make another and lock that too, and both would write one cache. */
static int lock_of(int folder, const char *name)
{
	struct buf lock = { 0 };
	int fd;

	buf_addf(&lock, "%.*s.lock", (int)(strstr(name, ".db") - name), name);
	fd = openat(folder, buf_str(&lock), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
		close(fd);
		fd = -1;
	}
	buf_release(&lock);
	return fd;
}

static bool remove_free(int folder, const char *name)
{
	int lock = lock_of(folder, name);

	if (lock < 0)
		return false;
	if (is_copy(name))
		remove_attachments(folder, name);
	remove_with(folder, name);
	close(lock);
	return true;
}

size_t cache_sweep(const char *folder, instant before, size_t limit)
{
	DIR *d = folder ? opendir(folder) : NULL;
	struct dirent *e;
	size_t removed = 0;

	while (d && removed < limit && (e = readdir(d))) {
		const char *name = e->d_name;

		if ((is_aside(name) || is_copy(name)) && is_older(dirfd(d), name, before))
			removed += remove_free(dirfd(d), name);
	}
	if (d)
		closedir(d);
	return removed;
}

void cache_drop_aside(const struct cache *c)
{
	file_drop_aside(&c->file, NULL);
}

/* --- rows ----------------------------------------------------------------------- */

static struct buf ids_before(struct cache *c, instant before, size_t limit)
{
	struct query *q = query_begin(
		c->db, "SELECT id FROM appuntamento WHERE riga < ?1 ORDER BY riga LIMIT ?2");
	struct buf ids = { 0 };

	query_int(q, 1, riga_first(before));
	query_int(q, 2, (int64_t)limit);
	while (query_step(q)) {
		const char *id = row_peek(q, 0);

		if (id)
			buf_add(&ids, id, strlen(id) + 1);
	}
	query_end(q, NULL);
	return ids;
}

bool cache_retain(
	struct cache *c, instant before, size_t limit, size_t *dropped, struct err *err)
{
	struct buf ids = { 0 };
	bool ok = true;

	*dropped = 0;
	if (!c->writable)
		return true;
	ids = ids_before(c, before, limit);
	if (ids.len && write_begin(c, err)) {
		for (size_t at = 0; ok && at < ids.len; at += strlen(ids.data + at) + 1) {
			ok = appuntamento_remove(c, ids.data + at, err);
			(*dropped)++;
		}
		ok = write_end(c, ok, err);
	} else {
		ok = !ids.len;
	}
	buf_release(&ids);
	return ok;
}
