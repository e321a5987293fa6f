/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What is painted is the code that libqrencode makes, module for module, with light around.
 */
#include "ui/widgets/qr.h"

#include <criterion/criterion.h>
#include <qrencode.h>
#include <string.h>

static const char address[] = "https://accesso.inps.example/dispositivo?c=WDJB-MJHT";

/* Both modules of a cell, as they look: upper | lower << 1. */
static int cell_halves(const struct canvas *c, int x, int y)
{
	static const char *const looks[] = { " ", "▀", "▄", "█" };
	const struct cell *cell = canvas_cell(c, x, y);
	char text[CELL_CLUSTER_BYTES];

	canvas_cell_text(c, cell, text);
	cr_assert_eq(cell->role, ROLE_QR, "%d,%d", x, y);
	for (int i = 0; i < 4; i++)
		if (!strcmp(text, looks[i]))
			return i;
	cr_assert_fail("%d,%d is «%s»", x, y, text);
	return 0;
}

Test(qr, paints_the_matrix_and_its_quiet_zone)
{
	QRcode *right = QRcode_encodeString8bit(address, 0, QR_ECLEVEL_L);
	struct canvas c;
	struct qr q = { 0 };

	cr_assert(qr_show(&q, address));
	cr_assert_eq(q.modules, right->width);
	cr_expect_eq(qr_columns(&q), right->width + 4);
	cr_expect_eq(qr_rows(&q), (right->width + 5) / 2);
	canvas_init(&c, 60, 30, false);
	canvas_begin(&c);
	q.widget.ops->draw(&q.widget, &c, (struct rect){ 3, 2, qr_columns(&q), qr_rows(&q) },
		false);
	for (int y = -2; y < right->width + 2; y++)
		for (int x = -2; x < right->width + 2; x++) {
			bool inside = x >= 0 && y >= 0 && x < right->width && y < right->width;
			bool dark = inside && (right->data[y * right->width + x] & 1);
			int halves = cell_halves(&c, 3 + x + 2, 2 + (y + 2) / 2);

			cr_assert_eq(halves >> ((y + 2) % 2) & 1, dark, "module %d,%d", x, y);
		}
	QRcode_free(right);
	qr_release(&q);
	canvas_release(&c);
}

Test(qr, another_text_is_another_code_and_too_long_a_text_none)
{
	char longest[4000];
	struct qr q = { 0 };

	cr_assert(qr_show(&q, address));
	cr_assert(qr_show(&q, "https://a.example"));
	cr_expect_eq(q.modules, 21);
	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	cr_expect_not(qr_show(&q, longest));
	cr_expect_eq(qr_rows(&q), 0);
	qr_release(&q);
}

/* Whatever the theme, a telephone sees dark on light. */
Test(qr, is_black_on_white_with_colours)
{
	cr_expect_eq(theme_look(ROLE_QR, 256).fg, 16);
	cr_expect_eq(theme_look(ROLE_QR, 256).bg, 231);
	cr_expect_eq(theme_look(ROLE_QR, 8).fg, 0);
	cr_expect_eq(theme_look(ROLE_QR, 8).bg, 7);
}
