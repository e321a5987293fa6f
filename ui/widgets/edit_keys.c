/* SPDX-License-Identifier: EUPL-1.2
 *
 * Motions applied to a text. */
#include "ui/widgets/edit_keys.h"

static enum edit_result go(struct edit *e, size_t to)
{
	e->cursor = to;
	return EDIT_MOVED;
}

static enum edit_result changed(bool yes)
{
	return yes ? EDIT_CHANGED : EDIT_MOVED;
}

enum edit_result edit_move(struct edit *e, enum motion m)
{
	size_t at = e->cursor;

	switch (m) {
	case MOTION_LEFT:
		return go(e, edit_before(e, at));
	case MOTION_RIGHT:
		return go(e, edit_after(e, at));
	case MOTION_WORD_LEFT:
		return go(e, edit_word_before(e, at));
	case MOTION_WORD_RIGHT:
		return go(e, edit_word_after(e, at));
	case MOTION_FIRST:
		return go(e, edit_line_start(e, at));
	case MOTION_LAST:
		return go(e, edit_line_end(e, at));
	case MOTION_TOP:
		return go(e, 0);
	case MOTION_BOTTOM:
		return go(e, e->len);
	case MOTION_NEWLINE:
		return changed(edit_insert(e, "\n", 1));
	case MOTION_BACKSPACE:
		return changed(edit_delete(e, edit_before(e, at), at));
	case MOTION_DELETE:
		return changed(edit_delete(e, at, edit_after(e, at)));
	case MOTION_DELETE_WORD:
		return changed(edit_delete(e, edit_word_before(e, at), at));
	case MOTION_DELETE_TO_START:
		return changed(edit_delete(e, edit_line_start(e, at), at));
	case MOTION_DELETE_TO_END:
		return changed(edit_delete(e, at, edit_line_end(e, at)));
	case MOTION_UNDO:
		return changed(edit_undo(e));
	case MOTION_REDO:
		return changed(edit_redo(e));
	default:
		return EDIT_NOT_MINE;
	}
}
