/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The lock is on a file of its own: closing any descriptor of a database would drop
 * SQLite's own locks on it. One set-aside file is kept for each of ours, the latest.
 */
#include "cache/files.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const file_parts[FILE_PARTS] = { "-wal", "-shm", "-journal", "" };

#define IDENTITY_IN_NAME \
	32 /* digits: enough never to meet another, short enough to read */

static char *make_path(
	const char *folder, const char *prefix, const char *identity, const char *ending)
{
	struct buf b = { 0 };

	buf_addf(&b, "%s/%s-%.*s%s", folder, prefix, IDENTITY_IN_NAME, identity, ending);
	return buf_take(&b);
}

bool file_place(struct file *f, const char *folder, const char *prefix,
	const char *identity, struct err *err)
{
	char *lock;

	*f = (struct file){ .lock = -1 };
	if (!folder) {
		f->path = xstrdup(":memory:");
		return true;
	}
	if (!file_make_folders(folder, err))
		return false;
	f->path = make_path(folder, prefix, identity, ".db");
	lock = make_path(folder, prefix, identity, ".lock");
	f->lock = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	FREE(&lock);
	return f->lock >= 0 || err_errno(err, "open the lock file");
}

void file_release(struct file *f)
{
	if (f->lock >= 0)
		close(f->lock);
	FREE(&f->path);
	*f = (struct file){ .lock = -1 };
}

/* Who asks why it may only read is told which process writes. */
static void sign_lock(struct file *f)
{
	char text[24];
	int n = snprintf(text, sizeof text, "%ld\n", (long)getpid());

	if (ftruncate(f->lock, 0) == 0)
		(void)!pwrite(f->lock, text, (size_t)n, 0);
}

bool file_lock(struct file *f, bool wait)
{
	if (f->lock < 0 || f->locked)
		return true;
	while (flock(f->lock, LOCK_EX | (wait ? 0 : LOCK_NB)) != 0)
		if (errno != EINTR)
			return false;
	f->locked = true;
	sign_lock(f);
	return true;
}

int64_t file_lock_owner(const struct file *f)
{
	char text[24] = "";

	if (f->lock < 0 || pread(f->lock, text, sizeof text - 1, 0) <= 0)
		return 0;
	return strtoll(text, NULL, 10);
}

void file_unlock(struct file *f)
{
	if (f->locked)
		flock(f->lock, LOCK_UN);
	f->locked = false;
}

/* Anything but an empty file; *odd when it is not a file at all. */
static bool exists(const char *path, off_t *size, bool *odd)
{
	struct stat st;

	*size = 0;
	*odd = false;
	if (strcmp(path, ":memory:") == 0 || lstat(path, &st) != 0)
		return false;
	*odd = !S_ISREG(st.st_mode);
	*size = st.st_size;
	return *odd || st.st_size > 0;
}

/* A file, or an empty folder that somebody had put in its place. */
static bool removed(const char *path)
{
	return unlink(path) == 0 || errno == ENOENT || (errno == EISDIR && rmdir(path) == 0);
}

/* In the place of the one before, of whatever kind either is. */
static bool moved(const char *from, const char *to)
{
	if (rename(from, to) == 0)
		return true;
	return (errno == EISDIR || errno == ENOTDIR) && removed(to) && rename(from, to) == 0;
}

/* The file and what SQLite keeps beside it, under new names. */
bool file_set_aside(const struct file *f, struct file_report *report, struct err *err)
{
	const char *path = f->path;

	for (size_t i = 0; i < FILE_PARTS; i++) {
		struct buf from = { 0 }, to = { 0 };
		bool ok;

		buf_addf(&from, "%s%s", path, file_parts[i]);
		buf_addf(&to, "%s" FILE_ASIDE "%s", path, file_parts[i]);
		ok = moved(buf_str(&from), buf_str(&to))
			|| (errno == ENOENT && removed(buf_str(&to)));
		if (!ok)
			err_errno(err, "set the old file aside");
		buf_release(&from);
		buf_release(&to);
		if (!ok)
			return false;
	}
	snprintf(report->aside, sizeof report->aside, "%s" FILE_ASIDE, path);
	return true;
}

char *file_aside(const struct file *f, struct arena *a)
{
	char *path = arena_printf(a, "%s" FILE_ASIDE, f->path);
	struct stat st;

	return lstat(path, &st) == 0 ? path : NULL;
}

static bool remove_part(
	const struct file *f, const char *ending, const char *part, struct err *err)
{
	struct buf path = { 0 };
	bool ok;

	buf_addf(&path, "%s%s%s", f->path, ending, part);
	ok = removed(buf_str(&path)) || err_errno(err, "remove a file of the person");
	buf_release(&path);
	return ok;
}

bool file_remove(const struct file *f, bool *in_part, struct err *err)
{
	*in_part = false;
	for (size_t i = 0; i < FILE_PARTS; i++) {
		if (!remove_part(f, "", file_parts[i], err))
			return false;
		*in_part = true;
	}
	return true;
}

/* As much of it as can be: nobody goes on with it. */
bool file_drop_aside(const struct file *f, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; f->lock >= 0 /* else in memory */ && i < FILE_PARTS; i++)
		ok &= remove_part(f, FILE_ASIDE, file_parts[i], err);
	return ok;
}

/* Its log is still there: the last writer died, perhaps with the machine. */
static bool left_open(const char *path)
{
	struct buf log = { 0 };
	struct stat st;
	bool there;

	buf_addf(&log, "%s-wal", path);
	there = stat(buf_str(&log), &st) == 0 && st.st_size > 0;
	buf_release(&log);
	return there;
}

/* One try: open, and be what we want. */
static struct sqlite *try_open(const struct file *f, const struct file_kind *kind,
	bool check, file_mine mine, void *ctx, struct err *err)
{
	struct sqlite *db = sqlite_open(f->path, &kind->options, err);

	if (!db)
		return NULL;
	if ((!check || sqlite_sound(db, err)) && mine(db, ctx, err))
		return db;
	sqlite_close(db);
	return NULL;
}

void file_say_why(struct file_report *report)
{
	struct err *why = &report->why;

	if (why->code == ERR_CORRUPT)
		err_say(why, "%s",
			_("Il file dei dati locali era danneggiato: l'ho messo da parte e ne ho "
			  "cominciato uno nuovo."));
	else
		err_say(why, "%s",
			_("Il file dei dati locali non era di questo accesso o di questa "
			  "versione: l'ho messo da parte e ne ho cominciato uno nuovo."));
}

struct sqlite *file_open(const struct file *f, const struct file_kind *kind,
	file_mine mine, file_rescue rescue, void *ctx, struct file_report *report,
	struct err *err)
{
	struct err why = { 0 };
	off_t size;
	bool odd;
	bool there = exists(f->path, &size, &odd);
	bool check = there && (size_t)size < kind->sound_below
		&& (!kind->if_unclean || left_open(f->path));
	struct sqlite *db = NULL;

	*report = (struct file_report){ .fate = there ? FILE_OPENED : FILE_CREATED };
	if (odd)
		err_set(&why, ERR_FOREIGN, "not a regular file");
	else
		db = try_open(f, kind, check, mine, ctx, &why);
	if (db)
		return db;
	if (kind->options.read_only
		|| (why.code != ERR_CORRUPT && why.code != ERR_FOREIGN)) {
		if (err)
			*err = why;
		return NULL;
	}
	if (!file_set_aside(f, report, err))
		return NULL;
	report->fate = FILE_REBUILT;
	report->why = why;
	file_say_why(report);
	db = try_open(f, kind, false, mine, ctx, err);
	if (db && rescue && why.code == ERR_CORRUPT)
		report->drafts_kept = rescue(db, report->aside, ctx);
	return db;
}
