/* SPDX-License-Identifier: EUPL-1.2
 *
 * Any motions and any text: the cursor stays between letters, the text clean and within its
 * limit, undo leads back to the beginning, and every place is on one wrapped row. */
#include "base/i18n.h"
#include "base/text.h"
#include "ui/edit.h"
#include "ui/widgets/edit_keys.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static bool between_letters(const struct edit *e)
{
	size_t at = edit_line_start(e, e->cursor);

	while (at < e->cursor)
		at = edit_after(e, at);
	return at == e->cursor;
}

static void facts(const struct edit *e, int columns)
{
	struct edit_row row;
	size_t total;

	HOLDS(strlen(e->text) == e->len && e->cursor <= e->len);
	HOLDS(text_valid(e->text, e->len));
	HOLDS(text_codepoints(e->text) == e->codepoints && e->codepoints <= e->limit);
	HOLDS(between_letters(e));
	HOLDS(edit_row_of(e, columns, e->cursor, &row, &total) < total);
	HOLDS(row.start <= e->cursor && e->cursor <= row.end);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct edit e;
	size_t at = 0;

	i18n_init();
	edit_init(&e, 100, n > 0 && (data[0] & 1));
	while (at < n) {
		uint8_t op = data[at++];

		if (op < 0x80) {
			edit_move(&e, (enum motion)(op % MOTION_COUNT));
		} else {
			size_t len = op & 0x1F;

			len = len < n - at ? len : n - at;
			edit_insert(&e, (const char *)data + at, len);
			at += len;
		}
		facts(&e, 1 + op % 20);
	}
	while (edit_undo(&e))
		;
	HOLDS(e.len == 0);
	edit_release(&e);
	return 0;
}
