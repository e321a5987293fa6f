/* SPDX-License-Identifier: EUPL-1.2
 *
 * Packed values of cache.db: any bytes are read without harm, and what is read from them packs
 * and reads again as the same. */
#include "cache/pack.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void pack_to(struct buf *to, struct appuntamento *v)
{
	pack_appuntamento(&(struct pack){ .to = to }, v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct appuntamento one = { 0 }, two = { 0 };
	struct buf first = { 0 }, second = { 0 };
	struct pack p = { .at = data, .end = data + size, .a = &a };

	pack_appuntamento(&p, &one);
	if (!p.bad) {
		struct pack q = { .a = &a };

		buf_init(&first, (size_t)16 << 20);
		buf_init(&second, (size_t)16 << 20);
		pack_to(&first, &one);
		q.at = (const unsigned char *)first.data;
		q.end = q.at + first.len;
		pack_appuntamento(&q, &two);
		HOLDS(!q.bad && q.at == q.end);
		pack_to(&second, &two);
		HOLDS(first.len == second.len
			&& memcmp(first.data, second.data, first.len) == 0);
	}
	buf_release(&first);
	buf_release(&second);
	arena_release(&a);
	return 0;
}
