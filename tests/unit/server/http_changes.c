/* SPDX-License-Identifier: EUPL-1.2
 *
 * What changes something, over real HTTP: confirming, burning a key, cancelling, uploading. */
#include "base/alloc.h"
#include "http_fixture.h"

#include <criterion/criterion.h>
#include <string.h>

/* ---- confirming ----------------------------------------------------------------------------- */

Test(http_changes, confirms_once_for_each_key)
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
	cr_expect_str_eq(
		buf_str(&again.body), buf_str(&first.body), "the same, byte by byte");
	cr_expect_str_eq(reply_header(&again, "ETag", &f.a), "\"1\"");
	r = fixture_book(&f, f.anna, "q-1", ORARIO_ALTRO, key);
	fixture_expect(&f, &r, 422, "chiave-riusata", NULL);
	r = fixture_get(
		&f, f.anna, arena_printf(&f.a, "/operazioni/%s", strchr(key, ' ') + 1));
	fixture_read(&f, &r, &operazione_fields, &o);
	cr_expect_eq(o.stato, OPERAZIONE_STATO_ESEGUITA);
	cr_expect_str_eq(o.risorsa, x.id);
	cr_expect_eq(o.status, 201);
	reply_release(&r);
	reply_release(&first);
	reply_release(&again);
	fixture_stop(&f);
}

Test(http_changes, burns_a_key)
{
	struct fixture f;
	const char *key = NULL, *path = NULL;
	struct operazione o = { 0 };
	struct reply r;

	fixture_start(&f, NULL);
	key = fixture_key(&f);
	path = arena_printf(&f.a, "/operazioni/%s/chiusura", strchr(key, ' ') + 1);
	for (int i = 0; i < 2; i++) {
		r = fixture_post(&f, f.anna, path, NULL, NULL, NULL);
		cr_expect_eq(r.status, 200);
		fixture_read(&f, &r, &operazione_fields, &o);
		cr_expect_eq(o.stato, OPERAZIONE_STATO_CHIUSA);
		reply_release(&r);
	}
	r = fixture_book(&f, f.anna, "q-1", ORARIO_LIBERO, key);
	fixture_expect(&f, &r, 409, "chiave-chiusa", NULL);
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
	{ REQUEST("\"q-1\"", NOTA, ORARIO_LIBERO, "") "x", 400, "richiesta-non-valida",
		NULL },
	{ REQUEST("\"q-1\"", NOTA, ORARIO_LIBERO, ",\"nota\":\"y\""), 400,
		"richiesta-non-valida", NULL },
	{ REQUEST("\"q-1\"", NOTA, ORARIO_LIBERO, ",\"boh\":1"), 400,
		"richiesta-non-valida", "boh" },
	{ REQUEST("\"q-1\"", ",\"nota\":\"\\u0000\"", ORARIO_LIBERO, ""), 400,
		"richiesta-non-valida", NULL },
	{ REQUEST("\"q-1\"", ",\"nota\":\"\xff\"", ORARIO_LIBERO, ""), 400,
		"richiesta-non-valida", NULL },
	{ REQUEST("\"q-1\"", ",\"nota\":\"  \"", ORARIO_LIBERO, ""), 422, "nota-mancante",
		"nota" },
	{ REQUEST("\"q-1\"", "", ORARIO_LIBERO, ""), 422, "nota-mancante", "nota" },
	{ REQUEST("", NOTA, ORARIO_LIBERO, ""), 422, "campo-non-valido", "quesiti" },
	{ REQUEST("\"q-1\",\"q-1\"", NOTA, ORARIO_LIBERO, ""), 422, NULL, NULL },
	{ REQUEST("\"q-4\"", NOTA, ORARIO_LIBERO, ""), 422, "quesito-non-ammesso", NULL },
	{ REQUEST("\"q-5\"", NOTA, ORARIO_LIBERO, ""), 422, NULL, NULL },
	{ REQUEST("\"q-1\"", NOTA, "2026-11-29T09:10:00+01:00", ""), 422,
		"data-non-prenotabile", NULL },
	{ REQUEST("\"q-1\"", NOTA, "2026-11-20T09:10:00+01:00", ""), 422,
		"data-non-prenotabile", NULL },
	{ REQUEST("\"q-1\"", NOTA, ORARIO_LIBERO, ",\"canali\":[\"PEC\"]"), 422,
		"recapito-non-disponibile", NULL },
	{ REQUEST("\"q-1\"", NOTA, ORARIO_LIBERO, ",\"allegati\":[\"nessuno\"]"), 422,
		NULL, NULL },
};

Test(http_changes, refuses_a_confirmation_by_its_rule)
{
	struct fixture f;

	fixture_start(&f, NULL);
	for (size_t i = 0; i < sizeof bad_bodies / sizeof *bad_bodies; i++) {
		struct reply r = fixture_post(&f, f.anna, "/appuntamenti",
			bad_bodies[i].body, fixture_key(&f), NULL);
		struct problem p = { 0 };
		const char *type = fixture_problem(&f, &r, &p);

		cr_expect_eq(r.status, bad_bodies[i].status, "%zu: %ld %s", i, r.status,
			buf_str(&r.body));
		if (bad_bodies[i].type)
			cr_expect_str_eq(
				type, bad_bodies[i].type, "%zu: %s", i, buf_str(&r.body));
		if (bad_bodies[i].campo)
			cr_expect_str_eq(p.campo ? p.campo : "", bad_bodies[i].campo,
				"%zu: %s", i, buf_str(&r.body));
		reply_release(&r);
	}
	fixture_booking(&f, "q-1", ORARIO_LIBERO);
	fixture_stop(&f);
}

Test(http_changes, names_the_nearest_times_when_one_is_taken)
{
	struct fixture f;
	struct problem p = { 0 };
	struct err err = { 0 };
	instant inizio = 0;
	struct reply r;

	fixture_start(&f, NULL);
	cr_assert(instant_parse(ORARIO_LIBERO, &inizio));
	fixture_import(&f,
		"{\"tipo\":\"QUESITO\",\"quesito\":{\"id\":\"q-9\","
		"\"codice_rapporto_lavoro\":\"0000222222\",\"argomento\":\"MAV\",\"oggetto\":\"x\","
		"\"aperto_il\":\"2026-09-01\",\"stato\":\"CHIUSO\",\"esito\":\"RESPINTO\","
		"\"chiuso_il\":\"2026-10-01\"}}\n");
	cr_assert(service_take_orario(f.service, "P7000-01", inizio, &err), "%s %s",
		err.text, err.cause);
	r = fixture_book(&f, f.anna, "q-1", ORARIO_LIBERO, fixture_key(&f));
	cr_expect_str_eq(
		fixture_problem(&f, &r, &p), "orario-occupato", "%s", buf_str(&r.body));
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
		  "Idempotency-Key: 0b9d4c3e-8f3a-4d52-9b1e-3d2f1a0c9e78" },
		NULL, 400, "richiesta-non-valida" },
	{ { "Idempotency-Key: 0b9d4c3e-8f3a-4d52-9b1e-3d2f1a0c9e77" }, "text/plain", 415,
		"tipo-di-contenuto-non-ammesso" },
	{ { "Idempotency-Key: 0b9d4c3e-8f3a-4d52-9b1e-3d2f1a0c9e77" },
		"application/jsonx", 415, "tipo-di-contenuto-non-ammesso" },
};

Test(http_changes, wants_its_headers)
{
	struct fixture f;

	fixture_start(&f, NULL);
	for (size_t i = 0; i < sizeof bad_headers / sizeof *bad_headers; i++) {
		struct reply r = http_ask(&(struct ask){ .method = "POST",
			.url = fixture_url(&f, "/appuntamenti"),
			.token = f.anna,
			.body = "{}",
			.type = bad_headers[i].type,
			.headers = {
				bad_headers[i].headers[0], bad_headers[i].headers[1] } });

		fixture_expect(
			&f, &r, bad_headers[i].status, bad_headers[i].problem, NULL);
	}
	fixture_stop(&f);
}

Test(http_changes, refuses_bodies_that_are_too_large_or_deep)
{
	struct fixture f;
	struct buf b;
	struct reply r;

	fixture_start(&f, NULL);
	buf_init(&b, (size_t)1 << 20);
	for (int i = 0; i < 1000; i++)
		buf_addc(&b, '[');
	r = fixture_post(&f, f.anna, "/appuntamenti", buf_str(&b), fixture_key(&f), NULL);
	fixture_expect(&f, &r, 400, "richiesta-non-valida", NULL);
	for (int i = 0; i < 100000; i++)
		buf_adds(&b, "1234567");
	r = fixture_post(&f, f.anna, "/appuntamenti", buf_str(&b), fixture_key(&f), NULL);
	fixture_expect(&f, &r, 413, "corpo-troppo-grande", NULL);
	r = fixture_post(&f, f.anna, "/appuntamenti", buf_str(&b), fixture_key(&f),
		"Transfer-Encoding: chunked");
	cr_expect(r.status == 413 || r.status == 0, "refused or cut: %ld", r.status);
	reply_release(&r);
	buf_release(&b);
	fixture_stop(&f);
}

/* ---- cancelling ------------------------------------------------------------------------------ */

Test(http_changes, cancels_the_version_that_was_read)
{
	struct fixture f;
	struct appuntamento x = { 0 };
	struct problem p = { 0 };
	const char *id = NULL, *path = NULL, *key = NULL;
	struct reply r, again;

	fixture_start(&f, NULL);
	id = fixture_booking(&f, "q-1", ORARIO_LIBERO);
	path = arena_printf(&f.a, "/appuntamenti/%s/cancellazione", id);
	r = fixture_get(&f, f.anna, arena_printf(&f.a, "/appuntamenti/%s", id));
	cr_expect_str_eq(reply_header(&r, "ETag", &f.a), "\"1\"");
	reply_release(&r);
	r = fixture_post(&f, f.anna, path, "{}", fixture_key(&f), NULL);
	fixture_expect(&f, &r, 428, "versione-mancante", NULL);
	r = fixture_post(&f, f.anna, path, "{}", fixture_key(&f), "If-Match: 1");
	fixture_expect(&f, &r, 400, "richiesta-non-valida", "If-Match");
	r = fixture_post(&f, f.anna, path, "{}", fixture_key(&f), "If-Match: *");
	fixture_expect(&f, &r, 400, "richiesta-non-valida", "If-Match");
	r = fixture_post(&f, f.anna, path, "{}", fixture_key(&f), "If-Match: \"7\"");
	cr_expect_str_eq(reply_header(&r, "ETag", &f.a), "\"1\"", "the current one");
	fixture_problem(&f, &r, &p);
	cr_expect_eq(p.versione, 1);
	fixture_expect(&f, &r, 412, "versione-superata", NULL);
	key = fixture_key(&f);
	r = fixture_post(&f, f.anna, path, "{\"motivo\":\"Non serve pi\xc3\xb9\"}", key,
		"If-Match: \"1\"");
	cr_assert_eq(r.status, 200, "%s", buf_str(&r.body));
	fixture_read(&f, &r, &appuntamento_fields, &x);
	cr_expect_eq(x.stato, APPUNTAMENTO_STATO_CANCELLATO);
	again = fixture_post(&f, f.anna, path, "{\"motivo\":\"Non serve pi\xc3\xb9\"}",
		key, "If-Match: \"1\"");
	cr_expect_eq(again.status, 200);
	cr_expect_str_eq(buf_str(&again.body), buf_str(&r.body));
	reply_release(&again);
	reply_release(&r);
	r = fixture_post(&f, f.anna, path, "{}", fixture_key(&f), "If-Match: \"2\"");
	fixture_expect(&f, &r, 409, "stato-non-ammesso", NULL);
	fixture_booking(&f, "q-1", ORARIO_LIBERO);
	fixture_stop(&f);
}

/* ---- files ------------------------------------------------------------------------------------ */

static const char pdf[] = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
static const char html[] = "<!DOCTYPE html><html><script>alert(1)</script></html>";
static const char cut_pdf[] = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\n";
static const char late_pdf[] = "\n\n\n%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n";
static const char exe[] = "MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff";

static struct reply upload(
	struct fixture *f, const char *bytes, size_t n, const char *name, const char *key)
{
	return http_ask(&(struct ask){ .url = fixture_url(f, "/allegati"),
		.token = f->anna,
		.headers = { key },
		.file = bytes,
		.file_n = n,
		.file_name = name });
}

Test(http_changes, takes_files_by_content_and_gives_them_back)
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
	r = fixture_get(&f, f.anna, arena_printf(&f.a, "/allegati/%s", x.id));
	cr_expect_eq(r.status, 200);
	cr_expect_eq(r.body.len, sizeof pdf - 1);
	cr_expect_arr_eq(r.body.data, pdf, sizeof pdf - 1);
	cr_expect_str_eq(reply_header(&r, "Content-Type", &f.a), "application/pdf");
	cr_expect_str_eq(reply_header(&r, "X-Content-Type-Options", &f.a), "nosniff");
	cr_expect(strstr(reply_header(&r, "Content-Disposition", &f.a),
		"attachment; filename=\""));
	cr_expect(strstr(reply_header(&r, "Content-Disposition", &f.a), "p%C3%A0ga"));
	reply_release(&r);
	fixture_stop(&f);
}

Test(http_changes, refuses_files_that_are_not_what_they_say)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *name;
	} bad[] = {
		{ html, sizeof html - 1, "foto.jpg" },
		{ cut_pdf, sizeof cut_pdf - 1, "a.pdf" },
		{ late_pdf, sizeof late_pdf - 1, "a.pdf" },
		{ exe, sizeof exe - 1, "a.pdf" },
		{ "", 0, "vuoto.pdf" },
		{ "%%EOF", 5, "a.pdf" },
	};
	struct fixture f;

	fixture_start(&f, NULL);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct reply r = upload(
			&f, bad[i].bytes, bad[i].n, bad[i].name, fixture_key(&f));

		cr_expect_eq(r.status, 422, "%zu", i);
		fixture_expect(&f, &r, 422, "allegato-non-ammesso", "file");
	}
	fixture_stop(&f);
}

Test(http_changes, refuses_files_that_are_too_large)
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
	fixture_expect(&f, &r, 422, "allegati-troppo-grandi", "file");
	r = upload(&f, big, ALLEGATI_BYTES_MAX + (1 << 20), "molto.pdf", fixture_key(&f));
	fixture_expect(&f, &r, 413, "corpo-troppo-grande", NULL);
	FREE(&big);
	fixture_stop(&f);
}

/* Whoever sends all of it, and reads then, has the answer; and the line is still good. */
Test(http_changes, a_file_that_is_too_large_is_read_to_its_end_before_it_is_refused)
{
	static const char next[] = "GET /rest/lavoro-domestico/v1/agenda/status HTTP/1.1\r\n"
				   "Host: x\r\nConnection: close\r\n\r\n";
	size_t n = ALLEGATI_BYTES_MAX + (1 << 20);
	struct fixture f;
	struct buf bytes = { 0 };
	struct buf got;
	char *body = xalloc(n);

	fixture_start(&f, NULL);
	buf_init(&bytes, (size_t)8 << 20);
	buf_addf(&bytes, "POST /rest/lavoro-domestico/v1/agenda/allegati HTTP/1.1\r\nHost: x\r\n"
		"Authorization: Bearer %s\r\n%s\r\nContent-Type: multipart/form-data;"
		" boundary=b\r\nContent-Length: %zu\r\n\r\n", f.anna, fixture_key(&f), n);
	buf_add(&bytes, body, n);
	buf_add(&bytes, next, sizeof next - 1);
	got = http_raw(http_address(f.http), bytes.data, bytes.len, 20000, NULL);
	cr_expect(strstr(buf_str(&got), "HTTP/1.1 413") == buf_str(&got), "%.80s",
		buf_str(&got));
	cr_expect_not_null(strstr(buf_str(&got), "HTTP/1.1 200"));
	buf_release(&got);
	buf_release(&bytes);
	FREE(&body);
	fixture_stop(&f);
}

/* ---- hard cases ---------------------------------------------------------------------------------- */

Test(http_changes, loses_the_answer_but_not_the_booking)
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
	r = fixture_get(&f, f.anna, "/appuntamenti");
	cr_expect(strstr(buf_str(&r.body), "AG-2026-"));
	reply_release(&r);
	fixture_stop(&f);
}
