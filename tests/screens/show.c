/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * show_golden FILE: paints a golden on this terminal, in the colours of the theme, to
 * look at it.
 */
#include "ui/canvas.h"
#include "ui/theme.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MAX 100

struct planes {
	char *text[ROWS_MAX];
	char *roles[ROWS_MAX];
	int n_text, n_roles;
};

static char *next_line(FILE *f)
{
	char *line = NULL;
	size_t cap = 0;

	if (getline(&line, &cap, f) < 0) {
		free(line);
		return NULL;
	}
	line[strcspn(line, "\n")] = '\0';
	return line;
}

static void read_planes(FILE *f, struct planes *p)
{
	bool roles = false;
	char *line;

	while ((line = next_line(f))) {
		bool mark = !strcmp(line, "> ruoli");

		roles = roles || mark;
		if (line[0] != '>' && !roles && p->n_text < ROWS_MAX)
			p->text[p->n_text++] = line;
		else if (roles && !mark && strncmp(line, "cursore", 7)
			&& p->n_roles < ROWS_MAX)
			p->roles[p->n_roles++] = line;
		else
			free(line);
	}
}

static enum role role_of_letter(char letter)
{
	for (int r = 0; r < ROLE_COUNT; r++)
		if (role_letter((enum role)r) == letter)
			return (enum role)r;
	return ROLE_NORMAL;
}

static void paint(char letter)
{
	struct look l = theme_look(role_of_letter(letter), 256);

	printf("\033[0m");
	if (l.fg >= 0)
		printf("\033[38;5;%dm", l.fg);
	if (l.bg >= 0)
		printf("\033[48;5;%dm", l.bg);
	if (l.attributes & LOOK_BOLD)
		printf("\033[1m");
	if (l.attributes & LOOK_DIM)
		printf("\033[2m");
	if (l.attributes & LOOK_ITALIC)
		printf("\033[3m");
	if (l.attributes & LOOK_UNDERLINE)
		printf("\033[4m");
	if (l.attributes & LOOK_REVERSE)
		printf("\033[7m");
}

static size_t letter_bytes(const char *s)
{
	size_t n = 1;

	while (((unsigned char)s[n] & 0xC0) == 0x80)
		n++;
	return n;
}

static void show_row(const char *text, const char *roles)
{
	for (; *roles; roles++) {
		size_t n = *text ? letter_bytes(text) : 0;
		paint(*roles);
		printf("%.*s", n ? (int)n : 1, n ? text : " ");
		text += n;
	}
	printf("\033[0m");
}

int main(int argc, char **argv)
{
	struct planes p = { 0 };
	FILE *f = argc == 2 ? fopen(argv[1], "r") : NULL;

	if (!f) {
		fprintf(stderr, "uso: show_golden FILE\n");
		return 64;
	}
	read_planes(f, &p);
	fclose(f);
	for (int i = 0; i < p.n_text && i < p.n_roles; i++) {
		printf("%s", i ? "\n" : "");
		show_row(p.text[i], p.roles[i]);
	}
	for (int i = 0; i < ROWS_MAX; i++) {
		free(p.text[i]);
		free(p.roles[i]);
	}
	return 0;
}
