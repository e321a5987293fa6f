/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The stage.
 */
#include "tests/screens/stage.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GOLDENS TEST_SOURCE_DIR "/tests/screens/golden/"

/* ── A key as the goldens write it ──────────────────────────────────────────────────────── */

static const struct {
	const char *name;
	enum key_kind kind;
} named[] = {
	{ "Enter", K_ENTER },
	{ "Tab", K_TAB },
	{ "Backspace", K_BACKSPACE },
	{ "Esc", K_ESC },
	{ "Up", K_UP },
	{ "Down", K_DOWN },
	{ "Left", K_LEFT },
	{ "Right", K_RIGHT },
	{ "Home", K_HOME },
	{ "End", K_END },
	{ "PgUp", K_PAGE_UP },
	{ "PgDn", K_PAGE_DOWN },
	{ "Del", K_DELETE },
};

static struct key key_of(const char *word, size_t n)
{
	struct key k = { 0 };

	for (; n > 2 && word[1] == '-'; word += 2, n -= 2)
		k.modifiers |= word[0] == 'S' ? K_SHIFT : word[0] == 'M' ? K_ALT : K_CTRL;
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		if (strlen(named[i].name) == n && !strncmp(named[i].name, word, n)) {
			k.kind = named[i].kind;
			return k;
		}
	if (n > 1 && word[0] == 'F' && word[1] >= '0' && word[1] <= '9') {
		k.kind = K_F;
		k.ch = (uint32_t)strtoul(word + 1, NULL, 10);
		return k;
	}
	k.kind = K_CHAR;
	k.ch = n == 5 && !strncmp(word, "Space", 5) ? ' ' : (unsigned char)word[0];
	return k;
}

/* ── One turn, as the loop does it ──────────────────────────────────────────────────────── */

void stage_carry_out(struct stage *s, struct intent i)
{
	for (int guard = 0; i.kind != INTENT_NONE; guard++) {
		struct reply r = finto_do(&s->finto, &s->model, &i);
		cr_assert(guard < 20, "intents without end: %d", (int)i.kind);
		i = shell_reply(&s->shell, &s->model, &r);
	}
}

void stage_draw(struct stage *s)
{
	shell_draw(&s->shell, &s->model, &s->canvas);
}

static void press(struct stage *s, struct key key)
{
	stage_carry_out(s, shell_key(&s->shell, &s->model, &key));
	stage_draw(s);
}

/* Letters of UTF-8 between quotes, one key each. */
static const char *type(struct stage *s, const char *at)
{
	for (at++; *at && *at != '\'';) {
		struct key key = { .kind = K_CHAR };
		int columns;
		size_t n = text_cluster(at, &columns);
		unsigned char c = (unsigned char)*at;

		key.ch = c < 0x80 ? c
			: c < 0xE0
			? (c & 0x1Fu) << 6 | ((unsigned char)at[1] & 0x3Fu)
			: (c & 0x0Fu) << 12 | ((unsigned char)at[1] & 0x3Fu) << 6
				| ((unsigned char)at[2] & 0x3Fu);
		if (*at == '\n')
			key = (struct key){ .kind = K_ENTER };
		press(s, key);
		at += n ? n : 1;
	}
	return *at ? at + 1 : at;
}

/* "@word": something happens outside. */
static void happen(struct stage *s, const char *word, size_t n)
{
	static const struct {
		const char *word;
		enum finto_conferma conferma;
	} table[] = {
		{ "occupato", FINTO_OCCUPATO },
		{ "persa", FINTO_PERSA },
		{ "lenta", FINTO_LENTA },
		{ "file", FINTO_FILE },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strlen(table[i].word) == n && !strncmp(table[i].word, word, n))
			s->finto.conferma = table[i].conferma;
	if (!strncmp(word, "fuori", n))
		fixture_offline(&s->model);
	if (!strncmp(word, "parziale", n))
		fixture_parziale(&s->model);
	if (!strncmp(word, "versione", n))
		s->finto.rifiuta_cancellazione = true;
	if (!strncmp(word, "scaduto", n) || !strncmp(word, "bloccato", n)) {
		s->model.accesso.fase = ACCESSO_ATTESA;
		s->model.accesso.motivo = word[0] == 'b' ? ACCESSO_BLOCCO : ACCESSO_SCADUTO;
		s->model.accesso.user_code = "WDJB-MJHT";
		s->model.accesso.indirizzo = "https://accesso.example/dispositivo";
		s->model.accesso.scade_il = FIXTURE_NOW + 600;
		s->model.accesso.s.generation++;
	}
	if (!strncmp(word, "rientrato", n))
		s->model.accesso.fase = ACCESSO_FATTO;
	if (!strncmp(word, "tardi", n))
		s->model.adesso += 600;
	if (!strncmp(word, "letti", n) || !strncmp(word, "nonletti", n))
		stage_carry_out(s, shell_reply(&s->shell, &s->model, &(struct reply){
			INTENT_DISPONIBILITA, *word == 'l' ? REPLY_DONE : REPLY_FAILED }));
	if (!strncmp(word, "stringi", n)) {
		canvas_resize(&s->canvas, 80, 24);
		stage_draw(s);
	}
	stage_carry_out(s, shell_sync(&s->shell, &s->model));
	stage_draw(s);
}

void stage_play(struct stage *s, const char *keys)
{
	for (const char *at = keys; *at;) {
		size_t n = strcspn(at, " ");
		if (*at == ' ') {
			at++;
			continue;
		}
		if (*at == '\'') {
			at = type(s, at);
			continue;
		}
		if (*at == '@')
			happen(s, at + 1, n - 1);
		else
			press(s, key_of(at, n));
		at += n;
	}
}

void stage_raise(struct stage *s, void (*fill)(struct model *m), int columns, int rows,
	bool ascii, bool linear)
{
	memset(s, 0, sizeof(*s));
	buf_init(&s->heard, GOLDEN_MAX);
	clock_freeze(FIXTURE_NOW);
	canvas_init(&s->canvas, columns, rows, ascii);
	fill(&s->model);
	s->model.ascii = ascii;
	shell_init(&s->shell, linear, ascii);
	if (!linear)
		stage_draw(s);
	stage_carry_out(s, shell_sync(&s->shell, &s->model));
	if (!linear)
		stage_draw(s);
}

void stage_strike(struct stage *s)
{
	shell_release(&s->shell);
	model_release(&s->model);
	canvas_release(&s->canvas);
	buf_release(&s->heard);
}

/* ── Comparing ──────────────────────────────────────────────────────────────────────────── */

static void first_difference(const char *a, const char *b)
{
	int line = 1;

	for (; *a && *a == *b; a++, b++)
		line += *a == '\n';
	cr_log_error("first difference at line %d", line);
}

void stage_compare(const char *name, const struct buf *got)
{
	char path[300];
	struct buf want = { 0 };
	struct err err = { 0 };
	bool same;

	snprintf(path, sizeof(path), GOLDENS "%s.txt", name);
	buf_init(&want, GOLDEN_MAX);
	if (getenv("UPDATE")) {
		FILE *f = fopen(path, "w");
		cr_assert_not_null(f, "%s", path);
		fwrite(got->data, 1, got->len, f);
		fclose(f);
		return;
	}
	cr_assert(file_read(path, &want, &err), "%s: %s", path, err.cause);
	same = !strcmp(buf_str(&want), buf_str(got));
	if (!same) {
		first_difference(buf_str(&want), buf_str(got));
		fprintf(stderr, "--- %s, now:\n%s\n", name, buf_str(got));
	}
	cr_expect(same, "%s differs from its golden; UPDATE=1 rewrites it", name);
	buf_release(&want);
}
