/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The words after a command. Each command declares its options; what it did not declare is
 * refused by name.
 */
#ifndef AGENDA_SRC_CLI_ARGS_H
#define AGENDA_SRC_CLI_ARGS_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define ARGS_VALUES_MAX 32

/* `names`: "rapporto= quesito=* json" — "=" takes a value, "*" may come several times. */
struct args {
	struct {
		const char *name;
		const char *value; /* NULL for one without value */
	} options[ARGS_VALUES_MAX];
	size_t n;
	const char *words[8]; /* what is no option */
	size_t n_words;
};

bool args_read(struct args *to, const char *names, int argc, char **argv, struct arena *a,
	struct err *err);
bool args_has(const struct args *args, const char *name);
const char *args_value(const struct args *args, const char *name); /* NULL: not given */
/* The values of a repeated option, in order; how many. */
size_t args_values(const struct args *args, const char *name, const char **to, size_t room);

#endif
