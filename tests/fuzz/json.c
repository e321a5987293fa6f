/* SPDX-License-Identifier: EUPL-1.2
 *
 * Whatever passes the gate, cJSON reads, with every promise of the gate kept. */
#include "api/json.h"
#include "base/text.h"
#include "tests/fuzz/fuzz.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

#define CEILING 4096

static void walk(const struct cJSON *node, int depth)
{
	const struct cJSON *child;

	HOLDS(depth <= JSON_DEPTH_MAX);
	if (cJSON_IsNumber(node))
		HOLDS(isfinite(node->valuedouble));
	if (cJSON_IsString(node))
		HOLDS(text_valid(node->valuestring, strlen(node->valuestring)));
	cJSON_ArrayForEach(child, node)
	{
		if (cJSON_IsObject(
			    node)) /* the first of its name is itself: no name twice */
			HOLDS(json_member(node, child->string) == child);
		walk(child, depth + (cJSON_IsArray(child) || cJSON_IsObject(child)));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char *exact = malloc(n ? n : 1);
	struct err err = { 0 };
	struct cJSON *tree;
	bool ok;

	memcpy(exact, data, n);
	ok = json_check(exact, n, CEILING, &err);
	HOLDS(ok == (err.code == ERR_NONE));
	HOLDS(text_valid(err.text, strlen(err.text)));
	if (ok) {
		tree = json_parse(exact, n, CEILING, &err);
		HOLDS(tree);
		walk(tree, cJSON_IsArray(tree) || cJSON_IsObject(tree));
		json_free(tree);
	}
	free(exact);
	return 0;
}
