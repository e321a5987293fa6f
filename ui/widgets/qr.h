/* SPDX-License-Identifier: EUPL-1.2
 *
 * A QR code in half blocks, two modules a cell, with a quiet zone of two modules around. It is
 * a picture and nothing else: whoever shows it also shows its text in words, and the linear
 * mode leaves it out. It needs UTF-8. */
#ifndef AGENDA_UI_WIDGETS_QR_H
#define AGENDA_UI_WIDGETS_QR_H

#include "ui/widget.h"

struct qr {
	struct widget widget;
	char *text;          /* what `dark` was made of: encoding is done once a text */
	unsigned char *dark; /* modules × modules, 1: dark */
	int modules;         /* a side; 0: the text makes no code */
};

/* False: no code can be made of this text. */
bool qr_show(struct qr *q, const char *text);
void qr_release(struct qr *q);

int qr_columns(const struct qr *q); /* cells needed, quiet zone included */
int qr_rows(const struct qr *q);
bool qr_dark(const struct qr *q, int x, int y); /* light outside */

#endif
