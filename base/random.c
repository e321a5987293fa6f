/* SPDX-License-Identifier: EUPL-1.2
 *
 * getrandom for what must not be guessed, splitmix64 for what must repeat. */
#include "base/random.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

void random_bytes(void *to, size_t n)
{
	unsigned char *at = to;

	while (n > 0) {
		ssize_t got = getrandom(at, n, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			abort(); /* without it keys and tokens could be guessed */
		at += got;
		n -= (size_t)got;
	}
}

void random_uuid(char uuid[UUID_SIZE])
{
	static const char hex[] = "0123456789abcdef";
	unsigned char b[16];
	char *to = uuid;

	random_bytes(b, sizeof(b));
	b[6] = (unsigned char)((b[6] & 0x0F) | 0x40); /* version 4 */
	b[8] = (unsigned char)((b[8] & 0x3F) | 0x80); /* variant 10 */
	for (size_t i = 0; i < sizeof(b); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*to++ = '-';
		*to++ = hex[b[i] >> 4];
		*to++ = hex[b[i] & 0x0F];
	}
	*to = '\0';
}

void random_seed(struct random_sequence *r, uint64_t seed)
{
	r->state = seed;
}

uint64_t random_next(struct random_sequence *r)
{
	uint64_t z = r->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

uint64_t random_below(struct random_sequence *r, uint64_t n)
{
	uint64_t floor;
	uint64_t x;

	assert(n > 0);
	floor = (0 - n) % n; /* 2^64 mod n: below it the remainders are not even */
	do
		x = random_next(r);
	while (x < floor);
	return x % n;
}
