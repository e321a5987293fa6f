/* SPDX-License-Identifier: EUPL-1.2
 *
 * Any bytes: what comes out is UTF-8, fits, and draws nothing but itself. */
#include "base/file.h"
#include "base/text.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void fit_facts(struct arena *a, const char *s)
{
	for (int columns = 0; columns < 12; columns++) {
		const char *fitted = text_fit(a, s, columns, columns % 2 ? NULL : "...");
		size_t n;
		char **lines = text_wrap(a, s, columns, &n);

		HOLDS(text_columns(fitted) == columns);
		HOLDS(n >= 1);
		for (size_t i = 0; i < n; i++) {
			int used = text_columns(lines[i]);

			HOLDS(used >= 0 && used <= (columns < 1 ? 1 : columns));
			HOLDS(!strchr(lines[i], '\n'));
		}
	}
}

static void clean_facts(struct arena *a, const uint8_t *data, size_t n)
{
	const char *clean = text_sanitise(a, (const char *)data, n, n % 2);
	const char *again = text_sanitise(a, clean, strlen(clean), n % 2);

	HOLDS(text_valid(clean, strlen(clean)));
	HOLDS(strcmp(clean, again) == 0);
	for (const char *p = clean; *p; p++)
		HOLDS((unsigned char)*p >= 0x20 || (*p == '\n' && n % 2));
}

static void form_facts(struct arena *a, const char *s)
{
	const char *trimmed = text_trim(a, s);
	const char *folded = text_fold(a, s);
	const char *name = file_safe_name(a, s);

	HOLDS(text_valid(trimmed, strlen(trimmed)));
	HOLDS(strcmp(text_trim(a, trimmed), trimmed) == 0);
	HOLDS(text_valid(folded, strlen(folded)));
	HOLDS(*name && *name != '.' && *name != '-' && strlen(name) <= 120);
	HOLDS(!strpbrk(name, "/\\\n") && text_valid(name, strlen(name)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a = { 0 };
	char *s = fuzz_string(data, n);
	size_t bytes = 0;
	size_t step;
	int columns;

	while ((step = text_cluster(s + bytes, &columns)) > 0)
		bytes += step;
	HOLDS(bytes == strlen(s));
	HOLDS((text_columns(s) >= 0) == text_valid(s, strlen(s)));
	fit_facts(&a, s);
	clean_facts(&a, data, n);
	form_facts(&a, s);
	free(s);
	arena_release(&a);
	return 0;
}
