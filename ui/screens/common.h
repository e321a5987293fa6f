/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What several screens need: wishes in one line, rows for lists, the frame.
 */
#ifndef AGENDA_UI_SCREENS_COMMON_H
#define AGENDA_UI_SCREENS_COMMON_H

#include "ui/action_table.h"
#include "ui/intent.h"
#include "ui/model.h"
#include "ui/screen.h"
#include "ui/widgets/heading.h"
#include "ui/widgets/list.h"
#include "ui/widgets/words.h"

/* From this width on a screen has room for something beside its list. */
#define WIDE 110
#define CARD_COLUMNS 43 /* of an appointment beside a list */

struct intent wish(enum intent_kind kind);
struct intent wish_id(enum intent_kind kind, const char *id);
struct intent wish_open(enum screen_name screen, const char *id);
#define NO_WISH ((struct intent){ 0 })

/* What most screens do with "Indietro" and "Aggiorna". */
struct intent screen_default(const struct event *e, enum elenco elenco);

/* Title, the age of `s` when it is not live (or `note`), a line: returns what is left
 * below, one column in from both sides. `s` may be NULL. */
struct rect screen_frame(struct view *v, struct heading *h, const struct model *m,
	const char *title, const struct slice *s, const char *note);

/* Rows of the model as rows of a list: cell i of the list is celle[cells[i]], -1: "". */
struct list_row *rows_for_list(struct arena *a, const struct riga *righe, size_t n,
	const int *cells, size_t n_cells);

/* The same for a window, whole: ready for list_show(). `empty`: the sentence when none.
 */
struct list_rows window_for_list(struct arena *a, const struct finestra *f, const int *cells,
	size_t n_cells, const char *empty);

/* The wish that answers NEWS_WANTS. */
struct intent wish_rows(struct list *l, enum elenco elenco);

/* Below lists whose rows have words cut or columns left out: the row under the cursor of `at`, whole.
 * The place is kept as long as some row needs it, so that nothing jumps as the cursor moves. */
void screen_row_whole(struct view *v, struct paragraph *p, struct list *const *lists, size_t n,
	const struct widget *at, struct rect *body);

/* Why there is nothing to see: the error of the slice, or that it is being read; else
 * `empty`. */
const char *empty_phrase(const struct slice *s, struct arena *a, const char *empty);

/* "a, b e c"; "" when there is nothing. */
char *join_words(struct arena *a, const char *const *words, size_t n);

const char *or_empty(const char *s);
bool same_text(const char *a, const char *b); /* NULL is the same as NULL only */

#endif
