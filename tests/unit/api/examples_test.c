/* SPDX-License-Identifier: EUPL-1.2
 *
 * The fixtures are the specification's own examples, never our encoder's output: every
 * one is read by its table, written again, and must say the same. */
#include "api/codec.h"
#include "api/json.h"
#include "api/problem.h"
#include "api/tables.h"
#include "base/file.h"

#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#define FOLDER           TEST_SOURCE_DIR "/tests/contract/examples"
#define STRUCT_BYTES_MAX 4096

static const struct fields *const tables[] = {
	&allegato_fields,
	&appuntamenti_fields,
	&appuntamento_fields,
	&disponibilita_fields,
	&manuale_fields,
	&manuali_fields,
	&operazione_fields,
	&problem_fields,
	&profilo_fields,
	&punti_fields,
	&quesiti_fields,
	&rapporti_fields,
	&rapporto_fields,
	&recapiti_fields,
	&richiesta_appuntamento_fields,
	&richiesta_cancellazione_fields,
	&servizio_fields,
	&variazioni_fields,
};

static const struct fields *table_of(const char *file)
{
	size_t n = strcspn(file, ".");

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		const char *name = tables[i]->name;
		if (strlen(name) == n && strncmp(name, file, n) == 0)
			return tables[i];
	}
	return NULL;
}

static void read_file(const char *name, struct buf *to)
{
	char path[512];
	struct err err = { 0 };

	snprintf(path, sizeof(path), "%s/%s", FOLDER, name);
	cr_assert(file_read(path, to, &err), "%s: %s", path, err.cause);
}

/* What `reading` of the example gives, written again, is the example. */
static void round_trip(const char *name, enum api_reading how)
{
	const struct fields *table = table_of(name);
	struct buf text = { 0 }, again = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };
	_Alignas(max_align_t) char value[STRUCT_BYTES_MAX];

	read_file(name, &text);
	cr_assert(table && table->size <= sizeof(value), "no table for %s", name);
	cr_assert(api_decode(table, how, text.data, text.len, &a, value, &err),
		"%s: %s: %s", name, err.field, err.text);
	cr_assert(api_encode(table, value, &again, &err), "%s: %s", name, err.cause);
	struct cJSON *want = json_parse(text.data, text.len, text.len, &err);
	struct cJSON *got = json_parse(again.data, again.len, again.len, &err);
	cr_assert(want && got);
	cr_expect(cJSON_Compare(want, got, true), "%s became %s", name, again.data);
	json_free(want);
	json_free(got);
	arena_release(&a);
	buf_release(&text);
	buf_release(&again);
}

Test(examples, all_of_them_travel_there_and_back)
{
	DIR *folder = opendir(FOLDER);
	struct dirent *entry;
	int n = 0;

	cr_assert_not_null(folder);
	while ((entry = readdir(folder))) {
		if (entry->d_name[0] == '.')
			continue;
		round_trip(entry->d_name, API_REPLY);
		round_trip(entry->d_name, API_REQUEST);
		n++;
	}
	closedir(folder);
	cr_expect_geq(n, 40);
}

/* No prefix of an example is a document. */
static void every_cut_is_refused(const char *name)
{
	const struct fields *table = table_of(name);
	struct buf text = { 0 };
	struct arena a = { 0 };
	_Alignas(max_align_t) char value[STRUCT_BYTES_MAX];

	read_file(name, &text);
	for (size_t cut = 0; cut + 2 < text.len; cut++) {
		struct err err = { 0 };
		cr_expect_not(
			api_decode(table, API_REPLY, text.data, cut, &a, value, &err),
			"%s cut at %zu", name, cut);
		arena_reset(&a);
	}
	arena_release(&a);
	buf_release(&text);
}

Test(examples, cut_anywhere)
{
	every_cut_is_refused("Appuntamento.appuntamento.json");
	every_cut_is_refused("Problem.problema_orario_occupato.json");
	every_cut_is_refused("Profilo.profilo_intermediario.json");
}

/* One byte changed anywhere: refused or read, never a crash (under ASan and UBSan). */
Test(examples, one_byte_changed_anywhere)
{
	static const char bytes[] = { '"', '}', '0', '\0', (char)0xff, ',' };
	struct buf text = { 0 };
	struct arena a = { 0 };
	_Alignas(max_align_t) char value[STRUCT_BYTES_MAX];

	read_file("Variazioni.variazioni.json", &text);
	for (size_t at = 0; at < text.len; at += 3) {
		char was = text.data[at];
		for (size_t i = 0; i < sizeof(bytes); i++) {
			struct err err = { 0 };
			text.data[at] = bytes[i];
			api_decode(&variazioni_fields, API_REPLY, text.data, text.len, &a,
				value, &err);
			arena_reset(&a);
		}
		text.data[at] = was;
	}
	arena_release(&a);
	buf_release(&text);
}
