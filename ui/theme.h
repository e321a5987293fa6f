/* SPDX-License-Identifier: EUPL-1.2
 *
 * Colour has a meaning, not a name: screens say ROLE_ERROR, a theme says how that looks with
 * 256 colours, with 8 and with none. The default theme never paints the background of plain
 * text. Two roles never differ by colour alone: each has its own attributes without colours. */
#ifndef AGENDA_UI_THEME_H
#define AGENDA_UI_THEME_H

#include <stdbool.h>

/* role, its letter in the role plane of a golden */
#define ROLE_LIST(_) \
	_(NORMAL, '.')      /* plain text */ \
	_(TITLE, 'T')       /* the program's bar and the names of dialogs */ \
	_(HEADING, 'H')     /* headings inside a screen, column titles */ \
	_(MUTED, 'm')       /* less important than plain text */ \
	_(LINE, '-')        /* rules and frames */ \
	_(SELECTED, 's')    /* the row under the cursor of a list without focus */ \
	_(FOCUS, 'F')       /* what the next key acts on */ \
	_(MARKED, 'x')      /* ticked by the person */ \
	_(FIELD, 'f')       /* a field to fill in */ \
	_(FIELD_FOCUS, 'I') /* the field being filled in */ \
	_(DISABLED, 'd')    /* there, but not now; a reason is beside it */ \
	_(ERROR, 'E') \
	_(WARNING, 'W') \
	_(OK, 'O') \
	_(ACCENT, 'A')      /* the one thing to notice: free places, the next appointment */ \
	_(TODAY, 't')       /* today in a calendar */ \
	_(KEY, 'K')         /* a key in the hint bar */ \
	_(HINT, 'h')        /* its word */ \
	_(MATCH, 'M')       /* the part of a row that the filter found */ \
	_(QR, 'q')          /* modules and quiet zone of a QR code: black on white, always */

#define ROLE_ENUM_(name, letter) ROLE_##name,
enum role { ROLE_LIST(ROLE_ENUM_) ROLE_COUNT };
#undef ROLE_ENUM_

enum look_attribute {
	LOOK_BOLD = 1,
	LOOK_DIM = 2,
	LOOK_REVERSE = 4,
	LOOK_UNDERLINE = 8,
	LOOK_ITALIC = 16,
};

struct look {
	short fg, bg; /* terminal colour, -1: the terminal's own */
	unsigned attributes;
};

struct look theme_look(enum role role, int colours); /* colours: 0, 8 or 256 */
char role_letter(enum role role);
const char *role_name(enum role role); /* "ERROR": for messages of tests */

/* Colours to use on a terminal that has `colours`, minding NO_COLOR: 0, 8 or 256. */
int theme_colours(int colours, const char *no_color);

#endif
