/* SPDX-License-Identifier: EUPL-1.2 */
#include "tests/readme/text.h"

#include "base/buf.h"
#include "base/file.h"

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static char *trimmed(char *s)
{
	size_t n;

	s += strspn(s, " \t");
	n = strlen(s);
	while (n && strchr(" \t", s[n - 1]))
		s[--n] = '\0';
	return s;
}

static void add_command(struct readme *r, struct buf *line)
{
	char *copy = strdup(buf_str(line));
	char *comment = strstr(copy, " #");

	if (comment)
		*comment = '\0';
	buf_reset(line);
	if (*trimmed(copy)) {
		cr_assert_lt(r->n_commands, README_COMMANDS_MAX);
		r->commands[r->n_commands++] = strdup(trimmed(copy));
	}
	free(copy);
}

/* A line of an sh block; one that ends in a backslash goes on below. */
static void add_line(struct readme *r, struct buf *pending, char *line)
{
	size_t n = strlen(line);
	bool goes_on = n && line[n - 1] == '\\';

	if (goes_on)
		line[n - 1] = '\0';
	if (pending->len)
		buf_addc(pending, ' ');
	buf_adds(pending, trimmed(line));
	if (!goes_on)
		add_command(r, pending);
}

/* "| keys | promise |" below the heading of the table of keys. */
static void add_row(struct readme *r, char *line)
{
	char *rest = line + 1;
	char *keys = strsep(&rest, "|"), *promise = rest ? strsep(&rest, "|") : NULL;

	cr_assert(keys && promise, "not two cells: %s", line);
	cr_assert_lt(r->n_rows, README_ROWS_MAX);
	r->rows[r->n_rows++] = (struct readme_row){ strdup(trimmed(keys)), strdup(trimmed(promise)) };
}

void readme_read(struct readme *r, const char *path)
{
	struct buf bytes = { 0 }, pending = { 0 };
	struct err err = { 0 };
	bool in_sh = false;
	char *rest, *line;

	*r = (struct readme){ 0 };
	buf_init(&bytes, (size_t)1 << 20);
	buf_init(&pending, (size_t)1 << 16);
	cr_assert(file_read(path, &bytes, &err), "%s: %s", path, err.cause);
	r->text = strdup(buf_str(&bytes));
	rest = bytes.data;
	while ((line = strsep(&rest, "\n"))) {
		if (!strncmp(line, "```", 3))
			in_sh = !in_sh && !strcmp(line, "```sh");
		else if (in_sh)
			add_line(r, &pending, line);
		else if (line[0] == '|' && strncmp(line, "|---", 4) != 0 && strncmp(line, "| key |", 7))
			add_row(r, line);
	}
	buf_release(&bytes);
	buf_release(&pending);
}

void readme_release(struct readme *r)
{
	for (size_t i = 0; i < r->n_commands; i++)
		free(r->commands[i]);
	for (size_t i = 0; i < r->n_rows; i++) {
		free(r->rows[i].keys);
		free(r->rows[i].promise);
	}
	free(r->text);
}
