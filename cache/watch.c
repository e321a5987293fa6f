/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * How a reader hears of the writer: the kernel tells when the log grows, when another file is put
 * in place, and when the lock is let go of, by an end as well as by a kill. Nobody is woken while
 * nothing happens.
 */
#include "cache/private.h"

#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#define EVENTS_BYTES 4096

/* The folder, since the log comes and goes; our files are known by their common stem. */
static bool watch_folder(struct cache *c)
{
	const char *slash = strrchr(c->file.path, '/');
	struct buf folder = { 0 };
	bool ok;

	if (!slash)
		return false;
	buf_add(&folder, c->file.path, (size_t)(slash - c->file.path));
	ok = inotify_add_watch(c->watch, buf_str(&folder),
		     IN_MODIFY | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ONLYDIR) >= 0;
	buf_release(&folder);
	return ok;
}

int cache_watch(struct cache *c)
{
	if (!c || c->writable || c->file.lock < 0) {
		if (c)
			watch_close(c);
		return -1;
	}
	if (c->watch >= 0 || c->watch_failed)
		return c->watch;
	c->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (c->watch < 0 || !watch_folder(c)) {
		watch_close(c);
		c->watch_failed = true;
	}
	return c->watch;
}

void watch_close(struct cache *c)
{
	if (c->watch >= 0)
		close(c->watch);
	c->watch = -1;
}

static bool is_ours(const struct cache *c, const struct inotify_event *e)
{
	const char *stem = strrchr(c->file.path, '/') + 1;
	size_t n = strlen(stem) - strlen(".db");

	return e->len && strncmp(e->name, stem, n) == 0;
}

static bool is_lock(const struct inotify_event *e)
{
	size_t n = strlen(e->name);

	return n > 5 && strcmp(e->name + n - 5, ".lock") == 0;
}

static void take(const struct cache *c, const struct inotify_event *e,
	struct cache_news *news)
{
	if (e->mask & IN_Q_OVERFLOW)
		news->changed = news->left = true;
	if (!is_ours(c, e))
		return;
	if (is_lock(e))
		news->left |= (e->mask & IN_CLOSE_WRITE) != 0;
	else
		news->changed |= (e->mask & (IN_MODIFY | IN_MOVED_TO)) != 0;
}

struct cache_news cache_news(struct cache *c)
{
	struct cache_news news = { 0 };
	_Alignas(struct inotify_event) char bytes[EVENTS_BYTES];
	ssize_t n;

	while (c->watch >= 0 && (n = read(c->watch, bytes, sizeof bytes)) > 0) {
		for (ssize_t at = 0; at < n;) {
			const struct inotify_event *e = (const void *)(bytes + at);

			take(c, e, &news);
			at += (ssize_t)(sizeof *e + e->len);
		}
	}
	return news;
}
