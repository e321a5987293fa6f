/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a table lets in: every refusal names its field and its rule. */
#include "api/codec.h"
#include "api/messages.h"
#include "api/tables.h"
#include "base/text.h"
#include "domain/importazione.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define GOOD \
	"\"codice_rapporto_lavoro\":\"0000123456\",\"quesiti\":[\"Q-1\",\"Q-2\"]," \
	"\"punto\":\"P7000-01\",\"inizio\":\"2026-11-26T09:30:00+01:00\""

static struct arena arena;

static bool read_request(
	const char *json, struct richiesta_appuntamento *to, struct err *err)
{
	return api_decode(&richiesta_appuntamento_fields, API_REQUEST, json, strlen(json),
		&arena, to, err);
}

static void done(void)
{
	arena_release(&arena);
}

TestSuite(decode, .fini = done);
TestSuite(query, .fini = done);
TestSuite(records, .fini = done);
TestSuite(encode, .fini = done);

Test(decode, a_request)
{
	struct richiesta_appuntamento r;
	struct err err = { 0 };

	cr_assert(read_request("{" GOOD
			       ",\"nota\":\"perch\\u00e9\\nsì\",\"canali\":[\"PEC\"]}",
			  &r, &err),
		"%s", err.text);
	cr_expect_str_eq(r.codice_rapporto_lavoro, "0000123456");
	cr_expect_eq(r.n_quesiti, 2);
	cr_expect_str_eq(r.quesiti[1], "Q-2");
	cr_expect_eq(r.inizio, 1795681800);
	cr_expect_str_eq(r.nota, "perché\nsì");
	cr_expect_eq(r.n_allegati, 0);
	cr_expect_null(r.allegati);
	cr_expect_eq(r.n_canali, 1);
	cr_expect_eq(r.canali[0], CANALE_PEC);
}

/* In parts it is the same, what is refused too; and it may be given up anywhere. */
Test(decode, in_parts)
{
	static const char *const texts[] = { "{" GOOD "}", "{" GOOD ",\"ignoto\":1}", "{" GOOD "",
		"[]", "" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct richiesta_appuntamento whole, parts;
		struct err whole_err = { 0 };
		bool ok = read_request(texts[i], &whole, &whole_err);

		for (int most = 0; most < 6; most++) {
			struct err err = { 0 };
			struct api_decoding d = { .table = &richiesta_appuntamento_fields,
				.how = API_REQUEST, .json = texts[i], .n = strlen(texts[i]),
				.arena = &arena, .out = &parts };
			int n = 0;

			while (n < most && api_decode_part(&d, &err))
				n++;
			if (n == most) {
				api_decode_stop(&d);
				continue;
			}
			cr_expect_eq(d.ok, ok, "%s", texts[i]);
			cr_expect_eq(err.code, whole_err.code, "%s: %s", texts[i], err.cause);
			cr_expect_str_eq(err.text, whole_err.text);
			cr_expect(!ok || !strcmp(parts.punto, whole.punto));
		}
	}
}

static const struct {
	const char *json;
	int code;
	const char *field;
	const char *says;
} refused[] = {
	{ "[]", PROBLEM_RICHIESTA_NON_VALIDA, "", "un oggetto" },
	{ "{", PROBLEM_RICHIESTA_NON_VALIDA, "", "JSON non valido" },
	{ "{" GOOD "}", PROBLEM_NOTA_MANCANTE, "nota", "obbligatorio" },
	{ "{" GOOD ",\"nota\":\"\"}", PROBLEM_NOTA_MANCANTE, "nota", "vuoto" },
	{ "{" GOOD ",\"nota\":null}", PROBLEM_RICHIESTA_NON_VALIDA, "nota", "un testo" },
	{ "{" GOOD ",\"nota\":7}", PROBLEM_RICHIESTA_NON_VALIDA, "nota", "un testo" },
	{ "{" GOOD ",\"nota\":\"a\\u001b[2J\"}", PROBLEM_CAMPO_NON_VALIDO, "nota",
		"controllo" },
	{ "{" GOOD ",\"nota\":\"x\",\"urgente\":true}", PROBLEM_RICHIESTA_NON_VALIDA,
		"urgente", "«urgente» non è previsto" },
	{ "{" GOOD ",\"nota\":\"x\",\"Nota\":\"y\"}", PROBLEM_RICHIESTA_NON_VALIDA,
		"Nota", "non è previsto" },
	{ "{" GOOD ",\"nota\":\"x\",\"canali\":[\"EMAIL\",\"FAX\"]}",
		PROBLEM_CAMPO_NON_VALIDO, "canali[1]", "CELLULARE, EMAIL, PEC" },
	{ "{" GOOD ",\"nota\":\"x\",\"canali\":[\"PEC\",\"PEC\"]}",
		PROBLEM_CAMPO_NON_VALIDO, "canali[1]", "due volte" },
	{ "{" GOOD ",\"nota\":\"x\",\"canali\":\"PEC\"}", PROBLEM_RICHIESTA_NON_VALIDA,
		"canali", "una lista" },
	{ "{" GOOD ",\"nota\":\"x\",\"allegati\":[\"a\",\"b\",\"c\",\"d\"]}",
		PROBLEM_ALLEGATI_TROPPO_GRANDI, "allegati", "al massimo 3" },
	{ "{" GOOD ",\"nota\":\"x\",\"allegati\":[\"a\",\"../b\"]}",
		PROBLEM_CAMPO_NON_VALIDO, "allegati[1]", "lettere, cifre" },
	{ "{" GOOD ",\"nota\":\"x\",\"allegati\":[1]}", PROBLEM_RICHIESTA_NON_VALIDA,
		"allegati[0]", "testi" },
	{ "{\"codice_rapporto_lavoro\":\"123456\",\"quesiti\":[\"Q\"],\"punto\":\"P\","
	  "\"inizio\":\"2026-11-26T09:30:00+01:00\",\"nota\":\"x\"}",
		PROBLEM_CAMPO_NON_VALIDO, "codice_rapporto_lavoro", "almeno 10" },
	{ "{\"codice_rapporto_lavoro\":\"000012345x\",\"quesiti\":[\"Q\"],\"punto\":\"P\","
	  "\"inizio\":\"2026-11-26T09:30:00+01:00\",\"nota\":\"x\"}",
		PROBLEM_CAMPO_NON_VALIDO, "codice_rapporto_lavoro", "10 cifre" },
	{ "{\"codice_rapporto_lavoro\":\"0000123456\",\"quesiti\":[],\"punto\":\"P\","
	  "\"inizio\":\"2026-11-26T09:30:00+01:00\",\"nota\":\"x\"}",
		PROBLEM_CAMPO_NON_VALIDO, "quesiti", "vuoto" },
	{ "{\"codice_rapporto_lavoro\":\"0000123456\",\"quesiti\":[\"Q\"],\"punto\":\"P\","
	  "\"inizio\":\"26/11/2026 09:30\",\"nota\":\"x\"}",
		PROBLEM_CAMPO_NON_VALIDO, "inizio", "RFC 3339" },
};

Test(decode, refusals_name_field_and_rule)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct richiesta_appuntamento r;
		struct err err = { 0 };
		cr_expect_not(
			read_request(refused[i].json, &r, &err), "%s", refused[i].json);
		cr_expect_eq(
			err.code, refused[i].code, "%s: %d", refused[i].json, err.code);
		cr_expect_str_eq(err.field, refused[i].field, "%s: %s", refused[i].json,
			err.field);
		cr_expect(strstr(err.text, refused[i].says), "%s: %s", refused[i].json,
			err.text);
	}
}

static bool note_of(int points, struct err *err)
{
	struct richiesta_appuntamento r;
	struct buf b = { 0 };

	buf_adds(&b, "{" GOOD ",\"nota\":\"");
	for (int i = 0; i < points; i++)
		buf_adds(&b, "è");
	buf_adds(&b, "\"}");
	bool ok = read_request(b.data, &r, err);
	buf_release(&b);
	return ok;
}

Test(decode, lengths_are_code_points)
{
	struct err err = { 0 };

	cr_expect(note_of(2000, &err), "%s", err.text);
	cr_expect_not(note_of(2001, &err));
	cr_expect_eq(err.code, PROBLEM_CAMPO_NON_VALIDO);
	cr_expect_str_eq(
		err.text, "«nota» può avere al massimo 2000 caratteri: ne ha 2001.");
}

Test(decode, a_body_past_the_ceiling)
{
	struct richiesta_appuntamento r;
	struct err err = { 0 };
	size_t n = API_REQUEST_BYTES_MAX + 1;
	char *blank = malloc(n);

	memset(blank, ' ', n);
	cr_expect_not(api_decode(
		&richiesta_appuntamento_fields, API_REQUEST, blank, n, &arena, &r, &err));
	cr_expect_eq(err.code, PROBLEM_CORPO_TROPPO_GRANDE);
	free(blank);
}

Test(decode, a_long_unknown_name_is_cut_between_characters)
{
	struct richiesta_appuntamento r;
	struct err err = { 0 };
	struct buf b = { 0 };

	buf_addc(&b, '{');
	buf_addc(&b, '"');
	for (int i = 0; i < 1000; i++)
		buf_adds(&b, "è\\u0301\\u202e\\u001b");
	buf_adds(&b, "\":1}");
	cr_expect_not(read_request(b.data, &r, &err));
	cr_expect(text_valid(err.field, strlen(err.field)));
	cr_expect(text_valid(err.text, strlen(err.text)));
	cr_expect_null(strchr(err.field, 0x1b));
	buf_release(&b);
}

/* ---- replies ---- */

#define PERSONA "{\"nome_proprio\":\"Anna\",\"cognome\":\"Bianchi\"}"

static bool read_reply(
	const struct fields *t, const char *json, void *to, struct err *err)
{
	return api_decode(t, API_REPLY, json, strlen(json), &arena, to, err);
}

Test(decode, replies_of_a_newer_server)
{
	struct delegante d;
	struct recapiti r;
	struct err err = { 0 };

	cr_expect(read_reply(&delegante_fields,
			  "{\"datore\":" PERSONA
			  ",\"stato\":\"SOSPESA\",\"dal\":\"2026-01-01\","
			  "\"rapporti\":0,\"colore\":{\"a\":[1]}}",
			  &d, &err),
		"%s", err.text);
	cr_expect_eq(d.stato, DELEGA_STATO_NONE);
	cr_expect_eq(d.al, GIORNO_NONE);
	cr_expect_null(d.datore.codice_fiscale);
	cr_expect(read_reply(&recapiti_fields, "{\"items\":[]}", &r, &err));
	cr_expect_eq(r.n, 0);
}

Test(decode, words_that_are_not_known_are_left_out_of_lists)
{
	/* through a table whose list of words is all it has */
	struct richiesta_appuntamento r;
	struct err err = { 0 };

	cr_expect(read_reply(&richiesta_appuntamento_fields,
		"{" GOOD ",\"nota\":\"x\",\"canali\":[\"APP\",\"PEC\",\"APP\"]}", &r,
		&err));
	cr_expect_eq(r.n_canali, 1);
	cr_expect_eq(r.canali[0], CANALE_PEC);
}

Test(decode, replies_that_break_the_contract)
{
	struct delegante d;
	struct err err = { 0 };

	cr_expect_not(read_reply(&delegante_fields,
		"{\"datore\":{\"nome_proprio\":\"Anna\"},\"stato\":\"ATTIVA\","
		"\"dal\":\"2026-01-01\",\"rapporti\":0}",
		&d, &err));
	cr_expect_eq(err.code, PROBLEM_RISPOSTA_NON_VALIDA);
	cr_expect_str_eq(err.field, "datore.cognome");
	cr_expect_not(read_reply(&delegante_fields,
		"{\"datore\":" PERSONA ",\"stato\":\"ATTIVA\",\"dal\":\"2026-02-30\","
		"\"rapporti\":0}",
		&d, &err));
	cr_expect_str_eq(err.field, "dal");
	cr_expect_not(read_reply(&delegante_fields,
		"{\"datore\":" PERSONA ",\"stato\":\"ATTIVA\",\"dal\":\"2026-02-03\","
		"\"rapporti\":1.5}",
		&d, &err));
	cr_expect_str_eq(err.field, "rapporti");
	cr_expect_not(read_reply(&delegante_fields,
		"{\"datore\":" PERSONA ",\"stato\":\"ATTIVA\",\"dal\":\"2026-02-03\","
		"\"rapporti\":-1}",
		&d, &err));
	cr_expect(strstr(err.text, "tra 0 e 1000000"), "%s", err.text);
}

Test(decode, paths_reach_the_bottom)
{
	struct quesiti q;
	struct err err = { 0 };

	cr_expect_not(read_reply(&quesiti_fields,
		"{\"items\":[{\"id\":\"Q\",\"codice_rapporto_lavoro\":\"0000123456\","
		"\"argomento\":\"MAV\",\"oggetto\":\"x\",\"aperto_il\":\"2026-01-02\","
		"\"stato\":\"APERTO\",\"prenotabile\":false,\"motivo\":\"RISPOSTO\","
		"\"comunicazioni\":[{\"id\":\"C\",\"autore\":\"DATORE\","
		"\"inviata_il\":\"2026-01-02T10:00:00+01:00\",\"testo\":\"x\","
		"\"interlocutoria\":\"no\",\"allegati\":[]}]}]}",
		&q, &err));
	cr_expect_str_eq(err.field, "items[0].comunicazioni[0].interlocutoria");
}

Test(decode, a_change_says_one_thing)
{
	struct variazione v;
	struct err err = { 0 };

	cr_expect(read_reply(&variazione_fields,
		"{\"risorsa\":\"PUNTO\",\"id\":\"P\",\"rimosso\":true}", &v, &err));
	cr_expect(read_reply(&variazione_fields,
			  "{\"risorsa\":\"NOVITA\",\"id\":\"P\",\"rimosso\":false}", &v,
			  &err),
		"a newer kind of resource is somebody else's");
	cr_expect_not(read_reply(&variazione_fields,
		"{\"risorsa\":\"PUNTO\",\"id\":\"P\",\"rimosso\":false}", &v, &err));
	cr_expect_eq(err.code, PROBLEM_RISPOSTA_NON_VALIDA);
}

/* ---- query strings ---- */

static bool read_query(const struct fields *t, const struct api_pair *pairs, size_t n,
	void *to, struct err *err)
{
	return api_decode_query(t, pairs, n, &arena, to, err);
}

Test(query, of_a_search)
{
	const struct api_pair pairs[] = { { "stato", "CONFERMATO" },
		{ "al", "2026-12-21" }, { "escludi_intermediario", "true" },
		{ "limit", "7" } };
	struct query_appuntamenti q;
	struct err err = { 0 };

	cr_assert(read_query(&query_appuntamenti_fields, pairs, 4, &q, &err), "%s",
		err.text);
	cr_expect_eq(q.ricerca.stato, APPUNTAMENTO_STATO_CONFERMATO);
	cr_expect_eq(q.ricerca.dal, GIORNO_NONE);
	cr_expect_eq(q.ricerca.al, giorno_from_civil(2026, 12, 21));
	cr_expect(q.ricerca.escludi_intermediario);
	cr_expect_eq(q.limit, 7);
	cr_expect_null(q.cursor);
	cr_assert(read_query(&query_appuntamenti_fields, NULL, 0, &q, &err));
	cr_expect_eq(q.limit, PAGINA_DEFAULT);
}

static const struct {
	const struct fields *table;
	struct api_pair pairs[2];
	size_t n;
	const char *field;
	const char *says;
} bad_queries[] = {
	{ &query_rapporti_fields, { { "altro", "1" } }, 1, "", "non è previsto" },
	{ &query_rapporti_fields, { { "Limit", "1" } }, 1, "", "non è previsto" },
	{ &query_rapporti_fields, { { "limit", "1" }, { "limit", "2" } }, 2, "limit",
		"due volte" },
	{ &query_rapporti_fields, { { "limit", "0" } }, 1, "limit", "tra 1 e 200" },
	{ &query_rapporti_fields, { { "limit", "201" } }, 1, "limit", "tra 1 e 200" },
	{ &query_rapporti_fields, { { "limit", "-1" } }, 1, "limit", "numero intero" },
	{ &query_rapporti_fields, { { "limit", "1e1" } }, 1, "limit", "numero intero" },
	{ &query_rapporti_fields, { { "limit", "" } }, 1, "limit", "numero intero" },
	{ &query_rapporti_fields, { { "limit", NULL } }, 1, "limit", "numero intero" },
	{ &query_rapporti_fields, { { "limit", "99999999999999999999" } }, 1, "limit",
		"numero intero" },
	{ &query_rapporti_fields, { { "q", "12a" } }, 1, "q", "cifre" },
	{ &query_rapporti_fields, { { "q", "\xff" } }, 1, "", "UTF-8" },
	{ &query_rapporti_fields, { { "cursor", "a b" } }, 1, "cursor", "cursore" },
	{ &query_disponibilita_fields, { { "dal", "2026-11-01" } }, 1, "al",
		"obbligatorio" },
	{ &query_disponibilita_fields,
		{ { "dal", "2026-11-02" }, { "al", "2026-11-01" } }, 2, "al",
		"prima di «dal»" },
	{ &query_disponibilita_fields,
		{ { "dal", "2026-11-01" }, { "al", "2027-01-02" } }, 2, "al",
		"62 giorni" },
	{ &query_disponibilita_fields, { { "dal", "1/11/2026" }, { "al", "2027-01-02" } },
		2, "dal", "una data" },
	{ &query_appuntamenti_fields, { { "stato", "confermato" } }, 1, "stato",
		"CONFERMATO" },
	{ &query_appuntamenti_fields, { { "escludi_intermediario", "1" } }, 1,
		"escludi_intermediario", "true, false" },
	{ &query_appuntamenti_fields, { { "dal", "2026-11-02" }, { "al", "2026-11-01" } },
		2, "al", "prima" },
	{ &query_variazioni_fields, { { "attesa", "26" } }, 1, "attesa", "tra 0 e 25" },
};

Test(query, refusals_are_bad_requests)
{
	for (size_t i = 0; i < sizeof(bad_queries) / sizeof(bad_queries[0]); i++) {
		_Alignas(max_align_t) char value[256];
		struct err err = { 0 };
		cr_expect_not(read_query(bad_queries[i].table, bad_queries[i].pairs,
				      bad_queries[i].n, value, &err),
			"%zu", i);
		cr_expect_eq(err.code, PROBLEM_RICHIESTA_NON_VALIDA);
		cr_expect_str_eq(
			err.field, bad_queries[i].field, "%zu: %s", i, err.field);
		cr_expect(strstr(err.text, bad_queries[i].says), "%zu: %s", i, err.text);
	}
}

Test(query, sixty_two_days_are_allowed)
{
	const struct api_pair pairs[] = { { "dal", "2026-11-01" },
		{ "al", "2027-01-01" } };
	struct query_disponibilita q;
	struct err err = { 0 };

	cr_expect(read_query(&query_disponibilita_fields, pairs, 2, &q, &err), "%s",
		err.text);
	cr_expect_eq(q.al - q.dal + 1, DISPONIBILITA_GIORNI_MAX);
}

/* ---- import records ---- */

static bool read_record(const char *json, struct record_importazione *to, struct err *err)
{
	return api_decode(&record_importazione_fields, API_RECORD, json, strlen(json),
		&arena, to, err);
}

Test(records, a_sede_and_a_punto)
{
	struct record_importazione r;
	struct err err = { 0 };

	cr_assert(
		read_record("{\"tipo\":\"SEDE\",\"sede\":{\"codice_sede_inps\":\"7000\","
			    "\"denominazione_sede_inps\":\"Roma\",\"citta\":\"Roma\"}}",
			&r, &err));
	cr_expect_eq(r.tipo, TIPO_RECORD_SEDE);
	cr_expect_str_eq(r.sede->citta, "Roma");
	cr_expect_null(r.punto);
	cr_assert(
		read_record(
			"{\"tipo\":\"PUNTO\",\"punto\":{\"id\":\"P7000-01\","
			"\"codice_sede_inps\":\"7000\",\"denominazione\":\"Sportello\","
			"\"indirizzo\":\"via\",\"citta\":\"Roma\",\"attivo\":true,"
			"\"durata_minuti\":20,\"postazioni\":2,\"aperture\":[{\"giorno_settimana\":1,"
			"\"dalle\":\"08:30\",\"alle\":\"12:30\"}]}}",
			&r, &err),
		"%s %s", err.field, err.text);
	cr_expect_eq(r.punto->aperture[0].dalle, 510);
	cr_expect_eq(r.punto->orizzonte_giorni, 0);
}

static const struct {
	const char *json;
	const char *field;
} bad_records[] = {
	{ "{\"tipo\":\"SEDE\"}", "sede" },
	{ "{\"tipo\":\"ALTRO\"}", "tipo" },
	{ "{}", "tipo" },
	{ "{\"tipo\":\"SEDE\",\"sede\":{\"codice_sede_inps\":\"7000\","
	  "\"denominazione_sede_inps\":\"Roma\",\"citta\":\"Roma\"},"
	  "\"delega\":{\"datore\":\"BNCNNA52M64L219H\",\"intermediario\":\"p\","
	  "\"stato\":\"ATTIVA\",\"dal\":\"2026-01-01\"}}",
		"delega" },
	{ "{\"tipo\":\"QUESITO\",\"quesito\":{\"id\":\"Q\","
	  "\"codice_rapporto_lavoro\":\"0000123456\",\"argomento\":\"MAV\",\"oggetto\":\"x\","
	  "\"aperto_il\":\"2026-01-02\",\"stato\":\"APERTO\",\"esito\":\"RESPINTO\"}}",
		"quesito.esito" },
	{ "{\"tipo\":\"PUNTO\",\"punto\":{\"id\":\"P\",\"codice_sede_inps\":\"7000\","
	  "\"denominazione\":\"S\",\"indirizzo\":\"v\",\"citta\":\"R\",\"attivo\":true,"
	  "\"durata_minuti\":20,\"postazioni\":2,\"aperture\":[{\"giorno_settimana\":1,"
	  "\"dalle\":\"12:30\",\"alle\":\"08:30\"}]}}",
		"punto.aperture[0].alle" },
	{ "{\"tipo\":\"PUNTO\",\"punto\":{\"id\":\"P\",\"codice_sede_inps\":\"7000\","
	  "\"denominazione\":\"S\",\"indirizzo\":\"v\",\"citta\":\"R\",\"attivo\":true,"
	  "\"durata_minuti\":20,\"postazioni\":2,\"aperture\":[{\"giorno_settimana\":1,"
	  "\"dalle\":\"8:30\",\"alle\":\"24:30\"}]}}",
		"punto.aperture[0].dalle" },
};

Test(records, refusals)
{
	for (size_t i = 0; i < sizeof(bad_records) / sizeof(bad_records[0]); i++) {
		struct record_importazione r;
		struct err err = { 0 };
		cr_expect_not(read_record(bad_records[i].json, &r, &err), "%zu", i);
		cr_expect_eq(err.code, ERR_FORMAT);
		cr_expect_str_eq(err.field, bad_records[i].field, "%zu: %s (%s)", i,
			err.field, err.text);
	}
}

/* ---- writing ---- */

Test(encode, what_is_not_there_is_omitted)
{
	const struct persona p = { NULL, "An\"na\\\x01", "Bian\nchi" };
	struct buf b = { 0 };
	struct err err = { 0 };

	cr_assert(api_encode(&persona_fields, &p, &b, &err));
	cr_expect_str_eq(buf_str(&b),
		"{\"nome_proprio\":\"An\\\"na\\\\\\u0001\",\"cognome\":\"Bian\\nchi\"}");
	buf_release(&b);
}

Test(encode, our_mistakes_are_said)
{
	const struct persona unnamed = { NULL, "Anna", NULL };
	const struct persona broken = { NULL, "Anna", "\xff" };
	const struct recapito none = { CANALE_NONE, true, NULL };
	const struct recapito odd = { (enum canale)99, true, NULL };
	struct buf b = { 0 };
	struct err err = { 0 };

	cr_expect_not(api_encode(&persona_fields, &unnamed, &b, &err));
	cr_expect_eq(err.code, ERR_INTERNAL);
	cr_expect_str_eq(err.field, "cognome");
	cr_expect_not(api_encode(&persona_fields, &broken, &b, &err));
	cr_expect_not(api_encode(&recapito_fields, &none, &b, &err));
	cr_expect_not(api_encode(&recapito_fields, &odd, &b, &err));
	buf_release(&b);
}

Test(encode, past_the_ceiling)
{
	const struct persona p = { NULL, "Anna", "Bianchi" };
	struct buf b;
	struct err err = { 0 };

	buf_init(&b, 20);
	cr_expect_not(api_encode(&persona_fields, &p, &b, &err));
	cr_expect_eq(err.code, ERR_LIMIT);
	buf_release(&b);
}

Test(encode, percent)
{
	struct buf b = { 0 };

	api_percent(&b, "aZ0-._~ /è*");
	cr_expect_str_eq(buf_str(&b), "aZ0-._~%20%2F%C3%A8%2A");
	buf_release(&b);
}
