/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/alloc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/random.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

Test(alloc, gives_zeroed_memory_and_frees_to_null)
{
	char *p = xalloc_array(10, 10);

	for (int i = 0; i < 100; i++)
		cr_assert_eq(p[i], 0);
	FREE(&p);
	cr_assert_null(p);
	cr_assert_null(xstrdup(NULL));
	p = xstrndup("perché", 4);
	cr_assert_str_eq(p, "perc");
	FREE(&p);
}

static void say_goodbye(void)
{
	(void)!write(2, "addio\n", 6);
}

Test(alloc, ends_the_program_once_with_its_last_words, .exit_code = 71)
{
	alloc_on_exhaustion(say_goodbye);
	xrealloc_array(NULL, SIZE_MAX / 2, 4);
}

Test(arena, hands_out_zeroed_aligned_memory)
{
	struct arena a = { 0 };

	for (int round = 0; round < 2; round++) {
		for (size_t size = 0; size < 3000; size += 7) {
			unsigned char *p = arena_alloc(&a, size);

			cr_assert_eq((uintptr_t)p % _Alignof(max_align_t), 0u);
			for (size_t i = 0; i < size; i++)
				cr_assert_eq(p[i], 0);
			memset(p, 0xAA, size);
		}
		cr_assert(a.total > 0);
		arena_reset(&a);
		cr_assert_eq(a.total, 0);
	}
	arena_release(&a);
	arena_release(&a);
	arena_release(NULL);
}

Test(arena, a_large_value_does_not_lose_the_room_in_the_head)
{
	struct arena a = { 0 };
	char *small = arena_strdup(&a, "uno");
	char *large = arena_alloc(&a, 1 << 20);
	char *next = arena_strdup(&a, "due");

	memset(large, 'x', 1 << 20);
	cr_assert_str_eq(small, "uno");
	cr_assert(next > small && next - small < 64);
	cr_assert_str_eq(arena_printf(&a, "%s-%d", next, 3), "due-3");
	cr_assert_null(arena_strdup(&a, NULL));
	cr_assert_str_eq(arena_strndup(&a, "abc", 2), "ab");
	arena_release(&a);
}

Test(buf, refuses_past_the_ceiling_and_remembers)
{
	struct buf b;

	buf_init(&b, 8);
	cr_assert_str_eq(buf_str(&b), "");
	cr_assert(buf_adds(&b, "12345678"));
	cr_assert(buf_ok(&b));
	cr_assert_not(buf_addc(&b, '9'));
	cr_assert_not(buf_ok(&b));
	cr_assert_not(buf_adds(&b, ""));
	cr_assert_str_eq(buf_str(&b), "12345678");
	buf_reset(&b);
	cr_assert(buf_ok(&b));
	cr_assert_not(buf_addf(&b, "%09d", 1));
	buf_release(&b);
	cr_assert_eq(b.ceiling, 8);
	buf_release(NULL);
}

Test(buf, drops_and_gives_away)
{
	struct buf b = { 0 };
	char *s;

	buf_addf(&b, "%s%d", "abc", 42);
	buf_add(&b, "\0z", 2);
	cr_assert_eq(b.len, 7);
	buf_drop_front(&b, 3);
	cr_assert_eq(b.len, 4);
	cr_assert_arr_eq(b.data, "42\0z", 5);
	buf_drop_front(&b, 0);
	s = buf_take(&b);
	cr_assert_str_eq(s, "42");
	cr_assert_eq(b.len, 0);
	FREE(&s);
	s = buf_take(&b);
	cr_assert_str_eq(s, "");
	FREE(&s);
}

Test(buf, grows_over_many_sizes)
{
	struct buf b = { 0 };

	for (int i = 0; i < 5000; i++)
		cr_assert(buf_addc(&b, 'x'));
	cr_assert_eq(strlen(buf_str(&b)), 5000);
	buf_release(&b);
}

Test(clock, can_be_stopped)
{
	instant now = clock_now();

	cr_assert(now > 1700000000);
	clock_freeze(1795770000);
	cr_assert_eq(clock_now(), 1795770000);
	clock_freeze(INSTANT_NONE);
	cr_assert(clock_now() >= now);
	cr_assert(clock_monotonic_ms() <= clock_monotonic_ms());
}

/* Both ways of saying one moment are the same while nothing sleeps, whatever slept before. */
Test(clock, a_deadline_is_as_far_on_the_clock_of_who_waits)
{
	static const int64_t in_ms[] = { 0, 1, 999, 1000, 25000, 86400000 };
	struct timespec now, at;

	for (size_t i = 0; i < sizeof(in_ms) / sizeof(in_ms[0]); i++) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		at = clock_deadline(clock_monotonic_ms() + in_ms[i]);
		int64_t ms = (at.tv_sec - now.tv_sec) * 1000 + (at.tv_nsec - now.tv_nsec) / 1000000;
		cr_expect(ms >= in_ms[i] - 1 && ms <= in_ms[i] + 2000, "%lld for %lld", (long long)ms,
			(long long)in_ms[i]);
		cr_expect(at.tv_nsec >= 0 && at.tv_nsec < 1000000000);
	}
	at = clock_deadline(0);
	clock_gettime(CLOCK_MONOTONIC, &now);
	cr_expect(at.tv_sec <= now.tv_sec, "what is past is now");
}

/* Nobody may set the clock of a machine for a test: that it is quiet as long as nobody does. */
Test(clock, its_watch_is_quiet_while_nothing_jumps)
{
	struct pollfd f = { .fd = clock_watch_open(), .events = POLLIN };

	cr_assert_geq(f.fd, 0);
	cr_expect_eq(poll(&f, 1, 50), 0);
	clock_watch_again(f.fd);
	cr_expect_eq(poll(&f, 1, 50), 0);
	close(f.fd);
}

Test(err, carries_code_field_sentence_and_cause)
{
	struct err e = { 0 };

	cr_assert_not(err_set(&e, ERR_FORMAT, "bad byte %d", 7));
	err_say(&e, "Il file è rovinato.");
	err_field(&e, "nota");
	cr_assert_eq(e.code, ERR_FORMAT);
	cr_assert_str_eq(e.cause, "bad byte 7");
	cr_assert_str_eq(e.text, "Il file è rovinato.");
	cr_assert_str_eq(e.field, "nota");
	err_set(&e, ERR_BUSY, "locked");
	cr_assert_str_eq(e.text, "");
	cr_assert_str_eq(e.field, "");
	err_clear(&e);
	cr_assert_eq(e.code, ERR_NONE);
	cr_assert_not(err_set(NULL, ERR_IO, "x"));
	cr_assert_not(err_say(NULL, "x"));
	cr_assert_not(err_field(NULL, "x"));
}

Test(err, cuts_between_characters)
{
	struct err e = { 0 };
	char text[2 * 383 + 1];

	for (size_t i = 0; i + 2 < sizeof(text); i += 2)
		memcpy(text + i, "è", 2);
	text[sizeof(text) - 1] = '\0';
	err_set(&e, ERR_IO, "x");
	err_say(&e, "%s", text);
	cr_assert_eq(strlen(e.text), 382);
	err_say(&e, "-%s", text);
	cr_assert_eq(strlen(e.text), 383);
}

Test(err, knows_errno)
{
	struct err e = { 0 };

	errno = ENOSPC;
	err_errno(&e, "write");
	cr_assert_eq(e.code, ERR_FULL);
	cr_assert_str_eq(e.cause, "write: No space left on device");
	errno = EDQUOT;
	err_errno(&e, "write");
	cr_assert_eq(e.code, ERR_FULL);
	errno = ENOENT;
	err_errno(&e, "open");
	cr_assert_eq(e.code, ERR_ABSENT);
	errno = EIO;
	err_errno(&e, "read");
	cr_assert_eq(e.code, ERR_IO);
}

Test(random, uuid_is_version_4)
{
	char one[UUID_SIZE];
	char two[UUID_SIZE];

	for (int i = 0; i < 100; i++) {
		random_uuid(one);
		random_uuid(two);
		cr_assert_eq(strlen(one), 36);
		cr_assert_eq(strspn(one, "0123456789abcdef-"), 36);
		cr_assert_eq(one[14], '4');
		cr_assert(strchr("89ab", one[19]));
		cr_assert_str_neq(one, two);
	}
}

Test(random, sequence_repeats_and_stays_below)
{
	struct random_sequence r;
	struct random_sequence s;
	unsigned seen = 0;

	random_seed(&r, 0);
	/* The reference values of splitmix64 for seed 0. */
	cr_assert_eq(random_next(&r), UINT64_C(0xE220A8397B1DCDAF));
	cr_assert_eq(random_next(&r), UINT64_C(0x6E789E6AA1B965F4));
	random_seed(&r, 42);
	random_seed(&s, 42);
	for (int i = 0; i < 1000; i++) {
		uint64_t x = random_below(&r, 7);

		cr_assert(x < 7);
		cr_assert_eq(x, random_below(&s, 7));
		seen |= 1u << x;
	}
	cr_assert_eq(seen, 0x7Fu);
	cr_assert_eq(random_below(&r, 1), 0);
}
