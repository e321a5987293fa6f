/* SPDX-License-Identifier: EUPL-1.2 */
#include "cache/watch.h"

#include "base/buf.h"

#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#define EVENTS_BYTES 4096

#define CHANGES (IN_MODIFY | IN_MOVED_TO | IN_DELETE)

/* The folder, since the log comes and goes; our files are known by their common stem. */
static bool watch_folder(struct watch *w, const char *path, bool own)
{
	uint32_t what = own ? IN_MOVED_TO : CHANGES | IN_CLOSE_WRITE;
	const char *slash = strrchr(path, '/');
	struct buf folder = { 0 };
	bool ok;

	if (!slash)
		return false;
	buf_add(&folder, path, (size_t)(slash - path));
	ok = inotify_add_watch(w->fd, buf_str(&folder), what | IN_ONLYDIR) >= 0;
	buf_release(&folder);
	return ok;
}

int watch_open(struct watch *w, const char *path, bool own)
{
	if (w->own != own)
		watch_close(w);
	if (w->fd >= 0 || w->failed)
		return w->fd;
	w->own = w->asked = own;
	w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (w->fd < 0 || !watch_folder(w, path, own)) {
		watch_close(w);
		w->failed = true;
		w->own = w->asked = own;
	}
	return w->fd;
}

void watch_close(struct watch *w)
{
	if (w->fd >= 0)
		close(w->fd);
	*w = WATCH_NONE;
}

static bool is_ours(const char *path, const struct inotify_event *e)
{
	const char *stem = strrchr(path, '/') + 1;
	size_t n = strlen(stem) - strlen(".db");

	return e->len && strncmp(e->name, stem, n) == 0;
}

static bool ends_with(const struct inotify_event *e, const char *ending)
{
	size_t n = strlen(e->name), k = strlen(ending);

	return n > k && strcmp(e->name + n - k, ending) == 0;
}

static void take(const char *path, const struct inotify_event *e, struct watch_news *news)
{
	if (e->mask & IN_Q_OVERFLOW)
		news->changed = news->left = news->asked = true;
	if (!is_ours(path, e))
		return;
	if (ends_with(e, WATCH_REQUEST))
		news->asked |= (e->mask & IN_MOVED_TO) != 0;
	else if (ends_with(e, ".lock"))
		news->left |= (e->mask & IN_CLOSE_WRITE) != 0;
	else
		news->changed |= (e->mask & CHANGES) != 0;
}

struct watch_news watch_news(struct watch *w, const char *path)
{
	struct watch_news news = { .asked = w->asked };
	_Alignas(struct inotify_event) char bytes[EVENTS_BYTES];
	ssize_t n;

	w->asked = false;
	while (w->fd >= 0 && (n = read(w->fd, bytes, sizeof bytes)) > 0) {
		for (ssize_t at = 0; at < n;) {
			const struct inotify_event *e = (const void *)(bytes + at);

			take(path, e, &news);
			at += (ssize_t)(sizeof *e + e->len);
		}
	}
	return news;
}
