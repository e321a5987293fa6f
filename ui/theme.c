/* SPDX-License-Identifier: EUPL-1.2
 *
 * How each role looks. The colours were chosen to be readable on dark and on light grounds
 * (plain text keeps the terminal's own); the attributes alone tell the roles apart. */
#include "ui/theme.h"

#include <stddef.h>

#define OWN (-1)
#define B   LOOK_BOLD
#define D   LOOK_DIM
#define R   LOOK_REVERSE
#define U   LOOK_UNDERLINE
#define I   LOOK_ITALIC

enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE };

struct theme_row {
	struct look many, eight; /* 256 colours, 8 colours */
	unsigned bare;           /* attributes without any colour: all different */
};

/* clang-format off */
static const struct theme_row theme[ROLE_COUNT] = {
	[ROLE_NORMAL]      = { { OWN, OWN, 0 },   { OWN, OWN, 0 },        0 },
	[ROLE_TITLE]       = { { 255, 24, B },    { WHITE, BLUE, B },     B | R | U },
	[ROLE_HEADING]     = { { 67, OWN, B },    { CYAN, OWN, B },       B },
	[ROLE_MUTED]       = { { 245, OWN, 0 },   { OWN, OWN, D },        D },
	[ROLE_LINE]        = { { 240, OWN, 0 },   { BLUE, OWN, 0 },       D | I },
	[ROLE_SELECTED]    = { { 252, 238, 0 },   { BLACK, WHITE, 0 },    R | D },
	[ROLE_FOCUS]       = { { 255, 25, B },    { WHITE, BLUE, B },     R },
	[ROLE_MARKED]      = { { 71, OWN, B },    { GREEN, OWN, B },      B | U | D },
	[ROLE_FIELD]       = { { 252, 236, 0 },   { OWN, OWN, U },        U },
	[ROLE_FIELD_FOCUS] = { { 255, 24, 0 },    { WHITE, BLUE, 0 },     R | U },
	[ROLE_DISABLED]    = { { 243, OWN, I },   { OWN, OWN, D | I },    D | U },
	[ROLE_ERROR]       = { { 167, OWN, B },   { RED, OWN, B },        B | R },
	[ROLE_WARNING]     = { { 172, OWN, B },   { YELLOW, OWN, B },     B | U },
	[ROLE_OK]          = { { 71, OWN, 0 },    { GREEN, OWN, 0 },      B | I },
	[ROLE_ACCENT]      = { { 37, OWN, B },    { CYAN, OWN, B | U },   B | U | I },
	[ROLE_TODAY]       = { { 67, OWN, B | U },{ CYAN, OWN, U },       U | I },
	[ROLE_KEY]         = { { 67, OWN, B },    { CYAN, OWN, B },       B | D },
	[ROLE_HINT]        = { { 245, OWN, 0 },   { OWN, OWN, 0 },        I },
	[ROLE_MATCH]       = { { 172, OWN, U },   { YELLOW, OWN, U },     R | I },
	/* The cube's black and white: the first sixteen are whatever a theme makes of them. */
	[ROLE_QR]          = { { 16, 231, 0 },    { BLACK, WHITE, 0 },    R | B | D },
};
/* clang-format on */

struct look theme_look(enum role role, int colours)
{
	if (colours >= 256)
		return theme[role].many;
	if (colours >= 8)
		return theme[role].eight;
	return (struct look){ OWN, OWN, theme[role].bare };
}

#define LETTER_(name, letter) [ROLE_##name] = letter,
static const char letters[ROLE_COUNT] = { ROLE_LIST(LETTER_) };
#define NAME_(name, letter) [ROLE_##name] = #name,
static const char *const names[ROLE_COUNT] = { ROLE_LIST(NAME_) };

char role_letter(enum role role)
{
	return letters[role];
}

const char *role_name(enum role role)
{
	return names[role];
}

int theme_colours(int colours, const char *no_color)
{
	if (no_color && *no_color)
		return 0;
	if (colours >= 256)
		return 256;
	return colours >= 8 ? 8 : 0;
}
