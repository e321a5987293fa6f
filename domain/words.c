/* SPDX-License-Identifier: EUPL-1.2
 *
 * The tables behind the vocabularies: made by the same lists as the enums. */
#include "domain/words.h"

#include <assert.h>
#include <string.h>

#define CODE_(code, label)  #code,
#define LABEL_(code, label) label,

#define TABLE_(tag, PREFIX, LIST, schema) \
	static const char *const tag##_codes[] = { "", LIST(CODE_) }; \
	static const char *const tag##_labels[] = { "", LIST(LABEL_) }; \
	const struct words tag##_words = { schema, tag##_codes, tag##_labels, \
		PREFIX##_COUNT };
WORDS_VOCABULARIES(TABLE_)

int words_find(const struct words *w, const char *code)
{
	if (!code || !*code)
		return 0;
	for (size_t i = 1; i < w->n; i++) {
		if (strcmp(w->codes[i], code) == 0)
			return (int)i;
	}
	return 0;
}

static size_t checked(const struct words *w, int value)
{
	assert(value >= 0 && (size_t)value < w->n);
	return value >= 0 && (size_t)value < w->n ? (size_t)value : 0;
}

const char *words_code(const struct words *w, int value)
{
	return w->codes[checked(w, value)];
}

const char *words_label(const struct words *w, int value)
{
	return i18n_text(w->labels[checked(w, value)]);
}
