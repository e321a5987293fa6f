/* SPDX-License-Identifier: EUPL-1.2
 *
 * The terminal seen from outside: a small program in a pty. */
#include "tests/support/pty.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

static struct pty *demo;

static void start(const struct pty_options *o)
{
	static const char *const argv[] = { TEST_BINARY_DIR "/tests/ui_demo", NULL };

	demo = pty_start(o, argv);
	cr_assert_not_null(demo);
}

static void start_plain(void)
{
	start(&(struct pty_options){ .columns = 80, .rows = 24 });
	cr_assert(pty_wait_text(demo, "F3 Esci"), "%s", pty_screen(demo));
}

static void teardown(void)
{
	pty_free(demo);
	demo = NULL;
}

TestSuite(term, .fini = teardown);

static void quit(void)
{
	int status = -1;

	pty_keys(demo, "F3");
	cr_assert(pty_wait_exit(demo, &status), "%s", pty_screen(demo));
	cr_expect_eq(status, 0);
	cr_expect_not(pty_alternate(demo), "the alternate screen is left");
}

static bool cursor_is_visible(void)
{
	int x;
	int y;
	bool visible;

	pty_cursor(demo, &x, &y, &visible);
	return visible;
}

Test(term, draws_and_leaves_no_trace)
{
	start_plain();
	cr_expect(pty_alternate(demo));
	cr_expect_str_eq(pty_line(demo, 0), "Prova del terminale — città");
	cr_expect_eq(pty_cell(demo, 0, 0).fg, 255);
	cr_expect_eq(pty_cell(demo, 0, 4).bg, -1, "plain text on the terminal's own ground");
	quit();
	cr_expect_geq(pty_find(demo, "nota:", NULL), 0);
	cr_expect(cursor_is_visible());
}

Test(term, keys_move_and_the_cursor_sits_on_the_focus)
{
	int x;
	int y;
	bool visible;

	start_plain();
	pty_keys(demo, "Down Down PgDn");
	cr_assert(pty_wait_text(demo, "0000000010"), "%s", pty_screen(demo));
	pty_wait_idle(demo);
	pty_cursor(demo, &x, &y, &visible);
	cr_expect(visible);
	cr_expect_eq(y, pty_find(demo, "▸ ", NULL));
	quit();
}

Test(term, a_burst_of_20_keys_is_at_most_2_paints)
{
	size_t before;

	start_plain();
	pty_wait_idle(demo);
	before = pty_bytes(demo);
	pty_send(demo, "\033[B\033[B\033[B\033[B\033[B\033[B\033[B\033[B\033[B\033[B"
		"\033[B\033[B\033[B\033[B\033[B\033[B\033[B\033[B\033[B\033[B");
	cr_assert(pty_wait_text(demo, "0000000020, disegni"), "%s", pty_screen(demo));
	pty_wait_idle(demo); /* the number behind it may come in the next read */
	cr_expect(pty_find(demo, "disegni 2", NULL) >= 0 || pty_find(demo, "disegni 3", NULL) >= 0,
		"%s", pty_line(demo, 22));
	cr_expect_lt(pty_bytes(demo) - before, 2000);
	quit();
}

Test(term, idle_is_idle)
{
	size_t before;

	start_plain();
	pty_wait_idle(demo);
	before = pty_bytes(demo);
	pty_wait_quiet(demo, 300);
	cr_expect_eq(pty_bytes(demo), before);
	quit();
}

Test(term, an_unknown_sequence_types_nothing)
{
	start_plain();
	pty_keys(demo, "Tab");
	pty_send(demo, "ab\033[<0;10;10M\033[999~\033]0;x\007c");
	cr_assert(pty_wait_text(demo, "abc"), "%s", pty_screen(demo));
	quit();
	cr_expect_geq(pty_find(demo, "nota: abc", NULL), 0);
}

Test(term, a_paste_fires_nothing_and_keeps_its_lines)
{
	start_plain();
	pty_keys(demo, "Tab");
	pty_wait_idle(demo);
	pty_paste(demo, "prima riga\nseconda: perché no?\n\x1b[13~terza");
	cr_assert(pty_wait_text(demo, "terza"), "%s", pty_screen(demo));
	cr_expect_geq(pty_find(demo, "seconda: perché no?", NULL), 0);
	quit();
}

Test(term, a_resize_keeps_everything)
{
	start_plain();
	pty_keys(demo, "Down Down Down Tab");
	pty_send(demo, "città");
	pty_wait_text(demo, "città");
	pty_resize(demo, 120, 40);
	cr_assert(pty_wait_text(demo, "120x40"), "%s", pty_screen(demo));
	cr_expect(pty_wait_text(demo, "F3 Esci"));
	pty_resize(demo, 20, 6);
	cr_assert(pty_wait_text(demo, "20x6"), "%s", pty_screen(demo));
	pty_resize(demo, 1, 1);
	pty_wait_idle(demo);
	pty_resize(demo, 80, 24);
	cr_assert(pty_wait_text(demo, "80x24, 0000000003"), "%s", pty_screen(demo));
	quit();
	cr_expect_geq(pty_find(demo, "nota: città", NULL), 0);
}

Test(term, many_quick_resizes_and_none_is_lost)
{
	start_plain();
	for (int i = 0; i < 60; i++) {
		char size[32];
		int columns = 60 + i % 7 * 5;

		pty_resize(demo, columns + 3, 24);
		pty_resize(demo, columns, 20 + i % 3);
		snprintf(size, sizeof(size), "%dx%d,", columns, 20 + i % 3);
		cr_assert(pty_wait_text(demo, size), "%d: %s", i, pty_screen(demo));
	}
	quit();
}

Test(term, the_terminal_is_lent_and_taken_back)
{
	start_plain();
	pty_keys(demo, "F4");
	cr_assert(pty_wait_text(demo, "visore aperto"), "%s", pty_screen(demo));
	cr_expect_not(pty_alternate(demo));
	pty_send(demo, "letto\n");
	cr_assert(pty_wait_text(demo, "Prova del terminale"), "%s", pty_screen(demo));
	cr_expect(pty_wait_text(demo, "Bianchi Niccolò"));
	cr_expect(pty_alternate(demo));
	pty_keys(demo, "Down");
	cr_expect(pty_wait_text(demo, "0000000001, disegni"), "%s", pty_screen(demo));
	quit();
}

/* In a pty of its own the program has no shell to go back to: a stop is ignored there, so it
 * runs under one. */
Test(term, suspends_and_comes_back)
{
	static const char *const argv[] = { "sh", "-c",
		"set -m; " TEST_BINARY_DIR "/tests/ui_demo; echo fermo; fg; echo finito", NULL };
	int status;

	demo = pty_start(&(struct pty_options){ .columns = 80, .rows = 24 }, argv);
	cr_assert(pty_wait_text(demo, "F3 Esci"), "%s", pty_screen(demo));
	pty_keys(demo, "Down");
	pty_wait_text(demo, "0000000001, disegni");
	pty_keys(demo, "C-z");
	cr_assert(pty_wait_text(demo, "0000000001, disegni 3"), "%s", pty_screen(demo));
	pty_keys(demo, "F3");
	cr_assert(pty_wait_text(demo, "finito"), "%s", pty_screen(demo));
	cr_expect_geq(pty_find(demo, "fermo", NULL), 0, "it did stop");
	cr_expect(pty_wait_exit(demo, &status));
}

static void dies(const char *key)
{
	/* The sanitiser would take the signal for a finding. */
	static const char *const env[] = { "ASAN_OPTIONS=handle_segv=0:handle_abort=0", NULL };
	int status = 0;

	start(&(struct pty_options){ .env = env });
	cr_assert(pty_wait_text(demo, "F3 Esci"));
	pty_keys(demo, key);
	cr_assert(pty_wait_exit(demo, &status));
	cr_expect_neq(status, 0);
	cr_expect_not(pty_alternate(demo), "after %s", key);
	cr_expect(cursor_is_visible(), "after %s", key);
	teardown();
}

Test(term, is_put_back_however_the_program_ends)
{
	dies("F5");
	dies("F6");
	dies("F7");
	dies("F8");
}

Test(term, no_color_shows_no_colour)
{
	static const char *const env[] = { "NO_COLOR=1", NULL };

	start(&(struct pty_options){ .env = env });
	cr_assert(pty_wait_text(demo, "F3 Esci"));
	for (int y = 0; y < 24; y++)
		for (int x = 0; x < 80; x++) {
			struct pty_cell c = pty_cell(demo, x, y);

			cr_assert(c.fg == -1 && c.bg == -1, "%d,%d: %d on %d", x, y, c.fg, c.bg);
		}
	cr_expect(pty_cell(demo, 3, pty_find(demo, "▸ ", NULL)).reverse);
	quit();
}

Test(term, ascii_without_utf8)
{
	static const char *const env[] = { "DEMO_ASCII=1", NULL };

	start(&(struct pty_options){ .env = env });
	cr_assert(pty_wait_text(demo, "F3 Esci"));
	cr_expect_str_eq(pty_line(demo, 0), "Prova del terminale - citta");
	for (const char *s = pty_screen(demo); *s; s++)
		cr_assert((unsigned char)*s < 0x80);
	quit();
}

Test(term, eight_colours_and_an_unknown_terminal)
{
	static const char *const terms[] = { "linux", "vt100", "screen", "tmux-256color",
		"never-heard-of-it" };

	for (size_t i = 0; i < sizeof(terms) / sizeof(*terms); i++) {
		/* newterm() forgets a little when it does not know the name. */
		static const char *const env[] = { "ASAN_OPTIONS=detect_leaks=0", NULL };

		start(&(struct pty_options){ .term = terms[i], .env = env });
		cr_assert(pty_wait_text(demo, "F3 Esci"), "%s: %s", terms[i], pty_screen(demo));
		quit();
		teardown();
	}
}

Test(term, a_dumb_terminal_is_refused_in_words)
{
	int status;

	start(&(struct pty_options){ .term = "dumb" });
	cr_assert(pty_wait_exit(demo, &status));
	cr_expect_eq(WEXITSTATUS(status), 2);
	cr_expect_geq(pty_find(demo, "niente terminale", NULL), 0);
}

Test(term, a_hang_up_ends_it)
{
	signal(SIGHUP, SIG_IGN); /* as it is below nohup: a terminal's programs do not inherit it */
	start_plain();
	pty_signal(demo, SIGHUP);
	cr_expect(pty_wait_exit(demo, NULL));
}
