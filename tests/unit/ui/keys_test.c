/* SPDX-License-Identifier: EUPL-1.2 */
#include "ui/keys.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* Keys of `bytes`, spelled and joined with blanks; time passes at the end when `late`. */
static void decode(const char *bytes, size_t n, size_t at_a_time, bool late, char *to, size_t size)
{
	struct keys k;
	struct key key;
	size_t len = 0;

	keys_init(&k);
	to[0] = '\0';
	for (size_t i = 0; i <= n; i += at_a_time) {
		size_t now = n - i < at_a_time ? n - i : at_a_time;

		if (now > 0)
			keys_feed(&k, bytes + i, now, 0);
		while (keys_next(&k, i + now >= n && late ? KEYS_PASTE_MS : 0, &key)) {
			char name[KEY_NAME_SIZE];

			key_spell(&key, name);
			if (key.kind == K_PASTE)
				len += (size_t)snprintf(to + len, size - len, "%s<%.*s>", len ? " " : "",
					(int)key.n, key.text);
			else
				len += (size_t)snprintf(to + len, size - len, "%s%s", len ? " " : "", name);
		}
		if (now == 0)
			break;
	}
	keys_release(&k);
}

static const struct {
	const char *bytes, *keys;
} sequences[] = {
	{ "a", "a" }, { "è", "è" }, { "€", "€" }, { "😀", "😀" }, { "\r", "Enter" },
	{ "\n", "Enter" }, { "\t", "Tab" }, { "\x7f", "Backspace" }, { "\x08", "Backspace" },
	{ " ", "Space" }, { "\x12", "C-r" }, { "\x1a", "C-z" }, { "\x1f", "C-_" },
	/* xterm */
	{ "\033[A", "Up" }, { "\033OA", "Up" }, { "\033[H", "Home" }, { "\033OF", "End" },
	{ "\033[5~", "PgUp" }, { "\033[6~", "PgDn" }, { "\033[3~", "Del" }, { "\033[Z", "S-Tab" },
	{ "\033OP", "F1" }, { "\033OS", "F4" }, { "\033[15~", "F5" }, { "\033[24~", "F12" },
	{ "\033[1;5C", "C-Right" }, { "\033[1;3D", "M-Left" }, { "\033[1;2P", "S-F1" },
	{ "\033[24;2~", "S-F12" }, { "\033[3;5~", "C-Del" }, { "\033[1;5H", "C-Home" },
	{ "\033O5C", "C-Right" },
	/* PuTTY */
	{ "\033[11~", "F1" }, { "\033[12~", "F2" }, { "\033[13~", "F3" }, { "\033[14~", "F4" },
	{ "\033[1~", "Home" }, { "\033[4~", "End" },
	/* linux */
	{ "\033[[A", "F1" }, { "\033[[E", "F5" }, { "\033[17~", "F6" }, { "\033[21~", "F10" },
	/* rxvt */
	{ "\033[7~", "Home" }, { "\033[8~", "End" }, { "\033Oa", "C-Up" }, { "\033[a", "S-Up" },
	{ "\033[3$", "S-Del" }, { "\033[3^", "C-Del" }, { "\033[3@", "C-S-Del" },
	{ "\033\033[A", "M-Up" },
	/* Esc + digit, Alt + letter */
	{ "\0331", "F1" }, { "\0330", "F10" }, { "\033x", "M-x" }, { "\033\r", "M-Enter" },
	{ "\033\x7f", "M-Backspace" }, { "\033è", "M-è" },
	/* keypad in application mode, CSI u, modifyOtherKeys */
	{ "\033OM", "Enter" }, { "\033Oq", "1" }, { "\033[97;5u", "C-a" }, { "\033[27;5;9~", "C-Tab" },
	{ "\033[232u", "è" },
	/* swallowed whole: reports, mouse, focus, unknown, strings */
	{ "\033[Ix", "x" }, { "\033[<0;10;20Mx", "x" }, { "\033[M !!x", "x" }, { "\033[?1;2cx", "x" },
	{ "\033[99~x", "x" }, { "\033[1;2;3;4;5;6;7;8zx", "x" }, { "\033[?2026;2$yx", "x" },
	{ "\033]11;rgb:0/0/0\033\\x", "x" }, { "\033]0;title\007x", "x" }, { "\033P1$r0m\033\\x", "x" },
	{ "\033[12;40Rx", "x" },
	/* not UTF-8 */
	{ "\xff" "a", "a" }, { "\xc3" "a", "a" }, { "\xe2\x82" "a", "a" }, { "\xed\xa0\x80" "a", "a" },
	{ "\xc2\x9b" "a", "a" },
	/* a sequence broken off by another one */
	{ "\033[1\033[A", "Up" },
	/* paste: one event, whatever is in it */
	{ "\033[200~riga\n\033[A\x01q\033[201~z", "<riga\n\033[A\x01q> z" },
	{ "\033[200~\033[201~", "<>" },
};

Test(keys, sequences_in_one_read)
{
	for (size_t i = 0; i < sizeof(sequences) / sizeof(*sequences); i++) {
		char got[256];

		decode(sequences[i].bytes, strlen(sequences[i].bytes), 4096, true, got, sizeof(got));
		cr_expect_str_eq(got, sequences[i].keys, "%zu: %s is not %s", i, got, sequences[i].keys);
	}
}

Test(keys, sequences_byte_by_byte)
{
	for (size_t i = 0; i < sizeof(sequences) / sizeof(*sequences); i++) {
		char got[256];

		decode(sequences[i].bytes, strlen(sequences[i].bytes), 1, true, got, sizeof(got));
		cr_expect_str_eq(got, sequences[i].keys, "%zu: %s is not %s", i, got, sequences[i].keys);
	}
}

static const struct {
	const char *bytes, *keys;
} cut[] = {
	{ "\033", "Esc" }, { "\033\033", "Esc Esc" }, { "\033[", "M-[" }, { "\033O", "M-O" },
	{ "\033]", "M-]" }, { "\033[1;", "" }, { "\033[200~mai finita", "<mai finita>" },
	{ "\033\033\033", "Esc Esc Esc" },
};

Test(keys, what_never_ends_ends_by_time)
{
	for (size_t i = 0; i < sizeof(cut) / sizeof(*cut); i++) {
		char got[256];

		decode(cut[i].bytes, strlen(cut[i].bytes), 4096, true, got, sizeof(got));
		cr_expect_str_eq(got, cut[i].keys, "%zu: %s is not %s", i, got, cut[i].keys);
	}
}

Test(keys, an_esc_waits_25_ms_and_no_more)
{
	struct keys k;
	struct key key;

	keys_init(&k);
	cr_expect_eq(keys_wait(&k, 1000), -1);
	keys_feed(&k, "\033", 1, 1000);
	cr_expect_not(keys_next(&k, 1000, &key));
	cr_expect_eq(keys_wait(&k, 1010), 15);
	cr_expect_not(keys_next(&k, 1024, &key));
	cr_expect(keys_next(&k, 1025, &key));
	cr_expect_eq(key.kind, K_ESC);
	cr_expect_eq(keys_wait(&k, 1025), -1);
	keys_release(&k);
}

Test(keys, half_a_letter_wakes_nobody)
{
	struct keys k;
	struct key key;

	keys_init(&k);
	keys_feed(&k, "\xc3", 1, 0);
	cr_expect_not(keys_next(&k, 100000, &key));
	cr_expect_eq(keys_wait(&k, 100000), -1);
	keys_feed(&k, "\xa8", 1, 100000);
	cr_expect(keys_next(&k, 100000, &key));
	cr_expect_eq(key.ch, 0xE8);
	keys_release(&k);
}

Test(keys, a_long_paste_is_cut_and_its_tail_is_no_typing)
{
	struct keys k;
	struct key key;
	char block[1024];
	size_t fed = 0;
	size_t n = 0;

	memset(block, 'x', sizeof(block));
	keys_init(&k);
	keys_feed(&k, "\033[200~", 6, 0);
	while (fed < KEYS_PASTE_MAX + 10 * sizeof(block)) {
		cr_assert_not(keys_next(&k, 0, &key));
		cr_assert_geq(keys_room(&k), sizeof(block));
		keys_feed(&k, block, sizeof(block), 0);
		fed += sizeof(block);
	}
	cr_assert_not(keys_next(&k, 0, &key));
	keys_feed(&k, "\033[201~q", 7, 0);
	cr_assert(keys_next(&k, 0, &key));
	cr_expect_eq(key.kind, K_PASTE);
	cr_expect_eq(key.n, (size_t)KEYS_PASTE_MAX - 1);
	while (keys_next(&k, 0, &key))
		n++;
	cr_expect_eq(n, 1);
	cr_expect_eq(key.ch, 'q');
	keys_release(&k);
}

Test(keys, an_endless_string_is_swallowed)
{
	struct keys k;
	struct key key;
	char block[4096];

	memset(block, 'x', sizeof(block));
	memcpy(block, "\033]0;", 4);
	keys_init(&k);
	keys_feed(&k, block, sizeof(block), 0);
	cr_expect_not(keys_next(&k, 0, &key));
	memset(block, 'y', sizeof(block));
	keys_feed(&k, block, sizeof(block), 0);
	cr_expect_not(keys_next(&k, 0, &key));
	keys_feed(&k, "\007k", 2, 0);
	cr_expect(keys_next(&k, 0, &key));
	cr_expect_eq(key.ch, 'k');
	keys_release(&k);
}

Test(keys, what_was_typed_ahead_can_be_dropped)
{
	struct keys k;
	struct key key;

	keys_init(&k);
	keys_feed(&k, "\r\r\033", 3, 0);
	keys_drop(&k);
	cr_expect_not(keys_next(&k, 100, &key));
	keys_release(&k);
}
