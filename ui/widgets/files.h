/* SPDX-License-Identifier: EUPL-1.2
 *
 * Picks a file. The listing comes from outside: the interface reads no folder. NEWS_CHOSEN on a
 * file: files_chosen(); NEWS_WANTS: the folder files_folder() is to be listed. */
#ifndef AGENDA_UI_WIDGETS_FILES_H
#define AGENDA_UI_WIDGETS_FILES_H

#include "ui/widget.h"
#include "ui/widgets/field.h"
#include "ui/widgets/list.h"

#include <stdint.h>

struct file_entry {
	const char *name; /* as the system has it */
	bool folder;
	int64_t size;        /* bytes */
	const char *changed; /* "26/11/2026 09:30" */
	const char *refuse;  /* why it may not be attached: size, kind; NULL */
};

struct file_listing {
	const char *folder; /* absolute */
	const struct file_entry *items; /* folders first, by name */
	size_t n;
	const char *error; /* could not be read: a sentence; NULL */
	unsigned generation;
};

struct files {
	struct widget widget;
	struct list list;
	const struct file_listing *listing;
	unsigned generation;
	int64_t used, limit; /* bytes attached already, bytes allowed in total */
	char *folder;        /* wanted */
	char *chosen;        /* absolute path of the last chosen file */
	struct arena arena;  /* rows made of the listing */
};

void files_init(struct files *f, const char *label, const char *folder);
void files_release(struct files *f);
void files_show(struct files *f, const struct file_listing *l, int64_t used, int64_t limit);
const char *files_folder(const struct files *f);
const char *files_chosen(const struct files *f); /* NULL: none yet */

/* "1,2 MB", "840 kB", "512 byte": decimal comma. */
char *bytes_phrase(struct arena *a, int64_t bytes);

#endif
