/* SPDX-License-Identifier: EUPL-1.2
 *
 * forkpty and libvterm. */
#include "tests/support/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

struct pty {
	int fd;
	pid_t pid;
	bool ended;
	int status;
	VTerm *vt;
	VTermScreen *screen;
	int columns, rows;
	bool cursor_visible;
	bool alternate;
	size_t bytes;
	size_t escapes;
	char *scrolled;         /* lines that went off the top and were not wiped */
	char *alternate_left;   /* the alternate screen as it was when it was left */
	const char *forbidden[PTY_FORBIDDEN_MAX];
	size_t n_forbidden;
	size_t wiped;
	const char *seen;       /* the first of them that was */
	char *text; /* what the last question answered */
	size_t text_size;
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int on_property(VTermProp prop, VTermValue *value, void *user)
{
	struct pty *p = user;

	if (prop == VTERM_PROP_CURSORVISIBLE)
		p->cursor_visible = value->boolean;
	if (prop == VTERM_PROP_ALTSCREEN)
		p->alternate = value->boolean;
	return 1;
}

static size_t encode(uint32_t cp, char *to);

static int on_scrolled(int columns, const VTermScreenCell *cells, void *user)
{
	struct pty *p = user;
	size_t n = p->scrolled ? strlen(p->scrolled) : 0;

	p->scrolled = realloc(p->scrolled, n + (size_t)columns * 4 + 2);
	for (int x = 0; x < columns; x++)
		n += encode(cells[x].chars[0] && cells[x].chars[0] != (uint32_t)-1
			? cells[x].chars[0] : ' ', p->scrolled + n);
	p->scrolled[n++] = '\n';
	p->scrolled[n] = '\0';
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = on_property,
	.sb_pushline = on_scrolled };

static void on_output(const char *bytes, size_t n, void *user)
{
	pty_send_n(user, bytes, n);
}

static void child_environment(const struct pty_options *o)
{
	static const char *const kept[] = { "PATH", "HOME", "ASAN_OPTIONS",
		"UBSAN_OPTIONS", "LSAN_OPTIONS", "TMPDIR" };
	char *values[sizeof(kept) / sizeof(*kept)];
	size_t n = sizeof(kept) / sizeof(*kept);

	for (size_t i = 0; i < n; i++)
		values[i] = getenv(kept[i]) ? strdup(getenv(kept[i])) : NULL;
	clearenv();
	for (size_t i = 0; i < n; i++)
		if (values[i])
			setenv(kept[i], values[i], 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TERM", o->term ? o->term : "xterm-256color", 1);
	for (size_t i = 0; o->env && o->env[i]; i++) {
		if (strchr(o->env[i], '='))
			putenv(strdup(o->env[i]));
		else
			unsetenv(o->env[i]);
	}
}

/* A terminal's programs begin with every signal as usual, whatever we ignore ourselves: nohup
 * and a shell's background jobs are begun so. */
static void child_signals(void)
{
	struct sigaction plain = { .sa_handler = SIG_DFL };
	sigset_t none;

	for (int sig = 1; sig < NSIG; sig++)
		sigaction(sig, &plain, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void start_vterm(struct pty *p)
{
	p->vt = vterm_new(p->rows, p->columns);
	vterm_set_utf8(p->vt, 1);
	vterm_output_set_callback(p->vt, on_output, p);
	p->screen = vterm_obtain_screen(p->vt);
	vterm_screen_enable_altscreen(p->screen, 1);
	vterm_screen_set_callbacks(p->screen, &callbacks, p);
	vterm_screen_reset(p->screen, 1);
	p->cursor_visible = true;
}

struct pty *pty_start(const struct pty_options *o, const char *const *argv)
{
	struct pty *p = calloc(1, sizeof(*p));
	struct winsize size = { 0 };

	p->columns = o->columns ? o->columns : 80;
	p->rows = o->rows ? o->rows : 24;
	size.ws_col = (unsigned short)p->columns;
	size.ws_row = (unsigned short)p->rows;
	p->pid = forkpty(&p->fd, NULL, NULL, &size);
	if (p->pid < 0) {
		free(p);
		return NULL;
	}
	if (p->pid == 0) {
		child_environment(o);
		child_signals();
		if (o->folder && chdir(o->folder) < 0)
			_exit(126);
		execvp(argv[0], (char *const *)argv);
		_exit(127);
	}
	fcntl(p->fd, F_SETFD, FD_CLOEXEC);
	start_vterm(p);
	return p;
}

void pty_free(struct pty *p)
{
	if (!p)
		return;
	if (!p->ended) {
		kill(p->pid, SIGKILL);
		waitpid(p->pid, NULL, 0);
	}
	close(p->fd);
	vterm_free(p->vt);
	free(p->text);
	free(p->scrolled);
	free(p->alternate_left);
	free(p);
}

pid_t pty_pid(const struct pty *p)
{
	return p->pid;
}

static bool begins(const char *bytes, size_t n, const char *with)
{
	return n >= strlen(with) && memcmp(bytes, with, strlen(with)) == 0;
}

static void look_for_forbidden(struct pty *p)
{
	for (size_t i = 0; i < p->n_forbidden && !p->seen; i++)
		if (pty_find(p, p->forbidden[i], NULL) >= 0)
			p->seen = p->forbidden[i];
}

/* From one escape to the next, so that nothing is painted and painted over unseen. */
static void feed(struct pty *p, const char *bytes, size_t n)
{
	while (n > 0) {
		const char *next = n > 1 ? memchr(bytes + 1, '\033', n - 1) : NULL;
		size_t piece = next ? (size_t)(next - bytes) : n;

		if (begins(bytes, n, "\033[?1049l") && p->alternate) {
			free(p->alternate_left);
			p->alternate_left = strdup(pty_screen(p));
		}
		if (begins(bytes, n, "\033[3J")) {
			p->wiped++;
			if (p->scrolled)
				p->scrolled[0] = '\0';
		}
		vterm_input_write(p->vt, bytes, piece);
		if (p->n_forbidden > 0)
			look_for_forbidden(p);
		bytes += piece;
		n -= piece;
	}
}

/* Reads what comes within `ms`; false when nothing did, or nobody is there. */
static bool pump(struct pty *p, int ms)
{
	struct pollfd f = { .fd = p->fd, .events = POLLIN };
	char bytes[16384];
	ssize_t n;

	if (poll(&f, 1, ms) <= 0)
		return false;
	n = read(p->fd, bytes, sizeof(bytes));
	if (n <= 0)
		return false;
	p->bytes += (size_t)n;
	for (ssize_t i = 0; i < n; i++)
		p->escapes += bytes[i] == '\033';
	feed(p, bytes, (size_t)n);
	vterm_screen_flush_damage(p->screen);
	return true;
}

static void reap(struct pty *p)
{
	if (!p->ended && waitpid(p->pid, &p->status, WNOHANG) == p->pid)
		p->ended = true;
}

void pty_send_n(struct pty *p, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t done = write(p->fd, bytes, n > 512 ? 512 : n);

		if (done < 0 && errno != EINTR && errno != EAGAIN)
			return;
		if (done > 0) {
			bytes += done;
			n -= (size_t)done;
		}
		if (n > 0) /* a program that answers while it reads must not fill the pipe */
			pump(p, 0);
	}
}

void pty_send(struct pty *p, const char *bytes)
{
	pty_send_n(p, bytes, strlen(bytes));
}

static bool named_key(struct pty *p, const char *name, VTermModifier mod)
{
	static const struct {
		const char *name;
		VTermKey key;
	} keys[] = { { "Enter", VTERM_KEY_ENTER }, { "Tab", VTERM_KEY_TAB },
		{ "Esc", VTERM_KEY_ESCAPE }, { "Up", VTERM_KEY_UP },
		{ "Down", VTERM_KEY_DOWN }, { "Left", VTERM_KEY_LEFT },
		{ "Right", VTERM_KEY_RIGHT }, { "Home", VTERM_KEY_HOME },
		{ "End", VTERM_KEY_END }, { "PgUp", VTERM_KEY_PAGEUP },
		{ "PgDn", VTERM_KEY_PAGEDOWN }, { "Del", VTERM_KEY_DEL },
		{ "Ins", VTERM_KEY_INS }, { "Backspace", VTERM_KEY_BACKSPACE } };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (strcmp(keys[i].name, name) != 0)
			continue;
		vterm_keyboard_key(p->vt, keys[i].key, mod);
		return true;
	}
	if (name[0] == 'F' && name[1] >= '1' && name[1] <= '9') {
		vterm_keyboard_key(p->vt,
			(VTermKey)VTERM_KEY_FUNCTION(strtol(name + 1, NULL, 10)), mod);
		return true;
	}
	if (strcmp(name, "Space") == 0) {
		vterm_keyboard_unichar(p->vt, ' ', mod);
		return true;
	}
	return false;
}

static void one_key(struct pty *p, const char *word)
{
	const char *name = word;
	unsigned mod = VTERM_MOD_NONE;

	while (name[0] && name[1] == '-' && name[2]) {
		if (name[0] == 'C')
			mod |= VTERM_MOD_CTRL;
		else if (name[0] == 'M')
			mod |= VTERM_MOD_ALT;
		else if (name[0] == 'S')
			mod |= VTERM_MOD_SHIFT;
		else
			break;
		name += 2;
	}
	if (named_key(p, name, (VTermModifier)mod))
		return;
	if (mod && strlen(name) == 1)
		vterm_keyboard_unichar(p->vt, (unsigned char)name[0], (VTermModifier)mod);
	else
		pty_send(p, word);
}

void pty_keys(struct pty *p, const char *names)
{
	while (*names) {
		char word[64];
		size_t n = strcspn(names, " ");

		if (n > 0 && n < sizeof(word)) {
			memcpy(word, names, n);
			word[n] = '\0';
			one_key(p, word);
		}
		names += n + (names[n] == ' ');
	}
}

void pty_paste(struct pty *p, const char *text)
{
	vterm_keyboard_start_paste(p->vt);
	pty_send(p, text);
	vterm_keyboard_end_paste(p->vt);
}

void pty_resize(struct pty *p, int columns, int rows)
{
	struct winsize size = { .ws_col = (unsigned short)columns,
		.ws_row = (unsigned short)rows };

	p->columns = columns;
	p->rows = rows;
	while (pump(p, 0))
		;
	vterm_set_size(p->vt, rows, columns);
	vterm_screen_flush_damage(p->screen);
	ioctl(p->fd, TIOCSWINSZ, &size); /* the kernel sends SIGWINCH */
}

void pty_signal(struct pty *p, int sig)
{
	kill(p->pid, sig);
}

static bool wait_text(struct pty *p, const char *text, bool there, int ms)
{
	int64_t end = now_ms() + ms;

	for (;;) {
		int64_t left = end - now_ms();

		while (pump(p, 0))
			;
		if ((pty_find(p, text, NULL) >= 0) == there)
			return true;
		reap(p);
		if (left <= 0 || (p->ended && !pump(p, 0)))
			return false;
		pump(p, left < 50 ? (int)left : 50);
	}
}

bool pty_wait_text(struct pty *p, const char *text)
{
	return wait_text(p, text, true, PTY_DEADLINE_MS);
}

bool pty_wait_text_ms(struct pty *p, const char *text, int ms)
{
	return wait_text(p, text, true, ms);
}

bool pty_wait_gone(struct pty *p, const char *text)
{
	return wait_text(p, text, false, PTY_DEADLINE_MS);
}

bool pty_wait_quiet(struct pty *p, int quiet_ms)
{
	int64_t end = now_ms() + PTY_DEADLINE_MS;

	while (pump(p, quiet_ms))
		if (now_ms() > end)
			return false;
	return true;
}

/* The state letter of the process: 'S' sleeps, 'R' runs… */
static char process_state(pid_t pid)
{
	char path[64];
	char text[512];
	const char *at;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 'X';
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n <= 0)
		return 'X';
	text[n] = '\0';
	at = strrchr(text, ')');
	return at && at[1] ? at[2] : 'X';
}

static bool input_waits(const struct pty *p)
{
	int waiting = 0;
	int fd = open(ptsname(p->fd), O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return false;
	if (ioctl(fd, FIONREAD, &waiting) < 0)
		waiting = 0;
	close(fd);
	return waiting > 0;
}

bool pty_wait_idle(struct pty *p)
{
	int64_t end = now_ms() + PTY_DEADLINE_MS;
	int calm = 0;

	while (now_ms() < end) {
		bool read_some = false;

		while (pump(p, 1))
			read_some = true;
		reap(p);
		if (p->ended)
			return false;
		/* Asleep, nothing to read, nothing came: some looks in a row, longer than an Esc
		 * waits for the rest of its sequence. */
		if (read_some || process_state(p->pid) != 'S' || input_waits(p))
			calm = 0;
		else if (++calm >= 40)
			return true;
	}
	return false;
}

bool pty_wait_exit(struct pty *p, int *status)
{
	int64_t end = now_ms() + PTY_DEADLINE_MS;

	while (!p->ended && now_ms() < end) {
		pump(p, 10);
		reap(p);
	}
	while (pump(p, 0))
		;
	if (p->ended && status)
		*status = p->status;
	return p->ended;
}

static char *room(struct pty *p, size_t n)
{
	if (p->text_size < n) {
		p->text = realloc(p->text, n);
		p->text_size = n;
	}
	return p->text;
}

static size_t encode(uint32_t cp, char *to)
{
	if (cp < 0x80) {
		to[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		to[0] = (char)(0xC0 | cp >> 6);
		to[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		to[0] = (char)(0xE0 | cp >> 12);
		to[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		to[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	to[0] = (char)(0xF0 | cp >> 18);
	to[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	to[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	to[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

/* Text of one cell; 0 bytes for the right half of a wide one. */
static size_t cell_text(struct pty *p, int x, int y, char *to, VTermScreenCell *cell)
{
	VTermPos pos = { .row = y, .col = x };
	size_t n = 0;

	vterm_screen_get_cell(p->screen, pos, cell);
	if (cell->chars[0] == (uint32_t)-1)
		return 0;
	if (cell->chars[0] == 0) {
		to[0] = ' ';
		return 1;
	}
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
		n += encode(cell->chars[i], to + n);
	return n;
}

static size_t line_into(struct pty *p, int y, char *to)
{
	size_t n = 0;
	size_t kept = 0;

	for (int x = 0; x < p->columns; x++) {
		VTermScreenCell cell;
		size_t bytes = cell_text(p, x, y, to + n, &cell);

		n += bytes;
		if (bytes > 0 && !(bytes == 1 && to[n - 1] == ' '))
			kept = n;
	}
	to[kept] = '\0';
	return kept;
}

#define CELL_BYTES (VTERM_MAX_CHARS_PER_CELL * 4)

const char *pty_line(struct pty *p, int y)
{
	char *to = room(p, (size_t)p->columns * CELL_BYTES + 1);

	line_into(p, y, to);
	return to;
}

const char *pty_screen(struct pty *p)
{
	char *to = room(p, ((size_t)p->columns * CELL_BYTES + 2) * (size_t)p->rows + 1);
	size_t n = 0;

	for (int y = 0; y < p->rows; y++) {
		n += line_into(p, y, to + n);
		to[n++] = '\n';
	}
	to[n] = '\0';
	return to;
}

int pty_find(struct pty *p, const char *text, int *x)
{
	for (int y = 0; y < p->rows; y++) {
		const char *line = pty_line(p, y);
		const char *at = strstr(line, text);
		int column = 0;

		if (!at)
			continue;
		for (const char *s = line; s < at; s++)
			column += ((unsigned char)*s & 0xC0) != 0x80;
		if (x)
			*x = column;
		return y;
	}
	return -1;
}

static int palette(struct pty *p, VTermColor c, bool is_default)
{
	(void)p;
	if (is_default)
		return -1;
	return VTERM_COLOR_IS_INDEXED(&c) ? c.indexed.idx : -2;
}

struct pty_cell pty_cell(struct pty *p, int x, int y)
{
	struct pty_cell to = { 0 };
	VTermScreenCell cell;
	size_t n = cell_text(p, x, y, to.text, &cell);

	to.text[n] = '\0';
	to.columns = cell.width;
	to.bold = cell.attrs.bold;
	to.underline = cell.attrs.underline != 0;
	to.italic = cell.attrs.italic;
	to.reverse = cell.attrs.reverse;
	to.fg = palette(p, cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
	to.bg = palette(p, cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
	return to;
}

void pty_cursor(struct pty *p, int *x, int *y, bool *visible)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(p->vt), &pos);
	*x = pos.col;
	*y = pos.row;
	*visible = p->cursor_visible;
}

void pty_forbid(struct pty *p, const char *text)
{
	if (p->n_forbidden < PTY_FORBIDDEN_MAX)
		p->forbidden[p->n_forbidden++] = text;
	look_for_forbidden(p);
}

const char *pty_forbidden_seen(const struct pty *p)
{
	return p->seen;
}

const char *pty_left(struct pty *p)
{
	char *now = strdup(pty_screen(p));
	const char *alternate = p->alternate_left ? p->alternate_left : "";
	const char *scrolled = p->scrolled ? p->scrolled : "";
	size_t n = strlen(now) + strlen(alternate) + strlen(scrolled) + 1;

	snprintf(room(p, n), n, "%s%s%s", now, alternate, scrolled);
	free(now);
	return p->text;
}

size_t pty_wiped(const struct pty *p)
{
	return p->wiped;
}

bool pty_alternate(struct pty *p)
{
	return p->alternate;
}

size_t pty_bytes(const struct pty *p)
{
	return p->bytes;
}

size_t pty_escapes(const struct pty *p)
{
	return p->escapes;
}
