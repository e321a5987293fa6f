/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Our two files on disk: whose they are, what is done with one that is no good, and the
 * lock beside it. Private to cache/.
 */
#ifndef AGENDA_CACHE_FILES_H
#define AGENDA_CACHE_FILES_H

#include "cache/cache.h"
#include "io/sqlite.h"

#define FILE_ASIDE ".scartato" /* at the end of the name of a file that was no good */

/* What a database is made of on disk, by the endings of the names. The file itself comes last:
 * whoever is cut off while removing or renaming leaves something that is found again by its name,
 * and never a log that the next file would take for its own. */
#define FILE_PARTS 4
extern const char *const file_parts[FILE_PARTS];

struct file_kind {
	const char *prefix; /* "cache", "journal" */
	struct sqlite_options options;
	size_t sound_below; /* bytes: smaller files are checked whole at opening */
	bool if_unclean;    /* only when whoever wrote last did not close it */
};

struct file {
	char *path; /* ":memory:" without a folder */
	int lock;   /* descriptor of the lock file; -1 */
	bool locked;
};

/* Under another name, with what SQLite keeps beside it. Nobody here has it open. */
bool file_set_aside(const struct file *f, struct file_report *report, struct err *err);

/* With what SQLite keeps beside it. Nobody here has it open; others may, and keep what they have
 * open until they close it. False: the file itself is there, and *in_part says whether it has to
 * do without its log. */
bool file_remove(const struct file *f, bool *in_part, struct err *err);

/* The sentence for the person goes into report->why. */
void file_say_why(struct file_report *report);

bool file_place(struct file *f, const char *folder, const char *prefix,
	const char *identity, struct err *err);
void file_release(struct file *f); /* gives the lock back */

/* Tries to take the lock; true when it is ours. In memory it always is. */
bool file_lock(struct file *f, bool wait);
void file_unlock(struct file *f);
/* The process that holds the lock, or held it last; 0: not known. */
int64_t file_lock_owner(const struct file *f);

/* Where the latest one that was no good lies, in `a`; NULL: nowhere. */
char *file_aside(const struct file *f, struct arena *a);
bool file_drop_aside(const struct file *f, struct err *err);

/*
 * Opens it as `kind` says, with the lock held. `mine` looks into an open file and says
 * (false and *err) that it is not the one we want. What is no good is set aside, once,
 * and begun anew; `rescue` may then read the old one through its new path.
 */
typedef bool (*file_mine)(struct sqlite *db, void *ctx, struct err *err);
typedef int64_t (*file_rescue)(struct sqlite *fresh, const char *old_path, void *ctx);

struct sqlite *file_open(const struct file *f, const struct file_kind *kind,
	file_mine mine, file_rescue rescue, void *ctx, struct file_report *report,
	struct err *err);

#endif
