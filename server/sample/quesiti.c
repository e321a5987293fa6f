/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/sample/quesiti.h"

#include "server/sample/documenti.h"
#include "server/sample/persone.h"
#include "server/sample/testi.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define RISPOSTA_DOPO 4  /* days from the question to an interim answer */
#define COMUNICAZIONI_MAX 24

char *quesito_id(struct arena *a, const char *codice, unsigned numero)
{
	return arena_printf(a, "Q%s-%02u", codice, numero);
}

/* Numbers grow with the days of each year, as a register's do. */
static char *protocollo_next(struct fascio *f, const char *sede, giorno g)
{
	char day[GIORNO_TEXT_SIZE];
	int anno, mese, nel_mese;

	giorno_to_civil(g, &anno, &mese, &nel_mese);
	giorno_format_screen(g, day);
	f->protocollo++;
	return arena_printf(f->arena, "INPS.%s.%s.%07d", sede, day,
		(g - giorno_from_civil(anno, 1, 1) + 1) * 10000 + f->protocollo);
}

/* The sede of a rapporto told earlier in the same fascio. */
static const char *sede_of(const struct fascio *f, const char *codice)
{
	for (size_t i = f->n; i-- > 0;) {
		const struct record_importazione *r = &f->items[i];

		if (r->tipo == TIPO_RECORD_RAPPORTO &&
			strcmp(r->rapporto->codice_rapporto_lavoro, codice) == 0)
			return r->rapporto->codice_sede_inps;
	}
	return "7000";
}

/* The n-th comunicazione of the quesito, at a working hour of that day. */
static struct comunicazione_importata *comunicazione_add(struct fascio *f,
	struct quesito_importato *q, enum autore autore, giorno g, const char *testo)
{
	struct comunicazione_importata *c;
	size_t n = q->n_comunicazioni++;

	assert(n < COMUNICAZIONI_MAX);
	if (!q->comunicazioni)
		q->comunicazioni = arena_array(f->arena, COMUNICAZIONI_MAX, sizeof *c);
	c = &q->comunicazioni[n];
	c->id = arena_printf(f->arena, "C%s-%zu", q->id + 1, n + 1);
	c->autore = autore;
	c->inviata_il = instant_at(g, 9 * 60 + 7 + (int)random_below(&f->caso, 440));
	c->testo = testo;
	return c;
}

static void allegato_add(struct fascio *f, const struct quesito_importato *q,
	struct comunicazione_importata *c, enum tipo_file tipo, const char *name)
{
	static const char *const endings[TIPO_FILE_COUNT] = { "", "pdf", "jpg", "png", "tif" };
	struct allegato_importato *to;
	struct buf bytes = { 0 };

	if (!c->allegati)
		c->allegati = arena_array(f->arena, TIPO_FILE_COUNT, sizeof *to);
	to = &c->allegati[c->n_allegati++];
	to->id = arena_printf(f->arena, "F%s-%zu", c->id + 1, c->n_allegati);
	to->nome = arena_printf(f->arena, "%s.%s", name, endings[tipo]);
	documento_make(&bytes, tipo, random_next(&f->caso), q->oggetto,
		arena_printf(f->arena,
			"Documento di esempio: i dati sono inventati.\n\nQuesito %s\n"
			"Rapporto di lavoro %s\nProtocollo %s",
			q->id, q->codice_rapporto_lavoro,
			q->protocollo ? q->protocollo : "in corso"));
	to->contenuto = base64_of(f->arena, bytes.data, bytes.len);
	buf_release(&bytes);
}

static void answer(struct fascio *f, struct quesito_importato *q,
	const struct testo_quesito *t, enum vicenda vicenda, giorno when)
{
	bool no = vicenda == VICENDA_RESPINTO;
	struct comunicazione_importata *c = comunicazione_add(f, q, AUTORE_STRUTTURA, when,
		no ? t->respinge : t->accoglie);

	if (vicenda == VICENDA_RISPOSTO)
		return;
	q->stato = QUESITO_STATO_CHIUSO;
	q->esito = no ? QUESITO_ESITO_RESPINTO : QUESITO_ESITO_ACCOLTO;
	q->chiuso_il = when;
	if (no)
		allegato_add(f, q, c, TIPO_FILE_PDF, "comunicazione-di-rigetto");
}

void quesito_tell(struct fascio *f, const char *codice, unsigned numero,
	enum argomento argomento, enum vicenda vicenda, int giorni)
{
	struct quesito_importato *q = fascio_quesito(f);
	const struct testo_quesito *t = testo_find(argomento, numero + (unsigned)codice[9]);
	giorno opened = f->oggi - giorni;
	struct comunicazione_importata *c;

	q->id = quesito_id(f->arena, codice, numero);
	q->codice_rapporto_lavoro = arena_strdup(f->arena, codice);
	q->argomento = argomento;
	q->oggetto = t->oggetto;
	q->aperto_il = opened;
	q->stato = QUESITO_STATO_APERTO;
	if (vicenda != VICENDA_IN_CORSO)
		q->protocollo = protocollo_next(f, sede_of(f, codice), opened);
	c = comunicazione_add(f, q, AUTORE_DATORE, opened, t->domanda);
	allegato_add(f, q, c, (enum tipo_file)(1 + (numero + (unsigned)codice[8]) % 4),
		t->allegato);
	if (vicenda == VICENDA_INTERLOCUTORIA)
		comunicazione_add(f, q, AUTORE_STRUTTURA, opened + RISPOSTA_DOPO,
			testo_interlocutorio)
			->interlocutoria = true;
	if (vicenda <= VICENDA_RISPOSTO)
		answer(f, q, t, vicenda, opened + 1 + (giorni - 1) / 2);
}

/* Rosa Lombardi's: twenty messages on one quesito, and files of all four kinds. */
static void long_exchange(struct fascio *f)
{
	struct quesito_importato *q;

	quesito_tell(f, "0000678901", 1, ARGOMENTO_AVVISO_BONARIO_ACCERTAMENTO,
		VICENDA_INTERLOCUTORIA, 120);
	q = f->items[f->n - 1].quesito;
	for (int i = 0; i < 9; i++) {
		giorno day = q->aperto_il + 10 + 10 * i;
		struct comunicazione_importata *c =
			comunicazione_add(f, q, i == 4 ? AUTORE_DELEGATO : AUTORE_DATORE, day,
				testo_sollecito);

		if (i % 2 == 0)
			allegato_add(f, q, c, (enum tipo_file)(1 + i / 2 % 4),
				arena_printf(f->arena, "sollecito-%d", i + 1));
		comunicazione_add(f, q, AUTORE_STRUTTURA, day + 3, testo_interlocutorio)
			->interlocutoria = true;
	}
}

static const struct {
	const char *rapporto;
	unsigned numero;
	enum argomento argomento;
	enum vicenda vicenda;
	int giorni;
} quesiti[] = {
	{ "0000123456", 1, ARGOMENTO_CONTRIBUTI, VICENDA_RESPINTO, 40 },
	{ "0000123456", 2, ARGOMENTO_MAV, VICENDA_SCADUTO, 50 },
	{ "0000123456", 3, ARGOMENTO_AVVISO_BONARIO_ACCERTAMENTO, VICENDA_INTERLOCUTORIA, 75 },
	{ "0000123456", 4, ARGOMENTO_ANAGRAFICHE, VICENDA_IN_CORSO, 1 },
	{ "0000123456", 5, ARGOMENTO_RAPPORTI_DI_LAVORO, VICENDA_ATTESA, 3 },
	{ "0000123456", 6, ARGOMENTO_MAV, VICENDA_ACCOLTO, 140 },
	{ "0000123456", 7, ARGOMENTO_CONTRIBUTI, VICENDA_RISPOSTO, 30 },
	{ "0000123456", 8, ARGOMENTO_REGOLARIZZAZIONI, VICENDA_RESPINTO, 60 },
	{ "0000123456", 9, ARGOMENTO_ANAGRAFICHE, VICENDA_SCADUTO, 200 },
	{ "0000234567", 1, ARGOMENTO_AVVISO_BONARIO_ACCERTAMENTO, VICENDA_ATTESA, 4 },
	{ "0000234567", 2, ARGOMENTO_CONTRIBUTI, VICENDA_IN_CORSO, 1 },
	{ "0000234567", 3, ARGOMENTO_MAV, VICENDA_ACCOLTO, 45 },
	{ "0000234567", 4, ARGOMENTO_RAPPORTI_DI_LAVORO, VICENDA_RISPOSTO, 60 },
	{ "0000345678", 1, ARGOMENTO_CONTRIBUTI, VICENDA_RESPINTO, 90 },
	{ "0000345678", 2, ARGOMENTO_MAV, VICENDA_SCADUTO, 110 },
	{ "0000345678", 3, ARGOMENTO_AVVISO_BONARIO_ACCERTAMENTO, VICENDA_SCADUTO, 130 },
	{ "0000345678", 4, ARGOMENTO_REGOLARIZZAZIONI, VICENDA_RESPINTO, 100 },
	{ "0000345678", 5, ARGOMENTO_ANAGRAFICHE, VICENDA_SCADUTO, 95 },
	{ "0000345678", 6, ARGOMENTO_RAPPORTI_DI_LAVORO, VICENDA_RESPINTO, 120 },
	{ "0000345678", 7, ARGOMENTO_CONTRIBUTI, VICENDA_INTERLOCUTORIA, 85 },
	{ "0000345679", 1, ARGOMENTO_RAPPORTI_DI_LAVORO, VICENDA_RESPINTO, 250 },
	{ "0000456789", 1, ARGOMENTO_CONTRIBUTI, VICENDA_RESPINTO, 80 },
	{ "0000456789", 2, ARGOMENTO_MAV, VICENDA_SCADUTO, 70 },
	{ "0000456789", 3, ARGOMENTO_ANAGRAFICHE, VICENDA_RESPINTO, 65 },
	{ "0000456790", 1, ARGOMENTO_RAPPORTI_DI_LAVORO, VICENDA_SCADUTO, 90 },
	{ "0000456790", 2, ARGOMENTO_MAV, VICENDA_ATTESA, 2 },
	{ "0000567001", 1, ARGOMENTO_MAV, VICENDA_RESPINTO, 35 },
	{ "0000567001", 2, ARGOMENTO_CONTRIBUTI, VICENDA_SCADUTO, 60 },
	{ "0000567002", 1, ARGOMENTO_AVVISO_BONARIO_ACCERTAMENTO, VICENDA_RESPINTO, 300 },
	{ "0000567003", 1, ARGOMENTO_RAPPORTI_DI_LAVORO, VICENDA_ATTESA, 2 },
	{ "0000567004", 1, ARGOMENTO_RAPPORTI_DI_LAVORO, VICENDA_ACCOLTO, 200 },
	{ "0000567005", 1, ARGOMENTO_RAPPORTI_DI_LAVORO, VICENDA_RESPINTO, 50 },
	{ "0000678901", 2, ARGOMENTO_CONTRIBUTI, VICENDA_ACCOLTO, 180 },
	{ "0000789012", 1, ARGOMENTO_CONTRIBUTI, VICENDA_RESPINTO, 75 },
	{ "0000789012", 2, ARGOMENTO_MAV, VICENDA_SCADUTO, 55 },
	{ "0000890123", 1, ARGOMENTO_AVVISO_BONARIO_ACCERTAMENTO, VICENDA_RESPINTO, 45 },
	{ "0000890123", 2, ARGOMENTO_ANAGRAFICHE, VICENDA_ATTESA, 1 },
	{ "0000901234", 1, ARGOMENTO_RAPPORTI_DI_LAVORO, VICENDA_SCADUTO, 65 },
	{ "0000912345", 1, ARGOMENTO_MAV, VICENDA_IN_CORSO, 1 },
	{ "0000912345", 2, ARGOMENTO_CONTRIBUTI, VICENDA_RESPINTO, 30 },
	{ "0000923456", 1, ARGOMENTO_REGOLARIZZAZIONI, VICENDA_RESPINTO, 70 },
	{ "0000934567", 1, ARGOMENTO_CONTRIBUTI, VICENDA_SCADUTO, 58 },
	{ "0000945678", 1, ARGOMENTO_MAV, VICENDA_RESPINTO, 26 },
	{ "0000945678", 2, ARGOMENTO_ANAGRAFICHE, VICENDA_ATTESA, 3 },
};

/* Every employer of an intermediario has asked something, and most have an answer to discuss. */
static void delegated(struct fascio *f)
{
	static const enum vicenda pattern[] = { VICENDA_RESPINTO, VICENDA_SCADUTO,
		VICENDA_RESPINTO, VICENDA_ACCOLTO, VICENDA_INTERLOCUTORIA, VICENDA_ATTESA };
	unsigned told = 0;

	for (size_t i = 0, n = f->n; i < n; i++) {
		const char *codice;

		if (f->items[i].tipo != TIPO_RECORD_RAPPORTO)
			continue;
		codice = f->items[i].rapporto->codice_rapporto_lavoro;
		if (strcmp(codice, "0001000000") < 0)
			continue; /* those have their own table */
		for (unsigned k = 0; k < 1 + told % 3; k++) {
			enum vicenda v = pattern[(told + k) % 6];

			quesito_tell(f, codice, k + 1,
				(enum argomento)(1 + (told + k) % (ARGOMENTO_COUNT - 1)), v,
				v == VICENDA_ATTESA ? 2 : 45 + (int)(told % 40));
		}
		told++;
	}
}

void quesiti_tell(struct fascio *f)
{
	for (size_t i = 0; i < sizeof quesiti / sizeof quesiti[0]; i++)
		quesito_tell(f, quesiti[i].rapporto, quesiti[i].numero, quesiti[i].argomento,
			quesiti[i].vicenda, quesiti[i].giorni);
	long_exchange(f);
	delegated(f);
}
