/* SPDX-License-Identifier: EUPL-1.2
 *
 * "METHOD path?name=value&…": whatever is asked is a route or none; what is a route
 * makes the same address again. */
#include "api/codec.h"
#include "api/routes.h"
#include "base/text.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

#define PAIRS_MAX 8

/* Splits in place; a pair without "=" has no value. */
static size_t split_query(char *query, struct api_pair pairs[PAIRS_MAX])
{
	size_t n = 0;
	char *rest = query;

	while (rest && n < PAIRS_MAX) {
		char *pair = strsep(&rest, "&");
		char *name = strsep(&pair, "=");
		pairs[n++] = (struct api_pair){ name, pair };
	}
	return n;
}

static void try_query(
	const struct route *r, char *query, const struct route_params *params)
{
	_Alignas(max_align_t) char value[512];
	struct api_pair pairs[PAIRS_MAX];
	struct arena a = { 0 };
	struct buf url = { 0 };
	struct err err = { 0 };

	if (r->query
		&& api_decode_query(
			r->query, pairs, split_query(query, pairs), &a, value, &err))
		HOLDS(route_url(r, params, value, &url, &err));
	else if (r->query)
		HOLDS(err.code == PROBLEM_RICHIESTA_NON_VALIDA && err.text[0]
			&& text_valid(err.text, strlen(err.text)));
	arena_release(&a);
	buf_release(&url);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char *text = fuzz_string(data, n);
	char *query = text;
	char *path = strsep(&query, "?");
	char *method = strsep(&path, " ");
	struct arena a = { 0 };
	struct buf url = { 0 };
	struct err err = { 0 };
	struct route_params params;
	bool other;
	const struct route *r = route_match(
		method, path ? path : "", &a, &params, &other);

	if (r) {
		HOLDS(route_url(r, &params, NULL, &url, &err));
		if (query)
			try_query(r, query, &params);
	}
	buf_release(&url);
	arena_release(&a);
	free(text);
	return 0;
}
