/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which route answers what, and the addresses that the client asks. */
#include "api/messages.h"
#include "api/routes.h"

#include <criterion/criterion.h>
#include <string.h>

#define UUID "0b8f7f5e-6a53-4c0e-9d0a-5f3e1c2b4a69"

static const struct {
	const char *method;
	const char *path;
	enum route_id id;
	bool other_method;
} cases[] = {
	{ "GET", "/status", ROUTE_STATUS, false },
	{ "POST", "/status", ROUTE_NONE, true },
	{ "GET", "/status/", ROUTE_NONE, false },
	{ "GET", "/Status", ROUTE_NONE, false },
	{ "GET", "", ROUTE_NONE, false },
	{ "GET", "/", ROUTE_NONE, false },
	{ "GET", "/rapporti", ROUTE_RAPPORTI, false },
	{ "GET", "/rapporti/0000123456", ROUTE_RAPPORTO, false },
	{ "GET", "/rapporti/123456", ROUTE_NONE, false },
	{ "GET", "/rapporti/", ROUTE_NONE, false },
	{ "GET", "/rapporti/0000123456/quesiti", ROUTE_QUESITI, false },
	{ "GET", "/rapporti/0000123456/punti-consulenza", ROUTE_PUNTI, false },
	{ "GET", "/rapporti/0000123456/recapiti", ROUTE_RECAPITI, false },
	{ "GET", "/rapporti/0000123456/recapiti/x", ROUTE_NONE, false },
	{ "GET", "/punti-consulenza/P7000-01/disponibilita", ROUTE_DISPONIBILITA, false },
	{ "POST", "/allegati", ROUTE_ALLEGATO_CARICAMENTO, false },
	{ "GET", "/allegati", ROUTE_NONE, true },
	{ "GET", "/allegati/A-1", ROUTE_ALLEGATO, false },
	{ "GET", "/allegati/../x", ROUTE_NONE, false },
	{ "POST", "/appuntamenti", ROUTE_APPUNTAMENTO_CONFERMA, false },
	{ "GET", "/appuntamenti", ROUTE_APPUNTAMENTI, false },
	{ "DELETE", "/appuntamenti", ROUTE_NONE, true },
	{ "GET", "/appuntamenti/AG-2026-7K3M9QX-P", ROUTE_APPUNTAMENTO, false },
	{ "GET", "/appuntamenti/AG-2026-7K3M9QX-*", ROUTE_APPUNTAMENTO, false },
	{ "GET", "/appuntamenti/7", ROUTE_NONE, false },
	{ "POST", "/appuntamenti/AG-2026-7K3M9QX-P/cancellazione", ROUTE_CANCELLAZIONE,
		false },
	{ "GET", "/operazioni/" UUID, ROUTE_OPERAZIONE, false },
	{ "POST", "/operazioni/" UUID "/chiusura", ROUTE_OPERAZIONE_CHIUSURA, false },
	{ "GET", "/operazioni/" UUID "/chiusura", ROUTE_NONE, true },
	{ "GET", "/operazioni/0B8F7F5E-6A53-4C0E-9D0A-5F3E1C2B4A69", ROUTE_NONE, false },
	{ "GET", "/variazioni", ROUTE_VARIAZIONI, false },
	{ "GET", "/manuali", ROUTE_MANUALI, false },
	{ "GET", "/manuali/manuale-cittadino", ROUTE_MANUALE, false },
	{ "GET", "/manuali/\xf0", ROUTE_NONE, false },
};

Test(routes, matching)
{
	struct arena a = { 0 };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct route_params params;
		bool other;
		const struct route *r = route_match(
			cases[i].method, cases[i].path, &a, &params, &other);
		cr_expect_eq(r ? r->id : ROUTE_NONE, cases[i].id, "%s %s",
			cases[i].method, cases[i].path);
		cr_expect_eq(other, cases[i].other_method, "%s %s", cases[i].method,
			cases[i].path);
	}
	arena_release(&a);
}

Test(routes, names_are_read)
{
	struct arena a = { 0 };
	struct route_params params;
	bool other;

	route_match("GET", "/rapporti/0000123456/quesiti", &a, &params, &other);
	cr_expect_str_eq(params.codice_rapporto_lavoro, "0000123456");
	cr_expect_null(params.id);
	route_match("POST", "/operazioni/" UUID "/chiusura", &a, &params, &other);
	cr_expect_str_eq(params.chiave, UUID);
	route_match("GET", "/niente", &a, &params, &other);
	cr_expect_null(params.chiave);
	arena_release(&a);
}

Test(routes, every_route_is_whole)
{
	for (int id = ROUTE_NONE + 1; id < ROUTE_COUNT; id++) {
		const struct route *r = route_of((enum route_id)id);
		cr_assert_eq((int)r->id, id);
		cr_expect(r->method && r->path && r->operation_id && r->status);
		cr_expect_eq(
			strcmp(r->method, "GET") == 0 && (r->needs & ROUTE_NEEDS_KEY), 0);
		for (int i = 1; r->problems[i]; i++)
			cr_expect_gt(r->problems[i], r->problems[i - 1]);
	}
}

static void url_is(enum route_id id, const struct route_params *p, const void *query,
	const char *want)
{
	struct buf b = { 0 };
	struct err err = { 0 };

	cr_expect(route_url(route_of(id), p, query, &b, &err), "%s", err.text);
	cr_expect_str_eq(buf_str(&b), want);
	buf_release(&b);
}

Test(routes, addresses)
{
	const struct route_params in_rapporto = {
		.codice_rapporto_lavoro = "0000123456"
	};
	const struct route_params starred = { .id = "AG-2026-7K3M9QX-*" };
	const struct query_rapporti first = { .limit = 50 };
	const struct query_rapporti more = { "12", 10, "e1:47" };
	struct query_appuntamenti search = { .ricerca = { .dal = GIORNO_NONE,
						     .al = GIORNO_NONE } };

	url_is(ROUTE_STATUS, NULL, NULL, API_BASE_PATH "/status");
	url_is(ROUTE_QUESITI, &in_rapporto, NULL,
		API_BASE_PATH "/rapporti/0000123456/quesiti");
	url_is(ROUTE_APPUNTAMENTO, &starred, NULL,
		API_BASE_PATH "/appuntamenti/AG-2026-7K3M9QX-%2A");
	url_is(ROUTE_RAPPORTI, NULL, &first, API_BASE_PATH "/rapporti");
	url_is(ROUTE_RAPPORTI, NULL, &more,
		API_BASE_PATH "/rapporti?q=12&limit=10&cursor=e1%3A47");
	url_is(ROUTE_APPUNTAMENTI, NULL, &search, API_BASE_PATH "/appuntamenti");
	search.ricerca.stato = APPUNTAMENTO_STATO_CHIUSO_E_DEFINITO;
	search.ricerca.al = giorno_from_civil(2026, 12, 21);
	search.ricerca.escludi_intermediario = true;
	url_is(ROUTE_APPUNTAMENTI, NULL, &search,
		API_BASE_PATH "/appuntamenti?stato=CHIUSO_E_DEFINITO&al=2026-12-21"
			      "&escludi_intermediario=true");
}

Test(routes, a_bad_name_makes_no_address)
{
	const struct route_params bad = { .codice_rapporto_lavoro = "12/../3" };
	struct buf b = { 0 };
	struct err err = { 0 };

	cr_expect_not(route_url(route_of(ROUTE_QUESITI), &bad, NULL, &b, &err));
	cr_expect_str_eq(err.field, "codice_rapporto_lavoro");
	cr_expect_not(route_url(route_of(ROUTE_QUESITI), NULL, NULL, &b, &err));
	buf_release(&b);
}
