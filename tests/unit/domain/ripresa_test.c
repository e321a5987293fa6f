/* SPDX-License-Identifier: EUPL-1.2
 *
 * What has changed since a bozza was saved: one row a fact, with what is taken out and what is
 * said. */
#include "domain/ripresa.h"

#include <criterion/criterion.h>
#include <string.h>

#define NOW ((instant)1795426860) /* 2026-11-23T09:41:00+01:00 */
#define DAY 86400

static struct arena a;
static struct ripresa r;

static void begin(void)
{
	r = (struct ripresa){ .a = &a };
}

static void end(void)
{
	arena_release(&a);
}

TestSuite(ripresa, .init = begin, .fini = end);

static struct bozza a_bozza(void)
{
	static const char *ids[] = { "q-1", "q-2", "q-3" };

	return (struct bozza){ .id = "b-1",
		.codice_rapporto_lavoro = "0000123456",
		.datore = "Anna Bianchi",
		.quesiti = ids,
		.n_quesiti = 3,
		.punto = "P7000-01",
		.punto_denominazione = "Lavoro domestico, Roma",
		.inizio = NOW + DAY,
		.canali = { CANALE_EMAIL, CANALE_PEC },
		.n_canali = 2 };
}

static void expect_said(size_t n, enum ripresa_campo campo, const char *words)
{
	cr_assert_eq(r.n, n, "%zu sentences", r.n);
	cr_expect_eq(r.voci[n - 1].campo, campo);
	cr_expect(strstr(r.voci[n - 1].frase, words), "%s", r.voci[n - 1].frase);
}

Test(ripresa, quesiti_that_cannot_stay_are_named_one_by_one)
{
	struct quesito now[] = {
		{ .id = "q-1", .oggetto = "Primo", .prenotabile = true },
		{ .id = "q-2", .oggetto = "Secondo", .motivo = MOTIVO_GIA_IN_APPUNTAMENTO,
			.appuntamento = "AG-2026-7K3M9QX-C" },
	};
	struct bozza b = a_bozza();

	ripresa_quesiti(&r, &b, &(struct quesiti){ now, 2 });
	cr_expect(b.n_quesiti == 1 && !strcmp(b.quesiti[0], "q-1"));
	cr_assert_eq(r.n, 2);
	cr_expect(strstr(r.voci[0].frase, "Secondo") &&
		strstr(r.voci[0].frase, "AG-2026-7K3M9QX-C"), "%s", r.voci[0].frase);
	expect_said(2, RIPRESA_QUESITI, "q-3");
}

Test(ripresa, nothing_changed_nothing_said)
{
	struct quesito q[] = { { .id = "q-1", .prenotabile = true },
		{ .id = "q-2", .prenotabile = true }, { .id = "q-3", .prenotabile = true } };
	struct punto p = { .id = "P7000-01" };
	struct orario o = { .inizio = NOW + DAY, .posti = 3, .posti_liberi = 1 };
	struct giorno_disponibile g = { .data = giorno_of(NOW + DAY), .orari = &o, .n_orari = 1 };
	struct recapito k[] = { { CANALE_EMAIL, true, "a" }, { CANALE_PEC, true, "b" } };
	struct bozza b = a_bozza();

	ripresa_rapporto(&r, &b, true, NULL, NULL);
	ripresa_quesiti(&r, &b, &(struct quesiti){ q, 3 });
	ripresa_punto(&r, &b, &(struct punti){ &p, 1 });
	ripresa_orario(&r, &b, &(struct disponibilita){ .giorni = &g, .n_giorni = 1 }, NOW);
	ripresa_recapiti(&r, &b, &(struct recapiti){ k, 2 });
	ripresa_non_controllati(&r, 0);
	cr_expect_eq(r.n, 0);
	cr_expect(b.n_quesiti == 3 && b.punto && b.inizio == NOW + DAY && b.n_canali == 2);
}

Test(ripresa, a_punto_that_closed_takes_the_time_with_it)
{
	struct bozza b = a_bozza();

	ripresa_punto(&r, &b, &(struct punti){ 0 });
	expect_said(1, RIPRESA_PUNTO, "Lavoro domestico, Roma");
	cr_expect(!b.punto && b.inizio == INSTANT_NONE);
	ripresa_orario(&r, &b, NULL, NOW);
	cr_expect_eq(r.n, 1, "the time is not named twice");
}

Test(ripresa, times)
{
	struct orario full = { .inizio = NOW + DAY, .posti = 3 };
	struct orario other = { .inizio = NOW + DAY + 600, .posti = 3, .posti_liberi = 3 };
	static const struct {
		instant inizio;
		bool known, closed, held;
		const char *said; /* NULL: it stays */
	} rows[] = {
		{ NOW - 60, false, false, false, "già passato" },
		{ NOW, false, false, false, "già passato" },
		{ NOW + DAY, false, false, false, NULL },
		{ NOW + DAY, true, false, true, "non è più libero" },
		{ NOW + DAY, true, false, false, "non è più libero" },
		{ NOW + DAY, true, true, false, "ora è chiuso" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct giorno_disponibile g = { .data = giorno_of(NOW + DAY),
			.chiuso = rows[i].closed ? "sciopero" : NULL,
			.orari = rows[i].held ? &full : &other, .n_orari = 1 };
		struct disponibilita d = { .giorni = &g, .n_giorni = 1 };
		struct bozza b = a_bozza();
		b.inizio = rows[i].inizio;
		r.n = 0;
		ripresa_orario(&r, &b, rows[i].known ? &d : NULL, NOW);
		cr_expect_eq(r.n, rows[i].said ? 1 : 0, "row %zu", i);
		cr_expect_eq(b.inizio, rows[i].said ? INSTANT_NONE : rows[i].inizio);
		cr_expect(!rows[i].said || strstr(r.voci[0].frase, rows[i].said), "row %zu", i);
	}
}

Test(ripresa, rapporto_and_mandate)
{
#define LONG_AGO DELEGA_STATO_REVOCATA
#define FIRST  { "BNCNNA80A41Z999X", "Anna", "Bianchi" }
#define SECOND { "BNCNNA75B42Z999Y", "Anna", "Bianchi" }
	static const struct persona first = FIRST, second = SECOND;
	static const struct {
		const char *when;
		struct delegante mandates[2];
		size_t n;
		const struct persona *datore;
		bool visible;
		const char *said;
	} rows[] = {
		{ "nobody's mandate", { { FIRST, LONG_AGO, 0, 0, 0 } }, 0, &first, false, "0000123456" },
		{ "ended", { { FIRST, LONG_AGO, 0, 0, 0 } }, 1, &first, false,
			"La delega di Anna Bianchi" },
		{ "ended, and the rapporto is known to nobody", { { FIRST, LONG_AGO, 0, 0, 0 } }, 1, NULL,
			false, "La delega di Anna Bianchi" },
		{ "holds", { { FIRST, DELEGA_STATO_ATTIVA, 0, 0, 0 } }, 1, &first, true, NULL },
		{ "given anew", { { FIRST, LONG_AGO, 0, 0, 0 }, { FIRST, DELEGA_STATO_ATTIVA, 0, 0, 0 } }, 2,
			&first, true, NULL },
		{ "that of another of the same name has ended",
			{ { FIRST, LONG_AGO, 0, 0, 0 }, { SECOND, DELEGA_STATO_ATTIVA, 0, 0, 0 } }, 2,
			&second, true, NULL },
		{ "its own has ended, not the other's",
			{ { FIRST, LONG_AGO, 0, 0, 0 }, { SECOND, DELEGA_STATO_ATTIVA, 0, 0, 0 } }, 2,
			&first, false, "La delega di Anna Bianchi" },
		{ "two of one name, and nothing tells which",
			{ { FIRST, LONG_AGO, 0, 0, 0 }, { SECOND, DELEGA_STATO_ATTIVA, 0, 0, 0 } }, 2,
			NULL, false, "0000123456" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct profilo p = { .in_uso = PROFILO_INTERMEDIARIO,
			.deleganti = (struct delegante *)rows[i].mandates, .n_deleganti = rows[i].n };
		struct bozza b = a_bozza();

		r = (struct ripresa){ .a = &a };
		ripresa_rapporto(&r, &b, rows[i].visible, rows[i].datore, &p);
		cr_assert_eq(r.n, rows[i].said ? 1 : 0, "%s", rows[i].when);
		cr_expect(!rows[i].said || strstr(r.voci[0].frase, rows[i].said), "%s: %s",
			rows[i].when, r.voci[0].frase);
		cr_expect(b.codice_rapporto_lavoro && b.n_quesiti == 3, "nothing is taken out");
	}
}

Test(ripresa, channels_that_inps_lost)
{
	struct recapito k[] = { { CANALE_EMAIL, true, "a" }, { CANALE_PEC, false, NULL } };
	struct bozza b = a_bozza();

	ripresa_recapiti(&r, &b, &(struct recapiti){ k, 2 });
	expect_said(1, RIPRESA_RECAPITI, "PEC");
	cr_expect(b.n_canali == 1 && b.canali[0] == CANALE_EMAIL);
}

Test(ripresa, files)
{
	static const struct {
		enum file_trovato how;
		const char *id;
		instant scade_il;
		const char *said;
	} rows[] = {
		{ FILE_UGUALE, NULL, INSTANT_NONE, NULL },
		{ FILE_UGUALE, "f-1", NOW + 1, NULL },
		{ FILE_UGUALE, "f-1", NOW, "caricato di nuovo" },
		{ FILE_SPARITO, NULL, INSTANT_NONE, "non è più dov'era" },
		{ FILE_SPARITO, "f-1", NOW, "non è più dov'era" },
		{ FILE_SPARITO, "f-1", NOW + 1, "ha ancora la copia" },
		{ FILE_CAMBIATO, NULL, INSTANT_NONE, "scelto di nuovo" },
		{ FILE_CAMBIATO, "f-1", NOW + 1, "la versione di prima" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bozza_allegato f = { .nome = "busta.pdf", .id = rows[i].id,
			.scade_il = rows[i].scade_il };
		r.n = 0;
		ripresa_file(&r, &f, rows[i].how, NOW);
		cr_assert_eq(r.n, rows[i].said ? 1 : 0, "row %zu", i);
		cr_expect(!rows[i].said || (strstr(r.voci[0].frase, rows[i].said) &&
			strstr(r.voci[0].frase, "busta.pdf")), "row %zu: %s", i, r.voci[0].frase);
	}
}

Test(ripresa, what_could_not_be_looked_at_is_one_sentence)
{
	struct bozza b = a_bozza();

	cr_expect_eq(ripresa_campi(&b), 1u << RIPRESA_RAPPORTO | 1u << RIPRESA_QUESITI |
		1u << RIPRESA_PUNTO | 1u << RIPRESA_ORARIO | 1u << RIPRESA_RECAPITI);
	ripresa_non_controllati(&r, 1u << RIPRESA_QUESITI | 1u << RIPRESA_ORARIO);
	expect_said(1, RIPRESA_QUESITI, "quesiti, giorno e ora.");
}
