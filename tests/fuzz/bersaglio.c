/* SPDX-License-Identifier: EUPL-1.2
 *
 * Request targets, forms and listen addresses: what is taken is text without control characters,
 * what is refused leaves nothing behind. */
#include "server/http/address.h"
#include "server/http/target.h"
#include "base/text.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static bool clean(const char *s)
{
	for (const char *c = s; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			return false;
	return text_valid(s, strlen(s));
}

static void check(const struct target *t)
{
	HOLDS(t->n_params <= TARGET_PARAMS_MAX);
	for (size_t i = 0; i < t->n_params; i++) {
		HOLDS(*t->params[i].name && clean(t->params[i].name));
		HOLDS(clean(t->params[i].value));
		HOLDS(target_param(t, t->params[i].name) != NULL);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char *text = malloc(n + 1);
	struct arena a = { 0 };
	struct target t;
	struct listen_address address;
	struct err err = { 0 };

	memcpy(text, data, n);
	text[n] = '\0';
	if (target_parse(&a, text, &t, &err))
		HOLDS(t.path[0] == '/');
	else
		HOLDS(t.n_params == 0 && t.path[0] == '\0' && err.code != ERR_NONE
			&& (!*err.field || target_name_plain(err.field)));
	check(&t);
	if (target_parse_form(&a, text, &t, &err))
		check(&t);
	if (listen_address_parse(text, &address, &err))
		HOLDS(address.as.any.sa_family == AF_INET
			|| address.as.any.sa_family == AF_INET6);
	arena_release(&a);
	free(text);
	return 0;
}
