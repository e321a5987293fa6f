/* SPDX-License-Identifier: EUPL-1.2
 *
 * A folder as a list, and what is left of the limit. */
#include "ui/widgets/files.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "domain/allegato.h"
#include "base/text.h"

#include <string.h>

#define UP_ID "\x01.." /* no file has this name */

static const struct list_column columns[] = {
	{ .title = N_("Nome"), .width = { .min = 16, .max = 50, .weight = 9 } },
	{ .title = N_("Dimensione"), .width = { .min = 10, .max = 10, .drop = 1 }, .right = true },
	{ .title = N_("Modificato"), .width = { .min = 16, .max = 16, .drop = 3 }, .yields = true },
	{ .title = "", .width = { .min = 20, .weight = 3, .drop = 2 } },
};

char *bytes_phrase(struct arena *a, int64_t bytes)
{
	return byte_phrase(a, bytes); /* one way of saying it in the whole program */
}

static char *join(const char *folder, const char *name)
{
	struct arena a = { 0 };
	char *path = arena_printf(
		&a, "%s%s%s", folder, folder[strlen(folder) - 1] == '/' ? "" : "/", name);
	char *copy = xstrdup(path);

	arena_release(&a);
	return copy;
}

static char *parent_of(const char *folder)
{
	const char *slash = strrchr(folder, '/');

	if (!slash || slash == folder)
		return xstrdup("/");
	return xstrndup(folder, (size_t)(slash - folder));
}

static void make_row(struct files *f, const struct file_entry *e, struct list_row *row)
{
	struct arena *a = &f->arena;

	row->id = e->name;
	row->cells[0] = arena_printf(a, "%s%s",
		text_sanitise(a, e->name, strlen(e->name), false), e->folder ? "/" : "");
	row->cells[1] = e->folder ? _("cartella") : bytes_phrase(a, e->size);
	row->cells[2] = e->changed ? e->changed : "";
	row->disabled = e->refuse;
	row->role = e->folder ? ROLE_HEADING : ROLE_NORMAL;
}

static void make_rows(struct files *f)
{
	const struct file_listing *l = f->listing;
	struct list_row *rows;
	size_t n = 0;

	arena_reset(&f->arena);
	rows = arena_array(&f->arena, l->n + 1, sizeof(*rows));
	if (strcmp(l->folder, "/") != 0) {
		rows[n].id = UP_ID;
		rows[n].cells[0] = "../";
		rows[n].cells[1] = _("cartella");
		rows[n++].role = ROLE_HEADING;
	}
	for (size_t i = 0; i < l->n; i++)
		if (strlen(l->items[i].name) < LIST_ID_SIZE || !l->items[i].folder)
			make_row(f, &l->items[i], &rows[n++]);
	list_show(&f->list,
		&(struct list_rows){ .items = rows,
			.n = n,
			.count = -1,
			.generation = l->generation,
			.empty = l->error ? l->error : _("questa cartella è vuota") });
}

void files_show(
	struct files *f, const struct file_listing *l, int64_t used, int64_t limit)
{
	bool other_folder = !f->listing || !f->folder
		|| strcmp(f->folder, l->folder) != 0;

	f->used = used;
	f->limit = limit;
	f->listing = l;
	if (other_folder) {
		FREE(&f->folder);
		f->folder = xstrdup(l->folder);
		list_go(&f->list, "");
	}
	make_rows(f);
	f->generation = l->generation;
}

const char *files_folder(const struct files *f)
{
	return f->folder;
}

const char *files_chosen(const struct files *f)
{
	return f->chosen;
}

static enum news enter(struct files *f, char *folder_take)
{
	FREE(&f->folder);
	f->folder = folder_take;
	return NEWS_WANTS;
}

static const struct file_entry *entry_at(const struct files *f)
{
	const struct list_row *row = list_current(&f->list);

	for (size_t i = 0; row && i < f->listing->n; i++)
		if (f->listing->items[i].name == row->id)
			return &f->listing->items[i];
	return NULL;
}

static enum news choose(struct files *f)
{
	const struct file_entry *e = entry_at(f);

	if (!list_current(&f->list))
		return NEWS_NONE;
	if (!e) /* the only row without an entry is the parent */
		return enter(f, parent_of(f->listing->folder));
	if (e->folder)
		return enter(f, join(f->listing->folder, e->name));
	if (e->refuse) {
		f->widget.reason = e->refuse;
		return NEWS_REFUSED;
	}
	FREE(&f->chosen);
	f->chosen = join(f->listing->folder, e->name);
	return NEWS_CHOSEN;
}

static enum news files_move(struct widget *w, enum motion m)
{
	struct files *f = (struct files *)w;

	if (!f->listing)
		return NEWS_NONE;
	if (m == MOTION_PARENT)
		return enter(f, parent_of(f->listing->folder));
	if (m == MOTION_CHOOSE)
		return choose(f);
	return f->list.widget.ops->move(&f->list.widget, m);
}

static enum news files_hear(struct widget *w, const char *line, struct voice *v)
{
	struct files *f = (struct files *)w;
	enum news news;

	if (!f->listing)
		return NEWS_NONE;
	if (line[0] == '/') { /* a whole path, typed */
		FREE(&f->chosen);
		f->chosen = xstrdup(line);
		return NEWS_CHOSEN;
	}
	news = f->list.widget.ops->hear(&f->list.widget, line, v);
	if (news == NEWS_CHOSEN)
		return choose(f);
	w->reason = f->list.widget.reason;
	return news;
}

static struct rect list_area(struct rect r)
{
	rect_take_top(&r, 2);
	return r;
}

static void files_place(struct widget *w, struct rect r)
{
	struct files *f = (struct files *)w;

	f->list.widget.ops->place(&f->list.widget, list_area(r));
}

static char *room_words(const struct files *f, struct arena *a)
{
	int64_t left = f->limit > f->used ? f->limit - f->used : 0;

	return arena_printf(
		a, _("restano %s di %s"), bytes_phrase(a, left), bytes_phrase(a, f->limit));
}

static void files_draw(
	const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct files *f = (const struct files *)w;
	int used;

	if (!f->listing)
		return;
	used = w->label ? canvas_text(c, r.x, r.y, r.w, ROLE_HEADING, w->label) + 2 : 0;
	canvas_text_right(
		c, r.x + used, r.y, r.w - used, ROLE_MUTED, room_words(f, &c->scratch));
	canvas_text(c, r.x, r.y + 1, r.w, ROLE_ACCENT, f->listing->folder);
	f->list.widget.ops->draw(&f->list.widget, c, list_area(r), focused);
}

static void files_say(const struct widget *w, struct voice *v, bool focused)
{
	const struct files *f = (const struct files *)w;

	if (w->label)
		voice_line(v, "-- %s --", w->label);
	if (!f->listing)
		return;
	voice_line(v, "%s", room_words(f, v->scratch));
	voice_line(v, _("Cartella %s"), f->listing->folder);
	f->list.widget.ops->say(&f->list.widget, v, focused);
	if (focused)
		voice_line(
			v, _("Scrivi il numero, oppure il percorso intero di un file."));
}

static const struct widget_ops files_ops = { .name = "file",
	.motions = MOTIONS_LIST | MOTIONS_TREE,
	.move = files_move,
	.hear = files_hear,
	.place = files_place,
	.draw = files_draw,
	.say = files_say };

void files_init(struct files *f, const char *label, const char *folder)
{
	*f = (struct files){ .widget = { .ops = &files_ops, .label = label } };
	list_init(&f->list, NULL, columns, sizeof(columns) / sizeof(*columns));
	f->list.wraps = true;
	f->folder = xstrdup(folder);
}

void files_release(struct files *f)
{
	if (!f)
		return;
	list_release(&f->list);
	FREE(&f->folder);
	FREE(&f->chosen);
	arena_release(&f->arena);
}
