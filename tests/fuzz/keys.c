/* SPDX-License-Identifier: EUPL-1.2
 *
 * Any bytes, cut anywhere, at any pace: the decoder always goes on, keys are well formed, and
 * the same bytes in one read or many give the same keys. */
#include "ui/keys.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static uint64_t mix(uint64_t h, const void *p, size_t n)
{
	const unsigned char *s = p;

	for (size_t i = 0; i < n; i++)
		h = (h ^ s[i]) * 1099511628211u;
	return h;
}

static void check(struct keys *k, const struct key *key)
{
	char name[KEY_NAME_SIZE];

	key_spell(key, name);
	HOLDS(key->kind != K_NONE);
	HOLDS(strlen(name) < sizeof(name));
	HOLDS(key->kind == K_PASTE || name[0] != '\0');
	if (key->kind == K_CHAR)
		HOLDS(key->ch >= 0x20 && key->ch != 0x7F && key->ch <= 0x10FFFF
			&& !(key->ch >= 0x80 && key->ch < 0xA0)
			&& !(key->ch >= 0xD800 && key->ch < 0xE000));
	if (key->kind == K_F)
		HOLDS(key->ch >= 1 && key->ch <= 24);
	HOLDS(k->n <= sizeof(k->pending));
}

/* A sum over all keys when the bytes come `step` at a time, then time passes. */
static uint64_t run(const uint8_t *data, size_t n, size_t step)
{
	struct keys k;
	struct key key;
	uint64_t sum = 14695981039346656037u;

	keys_init(&k);
	for (size_t at = 0; at <= n; at += step) {
		size_t now = n - at < step ? n - at : step;
		bool last = at + now >= n;

		HOLDS(keys_room(&k) >= now);
		keys_feed(&k, data + at, now, 0);
		for (int turn = 0; turn < (last ? 3 : 1); turn++)
			while (keys_next(&k, last ? turn * KEYS_PASTE_MS : 0, &key)) {
				check(&k, &key);
				sum = mix(sum, &key.kind, sizeof(key.kind));
				sum = mix(sum, &key.modifiers, sizeof(key.modifiers));
				sum = mix(sum, &key.ch, sizeof(key.ch));
				sum = mix(sum, key.text ? key.text : "", key.n);
			}
		HOLDS(keys_room(&k) > 0);
		if (last)
			break;
	}
	HOLDS(keys_wait(&k, 10 * KEYS_PASTE_MS) <= 0);
	keys_release(&k);
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	uint64_t whole;

	if (n > KEYS_PENDING / 2)
		return 0;
	whole = run(data, n, n ? n : 1);
	HOLDS(whole == run(data, n, 1));
	HOLDS(whole == run(data, n, 3));
	return 0;
}
