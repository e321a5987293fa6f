/* SPDX-License-Identifier: EUPL-1.2 */
#include "ui/widgets/qr.h"

#include "base/alloc.h"

#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#define QUIET 2 /* modules: the standard asks for four, phones are content with two */

/* Indexed by lower << 1 | upper. */
static const char *const halves[] = { " ", "▀", "▄", "█" };

static void encode(struct qr *q)
{
	/* A screen has no stains: the lowest correction makes the smallest picture. */
	QRcode *code = QRcode_encodeString8bit(q->text, 0, QR_ECLEVEL_L);
	size_t n;

	FREE(&q->dark);
	q->modules = 0;
	if (!code)
		return;
	n = (size_t)code->width * (size_t)code->width;
	q->modules = code->width;
	q->dark = xalloc(n);
	for (size_t i = 0; i < n; i++)
		q->dark[i] = code->data[i] & 1;
	QRcode_free(code);
}

bool qr_dark(const struct qr *q, int x, int y)
{
	if (x < 0 || y < 0 || x >= q->modules || y >= q->modules)
		return false;
	return q->dark[y * q->modules + x];
}

int qr_columns(const struct qr *q)
{
	return q->modules ? q->modules + 2 * QUIET : 0;
}

int qr_rows(const struct qr *q)
{
	return (qr_columns(q) + 1) / 2;
}

static void qr_draw(const struct widget *w, struct canvas *c, struct rect r, bool focused)
{
	const struct qr *q = (const struct qr *)w;

	(void)focused;
	for (int row = 0; row < qr_rows(q); row++)
		for (int column = 0; column < qr_columns(q); column++) {
			int x = column - QUIET, y = 2 * row - QUIET;
			int upper = qr_dark(q, x, y), lower = qr_dark(q, x, y + 1);
			const char *half = halves[lower << 1 | upper];

			canvas_cluster(c, r.x + column, r.y + row, 1, ROLE_QR, half,
				strlen(half));
		}
}

static void qr_say(const struct widget *w, struct voice *v, bool focused)
{
	(void)w;
	(void)v;
	(void)focused;
}

static const struct widget_ops qr_ops = { .name = "qr", .draw = qr_draw, .say = qr_say };

bool qr_show(struct qr *q, const char *text)
{
	q->widget.ops = &qr_ops;
	q->widget.label = NULL;
	if (!q->text || strcmp(q->text, text) != 0) {
		FREE(&q->text);
		q->text = xstrdup(text);
		encode(q);
	}
	return q->modules > 0;
}

void qr_release(struct qr *q)
{
	FREE(&q->text);
	FREE(&q->dark);
	q->modules = 0;
}
