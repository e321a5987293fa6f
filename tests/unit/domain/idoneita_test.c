/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/idoneita.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(x) (sizeof(x) / sizeof(*(x)))

static giorno day(const char *s)
{
	giorno g;

	cr_assert(giorno_parse(s, &g), "%s", s);
	return g;
}

static instant at(const char *s)
{
	instant t;

	cr_assert(instant_parse(s, &t), "%s", s);
	return t;
}

static const struct fact {
	const char *what;
	enum argomento argomento;
	const char *aperto;
	enum quesito_stato stato;
	enum quesito_esito esito;
	const char *chiuso;     /* NULL: open */
	bool risposto;
	const char *impegno;    /* NULL: none */
	const char *now;
	bool prenotabile;
	enum motivo motivo;
	const char *dal;        /* NULL: no date */
} facts[] = {
	{ "refused: from the day of the outcome", ARGOMENTO_MAV, "2026-11-02",
	  QUESITO_STATO_CHIUSO, QUESITO_ESITO_RESPINTO, "2026-11-10", true, NULL,
	  "2026-11-23T09:00:00+01:00", true, MOTIVO_ESITO_NEGATIVO, "2026-11-10" },
	{ "accepted: never", ARGOMENTO_MAV, "2026-01-02", QUESITO_STATO_CHIUSO,
	  QUESITO_ESITO_ACCOLTO, "2026-01-10", true, NULL, "2026-11-23T09:00:00+01:00", false,
	  MOTIVO_ACCOLTO, NULL },
	{ "accepted wins over being held", ARGOMENTO_MAV, "2026-01-02", QUESITO_STATO_CHIUSO,
	  QUESITO_ESITO_ACCOLTO, "2026-01-10", true, "2026-12-01T10:00:00+01:00",
	  "2026-11-23T09:00:00+01:00", false, MOTIVO_ACCOLTO, NULL },
	{ "answered, no negative outcome", ARGOMENTO_MAV, "2026-01-02", QUESITO_STATO_APERTO,
	  QUESITO_ESITO_NONE, NULL, true, NULL, "2026-11-23T09:00:00+01:00", false,
	  MOTIVO_RISPOSTO, NULL },
	{ "closed without an outcome", ARGOMENTO_MAV, "2026-01-02", QUESITO_STATO_CHIUSO,
	  QUESITO_ESITO_NONE, "2026-01-20", false, NULL, "2026-11-23T09:00:00+01:00", false,
	  MOTIVO_RISPOSTO, NULL },
	{ "the last day of the term is still the office's", ARGOMENTO_MAV, "2026-11-16",
	  QUESITO_STATO_APERTO, QUESITO_ESITO_NONE, NULL, false, NULL,
	  "2026-11-23T23:59:59+01:00", false, MOTIVO_IN_ATTESA_DI_RISPOSTA, "2026-11-24" },
	{ "the day after it is not", ARGOMENTO_MAV, "2026-11-16", QUESITO_STATO_APERTO,
	  QUESITO_ESITO_NONE, NULL, false, NULL, "2026-11-24T00:00:00+01:00", true,
	  MOTIVO_TERMINE_SCADUTO, "2026-11-24" },
	{ "ten working days", ARGOMENTO_CONTRIBUTI, "2026-11-16", QUESITO_STATO_APERTO,
	  QUESITO_ESITO_NONE, NULL, false, NULL, "2026-11-23T09:00:00+01:00", false,
	  MOTIVO_IN_ATTESA_DI_RISPOSTA, "2026-12-01" },
	{ "twenty, across Christmas and a strike", ARGOMENTO_REGOLARIZZAZIONI, "2026-12-14",
	  QUESITO_STATO_APERTO, QUESITO_ESITO_NONE, NULL, false, NULL,
	  "2026-12-20T09:00:00+01:00", false, MOTIVO_IN_ATTESA_DI_RISPOSTA, "2027-01-16" },
	{ "an argomento that is not known yet waits longest", ARGOMENTO_NONE, "2026-11-02",
	  QUESITO_STATO_APERTO, QUESITO_ESITO_NONE, NULL, false, NULL,
	  "2026-11-23T09:00:00+01:00", false, MOTIVO_IN_ATTESA_DI_RISPOSTA, "2026-12-01" },
	{ "held by a Confermato that is not over", ARGOMENTO_MAV, "2026-01-02",
	  QUESITO_STATO_CHIUSO, QUESITO_ESITO_RESPINTO, "2026-01-10", true,
	  "2026-11-23T09:20:00+01:00", "2026-11-23T09:19:59+01:00", false,
	  MOTIVO_GIA_IN_APPUNTAMENTO, NULL },
	{ "free again the moment it is over", ARGOMENTO_MAV, "2026-01-02", QUESITO_STATO_CHIUSO,
	  QUESITO_ESITO_RESPINTO, "2026-01-10", true, "2026-11-23T09:20:00+01:00",
	  "2026-11-23T09:20:00+01:00", true, MOTIVO_ESITO_NEGATIVO, "2026-01-10" },
	{ "free again also when it was booked for silence", ARGOMENTO_MAV, "2026-01-02",
	  QUESITO_STATO_APERTO, QUESITO_ESITO_NONE, NULL, false, "2026-11-20T09:20:00+01:00",
	  "2026-11-23T09:20:00+01:00", true, MOTIVO_TERMINE_SCADUTO, "2026-01-13" },
};

Test(idoneita, every_motivo)
{
	giorno strike[] = { day("2026-12-28") };
	struct chiusure roma = { "7000", strike, 1 };

	for (size_t i = 0; i < COUNT(facts); i++) {
		const struct fact *f = &facts[i];
		struct quesito q = { .argomento = f->argomento, .aperto_il = day(f->aperto),
			.stato = f->stato, .esito = f->esito,
			.chiuso_il = f->chiuso ? day(f->chiuso) : GIORNO_NONE };
		struct idoneita x = idoneita_of(&q, f->risposto,
			f->impegno ? at(f->impegno) : INSTANT_NONE, termini_default, &roma,
			at(f->now));

		cr_expect_eq(x.prenotabile, f->prenotabile, "%s", f->what);
		cr_expect_eq((int)x.motivo, (int)f->motivo, "%s: %s", f->what,
			words_code(&motivo_words, (int)x.motivo));
		cr_expect_eq(x.dal, f->dal ? day(f->dal) : GIORNO_NONE, "%s: %d", f->what, x.dal);
	}
}

/* An interim reply is not a riscontro (risposto stays false), a follow-up does not restart the
 * count, and a protocol number still on its way does not stop it. */
Test(idoneita, only_a_reply_changes_the_count)
{
	struct comunicazione exchange[] = {
		{ .autore = AUTORE_DATORE, .inviata_il = at("2026-11-16T10:00:00+01:00") },
		{ .autore = AUTORE_STRUTTURA, .inviata_il = at("2026-11-18T10:00:00+01:00"),
		  .interlocutoria = true },
		{ .autore = AUTORE_DATORE, .inviata_il = at("2026-11-20T10:00:00+01:00") },
	};
	struct quesito q = { .argomento = ARGOMENTO_MAV, .aperto_il = day("2026-11-16"),
		.stato = QUESITO_STATO_APERTO, .chiuso_il = GIORNO_NONE, .protocollo = NULL,
		.comunicazioni = exchange, .n_comunicazioni = COUNT(exchange) };
	struct idoneita x = idoneita_of(&q, false, INSTANT_NONE, termini_default, NULL,
		at("2026-11-24T08:00:00+01:00"));

	cr_expect(x.prenotabile);
	cr_expect_eq((int)x.motivo, MOTIVO_TERMINE_SCADUTO);
	cr_expect_eq(x.dal, day("2026-11-24"));
}

Test(idoneita, terms_come_from_configuration)
{
	int termini[ARGOMENTO_COUNT];
	struct quesito q = { .argomento = ARGOMENTO_MAV, .aperto_il = day("2026-11-23"),
		.stato = QUESITO_STATO_APERTO, .chiuso_il = GIORNO_NONE };

	memcpy(termini, termini_default, sizeof(termini));
	termini[ARGOMENTO_MAV] = 1;
	cr_expect_eq(idoneita_of(&q, false, INSTANT_NONE, termini, NULL,
			     at("2026-11-23T08:00:00+01:00")).dal,
		day("2026-11-25"));
	termini[ARGOMENTO_MAV] = 0; /* a hole in the configuration does not open the door */
	cr_expect_not(idoneita_of(&q, false, INSTANT_NONE, termini, NULL,
		at("2026-11-30T08:00:00+01:00")).prenotabile);
}

/* DOMAIN.md: Argomenti. */
Test(idoneita, the_terms_of_this_project)
{
	cr_expect_eq(termini_default[ARGOMENTO_MAV], 5);
	cr_expect_eq(termini_default[ARGOMENTO_ANAGRAFICHE], 5);
	cr_expect_eq(termini_default[ARGOMENTO_CONTRIBUTI], 10);
	cr_expect_eq(termini_default[ARGOMENTO_RAPPORTI_DI_LAVORO], 10);
	cr_expect_eq(termini_default[ARGOMENTO_AVVISO_BONARIO_ACCERTAMENTO], 20);
	cr_expect_eq(termini_default[ARGOMENTO_REGOLARIZZAZIONI], 20);
}

Test(idoneita, phrases)
{
	giorno dal = day("2026-12-03");
	const struct {
		struct quesito q;
		const char *phrase;
	} says[] = {
		{ { .motivo = MOTIVO_ESITO_NEGATIVO, .prenotabile = true, .prenotabile_dal = dal },
		  "Esito negativo (Respinto)" },
		{ { .motivo = MOTIVO_TERMINE_SCADUTO, .prenotabile = true, .prenotabile_dal = dal },
		  "Nessuna risposta entro il termine: prenotabile dal 03/12/2026" },
		{ { .motivo = MOTIVO_IN_ATTESA_DI_RISPOSTA, .prenotabile_dal = dal },
		  "In attesa di risposta: prenotabile dal 03/12/2026" },
		{ { .motivo = MOTIVO_IN_ATTESA_DI_RISPOSTA, .prenotabile_dal = GIORNO_NONE },
		  "In attesa di risposta entro il termine" },
		{ { .motivo = MOTIVO_RISPOSTO, .prenotabile_dal = GIORNO_NONE },
		  "Già risposto, senza esito negativo" },
		{ { .motivo = MOTIVO_ACCOLTO, .prenotabile_dal = GIORNO_NONE }, "Accolto" },
		{ { .motivo = MOTIVO_GIA_IN_APPUNTAMENTO, .appuntamento = "AG-2026-7K3M9QX-C",
		    .prenotabile_dal = GIORNO_NONE },
		  "Già nell'appuntamento AG-2026-7K3M9QX-C" },
		{ { .motivo = MOTIVO_GIA_IN_APPUNTAMENTO, .prenotabile_dal = GIORNO_NONE },
		  "Già in un appuntamento confermato" },
		{ { .prenotabile = true, .prenotabile_dal = GIORNO_NONE }, "Prenotabile" },
		{ { .prenotabile_dal = GIORNO_NONE }, "Non prenotabile" },
	};
	struct arena a = { 0 };

	for (size_t i = 0; i < COUNT(says); i++)
		cr_expect_str_eq(idoneita_phrase(&a, &says[i].q), says[i].phrase);
	arena_release(&a);
}
