/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A script of keys on a screen, and what it must look like: the text, a letter of role for each
 * cell, the cursor. UPDATE=1 rewrites the goldens; the difference is then reviewed.
 */
#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "tests/screens/finto.h"
#include "tests/screens/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GOLDENS TEST_SOURCE_DIR "/tests/screens/golden/"
#define GOLDEN_MAX ((size_t)1 << 18)

struct stage {
	struct model model;
	struct shell shell;
	struct finto finto;
	struct canvas canvas;
	struct buf heard; /* linear mode: all that was said */
	bool linear;
};

struct golden {
	const char *name;
	int columns, rows;
	void (*fill)(struct model *m);
	const char *keys;
	bool ascii;
};

/* ── A key as the goldens write it ──────────────────────────────────────────────────────── */

static const struct {
	const char *name;
	enum key_kind kind;
} named[] = {
	{ "Enter", K_ENTER }, { "Tab", K_TAB }, { "Backspace", K_BACKSPACE }, { "Esc", K_ESC },
	{ "Up", K_UP }, { "Down", K_DOWN }, { "Left", K_LEFT }, { "Right", K_RIGHT },
	{ "Home", K_HOME }, { "End", K_END }, { "PgUp", K_PAGE_UP }, { "PgDn", K_PAGE_DOWN },
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

static void carry_out(struct stage *s, struct intent i)
{
	for (int guard = 0; i.kind != INTENT_NONE; guard++) {
		struct reply r = finto_do(&s->finto, &s->model, &i);
		cr_assert(guard < 20, "intents without end: %d", (int)i.kind);
		i = shell_reply(&s->shell, &s->model, &r);
	}
}

static void draw(struct stage *s)
{
	shell_draw(&s->shell, &s->model, &s->canvas);
}

static void press(struct stage *s, struct key key)
{
	carry_out(s, shell_key(&s->shell, &s->model, &key));
	draw(s);
}

/* Letters of UTF-8 between quotes, one key each. */
static const char *type(struct stage *s, const char *at)
{
	for (at++; *at && *at != '\'';) {
		struct key key = { .kind = K_CHAR };
		int columns;
		size_t n = text_cluster(at, &columns);
		unsigned char c = (unsigned char)*at;

		key.ch = c < 0x80 ? c : c < 0xE0 ? (c & 0x1Fu) << 6 | ((unsigned char)at[1] & 0x3Fu)
			: (c & 0x0Fu) << 12 | ((unsigned char)at[1] & 0x3Fu) << 6 |
			((unsigned char)at[2] & 0x3Fu);
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
		{ "occupato", FINTO_OCCUPATO }, { "persa", FINTO_PERSA }, { "lenta", FINTO_LENTA },
		{ "file", FINTO_FILE },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strlen(table[i].word) == n && !strncmp(table[i].word, word, n))
			s->finto.conferma = table[i].conferma;
	if (!strncmp(word, "fuori", n))
		fixture_offline(&s->model);
	if (!strncmp(word, "versione", n))
		s->finto.rifiuta_cancellazione = true;
	if (!strncmp(word, "tardi", n))
		s->model.adesso += 600;
	if (!strncmp(word, "stringi", n)) {
		canvas_resize(&s->canvas, 80, 24);
		draw(s);
	}
	if (!strncmp(word, "pausa", n) && s->linear)
		buf_reset(&s->heard);
	carry_out(s, shell_sync(&s->shell, &s->model));
	draw(s);
}

static void play(struct stage *s, const char *keys)
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

static void raise_stage(struct stage *s, const struct golden *g)
{
	memset(s, 0, sizeof(*s));
	clock_freeze(FIXTURE_NOW);
	canvas_init(&s->canvas, g->columns, g->rows, g->ascii);
	g->fill(&s->model);
	s->model.ascii = g->ascii;
	shell_init(&s->shell, false, g->ascii);
	draw(s);
	carry_out(s, shell_sync(&s->shell, &s->model));
	draw(s);
}

static void strike(struct stage *s)
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

static void compare(const char *name, const struct buf *got)
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

static void check(const struct golden *g)
{
	struct stage s;
	struct buf got = { 0 };

	buf_init(&got, GOLDEN_MAX);
	raise_stage(&s, g);
	play(&s, g->keys);
	buf_addf(&got, "> %s %dx%d: %s\n", g->name, g->columns, g->rows, g->keys);
	canvas_text_plane(&s.canvas, &got);
	buf_adds(&got, "> ruoli\n");
	canvas_role_plane(&s.canvas, &got);
	compare(g->name, &got);
	buf_release(&got);
	strike(&s);
}

/* The whole way to the summary, for Anna. */
#define TO_QUESITI "n Enter "
#define TO_PUNTO TO_QUESITI "Space Enter "
#define TO_GIORNO TO_PUNTO "Enter "
#define TO_NOTA TO_GIORNO "n Enter "
#define NOTA "'Il versamento del 2° trimestre è stato abbinato a un altro rapporto: come si sposta?' "
#define TO_ALLEGATI TO_NOTA NOTA "F10 "
#define TO_RECAPITI TO_ALLEGATI "Down Down Enter F10 "
#define TO_RIEPILOGO TO_RECAPITI "Down Space F10 "
#define TO_ESITO TO_RIEPILOGO "F10 Right Enter "

static const struct golden goldens[] = {
	{ "accesso", 80, 24, fixture_accesso, "", false },
	{ "profilo", 80, 24, fixture_persone, "", false },
	{ "profilo-largo", 120, 36, fixture_persone, "Down", false },
	{ "home", 80, 24, fixture_anna, "", false },
	{ "home-largo", 120, 36, fixture_anna, "Tab", false },
	{ "home-piccolo", 60, 20, fixture_anna, "", false },
	{ "home-ascii", 80, 24, fixture_anna, "", true },
	{ "home-sospeso", 80, 24, fixture_sospesa, "", false },
	{ "home-fuori-linea", 80, 24, fixture_anna, "@fuori", false },
	{ "home-intermediario", 80, 24, fixture_studio, "", false },
	{ "minuscolo", 30, 8, fixture_anna, "", false },
	{ "rapporto", 80, 24, fixture_anna, "n", false },
	{ "rapporto-filtro", 80, 24, fixture_studio, "n 'mari gal'", false },
	{ "rapporto-fine", 80, 24, fixture_studio, "n End PgUp", false },
	{ "rapporto-largo", 120, 36, fixture_studio, "n Down", false },
	{ "quesiti", 80, 24, fixture_anna, TO_QUESITI "Space Down", false },
	{ "quesiti-largo", 120, 36, fixture_anna, TO_QUESITI "Space Down", false },
	{ "quesiti-nessuno", 80, 24, fixture_anna, "n Down Enter", false },
	{ "punto", 80, 24, fixture_anna, TO_PUNTO, false },
	{ "punto-largo", 120, 36, fixture_anna, TO_PUNTO "Down", false },
	{ "giorno", 80, 24, fixture_anna, TO_GIORNO, false },
	{ "giorno-ora", 80, 24, fixture_anna, TO_GIORNO "Right Right Enter Right", false },
	{ "giorno-chiuso", 80, 24, fixture_anna, TO_GIORNO "PgDn Down Down", false },
	{ "giorno-largo", 120, 36, fixture_anna, TO_GIORNO "n", false },
	{ "giorno-piccolo", 60, 20, fixture_anna, TO_GIORNO, false },
	{ "giorno-ascii", 80, 24, fixture_anna, TO_GIORNO, true },
	{ "giorno-fuori-linea", 80, 24, fixture_anna, TO_GIORNO "@fuori", false },
	{ "nota", 80, 24, fixture_anna, TO_NOTA NOTA, false },
	{ "nota-mancante", 80, 24, fixture_anna, TO_NOTA "F10", false },
	{ "allegati", 80, 24, fixture_anna, TO_ALLEGATI "Down Down Enter", false },
	{ "allegati-largo", 120, 36, fixture_anna, TO_ALLEGATI "Down Down Enter Down Enter", false },
	{ "allegati-rifiutato", 80, 24, fixture_anna, TO_ALLEGATI "End Enter", false },
	{ "recapiti", 80, 24, fixture_anna, TO_RECAPITI "Down Space", false },
	{ "riepilogo", 80, 24, fixture_anna, TO_RIEPILOGO, false },
	{ "riepilogo-largo", 120, 36, fixture_anna, TO_RIEPILOGO, false },
	{ "riepilogo-piccolo", 60, 20, fixture_anna, TO_RIEPILOGO, false },
	{ "riepilogo-fuori-linea", 80, 24, fixture_anna, TO_RIEPILOGO "@fuori F10", false },
	{ "riepilogo-domanda", 80, 24, fixture_anna, TO_RIEPILOGO "F10", false },
	{ "riepilogo-vecchio", 80, 24, fixture_anna, TO_RIEPILOGO "@tardi F10", false },
	{ "confermato", 80, 24, fixture_anna, TO_ESITO, false },
	{ "confermato-largo", 120, 36, fixture_anna, TO_ESITO, false },
	{ "occupato", 80, 24, fixture_anna, "@occupato " TO_ESITO, false },
	{ "occupato-scelto", 80, 24, fixture_anna, "@occupato " TO_ESITO "Down Enter", false },
	{ "da-verificare", 80, 24, fixture_anna, "@persa " TO_ESITO, false },
	{ "in-corso", 80, 24, fixture_anna, "@lenta " TO_ESITO, false },
	{ "in-corso-file", 80, 24, fixture_anna, "@file " TO_ESITO, false },
	{ "cerca", 80, 24, fixture_anna, "c", false },
	{ "cerca-filtri", 80, 24, fixture_anna, "c '123456' Tab Right Tab 'oggi' Enter", false },
	{ "cerca-data-sbagliata", 80, 24, fixture_anna, "c Tab Tab '31/02/2026' Enter", false },
	{ "cerca-largo", 120, 36, fixture_anna, "c Enter Down Down Down", false },
	{ "cerca-piccolo", 60, 20, fixture_anna, "c", false },
	{ "dettaglio", 80, 24, fixture_anna, "Tab Enter", false },
	{ "dettaglio-file", 80, 24, fixture_anna, "Tab Enter PgDn PgDn", false },
	{ "dettaglio-largo", 120, 36, fixture_anna, "Tab Enter", false },
	{ "dettaglio-passato", 80, 24, fixture_anna, "c Enter Enter", false },
	{ "dettaglio-salva", 80, 24, fixture_anna, "Tab Enter PgDn s", false },
	{ "cancella", 80, 24, fixture_anna, "Tab Enter F6", false },
	{ "cancella-fatto", 80, 24, fixture_anna, "Tab Enter F6 Right Enter", false },
	{ "cancella-rifiutato", 80, 24, fixture_anna, "@versione Tab Enter F6 Right Enter", false },
	{ "manuali", 80, 24, fixture_anna, "m", false },
	{ "manuale", 80, 24, fixture_anna, "m Enter", false },
	{ "manuale-salva", 80, 24, fixture_anna, "m s", false },
	{ "manuale-salvato", 80, 24, fixture_anna, "m s Enter", false },
	{ "bozze", 80, 24, fixture_anna, "b", false },
	{ "bozze-largo", 120, 36, fixture_anna, "b", false },
	{ "bozze-elimina", 80, 24, fixture_anna, "b x", false },
	{ "bozza-aperta", 80, 24, fixture_anna, "b Enter", false },
	{ "deleghe", 80, 24, fixture_studio, "d", false },
	{ "aiuto", 80, 24, fixture_anna, "F1", false },
	{ "aiuto-nuovo", 80, 24, fixture_anna, TO_GIORNO "F1", false },
	{ "comandi", 80, 24, fixture_demo, ":", false },
	{ "comandi-cerca", 80, 24, fixture_demo, TO_NOTA "F9 'orario'", false },
	{ "esce", 80, 24, fixture_anna, "Esc", false },
	{ "ridimensionato", 120, 36, fixture_anna, TO_NOTA NOTA "@stringi", false },
};

Test(screens, goldens, .timeout = 120)
{
	const char *only = getenv("ONLY");

	for (size_t i = 0; i < sizeof(goldens) / sizeof(goldens[0]); i++)
		if (!only || !strcmp(only, goldens[i].name))
			check(&goldens[i]);
}
