/* SPDX-License-Identifier: EUPL-1.2
 *
 * Any JSON through every field table: refused with a field and a sentence that can be
 * shown, or read; what was read is written and read again, and writes the same. */
#include "api/codec.h"
#include "api/json.h"
#include "api/messages.h"
#include "api/problem.h"
#include "api/tables.h"
#include "base/text.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static const struct fields *const tables[] = {
	&allegato_fields,
	&appuntamenti_fields,
	&appuntamento_fields,
	&approvazione_demo_fields,
	&device_authorization_fields,
	&disponibilita_fields,
	&emittente_fields,
	&guasto_demo_fields,
	&manuali_fields,
	&operazione_fields,
	&persone_demo_fields,
	&problem_fields,
	&profilo_fields,
	&punti_fields,
	&quesiti_fields,
	&rapporti_fields,
	&recapiti_fields,
	&record_importazione_fields,
	&richiesta_appuntamento_fields,
	&richiesta_cancellazione_fields,
	&servizio_fields,
	&token_error_fields,
	&token_fields,
	&variazioni_fields,
};

static void write_twice(const struct fields *t, const void *value)
{
	_Alignas(max_align_t) char again[4096];
	struct buf first = { 0 }, second = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };

	/* A reply may say a required word that is not known: it cannot be written
	 * back. */
	if (api_encode(t, value, &first, &err)) {
		HOLDS(api_decode(t, API_REQUEST, first.data, first.len, &a, again, &err));
		HOLDS(api_encode(t, again, &second, &err));
		HOLDS(first.len == second.len
			&& !memcmp(first.data, second.data, first.len));
	} else {
		HOLDS(err.code == ERR_INTERNAL);
	}
	arena_release(&a);
	buf_release(&first);
	buf_release(&second);
}

static void try_table(const struct fields *t, const struct cJSON *tree)
{
	_Alignas(max_align_t) char value[4096];
	struct arena a = { 0 };

	HOLDS(t->size <= sizeof(value));
	for (int how = API_REQUEST; how <= API_RECORD; how++) {
		struct err err = { 0 };
		if (api_decode_tree(t, (enum api_reading)how, tree, &a, value, &err)) {
			HOLDS(err.code == ERR_NONE);
			write_twice(t, value);
			continue;
		}
		HOLDS(err.code != ERR_NONE && err.text[0]);
		HOLDS(text_valid(err.text, strlen(err.text)));
		HOLDS(text_valid(err.field, strlen(err.field)));
	}
	arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct err err = { 0 };
	struct arena a = { 0 };
	struct problem p;
	struct cJSON *tree = json_parse((const char *)data, n, 8192, &err);

	api_problem_decode(n ? 400 + data[0] % 200 : 400, (const char *)data, n, &a, &p);
	HOLDS(problem_status(p.type) != 0);
	for (size_t i = 0; tree && i < sizeof(tables) / sizeof(tables[0]); i++)
		try_table(tables[i], tree);
	json_free(tree);
	arena_release(&a);
	return 0;
}
