/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the front of the pending bytes is: a character, or a sequence of xterm, PuTTY, linux or
 * rxvt. A sequence that is none of theirs is swallowed whole. */
#include "ui/keys_look.h"

struct code {
	unsigned number;
	enum key_kind kind;
	uint32_t ch;
};

/* clang-format off */
/* CSI number ~, as xterm, PuTTY, linux and rxvt send them. */
static const struct code tildes[] = {
	{ 1, K_HOME, 0 }, { 2, K_INSERT, 0 }, { 3, K_DELETE, 0 }, { 4, K_END, 0 },
	{ 5, K_PAGE_UP, 0 }, { 6, K_PAGE_DOWN, 0 }, { 7, K_HOME, 0 }, { 8, K_END, 0 },
	{ 11, K_F, 1 }, { 12, K_F, 2 }, { 13, K_F, 3 }, { 14, K_F, 4 }, { 15, K_F, 5 },
	{ 17, K_F, 6 }, { 18, K_F, 7 }, { 19, K_F, 8 }, { 20, K_F, 9 }, { 21, K_F, 10 },
	{ 23, K_F, 11 }, { 24, K_F, 12 }, { 25, K_F, 13 }, { 26, K_F, 14 }, { 28, K_F, 15 },
	{ 29, K_F, 16 }, { 31, K_F, 17 }, { 32, K_F, 18 }, { 33, K_F, 19 }, { 34, K_F, 20 },
};

/* CSI letter and SS3 letter. */
static const struct code letters[] = {
	{ 'A', K_UP, 0 }, { 'B', K_DOWN, 0 }, { 'C', K_RIGHT, 0 }, { 'D', K_LEFT, 0 },
	{ 'H', K_HOME, 0 }, { 'F', K_END, 0 }, { 'P', K_F, 1 }, { 'Q', K_F, 2 },
	{ 'R', K_F, 3 }, { 'S', K_F, 4 },
};
/* clang-format on */

static bool find(const struct code *codes, size_t n, unsigned number, struct key *to)
{
	for (size_t i = 0; i < n; i++) {
		if (codes[i].number != number)
			continue;
		to->kind = codes[i].kind;
		to->ch = codes[i].ch;
		return true;
	}
	return false;
}

#define FIND(codes, number, to) find(codes, sizeof(codes) / sizeof(*(codes)), number, to)

/* xterm's modifier parameter: 1 + shift 1 + alt 2 + ctrl 4 + meta 8. */
static unsigned modifiers_of(unsigned parameter)
{
	return parameter > 1 ? (parameter - 1) & (K_SHIFT | K_ALT | K_CTRL) : 0;
}

static void from_control(unsigned char c, struct key *to)
{
	switch (c) {
	case '\r':
	case '\n':
		to->kind = K_ENTER;
		return;
	case '\t':
		to->kind = K_TAB;
		return;
	case 0x08:
	case 0x7F:
		to->kind = K_BACKSPACE;
		return;
	case ESC:
		to->kind = K_ESC;
		return;
	default:
		break;
	}
	to->kind = K_CHAR;
	to->modifiers |= K_CTRL;
	if (c == 0)
		to->ch = ' ';
	else
		to->ch = c <= 26 ? 'a' + c - 1u : 0x40u + c;
}

/* A code point of CSI u and of modifyOtherKeys. */
static bool from_number(unsigned cp, unsigned modifiers, struct key *to)
{
	if (cp < 0x20 || cp == 0x7F) {
		from_control((unsigned char)cp, to);
		to->modifiers |= modifiers;
		return to->kind != K_CHAR;
	}
	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF) || (cp >= 0x80 && cp < 0xA0))
		return false;
	to->kind = K_CHAR;
	to->ch = cp;
	to->modifiers = modifiers & ~(unsigned)K_SHIFT;
	return true;
}

#define PARAMETERS_MAX 4

/* Numbers between ';', at most as many as fit; sub-parameters after ':' are left out. */
static size_t parameters(const unsigned char *s, size_t n, unsigned *to)
{
	size_t count = 0;
	bool sub = false;

	for (size_t i = 0; i < PARAMETERS_MAX; i++)
		to[i] = 0;
	for (size_t i = 0; i < n && count < PARAMETERS_MAX; i++) {
		if (s[i] == ';') {
			count++;
			sub = false;
		} else if (s[i] == ':') {
			sub = true;
		} else if (s[i] >= '0' && s[i] <= '9' && !sub && to[count] < 100000000u) {
			to[count] = to[count] * 10 + (s[i] - '0');
		}
	}
	return count < PARAMETERS_MAX ? count + 1 : PARAMETERS_MAX;
}

/* rxvt's shifted ends: "CSI 11 ^" Ctrl, "$" Shift, "@" both. */
static bool from_rxvt(unsigned number, unsigned char final, struct key *to)
{
	if (!FIND(tildes, number, to))
		return false;
	to->modifiers |= final == '^' ? K_CTRL
		: final == '$'        ? K_SHIFT
				      : K_CTRL | K_SHIFT;
	return true;
}

static bool from_csi(struct keys *k, const unsigned char *body, size_t n,
	unsigned char final, struct key *to)
{
	unsigned p[PARAMETERS_MAX];
	size_t count = parameters(body, n, p);

	if (n > 0 && (body[0] < '0' || body[0] > ';'))
		return false; /* private: reports, mouse */
	if (final == '~') {
		if (p[0] == 200) {
			k->pasting = true;
			buf_reset(&k->paste);
			return false;
		}
		to->modifiers |= modifiers_of(p[1]);
		if (p[0] == 27 && count >= 3)
			return from_number(p[2], modifiers_of(p[1]), to);
		return FIND(tildes, p[0], to);
	}
	if (final == '^' || final == '$' || final == '@')
		return from_rxvt(p[0], final, to);
	if (final == 'u')
		return from_number(p[0], modifiers_of(p[1]), to);
	if (final == 'Z') {
		to->kind = K_TAB;
		to->modifiers |= K_SHIFT;
		return true;
	}
	if (final >= 'a' && final <= 'd') { /* rxvt: Shift and arrow */
		to->modifiers |= K_SHIFT;
		return FIND(letters, final - 'a' + 'A', to);
	}
	/* "CSI 1 ; 5 C"; a cursor report "CSI 7 ; 3 R" is not F3 */
	if (final == 'R' && count > 1 && p[0] != 1)
		return false;
	to->modifiers |= modifiers_of(p[1]);
	return FIND(letters, final, to);
}

static bool is_final(unsigned char c)
{
	return c >= 0x40 && c <= 0x7E;
}

/* Bytes of a CSI that starts at `s` with ESC [; 0 when its end is not there yet. */
static size_t csi_length(const unsigned char *s, size_t n)
{
	if (n >= 3 && s[2] == '[') /* linux console: ESC [ [ A */
		return n >= 4 ? 4 : 0;
	if (n >= 3 && s[2] == 'M') /* old mouse report: three bytes follow */
		return n >= 6 ? 6 : 0;
	for (size_t i = 2; i < n; i++) {
		if (is_final(s[i])
			|| (s[i] == '$' && i > 2 && s[2] != '?')) /* rxvt: CSI 3 $ */
			return i + 1;
		if (s[i] < 0x20 || s[i] > 0x7E)
			return i; /* broken off: the byte belongs to the next key */
	}
	return 0;
}

static enum verdict look_csi(struct keys *k, size_t esc, struct key *to, size_t *taken)
{
	const unsigned char *s = k->pending + esc;
	size_t n = csi_length(s, k->n - esc);

	if (n == 0)
		return NEEDS_MORE;
	*taken = esc + n;
	if (n == 4 && s[2] == '[') {
		if (s[3] < 'A' || s[3] > 'E')
			return SWALLOWED;
		to->kind = K_F;
		to->ch = s[3] - 'A' + 1u;
		return TAKEN;
	}
	if (n < 3 || s[2] == 'M')
		return SWALLOWED;
	return from_csi(k, s + 2, n - 3, s[n - 1], to) ? TAKEN : SWALLOWED;
}

/* SS3: ESC O, perhaps a modifier, a letter. Also the application keypad. */
static enum verdict look_ss3(struct keys *k, size_t esc, struct key *to, size_t *taken)
{
	static const char keypad[] = "*+,-./0123456789"; /* 'j' to 'y' */
	const unsigned char *s = k->pending + esc + 2;
	size_t n = k->n - esc - 2;
	unsigned modifier = 0;
	size_t at = 0;

	while (at < n && ((s[at] >= '0' && s[at] <= '9') || s[at] == ';'))
		at++;
	if (at == n)
		return NEEDS_MORE;
	if (at > 0)
		modifier = (unsigned)(s[at - 1] - '0');
	*taken = esc + 2 + at + 1;
	to->modifiers |= modifiers_of(modifier);
	if (s[at] == 'M') {
		to->kind = K_ENTER;
		return TAKEN;
	}
	if (s[at] >= 'j' && s[at] <= 'y') {
		to->kind = K_CHAR;
		to->ch = (unsigned char)keypad[s[at] - 'j'];
		return TAKEN;
	}
	if (s[at] >= 'a' && s[at] <= 'd') { /* rxvt: Ctrl and arrow */
		to->modifiers |= K_CTRL;
		return FIND(letters, (unsigned)(s[at] - 'a' + 'A'), to) ? TAKEN
									: SWALLOWED;
	}
	if (s[at] < 0x20 || s[at] > 0x7E) {
		*taken -= 1;
		return SWALLOWED;
	}
	return FIND(letters, s[at], to) ? TAKEN : SWALLOWED;
}

/* OSC, DCS, APC, PM, SOS: up to BEL or ESC \, whatever is inside. */
static enum verdict look_string(struct keys *k, size_t esc, size_t *taken)
{
	for (size_t i = esc + 2; i < k->n; i++) {
		bool st = k->pending[i] == ESC && i + 1 < k->n
			&& k->pending[i + 1] == '\\';

		if (k->pending[i] != 0x07 && !st)
			continue;
		*taken = st ? i + 2 : i + 1;
		return SWALLOWED;
	}
	if (k->n < sizeof(k->pending))
		return NEEDS_MORE;
	k->discarding = true;
	*taken = k->n;
	return SWALLOWED;
}

enum verdict keys_look_char(
	const unsigned char *s, size_t n, struct key *to, size_t *taken)
{
	uint32_t cp = s[0];
	size_t more;

	*taken = 1;
	if (cp < 0x20 || cp == 0x7F) {
		from_control(s[0], to);
		return TAKEN;
	}
	to->kind = K_CHAR;
	to->ch = cp;
	if (cp < 0x80)
		return TAKEN;
	if (cp < 0xC2 || cp > 0xF4)
		return SWALLOWED;
	more = cp < 0xE0 ? 1 : cp < 0xF0 ? 2 : 3;
	cp &= 0x3Fu >> more;
	for (size_t i = 1; i <= more; i++) {
		if (i == n)
			return NEEDS_MORE;
		if ((s[i] & 0xC0) != 0x80)
			return SWALLOWED; /* only the lead: what follows is its own key */
		cp = cp << 6 | (s[i] & 0x3Fu);
	}
	*taken = more + 1;
	to->ch = cp;
	if (cp < 0xA0 || (more == 2 && cp < 0x800) || (more == 3 && cp < 0x10000)
		|| (cp >= 0xD800 && cp <= 0xDFFF) || cp > 0x10FFFF)
		return SWALLOWED;
	return TAKEN;
}

enum verdict keys_look_escape(struct keys *k, size_t esc, struct key *to, size_t *taken)
{
	size_t n = k->n - esc;
	unsigned char c = n > 1 ? k->pending[esc + 1] : 0;
	enum verdict v;

	if (n == 1)
		return NEEDS_MORE;
	if (c == '[')
		return look_csi(k, esc, to, taken);
	if (c == 'O')
		return look_ss3(k, esc, to, taken);
	if (c == ']' || c == 'P' || c == '_' || c == '^' || c == 'X')
		return look_string(k, esc, taken);
	if (c == ESC) {
		if (esc > 0) { /* three in a row: they are Escs */
			*to = (struct key){ .kind = K_ESC };
			*taken = 1;
			return TAKEN;
		}
		to->modifiers = K_ALT;
		return keys_look_escape(k, 1, to, taken);
	}
	if (c >= '0' && c <= '9') {
		to->kind = K_F;
		to->ch = c == '0' ? 10 : c - '0';
		to->modifiers &= ~(unsigned)K_ALT;
		*taken = esc + 2;
		return TAKEN;
	}
	to->modifiers |= K_ALT;
	v = keys_look_char(k->pending + esc + 1, n - 1, to, taken);
	*taken += esc + 1;
	return v;
}

enum verdict keys_give_up(struct keys *k, struct key *to, size_t *taken)
{
	*to = (struct key){ 0 };
	*taken = 1;
	if (k->pending[0] != ESC)
		return SWALLOWED;
	if (k->n == 1 || (k->n == 2 && k->pending[1] == ESC)) {
		to->kind = K_ESC;
		return TAKEN;
	}
	if (k->n == 2) { /* Alt and [ or O or ] … */
		to->modifiers = K_ALT;
		keys_look_char(k->pending + 1, 1, to, taken);
		*taken = 2;
		return TAKEN;
	}
	*taken = k->n; /* a sequence that was cut: none of it is typing */
	return SWALLOWED;
}
