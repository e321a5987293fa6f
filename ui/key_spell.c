/* SPDX-License-Identifier: EUPL-1.2
 *
 * How a key is written in the action table. */
#include "ui/keys.h"

#include <stdio.h>
#include <string.h>

static const char *const names[] = {
	[K_ENTER] = "Enter",
	[K_TAB] = "Tab",
	[K_BACKSPACE] = "Backspace",
	[K_ESC] = "Esc",
	[K_UP] = "Up",
	[K_DOWN] = "Down",
	[K_LEFT] = "Left",
	[K_RIGHT] = "Right",
	[K_HOME] = "Home",
	[K_END] = "End",
	[K_PAGE_UP] = "PgUp",
	[K_PAGE_DOWN] = "PgDn",
	[K_INSERT] = "Ins",
	[K_DELETE] = "Del",
};

size_t key_utf8(const struct key *key, char to[5])
{
	uint32_t cp = key->ch;
	size_t n = 0;

	if (cp < 0x80) {
		to[n++] = (char)cp;
	} else if (cp < 0x800) {
		to[n++] = (char)(0xC0 | cp >> 6);
		to[n++] = (char)(0x80 | (cp & 0x3F));
	} else if (cp < 0x10000) {
		to[n++] = (char)(0xE0 | cp >> 12);
		to[n++] = (char)(0x80 | (cp >> 6 & 0x3F));
		to[n++] = (char)(0x80 | (cp & 0x3F));
	} else {
		to[n++] = (char)(0xF0 | cp >> 18);
		to[n++] = (char)(0x80 | (cp >> 12 & 0x3F));
		to[n++] = (char)(0x80 | (cp >> 6 & 0x3F));
		to[n++] = (char)(0x80 | (cp & 0x3F));
	}
	to[n] = '\0';
	return n;
}

void key_spell(const struct key *key, char to[KEY_NAME_SIZE])
{
	char ch[5] = "";
	char f[8];
	const char *name = "";

	to[0] = '\0';
	if (key->kind == K_CHAR) {
		key_utf8(key, ch);
		name = key->ch == ' ' ? "Space" : ch;
	} else if (key->kind == K_F) {
		snprintf(f, sizeof(f), "F%u", (unsigned)key->ch % 100);
		name = f;
	} else if (key->kind < sizeof(names) / sizeof(*names) && names[key->kind]) {
		name = names[key->kind];
	} else {
		return;
	}
	snprintf(to, KEY_NAME_SIZE, "%s%s%s%s", key->modifiers & K_CTRL ? "C-" : "",
		key->modifiers & K_ALT ? "M-" : "", key->modifiers & K_SHIFT ? "S-" : "",
		name);
}
