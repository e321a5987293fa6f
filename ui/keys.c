/* SPDX-License-Identifier: EUPL-1.2
 *
 * The decoder: takes keys off the front of the pending bytes, keeps a paste apart, and knows
 * when time alone will say what they are. Sequences are in keys_look.c, names in key_spell.c. */
#include "ui/keys.h"

#include "ui/keys_look.h"

#include <assert.h>
#include <string.h>

void keys_init(struct keys *k)
{
	memset(k, 0, sizeof(*k));
	buf_init(&k->paste, KEYS_PASTE_MAX);
}

void keys_release(struct keys *k)
{
	if (k)
		buf_release(&k->paste);
}

size_t keys_room(const struct keys *k)
{
	return sizeof(k->pending) - k->n;
}

void keys_feed(struct keys *k, const void *bytes, size_t n, int64_t now_ms)
{
	assert(n <= keys_room(k));
	memcpy(k->pending + k->n, bytes, n);
	k->n += n;
	k->fed_at = now_ms;
}

static void drop_front(struct keys *k, size_t n)
{
	memmove(k->pending, k->pending + n, k->n - n);
	k->n -= n;
}

/* Moves pasted bytes aside; true when the paste has ended. */
static bool collect_paste(struct keys *k, bool late)
{
	static const char end[] = "\033[201~";
	size_t len = sizeof(end) - 1;
	unsigned char *at = memmem(k->pending, k->n, end, len);
	size_t keep = 0;
	size_t n;

	if (!at && !late) /* a beginning of the end may be at the end */
		for (keep = len - 1; keep > 0; keep--)
			if (k->n >= keep
				&& memcmp(k->pending + k->n - keep, end, keep) == 0)
				break;
	n = at ? (size_t)(at - k->pending) : k->n - keep;
	if (k->paste.len + n > KEYS_PASTE_MAX - 1)
		buf_add(&k->paste, k->pending, KEYS_PASTE_MAX - 1 - k->paste.len);
	else
		buf_add(&k->paste, k->pending, n);
	drop_front(k, at ? n + len : n);
	return at || late;
}

/* The rest of a string sequence that did not fit. */
static void discard(struct keys *k)
{
	for (size_t i = 0; i < k->n; i++) {
		bool st = k->pending[i] == '\\' && (i == 0 || k->pending[i - 1] == ESC);

		if (k->pending[i] != 0x07 && !st)
			continue;
		k->discarding = false;
		drop_front(k, i + 1);
		return;
	}
	k->n = 0;
}

static bool is_late(const struct keys *k, int64_t now_ms)
{
	return now_ms - k->fed_at >= (k->pasting ? KEYS_PASTE_MS : KEYS_ESC_MS);
}

static bool next_pasted(struct keys *k, bool late, struct key *to)
{
	if (!collect_paste(k, late))
		return false;
	k->pasting = false;
	k->delivered = true;
	to->kind = K_PASTE;
	to->text = buf_str(&k->paste);
	to->n = k->paste.len;
	return true;
}

bool keys_next(struct keys *k, int64_t now_ms, struct key *to)
{
	bool late = is_late(k, now_ms);

	if (k->delivered)
		buf_reset(&k->paste);
	k->delivered = false;
	while (k->n > 0 || (k->pasting && late)) {
		size_t taken = 0;
		enum verdict v;

		*to = (struct key){ 0 };
		if (k->discarding) {
			discard(k);
			continue;
		}
		if (k->pasting)
			return next_pasted(k, late, to);
		v = k->pending[0] == ESC ? keys_look_escape(k, 0, to, &taken)
					 : keys_look_char(k->pending, k->n, to, &taken);
		if (v == NEEDS_MORE
			&& k->n == sizeof(k->pending)) { /* no key is that long */
			k->n = 0;
			continue;
		}
		if (v == NEEDS_MORE && (!late || k->pending[0] != ESC))
			return false;
		if (v == NEEDS_MORE)
			v = keys_give_up(k, to, &taken);
		drop_front(k, taken);
		if (v == TAKEN)
			return true;
	}
	return false;
}

int keys_wait(const struct keys *k, int64_t now_ms)
{
	int64_t left;

	if (!k->pasting && (k->n == 0 || k->pending[0] != ESC))
		return -1;
	left = k->fed_at + (k->pasting ? KEYS_PASTE_MS : KEYS_ESC_MS) - now_ms;
	return left > 0 ? (int)left : 0;
}

void keys_drop(struct keys *k)
{
	k->n = 0;
	k->pasting = false;
	k->delivered = false;
	k->discarding = false;
	buf_reset(&k->paste);
}
