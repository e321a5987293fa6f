/* SPDX-License-Identifier: EUPL-1.2
 *
 * The API over real HTTP: what each route answers, and how it refuses. */
#include "base/alloc.h"
#include "base/random.h"
#include "http_fixture.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static struct reply get_as(struct fixture *f, const char *token, const char *path)
{
	return http_get(fixture_url(f, path), token);
}

static struct reply post_as(struct fixture *f, const char *token, const char *path,
	const char *body, const char *header, const char *other)
{
	return http_ask(&(struct ask){ .method = "POST", .url = fixture_url(f, path), .token = token,
		.body = body, .headers = { header, header ? other : NULL } });
}

/* Asserts status and type of a refusal, and says both. */
static void expect_problem(struct fixture *f, struct reply *r, long status, const char *type,
	const char *campo)
{
	struct problem p = { 0 };
	const char *found = fixture_problem(f, r, &p);

	cr_expect_eq(r->status, status, "%ld %s", r->status, buf_str(&r->body));
	cr_expect_str_eq(found, type, "%s", buf_str(&r->body));
	if (campo)
		cr_expect_str_eq(p.campo ? p.campo : "", campo, "%s", buf_str(&r->body));
	reply_release(r);
}

/* ---- reading ------------------------------------------------------------------------------ */

Test(http_services, says_its_status_without_a_token)
{
	struct fixture f;
	struct servizio x = { 0 };
	struct reply r;

	fixture_start(&f, NULL);
	r = get_as(&f, NULL, "/status");
	cr_expect_eq(r.status, 200);
	fixture_read(&f, &r, &servizio_fields, &x);
	cr_expect_eq(x.stato, SERVIZIO_STATO_ATTIVO);
	cr_expect_eq(x.adesso, FIXTURE_NOW);
	cr_expect_str_eq(x.emittente, FIXTURE_ISSUER);
	reply_release(&r);
	fixture_stop(&f);
}

Test(http_services, reads_what_one_may_see)
{
	static const struct {
		const char *path;
		const struct fields *table;
		const char *holds;
	} reads[] = {
		{ "/profilo", &profilo_fields, "\"id\":\"p-anna\"" },
		{ "/rapporti", &rapporti_fields, RAPPORTO_ANNA },
		{ "/rapporti?q=1234&limit=1", &rapporti_fields, RAPPORTO_ANNA },
		{ "/rapporti/" RAPPORTO_ANNA, &rapporto_fields, "BNCNNA52M64L219H" },
		{ "/rapporti/" RAPPORTO_ANNA "/quesiti", &quesiti_fields, "\"motivo\":\"ESITO_NEGATIVO\"" },
		{ "/rapporti/" RAPPORTO_ANNA "/punti-consulenza", &punti_fields, "P7000-01" },
		{ "/rapporti/" RAPPORTO_ANNA "/recapiti", &recapiti_fields, "EMAIL" },
		{ "/punti-consulenza/P7000-01/disponibilita?dal=2026-11-25&al=2026-11-25",
		  &disponibilita_fields, ORARIO_LIBERO },
		{ "/appuntamenti", &appuntamenti_fields, "\"items\":[]" },
		{ "/variazioni", &variazioni_fields, "next_cursor" },
		{ "/manuali", &manuali_fields, "Manuale del cittadino" },
		{ "/manuali/cittadino", &manuale_fields, "Versione 0.1.0" },
		{ "/operazioni/0b9d4c3e-8f3a-4d52-9b1e-3d2f1a0c9e77", &operazione_fields,
		  "SCONOSCIUTA" },
	};
	struct fixture f;

	fixture_start(&f, NULL);
	for (size_t i = 0; i < sizeof reads / sizeof *reads; i++) {
		struct reply r = get_as(&f, f.anna, reads[i].path);
		unsigned char space[1024];

		cr_expect_eq(r.status, 200, "%s: %ld", reads[i].path, r.status);
		cr_assert_leq(reads[i].table->size, sizeof space);
		fixture_read(&f, &r, reads[i].table, space);
		cr_expect(strstr(buf_str(&r.body), reads[i].holds), "%s: %s", reads[i].path,
			buf_str(&r.body));
		cr_expect_str_eq(reply_header(&r, "Content-Type", &f.a), "application/json");
		cr_expect_str_eq(reply_header(&r, "Cache-Control", &f.a), "no-store");
		reply_release(&r);
	}
	fixture_stop(&f);
}

static const struct {
	const char *method; /* NULL: GET */
	const char *path;
	long status;
	const char *type;
	const char *campo;
} refusals[] = {
	{ NULL, "/nulla", 404, "non-trovato", "" },
	{ NULL, "/status/", 404, "non-trovato", "" },
	{ NULL, "//status", 404, "non-trovato", "" },
	{ NULL, "/rapporti/../status", 404, "non-trovato", "" },
	{ NULL, "/allegati/..%2f..%2fetc%2fpasswd", 404, "non-trovato", "" },
	{ NULL, "/allegati/../../../../etc/passwd", 404, "non-trovato", "" },
	{ NULL, "/manuali/..%2fcittadino", 404, "non-trovato", "" },
	{ NULL, "/manuali/altro", 404, "non-trovato", "" },
	{ NULL, "/rapporti/123", 404, "non-trovato", "" },
	{ NULL, "/rapporti/0000123456%00", 404, "non-trovato", "" },
	{ NULL, "/rapporti/9999999999", 404, "non-trovato", "" },
	{ NULL, "/appuntamenti/AG-2026-0000000-0", 404, "non-trovato", "" },
	{ "DELETE", "/status", 405, "metodo-non-ammesso", "" },
	{ "OPTIONS", "/appuntamenti", 405, "metodo-non-ammesso", "" },
	{ "PUT", "/rapporti/" RAPPORTO_ANNA, 405, "metodo-non-ammesso", "" },
	{ "FOO", "/status", 405, "metodo-non-ammesso", "" },
	{ NULL, "/status?x=1", 400, "richiesta-non-valida", "x" },
	{ NULL, "/rapporti?boh=1", 400, "richiesta-non-valida", "boh" },
	{ NULL, "/rapporti?limit=1&limit=2", 400, "richiesta-non-valida", "limit" },
	{ NULL, "/rapporti?limit=0", 400, "richiesta-non-valida", "limit" },
	{ NULL, "/rapporti?limit=201", 400, "richiesta-non-valida", "limit" },
	{ NULL, "/rapporti?limit=x", 400, "richiesta-non-valida", "limit" },
	{ NULL, "/rapporti?q=%zz", 400, "richiesta-non-valida", "q" },
	{ NULL, "/rapporti?q=%00", 400, "richiesta-non-valida", "q" },
	{ NULL, "/rapporti?q=1%27%20OR%201", 400, "richiesta-non-valida", "q" },
	{ NULL, "/rapporti?cursor=xyz", 410, "cursore-non-valido", NULL },
	{ NULL, "/variazioni?cursor=altro:1", 410, "cursore-non-valido", NULL },
	{ NULL, "/variazioni?attesa=26", 400, "richiesta-non-valida", "attesa" },
	{ NULL, "/punti-consulenza/P7000-01/disponibilita", 400, "richiesta-non-valida", "dal" },
	{ NULL, "/punti-consulenza/P7000-01/disponibilita?dal=2026-11-01&al=2027-11-01", 400,
	  "richiesta-non-valida", "al" },
	{ NULL, "/appuntamenti?dal=2026-02-30", 400, "richiesta-non-valida", "dal" },
	{ NULL, "/appuntamenti?stato=BOH", 400, "richiesta-non-valida", "stato" },
};

Test(http_services, refuses_by_name)
{
	struct fixture f;

	fixture_start(&f, NULL);
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		struct reply r = http_ask(&(struct ask){ .method = refusals[i].method,
			.url = fixture_url(&f, refusals[i].path), .token = f.anna });

		if (refusals[i].status == 405)
			cr_expect(*reply_header(&r, "Allow", &f.a), "%s", refusals[i].path);
		cr_expect_eq(r.status, refusals[i].status, "%s", refusals[i].path);
		expect_problem(&f, &r, refusals[i].status, refusals[i].type, refusals[i].campo);
	}
	fixture_stop(&f);
}

Test(http_services, refuses_head_and_says_what_is_allowed)
{
	struct fixture f;
	struct reply r;

	fixture_start(&f, NULL);
	r = http_ask(&(struct ask){ .method = "HEAD", .url = fixture_url(&f, "/appuntamenti"),
		.token = f.anna });
	cr_expect_eq(r.status, 405);
	cr_expect_str_eq(reply_header(&r, "Allow", &f.a), "GET, POST");
	reply_release(&r);
	fixture_stop(&f);
}

/* ---- confirming ----------------------------------------------------------------------------- */

Test(http_services, confirms_once_for_each_key)
{
	struct fixture f;
	struct appuntamento x = { 0 };
	struct operazione o = { 0 };
	const char *key = NULL;
	struct reply first, again, r;

	fixture_start(&f, NULL);
	key = fixture_key(&f);
	first = fixture_book(&f, f.anna, "q-1", ORARIO_LIBERO, key);
	cr_assert_eq(first.status, 201, "%s", buf_str(&first.body));
	fixture_read(&f, &first, &appuntamento_fields, &x);
	cr_expect_str_eq(x.nota, "Chiedo perch\xc3\xa9");
	cr_expect_str_eq(reply_header(&first, "ETag", &f.a), "\"1\"");
	cr_expect_str_eq(reply_header(&first, "Location", &f.a),
		arena_printf(&f.a, API_BASE_PATH "/appuntamenti/%s", x.id));
	again = fixture_book(&f, f.anna, "q-1", ORARIO_LIBERO, key);
	cr_expect_eq(again.status, 201);
	cr_expect_str_eq(buf_str(&again.body), buf_str(&first.body), "the same, byte by byte");
	cr_expect_str_eq(reply_header(&again, "ETag", &f.a), "\"1\"");
	r = fixture_book(&f, f.anna, "q-1", ORARIO_ALTRO, key);
	expect_problem(&f, &r, 422, "chiave-riusata", NULL);
	r = get_as(&f, f.anna, arena_printf(&f.a, "/operazioni/%s", strchr(key, ' ') + 1));
	fixture_read(&f, &r, &operazione_fields, &o);
	cr_expect_eq(o.stato, OPERAZIONE_STATO_ESEGUITA);
	cr_expect_str_eq(o.risorsa, x.id);
	cr_expect_eq(o.status, 201);
	reply_release(&r);
	reply_release(&first);
	reply_release(&again);
	fixture_stop(&f);
}

Test(http_services, burns_a_key)
{
	struct fixture f;
	const char *key = NULL, *path = NULL;
	struct operazione o = { 0 };
	struct reply r;

	fixture_start(&f, NULL);
	key = fixture_key(&f);
	path = arena_printf(&f.a, "/operazioni/%s/chiusura", strchr(key, ' ') + 1);
	for (int i = 0; i < 2; i++) {
		r = post_as(&f, f.anna, path, NULL, NULL, NULL);
		cr_expect_eq(r.status, 200);
		fixture_read(&f, &r, &operazione_fields, &o);
		cr_expect_eq(o.stato, OPERAZIONE_STATO_CHIUSA);
		reply_release(&r);
	}
	r = fixture_book(&f, f.anna, "q-1", ORARIO_LIBERO, key);
	expect_problem(&f, &r, 409, "chiave-chiusa", NULL);
	fixture_booking(&f, "q-1", ORARIO_LIBERO);
	fixture_stop(&f);
}

#define REQUEST(quesiti, nota, inizio, more) \
	"{\"codice_rapporto_lavoro\":\"" RAPPORTO_ANNA "\",\"quesiti\":[" quesiti "]," \
	"\"punto\":\"P7000-01\",\"inizio\":\"" inizio "\"" nota more "}"
#define NOTA ",\"nota\":\"x\""

static const struct {
	const char *body;
	long status;
	const char *type;
	const char *campo;
} bad_bodies[] = {
	{ "", 400, "richiesta-non-valida", NULL },
	{ "{", 400, "richiesta-non-valida", NULL },
	{ "[]", 400, "richiesta-non-valida", NULL },
	{ "null", 400, "richiesta-non-valida", NULL },
	{ REQUEST("\"q-1\"", NOTA, ORARIO_LIBERO, "") "x", 400, "richiesta-non-valida", NULL },
	{ REQUEST("\"q-1\"", NOTA, ORARIO_LIBERO, ",\"nota\":\"y\""), 400, "richiesta-non-valida", NULL },
	{ REQUEST("\"q-1\"", NOTA, ORARIO_LIBERO, ",\"boh\":1"), 400, "richiesta-non-valida", "boh" },
	{ REQUEST("\"q-1\"", ",\"nota\":\"\\u0000\"", ORARIO_LIBERO, ""), 400,
	  "richiesta-non-valida", NULL },
	{ REQUEST("\"q-1\"", ",\"nota\":\"\xff\"", ORARIO_LIBERO, ""), 400, "richiesta-non-valida",
	  NULL },
	{ REQUEST("\"q-1\"", ",\"nota\":\"  \"", ORARIO_LIBERO, ""), 422, "nota-mancante", "nota" },
	{ REQUEST("\"q-1\"", "", ORARIO_LIBERO, ""), 422, "nota-mancante", "nota" },
	{ REQUEST("", NOTA, ORARIO_LIBERO, ""), 422, "campo-non-valido", "quesiti" },
	{ REQUEST("\"q-1\",\"q-1\"", NOTA, ORARIO_LIBERO, ""), 422, NULL, NULL },
	{ REQUEST("\"q-4\"", NOTA, ORARIO_LIBERO, ""), 422, "quesito-non-ammesso", NULL },
	{ REQUEST("\"q-5\"", NOTA, ORARIO_LIBERO, ""), 422, NULL, NULL },
	{ REQUEST("\"q-1\"", NOTA, "2026-11-29T09:10:00+01:00", ""), 422, "data-non-prenotabile", NULL },
	{ REQUEST("\"q-1\"", NOTA, "2026-11-20T09:10:00+01:00", ""), 422, "data-non-prenotabile", NULL },
	{ REQUEST("\"q-1\"", NOTA, ORARIO_LIBERO, ",\"canali\":[\"PEC\"]"), 422,
	  "recapito-non-disponibile", NULL },
	{ REQUEST("\"q-1\"", NOTA, ORARIO_LIBERO, ",\"allegati\":[\"nessuno\"]"), 422, NULL, NULL },
};

Test(http_services, refuses_a_confirmation_by_its_rule)
{
	struct fixture f;

	fixture_start(&f, NULL);
	for (size_t i = 0; i < sizeof bad_bodies / sizeof *bad_bodies; i++) {
		struct reply r = post_as(&f, f.anna, "/appuntamenti", bad_bodies[i].body,
			fixture_key(&f), NULL);
		struct problem p = { 0 };
		const char *type = fixture_problem(&f, &r, &p);

		cr_expect_eq(r.status, bad_bodies[i].status, "%zu: %ld %s", i, r.status,
			buf_str(&r.body));
		if (bad_bodies[i].type)
			cr_expect_str_eq(type, bad_bodies[i].type, "%zu: %s", i, buf_str(&r.body));
		if (bad_bodies[i].campo)
			cr_expect_str_eq(p.campo ? p.campo : "", bad_bodies[i].campo, "%zu: %s", i,
				buf_str(&r.body));
		reply_release(&r);
	}
	fixture_booking(&f, "q-1", ORARIO_LIBERO);
	fixture_stop(&f);
}

Test(http_services, names_the_nearest_times_when_one_is_taken)
{
	struct fixture f;
	struct problem p = { 0 };
	struct err err = { 0 };
	instant inizio = 0;
	struct reply r;

	fixture_start(&f, NULL);
	cr_assert(instant_parse(ORARIO_LIBERO, &inizio));
	fixture_import(&f, "{\"tipo\":\"QUESITO\",\"quesito\":{\"id\":\"q-9\","
		"\"codice_rapporto_lavoro\":\"0000222222\",\"argomento\":\"MAV\",\"oggetto\":\"x\","
		"\"aperto_il\":\"2026-09-01\",\"stato\":\"CHIUSO\",\"esito\":\"RESPINTO\","
		"\"chiuso_il\":\"2026-10-01\"}}\n");
	cr_assert(service_take_orario(f.service, "P7000-01", inizio, &err), "%s %s", err.text,
		err.cause);
	r = fixture_book(&f, f.anna, "q-1", ORARIO_LIBERO, fixture_key(&f));
	cr_expect_str_eq(fixture_problem(&f, &r, &p), "orario-occupato", "%s", buf_str(&r.body));
	cr_expect_eq(r.status, 409);
	cr_expect_gt(p.n_orari_vicini, 0);
	reply_release(&r);
	fixture_stop(&f);
}

static const struct {
	const char *headers[3];
	const char *type; /* Content-Type */
	long status;
	const char *problem;
} bad_headers[] = {
	{ { NULL }, NULL, 400, "chiave-mancante" },
	{ { "Idempotency-Key: x" }, NULL, 400, "richiesta-non-valida" },
	{ { "Idempotency-Key: 0B9D4C3E-8F3A-4D52-9B1E-3D2F1A0C9E77" }, NULL, 400,
	  "richiesta-non-valida" },
	{ { "Idempotency-Key: 0b9d4c3e-8f3a-1d52-9b1e-3d2f1a0c9e77" }, NULL, 400,
	  "richiesta-non-valida" },
	{ { "Idempotency-Key: 0b9d4c3e-8f3a-4d52-9b1e-3d2f1a0c9e77",
	    "Idempotency-Key: 0b9d4c3e-8f3a-4d52-9b1e-3d2f1a0c9e78" }, NULL, 400,
	  "richiesta-non-valida" },
	{ { "Idempotency-Key: 0b9d4c3e-8f3a-4d52-9b1e-3d2f1a0c9e77" }, "text/plain", 415,
	  "tipo-di-contenuto-non-ammesso" },
	{ { "Idempotency-Key: 0b9d4c3e-8f3a-4d52-9b1e-3d2f1a0c9e77" }, "application/jsonx", 415,
	  "tipo-di-contenuto-non-ammesso" },
};

Test(http_services, wants_its_headers)
{
	struct fixture f;

	fixture_start(&f, NULL);
	for (size_t i = 0; i < sizeof bad_headers / sizeof *bad_headers; i++) {
		struct reply r = http_ask(&(struct ask){ .method = "POST",
			.url = fixture_url(&f, "/appuntamenti"), .token = f.anna, .body = "{}",
			.type = bad_headers[i].type,
			.headers = { bad_headers[i].headers[0], bad_headers[i].headers[1] } });

		expect_problem(&f, &r, bad_headers[i].status, bad_headers[i].problem, NULL);
	}
	fixture_stop(&f);
}

Test(http_services, refuses_bodies_that_are_too_large_or_deep)
{
	struct fixture f;
	struct buf b;
	struct reply r;

	fixture_start(&f, NULL);
	buf_init(&b, (size_t)1 << 20);
	for (int i = 0; i < 1000; i++)
		buf_addc(&b, '[');
	r = post_as(&f, f.anna, "/appuntamenti", buf_str(&b), fixture_key(&f), NULL);
	expect_problem(&f, &r, 400, "richiesta-non-valida", NULL);
	for (int i = 0; i < 100000; i++)
		buf_adds(&b, "1234567");
	r = post_as(&f, f.anna, "/appuntamenti", buf_str(&b), fixture_key(&f), NULL);
	expect_problem(&f, &r, 413, "corpo-troppo-grande", NULL);
	r = post_as(&f, f.anna, "/appuntamenti", buf_str(&b), fixture_key(&f),
		"Transfer-Encoding: chunked");
	cr_expect(r.status == 413 || r.status == 0, "refused or cut: %ld", r.status);
	reply_release(&r);
	buf_release(&b);
	fixture_stop(&f);
}

/* ---- cancelling ------------------------------------------------------------------------------ */

Test(http_services, cancels_the_version_that_was_read)
{
	struct fixture f;
	struct appuntamento x = { 0 };
	struct problem p = { 0 };
	const char *id = NULL, *path = NULL, *key = NULL;
	struct reply r, again;

	fixture_start(&f, NULL);
	id = fixture_booking(&f, "q-1", ORARIO_LIBERO);
	path = arena_printf(&f.a, "/appuntamenti/%s/cancellazione", id);
	r = get_as(&f, f.anna, arena_printf(&f.a, "/appuntamenti/%s", id));
	cr_expect_str_eq(reply_header(&r, "ETag", &f.a), "\"1\"");
	reply_release(&r);
	r = post_as(&f, f.anna, path, "{}", fixture_key(&f), NULL);
	expect_problem(&f, &r, 428, "versione-mancante", NULL);
	r = post_as(&f, f.anna, path, "{}", fixture_key(&f), "If-Match: 1");
	expect_problem(&f, &r, 400, "richiesta-non-valida", "If-Match");
	r = post_as(&f, f.anna, path, "{}", fixture_key(&f), "If-Match: *");
	expect_problem(&f, &r, 400, "richiesta-non-valida", "If-Match");
	r = post_as(&f, f.anna, path, "{}", fixture_key(&f), "If-Match: \"7\"");
	cr_expect_str_eq(reply_header(&r, "ETag", &f.a), "\"1\"", "the current one");
	fixture_problem(&f, &r, &p);
	cr_expect_eq(p.versione, 1);
	expect_problem(&f, &r, 412, "versione-superata", NULL);
	key = fixture_key(&f);
	r = post_as(&f, f.anna, path, "{\"motivo\":\"Non serve pi\xc3\xb9\"}", key, "If-Match: \"1\"");
	cr_assert_eq(r.status, 200, "%s", buf_str(&r.body));
	fixture_read(&f, &r, &appuntamento_fields, &x);
	cr_expect_eq(x.stato, APPUNTAMENTO_STATO_CANCELLATO);
	again = post_as(&f, f.anna, path, "{\"motivo\":\"Non serve pi\xc3\xb9\"}", key,
		"If-Match: \"1\"");
	cr_expect_eq(again.status, 200);
	cr_expect_str_eq(buf_str(&again.body), buf_str(&r.body));
	reply_release(&again);
	reply_release(&r);
	r = post_as(&f, f.anna, path, "{}", fixture_key(&f), "If-Match: \"2\"");
	expect_problem(&f, &r, 409, "stato-non-ammesso", NULL);
	fixture_booking(&f, "q-1", ORARIO_LIBERO);
	fixture_stop(&f);
}

/* ---- files ------------------------------------------------------------------------------------ */

static const char pdf[] = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
static const char html[] = "<!DOCTYPE html><html><script>alert(1)</script></html>";
static const char cut_pdf[] = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\n";
static const char late_pdf[] = "\n\n\n%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n";
static const char exe[] = "MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff";

static struct reply upload(struct fixture *f, const char *bytes, size_t n, const char *name,
	const char *key)
{
	return http_ask(&(struct ask){ .url = fixture_url(f, "/allegati"), .token = f->anna,
		.headers = { key }, .file = bytes, .file_n = n, .file_name = name });
}

Test(http_services, takes_files_by_content_and_gives_them_back)
{
	struct fixture f;
	struct allegato x = { 0 }, y = { 0 };
	const char *key = NULL;
	struct reply r;

	fixture_start(&f, NULL);
	key = fixture_key(&f);
	r = upload(&f, pdf, sizeof pdf - 1, "../../busta p\xc3\xa0ga \"1\".pdf", key);
	cr_assert_eq(r.status, 201, "%s", buf_str(&r.body));
	fixture_read(&f, &r, &allegato_fields, &x);
	cr_expect_eq(x.tipo, TIPO_FILE_PDF);
	cr_expect_eq(x.byte, sizeof pdf - 1);
	cr_expect_null(strpbrk(x.nome, "/\\"));
	cr_expect_str_eq(reply_header(&r, "Location", &f.a),
		arena_printf(&f.a, API_BASE_PATH "/allegati/%s", x.id));
	reply_release(&r);
	r = upload(&f, pdf, sizeof pdf - 1, "../../busta p\xc3\xa0ga \"1\".pdf", key);
	cr_expect_eq(r.status, 201, "the same file with the same key, another boundary");
	fixture_read(&f, &r, &allegato_fields, &y);
	cr_expect_str_eq(y.id, x.id);
	reply_release(&r);
	r = get_as(&f, f.anna, arena_printf(&f.a, "/allegati/%s", x.id));
	cr_expect_eq(r.status, 200);
	cr_expect_eq(r.body.len, sizeof pdf - 1);
	cr_expect_arr_eq(r.body.data, pdf, sizeof pdf - 1);
	cr_expect_str_eq(reply_header(&r, "Content-Type", &f.a), "application/pdf");
	cr_expect_str_eq(reply_header(&r, "X-Content-Type-Options", &f.a), "nosniff");
	cr_expect(strstr(reply_header(&r, "Content-Disposition", &f.a), "attachment; filename=\""));
	cr_expect(strstr(reply_header(&r, "Content-Disposition", &f.a), "p%C3%A0ga"));
	reply_release(&r);
	fixture_stop(&f);
}

Test(http_services, refuses_files_that_are_not_what_they_say)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *name;
	} bad[] = {
		{ html, sizeof html - 1, "foto.jpg" }, { cut_pdf, sizeof cut_pdf - 1, "a.pdf" },
		{ late_pdf, sizeof late_pdf - 1, "a.pdf" }, { exe, sizeof exe - 1, "a.pdf" },
		{ "", 0, "vuoto.pdf" }, { "%%EOF", 5, "a.pdf" },
	};
	struct fixture f;

	fixture_start(&f, NULL);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct reply r = upload(&f, bad[i].bytes, bad[i].n, bad[i].name, fixture_key(&f));

		cr_expect_eq(r.status, 422, "%zu", i);
		expect_problem(&f, &r, 422, "allegato-non-ammesso", "file");
	}
	fixture_stop(&f);
}

Test(http_services, refuses_files_that_are_too_large)
{
	struct fixture f;
	char *big = xalloc(ALLEGATI_BYTES_MAX + (1 << 20));
	struct reply r;

	fixture_start(&f, NULL);
	memcpy(big, pdf, sizeof pdf - 1);
	memcpy(big + ALLEGATI_BYTES_MAX - 7, "\n%%EOF\n", 7);
	r = upload(&f, big, ALLEGATI_BYTES_MAX, "limite.pdf", fixture_key(&f));
	cr_expect_eq(r.status, 201, "%s", buf_str(&r.body));
	reply_release(&r);
	r = upload(&f, big, ALLEGATI_BYTES_MAX + 1, "oltre.pdf", fixture_key(&f));
	expect_problem(&f, &r, 422, "allegati-troppo-grandi", "file");
	r = upload(&f, big, ALLEGATI_BYTES_MAX + (1 << 20), "molto.pdf", fixture_key(&f));
	expect_problem(&f, &r, 413, "corpo-troppo-grande", NULL);
	FREE(&big);
	fixture_stop(&f);
}

/* ---- limits ------------------------------------------------------------------------------------ */

static _Atomic int64_t fake_ms = 1000;

static int64_t fake_now(void)
{
	return fake_ms;
}

Test(http_services, limits_each_person_and_recovers)
{
	struct fixture_options o = { .limite_richieste = 3, .limite_secondi = 60, .now_ms = fake_now };
	struct fixture f;
	struct reply r;

	fixture_start(&f, &o);
	for (int left = 2; left >= 0; left--) {
		r = get_as(&f, f.anna, "/profilo");
		cr_expect_eq(r.status, 200);
		cr_expect_str_eq(reply_header(&r, "RateLimit-Limit", &f.a), "3");
		cr_expect_str_eq(reply_header(&r, "RateLimit-Remaining", &f.a),
			arena_printf(&f.a, "%d", left));
		cr_expect(*reply_header(&r, "RateLimit-Reset", &f.a));
		reply_release(&r);
	}
	r = get_as(&f, f.anna, "/profilo");
	cr_expect_str_eq(reply_header(&r, "Retry-After", &f.a), "20");
	cr_expect_str_eq(reply_header(&r, "RateLimit-Remaining", &f.a), "0");
	expect_problem(&f, &r, 429, "troppe-richieste", NULL);
	r = get_as(&f, f.mario, "/profilo");
	cr_expect_eq(r.status, 200, "another person");
	reply_release(&r);
	fake_ms += 20000;
	r = get_as(&f, f.anna, "/profilo");
	cr_expect_eq(r.status, 200, "after what Retry-After said");
	reply_release(&r);
	fixture_stop(&f);
}

Test(http_services, limits_addresses_before_sign_in)
{
	struct fixture_options o = { .limite_richieste = 1, .limite_secondi = 60, .now_ms = fake_now };
	struct fixture f;
	struct reply r;

	fixture_start(&f, &o);
	for (int i = 0; i < LIMITE_INDIRIZZO_VOLTE; i++) {
		r = get_as(&f, i % 2 ? "falso" : NULL, "/profilo");
		cr_expect_eq(r.status, 401);
		cr_expect(*reply_header(&r, "RateLimit-Limit", &f.a));
		reply_release(&r);
	}
	r = get_as(&f, "falso", "/profilo");
	cr_expect(*reply_header(&r, "Retry-After", &f.a));
	expect_problem(&f, &r, 429, "troppe-richieste", NULL);
	r = get_as(&f, NULL, "/nulla");
	expect_problem(&f, &r, 429, "troppe-richieste", NULL);
	r = get_as(&f, f.anna, "/profilo");
	cr_expect_eq(r.status, 200, "who has signed in does not pay for the neighbours");
	reply_release(&r);
	fixture_stop(&f);
}

/* ---- the feed ----------------------------------------------------------------------------------- */

static const char *feed_to_the_end(struct fixture *f, const char *token)
{
	const char *cursor = "";
	struct variazioni x = { 0 };

	do {
		struct reply r = get_as(f, token, arena_printf(&f->a, "/variazioni?limit=200%s%s",
			*cursor ? "&cursor=" : "", cursor));

		cr_assert_eq(r.status, 200, "%s", buf_str(&r.body));
		fixture_read(f, &r, &variazioni_fields, &x);
		cursor = x.next_cursor;
		reply_release(&r);
	} while (x.altre);
	return cursor;
}

struct poll {
	struct fixture *f;
	const char *url;
	long status;
	size_t items;
	int64_t took_ms;
};

static void *long_poll(void *arg)
{
	struct poll *p = arg;
	struct arena a = { 0 };
	struct variazioni x = { 0 };
	int64_t start = clock_monotonic_ms();
	struct reply r = http_get(p->url, p->f->anna);

	p->took_ms = clock_monotonic_ms() - start;
	p->status = r.status;
	if (r.status == 200 && api_decode(&variazioni_fields, API_REPLY, buf_str(&r.body),
			r.body.len, &a, &x, NULL))
		p->items = x.n;
	reply_release(&r);
	arena_release(&a);
	return NULL;
}

Test(http_feed, waits_until_something_visible_is_committed)
{
	struct fixture f;
	struct poll p = { 0 };
	pthread_t thread;

	fixture_start(&f, NULL);
	p = (struct poll){ .f = &f, .url = fixture_url(&f, arena_printf(&f.a,
		"/variazioni?attesa=25&cursor=%s", feed_to_the_end(&f, f.anna))) };
	pthread_create(&thread, NULL, long_poll, &p);
	fixture_booking(&f, "q-1", ORARIO_LIBERO);
	pthread_join(thread, NULL);
	cr_expect_eq(p.status, 200);
	cr_expect_gt(p.items, 0);
	cr_expect_lt(p.took_ms, 15000, "%ld ms", (long)p.took_ms);
	fixture_stop(&f);
}

Test(http_feed, answers_at_its_deadline)
{
	struct fixture f;
	struct poll p = { 0 };

	fixture_start(&f, NULL);
	p = (struct poll){ .f = &f, .url = fixture_url(&f, arena_printf(&f.a,
		"/variazioni?attesa=1&cursor=%s", feed_to_the_end(&f, f.anna))) };
	long_poll(&p);
	cr_expect_eq(p.status, 200);
	cr_expect_eq(p.items, 0);
	cr_expect_geq(p.took_ms, 990);
	fixture_stop(&f);
}

Test(http_feed, lets_everybody_go_when_it_stops)
{
	enum { POLLS = 20 };
	struct fixture f;
	struct poll p[POLLS];
	pthread_t threads[POLLS];
	const char *url = NULL;

	fixture_start(&f, NULL);
	url = fixture_url(&f, arena_printf(&f.a, "/variazioni?attesa=25&cursor=%s",
		feed_to_the_end(&f, f.anna)));
	for (int i = 0; i < POLLS; i++) {
		p[i] = (struct poll){ .f = &f, .url = url };
		pthread_create(&threads[i], NULL, long_poll, &p[i]);
	}
	http_quiesce(f.http);
	service_stop(f.service);
	for (int i = 0; i < POLLS; i++) {
		pthread_join(threads[i], NULL);
		cr_expect(p[i].status == 200 || p[i].status == 503 || p[i].status == 0, "%ld",
			p[i].status);
		cr_expect_lt(p[i].took_ms, 15000);
	}
	fixture_stop(&f);
}

/* ---- hard cases ---------------------------------------------------------------------------------- */

Test(http_services, loses_the_answer_but_not_the_booking)
{
	struct fixture f;
	const char *key = NULL;
	struct reply r;

	fixture_start(&f, NULL);
	key = fixture_key(&f);
	service_lose_next_answer(f.service);
	r = fixture_book(&f, f.anna, "q-1", ORARIO_LIBERO, key);
	cr_expect_eq(r.status, 0, "cut: %ld", r.status);
	reply_release(&r);
	r = fixture_book(&f, f.anna, "q-1", ORARIO_LIBERO, key);
	cr_expect_eq(r.status, 201, "the replay tells: %s", buf_str(&r.body));
	reply_release(&r);
	r = get_as(&f, f.anna, "/appuntamenti");
	cr_expect(strstr(buf_str(&r.body), "AG-2026-"));
	reply_release(&r);
	fixture_stop(&f);
}

Test(http_services, stands_attacks_on_its_headers)
{
	static const char *const attacks[] = {
		"GET " API_BASE_PATH "/status HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\rb\r\n"
		"Connection: close\r\n\r\n",
		"GET " API_BASE_PATH "/profilo HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer\r\n"
		"Connection: close\r\n\r\n",
		"GET " API_BASE_PATH "/profilo HTTP/1.1\r\nHost: x\r\nAuthorization: Basic YTpi\r\n"
		"Connection: close\r\n\r\n",
		"GET " API_BASE_PATH "/rapporti?q=%0d%0aSet-Cookie:a HTTP/1.1\r\nHost: x\r\n"
		"Connection: close\r\n\r\n",
		"GET http://altro" API_BASE_PATH "/nulla HTTP/1.0\r\n\r\n",
		"POST " API_BASE_PATH "/appuntamenti HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
		"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
	};
	struct fixture f;

	fixture_start(&f, &(struct fixture_options){ .timeout_s = 1 });
	for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
		bool closed = false;
		struct buf b = http_raw(http_address(f.http), attacks[i], strlen(attacks[i]), 10000,
			&closed);
		int status = 0;

		sscanf(buf_str(&b), "HTTP/1.%*d %d", &status);
		cr_expect(closed, "%zu", i);
		cr_expect(status < 500, "%zu: %d", i, status);
		cr_expect_null(strstr(buf_str(&b), "Set-Cookie"), "%zu", i);
		buf_release(&b);
	}
	fixture_stop(&f);
}
