/* SPDX-License-Identifier: EUPL-1.2
 *
 * Lines out, lines in. */
#include "ui/linear.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"

#include <string.h>

#define SAID_MAX ((size_t)1 << 18)

void linear_init(struct linear *l, bool ascii)
{
	*l = (struct linear){ .ascii = ascii };
	buf_init(&l->last, SAID_MAX);
}

void linear_release(struct linear *l)
{
	if (!l)
		return;
	buf_release(&l->last);
	arena_release(&l->scratch);
}

static struct voice voice_to(struct linear *l, struct buf *out)
{
	return (struct voice){ .to = out, .scratch = &l->scratch, .ascii = l->ascii };
}

static bool has_line(const char *text, const char *line, size_t n)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		if (len == n && memcmp(text, line, n) == 0)
			return true;
		text += len + (text[len] == '\n');
	}
	return false;
}

static size_t count_lines(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

/* Only the lines that were not there last time; all of them when most are new. */
static void add_news(const char *before, const char *now, struct buf *out)
{
	size_t kept = 0;

	for (const char *at = now; *at;) {
		size_t n = strcspn(at, "\n");

		kept += has_line(before, at, n);
		at += n + (at[n] == '\n');
	}
	if (kept * 2 < count_lines(now)) {
		buf_adds(out, now);
		return;
	}
	for (const char *at = now; *at;) {
		size_t n = strcspn(at, "\n");

		if (!has_line(before, at, n)) {
			buf_add(out, at, n);
			buf_addc(out, '\n');
		}
		at += n + (at[n] == '\n');
	}
}

static void prompt(struct view *v, struct voice *to)
{
	struct widget *w = view_focused(v);

	if (w && w->label)
		voice_line(to, _("[%s] (? per i comandi)"), w->label);
	else
		voice_line(to, _("(? per i comandi)"));
	if (to->to->len > 0)
		to->to->len--; /* the answer is typed on the same line */
	buf_adds(to->to, " > ");
}

/* In plain ASCII where there is nothing else: accents go, the rest becomes a question mark. */
static void to_ascii(struct buf *b, size_t from, struct arena *a)
{
	struct canvas c = { 0 };
	char *said = arena_strndup(a, b->data + from, b->len - from);

	b->len = from;
	canvas_init(&c, 1, 1, true);
	for (char *line = said; *line;) {
		size_t n = strcspn(line, "\n");
		char *one = arena_strndup(a, line, n);
		int columns = text_columns(one);

		if (columns > 0) {
			canvas_resize(&c, columns, 1);
			canvas_text(&c, 0, 0, columns, ROLE_NORMAL, one);
			canvas_text_plane(&c, b);
			if (b->len > from)
				b->len--;
			if (one[strlen(one) - 1] == ' ')
				buf_addc(b, ' ');
		}
		if (line[n] == '\n')
			buf_addc(b, '\n');
		line += n + (line[n] == '\n');
	}
	canvas_release(&c);
}

/* Between words; blanks inside a line stay as they are, and a word that is longer than a line (an
 * address, to be copied) is left to the terminal. */
static void wrap_line(struct buf *to, const char *line, int columns)
{
	const char *start = line, *gap = NULL;
	int used = 0;

	for (const char *at = line; *at;) {
		int wide = 0;
		size_t n = text_cluster(at, &wide);

		if (*at == ' ' && at > start && at[-1] != ' ')
			gap = at;
		used += wide;
		if (used > columns && gap && *at != ' ') {
			buf_add(to, start, (size_t)(gap - start));
			buf_addc(to, '\n');
			at = start = gap + strspn(gap, " ");
			gap = NULL;
			used = 0;
			continue;
		}
		at += n ? n : 1;
	}
	buf_adds(to, start);
}

/* What was added to `b` since `from`. The prompt, which has no end of line, stays in one. */
static void wrap(struct buf *b, size_t from, int columns, struct arena *a)
{
	char *said = arena_strndup(a, b->data ? b->data + from : "", b->len - from);

	if (columns <= 0)
		return;
	b->len = from;
	for (char *line = said; *line;) {
		size_t n = strcspn(line, "\n");
		bool whole = line[n] == '\n';

		line[n] = '\0';
		if (whole)
			wrap_line(b, line, columns);
		else
			buf_adds(b, line);
		if (whole)
			buf_addc(b, '\n');
		line += n + whole;
	}
}

void linear_say(struct linear *l, struct view *v, const struct live *live,
	const struct model *m, bool whole, struct buf *out)
{
	struct buf now;
	struct voice voice = voice_to(l, &now);
	struct buf news = { 0 };
	size_t from = out->len;

	(void)live;
	(void)m;
	arena_reset(&l->scratch);
	buf_init(&now, SAID_MAX);
	view_say(v, &voice);
	buf_init(&news, SAID_MAX);
	if (whole)
		buf_adds(&news, buf_str(&now));
	else
		add_news(buf_str(&l->last), buf_str(&now), &news);
	buf_release(&l->last);
	l->last = now;
	if (!l->prompted || news.len) {
		if (l->prompted)
			buf_addc(
				out, '\n'); /* it comes while a line may be being typed */
		buf_adds(out, buf_str(&news));
		voice.to = out;
		prompt(v, &voice);
		l->prompted = true;
	}
	buf_release(&news);
	if (l->ascii)
		to_ascii(out, from, &l->scratch);
	wrap(out, from, l->columns, &l->scratch);
}

static void list_commands(
	const struct live *live, const struct model *m, struct voice *to)
{
	size_t n;
	struct action_row *rows = actions_rows(
		live, m, false, to->ascii, to->scratch, &n);

	for (size_t i = 0; i < n; i++) {
		if (rows[i].reason)
			voice_line(to, _(":%s  %s (non adesso: %s)"),
				rows[i].action->name, rows[i].sentence, rows[i].reason);
		else
			voice_line(to, ":%s  %s", rows[i].action->name, rows[i].sentence);
	}
	voice_line(
		to, _(":dopo e :prima passano da una parte all'altra della schermata."));
	voice_line(to, _("Una riga vuota ripete la schermata."));
}

static struct routed act(const struct action *a, const struct model *m)
{
	struct routed r = {
		.kind = ROUTED_ACTION, .action = a, .reason = action_why_not(a, m)
	};

	if (r.reason)
		r.kind = ROUTED_REFUSED;
	return r;
}

/* ":word", or the word alone where nothing is being typed. */
static bool command(struct view *v, const struct live *live, const struct model *m,
	const char *line, struct routed *r)
{
	bool marked = line[0] == ':';
	const char *name = line + marked;
	const struct action *a;

	if (!marked && live->typing)
		return false;
	a = actions_named(live, name);
	if (a) {
		*r = act(a, m);
		return true;
	}
	if (strcmp(name, "dopo") == 0 || strcmp(name, "prima") == 0) {
		struct widget *w = view_focused(v);

		*r = (struct routed){
			.kind = ROUTED_WIDGET, .widget = w, .news = NEWS_MOVED
		};
		if (!w || !view_step(v, name[0] == 'd' ? 1 : -1))
			r->kind = ROUTED_NOTHING;
		return true;
	}
	return false;
}

static struct routed hear(struct linear *l, struct view *v, struct live *live,
	const struct model *m, const char *line, struct buf *out)
{
	struct voice voice = voice_to(l, out);
	struct widget *w = view_focused(v);
	struct routed r = { .kind = ROUTED_NOTHING };

	l->prompted = false;
	line = text_sanitise(&l->scratch, line, strlen(line), false);
	if (!*line) {
		buf_reset(&l->last); /* everything is said again */
		return r;
	}
	if (strcmp(line, "?") == 0) {
		list_commands(live, m, &voice);
		return r;
	}
	if (command(v, live, m, line, &r))
		return r;
	if (w && w->ops->hear && line[0] != ':') {
		r.widget = w;
		r.news = w->ops->hear(w, line, &voice);
		if (r.news == NEWS_REFUSED) {
			r.kind = ROUTED_REFUSED;
			r.reason = w->reason;
			return r;
		}
		r.kind = r.news == NEWS_NONE ? ROUTED_NOTHING : ROUTED_WIDGET;
	}
	if (r.kind == ROUTED_NOTHING)
		voice_line(&voice,
			_("\"%s\" qui non vuol dire nulla; \"?\" dice che cosa si può fare."),
			line);
	return r;
}

struct routed linear_hear(struct linear *l, struct view *v, struct live *live,
	const struct model *m, const char *line, struct buf *out)
{
	size_t from = out->len;
	struct routed r = hear(l, v, live, m, line, out);

	wrap(out, from, l->columns, &l->scratch);
	return r;
}
