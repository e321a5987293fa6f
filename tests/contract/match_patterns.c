/* SPDX-License-Identifier: EUPL-1.2
 *
 * For tests/contract/patterns.mjs: reads lines "PATTERN<tab>TEXT IN HEXADECIMAL" and
 * answers each with a line, 1 where the program's own engine finds that it matches,
 * else 0. */
#include "api/pattern.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void from_hex(char *s)
{
	char *to = s;

	for (; s[0] && s[1]; s += 2) {
		const char pair[3] = { s[0], s[1], '\0' };
		*to++ = (char)strtoul(pair, NULL, 16);
	}
	*to = '\0';
}

int main(void)
{
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, stdin) > 0) {
		char *text = line;
		char *pattern = strsep(&text, "\t");
		if (!text)
			return 65;
		text[strcspn(text, "\n")] = '\0';
		from_hex(text);
		puts(pattern_match(pattern, text) ? "1" : "0");
	}
	free(line);
	return 0;
}
