/* SPDX-License-Identifier: EUPL-1.2
 *
 * README.md taken apart: the commands of its sh blocks, the rows of its table of keys. */
#ifndef AGENDA_TESTS_README_TEXT_H
#define AGENDA_TESTS_README_TEXT_H

#include <stddef.h>

#define README_COMMANDS_MAX 32
#define README_ROWS_MAX     32

struct readme {
	char *text;
	/* As they stand there, comments off, continued lines joined by one blank. */
	char *commands[README_COMMANDS_MAX];
	size_t n_commands;
	struct readme_row {
		char *keys, *promise; /* the two cells, trimmed */
	} rows[README_ROWS_MAX];
	size_t n_rows;
};

void readme_read(struct readme *r, const char *path); /* ends the test when it cannot */
void readme_release(struct readme *r);

#endif
