/* SPDX-License-Identifier: EUPL-1.2
 *
 * What keys.c asks of keys_look.c about the front of the pending bytes; nobody else includes it. */
#ifndef AGENDA_UI_KEYS_LOOK_H
#define AGENDA_UI_KEYS_LOOK_H

#include "ui/keys.h"

#define ESC 0x1B

/* What looking at the front of the pending bytes gave. */
enum verdict { TAKEN, SWALLOWED, NEEDS_MORE };

/* Something that begins with ESC at `esc` (1 when it comes after an Alt's ESC). */
enum verdict keys_look_escape(struct keys *k, size_t esc, struct key *to, size_t *taken);
/* A character as typed: control, ASCII or UTF-8 at `s`. */
enum verdict keys_look_char(
	const unsigned char *s, size_t n, struct key *to, size_t *taken);
/* Time is up for a beginning of a sequence: it was only what its bytes say. */
enum verdict keys_give_up(struct keys *k, struct key *to, size_t *taken);

#endif
