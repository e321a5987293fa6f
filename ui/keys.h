/* SPDX-License-Identifier: EUPL-1.2
 *
 * Bytes from a terminal become keys. Pure: it reads no clock and no file. It knows xterm,
 * PuTTY, linux and rxvt; Esc + digit is a function key; a sequence that it does not know is
 * swallowed whole, so that no tail of it is ever taken for typing. */
#ifndef AGENDA_UI_KEYS_H
#define AGENDA_UI_KEYS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum key_kind {
	K_NONE,
	K_CHAR, /* ch; with K_CTRL the lower-case letter */
	K_F,    /* ch = 1..24 */
	K_ENTER,
	K_TAB, /* with K_SHIFT: back */
	K_BACKSPACE,
	K_ESC,
	K_UP,
	K_DOWN,
	K_LEFT,
	K_RIGHT,
	K_HOME,
	K_END,
	K_PAGE_UP,
	K_PAGE_DOWN,
	K_INSERT,
	K_DELETE,
	K_PASTE, /* text, n: one event however long, and it fires nothing */
};

enum key_modifier { K_SHIFT = 1, K_ALT = 2, K_CTRL = 4 };

struct key {
	enum key_kind kind;
	unsigned modifiers;
	uint32_t ch;
	const char *text; /* of a K_PASTE: raw bytes, valid until the next keys_ call */
	size_t n;
};

#define KEYS_ESC_MS     25        /* an Esc alone is an Esc after this */
#define KEYS_PASTE_MS   1000      /* a paste whose end never comes ends by itself */
#define KEYS_PASTE_MAX  (1 << 18) /* bytes of one paste; the rest of it is dropped */
#define KEYS_PENDING    4096

struct keys {
	unsigned char pending[KEYS_PENDING];
	size_t n;        /* bytes pending */
	int64_t fed_at;  /* when the last byte came */
	bool pasting;
	bool delivered;  /* `paste` was handed out: empty it at the next call */
	bool discarding; /* in the middle of a sequence too long to keep */
	struct buf paste;
};

void keys_init(struct keys *k);
void keys_release(struct keys *k);

/* Room for bytes that can be fed now; read(2) at most as many. Never 0 after keys_next()
 * answered false. */
size_t keys_room(const struct keys *k);
void keys_feed(struct keys *k, const void *bytes, size_t n, int64_t now_ms);

/* The next key, or false: more bytes, or more time, are needed. */
bool keys_next(struct keys *k, int64_t now_ms, struct key *to);

/* Milliseconds until keys_next() may answer without new bytes; -1: never. For poll(). */
int keys_wait(const struct keys *k, int64_t now_ms);

/* Forget what was typed ahead. */
void keys_drop(struct keys *k);

/* The key as the action table writes it: "F10", "Enter", "C-r", "M-x", "S-Tab", "PgUp", "c".
 * "" for a paste. */
#define KEY_NAME_SIZE 24
void key_spell(const struct key *key, char to[KEY_NAME_SIZE]);

/* UTF-8 of a K_CHAR in `to`, NUL-terminated; its length. */
size_t key_utf8(const struct key *key, char to[5]);

#endif
