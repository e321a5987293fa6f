/* SPDX-License-Identifier: EUPL-1.2
 *
 * The records of the sample data, before any store: right in shape on every day of a year. */
#include "api/codec.h"
#include "api/tables.h"
#include "domain/codice_fiscale.h"
#include "server/sample/esempio.h"
#include "server/sample/luoghi.h"
#include "server/sample/persone.h"
#include "server/sample/quesiti.h"
#include "server/sample/storie.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static void tell_all(struct fascio *f, struct arena *a, giorno oggi)
{
	fascio_init(f, a, ESEMPIO_SEME, oggi);
	luoghi_tell(f);
	persone_tell(f);
	quesiti_tell(f);
	folla_tell(f);
	massa_tell(f, 100);
	persone_tell_after(f);
}

Test(sample_fascio, every_record_is_one_that_the_import_would_take)
{
	struct arena a = { 0 }, line = { 0 };
	struct fascio f;

	tell_all(&f, &a, giorno_from_civil(2026, 11, 23));
	cr_assert_gt(f.n, 1000);
	for (size_t i = 0; i < f.n; i++) {
		struct record_importazione back;
		struct buf json;
		struct err err = { 0 };

		buf_init(&json, (size_t)1 << 20);
		cr_assert(api_encode(&record_importazione_fields, &f.items[i], &json, &err),
			"record %zu: %s %s", i, err.field, err.cause);
		cr_assert(api_decode(&record_importazione_fields, API_RECORD, json.data, json.len,
				  &line, &back, &err),
			"record %zu: %s: %s (%.200s)", i, err.field, err.text, buf_str(&json));
		buf_release(&json);
		arena_reset(&line);
	}
	arena_release(&line);
	arena_release(&a);
}

Test(sample_fascio, the_same_seed_and_day_give_the_same_records)
{
	struct arena a = { 0 };
	struct fascio one, two;
	struct buf x = { 0 }, y = { 0 };
	struct err err = { 0 };

	tell_all(&one, &a, giorno_from_civil(2026, 3, 1));
	tell_all(&two, &a, giorno_from_civil(2026, 3, 1));
	cr_assert_eq(one.n, two.n);
	for (size_t i = 0; i < one.n; i++) {
		buf_reset(&x);
		buf_reset(&y);
		cr_assert(api_encode(&record_importazione_fields, &one.items[i], &x, &err));
		cr_assert(api_encode(&record_importazione_fields, &two.items[i], &y, &err));
		cr_assert_str_eq(buf_str(&x), buf_str(&y));
	}
	buf_release(&x);
	buf_release(&y);
	arena_release(&a);
}

static int compare(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static void check_codice(const char *codice)
{
	char read[CODICE_FISCALE_SIZE];
	struct err err = { 0 };

	cr_assert(codice_fiscale_parse(codice, read, &err), "%s: %s", codice, err.text);
	cr_assert(strncmp(codice + 11, "Z99", 3) == 0, "%s names a place that exists", codice);
}

Test(sample_fascio, every_codice_fiscale_is_valid_fictitious_and_one_persons)
{
	struct arena a = { 0 };
	struct fascio f;
	const char **codici;
	size_t n = 0;

	tell_all(&f, &a, giorno_from_civil(2026, 11, 23));
	codici = arena_array(&a, f.n, sizeof *codici);
	for (size_t i = 0; i < f.n; i++) {
		if (f.items[i].tipo == TIPO_RECORD_PERSONA)
			codici[n++] = f.items[i].persona->codice_fiscale;
		else if (f.items[i].tipo == TIPO_RECORD_RAPPORTO)
			check_codice(f.items[i].rapporto->lavoratore.codice_fiscale);
	}
	qsort(codici, n, sizeof *codici, compare);
	for (size_t i = 0; i < n; i++) {
		check_codice(codici[i]);
		cr_assert(i == 0 || strcmp(codici[i - 1], codici[i]) != 0, "%s twice", codici[i]);
	}
	arena_release(&a);
}

Test(sample_fascio, there_are_forty_punti_and_studio_verdi_has_two_hundred_rapporti)
{
	struct arena a = { 0 };
	struct fascio f;
	size_t punti = 0, rapporti = 0, argomenti[ARGOMENTO_COUNT] = { 0 }, in_corso = 0;

	tell_all(&f, &a, giorno_from_civil(2026, 11, 23));
	for (size_t i = 0; i < f.n; i++) {
		const struct record_importazione *r = &f.items[i];

		punti += r->tipo == TIPO_RECORD_PUNTO;
		if (r->tipo == TIPO_RECORD_QUESITO) {
			argomenti[r->quesito->argomento]++;
			in_corso += r->quesito->protocollo == NULL &&
				    r->quesito->stato == QUESITO_STATO_APERTO;
		}
		if (r->tipo != TIPO_RECORD_DELEGA || r->delega->stato != DELEGA_STATO_ATTIVA ||
			strcmp(r->delega->intermediario, "p-studio-verdi") != 0)
			continue;
		for (size_t k = 0; k < f.n; k++)
			rapporti += f.items[k].tipo == TIPO_RECORD_RAPPORTO &&
				    strcmp(f.items[k].rapporto->datore.codice_fiscale,
					    r->delega->datore) == 0;
	}
	cr_expect_eq(punti, 40);
	cr_expect_eq(rapporti, STUDIO_VERDI_RAPPORTI, "%zu", rapporti);
	cr_expect_geq(in_corso, 3);
	for (int i = 1; i < ARGOMENTO_COUNT; i++)
		cr_expect_gt(argomenti[i], 5);
	arena_release(&a);
}

/* Places of the sede in the coming 59 days, less what crowd and stories can take at most. */
Test(sample_fascio, on_every_day_of_a_year_each_sede_has_many_starts_ahead)
{
	giorno first = giorno_from_civil(2027, 1, 1);

	for (giorno oggi = first; oggi < first + 366; oggi++) {
		for (size_t s = 0; s < sedi_count(); s++) {
			int starts = 0;

			for (size_t l = 0; l < n_luoghi; l++) {
				if (strcmp(luoghi[l].sede, sede_code(s)) != 0)
					continue;
				for (giorno d = oggi + 1; d < oggi + 60; d++)
					starts += luogo_starts(&luoghi[l], oggi, d) * luoghi[l].posti;
			}
			cr_assert_gt(starts, 200, "sede %s, day %d: %d", sede_code(s),
				(int)(oggi - first), starts);
		}
	}
}

Test(sample_fascio, a_start_is_at_the_hours_of_its_punto)
{
	const struct luogo *roma = luogo_find("P7000-01");
	giorno thursday = giorno_from_civil(2026, 11, 26);
	int n = luogo_starts(roma, giorno_from_civil(2026, 11, 23), thursday);

	cr_assert_eq(n, 12 + 9);
	cr_expect_eq(minuto_of(luogo_start(roma, thursday, 0)), 510);
	cr_expect_eq(minuto_of(luogo_start(roma, thursday, 11)), 730);
	cr_expect_eq(minuto_of(luogo_start(roma, thursday, 12)), 900);
	cr_expect_eq(luogo_start(roma, thursday, n), INSTANT_NONE);
	cr_expect_eq(luogo_starts(roma, thursday, giorno_from_civil(2026, 12, 25)), 0);
	cr_expect_eq(luogo_starts(roma, thursday, giorno_from_civil(2027, 6, 29)), 0);
}

Test(sample_fascio, one_person_is_preselected_and_each_says_what_it_shows)
{
	size_t n, preselected = 0;
	const struct esempio_persona *p = esempio_persone(&n);

	for (size_t i = 0; i < n; i++) {
		preselected += p[i].predefinita;
		cr_expect_gt(strlen(p[i].descrizione), 20);
	}
	cr_expect_eq(preselected, 1);
	cr_expect_geq(n, 16);
}
