/* SPDX-License-Identifier: EUPL-1.2
 *
 * Packed bytes: whatever is damaged is refused, never believed. */
#include "cache/pack.h"

#include "base/random.h"
#include "sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

static bool read_back(const char *bytes, size_t n)
{
	struct arena a = { 0 };
	struct appuntamento ap = { 0 };
	struct pack p = { .at = (const unsigned char *)bytes, .a = &a };

	p.end = p.at + n;
	pack_appuntamento(&p, &ap);
	arena_release(&a);
	return !p.bad && p.at == p.end;
}

Test(pack, cut_anywhere_it_is_refused)
{
	struct buf b = { 0 };
	struct appuntamento ap = an_appuntamento("AG", NOW);
	struct pack p = { .to = &b };

	pack_appuntamento(&p, &ap);
	cr_assert(buf_ok(&b));
	cr_expect(read_back(b.data, b.len));
	for (size_t n = 0; n < b.len; n++) {
		char *exact = malloc(
			n ? n : 1); /* so that the sanitiser sees one byte more */

		memcpy(exact, b.data, n);
		cr_expect(not(read_back(exact, n)), "%zu of %zu bytes", n, b.len);
		free(exact);
	}
	buf_release(&b);
}

Test(pack, noise_harms_nothing)
{
	struct buf b = { 0 };
	struct appuntamento ap = an_appuntamento("AG", NOW);
	struct random_sequence r;

	pack_appuntamento(&(struct pack){ .to = &b }, &ap);
	random_seed(&r, 20261123);
	for (int round = 0; round < 2000; round++) {
		char *copy = malloc(b.len);

		memcpy(copy, b.data, b.len);
		for (int i = 0; i < 4; i++)
			copy[random_below(&r, b.len)] = (char)random_next(&r);
		read_back(copy, b.len);
		free(copy);
	}
	buf_release(&b);
}

Test(pack, the_shape_is_stable_within_a_program)
{
	char one[PACK_SHAPE_SIZE], two[PACK_SHAPE_SIZE];

	pack_shape(one);
	pack_shape(two);
	cr_expect(eq(str, one, two));
	cr_expect(strlen(one) == 64);
}
