/* SPDX-License-Identifier: EUPL-1.2 */
#include "sample.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void folder_make(struct folder *f)
{
	*f = (struct folder){ .path = "/tmp/agenda-cache-XXXXXX" };
	cr_assert(mkdtemp(f->path) != NULL);
	f->identity = cache_identity(
		&f->a, "https://a.test", "p-anna-bianchi", "CITTADINO");
}

void folder_remove(struct folder *f)
{
	DIR *d = opendir(f->path);
	struct dirent *e;

	while (d && (e = readdir(d)))
		if (e->d_name[0] != '.')
			unlinkat(dirfd(d), e->d_name, 0);
	if (d)
		closedir(d);
	rmdir(f->path);
	arena_release(&f->a);
}

char *folder_file(struct folder *f, const char *prefix, const char *ending)
{
	return arena_printf(&f->a, "%s/%s-%.32s%s", f->path, prefix, f->identity, ending);
}

struct cache *open_cache(struct folder *f)
{
	struct file_report report;
	struct err err = { 0 };
	struct cache *c = cache_open(
		f ? f->path : NULL, f ? f->identity : "x", &report, &err);

	cr_assert(c != NULL, "%d %s", err.code, err.cause);
	cr_assert(report.fate != FILE_REBUILT, "%s", report.why.cause);
	return c;
}

struct journal *open_journal(struct folder *f)
{
	struct file_report report;
	struct err err = { 0 };
	struct journal *j = journal_open(
		f ? f->path : NULL, f ? f->identity : "x", &report, &err);

	cr_assert(j != NULL, "%d %s", err.code, err.cause);
	cr_assert(report.fate != FILE_REBUILT, "%s", report.why.cause);
	return j;
}

static const struct persona anna = { "BNCNNA52M64L219H", "Anna", "Bianchi" };
static const struct persona elena = { "PPSLNE78C45Z129E", "Elena", "Popescu" };

struct appuntamento_sintesi a_sintesi(const char *id, instant inizio)
{
	return (struct appuntamento_sintesi){ .id = id,
		.stato = APPUNTAMENTO_STATO_CONFERMATO,
		.codice_rapporto_lavoro = "0000123456",
		.datore = anna,
		.lavoratore = elena,
		.punto = "P7000-01",
		.punto_denominazione = "LD Roma",
		.inizio = inizio,
		.fine = inizio + 20 * MINUTE,
		.quesiti = 1,
		.gestore = { PROFILO_CITTADINO, NULL },
		.versione = 1 };
}

struct quesito a_quesito(const char *id, const char *rapporto, giorno aperto_il)
{
	static struct allegato file = { "f-1", "ricevuta.pdf", TIPO_FILE_PDF, 1234,
		"00ff", NOW, INSTANT_NONE };
	static struct comunicazione words[] = {
		{ "c-1", AUTORE_DATORE, NOW, "Perché manca?", false, &file, 1 },
		{ "c-2", AUTORE_STRUTTURA, NOW + 60, "Respinto.", false, NULL, 0 },
	};

	return (struct quesito){ .id = id,
		.codice_rapporto_lavoro = rapporto,
		.argomento = ARGOMENTO_MAV,
		.oggetto = "MAV non pervenuto",
		.protocollo = NULL,
		.aperto_il = aperto_il,
		.stato = QUESITO_STATO_CHIUSO,
		.esito = QUESITO_ESITO_RESPINTO,
		.chiuso_il = aperto_il + 9,
		.prenotabile = true,
		.motivo = MOTIVO_ESITO_NEGATIVO,
		.prenotabile_dal = aperto_il + 9,
		.comunicazioni = words,
		.n_comunicazioni = 2 };
}

struct appuntamento an_appuntamento(const char *id, instant inizio)
{
	static struct quesito q;
	static enum canale canali[] = { CANALE_EMAIL, CANALE_PEC };
	static struct evento_storia storia[] = {
		{ EVENTO_CONFERMA, NOW, PROFILO_CITTADINO, NULL },
	};

	q = a_quesito("q-1", "0000123456", 20000);
	return (struct appuntamento){ .id = id,
		.stato = APPUNTAMENTO_STATO_CONFERMATO,
		.codice_rapporto_lavoro = "0000123456",
		.datore = anna,
		.lavoratore = elena,
		.punto = { .id = "P7000-01",
			.denominazione = "LD Roma",
			.primo_libero = INSTANT_NONE,
			.ultimo_giorno = GIORNO_NONE },
		.inizio = inizio,
		.fine = inizio + 20 * MINUTE,
		.quesiti = &q,
		.n_quesiti = 1,
		.nota = "Vorrei capire perché.\nGrazie.",
		.canali = canali,
		.n_canali = 2,
		.gestore = { PROFILO_CITTADINO, NULL },
		.storia = storia,
		.n_storia = 1,
		.cancellabile = true,
		.versione = 1,
		.aggiornato_il = NOW };
}

struct rapporto a_rapporto(const char *codice, const char *nome, const char *cognome)
{
	return (struct rapporto){ .codice_rapporto_lavoro = codice,
		.stato = RAPPORTO_STATO_ATTIVO,
		.mansione = MANSIONE_COLF,
		.contratto = CONTRATTO_TIN,
		.datore = { "BNCNNA52M64L219H", nome, cognome },
		.lavoratore = elena,
		.codice_sede_inps = "7000",
		.denominazione_sede_inps = "Roma",
		.inizio = 19000,
		.fine = GIORNO_NONE,
		.quesiti = 3,
		.quesiti_prenotabili = 1 };
}

struct bozza a_bozza(const char *id)
{
	static const char *quesiti[] = { "q-1", "q-2" };

	return (struct bozza){ .id = id,
		.creata_il = NOW,
		.aggiornata_il = NOW,
		.codice_rapporto_lavoro = "0000123456",
		.datore = "Anna Bianchi",
		.quesiti = quesiti,
		.n_quesiti = 2,
		.punto = "P7000-01",
		.punto_denominazione = "LD Roma",
		.inizio = NOW + DAY,
		.nota = "È successo di nuovo\nuna seconda riga",
		.allegati = { { "/tmp/a.pdf", "a.pdf", 10, "aa", TIPO_FILE_PDF, NULL,
				      INSTANT_NONE, INSTANT_NONE },
			{ "/tmp/b.png", "b.png", 20, "bb", TIPO_FILE_PNG, "f-2",
				NOW + 60, INSTANT_NONE } },
		.n_allegati = 2,
		.canali = { CANALE_PEC },
		.n_canali = 1 };
}

struct sending a_conferma(const char *chiave, const char *bozza)
{
	return (struct sending){ .chiave = chiave,
		.genere = SENDING_CONFERMA,
		.metodo = "POST",
		.percorso = "/appuntamenti",
		.content_type = "application/json",
		.corpo = "{\"nota\":\"\\u0000\0x\"}",
		.corpo_n = 19,
		.bozza = bozza,
		.descrizione = "24/11/2026 09:41, LD Roma",
		.risolto_il = INSTANT_NONE };
}

void put_sintesi(struct cache *c, struct appuntamento_sintesi s)
{
	struct appuntamenti page = { &s, 1, NULL };

	ok(cache_put_appuntamenti(
		c, &page, NULL, (struct page_place){ false, false }, NOW, &err));
}

int apply_page(struct cache *c, const struct variazioni *page, instant now)
{
	int steps = 0;

	ok(cache_apply_variazioni(c, page, now, &err));
	for (; cache_giro_ending(c); steps++)
		ok(cache_giro_step(c, now, &err));
	return steps;
}
